"""Judge a reply to any input: it says something, and every figure it shows is published or said to be worked out."""

import math
import re
from collections.abc import Iterable, Sequence
from itertools import permutations

from bot.numbers import plain
from bot.reply import Reply, Status
from data.survey import Figure, Survey
from intents.text import fold

GIVEN = frozenset({Status.ANSWERED, Status.BOUNDED})
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
Z = 1.959964  # of a 95% interval
NEAR = 0.051  # half of the last decimal that is shown, and a little for floating point
ECHOED = 3_000  # characters of a question; a number further on is not repeated to anybody
# How many are listed, and at which place: neither is a figure of the survey.
COUNTED = re.compile(
    r"\d+ of \d+ published figures|Here are \d+ figures|the highest \d+|All \d+ published figures"
    r"|more than \d+ shares to rank|^\d+\. ",
    re.MULTILINE,
)
# What follows from the figures by more than one step, and says so itself.
STEPS = re.compile(
    r"[^.]*(?:test statistic|confidence interval|Allowing for the rounding|As a share of all)(?:[^.]|\.\d)*\.?"
)


def faults(reply: Reply, survey: Survey) -> list[str]:
    """Return what is wrong with a reply; nothing where all is well."""
    found = [f"{name} is not the survey's" for name in _strange(reply, survey)]
    if not reply.headline.strip():
        found.append("no headline")
    if reply.figures and not (reply.base and reply.citations and reply.status in GIVEN):
        found.append("figures without base, source or answer")
    if (reply.status is Status.BOUNDED) != (reply.bounds is not None):
        found.append("a range without bounds, or bounds without a range")
    return found + [f"{number} is not explained" for number in unexplained(reply, survey)]


def _strange(reply: Reply, survey: Survey) -> Iterable[str]:
    yield from (f.id for f in reply.figures if f not in survey.figures)
    yield from (q.id for q in reply.quotes if q not in survey.quotes)
    if reply.sentence and reply.sentence not in {f.sentence for f in survey.figures}:
        yield "the sentence"


def unexplained(reply: Reply, survey: Survey) -> tuple[str, ...]:
    """Return the numbers of a reply's headline, rows and details that nothing published or said accounts for."""
    told = "\n".join((reply.headline, *(f"{label} {value}" for label, value in reply.rows), *reply.details))
    left = STEPS.sub(" ", COUNTED.sub(" ", told))
    asked = {_value(n) for n in NUMBER.findall(fold(reply.question[:ECHOED]))}
    known = {*_published(survey), *asked}
    worked_out = tuple(_worked_out(reply, told))
    numbers = dict.fromkeys(NUMBER.findall(left))
    return tuple(
        n for n in numbers if _value(n) not in known and not any(abs(_value(n) - w) < NEAR for w in worked_out)
    )


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _published(survey: Survey) -> Iterable[float]:
    """Yield every number the survey publishes: its shares, and what stands in its facts, labels and titles."""
    yield from (figure.value for figure in survey.figures)
    texts = (
        *(fact.statement for fact in survey.study.facts),
        *(wave.label for wave in survey.study.waves),
        *(category.label for category in survey.categories.values()),
        *(source.title for source in survey.study.sources.values()),
        str(survey.study.sample_size),
    )
    yield from (_value(number) for text in texts for number in NUMBER.findall(text))


def _worked_out(reply: Reply, told: str) -> Iterable[float]:
    """Yield what follows from a reply's figures in one step, where the reply says that it was worked out."""
    shares = [f.value for f in reply.figures]
    if "Worked out from the published" in told or "Estimated:" in told:
        yield from (100 - share for share in shares)
        yield 100.0
    if "Estimated:" in told:
        yield from _head_counts(reply.figures)
    if "simple random sample" in told:
        yield from (_margin(f) for f in reply.figures if f.base)
    if reply.bounds is not None:
        yield from (
            float(plain(bound, decimals)) for bound in (reply.bounds.low, reply.bounds.high) for decimals in (0, 1)
        )
    if re.search(r"difference of|rose by|fell by|, (up|down) \d", told):
        for one, other in permutations(reply.figures, 2):
            yield abs(one.value - other.value)
            yield one.value / other.value if other.value else 0.0
            yield from _differences(one, other)


def _head_counts(figures: Sequence[Figure]) -> Iterable[float]:
    """Yield the least, the likeliest and the greatest head-count that a rounded share, or its rest, stands for."""
    for figure in figures:
        base, half = figure.base or 0, figure.half_unit
        for share in (figure.value, 100 - figure.value):
            yield from (
                round(base * (share + move) / 100 + nudge)
                for move in (-half, 0, half)
                for nudge in (-1, -0.5, 0, 0.5, 1)
            )


def _differences(one: Figure, other: Figure) -> Iterable[float]:
    base, half = one.base or 0, one.half_unit + other.half_unit
    points = abs(one.value - other.value)
    moves = (-half, 0, half)
    yield from (abs(round(base * (points + move) / 100)) + nudge for move in moves for nudge in (-2, -1, 0, 1, 2))


def _margin(figure: Figure) -> float:
    share = figure.value / 100
    return 100 * Z * math.sqrt(share * (1 - share) / (figure.base or 1))
