"""A text that the participant added to a poll in which everybody has the role of their name."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.matrix.calling import THINGS, Call, calls
from tests.matrix.world import World
from trousse.files.operations import attach_file


def _text() -> SimpleUploadedFile:
    return SimpleUploadedFile("ordre-du-jour.txt", b"Ordre du jour", "text/plain")


@calls("files:files")
def _files(world: World, actor: str) -> Call:
    ref = THINGS["poll"](world)
    kwargs = {"ref_type": ref.type, "thing_id": ref.id}
    return Call(kwargs, data={"file": _text(), "alt": ""})


@calls("files:content", "files:remove", "files:describe")
def _file(world: World, actor: str) -> Call:
    ref = THINGS["poll"](world)
    file = attach_file(ref, _text(), by=world.people["participant"])
    return Call({"file_id": file.public_id}, data={"alt": "Une image"})
