"""Find the intent a question means, such that every word of it is accounted for; or say why there is none.

After the PRECISE interface (Popescu, Etzioni and Kautz, 2003): only questions whose every content word maps onto
something known are answered; the others are asked back or refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from intents import taught
from intents.asides import without_asides
from intents.catalogue import Catalogue
from intents.fitting import heaviest
from intents.followup import dangles, is_fragment, resume, without_quote
from intents.frame import Frame, SlotType, Value, frames
from intents.model import Match, NoMatch, Outcome, Reason, Several, Turn, Unsure
from intents.operators import LEADING_IN
from intents.reading import Element, names_cue, read
from intents.relaxing import relaxed
from intents.text import MAX_LENGTH, Folded, fold
from intents.vocabulary import Kind

MAX_READINGS = 3  # buttons a person can take in at a glance
_JOINING = frozenset({"and", "plus", "and also", "also", "then", "as well as"})
_REACHING = frozenset({"given", "exclusive", "apart", "both", "neither", "either", "than", "why", "taken_away"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a question came to, and the steps on the way there."""

    outcome: Outcome
    text: str = ""
    """What was left of the question, folded, when asides had been set aside."""
    elements: tuple[Element, ...] = ()
    frames: tuple[Frame, ...] = ()
    is_settled: bool = False
    """Whether no example could make it mean something else."""


def match(question: str, catalogue: Catalogue, turn: Turn | None = None) -> Outcome:
    """Return what a question means; the same question after the same turn always comes to the same outcome."""
    return understand(question, catalogue, turn).outcome


def understand(question: str, catalogue: Catalogue, turn: Turn | None = None) -> Understanding:
    """Return what a question means, and how it was read; `turn` is what came before it in its conversation."""
    return by_examples(by_words(question, catalogue, turn), catalogue)


def by_words(question: str, catalogue: Catalogue, turn: Turn | None = None) -> tuple[Understanding, ...]:
    """Return how a question is understood word by word: the one way that means something, else every way to read it.

    What is taught by examples has no part in it: it takes no question away from the phrases.
    """
    folded = fold(question[: 4 * MAX_LENGTH])
    if len(question) > MAX_LENGTH and len(folded) > MAX_LENGTH // 2:
        return (Understanding(outcome=NoMatch(reason=Reason.TOO_LONG), is_settled=True),)
    readings: list[Understanding] = []
    for text in dict.fromkeys((*without_asides(folded), folded)):
        found = _understand(text, catalogue, turn)
        if _is_meant(found, catalogue, is_whole=text is folded):
            return (found,)
        readings.append(found)
    return tuple(readings)


def by_examples(readings: Sequence[Understanding], catalogue: Catalogue) -> Understanding:
    """Return what a question means, where its readings word by word mean nothing for sure: as the examples have it."""
    tried = []
    for reading in readings:
        found = _or_taught(reading, catalogue, readings[-1])
        if _is_meant(found, catalogue, is_whole=reading is readings[-1]):
            return found
        tried.append(found)
    asked_back = (r for r in tried if isinstance(r.outcome, Unsure))
    return next(asked_back, tried[-1])


def _is_meant(found: Understanding, catalogue: Catalogue, *, is_whole: bool) -> bool:
    """Return whether a reading can be answered, of the whole question or of what is left of it without asides."""
    if isinstance(found.outcome, Several):
        return True
    # What is left of a shortened question must ask something: 'thanks' alone would miss what was asked
    return isinstance(found.outcome, Match) and (is_whole or not _is_social(found.outcome, catalogue))


def _is_social(found: Match, catalogue: Catalogue) -> bool:
    definition = catalogue.definition(found.intent)
    return definition is not None and "social" in definition.answer


def _understand(text: Folded, catalogue: Catalogue, turn: Turn | None) -> Understanding:
    elements = read(text, catalogue.words, catalogue.speller)
    if not any(e.readings or e.quantity or e.is_left_over for e in elements):
        return Understanding(outcome=NoMatch(reason=Reason.EMPTY), text=text, elements=elements, is_settled=True)
    near = turn.topics if turn else frozenset[str]()
    readings = frames(elements, catalogue.vocabulary, near)
    resumed = resume(elements, readings, catalogue, turn) if turn and turn.topics else None
    outcome = resumed or _alone(elements, readings, catalogue)
    is_settled = resumed is not None or isinstance(outcome, Match | Several)
    return Understanding(outcome=outcome, text=text, elements=elements, frames=readings, is_settled=is_settled)


