"""Who must be there: kept with a poll, measured against people of the directory."""

from datetime import date
from unittest.mock import patch

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.groups import group, school, work
from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.core.errors import Conflict
from trousse.core.models import AuditEntry
from trousse.directory.models import Group, Membership
from trousse.services.polls.access import access_poll
from trousse.services.polls.conditioning import set_conditions
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import close_poll, decide_slot
from trousse.services.polls.queries import card_of, is_quorum_met, read_poll_page
from trousse.services.polls.ranking import Finding, Outlook
from trousse.services.polls.requiring import ConditionDraft
from trousse.sharing.inviting import Invitation, share_with
from trousse.sharing.operations import grant_person
from trousse.sharing.queries import users_with_access
from trousse.sharing.roles import Role

SATISFIED, POSSIBLE, IMPOSSIBLE = Outlook.SATISFIED, Outlook.POSSIBLE, Outlook.IMPOSSIBLE


@pytest.fixture
def team(lea: User) -> Group:
    """Return a group of four that Léa manages."""
    made = group(lea, "Équipe 5e B")
    for number in range(3):
        person = User.objects.create_user(f"t{number}@college.example", first_name=f"T{number}")
        Membership.objects.create(group=made, user=person)
    Group.objects.filter(pk=made.pk).update(size=4)
    return Group.objects.get(pk=made.pk)


def opened_by(person: User, poll: Poll) -> Poll:
    return access_poll(Visitor(user=person), poll.public_id, for_="view")


def require(poll: Poll, lea: User, *drafts: ConditionDraft) -> Poll:
    return set_conditions(opened_by(lea, poll), lea, drafts)


def answer(poll: Poll, person: User, letters: str) -> Participant:
    ids = [slot.public_id for slot in poll.slots.all()]
    answers = {one: letter for one, letter in zip(ids, letters, strict=True) if letter != "-"}
    return Participant.objects.create(
        poll=poll, user=person, name=person.full_name, creation_key=person.email, answers=answers
    )


def outlooks(poll: Poll, lea: User) -> list[Outlook]:
    page = read_poll_page(opened_by(lea, poll), Visitor(user=lea))
    return [one.outlook for one in page.judged]


def first_finding(poll: Poll, lea: User) -> Finding:
    page = read_poll_page(opened_by(lea, poll), Visitor(user=lea))
    return page.judged[0].findings[0]


def test_a_person_who_is_required_decides_of_each_date(poll: Poll, lea: User, karim: User) -> None:
    require(poll, lea, ConditionDraft(user=karim))
    answer(poll, karim, "mn-")

    assert outlooks(poll, lea) == [SATISFIED, IMPOSSIBLE, POSSIBLE]


def test_people_of_a_function_are_those_who_were_asked(poll: Poll, lea: User, karim: User) -> None:
    work(karim, school(), "cpe")
    stranger = User.objects.create_user("autre@lycee.example")
    work(stranger, school("0350002B"), "cpe")
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    require(poll, lea, ConditionDraft(function="cpe"))

    assert first_finding(poll, lea).awaited == 1
    answer(poll, karim, "yn-")
    assert outlooks(poll, lea) == [SATISFIED, IMPOSSIBLE, POSSIBLE]


def test_a_function_of_the_past_does_not_count(poll: Poll, lea: User, karim: User) -> None:
    work(karim, school(), "cpe", until=date(2026, 8, 31))
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    require(poll, lea, ConditionDraft(function="cpe"))

    assert first_finding(poll, lea).asks_too_much
    assert set(outlooks(poll, lea)) == {IMPOSSIBLE}


def test_two_thirds_of_a_group_are_counted_on_its_members(
    poll: Poll, lea: User, team: Group, karim: User
) -> None:
    require(poll, lea, ConditionDraft(group=team, percent=67))
    members = [one.user for one in team.memberships.select_related("user").order_by("pk")]
    for person, letters in zip(members, ["yyn", "myn", "yn-", "-n-"], strict=True):
        answer(poll, person, letters)
    answer(poll, karim, "nyy")

    assert first_finding(poll, lea).condition.needed == 3
    assert outlooks(poll, lea) == [SATISFIED, IMPOSSIBLE, IMPOSSIBLE]


def test_everybody_invited_is_accounts_guests_and_whoever_answered(
    poll: Poll, lea: User, karim: User
) -> None:
    invitation = Invitation([karim], [], ["parent@example.org"], Role.TAKE_PART)
    opened = opened_by(lea, poll)
    share_with(poll.ref, card_of(poll), invitation, by=lea)
    require(opened, lea, ConditionDraft(percent=50))
    assert len(first_finding(poll, lea).condition.people) == 2

    answer(poll, lea, "y--")  # the organiser is not invited, and answers all the same
    finding = first_finding(poll, lea)
    assert (len(finding.condition.people), finding.condition.needed, finding.there) == (3, 2, 1)


