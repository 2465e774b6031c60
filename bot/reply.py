"""A reply: everything that is said to a person, before it is put into Slack's or the terminal's form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from typing import TypeVar

from data.survey import Figure, Quote, Survey

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
class Series:
    """Values that belong together in a chart: one wave, one finding."""

    name: str
    values: tuple[float, ...]
    """As published, one for each of the chart's labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Figures that can be looked at side by side, whatever they are drawn with."""

    title: str
    labels: tuple[str, ...]
    """What stands at each bar, or group of bars."""
    series: tuple[Series, ...]
    unit: str
    """percent"""
    x_label: str = ""
    y_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Figures to be handed over as a CSV file, which is made where it is delivered."""

    name: str
    """cgi-2015-barriers.csv"""
    title: str
    figures: tuple[Figure, ...]
    survey: Survey = field(repr=False, compare=False)
    """What the figures' labels and sources are looked up in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart to be handed over as an image, which is made where it is delivered."""

    name: str
    """cgi-2015-barriers.png"""
    title: str
    alt: str
    """What there is to be seen, with every value, for those who do not see it."""
    chart: Chart
    notes: tuple[str, ...]
    """Base, caveats and source: they go into the picture, which may travel alone."""


Attachment = Sheet | Picture


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
    signed: str = ""
    """The one of them that says whose words these are, where they are not the survey's: the headline needs it."""
    rows: tuple[tuple[str, str], ...] = ()
    """A list to show under the headline: (label, value)."""
    chart: Chart | None = None
    """The same figures to look at; what it shows is said in words too."""
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
    attachment: Attachment | None = None
    """A file that goes with it, where files can be sent."""


def together(replies: Sequence[Reply]) -> Reply:
    """Return the replies to several questions as one, nothing said twice; suggestions are the first one's.

    A chart stays where it is the only one: two would push apart what is read together.
    """
    first = replies[0]
    charts = [r.chart for r in replies if r.chart]
    return replace(
        first,
        headline=" ".join(r.headline for r in replies),
        confidence=min(r.confidence for r in replies),
        details=_each(r.details for r in replies),
        signed=" ".join(_each((r.signed,) for r in replies if r.signed)),
        rows=_each(r.rows for r in replies),
        chart=charts[0] if len(charts) == 1 else None,
        base=" ".join(_each((r.base,) for r in replies if r.base)),
        sentence=first.sentence if len(_each((r.sentence,) for r in replies if r.sentence)) == 1 else "",
        figures=_each(r.figures for r in replies),
        quotes=_each(r.quotes for r in replies),
        caveats=_each(r.caveats for r in replies),
        citations=_each(r.citations for r in replies),
    )


def _each(groups: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(groups)))
