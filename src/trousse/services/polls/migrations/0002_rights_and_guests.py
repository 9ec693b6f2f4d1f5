"""Rights become grants, and whoever answered without account becomes a guest.

The links that people already have lead nowhere any more: organisers share the new one. The keys
that guests hold stay good, since a guest keeps the hash of the same token.
"""

from datetime import UTC, datetime, time

import django.db.models.deletion
from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from trousse.core.tokens import derive_token, hash_token

TAKE_PART, MANAGE = 20, 40


def give_rights(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    Poll = apps.get_model("polls", "Poll")
    Grant = apps.get_model("sharing", "Grant")
    for poll in Poll.objects.iterator():
        ref = f"poll:{poll.public_id}"
        own = Grant(
            ref=ref,
            kind="person",
            subject=f"person:{poll.organiser_id}",
            person_id=poll.organiser_id,
            granted_by_id=poll.organiser_id,
            role=MANAGE,
            origin="own",
        )
        link = Grant(ref=ref, kind="link", subject=f"link:{TAKE_PART}", role=TAKE_PART)
        link.token_hash = hash_token(derive_token("link", link.public_id))
        Grant.objects.bulk_create([own, link])


def make_guests(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    Participant = apps.get_model("polls", "Participant")
    Guest = apps.get_model("accounts", "Guest")
    Grant = apps.get_model("sharing", "Grant")
    rows = Participant.objects.select_related("poll").exclude(token_hash="")
    for row in rows.iterator():
        guest = Guest.objects.create(
            name=row.name,
            email=row.email.lower(),
            language=row.language,
            token_hash=row.token_hash,
            expires_at=datetime.combine(row.poll.expires_on, time(), tzinfo=UTC),
        )
        Grant.objects.create(
            ref=f"poll:{row.poll.public_id}",
            kind="guest",
            subject=f"guest:{guest.pk}",
            guest=guest,
            role=TAKE_PART,
        )
        row.guest = guest
        row.save(update_fields=["guest"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_erasure"),
        ("sharing", "0001_initial"),
        ("polls", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="guest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.guest",
            ),
        ),
        migrations.AddField(
            model_name="poll",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="poll",
            name="answers_told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(make_guests, migrations.RunPython.noop, elidable=True),
    ]
