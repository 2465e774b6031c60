"""Slack's own charts: a chart as a block that keeps within Slack's limits, or as a table where charts are refused."""

import math
from collections.abc import Iterator, Sequence
from itertools import chain, count

from bot.numbers import plain
from bot.render.mrkdwn import ELLIPSIS, cut
from bot.reply import Chart, Series

# Slack's own limits.
TITLE = 50  # characters of the title, and of what an axis is called
LABEL = 20  # characters at a bar, and of a series' name
CATEGORIES = 20
SERIES = 6  # newer pages of Slack's say 12, older ones 6

CELL = 120  # characters in a cell of a table; what stays readable
DECIMALS = 6  # of a value in a table, which has as many as were published; more are a computer's own

NATIVE = "data_visualization"  # in messages only

DASH = "\N{EN DASH}"

Block = dict[str, object]


def native(chart: Chart) -> Block | None:
    """Return a chart as Slack draws it; None where Slack could not, or only with part of it left out."""
    if not _fits(chart):
        return None
    labels = distinct(chart.labels, LABEL)
    names = distinct([series.name for series in chart.series], LABEL)
    drawn = [_series(name, labels, series) for name, series in zip(names, chart.series, strict=True)]
    axes = {"x_label": cut(chart.x_label, TITLE), "y_label": cut(chart.y_label, TITLE)}
    told = {axis: text for axis, text in axes.items() if text and text not in names}  # which the legend says already
    config = {"categories": list(labels), **told}
    bars = {"type": "bar", "series": drawn, "axis_config": config}
    return {"type": NATIVE, "title": cut(chart.title, TITLE) or DASH, "chart": bars}


def table(chart: Chart) -> Block:
    """Return a chart that fits as a table: a row for each label, the values to the right."""
    header = [cut(chart.title, CELL) or DASH, *distinct([series.name for series in chart.series], CELL)]
    values = zip(*(series.values for series in chart.series), strict=True)
    rows = [
        [cut(label, CELL) or DASH, *(_value(value, chart.unit) for value in row)]
        for label, row in zip(chart.labels, values, strict=True)
    ]
    right = [{"align": "right"} for _ in chart.series]
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in (header, *rows)]
    return {"type": "table", "rows": cells, "column_settings": [{"align": "left", "is_wrapped": True}, *right]}


def distinct(texts: Sequence[str], limit: int) -> tuple[str, ...]:
    """Return texts in at most `limit` characters each, no two alike: cut at the end, else at the start, else numbered.

    Sharing with local government, Sharing with local charities -> …h local government, …th local charities
    """
    heads = [cut(text, limit) or DASH for text in texts]
    shown: list[str] = []
    for text, head in zip(texts, heads, strict=True):
        ways = [head] if heads.count(head) == 1 else [_tail(text, limit)]
        shown.append(next(way for way in chain(ways, _numbered(text, limit)) if way not in shown))
    return tuple(shown)


def _fits(chart: Chart) -> bool:
    values = [value for series in chart.series for value in series.values]
    return (
        0 < len(chart.labels) <= CATEGORIES
        and 0 < len(chart.series) <= SERIES
        and all(len(series.values) == len(chart.labels) for series in chart.series)
        and all(math.isfinite(value) and value >= 0 for value in values)
    )


def _series(name: str, labels: Sequence[str], series: Series) -> Block:
    points = [{"label": label, "value": value} for label, value in zip(labels, series.values, strict=True)]
    return {"name": name, "data": points}


def _tail(text: str, limit: int) -> str:
    text = text.strip()
    return (text if len(text) <= limit else ELLIPSIS + text[1 - limit :].lstrip()) or DASH


def _numbered(text: str, limit: int) -> Iterator[str]:
    """Yield a text with a number behind it that tells it from its likes: Local government (2), ..."""
    for number in count(2):
        mark = f" ({number})"
        yield (cut(text, limit - len(mark)) or DASH) + mark


def _value(value: float, unit: str) -> str:
    return plain(value, DECIMALS) + ("%" if unit == "percent" else "")
