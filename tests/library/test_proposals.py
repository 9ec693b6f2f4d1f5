"""What people wish for: proposed, found again, supported, answered, erased."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.factories.directory import affiliated
from tests.factories.library import make_entry
from tests.factories.offices import academy
from tests.factories.people import UserFactory
from trousse.accounts.models import User
from trousse.core.errors import Conflict
from trousse.core.models import AuditEntry
from trousse.core.personal_data import DataSubject
from trousse.library.models import Entry, Proposal, Support
from trousse.library.proposals import personal_data
from trousse.library.proposals.operations import (
    Reply,
    Wish,
    answer_proposal,
    forget_old_proposals,
    make_proposal,
    support_proposal,
)
from trousse.notifications.models import Notification
from trousse.sharing.models import Grant, Reason
from trousse.sharing.takedown import take_down

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PAGE = "/bibliotheque/proposer/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def wished(by: User, title: str = "Réserver le gymnase", number: int = 0) -> Proposal:
    wish = Wish("need", title, "Nous le faisons sur papier.")
    return make_proposal(wish, key=f"key-{by.pk}-{number:020}", by=by)


def typed(**changes: str) -> dict[str, str]:
    start = {
        "kind": "need",
        "title": "Réserver une salle informatique",
        "text": "Aujourd’hui sur un tableau en salle des professeurs.",
        "url": "",
        "audience": "",
        "key": "k" * 22,
        "seen": "",
    }
    return start | changes


def reply(**changes: str) -> dict[str, str]:
    return {"state": "studied", "answer": "Nous regardons.", "entry": "", "version": "1"} | changes


def people(count: int) -> list[User]:
    return [UserFactory.create(email=f"p{n}@example.org") for n in range(count)]


def test_anybody_signed_in_proposes(client: Client, teacher: User) -> None:
    affiliated(teacher, academy("rennes"))
    client.force_login(teacher)
    response = client.post(f"{PAGE}nouveau", typed())
    made = Proposal.objects.get()
    assert response.headers["Location"] == f"{PAGE}{made.public_id}/"
    assert (made.author, made.state, made.academy) == (teacher, "received", academy("rennes"))
    page = client.get(response.headers["Location"]).content.decode()
    assert "Réserver une salle informatique" in page
    assert "1 personne" in page


def test_a_visitor_signs_in_first(client: Client) -> None:
    for path in (PAGE, f"{PAGE}nouveau", f"{PAGE}semblables"):
        assert "/comptes/" in client.get(path).headers["Location"]
    assert "/comptes/" in client.post(f"{PAGE}nouveau", typed()).headers["Location"]
    assert Proposal.objects.count() == 0


def test_sent_twice_it_is_kept_once(client: Client, teacher: User) -> None:
    client.force_login(teacher)
    for _ in range(2):
        assert client.post(f"{PAGE}nouveau", typed(seen=typed()["title"])).status_code == 302
    assert Proposal.objects.count() == 1
    assert AuditEntry.objects.filter(action="library:proposal:make").count() == 1


def test_what_resembles_it_is_shown_first_and_only_once(
    client: Client, teacher: User, outsider: User
) -> None:
    wished(outsider, "Réserver la salle informatique du CDI")
    client.force_login(teacher)
    response = client.post(f"{PAGE}nouveau", typed())
    page = response.content.decode()
    assert response.status_code == 200
    assert "Réserver la salle informatique du CDI" in page
    assert "Aujourd’hui sur un tableau" in page
    assert Proposal.objects.count() == 1
    assert client.post(f"{PAGE}nouveau", typed(seen=typed()["title"])).status_code == 302
    assert Proposal.objects.count() == 2


def test_another_title_is_looked_at_again(client: Client, teacher: User, outsider: User) -> None:
    wished(outsider, "Réserver la salle informatique du CDI")
    client.force_login(teacher)
    response = client.post(f"{PAGE}nouveau", typed(seen="Autre chose"))
    assert response.status_code == 200
    assert Proposal.objects.count() == 1


def test_services_of_the_library_are_shown_too(
    client: Client, teacher: User, services: dict[str, Entry]
) -> None:
    client.force_login(teacher)
    page = client.post(f"{PAGE}nouveau", typed(title="Un Framadate libre")).content.decode()
    assert "/bibliotheque/framadate/" in page
    assert Proposal.objects.count() == 0


def test_while_one_types_the_list_comes_alone(
    client: Client, teacher: User, outsider: User
) -> None:
    wished(outsider)
    client.force_login(teacher)
    found = client.get(f"{PAGE}semblables", {"title": "réservation d’un gymnase"}).content.decode()
    assert "Réserver le gymnase" in found
    assert "<html" not in found
    nothing = client.get(f"{PAGE}semblables", {"title": "un outil pour la classe"})
    assert nothing.content.strip() == b""


def test_a_refused_form_gives_everything_back(client: Client, teacher: User) -> None:
    client.force_login(teacher)
    response = client.post(f"{PAGE}nouveau", typed(title="", url="nowhere"))
    assert response.status_code == 422
    assert "Aujourd’hui sur un tableau" in response.content.decode()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org"])
def test_an_address_that_acts_is_refused(client: Client, teacher: User, url: str) -> None:
    client.force_login(teacher)
    assert client.post(f"{PAGE}nouveau", typed(url=url)).status_code == 422


def test_five_proposals_a_day_are_enough(client: Client, teacher: User) -> None:
    for number in range(5):
        wished(teacher, f"Titre {number}", number)
    client.force_login(teacher)
    response = client.post(f"{PAGE}nouveau", typed(seen=typed()["title"]))
    assert response.status_code == 429
    assert "Aujourd’hui sur un tableau" in response.content.decode()
    assert Proposal.objects.count() == 5


def test_me_too_counts_once_and_is_taken_back(
    client: Client, teacher: User, outsider: User
) -> None:
    one = wished(outsider)
    client.force_login(teacher)
    for _ in range(2):
        assert client.post(f"{PAGE}{one.public_id}/soutenir").status_code == 302
    page = client.get(f"{PAGE}{one.public_id}/").content.decode()
    assert "2 personnes" in page
    assert teacher.last_name not in page.partition("<main")[2]
    for _ in range(2):
        assert client.post(f"{PAGE}{one.public_id}/ne-plus-soutenir").status_code == 302
    assert Support.objects.count() == 0


def test_ones_own_proposal_counts_already(client: Client, teacher: User) -> None:
    one = wished(teacher)
    client.force_login(teacher)
    assert client.post(f"{PAGE}{one.public_id}/soutenir").status_code == 409


def test_what_is_settled_takes_no_more_support(
    client: Client, teacher: User, outsider: User
) -> None:
    one = wished(outsider)
    Proposal.objects.update(state="refused")
    client.force_login(teacher)
    assert client.post(f"{PAGE}{one.public_id}/soutenir").status_code == 409
    assert Support.objects.count() == 0


def test_support_is_not_a_link(client: Client, teacher: User, outsider: User) -> None:
    one = wished(outsider)
    client.force_login(teacher)
    assert client.get(f"{PAGE}{one.public_id}/soutenir").status_code == 405
    assert client.post(f"{PAGE}missing/soutenir").status_code == 404
    assert client.get(f"{PAGE}missing/").status_code == 404


def test_the_most_wished_comes_first(client: Client, teacher: User) -> None:
    first, second = people(2)
    wished(first, "Peu demandé")
    support_proposal(wished(second, "Très demandé"), by=teacher)
    client.force_login(teacher)
    page = client.get(PAGE).content.decode()
    assert page.index("Très demandé") < page.index("Peu demandé")


def test_the_list_is_narrowed_to_a_state(client: Client, teacher: User) -> None:
    first, second = people(2)
    wished(first, "En attente")
    Proposal.objects.filter(pk=wished(second, "Déjà fait").pk).update(state="done")
    client.force_login(teacher)
    page = client.get(PAGE, {"etat": "done"}).content.decode()
    assert "Déjà fait" in page
    assert "En attente" not in page


def test_an_answer_is_read_by_all_and_told_to_those_who_wish_it(
    client: Client, teacher: User, national: User, run_tasks: Callable[..., int]
) -> None:
    [supporter] = people(1)
    one = wished(teacher)
    support_proposal(one, by=supporter)
    client.force_login(national)
    response = client.post(f"{PAGE}{one.public_id}/repondre", reply())
    assert response.status_code == 302
    run_tasks()
    told = Notification.objects.filter(kind="library.proposal_answered")
    assert set(told.values_list("user", flat=True)) == {teacher.pk, supporter.pk}
    client.force_login(supporter)
    assert "Nous regardons." in client.get(f"{PAGE}{one.public_id}/").content.decode()


def test_what_is_done_leads_to_its_service(client: Client, teacher: User, national: User) -> None:
    make_entry("reservations")
    one = wished(teacher)
    client.force_login(national)
    client.post(f"{PAGE}{one.public_id}/repondre", reply(state="done", entry="reservations"))
    assert "/bibliotheque/reservations/" in client.get(f"{PAGE}{one.public_id}/").content.decode()


def test_a_refusal_gives_its_reason(client: Client, teacher: User, national: User) -> None:
    one = wished(teacher)
    client.force_login(national)
    sent = client.post(f"{PAGE}{one.public_id}/repondre", reply(state="refused", answer=""))
    assert sent.status_code == 422
    assert Proposal.objects.get().state == "received"


def test_only_editors_answer(client: Client, teacher: User, owner: User) -> None:
    one = wished(teacher)
    for person in (teacher, owner):
        client.force_login(person)
        assert client.post(f"{PAGE}{one.public_id}/repondre", reply()).status_code == 403
        assert "repondre" not in client.get(f"{PAGE}{one.public_id}/").content.decode()


def test_an_academie_answers_its_own_people(client: Client, teacher: User, regional: User) -> None:
    elsewhere = wished(teacher)
    affiliated(teacher, academy("rennes"))
    here = wished(teacher, "Autre besoin", 1)
    client.force_login(regional)
    assert client.post(f"{PAGE}{elsewhere.public_id}/repondre", reply()).status_code == 403
    assert client.post(f"{PAGE}{here.public_id}/repondre", reply()).status_code == 302


def test_an_answer_given_meanwhile_is_not_overwritten(
    client: Client, teacher: User, national: User
) -> None:
    one = wished(teacher)
    answer_proposal(one, Reply("accepted", "Oui."), version=1, by=national)
    client.force_login(national)
    late = client.post(f"{PAGE}{one.public_id}/repondre", reply(answer="Ma réponse."))
    page = late.content.decode()
    assert late.status_code == 409
    assert "Ma réponse." in page
    assert "Oui." in page
    assert Proposal.objects.get().answer == "Oui."
    again = client.post(f"{PAGE}{one.public_id}/repondre", reply(version="2"))
    assert again.status_code == 302


def test_what_operators_took_down_is_out_of_sight(
    client: Client, teacher: User, outsider: User, national: User
) -> None:
    one = wished(outsider, "Contenu déplacé")
    client.force_login(teacher)
    report = client.get(f"/signaler/proposal/{one.public_id}/")
    assert report.status_code == 200
    take_down(one.ref, reason=Reason.SPAM, note="", by=national)
    assert "Contenu déplacé" not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}{one.public_id}/").status_code == 410


def test_erasing_somebody_deletes_what_nobody_else_wishes(teacher: User) -> None:
    [supporter] = people(1)
    wished(teacher, "Seul")
    shared = wished(teacher, "Partagé", 1)
    support_proposal(shared, by=supporter)
    subject = DataSubject(user=teacher)
    assert len(personal_data.foresee(subject)) == 2
    assert len(personal_data.export(subject)["proposals"]) == 2
    personal_data.erase(subject)
    left = Proposal.objects.get()
    assert (left.title, left.author) == ("Partagé", None)
    personal_data.erase(DataSubject(user=supporter))
    assert Support.objects.count() == 0


def test_a_proposal_goes_with_its_rights(teacher: User, clock: time_machine.Traveller) -> None:
    one = wished(teacher)
    assert Grant.objects.filter(ref=str(one.ref)).count() == 2
    clock.shift(timedelta(days=3 * 365 - 1))
    forget_old_proposals()
    assert Proposal.objects.count() == 1
    clock.shift(timedelta(days=2))
    forget_old_proposals()
    assert Proposal.objects.count() == 0
    assert Grant.objects.filter(ref=str(one.ref)).count() == 0


def test_a_support_of_ones_own_is_refused_below_the_pages(teacher: User) -> None:
    with pytest.raises(Conflict):
        support_proposal(wished(teacher), by=teacher)
