"""Read the phrases of definitions and expand them into plain variants.

Grammar, after hassil's template syntax:
    phrase   = part*
    part     = word | "(" phrase ("|" phrase)* ")" | "[" phrase ("|" phrase)* "]" | slot
    slot     = "{" name ["=" value] ["+"] "}"        {finding}  {facet=sample_size}  {finding+}
Round brackets hold alternatives, square ones what may be left out; {x+} takes one value or more.
"""

import re
from dataclasses import dataclass
from itertools import product

from intents.errors import PhraseInvalid

MAX_VARIANTS = 256  # a phrase of more is several phrases; expansion would explode unseen
MAX_PHRASE = 300  # characters

_SLOT = re.compile(r"\{([a-z_]+)(?:=([a-z_]+))?(\+?)\}")
_WORD = re.compile(r"[^\s()\[\]{}|]+")
_CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class SlotRef:
    """A place in a phrase that a value fills."""

    name: str
    only: str | None = None
    """The one value it accepts; None: any."""
    many: bool = False
    """True where it takes every value that is left."""


Item = str | SlotRef
Variant = tuple[Item, ...]


def expand(phrase: str) -> tuple[Variant, ...]:
    """Return every plain form of a phrase, in order, none twice.

    Raises:
        PhraseInvalid: brackets do not match, a slot is not one, the phrase is empty or has too many forms.
    """
    if len(phrase) > MAX_PHRASE:
        raise PhraseInvalid(f"A phrase may have {MAX_PHRASE} characters; split this one.", phrase[:60], 0, 60)
    variants, end = _alternatives(phrase, 0, "")
    if end < len(phrase):
        raise PhraseInvalid(f"{phrase[end]!r} closes nothing.", phrase, end, end + 1)
    unique = tuple(dict.fromkeys(v for v in variants if v))
    if not unique:
        raise PhraseInvalid("A phrase must say something; this one is empty.", phrase, 0, 1)
    return unique


def _alternatives(phrase: str, at: int, closing: str) -> tuple[list[Variant], int]:
    """Read alternatives up to the closing bracket: a|b|c."""
    found: list[Variant] = []
    while True:
        variants, at = _sequence(phrase, at)
        found.extend(variants)
        if at < len(phrase) and phrase[at] == "|" and closing:
            at += 1
            continue
        return found, at


def _sequence(phrase: str, at: int) -> tuple[list[Variant], int]:
    """Read parts that follow each other, up to a bar or a closing bracket."""
    parts: list[list[Variant]] = []
    while at < len(phrase) and phrase[at] not in ")]|":
        if phrase[at].isspace():
            at += 1
            continue
        options, at = _part(phrase, at)
        parts.append(options)
        if _size(parts) > MAX_VARIANTS:
            raise PhraseInvalid(f"This phrase has more than {MAX_VARIANTS} forms; split it.", phrase, 0, at)
    return [tuple(item for piece in choice for item in piece) for choice in product(*parts)], at


def _part(phrase: str, at: int) -> tuple[list[Variant], int]:
    char = phrase[at]
    if char in _CLOSING:
        options, end = _alternatives(phrase, at + 1, _CLOSING[char])
        if end >= len(phrase) or phrase[end] != _CLOSING[char]:
            raise PhraseInvalid(f"{char!r} is never closed by {_CLOSING[char]!r}.", phrase, at, at + 1)
        return ([*options, ()] if char == "[" else options), end + 1
    if char == "{":
        slot = _SLOT.match(phrase, at)
        if slot is None:
            end = phrase.find("}", at) + 1 or len(phrase)
            raise PhraseInvalid("A slot is written {name}, {name=value} or {name+}.", phrase, at, end)
        return [(SlotRef(slot[1], slot[2], bool(slot[3])),)], slot.end()
    word = _WORD.match(phrase, at)
    if word is None:
        raise PhraseInvalid(f"{char!r} opens nothing.", phrase, at, at + 1)
    return [(word[0],)], word.end()


def _size(parts: list[list[Variant]]) -> int:
    size = 1
    for options in parts:
        size *= len(options)
    return size
