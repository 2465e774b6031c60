"""Parts of a survey read from entries: every field from the key of its name, as its type says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar, get_type_hints

from data.codebook import SourceId
from data.records import Entry
from data.survey import FigureId

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Plain = TypeVar("Plain", bound="DataclassInstance")
Part = TypeVar("Part", bound=_Named)

_NOTHING: Mapping[str, str] = MappingProxyType({})
_READERS: Mapping[object, Callable[[Entry, str], object]] = {
    str: Entry.text,
    str | None: Entry.maybe,
    SourceId | None: Entry.maybe,
    tuple[str, ...]: Entry.words,
    tuple[SourceId, ...]: Entry.words,
    tuple[FigureId, ...]: Entry.words,
    int: Entry.whole,
    int | None: Entry.whole,
    float | None: Entry.number,
    bool: Entry.flag,
    bool | None: Entry.flag,
    date: Entry.day,
}


class Placed(NamedTuple, Generic[Part]):
    """A part of a survey, with the entry it was read from."""

    part: Part
    entry: Entry


def each(entries: Iterable[Entry], make: Callable[[Entry], Part]) -> tuple[Placed[Part], ...]:
    """Return the part that each entry makes, noting ids that stand twice."""
    placed = tuple(Placed(make(entry), entry) for entry in entries)
    lines: dict[str, int] = {}
    for part, entry in placed:
        if part.id and part.id in lines:
            what = f"The {type(part).__name__.lower()} {part.id!r} stands on line {lines[part.id]} already."
            entry.fault(what, "Give it an id of its own.")
        lines.setdefault(part.id, entry.line)
    return placed


def parts_of(placed: Iterable[Placed[Part]]) -> tuple[Part, ...]:
    """Return the parts alone."""
    return tuple(p.part for p in placed)


def read(
    kind: type[Plain],
    entry: Entry,
    *,
    keys: Mapping[str, str] = _NOTHING,
    beside: Mapping[str, object] = _NOTHING,
    **known: object,
) -> Plain:
    """Return the part an entry holds, noting keys that are missing or unknown.

    A field with a default may be left out or null. `keys` names fields that stand under another key; `known` are
    fields that take more than reading, and `beside` those that do not stand in the entry.
    """
    here = [f for f in fields(kind) if f.name not in beside]
    key_of = {f.name: keys.get(f.name, f.name) for f in here}
    entry.expect([key_of[f.name] for f in here if f.default is MISSING], key_of.values())
    types = _types(kind)
    plain = {f.name: _value(entry, key_of[f.name], types[f.name], f.default) for f in here if f.name not in known}
    return kind(**plain, **known, **beside)


def columns_of(kind: type["DataclassInstance"], keys: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns of a table with a part in each row."""
    return tuple(keys.get(f.name, f.name) for f in fields(kind))


@cache
def _types(kind: type) -> Mapping[str, object]:
    return get_type_hints(kind)


def _value(entry: Entry, key: str, kind: object, default: object) -> object:
    kind = getattr(kind, "__supertype__", kind)  # a SourceId is read as a str
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return entry.choice(key, kind)
    may_be_empty = kind is str and default is not MISSING
    found = entry.maybe(key) if may_be_empty else _READERS[kind](entry, key)
    return default if found is None and default is not MISSING else found
