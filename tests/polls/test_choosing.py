"""Choosing several dates, changing the choice, calling it off: what calendars make of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import Client
from django.urls import reverse

from tests.polls.conftest import ballot, newcomer
from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.agenda.models import Event
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.models import AuditEntry, Mail
from trousse.kit.actions import Caller, call, compensate
from trousse.services.polls.dating import MOST_CHOSEN
from trousse.services.polls.models import Poll, Slot
from trousse.services.polls.operations import (
    PollDraft,
    SlotDraft,
    create_poll,
    decide_slot,
    decide_slots,
    delete_poll,
    edit_poll,
    reopen_poll,
)
from trousse.services.polls.proposing.slots import TextDraft
from trousse.services.polls.queries import hash_slots
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role
from trousse_kit.actions import CancelRequest

Mailbox = Callable[[], list[Mail]]
Run = Callable[..., int]
PARIS = ZoneInfo("Europe/Paris")


def letters_of(mailbox: Mailbox) -> list[tuple[str, str, int, object]]:
    """Return method, UID, SEQUENCE and start of every calendar letter, in order."""
    found = []
    for letter in mailbox():
        if letter.calendar:
            calendar = vobject.readOne(bytes(letter.calendar).decode())
            event = calendar.vevent
            sequence = int(event.sequence.value)
            found.append((calendar.method.value, event.uid.value, sequence, event.dtstart.value))
    return found


def choose(client: Client, poll: Poll, *indexes: int, known: str | None = None) -> Any:
    url = f"{poll.get_absolute_url()}choisir"
    page = client.get(url).content.decode()
    slots = list(poll.slots.all())
    data = {
        "slot": [slots[index].public_id for index in indexes],
        "known": page.partition('name="known" value="')[2][:16] if known is None else known,
    }
    return client.post(url, data, follow=True)


def chosen_days(poll: Poll) -> list[date | None]:
    return [slot.day for slot in Slot.objects.filter(poll=poll, is_chosen=True)]


def test_several_dates_become_several_events(
    organiser: Client, agent: Client, poll: Poll, run_tasks: Run, mailbox: Mailbox
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "yyn"))
    page = choose(organiser, poll, 0, 2).content.decode()
    run_tasks()

    poll.refresh_from_db()
    first, _second, day = poll.slots.all()
    assert (poll.state, poll.decided_slot) == (Poll.State.DECIDED, first)
    assert chosen_days(poll) == [first.day, day.day]
    assert "Les dates sont choisies" in page
    assert "2 dates choisies" in page
    sent = letters_of(mailbox)
    assert {uid.partition("@")[0] for _, uid, _, _ in sent} == {
        f"poll-{poll.public_id}",
        f"polldate-{poll.public_id}-1",
    }
    assert [start for *_, start in sent].count(datetime(2026, 12, 1, 17, tzinfo=PARIS)) == 2
    assert [start for *_, start in sent].count(date(2026, 12, 5)) == 1  # Karim said no to it


def test_whoever_was_invited_receives_a_date_that_they_refused(
    agent: Client, poll: Poll, karim: User, run_tasks: Run, mailbox: Mailbox
) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=poll.organiser)
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ynn"))
    decide_slot(poll, poll.slots.all()[1], poll.organiser)
    run_tasks()

    addresses = {letter.to for letter in mailbox() if letter.calendar}
    assert addresses == {poll.organiser.email, karim.email}


def test_a_guest_who_refused_is_not_written_to(
    organiser: Client, poll: Poll, run_tasks: Run, mailbox: Mailbox
) -> None:
    comes, stays = newcomer(poll), newcomer(poll)
    comes.post(poll.get_absolute_url(), ballot(comes, poll, "m--", email="ines@example.org"))
    stays.post(poll.get_absolute_url(), ballot(stays, poll, "n--", email="oscar@example.org"))
    choose(organiser, poll, 0)
    run_tasks()

    addresses = {letter.to for letter in mailbox() if letter.calendar}
    assert addresses == {"lea@college.example", "ines@example.org"}


def test_another_date_moves_the_event_under_the_same_identity(
    organiser: Client, poll: Poll, run_tasks: Run, mailbox: Mailbox
) -> None:
    choose(organiser, poll, 0)
    run_tasks()
    choose(organiser, poll, 1)
    run_tasks()

    (_, uid, sequence, _), (method, moved, later, start) = letters_of(mailbox)
    assert (method, moved, later) == ("REQUEST", uid, sequence + 1)
    assert start == datetime(2026, 12, 3, 12, 30, tzinfo=PARIS)
    assert chosen_days(poll) == [date(2026, 12, 3)]


def test_a_date_that_comes_and_one_that_goes_leave_the_others_alone(
    organiser: Client, poll: Poll, run_tasks: Run, mailbox: Mailbox
) -> None:
    choose(organiser, poll, 0)
    run_tasks()
    choose(organiser, poll, 0, 1)
    run_tasks()
    choose(organiser, poll, 0)
    run_tasks()

    first, added, removed = letters_of(mailbox)
    assert first[0] == added[0] == "REQUEST"
    assert (removed[0], removed[1]) == ("CANCEL", added[1])
    assert removed[2] > added[2]
    assert added[1] != first[1]


def test_a_date_that_comes_back_takes_up_its_event(
    organiser: Client, poll: Poll, run_tasks: Run, mailbox: Mailbox
) -> None:
    for indexes in ((0, 1), (0,), (0, 1)):
        choose(organiser, poll, *indexes)
        run_tasks()

    second = [line for line in letters_of(mailbox) if line[1].startswith("polldate")]
    assert [method for method, *_ in second] == ["REQUEST", "CANCEL", "REQUEST"]
    assert len({uid for _, uid, *_ in second}) == 1
    assert [sequence for *_, sequence, _ in second] == sorted({one[2] for one in second})


def test_the_same_choice_again_does_nothing(
    organiser: Client, poll: Poll, run_tasks: Run, mailbox: Mailbox
) -> None:
    choose(organiser, poll, 0, 1)
    choose(organiser, poll, 0, 1)
    run_tasks()

    assert len(letters_of(mailbox)) == 2
    assert AuditEntry.objects.filter(action="polls:poll:decide").count() == 1


def test_a_choice_changed_meanwhile_is_told(organiser: Client, poll: Poll, lea: User) -> None:
    stale = hash_slots([])
    decide_slot(poll, poll.slots.all()[0], lea)
    refused = choose(organiser, poll, 1, known=stale)

    assert refused.status_code == 409
    assert "vient de changer" in refused.content.decode()
    assert chosen_days(poll) == [date(2026, 12, 1)]


def test_nothing_ticked_is_told_and_changes_nothing(organiser: Client, poll: Poll) -> None:
    choose(organiser, poll, 0)
    refused = choose(organiser, poll)

    assert refused.status_code == 422
    assert "Choisissez de 1 à 20 dates" in refused.content.decode().replace("\u00a0", " ")
    assert chosen_days(poll) == [date(2026, 12, 1)]


def test_a_slot_of_another_poll_is_refused(organiser: Client, poll: Poll, karim: User) -> None:
    other = create_poll(
        karim, PollDraft("Autre", [SlotDraft(date(2026, 12, 9))], "Europe/Paris"), key="o" * 22
    )
    url = f"{poll.get_absolute_url()}choisir"
    data = {"slot": [other.slots.get().public_id], "known": hash_slots([])}

    assert organiser.post(url, data).status_code == 409
    assert chosen_days(poll) == chosen_days(other) == []


def test_too_many_dates_are_refused(lea: User) -> None:
    days = [SlotDraft(date(2027, 1, 1 + number)) for number in range(MOST_CHOSEN + 1)]
    poll = create_poll(lea, PollDraft("Tout", days, "Europe/Paris"), key="t" * 22)

    with pytest.raises(InvalidInput):
        decide_slots(poll, list(poll.slots.all()), lea)
    decide_slots(poll, list(poll.slots.all()[:MOST_CHOSEN]), lea)
    assert Event.objects.count() == MOST_CHOSEN


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_those_who_organise_choose(
    agent: Client, guest: Client, poll: Poll, method: str
) -> None:
    url = f"{poll.get_absolute_url()}choisir"

    assert getattr(agent, method)(url).status_code == 403
    assert getattr(guest, method)(url).status_code == 302
    assert getattr(agent, method)(f"{reverse('polls:list')}inconnu/choisir").status_code == 404


def test_reopening_calls_every_date_off_and_choosing_again_revives_them(
    organiser: Client, poll: Poll, run_tasks: Run, mailbox: Mailbox
) -> None:
    choose(organiser, poll, 0, 1)
    run_tasks()
    organiser.post(f"{poll.get_absolute_url()}rouvrir")
    run_tasks()
    assert chosen_days(poll) == []
    choose(organiser, poll, 1, 2)
    run_tasks()

    sent = letters_of(mailbox)
    assert [method for method, *_ in sent] == ["REQUEST"] * 2 + ["CANCEL"] * 2 + ["REQUEST"] * 2
    assert len({uid for _, uid, *_ in sent}) == 2
    for uid in {uid for _, uid, *_ in sent}:
        numbers = [sequence for _, one, sequence, _ in sent if one == uid]
        assert numbers == sorted(set(numbers))


def test_deleting_calls_every_date_off_and_leaves_no_event(
    poll: Poll, lea: User, run_tasks: Run, mailbox: Mailbox
) -> None:
    slots = list(poll.slots.all())
    decide_slots(poll, slots, lea)
    run_tasks()
    decide_slots(poll, slots[:1], lea)  # two events are off already
    run_tasks()
    delete_poll(poll, lea)
    run_tasks()

    assert [method for method, *_ in letters_of(mailbox)] == ["REQUEST"] * 3 + ["CANCEL"] * 3
    assert not Event.objects.exists()


def test_a_change_of_place_reaches_every_event(poll: Poll, lea: User) -> None:
    decide_slots(poll, list(poll.slots.all()), lea)
    edit_poll(poll, lea, title=poll.title, description="Ordre du jour", place="Salle 14")

    assert set(Event.objects.values_list("place", flat=True)) == {"Salle 14"}
    for event in Event.objects.all():
        assert event.description.startswith("Ordre du jour")


def test_the_file_of_the_page_holds_every_date(
    organiser: Client, guest: Client, poll: Poll
) -> None:
    choose(organiser, poll, 0, 2)
    file = guest.get(f"{poll.get_absolute_url()}agenda.ics").content.decode()

    calendar = vobject.readOne(file)
    assert [one.dtstart.value for one in calendar.vevent_list] == [
        datetime(2026, 12, 1, 17, tzinfo=PARIS),
        date(2026, 12, 5),
    ]
    assert "@college.example" not in file


def test_hours_keep_their_clock_over_the_night_of_the_change(lea: User) -> None:
    slots = [SlotDraft(date(2027, 3, 27), time(23)), SlotDraft(date(2027, 3, 28), time(9))]
    poll = create_poll(lea, PollDraft("Nuit", slots, "Europe/Paris"), key="n" * 22)
    decide_slots(poll, list(poll.slots.all()), lea)

    file = newcomer(poll).get(f"{poll.get_absolute_url()}agenda.ics").content.decode()
    assert "DTSTART;TZID=Europe/Paris:20270327T230000" in file
    assert "DTSTART;TZID=Europe/Paris:20270328T090000" in file
    evening, morning = Event.objects.order_by("pk")
    assert evening.starts_at == datetime(2027, 3, 27, 22, tzinfo=UTC)
    assert morning.starts_at == datetime(2027, 3, 28, 7, tzinfo=UTC)


def test_dates_of_an_overseas_poll_stay_its_own(lea: User) -> None:
    zone = "Pacific/Noumea"
    slots = [SlotDraft(date(2026, 12, 1), time(8)), SlotDraft(date(2026, 12, 2))]
    poll = create_poll(lea, PollDraft("Conseil", slots, zone), key="c" * 22)
    decide_slots(poll, list(poll.slots.all()), lea)

    hours, day = Event.objects.order_by("pk")
    assert hours.bounds[0] == datetime(2026, 12, 1, 8, tzinfo=ZoneInfo(zone))
    assert day.bounds == (date(2026, 12, 2), date(2026, 12, 3))


def test_several_texts_are_chosen_without_any_event(lea: User) -> None:
    draft = PollDraft(
        "Sortie",
        [TextDraft("Musée"), TextDraft("Forêt"), TextDraft("Mer")],
        "Europe/Paris",
        kind=Poll.Kind.TEXTS,
    )
    poll = create_poll(lea, draft, key="s" * 22)
    client = Client()
    client.force_login(lea)
    page = choose(client, poll, 0, 2).content.decode()

    assert not Event.objects.exists()
    assert "Musée" in page.partition('class="t-decided"')[2].partition("</div>")[0]
    assert "Mer" in page.partition('class="t-decided"')[2].partition("</div>")[0]
    assert "agenda.ics" not in page


def test_appointments_are_not_chosen(poll: Poll, lea: User) -> None:
    Poll.objects.filter(pk=poll.pk).update(kind=Poll.Kind.BOOKING)
    with pytest.raises(Conflict):
        decide_slots(poll, [poll.slots.all()[0]], lea)


def test_calling_off_by_the_kit_is_taken_back_with_every_date(poll: Poll, lea: User) -> None:
    decide_slots(poll, list(poll.slots.all()[:2]), lea)
    caller = Caller(Visitor(user=lea), "test")
    call("poll.cancel", CancelRequest(ref=str(poll.ref)), caller=caller, key="off")
    assert chosen_days(poll) == []
    compensate(caller=caller, key="off")

    assert chosen_days(poll) == [date(2026, 12, 1), date(2026, 12, 3)]
    assert Event.objects.filter(status=Event.Status.CONFIRMED).count() == 2


def test_one_s_own_answers_name_every_chosen_date(
    organiser: Client, agent: Client, poll: Poll
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "yy-"))
    choose(organiser, poll, 0, 1)

    page = agent.get(reverse("polls:answers")).content.decode()
    assert "mardi 1er décembre" in page
    assert "jeudi 3 décembre" in page.partition("Date choisie")[2].partition("</span>")[0]


def test_reopening_an_open_poll_leaves_it(poll: Poll, lea: User) -> None:
    assert reopen_poll(poll, lea).is_open
    assert not Event.objects.exists()
