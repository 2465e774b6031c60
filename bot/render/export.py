"""Make the files that go with replies: figures as CSV for a spreadsheet, a chart as a picture."""

import csv
import io
import textwrap
import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, assert_never

from bot.numbers import plain
from bot.render.mrkdwn import ELLIPSIS, cut
from bot.render.plain import visible
from bot.reply import Attachment, Chart, Picture, Sheet
from data.survey import Figure, Survey, question_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

COLUMNS = ("survey", "question", "finding", "label", "value", "unit", "base", "base_status", "wave", "status", "source",
           "url", "derivation", "note")  # fmt: skip
ALT = 1000  # characters; Slack takes no more to describe a picture
DECIMALS = 6  # of a value; figures are published with fewer, and more are a computer's own

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet runs when it begins a cell

# The picture, in inches: as wide as Slack shows one, drawn with twice the dots for sharp screens.
_WIDTH, _DOTS = 7.2, 200
_EDGE = 0.25
_NAMES, _VALUES = 2.35, 0.6  # left of the bars, and right of them
_TITLE, _COUNTED, _LEGEND, _NOTE = 0.27, 0.28, 0.28, 0.17  # height of a line
_BAR, _GAP = 0.27, 0.2
_TITLE_WIDTH, _NAME_WIDTH, _NOTE_WIDTH = 58, 28, 116  # characters in a line
_NAME_LINES = 2
_FONT = "DejaVu Sans"  # comes with matplotlib, so that a picture looks the same everywhere
_INK, _QUIET = "#1d1c1d", "#515054"
# Each at least 4.5 to 1 on white; the hatching tells them apart without colour.
_COLOURS = ("#1f5f99", "#a8480c", "#2b6b45", "#7a3e8e", "#5c5c00", "#8a2942")
_HATCHES = ("", "///", "...", "\\\\\\", "xxx", "---")

_ONE_AT_A_TIME = threading.Lock()  # matplotlib promises nothing where threads draw at once


def content(attachment: Attachment) -> bytes:
    """Return what stands in a file."""
    match attachment:
        case Sheet():
            return csv_file(attachment.figures, attachment.survey)
        case Picture():
            return png(attachment.chart, attachment.notes)
    assert_never(attachment)


def alt(attachment: Attachment) -> str | None:
    """Return what a picture shows, in words; None for a file that holds words itself."""
    return cut(attachment.alt, ALT) if isinstance(attachment, Picture) else None


