"""The core's own periodic jobs and signal receivers."""

from datetime import timedelta

from django.contrib.auth.signals import user_logged_out

from trousse.core.audit.keeping import purge_audit_log
from trousse.core.mail.keeping import erase_old_mail, sweep_mail
from trousse.core.outbox.delivering import sweep_outbox
from trousse.core.outbox.keeping import purge_facts
from trousse.core.realtime.signing_out import close_connections
from trousse.core.schedule import every
from trousse.core.tasks.pruning import prune_tasks
from trousse.core.tasks.reaping import give_back_abandoned_tasks

A_DAY = timedelta(days=1)

every(timedelta(seconds=10), name="core.give_back_abandoned_tasks")(give_back_abandoned_tasks)
every(timedelta(seconds=30), name="core.sweep_outbox")(sweep_outbox)
every(timedelta(minutes=1), name="core.sweep_mail")(sweep_mail)
every(timedelta(hours=6), name="core.prune_tasks")(prune_tasks)
every(A_DAY, name="core.erase_old_mail")(erase_old_mail)
every(A_DAY, name="core.purge_facts")(purge_facts)
every(A_DAY, name="core.purge_audit_log")(purge_audit_log)

user_logged_out.connect(close_connections)
