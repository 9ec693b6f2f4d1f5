"""Creating a poll, as a form without script does it."""

import pytest
from django.test import Client

from tests.polls.conftest import link_token
from trousse.accounts.models import User
from trousse.core.models import AuditEntry, Event
from trousse.services.polls.models import Poll
from trousse.sharing.models import Grant
from trousse.sharing.roles import Role

URL = "/sondages/nouveau"
KEY = "abcdefghijklmnopqrstuv"


def form(**changes: object) -> dict[str, object]:
    start: dict[str, object] = {
        "title": "Conseil pédagogique",
        "place": "",
        "description": "",
        "time_zone": "Europe/Paris",
        "has_link": "on",
        "key": KEY,
        "day": ["2026-12-01", "2026-12-03", ""],
        "start": ["17:00", "", ""],
        "end": ["18:00", "", ""],
    }
    return start | changes


def test_it_creates_the_poll_and_offers_its_link(organiser: Client, lea: User) -> None:
    response = organiser.post(URL, form(), follow=True)

    poll = Poll.objects.get()
    assert response.redirect_chain[-1][0] == f"{poll.get_absolute_url()}?partager"
    assert f"{poll.get_absolute_url()}?cle={link_token(poll)}" in response.content.decode()
    assert [(slot.day.isoformat(), slot.start is None) for slot in poll.slots.all()] == [
        ("2026-12-01", False),
        ("2026-12-03", True),
    ]
    assert poll.organiser == lea
    told = Event.objects.filter(subject=str(poll.ref)).order_by("sequence")
    assert list(told.values_list("type", flat=True)) == ["poll.created", *["access.granted"] * 2]
    assert AuditEntry.objects.filter(action="polls:poll:create", subject=str(poll.ref)).exists()
    kept = Grant.objects.of(poll.ref).order_by("pk").values_list("kind", "role", "person")
    assert list(kept) == [("person", Role.MANAGE, lea.pk), ("link", Role.TAKE_PART, None)]


def test_sending_the_form_twice_creates_one_poll(organiser: Client) -> None:
    organiser.post(URL, form())
    organiser.post(URL, form())

    assert Poll.objects.count() == 1
    assert Event.objects.filter(type="poll.created").count() == 1
    assert Grant.objects.count() == 2


def test_the_same_key_of_two_people_creates_two_polls(
    organiser: Client, as_outsider: Client
) -> None:
    organiser.post(URL, form())
    as_outsider.post(URL, form())

    assert Poll.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Ce champ est obligatoire"),
        ({"title": "x" * 121}, "120"),
        ({"title": "\u202e\u200f"}, "Ce champ est obligatoire"),
        ({"day": ["", "", ""], "start": ["", "", ""], "end": ["", "", ""]}, "au moins un jour"),
        ({"day": ["demain"], "start": [""], "end": [""]}, "2026-12-02"),
        ({"day": ["2026-02-30"], "start": [""], "end": [""]}, "2026-12-02"),
        ({"day": ["2026-11-22"], "start": [""], "end": [""]}, "est passé"),
        ({"day": ["2029-12-01"], "start": [""], "end": [""]}, "deux ans"),
        ({"day": ["2026-12-01"], "start": ["18:00"], "end": ["17:00"]}, "avant le début"),
        ({"day": ["2026-12-01"], "start": [""], "end": ["17:00"]}, "début"),
        ({"day": ["2027-03-28"], "start": ["02:30"], "end": [""]}, "n’existe pas"),
        ({"day": ["2026-12-01"] * 2, "start": ["", ""], "end": ["", ""]}, "ligne 1"),
        ({"day": ["2026-12-01"] * 301, "start": [""] * 301, "end": [""] * 301}, "300"),
        ({"time_zone": "Mars/Olympus"}, "choix valide"),
        ({"key": "x"}, "valide"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(
    organiser: Client, changes: dict[str, object], words: str
) -> None:
    response = organiser.post(URL, form(description="À préparer : le projet", **changes))

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "À préparer : le projet" in page
    assert not Poll.objects.exists()


def test_hours_as_people_write_them_are_understood(organiser: Client) -> None:
    organiser.post(URL, form(day=["1/12/2026"], start=["17 h"], end=["18h30"]))

    slot = Poll.objects.get().slots.get()
    assert (slot.day.isoformat(), str(slot.start), str(slot.end)) == (
        "2026-12-01",
        "17:00:00",
        "18:30:00",
    )


def test_adding_lines_keeps_the_form_and_judges_nothing(organiser: Client) -> None:
    response = organiser.post(
        URL, form(title="", add_rows="1", day=["demain"], start=[""], end=[""])
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert page.count('name="day"') == 4
    assert 'value="demain"' in page
    assert "obligatoire" not in page.partition("<form method")[2].partition("</form>")[0]


def test_hostile_texts_are_shown_as_texts(organiser: Client) -> None:
    organiser.post(URL, form(title="<script>alert(1)</script>", place='"><img src=x onerror=1>'))

    page = organiser.get(Poll.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<img src=x" not in page


def test_invisible_characters_are_dropped(organiser: Client) -> None:
    organiser.post(URL, form(title="\u0000Conseil\u202e  de\tclasse\r\n", place="e\u0301tage"))

    poll = Poll.objects.get()
    assert (poll.title, poll.place) == ("Conseil de classe", "étage")


def test_what_was_typed_survives_signing_in(guest: Client, karim: User) -> None:
    refused = guest.post(URL, form(title="Sortie au musée"))
    guest.force_login(karim)
    page = guest.get(URL).content.decode()

    assert refused.status_code == 302
    assert refused["Location"].startswith("/comptes/")
    assert 'value="Sortie au musée"' in page
    assert 'value="2026-12-01"' in page
    assert 'value="Sortie au musée"' not in guest.get(URL).content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(organiser: Client, method: str) -> None:
    assert getattr(organiser, method)(URL).status_code == 405