def test_whoever_is_named_is_invited_once(poll: Poll, lea: User, karim: User, team: Group) -> None:
    require(poll, lea, ConditionDraft(user=karim), ConditionDraft(group=team, least=2))
    asked = set(users_with_access(poll.ref, Role.TAKE_PART).values_list("email", flat=True))
    assert {karim.email, "t0@college.example", "t2@college.example"} <= asked

    with patch("trousse.services.polls.conditioning.share_with") as share:
        require(poll, lea, ConditionDraft(group=team, least=3), ConditionDraft(user=karim))
    assert not share.called


def test_whoever_may_change_but_not_share_invites_nobody(
    poll: Poll, lea: User, karim: User, team: Group
) -> None:
    grant_person(poll.ref, karim, Role.EDIT, by=lea)
    set_conditions(opened_by(karim, poll), karim, [ConditionDraft(group=team)])

    assert poll.requirements.count() == 1
    assert not users_with_access(poll.ref).filter(email="t0@college.example").exists()


def test_the_same_conditions_again_change_and_tell_nothing(
    poll: Poll, lea: User, karim: User
) -> None:
    drafts = [ConditionDraft(user=karim), ConditionDraft(percent=40)]
    require(poll, lea, *drafts)
    told = opened_by(lea, poll).sequence
    kept = list(poll.requirements.values_list("pk", flat=True))
    require(poll, lea, *drafts)

    assert opened_by(lea, poll).sequence == told
    assert list(poll.requirements.values_list("pk", flat=True)) == kept
    assert AuditEntry.objects.filter(action="polls:poll:set_conditions").count() == 1


def test_conditions_taken_away_leave_a_plain_poll(poll: Poll, lea: User, karim: User) -> None:
    require(poll, lea, ConditionDraft(user=karim))
    require(poll, lea)

    poll.refresh_from_db()
    assert not poll.has_conditions
    assert not poll.requirements.exists()
    assert outlooks(poll, lea) == [SATISFIED] * 3


def test_a_closed_poll_may_be_judged_otherwise_a_decided_one_not(
    poll: Poll, lea: User, karim: User
) -> None:
    close_poll(poll, lea)
    require(poll, lea, ConditionDraft(user=karim))
    slot = poll.slots.first()
    assert slot
    decide_slot(poll, slot, lea)

    with pytest.raises(Conflict):
        require(poll, lea, ConditionDraft(percent=10))


def test_conditions_go_with_the_person_they_name(poll: Poll, lea: User, karim: User) -> None:
    require(poll, lea, ConditionDraft(user=karim))
    karim.delete()

    assert outlooks(poll, lea) == [SATISFIED] * 3
    assert not is_quorum_met(Poll.objects.get(pk=poll.pk))


@pytest.fixture
def asked(poll: Poll, lea: User, karim: User, team: Group) -> Poll:
    """Return a poll with a condition of each kind."""
    work(karim, school(), "cpe")
    drafts = [
        ConditionDraft(user=karim),
        ConditionDraft(function="cpe"),
        ConditionDraft(group=team, percent=50),
        ConditionDraft(least=3),
    ]
    require(poll, lea, *drafts)
    return Poll.objects.get(pk=poll.pk)


def test_the_quorum_is_met_when_one_date_satisfies_everything(
    asked: Poll, lea: User, karim: User, team: Group
) -> None:
    answer(asked, karim, "yyn")
    answer(asked, lea, "ymn")
    assert not is_quorum_met(asked)

    answer(asked, User.objects.get(email="t0@college.example"), "-yn")
    assert is_quorum_met(asked)


def test_the_quorum_of_a_date_that_is_not_offered_is_not_met(
    poll: Poll, lea: User, karim: User
) -> None:
    require(poll, lea, ConditionDraft(user=karim))
    answer(poll, karim, "y--")
    asked = Poll.objects.get(pk=poll.pk)
    assert is_quorum_met(asked)

    poll.slots.filter(start__hour=17).update(is_offered=False)
    assert not is_quorum_met(asked)


def test_a_poll_without_condition_never_meets_a_quorum_and_asks_nothing(
    poll: Poll, karim: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answer(poll, karim, "yyy")
    with django_assert_num_queries(0):
        assert not is_quorum_met(poll)


def test_a_quorum_costs_three_queries(
    asked: Poll, karim: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answer(asked, karim, "y--")
    with django_assert_num_queries(3):
        assert not is_quorum_met(asked)


def test_conditions_cost_a_page_two_queries(
    asked: Poll,
    lea: User,
    karim: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    answer(asked, karim, "y--")
    page = read_poll_page(opened_by(lea, asked), Visitor(user=lea))
    assert page.slots
    assert page.participants
    with django_assert_num_queries(2):
        assert len(page.judged) == 3
