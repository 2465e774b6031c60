"""Definitions are compiled over a survey's words, or refused with every fault."""

from dataclasses import replace

import pytest

from intents.catalogue import Catalogue, Intent, Pattern, with_taught
from intents.definition import Definition, parse
from intents.errors import DefinitionsInvalid
from intents.frame import SlotType
from intents.matching import match
from intents.model import Match
from intents.phrase import SlotRef
from tests.helpers.intents import a_catalogue, a_definition


def the_intent(catalogue: Catalogue) -> Intent:
    """Return the one intent of a catalogue."""
    (only,) = catalogue.intents
    return only


def patterns(*ask: str) -> list[Pattern]:
    """Return what the phrases of one intent ask for."""
    return list(the_intent(a_catalogue(a_definition(*ask))).patterns)


def faults(*definitions: tuple[str, ...] | object) -> list[str]:
    """Return why definitions do not compile."""
    with pytest.raises(DefinitionsInvalid) as caught:
        a_catalogue(*definitions)  # type: ignore[arg-type]
    return [str(fault) for fault in caught.value.faults]


def test_a_pattern_holds_what_must_be_named_and_what_must_be_said() -> None:
    (pattern,) = patterns("what percentage of {universe} {finding+}")
    assert pattern.slots == (SlotRef("universe"), SlotRef("finding", many=True))
    assert pattern.marks == (frozenset({"percent"}),)


def test_words_that_mean_nothing_by_themselves_are_not_asked_for() -> None:
    assert patterns("tell me the really {finding}") == patterns("{finding}")


def test_variants_that_ask_for_the_same_are_one_pattern() -> None:
    assert len(patterns("(what|the) (percentage|proportion) {finding}", "what share {finding}")) == 1


def test_a_negation_in_a_phrase_is_asked_for() -> None:
    (pattern,) = patterns("not {finding}")
    assert pattern.marks == (frozenset({"not"}),)


def test_a_word_that_stands_in_no_list_is_asked_for_itself() -> None:
    (pattern,) = patterns("quokka {finding}")
    assert pattern.marks == (frozenset({"=quokka"}),)


def test_what_asks_for_more_weighs_more() -> None:
    light, heavy, heavier = (
        patterns(phrase)[0].weight for phrase in ("{finding}", "percentage {finding}", "percentage {finding} {topic}")
    )
    assert light < heavy < heavier


def test_a_slot_that_takes_one_value_only_weighs_more() -> None:
    slots = {"about": {"type": "choice", "values": {"size": ["how big"], "time": ["how late"]}}}
    one, anyone = (
        the_intent(a_catalogue(a_definition(phrase, slots=slots))).patterns[0].weight
        for phrase in ("{about=size}", "{about}")
    )
    assert one > anyone


def test_what_may_be_named_besides_is_told_from_what_may_be_said_besides() -> None:
    intent = the_intent(a_catalogue(a_definition(also=("more", "{topic}"))))
    assert (intent.also, intent.also_slots) == (frozenset({"more"}), frozenset({SlotType.TOPIC}))


def test_a_choice_brings_its_own_words_along() -> None:
    slots = {"about": {"type": "choice", "values": {"size": ["how (big|large) quokkas"], "time": ["how late"]}}}
    outcome = match("how large quokkas?", a_catalogue(a_definition("{about}", name="about", slots=slots)))
    assert isinstance(outcome, Match)
    assert [value.id for value in outcome.slots["about"]] == ["size"]


def test_a_definition_is_found_by_its_name() -> None:
    catalogue = a_catalogue(a_definition(name="tea"))
    assert catalogue.definition("tea") is the_intent(catalogue).definition
    assert catalogue.definition("coffee") is None


def test_two_intents_of_one_name_are_refused() -> None:
    assert faults(a_definition("pasta {topic}"), a_definition("why {topic}")) == [
        "share.yaml:1: The intent 'share' is defined in share.yaml already. Rename or remove one of them."
    ]


def test_a_phrase_that_can_be_said_without_meaning_anything_is_refused() -> None:
    assert faults(a_definition("tell me [the percentage]")) == [
        (
            "share.yaml:1: The phrase 'tell me [the percentage]' can be said in words that mean nothing by themselves. "
            "Add a word or a slot that shows what is asked."
        )
    ]


def test_a_cue_that_there_is_not_is_refused() -> None:
    (fault,) = faults(a_definition(also=("percnt",)))
    assert fault.startswith("share.yaml:1: ")
    assert fault.endswith("Did you mean 'percent'?")


def test_every_fault_of_every_definition_is_found() -> None:
    found = faults(a_definition("tell me", also=("percnt",), name="one"), a_definition("say it", name="two"))
    assert [fault.partition(":")[0] for fault in found] == ["one.yaml", "one.yaml", "two.yaml"]


def taught(name: str, *examples: str) -> Definition:
    """Return a definition that is taught by examples alone."""
    raw = {"intent": name, "summary": "s", "examples": list(examples), "answer": {"text": "t"}}
    found, problems = parse(raw, file=f"{name}.yaml")
    assert found is not None, problems
    return found


def test_taught_intents_stand_beside_those_with_phrases() -> None:
    base, tea = a_catalogue(), taught("tea", "when is tea served")
    both = with_taught(base, [tea])
    assert (both.intents, both.words, both.speller) == (base.intents, base.words, base.speller)
    assert (base.definition("tea"), both.definition("tea")) == (None, tea)


@pytest.mark.parametrize(
    ("definitions", "said"),
    [
        ([taught("share", "a")], "defined in share.yaml already"),
        ([taught("tea", "a"), taught("tea", "b")], "defined in tea.yaml already"),
        ([a_definition(name="tea")], "no example of how it is asked"),
        ([replace(a_definition(name="tea"), examples=("a",))], "has no phrases"),
    ],
)
def test_a_taught_intent_has_a_name_of_its_own_and_examples_alone(definitions: list[Definition], said: str) -> None:
    with pytest.raises(DefinitionsInvalid, match=said):
        with_taught(a_catalogue(), definitions)
