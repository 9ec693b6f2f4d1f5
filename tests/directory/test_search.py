"""People search: nearest first, typos forgiven, hidden people never found."""

from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories.directory import LONG_AGO, academy_called, affiliated
from tests.factories.people import UserFactory
from trousse.accounts.models import User
from trousse.core.errors import TooManyRequests
from trousse.core.models import AuditEntry
from trousse.directory.models import (
    Establishment,
    Group,
    Membership,
    NameToken,
    PersonKey,
    Profile,
    TokenDeletion,
)
from trousse.directory.queries import SEARCH_RATE, PersonCard, search_people
from trousse.directory.search.keys import refresh_dated_keys, refresh_keys


def person(first: str, last: str, place: Establishment | None = None, *what: str) -> User:
    user = UserFactory.create(
        first_name=first, last_name=last, email=f"{User.objects.count()}@example.org"
    )
    if place:
        affiliated(user, place, *what)
    return user


def names(asker: User, text: str, limit: int = 10) -> list[str]:
    return [card.name for card in search_people(asker, text, limit=limit).people]


@pytest.fixture
def marie(college: Establishment) -> User:
    return person("Marie-Hélène", "Le Goff", college, "cpe")


@pytest.mark.usefixtures("marie")
@pytest.mark.parametrize(
    "text",
    [
        "mar",
        "Marie Hélène",
        "marie-h",
        "le goff",
        "LE GOFF",
        "goff",
        "gof mar",
        "goff le",
        "helene",
        "héle",
        "hel goff mar",
        "  le   goff,marie ",
    ],
)
def test_a_name_is_found_by_the_beginnings_of_its_words(working_teacher: User, text: str) -> None:
    assert "Marie-Hélène Le Goff" in names(working_teacher, text)


@pytest.mark.usefixtures("marie")
@pytest.mark.parametrize("text", ["", " ", "…", "rie", "marie paul", "marie marie", "xyz", "m%"])
def test_what_nobody_is_called_finds_nobody(outsider: User, text: str) -> None:
    found = search_people(outsider, text)
    assert (found.people, found.did_you_mean) == ([], "")


def test_the_nearest_come_first(
    working_teacher: User, college: Establishment, lycee: Establishment, far_away: Establishment
) -> None:
    person("Alice", "Durand", far_away)
    person("Bruno", "Durand", lycee)
    person("Chloé", "Durand", college)
    mate = person("David", "Durand", far_away)
    person("Emma", "Durand")
    group = Group.objects.create(name="Projet lecture", size=2)
    Membership.objects.bulk_create(
        Membership(group=group, user=user) for user in (working_teacher, mate)
    )
    assert names(working_teacher, "durand") == [
        "Chloé Durand",
        "David Durand",
        "Bruno Durand",
        "Alice Durand",
        "Emma Durand",
    ]
    assert names(working_teacher, "durand", limit=2) == ["Chloé Durand", "David Durand"]


def test_two_letters_do_not_search_the_whole_country(
    working_teacher: User, lycee: Establishment, far_away: Establishment
) -> None:
    person("Bruno", "Durand", lycee)
    person("Alice", "Durand", far_away)
    assert names(working_teacher, "du") == ["Bruno Durand"]
    assert names(working_teacher, "dur") == ["Bruno Durand", "Alice Durand"]


def test_somebody_with_two_academies_is_found_once_from_both(
    working_teacher: User, far_away: Establishment, lycee: Establishment
) -> None:
    both = person("Bruno", "Durand", far_away)
    affiliated(both, lycee, is_main=False)
    assert names(working_teacher, "du") == ["Bruno Durand"]
    assert names(working_teacher, "durand") == ["Bruno Durand"]


@pytest.mark.usefixtures("marie")
def test_homonyms_are_told_apart_without_an_address(
    working_teacher: User, college: Establishment, far_away: Establishment
) -> None:
    person("Paul", "Noé", college, "enseignant", "svt")
    person("Paul", "Noé", far_away, "proviseur")
    inspector = person("Paul", "Noé")
    affiliated(inspector, academy_called("amiens"), "ia-ipr")
    cards = search_people(working_teacher, "paul noe").people
    assert cards == [
        PersonCard(
            ANY,
            "Paul Noé",
            "Enseignant, sciences de la vie et de la Terre",
            "Collège Simone-Veil, Rennes",
            "PN",
        ),
        PersonCard(ANY, "Paul Noé", "Proviseur", "Collège Anne-Frank, Lille", "PN"),
        PersonCard(ANY, "Paul Noé", "Inspecteur d’académie (IA-IPR)", "Académie d’Amiens", "PN"),
    ]
    assert "@" not in repr(cards)


@pytest.mark.usefixtures("marie")
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mraie", "marie"),
        ("marrie", "marie"),
        ("hlene", "helene"),
        ("goof", "goff"),
        ("helena goff", "helene goff"),
    ],
)
def test_one_typo_is_corrected_and_said(outsider: User, text: str, meant: str) -> None:
    found = search_people(outsider, text)
    assert [card.name for card in found.people] == ["Marie-Hélène Le Goff"]
    assert found.did_you_mean == meant


@pytest.mark.usefixtures("marie")
def test_two_typos_are_not(outsider: User) -> None:
    assert search_people(outsider, "mraei").people == []


