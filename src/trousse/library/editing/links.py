"""Do the addresses of published services still answer? Asked once a day, politely.

An address is broken once it failed on two days in a row: a night of maintenance tells nobody.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from trousse.core import audit, http_client
from trousse.core.clock import now
from trousse.core.tasks import enqueue, task
from trousse.directory.access import Office
from trousse.directory.queries import office_holders
from trousse.library.models import Entry, LinkCheck
from trousse.notifications.operations import Notice, notify

if TYPE_CHECKING:
    from trousse.accounts.models import User

ATTEMPTS = 2
SECONDS = 10.0
FIRST_BAD_STATUS = 400
GUARDED = frozenset({401, 403, 405, 429})
"""The page is there: it asks who one is, or does not speak to programs."""
MOST_LINKS = 20
PLACES = (
    ("operation", ("url", "help_url", "changes_url", "status_url")),
    ("software", ("repository_url", "publiccode_url")),
)


def addresses_of(document: Mapping[str, Any]) -> list[str]:
    """Return the addresses of a manifest that others run: not ours, nor letters or telephones."""
    web = (one for one in _all_of(document) if one.startswith(("https://", "http://")))
    return list(dict.fromkeys(one for one in web if not one.startswith(settings.SITE_URL)))[
        :MOST_LINKS
    ]


def _all_of(document: Mapping[str, Any]) -> Iterator[str]:
    for block, keys in PLACES:
        yield from (str(document.get(block, {}).get(key) or "") for key in keys)
    for fact in document.get("evidence", []):
        yield str(fact.get("url") or "")


def ask_for_link_checks() -> None:
    """Ask for today's check of each published service, when this instance may call outside."""
    if not settings.LINK_CHECKS:
        return
    day = f"{now():%Y-%m-%d}"
    published = Entry.objects.filter(published_at__isnull=False).exclude(state=Entry.State.RETIRED)
    for slug in published.order_by("pk").values_list("slug", flat=True):
        enqueue(check_links, key=f"links:{slug}:{day}", slug=slug)


@task(name="library.check_links")
def check_links(slug: str) -> None:
    """Ask the addresses of one service; tell its editors of one that broke."""
    entry = Entry.objects.filter(slug=slug).first()
    if entry is None or not settings.LINK_CHECKS:
        return
    wanted = addresses_of(entry.document)
    found = {url: fault_of(url) for url in wanted}
    with transaction.atomic():
        LinkCheck.objects.filter(entry=entry).exclude(url__in=wanted).delete()
        for url, reason in found.items():
            _keep(entry, url, reason)
        _tell_broken(entry)


def fault_of(url: str) -> str:
    """Return why ``url`` does not answer, or an empty text: HEAD first, then GET, twice at most."""
    reason = ""
    for _attempt in range(ATTEMPTS):
        reason = _ask(url, "HEAD")
        if reason:
            reason = _ask(url, "GET")
        if not reason:
            return ""
    return reason


def _ask(url: str, method: http_client.Method) -> str:
    try:
        answer = http_client.ask(url, method=method, seconds=SECONDS)
    except http_client.Unreachable as error:
        return "" if error.reason == "big" else error.reason
    is_bad = answer.status >= FIRST_BAD_STATUS and answer.status not in GUARDED
    return str(answer.status) if is_bad else ""


def _keep(entry: Entry, url: str, reason: str) -> None:
    check, _is_new = LinkCheck.objects.select_for_update().get_or_create(entry=entry, url=url)
    today = timezone.localdate(now())
    check.checked_at, check.reason = now(), reason
    if not reason:
        check.answered_at, check.failed_days, check.failed_on, check.told_at = now(), 0, None, None
    elif check.failed_on != today:
        in_a_row = check.failed_on is not None and today - check.failed_on <= timedelta(days=2)
        check.failed_days = check.failed_days + 1 if in_a_row else 1
        check.failed_on = today
    check.save()


def _tell_broken(entry: Entry) -> None:
    broken = [one for one in entry.link_checks.filter(told_at__isnull=True) if one.is_broken]
    if not broken:
        return
    LinkCheck.objects.filter(pk__in=[one.pk for one in broken]).update(told_at=now())
    audit.record("library:link:break", subject=entry.ref, details={"count": len(broken)})
    notify(
        editors_of(entry),
        Notice(
            "library.broken_link",
            entry.ref,
            reverse("editing:entry", args=[entry.slug]),
            {"title": entry.name_fr},
            key=f"{entry.ref}/broken/{now():%Y-%m-%d}",
        ),
    )


def editors_of(entry: Entry) -> "list[User]":
    """Return its owners and the editors nearest to it: of its académie, else of the nation."""
    owners = office_holders(Office.SERVICE_OWNER, service=entry.slug)
    if entry.academy is not None:
        near = office_holders(Office.ACADEMY_EDITOR, academy=entry.academy)
    else:
        near = office_holders(Office.NATIONAL_EDITOR)
    return list({one.pk: one for one in [*owners, *near]}.values())
