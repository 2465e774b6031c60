"""Numbers are rounded half away from zero and written as a careful reader expects them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.numbers import listed, percent, plain, points


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (31, 0, "31%"),
        (31.0, 1, "31%"),
        (30.5, 0, "31%"),
        (30.5, 1, "30.5%"),
        (30.4999, 0, "30%"),
        (0.5, 0, "1%"),
        (2.5, 0, "3%"),
        (2.25, 1, "2.3%"),
        (2.35, 1, "2.4%"),
        (1.005, 2, "1.01%"),
        (0, 0, "0%"),
        (100, 1, "100%"),
        (33.333333333333336, 1, "33.3%"),
    ],
)
def test_a_percentage_shows_as_many_decimals_as_were_published(value: float, decimals: int, text: str) -> None:
    assert percent(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "1 percentage point"), (-1, "1 percentage point"), (40, "40 percentage points"), (0, "0 percentage points")],
)
def test_points_have_no_sign_and_agree_in_number(value: float, text: str) -> None:
    assert points(value) == text


def test_a_point_and_a_half_is_plural() -> None:
    assert points(1.5, 1) == "1.5 percentage points"


@pytest.mark.parametrize(
    ("value", "text"), [(1364, "1,364"), (1363.5, "1,364"), (999.5, "1,000"), (4_400_000, "4,400,000"), (7, "7")]
)
def test_a_head_count_has_its_thousands_apart(value: float, text: str) -> None:
    assert plain(value) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(-2.5, 0, "-3"), (2.30, 1, "2.3"), (2.0, 1, "2"), (10, 0, "10"), (1000.0, 1, "1,000")],
)
def test_a_number_has_no_needless_zero(value: float, decimals: int, text: str) -> None:
    assert plain(value, decimals) == text


def test_nothing_has_no_sign() -> None:
    assert plain(-0.2) == "0"


@given(st.integers(min_value=-(10**7), max_value=10**7), st.integers(min_value=0, max_value=3))
def test_rounding_is_half_away_from_zero(thousandths: int, decimals: int) -> None:
    exact = Decimal(thousandths) / 1000
    shown = Decimal(plain(thousandths / 1000, decimals).replace(",", ""))
    assert shown == exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("parts", "text"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_parts_are_listed_as_in_a_sentence(parts: tuple[str, ...], text: str) -> None:
    assert listed(parts) == text


def test_the_last_of_a_list_may_be_joined_by_another_word() -> None:
    assert listed(["a", "b", "c"], "or") == "a, b or c"
