"""People take their data away and have them erased: with an account, or by a guest's key."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.core.management import CommandError, call_command
from django.test import AsyncClient, Client

from tests.accounts.conftest import EMAIL, PASSWORD, sign_in
from trousse.accounts.current import KEYS_COOKIE, hash_token
from trousse.accounts.leaving import ask_for_erasure
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import create_person, reactivate_account
from trousse.accounts.queries import subject_at, subject_of
from trousse.accounts.retention import finish_erasures, forget_ended_guests
from trousse.core.clock import now
from trousse.core.mail import Letter, queue_letter
from trousse.core.models import AuditEntry, Mail
from trousse.core.personal_data import DataSubject, registry

PAGE = "/comptes/mes-donnees/"
DOWNLOAD = f"{PAGE}telecharger/"
ERASE = f"{PAGE}effacer/"


def answers_in(response: Any) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        return {
            name.removesuffix(".json"): json.loads(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".json")
        }


def invite(name: str, token: str, **fields: object) -> Guest:
    values = {"expires_at": now() + timedelta(days=30), "email": f"{token}@example.org"} | fields
    return Guest.objects.create(name=name, token_hash=hash_token(token), **values)


def with_key(*tokens: str) -> Client:
    client = Client()
    client.cookies[KEYS_COOKIE] = ".".join(tokens)
    return client


# --- Taking away -----------------------------------------------------------------------------


def test_somebody_takes_everything_away(as_sure_lea: Client, lea: User) -> None:
    assert "Télécharger mes données" in as_sure_lea.get(PAGE).content.decode()
    response = as_sure_lea.post(DOWNLOAD)
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="mes-donnees-')
    assert "no-store" in response["Cache-Control"]
    assert "Content-Encoding" not in response
    answers = answers_in(response)
    assert answers["accounts"]["account"]["email"] == EMAIL
    assert answers["accounts"]["addresses"] == [{"email": EMAIL, "verified": True, "primary": True}]
    assert lea.password not in json.dumps(answers)


def test_its_length_is_told_and_true(as_sure_lea: Client) -> None:
    response = as_sure_lea.post(DOWNLOAD)
    assert len(b"".join(response.streaming_content)) == int(response["Content-Length"])


def test_an_asynchronous_server_sends_it_too(as_sure_lea: Client) -> None:
    async def download() -> bytes:
        client = AsyncClient()
        client.cookies = as_sure_lea.cookies
        response = await client.post(DOWNLOAD)
        return b"".join([piece async for piece in response.streaming_content])

    content = async_to_sync(download)()
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


@pytest.mark.parametrize(("page", "method"), [(PAGE, "get"), (DOWNLOAD, "post"), (ERASE, "get")])
def test_somebody_shows_again_that_it_is_they(as_lea: Client, page: str, method: str) -> None:
    response = getattr(as_lea, method)(page)
    assert response["Location"].startswith("/comptes/reauthenticate/")


@pytest.mark.parametrize(("page", "method"), [(PAGE, "get"), (DOWNLOAD, "post"), (ERASE, "post")])
def test_a_stranger_is_led_to_the_sign_in(client: Client, db: None, page: str, method: str) -> None:
    response = getattr(client, method)(page, {"word": "effacer"} if method == "post" else {})
    assert response["Location"].startswith("/comptes/login/?next=")


def test_it_is_downloaded_by_a_form_only(as_sure_lea: Client) -> None:
    assert as_sure_lea.get(DOWNLOAD).status_code == 405


def test_downloads_are_counted(as_sure_lea: Client) -> None:
    statuses = []
    for _ in range(11):
        response = as_sure_lea.post(DOWNLOAD)
        statuses.append(response.status_code)
        list(response)
    assert statuses == [200] * 10 + [429]


def test_a_download_is_audited_without_its_content(as_sure_lea: Client, lea: User) -> None:
    list(as_sure_lea.post(DOWNLOAD))
    entry = AuditEntry.objects.get(action="accounts:data:export")
    assert (entry.subject, entry.actor, entry.details) == (f"user:{lea.public_id}", lea, {})


def test_a_guest_takes_away_what_is_theirs(db: None) -> None:
    invite("Paul Durand", "paul")
    invite("Anne Roy", "anne")
    response = with_key("paul").post(DOWNLOAD)
    assert [row["name"] for row in answers_in(response)["accounts"]["guest"]] == ["Paul Durand"]


@pytest.mark.parametrize("fields", [{"expires_at": now() - timedelta(days=1)}, {"token_hash": ""}])
def test_a_key_that_is_over_opens_nothing(db: None, fields: dict[str, object]) -> None:
    guest = invite("Paul Durand", "paul")
    Guest.objects.filter(pk=guest.pk).update(**fields)
    assert with_key("paul").get(PAGE).status_code == 302
    assert with_key("").get(PAGE).status_code == 302


def test_the_key_gives_nothing_that_only_the_address_gives(lea: User) -> None:
    """Whoever invites somebody types an address, and may hold the key too."""
    queue_letter(Letter(key="a", to=EMAIL, subject="Secret", text="…"))
    invite("Léa", "stolen", email=EMAIL, invited_by=create_person("thief@example.org"))
    answers = answers_in(with_key("stolen").post(DOWNLOAD))
    assert answers.keys() == {"accounts"}
    assert "Secret" not in json.dumps(answers)


def test_a_former_guest_is_part_of_the_account(lea: User) -> None:
    mine = invite("Léa", "mine", email="other@example.org", user=lea)
    same_address = invite("L. Martin", "same", email=EMAIL)
    invite("Paul Durand", "paul")
    assert subject_of(lea).guests == (mine, same_address)


def test_an_operator_finds_people_by_their_address(lea: User) -> None:
    guest = invite("Paul Durand", "paul", email="Paul@Example.org")
    assert subject_at(f" {EMAIL.upper()} ").user == lea
    assert subject_at("paul@example.org") == DataSubject(
        None, (guest,), frozenset({"paul@example.org"})
    )
    assert subject_at("nobody@example.org").guests == ()


# --- Erasing ---------------------------------------------------------------------------------


def erase(client: Client, word: str = "effacer") -> int:
    return client.post(ERASE, {"word": word}).status_code


def test_the_page_says_what_goes_and_what_stays(as_sure_lea: Client) -> None:
    page = as_sure_lea.get(ERASE).content.decode()
    assert page.index("Ce qui part") < page.index("Votre compte") < page.index("Ce qui reste")
    assert "pendant 365 jours" in page


@pytest.mark.parametrize("word", ["", "non", "efface", "x" * 500])
def test_another_word_erases_nothing(as_sure_lea: Client, lea: User, word: str) -> None:
    assert erase(as_sure_lea, word) == 422
    lea.refresh_from_db()
    assert lea.is_active


def test_everything_closes_at_once(
    as_sure_lea: Client, lea: User, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:  # fmt: skip
    closed: list[str] = []
    monkeypatch.setattr("trousse.accounts.ending.announce_end_of_session", closed.append)
    elsewhere = Client()
    sign_in(elsewhere)
    key = elsewhere.session.session_key
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        assert erase(as_sure_lea, " «\u202fEffacer\u202f» ") == 302
    assert key in closed
    assert as_sure_lea.get("/comptes/").status_code == 302
    assert elsewhere.get("/comptes/").status_code == 302
    assert sign_in(Client()).status_code == 200  # the form again, not a redirection
    assert "en cours d’effacement" in as_sure_lea.get(f"{PAGE}au-revoir/").content.decode()


def test_nothing_is_left_but_random_ids(
    as_sure_lea: Client, lea: User, run_tasks: Callable[..., int]
) -> None:
    erase(as_sure_lea)
    run_tasks()
    assert not User.objects.filter(pk=lea.pk).exists()
    entries = AuditEntry.objects.filter(subject=f"user:{lea.public_id}")
    assert {entry.actor for entry in entries} == {None}
    assert {"accounts:user:ask_erasure", "accounts:user:erase"} <= {one.action for one in entries}


def test_an_erasure_takes_up_where_it_was_interrupted(
    lea: User, run_tasks: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []

    def fail_once(_: DataSubject) -> None:
        runs.append("portal")
        if len(runs) == 1:
            raise OSError("disk")

    monkeypatch.setattr(registry, "_handlers", dict(registry._handlers))
    registry.register_personal_data("portal", export=str, erase=fail_once)
    with time_machine.travel(now(), tick=False) as clock:
        ask_for_erasure(lea, actor=lea)
        run_tasks(allow_failures=True)
        assert User.objects.filter(pk=lea.pk).exists()
        clock.shift(timedelta(hours=1))
        run_tasks()
    assert runs == ["portal", "portal"]
    assert not User.objects.filter(pk=lea.pk).exists()


def test_asking_twice_is_asking_once(lea: User, run_tasks: Callable[..., int]) -> None:
    ask_for_erasure(lea, actor=lea)
    ask_for_erasure(User.objects.get(pk=lea.pk), actor=lea)
    assert run_tasks() == 1
    assert AuditEntry.objects.filter(action="accounts:user:ask_erasure").count() == 1


def test_a_lost_erasure_is_found_again_the_next_day(
    lea: User, run_tasks: Callable[..., int]
) -> None:
    User.objects.filter(pk=lea.pk).update(erasure_asked_at=now(), is_active=False)
    guest = invite("Paul Durand", "paul", erasure_asked_at=now())
    finish_erasures()
    run_tasks()
    assert not User.objects.filter(pk=lea.pk).exists()
    assert not Guest.objects.filter(pk=guest.pk).exists()


def test_an_account_that_is_being_erased_is_not_opened_again(lea: User) -> None:
    operator = create_person("operator@example.org")
    ask_for_erasure(lea, actor=lea)
    reactivate_account(lea, by=operator)
    lea.refresh_from_db()
    assert not lea.is_active


def test_a_guest_is_erased_by_their_key(db: None, run_tasks: Callable[..., int]) -> None:
    guest, other = invite("Paul Durand", "paul"), invite("Anne Roy", "anne")
    queue_letter(Letter(key="a", to=guest.email, subject="Votre lien", text="Bonjour Paul"))
    client = with_key("paul")
    assert "Votre lien cesse de fonctionner" in client.get(PAGE).content.decode()
    assert erase(client) == 302
    assert with_key("paul").get(PAGE).status_code == 302
    assert client.cookies[KEYS_COOKIE].value == ""
    run_tasks()
    assert list(Guest.objects.all()) == [other]
    assert (Mail.objects.get().to, Mail.objects.get().text) == ("", "")


def test_a_stolen_key_drops_no_letter_of_somebody_else(
    lea: User, run_tasks: Callable[..., int]
) -> None:
    invite("Léa", "stolen", email=EMAIL)
    queue_letter(Letter(key="a", to=EMAIL, subject="Code", text="123"))
    erase(with_key("stolen"))
    run_tasks()
    assert Mail.objects.get().to == EMAIL


def test_erasing_needs_the_word_in_the_language_of_the_page(as_sure_lea: Client, lea: User) -> None:
    User.objects.filter(pk=lea.pk).update(language="en")
    assert "To confirm, type “erase”" in as_sure_lea.get(ERASE).content.decode()
    assert erase(as_sure_lea, "effacer") == 422
    assert erase(as_sure_lea, "erase") == 302


def test_an_invitation_that_is_over_goes(db: None) -> None:
    invite("Paul Durand", "paul", expires_at=now() - timedelta(minutes=1))
    kept = invite("Anne Roy", "anne")
    assert forget_ended_guests() is False
    assert list(Guest.objects.all()) == [kept]


# --- Operators -------------------------------------------------------------------------------


def test_an_operator_writes_an_archive(
    lea: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lea.zip"
    call_command("export_person", EMAIL, str(path))
    assert zipfile.ZipFile(path).testzip() is None
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="exists"):
        call_command("export_person", EMAIL, str(path))


def test_an_operator_erases_only_when_sure(
    lea: User, run_tasks: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("erase_person", EMAIL)
    assert "Nothing was erased" in capsys.readouterr().out
    assert User.objects.get(pk=lea.pk).is_active
    call_command("erase_person", EMAIL, "--yes")
    run_tasks()
    assert not User.objects.filter(pk=lea.pk).exists()


def test_an_operator_erases_an_address_without_account(db: None) -> None:
    invite("Paul Durand", "paul", email="paul@example.org")
    queue_letter(Letter(key="a", to="paul@example.org", subject="Votre lien", text="…"))
    call_command("erase_person", "paul@example.org", "--yes")
    assert not Guest.objects.exists()
    assert Mail.objects.get().to == ""


def test_the_last_administrator_is_not_erased_by_mistake(db: None) -> None:
    User.objects.create_superuser("root@example.org", PASSWORD)
    with pytest.raises(CommandError, match="administers"):
        call_command("erase_person", "root@example.org", "--yes")
