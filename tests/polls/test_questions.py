"""Comments that an organiser closed, and questions asked with the dates."""

import pytest
from django.test import Client

from tests.polls.conftest import ballot, newcomer
from tests.polls.ruling import answered, page_of, results_of, ruled
from trousse.comments.models import Comment
from trousse.services.polls.asking import replies_of
from trousse.services.polls.models import Participant, Poll, Question


def commented(client: Client, poll: Poll) -> int:
    address = f"/commentaires/poll/{poll.public_id}/"
    return client.post(address, {"text": "Bonjour", "key": "c" * 22}).status_code


def test_comments_closed_by_the_organiser_are_neither_shown_nor_taken(
    agent: Client, poll: Poll
) -> None:
    ruled(poll, may_comment=False)

    assert 'id="comments"' not in page_of(agent, poll)
    assert commented(agent, poll) == 403
    assert not Comment.objects.exists()


def test_what_was_written_before_comments_closed_stays_readable(agent: Client, poll: Poll) -> None:
    assert commented(agent, poll) == 302
    ruled(poll, may_comment=False)
    section = agent.get(f"/commentaires/poll/{poll.public_id}/?partie=tout").content.decode()

    assert 'id="comments"' in page_of(agent, poll)
    assert "Bonjour" in section
    assert "<textarea" not in section
    assert commented(agent, poll) == 403


# Questions


def asking(poll: Poll, **question: object) -> Question:
    ruled(poll, has_questions=True)
    return Question.objects.create(poll=poll, **{"text": "Mangez-vous ?", **question})


def test_a_reply_is_kept_and_comes_back_in_the_form(guest: Client, poll: Poll) -> None:
    question = asking(poll)
    field = f"reply-{question.public_id}"
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "yyy", **{field: "Oui, volontiers"}))

    assert Participant.objects.get().replies == {question.public_id: "Oui, volontiers"}
    assert f'name="{field}" value="Oui, volontiers"' in page_of(guest, poll)


@pytest.mark.parametrize(
    ("question", "reply", "words"),
    [
        ({"is_required": True}, "  ", "Répondez aussi à la question"),
        ({"form": "number"}, "deux", "par un nombre"),
        ({"form": "choice", "choices": ["Oui", "Non"]}, "Peut-être", "réponses proposées"),
        ({}, "x" * 501, "trop longue"),
    ],
)
def test_a_wrong_reply_saves_nothing_and_keeps_what_was_chosen(
    guest: Client, poll: Poll, question: dict[str, object], reply: str, words: str
) -> None:
    asked = asking(poll, **question)
    sent = ballot(guest, poll, "y--", **{f"reply-{asked.public_id}": reply})
    refused = guest.post(poll.get_absolute_url(), sent)

    page = refused.content.decode()
    first = poll.slots.all()[0]
    assert refused.status_code == 422
    assert page.count(words) == 2
    assert f'name="answer-{first.public_id}" value="y" checked' in page
    assert not Participant.objects.exists()


def test_a_form_older_than_a_required_question_is_asked_it(guest: Client, poll: Poll) -> None:
    sent = ballot(guest, poll, "yyy")
    asking(poll, is_required=True)

    assert "Mangez-vous" in guest.post(poll.get_absolute_url(), sent).content.decode()
    assert not Participant.objects.exists()


def test_a_reply_to_a_question_that_is_gone_is_dropped(guest: Client, poll: Poll) -> None:
    sent = ballot(guest, poll, "yyy", **{f"reply-{'z' * 22}": "Bonjour"})
    guest.post(poll.get_absolute_url(), sent)

    assert Participant.objects.get().replies == {}


def test_a_reply_alone_is_a_change(guest: Client, poll: Poll) -> None:
    field = f"reply-{asking(poll).public_id}"
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "yyy", **{field: "Un"}))
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "yyy", **{field: "Deux"}))

    row = Participant.objects.get()
    assert (list(row.replies.values()), row.version) == (["Deux"], 2)


def test_replies_show_as_much_as_answers_do(guest: Client, organiser: Client, poll: Poll) -> None:
    choice = asking(poll, form="choice", choices=["Viande", "Poisson"])
    number = asking(poll, text="Combien ?", form="number")
    replies = {choice.public_id: "Poisson", number.public_id: "2,5"}
    answered(poll, "Karim", "yyy", replies=replies)
    answered(poll, "Sam", "yyy", replies={**replies, number.public_id: "3"})

    assert [one.counts for one in replies_of(poll)] == [(("Viande", 0), ("Poisson", 2)), ()]
    assert [one.total for one in replies_of(poll)] == [None, 5.5]
    assert "<strong>Karim</strong> Poisson" in results_of(guest, poll)
    ruled(poll, names_shown=False)
    poll.refresh_from_db()
    guest_page, own_page = results_of(newcomer(poll), poll), results_of(organiser, poll)
    assert "Karim</strong>" in own_page
    assert guest_page