def csv_file(figures: Iterable[Figure], survey: Survey) -> bytes:
    """Return figures as CSV, a row each with its base and its source; in UTF-8, with the mark that Excel looks for."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_row(figure, survey) for figure in figures)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def png(chart: Chart, notes: Sequence[str]) -> bytes:
    """Return a chart as a PNG with lying bars, the notes below them; the same bytes for the same chart."""
    file = io.BytesIO()
    with _ONE_AT_A_TIME:
        _drawn(chart, notes).savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def _row(figure: Figure, survey: Survey) -> list[str | int]:
    source, category = survey.source(figure.source), survey.category(figure.finding)
    said = (survey.study.title, survey.question(question_of(figure.finding)).label, figure.finding, category.label)
    wave = next(wave.label for wave in survey.study.waves if wave.id == figure.wave)
    return [
        *map(_cell, said),
        plain(figure.value, DECIMALS).replace(",", ""),
        _cell(figure.unit),
        "" if figure.base is None else figure.base,
        figure.base_status.value,
        _cell(wave),
        figure.status.value,
        *map(_cell, (f"{source.citation}: {source.title}", source.url, figure.derivation, figure.note)),
    ]


def _cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _drawn(chart: Chart, notes: Sequence[str]) -> "Canvas":
    """Return a chart on white, from the top: title, what is counted, bars with their figures, notes."""
    title = _lines(chart.title, _TITLE_WIDTH)
    below = [line for note in notes for line in _lines(note, _NOTE_WIDTH)]
    legend = _LEGEND if len(chart.series) > 1 else 0.0
    group = _BAR * len(chart.series) + _GAP
    height = _TITLE * len(title) + _COUNTED + legend + group * len(chart.labels) + _GAP + _NOTE * len(below)
    page = _Page(height + 2 * _EDGE)
    for line in title:
        page.write(line, size=13, bold=True).down(_TITLE)
    page.write(" · ".join(filter(None, (chart.y_label, chart.x_label))), size=9, color=_QUIET).down(_COUNTED)
    if legend:
        _legend(page, chart)
    page.down(_GAP / 2)
    for place, label in enumerate(chart.labels):
        _group(page, chart, place, _lines(label, _NAME_WIDTH, _NAME_LINES))
    page.down(_GAP / 2)
    for line in below:
        page.write(line, size=7.5, color=_QUIET).down(_NOTE)
    return page.canvas


def _legend(page: "_Page", chart: Chart) -> None:
    x = _EDGE
    for style, series in enumerate(chart.series):
        page.box(x, width=0.2, height=0.13, style=style).write(series.name, x=x + 0.27, size=9)
        x += 0.6 + 0.085 * len(series.name)
    page.down(_LEGEND)


def _group(page: "_Page", chart: Chart, place: int, name: Sequence[str]) -> None:
    """Draw the bars of one label, its name to their left."""
    left, room = _EDGE + _NAMES, _WIDTH - 2 * _EDGE - _NAMES - _VALUES
    longest = max(value for series in chart.series for value in series.values) or 1.0
    middle = _BAR * (len(chart.series) - 1) / 2
    page.write("\n".join(name), x=left - 0.1, y=middle, size=9, align="right")
    for style, series in enumerate(chart.series):
        value, unit = series.values[place], "%" if chart.unit == "percent" else ""
        length = room * max(0.0, value) / longest
        page.box(left, width=length, height=_BAR * 0.9, style=style)
        page.write(plain(value, DECIMALS) + unit, x=left + length + 0.07, size=9, bold=True).down(_BAR)
    page.down(_GAP)


class _Page:
    """A white page that is filled from the top, measured in inches."""

    def __init__(self, height: float) -> None:
        from matplotlib.figure import Figure as Canvas

        self.canvas = Canvas(figsize=(_WIDTH, height), dpi=_DOTS, facecolor="white")
        self._y = height - _EDGE - _TITLE / 2

    def down(self, by: float) -> None:
        self._y -= by

    def write(self, text: str, *, size: float, x: float = _EDGE, y: float = 0.0, **look: str | bool) -> "_Page":
        """Write a text whose middle is `y` below where the page is at."""
        self.canvas.text(
            x,
            self._y - y,
            _drawable(text),
            transform=self.canvas.dpi_scale_trans,
            family=_FONT,
            size=size,
            weight="bold" if look.get("bold") else "normal",
            color=str(look.get("color", _INK)),
            ha=str(look.get("align", "left")),
            va="center",
            parse_math=False,  # $x$ is what somebody wrote
        )
        return self

    def box(self, x: float, *, width: float, height: float, style: int) -> "_Page":
        """Draw a box in the colours of a series."""
        from matplotlib.patches import Rectangle

        colour, hatch = _COLOURS[style % len(_COLOURS)], _HATCHES[style % len(_HATCHES)]
        box = Rectangle((x, self._y - height / 2), width, height, facecolor=colour, hatch=hatch, edgecolor="white")
        box.set(linewidth=0, transform=self.canvas.dpi_scale_trans)
        self.canvas.add_artist(box)
        return self


def _lines(text: str, width: int, most: int | None = None) -> list[str]:
    return textwrap.wrap(visible(text), width, max_lines=most, placeholder=ELLIPSIS)


def _drawable(text: str) -> str:
    """Return a text with a mark in place of what the font has no picture of."""
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont(_FONT))
    return "".join(c if c == "\n" or font.get_char_index(ord(c)) else "\N{WHITE SQUARE}" for c in text)
