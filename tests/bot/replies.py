"""Replies to test with: a builder that fills in what a test does not care about."""

from typing import TypedDict, Unpack

from bot.context import Context
from bot.reply import Attachment, Bounds, Chart, Citation, Picture, Reply, Series, Sheet, Status
from data.codebook import FindingId, SourceId, WaveId
from data.survey import BaseStatus, Figure, FigureId, ObservationStatus, Quote
from tests.helpers.surveys import cgi

LOCALGOV = Citation(label="LocalGov, 29 January 2016", url="https://example.org/article")


class Parts(TypedDict, total=False):
    """Whatever a test wants to be different."""

    question: str
    status: Status
    headline: str
    intent: str | None
    confidence: float
    survey: str | None
    details: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    chart: Chart | None
    base: str
    sentence: str
    figures: tuple[Figure, ...]
    bounds: Bounds | None
    quotes: tuple[Quote, ...]
    caveats: tuple[str, ...]
    citations: tuple[Citation, ...]
    suggestions: tuple[str, ...]
    attachment: Attachment | None


def a_reply(**parts: Unpack[Parts]) -> Reply:
    """Return a reply that answers something."""
    chosen: Parts = {"question": "Who shares?", "status": Status.ANSWERED, "headline": "Some share.", **parts}
    return Reply(**chosen)


def a_figure() -> Figure:
    """Return the share that shares with local government."""
    return Figure(
        id=FigureId("w2.share_with.local_government"),
        finding=FindingId("share_with.local_government"),
        wave=WaveId("2015-H2"),
        value=31.0,
        unit="percent",
        decimals=0,
        base=4400,
        base_status=BaseStatus.APPROXIMATE,
        status=ObservationStatus.NORMAL,
        source=SourceId("localgov"),
        also_in=(),
        locator="paragraph 2",
        sentence="",
        derived_from=(),
        derivation="",
        conflicts_with=(),
        note="",
    )


def a_chart(*labels: str, waves: tuple[str, ...] = ("Late 2015",)) -> Chart:
    """Return a chart of shares that fall by one from bar to bar, and rise by ten from wave to wave."""
    labels = labels or ("Security", "Culture")
    series = tuple(
        Series(name=wave, values=tuple(50.0 + 10 * number - at for at in range(len(labels))))
        for number, wave in enumerate(waves)
    )
    return Chart(title="Barriers", labels=labels, series=series, unit="percent", x_label="", y_label="% of those asked")


def a_sheet() -> Sheet:
    """Return the share that shares with local government, as a CSV file."""
    return Sheet(name="local.csv", title="Local", figures=(a_figure(),), survey=cgi())


def a_picture() -> Picture:
    """Return a chart as an image."""
    return Picture(name="barriers.png", title="Barriers", alt="Bar chart.", chart=a_chart(), notes=("Base: 10.",))


def a_quote() -> Quote:
    """Return something that somebody said."""
    return Quote(
        id="half-the-battle",
        text="Sharing is only half the battle.",
        speaker="Sam Speaker",
        role="Head of Talking",
        source=SourceId("localgov"),
        topics=(),
    )


def echo(question: str, context: Context) -> Reply:
    """Answer any question with itself: an `Ask` for tests."""
    return a_reply(question=question, headline=f"You asked {question!r} in {context.thread!r}.", survey=context.survey)
