"""Turn the elements of a question into what was named, how, and what nothing accounts for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice, product

from intents.beyond import beyond
from intents.operators import Operators, is_asked_about, operators, without_contrast
from intents.outside import outside
from intents.quantities import Quantity
from intents.reading import Element, element_at, names_cue
from intents.roles import Problem, Role, roles
from intents.standing import KIND, POLITE, is_apart
from intents.vocabulary import Kind, Reading, Vocabulary

_ASIDE = frozenset({"set_aside", "besides"})  # marks that leave out what is named behind them
OUTSIDER = "outsider"  # the cue of people who were not asked: harmless in 'my boss wants', not in '% of bosses'
_ASKED = frozenset({"surveyed", "polled", "interviewed", "questioned"})  # 'survey' itself may be anything
_CALLED = frozenset({"guys", "mates", "lads", "folks", "friends", "colleagues", "pals"})  # hi lads
_LIMITS = frozenset({">", ">=", "<", "<="})
_SWALLOWED = POLITE | {"significant"}  # marks that say nothing where they stand inside what is asked: security is great
MAX_FRAMES = 12  # readings of one question that are followed; more means that nothing definite was said


class SlotType(StrEnum):
    """What a slot can hold."""

    FINDING = "finding"
    NOT_FINDING = "not_finding"
    """A finding in the negative: those who do not."""
    GIVEN = "given"
    """The finding behind 'of those who'."""
    NOT_GIVEN = "not_given"
    """A condition in the negative: of those who do not."""
    TOPIC = "topic"
    NOT_TOPIC = "not_topic"
    UNIVERSE = "universe"
    SPEAKER = "speaker"
    QUOTED = "quoted"
    """A word that a quote is remembered by."""
    WAVE = "wave"
    QUANTITY = "quantity"
    """A percentage, a fraction or 'most'."""
    POINTS = "points"
    """A difference of percentages: 6 points."""
    NUMBER = "number"
    """A whole number over a hundred."""
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Something named that can fill a slot."""

    type: SlotType
    id: str
    """Id of the finding, topic, ...; the words of a quantity."""
    slot: str = ""
    """For choices: the slot it belongs to; for quantities: limit, few, or the kind of number it is."""
    quantity: Quantity | None = None
    text: str = ""
    """As it was said."""
    implied: bool = False
    """True for a topic that only its verb shows: share."""
    weak: bool = False
    """True where its words may mean nothing too, so that it may be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word or phrase that an intent must account for by name."""

    names: frozenset[str]
    """Names of cues; `=word` for a word that stands in no list."""
    text: str
    weak: bool = False
    """True where it may also be left unaccounted for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One reading of a question."""

    values: tuple[Value, ...]
    """In the order named."""
    marks: tuple[Mark, ...]
    problem: Problem | None = None
    """What makes it a question about somebody else's survey, where roles show it."""
    corrected: int = 0
    """How many words were taken as typing errors."""

    @property
    def leftover(self) -> tuple[str, ...]:
        """Return the words that stand in no list."""
        return tuple(m.text for m in self.marks if any(name.startswith("=") for name in m.names))

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all marks."""
        return frozenset(name for mark in self.marks for name in mark.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A finding or topic on its way into a frame."""

    at: int
    reading: Reading
    negated: bool
    given: bool
    text: str
    implied: bool

    @property
    def is_topic(self) -> bool:
        return self.reading.kind is Kind.TOPIC


def frames(
    elements: Sequence[Element], vocabulary: Vocabulary, near: frozenset[str] = frozenset()
) -> tuple[Frame, ...]:
    """Return the readings of a question: more than one where a word means several findings.

    `near` holds topics that were named just before: after a question about councils, 'central' is clear.
    """
    choices = [_options(element, elements, vocabulary, near) for element in elements]
    found = (_frame(tuple(choice), vocabulary) for choice in islice(product(*choices), MAX_FRAMES))
    return tuple(dict.fromkeys(found))


