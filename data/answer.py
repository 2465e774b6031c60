"""What a survey answers: one frozen type a kind of result, so that nothing is said that was not worked out."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from data.codebook import Fact, FindingId, Question
from data.query import Claim
from data.survey import Figure, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A range a number is known to lie in, both ends included."""

    low: float
    high: float


class Verdict(StrEnum):
    """What the published figures can say about a difference."""

    LARGER = "larger"
    """The first is larger, whatever the overlap between the two answers."""
    SMALLER = "smaller"
    UNDECIDED = "undecided"
    """Some overlaps that the figures allow would make it a matter of chance."""
    UNTESTED = "untested"
    """No test can be made: a base is not published, or the two are not of one sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Published shares, in the order asked for."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complements:
    """Those who did not give an answer: 100 minus its share."""

    figures: tuple[Figure, ...]
    """The shares that were published."""
    values: tuple[float, ...]
    """What is left of 100 for each, per cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many respondents a share stands for."""

    figure: Figure
    negated: bool
    """True where those are counted who did not give the answer."""
    central: int
    span: Span
    """Every head-count that rounds to the published share at this base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Head-counts, in the order asked for."""

    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two shares side by side."""

    first: Figure
    second: Figure
    points: float
    """first - second, in percentage points."""
    ratio: float | None
    """first / second; None where the second is 0."""
    verdict: Verdict
    z: Span | None
    """Least and most size of the test statistic over every overlap the two shares allow; None where not tested."""
    count: int | None
    """The difference as respondents; None where a base is missing."""
    count_span: Span | None
    claimed: str
    """What the question took for granted or asked: larger, smaller, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Shares in order of size."""

    figures: tuple[Figure, ...]
    """Those asked for, in the order asked for."""
    of: tuple[Question, ...]
    """The questions whose answers were ranked; all of the survey's where none was named."""
    how: str
    """highest, lowest, all (highest first) or nth (one share alone, counted from the highest)."""
    place: int
    """With nth: the place asked for, counted from the highest; else 1."""
    joint: tuple[Figure, ...]
    """Others that the published figures cannot separate from the one named first (or last named, in a cut list)."""
    asked: Figure | None = None
    """The one whose place was asked for, where it is another than that of the first."""
    chosen: bool = False
    """True where only shares that were named were ranked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Every published share of some questions, highest first in each."""

    groups: tuple[tuple[Question, tuple[Figure, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Which shares lie within a limit."""

    claim: Claim
    inside: tuple[Figure, ...]
    outside: tuple[Figure, ...]
    of: tuple[Question, ...]


class JointKind(StrEnum):
    """How two answers are joined."""

    BOTH = "both"
    EITHER = "either"
    NEITHER = "neither"
    FIRST_ONLY = "first_only"
    """The first and not the second."""
    GIVEN = "given"
    """Among those who gave the first, the share who gave the second too."""
    GIVEN_NOT = "given_not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """What the two shares allow for the people who gave both answers, and the like."""

    kind: JointKind
    first: Figure
    second: Figure
    bounds: Span
    """Per cent of all respondents, from the shares as published."""
    widened: Span
    """The same with the shares moved by as much as rounding allows."""
    conditional: Span
    """Per cent of those who gave the first answer, from the shares as published."""
    claims: tuple[Claim, ...]
    """Percentages the question supposed for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One finding in two waves of the same survey."""

    finding: FindingId
    now: Figure
    before: Figure | None
    """None where the earlier wave was not published for it."""
    points: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """Changes between two waves, in the order asked for."""

    trends: tuple[Trend, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Sampling error of a share, as if respondents had been drawn by simple random sampling."""

    figure: Figure
    interval: Span
    """95% Wilson interval, per cent."""
    margin: float
    """95% margin of error, percentage points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Sampling errors, in the order asked for."""

    margins: tuple[Margin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Whether what was said about a share is so."""

    figure: Figure
    negated: bool
    value: float
    """The share, or its complement where the claim was about those who did not."""
    verdicts: tuple[tuple[Claim, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseCheck:
    """Which of the numbers named is the number of respondents."""

    named: tuple[int, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotations:
    """What was said about the survey, by topic or speaker."""

    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    """The shares the quotes speak to, where a topic was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who spoke about the survey, and in what role."""

    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """How the survey was made."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """A number that one source states and the others contradict."""

    figures: tuple[Figure, ...]
    against: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """The survey, as published, does not say."""

    what: str
    """What is missing, as the end of 'The survey does not give ...'."""
    nearest: tuple[Figure, ...]
    """Published figures that come near, to be offered, never to be passed off as the answer."""
    facts: tuple[Fact, ...]


Answer = (
    Shares
    | Complements
    | Counts
    | Comparison
    | Ranking
    | Listing
    | Threshold
    | Joint
    | Trends
    | Margins
    | Check
    | BaseCheck
    | Quotations
    | Speaker
    | About
    | Disputed
    | Unpublished
)


def figures_of(answer: Answer) -> tuple[Figure, ...]:  # noqa: C901, PLR0911, PLR0912 -- one case a kind of answer
    """Return every figure an answer is made of, those that are merely near included, in the order shown."""
    match answer:
        case Shares() | Complements() | Ranking() | Quotations():
            return answer.figures
        case Counts():
            return tuple(count.figure for count in answer.counts)
        case Margins():
            return tuple(margin.figure for margin in answer.margins)
        case Comparison() | Joint():
            return (answer.first, answer.second)
        case Listing():
            return tuple(figure for _, figures in answer.groups for figure in figures)
        case Threshold():
            return (*answer.inside, *answer.outside)
        case Trends():
            return tuple(figure for t in answer.trends for figure in (t.now, t.before) if figure)
        case Check():
            return (answer.figure,)
        case Disputed():
            return (*answer.figures, *answer.against)
        case Unpublished():
            return answer.nearest
        case BaseCheck() | Speaker() | About():
            return ()
    assert_never(answer)
