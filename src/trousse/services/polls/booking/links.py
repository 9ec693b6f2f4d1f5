"""The link of appointments as a picture to scan from paper."""

import io

from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]  # it has no types
from qrcode.main import QRCode  # type: ignore[import-untyped]  # nor here


def link_picture(link: str) -> SafeString:
    """Return ``link`` as a QR code (ISO/IEC 18004), an SVG to stand in a page."""
    code = QRCode(border=2, image_factory=SvgPathImage)
    code.add_data(link)
    out = io.BytesIO()
    code.make_image().save(out)
    text = out.getvalue().decode()
    return mark_safe(text[text.index("<svg") :])  # noqa: S308  # made here: squares only
