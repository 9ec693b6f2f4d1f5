"""The places that upper rooms fill."""

import pytest
from django.test import Client

from trousse.ui import slots
from trousse.ui.slots import Filling, fill_slot, fillings_of


@pytest.fixture(autouse=True)
def empty_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_fillings", {name: [] for name in slots._fillings})


def test_fillings_come_in_order_and_once() -> None:
    late, early = Filling("late.html", order=9), Filling("early.html", order=1)
    for filling in (late, early, late):
        fill_slot("bar", filling)
    assert fillings_of("bar") == (early, late)


@pytest.mark.django_db
def test_a_filling_is_rendered_with_the_request(client: Client) -> None:
    fill_slot(
        "notice",
        Filling("ui/error_summary.html", lambda request: {"general": [f"at <{request.path}>"]}),
    )
    assert "at &lt;/contact/&gt;" in client.get("/contact/").content.decode()
