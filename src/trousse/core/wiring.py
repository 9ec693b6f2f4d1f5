"""The core's own periodic jobs, rules of retention, personal data and signal receivers."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.utils.translation import gettext_lazy as _

from trousse.core.audit.keeping import purge_audit_log
from trousse.core.mail.keeping import erase_old_mail, sweep_mail
from trousse.core.outbox.delivering import sweep_outbox
from trousse.core.outbox.keeping import purge_facts
from trousse.core.personal_data import own, register_personal_data
from trousse.core.realtime.signing_out import close_connections
from trousse.core.retention import retain
from trousse.core.retention.running import ask_for_retention
from trousse.core.schedule import every
from trousse.core.tasks.pruning import KEEP_DONE, prune_tasks
from trousse.core.tasks.reaping import give_back_abandoned_tasks

every(timedelta(seconds=10), name="core.give_back_abandoned_tasks")(give_back_abandoned_tasks)
every(timedelta(seconds=30), name="core.sweep_outbox")(sweep_outbox)
every(timedelta(minutes=1), name="core.sweep_mail")(sweep_mail)
every(timedelta(days=1), name="core.ask_for_retention")(ask_for_retention)

retain(
    "core.Mail",
    timedelta(days=settings.MAIL_RETENTION_DAYS),
    "since the letter was written, once it was sent or given up",
    erase=erase_old_mail,
)
retain(
    "core.Event",
    timedelta(days=settings.EVENT_RETENTION_DAYS),
    "since the fact",
    erase=purge_facts,
)
retain(
    "core.AuditEntry",
    timedelta(days=settings.AUDIT_RETENTION_DAYS),
    "since the gesture",
    erase=purge_audit_log,
)
retain(
    "django_tasks_database.DBTaskResult",
    KEEP_DONE,
    "since the task succeeded; longer when it failed",
    erase=prune_tasks,
)
register_personal_data(
    "core",
    title=_("the journal of what you did and the letters sent to you"),
    export=own.export,
    erase=own.erase,
    covers=["django_tasks_database"],
)

user_logged_out.connect(close_connections)
