"""Laws that the arithmetic keeps for every survey, not for ours alone."""

from hypothesis import assume, given
from hypothesis import strategies as st

from data.answer import Comparison, Complements, Counts, Joint, JointKind, Span, Verdict
from data.codebook import FindingId
from data.evaluation import evaluate
from data.inference import difference_z, head_counts, joint_bounds, margin, wilson
from data.query import Query
from data.survey import Survey
from tests.helpers.surveys import a_figure, a_survey

TEA, COFFEE = FindingId("drink.tea"), FindingId("drink.coffee")
SLACK = 1e-9  # percentage points that adding up floating numbers may cost

people = st.integers(min_value=0, max_value=400)
tables = st.tuples(people, people, people, people).filter(lambda table: sum(table) > 0)  # both, first, second, neither
shares = st.integers(min_value=0, max_value=100)
bases = st.integers(min_value=1, max_value=20_000)

MIRRORED = {Verdict.LARGER: Verdict.SMALLER, Verdict.SMALLER: Verdict.LARGER}


def two_shares(first: float, second: float, *, base: int, decimals: int = 0) -> Survey:
    return a_survey(
        a_figure(TEA, first, base=base, decimals=decimals), a_figure(COFFEE, second, base=base, decimals=decimals)
    )


def compare(first: float, second: float, base: int) -> Comparison:
    answer = evaluate(Query(measure="compare", of=(TEA, COFFEE)), two_shares(first, second, base=base))
    assert isinstance(answer, Comparison)
    return answer


def joint(kind: JointKind, first: float, second: float, base: int) -> Joint:
    answer = evaluate(Query(measure="joint", of=(TEA, COFFEE), how=kind), two_shares(first, second, base=base))
    assert isinstance(answer, Joint)
    return answer


def half_up(count: int, base: int) -> int:
    return (200 * count + base) // (2 * base)


def truths(table: tuple[int, int, int, int]) -> dict[JointKind, float]:
    both, first, second, neither = (100 * cell / sum(table) for cell in table)
    return {
        JointKind.BOTH: both,
        JointKind.GIVEN: both,
        JointKind.EITHER: both + first + second,
        JointKind.NEITHER: neither,
        JointKind.FIRST_ONLY: first,
        JointKind.GIVEN_NOT: first,
    }


@given(table=tables, kind=st.sampled_from(JointKind))
def test_bounds_hold_what_any_table_of_answers_shows(table: tuple[int, int, int, int], kind: JointKind) -> None:
    both, first, second, _ = table
    p, q = (100 * (both + only) / sum(table) for only in (first, second))

    bounds = joint_bounds(kind, Span(low=p, high=p), Span(low=q, high=q))

    assert bounds.low - SLACK <= truths(table)[kind] <= bounds.high + SLACK


@given(table=tables, kind=st.sampled_from(JointKind))
def test_widened_bounds_hold_the_truth_though_the_shares_were_rounded(
    table: tuple[int, int, int, int], kind: JointKind
) -> None:
    both, first, second, _ = table
    p, q = (half_up(both + only, sum(table)) for only in (first, second))

    answer = joint(kind, p, q, sum(table))

    assert answer.widened.low - SLACK <= truths(table)[kind] <= answer.widened.high + SLACK


@given(table=tables, kind=st.sampled_from(JointKind))
def test_conditional_bounds_hold_the_share_among_the_first(table: tuple[int, int, int, int], kind: JointKind) -> None:
    both, first, second, _ = table
    assume(both + first > 0)
    p, q = (100 * (both + only) / sum(table) for only in (first, second))
    among = {
        JointKind.BOTH: both,
        JointKind.GIVEN: both,
        JointKind.FIRST_ONLY: first,
        JointKind.GIVEN_NOT: first,
        JointKind.EITHER: both + first,
        JointKind.NEITHER: 0,
    }

    answer = joint(kind, p, q, sum(table))

    truth = 100 * among[kind] / (both + first)
    assert answer.conditional.low - 1e-6 <= truth <= answer.conditional.high + 1e-6


@given(share=shares, base=bases)
def test_the_span_of_a_count_is_every_count_that_rounds_to_the_share(share: int, base: int) -> None:
    counts = [count for count in range(base + 1) if half_up(count, base) == share]
    assume(counts)

    assert head_counts(share, 0, base) == Span(low=counts[0], high=counts[-1])


@given(share=shares, base=bases)
def test_those_who_did_and_those_who_did_not_are_everybody(share: int, base: int) -> None:
    survey = a_survey(a_figure(TEA, share, base=base))
    did = evaluate(Query(measure="count", of=(TEA,)), survey)
    did_not = evaluate(Query(measure="count", without=(TEA,)), survey)

    assert isinstance(did, Counts)
    assert isinstance(did_not, Counts)
    assert did.counts[0].central + did_not.counts[0].central == base
    assert did.counts[0].span.low + did_not.counts[0].span.high == base


@given(tenths=st.integers(min_value=0, max_value=1000))
def test_a_share_and_its_complement_are_exactly_100(tenths: int) -> None:
    survey = a_survey(a_figure(TEA, tenths / 10, decimals=1))

    answer = evaluate(Query(measure="complement", of=(TEA,)), survey)

    assert isinstance(answer, Complements)
    assert round(10 * (answer.figures[0].value + answer.values[0])) == 1000
    assert answer.values[0] == round(answer.values[0], 1)


@given(share=st.floats(min_value=0, max_value=100), base=bases)
def test_a_wilson_interval_lies_within_0_and_100_and_holds_its_share(share: float, base: int) -> None:
    interval = wilson(share, base)

    assert 0 <= interval.low <= share <= interval.high <= 100


@given(share=st.floats(min_value=0, max_value=100), base=bases)
def test_more_respondents_never_make_a_margin_larger(share: float, base: int) -> None:
    assert margin(share, base + 1) <= margin(share, base)


@given(first=shares, second=shares, base=bases)
def test_a_comparison_turned_round_says_the_same(first: int, second: int, base: int) -> None:
    one, other = compare(first, second, base), compare(second, first, base)

    assert (one.points, one.z) == (-other.points, other.z)
    assert one.verdict == MIRRORED.get(other.verdict, other.verdict)
    assert (one.count or 0) == -(other.count or 0)


@given(table=tables)
def test_the_test_statistics_hold_that_of_any_table_of_answers(table: tuple[int, int, int, int]) -> None:
    both, first, second, _ = table
    base = sum(table)
    variance = (first + second) / base - ((first - second) / base) ** 2  # of the paired difference, from the table
    assume(first != second)
    assume(variance > 0)

    found = difference_z(100 * (both + first) / base, 100 * (both + second) / base, base)

    truth = abs(first - second) / base / (variance / base) ** 0.5
    assert found.low * (1 - 1e-6) <= truth <= found.high * (1 + 1e-6)
