import pytest

from data.answer import Answer, Comparison, Disputed, Joint, JointKind, Ranking, Span, Trends, Unpublished, Verdict
from data.codebook import FindingId, QuestionId, ResponseType, WaveId
from data.errors import QueryInvalid
from data.evaluation import evaluate
from data.query import Claim, Query
from tests.helpers.surveys import BEFORE, a_figure, a_survey, cgi

CENTRAL = FindingId("share_with.central_government")
LOCAL = FindingId("share_with.local_government")
THIRD = FindingId("share_with.third_sector")
PRIVATE = FindingId("share_with.private_sector")
SECURITY = FindingId("barrier.security")
SYSTEMS = FindingId("barrier.interoperability")
QUALITY = FindingId("barrier.data_quality")
COLLABORATION = FindingId("priority.collaboration")
DIGITAL = FindingId("priority.digital_transformation")
TEA, COFFEE = FindingId("drink.tea"), FindingId("drink.coffee")
JANUARY = WaveId("2015-01")


def ask(query: Query) -> Answer:
    return evaluate(query, cgi())


def compare(first: FindingId, second: FindingId, **more: str) -> Comparison:
    answer = ask(Query(measure="compare", of=(first, second), how=more.get("how", "")))
    assert isinstance(answer, Comparison)
    return answer


def rank(how: str = "", limit: int | None = None, question: str = "") -> Ranking:
    questions = (QuestionId(question),) if question else ()
    answer = ask(Query(measure="rank", how=how, limit=limit, questions=questions))
    assert isinstance(answer, Ranking)
    return answer


def values(ranking: Ranking) -> list[float]:
    return [figure.value for figure in ranking.figures]


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (CENTRAL, LOCAL, Verdict.LARGER),
        (LOCAL, CENTRAL, Verdict.SMALLER),
        (SECURITY, SYSTEMS, Verdict.LARGER),
        (SYSTEMS, QUALITY, Verdict.LARGER),
        (THIRD, PRIVATE, Verdict.LARGER),
        (LOCAL, THIRD, Verdict.UNDECIDED),
        (COLLABORATION, DIGITAL, Verdict.UNDECIDED),
    ],
)
def test_a_difference_is_called_one_only_if_it_is_whatever_the_overlap(
    first: FindingId, second: FindingId, verdict: Verdict
) -> None:
    assert compare(first, second).verdict is verdict


def test_a_comparison_gives_points_ratio_and_respondents() -> None:
    found = compare(CENTRAL, LOCAL, how="larger")

    assert (found.points, found.claimed) == (40, "larger")
    assert found.ratio == pytest.approx(2.29, abs=0.005)
    assert (found.count, found.count_span) == (1760, Span(low=1717, high=1803))


def test_a_difference_the_other_way_round_is_negative() -> None:
    assert (compare(LOCAL, CENTRAL).points, compare(LOCAL, CENTRAL).count) == (-40, -1760)


def test_without_a_base_no_difference_is_tested_or_counted() -> None:
    answer = ask(Query(measure="compare", of=(CENTRAL, LOCAL), wave=JANUARY))

    assert isinstance(answer, Comparison)
    assert (answer.points, answer.verdict, answer.z, answer.count) == (44, Verdict.UNTESTED, None, None)


def test_shares_of_different_people_are_not_tested_as_one_sample() -> None:
    survey = a_survey(a_figure("drink.tea", 60, base=900), a_figure("drink.coffee", 20, base=500))

    answer = evaluate(Query(measure="compare", of=(TEA, COFFEE)), survey)

    assert isinstance(answer, Comparison)
    assert (answer.verdict, answer.count) == (Verdict.UNTESTED, None)


def test_nothing_is_many_times_nothing() -> None:
    survey = a_survey(a_figure("drink.tea", 60), a_figure("drink.coffee", 0))

    answer = evaluate(Query(measure="compare", of=(TEA, COFFEE)), survey)

    assert isinstance(answer, Comparison)
    assert answer.ratio is None


