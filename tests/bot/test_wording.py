"""Every kind of answer is put into sentences that claim no more than was worked out."""

import pytest

from bot.reply import Status
from bot.wording import write
from bot.written import Written, capital, inner
from data.codebook import Fact, FindingId, QuestionId, SourceId, WaveId
from data.evaluation import evaluate
from data.query import Claim, Query
from data.survey import FigureId, ObservationStatus, Quote
from tests.helpers.surveys import BEFORE, GAZETTE, NOW, a_figure, a_survey

TEA, COFFEE, CAKE = FindingId("drink.tea"), FindingId("drink.coffee"), FindingId("snack.cake")
QUOTE = Quote(id="q1", text="We like tea.", speaker="Ann Leaf", role="head of tea", source=GAZETTE, topics=(TEA,))
FACTS = (
    Fact(id="who", facet="conductor", statement="Nobody did it.", source=GAZETTE, published=True, conflicts_with=()),
    Fact(id="rate", facet="rate", statement="No rate.", source=None, published=False, conflicts_with=(), noun="a rate"),
    Fact(id="a", facet="when", statement="In May.", source=GAZETTE, published=True, conflicts_with=("b",)),
    Fact(id="b", facet="when", statement="In June.", source=SourceId("x"), published=True, conflicts_with=("a",)),
)
SURVEY = a_survey(
    a_figure(TEA, 60),
    a_figure(COFFEE, 30.5, decimals=1),
    a_figure(CAKE, 12),
    a_figure(TEA, 55, wave=BEFORE, base=None),
    facts=FACTS,
    quotes=(QUOTE,),
)


def written(  # noqa: PLR0913 -- each names a part of a query
    measure: str,
    *of: FindingId,
    without: tuple[FindingId, ...] = (),
    wave: WaveId | None = None,
    claims: tuple[Claim, ...] = (),
    questions: tuple[str, ...] = (),
    numbers: tuple[int, ...] = (),
    topics: tuple[str, ...] = (),
) -> Written:
    """Return what is written in answer to a query of the survey."""
    names = tuple(QuestionId(name) for name in questions)
    query = Query(
        measure=measure,
        of=of,
        without=without,
        wave=wave,
        claims=claims,
        questions=names,
        numbers=numbers,
        topics=topics,
    )
    return write(evaluate(query, SURVEY), SURVEY)


def claim(low: float, high: float, words: str) -> Claim:
    """Return a range that somebody named."""
    return Claim(low=low, high=high, words=words)


def test_a_share_is_one_sentence() -> None:
    assert written("share", TEA) == Written(
        headline="60% of adults surveyed like tea.", figures=(SURVEY.figures[0],), quotable=True
    )


def test_two_shares_are_two_figures_and_not_a_joint_one() -> None:
    answer = written("share", TEA, COFFEE)
    assert answer.headline == "60% of adults surveyed like tea."
    assert answer.details[0] == "30.5% of adults surveyed like coffee."
    assert answer.details[1].startswith("These are separate figures")


def test_an_older_share_is_placed_in_time() -> None:
    assert written("share", TEA, wave=BEFORE).headline == "In last year, 55% of adults surveyed like tea."


def test_those_who_did_not_say_so_are_not_said_to_differ() -> None:
    answer = written("complement", TEA)
    assert answer.headline == "40% of adults surveyed did not say they like tea."
    assert answer.details == ("Worked out from the published 60% who like tea: 100% less 60%.",)


def test_what_is_left_of_100_keeps_its_decimals() -> None:
    assert written("complement", COFFEE).headline.startswith("69.5% ")


def test_a_head_count_is_about_and_has_its_limits() -> None:
    answer = written("count", TEA)
    assert answer.headline == "About 600 of the 1,000 adults surveyed (60%) like tea."
    assert answer.details == (
        "Estimated: anything between 595 and 604 fits the published 60% who like tea, which was rounded.",
    )


def test_a_head_count_of_the_others_is_theirs() -> None:
    headline = written("count", without=(TEA,)).headline
    assert headline == "About 400 of the 1,000 adults surveyed (40%) did not say they like tea."


def test_the_limits_of_the_others_are_not_said_to_round_to_the_published_share() -> None:
    (detail,) = written("count", without=(TEA,)).details
    assert detail == "Estimated: anything between 396 and 405 fits the published 60% who like tea, which was rounded."


def test_nobody_is_counted_where_the_base_is_missing() -> None:
    answer = written("count", TEA, wave=BEFORE)
    assert (answer.status, answer.figures) == (Status.UNANSWERABLE, ())
    assert answer.headline == "The survey, as published, does not give the number of respondents in last year."


def test_a_list_names_every_share_of_its_question() -> None:
    answer = written("list", questions=("drink",))
    assert answer.headline == "Drink: tea (60%) and coffee (30.5%)."
    assert answer.rows == (("Tea", "60%"), ("Coffee", "30.5%"))


def test_a_list_of_everything_names_the_question_of_each() -> None:
    answer = written("list")
    assert answer.headline == "All 3 published figures of the survey, this year."
    assert answer.rows == (("Drink: tea", "60%"), ("Drink: coffee", "30.5%"), ("Snack: cake", "12%"))


