"""Versions of a taught intent, told apart in lines that people read."""

import pytest

from bot.admin.differences import answer, differences
from bot.records import State
from intents.definition import Recipe
from tests.helpers.teaching import PARKING, a_draft

LABELS = {"a.b": "Councils", "c.d": "Charities", "barrier": "Barriers"}


def label(name: str) -> str:
    return LABELS.get(name, name)


def test_a_new_intent_is_told_whole() -> None:
    assert differences(None, a_draft(examples=PARKING[:2])) == (
        "New: Office parking",
        f"+ {PARKING[0]}",
        f"+ {PARKING[1]}",
        "Answer: text “Park behind the building.”",
    )


def test_only_what_changed_is_told() -> None:
    before = a_draft("Parking", ("is there parking", "where is it"))
    after = a_draft("Office parking", ("where do I park", "where is it"), {"measure": "share", "of": "a.b"})
    assert differences(before, after, State.LIVE, State.LIVE, label=label) == (
        "Name: Parking → Office parking",
        "+ where do I park",
        "- is there parking",
        "Answer: text “Park behind the building.” → share of Councils",
    )


def test_nothing_is_told_where_nothing_changed() -> None:
    assert differences(a_draft(), a_draft(), State.OFF, State.OFF) == ()


def test_another_order_of_examples_is_told() -> None:
    assert differences(a_draft(), a_draft(examples=PARKING[::-1]), State.LIVE) == ("Examples in another order",)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (State.LIVE, State.OFF, "Turned off"),
        (State.OFF, State.LIVE, "Turned on"),
        (State.LIVE, State.DELETED, "Deleted"),
        (State.DELETED, State.LIVE, "Restored"),
        (State.DELETED, State.OFF, "Restored, turned off"),
    ],
)
def test_a_change_of_state_is_told(was: State, now: State, told: str) -> None:
    assert differences(a_draft(), a_draft(), was, now) == (told,)


def test_a_new_intent_that_is_off_is_told_to_be() -> None:
    assert differences(None, a_draft(examples=()), None, State.OFF)[1] == "Turned off"


def test_a_short_name_is_told_where_it_alone_changed() -> None:
    assert differences(a_draft(), a_draft(name="parking"), State.LIVE) == ("Short name: office_parking → parking",)


@pytest.mark.parametrize(
    ("recipe", "told"),
    [
        ({"text": "Two\nlines.", "own_words": "true"}, "text “Two lines.” (own numbers)"),
        ({"text": "x" * 90}, f"text “{'x' * 79}…”"),
        ({"quote": "barrier"}, "quote on Barriers"),
        ({"measure": "compare", "of": ("a.b", "c.d")}, "compare of Councils and Charities"),
        ({"measure": "rank", "questions": "barrier", "how": "highest"}, "rank (highest) of Barriers"),
        ({"measure": "quote", "topics": "Steve Thorn"}, "quote of Steve Thorn"),
        ({"measure": "list"}, "list"),
        ({}, "none"),
    ],
)
def test_an_answer_is_told_in_a_line(recipe: Recipe, told: str) -> None:
    assert answer(recipe, label) == told
