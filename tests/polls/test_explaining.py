"""What the results say of each date: its sentence, its rank, what the conditions make of it."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.groups import group, school, work
from tests.polls.conftest import newcomer
from tests.polls.ruling import answered, page_of, results_of, ruled
from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.directory.models import Group, Membership
from trousse.kit.actions import Caller, call
from trousse.services.polls.access import access_poll
from trousse.services.polls.conditioning import set_conditions
from trousse.services.polls.models import Poll, Slot
from trousse.services.polls.requiring import ConditionDraft
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role
from trousse_kit.actions import EmbedRequest, ExportRequest, SummaryRequest

DAYS = re.compile(r"(mardi 1er|jeudi 3|samedi 5) décembre")


def words_of(html: str) -> str:
    """Return the text of a page, its spaces made plain."""
    text = re.sub(r"<[^>]+>", " ", html)
    return re.sub(r"\s+", " ", text.replace("&#x27;", "'"))


def listed(html: str) -> list[str]:
    """Return the days of the list of results, in the order of the page."""
    listing = re.search(r'<ol class="t-results__list">(.*?)</ol>', html, re.DOTALL)
    assert listing
    lines = listing[1].split("<li ")[1:]
    return [found[1] for line in lines if (found := DAYS.search(line.lower()))]


def heads(html: str) -> list[str]:
    """Return the days over the columns of the table."""
    return DAYS.findall(html[html.index("<thead>") : html.index("</thead>")])


def require(poll: Poll, lea: User, *drafts: ConditionDraft) -> Poll:
    opened = access_poll(Visitor(user=lea), poll.public_id, for_="manage")
    return set_conditions(opened, lea, drafts)


def newborn(name: str) -> User:
    first, last = name.split()
    return User.objects.create_user(
        f"{first}@college.example".lower(), first_name=first, last_name=last
    )


def test_the_best_dates_come_first_and_the_table_stays_by_date(guest: Client, poll: Poll) -> None:
    answered(poll, "Nadia", "nmy")
    answered(poll, "Sam", "nyy")
    page = page_of(guest, poll)

    assert listed(page) == ["samedi 5", "jeudi 3", "mardi 1er"]
    assert heads(page) == ["mardi 1er", "jeudi 3", "samedi 5"]
    assert "Le samedi 5 décembre convient à 2 personnes sur 2." in words_of(page)


def test_dates_are_put_in_order_by_links(guest: Client, poll: Poll) -> None:
    answered(poll, "Nadia", "nmy")
    by_date = guest.get(f"{poll.get_absolute_url()}?tri=date").content.decode()
    by_rank = guest.get(f"{poll.get_absolute_url()}?tri=rang").content.decode()

    assert listed(by_date) == heads(by_date) == ["mardi 1er", "jeudi 3", "samedi 5"]
    assert listed(by_rank) == heads(by_rank) == ["samedi 5", "jeudi 3", "mardi 1er"]
    assert '<a href="?tri=date#resultats" id="tri-date" aria-current="true">' in by_date
    assert '<a href="?tri=rang#resultats" id="tri-rang" aria-current="true">' in by_rank
    assert f'data-src="{poll.get_absolute_url()}resultats?tri=date"' in by_date


def test_an_unknown_order_is_the_usual_one(guest: Client, poll: Poll) -> None:
    answered(poll, "Nadia", "nmy")
    page = guest.get(f"{poll.get_absolute_url()}?tri=<script>").content.decode()

    assert listed(page) == ["samedi 5", "jeudi 3", "mardi 1er"]
    assert f'data-src="{poll.get_absolute_url()}resultats"' in page


def test_the_live_part_keeps_the_order(guest: Client, poll: Poll) -> None:
    answered(poll, "Nadia", "nmy")
    part = guest.get(f"{poll.get_absolute_url()}resultats?tri=date").content.decode()

    assert listed(part) == ["mardi 1er", "jeudi 3", "samedi 5"]


def test_equal_dates_are_explained(guest: Client, poll: Poll) -> None:
    answered(poll, "Nadia", "yyn")
    words = words_of(page_of(guest, poll))

    assert "2 se valent : autant de oui" in words
    assert "Le jeudi 3 décembre à 12 h 30 convient à 1 personne sur 1." in words


def test_the_organiser_chooses_the_best_date_in_so_many_words(
    organiser: Client, guest: Client, poll: Poll
) -> None:
    answered(poll, "Nadia", "ynn")

    assert page_of(organiser, poll).count("Choisir cette date") == 1
    assert "Choisir cette date" not in page_of(guest, poll)


def test_a_poll_without_answers_is_calm(organiser: Client, guest: Client, poll: Poll) -> None:
    for client in (organiser, guest):
        words = words_of(results_of(client, poll))
        assert words.count("a encore répondu") == 1
        assert "Dans l’ordre" not in words


def test_texts_have_sentences_too(organiser: Client, poll: Poll) -> None:
    ruled(poll, kind="texts")
    poll.slots.all().delete()
    Slot.objects.bulk_create(Slot(poll=poll, label=text) for text in ("Le musée", "<b>Ferme</b>"))
    answered(poll, "Nadia", "yn")
    html = results_of(organiser, poll)

    assert "« Le musée » convient à 1 personne sur 1." in words_of(html)
    assert "<b>Ferme</b>" not in html
    assert "Choisir ce texte" in html
    assert "toute la journée" not in html


def test_each_date_says_whether_the_conditions_are_met_and_why_not(
    organiser: Client, guest: Client, poll: Poll, lea: User, karim: User
) -> None:
    require(poll, lea, ConditionDraft(user=karim), ConditionDraft(function="cpe", least=1))
    cpe = newborn("Zoé Petit")
    work(cpe, school(), "cpe")
    grant_person(poll.ref, cpe, Role.TAKE_PART, by=lea)
    answered(poll, "Karim Benali", "ynm", user=karim)
    waiting = words_of(results_of(guest, poll))
    assert "Encore possible Il manque 1 CPE : une personne n’a pas encore répondu." in waiting
    assert "Impossible Karim Benali ne peut pas venir." in waiting
    assert "Karim Benali au moins 1 CPE" in waiting

    answered(poll, "Zoé Petit", "nyy", user=cpe)
    page = organiser.get(f"{poll.get_absolute_url()}?tri=date").content.decode()
    words = words_of(page)

    assert "Impossible Il faut 1 CPE, et 1 ne peut pas venir (Zoé Petit)." in words
    assert re.search(
        r"samedi 5 décembre convient [^.]*\. Meilleure date ✓ Conditions remplies", words
    )
    assert listed(results_of(organiser, poll))[0] == "samedi 5"
    assert page.count('class="t-line t-line--best"') == 1


def test_a_condition_that_nobody_can_meet_is_said(
    organiser: Client, poll: Poll, lea: User, karim: User
) -> None:
    require(poll, lea, ConditionDraft(function="cpe"))
    answered(poll, "Karim", "yyy", user=karim)
    words = words_of(results_of(organiser, poll))

    assert "Il faut 1 CPE, et personne de tel n’est invité." in words
    assert "Aucune date ne peut plus remplir les conditions." in words
    assert "Choisir cette date" not in words


@pytest.fixture
def team(lea: User) -> Group:
    made = group(lea, "Équipe secrète")
    for number in range(5):
        member = newborn(f"Membre{number} Test")
        Membership.objects.create(group=made, user=member)
    Group.objects.filter(pk=made.pk).update(size=6)
    return Group.objects.get(pk=made.pk)


def test_hidden_names_stay_hidden_in_what_conditions_say(
    organiser: Client, guest: Client, poll: Poll, lea: User, karim: User, team: Group
) -> None:
    """A condition about one or few people would tell of them; about a group it tells a number."""
    work(karim, school(), "cpe")
    require(
        poll,
        lea,
        ConditionDraft(user=karim),
        ConditionDraft(function="cpe"),
        ConditionDraft(group=team, percent=67),
    )
    ruled(poll, names_shown=False)
    answered(poll, "Karim Benali", "nmy", user=karim)

    for client in (guest, newcomer(poll)):
        for html in (page_of(client, poll), results_of(client, poll)):
            words = words_of(html)
            assert "Karim" not in words
            assert "CPE" not in words
            assert "secrète" not in words
            assert "deux tiers (4 personnes d’un groupe)" in words
            assert "Impossible" in words
    seen = words_of(results_of(organiser, poll))
    assert "Karim Benali ne peut pas venir" in seen
    assert "deux tiers (4 personnes de « Équipe secrète »)" in seen


@pytest.mark.parametrize("order", ["", "?tri=rang", "?tri=date"])
def test_hidden_answers_hide_their_rank_and_the_conditions(
    guest: Client, poll: Poll, lea: User, karim: User, order: str
) -> None:
    require(poll, lea, ConditionDraft(user=karim))
    ruled(poll, answers_shown="closed")
    answered(poll, "Karim Benali", "nmy", user=karim)
    html = guest.get(f"{poll.get_absolute_url()}resultats{order}").content.decode()

    for word in ("Karim", "convient", "Impossible", "remplies", "t-line", "tri="):
        assert word not in html


def test_the_kit_tells_no_more_than_the_page(poll: Poll, lea: User, karim: User) -> None:
    require(poll, lea, ConditionDraft(user=karim))
    ruled(poll, names_shown=False)
    answered(poll, "Sam Durand", "nmy")
    reader = newborn("Ana Reader")
    grant_person(poll.ref, reader, Role.TAKE_PART, by=lea)
    caller, ref = Caller(Visitor(reader)), str(poll.ref)
    summary = call("poll.read_summary", SummaryRequest(ref=ref), caller=caller, key="s")
    card = call("poll.embed", EmbedRequest(ref=ref), caller=caller, key="c")
    table = call("poll.export", ExportRequest(ref=ref, format="csv"), caller=caller, key="t")
    data = call("poll.export", ExportRequest(ref=ref, format="json"), caller=caller, key="j")

    assert "onvient à 1 personne" in str(summary)
    for told in (summary, card, table, data):
        assert "Sam" not in str(told)
        assert "Karim" not in str(told)


def test_conditions_cost_three_queries_once_and_none_again(
    poll: Poll,
    lea: User,
    karim: User,
    team: Group,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    conditions = [
        ConditionDraft(user=karim),
        ConditionDraft(function="cpe"),
        ConditionDraft(group=team, percent=50),
        ConditionDraft(percent=50),
    ]
    require(poll, lea, *conditions)
    answered(poll, "Karim Benali", "nmy", user=karim)
    reader = newcomer(poll)
    with django_assert_max_num_queries(9):
        page_of(reader, poll)
    with django_assert_num_queries(2):  # the poll, the visitor's rights
        page_of(reader, poll)
