"""A poll again, some weeks later: everything but the answers, on the page that creates one."""

import re
from datetime import UTC, date, datetime, time
from html import unescape

import pytest
from django.test import Client

from tests.polls.booking.conftest import offered
from tests.polls.ruling import answered, ruled
from trousse.accounts.models import User
from trousse.accounts.operations import invite_guest
from trousse.core.ids import new_public_id
from trousse.directory.calendar import WorkZone
from trousse.services.polls.asking import QuestionDraft
from trousse.services.polls.models import Poll, Slot
from trousse.services.polls.operations import PollDraft, SlotDraft, create_poll
from trousse.services.polls.proposing.slots import TextDraft
from trousse.services.polls.requiring import ConditionDraft
from trousse.services.polls.rules import Rules
from trousse.services.polls.views import duplicating
from trousse.sharing.operations import grant_guest, grant_person
from trousse.sharing.roles import Role

FIELD = re.compile(r"<(input|select|textarea)\b([^>]*)>(?:([^<]*)</textarea>)?", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')


def copy_page(client: Client, poll: Poll, query: str = "") -> str:
    answer = client.get(f"{poll.get_absolute_url()}dupliquer{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def days_on(page: str) -> list[str]:
    return [day for day in re.findall(r'name="day"[^>]*value="([^"]*)"', page) if day]


def sent_by(page: str) -> dict[str, list[str]]:
    """Return what a browser would send of the form that creates, as it stands."""
    start = page.index('<form method="post" action="/sondages/')
    fields: dict[str, list[str]] = {}
    inside = re.sub(
        r"<template.*?</template>", "", page[start : page.index("</form>", start)], flags=re.DOTALL
    )
    for kind, text, area in FIELD.findall(inside):
        held = dict(ATTRIBUTE.findall(text))
        boxed = held.get("type") in {"checkbox", "radio"}
        if kind != "select" and held.get("name") and (not boxed or "checked" in held):
            value = (
                unescape(area).removeprefix("\n")
                if kind == "textarea"
                else held.get("value", "on" if boxed else "")
            )
            fields.setdefault(held["name"], []).append(value)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', inside, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', options) or re.search(
            r'value="([^"]*)"', options
        )
        fields.setdefault(name, []).append(chosen[1] if chosen else "")
    return fields


@pytest.fixture(autouse=True)
def _in_zone_a(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicating, "zones_concerned", lambda *_: [WorkZone(holiday_zone="A")])


@pytest.fixture
def full(lea: User, karim: User) -> Poll:
    """A poll of last week with everything that a poll may ask."""
    slots = [
        SlotDraft(date(2026, 11, 17), time(17), time(18), "Salle 12", 4),
        SlotDraft(date(2026, 11, 19), time(12, 30)),
    ]
    draft = PollDraft(
        "Conseil pédagogique",
        slots,
        "Europe/Paris",
        description="Ordre du jour",
        place="Collège",
        has_link=False,
        conditions=[ConditionDraft(user=karim)],
        rules=Rules(
            deadline=datetime(2026, 11, 15, 17, 0, tzinfo=UTC), names_shown=False, reminds=False
        ),
        questions=[QuestionDraft("Un repas ?", is_required=True)],
    )
    poll = create_poll(lea, draft, key="f" * 22)
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    answered(poll, "Nadia", "yn")
    return poll


def test_the_copy_asks_all_that_the_first_one_asked_and_holds_no_answer(
    organiser: Client, full: Poll, lea: User, karim: User
) -> None:
    form = sent_by(copy_page(organiser, full))
    assert organiser.post("/sondages/nouveau", form).status_code == 302

    copy = Poll.objects.exclude(pk=full.pk).get()
    assert (copy.title, copy.place, copy.description) == (full.title, full.place, full.description)
    assert [(one.day, one.start, one.end, one.place, one.capacity) for one in copy.slots.all()] == [
        (date(2026, 11, 24), time(17), time(18), "Salle 12", 4),
        (date(2026, 11, 26), time(12, 30), None, "", None),
    ]
    assert (copy.names_shown, copy.reminds) == (False, False)
    assert [(one.text, one.is_required) for one in copy.questions.all()] == [("Un repas ?", True)]
    assert copy.requirements.get().user == karim
    assert not copy.participants.exists()
    assert not organiser.get(f"{copy.get_absolute_url()}").content.decode().count("Nadia")


def test_looking_at_a_copy_writes_nothing(organiser: Client, full: Poll) -> None:
    copy_page(organiser, full)
    assert Poll.objects.count() == 1


def test_a_deadline_that_would_be_over_goes(organiser: Client, full: Poll) -> None:
    form = sent_by(copy_page(organiser, full))
    assert form["deadline_day"] == [""]
    later = sent_by(copy_page(organiser, full, "?semaines=4"))
    assert (later["deadline_day"], later["deadline_hour"]) == (["2026-12-13"], ["18:00"])


def test_dates_to_come_are_copied_a_week_later_or_as_many_as_asked(
    organiser: Client, poll: Poll
) -> None:
    assert days_on(copy_page(organiser, poll)) == ["2026-12-08", "2026-12-10", "2026-12-12"]
    same = copy_page(organiser, poll, "?semaines=0")
    assert days_on(same) == ["2026-12-01", "2026-12-03", "2026-12-05"]


@pytest.mark.parametrize("weeks", ["-1", "x", "99999999999", "٣", ""])
def test_a_number_of_weeks_that_is_none_is_as_if_it_was_not_there(
    organiser: Client, poll: Poll, weeks: str
) -> None:
    page = organiser.get(f"{poll.get_absolute_url()}dupliquer", {"semaines": weeks})
    assert days_on(page.content.decode())[0] == "2026-12-08"


def test_days_off_are_left_out_with_the_reason_or_put_off(organiser: Client, poll: Poll) -> None:
    page = copy_page(organiser, poll, "?semaines=3")  # 22, 24 and 26 December
    assert days_on(page) == []
    assert "Noël" in page
    assert page.count('name="keep"') >= 3
    put_off = days_on(copy_page(organiser, poll, "?semaines=3&reporter=1"))
    assert len(put_off) == 3
    assert min(put_off) > "2027-01-01"


def test_it_proposes_to_start_after_the_next_holidays(organiser: Client, poll: Poll) -> None:
    page = copy_page(organiser, poll)
    found = re.search(r'href="\?semaines=(\d+)"', page)
    assert found
    days = days_on(copy_page(organiser, poll, f"?semaines={found[1]}"))
    assert [date.fromisoformat(day).isocalendar()[1:] for day in days] == [(1, 2), (1, 4), (1, 6)]


def test_a_co_organiser_copies_what_is_theirs_then_and_sees_no_address(
    agent: Client, poll: Poll, lea: User, karim: User
) -> None:
    grant_person(poll.ref, karim, Role.EDIT, by=lea)
    guest, _token = invite_guest("Nadia", "nadia@example.org", "fr", invited_by=lea)
    grant_guest(poll.ref, guest, Role.TAKE_PART, by=lea)
    page = copy_page(agent, poll)
    assert "nadia@example.org" not in page
    assert "1 personne ou invité n’est pas repris" in page
    agent.post("/sondages/nouveau", sent_by(page))
    assert Poll.objects.get(organiser=karim).title == poll.title


def test_the_organiser_invites_the_same_people_again(
    organiser: Client, poll: Poll, lea: User, karim: User
) -> None:
    guest, _token = invite_guest("Nadia", "nadia@example.org", "fr", invited_by=lea)
    grant_guest(poll.ref, guest, Role.TAKE_PART, by=lea)
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    people = sent_by(copy_page(organiser, poll))["people"]
    assert {f"person:{karim.public_id}", "email:nadia@example.org"} <= set(people)


def test_whoever_came_by_the_link_is_not_invited(
    organiser: Client, agent: Client, poll: Poll, karim: User
) -> None:
    agent.get(poll.get_absolute_url())
    answered(poll, "Karim", "yyy", user=karim)
    assert karim.public_id not in copy_page(organiser, poll)


def test_what_waits_for_a_review_is_not_copied(organiser: Client, poll: Poll) -> None:
    Slot.everything.create(poll=poll, day=date(2026, 12, 9), is_offered=False)
    assert "2026-12-16" not in days_on(copy_page(organiser, poll))


def test_a_poll_on_texts_is_copied_on_its_own_page(organiser: Client, lea: User) -> None:
    texts = [TextDraft("Le voyage"), TextDraft("La ville")]
    asked = [ConditionDraft(function="cpe"), ConditionDraft(percent=50)]
    kind = Poll.Kind.TEXTS
    draft = PollDraft("Thème", texts, "Europe/Paris", kind=kind, conditions=asked)
    poll = create_poll(lea, draft, key="t" * 22)
    page = copy_page(organiser, poll)
    assert "Un texte convient si sont d’accord" in page
    assert organiser.post("/sondages/textes", sent_by(page)).status_code == 302
    copy = Poll.objects.exclude(pk=poll.pk).get()
    assert [slot.label for slot in copy.slots.all()] == ["Le voyage", "La ville"]
    kept = [(one.function, one.percent) for one in copy.requirements.all()]
    assert kept == [("cpe", None), ("", 50)]


def test_appointments_are_copied_with_their_hours_and_their_rhythm(
    organiser: Client, lea: User
) -> None:
    poll = offered(lea)
    Slot.everything.filter(poll=poll).update(is_offered=False)
    form = sent_by(copy_page(organiser, poll))
    assert organiser.post("/sondages/rendez-vous", form).status_code == 302
    copy = Poll.objects.exclude(pk=poll.pk).get()
    assert copy.notice_hours == 24
    assert [(one.day, one.start, one.end) for one in copy.slots.all()] == [
        (date(2026, 12, 8), time(17, 10 * number), time(17, 10 * number + 10))
        for number in range(3)
    ]


def test_a_closed_poll_may_be_copied(organiser: Client, poll: Poll) -> None:
    ruled(poll, state=Poll.State.CLOSED)
    assert "Conseil pédagogique" in copy_page(organiser, poll)


def test_participants_guests_and_strangers_copy_nothing(
    agent: Client, guest: Client, poll: Poll, karim: User
) -> None:
    address = f"{poll.get_absolute_url()}dupliquer"
    stranger = Client()
    stranger.force_login(User.objects.create_user("ines@college.example"))
    assert agent.get(address).status_code == 403
    assert guest.get(address).status_code == 302
    assert stranger.get(address).status_code == 404


def test_a_wrong_method_or_address_is_refused(organiser: Client, poll: Poll) -> None:
    assert organiser.post(f"{poll.get_absolute_url()}dupliquer").status_code == 405
    assert organiser.get(f"/sondages/{new_public_id()}/dupliquer").status_code == 404
