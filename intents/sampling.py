"""Questions that an intent accepts, written from its own words, and near ones that it does not, each tried."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from intents.catalogue import Catalogue
from intents.definition import Definition, Slot
from intents.frame import SlotType
from intents.matching import match
from intents.model import Match, NoMatch, Outcome, Several, Unsure
from intents.phrase import SlotRef, Variant, expand
from intents.vocabulary import Kind, Vocabulary

MOST_TRIED = 600  # questions, a millisecond or two each
_SHORT = 4  # letters; in a shorter word an error makes another word
_ASKING = {"where": "when", "when": "where", "who": "why", "why": "who", "what": "who", "how": "why"}
_KINDS = {
    SlotType.FINDING: Kind.FINDING,
    SlotType.TOPIC: Kind.TOPIC,
    SlotType.UNIVERSE: Kind.UNIVERSE,
    SlotType.SPEAKER: Kind.SPEAKER,
    SlotType.QUOTED: Kind.QUOTED,
    SlotType.WAVE: Kind.WAVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A question, and what comes of it."""

    question: str
    is_accepted: bool
    """Whether the intent it was written for is meant."""
    instead: tuple[str, ...] = ()
    """The other intents that it is taken for, or that are asked back."""
    is_asked_back: bool = False


def samples(definition: Definition, catalogue: Catalogue, most: int) -> tuple[Sample, ...]:
    """Return questions that an intent accepts, and then near ones that it does not, at most so many of each."""
    written = _from_examples(definition.examples) if definition.examples else _from_phrases(definition, catalogue)
    accepted: list[Sample] = []
    refused: list[Sample] = []
    for question in islice(dict.fromkeys(written), MOST_TRIED):
        sample = _tried(question, definition, catalogue)
        into = accepted if sample.is_accepted else refused
        if len(into) < most:
            into.append(sample)
        if len(accepted) == most and (len(refused) == most or not definition.examples):
            break
    return (*accepted, *(refused if definition.examples else ()))


def _tried(question: str, definition: Definition, catalogue: Catalogue) -> Sample:
    outcome = match(question, catalogue)
    meant = _meant(outcome)
    is_accepted = isinstance(outcome, Match) and meant == (definition.name,)
    return Sample(
        question=question,
        is_accepted=is_accepted,
        instead=() if is_accepted else meant,
        is_asked_back=isinstance(outcome, Unsure),
    )


def _meant(outcome: Outcome) -> tuple[str, ...]:
    match outcome:
        case Match():
            return (outcome.intent,)
        case Several():
            return tuple(dict.fromkeys(found.intent for found in outcome.matches))
        case Unsure():
            return tuple(dict.fromkeys(found.intent for found in outcome.readings))
        case NoMatch():
            return ()


def _from_examples(examples: Sequence[str]) -> Iterator[str]:
    """Yield examples, then each in other words, the one change after the other."""
    yield from examples
    for change in _CHANGES:
        yield from map(change, examples)


def _bare(text: str) -> str:
    plain = text.strip(" ?.!")
    return plain if plain.startswith(("I ", "I'")) else f"{plain[:1].lower()}{plain[1:]}"


def _misspelt(text: str) -> str:
    """Swap two letters of the longest word: parking -> praking."""
    longest = max(text.split(), key=len)
    swapped = f"{longest[0]}{longest[2]}{longest[1]}{longest[3:]}" if len(longest) > _SHORT else longest
    return text.replace(longest, swapped, 1)


def _asked_otherwise(text: str) -> str:
    first, _, rest = _bare(text).partition(" ")
    return f"{_ASKING.get(first, 'when')} {rest}" if first in _ASKING else f"why {_bare(text)}"


def _turned(text: str) -> str:
    words = _bare(text).split()
    return " ".join((*words[len(words) // 2 :], *words[: len(words) // 2]))


def _without_first(text: str) -> str:
    return " ".join(_bare(text).split()[1:]) or text


_CHANGES: tuple[Callable[[str], str], ...] = (
    lambda text: f"Hi, {_bare(text)}, please?",
    _misspelt,
    lambda text: f"Can you tell me {_bare(text)}?",
    _without_first,
    _turned,
    lambda text: f"{_bare(text)} not?",
    lambda text: f"{_bare(text)} in 2019?",
    _asked_otherwise,
    lambda text: f"{_bare(text)} for visitors?",
)


def _from_phrases(definition: Definition, catalogue: Catalogue) -> Iterator[str]:
    """Yield questions in a phrase's words, one of each phrase in turn, with other values each time."""
    vocabulary = catalogue.vocabulary
    values = {name: _values(slot, vocabulary) for name, slot in definition.slots.items()}
    columns = [_of_phrase(expand(phrase), values, number) for number, phrase in enumerate(definition.ask)]
    for row in zip_longest(*columns):
        yield from (question for question in row if question)


def _of_phrase(variants: Sequence[Variant], values: dict[str, tuple[str, ...]], start: int) -> Iterator[str]:
    longest = max((len(v) for v in values.values()), default=1)
    for turn in range(max(longest, len(variants))):
        variant = variants[turn % len(variants)]
        words = list(_filled(variant, values, start + turn))
        if words and all(words):
            yield " ".join(words)


def _filled(variant: Variant, values: dict[str, tuple[str, ...]], turn: int) -> Iterator[str]:
    for place, item in enumerate(variant):
        if isinstance(item, SlotRef):
            known = values.get(item.name, ())
            yield known[(turn + place) % len(known)] if known else ""
        else:
            yield item


def _values(slot: Slot, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what may be said for a slot."""
    return tuple(dict.fromkeys(_said(slot, vocabulary)))


def _said(slot: Slot, vocabulary: Vocabulary) -> Iterable[str]:
    if slot.type is SlotType.CHOICE:
        return (" ".join(map(str, v)) for many in slot.values.values() for p in many for v in expand(p)[:2])
    shares = [f"{share:g}%" for share in vocabulary.shares]
    verb = next(iter(_names(Kind.GIVE, vocabulary)), "agree")
    with_them = [f"{verb} with {name}" for name in _names(Kind.FINDING, vocabulary)]
    said = {
        SlotType.NOT_FINDING: [f"do not {each}" for each in with_them],
        SlotType.GIVEN: [f"of those who {each}" for each in with_them],
        SlotType.QUANTITY: ["31%", "over 50%", "half", "most", "under 20%", *shares],
        SlotType.POINTS: ["5 points", "10 percentage points"],
        SlotType.NUMBER: [f"{vocabulary.base or 1000:,}", "over 4,000", "5,000"],
    }
    return said.get(slot.type) or _names(_KINDS.get(slot.type, Kind.TOPIC), vocabulary)


def _names(kind: Kind, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names of a kind, those that come first for each thing in front."""
    columns = zip_longest(*(term.names for term in vocabulary.terms if term.reading.kind is kind))
    return tuple(dict.fromkeys(name for row in columns for name in row if name))
