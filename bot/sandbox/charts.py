"""The charts of data_visualization blocks, worked out as shapes for a picture of fixed size."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.sandbox.model import Json, as_items, as_objects, as_text, at

WIDTH, HEIGHT = 600, 320
_CHARACTER = 6.6  # the width of one, about
_TICKS = 5
_READABLE = 3  # lines whose points can have their figures beside them


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A bar, a point, a tick or a category: something with a place and words."""

    x: float
    y: float
    label: str
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A bar, line or area chart on its axes."""

    left: float
    top: float
    bottom: float
    zero: float
    ticks: tuple[Mark, ...]
    columns: tuple[Mark, ...]
    series: tuple[tuple[Mark, ...], ...]
    slanted: bool
    """Whether the names below the axis need a slant to find room."""
    upright: bool
    """Whether the figures need to stand on end."""
    crowded: bool
    """Whether there are too many lines for figures beside their points."""


def figure(value: float) -> str:
    """Return a number as it is read: 32,000 or 0.35."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def values(series: Json) -> Mapping[str, float]:
    """Return the values of a series, by category."""
    points = [(as_text(point.get("label")), point.get("value")) for point in as_objects(series.get("data"))]
    return {label: value for label, value in points if isinstance(value, int | float)}


def plot(chart: Json) -> Plot:
    """Return a bar, line or area chart."""
    names, bars = tuple(map(as_text, as_items(at(chart, "axis_config", "categories")))), chart.get("type") == "bar"
    rows = [values(each) for each in as_objects(chart.get("series"))]
    known = [0.0, *(value for row in rows for value in row.values())]
    scale = _scale(min(known), max(known))
    widest_figure, widest_name = _widest(map(figure, known)), _widest(names)
    left = 34 + _widest(map(figure, scale))
    slot = (WIDTH - 8 - left) / max(1, len(names))
    if slot < widest_name:  # the first name slants out to the left
        left = max(left, 0.85 * widest_name - slot / 2)
        slot = (WIDTH - 8 - left) / max(1, len(names))
    room = slot * 0.76 / max(1, len(rows)) if bars else slot
    top = 16 + widest_figure if room < widest_figure else 24.0
    bottom = HEIGHT - 44 - (widest_name * 0.6 if slot < widest_name else 0)

    def height(value: float) -> float:
        return top + (scale[-1] - value) / (scale[-1] - scale[0]) * (bottom - top)

    def mark(column: Mark, place: int, value: float) -> Mark:
        x = column.x + ((place - len(rows) / 2) * room if bars else 0)
        y = min(height(value), height(0)) if bars else height(value)
        return Mark(x=x, y=y, label=figure(value), width=room * 0.92, height=abs(height(0) - height(value)))

    columns = tuple(Mark(x=left + slot * (place + 0.5), y=bottom, label=name) for place, name in enumerate(names))
    marks = (
        tuple(mark(column, place, row[column.label]) for column in columns if column.label in row)
        for place, row in enumerate(rows)
    )
    return Plot(
        left=left,
        top=top,
        bottom=bottom,
        zero=height(0),
        ticks=tuple(Mark(x=left - 8, y=height(tick), label=figure(tick)) for tick in scale),
        columns=columns,
        series=tuple(marks),
        slanted=slot < widest_name,
        upright=room < widest_figure,
        crowded=not bars and len(rows) > _READABLE,
    )


def _widest(texts: Iterable[str]) -> float:
    return max(map(len, texts), default=0) * _CHARACTER


def _scale(low: float, high: float) -> Sequence[float]:
    """Return round numbers from at most the lowest to at least the highest."""
    rough = ((high - low) or 1.0) / _TICKS
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * size for size in (1, 2, 5, 10) if unit * size >= rough)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    return [round(step * number, 12) for number in range(first, last + 1)]
