"""Samples of what an intent accepts are what the matcher accepts."""

import pytest

from intents.catalogue import with_taught
from intents.definition import Definition, parse
from intents.matching import match
from intents.model import Match
from intents.sampling import Sample, samples
from tests.helpers.intents import a_catalogue, cooks, shipped_over_cooks

PARKING = ("Where can I park my bike?", "Is there a bike rack?", "Where do bikes go?", "Can I bring my bike in?")


def taught(name: str, *examples: str) -> Definition:
    raw = {"intent": name, "summary": "s", "examples": list(examples), "answer": {"text": "t"}}
    definition, faults = parse(raw, file=f"{name}.yaml")
    assert definition is not None, faults
    return definition


def accepted(found: tuple[Sample, ...]) -> list[str]:
    return [sample.question for sample in found if sample.is_accepted]


@pytest.mark.parametrize("name", sorted(shipped_over_cooks().definitions))
def test_what_is_said_to_be_accepted_is(name: str) -> None:
    catalogue = shipped_over_cooks()
    for sample in samples(catalogue.definitions[name], catalogue, 3):
        found = match(sample.question, catalogue)
        assert isinstance(found, Match)
        assert found.intent == name


def test_samples_are_in_the_surveys_own_words() -> None:
    share = cooks().definitions["share"]
    assert accepted(samples(share, cooks(), 3)) == ["percentage fish", "fish", "percentage peas"]


def test_a_taught_intent_shows_its_examples_and_what_is_like_them() -> None:
    bikes = taught("bikes", *PARKING)
    catalogue = with_taught(a_catalogue(), [bikes])
    found = accepted(samples(bikes, catalogue, 8))
    assert tuple(found[:4]) == PARKING
    assert len(found) == 8


def test_a_taught_intent_shows_near_questions_that_it_leaves() -> None:
    bikes = taught("bikes", *PARKING)
    catalogue = with_taught(a_catalogue(), [bikes, taught("noise", "Why is it so loud?", "Who makes that noise?")])
    left = [sample for sample in samples(bikes, catalogue, 50) if not sample.is_accepted]
    assert left
    for sample in left:
        found = match(sample.question, catalogue)
        assert not (isinstance(found, Match) and found.intent == "bikes")


def test_an_example_that_another_intent_takes_is_said_to_be_taken() -> None:
    cuckoo = taught("cuckoo", "percentage pasta")
    catalogue = with_taught(cooks(), [cuckoo])
    assert samples(cuckoo, catalogue, 1)[-1] == Sample(
        question="percentage pasta", is_accepted=False, instead=("share",)
    )


def test_the_same_is_said_every_time() -> None:
    share = cooks().definitions["share"]
    assert samples(share, cooks(), 10) == samples(share, cooks(), 10)
