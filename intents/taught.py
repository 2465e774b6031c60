"""Answer from intents that were taught by nothing but example questions, where one is meant beyond doubt.

Which example a question is like is learnt; what it says is not: a negation, a number or an order that no example has
is asked back, however alike the words are, and so is a word that the examples do not know.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intents.definition import Definition
from intents.model import IntentName, Match, Unsure
from intents.reading import Element, read
from intents.spelling import Speller
from intents.text import fold, tokenise
from intents.vocabulary import Kind, Words

if TYPE_CHECKING:
    from intents.ranking import Candidate, Ranker

MAX_READINGS = 3  # buttons a person can take in at a glance
# Words that say how something is asked; no example is like a question that asks otherwise
_ASKING = frozenset({"who", "when", "where", "why", "whose", "count", "percent", "more", "less", "fewer", "highest",
                     "lowest", "second", "third_place", "trend", "before", "exclusive", "given"})  # fmt: skip
_HARMLESS = (Kind.STOP, Kind.FILLER, Kind.ASIDE, Kind.CUE, Kind.NEGATION, Kind.UNIVERSE)


@dataclass(frozen=True, slots=True)
class _Says:
    """What the small words of a text say."""

    negations: int
    quantities: frozenset[str]
    asking: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """An example that is like a text."""

    intent: IntentName
    example: str
    likeness: float
    """0 to 1; 1: the same words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An example that another intent wins when it is left out of its own."""

    example: str
    winner: IntentName
    by: float
    """How much surer the winner is than the example's own intent, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Intent:
    examples: tuple[str, ...]
    says: tuple[_Says, ...]
    """For each example."""
    stems: frozenset[str]
    """Of all words of all examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """All intents that have examples."""

    ranker: "Ranker"
    exact: Mapping[str, IntentName]
    """Examples as bare words -> their intent."""
    intents: Mapping[IntentName, _Intent]


def learn(
    definitions: Sequence[Definition], words: Words, speller: Speller, before: Taught | None = None
) -> Taught | None:
    """Return what the examples of some definitions teach; None where there are none.

    What `before`, learnt with the same words, has of the same examples is used again.
    """
    if not any(d.examples for d in definitions):
        return None
    from intents.ranking import Example, train  # with numpy, which a bot that was taught nothing need not wait for

    examples = [Example(text=text, intent=d.name) for d in definitions for text in d.examples]
    known = {intent.examples: intent for intent in before.intents.values()} if before else {}
    intents = {d.name: known.get(d.examples) or _read(d.examples, words, speller) for d in definitions if d.examples}
    exact = {_bare(e.text): IntentName(e.intent) for e in reversed(examples)}
    return Taught(ranker=train(examples), exact=exact, intents=intents)


def _read(examples: tuple[str, ...], words: Words, speller: Speller) -> _Intent:
    return _Intent(
        examples=examples,
        says=tuple(_says(read(fold(text), words, speller)) for text in examples),
        stems=frozenset(token.stem for text in examples for token in tokenise(text)),
    )


def find(text: str, elements: Sequence[Element], taught: Taught) -> Match | Unsure | None:
    """Return the taught intent that a question means, the likeliest to choose from, or None where none is near."""
    same = taught.exact.get(_bare(text))
    if same:
        return Match(intent=same, slots={}, confidence=1.0)
    ranked = taught.ranker.rank(text, MAX_READINGS)
    best = ranked[0] if ranked else None
    if (
        best
        and best.confidence >= taught.ranker.answer_at
        and _agrees(elements, taught.intents[IntentName(best.intent)])
    ):
        return _match(best)
    near = tuple(_match(c) for c in ranked if c.confidence >= taught.ranker.ask_at)
    return Unsure(readings=near) if near else None


def likest(text: str, taught: Taught, most: int = 3, *, besides: str = "") -> tuple[Alike, ...]:
    """Return the examples most like a text, the likest first, of other intents than `besides`."""
    said = _counted(text)
    found = [
        Alike(intent=name, example=example, likeness=_likeness(said, _counted(example)))
        for name, intent in taught.intents.items()
        if name != besides
        for example in intent.examples
    ]
    near = sorted((a for a in found if a.likeness > 0), key=lambda a: (-a.likeness, a.intent, a.example))
    return tuple(near[:most])


def left_out(taught: Taught, intent: str) -> tuple[LeftOut, ...]:
    """Return those examples of an intent that another one wins when each is left out, in their order."""
    from intents.ranking import Example, train

    every = [(name, text) for name, each in taught.intents.items() for text in each.examples]
    found = []
    for left in taught.intents[IntentName(intent)].examples:
        ranker = train([Example(text=text, intent=name) for name, text in every if (name, text) != (intent, left)])
        ranked = ranker.rank(left, len(taught.intents))
        own = next((c.confidence for c in ranked if c.intent == intent), 0.0)
        if ranked and ranked[0].intent != intent:
            by = ranked[0].confidence - own
            found.append(LeftOut(example=left, winner=IntentName(ranked[0].intent), by=by))
    return tuple(found)


def _counted(text: str) -> Counter[str]:
    return Counter(token.stem for token in tokenise(text) if not token.is_break)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the cosine of two texts' words."""
    product = sum(times * other[word] for word, times in one.items())
    lengths = sum(n * n for n in one.values()) * sum(n * n for n in other.values())
    return float(min(product / lengths**0.5, 1.0)) if product else 0.0


def _match(candidate: "Candidate") -> Match:
    return Match(
        intent=IntentName(candidate.intent), slots={}, confidence=candidate.confidence, example=candidate.nearest
    )


def _bare(text: str) -> str:
    return " ".join(token.text for token in tokenise(text) if not token.is_break)


def _agrees(elements: Sequence[Element], intent: _Intent) -> bool:
    """Return whether some example says the same in its small words, and no word is one that the examples lack."""
    said = _says(elements)
    alike = any(s.negations == said.negations and said.quantities <= s.quantities for s in intent.says)
    asked = said.asking <= frozenset().union(*(s.asking for s in intent.says))
    return alike and asked and not any(_is_strange(element, intent.stems) for element in elements)


def _is_strange(element: Element, stems: frozenset[str]) -> bool:
    if element.is_break or element.quantity is not None or element.has(*_HARMLESS):
        return False
    return not {token.stem for token in tokenise(element.text)} <= stems


def _says(elements: Sequence[Element]) -> _Says:
    return _Says(
        negations=sum(element.has(Kind.NEGATION, Kind.WITHHOLD) for element in elements) % 2,
        quantities=frozenset(element.quantity.words for element in elements if element.quantity),
        asking=frozenset(_asking(elements)) & _ASKING,
    )


def _asking(elements: Sequence[Element]) -> Iterable[str]:
    for element in elements:
        yield from (r.value for r in element.of(Kind.CUE))
        yield from element.text.split()
