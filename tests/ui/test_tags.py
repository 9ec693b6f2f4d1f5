"""The small tags."""

import pytest
from django.template import Context, Template

from trousse.ui.icons import OUTLINES
from trousse.ui.templatetags.trousse_ui import STATES, icon, state_badge


def render(source: str, **values: object) -> str:
    return Template("{% load trousse_ui %}" + source).render(Context(values))


@pytest.mark.parametrize("name", sorted(OUTLINES))
def test_an_icon_is_silent(name: str) -> None:
    assert 'aria-hidden="true"' in icon(name)


def test_an_unknown_icon_fails_loudly() -> None:
    with pytest.raises(KeyError):
        render('{% icon "unicorn" %}')


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_state_is_told_in_words(state: str) -> None:
    assert state_badge(state, "In <words>").endswith("In &lt;words&gt;</span>")
