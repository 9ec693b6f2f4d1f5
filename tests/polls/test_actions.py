"""What polls offer to the rest of Trousse, called as the rest of Trousse does."""

import json
from datetime import date, time

import pytest

from tests.factories.groups import group, people
from tests.polls.conftest import THURSDAY, TUESDAY, link_token
from trousse.accounts.current import Visitor, hash_token
from trousse.accounts.models import User
from trousse.agenda.queries import event_of
from trousse.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from trousse.directory.group_operations import add_members
from trousse.kit.actions import Caller, call, compensate
from trousse.kit.capabilities import capabilities_of
from trousse.kit.manifests import known_manifests
from trousse.kit.queries import find_things
from trousse.notifications.models import Notification
from trousse.services.polls.models import Participant, Poll, PollText
from trousse.services.polls.operations import close_poll, decide_slot, edit_poll
from trousse.sharing.access import role_on
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role
from trousse_kit.actions import (
    AppendSlots,
    CancelRequest,
    CardAnswer,
    CreatePoll,
    EmbedRequest,
    ExportAnswer,
    ExportRequest,
    Member,
    OpenRequest,
    PickRequest,
    ProposedSlot,
    RecentRequest,
    SearchAnswer,
    SearchRequest,
    SetPeopleRequest,
    SummaryAnswer,
    SummaryRequest,
    ThingAnswer,
    ThingsAnswer,
    UpdatePoll,
)
from trousse_kit.manifest.block import Block

FRIDAY = ProposedSlot(day=date(2026, 12, 4), start=time(9), end=time(10))


def asked(name: str, request: Block, user: User | None, key: str = "one") -> Block:
    return call(name, request, caller=Caller(Visitor(user)), key=key)


def taken_back(user: User, key: str = "one") -> None:
    assert compensate(caller=Caller(Visitor(user)), key=key)


def answer(poll: Poll, name: str, letters: str) -> Participant:
    answers = {
        slot.public_id: letter for slot, letter in zip(poll.slots.all(), letters, strict=True)
    }
    key = name[:20]
    return poll.participants.create(name=name, answers=answers, creation_key=key)


@pytest.mark.parametrize("service", ["polls", "activities"])
def test_the_manifest_declares_what_the_service_does(service: str) -> None:
    declared = known_manifests()[service].manifest.capabilities
    offered = {(action.resource_type, action.verb) for action in capabilities_of(service)}
    assert {(one.resource_type, one.verb) for one in declared} == offered


def test_a_poll_is_made_with_its_people_who_are_told(lea: User, karim: User) -> None:
    request = CreatePoll(
        title="Conseil de classe",
        slots=(FRIDAY, ProposedSlot(day=THURSDAY)),
        members=(Member(role="take_part", person=karim.public_id),),
        place="Salle 3",
    )
    made = asked("poll.create", request, lea)
    assert isinstance(made, ThingAnswer)
    poll = Poll.objects.get()
    assert made.thing.url.endswith(poll.get_absolute_url())
    assert [str(slot) for slot in poll.slots.all()] == ["2026-12-03", "2026-12-04 09:00:00"]
    assert role_on(Visitor(karim), poll.ref) == Role.TAKE_PART
    assert Notification.objects.filter(user=karim).count() == 1
    taken_back(lea)
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slots": (ProposedSlot(day=date(2026, 11, 22)),)}, "slots"),
        ({"slots": (FRIDAY, FRIDAY)}, "slots"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"members": (Member(role="view", person="x" * 22),)}, "members"),
        ({"members": (Member(role="view", group="x" * 22),)}, "members"),
    ],
)
def test_what_makes_no_poll_says_where(lea: User, changes: dict[str, object], field: str) -> None:
    given: dict[str, object] = {"title": "Bilan", "slots": (FRIDAY,), **changes}
    with pytest.raises(InvalidInput) as refused:
        asked("poll.create", CreatePoll(**given), lea)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Poll.objects.exists()


def test_a_poll_opens_for_whoever_may_see_it(poll: Poll, karim: User) -> None:
    request = OpenRequest(ref=str(poll.ref))
    with pytest.raises(NotFound):
        asked("poll.open", request, karim)
    keys = frozenset({hash_token(link_token(poll))})
    opened = call("poll.open", request, caller=Caller(Visitor(None, keys)))
    assert opened.model_dump()["thing"]["title"] == "Conseil pédagogique"


def test_only_what_is_given_changes(poll: Poll, lea: User) -> None:
    asked("poll.update", UpdatePoll(ref=str(poll.ref), place="Salle 3"), lea)
    poll.refresh_from_db()
    assert (poll.title, poll.place) == ("Conseil pédagogique", "Salle 3")
    taken_back(lea)
    poll.refresh_from_db()
    assert poll.place == "Salle 12"


