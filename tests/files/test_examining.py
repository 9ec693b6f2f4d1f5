"""What a file is stands in its bytes; what an image hides does not stay."""

import io
import zlib
from struct import pack

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from pytest_django import Settings

from tests.files.conftest import PDF, archive, picture, upload
from trousse.core.errors import InvalidInput
from trousse.files.examining import Examined, FileTooBig, examine
from trousse.files.images import LONGEST_SIDE
from trousse.files.kinds import KINDS
from trousse.files.names import shown_name

ODT = "application/vnd.oasis.opendocument.text"


def examined(content: bytes, name: str = "x.bin") -> Examined:
    return examine(upload(content, name))


@pytest.mark.parametrize(
    ("content", "name", "key"),
    [
        (PDF, "plan.pdf", "pdf"),
        (PDF, "photo.png", "pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), "a.docx", "docx"),
        (archive("docProps/app.xml", "xl/workbook.xml", "[Content_Types].xml"), "a.zip", "xlsx"),
        (archive("ppt/presentation.xml", "[Content_Types].xml"), "a.pptx", "pptx"),
        (archive("content.xml", mimetype=ODT), "a.odt", "odt"),
        (archive("a.txt"), "a.docx", "zip"),
        ("Bonjour à tous".encode(), "a.txt", "txt"),
        ("nom;prénom".encode("latin-1"), "élèves.csv", "csv"),
        (b"BEGIN:VCALENDAR", "a.ics", "ics"),
        (b"<script>alert(1)</script>", "a.html", "txt"),
        (b"MZ is how this text begins", "a.txt", None),
        (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "svg"),
        (b"<SVG onload=alert(1)>", "a.txt", "svg"),
        (b"\x7fELF" + bytes(300), "a.pdf", None),
        (bytes(300), "a.txt", None),
        (b"", "a.txt", None),
        (b"PK\x03\x04 and then nothing of an archive", "a.docx", None),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "a.jpg", None),
    ],
)
def test_the_content_decides(content: bytes, name: str, key: str | None) -> None:
    if key is None:
        with pytest.raises(InvalidInput, match="ne sont pas conservés") as refused:
            examined(content, name)
        assert refused.value.field == "file"
    else:
        assert examined(content, name).kind is KINDS[key]


@pytest.mark.parametrize(
    ("image_format", "key"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "jpg"), ("GIF", "png")]
)
def test_images_of_each_format_are_drawn_again(image_format: str, key: str) -> None:
    found = examined(picture(image_format), "photo.gif")
    assert (found.kind.key, found.width, found.height) == (key, 40, 30)
    assert found.name == f"photo.{key}"
    assert Image.open(found.content).size == (40, 30)


def test_where_and_when_a_photograph_was_taken_goes() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 30.0)
    content = picture("JPEG", exif=exif, comment=b"Secret comment", icc_profile=_srgb())
    assert b"Secret" in content
    kept = examined(content, "a.jpg").content.read()
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                   "progressive", "progression"}  # fmt: skip
    assert b"Secret" not in kept
    assert b"Exif" not in kept


def test_texts_hidden_in_a_png_go() -> None:
    hidden = PngInfo()
    hidden.add_text("Author", "Secret Author", zip=False)
    hidden.add_itxt("XML:com.adobe.xmp", "Secret xmp")
    content = picture("PNG", pnginfo=hidden)
    assert b"Secret" in content
    assert b"Secret" not in examined(content, "a.png").content.read()


def test_a_photograph_stays_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    found = examined(picture("JPEG", size=(40, 30), exif=exif), "a.jpg")
    assert (found.width, found.height) == (30, 40)


def test_what_is_glued_to_an_image_goes() -> None:
    """A GIF that is also an archive, a PNG that is also a page: only the picture is kept."""
    for glued in (archive("evil.class"), b"<script>alert(1)</script>", PDF):
        for image_format in ("GIF", "PNG", "JPEG"):
            content = picture(image_format) + glued
            kept = examined(content, "a.png").content.read()
            assert glued not in kept
            assert b"<script" not in kept


def test_transparency_stays() -> None:
    content = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(content, "PNG")
    with Image.open(examined(content.getvalue(), "a.png").content) as image:
        assert image.getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_huge_picture_is_made_smaller() -> None:
    found = examined(picture("JPEG", size=(LONGEST_SIDE + 1000, 100)), "a.jpg")
    assert found.width == LONGEST_SIDE


def _png_of(width: int, height: int) -> bytes:
    """A few bytes that say to be a picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(50_000, 50_000), (10_000, 10_000), (2**31 - 1, 1)])
def test_a_bomb_is_refused_before_it_unpacks(size: tuple[int, int]) -> None:
    with pytest.raises(InvalidInput, match="trop grande"):
        examined(_png_of(*size), "a.png")


@pytest.mark.parametrize("content", [picture()[:60], _png_of(0, 0), picture("GIF")[:20]])
def test_a_damaged_image_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput, match=r"abîmée|trop grande"):
        examined(content, "a.png")


@trials(deadline=None)  # the first image loads Pillow's readers
@given(st.binary(max_size=300), st.sampled_from(["a.png", "a.txt", "a.csv", "a"]))
def test_no_content_breaks_it(content: bytes, name: str) -> None:
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe0", b"RIFF", b"PK\x03\x04"):
        try:
            found = examined(head + content, name)
        except InvalidInput as error:
            assert error.field == "file"  # noqa: PT017  # any of the messages
        else:
            assert found.kind.key in KINDS


@given(st.text(max_size=300))
def test_no_name_can_be_a_path_or_a_trick(name: str) -> None:
    shown = shown_name(name, KINDS["pdf"])
    assert shown.endswith(".pdf")
    assert len(shown) > len(".pdf")
    assert not set(shown) & set('/\\:*?"<>|\r\n\x00\u202e')


def test_a_file_that_is_too_big_is_refused(settings: Settings) -> None:
    settings.FILE_MAX_MB = 1
    with pytest.raises(FileTooBig):
        examined(PDF + bytes(1_000_000), "a.pdf")


@pytest.mark.parametrize(
    ("given_name", "key", "shown"),
    [
        ("Compte rendu été.pdf", "pdf", "Compte rendu été.pdf"),
        ("photo.PNG", "pdf", "photo.pdf"),
        ("run.exe", "txt", "run.exe.txt"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("..\\..\\boot.ini", "txt", "boot.ini.txt"),
        ("/", "pdf", "document.pdf"),
        ("", "pdf", "document.pdf"),
        ("...", "pdf", "document.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "pdf", "aSet-Cookie- x=1.pdf"),
        ("facture\u202efdp.exe", "txt", "facturefdp.exe.txt"),
        ("x" * 300 + ".pdf", "pdf", "x" * 120 + ".pdf"),
        ("con<>:|?*.csv", "csv", "con-.csv"),
    ],
)
def test_names_are_harmless_and_end_as_their_content(given_name: str, key: str, shown: str) -> None:
    assert shown_name(given_name, KINDS[key]) == shown


def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
