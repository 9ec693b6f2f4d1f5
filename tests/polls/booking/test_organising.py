"""What the organiser does: the list, for somebody, against somebody, on paper, as files."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from tests.polls.booking.conftest import asking, page_of, slots_of, take, taken, wait
from tests.polls.conftest import newcomer
from trousse.accounts.models import User
from trousse.accounts.queries import subject_of
from trousse.agenda.models import Event
from trousse.core.clock import now
from trousse.core.errors import Conflict
from trousse.core.models import AuditEntry, Mail
from trousse.notifications.models import Notification
from trousse.services.polls import personal_data
from trousse.services.polls.inviting import remind_missing, tell_organisers
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import decide_slot, delete_poll
from trousse.services.polls.retention import delete_expired_polls

PETIT = "petit@famille.example"


def address(poll: Poll, index: int) -> str:
    return f"{poll.get_absolute_url()}rendez-vous/{slots_of(poll)[index].public_id}/"


def act(client: Client, poll: Poll, index: int, gesture: str, /, **fields: str) -> int:
    slot = slots_of(poll)[index].public_id
    sent = {"act": gesture, "slot": slot, "key": "o" * 22, "email": "", **fields}
    return client.post(address(poll, index), sent).status_code


def row_of(poll: Poll) -> str:
    return Participant.objects.get(poll=poll).public_id


def test_the_organiser_sees_who_comes_when(
    organiser: Client, family: Client, evening: Poll
) -> None:
    take(family, evening, 1)
    page = page_of(organiser, evening)

    assert "Famille Durand" in page
    assert "1 pris sur 3" in page
    assert "Prendre ce rendez-vous" not in page


def test_an_appointment_is_taken_for_somebody_with_a_trace(
    organiser: Client, lea: User, evening: Poll
) -> None:
    assert act(organiser, evening, 0, "book", name="Famille Petit", email=PETIT) == 302

    row = Participant.objects.get()
    assert taken(evening)[0] == "Famille Petit"
    assert row.entered_by == lea
    assert "saisi par un organisateur" in page_of(organiser, evening)
    assert Mail.objects.get(to=PETIT).subject.startswith("Votre rendez-vous")
    assert AuditEntry.objects.filter(action="polls:poll:book_for", actor=lea).exists()


def test_taken_twice_for_somebody_it_is_taken_once(organiser: Client, evening: Poll) -> None:
    act(organiser, evening, 0, "book", name="Famille Petit")
    act(organiser, evening, 0, "book", name="Famille Petit")

    assert Participant.objects.count() == 1


def test_a_taken_time_is_not_given_to_somebody_else(
    organiser: Client, family: Client, evening: Poll
) -> None:
    take(family, evening, 0)

    assert act(organiser, evening, 0, "book", name="Famille Petit") == 409
    assert act(organiser, evening, 1, "book", name=" ") == 422
    assert taken(evening) == ["Famille Durand", "", ""]


def test_somebody_is_called_off_with_a_word_and_the_time_is_blocked(
    organiser: Client, other: Client, evening: Poll
) -> None:
    take(other, evening, 0, name="Famille Petit", email=PETIT)
    act(organiser, evening, 0, "call_off", row=row_of(evening), word="Je suis en sortie.")

    letter = Mail.objects.filter(to=PETIT).order_by("-pk")[0]
    assert "n’aura pas lieu" in letter.subject
    assert "Je suis en sortie." in letter.text
    assert b"METHOD:CANCEL" in bytes(letter.calendar or b"")
    assert taken(evening) == ["", "", ""]
    assert slots_of(evening)[0].public_id not in page_of(other, evening)
    assert act(organiser, evening, 0, "offer") == 302
    assert slots_of(evening)[0].public_id in page_of(other, evening)


def test_an_agent_called_off_is_told_the_word(
    organiser: Client, karim: User, evening: Poll
) -> None:
    agent = newcomer(evening)
    agent.force_login(karim)
    take(agent, evening, 0)
    act(organiser, evening, 0, "call_off", row=row_of(evening), word="Je suis en sortie.")

    notice = Notification.objects.get(user=karim, kind="polls.appointment_called_off")
    assert notice.params["word"] == "Je suis en sortie."


def test_called_off_and_offered_again_it_goes_to_who_waits(
    organiser: Client, family: Client, other: Client, evening: Poll
) -> None:
    take(family, evening, 0)
    row = row_of(evening)
    wait(other, evening, 0, name="Famille Petit", email=PETIT)
    act(organiser, evening, 0, "call_off", row=row, stays_offered="1")

    assert taken(evening)[0] == "Famille Petit"


def test_somebody_is_moved_and_told(organiser: Client, other: Client, evening: Poll) -> None:
    take(other, evening, 0, name="Famille Petit", email=PETIT)
    act(organiser, evening, 0, "move", row=row_of(evening), slot=slots_of(evening)[2].public_id)

    assert taken(evening) == ["", "", "Famille Petit"]
    assert "déplacé" in Mail.objects.filter(to=PETIT).order_by("-pk")[0].subject


def test_a_blocked_time_keeps_who_took_it(organiser: Client, family: Client, evening: Poll) -> None:
    take(family, evening, 0)
    act(organiser, evening, 0, "block")
    act(organiser, evening, 0, "block")

    assert taken(evening)[0] == "Famille Durand"
    assert AuditEntry.objects.filter(action="polls:poll:block_slot").count() == 1


@pytest.mark.parametrize("name", ["", "unknown"])
def test_an_unknown_gesture_changes_nothing(organiser: Client, evening: Poll, name: str) -> None:
    assert act(organiser, evening, 0, name) == 422


def test_nobody_else_does_any_of_it(karim: User, family: Client, evening: Poll) -> None:
    agent = newcomer(evening)
    agent.force_login(karim)

    assert act(agent, evening, 0, "block") == 403
    assert act(family, evening, 0, "block") == 302  # to the sign-in page
    assert agent.get(f"{evening.get_absolute_url()}rendez-vous/imprimer").status_code == 403
    assert agent.get(f"{evening.get_absolute_url()}rendez-vous/affiche").status_code == 403
    assert slots_of(evening)[0].is_offered


def test_a_missing_time_is_not_found(organiser: Client, evening: Poll) -> None:
    missing = f"{evening.get_absolute_url()}rendez-vous/{'z' * 22}/"

    assert organiser.get(missing).status_code == 404


def test_the_list_on_paper_has_a_line_a_time(organiser: Client, lea: User) -> None:
    poll = asking(lea, "Prénom de l’élève")
    field = f"reply-{poll.questions.get().public_id}"
    take(newcomer(poll), poll, 1, **{field: "Zoé D."})
    page = organiser.get(f"{poll.get_absolute_url()}rendez-vous/imprimer").content.decode()

    assert page.count('<th scope="row">') == 3
    assert "Zoé D." in page


def test_the_page_to_give_out_has_the_link_as_a_picture(organiser: Client, evening: Poll) -> None:
    page = organiser.get(f"{evening.get_absolute_url()}rendez-vous/affiche").content.decode()

    assert "<svg" in page
    assert f"{evening.get_absolute_url()}?cle=" in page


@pytest.mark.parametrize("form", ["csv", "ods", "ics"])
def test_files_are_for_the_organiser(
    organiser: Client, family: Client, evening: Poll, form: str
) -> None:
    take(family, evening, 0, name="=Famille")
    file = f"{evening.get_absolute_url()}export.{form}"

    assert organiser.get(file).status_code == 200
    assert family.get(file).status_code == 403


def test_the_table_says_who_comes_and_who_waits(
    organiser: Client, family: Client, other: Client, evening: Poll
) -> None:
    take(family, evening, 0, name="=Famille")
    wait(other, evening, 0, name="Petit", email=PETIT)
    text = organiser.get(f"{evening.get_absolute_url()}export.csv").content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert table[1] == ["2026-12-01", "17:00", "17:10", "Salle 12", "'=Famille", ""]
    assert table[2][3:] == ["liste d’attente", "Petit", PETIT]


def test_appointments_are_neither_chosen_nor_reminded(lea: User, evening: Poll) -> None:
    with pytest.raises(Conflict):
        decide_slot(evening, slots_of(evening)[0], lea)
    with pytest.raises(Conflict):
        remind_missing(evening, lea)


def test_the_organiser_is_told_once_a_day(
    family: Client, lea: User, evening: Poll, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=5))
    take(family, evening, 0)
    tell_organisers()
    tell_organisers()

    assert [one.kind for one in Notification.objects.filter(user=lea)] == ["polls.booked"]


def test_a_changed_place_follows_in_the_agenda(
    organiser: Client, family: Client, evening: Poll
) -> None:
    take(family, evening, 0)
    sent = {"title": "Réunion", "place": "Salle 14", "description": "", "notice_hours": "24"}
    organiser.post(f"{evening.get_absolute_url()}rendez-vous/modifier", sent)

    assert Event.objects.get().place == "Salle 14"


def test_deleted_appointments_are_called_off_and_leave_no_name(
    lea: User, other: Client, evening: Poll
) -> None:
    take(other, evening, 0, name="Famille Petit", email=PETIT)
    delete_poll(evening, lea)

    assert b"METHOD:CANCEL" in bytes(
        Mail.objects.filter(to=PETIT).order_by("-pk")[0].calendar or b""
    )
    assert not Event.objects.exists()
    assert not Participant.objects.exists()


def test_expired_appointments_go_with_their_events(other: Client, evening: Poll) -> None:
    take(other, evening, 0, name="Famille Petit", email=PETIT)
    over = {"expires_on": date(2026, 11, 1), "deletion_told_at": now() - timedelta(days=20)}
    Poll.objects.filter(pk=evening.pk).update(**over)
    delete_expired_polls()

    assert not Event.objects.exists()
    assert not Mail.objects.filter(calendar_method="CANCEL").exists()


def test_an_erased_person_leaves_neither_name_nor_event_and_frees_the_place(
    karim: User, other: Client, evening: Poll
) -> None:
    agent = newcomer(evening)
    agent.force_login(karim)
    take(agent, evening, 0)
    wait(other, evening, 0, name="Famille Petit", email=PETIT)
    exported = personal_data.export(subject_of(karim))
    personal_data.erase(subject_of(karim))

    assert exported["answers"][0]["appointments"] == ["2026-12-01 17:00"]
    assert taken(evening)[0] == "Famille Petit"
    assert not any("Benali" in event.title for event in Event.objects.all())


def test_my_answers_tell_the_appointment(karim: User, evening: Poll) -> None:
    agent = newcomer(evening)
    agent.force_login(karim)
    take(agent, evening, 0)
    page = agent.get("/sondages/mes-reponses/").content.decode()

    assert "17\u00a0h" in page
    assert "Oui</strong>" not in page
