"""Which questions ask alike."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.likeness import alike

PARKING = ("where can I park", "Where can I PARK?", "where do I park my car", "where can i prak")


def together(*texts: str) -> list[set[str]]:
    return [{texts[position] for position in group} for group in alike(texts)]


def test_the_same_words_are_together_however_they_are_written() -> None:
    assert together(*PARKING, "who cleans the kitchen") == [set(PARKING), {"who cleans the kitchen"}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("who shares with councils", "who does not share with councils"),
        ("when can I park", "where can I park"),
        ("share with women", "share with men"),
        ("do any share with both councils and charities", "do any share with neither councils nor charities"),
        ("how many share in 2014", "how many share in 2015"),
    ],
)
def test_what_turns_a_question_round_keeps_it_apart(one: str, other: str) -> None:
    assert len(alike((one, other))) == 2


def test_what_masking_left_makes_nobody_alike() -> None:
    assert len(alike(("who is [mention]?", "what does [mention] earn?"))) == 2


def test_a_word_that_half_of_all_hold_makes_none_alike() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    asked = [f"{a * 4} kettle" for a in letters] + [f"{a}{b}q" for a, b in pairwise(letters)]
    assert ["kettle" in asked[group[0]] for group in alike((*asked, "kettle")) if len(group) > 1] == []


@pytest.mark.parametrize("texts", [(), ("",), ("", "???", "  ")])
def test_texts_without_words_are_no_fault(texts: tuple[str, ...]) -> None:
    assert sorted(position for group in alike(texts) for position in group) == list(range(len(texts)))


@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(PARKING)), max_size=12), st.randoms())
def test_each_text_is_in_one_group_and_their_order_makes_no_difference(texts: list[str], random: st.DataObject) -> None:
    positions = [position for group in alike(texts) for position in group]
    assert sorted(positions) == list(range(len(texts)))
    mixed = list(texts)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # a Random, as hypothesis makes it
    found = [sorted(sorted(each[position] for position in group) for group in alike(each)) for each in (texts, mixed)]
    assert found[0] == found[1]
