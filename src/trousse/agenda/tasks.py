"""The task that sends the calendar letters of one event."""

from trousse.agenda.telling import tell_some
from trousse.core.tasks import task


@task(name="agenda.send_letters")
def send_letters(event: str) -> None:
    """Queue every letter that the event of that public id owes; done twice, each leaves once."""
    while tell_some(event):
        pass
