"""Foresee which questions would be answered otherwise if other intents were taught."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.answering import take_turn
from bot.context import Context
from bot.live import Knowledge, Lessons
from bot.reply import Reply
from intents.catalogue import Catalogue
from intents.definition import Recipe
from intents.matching import Understanding, by_examples, by_words
from intents.model import Match
from intents.taught import can_be_meant, telling
from intents.text import Token, tokenise
from intents.vocabulary import Kind, Words

FEW = 1_000  # examples; of so many, every question that may be meant is asked again
MOST_BESIDE = (
    300  # questions that merely share a word with what changed: an answer lost is named, if that takes a second
)
MOST_OPEN = 6_000  # questions whose readings are kept, a few kilobytes each; a preview asks some 1,500
_WEAK = frozenset({Kind.STOP, Kind.FILLER, Kind.ASIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """What is known, with what a workspace is taught for a survey today and with what it would be taught tomorrow."""

    knowledge: Knowledge
    team: str
    survey: str
    today: Catalogue
    tomorrow: Catalogue

    def reply(self, question: str, catalogue: Catalogue) -> Reply:
        """Return the reply to a question that is asked on its own."""
        lessons = {(self.team, self.survey): Lessons(catalogue=catalogue, version=0)}
        knowledge = replace(self.knowledge, lessons=lessons)
        return take_turn(question, knowledge, Context(team=self.team, survey=self.survey))[0]

    def answered_otherwise(
        self, questions: Sequence[str], changed: Collection[tuple[str, ...]]
    ) -> Iterator[tuple[str, Reply, Reply]]:
        """Yield the questions that are not answered alike, with today's reply and tomorrow's.

        `changed` are the examples of each intent that is not the same tomorrow, of both its versions. Few intents are
        learnt anew as a whole, and each may answer otherwise. Of many, those change whose examples did: what has their
        words is asked again, and of what only shares a word with them the questions that come first.
        """
        is_few = max(map(_examples, (self.today, self.tomorrow))) <= FEW
        phrases = Phrases(self.knowledge.catalogues[self.survey])
        chosen = questions if is_few else near(questions, changed, phrases)
        for question in chosen:
            readings = opened(question, phrases)
            if readings and _meant(readings, self.today, is_few=is_few) != _meant(
                readings, self.tomorrow, is_few=is_few
            ):
                yield question, self.reply(question, self.today), self.reply(question, self.tomorrow)


class Phrases:
    """The phrases over a survey's words, without what is taught by examples; the same for all workspaces."""

    def __init__(self, base: Catalogue) -> None:
        """Take the intents over a survey's words."""
        self.catalogue = replace(base, taught=None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrases) and other.catalogue.words is self.catalogue.words

    def __hash__(self) -> int:
        return id(self.catalogue.words)


@lru_cache(MOST_OPEN)
def opened(question: str, phrases: Phrases) -> tuple[Understanding, ...]:
    """Return how a question can be read where phrases give it no answer; nothing where they do."""
    readings = by_words(question, phrases.catalogue)
    is_settled = all(reading.is_settled for reading in readings)
    return () if is_settled else tuple(replace(reading, frames=()) for reading in readings)


def near(
    questions: Iterable[str], changed: Collection[tuple[str, ...]], phrases: Phrases, most: int = MOST_BESIDE
) -> Iterator[str]:
    """Yield the questions that intents with some examples may answer, and the first that they may keep from others."""
    words = phrases.catalogue.words
    all_words = [frozenset(token.stem for text in texts for token in tokenise(text)) for texts in changed]
    stems = {stem for texts in changed for text in texts for stem in _content(text, words)}
    beside = 0
    for question in questions:
        readings = () if stems.isdisjoint(_content(question, words)) else opened(question, phrases)
        is_theirs = any(telling(reading.elements, words) <= known for reading in readings for known in all_words)
        beside += bool(readings) and not is_theirs
        if is_theirs or (readings and beside <= most):
            yield question


def _meant(readings: Sequence[Understanding], catalogue: Catalogue, *, is_few: bool) -> Recipe | None:
    """Return the answer that is meant in a catalogue; None where none is for sure.

    Of few intents it is soon seen that none can be meant; of many it takes longer than to rank them.
    """
    known = catalogue.taught
    if known is None or (is_few and not any(can_be_meant(r.text, r.elements, known) for r in readings)):
        return None
    outcome = by_examples(readings, catalogue).outcome
    definition = catalogue.definition(outcome.intent) if isinstance(outcome, Match) else None
    return definition.answer if definition else None


def _examples(catalogue: Catalogue) -> int:
    return sum(len(definition.examples) for definition in catalogue.definitions.values())


@lru_cache(MOST_OPEN)
def _content(text: str, words: Words) -> frozenset[str]:
    """Return the stems of a text that tell something; all of them where none does."""
    tokens = [token for token in tokenise(text) if not token.is_break]
    return frozenset(t.stem for t in tokens if not _is_weak(t, words)) or frozenset(t.stem for t in tokens)


def _is_weak(token: Token, words: Words) -> bool:
    kinds = {reading.kind for _, readings in words.spans((token,), 0) for reading in readings}
    return token.text in words.noise or (bool(kinds) and kinds <= _WEAK)
