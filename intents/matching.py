"""Find the intent a question means, such that every word of it is accounted for; or say why there is none.

After the PRECISE interface (Popescu, Etzioni and Kautz, 2003): only questions whose every content word maps onto
something known are answered; the others are asked back or refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from intents.asides import without_asides
from intents.catalogue import Catalogue, Intent, Pattern
from intents.frame import Frame, Mark, SlotType, Value, frames
from intents.model import Match, NoMatch, Outcome, Reason, Unsure
from intents.phrase import SlotRef
from intents.reading import Element, read
from intents.text import MAX_LENGTH, fold
from intents.vocabulary import Kind

MAX_READINGS = 3  # buttons a person can take in at a glance
_TYPO = 0.97  # confidence kept for each word taken as a typing error
_ALWAYS = frozenset({SlotType.UNIVERSE})  # naming those who were asked never changes a question about them


def match(question: str, catalogue: Catalogue) -> Outcome:
    """Return what a question means; the same question always comes to the same outcome."""
    folded = fold(question[: 4 * MAX_LENGTH])
    if len(question) > MAX_LENGTH and len(folded) > MAX_LENGTH // 2:
        return NoMatch(reason=Reason.TOO_LONG)
    outcome: Outcome | None = None
    for text in (*without_asides(folded), folded):
        outcome = _match(text, catalogue)
        # What is left of a shortened question must name something: 'thanks' alone would miss what was asked
        if isinstance(outcome, Match) and (outcome.slots or text is folded):
            return outcome
    return outcome or NoMatch(reason=Reason.EMPTY)


def _match(text: str, catalogue: Catalogue) -> Outcome:
    elements = read(text, catalogue.words, catalogue.speller)
    if not any(e.readings or e.quantity or e.is_left_over for e in elements):
        return NoMatch(reason=Reason.EMPTY)
    readings = frames(elements, catalogue.vocabulary)
    best = _best(readings, catalogue)
    if not best:
        named = tuple(r for frame in readings for r in _numbers_as_findings(frame, catalogue))
        best = _best(named, catalogue)
    if len(best) == 1:
        return best[0]
    if best:
        return Unsure(readings=tuple(best[:MAX_READINGS]))
    return _incomplete(readings, catalogue) or _none(elements, readings)


def _best(readings: Iterable[Frame], catalogue: Catalogue) -> list[Match]:
    """Return the heaviest match of each reading, the readings' own order kept, none twice."""
    found: dict[tuple[object, ...], Match] = {}
    for frame in readings:
        heaviest = _heaviest(frame, catalogue)
        if heaviest:
            key = (heaviest.intent, tuple((k, tuple(v.id for v in vs)) for k, vs in sorted(heaviest.slots.items())))
            found.setdefault(key, heaviest)
    return list(found.values())


def _heaviest(frame: Frame, catalogue: Catalogue) -> Match | None:
    """Return the match of the heaviest pattern that accounts for a frame; of equals, the catalogue's first."""
    fits = [fit for intent in catalogue.intents for fit in _fits(intent, frame, catalogue.words.weak)]
    return max(fits, key=itemgetter(0))[1] if fits else None


def _fits(intent: Intent, frame: Frame, weak: frozenset[str]) -> Iterable[tuple[int, Match]]:
    """Yield the weight and the match of each pattern of an intent that accounts for a frame."""
    definition = intent.definition
    if (frame.problem and not definition.whoever) or definition.never & frame.names:
        return
    for pattern in intent.patterns:
        slots = _fill(pattern, frame.values, intent) if _says(pattern, frame.marks, intent.also | weak) else None
        if slots is not None:
            yield pattern.weight, Match(intent=definition.name, slots=slots, confidence=_TYPO**frame.corrected)


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
        taken = [v for v in left if _accepts(ref, v, intent) and (pattern.marks or not v.implied)]
        if not taken:
            return None
        taken = taken if ref.many else taken[:1]
        left = [v for v in left if not any(v is t for t in taken)]
        filled[ref.name] = (*filled.get(ref.name, ()), *taken)
    for name, slot in intent.definition.slots.items():
        if slot.type in intent.also_slots and name not in filled:
            extra = [v for v in left if v.type is slot.type]
            filled.update({name: tuple(extra)} if extra else {})
    if all(v.type in intent.also_slots or v.type in _ALWAYS or v.weak for v in left):
        return filled
    return None


def _accepts(ref: SlotRef, value: Value, intent: Intent) -> bool:
    slot = intent.definition.slots[ref.name]
    if value.type is SlotType.NUMBER and value.slot == "limit":  # 'over 4,000' is no number of respondents
        return False
    if slot.type is not value.type or (slot.type is SlotType.CHOICE and value.slot != slot.name):
        return False
    return ref.only is None or ref.only in (value.id, value.slot)


def _numbers_as_findings(frame: Frame, catalogue: Catalogue) -> Iterable[Frame]:
    """Yield the frame with percentages read as the findings they were published for: 'the 71 and the 31'."""
    if any(v.type is SlotType.FINDING for v in frame.values):
        return
    values = tuple(_as_finding(value, catalogue.vocabulary.shares) for value in frame.values)
    if values != frame.values:
        yield replace(frame, values=values)


def _as_finding(value: Value, shares: Mapping[float, str]) -> Value:
    quantity = value.quantity
    named = quantity.value if quantity and value.type is SlotType.QUANTITY and quantity.bounded == "=" else None
    if named is None or named not in shares:
        return value
    return replace(value, type=SlotType.FINDING, id=shares[named])


def _incomplete(readings: Sequence[Frame], catalogue: Catalogue) -> Unsure | None:
    """Return what was asked where only the finding was not named: 'what's the percentage?'."""
    for frame in readings:
        if frame.problem or any(v.type is SlotType.FINDING for v in frame.values):
            continue
        topics = [v for v in frame.values if v.type in {SlotType.TOPIC, SlotType.NOT_TOPIC}]
        rest = tuple(v for v in frame.values if v not in topics)
        if not frame.marks and not topics:
            continue
        whole = replace(frame, values=(*rest, Value(type=SlotType.FINDING, id="?")))
        heaviest = _heaviest(whole, catalogue)
        if heaviest and not frame.leftover:
            return Unsure(readings=(), intent=heaviest.intent, topic=topics[0].id if topics else None)
    return None


def _none(elements: Sequence[Element], readings: Sequence[Frame]) -> NoMatch:
    frame = readings[0]
    named = tuple(v for v in frame.values if v.type in {SlotType.FINDING, SlotType.NOT_FINDING, SlotType.TOPIC})
    leftover = tuple(dict.fromkeys(frame.leftover))
    if leftover:
        return NoMatch(reason=Reason.LEFT_OVER, leftover=leftover, named=named)
    if frame.problem is not None:
        return NoMatch(reason=Reason(frame.problem.fault.value), named=named, problem=frame.problem)
    if not any(e.has(Kind.CUE, Kind.FINDING, Kind.TOPIC) or e.quantity for e in elements):
        return NoMatch(reason=Reason.EMPTY)
    return NoMatch(reason=Reason.NOT_MEANT, named=named)
