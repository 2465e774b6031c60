import pytest

from data.answer import (
    About,
    Answer,
    BaseCheck,
    Check,
    Complements,
    Counts,
    Disputed,
    Listing,
    Margins,
    Shares,
    Span,
    Threshold,
    Unpublished,
)
from data.codebook import FindingId, QuestionId, WaveId
from data.errors import QueryInvalid
from data.evaluation import evaluate
from data.query import Claim, Query
from data.survey import ObservationStatus, question_of
from tests.helpers.surveys import BEFORE, a_figure, a_survey, cgi

CENTRAL = FindingId("share_with.central_government")
LOCAL = FindingId("share_with.local_government")
THIRD = FindingId("share_with.third_sector")
SECURITY = FindingId("barrier.security")
QUALITY = FindingId("barrier.data_quality")
COLLABORATION = FindingId("priority.collaboration")
SHARING_AS_PRIORITY = FindingId("priority.sharing_with_councils")
JANUARY = WaveId("2015-01")
NEEDS_A_FINDING = ("share", "complement", "count", "compare", "joint", "check")


def ask(query: Query) -> Answer:
    return evaluate(query, cgi())


def claim(low: float, high: float) -> Claim:
    return Claim(low=low, high=high, words=f"{low} to {high}")


def test_shares_are_given_in_the_order_asked_for() -> None:
    answer = ask(Query(measure="share", of=(QUALITY, SECURITY)))

    assert isinstance(answer, Shares)
    assert [f.value for f in answer.figures] == [33, 49]


def test_a_share_is_of_the_newest_wave_unless_another_is_named() -> None:
    answer = ask(Query(measure="share", of=(LOCAL,), wave=JANUARY))

    assert isinstance(answer, Shares)
    assert [f.value for f in answer.figures] == [25]


def test_a_number_that_only_one_source_gives_against_the_others_is_never_a_share() -> None:
    answer = ask(Query(measure="share", of=(SHARING_AS_PRIORITY,)))

    assert isinstance(answer, Disputed)
    assert [f.source for f in answer.figures] == ["pt"]
    assert [f.finding for f in answer.against] == [COLLABORATION]


def test_a_share_that_one_wave_lacks_is_offered_from_the_other() -> None:
    answer = ask(Query(measure="share", of=(THIRD,), wave=JANUARY))

    assert isinstance(answer, Unpublished)
    assert answer.what == "a figure for sharing data with the third sector in January 2015"
    assert [(f.value, f.wave) for f in answer.nearest] == [(29, "2015-H2")]


def test_a_share_of_two_findings_of_which_one_is_missing_is_not_given_by_halves() -> None:
    answer = ask(Query(measure="share", of=(LOCAL, THIRD), wave=JANUARY))

    assert isinstance(answer, Unpublished)
    assert [f.value for f in answer.nearest] == [25, 29]


@pytest.mark.parametrize(("finding", "rest"), [(LOCAL, 69), (SECURITY, 51), (QUALITY, 67), (CENTRAL, 29)])
def test_a_complement_is_what_is_left_of_100(finding: FindingId, rest: float) -> None:
    answer = ask(Query(measure="complement", of=(finding,)))

    assert isinstance(answer, Complements)
    assert answer.values == (rest,)


def test_a_count_comes_with_every_count_that_rounds_to_its_share() -> None:
    answer = ask(Query(measure="count", of=(LOCAL,)))

    assert isinstance(answer, Counts)
    assert (answer.counts[0].central, answer.counts[0].span) == (1364, Span(low=1342, high=1385))


def test_those_who_did_not_are_counted_as_the_rest_of_the_base() -> None:
    answer = ask(Query(measure="count", without=(LOCAL,)))

    assert isinstance(answer, Counts)
    assert answer.counts[0].negated
    assert (answer.counts[0].central, answer.counts[0].span) == (3036, Span(low=3015, high=3058))


@pytest.mark.parametrize("measure", ["count", "margin"])
def test_nothing_is_worked_out_from_a_base_that_was_not_published(measure: str) -> None:
    answer = ask(Query(measure=measure, of=(LOCAL,), wave=JANUARY))

    assert isinstance(answer, Unpublished)
    assert answer.what == "the number of respondents in January 2015"
    assert [f.facet for f in answer.facts] == ["base_2015_01"]


def test_a_missing_base_is_told_where_no_fact_says_so() -> None:
    survey = a_survey(a_figure("drink.tea", 60, base=None))

    answer = evaluate(Query(measure="count", of=(FindingId("drink.tea"),)), survey)

    assert isinstance(answer, Unpublished)
    assert answer.what == "the number of respondents in this year"


def test_a_margin_is_given_with_its_interval() -> None:
    answer = ask(Query(measure="margin", of=(LOCAL,)))

    assert isinstance(answer, Margins)
    assert round(answer.margins[0].margin, 2) == 1.37
    assert round(answer.margins[0].interval.low, 1) == 29.7


def test_a_claim_is_checked_against_the_share() -> None:
    answer = ask(Query(measure="check", of=(QUALITY,), claims=(claim(66, 67.5), claim(32.5, 34))))

    assert isinstance(answer, Check)
    assert [held for _, held in answer.verdicts] == [False, True]


def test_a_claim_about_those_who_did_not_is_checked_against_the_rest() -> None:
    answer = ask(Query(measure="check", without=(LOCAL,), claims=(claim(65, 70),)))

    assert isinstance(answer, Check)
    assert (answer.value, answer.negated) == (69, True)
    assert answer.verdicts[0][1]


