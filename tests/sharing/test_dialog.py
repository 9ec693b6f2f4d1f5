"""The share dialog, as the page that it is without script."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.harness.people import signed_in
from tests.sharing.conftest import MONDAY, holder
from trousse.accounts.current import Visitor
from trousse.accounts.models import Guest, User
from trousse.core.models import Mail
from trousse.core.refs import Ref
from trousse.directory.models import Affiliation, Establishment, Group
from trousse.notifications.models import Notification
from trousse.sharing.access import role_on
from trousse.sharing.models import Grant
from trousse.sharing.operations import (
    grant_group,
    grant_guest,
    grant_person,
    grant_signed_in,
    open_link,
)
from trousse.sharing.roles import Role

PAGE = "/partage/booklet/conseil/"
LINK = "http://localhost:8000/livrets/conseil/?cle="
GESTURES = ["ouvrir", "changer", "retirer", "quitter"]


def word(person: User) -> str:
    return f"person:{person.public_id}"


def text_of(client: Client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def share(client: Client, *people: str, role: Role = Role.TAKE_PART, **fields: str) -> Any:
    return client.post(PAGE, {"people": list(people), "role": int(role), **fields})


def test_it_says_who_has_access_and_why(
    booklet: Ref, as_teacher: Client, teacher: User, head: User, team: Group
) -> None:
    grant_group(booklet, team, Role.VIEW, by=teacher)
    grant_person(booklet, head, Role.EDIT, by=teacher, origin=Ref("booklet", "reunion"))
    page = text_of(as_teacher)
    assert "Léa Martin" in page
    assert "a créé" in page
    assert "Équipe pédagogique de 2de 4" in page
    assert "par « Livret reunion »".replace("« ", "«\u202f").replace(" »", "\u202f»") in page


def test_it_shares_with_a_colleague_who_is_told(
    booklet: Ref, as_teacher: Client, head: User
) -> None:
    response = share(as_teacher, word(head))
    assert response.status_code == 302
    assert role_on(Visitor(head), booklet) is Role.TAKE_PART
    told = Notification.objects.get(user=head)
    assert (told.kind, told.url) == ("sharing.given", "/livrets/conseil/")


def test_sharing_twice_tells_once(booklet: Ref, as_teacher: Client, head: User) -> None:
    share(as_teacher, word(head))
    share(as_teacher, word(head))
    assert Grant.objects.filter(person=head).count() == 1
    assert Notification.objects.filter(user=head).count() == 1


def test_sharing_again_never_takes_away(
    booklet: Ref, as_teacher: Client, teacher: User, head: User
) -> None:
    grant_person(booklet, head, Role.EDIT, by=teacher)
    share(as_teacher, word(head), role=Role.VIEW)
    assert role_on(Visitor(head), booklet) is Role.EDIT


def test_it_shares_with_a_group_and_tells_its_members(
    booklet: Ref, teacher: User, as_teacher: Client, head: User, team: Group
) -> None:
    team.memberships.create(user=teacher)
    share(as_teacher, f"group:{team.public_id}")
    assert role_on(Visitor(head), booklet) is Role.TAKE_PART
    assert [told.user for told in Notification.objects.all()] == [head]


def test_a_guest_gets_a_letter_with_a_link_that_works(
    booklet: Ref, as_teacher: Client, mailbox: Callable[[], list[Mail]]
) -> None:
    share(as_teacher, "email:nadia@example.org", note="À jeudi !\n<b>Léa</b>")
    (letter,) = mailbox()
    assert letter.to == "nadia@example.org"
    assert letter.reply_to == "lea@example.org"
    assert "À jeudi !" in letter.text
    assert "<b>Léa</b>" not in letter.html
    assert "Livret" not in letter.subject
    token = letter.text.partition(LINK)[2].split()[0]
    assert role_on(holder(token), booklet) is Role.TAKE_PART


def test_a_guest_never_becomes_responsible(booklet: Ref, as_teacher: Client) -> None:
    share(as_teacher, "email:nadia@example.org", role=Role.MANAGE)
    assert Grant.objects.get(kind="guest").role == Role.EDIT


def test_inviting_twice_writes_once_a_day(
    booklet: Ref, as_teacher: Client, mailbox: Callable[[], list[Mail]]
) -> None:
    share(as_teacher, "email:nadia@example.org")
    share(as_teacher, "email:nadia@example.org")
    assert len(mailbox()) == 1
    assert Guest.objects.count() == 1


def test_a_wrong_address_keeps_what_was_typed(booklet: Ref, as_teacher: Client) -> None:
    response = share(as_teacher, "email:nadia", note="À jeudi")
    assert response.status_code == 422
    assert "À jeudi" in response.content.decode()
    assert Grant.objects.count() == 1


def test_above_the_cap_nothing_is_given_and_nothing_is_lost(
    booklet: Ref,
    as_teacher: Client,
    head: User,
    settings: Settings,
    mailbox: Callable[[], list[Mail]],
) -> None:
    settings.NEW_GUESTS_PER_DAY = 1
    share(as_teacher, "email:a@example.org")
    response = share(as_teacher, word(head), "email:b@example.org", note="À jeudi")
    assert response.status_code == 422
    page = response.content.decode()
    assert "Rien n’a été envoyé" in page
    assert "b@example.org" in page
    assert "À jeudi" in page
    assert len(mailbox()) == 1
    assert role_on(Visitor(head), booklet) is None


def test_withdrawing_does_not_give_invitations_back(
    booklet: Ref, as_teacher: Client, teacher: User, head: User, settings: Settings
) -> None:
    settings.INVITATIONS_PER_DAY = 1
    share(as_teacher, word(head))
    as_teacher.post(f"{PAGE}retirer/", {"grant": Grant.objects.get(person=head).public_id})
    assert share(as_teacher, word(head)).status_code == 422
    assert role_on(Visitor(head), booklet) is None


def test_it_changes_a_role(booklet: Ref, as_teacher: Client, teacher: User, head: User) -> None:
    grant = grant_person(booklet, head, Role.VIEW, by=teacher)
    sent = {"grant": grant.public_id, "role": int(Role.EDIT)}
    assert as_teacher.post(f"{PAGE}changer/", sent).status_code == 302
    assert role_on(Visitor(head), booklet) is Role.EDIT


def test_it_removes_somebody(booklet: Ref, as_teacher: Client, teacher: User, head: User) -> None:
    grant = grant_person(booklet, head, Role.VIEW, by=teacher)
    assert as_teacher.post(f"{PAGE}retirer/", {"grant": grant.public_id}).status_code == 302
    assert role_on(Visitor(head), booklet) is None
    assert as_teacher.post(f"{PAGE}retirer/", {"grant": grant.public_id}).status_code == 404


def test_a_grant_of_another_thing_is_out_of_reach(
    booklet: Ref, as_teacher: Client, teacher: User, head: User
) -> None:
    grant = grant_person(Ref("booklet", "other"), head, Role.MANAGE, by=None)
    assert as_teacher.post(f"{PAGE}retirer/", {"grant": grant.public_id}).status_code == 404
    assert Grant.objects.filter(pk=grant.pk).exists()


def test_the_last_one_responsible_stays(booklet: Ref, as_teacher: Client, teacher: User) -> None:
    own = Grant.objects.get(person=teacher)
    response = as_teacher.post(f"{PAGE}retirer/", {"grant": own.public_id})
    assert response.status_code == 409
    assert as_teacher.post(f"{PAGE}quitter/").status_code == 409


def test_one_may_leave(booklet: Ref, teacher: User, head: User, as_head: Client) -> None:
    grant_person(booklet, head, Role.EDIT, by=teacher)
    response = as_head.post(f"{PAGE}quitter/")
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert role_on(Visitor(head), booklet) is None
    assert as_head.post(f"{PAGE}quitter/").status_code == 404


def test_who_leaves_and_stays_by_a_group_is_told(
    booklet: Ref, teacher: User, head: User, as_head: Client, team: Group
) -> None:
    grant_person(booklet, head, Role.EDIT, by=teacher)
    grant_group(booklet, team, Role.VIEW, by=teacher)
    response = as_head.post(f"{PAGE}quitter/", follow=True)
    assert "Vous avez encore accès" in response.content.decode()


def test_it_opens_a_link_until_a_day(booklet: Ref, as_teacher: Client) -> None:
    sent = {"to": "link", "role": int(Role.VIEW), "until": "2026-12-01"}
    assert as_teacher.post(f"{PAGE}ouvrir/", sent).status_code == 302
    page = text_of(as_teacher)
    token = page.partition(LINK)[2][:32]
    assert role_on(holder(token), booklet) is Role.VIEW
    grant = Grant.objects.get(kind="link")
    assert grant.until is not None
    assert grant.until.isoformat() == "2026-12-01T22:59:59+00:00"
    as_teacher.post(f"{PAGE}retirer/", {"grant": grant.public_id})
    assert role_on(holder(token), booklet) is None
    assert LINK not in text_of(as_teacher)


@pytest.mark.parametrize(
    "sent",
    [
        {"to": "link", "role": "40"},
        {"to": "link", "role": "30"},
        {"to": "link", "role": "x"},
        {"to": "link", "role": "10", "until": "2026-11-22"},
        {"to": "link", "role": "10", "until": "demain"},
        {"role": ""},
    ],
)
def test_a_link_is_not_opened_with_nonsense(
    booklet: Ref, as_teacher: Client, sent: dict[str, str]
) -> None:
    assert as_teacher.post(f"{PAGE}ouvrir/", sent).status_code == 422
    assert not Grant.objects.filter(kind="link").exists()


def test_it_opens_to_everybody_signed_in(booklet: Ref, as_teacher: Client, outsider: User) -> None:
    as_teacher.post(f"{PAGE}ouvrir/", {"to": "signed_in", "role": int(Role.TAKE_PART)})
    assert role_on(Visitor(outsider), booklet) is Role.TAKE_PART
    assert "Tous les agents connectés" in text_of(as_teacher)


def test_it_opens_to_ones_own_establishment_only(
    booklet: Ref,
    teacher: User,
    as_teacher: Client,
    school: Establishment,
    post: Callable[..., Affiliation],
) -> None:
    sent = {"to": school.uai, "role": int(Role.VIEW)}
    assert as_teacher.post(f"{PAGE}ouvrir/", sent).status_code == 404
    post(teacher, date(2026, 9, 1))
    assert "Tout l’établissement (Lycée Faidherbe)" in text_of(as_teacher)
    assert as_teacher.post(f"{PAGE}ouvrir/", sent).status_code == 302
    assert Grant.objects.get(kind="establishment").establishment == school


def test_who_may_only_see_sees_neither_the_others_nor_the_gestures(
    booklet: Ref, teacher: User, head: User, outsider: User, as_head: Client
) -> None:
    grant_person(booklet, head, Role.EDIT, by=teacher)
    grant_person(booklet, outsider, Role.VIEW, by=teacher)
    open_link(booklet, Role.VIEW, by=teacher)
    page = text_of(as_head)
    assert "Léa Martin" in page
    assert "Marc Petit" not in page
    assert LINK not in page
    assert "retirer/" not in page
    assert "Quitter" in page


def test_a_guest_sees_who_is_responsible(
    booklet: Ref, teacher: User, nadia: tuple[Guest, str], client: Client
) -> None:
    grant_guest(booklet, nadia[0], Role.TAKE_PART, by=teacher)
    page = text_of(client, f"{PAGE}?cle={nadia[1]}")
    assert "Léa Martin" in page
    assert "Quitter" not in page


@pytest.mark.parametrize("gesture", [*GESTURES, ""])
def test_a_stranger_finds_nothing(booklet: Ref, as_outsider: Client, gesture: str) -> None:
    path = f"{PAGE}{gesture}/" if gesture else PAGE
    assert as_outsider.post(path, {"to": "link", "role": "10"}).status_code == 404
    assert not Grant.objects.exclude(origin="own").exists()


@pytest.mark.parametrize("gesture", ["ouvrir", "changer", "retirer", ""])
def test_who_may_change_the_thing_may_not_share_it(
    booklet: Ref, teacher: User, head: User, as_head: Client, gesture: str
) -> None:
    mine = grant_person(booklet, head, Role.EDIT, by=teacher)
    path = f"{PAGE}{gesture}/" if gesture else PAGE
    sent = {"to": "link", "role": "10", "grant": mine.public_id, "people": word(head)}
    assert as_head.post(path, sent).status_code == 403
    assert Grant.objects.count() == 2


@pytest.mark.parametrize("gesture", GESTURES)
def test_gestures_need_an_account_and_the_right_method(
    booklet: Ref, as_teacher: Client, client: Client, gesture: str
) -> None:
    assert as_teacher.get(f"{PAGE}{gesture}/").status_code == 405
    response = client.post(f"{PAGE}{gesture}/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/comptes/")


@pytest.mark.parametrize("path", ["/partage/leaflet/x/", "/partage/booklet/missing/"])
def test_unknown_things_have_no_dialog(as_teacher: Client, teacher: User, path: str) -> None:
    grant_person(Ref("booklet", "missing"), teacher, Role.MANAGE, by=None)
    grant_person(Ref("leaflet", "x"), teacher, Role.MANAGE, by=None)
    assert as_teacher.get(path).status_code == 404


def test_what_activities_gave_is_not_changed_here(
    booklet: Ref, teacher: User, as_teacher: Client, head: User
) -> None:
    grant = grant_person(booklet, head, Role.VIEW, by=teacher, origin=Ref("activity", "x"))
    assert grant.public_id not in text_of(as_teacher)


def test_the_page_costs_the_same_for_few_and_for_many(
    booklet: Ref, teacher: User, as_teacher: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        person = User.objects.create_user(f"p{number}@example.org", first_name=f"P{number}")
        grant_person(booklet, person, Role.VIEW, by=teacher)
    text_of(as_teacher)
    with django_assert_max_num_queries(16):
        text_of(as_teacher)


def test_an_expired_grant_is_not_shown(
    booklet: Ref, teacher: User, as_teacher: Client, head: User, clock: Any
) -> None:
    grant_person(booklet, head, Role.VIEW, by=teacher, until=MONDAY + timedelta(hours=1))
    grant_signed_in(booklet, Role.VIEW, by=teacher)
    assert "Sophie Lefèvre" in text_of(as_teacher)
    clock.shift(timedelta(hours=2))
    assert "Sophie Lefèvre" not in text_of(signed_in(teacher))
