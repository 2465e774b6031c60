"""Shares set against each other: who is ahead, by how much, and what the published figures cannot tell."""

import pytest

from bot.reply import Bounds, Status
from bot.wording import write
from bot.written import Written
from data.codebook import FindingId
from data.evaluation import evaluate
from data.query import Query
from tests.helpers.surveys import BEFORE, a_figure, a_survey

TEA, COFFEE, CAKE = FindingId("drink.tea"), FindingId("drink.coffee"), FindingId("snack.cake")


def compared(tea: float, coffee: float, *, how: str = "", base: int | None = 1000) -> Written:
    """Return how tea and coffee are set against each other."""
    survey = a_survey(a_figure(TEA, tea, base=base), a_figure(COFFEE, coffee, base=base))
    return write(evaluate(Query(measure="compare", of=(TEA, COFFEE), how=how), survey), survey)


def ranked(*, how: str, limit: int | None = None, values: tuple[float, float, float] = (60, 30, 12)) -> Written:
    """Return how tea, coffee and cake are ranked."""
    survey = a_survey(*map(a_figure, (TEA, COFFEE, CAKE), values))
    return write(evaluate(Query(measure="rank", how=how, limit=limit), survey), survey)


def joined(how: str) -> Written:
    """Return the range for tea and coffee together."""
    survey = a_survey(a_figure(TEA, 71), a_figure(COFFEE, 31))
    return write(evaluate(Query(measure="joint", of=(TEA, COFFEE), how=how), survey), survey)


def trend(now: float, before: float | None) -> Written:
    """Return how the share of tea changed."""
    older = () if before is None else (a_figure(TEA, before, wave=BEFORE),)
    survey = a_survey(a_figure(TEA, now), *older)
    return write(evaluate(Query(measure="trend", of=(TEA,)), survey), survey)


def test_two_shares_stand_side_by_side_with_their_difference() -> None:
    assert compared(60, 30).headline == (
        "60% of adults surveyed like tea, and 30% like coffee: a difference of 30 percentage points."
    )


def test_one_point_is_one_percentage_point() -> None:
    assert compared(31, 30).headline.endswith("a difference of 1 percentage point.")


@pytest.mark.parametrize(
    ("tea", "coffee", "how", "opening"),
    [
        (60, 30, "larger", "Yes: 60%"),
        (30, 60, "larger", "No: 30%"),
        (30, 60, "smaller", "Yes: 30%"),
        (60, 30, "smaller", "No: 60%"),
        (30, 30, "larger", "The published figures cannot decide it: 30%"),
        (31, 30, "larger", "The published figures cannot decide it: 31%"),
        (30, 31, "larger", "The published figures cannot decide it: 30%"),
    ],
)
def test_what_was_claimed_is_told_first(tea: float, coffee: float, how: str, opening: str) -> None:
    assert compared(tea, coffee, how=how).headline.startswith(opening)


def test_equal_shares_are_the_same() -> None:
    answer = compared(30, 30)
    assert answer.headline.endswith("30% like coffee: the same share.")
    assert answer.details == ()


def test_the_ratio_is_of_the_larger_to_the_smaller() -> None:
    assert "60% is 2 times 30% (coffee to tea)." in compared(30, 60).details


def test_nothing_is_no_ratio() -> None:
    assert not any(" times " in detail for detail in compared(60, 0).details)


def test_a_difference_of_respondents_has_its_limits() -> None:
    assert compared(60, 30).details[-1] == (
        "As respondents that is a difference of about 300 (between 291 and 309, as the shares are rounded)."
    )


def test_nothing_is_tested_where_a_base_is_missing() -> None:
    details = " ".join(compared(60, 30, base=None).details)
    assert "test statistic" not in details
    assert "respondents" not in details


def test_a_test_says_what_it_supposes() -> None:
    assert any("if it were a simple random sample" in detail for detail in compared(60, 30).details)


def test_a_difference_that_may_be_chance_is_said_to_be_so() -> None:
    assert any("may be chance" in detail for detail in compared(31, 30).details)


