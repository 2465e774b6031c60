"""A taught intent as somebody writes it, before anybody has judged it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from intents.definition import Definition, Recipe, parse
from intents.errors import Fault

_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an admin says of an intent: what people ask, and the recipe of its answer."""

    name: str
    """As in a definition: small letters, digits and _, office_parking."""
    summary: str
    """As people see it: Office parking."""
    examples: tuple[str, ...]
    answer: Recipe


def name_of(summary: str) -> str:
    """Return the name that a summary gives an intent: 'Office parking' -> office_parking; '' where it has no letter."""
    plain = unicodedata.normalize("NFKD", summary.casefold()).encode("ascii", "ignore").decode()
    return _OTHER.sub("_", plain).strip("_")


def definition_of(draft: Draft) -> tuple[Definition | None, tuple[Fault, ...]]:
    """Return the definition that a draft makes, or every fault that keeps it from being one."""
    raw = {
        "intent": draft.name,
        "summary": draft.summary,
        "examples": list(draft.examples),
        "answer": _plain(draft.answer),
    }
    return parse(raw, file=draft.name)


def _plain(answer: Recipe) -> Mapping[str, object]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in answer.items()}
