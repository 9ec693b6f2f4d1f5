"""A poll inside an activity: its page shows the activity's other things in the bar."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from tests.polls.conftest import link_token, newcomer
from trousse.accounts.current import Visitor, hash_token
from trousse.accounts.models import User
from trousse.activities.models import Activity
from trousse.activities.operations import (
    ActivityDraft,
    add_ref,
    create_activity,
    delete_activity,
    remove_ref,
)
from trousse.core.refs import Ref
from trousse.kit.contexts import context_of
from trousse.kit.models import ResourcePerson
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import (
    PollDraft,
    SlotDraft,
    close_poll,
    create_poll,
    delete_poll,
)
from trousse.sharing.operations import grant_person, open_link
from trousse.sharing.roles import Role

TABS = 'class="t-context"'


@pytest.fixture(autouse=True)
def forget_what_is_known() -> None:
    cache.clear()


@pytest.fixture
def activity(lea: User, poll: Poll) -> Activity:
    activity = create_activity(lea, ActivityDraft("Projet d’établissement"), key="a" * 22)
    add_ref(activity, poll.ref, by=lea)
    return activity


@pytest.fixture
def second(lea: User, poll: Poll, activity: Activity) -> Poll:
    slots = [SlotDraft(slot.day) for slot in poll.slots.all()]
    made = create_poll(lea, PollDraft("Bilan <du projet>", slots, "Europe/Paris"), key="s" * 22)
    add_ref(activity, made.ref, by=lea)
    return made


def tabs(visitor: Visitor, ref: Ref) -> list[tuple[str, bool]] | None:
    context = context_of(visitor, ref)
    return context and [(tab.thing.title, tab.is_current) for tab in context.tabs]


def test_the_bar_shows_the_activity_and_its_things(
    organiser: Client, poll: Poll, second: Poll, lea: User
) -> None:
    close_poll(second, lea)
    page = organiser.get(poll.get_absolute_url()).content.decode()
    assert TABS in page
    assert escape("Projet d’établissement") in page
    assert "Bilan &lt;du projet&gt;" in page
    assert page.count('aria-current="page"') == 1
    assert tabs(Visitor(lea), second.ref) == [
        ("Conseil pédagogique", False),
        ("Bilan <du projet>", True),
    ]
    assert context_of(Visitor(lea), poll.ref).tabs[1].thing.state == "Clos"  # type: ignore[union-attr]


def test_a_poll_in_no_activity_shows_no_tab(organiser: Client, poll: Poll) -> None:
    assert TABS not in organiser.get(poll.get_absolute_url()).content.decode()


def test_whoever_may_not_see_the_activity_learns_nothing_of_it(
    activity: Activity, poll: Poll, karim: User, guest: Client
) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=None)
    assert tabs(Visitor(karim), poll.ref) is None
    assert TABS not in guest.get(poll.get_absolute_url()).content.decode()


def test_only_things_that_one_may_open_are_shown(
    activity: Activity, poll: Poll, second: Poll, karim: User
) -> None:
    grant_person(activity.ref, karim, Role.VIEW, by=None)
    grant_person(second.ref, karim, Role.VIEW, by=None)
    assert tabs(Visitor(karim), second.ref) == [("Bilan <du projet>", True)]


def test_a_guest_of_the_activity_sees_its_tabs(activity: Activity, poll: Poll) -> None:
    token = open_link(activity.ref, Role.VIEW, by=None).token
    keys = frozenset({hash_token(token), hash_token(link_token(poll))})
    assert tabs(Visitor(None, keys), poll.ref) == [("Conseil pédagogique", True)]


def test_a_thing_that_goes_out_loses_its_tabs_at_once(
    activity: Activity,
    poll: Poll,
    second: Poll,
    lea: User,
    django_capture_on_commit_callbacks: object,
) -> None:
    assert tabs(Visitor(lea), poll.ref)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remove_ref(activity, poll.ref, by=lea)
    assert tabs(Visitor(lea), poll.ref) is None
    assert tabs(Visitor(lea), second.ref) == [("Bilan <du projet>", True)]


def test_a_thing_that_comes_in_has_its_tabs_at_once(
    poll: Poll, lea: User, django_capture_on_commit_callbacks: object
) -> None:
    assert tabs(Visitor(lea), poll.ref) is None
    activity = create_activity(lea, ActivityDraft("Projet"), key="a" * 22)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        add_ref(activity, poll.ref, by=lea)
    assert tabs(Visitor(lea), poll.ref) == [("Conseil pédagogique", True)]


def test_a_deleted_activity_is_left_by_its_things(
    activity: Activity, poll: Poll, lea: User, django_capture_on_commit_callbacks: object
) -> None:
    assert tabs(Visitor(lea), poll.ref)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        delete_activity(activity, by=lea)
    assert tabs(Visitor(lea), poll.ref) is None


def test_a_deleted_thing_is_no_tab(activity: Activity, poll: Poll, second: Poll, lea: User) -> None:
    delete_poll(second, lea)
    assert tabs(Visitor(lea), poll.ref) == [("Conseil pédagogique", True)]


def test_it_costs_two_queries_and_none_outside_an_activity(
    activity: Activity,
    poll: Poll,
    second: Poll,
    lea: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    context_of(Visitor(lea), poll.ref)
    with django_assert_num_queries(2):
        context_of(Visitor(lea), poll.ref)
    remove_ref(activity, poll.ref, by=lea)
    cache.clear()
    with django_assert_num_queries(1):
        context_of(Visitor(lea), poll.ref)
    with django_assert_num_queries(0):
        context_of(Visitor(lea), poll.ref)


def test_opening_the_page_is_kept_for_the_person(agent: Client, poll: Poll, karim: User) -> None:
    agent.get(poll.get_absolute_url())
    assert ResourcePerson.objects.filter(user=karim, resource__ref=str(poll.ref)).exists()


def test_a_page_that_is_refused_is_not_kept_as_opened(poll: Poll, karim: User) -> None:
    stranger = Client()
    stranger.force_login(karim)
    assert stranger.get(poll.get_absolute_url()).status_code == 404
    assert not ResourcePerson.objects.filter(user=karim).exists()


def test_a_guest_leaves_no_trace_of_opening(poll: Poll) -> None:
    newcomer(poll).get(poll.get_absolute_url())
    assert not ResourcePerson.objects.exclude(user=poll.organiser).exists()
