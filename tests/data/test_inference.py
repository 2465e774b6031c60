"""The arithmetic, held to worked examples: the intervals, head-counts and bounds of the survey's note on statistics."""

import math

import pytest

from data.answer import JointKind, Span
from data.inference import (
    conditional_bounds,
    difference_variance,
    difference_z,
    head_count,
    head_counts,
    joint_bounds,
    margin,
    minus,
    wilson,
)

BASE = 4400
TABLE = [  # share, Wilson interval, margin, head-counts
    (83, (81.9, 84.1), 1.11, (3630, 3673)),
    (82, (80.8, 83.1), 1.14, (3586, 3629)),
    (71, (69.6, 72.3), 1.34, (3102, 3145)),
    (31, (29.7, 32.4), 1.37, (1342, 1385)),
    (29, (27.7, 30.4), 1.34, (1254, 1297)),
    (26, (24.7, 27.3), 1.30, (1122, 1165)),
    (8, (7.2, 8.8), 0.80, (330, 373)),
    (49, (47.5, 50.5), 1.48, (2134, 2177)),
    (38, (36.6, 39.4), 1.43, (1650, 1693)),
    (33, (31.6, 34.4), 1.39, (1430, 1473)),
]
JOINTS = [  # kind, shares, bounds, bounds widened for rounding
    (JointKind.BOTH, 71, 31, (2, 31), (1, 31.5)),
    (JointKind.EITHER, 71, 31, (71, 100), (70.5, 100)),
    (JointKind.NEITHER, 71, 31, (0, 29), (0, 29.5)),
    (JointKind.FIRST_ONLY, 71, 31, (40, 69), (39, 69.5)),
    (JointKind.BOTH, 83, 31, (14, 31), (13, 31.5)),
    (JointKind.BOTH, 83, 82, (65, 82), (64, 82.5)),
    (JointKind.BOTH, 49, 33, (0, 33), (0, 33.5)),
    (JointKind.EITHER, 49, 33, (49, 82), (48.5, 83)),
]
DIFFERENCES = [  # shares, least and most z
    (71, 31, 29, 54),
    (49, 38, 7.9, 23),
    (38, 33, 3.9, 15),
    (29, 26, 2.7, 12),
    (31, 29, 1.7, 9.5),
    (83, 82, 1.1, 6.7),
]


def point(share: float) -> Span:
    return Span(low=share, high=share)


@pytest.mark.parametrize(("share", "interval", "_margin", "_counts"), TABLE)
def test_a_wilson_interval_is_as_tabled(
    share: float, interval: tuple[float, float], _margin: float, _counts: tuple[int, int]
) -> None:
    found = wilson(share, BASE)

    assert (round(found.low, 1), round(found.high, 1)) == interval


@pytest.mark.parametrize(("share", "interval"), [(0, (0, 27.8)), (10, (1.8, 40.4)), (50, (23.7, 76.3))])
def test_a_wilson_interval_of_ten_people_is_as_in_textbooks(share: float, interval: tuple[float, float]) -> None:
    found = wilson(share, 10)

    assert (round(found.low, 1), round(found.high, 1)) == interval


@pytest.mark.parametrize(("share", "_interval", "expected", "_counts"), TABLE)
def test_a_margin_is_as_tabled(
    share: float, _interval: tuple[float, float], expected: float, _counts: tuple[int, int]
) -> None:
    assert round(margin(share, BASE), 2) == expected


@pytest.mark.parametrize(("share", "_interval", "_margin", "counts"), TABLE)
def test_the_head_counts_are_as_tabled(
    share: float, _interval: tuple[float, float], _margin: float, counts: tuple[int, int]
) -> None:
    assert head_counts(share, 0, BASE) == Span(low=counts[0], high=counts[1])


@pytest.mark.parametrize(("share", "count"), [(31, 1364), (49, 2156), (71, 3124), (33, 1452), (83, 3652)])
def test_the_central_head_count_is_the_share_of_the_base(share: float, count: int) -> None:
    assert head_count(share, BASE) == count


