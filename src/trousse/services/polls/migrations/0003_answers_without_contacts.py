"""Drop what guests and the agenda hold from now on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("polls", "0002_rights_and_guests")]

    operations = [
        migrations.RemoveConstraint(model_name="participant", name="guest_token_once"),
        migrations.RemoveField(model_name="participant", name="email"),
        migrations.RemoveField(model_name="participant", name="language"),
        migrations.RemoveField(model_name="participant", name="token_hash"),
        migrations.RemoveField(model_name="poll", name="calendar_sequence"),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("guest__isnull", False)),
                fields=("poll", "guest"),
                name="answered_once_per_guest",
            ),
        ),
    ]
