"""Files of a thing through its pages: added, opened, described, removed, by the thing's rights."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.test import AsyncClient, Client
from PIL import Image
from pytest_django import Settings

from tests.files.conftest import LEAFLET, PAGE, PDF, body_of, picture, upload
from trousse.accounts.models import Guest, User
from trousse.core.errors import Conflict
from trousse.core.models import AuditEntry, Event
from trousse.core.refs import Ref
from trousse.files.models import StoredFile, Usage
from trousse.files.operations import attach_file, remove_file
from trousse.sharing.operations import forget_thing, grant_person, open_link, withdraw_origin
from trousse.sharing.roles import Role

Add = Callable[..., StoredFile]


def post(client: Client, content: bytes = PDF, name: str = "plan.pdf", **more: str) -> int:
    return client.post(PAGE, {"file": upload(content, name), **more}).status_code


def bytes_on(disk: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(disk.rglob("*")) if path.is_file()]


# --- Adding ----------------------------------------------------------------------------------


def test_somebody_adds_a_file(leaflet: Ref, as_teacher: Client, teacher: User, disk: Path) -> None:
    assert post(as_teacher) == 302
    file = StoredFile.objects.get()
    assert (file.name, file.kind, file.size, file.user) == ("plan.pdf", "pdf", len(PDF), teacher)
    assert bytes_on(disk) == [PDF]
    assert "plan.pdf" in as_teacher.get(PAGE).content.decode()
    entry = AuditEntry.objects.get(action="files:file:add")
    assert (entry.subject, entry.details) == (str(leaflet), {"size": len(PDF)})
    assert Event.objects.get(type="file.added").data == {"file": file.public_id}


def test_a_guest_who_may_change_the_thing_adds_a_file(as_guest: Client) -> None:
    assert post(as_guest) == 302
    assert StoredFile.objects.get().guest == Guest.objects.get()


def test_who_only_sees_the_thing_adds_nothing(leaflet: Ref, as_head: Client) -> None:
    assert post(as_head) == 403
    assert "Ajouter" not in as_head.get(PAGE).content.decode()


def test_who_only_has_a_link_stays_nameless_and_adds_nothing(
    leaflet: Ref, teacher: User, client: Client
) -> None:
    link = open_link(leaflet, Role.TAKE_PART, by=teacher)
    assert client.get(f"{PAGE}?cle={link.token}").status_code == 200
    assert client.post(f"{PAGE}?cle={link.token}", {"file": upload(PDF, "a.pdf")}).status_code in {
        302,
        403,
    }
    assert not StoredFile.objects.exists()


def test_a_stranger_sees_no_page(leaflet: Ref, as_outsider: Client, client: Client) -> None:
    assert as_outsider.get(PAGE).status_code == client.get(PAGE).status_code == 404
    assert post(as_outsider) == 404


@pytest.mark.parametrize("page", ["/fichiers/sur/leaflet/x x/", "/fichiers/sur/UP/abc/",
                                  "/fichiers/sur/unknown/abc/"])  # fmt: skip
def test_a_bad_or_unknown_thing_is_not_found(as_teacher: Client, page: str) -> None:
    assert as_teacher.get(page).status_code == 404


def test_what_is_wrong_is_said_at_the_field_and_the_words_stay(
    leaflet: Ref, as_teacher: Client
) -> None:
    response = as_teacher.post(PAGE, {"file": upload(bytes(300), "a.png"), "alt": "La salle"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "ne sont pas conservés" in page
    assert 'value="La salle"' in page
    assert as_teacher.post(PAGE, {"alt": "x"}).status_code == 422


def test_a_file_that_is_too_big_is_told_so_and_never_kept(
    leaflet: Ref, as_teacher: Client, settings: Settings, disk: Path
) -> None:
    settings.FILE_MAX_MB = 1
    response = as_teacher.post(PAGE, {"file": upload(PDF + bytes(3_000_000), "a.pdf")})
    assert response.status_code == 422
    assert "trop lourd" in response.content.decode()
    assert not StoredFile.objects.exists()
    assert bytes_on(disk) == []


def test_the_storage_that_fails_leaves_nothing(
    leaflet: Ref, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(type(default_storage), "save", fail, raising=False)
    with pytest.raises(OSError, match="disk full"):
        attach_file(leaflet, upload(PDF, "a.pdf"), by=teacher)
    assert not StoredFile.objects.exists()
    assert {row.used for row in Usage.objects.all()} <= {0}


def test_a_thing_that_is_deleted_meanwhile_keeps_no_bytes(
    leaflet: Ref,
    teacher: User,
    monkeypatch: pytest.MonkeyPatch,
    disk: Path,
    run_tasks: Callable[..., int],
) -> None:
    save = default_storage.save

    def slow_save(name: str, content: File[bytes]) -> str:
        forget_thing(leaflet)
        run_tasks()
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", slow_save)
    with pytest.raises(Conflict, match="supprimé entre-temps"):
        attach_file(leaflet, upload(PDF, "a.pdf"), by=teacher)
    assert not StoredFile.objects.exists()
    assert bytes_on(disk) == []


def test_uploads_are_counted(leaflet: Ref, as_teacher: Client) -> None:
    statuses = {post(as_teacher) for _ in range(61)}
    assert statuses == {302, 429}


# --- Opening ---------------------------------------------------------------------------------


def test_a_document_is_downloaded_and_can_do_nothing(added: Add, as_head: Client) -> None:
    response = as_head.get(added(name="Été à « Paris ».pdf").get_absolute_url())
    assert body_of(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%89t%C3%A9")
    assert "Content-Encoding" not in response


def test_an_image_is_shown_in_pages(added: Add, as_head: Client) -> None:
    file = added(picture(), "salle.png", alt="La salle du musée")
    response = as_head.get(file.get_absolute_url())
    assert response["Content-Disposition"] == 'inline; filename="salle.png"'
    assert Image.open(io.BytesIO(body_of(response))).size == (40, 30)
    assert 'alt="La salle du musée"' in as_head.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
        (b"<html><script>alert(1)</script>", "a.html"),
        (PDF, "photo.png"),
    ],
)
def test_only_images_that_we_drew_are_shown(
    added: Add, as_head: Client, content: bytes, name: str
) -> None:
    response = as_head.get(added(content, name).get_absolute_url())
    assert response["Content-Disposition"].startswith("attachment")
    assert "html" not in response["Content-Type"]
    assert body_of(response) == content


def test_a_guest_opens_a_file(added: Add, as_guest: Client) -> None:
    assert body_of(as_guest.get(added().get_absolute_url())) == PDF


def test_nobody_else_opens_a_file(added: Add, as_outsider: Client, client: Client) -> None:
    url = added().get_absolute_url()
    assert as_outsider.get(url).status_code == client.get(url).status_code == 404
    assert client.get("/fichiers/unknown/").status_code == 404
    assert as_outsider.post(url).status_code == 405


def test_a_right_that_is_withdrawn_closes_the_file_at_once(
    added: Add, head: User, teacher: User, as_outsider: Client, outsider: User
) -> None:
    url = added().get_absolute_url()
    origin = Ref("activity", "a")
    grant_person(LEAFLET, outsider, Role.VIEW, by=teacher, origin=origin)
    response = as_outsider.get(url)
    assert body_of(response) == PDF
    withdraw_origin(origin)
    assert as_outsider.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 404


def test_a_file_whose_bytes_are_lost_is_not_found(added: Add, as_head: Client) -> None:
    file = added()
    default_storage.delete(file.storage_key)
    assert as_head.get(file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-3", 206, 0, 4),
        ("bytes=5-", 206, 5, None),
        ("bytes=-4", 206, -4, None),
        ("bytes=0-99999", 200, 0, None),
        ("bytes=5-2", 200, 0, None),
        ("bytes=0-1,3-4", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("lines=1-2", 200, 0, None),
    ],
)
def test_a_part_is_sent(
    added: Add, as_head: Client, asked: str, status: int, start: int, end: int | None
) -> None:
    response = as_head.get(added().get_absolute_url(), headers={"Range": asked})
    body = body_of(response)
    assert (response.status_code, body) == (status, PDF[start:end])
    assert int(response["Content-Length"]) == len(body)
    if status == 206:
        first = PDF.index(body)
        assert response["Content-Range"] == f"bytes {first}-{first + len(body) - 1}/{len(PDF)}"


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=-0"])
def test_a_part_that_lies_outside_is_refused(added: Add, as_head: Client, asked: str) -> None:
    response = as_head.get(added().get_absolute_url(), headers={"Range": asked})
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(PDF)}")


def test_what_did_not_change_is_not_sent_again(added: Add, as_head: Client) -> None:
    url = added(picture(), "a.png").get_absolute_url()
    response = as_head.get(url)
    etag = response["ETag"]
    body_of(response)
    again = as_head.get(url, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    stale = as_head.get(url, headers={"Range": "bytes=0-3", "If-Range": '"other"'})
    assert stale.status_code == 200
    body_of(stale)


def test_an_asynchronous_server_sends_it_too(added: Add, as_head: Client) -> None:
    url = added().get_absolute_url()

    async def download() -> bytes:
        client = AsyncClient()
        client.cookies = as_head.cookies
        response = await client.get(url)
        return b"".join([piece async for piece in response.streaming_content])

    assert async_to_sync(download)() == PDF


# --- Describing and removing -----------------------------------------------------------------


def test_an_image_without_words_asks_for_them(
    added: Add, as_teacher: Client, as_head: Client
) -> None:
    file = added(picture(), "salle.png")
    assert "Que montre cette image" in as_teacher.get(PAGE).content.decode()
    assert "Que montre cette image" not in as_head.get(PAGE).content.decode()
    url = f"{file.get_absolute_url()}decrire/"
    assert as_teacher.post(url, {"alt": "  La  salle "}).status_code == 302
    file.refresh_from_db()
    assert file.alt == "La salle"
    assert as_head.post(url, {"alt": "x"}).status_code == 403
    assert as_teacher.post(url, {"alt": "x" * 301}).status_code == 422


def test_a_file_is_removed_with_its_bytes(
    added: Add, as_teacher: Client, disk: Path, run_tasks: Callable[..., int]
) -> None:
    url = f"{added().get_absolute_url()}retirer/"
    assert as_teacher.get(url).status_code == 405
    assert as_teacher.post(url).status_code == 302
    run_tasks()
    assert not StoredFile.objects.exists()
    assert bytes_on(disk) == []
    assert {(row.used, row.files) for row in Usage.objects.all()} == {(0, 0)}
    assert as_teacher.post(url).status_code == 404


def test_who_only_sees_the_thing_removes_nothing(added: Add, as_head: Client) -> None:
    url = added().get_absolute_url()
    assert as_head.post(f"{url}retirer/").status_code == 403
    assert StoredFile.objects.exists()


def test_one_takes_back_what_one_added(added: Add, head: User, as_head: Client) -> None:
    url = added(by=head).get_absolute_url()
    assert as_head.post(f"{url}retirer/").status_code == 302


def test_removing_twice_removes_once(added: Add, teacher: User) -> None:
    file = added()
    other = added()
    remove_file(file, by=teacher)
    remove_file(file, by=teacher)
    assert Usage.objects.get(holder=str(LEAFLET)).used == other.size
    assert AuditEntry.objects.filter(action="files:file:remove").count() == 1


def test_files_go_with_their_thing(
    added: Add, leaflet: Ref, disk: Path, run_tasks: Callable[..., int]
) -> None:
    added()
    added(picture(), "a.png")
    forget_thing(leaflet)
    run_tasks()
    assert not StoredFile.objects.exists()
    assert bytes_on(disk) == []


def test_names_on_the_disk_are_ours(added: Add, disk: Path) -> None:
    added(PDF, "../../../etc/passwd")
    (path,) = [path for path in disk.rglob("*") if path.is_file()]
    assert "passwd" not in str(path.relative_to(disk))
    assert len(path.relative_to(disk).parts) == 3
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_upload_stays_the_callers(leaflet: Ref, teacher: User) -> None:
    sent = upload(PDF, "a.pdf")
    attach_file(leaflet, sent, by=teacher)
    sent.seek(0)
    assert sent.read() == PDF