def test_half_a_respondent_is_rounded_up() -> None:
    assert head_count(50, 5) == 3


def test_a_share_that_no_head_count_rounds_to_has_the_nearest() -> None:
    assert head_counts(61, 0, 4) == Span(low=2, high=2)


@pytest.mark.parametrize(("share", "span"), [(0, (0, 0)), (100, (100, 100))])
def test_head_counts_stay_within_the_base(share: float, span: tuple[int, int]) -> None:
    assert head_counts(share, 0, 100) == Span(low=span[0], high=span[1])


@pytest.mark.parametrize(("kind", "first", "second", "bounds", "_widened"), JOINTS)
def test_the_bounds_of_a_joint_share_are_as_worked_out(
    kind: JointKind, first: float, second: float, bounds: tuple[float, float], _widened: tuple[float, float]
) -> None:
    assert joint_bounds(kind, point(first), point(second)) == Span(low=bounds[0], high=bounds[1])


@pytest.mark.parametrize(("kind", "first", "second", "_bounds", "widened"), JOINTS)
def test_rounding_widens_the_bounds_of_a_joint_share(
    kind: JointKind, first: float, second: float, _bounds: tuple[float, float], widened: tuple[float, float]
) -> None:
    spans = [Span(low=share - 0.5, high=share + 0.5) for share in (first, second)]

    assert joint_bounds(kind, *spans) == Span(low=widened[0], high=widened[1])


@pytest.mark.parametrize(
    ("first", "second", "bounds"),
    [(71, 31, (2.8, 43.7)), (31, 71, (6.5, 100)), (83, 31, (16.9, 37.3))],
)
def test_the_bounds_among_those_who_gave_the_first_answer_are_as_worked_out(
    first: float, second: float, bounds: tuple[float, float]
) -> None:
    found = conditional_bounds(JointKind.GIVEN, first, second)

    assert (round(found.low, 1), round(found.high, 1)) == bounds


@pytest.mark.parametrize("kind", JointKind)
def test_nothing_is_known_of_those_who_gave_an_answer_that_nobody_gave(kind: JointKind) -> None:
    assert conditional_bounds(kind, 0, 50) == Span(low=0, high=100)


@pytest.mark.parametrize(
    ("kind", "bounds"),
    [
        (JointKind.BOTH, (0, 0)),
        (JointKind.EITHER, (75, 75)),
        (JointKind.NEITHER, (25, 25)),
        (JointKind.FIRST_ONLY, (40, 40)),
    ],
)
def test_two_answers_of_which_one_may_be_given_leave_no_doubt(kind: JointKind, bounds: tuple[float, float]) -> None:
    found = joint_bounds(kind, point(40), point(35), exclusive=True)

    assert found == Span(low=bounds[0], high=bounds[1])


@pytest.mark.parametrize(("first", "second", "least", "most"), DIFFERENCES)
def test_the_test_statistics_of_a_difference_are_as_worked_out(
    first: float, second: float, least: float, most: float
) -> None:
    found = difference_z(first, second, BASE)

    assert found.low == pytest.approx(least, rel=0.03)
    assert found.high == pytest.approx(most, rel=0.03)


@pytest.mark.parametrize(("both", "error"), [(31, 0.74), (2, 1.37)])
def test_the_standard_error_of_71_less_31_depends_on_the_overlap(both: float, error: float) -> None:
    assert round(math.sqrt(difference_variance(71, 31, both, BASE)), 2) == error


def test_equal_shares_do_not_differ() -> None:
    assert difference_z(40, 40, BASE) == Span(low=0, high=0)


def test_all_against_none_is_beyond_any_test() -> None:
    assert difference_z(100, 0, BASE).low == math.inf


def test_a_difference_is_what_its_decimals_say() -> None:
    assert minus(7.1, 7) == 0.1