def test_answers_of_which_one_may_be_given_have_no_overlap() -> None:
    figures = a_figure("drink.tea", 31, base=4400), a_figure("drink.coffee", 29, base=4400)

    answer = evaluate(Query(measure="compare", of=(TEA, COFFEE)), a_survey(*figures, response_type=ResponseType.SINGLE))

    assert isinstance(answer, Comparison)
    assert answer.z is not None
    assert answer.z.low == answer.z.high


def test_all_figures_are_ranked_highest_first() -> None:
    assert values(rank()) == [83, 82, 71, 49, 38, 33, 31, 29, 26, 8]


@pytest.mark.parametrize(
    ("how", "limit", "question", "expected"),
    [
        ("highest", None, "barrier", [49]),
        ("highest", 3, "", [83, 82, 71]),
        ("lowest", None, "", [8]),
        ("lowest", 2, "share_with", [8, 26]),
        ("all", 2, "barrier", [49, 38]),
        ("nth", 2, "barrier", [38]),
        ("nth", 1, "share_with", [71]),
    ],
)
def test_a_ranking_is_cut_as_asked(how: str, limit: int | None, question: str, expected: list[float]) -> None:
    assert values(rank(how, limit, question)) == expected


def test_a_ranking_may_be_of_some_findings_only() -> None:
    answer = ask(Query(measure="rank", how="highest", of=(LOCAL, QUALITY)))

    assert isinstance(answer, Ranking)
    assert values(answer) == [33]


@pytest.mark.parametrize(
    ("how", "limit", "question", "joint"),
    [
        ("highest", 1, "priority", [DIGITAL]),
        ("highest", 1, "barrier", []),
        ("highest", 2, "share_with", [THIRD]),
        ("lowest", 1, "share_with", []),
        ("nth", 3, "share_with", [LOCAL]),
        ("all", None, "", [DIGITAL]),
    ],
)
def test_those_that_cannot_be_told_from_the_one_named_are_joint(
    how: str, limit: int | None, question: str, joint: list[FindingId]
) -> None:
    assert [f.finding for f in rank(how, limit, question).joint] == joint


def test_a_place_beyond_the_last_is_not_published() -> None:
    answer = ask(Query(measure="rank", how="nth", limit=4, questions=(QuestionId("barrier"),)))

    assert isinstance(answer, Unpublished)
    assert answer.what == "more than 3 shares to rank in late 2015"


@pytest.mark.parametrize(
    ("how", "kind", "bounds"),
    [
        ("", JointKind.BOTH, (2, 31)),
        ("both", JointKind.BOTH, (2, 31)),
        ("either", JointKind.EITHER, (71, 100)),
        ("neither", JointKind.NEITHER, (0, 29)),
        ("first_only", JointKind.FIRST_ONLY, (40, 69)),
        ("given", JointKind.GIVEN, (2, 31)),
    ],
)
def test_a_joint_share_is_given_by_its_bounds_only(how: str, kind: JointKind, bounds: tuple[float, float]) -> None:
    answer = ask(Query(measure="joint", of=(CENTRAL, LOCAL), how=how))

    assert isinstance(answer, Joint)
    assert (answer.kind, answer.bounds) == (kind, Span(low=bounds[0], high=bounds[1]))


def test_a_joint_share_is_widened_for_rounding_and_given_among_the_first_too() -> None:
    answer = ask(Query(measure="joint", of=(CENTRAL, LOCAL)))

    assert isinstance(answer, Joint)
    assert answer.widened == Span(low=1, high=31.5)
    assert (round(answer.conditional.low, 1), round(answer.conditional.high, 1)) == (2.8, 43.7)


