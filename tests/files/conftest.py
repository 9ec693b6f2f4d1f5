"""A thing to add files to, and files of every kind."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from trousse.accounts.current import KEYS_COOKIE
from trousse.accounts.models import Guest, User
from trousse.core.clock import now
from trousse.core.refs import Ref
from trousse.core.tokens import hash_token
from trousse.files.models import StoredFile
from trousse.files.operations import attach_file
from trousse.sharing import things
from trousse.sharing.operations import grant_guest, grant_person, own_thing
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, ThingType, register_thing

LEAFLET = Ref("leaflet", "abc")
PAGE = "/fichiers/sur/leaflet/abc/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def disk(settings: Settings, tmp_path: Path) -> Path:
    """An empty storage on the disk."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def leaflet(teacher: User, head: User, monkeypatch: pytest.MonkeyPatch) -> Ref:
    """A thing of Léa's, that Sophie may see."""
    monkeypatch.setattr(things, "_types", dict(things._types))
    register_thing(
        ThingType(
            "leaflet",
            "leaflet",
            lambda refs: {ref: ThingCard("Sortie au musée", "/musee/") for ref in refs},
        )
    )
    own_thing(LEAFLET, teacher)
    grant_person(LEAFLET, head, Role.VIEW, by=teacher)
    return LEAFLET


@pytest.fixture
def as_guest(leaflet: Ref, teacher: User) -> Client:
    """Paul, without account, who may change the thing."""
    guest = Guest.objects.create(
        name="Paul", token_hash=hash_token("paul"), expires_at=now() + timedelta(days=9)
    )
    grant_guest(leaflet, guest, Role.EDIT, by=teacher)
    client = Client()
    client.cookies[KEYS_COOKIE] = "paul"
    return client


@pytest.fixture
def added(leaflet: Ref, teacher: User) -> Callable[..., StoredFile]:
    """Return a function that adds a file of Léa's."""

    def add(content: bytes = PDF, name: str = "plan.pdf", **more: object) -> StoredFile:
        by = more.pop("by", teacher)
        return attach_file(leaflet, upload(content, name), by=by, **more)  # type: ignore[arg-type]  # each test's own

    return add


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(image_format: str = "PNG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(content, image_format, **more)  # type: ignore[arg-type]  # options of Pillow
    return content.getvalue()


def archive(*names: str, mimetype: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        if mimetype:
            target.writestr("mimetype", mimetype)
        for name in names:
            target.writestr(name, "x")
    return content.getvalue()


def body_of(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # Django's test response