def test_the_more_usual_word_is_meant(outsider: User) -> None:
    person("Luc", "Perrat")
    person("Luc", "Perrot")
    person("Zoé", "Perrot")
    assert search_people(outsider, "perret").did_you_mean == "perrot"


def test_hidden_people_are_never_found(working_teacher: User, marie: User) -> None:
    profile = Profile.objects.get(user=marie)
    profile.hidden = True
    profile.save()
    assert search_people(working_teacher, "goff").people == []
    refresh_keys(marie)
    for text in ("goff", "marie", "mraie", "he"):
        assert search_people(working_teacher, text).people == []
    assert not PersonKey.objects.filter(user=marie).exists()
    assert not NameToken.objects.filter(token="goff").exists()


def test_closed_accounts_are_never_found(working_teacher: User, marie: User) -> None:
    User.objects.filter(pk=marie.pk).update(is_active=False)
    assert search_people(working_teacher, "goff").people == []
    marie.is_active = False
    marie.save()
    assert not PersonKey.objects.filter(user=marie).exists()


@pytest.mark.usefixtures("marie")
def test_a_new_name_replaces_the_old_one(outsider: User, marie: User) -> None:
    marie.last_name = "Kermarrec"
    marie.save()
    assert names(outsider, "kermarrec") == ["Marie-Hélène Kermarrec"]
    assert names(outsider, "goff") == []
    assert Profile.objects.get(user=marie).sorted_name == "kermarrec marie helene"


def test_saving_something_else_leaves_the_keys_alone(marie: User) -> None:
    keys = set(PersonKey.objects.values_list("pk", flat=True))
    marie.last_login = timezone.now()
    marie.save(update_fields=["last_login"])
    marie.save()
    assert set(PersonKey.objects.values_list("pk", flat=True)) == keys


def test_a_deleted_person_leaves_no_word_behind(marie: User) -> None:
    marie.delete()
    assert not PersonKey.objects.exists()
    assert not NameToken.objects.exists()
    assert not TokenDeletion.objects.exists()


def test_words_stay_as_long_as_somebody_bears_them(marie: User, outsider: User) -> None:
    other = person("Marie", "Petit")
    marie.delete()
    assert NameToken.objects.get(token="marie").frequency == 1
    assert NameToken.objects.get(token="petit").frequency == 2
    other.delete()
    assert not NameToken.objects.filter(token="marie").exists()


def test_a_closed_establishment_takes_its_people_out_of_its_academy(
    working_teacher: User, lycee: Establishment
) -> None:
    user = person("Bruno", "Durand", lycee)
    lycee.delete()
    assert set(PersonKey.objects.filter(user=user).values_list("academy", flat=True)) == {None}
    assert names(working_teacher, "du") == []
    assert names(working_teacher, "durand") == ["Bruno Durand"]


def test_time_alone_ends_an_affiliation(working_teacher: User, lycee: Establishment) -> None:
    today = timezone.localdate()
    user = person("Bruno", "Durand", lycee)
    user.affiliations.update(until=today - timedelta(days=1))
    assert names(working_teacher, "du") == ["Bruno Durand"]
    refresh_dated_keys()
    assert names(working_teacher, "du") == []


def test_a_former_colleague_is_not_near_any_more(
    working_teacher: User, college: Establishment
) -> None:
    person("Zoé", "Durand", college)
    former = person("Alice", "Durand")
    affiliated(former, college, until=LONG_AGO + timedelta(days=300))
    assert names(working_teacher, "durand") == ["Zoé Durand", "Alice Durand"]
    card = search_people(working_teacher, "alice").people[0]
    assert (card.function, card.place) == ("", "")


def test_rebuilding_makes_the_same_keys_and_words(
    working_teacher: User, marie: User, outsider: User, lycee: Establishment
) -> None:
    affiliated(marie, lycee, is_main=False)
    Profile.objects.filter(user=outsider).update(hidden=True)
    refresh_keys(outsider)
    before = all_rows()
    PersonKey.objects.filter(user=marie).delete()
    NameToken.objects.filter(token="marie").delete()
    NameToken.objects.create(token="perdu", frequency=3)
    PersonKey.objects.create(key="petit marc", user=outsider)
    call_command("rebuild_directory_keys", verbosity=0)
    assert all_rows() == before
    call_command("rebuild_directory_keys", verbosity=0)
    assert all_rows() == before


def all_rows() -> list[set[tuple[object, ...]]]:
    return [
        set(PersonKey.objects.values_list("key", "academy", "user")),
        set(NameToken.objects.values_list("token", "frequency")),
        set(TokenDeletion.objects.values_list("token", "variant")),
        set(Profile.objects.values_list("user", "sorted_name", "hidden")),
    ]


def test_one_may_leave_oneself_out(working_teacher: User) -> None:
    assert names(working_teacher, "martin") == ["Léa Martin"]
    assert search_people(working_teacher, "martin", with_self=False).people == []


@pytest.mark.usefixtures("marie")
def test_a_search_is_counted_without_what_was_typed(outsider: User) -> None:
    search_people(outsider, "le goff")
    entry = AuditEntry.objects.get(action="directory:people:search")
    assert entry.actor == outsider
    assert entry.details == {"length": 7, "found": 1}


def test_nobody_copies_the_directory(outsider: User) -> None:
    allowed = int(SEARCH_RATE.partition("/")[0])
    for _ in range(allowed):
        search_people(outsider, "ab")
    with pytest.raises(TooManyRequests):
        search_people(outsider, "ab")
