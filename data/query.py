"""What is asked of a survey, once it is understood: a measure, what it is taken of, and its limits."""

from dataclasses import dataclass

from data.codebook import FindingId, QuestionId, WaveId


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A range of percentages somebody names: 'nearly half' is 45 up to, but not including, 50."""

    low: float
    """Per cent."""
    high: float
    """Per cent."""
    includes_low: bool = True
    includes_high: bool = True
    words: str
    """As it was said: nearly half."""

    def holds(self, value: float) -> bool:
        """Return whether a percentage lies in the range."""
        above = value >= self.low if self.includes_low else value > self.low
        below = value <= self.high if self.includes_high else value < self.high
        return above and below


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One thing to work out; which fields count depends on the measure."""

    measure: str
    """Name of a registered measure: share, compare, rank, ..."""
    of: tuple[FindingId, ...] = ()
    """The findings it is taken of, in the order they were named."""
    without: tuple[FindingId, ...] = ()
    """Findings named in the negative: those who did not say so."""
    questions: tuple[QuestionId, ...] = ()
    """Questions whose categories are meant; empty: all."""
    asked: FindingId | None = None
    """With a ranking: the finding whose place among the others is asked for."""
    wave: WaveId | None = None
    """None: the newest."""
    claims: tuple[Claim, ...] = ()
    """Percentages named in the question, to be checked or used as a limit."""
    how: str = ""
    """Which kind of the measure: both, either, given; highest, lowest, nth; larger, smaller."""
    limit: int | None = None
    """How many rows are wanted: top three; with nth, which one: the second highest."""
    numbers: tuple[int, ...] = ()
    """Whole numbers named that may be the number of respondents."""
    words: tuple[str, ...] = ()
    """Words that a quote is remembered by."""
    topics: tuple[str, ...] = ()
    """Speakers or facets that are asked for."""