def test_whoever_may_only_answer_changes_nothing(poll: Poll, karim: User) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=None)
    for name, request in [
        ("poll.update", UpdatePoll(ref=str(poll.ref), title="À moi")),
        ("poll.append", AppendSlots(ref=str(poll.ref), slots=(FRIDAY,))),
        ("poll.cancel", CancelRequest(ref=str(poll.ref))),
        (
            "poll.set_people",
            SetPeopleRequest(
                ref=str(poll.ref), members=(Member(role="edit", person=karim.public_id),)
            ),
        ),
    ]:
        with pytest.raises(NotAllowed):
            asked(name, request, karim)


def test_people_and_groups_get_exactly_their_role(poll: Poll, lea: User, karim: User) -> None:
    grant_person(poll.ref, karim, Role.EDIT, by=None)
    (member,) = people(1)
    team = group(lea)
    add_members(team, [member], lea)
    request = SetPeopleRequest(
        ref=str(poll.ref),
        members=(
            Member(role="view", person=karim.public_id),
            Member(role="take_part", group=team.public_id),
        ),
    )
    asked("poll.set_people", request, lea)
    assert role_on(Visitor(karim), poll.ref) == Role.VIEW
    assert role_on(Visitor(member), poll.ref) == Role.TAKE_PART
    taken_back(lea)
    assert role_on(Visitor(karim), poll.ref) == Role.EDIT
    assert role_on(Visitor(member), poll.ref) is None


def test_a_role_is_taken_back_by_none(poll: Poll, lea: User, karim: User) -> None:
    grant_person(poll.ref, karim, Role.EDIT, by=None)
    members = (Member(role="none", person=karim.public_id),)
    asked("poll.set_people", SetPeopleRequest(ref=str(poll.ref), members=members), lea)
    assert role_on(Visitor(karim), poll.ref) is None
    taken_back(lea)
    assert role_on(Visitor(karim), poll.ref) == Role.EDIT


def test_more_dates_leave_the_answers_as_they_are(poll: Poll, lea: User) -> None:
    row = answer(poll, "Nadia", "ymn")
    before = dict(row.answers)
    known = ProposedSlot(day=TUESDAY, start=time(17), end=time(18))
    asked("poll.append", AppendSlots(ref=str(poll.ref), slots=(FRIDAY, known)), lea)
    assert poll.slots.count() == 4
    row.refresh_from_db()
    assert row.answers == before
    added = poll.slots.get(day=FRIDAY.day)
    row.answers[added.public_id] = "y"
    row.save()
    taken_back(lea)
    row.refresh_from_db()
    assert (poll.slots.count(), row.answers, row.version) == (3, before, 2)


def test_a_later_date_keeps_the_poll_longer(poll: Poll, lea: User) -> None:
    before = poll.expires_on
    later = ProposedSlot(day=date(2027, 1, 5))
    asked("poll.append", AppendSlots(ref=str(poll.ref), slots=(later,)), lea)
    poll.refresh_from_db()
    assert (poll.expires_on - before).days == 31


def test_a_closed_poll_takes_no_more_dates(poll: Poll, lea: User) -> None:
    close_poll(poll, lea)
    with pytest.raises(Conflict):
        asked("poll.append", AppendSlots(ref=str(poll.ref), slots=(FRIDAY,)), lea)


def test_a_poll_is_called_off_with_its_date_and_brought_back(poll: Poll, lea: User) -> None:
    decide_slot(poll, poll.slots.all()[0], lea)
    asked("poll.cancel", CancelRequest(ref=str(poll.ref)), lea)
    poll.refresh_from_db()
    event = event_of(poll.ref)
    assert (poll.state, poll.decided_slot) == ("closed", None)
    assert event is not None
    assert event.is_cancelled
    taken_back(lea)
    poll.refresh_from_db()
    event = event_of(poll.ref)
    assert poll.is_decided
    assert event is not None
    assert not event.is_cancelled


def test_calling_off_a_closed_poll_changes_nothing(poll: Poll, lea: User) -> None:
    close_poll(poll, lea)
    asked("poll.cancel", CancelRequest(ref=str(poll.ref)), lea)
    taken_back(lea)
    poll.refresh_from_db()
    assert poll.state == "closed"


def test_a_summary_says_what_suits_best_then_what_is_chosen(poll: Poll, lea: User) -> None:
    request = SummaryRequest(ref=str(poll.ref))
    summary = asked("poll.read_summary", request, lea)
    assert isinstance(summary, SummaryAnswer)
    assert summary.sentence == "Personne n’a encore répondu."
    answer(poll, "Nadia", "ynn")
    answer(poll, "Karim", "mnn")
    summary = asked("poll.read_summary", request, lea)
    assert isinstance(summary, SummaryAnswer)
    assert summary.sentence.startswith("mardi 1")
    assert "Karim" in summary.sentence
    assert [fact.value for fact in summary.facts] == ["3", "2", "Salle 12"]
    decide_slot(poll, poll.slots.all()[0], lea)
    summary = asked("poll.read_summary", request, lea)
    assert isinstance(summary, SummaryAnswer)
    assert summary.sentence.startswith("Date choisie")


