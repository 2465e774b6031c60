"""Tell which intents account for the whole of a frame, and with which slots filled."""

from collections.abc import Sequence

from intents.catalogue import Catalogue, Intent, Pattern
from intents.frame import Frame, Mark, SlotType, Value
from intents.model import Match
from intents.phrase import SlotRef

_TYPO = 0.97  # confidence kept for each word taken as a typing error
ALWAYS = frozenset({SlotType.UNIVERSE})  # naming those who were asked never changes a question about them


def heaviest(frame: Frame, catalogue: Catalogue, *, after_quote: bool = False) -> Match | None:
    """Return the match of the heaviest pattern that accounts for a frame; of equals, the catalogue's first.

    Intents that mean something only after a quote are looked at where `after_quote` says that there was one.
    """
    if any(not m.weak and m.names.isdisjoint(catalogue.accounted) for m in frame.marks):
        return None
    names = frame.names
    best: tuple[int, Match] | None = None
    for intent in catalogue.intents:
        if after_quote or not intent.definition.after_quote:
            fit = _fit(intent, frame, names, catalogue.words.weak)
            if fit and (best is None or fit[0] > best[0]):
                best = fit
    return best[1] if best else None


def _fit(intent: Intent, frame: Frame, names: frozenset[str], weak: frozenset[str]) -> tuple[int, Match] | None:
    """Return the weight and the match of the heaviest pattern of an intent that accounts for a frame."""
    definition, also = intent.definition, intent.also | weak
    if (frame.problem and not definition.whoever) or definition.never & names:
        return None
    strange = [m for m in frame.marks if not (m.weak or m.names & also)]
    if any(m.names.isdisjoint(intent.cues) for m in strange):  # a word that no pattern of the intent asks for
        return None
    for pattern in intent.patterns:
        if any(asked.isdisjoint(names) for asked in pattern.marks):
            continue
        slots = _fill(pattern, frame.values, intent) if _says(pattern, frame.marks, also) else None
        if slots is not None:
            match = Match(intent=definition.name, slots=slots, confidence=_TYPO**frame.corrected)
            return pattern.weight, match
    return None


def _says(pattern: Pattern, marks: Sequence[Mark], also: frozenset[str]) -> bool:
    """Return whether every word a pattern asks for is said, and none is left over."""
    left = list(marks)
    for names in pattern.marks:
        others = [m for m in left if not m.names & names]
        if len(others) == len(left):
            return False
        left = others
    return all(m.weak or m.names & also for m in left)


def _fill(pattern: Pattern, values: Sequence[Value], intent: Intent) -> dict[str, tuple[Value, ...]] | None:
    """Return the pattern's slots filled in order, or None where one stays empty or a value is left over."""
    left = list(values)
    filled: dict[str, tuple[Value, ...]] = {}
    for ref in pattern.slots:
        taken = [v for v in left if accepts(ref, v, intent) and (pattern.marks or not v.implied)]
        if not taken:
            return None
        taken = taken if ref.many else taken[:1]
        left = [v for v in left if not any(v is t for t in taken)]
        filled[ref.name] = (*filled.get(ref.name, ()), *taken)
    for name, slot in intent.definition.slots.items():
        if slot.type in intent.also_slots and name not in filled:
            extra = [v for v in left if v.type is slot.type]
            filled.update({name: tuple(extra)} if extra else {})
    if all(v.type in intent.also_slots or v.type in ALWAYS or v.weak for v in left):
        return filled
    return None


def accepts(ref: SlotRef, value: Value, intent: Intent) -> bool:
    """Return whether a value may fill the place of a slot in an intent's phrase."""
    slot = intent.definition.slots[ref.name]
    if value.slot == "few" and "claims" in intent.definition.answer:  # 'top 3' claims no percentage
        return False
    if value.type is SlotType.NUMBER and value.slot == "limit" != ref.only:  # 'over 4,000' is no number of respondents
        return False
    if slot.type is not value.type or (slot.type is SlotType.CHOICE and value.slot != slot.name):
        return False
    return ref.only is None or ref.only in (value.id, value.slot)
