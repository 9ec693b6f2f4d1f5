"""Several dates may be chosen: those chosen until now are the first of their poll."""

from typing import TYPE_CHECKING

from django.db import migrations, models
from django.db.models import Q

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark_chosen(apps: "Apps", _editor: "BaseDatabaseSchemaEditor") -> None:
    poll, slot = apps.get_model("polls", "Poll"), apps.get_model("polls", "Slot")
    decided = poll.objects.filter(decided_slot__isnull=False)
    chosen = slot.objects.filter(pk__in=decided.values("decided_slot"))
    chosen.update(is_chosen=True)
    chosen.filter(day__isnull=False).update(date_number=0)
    poll.objects.exclude(kind="texts").update(dates_used=1)  # one that was called off counts


class Migration(migrations.Migration):
    dependencies = [
        ("polls", "0008_notice_of_appointments"),
    ]

    operations = [
        migrations.AddField("poll", "dates_used", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(
            "slot", "date_number", models.PositiveSmallIntegerField(blank=True, null=True)
        ),
        migrations.RunPython(mark_chosen, migrations.RunPython.noop),
        migrations.AddConstraint(
            "slot",
            models.UniqueConstraint(fields=("poll", "date_number"), name="slot_of_poll_date"),
        ),
        migrations.AddConstraint(
            "slot",
            models.CheckConstraint(
                condition=Q(date_number__isnull=True) | Q(day__isnull=False, is_chosen=True),
                name="slot_in_agenda_is_a_chosen_date",
            ),
        ),
    ]
