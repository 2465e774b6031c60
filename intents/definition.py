"""An intent as it is written down: what people ask, what fills its slots, and the recipe of its answer."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from intents.errors import Fault, PhraseInvalid
from intents.frame import SlotType
from intents.model import IntentName
from intents.phrase import SlotRef, expand

_KEYS = ("intent", "summary", "ask", "also", "never", "whoever", "slots", "answer")
_NAME = "abcdefghijklmnopqrstuvwxyz0123456789_"

MAX_PHRASES = 500  # an intent that can be asked in more ways is several intents

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
    also: frozenset[str]
    """Names of cues, and types of slots in braces, that may be named too without changing what is meant."""
    never: frozenset[str]
    """Names of cues that rule the intent out."""
    whoever: bool
    """True where it does not matter who is named as giver, receiver or base."""
    slots: Mapping[str, Slot]
    answer: Recipe
    file: str
    line: int


def parse(raw: object, *, file: str, line: int = 1) -> tuple[Definition | None, tuple[Fault, ...]]:
    """Return the definition that a file's content makes, or every fault that keeps it from being one."""
    if not isinstance(raw, Mapping):
        return None, (_fault(file, line, "A definition is a mapping.", "Begin the file with `intent: name`."),)
    faults = [*_key_faults(raw, file, line), *_type_faults(raw, file, line), *_also_faults(raw, file, line)]
    if faults:
        return None, tuple(faults)
    slots, slot_faults = _slots(raw.get("slots") or {}, file, line)
    ask = tuple(raw["ask"])
    faults = [*slot_faults, *_phrase_faults(ask, slots, file, line), *_recipe_faults(raw["answer"], slots, file, line)]
    if faults:
        return None, tuple(faults)
    definition = Definition(
        name=IntentName(raw["intent"]),
        summary=raw["summary"],
        ask=ask,
        also=frozenset(raw.get("also") or ()),
        never=frozenset(raw.get("never") or ()),
        whoever=raw.get("whoever") == "true",
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


def _key_faults(raw: Mapping[object, object], file: str, line: int) -> list[Fault]:
    faults = [
        _fault(file, line, f"The key {key!r} is not known.", did_you_mean(str(key), _KEYS))
        for key in raw
        if key not in _KEYS
    ]
    faults += [
        _fault(file, line, f"The key {key!r} is missing.", f"Add `{key}:`.")
        for key in ("intent", "summary", "ask", "answer")
        if not raw.get(key)
    ]
    return faults


def _type_faults(raw: Mapping[object, object], file: str, line: int) -> list[Fault]:
    faults: list[Fault] = []
    name = raw.get("intent")
    if name and not (isinstance(name, str) and set(name) <= set(_NAME)):
        what = f"The intent's name {name!r} may hold small letters, digits and _ only."
        faults.append(_fault(file, line, what, "Rename it."))
    if raw.get("summary") and not isinstance(raw["summary"], str):
        faults.append(_fault(file, line, "`summary` is not a text.", "Say in one sentence what is answered."))
    for key in ("ask", "also", "never"):
        value = raw.get(key)
        if isinstance(value, list) and len(value) > MAX_PHRASES:
            faults.append(_fault(file, line, f"`{key}` has over {MAX_PHRASES} entries.", "Split the intent."))
        elif value and not _is_texts(value):
            faults.append(_fault(file, line, f"`{key}` is not a list of texts.", 'Write one `- "..."` a line.'))
    for key in ("slots", "answer"):
        body = raw.get(key)
        if body and (not isinstance(body, Mapping) or not all(isinstance(k, str) for k in body)):
            remedy = f"Write `{key}: {{name: value}}`, and put names such as 'off' in quotation marks."
            faults.append(_fault(file, line, f"`{key}` is not a mapping of names.", remedy))
    return faults


def _also_faults(raw: Mapping[object, object], file: str, line: int) -> list[Fault]:
    """Return a fault for each slot type in braces that there is not."""
    also = raw.get("also") or ()
    types = [t.value for t in SlotType]
    named = [a.strip("{}") for a in also if isinstance(a, str) and a.startswith("{")] if isinstance(also, list) else []
    return [
        _fault(file, line, f"`also` names the slot type {name!r}, which there is not.", did_you_mean(name, types))
        for name in named
        if name not in types
    ]


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _slots(raw: Mapping[object, object], file: str, line: int) -> tuple[dict[str, Slot], list[Fault]]:
    slots: dict[str, Slot] = {}
    faults: list[Fault] = []
    types = [t.value for t in SlotType]
    for name, body in raw.items():
        type_ = body.get("type") if isinstance(body, Mapping) else None
        if type_ not in types:
            remedy = did_you_mean(str(type_), types)
            faults.append(_fault(file, line, f"The slot {name!r} has no type that is known: {type_!r}.", remedy))
            continue
        unknown = sorted(set(body) - {"type", "values"}) if isinstance(body, Mapping) else []
        if unknown:
            what = f"The slot {name!r} has a key that is not known: {unknown[0]!r}."
            faults.append(_fault(file, line, what, did_you_mean(unknown[0], ("type", "values"))))
        values = body.get("values", {}) if isinstance(body, Mapping) else {}
        if (type_ == SlotType.CHOICE) != bool(values) or not isinstance(values, Mapping):
            what = f"The slot {name!r}: `values` belong to a choice, and only to a choice."
            faults.append(_fault(file, line, what, "Give each value a list of the phrases that mean it."))
            continue
        empty = [key for key, listed in values.items() if not _is_texts(listed) or not listed]
        if empty:
            what = f"The slot {name!r}: the value {empty[0]!r} has no list of phrases."
            faults.append(_fault(file, line, what, "Give it the phrases that mean it, one a line."))
            continue
        phrases = {str(key): tuple(listed) for key, listed in values.items()}
        faults += [f for key in phrases for f in _phrase_faults(phrases[key], {}, file, line)]
        slots[str(name)] = Slot(name=str(name), type=SlotType(type_), values=phrases)
    return slots, faults


def _phrase_faults(phrases: Sequence[str], slots: Mapping[str, Slot], file: str, line: int) -> list[Fault]:
    faults: list[Fault] = []
    for phrase in phrases:
        try:
            refs = {i for variant in expand(phrase) for i in variant if isinstance(i, SlotRef)}
        except PhraseInvalid as error:
            faults.append(_fault(file, line, str(error), ""))
            continue
        for ref in sorted(refs, key=lambda r: r.name):
            if ref.name not in slots:
                at = next(m.start() for m in re.finditer(rf"\{{{ref.name}(?![a-z_])", phrase))
                pointed = PhraseInvalid(
                    f"No slot is called {ref.name!r}. {did_you_mean(ref.name, slots)}",
                    phrase,
                    at,
                    at + len(ref.name) + 2,
                )
                faults.append(_fault(file, line, str(pointed), ""))
            elif ref.only and ref.only not in slots[ref.name].values and slots[ref.name].values:
                what = f"The slot {ref.name!r} has no value {ref.only!r}."
                faults.append(_fault(file, line, what, did_you_mean(ref.only, slots[ref.name].values)))
    return faults


def _recipe_faults(recipe: Mapping[str, object], slots: Mapping[str, Slot], file: str, line: int) -> list[Fault]:
    faults: list[Fault] = []
    for key, value in recipe.items():
        if not isinstance(value, str | int) and not _is_texts(value):
            what = f"The answer's {key!r} is neither a text nor a list of texts."
            faults.append(_fault(file, line, what, 'Write a value, or a slot such as "{finding}".'))
            continue
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and text.startswith("{") and text.strip("{}") not in slots:
                what = f"The answer's {key!r} uses the slot {text}, which the intent does not have."
                faults.append(_fault(file, line, what, did_you_mean(text.strip("{}"), slots)))
    return faults


def _fault(file: str, line: int, what: str, remedy: str) -> Fault:
    return Fault(file=file, line=line, what=what, remedy=remedy)