def test_a_number_of_respondents_is_checked_against_what_the_sources_say() -> None:
    answer = ask(Query(measure="base_check", numbers=(4400, 44000)))

    assert isinstance(answer, BaseCheck)
    assert answer.named == (4400, 44000)
    assert len(answer.facts) == 3


def test_a_list_holds_the_answers_of_each_question_highest_first() -> None:
    answer = ask(Query(measure="list"))

    assert isinstance(answer, Listing)
    assert [[f.value for f in figures] for _, figures in answer.groups] == [[71, 31, 29, 26, 8], [49, 38, 33], [83, 82]]


def test_a_list_may_be_of_one_question() -> None:
    answer = ask(Query(measure="list", questions=(QuestionId("barrier"),)))

    assert isinstance(answer, Listing)
    assert [question.id for question, _ in answer.groups] == ["barrier"]


def test_a_list_leaves_out_questions_of_which_the_wave_has_nothing() -> None:
    answer = ask(Query(measure="list", wave=JANUARY))

    assert isinstance(answer, Listing)
    assert [question.id for question, _ in answer.groups] == ["share_with", "barrier"]


@pytest.mark.parametrize("query", [Query(measure="list"), Query(measure="threshold", claims=(claim(0, 1),))])
def test_a_wave_without_any_share_has_none_to_list(query: Query) -> None:
    survey = a_survey(a_figure("drink.tea", 60, wave=BEFORE))

    assert isinstance(evaluate(query, survey), Unpublished)


def test_a_threshold_parts_the_shares() -> None:
    answer = ask(Query(measure="threshold", questions=(QuestionId("barrier"),), claims=(claim(35, 100),)))

    assert isinstance(answer, Threshold)
    assert ([f.value for f in answer.inside], [f.value for f in answer.outside]) == ([49, 38], [33])


def test_a_threshold_may_be_of_some_findings_only() -> None:
    answer = ask(Query(measure="threshold", of=(LOCAL, SECURITY), claims=(claim(35, 100),)))

    assert isinstance(answer, Threshold)
    assert ([f.value for f in answer.inside], [f.value for f in answer.outside]) == ([49], [31])


def test_facts_are_given_in_the_order_asked_for() -> None:
    answer = ask(Query(measure="about", topics=("sample_size", "conductor")))

    assert isinstance(answer, About)
    assert list(dict.fromkeys(f.facet for f in answer.facts)) == ["sample_size", "conductor"]


def test_a_facet_of_which_the_survey_has_no_fact_is_not_published() -> None:
    answer = ask(Query(measure="about", topics=("shoe_size",)))

    assert isinstance(answer, Unpublished)
    assert answer.what == "the shoe size"


def test_what_was_not_published_is_told_with_what_comes_near() -> None:
    answer = ask(Query(measure="unpublished", topics=("breakdown",), of=(LOCAL,)))

    assert isinstance(answer, Unpublished)
    assert answer.what == "any breakdown of the results"
    assert [(f.value, f.wave) for f in answer.nearest] == [(31, "2015-H2")]


@pytest.mark.parametrize("measure", NEEDS_A_FINDING)
def test_a_measure_of_a_finding_needs_one(measure: str) -> None:
    with pytest.raises(QueryInvalid, match=r"finding\(s\); 0 are named"):
        ask(Query(measure=measure))


def test_a_margin_of_nothing_named_is_of_every_current_figure() -> None:
    answer = ask(Query(measure="margin"))

    assert isinstance(answer, Margins)
    assert {m.figure.finding for m in answer.margins} == {f.finding for f in cgi().answerable if f.wave == "2015-H2"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (Query(measure="shar", of=(LOCAL,)), "There is no measure 'shar'. Did you mean 'share'?"),
        (Query(measure="compare", of=(LOCAL, CENTRAL, THIRD)), "takes 2 finding"),
        (Query(measure="share", of=(FindingId("share_with.nhs"),)), "no finding 'share_with.nhs'"),
        (Query(measure="list", questions=(QuestionId("pay"),)), "no question 'pay'"),
        (Query(measure="share", of=(LOCAL,), wave=WaveId("2024")), "no wave '2024'; it has 2015-H2, 2015-01"),
        (Query(measure="check", of=(LOCAL,)), "needs a claim"),
        (Query(measure="threshold"), "needs a limit"),
        (Query(measure="base_check"), "needs a number"),
        (Query(measure="about"), "needs a facet"),
        (Query(measure="unpublished"), "needs a facet"),
    ],
)
def test_a_query_that_cannot_be_run_says_why(query: Query, said: str) -> None:
    with pytest.raises(QueryInvalid) as caught:
        ask(query)

    assert said in str(caught.value)


@pytest.mark.parametrize("measure", ["share", "complement", "count", "margin", "check"])
def test_no_measure_answers_with_a_disputed_number(measure: str) -> None:
    assert isinstance(ask(Query(measure=measure, of=(SHARING_AS_PRIORITY,), claims=(claim(80, 90),))), Disputed)


def test_a_disputed_number_stands_in_no_list() -> None:
    answer = ask(Query(measure="list", questions=(question_of(SHARING_AS_PRIORITY),)))

    assert isinstance(answer, Listing)
    assert ObservationStatus.DISPUTED not in {f.status for _, figures in answer.groups for f in figures}
