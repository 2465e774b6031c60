"""Laws of taught intents: neither their order, nor what was taught before, nor what else is taught, turns an answer."""

import random
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.catalogue import Catalogue, with_taught
from intents.definition import Definition, parse
from intents.matching import match
from intents.model import Match, Outcome
from intents.taught import left_out, likest
from tests.bench.many import definitions, questions
from tests.helpers.asking import cgi_knowledge

FEW, MANY = 12, 110  # intents of ten examples
UNRELATED = (
    ("lunch", "what is for lunch", "show me the menu of the canteen", "is there soup today"),
    ("choir", "when does the choir sing", "may I join the choir", "who conducts the singers"),
    ("gym", "is there a gym", "when does the gym open", "how much are fitness classes"),
)
SIZES = pytest.mark.parametrize("size", [FEW, MANY])


def unrelated(name: str, *examples: str) -> Definition:
    """Return an intent that no question of these tests is about."""
    raw = {"intent": name, "summary": name, "examples": list(examples), "answer": {"text": name}}
    definition, faults = parse(raw, file=name)
    assert definition is not None, faults
    return definition


def taught(definitions: Sequence[Definition], before: Catalogue | None = None) -> Catalogue:
    """Return what is taught over the shipped intents."""
    return with_taught(cgi_knowledge().catalogues["cgi-2015"], definitions, before)


@cache
def alone(size: int) -> Catalogue:
    """Return so many taught intents."""
    return taught(definitions(size))


def outcomes(catalogue: Catalogue, size: int) -> list[Outcome]:
    """Return what questions for so many intents come to."""
    return [match(question, catalogue) for question, _ in questions(size, 8)]


def told(catalogue: Catalogue, size: int) -> tuple[object, ...]:
    """Return all that is told of taught intents."""
    assert catalogue.taught is not None
    [name] = {definition.name for definition in definitions(1)}
    near = [likest(question, catalogue.taught) for question, _ in questions(size, 3)]
    return outcomes(catalogue, size), near, left_out(catalogue.taught, name)


@SIZES
@settings(max_examples=2, deadline=None)
@given(order=st.randoms(use_true_random=False))
def test_the_order_of_definitions_does_not_matter(size: int, order: random.Random) -> None:
    shuffled = list(definitions(size))
    order.shuffle(shuffled)
    assert told(taught(shuffled), size) == told(alone(size), size)


@SIZES
@settings(max_examples=2, deadline=None)
@given(kept=st.integers(0, MANY), more=st.integers(0, len(UNRELATED)))
def test_what_was_taught_before_does_not_matter(size: int, kept: int, more: int) -> None:
    others = (*definitions(MANY)[:kept], *(unrelated(*each) for each in UNRELATED[:more]))
    assert told(taught(definitions(size), taught(others)), size) == told(alone(size), size)


@SIZES
@settings(max_examples=2, deadline=None)
@given(more=st.sets(st.sampled_from(UNRELATED), min_size=1))
def test_unrelated_intents_do_not_change_a_confident_match(size: int, more: set[tuple[str, ...]]) -> None:
    together = taught((*definitions(size), *(unrelated(*each) for each in more)))
    pairs = zip(outcomes(alone(size), size), outcomes(together, size), strict=True)
    confident = [(was, now) for was, now in pairs if isinstance(was, Match) and was.confidence >= 0.95]
    assert confident
    assert [(was, now) for was, now in confident if not (isinstance(now, Match) and now.intent == was.intent)] == []


@SIZES
def test_the_same_words_always_mean_their_intent(size: int) -> None:
    every = definitions(size)
    said = [(definition.name, text.upper() + "?") for definition in every[:10] for text in definition.examples]
    found = [(name, match(text, alone(size))) for name, text in said]
    assert [
        (name, f) for name, f in found if not (isinstance(f, Match) and (f.intent, f.confidence) == (name, 1.0))
    ] == []


@SIZES
def test_most_questions_for_many_like_intents_are_answered_and_none_wrongly(size: int) -> None:
    asked = questions(size, 20)
    found = [(name, match(question, alone(size))) for question, name in asked]
    answered = [(name, f.intent) for name, f in found if isinstance(f, Match)]
    assert len(answered) > len(asked) / 2
    assert [pair for pair in answered if pair[0] != pair[1]] == []
