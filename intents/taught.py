"""Answer from intents that were taught by nothing but example questions, where one is meant beyond doubt.

Which example a question is like is learnt; what it says is not: a negation, a number or an order that no example has
is asked back, however alike the words are, and so is a word that the examples do not know.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from intents.definition import Definition
from intents.model import IntentName, Match, Unsure
from intents.reading import Element, read
from intents.spelling import Speller
from intents.text import fold, tokenise
from intents.vocabulary import Kind, Words

if TYPE_CHECKING:
    from intents.neighbourhood import Neighbourhood
    from intents.ranking import Candidate, Ranker
    from intents.sheets import Sheet

MAX_READINGS = 3  # buttons a person can take in at a glance
MOST_TRAINED = 1_000  # examples; training on more would keep whoever taught them waiting for over half a second
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


@dataclass(frozen=True, kw_only=True, eq=False)
class Lesson:
    """What one intent's examples teach, whatever else is taught."""

    examples: tuple[str, ...]
    bare: frozenset[str]
    """The examples as words alone."""
    sheet: "Sheet"
    words: Words
    speller: Speller

    @cached_property
    def says(self) -> tuple[_Says, ...]:
        """Return what the small words of each example say: read when first asked for, since most are never asked."""
        return tuple(_says(read(fold(text), self.words, self.speller)) for text in self.examples)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return those of all words of all examples."""
        return frozenset(token.stem for text in self.examples for token in tokenise(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """All intents that have examples."""

    ranker: "Ranker | Neighbourhood"
    """Trained, or beyond MOST_TRAINED examples the neighbourhood."""
    neighbourhood: "Neighbourhood"
    exact: Mapping[str, tuple[IntentName, ...]]
    """Examples as bare words -> the intents that have them."""
    intents: Mapping[IntentName, Lesson]


def learn(
    definitions: Sequence[Definition], words: Words, speller: Speller, before: Taught | None = None
) -> Taught | None:
    """Return what the examples of some definitions teach, in whichever order; None where there are none.

    What `before`, learnt with the same words, has of the same examples is used again.
    """
    if not any(d.examples for d in definitions):
        return None
    from intents.index import Index  # with numpy, which a bot that was taught nothing need not wait for
    from intents.neighbourhood import Neighbourhood
    from intents.ranking import Example, train

    known = before.intents if before else {}
    examples = sorted((d.name, d.examples) for d in definitions if d.examples)
    intents = {name: _lesson(name, texts, words, speller, known.get(name)) for name, texts in examples}
    if before and len(known) == len(intents) and all(known.get(name) is each for name, each in intents.items()):
        return before
    neighbourhood = Neighbourhood(Index(each.sheet for each in intents.values()))
    ranker: Ranker | Neighbourhood = neighbourhood
    if sum(len(texts) for _, texts in examples) <= MOST_TRAINED:
        ranker = train([Example(text=text, intent=name) for name, texts in examples for text in texts])
    exact: dict[str, tuple[IntentName, ...]] = {}
    for name, each in intents.items():
        for bare in each.bare:
            exact[bare] = (*exact.get(bare, ()), name)
    return Taught(ranker=ranker, neighbourhood=neighbourhood, exact=exact, intents=intents)


def _lesson(name: str, examples: tuple[str, ...], words: Words, speller: Speller, before: Lesson | None) -> Lesson:
    if before and before.examples == examples:
        return before
    from intents.sheets import sheet_of

    bare = frozenset(_bare(text) for text in examples)
    return Lesson(examples=examples, bare=bare, sheet=sheet_of(name, examples), words=words, speller=speller)


def find(text: str, elements: Sequence[Element], taught: Taught) -> Match | Unsure | None:
    """Return the taught intent that a question means, the likeliest to choose from, or None where none is near."""
    same = tuple(Match(intent=intent, slots={}, confidence=1.0) for intent in taught.exact.get(_bare(text), ()))
    if same:
        return same[0] if len(same) == 1 else Unsure(readings=same[:MAX_READINGS])
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


def can_be_meant(text: str, elements: Sequence[Element], taught: Taught) -> bool:
    """Return whether a question may mean an intent at all; far quicker than to find which, where none has its words."""
    said = telling(elements)
    return any(said <= intent.stems for intent in taught.intents.values()) or _bare(text) in taught.exact


def telling(elements: Sequence[Element]) -> frozenset[str]:
    """Return the stems of the words that an intent's examples must have, for it to be meant."""
    said = (e for e in elements if not (e.is_break or e.quantity is not None or e.has(*_HARMLESS)))
    return frozenset(token.stem for element in said for token in tokenise(element.text))


def likest(text: str, taught: Taught, most: int = 3, *, besides: str = "") -> tuple[Alike, ...]:
    """Return the examples most like a text, the likest first, of other intents than `besides`.

    They are looked for among the fifty intents that are likest to it as a whole.
    """
    near = taught.neighbourhood.likest(text, most, besides)
    return tuple(Alike(intent=IntentName(n.intent), example=n.example, likeness=n.likeness) for n in near)


def left_out(taught: Taught, intent: str) -> tuple[LeftOut, ...]:
    """Return those examples of an intent that another one wins when each is left out, in their order.

    The neighbourhood judges at every size: machines would have to be trained anew for each example. Left out is the
    example itself; how rare a word is, and towards what a typing error is corrected, stay as they are with it.
    """
    name = IntentName(intent)
    lesson = taught.intents[name]
    bare = [_bare(text) for text in lesson.examples]
    alone = [text for text, words in zip(lesson.examples, bare, strict=True) if bare.count(words) == 1]
    return tuple(filter(None, (_left_out(text, name, lesson, taught) for text in alone)))


def _left_out(text: str, name: IntentName, lesson: Lesson, taught: Taught) -> LeftOut | None:
    from intents.sheets import sheet_of

    others = sheet_of(name, [example for example in lesson.examples if example != text])
    ranked = taught.neighbourhood.rank(text, len(taught.intents), instead=others)
    own = next((c.confidence for c in ranked if c.intent == name), 0.0)
    twin = next((other for other in taught.exact[_bare(text)] if other != name), None)
    winner, sure = (twin, 1.0) if twin else (ranked[0].intent, ranked[0].confidence) if ranked else (name, own)
    return LeftOut(example=text, winner=IntentName(winner), by=sure - own) if winner != name and sure > own else None


def _match(candidate: "Candidate") -> Match:
    return Match(
        intent=IntentName(candidate.intent), slots={}, confidence=candidate.confidence, example=candidate.nearest
    )


def _bare(text: str) -> str:
    return " ".join(token.text for token in tokenise(text) if not token.is_break)


def _agrees(elements: Sequence[Element], intent: Lesson) -> bool:
    """Return whether some example says the same in its small words, and no word is one that the examples lack."""
    said = _says(elements)
    alike = any(s.negations == said.negations and said.quantities <= s.quantities for s in intent.says)
    asked = said.asking <= frozenset().union(*(s.asking for s in intent.says))
    return alike and asked and telling(elements) <= intent.stems


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
