"""Pictures of services: drawn again, said in words, ordered, read by whoever reads the page."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from tests.library.sheets import drafted, published
from trousse.accounts.models import User
from trousse.files.models import StoredFile
from trousse.library.editing.images import add_image
from trousse.library.models import Entry, EntryImage

pytestmark = pytest.mark.django_db
SHEET = "/bibliotheque/edition/services/reservations/images"
SAID = {"alt_fr": "La liste des salles", "alt_en": "", "decorative": False}


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(colour: str = "navy", place: str = "48.1,-1.6") -> SimpleUploadedFile:
    """Return a photograph that says where it was taken."""
    content, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = place
    Image.new("RGB", (60, 40), colour).save(content, "JPEG", exif=exif)
    return SimpleUploadedFile("ecran.jpg", content.getvalue(), "image/jpeg")


def with_pictures(by: User, count: int = 2) -> tuple[Entry, list[EntryImage]]:
    entry = published(by)
    for number in range(count):
        add_image(entry, picture(), SAID | {"alt_fr": f"Vue {number}"}, by=by)
    return entry, list(entry.images.all())


def bytes_of(client: Client, image: EntryImage) -> bytes:
    """Return the picture as a browser gets it, read to its end."""
    response = client.get(image.get_absolute_url())
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[arg-type]  # a plain iterator


def order_of(entry: Entry) -> list[str]:
    return list(entry.images.values_list("alt_fr", flat=True))


def test_a_picture_is_drawn_again_and_said_in_words(client: Client, national: User) -> None:
    entry = published(national)
    client.force_login(national)
    sent = client.post(SHEET, {"file": picture(), "alt_fr": "La liste des salles", "alt_en": ""})
    assert sent.status_code == 302
    image = entry.images.get()
    assert (image.alt_fr, image.width, image.height) == ("La liste des salles", 60, 40)
    content = bytes_of(client, image)
    assert Image.open(io.BytesIO(content)).size == (60, 40)
    assert b"48.1,-1.6" not in content


def test_a_picture_without_words_is_refused_unless_decorative(
    client: Client, national: User
) -> None:
    entry = published(national)
    client.force_login(national)
    assert client.post(SHEET, {"file": picture(), "alt_fr": " "}).status_code == 422
    assert entry.images.count() == StoredFile.objects.count() == 0
    assert client.post(SHEET, {"file": picture(), "decorative": "on"}).status_code == 302
    assert entry.images.get().alt_fr == ""


def test_what_is_no_picture_is_refused_and_not_kept(client: Client, national: User) -> None:
    published(national)
    client.force_login(national)
    text = SimpleUploadedFile("liste.txt", b"Salle 1", "text/plain")
    assert client.post(SHEET, {"file": text, "alt_fr": "Liste"}).status_code == 422
    assert StoredFile.objects.count() == 0


def test_six_pictures_are_enough(client: Client, national: User) -> None:
    entry, _images = with_pictures(national, 6)
    client.force_login(national)
    assert client.post(SHEET, {"file": picture(), "alt_fr": "Une de trop"}).status_code == 422
    assert entry.images.count() == 6


def test_words_are_corrected(client: Client, national: User) -> None:
    _entry, [image, _other] = with_pictures(national)
    client.force_login(national)
    path = f"{SHEET}/{image.file}/decrire"
    assert client.post(path, {f"{image.file}-alt_fr": "Autre vue"}).status_code == 302
    image.refresh_from_db()
    assert image.alt_fr == "Autre vue"
    assert client.post(path, {f"{image.file}-alt_fr": ""}).status_code == 422


def test_pictures_move_without_dragging(client: Client, national: User) -> None:
    entry, [first, second] = with_pictures(national)
    client.force_login(national)
    client.post(f"{SHEET}/{second.file}/deplacer", {"up": "1"})
    assert order_of(entry) == ["Vue 1", "Vue 0"]
    client.post(f"{SHEET}/{first.file}/deplacer", {"down": "1"})
    assert order_of(entry) == ["Vue 1", "Vue 0"]


def test_a_removed_picture_is_gone_with_its_bytes(client: Client, national: User) -> None:
    entry, [first, _second] = with_pictures(national)
    client.force_login(national)
    assert client.post(f"{SHEET}/{first.file}/retirer").status_code == 302
    assert client.post(f"{SHEET}/{first.file}/retirer").status_code == 404
    assert order_of(entry) == ["Vue 1"]
    assert client.get(first.get_absolute_url()).status_code == 404
    assert not StoredFile.objects.filter(public_id=first.file).exists()


def test_readers_see_it_where_they_see_the_page(
    client: Client, national: User, settings: Settings
) -> None:
    entry, [image, _second] = with_pictures(national)
    assert len(bytes_of(client, image)) > 100
    settings.LIBRARY_PUBLIC = False
    assert client.get(image.get_absolute_url()).status_code == 404
    settings.LIBRARY_PUBLIC = True
    Entry.objects.filter(pk=entry.pk).update(published_at=None)
    assert client.get(image.get_absolute_url()).status_code == 404
    client.force_login(national)
    assert len(bytes_of(client, image)) > 100


def test_others_change_no_picture(client: Client, national: User, teacher: User) -> None:
    entry, [image, _second] = with_pictures(national)
    client.force_login(teacher)
    for gesture in ("decrire", "deplacer", "retirer"):
        assert client.post(f"{SHEET}/{image.file}/{gesture}").status_code == 404
    assert client.post(SHEET, {"file": picture(), "alt_fr": "Non"}).status_code == 404
    assert entry.images.count() == 2


def test_a_picture_of_another_service_is_not_found(client: Client, national: User) -> None:
    _entry, [image, _second] = with_pictures(national)
    drafted(national, slug="autre")
    client.force_login(national)
    path = f"/bibliotheque/edition/services/autre/images/{image.file}/retirer"
    assert client.post(path).status_code == 404


def test_a_picture_does_not_go_with_its_editor(national: User) -> None:
    with_pictures(national, 1)
    assert StoredFile.objects.get().user is None
