"""The answers and dates of a poll as files: CSV, OpenDocument spreadsheet, calendar.

Whoever takes the file gets what the page shows them, and nothing more.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import timedelta
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from trousse.core.ical import CalendarEvent, calendar_feed
from trousse.services.polls.asking import questions_of
from trousse.services.polls.models import Answer
from trousse.services.polls.queries import PollPage

Table = list[list[str]]
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would run (OWASP, CSV injection)."""
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="{name}">'
    '<table:table-column table:number-columns-repeated="{columns}"/>{rows}'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3"'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:version="1.3"'
    f' manifest:media-type="{SPREADSHEET}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def answers_table(page: PollPage) -> Table:
    """Return a line of heads, then one per person whose answers the visitor may see."""
    questions = questions_of(page.poll)
    table = [[_("Name"), *(str(slot) for slot in page.slots), *(one.text for one in questions)]]
    for row in page.shown_rows:
        letters = [row.answers.get(slot.public_id, "") for slot in page.slots]
        answers = [str(Answer(letter).label) if letter else "" for letter in letters]
        replies = [str(row.replies.get(one.public_id, "")) for one in questions]
        table.append([row.name, *answers, *replies])
    return table


def as_csv(table: Table) -> str:
    """Return the table for a French spreadsheet, with a mark of UTF-8; nothing in it runs."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([harmless(cell) for cell in row] for row in table)
    return f"\ufeff{out.getvalue()}"


def as_spreadsheet(table: Table, name: str) -> bytes:
    """Return the table as an OpenDocument 1.3 file; every cell is text, so nothing in it runs."""
    rows = "".join(f"<table:table-row>{_cells(row)}</table:table-row>" for row in table)
    sheet = escape(_sheet_name(name), {'"': "&quot;"})
    content = _CONTENT.format(name=sheet, columns=max(map(len, table)), rows=rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:  # the kind comes first and is not compressed
        archive.writestr(zipfile.ZipInfo("mimetype", _EPOCH), SPREADSHEET)
        for path, text in (("content.xml", content), ("META-INF/manifest.xml", _MANIFEST)):
            entry = zipfile.ZipInfo(path, _EPOCH)
            archive.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def proposed_dates(page: PollPage) -> bytes:
    """Return a calendar file of the dates among which people choose; texts have none."""
    poll, zone = page.poll, ZoneInfo(page.poll.time_zone)
    title = _("To be confirmed: %(title)s") % {"title": poll.title}
    url = f"{settings.SITE_URL}{poll.get_absolute_url()}"
    events = []
    for slot in page.slots:
        if slot.day is None:
            continue
        start, end = slot.bounds(zone)
        uid = f"slot-{slot.public_id}@{settings.SITE_HOST}"
        place = slot.place or poll.place_words
        events.append(
            CalendarEvent(uid, 0, title, start, end, location=place, url=url, stamp=poll.created_at)
        )
    return calendar_feed(events, poll.title, timedelta(days=1))


def harmless(text: str) -> str:
    """Keep a spreadsheet from running what somebody typed."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _sheet_name(text: str) -> str:
    """Return a name that every program takes for a sheet: without their signs, 31 letters."""
    plain = "".join(_printable([text])).translate(dict.fromkeys(map(ord, "[]*?:/\\\t"), " "))
    return " ".join(plain.split())[:31].strip("' ") or _("Answers")


def _cells(row: Sequence[str]) -> str:
    return "".join(_cell(text) for text in _printable(row))


def _cell(text: str) -> str:
    words = f"<text:p>{escape(text)}</text:p>"
    return f'<table:table-cell office:value-type="string">{words}</table:table-cell>'


def _printable(row: Iterable[str]) -> Iterable[str]:
    """Drop what XML cannot hold (Char, production 2 of XML 1.0)."""
    return (_NOT_IN_XML.sub("", text) for text in row)