def _options(
    element: Element, elements: Sequence[Element], vocabulary: Vocabulary, near: frozenset[str]
) -> list[Element]:
    """Return an element once for each finding it may mean; topics named beside it decide where they can."""
    element = _if_beside(element, elements, near)
    readings = element.of(Kind.FINDING)
    if len(readings) < 2:  # noqa: PLR2004 - nothing to choose
        return [element]
    topics = {r.value for other in elements for r in other.of(Kind.TOPIC)} or near
    clear = {r.value for other in elements if len(other.of(Kind.FINDING)) == 1 for r in other.of(Kind.FINDING)}
    fitting = [r for r in readings if r.topic in topics] or list(readings)
    fitting = [r for r in fitting if r.value not in clear or r.value == vocabulary.home] or fitting
    others = tuple(r for r in element.readings if r.kind is not Kind.FINDING)
    return [replace(element, readings=(r, *others)) for r in fitting]


def _if_beside(element: Element, elements: Sequence[Element], near: frozenset[str]) -> Element:
    """Return an element without the findings it can only mean beside others, where none is named apart from it."""
    if not any(r.beside for r in element.readings):
        return element
    at = next(i for i, e in enumerate(elements) if e is element)
    others = {r.topic for i, e in enumerate(elements) for r in e.of(Kind.FINDING) if abs(i - at) > 1}
    after = element_at(elements, at + 1)
    others |= {r.value for r in after.of(Kind.TOPIC)} | {r.topic for r in after.of(Kind.GIVE)}  # 'local sharing'
    if after.is_break:  # moaned about quality
        others |= {r.value for r in element_at(elements, at - 1).of(Kind.TOPIC)}
    others |= near
    return replace(element, readings=tuple(r for r in element.readings if not r.beside or r.topic in others))


def _frame(elements: tuple[Element, ...], vocabulary: Vocabulary) -> Frame:
    elements = without_contrast(elements)
    named_roles, problem = roles(elements, vocabulary)
    told = operators(elements, named_roles)
    named = [
        _Named(
            at=at,
            reading=reading,
            negated=at in told.negated,
            given=at in told.given,
            text=element.text,
            implied=not element.has(Kind.FINDING, Kind.TOPIC),
        )
        for at, element in enumerate(elements)
        for reading in _named(element, named_roles.get(at))
    ]
    settled = {n.at: n for n in _settle(_crossed(named, vocabulary), vocabulary)}
    return Frame(
        values=_values(elements, settled, named_roles, vocabulary),
        marks=tuple(_marks(elements, told, vocabulary)),
        problem=problem or outside(elements, vocabulary),
        corrected=sum(e.text != e.typed for e in elements),
    )


def _named(element: Element, role: Role | None) -> tuple[Reading, ...]:
    """Return the finding or topic an element names, unless it stands for those who were asked."""
    if role is Role.UNIVERSE:
        return ()
    found = element.of(Kind.FINDING) or element.of(Kind.TOPIC)
    if found:
        return found[:1]
    verbs = element.of(Kind.GIVE, Kind.RECEIVE, Kind.WITHHOLD)
    return (Reading(Kind.TOPIC, verbs[0].topic),) if verbs and not element.is_weak else ()


def _crossed(named: list[_Named], vocabulary: Vocabulary) -> list[_Named]:
    """Return what was named, with a topic and another topic's finding taken for the finding they mean together."""
    topics = {n.reading.value for n in named if n.is_topic}
    own = {n.reading.topic for n in named if not n.is_topic}
    crossed: list[_Named] = []
    for n in named:
        meant = next((m for t in sorted(topics - own) if (m := vocabulary.crossed.get((t, n.reading.value)))), None)
        topic = meant.partition(".")[0] if meant else ""
        crossed.append(replace(n, reading=Reading(Kind.FINDING, meant, topic)) if meant else n)
    if crossed != named:
        return [n for n in crossed if not n.is_topic]
    return named


