"""A service of Rennes that the owner in the matrix owns, with a picture; news of Rennes."""

import io
import itertools
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories.offices import academy
from tests.library.sheets import document, typed
from tests.matrix.calling import Call, calls
from tests.matrix.world import World
from trousse.core.clock import now
from trousse.library.announcements.operations import News, make_announcement
from trousse.library.editing.images import add_image
from trousse.library.editing.operations import publish_revision, start_entry
from trousse.library.models import Announcement, Entry

OWNED = "polls"
MANIFEST = """
schema_version = 1
[identity]
id = "reservations"
name = { fr = "Réservations" }
promise = { fr = "Réserver une salle" }
[lifecycle]
state = "available"
[operation]
url = "https://reservations.example.org/"
operator = "Académie de Rennes"
"""
GAUFRE = '{"services": [{"id": "visio", "name": "Visio", "url": "https://visio.example.org/"}]}'
_keys = itertools.count()


def picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(content, "PNG")
    return SimpleUploadedFile("ecran.png", content.getvalue(), "image/png")


def entry_of(world: World) -> Entry:
    """Return a service of Rennes with a public version and nothing else."""
    Entry.objects.filter(slug=OWNED).delete()
    editor = world.people["academy_editor"]
    made = start_entry(document(OWNED), source="editor", academy=academy("rennes"), by=editor)
    publish_revision(made, 1, by=editor)
    made.refresh_from_db()
    return made


def drafted_entry(world: World) -> Entry:
    Entry.objects.filter(slug=OWNED).delete()
    editor = world.people["academy_editor"]
    return start_entry(document(OWNED), source="editor", academy=academy("rennes"), by=editor)


@calls("editing:entry", "editing:preview", "editing:history", "editing:unschedule")
def _entry(world: World, actor: str) -> Call:
    return Call({"slug": entry_of(world).slug})


@calls("editing:edit")
def _edit(world: World, actor: str) -> Call:
    data = typed(base="1", name_fr="Autre nom")
    return Call({"slug": entry_of(world).slug}, data=data)


@calls("editing:publish", "editing:schedule")
def _publish(world: World, actor: str) -> Call:
    later = now() + timedelta(days=2)
    data = {"number": "1", "at": f"{later:%Y-%m-%dT%H:%M}"}
    return Call({"slug": drafted_entry(world).slug}, data=data)


@calls("editing:restore")
def _restore(world: World, actor: str) -> Call:
    return Call({"slug": entry_of(world).slug}, data={"number": "1", "base": "1"})


@calls("editing:images")
def _images(world: World, actor: str) -> Call:
    data = {"file": picture(), "alt_fr": "L’écran principal", "alt_en": ""}
    return Call({"slug": entry_of(world).slug}, data=data)


@calls("editing:describe_image", "editing:move_image", "editing:remove_image")
def _image(world: World, actor: str) -> Call:
    file = _pictured(world)
    data = {f"{file}-alt_fr": "Un écran", f"{file}-alt_en": "", "up": "1"}
    return Call({"slug": OWNED, "file_id": file}, data=data)


@calls("editing:image")
def _shown(world: World, actor: str) -> Call:
    return Call({"file_id": _pictured(world)})


def _pictured(world: World) -> str:
    entry = entry_of(world)
    said = {"alt_fr": "L’écran", "alt_en": "", "decorative": False}
    add_image(entry, picture(), said, by=world.people["academy_editor"])
    return entry.images.get().file


@calls("editing:create")
def _create(world: World, actor: str) -> Call:
    return Call(data=typed(slug="nouveau-service", place="rennes"))


@calls("editing:from_address")
def _address(world: World, actor: str) -> Call:
    return Call(data={"url": "https://reservations.example.org/"})


@calls("editing:from_file")
def _file(world: World, actor: str) -> Call:
    return Call(data={"text": MANIFEST, "kind": "toml", "place": "rennes"})


@calls("editing:from_gaufre")
def _gaufre(world: World, actor: str) -> Call:
    return Call(data={"text": GAUFRE, "place": "rennes"})


@calls("editing:announce")
def _announce(world: World, actor: str) -> Call:
    return Call(data=_news_data(entry_of(world).slug))


@calls("editing:announcement", "editing:end_announcement")
def _announcement(world: World, actor: str) -> Call:
    return Call({"announcement_id": _news(world).public_id}, data=_news_data(""))


def _news_data(slug: str) -> dict[str, str]:
    return {
        "kind": "maintenance" if slug else "information",
        "entry": slug,
        "academy": "rennes",
        "text_fr": "Mise à jour du service.",
        "starts_at": "2026-11-28T08:00",
        "ends_at": "2026-11-28T12:00",
        "key": f"key-of-the-matrix-{next(_keys):05}",
        "version": "1",
    }


def _news(world: World) -> Announcement:
    start = now() - timedelta(hours=1)
    news = News(
        kind="information",
        text_fr="Une annonce.",
        starts_at=start,
        ends_at=start + timedelta(days=1),
        academy=academy("rennes"),
    )
    return make_announcement(
        news, key=f"news-of-the-matrix-{next(_keys):05}", by=world.people["academy_editor"]
    )
