"""Images are drawn again: what is kept is what is seen, without place, device or hidden bytes."""

import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from trousse.core.errors import InvalidInput
from trousse.files.kinds import KINDS, Kind

MOST_PIXELS = 50_000_000
"""More than any phone's photograph; a bomb of a few kilobytes unpacks to thousands of millions."""
LONGEST_SIDE = 3000
"""Enough to read a photographed sheet of paper; half the weight of what phones send."""
QUALITY = 85
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


@dataclass(frozen=True, slots=True)
class Drawn:
    """An image drawn again, at the start of its bytes."""

    kind: Kind
    content: IO[bytes]
    width: int
    height: int


def draw_again(content: IO[bytes]) -> Drawn:
    """Return the picture of ``content`` in new bytes, upright, in sRGB, at most 3000 pixels wide.

    Animations keep their first picture. Raises InvalidInput when it cannot be read or is so large
    that drawing it would exhaust the machine.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(content, formats=FORMATS) as source:
                if source.width * source.height > MOST_PIXELS:
                    raise _too_large()
                source.seek(0)
                image = _upright(source)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_large() from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
            message = _("This image is damaged: it cannot be opened.")
            raise InvalidInput(message, field="file") from error
    return _saved(image, source.format or "PNG")


def _too_large() -> InvalidInput:
    message = _("This image is too large: at most 50 million pixels.")
    return InvalidInput(message, field="file")


def _upright(source: Image.Image) -> Image.Image:
    """Return the picture as people saw it, free of everything that is not the picture."""
    source.load()
    image = ImageOps.exif_transpose(source)
    image = _in_srgb(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return colours as a screen shows them without the profile, which is then left out."""
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile and image.mode in {"RGB", "RGBA"}:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, given, srgb) or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that cannot be read says nothing about the colours
    return image.convert(mode)


def _saved(image: Image.Image, source_format: str) -> Drawn:
    photograph = source_format in {"JPEG", "WEBP"} and image.mode == "RGB"
    kind = KINDS["jpg" if photograph else "png"]
    target = io.BytesIO()
    if photograph:
        image.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    else:
        image.save(target, "PNG", optimize=False)
    target.seek(0)
    return Drawn(kind, target, image.width, image.height)
