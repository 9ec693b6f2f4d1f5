"""Polls brought from Framadate and from Trousse's own export: read, shown, then created."""

import io
from datetime import date, time

import pytest
from django.test import Client
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from tests.polls.conftest import ballot
from trousse.accounts.models import User
from trousse.core.errors import InvalidInput
from trousse.core.ids import new_public_id
from trousse.services.polls.importing import decoded, read_table
from trousse.services.polls.models import Poll
from trousse.services.polls.proposing.slots import SlotDraft, TextDraft

IMPORT = "/sondages/importer"
TODAY = date(2026, 11, 23)
FRAMADATE = (
    '"","2026-12-01","2026-12-01","2026-12-03",\n'
    '"","17h-18h","12:30","",\n'
    '"Nadia Roy","Oui","Si nécessaire","Non",\n'
    '"Karim","Oui","Inconnu","Oui",\n'
)
DATES = [
    SlotDraft(date(2026, 12, 1), time(17), time(18)),
    SlotDraft(date(2026, 12, 1), time(12, 30)),
    SlotDraft(date(2026, 12, 3)),
]


def test_a_framadate_of_days_and_hours() -> None:
    poll = read_table(FRAMADATE, TODAY)
    assert poll.kind == "dates"
    assert poll.drafts == DATES
    assert [(row.name, row.answers) for row in poll.rows] == [
        ("Nadia Roy", ("y", "m", "n")),
        ("Karim", ("y", "", "y")),
    ]
    assert poll.faults == []


@pytest.mark.parametrize(
    "words",
    [
        "2026-12-01",
        "01/12/2026",
        "1.12.2026",
        "mardi 1er décembre 2026",
        "mar. 1 déc. 2026",
        "Mardi 1 décembre 2026",
        "1 décembre",
    ],
)
def test_a_day_is_read_as_people_write_it(words: str) -> None:
    poll = read_table(f"Nom;{words};2026-12-03\nNadia;Oui;Non\n", TODAY)
    assert poll.drafts[0] == SlotDraft(date(2026, 12, 1))


def test_one_unreadable_moment_makes_it_a_poll_on_texts_and_loses_nothing() -> None:
    table = ",2026-12-01,2026-12-01\n,matin,après-midi\nNadia,Oui,Non\n"
    poll = read_table(table, TODAY)
    assert poll.kind == "texts"
    assert poll.drafts == [TextDraft("2026-12-01 matin"), TextDraft("2026-12-01 après-midi")]
    assert poll.rows[0].answers == ("y", "n")


def test_a_poll_on_texts() -> None:
    poll = read_table('"","Le voyage","La ville",\n"Nadia","Yes","No",\n', TODAY)
    assert poll.drafts == [TextDraft("Le voyage"), TextDraft("La ville")]
    assert poll.rows[0].answers == ("y", "n")


def test_what_is_left_out_is_told_with_its_line() -> None:
    table = "Nom;2026-12-01;2026-12-01;2026-12-03\nNadia;Oui;Oui;Bof\n;Oui;Oui;Oui\n"
    poll = read_table(table, TODAY)
    assert poll.drafts == [SlotDraft(date(2026, 12, 1)), SlotDraft(date(2026, 12, 3))]
    assert poll.rows[0].answers == ("y", "")
    assert [fault.line for fault in poll.faults] == [1, 2, 3]
    assert "Bof" in poll.faults[1].words


@pytest.mark.parametrize("table", ["", "\n\n", "Nadia", ";;;\n"])
def test_a_table_that_proposes_nothing_is_refused(table: str) -> None:
    with pytest.raises(InvalidInput):
        read_table(table, TODAY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    assert decoded("Élodie;Si nécessaire".encode(encoding)) == "Élodie;Si nécessaire"


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        poll = read_table(text, TODAY)
    except InvalidInput:
        return
    assert poll.drafts
    assert len(set(poll.drafts)) == len(poll.drafts)
    assert all(len(row.answers) == len(poll.drafts) for row in poll.rows)


def sent(**more: object) -> dict[str, object]:
    return {"title": "Conseil repris", "text": FRAMADATE, "key": new_public_id(), **more}


def test_what_is_understood_is_shown_and_nothing_is_created(organiser: Client) -> None:
    file = io.BytesIO(FRAMADATE.encode("cp1252"))
    file.name = "framadate.csv"
    page = organiser.post(IMPORT, sent(text="", file=file)).content.decode()
    said = strip_tags(page)
    assert "3 propositions" in said
    assert "Nadia Roy, Karim" in said
    assert "Si nécessaire" in page  # carried by the form to the next step
    assert not Poll.objects.exists()


def test_the_poll_is_created_once_with_its_answers(organiser: Client, lea: User) -> None:
    form = sent(understood="1")
    for _ in range(2):
        assert organiser.post(IMPORT, form).status_code == 302
    poll = Poll.objects.get()
    assert poll.organiser == lea
    slots = list(poll.slots.all())
    assert len(slots) == 3
    nadia = poll.participants.get(name="Nadia Roy")
    assert nadia.entered_by == lea
    assert sorted(nadia.answers.values()) == ["m", "n", "y"]
    assert poll.participants.count() == 2
    page = organiser.get(poll.get_absolute_url()).content.decode()
    assert "Karim" in page


def test_dates_long_past_leave_time_to_look(organiser: Client) -> None:
    table = ";2024-12-02;2024-12-03\nNadia;Oui;Non\n"
    organiser.post(IMPORT, sent(text=table, understood="1"))
    assert Poll.objects.get().expires_on == date(2026, 12, 23)


def test_our_own_export_comes_back(organiser: Client, agent: Client, poll: Poll) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"))
    answer = organiser.get(f"{poll.get_absolute_url()}export.csv")
    exported = b"".join(answer) if answer.streaming else answer.content
    organiser.post(IMPORT, sent(text=decoded(exported), understood="1"))
    brought = Poll.objects.get(title="Conseil repris")
    assert [(one.day, one.start) for one in brought.slots.all()] == [
        (one.day, one.start) for one in poll.slots.all()
    ]
    row = brought.participants.get()
    assert row.name == "Karim Benali"
    assert [row.answers[one.public_id] for one in brought.slots.all()] == ["y", "m", "n"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": ""}, "obligatoire"),
        ({"text": ""}, "Choisissez un fichier"),
        ({"text": "Nadia"}, "Aucune date"),
    ],
)
def test_what_is_wrong_is_explained(organiser: Client, more: dict[str, str], words: str) -> None:
    answer = organiser.post(IMPORT, sent(**more))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_file_that_is_too_large_is_refused(organiser: Client) -> None:
    file = io.BytesIO(b"x" * 500_001)
    file.name = "framadate.csv"
    answer = organiser.post(IMPORT, sent(text="", file=file))
    assert answer.status_code == 422
    assert "trop volumineux" in answer.content.decode()


def test_a_formula_is_a_name_and_stays_harmless_when_exported(organiser: Client) -> None:
    table = ';2026-12-02\n"=HYPERLINK(""http://x"")";Oui\n'
    organiser.post(IMPORT, sent(text=table, understood="1"))
    poll = Poll.objects.get()
    answer = organiser.get(f"{poll.get_absolute_url()}export.csv")
    exported = b"".join(answer) if answer.streaming else answer.content
    assert b"'=HYPERLINK" in exported


def test_a_visitor_signs_in_first(db: None) -> None:
    answer = Client().post(IMPORT, sent())
    assert answer.status_code == 302
    assert not Poll.objects.exists()
