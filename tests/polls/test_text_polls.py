"""Polls on texts: made, answered, read, decided, changed, exported, without any date."""

import pytest
from django.test import Client

from tests.polls.conftest import ballot, newcomer
from trousse.accounts.models import User
from trousse.agenda.models import Event as AgendaEvent
from trousse.core.ids import new_public_id
from trousse.services.polls.models import Poll
from trousse.sharing.queries import users_with_access
from trousse.sharing.roles import Role

CREATE = "/sondages/textes"
TEXTS = "Le voyage\nLes quatre éléments\n\n  Le voyage  \nLa ville"


def sent(**more: object) -> dict[str, object]:
    plain = {"title": "Thème de la fête", "key": new_public_id(), "has_link": "on"}
    return {**plain, "texts": TEXTS, **more}


@pytest.fixture
def themes(organiser: Client) -> Poll:
    organiser.post(CREATE, sent())
    return Poll.objects.get(title="Thème de la fête")


def test_it_is_made_of_lines_each_once(themes: Poll) -> None:
    assert themes.kind == Poll.Kind.TEXTS
    assert [slot.label for slot in themes.slots.all()] == [
        "Le voyage",
        "Les quatre éléments",
        "La ville",
    ]


def test_sent_twice_it_is_made_once(organiser: Client) -> None:
    form = sent()
    for _ in range(2):
        assert organiser.post(CREATE, form).status_code == 302
    assert Poll.objects.filter(title="Thème de la fête").count() == 1


CPE = {"condition_amount": ["1"], "condition_unit": ["people"], "condition_of": ["function:cpe"]}


def test_it_is_made_with_its_conditions_and_whom_they_name(
    organiser: Client, lea: User, karim: User
) -> None:
    answer = organiser.post(CREATE, sent(needed=f"person:{karim.public_id}", **CPE), follow=True)
    page = answer.content.decode()
    poll = Poll.objects.get(title="Thème de la fête")
    assert "Un texte convient si sont d’accord\u202f: Karim Benali" in page
    assert [(one.user, one.function) for one in poll.requirements.order_by("pk")] == [
        (karim, ""),
        (None, "cpe"),
    ]
    assert karim in users_with_access(poll.ref, Role.TAKE_PART)


def test_a_wrong_condition_makes_nothing_and_everything_stays_typed(organiser: Client) -> None:
    answer = organiser.post(CREATE, sent(**{**CPE, "condition_amount": ["0"]}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="0"' in page
    assert "Les quatre éléments" in page
    assert not Poll.objects.exists()


def test_buttons_of_conditions_keep_what_was_typed_and_judge_nothing(organiser: Client) -> None:
    answer = organiser.post(CREATE, sent(texts="", conditions="add", **CPE))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('name="condition_amount"') == 2
    assert "Un texte ne convient que si" in page
    assert "obligatoire</p>" not in page


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ("", "obligatoire"),
        ("Le voyage\nLe voyage", "2 textes au moins"),
        ("\n".join(f"texte {number}" for number in range(51)), "50 au plus"),
        (f"Le voyage\n{'x' * 201}", "La ligne 2 est trop longue"),
    ],
)
def test_what_cannot_be_proposed_is_explained_and_stays_typed(
    organiser: Client, texts: str, words: str
) -> None:
    answer = organiser.post(CREATE, sent(texts=texts, description="Pour juin"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Pour juin" in page
    assert not Poll.objects.filter(kind=Poll.Kind.TEXTS).exists()


def test_what_was_typed_survives_signing_in(lea: object) -> None:
    client = Client()
    answer = client.post(CREATE, sent())
    assert answer.status_code == 302
    assert "/connexion" in answer["Location"] or "login" in answer["Location"]
    client.force_login(lea)
    assert "Les quatre éléments" in client.get(CREATE).content.decode()


def test_a_guest_answers_and_a_sentence_says_what_leads(themes: Poll) -> None:
    guest = newcomer(themes)
    page = guest.get(themes.get_absolute_url()).content.decode()
    assert "Qu’est-ce qui vous convient" in page
    assert "heures de" not in page
    guest.post(themes.get_absolute_url(), ballot(guest, themes, "nym", name="Nadia"))
    page = guest.get(themes.get_absolute_url()).content.decode()
    assert "« Les quatre éléments » convient à 1 personne sur 1" in page.replace("\u202f", " ")
    assert "En tête" in page


def test_it_is_decided_without_any_event(organiser: Client, themes: Poll) -> None:
    chosen = themes.slots.get(label="La ville")
    organiser.post(f"{themes.get_absolute_url()}decider", {"slot": chosen.public_id})
    themes.refresh_from_db()
    assert themes.decided_slot == chosen
    assert not AgendaEvent.objects.exists()
    page = organiser.get(themes.get_absolute_url()).content.decode()
    assert "La ville" in page
    assert "agenda.ics" not in page
    assert organiser.get(f"{themes.get_absolute_url()}agenda.ics").status_code == 404


def test_a_changed_text_alone_asks_again(organiser: Client, themes: Poll) -> None:
    guest = newcomer(themes)
    guest.post(themes.get_absolute_url(), ballot(guest, themes, "ynm", name="Nadia"))
    page = organiser.get(f"{themes.get_absolute_url()}dates").content.decode()
    known = page.partition('name="known" value="')[2].partition('"')[0]
    new = "La ville\nLe voyage\nLa forêt"
    form = {"known": known, "texts": new}
    assert organiser.post(f"{themes.get_absolute_url()}dates", form).status_code == 302
    slots = {slot.label: slot.public_id for slot in themes.slots.all()}
    assert list(slots) == ["La ville", "Le voyage", "La forêt"]
    row = themes.participants.get()
    assert row.answers == {slots["Le voyage"]: "y", slots["La ville"]: "m"}
    stale = organiser.post(f"{themes.get_absolute_url()}dates", form | {"texts": "A\nB"})
    assert stale.status_code == 409
    assert "La forêt" in stale.content.decode()


@pytest.mark.parametrize("form", ["csv", "ods"])
def test_it_is_exported(organiser: Client, themes: Poll, form: str) -> None:
    answer = organiser.get(f"{themes.get_absolute_url()}export.{form}")
    assert answer.status_code == 200
    if form == "csv":
        assert "Les quatre éléments" in b"".join(answer).decode()  # type: ignore[arg-type]


def test_it_has_no_calendar_to_export(organiser: Client, themes: Poll) -> None:
    assert organiser.get(f"{themes.get_absolute_url()}export.ics").status_code in {404, 409}


def test_it_stands_in_the_list_and_the_search(organiser: Client, themes: Poll) -> None:
    assert themes.title in organiser.get("/sondages/").content.decode()
    assert themes.title in organiser.get("/chercher/?q=thème fête").content.decode()