def test_a_card_holds_texts_only(poll: Poll, lea: User) -> None:
    edit_poll(poll, lea, title="<b>Bilan</b>", description="", place="")
    card = asked("poll.embed", EmbedRequest(ref=str(poll.ref)), lea)
    assert isinstance(card, CardAnswer)
    assert (card.thing.title, card.state_words, len(card.lines)) == ("<b>Bilan</b>", "Ouvert", 2)


def test_the_table_of_answers_runs_nothing(poll: Poll, lea: User) -> None:
    answer(poll, "=1+1", "ymn")
    table = asked("poll.export", ExportRequest(ref=str(poll.ref), format="csv"), lea)
    assert isinstance(table, ExportAnswer)
    assert table.filename == "conseil-pedagogique.csv"
    assert table.text.splitlines()[1] == "'=1+1;Oui;Si besoin;Non"


def test_the_data_of_a_poll_can_be_taken_elsewhere(poll: Poll, lea: User) -> None:
    answer(poll, "Nadia", "ymn")
    decide_slot(poll, poll.slots.all()[0], lea)
    given = asked("poll.export", ExportRequest(ref=str(poll.ref), format="json"), lea)
    assert isinstance(given, ExportAnswer)
    data = json.loads(given.text)
    assert (data["title"], data["state"]) == ("Conseil pédagogique", "decided")
    assert [slot["chosen"] for slot in data["slots"]] == [True, False, False]
    assert list(data["answers"][0]["answers"].values()) == ["yes", "if_need_be", "no"]


@pytest.mark.parametrize(
    "name_and_request",
    [
        ("poll.read_summary", SummaryRequest),
        ("poll.embed", EmbedRequest),
        ("poll.export", lambda ref: ExportRequest(ref=ref, format="csv")),
    ],
)
def test_strangers_are_shown_nothing(
    poll: Poll, karim: User, name_and_request: tuple[str, type]
) -> None:
    name, request = name_and_request
    with pytest.raises(NotFound):
        asked(name, request(ref=str(poll.ref)), karim)


def test_one_picks_among_what_one_is_responsible_for(poll: Poll, lea: User, karim: User) -> None:
    grant_person(poll.ref, karim, Role.EDIT, by=None)
    for user, text, expected in [
        (lea, "", [str(poll.ref)]),
        (lea, "pedago conseil", [str(poll.ref)]),
        (lea, "bilan", []),
        (karim, "", []),
    ]:
        found = asked("poll.pick", PickRequest(text=text), user)
        assert isinstance(found, ThingsAnswer)
        assert [thing.ref for thing in found.things] == expected


def test_recent_polls_are_those_one_was_given_too(poll: Poll, karim: User) -> None:
    assert asked("poll.recent", RecentRequest(), karim) == ThingsAnswer(things=())
    grant_person(poll.ref, karim, Role.VIEW, by=None)
    found = asked("poll.recent", RecentRequest(), karim)
    assert isinstance(found, ThingsAnswer)
    assert [thing.ref for thing in found.things] == [str(poll.ref)]


def test_lists_are_for_people_with_an_account(poll: Poll) -> None:
    for name, request in [
        ("poll.recent", RecentRequest()),
        ("poll.pick", PickRequest()),
        ("poll.search", SearchRequest(text="salle")),
    ]:
        with pytest.raises(NotAllowed):
            asked(name, request, None)


def test_a_poll_is_found_by_its_description_with_the_line_that_has_it(
    poll: Poll, lea: User, karim: User
) -> None:
    text = "Ordre du jour :\nBilan des évaluations\nCalendrier"
    edit_poll(poll, lea, title=poll.title, description=text, place="")
    request = SearchRequest(text="evaluation")
    found = asked("poll.search", request, lea)
    assert isinstance(found, SearchAnswer)
    assert [(hit.thing.ref, hit.excerpt) for hit in found.hits] == [
        (str(poll.ref), "Bilan des évaluations")
    ]
    assert asked("poll.search", request, karim) == SearchAnswer(hits=())


def test_what_a_poll_holds_is_found_from_everywhere(poll: Poll, lea: User, karim: User) -> None:
    (found,) = find_things(lea, "salle 12")
    assert (found.ref, found.excerpt) == (poll.ref, "Salle 12")
    assert find_things(karim, "salle 12") == []
    (by_title,) = find_things(lea, "conseil")
    assert by_title.excerpt == ""


def test_a_poll_without_text_keeps_none(poll: Poll, lea: User) -> None:
    assert PollText.objects.get().words == " salle 12 "
    edit_poll(poll, lea, title=poll.title, description="", place="")
    assert not PollText.objects.exists()
