"""Settings fail at the start, by their name."""

from pathlib import Path

import pytest

from trousse.core.env import Env, InvalidSetting


def test_an_empty_variable_counts_as_absent() -> None:
    env = Env({"PORT": "", "NAME": ""})
    assert env.integer("PORT", 8000, minimum=1, maximum=65535) == 8000
    assert env.text("NAME", "Trousse") == "Trousse"


@pytest.mark.parametrize(
    ("value", "meaning"), [("1", True), ("YES", True), ("off", False), ("0", False)]
)
def test_a_boolean_has_several_words(value: str, meaning: bool) -> None:
    assert Env({"DEMO": value}).boolean("DEMO") is meaning


def test_a_list_is_cut_at_commas() -> None:
    assert Env({"HOSTS": "a.fr, b.fr,"}).words("HOSTS") == ("a.fr", "b.fr")


def test_a_path_is_absolute() -> None:
    assert Env({"DATA_DIR": "~/x"}).path("DATA_DIR", Path()).is_absolute()


@pytest.mark.parametrize(
    "read",
    [
        lambda env: env.boolean("BAD"),
        lambda env: env.integer("BAD", 1, minimum=0, maximum=9),
        lambda env: env.choice("BAD", "a", ("a", "b")),
        lambda env: env.time_zone("BAD", "Europe/Paris"),
    ],
)
def test_a_bad_value_names_its_variable(read) -> None:  # noqa: ANN001 - a reader
    with pytest.raises(InvalidSetting, match=r"^BAD: expected"):
        read(Env({"BAD": "?"}))


def test_a_number_out_of_range_says_the_range() -> None:
    with pytest.raises(InvalidSetting, match="from 1 to 65535"):
        Env({"PORT": "70000"}).integer("PORT", 8000, minimum=1, maximum=65535)
