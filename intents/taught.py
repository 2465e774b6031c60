"""Answer from intents that were taught by nothing but example questions, where one is meant beyond doubt.

Which example a question is like is learnt; what it says is not: a negation, a number or a condition that no example has
is asked back, however alike the words are, and so is a word that the examples do not know, or do not ask that way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from intents.definition import Definition
from intents.model import IntentName, Match, Unsure
from intents.quantities import find_quantities
from intents.reading import Element, read
from intents.spelling import Speller
from intents.text import Token, fold, tokenise
from intents.vocabulary import Kind, Words

if TYPE_CHECKING:
    from intents.neighbourhood import Neighbourhood
    from intents.ranking import Candidate
    from intents.sheets import Sheet

MAX_READINGS = 3  # buttons a person can take in at a glance
# Words and cues that say how something is asked, of whom, or on what condition; the other words tell what it is about
_ASKING = frozenset(
    "who whom when where why whose cause count percent frequency trend more less fewer highest lowest than before "
    "exclusive given he she him her his if while whilst during until till though although through outside".split()
)
_TELL_ME = frozenset("tell me us know wonder wondering check see ask sure".split())  # 'if' behind them is 'whether'
_GENERAL = frozenset("how should find see show tell say give".split())  # said of anything that is asked for
_LEADING_IN = frozenset(
    "for in at on by with before after of from".split()
)  # 'for a minister' narrows down, 'tell me' not
_ASIDES = frozenset(
    {"asking", "modals", "phrases"}
)  # other asides narrow down what is asked of anything but the survey


@dataclass(frozen=True, slots=True)
class _Says:
    """What the small words of a text say."""

    negations: int
    numbers: frozenset[str]
    asking: frozenset[str]
    telling: frozenset[str]


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
        folded = map(fold, self.examples)
        return tuple(_says(text, read(text, self.words, self.speller), self.words) for text in folded)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return those of all words of all examples."""
        return frozenset(token.stem for text in self.examples for token in tokenise(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """All intents that have examples."""

    ranker: "Neighbourhood"
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

    known = before.intents if before else {}
    examples = sorted((d.name, d.examples) for d in definitions if d.examples)
    intents = {name: _lesson(name, texts, words, speller, known.get(name)) for name, texts in examples}
    if before and len(known) == len(intents) and all(known.get(name) is each for name, each in intents.items()):
        return before
    ranker = Neighbourhood(Index(each.sheet for each in intents.values()))
    exact: dict[str, tuple[IntentName, ...]] = {}
    for name, each in intents.items():
        for bare in each.bare:
            exact[bare] = (*exact.get(bare, ()), name)
    return Taught(ranker=ranker, exact=exact, intents=intents)


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
        and agrees(text, elements, taught.intents[IntentName(best.intent)])
    ):
        return _match(best)
    near = tuple(_match(c) for c in ranked if c.confidence >= taught.ranker.ask_at)
    return Unsure(readings=near) if near else None


def can_be_meant(text: str, elements: Sequence[Element], taught: Taught) -> bool:
    """Return whether a question may mean an intent at all; far quicker than to find which, where none has its words."""
    said = telling(elements, next(iter(taught.intents.values())).words)
    return any(said <= intent.stems for intent in taught.intents.values()) or _bare(text) in taught.exact


def telling(elements: Sequence[Element], words: Words) -> frozenset[str]:
    """Return the stems of the words that an intent's examples must have, for it to be meant."""
    said = (e for e in elements if not (e.is_break or e.quantity is not None or _is_polite(e, words)))
    return frozenset(token.stem for e in said for token in tokenise(e.text) if not _is_small(token, words))


def _is_polite(element: Element, words: Words) -> bool:
    is_aside = any(r.value in _ASIDES for r in element.of(Kind.ASIDE, Kind.FILLER))
    is_greeting = any(r.value in words.weak for r in element.of(Kind.CUE))
    return (is_aside and element.first_word not in _LEADING_IN) or (is_greeting and element.first_word in words.weak)


def _is_small(token: Token, words: Words) -> bool:
    """Return whether a word says nothing of what it is about."""
    if token.text in words.noise or token.text in _GENERAL or token.text in _ASKING:
        return True
    readings = {reading for _, readings in words.spans((token,), 0) for reading in readings}
    return any(r.kind in {Kind.STOP, Kind.NEGATION} or r.value in {"asking", "modals"} for r in readings)


def likest(text: str, taught: Taught, most: int = 3, *, besides: str = "") -> tuple[Alike, ...]:
    """Return the examples most like a text, the likest first, of other intents than `besides`.

    They are looked for among the fifty intents that are likest to it as a whole.
    """
    near = taught.ranker.likest(text, most, besides)
    return tuple(Alike(intent=IntentName(n.intent), example=n.example, likeness=n.likeness) for n in near)


def left_out(taught: Taught, intent: str) -> tuple[LeftOut, ...]:
    """Return those examples of an intent that another one wins when each is left out, in their order.

    Left out is the example itself; how rare a word is, and towards what a typing error is corrected, stay as they are
    with it.
    """
    name = IntentName(intent)
    lesson = taught.intents[name]
    bare = [_bare(text) for text in lesson.examples]
    alone = [text for text, words in zip(lesson.examples, bare, strict=True) if bare.count(words) == 1]
    return tuple(filter(None, (_left_out(text, name, lesson, taught) for text in alone)))


def _left_out(text: str, name: IntentName, lesson: Lesson, taught: Taught) -> LeftOut | None:
    from intents.sheets import sheet_of

    others = sheet_of(name, [example for example in lesson.examples if example != text])
    ranked = taught.ranker.rank(text, len(taught.intents), instead=others)
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


def agrees(text: str, elements: Sequence[Element], intent: Lesson) -> bool:
    """Return whether examples say the same in their small words, and no word is one that they lack.

    Who, when, where and the like, or none of them, must be asked by examples of most of what is told: that expenses are
    paid at some time, and signed off by somebody, does not say when they are signed off.
    """
    said = _says(text, elements, intent.words)
    alike = any(s.negations == said.negations and said.numbers <= s.numbers for s in intent.says)
    asked = all(_is_asked(word, said.telling, intent) for word in said.asking or {""})
    return alike and asked and said.telling <= intent.stems


def _is_asked(word: str, telling: frozenset[str], intent: Lesson) -> bool:
    """Return whether examples that ask by this word, or by none where it is '', tell of most of what is told."""
    asking = [says.telling for says in intent.says if word in (says.asking or {""})]
    return bool(asking) and (not telling or 2 * len(telling & frozenset().union(*asking)) > len(telling))


def _says(text: str, elements: Sequence[Element], words: Words) -> _Says:
    tokens = tokenise(text)
    return _Says(
        negations=sum(element.has(Kind.NEGATION) or element.text == "can not" for element in elements),
        numbers=frozenset(t.text for found in find_quantities(tokens) for t in tokens[found.start : found.end]),
        asking=frozenset(_asking(elements)),
        telling=telling(elements, words),
    )


def _asking(elements: Sequence[Element]) -> Iterable[str]:
    before = ""
    for element in elements:
        yield from {r.value for r in element.of(Kind.CUE)} & _ASKING
        for word in element.text.split():
            if word in _ASKING and not (word == "if" and before in _TELL_ME):
                yield word
            before = word
