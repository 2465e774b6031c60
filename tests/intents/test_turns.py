"""A turn of a conversation, written and read again."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.frame import SlotType, Value
from intents.model import Match, Turn
from intents.quantities import Quantity
from intents.turns import dumps, loads

numbers = st.floats(allow_nan=False)  # which is not even itself
quantities = st.builds(Quantity, low=numbers, high=numbers, value=st.none() | numbers)
values = st.builds(Value, quantity=st.none() | quantities)
matches = st.builds(
    Match, confidence=numbers, slots=st.dictionaries(st.text(), st.lists(values, max_size=3).map(tuple), max_size=3)
)
turns = st.builds(Turn, match=matches, about=st.lists(values, max_size=3).map(tuple), shown=st.none() | matches)
A_TURN = Turn(
    match=Match(
        intent="share",  # type: ignore[arg-type]  # as it is read
        slots={"finding": (Value(type=SlotType.FINDING, id="a.b", text="data \ud800"),)},
        confidence=0.9,
        resumed=True,
        example="Who?",
    ),
    about=(
        Value(
            type=SlotType.QUANTITY,
            id="half",
            quantity=Quantity(
                low=50, high=math.inf, value=None, percent=True, points=False, is_year=False, bounded=">", words="half"
            ),
        ),
    ),
    topics=frozenset({"b", "a"}),
    quoted=True,
)


@given(turns)
def test_every_turn_comes_back_as_it_was(turn: Turn) -> None:
    assert loads(dumps(turn)) == turn


def test_a_turn_with_everything_in_it_comes_back_as_it_was() -> None:
    assert loads(dumps(A_TURN)) == A_TURN
    assert loads(dumps(Turn(match=A_TURN.match, shown=A_TURN.match))) == Turn(match=A_TURN.match, shown=A_TURN.match)


def test_the_same_turn_is_written_in_the_same_way() -> None:
    assert dumps(A_TURN) == dumps(loads(dumps(A_TURN)) or Turn(match=A_TURN.match))


WRITTEN = json.loads(dumps(A_TURN))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        "null",
        '"\ud800"',
        "[" * 100_000,
        json.dumps({**WRITTEN, "match": {**WRITTEN["match"], "new": 1}}),
        json.dumps({**WRITTEN, "about": [{**WRITTEN["about"][0], "type": "new"}]}),
        json.dumps({key: value for key, value in WRITTEN.items() if key != "topics"}),
    ],
)
def test_what_is_no_turn_of_this_version_is_none(text: str) -> None:
    assert loads(text) is None
