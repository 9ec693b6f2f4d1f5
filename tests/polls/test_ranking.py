"""The rules that judge dates and put them in order, whatever people answer."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousse.services.polls.ranking import (
    Condition,
    Outlook,
    best_of,
    judge_slots,
    people_needed,
    rank_slots,
)

SLOTS = ["mardi", "jeudi", "samedi"]
PEOPLE = ["Léa", "Karim", "Nadia", "Sam", "Inès", "Thomas"]
LETTERS = st.sampled_from("ymn")
ROWS = st.dictionaries(
    st.sampled_from(PEOPLE), st.dictionaries(st.sampled_from(SLOTS), LETTERS), max_size=6
)
CONDITIONS = st.lists(
    st.builds(
        Condition,
        id=st.text(max_size=2),
        people=st.frozensets(st.sampled_from(PEOPLE)),
        needed=st.integers(1, 6),
    ),
    max_size=4,
)
Rows = dict[str, dict[str, str]]


def with_answer(rows: Rows, person: str, slot: str, letter: str) -> Rows:
    """Return the rows once ``person`` says ``letter`` of ``slot``, as the last who answered."""
    return {**rows, person: {**rows.get(person, {}), slot: letter}}


@given(ROWS, CONDITIONS, st.sampled_from(PEOPLE), st.sampled_from(SLOTS))
def test_one_more_yes_never_worsens_a_slot(
    rows: Rows, conditions: list[Condition], person: str, slot: str
) -> None:
    place = SLOTS.index(slot)
    before = judge_slots(SLOTS, rows, conditions)[place]
    after = judge_slots(SLOTS, with_answer(rows, person, slot, "y"), conditions)[place]

    assert after.merit <= before.merit


@given(ROWS, CONDITIONS, st.sampled_from(PEOPLE), st.sampled_from(SLOTS))
def test_a_no_never_helps(rows: Rows, conditions: list[Condition], person: str, slot: str) -> None:
    place = SLOTS.index(slot)
    before = judge_slots(SLOTS, rows, conditions)[place]
    after = judge_slots(SLOTS, with_answer(rows, person, slot, "n"), conditions)[place]

    assert after.outlook >= before.outlook
    assert after.merit >= before.merit


@given(ROWS, CONDITIONS, st.sampled_from(PEOPLE), st.sampled_from(SLOTS), LETTERS)
def test_an_answer_touches_its_slot_alone(
    rows: Rows, conditions: list[Condition], person: str, slot: str, letter: str
) -> None:
    before = judge_slots(SLOTS, rows, conditions)
    after = judge_slots(SLOTS, with_answer(rows, person, slot, letter), conditions)

    others = [place for place, name in enumerate(SLOTS) if name != slot]
    assert [after[place].merit for place in others] == [before[place].merit for place in others]


@given(ROWS, CONDITIONS)
def test_everybody_concerned_is_there_awaited_or_refuses(
    rows: Rows, conditions: list[Condition]
) -> None:
    for judgement in judge_slots(SLOTS, rows, conditions):
        for finding in judgement.findings:
            total = finding.there + finding.awaited + finding.refusals
            assert total == len(finding.condition.people)
            assert set(finding.refusing) <= finding.condition.people


@given(ROWS, CONDITIONS)
def test_while_answers_may_come_a_possible_slot_can_be_satisfied_and_no_other(
    rows: Rows, conditions: list[Condition]
) -> None:
    """What « still possible » promises: everybody awaited says yes, and the slot does."""
    hoped = {
        person: {slot: rows.get(person, {}).get(slot, "y") for slot in SLOTS} for person in PEOPLE
    }
    now, then = judge_slots(SLOTS, rows, conditions), judge_slots(SLOTS, hoped, conditions)

    for before, after in zip(now, then, strict=True):
        is_reachable = before.outlook is not Outlook.IMPOSSIBLE
        assert (after.outlook is Outlook.SATISFIED) == is_reachable


@given(ROWS, CONDITIONS)
def test_the_order_is_total_stable_and_keeps_every_slot(
    rows: Rows, conditions: list[Condition]
) -> None:
    judged = judge_slots(SLOTS, rows, conditions)
    ranked = rank_slots(judged)

    assert rank_slots(list(reversed(judged))) == ranked
    assert sorted(one.slot for one in ranked) == sorted(SLOTS)
    for better, worse in itertools.pairwise(ranked):
        assert (better.merit, better.position) < (worse.merit, worse.position)
    assert best_of(judged) == ranked[: len(best_of(judged))]


@given(st.integers(0, 400), st.integers(1, 100))
def test_a_part_of_people_is_never_nobody_nor_more_than_all(total: int, percent: int) -> None:
    needed = people_needed(total, percent=percent)

    assert 1 <= needed <= max(1, total)
    assert people_needed(total, percent=100) == max(1, total)


@pytest.mark.parametrize(
    ("total", "percent", "needed"),
    [(9, 50, 5), (10, 50, 5), (12, 67, 8), (12, 66, 8), (12, 33, 4), (250, 100, 250), (0, 80, 1)],
)
def test_thirds_are_thirds_and_halves_are_rounded_up(total: int, percent: int, needed: int) -> None:
    assert people_needed(total, percent=percent) == needed


def test_a_satisfied_slot_stands_before_a_more_popular_impossible_one() -> None:
    head = Condition("head", frozenset(["Léa"]), 1)
    rows = {"Léa": {"mardi": "n", "jeudi": "m"}, "Sam": {"mardi": "y"}, "Inès": {"mardi": "y"}}
    ranked = rank_slots(judge_slots(SLOTS, rows, [head]))

    assert [one.slot for one in ranked] == ["jeudi", "samedi", "mardi"]
    assert [one.outlook for one in ranked] == list(Outlook)
    assert ranked[-1].findings[0].refusing == ("Léa",)


def test_inside_a_state_yes_count_first_then_if_need_be_then_refusals_then_the_calendar() -> None:
    team = Condition("team", frozenset(["Karim", "Nadia", "Sam"]), 1)
    slots = ["a", "b", "c", "d", "e"]
    rows = {
        "Karim": {"a": "y", "b": "y", "c": "y", "d": "y", "e": "y"},
        "Nadia": {"a": "n", "b": "-", "c": "m", "d": "y", "e": "n"},
        "Inès": {"b": "n"},
    }
    ranked = rank_slots(judge_slots(slots, rows, [team]))

    assert [one.slot for one in ranked] == ["d", "c", "b", "a", "e"]
    assert [one.slot for one in best_of(ranked)] == ["d"]


def test_too_few_people_is_impossible_from_the_start_and_said_so() -> None:
    two = Condition("two", frozenset(["Léa"]), 2)
    finding = judge_slots(SLOTS, {}, [two])[0].findings[0]

    assert finding.outlook is Outlook.IMPOSSIBLE
    assert finding.asks_too_much


def test_nothing_is_best_while_nobody_can_come() -> None:
    assert best_of(judge_slots(SLOTS, {"Léa": {"mardi": "n"}})) == []


def test_fifty_slots_five_hundred_people_and_five_conditions_are_judged_at_once() -> None:
    """15 ms on a quiet machine; the best of several runs, five times that allowed."""
    slots = [f"slot-{number}" for number in range(50)]
    people = [f"user {number}" for number in range(500)]
    rows = {
        person: {slot: "ymn"[(n + len(slot) * m) % 3] for m, slot in enumerate(slots)}
        for n, person in enumerate(people)
    }
    conditions = [Condition(str(n), frozenset(people[: n * 100]), n * 30) for n in range(1, 6)]
    spent = []
    for _ in range(5):
        start = time.process_time()
        rank_slots(judge_slots(slots, rows, conditions))
        spent.append(time.process_time() - start)

    assert min(spent) < 0.075  # seconds
