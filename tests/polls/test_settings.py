"""The rules of a poll and its questions, chosen on the page that creates it and changed later."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.polls.conftest import ballot, newcomer
from trousse.accounts.models import User
from trousse.core.ids import new_public_id
from trousse.core.models import Event
from trousse.services.polls.models import Poll, Question
from trousse.services.polls.operations import reopen_poll
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

RunTasks = Callable[..., int]
CREATE = "/sondages/nouveau"
PLAIN = {
    "rules": "1",
    "deadline_day": "",
    "deadline_hour": "",
    "answers_shown": "always",
    "names_shown": "on",
    "may_comment": "on",
    "reminds": "on",
    "closes_when": "",
}


def settings(*without: str, **more: object) -> dict[str, object]:
    return {name: value for name, value in (PLAIN | more).items() if name not in without}


def new_poll(**more: object) -> dict[str, object]:
    plain = {"title": "Conseil", "key": new_public_id(), "time_zone": "Europe/Paris"}
    return {**plain, "has_link": "on", "day": "2026-12-01", "start": "17:00", "end": "", **more}


def texts(poll: Poll, **more: object) -> dict[str, object]:
    return {"title": poll.title, "place": "", "description": "", **more}


def question(text: str, form: str = "line", choices: str = "", **cells: str) -> dict[str, object]:
    return {
        "question": text,
        "question_form": form,
        "question_choices": choices,
        "question_required": cells.get("required", ""),
        "question_id": cells.get("id", ""),
        "questions_known": cells.get("known", ""),
    }


def edit(poll: Poll) -> str:
    return f"{poll.get_absolute_url()}modifier"


def test_a_plain_form_asks_for_plain_rules(organiser: Client) -> None:
    organiser.post(CREATE, new_poll(**settings()))
    poll = Poll.objects.get(title="Conseil")
    assert (poll.deadline, poll.answers_shown, poll.closes_when) == (None, "always", "")
    assert poll.names_shown
    assert poll.may_comment
    assert poll.reminds
    assert not poll.may_propose
    assert not poll.has_visio
    assert not poll.has_questions


def test_rules_are_chosen_while_creating(organiser: Client) -> None:
    chosen = settings(
        *("names_shown", "may_comment", "reminds"),
        deadline_day="2026-11-30",
        deadline_hour="18:00",
        answers_shown="answered",
        may_propose="on",
        closes_when="everybody",
        has_visio="on",
    )
    answer = organiser.post(CREATE, new_poll(**chosen, **question("Mangez-vous avec nous ?")))
    assert answer.status_code == 302
    poll = Poll.objects.get(title="Conseil")
    assert poll.deadline == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert (poll.answers_shown, poll.closes_when) == ("answered", "everybody")
    assert [poll.names_shown, poll.may_comment, poll.reminds] == [False, False, False]
    assert poll.may_propose
    assert poll.has_visio
    assert [one.text for one in poll.questions.all()] == ["Mangez-vous avec nous ?"]
    assert "Mangez-vous avec nous" in newcomer(poll).get(poll.get_absolute_url()).content.decode()


def test_a_deadline_without_hour_is_the_end_of_its_day(organiser: Client, poll: Poll) -> None:
    organiser.post(edit(poll), texts(poll, **settings(deadline_day="2026-11-30")))
    poll.refresh_from_db()
    assert poll.deadline == datetime(2026, 11, 30, 23, tzinfo=UTC)
    page = organiser.get(edit(poll)).content.decode()
    assert 'value="2026-11-30"' in page
    assert "jusqu’au lundi 30 novembre" in organiser.get(poll.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("2026-11-22", "", "déjà passée"),
        ("2026-13-40", "", "Écrivez un jour"),
        ("", "17:00", "Écrivez un jour"),
        ("2026-11-30", "25:99", "Écrivez un jour"),
        ("2030-11-30", "", "plus de deux ans"),
        ("2027-01-30", "", "après la dernière date"),
    ],
)
def test_a_wrong_deadline_is_explained_and_stays_typed(
    organiser: Client, day: str, hour: str, words: str
) -> None:
    sent = new_poll(**settings(deadline_day=day, deadline_hour=hour), **question("Menu ?"))
    answer = organiser.post(CREATE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="Menu ?"' in page
    assert not Poll.objects.filter(title="Conseil").exists()


def test_rows_of_questions_are_added_and_removed_without_losing_what_was_typed(
    organiser: Client,
) -> None:
    sent = new_poll(**settings("names_shown", deadline_day="2026-11-30"), **question("Menu ?"))
    page = organiser.post(CREATE, sent | {"add_question": "1"}).content.decode()
    assert page.count('name="question"') == 2
    assert 'value="Menu ?"' in page
    assert 'value="2026-11-30"' in page
    names = page.partition('name="names_shown"')[2].partition(">")[0]
    assert "checked" not in names
    page = organiser.post(CREATE, sent | {"remove_question": "1"}).content.decode()
    assert 'name="question"' not in page


def test_a_list_needs_two_choices(organiser: Client, poll: Poll) -> None:
    asked = question("Menu ?", "choice", "Viande")
    answer = organiser.post(edit(poll), texts(poll, **settings(), **asked))
    assert answer.status_code == 422
    assert "deux choix au moins" in answer.content.decode()
    asked = question("Menu ?", "choice", "Viande\nPoisson\nViande")
    assert organiser.post(edit(poll), texts(poll, **settings(), **asked)).status_code == 302
    assert Question.objects.get().choices == ["Viande", "Poisson"]


def test_a_removed_question_says_how_many_replied_then_goes_with_the_replies(
    organiser: Client, poll: Poll
) -> None:
    organiser.post(edit(poll), texts(poll, **settings(), **question("Menu ?")))
    asked = Question.objects.get()
    guest = newcomer(poll)
    reply = {f"reply-{asked.public_id}": "Poisson"}
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "ymn", name="Nadia") | reply)
    assert "1 personne a répondu" in organiser.get(edit(poll)).content.decode()
    gone = {"questions_known": asked.public_id}
    organiser.post(edit(poll), texts(poll, **settings(), **gone))
    poll.refresh_from_db()
    assert not poll.has_questions
    row = poll.participants.get()
    assert row.replies == {}
    assert len(row.answers) == 3


def test_a_question_another_window_added_stays(organiser: Client, poll: Poll) -> None:
    organiser.post(edit(poll), texts(poll, **settings(), **question("Menu ?")))
    organiser.post(edit(poll), texts(poll, **settings(), **question("Transport ?")))
    assert {one.text for one in poll.questions.all()} == {"Menu ?", "Transport ?"}


def test_saving_the_same_tells_nobody(organiser: Client, poll: Poll) -> None:
    organiser.post(edit(poll), texts(poll, **settings()))
    facts = Event.objects.filter(subject=str(poll.ref)).count()
    organiser.post(edit(poll), texts(poll, **settings()))
    assert Event.objects.filter(subject=str(poll.ref)).count() == facts


def test_a_deadline_put_off_opens_what_it_had_closed(organiser: Client, poll: Poll) -> None:
    passed = datetime(2026, 11, 20, 17, tzinfo=UTC)
    closed = {"state": Poll.State.CLOSED, "closed_by": Poll.ClosedBy.DEADLINE}
    Poll.objects.filter(pk=poll.pk).update(deadline=passed, **closed)
    organiser.post(edit(poll), texts(poll, **settings(deadline_day="2026-11-30")))
    poll.refresh_from_db()
    assert poll.is_open


def test_a_deadline_that_was_there_may_stay_though_it_is_past(
    organiser: Client, poll: Poll
) -> None:
    Poll.objects.filter(pk=poll.pk).update(deadline=datetime(2026, 11, 20, 17, tzinfo=UTC))
    sent = settings(deadline_day="2026-11-20", deadline_hour="18:00", answers_shown="closed")
    assert organiser.post(edit(poll), texts(poll, **sent)).status_code == 302
    poll.refresh_from_db()
    assert poll.answers_shown == "closed"


def test_a_rule_that_holds_already_closes_the_poll(
    organiser: Client, agent: Client, poll: Poll, lea: User, karim: User, run_tasks: RunTasks
) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "yyy"))
    run_tasks()
    organiser.post(edit(poll), texts(poll, **settings(closes_when="everybody")))
    run_tasks()
    poll.refresh_from_db()
    assert poll.closed_by == Poll.ClosedBy.EVERYBODY


def test_reopening_switches_off_the_rule_that_closed(poll: Poll) -> None:
    closed = {"state": Poll.State.CLOSED, "closed_by": Poll.ClosedBy.EVERYBODY}
    Poll.objects.filter(pk=poll.pk).update(closes_when="everybody", **closed)
    poll.refresh_from_db()
    reopened = reopen_poll(poll, poll.organiser)
    assert reopened.is_open
    assert reopened.closes_when == ""


@pytest.mark.parametrize("who", ["agent", "guest"])
def test_only_who_may_change_a_poll_sees_its_settings(
    who: str, poll: Poll, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    answer = client.post(edit(poll), texts(poll, **settings("names_shown")))
    assert answer.status_code in {302, 403, 404}
    poll.refresh_from_db()
    assert poll.names_shown
