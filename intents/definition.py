"""An intent as it is written down: what people ask, what fills its slots, and the recipe of its answer."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from intents.errors import Fault, PhraseInvalid
from intents.frame import SlotType
from intents.model import IntentName
from intents.phrase import SlotRef, expand

_KEYS = ("intent", "summary", "ask", "examples", "also", "never", "whoever", "after_quote", "slots", "answer")
_NAME = "abcdefghijklmnopqrstuvwxyz0123456789_"

_TYPES = tuple(t.value for t in SlotType)

TEXT = "text"  # the recipe of an answer in somebody's own words
MAX_PHRASES = 500  # an intent that can be asked in more ways is several intents

_Note = Callable[[str, str], None]
"""Notes what is wrong, and what to do about it."""

Recipe = Mapping[str, str | int | Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What may fill a place in an intent's phrases."""

    name: str
    type: SlotType
    values: Mapping[str, tuple[str, ...]]
    """For a choice: each value and the phrases that mean it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One intent, as its file says."""

    name: IntentName
    summary: str
    ask: tuple[str, ...]
    examples: tuple[str, ...]
    """Plain questions that mean it; what is like them is ranked, not read."""
    also: frozenset[str]
    """Names of cues, and types of slots in braces, that may be named too without changing what is meant."""
    never: frozenset[str]
    """Names of cues that rule the intent out."""
    whoever: bool
    """True where it does not matter who is named as giver, receiver or base."""
    after_quote: bool
    """True where it means something only after an answer that quoted somebody: who said that?"""
    slots: Mapping[str, Slot]
    answer: Recipe
    file: str
    line: int


