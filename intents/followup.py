"""Understand a question that leans on the one before it: 'and central?', 'as a number?', 'why?'."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from intents.catalogue import Catalogue
from intents.fitting import heaviest
from intents.frame import Frame, SlotType, Value
from intents.model import Match, Turn, Unsure
from intents.reading import Element, element_at, names_cue
from intents.vocabulary import Kind

_FINDINGS = frozenset({SlotType.FINDING, SlotType.NOT_FINDING})
_NAMING = _FINDINGS | {SlotType.TOPIC, SlotType.NOT_TOPIC, SlotType.GIVEN, SlotType.NOT_GIVEN}
_REPLACED = _FINDINGS | {SlotType.TOPIC, SlotType.WAVE}
# What may stand around a fragment that takes the place of what was named before: 'and for charities?'
_AROUND = frozenset({"and", "or", "but", "so", "then", "what about", "how about", "with", "for", "to", "in", "on", "of",
                     "same", "the same", "as for", "i mean", "i meant", "also", "else"})  # fmt: skip
_LINKS = frozenset({"and", "or", "but", "so", "then"})
_ONE = frozenset({"number", "figure", "stat", "statistic", "result", "finding", "percentage", "percent"})
_OF_THOSE = frozenset({"of those", "of them", "of these", "among those", "among them"})
_FIGURES = frozenset({"percent", "headline"})
_COMPARED = frozenset({"more", "less", "compare", "above", "gap"})
_COMPARING = frozenset({"compare", "compare with", "compare to", "compared with", "compared to", "versus"})
_DOING = frozenset({"office", "verbs"})  # lists of words of the asking: coming, meeting
_BACK = frozenset({"that", "those", "it", "this", "one"})


def resume(
    elements: Sequence[Element], readings: Sequence[Frame], catalogue: Catalogue, turn: Turn
) -> Match | Unsure | None:
    """Return what a question means after an earlier one, or None where it stands alone."""
    if any(e.text in _OF_THOSE for e in elements) and any(v.type in _FINDINGS for f in readings for v in f.values):
        return Unsure(readings=())  # of those who were told of before: no figure is of them
    for frame in readings:
        if frame.problem or frame.leftover:
            continue
        found = _resumed(elements, frame, catalogue, turn)
        if found:
            return replace(found, resumed=True)
    return None


def is_fragment(elements: Sequence[Element]) -> bool:
    """Return whether nothing but a name is said, led in by a word that links it to something before: and charities."""
    words = [e for e in elements if not e.is_break]
    return bool(words) and words[0].text in _LINKS and _is_elliptical(elements)


def dangles(elements: Sequence[Element], found: Match, catalogue: Catalogue) -> bool:
    """Return whether a figure is asked for by a word that stands for it, and none was named: is that up or down."""
    definition = catalogue.definition(found.intent)
    if definition and "export" in definition.answer:  # what was shown before is handed over, or everything
        return False
    if not found.slots and _asks_for_one(elements):
        return True
    measure = str(definition.answer.get("measure")) if definition else ""
    of_figures = measure == "threshold" or (definition is not None and "of" in definition.answer)
    if not of_figures or measure in {"quote", "rank"}:
        return False
    named = any(v.type in _NAMING | {SlotType.WAVE, SlotType.SPEAKER} for vs in found.slots.values() for v in vs)
    return not named and _points_back(elements)


def _asks_for_one(elements: Sequence[Element]) -> bool:
    """Return whether one figure is asked for, and nothing says which: give us the number."""
    cues = [e.text for e in elements if e.has(Kind.CUE)]
    return bool(cues) and _ONE.issuperset(cues)


def without_quote(readings: Sequence[Frame], catalogue: Catalogue) -> Unsure | None:
    """Return what was asked where it would mean something only after a quote: who said that?"""
    for frame in readings:
        found = heaviest(frame, catalogue, after_quote=True)
        if found:
            return Unsure(readings=(), intent=found.intent)
    return None


def _resumed(elements: Sequence[Element], frame: Frame, catalogue: Catalogue, turn: Turn) -> Match | None:
    if _is_elliptical(elements):
        found = _replaced(frame, catalogue, turn)
        if found:
            return found
    against = _compared(elements, frame, catalogue, turn)
    if against:
        return against
    asks = any(not m.weak for m in frame.marks) or any(v.type is not SlotType.UNIVERSE for v in frame.values)
    if not asks or any(v.type in _NAMING for v in frame.values):
        return None
    alone = heaviest(frame, catalogue, after_quote=turn.quoted)
    whole = None if _is_of_something_else(elements) else _completed(frame, catalogue, turn)
    bare = alone and alone.intent == whole.intent and not alone.slots if whole else False
    if whole and (alone is None or bare or _points_back(elements)):
        return whole
    definition = catalogue.definition(alone.intent) if alone else None
    return alone if definition and definition.after_quote else None


def _is_elliptical(elements: Sequence[Element]) -> bool:
    """Return whether nothing is said but names, and words that may stand around them."""
    named = False
    for element in elements:
        names = element.has(Kind.FINDING, Kind.TOPIC, Kind.WAVE) or _is_year(element)
        named = named or names
        if not (names or element.is_break or element.text in _AROUND):
            return False
    return named


def _is_year(element: Element) -> bool:
    return element.quantity is not None and element.quantity.is_year


def _replaced(frame: Frame, catalogue: Catalogue, turn: Turn) -> Match | None:
    """Return the earlier match with what is named now in the place of what was: the same of charities."""
    definition = catalogue.definition(turn.match.intent)
    if definition is None or frame.marks or any(v.type not in _REPLACED for v in frame.values):
        return None
    slots = dict(turn.match.slots)
    for value in frame.values:
        name = _slot_for(value, slots)
        if name is None:
            open_ = [n for n, slot in definition.slots.items() if slot.type is value.type is SlotType.WAVE]
            name = next(iter(open_), None)
        if name is None:
            return None
        kind = definition.slots[name].type
        slots[name] = (replace(value, type=kind),)
    return replace(turn.match, slots=slots) if frame.values else None


def _slot_for(value: Value, slots: Mapping[str, tuple[Value, ...]]) -> str | None:
    """Return the one slot that holds one value of the same sort, if there is just one."""
    sort = _FINDINGS if value.type in _FINDINGS else {value.type}
    alike = [name for name, held in slots.items() if any(v.type in sort for v in held)]
    return alike[0] if len(alike) == 1 and len(slots[alike[0]]) == 1 else None


def _completed(frame: Frame, catalogue: Catalogue, turn: Turn) -> Match | None:
    """Return the match of a frame with what the earlier question was about put in: the findings, else their topic."""
    marks = tuple(m for m in frame.marks if "not" not in m.names)
    denied = len(marks) < len(frame.marks)
    subject = tuple(replace(v, type=SlotType.NOT_FINDING) for v in turn.about) if denied else turn.about
    waves = () if any(v.type is SlotType.WAVE for v in frame.values) else _waves(turn)
    subject = (*subject, *waves) if subject else ()
    topics = tuple(Value(type=SlotType.TOPIC, id=topic) for topic in sorted(turn.topics))
    for taken in (subject, topics):
        found = heaviest(replace(frame, values=(*frame.values, *taken), marks=marks), catalogue) if taken else None
        if found:
            return found
    return None


def _compared(elements: Sequence[Element], frame: Frame, catalogue: Catalogue, turn: Turn) -> Match | None:
    """Return the comparison of the earlier question's figure with the one named now: is that higher than charities."""
    named = [v for v in frame.values if v.type in _NAMING]
    figures = [v for v in turn.about if v.type is SlotType.FINDING]
    opens = element_at(elements, 0).text in _COMPARING
    if len(named) != 1 or len(figures) != len(turn.about) or len(figures) != 1 or not (opens or _points_back(elements)):
        return None
    if named[0].type is not SlotType.FINDING or frame.names.isdisjoint(_COMPARED):
        return None
    return heaviest(replace(frame, values=(*figures, *frame.values, *_waves(turn))), catalogue)


def _is_of_something_else(elements: Sequence[Element]) -> bool:
    """Return whether something is done that was not asked about before: how many are coming; but how many is that."""
    done = any(r.kind is Kind.ASIDE and r.value in _DOING for e in elements for r in e.readings)
    return done and not _points_back(elements)


def _waves(turn: Turn) -> tuple[Value, ...]:
    """Return the wave that the earlier question named."""
    return tuple(v for values in turn.match.slots.values() for v in values if v.type is SlotType.WAVE)


def _points_back(elements: Sequence[Element]) -> bool:
    """Return whether a word stands for something said before: is that more than half, but not 'that survey'."""
    return any(
        e.text in _BACK
        and not element_at(elements, i + 1).has(Kind.FILLER, Kind.UNIVERSE)
        and not (e.text == "that" and names_cue([element_at(elements, i - 1)], _FIGURES))  # percentages that fall ...
        for i, e in enumerate(elements)
    )
