"""A guest who says their name in a comment is the same one who then answers."""

from django.test import Client

from tests.polls.conftest import ballot, newcomer
from trousse.accounts.models import Guest
from trousse.services.polls.models import Poll


def comment(client: Client, poll: Poll) -> int:
    place = f"/commentaires/poll/{poll.public_id}/"
    sent = {"text": "Je préfère le mardi.", "key": "k" * 22, "name": "Nadia", "thread": ""}
    return client.post(place, sent).status_code


def test_a_guest_who_comments_then_answers_is_one_guest(poll: Poll) -> None:
    nadia = newcomer(poll)
    assert comment(nadia, poll) == 302
    letters = "y" * poll.slots.count()
    sent = nadia.post(poll.get_absolute_url(), ballot(nadia, poll, letters))
    assert sent.status_code in {200, 302}
    (guest,) = Guest.objects.all()
    assert poll.participants.get().guest == guest


def test_a_guest_who_answers_then_comments_is_one_guest(poll: Poll) -> None:
    nadia = newcomer(poll)
    letters = "y" * poll.slots.count()
    nadia.post(poll.get_absolute_url(), ballot(nadia, poll, letters))
    assert comment(nadia, poll) == 302
    assert Guest.objects.count() == 1
