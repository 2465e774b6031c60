"""Every intent in the form in which questions are matched against it; built once, then never changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from intents.definition import Definition, did_you_mean
from intents.errors import DefinitionsInvalid, Fault
from intents.frame import SlotType
from intents.phrase import SlotRef, Variant, expand
from intents.reading import read
from intents.spelling import Speller
from intents.taught import Taught, learn
from intents.text import fold
from intents.vocabulary import OPERATORS, Kind, Lexicon, Reading, Term, Vocabulary, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One plain form of a phrase: what must be named, and what must be said."""

    slots: tuple[SlotRef, ...]
    """In order; values of one type fill them from left to right."""
    marks: tuple[frozenset[str], ...]
    """For each: names of which one must be said."""

    @property
    def weight(self) -> int:
        """Return how much it asks for; of two patterns that fit, the heavier one is meant."""
        return 2 * len(self.marks) + 2 * len(self.slots) + sum(s.only is not None for s in self.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A definition, compiled."""

    definition: Definition
    patterns: tuple[Pattern, ...]
    """The heaviest first."""
    cues: frozenset[str]
    """Every name that one of its patterns asks for."""
    also: frozenset[str]
    """Names of cues that may be said too."""
    also_slots: frozenset[SlotType]
    """Types of values that may be named too."""


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All intents over one vocabulary."""

    intents: tuple[Intent, ...]
    """Those that have phrases; every question is held against each."""
    definitions: Mapping[str, Definition]
    """Of all intents, by name."""
    vocabulary: Vocabulary
    words: Words
    speller: Speller
    accounted: frozenset[str]
    """Every name that any intent asks for or allows; a mark of none of them can never be accounted for."""
    taught: Taught | None = None
    """What intents with plain examples teach; None where there are none."""

    def definition(self, name: str) -> Definition | None:
        """Return the definition of an intent, or None where there is none of that name."""
        return self.definitions.get(name)

    @cached_property
    def by_summary(self) -> Mapping[str, tuple[str, ...]]:
        """Return the names of the intents that are called alike, by what is heard of their summaries."""
        found: dict[str, tuple[str, ...]] = {}
        for name, each in self.definitions.items():
            said = spoken(each.summary)
            found[said] = (*found.get(said, ()), name)
        return found


def spoken(summary: str) -> str:
    """Return a summary without what nobody hears: capitals, spaces, a full stop."""
    return " ".join(summary.casefold().split()).rstrip(".")


def compile_catalogue(definitions: Sequence[Definition], lexicon: Lexicon, vocabulary: Vocabulary) -> Catalogue:
    """Return the catalogue of the definitions.

    Raises:
        DefinitionsInvalid: a phrase says nothing that could be recognised, or two intents have one name.
    """
    words = Words(lexicon, (*vocabulary.terms, *_choices(definitions)))
    speller = Speller(words)
    faults = list(_twice(definitions))
    intents = [_compile(definition, words, speller, faults) for definition in definitions]
    if faults:
        raise DefinitionsInvalid(faults)
    return Catalogue(
        intents=tuple(intent for intent in intents if intent.definition.ask),
        definitions={definition.name: definition for definition in definitions},
        vocabulary=vocabulary,
        words=words,
        speller=speller,
        accounted=words.weak.union(*(i.cues | i.also for i in intents)),
        taught=learn(definitions, words, speller),
    )


def with_taught(base: Catalogue, definitions: Sequence[Definition], before: Catalogue | None = None) -> Catalogue:
    """Return a catalogue with taught intents beside its own; its words and phrases are shared, not compiled anew.

    What `before`, made of the same base, has compiled of the same examples is used again; it changes no answer.

    Raises:
        DefinitionsInvalid: a name is taken or given twice, or an intent is not taught by examples alone.
    """
    faults = [*_twice((*base.definitions.values(), *definitions)), *_not_by_examples(definitions)]
    if faults:
        raise DefinitionsInvalid(faults)
    every: dict[str, Definition] = {**base.definitions}
    every.update((definition.name, definition) for definition in definitions)
    known = before.taught if before and before.words is base.words else None
    return replace(base, definitions=every, taught=learn(tuple(every.values()), base.words, base.speller, known))


def _not_by_examples(definitions: Iterable[Definition]) -> Iterable[Fault]:
    for definition in definitions:
        if not definition.examples:
            yield _at(definition, "There is no example of how it is asked.", "Add a few questions that people ask.")
        if definition.ask:
            yield _at(definition, "A taught intent has no phrases.", "Write them as example questions.")


def _choices(definitions: Iterable[Definition]) -> Iterable[Term]:
    """Return the terms that intents bring along with their own slots."""
    for definition in definitions:
        for slot in definition.slots.values():
            for value, phrases in slot.values.items():
                names = tuple(" ".join(map(str, v)) for phrase in phrases for v in expand(phrase))
                yield Term(reading=Reading(Kind.CHOICE, value, slot.name), names=names)


def _twice(definitions: Sequence[Definition]) -> Iterable[Fault]:
    seen: dict[str, Definition] = {}
    for definition in definitions:
        first = seen.setdefault(definition.name, definition)
        if first is not definition:
            what = f"The intent {definition.name!r} is defined in {first.file} already."
            yield Fault(file=definition.file, line=definition.line, what=what, remedy="Rename or remove one of them.")


def _compile(definition: Definition, words: Words, speller: Speller, faults: list[Fault]) -> Intent:
    patterns: dict[Pattern, None] = {}
    for phrase in definition.ask:
        for variant in expand(phrase):
            pattern = _pattern(variant, words, speller)
            if pattern.weight:
                patterns[pattern] = None
            else:
                what = f"The phrase {phrase!r} can be said in words that mean nothing by themselves."
                faults.append(_at(definition, what, "Add a word or a slot that shows what is asked."))
    also = frozenset(name for name in definition.also if not name.startswith("{"))
    unknown = sorted((also | definition.never) - words.cues)
    faults.extend(_at(definition, f"{name!r} is no cue.", did_you_mean(name, words.cues)) for name in unknown)
    also_slots = frozenset(SlotType(n.strip("{}")) for n in definition.also if n.startswith("{"))
    return Intent(
        definition=definition,
        patterns=tuple(sorted(patterns, key=lambda p: -p.weight)),
        cues=frozenset(name for pattern in patterns for names in pattern.marks for name in names),
        also=also,
        also_slots=also_slots,
    )


def _pattern(variant: Variant, words: Words, speller: Speller) -> Pattern:
    """Return what a variant asks for; words that mean nothing by themselves are left out."""
    slots = tuple(item for item in variant if isinstance(item, SlotRef))
    marks: list[frozenset[str]] = []
    for chunk in _chunks(variant):
        for element in read(fold(chunk), words, speller):
            cues = frozenset(r.value for r in element.of(Kind.CUE))
            if element.has(Kind.NEGATION):
                cues |= {"not"}
            if element.is_left_over:
                cues = frozenset({element.text if element.text in OPERATORS else f"={element.text}"})
            if cues:
                marks.append(cues)
    return Pattern(slots=slots, marks=tuple(marks))


def _chunks(variant: Variant) -> Iterable[str]:
    chunk: list[str] = []
    for item in variant:
        if isinstance(item, SlotRef):
            yield " ".join(chunk)
            chunk = []
        else:
            chunk.append(item)
    yield " ".join(chunk)


def _at(definition: Definition, what: str, remedy: str) -> Fault:
    return Fault(file=definition.file, line=definition.line, what=what, remedy=remedy)