def test_a_limit_tells_what_lies_within_it() -> None:
    answer = written("threshold", claims=(claim(50, 100, "over 50%"),))
    assert answer.headline == "1 of 3 published figures is 50% or more: tea (60%)."
    assert answer.rows == (("Tea", "60%"),)


@pytest.mark.parametrize(
    ("low", "high", "words", "headline"),
    [
        (90, 100, "over 90%", "No: none is 90% or more. The nearest is tea at 60%."),
        (0, 5, "under 5%", "No: none is 5% or less. The nearest is cake at 12%."),
        (25, 25, "25%", "No: none is 25%. The nearest is coffee at 30.5%."),
    ],
)
def test_a_limit_that_nothing_lies_within_names_the_nearest(low: float, high: float, words: str, headline: str) -> None:
    assert written("threshold", claims=(claim(low, high, words),)).headline == headline


def test_a_margin_of_error_says_what_it_supposes() -> None:
    answer = written("margin", TEA)
    assert answer.headline == (
        "60%, give or take 3 percentage points, of adults surveyed like tea, if it were a simple random sample."
    )
    assert answer.details == ("The 95% confidence interval for 60% would run from 56.9% to 63% (Wilson).",)


@pytest.mark.parametrize(
    ("claims", "headline"),
    [
        ((claim(60, 60, "60%"),), "Yes: 60% of adults surveyed like tea."),
        ((claim(61, 61, "61%"),), "No: 60% of adults surveyed like tea."),
        ((claim(50, 100, "most"),), "Yes: 60% of adults surveyed like tea."),
        ((claim(60, 60, "60%"), claim(6, 6, "6%")), "60%, not 6%: 60% of adults surveyed like tea."),
    ],
)
def test_a_claim_is_told_right_or_wrong_with_the_figure(claims: tuple[Claim, ...], headline: str) -> None:
    assert written("check", TEA, claims=claims).headline == headline


def test_a_claim_about_the_others_is_held_against_what_is_left() -> None:
    answer = written("check", without=(TEA,), claims=(claim(40, 40, "40%"),))
    assert answer.headline == "Yes: 40% of adults surveyed did not say they like tea."
    assert answer.details == ("Worked out from the published 60% who like tea.",)


@pytest.mark.parametrize(
    ("numbers", "headline"),
    [
        ((1000,), "Yes: the number of adults surveyed is 1,000."),
        ((100,), "No: the number of adults surveyed is 1,000."),
        ((100, 1000), "The number of adults surveyed is 1,000."),
    ],
)
def test_the_number_of_respondents_is_put_right(numbers: tuple[int, ...], headline: str) -> None:
    assert written("base_check", numbers=numbers).headline == headline


def test_a_quotation_names_who_said_it() -> None:
    answer = written("quote", TEA)
    assert answer.headline == "Ann Leaf, head of tea, said:"
    assert answer.quotes == (QUOTE,)


def test_a_speaker_is_named_with_the_role() -> None:
    assert written("speaker").headline == "The person quoted is Ann Leaf, head of tea."


def test_a_fact_is_told() -> None:
    answer = written("about", topics=("conductor",))
    assert (answer.status, answer.headline) == (Status.ANSWERED, "Nobody did it.")


def test_sources_that_differ_are_both_told() -> None:
    assert written("about", topics=("when",)).details == ("In June.", "The sources differ on this.")


def test_a_fact_that_was_not_published_is_no_answer() -> None:
    assert written("about", topics=("rate",)).status is Status.UNANSWERABLE


def test_what_is_not_published_is_said_and_the_nearest_is_no_figure_of_the_reply() -> None:
    answer = written("unpublished", TEA, topics=("rate",))
    assert (answer.status, answer.figures) == (Status.UNANSWERABLE, ())
    assert answer.headline == "The survey, as published, does not give a rate."
    assert answer.details[-1] == "The nearest published: 60% like tea (this year)."


def test_a_share_that_sources_dispute_is_not_answered_with() -> None:
    disputed = a_figure(CAKE, 83, status=ObservationStatus.DISPUTED, conflicts_with=(FigureId(f"{NOW}.{TEA}"),))
    survey = a_survey(a_figure(TEA, 83), disputed)
    answer = write(evaluate(Query(measure="share", of=(CAKE,)), survey), survey)
    assert (answer.status, answer.figures) == (Status.UNANSWERABLE, ())
    assert answer.headline == "The sources disagree, so this cannot be answered with a figure."
    (detail,) = answer.details
    assert "The Gazette gives 83% for liking cake" in detail
    assert "The Gazette gives 83% for liking tea" in detail


@pytest.mark.parametrize(
    ("text", "inside"), [("Local government", "local government"), ("CGI", "CGI"), ("A", "A"), ("", "")]
)
def test_a_label_inside_a_sentence_keeps_its_capitals_only_where_they_are_its_own(text: str, inside: str) -> None:
    assert inner(text) == inside


def test_a_sentence_begins_with_a_capital() -> None:
    assert [capital(text) for text in ("tea", "Tea", "")] == ["Tea", "Tea", ""]
