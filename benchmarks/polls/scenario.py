"""The measured poll, its visitors, and the number of queries of what they ask."""

import re
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.polls.lines import EMPTY_PAGE, FLOOR, VIEWERS, VOTES
from benchmarks.polls.sizes import USUAL, Size
from trousse.accounts.current import KEYS_COOKIE, Visitor
from trousse.accounts.models import User
from trousse.core.clock import now
from trousse.services.polls.access import access_poll
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import PollDraft, SlotDraft, create_poll
from trousse.services.polls.requiring import ConditionDraft
from trousse.sharing.queries import link_token
from trousse.sharing.roles import Role

LETTERS = "yynmn"
HIDDEN_VALUE = re.compile(r'name="(csrfmiddlewaretoken|key|slots_hash)"[^>]*?value="([^"]*)"')
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
"""What opens and closes transactions is not counted as a query."""


def fill(size: Size = USUAL) -> dict[str, Any]:
    """Make the poll with its voters: two answer by its form, the others are written as rows.

    Return its path and subject, the number of its last fact, the cookies and the form of each
    visitor, and the queries per kind of request.
    """
    create_user = User.objects.create_user
    lea = create_user("lea@college.example", first_name="Léa", last_name="Martin")
    karim = create_user("karim@college.example", first_name="Karim", last_name="Benali")
    poll = _make_poll(lea, size.slots, _conditions(karim) if size.has_conditions else ())
    _add_rows(poll, size.voters - 2)
    browsers = {"guest": _browser(0, poll), "agent": _signed_in(karim, poll)}
    for browser in browsers.values():
        _answer(browser, poll, 0)
    browsers |= {"organiser": _signed_in(lea, poll), "stranger": _browser(1, poll)}
    return {
        "path": poll.get_absolute_url(),
        "subject": str(poll.ref),
        "queries": _count_all(browsers, poll),
        "link": f"{poll.get_absolute_url()}?cle={link_token(poll.ref, Role.TAKE_PART)}",
        "cookies": {name: _cookies(browser) for name, browser in browsers.items()},
        "forms": {name: _form(browsers[name], poll, 0) for name in ("guest", "agent")},
        "sequence": access_poll(Visitor(lea), poll.public_id, for_="view").sequence,
    }


def _conditions(person: User) -> tuple[ConditionDraft, ...]:
    """Require somebody, people of a function, and half of everybody who answers."""
    return (
        ConditionDraft(user=person),
        ConditionDraft(function="cpe"),
        ConditionDraft(percent=50),
    )


def _make_poll(organiser: User, slot_count: int, conditions: Sequence[ConditionDraft]) -> Poll:
    start = now().date() + timedelta(days=14)
    slots = [_slot(start, number) for number in range(slot_count)]
    title, zone = "Conseil pédagogique", "Europe/Paris"
    draft = PollDraft(title, slots, zone, place="Salle 12", conditions=conditions)
    return create_poll(organiser, draft, key="b" * 22)


def _slot(start: date, number: int) -> SlotDraft:
    """Two a day, at noon and at five."""
    day, half = divmod(number, 2)
    return SlotDraft(start + timedelta(days=day), time(12 + 5 * half))


def _add_rows(poll: Poll, count: int) -> None:
    slots = [slot.public_id for slot in poll.slots.all()]
    Participant.objects.bulk_create(
        Participant(
            poll=poll,
            name=f"Personne {number + 1}",
            creation_key=f"row-{number}",
            answers={
                slot: LETTERS[(number + place) % len(LETTERS)] for place, slot in enumerate(slots)
            },
        )
        for number in range(count)
    )


def _browser(number: int, poll: Poll) -> Client:
    """Return a browser at an address of its own, which has opened the link of the poll."""
    browser = Client(headers={"host": "localhost", "x-forwarded-for": f"192.0.2.{number + 1}"})
    browser.cookies[KEYS_COOKIE] = link_token(poll.ref, Role.TAKE_PART)
    return browser


def _signed_in(person: User, poll: Poll) -> Client:
    browser = _browser(0, poll)
    browser.force_login(person)
    return browser


def _answer(browser: Client, poll: Poll, number: int) -> None:
    response = browser.post(poll.get_absolute_url(), _form(browser, poll, number))
    if not 300 <= response.status_code < 400:  # noqa: PLR2004  # redirections
        raise RuntimeError(f"an answer was refused: {response.content.decode()}")


def _form(browser: Client, poll: Poll, number: int) -> dict[str, str]:
    """Fill the form of the page, as a browser would send it."""
    page = browser.get(poll.get_absolute_url()).content.decode()
    answers = {
        f"answer-{slot.public_id}": LETTERS[(number + place) % len(LETTERS)]
        for place, slot in enumerate(poll.slots.all())
    }
    hidden = dict(HIDDEN_VALUE.findall(page))
    return {**hidden, "name": f"Personne {number + 1}", "email": "", **answers}


def _cookies(browser: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


def _count_all(browsers: dict[str, Client], poll: Poll) -> dict[str, int]:
    path = poll.get_absolute_url()
    counts = {FLOOR: _queries(lambda _: browsers["agent"].get(EMPTY_PAGE))}
    for name, who in VIEWERS.items():
        counts[name] = _count_views(browsers[who], path)
    for name, who in VOTES.items():
        counts[name] = _count_votes(browsers[who], poll)
    return counts


def _count_views(browser: Client, path: str) -> int:
    return _queries(lambda _: browser.get(path))


def _count_votes(browser: Client, poll: Poll) -> int:
    forms = [_form(browser, poll, number) for number in (1, 2)]
    return _queries(lambda turn: browser.post(poll.get_absolute_url(), forms[turn]))


def _queries(ask: Callable[[int], Any]) -> int:
    """Count the queries of the second time: the first one fills the caches."""
    ask(0)
    with CaptureQueriesContext(connection) as captured:
        ask(1)
    return sum(not query["sql"].startswith(TRANSACTION) for query in captured.captured_queries)
