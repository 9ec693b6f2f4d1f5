"""Polls under rules, and what their pages show: gestures that the tests of rules share."""

from datetime import UTC, datetime

from django.test import Client

from trousse.services.polls.models import Participant, Poll

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # in Paris, two hours after the clock of the tests


def ruled(poll: Poll, **rules: object) -> Poll:
    Poll.objects.filter(pk=poll.pk).update(**rules)
    poll.refresh_from_db()
    return poll


def answered(poll: Poll, name: str, letters: str, **more: object) -> Participant:
    slots = zip(poll.slots.all(), letters, strict=True)
    answers = {slot.public_id: letter for slot, letter in slots}
    return Participant.objects.create(
        poll=poll, name=name, creation_key=name, answers=answers, **more
    )


def page_of(client: Client, poll: Poll) -> str:
    return client.get(poll.get_absolute_url()).content.decode()


def results_of(client: Client, poll: Poll) -> str:
    return client.get(f"{poll.get_absolute_url()}resultats").content.decode()