def parse(raw: object, *, file: str, line: int = 1) -> tuple[Definition | None, tuple[Fault, ...]]:
    """Return the definition that a file's content makes, or every fault that keeps it from being one."""
    faults: list[Fault] = []

    def note(what: str, remedy: str) -> None:
        faults.append(Fault(file=file, line=line, what=what, remedy=remedy))

    if not isinstance(raw, Mapping):
        note("A definition is a mapping.", "Begin the file with `intent: name`.")
        return None, tuple(faults)
    _check_keys(raw, note)
    _check_types(raw, note)
    _check_also(raw.get("also"), note)
    if faults:
        return None, tuple(faults)
    slots = _slots(raw.get("slots") or {}, note)
    _check_phrases(raw.get("ask") or (), slots, note)
    _check_recipe(raw["answer"], slots, note)
    if faults:
        return None, tuple(faults)
    definition = Definition(
        name=IntentName(raw["intent"]),
        summary=raw["summary"],
        ask=tuple(raw.get("ask") or ()),
        examples=tuple(raw.get("examples") or ()),
        also=frozenset(raw.get("also") or ()),
        never=frozenset(raw.get("never") or ()),
        whoever=raw.get("whoever") == "true",
        after_quote=raw.get("after_quote") == "true",
        slots=slots,
        answer=raw["answer"],
        file=file,
        line=line,
    )
    return definition, ()


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return the nearest known word as a question, or all of them."""
    near = get_close_matches(word, sorted(known), n=1)
    return f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(sorted(known)) or 'none'}."


def _check_keys(raw: Mapping[object, object], note: _Note) -> None:
    for key in raw:
        if key not in _KEYS:
            note(f"The key {key!r} is not known.", did_you_mean(str(key), _KEYS))
    for key in ("intent", "summary", "answer"):
        if not raw.get(key):
            note(f"The key {key!r} is missing.", f"Add `{key}:`.")
    if not raw.get("ask") and not raw.get("examples"):
        note("Nothing says how it is asked.", "Add `ask:` with phrases, or `examples:` with plain questions.")


def _check_types(raw: Mapping[object, object], note: _Note) -> None:
    name = raw.get("intent")
    if name and not (isinstance(name, str) and set(name) <= set(_NAME)):
        note(f"The intent's name {name!r} may hold small letters, digits and _ only.", "Rename it.")
    if raw.get("summary") and not isinstance(raw["summary"], str):
        note("`summary` is not a text.", "Say in one sentence what is answered.")
    for key in ("ask", "examples", "also", "never"):
        value = raw.get(key)
        if isinstance(value, list) and len(value) > MAX_PHRASES:
            note(f"`{key}` has over {MAX_PHRASES} entries.", "Split the intent.")
        elif value and not _is_texts(value):
            note(f"`{key}` is not a list of texts.", 'Write one `- "..."` a line.')
    for key in ("slots", "answer"):
        body = raw.get(key)
        if body and (not isinstance(body, Mapping) or not all(isinstance(k, str) for k in body)):
            remedy = f"Write `{key}: {{name: value}}`, and put names such as 'off' in quotation marks."
            note(f"`{key}` is not a mapping of names.", remedy)


def _check_also(also: object, note: _Note) -> None:
    for name in also if isinstance(also, list) else ():
        if isinstance(name, str) and name.startswith("{") and name.strip("{}") not in _TYPES:
            type_ = name.strip("{}")
            note(f"`also` names the slot type {type_!r}, which there is not.", did_you_mean(type_, _TYPES))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _slots(raw: Mapping[str, object], note: _Note) -> dict[str, Slot]:
    """Return the slots that can be used, whatever is noted of the others."""
    slots = (_slot(name, body if isinstance(body, Mapping) else {}, note) for name, body in raw.items())
    return {slot.name: slot for slot in slots if slot}


def _slot(name: str, body: Mapping[str, object], note: _Note) -> Slot | None:
    type_, values = body.get("type"), body.get("values", {})
    if type_ not in _TYPES:
        note(f"The slot {name!r} has no type that is known: {type_!r}.", did_you_mean(str(type_), _TYPES))
        return None
    unknown = sorted(set(body) - {"type", "values"})
    if unknown:
        what = f"The slot {name!r} has a key that is not known: {unknown[0]!r}."
        note(what, did_you_mean(unknown[0], ("type", "values")))
    if (type_ == SlotType.CHOICE) != bool(values) or not isinstance(values, Mapping):
        what = f"The slot {name!r}: `values` belong to a choice, and only to a choice."
        note(what, "Give each value a list of the phrases that mean it.")
        return None
    empty = [key for key, listed in values.items() if not _is_texts(listed) or not listed]
    if empty:
        what = f"The slot {name!r}: the value {empty[0]!r} has no list of phrases."
        note(what, "Give it the phrases that mean it, one a line.")
        return None
    phrases = {str(key): tuple(listed) for key, listed in values.items()}
    for listed in phrases.values():
        _check_phrases(listed, {}, note)
    return Slot(name=name, type=SlotType(type_), values=phrases)


def _check_phrases(phrases: Sequence[str], slots: Mapping[str, Slot], note: _Note) -> None:
    for phrase in phrases:
        try:
            refs = {i for variant in expand(phrase) for i in variant if isinstance(i, SlotRef)}
        except PhraseInvalid as error:
            note(str(error), "")
            continue
        for ref in sorted(refs, key=lambda r: r.name):
            if ref.name not in slots:
                what = f"No slot is called {ref.name!r}. {did_you_mean(ref.name, slots)}"
                at = next(m.start() for m in re.finditer(rf"\{{{ref.name}(?![a-z_])", phrase))
                note(str(PhraseInvalid(what, phrase, at, at + len(ref.name) + 2)), "")
            elif ref.only and ref.only not in slots[ref.name].values and slots[ref.name].values:
                what = f"The slot {ref.name!r} has no value {ref.only!r}."
                note(what, did_you_mean(ref.only, slots[ref.name].values))


def _check_recipe(recipe: Mapping[str, object], slots: Mapping[str, Slot], note: _Note) -> None:
    for key, value in recipe.items():
        if not isinstance(value, str | int) and not _is_texts(value):
            what = f"The answer's {key!r} is neither a text nor a list of texts."
            note(what, 'Write a value, or a slot such as "{finding}".')
            continue
        if key == TEXT:  # what stands in its braces is no slot
            continue
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and text.startswith("{") and text.strip("{}") not in slots:
                what = f"The answer's {key!r} uses the slot {text}, which the intent does not have."
                note(what, did_you_mean(text.strip("{}"), slots))
