"""The pages of activities: who reads, who changes, what goes wrong."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.activities.conftest import FIRST, GONE, SECOND, TOKEN, role_of
from trousse.accounts.models import Guest, User
from trousse.activities.models import Activity
from trousse.activities.operations import add_guest, add_person, add_ref, set_state
from trousse.activities.wiring import may_follow
from trousse.core.models import Mail
from trousse.core.realtime import Viewer
from trousse.core.refs import Ref
from trousse.notifications.queries import unread_count
from trousse.sharing.operations import grant_person, own_thing
from trousse.sharing.roles import Role

KEY = "n" * 22


def person(user: User) -> str:
    return f"person:{user.public_id}"


@pytest.fixture
def page(activity: Activity) -> str:
    return activity.get_absolute_url()


def test_an_empty_list_says_what_an_activity_is_for(as_teacher: Client) -> None:
    answer = as_teacher.get("/activites/").content.decode()
    assert "Une activité garde au même endroit" in answer
    assert 'href="/activites/"' in as_teacher.get("/").content.decode()


def test_strangers_sign_in_first(client: Client, page: str) -> None:
    for path in ("/activites/", "/activites/nouvelle", f"{page}modifier", f"{page}personnes/"):
        assert client.get(path)["Location"].startswith("/comptes/")
    assert client.get(page).status_code == 404


def test_one_is_made_with_its_people(
    as_teacher: Client, head: User, run_tasks: Callable[..., int], mailbox: Callable[[], list[Mail]]
) -> None:
    fields = {
        "title": "  Voyage   à Lisbonne ",
        "key": KEY,
        "people": [person(head), "email:nadia@parents.example"],
        "people-text": "",
    }
    first = as_teacher.post("/activites/nouvelle", fields)
    again = as_teacher.post("/activites/nouvelle", fields)
    run_tasks()

    activity = Activity.objects.get()
    assert first["Location"] == again["Location"] == activity.get_absolute_url()
    assert activity.title == "Voyage à Lisbonne"
    assert role_of(head, activity.ref) == Role.TAKE_PART
    assert unread_count(head) == 1
    letters = [letter for letter in mailbox() if letter.to == "nadia@parents.example"]
    assert [letter.subject for letter in letters] == [
        "Votre lien personnel pour suivre une activité"
    ]
    link = letters[0].text.partition("http://localhost:8000")[2].split()[0]
    assert "Voyage" in follow(Client(), link)


def follow(client: Client, link: str) -> str:
    """Open a personal link, then come back without it: the browser has kept the key."""
    assert client.get(link).status_code == 200
    return client.get(link.partition("?")[0]).content.decode()


def test_searching_for_somebody_keeps_what_was_typed(as_teacher: Client, head: User) -> None:
    fields = {"title": "Voyage", "key": KEY, "people-text": "lefevre", "people-search": "1"}
    answer = as_teacher.post("/activites/nouvelle", fields)
    assert answer.status_code == 200
    assert 'value="Voyage"' in answer.content.decode()
    assert not Activity.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"title": " "}, {"title": "x" * 121}, {"key": "court"}])
def test_a_wrong_form_is_explained(as_teacher: Client, fields: dict[str, str]) -> None:
    answer = as_teacher.post("/activites/nouvelle", {"people-text": "", **fields})
    assert answer.status_code == 422
    assert not Activity.objects.exists()


def test_the_page_shows_things_people_and_what_comes_next(
    as_teacher: Client, as_head: Client, teacher: User, head: User, activity: Activity, mine: Ref
) -> None:
    add_person(activity, head, Role.VIEW, by=teacher)
    add_ref(activity, mine, by=teacher)
    url = activity.get_absolute_url()
    as_teacher.post(f"{url}etape", {"text": "Réserver le car", "due": "2026-12-04"})
    answer = as_head.get(url).content.decode()

    assert "Réserver le car" in answer
    assert "vendredi 4 décembre" in answer
    assert f'href="/depliants/{FIRST.id}/"' in answer
    assert "Sophie Lefèvre" in answer
    assert "Responsable" in answer
    for gesture in ("etape", "choses", "personnes/", "etat", "supprimer"):
        assert f'{url}{gesture}"' not in answer


def test_a_step_that_is_late_says_so(as_teacher: Client, page: str) -> None:
    as_teacher.post(f"{page}etape", {"text": "Réserver", "due": "2026-11-20"})
    assert "en retard depuis le" in as_teacher.get(page).content.decode()
    assert "en retard depuis le" in as_teacher.get("/activites/").content.decode()
    as_teacher.post(f"{page}etape", {"text": "", "due": "2026-11-20"})
    assert Activity.objects.get().next_step_on is None


def test_a_wrong_date_is_explained(as_teacher: Client, page: str) -> None:
    answer = as_teacher.post(f"{page}etape", {"text": "Réserver", "due": "bientôt"})
    assert answer.status_code == 422
    assert "fr-error-text" in answer.content.decode()


def test_a_thing_that_one_may_not_see_is_not_shown(
    as_outsider: Client, teacher: User, outsider: User, activity: Activity, mine: Ref
) -> None:
    add_ref(activity, mine, by=teacher)
    grant_person(activity.ref, outsider, Role.VIEW, by=teacher)
    answer = as_outsider.get(activity.get_absolute_url()).content.decode()
    assert "Programme" not in answer
    assert "Léa Martin" in answer


def test_a_guest_reads_with_their_key_and_changes_nothing(
    with_key: Client, client: Client, teacher: User, nadia: Guest, activity: Activity, mine: Ref
) -> None:
    add_guest(activity, nadia, Role.EDIT, by=teacher)
    add_ref(activity, mine, by=teacher)
    url = activity.get_absolute_url()
    answer = with_key.get(url)
    assert "Programme" in answer.content.decode()
    assert "Voyage" in follow(client, f"{url}?cle={TOKEN}")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert f"{url}choses" not in answer.content.decode()
    assert with_key.post(f"{url}etape", {"text": "x"})["Location"].startswith("/comptes/")


def test_own_things_are_offered_and_added(
    as_teacher: Client, teacher: User, head: User, activity: Activity, mine: Ref
) -> None:
    own_thing(SECOND, head)
    url = f"{activity.get_absolute_url()}choses"
    offered = as_teacher.get(url).content.decode()
    assert "Programme" in offered
    assert "Affiche" not in offered
    done = as_teacher.post(url, {"thing": str(mine)}, follow=True).content.decode()
    assert "Programme" in done
    assert "Programme" not in as_teacher.get(url).content.decode()


def test_a_thing_is_added_by_its_address(as_teacher: Client, page: str, mine: Ref) -> None:
    address = f"https://trousse.example/depliants/{FIRST.id}/?x=1"
    as_teacher.post(f"{page}choses", {"address": address})
    assert [row.thing for row in Activity.objects.get().things.all()] == [mine]


@pytest.mark.parametrize(
    "fields", [{}, {"thing": ""}, {"thing": "nothing"}, {"address": "https://example.org"}]
)
def test_an_address_that_is_none_is_explained(
    as_teacher: Client, page: str, fields: dict[str, str]
) -> None:
    answer = as_teacher.post(f"{page}choses", fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_only_who_is_responsible_for_a_thing_puts_it_in(
    as_teacher: Client, teacher: User, head: User, page: str
) -> None:
    own_thing(FIRST, head)
    assert as_teacher.post(f"{page}choses", {"thing": str(FIRST)}).status_code == 404
    grant_person(FIRST, teacher, Role.EDIT, by=head)
    assert as_teacher.post(f"{page}choses", {"thing": str(FIRST)}).status_code == 403
    assert as_teacher.post(f"{page}choses", {"thing": str(GONE)}).status_code == 404
    assert not Activity.objects.get().things.exists()


def test_a_thing_goes_out_by_those_who_change_it_or_own_it(
    as_teacher: Client, as_head: Client, as_outsider: Client, teacher: User, head: User,
    activity: Activity,
) -> None:  # fmt: skip
    url = f"{activity.get_absolute_url()}choses/retirer"
    own_thing(FIRST, head)
    for user in (head,):
        add_person(activity, user, Role.VIEW, by=teacher)
    for ref in (FIRST, SECOND):
        add_ref(activity, ref, by=teacher)

    assert as_outsider.post(url, {"thing": str(FIRST)}).status_code == 404
    assert as_head.post(url, {"thing": str(SECOND)}).status_code == 403
    assert as_head.post(url, {"thing": str(FIRST)}).status_code == 302
    assert as_teacher.post(url, {"thing": str(SECOND)}).status_code == 302
    assert as_teacher.post(url, {"thing": "?"}).status_code == 404
    assert not activity.things.exists()


def test_things_are_moved(as_teacher: Client, teacher: User, activity: Activity, page: str) -> None:
    for ref in (FIRST, SECOND):
        own_thing(ref, teacher)
        add_ref(activity, ref, by=teacher)
    as_teacher.post(f"{page}choses/deplacer", {"thing": str(SECOND), "to": "up"})
    answer = as_teacher.get(page).content.decode()
    assert answer.index("Affiche") < answer.index("Programme")


def test_people_come_in_change_role_and_go(
    as_teacher: Client, teacher: User, head: User, activity: Activity
) -> None:
    url = f"{activity.get_absolute_url()}personnes/"
    fields = {"people": person(head), "people-text": "", "role": "20"}
    came = as_teacher.post(url, fields, follow=True).content.decode()
    assert "1 personne ajoutée" in came
    row = activity.people.get(user=head).public_id
    as_teacher.post(f"{url}role", {"person": row, "role": "30"})
    assert role_of(head, activity.ref) == Role.EDIT
    gone = as_teacher.post(f"{url}retirer", {"person": row}, follow=True).content.decode()
    assert "Sophie Lefèvre n’est plus dans l’activité" in gone
    assert role_of(head, activity.ref) is None


def test_wrong_gestures_on_people_are_refused(
    as_teacher: Client, as_head: Client, teacher: User, head: User, activity: Activity
) -> None:
    add_person(activity, head, Role.EDIT, by=teacher)
    url = f"{activity.get_absolute_url()}personnes/"
    own_row = activity.people.get(user=teacher).public_id
    assert as_head.get(url).status_code == 403
    assert as_head.post(f"{url}retirer", {"person": own_row}).status_code == 403
    assert as_teacher.post(f"{url}role", {"person": own_row, "role": "99"}).status_code == 422
    assert as_teacher.post(f"{url}role", {"person": "x", "role": "20"}).status_code == 404
    assert as_teacher.post(f"{url}retirer", {"person": own_row}).status_code == 409
    assert as_teacher.post(f"{url}quitter").status_code == 409
    assert as_teacher.get(f"{url}quitter").status_code == 405
    assert as_teacher.post(url, {"people-text": "", "role": "20"}).status_code == 422
    assert activity.people.count() == 2


def test_one_leaves_by_oneself(
    as_head: Client, teacher: User, head: User, activity: Activity
) -> None:
    add_person(activity, head, Role.VIEW, by=teacher)
    left = as_head.post(f"{activity.get_absolute_url()}personnes/quitter")
    assert left["Location"] == "/activites/"
    assert as_head.get(activity.get_absolute_url()).status_code == 404


def test_texts_and_state_change(as_teacher: Client, page: str) -> None:
    as_teacher.post(f"{page}modifier", {"title": "Voyage à Porto", "description": "Mai"})
    as_teacher.post(f"{page}etat", {"state": "done"})
    answer = as_teacher.get(page).content.decode()
    assert "Voyage à Porto" in answer
    assert "Terminée" in answer
    assert as_teacher.post(f"{page}etat", {"state": "lost"}).status_code == 422
    assert as_teacher.post(f"{page}modifier", {"title": ""}).status_code == 422


def test_archived_ones_stand_apart(as_teacher: Client, activity: Activity) -> None:
    set_state(activity, Activity.State.ARCHIVED, by=None)
    answer = as_teacher.get("/activites/").content.decode()
    assert answer.index("Activités archivées") < answer.index("Voyage à Lisbonne")


def test_others_change_nothing(
    as_head: Client, as_outsider: Client, teacher: User, head: User, activity: Activity
) -> None:
    add_person(activity, head, Role.TAKE_PART, by=teacher)
    url = activity.get_absolute_url()
    gestures = ["modifier", "etape", "etat", "supprimer", "choses", "choses/deplacer"]
    fields = {"title": "À moi", "text": "x", "state": "done", "thing": str(FIRST)}
    for gesture in gestures:
        assert as_head.post(url + gesture, fields).status_code == 403
        assert as_outsider.post(url + gesture, fields).status_code == 404
    assert as_head.post("/activites/nowhere/modifier", fields).status_code == 404
    activity.refresh_from_db()
    assert (activity.title, activity.state) == ("Voyage à Lisbonne", "open")


def test_deleting_asks_first(
    as_teacher: Client, teacher: User, activity: Activity, mine: Ref
) -> None:
    add_ref(activity, mine, by=teacher)
    url = f"{activity.get_absolute_url()}supprimer"
    assert "Supprimer" in as_teacher.get(url).content.decode()
    assert Activity.objects.exists()
    assert as_teacher.post(url)["Location"] == "/activites/"
    assert not Activity.objects.exists()
    assert as_teacher.post(url).status_code == 404


def test_a_page_costs_the_same_for_many_things(
    as_teacher: Client, teacher: User, activity: Activity, django_assert_max_num_queries: object
) -> None:
    for ref in (FIRST, SECOND):
        own_thing(ref, teacher)
        add_ref(activity, ref, by=teacher)
    with django_assert_max_num_queries(14):  # type: ignore[operator]  # a fixture without a type
        as_teacher.get(activity.get_absolute_url())


def test_the_home_page_starts_one_and_takes_them_up_again(
    as_teacher: Client, activity: Activity
) -> None:
    home = as_teacher.get("/").content.decode()
    assert 'href="/activites/nouvelle"' in home
    assert f'href="{activity.get_absolute_url()}"' in home


def test_people_talk_on_the_page_as_their_role_allows(
    as_teacher: Client, as_head: Client, teacher: User, head: User, activity: Activity
) -> None:
    add_person(activity, head, Role.VIEW, by=teacher)
    write = f"/commentaires/activity/{activity.public_id}/"
    add_comment = {"text": "Qui réserve le car ?"}
    assert as_head.post(write, add_comment).status_code == 403
    add_person(activity, head, Role.TAKE_PART, by=teacher)
    assert "<textarea" in as_head.get(activity.get_absolute_url()).content.decode()


def test_an_activity_is_followed_by_those_who_see_it(
    activity: Activity, teacher: User, outsider: User
) -> None:
    assert may_follow(Viewer(teacher, {}), activity.ref)
    assert not may_follow(Viewer(outsider, {}), activity.ref)