@pytest.mark.parametrize(
    ("how", "headline"),
    [
        ("highest", "The highest figure of all that were published is 60%: those who like tea."),
        ("lowest", "The lowest figure of all that were published is 12%: those who like cake."),
        ("all", "All published figures, highest first: tea 60%, coffee 30% and cake 12%."),
    ],
)
def test_shares_are_ranked(how: str, headline: str) -> None:
    assert ranked(how=how).headline == headline


def test_so_many_are_ranked_as_were_asked_for() -> None:
    answer = ranked(how="highest", limit=2)
    assert answer.headline == "All published figures, the highest 2: tea 60% and coffee 30%."
    assert answer.rows == (("1. Tea", "60%"), ("2. Coffee", "30%"))


def test_one_place_holds_one_share() -> None:
    answer = ranked(how="nth", limit=2)
    assert "30%: those who like coffee" in answer.headline
    assert [figure.value for figure in answer.figures] == [30]


def test_a_place_beyond_the_last_is_not_given() -> None:
    assert ranked(how="nth", limit=9).status is Status.UNANSWERABLE


def test_what_the_figures_cannot_separate_is_named() -> None:
    assert ranked(how="highest", values=(60, 59, 12)).details == (
        "The published figures cannot separate it from coffee (59%): how many gave both answers is not known.",
    )


@pytest.mark.parametrize(
    ("how", "headline", "bounds"),
    [
        ("both", "Between 2% and 31% of adults surveyed like tea and also like coffee", (2, 31)),
        ("either", "Between 71% and 100% of adults surveyed like tea, or like coffee, or both", (71, 100)),
        ("neither", "Between 0% and 29% of adults surveyed did not say they like tea and did not say", (0, 29)),
        ("first_only", "Between 40% and 69% of adults surveyed like tea and did not say they like coffee", (40, 69)),
        ("given", "Between 3% and 44% of those who like tea also like coffee", (2 / 0.71, 31 / 0.71)),
        ("given_not", "Between 56% and 97% of those who like tea did not say they like coffee", (40 / 0.71, 69 / 0.71)),
    ],
)
def test_a_joint_share_is_a_range(how: str, headline: str, bounds: tuple[float, float]) -> None:
    answer = joined(how)
    assert answer.status is Status.BOUNDED
    assert answer.headline.startswith(headline)
    assert answer.bounds is not None
    assert (answer.bounds.low, answer.bounds.high) == pytest.approx(bounds)


def test_a_range_says_whom_it_is_a_share_of() -> None:
    assert joined("both").bounds == Bounds(low=2, high=31, of="adults surveyed")
    given = joined("given").bounds
    assert given is not None
    assert given.of == "those who like tea"


def test_a_range_shows_the_two_figures_it_follows_from() -> None:
    answer = joined("both")
    assert [figure.value for figure in answer.figures] == [71, 31]
    assert answer.details[0].startswith("Two separate figures were published: 71% like tea, and 31% like coffee.")


def test_a_range_among_some_is_told_of_all_too() -> None:
    assert "As a share of all adults surveyed that is between 2% and 31%." in joined("given").details


@pytest.mark.parametrize(
    ("now", "before", "headline"),
    [
        (60, 55, "The share of adults surveyed who like tea rose by 5 percentage points, from 55% in last year to 60%"),
        (55, 60, "The share of adults surveyed who like tea fell by 5 percentage points, from 60% in last year to 55%"),
        (60, 60, "The share of adults surveyed who like tea stayed the same, from 60% in last year to 60%"),
    ],
)
def test_a_change_is_told_with_both_waves(now: float, before: float, headline: str) -> None:
    answer = trend(now, before)
    assert answer.headline.startswith(headline)
    assert [figure.value for figure in answer.figures] == [now, before]


def test_no_change_is_made_up_where_an_earlier_share_is_missing() -> None:
    answer = trend(60, None)
    assert (answer.status, answer.figures) == (Status.UNANSWERABLE, ())
    assert answer.headline.startswith("No earlier figure was published for liking tea")
