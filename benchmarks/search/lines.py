"""The lines of the table: searches as a page makes them, and the addresses that pages ask."""

from collections import defaultdict
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.utils import translation

from benchmarks.people.lines import timed
from benchmarks.search.questions import questions
from benchmarks.search.report import ALL
from benchmarks.search.shelf import ASKERS, register_type
from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.portal.searching import search_everything

WARM_UP, MEASURED = 20, 26
"""Seeds of the two sets of questions."""
WORK = "all, by this process's work"


def measure(queries: int) -> dict[str, Any]:
    """Return the milliseconds of each line; cookies and addresses of the same questions."""
    register_type()
    with translation.override("fr"):
        for question in questions(queries // 4, WARM_UP):
            search_everything(Visitor(question.asker), question.text)
        times = _times(queries)
    asked = [(one.asker.pk, urlencode({"q": one.text})) for one in questions(queries, MEASURED)]
    cookies = {user.pk: _cookie(user) for user in User.objects.filter(pk__lte=ASKERS)}
    return {"times": times, "asked": asked, "cookies": cookies}


def _times(queries: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = defaultdict(list)
    for question in questions(queries, MEASURED):
        call = partial(search_everything, Visitor(question.asker), question.text)
        (duration, work), _found = timed(call)
        times[ALL].append(duration)
        times[WORK].append(work)
        times[question.kind].append(duration)
    return times


def _cookie(user: User) -> str:
    browser = Client()
    browser.force_login(user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