@pytest.mark.parametrize(
    ("of", "without", "how", "kind"),
    [
        ((CENTRAL,), (LOCAL,), "", JointKind.FIRST_ONLY),
        ((CENTRAL,), (LOCAL,), "both", JointKind.FIRST_ONLY),
        ((CENTRAL,), (LOCAL,), "given", JointKind.GIVEN_NOT),
        ((), (CENTRAL, LOCAL), "both", JointKind.NEITHER),
        ((), (CENTRAL, LOCAL), "neither", JointKind.NEITHER),
    ],
)
def test_a_finding_named_in_the_negative_changes_the_kind(
    of: tuple[FindingId, ...], without: tuple[FindingId, ...], how: str, kind: JointKind
) -> None:
    answer = ask(Query(measure="joint", of=of, without=without, how=how))

    assert isinstance(answer, Joint)
    assert answer.kind is kind


def test_what_the_question_supposed_of_a_joint_share_is_kept() -> None:
    supposed = Claim(low=40, high=40, words="40%")

    answer = ask(Query(measure="joint", of=(CENTRAL,), without=(LOCAL,), claims=(supposed,)))

    assert isinstance(answer, Joint)
    assert answer.claims == (supposed,)


def test_answers_of_different_people_have_no_joint_share() -> None:
    survey = a_survey(a_figure("drink.tea", 60, base=900), a_figure("drink.coffee", 20, base=500))

    answer = evaluate(Query(measure="joint", of=(TEA, COFFEE)), survey)

    assert isinstance(answer, Unpublished)
    assert answer.what == "liking tea and liking coffee for the same respondents"


@pytest.mark.parametrize(
    ("finding", "before", "points"), [(CENTRAL, 69, 2), (LOCAL, 25, 6), (SECURITY, 56, -7), (QUALITY, 27, 6)]
)
def test_a_trend_is_the_change_since_the_wave_before(finding: FindingId, before: float, points: float) -> None:
    answer = ask(Query(measure="trend", of=(finding,), wave=JANUARY))

    assert isinstance(answer, Trends)
    assert answer.trends[0].before is not None
    assert (answer.trends[0].before.value, answer.trends[0].points) == (before, points)


def test_without_findings_every_trend_that_was_published_is_given() -> None:
    answer = ask(Query(measure="trend"))

    assert isinstance(answer, Trends)
    assert [t.points for t in answer.trends] == [2, 6, -7, 6]


def test_a_finding_that_the_wave_before_lacks_has_no_change() -> None:
    answer = ask(Query(measure="trend", of=(THIRD,)))

    assert isinstance(answer, Trends)
    assert (answer.trends[0].before, answer.trends[0].points) == (None, None)


def test_a_finding_that_the_newest_wave_lacks_has_no_trend() -> None:
    survey = a_survey(a_figure("drink.tea", 60, wave=BEFORE), a_figure("drink.coffee", 20))

    assert isinstance(evaluate(Query(measure="trend", of=(TEA,)), survey), Unpublished)


@pytest.mark.parametrize("measure", ["compare", "joint", "trend"])
def test_no_relation_is_worked_out_from_a_disputed_number(measure: str) -> None:
    of = (FindingId("priority.sharing_with_councils"), LOCAL)

    assert isinstance(ask(Query(measure=measure, of=of)), Disputed)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (Query(measure="compare", of=(LOCAL, LOCAL)), "needs two findings; share_with.local_government is named twice"),
        (Query(measure="joint", of=(LOCAL,), without=(LOCAL,)), "named twice"),
        (Query(measure="compare", of=(LOCAL, CENTRAL), how="bigger"), "no kind 'bigger'"),
        (Query(measure="rank", how="top"), "no kind 'top'"),
        (Query(measure="rank", how="highest", limit=0), "limit 0"),
        (Query(measure="joint", of=(LOCAL, CENTRAL), how="xor"), "no kind 'xor'; use one of both"),
        (Query(measure="joint", of=(LOCAL,), without=(CENTRAL,), how="either"), "cannot take either of 1 finding"),
    ],
)
def test_a_query_that_cannot_be_run_says_why(query: Query, said: str) -> None:
    with pytest.raises(QueryInvalid) as caught:
        ask(query)

    assert said in str(caught.value)
