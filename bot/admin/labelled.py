"""Hold the test questions of the shipped survey, for each of which it is known what a right reply is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.render.plain import plain_text
from bot.reply import Reply, Status

SURVEY = "cgi-2015"  # the one survey that they are asked of
_HERE = Path(__file__).parent
_PLACES = (_HERE / "questions", _HERE.parents[1] / "tests" / "questions")  # in the wheel, and in a checkout
_BY_PHRASES = frozenset({Status.ANSWERED, Status.BOUNDED, Status.SOCIAL})
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A question, and what a right reply to it looks like."""

    question: str
    accept: frozenset[str]
    """Each status that is right."""
    shows: tuple[str, ...]
    """What an answer has to show: figures, words of quotes."""

    @property
    def may_be_open(self) -> bool:
        """Return whether what is taught may have a say: a question that must be answered is, by phrases."""
        return not self.accept <= _BY_PHRASES

    def is_right(self, reply: Reply) -> bool:
        """Return whether a reply is of a right kind, and an answer shows what it has to."""
        if reply.status not in self.accept:
            return False
        text = plain_text(reply) if self.shows and reply.status is Status.ANSWERED else ""
        return not text or all(part in text for part in self.shows)


@cache
def labelled(survey: str) -> tuple[Labelled, ...]:
    """Return the test questions of a survey, none twice; none where it has none. They are read once."""
    if survey != SURVEY:
        return ()
    folder = next(place for place in _PLACES if place.is_dir())
    entries = (entry for path in sorted(folder.glob("*.yaml")) for entry in _read(path))
    return tuple({made.question: made for made in map(_labelled, entries)}.values())


def _read(path: Path) -> Iterable[Mapping[str, object]]:
    entries: list[Mapping[str, object]] = yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - a safe loader
    return entries


def _labelled(entry: Mapping[str, object]) -> Labelled:
    return Labelled(
        question=str(entry["q"]),
        accept=frozenset(_texts(entry.get("accept")) or (str(entry["status"]),)),
        shows=(*_texts(entry.get("values")), *_texts(entry.get("quotes"))),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