def _or_taught(reading: Understanding, catalogue: Catalogue, whole: Understanding) -> Understanding:
    """Return what taught intents make of a reading that is not understood word by word.

    What people say about themselves beside it may change what holds for them: 'I lost my permit. Where can I park?'
    """
    if reading.is_settled or catalogue.taught is None:
        return reading
    outcome, found = reading.outcome, taught.find(reading.text, reading.elements, catalogue.taught)
    if isinstance(found, Match) and reading is not whole:
        lesson = catalogue.taught.intents[found.intent]
        found = found if taught.agrees(whole.text, whole.elements, lesson) else Unsure(readings=(found,))
    if isinstance(found, Unsure) and isinstance(outcome, Unsure):
        return replace(reading, outcome=replace(outcome, readings=(*outcome.readings, *found.readings)[:MAX_READINGS]))
    return replace(reading, outcome=found) if found else reading


def _alone(elements: Sequence[Element], readings: Sequence[Frame], catalogue: Catalogue) -> Outcome:
    """Return what a question means by itself."""
    best = _best(readings, catalogue)
    if not best:
        named = tuple(r for frame in readings for r in _numbers_as_findings(frame, catalogue))
        best = _best(named, catalogue)
        readings = (*readings, *named)
    if len(best) == 1 and dangles(elements, best[0], catalogue):
        return Unsure(readings=(), intent=best[0].intent)
    if len(best) == 1 and not is_fragment(elements):
        return best[0]
    if best:
        return Unsure(readings=tuple(best[:MAX_READINGS]))
    several = _several(elements, catalogue)
    if several:
        return several
    return (
        _incomplete(readings, catalogue) or without_quote(readings, catalogue) or _none(elements, readings, catalogue)
    )


def _several(elements: Sequence[Element], catalogue: Catalogue) -> Several | None:
    """Return the questions asked one after the other, where each is one by itself: councils %, and who ran the survey?

    Where a condition or a negation may reach from one into the other, nothing is taken apart.
    """
    joined = [e for e in elements if e.text != "also"]
    if any(e.has(Kind.NEGATION, Kind.WITHHOLD) for e in joined) or names_cue(joined, _REACHING):
        return None
    parts = [part for part in _parts(elements) if _says_something(part, catalogue.words.weak)]
    if not 1 < len(parts) <= MAX_READINGS:
        return None
    matches: list[Match] = []
    for part in parts:
        best = _best(frames(part, catalogue.vocabulary), catalogue)
        led_in = part[0].first_word in LEADING_IN  # 'with councils, by email' is one question
        if len(best) != 1 or not best[0].slots or led_in or not _asks(part, catalogue.words.weak):
            return None
        matches.append(best[0])
    return Several(matches=tuple(matches))


def _parts(elements: Sequence[Element]) -> Iterable[tuple[Element, ...]]:
    part: list[Element] = []
    for element in elements:
        if element.is_break or element.text in _JOINING:
            yield tuple(part)
            part = []
        else:
            part.append(element)
    yield tuple(part)


def _says_something(part: Sequence[Element], weak: frozenset[str]) -> bool:
    """Return whether a part is more than politeness."""
    if next((e.text for e in part), "") in LEADING_IN:  # of managers, ...
        return True
    return any(not e.is_weak and not (e.readings and {r.value for r in e.readings} <= weak) for e in part)


def _asks(part: Sequence[Element], weak: frozenset[str]) -> bool:
    """Return whether a part of a question asks by itself: a cue of asking, or a fact about the survey."""
    return any(e.has(Kind.CHOICE) or {r.value for r in e.of(Kind.CUE)} - weak for e in part)


def _best(readings: Iterable[Frame], catalogue: Catalogue) -> list[Match]:
    """Return the heaviest match of each reading, the readings' own order kept, none twice."""
    found: dict[tuple[object, ...], Match] = {}
    for frame in readings:
        best = heaviest(frame, catalogue)
        if best:
            key = (best.intent, tuple((k, tuple(v.id for v in vs)) for k, vs in sorted(best.slots.items())))
            found.setdefault(key, best)
    return list(found.values())


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
        best = heaviest(whole, catalogue)
        if best and not frame.leftover:
            return Unsure(readings=(), intent=best.intent, topic=topics[0].id if topics else None)
    return None


def _none(elements: Sequence[Element], readings: Sequence[Frame], catalogue: Catalogue) -> NoMatch:
    frame = readings[0]
    named = tuple(v for v in frame.values if v.type in {SlotType.FINDING, SlotType.NOT_FINDING, SlotType.TOPIC})
    leftover = tuple(dict.fromkeys(frame.leftover))
    if leftover:
        return NoMatch(reason=Reason.LEFT_OVER, leftover=leftover, named=named)
    if frame.problem is not None:
        return NoMatch(reason=Reason(frame.problem.fault.value), named=named, problem=frame.problem)
    if not any(e.has(Kind.CUE, Kind.FINDING, Kind.TOPIC) or e.quantity for e in elements):
        return NoMatch(reason=Reason.EMPTY)
    return NoMatch(reason=Reason.NOT_MEANT, named=named, near=relaxed(readings, catalogue, MAX_READINGS))
