"""Tell what a question may have meant that no intent accounts for: to be asked back, never to be answered."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from intents.catalogue import Catalogue
from intents.fitting import heaviest
from intents.frame import Frame
from intents.model import Match

_MOST_MARKS = 8  # of a longer question too much would have to be left out
_MOST_LEFT_OUT = 2


def relaxed(readings: Sequence[Frame], catalogue: Catalogue, most: int) -> tuple[Match, ...]:
    """Return what the question comes to with a word or two of it left out, the fewest first, none twice."""
    found: dict[tuple[object, ...], Match] = {}
    for left_out in range(1, _MOST_LEFT_OUT + 1):
        for frame in readings:
            for shorter in _without(frame, left_out):
                match = heaviest(shorter, catalogue)
                if match and match.slots:
                    key = (match.intent, tuple((k, tuple(v.id for v in vs)) for k, vs in sorted(match.slots.items())))
                    found.setdefault(key, match)
    return tuple(found.values())[:most]


def _without(frame: Frame, left_out: int) -> Iterable[Frame]:
    strong = [m for m in frame.marks if not m.weak]
    if frame.problem or len(strong) > _MOST_MARKS:
        return
    for dropped in combinations(strong, left_out):
        yield replace(frame, marks=tuple(m for m in frame.marks if not any(m is d for d in dropped)))
