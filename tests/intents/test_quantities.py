"""Numbers are read as people write them, with what the words around them make of them."""

from itertools import pairwise

import pytest

from intents.quantities import Found, Quantity, find_quantities
from intents.text import tokenise


def found(text: str) -> tuple[Found, ...]:
    """Return the quantities of a text."""
    return find_quantities(tokenise(text))


def the_one(text: str) -> Quantity:
    """Return the one quantity of a text."""
    (only,) = found(text)
    assert only.quantity is not None
    return only.quantity


def interval(text: str) -> str:
    """Return the range of the one quantity as mathematicians write it: [45, 50) for 'nearly half'."""
    quantity = the_one(text)
    opening, closing = "[" if quantity.includes_low else "(", "]" if quantity.includes_high else ")"
    return f"{opening}{quantity.low:.4g}, {quantity.high:.4g}{closing}"


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("31%", "[31, 31]"),
        ("31 %", "[31, 31]"),
        ("31 per cent", "[31, 31]"),
        ("31pct", "[31, 31]"),
        ("thirty one percent", "[31, 31]"),
        ("thirty-one per cent", "[31, 31]"),
        ("a hundred percent", "[100, 100]"),
        ("0.5%", "[0.5, 0.5]"),
        ("only 31%", "[31, 31]"),
        ("half", "[47.5, 52.5]"),
        ("nearly half", "[45, 50)"),
        ("almost half", "[45, 50)"),
        ("more than half", "(50, 100]"),
        ("less than a third", "[0, 33.33)"),
        ("over a third", "(33.33, 100]"),
        ("a third", "[30.83, 35.83]"),
        ("two thirds", "[64.17, 69.17]"),
        ("two-thirds", "[64.17, 69.17]"),
        ("three quarters", "[72.5, 77.5]"),
        ("one in three", "[30.83, 35.83]"),
        ("3 in every 10", "[27.5, 32.5]"),
        ("3 out of 10", "[27.5, 32.5]"),
        ("80 odd percent", "[80, 90)"),
        ("80-odd per cent", "[80, 90)"),
        ("eighty-odd percent", "[80, 90)"),
        ("over 50%", "(50, 100]"),
        ("more than 50 percent", "(50, 100]"),
        ("at least 40%", "[40, 100]"),
        ("no less than 40%", "[40, 100]"),
        ("under 50%", "[0, 50)"),
        ("at most 40%", "[0, 40]"),
        ("no more than 40%", "[0, 40]"),
        ("up to 40%", "[0, 40]"),
        ("about 30%", "[27.5, 32.5]"),
        ("50 or more percent", "[50, 100]"),
        ("most civil servants", "(50, 100]"),
        ("the majority", "(50, 100]"),
        ("a minority", "[0, 50)"),
        ("nobody", "[0, 0]"),
        ("no one", "[0, 0]"),
        ("everyone", "[100, 100]"),
        ("all civil servants", "[100, 100]"),
    ],
)
def test_a_share_is_the_range_its_words_allow(text: str, limits: str) -> None:
    assert interval(text) == limits
    assert the_one(text).percent


@pytest.mark.parametrize(
    ("text", "limits"),
    [("30% or more", "[30, 100]"), ("50 percent or more", "[50, 100]"), ("40% or less", "[0, 40]")],
)
def test_a_limit_may_stand_behind_the_per_cent_sign(text: str, limits: str) -> None:
    assert interval(text) == limits


@pytest.mark.parametrize("text", ["between 30% and 40%", "between 30 and 40 percent"])
def test_two_limits_are_one_range(text: str) -> None:
    assert interval(text) == "[30, 40]"


@pytest.mark.parametrize(("text", "value"), [("4,400", 4400), ("4400", 4400), ("44,000", 44_000), ("2,015", 2015)])
def test_a_large_number_is_no_share_and_no_year(text: str, value: int) -> None:
    quantity = the_one(text)
    assert (quantity.value, quantity.is_share, quantity.is_year) == (value, False, False)


@pytest.mark.parametrize("text", ["2015", "in 2015", "January 2016"])
def test_a_year_is_no_share(text: str) -> None:
    quantity = the_one(text)
    assert (quantity.is_year, quantity.percent) == (True, False)


@pytest.mark.parametrize("text", ["6 points", "6 percentage points", "6pp", "6 % points", "six points"])
def test_points_are_a_difference_and_no_share(text: str) -> None:
    quantity = the_one(text)
    assert (quantity.points, quantity.percent, quantity.value) == (True, False, 6)


@pytest.mark.parametrize("text", ["10 mins", "2 minutes", "five days", "1 dp", "2 decimal places"])
def test_a_number_of_something_else_means_nothing(text: str) -> None:
    (only,) = found(text)
    assert only.quantity is None


@pytest.mark.parametrize(
    "text",
    ["the most cited", "the most civil servants", "one council", "the third sector", "the second", "third", "a second"],
)
def test_a_word_that_only_looks_like_a_number_is_none(text: str) -> None:
    assert found(text) == ()


def test_a_plain_small_number_may_be_a_share() -> None:
    quantity = the_one("31")
    assert (quantity.percent, quantity.is_share) == (False, True)


def test_several_are_read_from_left_to_right_and_none_overlap() -> None:
    hits = found("is it 31% or 71% of the 4,400, more than half?")
    assert [hit.quantity.words for hit in hits if hit.quantity] == ["31%", "71%", "4,400", "more than half"]
    assert all(one.end <= other.start for one, other in pairwise(hits))


def test_a_fraction_of_something_named_like_one_takes_only_its_own_words() -> None:
    (only,) = found("over half of the third sector")
    assert (only.start, only.end) == (0, 2)


def test_a_quantity_remembers_how_it_was_said() -> None:
    assert the_one("was it nearly half?").words == "nearly half"
