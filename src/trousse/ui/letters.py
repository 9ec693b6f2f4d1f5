"""Letters from templates: the same words as plain text and as light HTML."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string


class Body(NamedTuple):
    """The two forms of a letter's body."""

    text: str
    html: str


def render_body(template: str, context: Mapping[str, object]) -> Body:
    """Render ``<template>.txt`` and ``<template>.html`` in the language in force."""
    full = {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL, **context}
    return Body(
        text=render_to_string(f"{template}.txt", full),
        html=render_to_string(f"{template}.html", full),
    )
