"""Erasing people, after the answer: as long as it takes, and again when it was interrupted."""

from trousse.accounts.models import Guest, User
from trousse.accounts.queries import subject_of, subject_of_guests
from trousse.core import audit
from trousse.core.personal_data.erasing import erase_everywhere
from trousse.core.refs import Ref
from trousse.core.tasks import task


@task(name="accounts.erase_person", attempts=10)
def erase_person(person: str) -> None:
    """Erase the account of that public id and all that is kept about the person."""
    user = User.objects.filter(public_id=person, erasure_asked_at__isnull=False).first()
    if user is None:
        return
    erase_everywhere(subject_of(user))
    audit.record("accounts:user:erase", subject=Ref("user", person))


@task(name="accounts.erase_guest", attempts=10)
def erase_guest(guest: str) -> None:
    """Erase the guest of that public id and all that is kept about them."""
    row = Guest.objects.filter(public_id=guest, erasure_asked_at__isnull=False).first()
    if row is None:
        return
    erase_everywhere(subject_of_guests([row]))
    audit.record("accounts:guest:erase", subject=Ref("guest", guest))
