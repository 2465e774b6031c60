"""A reply: everything that is said to a person, before it is put into Slack's or the terminal's form."""

from dataclasses import dataclass
from enum import StrEnum

from data.survey import Figure, Quote


class Status(StrEnum):
    """What kind of reply it is (contract of `surveybot ask --json`)."""

    ANSWERED = "answered"
    BOUNDED = "bounded"
    CLARIFY = "clarify"
    UNANSWERABLE = "unanswerable"
    SOCIAL = "social"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The range a joint share must lie in."""

    low: float
    """Per cent."""
    high: float
    """Per cent."""
    of: str
    """Whom it is a share of: civil servants surveyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One source of a reply."""

    label: str
    """LocalGov, 29 January 2016"""
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is said in answer to one question."""

    question: str
    """As it was asked, unchanged; escape it before it is shown anywhere."""
    status: Status
    headline: str
    """The answer in one sentence; the first thing that is read."""
    intent: str | None = None
    confidence: float = 0.0
    """0 to 1: how sure the bot is that this was meant."""
    survey: str | None = None
    details: tuple[str, ...] = ()
    """Further sentences, each a paragraph of its own."""
    rows: tuple[tuple[str, str], ...] = ()
    """A list to show under the headline: (label, value)."""
    base: str = ""
    """Whom the figures are of, how many, and when: one sentence; empty where no figure is shown."""
    sentence: str = ""
    """The source's own sentence, word for word; empty where none may be repeated."""
    figures: tuple[Figure, ...] = ()
    bounds: Bounds | None = None
    quotes: tuple[Quote, ...] = ()
    caveats: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    """Questions that would be answered; for `clarify`, the readings."""
