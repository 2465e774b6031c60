"""A reply: everything that is said to a person, before it is put into Slack's or the terminal's form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import TypeVar

from data.survey import Figure, Quote

T = TypeVar("T")


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


def together(replies: Sequence[Reply]) -> Reply:
    """Return the replies to several questions as one, nothing said twice; suggestions are the first one's."""
    first = replies[0]
    return replace(
        first,
        headline=" ".join(r.headline for r in replies),
        confidence=min(r.confidence for r in replies),
        details=_each(r.details for r in replies),
        rows=_each(r.rows for r in replies),
        base=" ".join(_each((r.base,) for r in replies if r.base)),
        sentence=first.sentence if len(_each((r.sentence,) for r in replies if r.sentence)) == 1 else "",
        figures=_each(r.figures for r in replies),
        quotes=_each(r.quotes for r in replies),
        caveats=_each(r.caveats for r in replies),
        citations=_each(r.citations for r in replies),
    )


def _each(groups: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(groups)))
