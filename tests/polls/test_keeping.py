"""Taking a poll away as a file, being warned before it goes, and keeping it."""

import io
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
import vobject
from django.test import Client
from python_calamine import load_workbook

from tests.polls.conftest import ballot
from tests.polls.test_closing import as_now, told, with_rule
from trousse.accounts.models import User
from trousse.services.polls.exporting import SPREADSHEET
from trousse.services.polls.keeping import warn_before_deletion
from trousse.services.polls.models import Poll
from trousse.services.polls.retention import delete_expired_polls

NASTY = "=HYPERLINK(1)"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"


def fetch(client: Client, poll: Poll, form: str) -> bytes:
    return client.get(f"{poll.get_absolute_url()}export.{form}").content


def texts_of(spreadsheet: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(spreadsheet)) as archive:
        assert archive.namelist()[0] == "mimetype"
        tree = ET.fromstring(archive.read("content.xml"))  # noqa: S314  # what we have just written
    return [node.text or "" for node in tree.iter() if node.tag.endswith("}p")]


def test_answers_are_taken_away_as_tables_in_which_nothing_runs(
    organiser: Client, guest: Client, poll: Poll
) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "ymn", name=NASTY))

    table = fetch(organiser, poll, "csv").decode()
    assert f"'{NASTY};Oui;Si besoin;Non" in table
    texts = texts_of(fetch(organiser, poll, "ods"))
    assert texts[-4:] == [NASTY, "Oui", "Si besoin", "Non"]  # a text, which is never run


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("Conseil pédagogique", "Conseil pédagogique"),
        ("5e B / 5e C : réunion [familles] ?", "5e B 5e C réunion familles"),
        ("Un titre bien plus long qu’un onglet n’en montre", "Un titre bien plus long qu’un o"),
        ("??", "Réponses"),
    ],
)
def test_another_program_opens_the_spreadsheet(
    organiser: Client, guest: Client, poll: Poll, title: str, sheet: str
) -> None:
    Poll.objects.filter(pk=poll.pk).update(title=title)
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y-n", name="A & <B>"))
    poll.participants.update(name="A & <B>\ufffe")

    book = load_workbook(io.BytesIO(fetch(organiser, poll, "ods")))
    assert book.sheet_names == [sheet]
    head, row = book.get_sheet_by_index(0).to_python()
    assert head[0] == "Nom"
    assert len(head) == 4
    assert row == ["A & <B>", "Oui", "", "Non"]


def test_the_spreadsheet_is_a_package_that_says_what_it_holds(
    organiser: Client, poll: Poll
) -> None:
    """OpenDocument 1.3, part 2: first the kind, as it is; then a list of the other files."""
    with zipfile.ZipFile(io.BytesIO(fetch(organiser, poll, "ods"))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert first.extra == b""
        assert archive.read("mimetype").decode() == SPREADSHEET
        listed = ET.fromstring(archive.read("META-INF/manifest.xml"))  # noqa: S314  # ours
        entries = (dict(node.items()) for node in listed)
        paths = {entry[f"{MANIFEST}full-path"] for entry in entries}
        assert paths == {"/", "content.xml"}
        content = archive.read("content.xml").decode()
    assert content.index("<table:table-column") < content.index("<table:table-row"), "required"


def test_hidden_answers_and_names_stay_hidden_in_files(
    guest: Client, agent: Client, poll: Poll
) -> None:
    with_rule(poll, names_shown=False)
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "ymn"))

    assert "Nadia" not in fetch(agent, poll, "csv").decode()
    assert "Nadia" not in texts_of(fetch(agent, poll, "ods"))


def test_proposed_dates_go_into_a_calendar(guest: Client, poll: Poll) -> None:
    events = vobject.readOne(fetch(guest, poll, "ics").decode()).vevent_list

    assert [event.summary.value for event in events] == [
        "À confirmer\u202f: Conseil pédagogique"
    ] * 3
    assert events[2].dtstart.value == date(2026, 12, 5)


def test_another_kind_of_file_and_a_stranger_find_nothing(guest: Client, poll: Poll) -> None:
    assert guest.get(f"{poll.get_absolute_url()}export.exe").status_code == 404
    assert Client().get(f"{poll.get_absolute_url()}export.csv").status_code == 404


def test_the_organiser_is_warned_fourteen_days_before_and_may_keep_it(
    organiser: Client, poll: Poll, lea: User
) -> None:
    with_rule(poll, expires_on=date(2026, 12, 8))
    warn_before_deletion()
    too_early = as_now(poll).deletion_told_at
    with_rule(poll, expires_on=date(2026, 12, 7))
    warn_before_deletion()
    warn_before_deletion()
    page = organiser.get(poll.get_absolute_url()).content.decode()
    url = f"{poll.get_absolute_url()}garder"
    for _click in range(2):
        organiser.post(url)

    assert too_early is None
    assert len(told(lea, "polls.deletion")) == 1
    assert "sera supprimé le 8 décembre 2026" in page
    assert as_now(poll).expires_on == date(2026, 12, 7) + timedelta(days=180)
    assert poll.deletion_told_at is None


def test_nothing_goes_before_fourteen_days_of_warning(
    poll: Poll, clock: time_machine.Traveller
) -> None:
    with_rule(poll, expires_on=date(2026, 11, 1))  # long over when the worker came back
    warn_before_deletion()
    clock.shift(timedelta(days=13))
    delete_expired_polls()
    kept = Poll.objects.exists()
    clock.shift(timedelta(days=1))
    delete_expired_polls()

    assert kept
    assert not Poll.objects.exists()


def test_keeping_belongs_to_those_who_manage(agent: Client, organiser: Client, poll: Poll) -> None:
    url = f"{poll.get_absolute_url()}garder"

    assert agent.post(url).status_code == 403
    assert organiser.get(url).status_code == 405