def _settle(named: list[_Named], vocabulary: Vocabulary) -> list[_Named]:
    """Drop what was named twice, and topics that only repeat or set the scene for what is named."""
    about = {n.reading.topic for n in named if not n.is_topic}
    topics = {n.reading.value for n in named if n.is_topic}
    scenery = frozenset[str]().union(*(vocabulary.context.get(t, frozenset()) for t in about | topics))
    kept: list[_Named] = []
    for n in named:
        repeats = n.reading.value in about or (not n.negated and n.reading.value in scenery)
        again = any(k.reading.value == n.reading.value and k.negated == n.negated for k in kept)
        if not (n.is_topic and repeats) and not again:
            kept.append(n)
    return kept


def _values(
    elements: Sequence[Element], named: Mapping[int, _Named], named_roles: Mapping[int, Role], vocabulary: Vocabulary
) -> tuple[Value, ...]:
    values: list[Value] = []
    for at, element in enumerate(elements):
        if at in named:
            values.append(_named_value(named[at]))
        elif named_roles.get(at) is Role.UNIVERSE or element.has(Kind.UNIVERSE, Kind.PLACE):
            values.append(Value(type=SlotType.UNIVERSE, id="universe", text=element.text))
        elif element.quantity is not None and not (
            _is_of_people(elements, at) or _counts_answers(elements, at, vocabulary)
        ):
            values.extend(_quantity_value(element.quantity, vocabulary))
        else:
            values.extend(_other_value(element))
    return tuple(values)


def _named_value(named: _Named) -> Value:
    if named.is_topic:
        kind = SlotType.NOT_TOPIC if named.negated else SlotType.TOPIC
    elif named.given:
        kind = SlotType.NOT_GIVEN if named.negated else SlotType.GIVEN
    else:
        kind = SlotType.NOT_FINDING if named.negated else SlotType.FINDING
    return Value(type=kind, id=named.reading.value, text=named.text, implied=named.implied)


def _quantity_value(quantity: Quantity, vocabulary: Vocabulary) -> list[Value]:
    said = quantity.words
    if quantity.is_year:
        wave = vocabulary.years.get(int(quantity.value or 0))
        return [Value(type=SlotType.WAVE, id=wave, text=said)] if wave else []
    if quantity.points:
        return [Value(type=SlotType.POINTS, id=said, quantity=quantity, text=said)]
    kind = SlotType.QUANTITY if quantity.is_share else SlotType.NUMBER
    sort = "limit" if quantity.bounded in _LIMITS else "base" if quantity.value == vocabulary.base else ""
    sort = "few" if quantity.is_few else sort
    return [Value(type=kind, id=said, slot=sort, quantity=quantity, text=said)]


def _other_value(element: Element) -> list[Value]:
    for reading in element.of(Kind.SPEAKER, Kind.QUOTED, Kind.WAVE, Kind.CHOICE):
        weak = reading.kind is Kind.CHOICE and element.is_weak
        slot = reading.topic if reading.kind is Kind.CHOICE else ""
        return [Value(type=SlotType(reading.kind.value), id=reading.value, slot=slot, text=element.text, weak=weak)]
    return []


_CONTENT = (Kind.FINDING, Kind.TOPIC, Kind.CHOICE, Kind.SPEAKER, Kind.WAVE)
_HALF_CONTENT = (Kind.GIVE, Kind.RECEIVE, Kind.WITHHOLD, Kind.UNIVERSE)  # accounted for by themselves


