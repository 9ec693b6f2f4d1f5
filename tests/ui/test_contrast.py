"""The neutral theme's colours reach WCAG 2.2 AA in light and in dark, computed from its tokens."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "frontend" / "styles" / "neutral" / "tokens.css"
PAIR = re.compile(r"(--t-[a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.read_text())}

GROUNDS = ("bg", "surface", "surface-alt")
TEXTS = ("text", "muted", "accent", "accent-hover", "yes", "maybe", "no")
STATES = ("danger", "success", "warning", "info")
SOFT = ("yes", "maybe", "no", "accent")

READ = [(ink, ground) for ink in (*TEXTS, *STATES) for ground in GROUNDS]
READ += [(name, f"{name}-soft") for name in SOFT]
READ += [("text", f"{name}-soft") for name in SOFT]
READ += [("on-accent", "accent"), ("on-accent", "accent-hover")]
SEEN = [(edge, ground) for edge in ("border-strong", "focus", "accent") for ground in GROUNDS]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), READ)
def test_text_is_readable(ink: str, ground: str, scheme: int) -> None:
    pair = COLOURS[f"--t-{ink}"][scheme], COLOURS[f"--t-{ground}"][scheme]
    assert contrast(*pair) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), SEEN)
def test_edges_of_controls_are_visible(edge: str, ground: str, scheme: int) -> None:
    pair = COLOURS[f"--t-{edge}"][scheme], COLOURS[f"--t-{ground}"][scheme]
    assert contrast(*pair) >= 3