def _marks(elements: Sequence[Element], told: Operators, vocabulary: Vocabulary) -> Iterable[Mark]:
    if told.joined:
        yield Mark(names=frozenset({told.joined}), text="or" if told.joined == "disjoined" else "and")
    if told.apart:
        yield Mark(names=frozenset({"apart"}), text="")
    if told.nested:
        yield Mark(names=frozenset({"given"}), text="of")
    yield from (Mark(names=frozenset({"elsewhere"}), text=elements[at].text) for at in sorted(beyond(elements)))
    for at, element in enumerate(elements):
        cues = _cues(element) - ({"given"} if at in told.spent else set())
        refused = element.has(Kind.WITHHOLD) and not element.is_weak and at not in told.withheld
        refused = refused or (at in told.inside and not cues - _SWALLOWED - KIND)
        refused = refused or _is_of_people(elements, at) or _is_group(elements, at)
        refused = refused or (element.has(Kind.LOOSE) and not is_apart(elements, at))
        if refused or element.is_left_over or _is_other_year(element, vocabulary):
            yield Mark(names=frozenset({f"={element.text}"}), text=element.typed)
        elif at in told.stray:
            yield Mark(names=frozenset({"not"}) | cues, text=element.text)
        elif cues and not element.has(*_CONTENT):
            outsider = OUTSIDER in cues
            weak = element.is_weak or element.has(*_HALF_CONTENT) or outsider
            about = outsider and is_asked_about(elements, at)
            aside = bool(cues & _ASIDE) and element_at(elements, at + 1).has(Kind.FINDING)  # never mind security
            cues = frozenset({OUTSIDER}) if about else cues - POLITE if aside else cues
            yield Mark(names=cues, text=element.text, weak=weak and at not in told.inside and not (about or aside))


def _counts_answers(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether a number only says how many answers there are: what are the three barriers; but not seven."""
    quantity = elements[at].quantity
    counted = {r.value for r in element_at(elements, at + 1).of(Kind.TOPIC)}
    known = {t.reading.value for t in vocabulary.terms if t.reading.kind is Kind.FINDING and t.reading.topic in counted}
    if quantity is not None and len(known) < (quantity.value or 0):
        return False
    ranked = names_cue(elements, {"highest", "lowest", "rank", "second"})
    return quantity is not None and quantity.is_few and element_at(elements, at + 1).has(Kind.TOPIC) and not ranked


def _cues(element: Element) -> frozenset[str]:
    asked = {"was_asked"} if element.typed in _ASKED else set()
    return frozenset(r.value for r in element.of(Kind.CUE)) | asked


def _is_of_people(elements: Sequence[Element], at: int) -> bool:
    """Return whether a number tells of people or times and not of a share: those under 30, ten years ago."""
    quantity, before, after = elements[at].quantity, element_at(elements, at - 1), element_at(elements, at + 1)
    if quantity is None or quantity.percent or quantity.points or quantity.value is None:
        return False
    if "ago" in after.text.split() or after.first_word in {"years", "months", "weeks"}:
        return True
    grouped = before.has(Kind.UNIVERSE) or before.last_word in {"those", "aged", "the", "anyone", "ages"}
    grouped = grouped or before.first_word == "in"  # everyone in Whitehall under 30
    return grouped and quantity.bounded in _LIMITS and quantity.is_share


def _is_group(elements: Sequence[Element], at: int) -> bool:
    """Return whether several people are named who do not ask: share with journalists, but not 'my colleagues want'."""
    element, after = elements[at], element_at(elements, at + 1)
    people = any((r.kind, r.value) in {(Kind.ASIDE, "people"), (Kind.CUE, OUTSIDER)} for r in element.readings)
    if not people or not element.text.endswith("s") or element.text.endswith("ss"):
        return False
    told = after.has(Kind.ASIDE) or after.text in {"are", "have", "were", "had", "who", "just", "all"}
    called = after.is_break and (element.text in _CALLED or element_at(elements, at - 1).has(Kind.CUE))
    return is_asked_about(elements, at) or not (told or called)


def _is_other_year(element: Element, vocabulary: Vocabulary) -> bool:
    """Return whether a year is named in which the survey was neither asked nor published."""
    quantity = element.quantity
    return quantity is not None and quantity.is_year and int(quantity.value or 0) not in vocabulary.years
