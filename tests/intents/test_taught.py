"""Intents taught by examples: what is like them is answered, what differs in a word that matters is asked back."""

from dataclasses import replace
from functools import cache

import pytest

from intents.catalogue import Catalogue, compile_catalogue, with_taught
from intents.definition import Definition, parse
from intents.library import load_definitions, load_lexicon
from intents.matching import by_examples, by_words, match
from intents.model import Match, NoMatch, Outcome, Unsure
from intents.taught import Taught, can_be_meant, left_out, likest
from intents.vocabulary import Vocabulary
from tests.helpers.asking import cgi_knowledge
from tests.helpers.teaching import LEAVE, PARKING


def definition(name: str, examples: tuple[str, ...]) -> Definition:
    made, faults = parse(
        {"intent": name, "summary": "s", "examples": list(examples), "answer": {"text": "t"}}, file=f"{name}.yaml"
    )
    assert made is not None, faults
    return made


@cache
def catalogue() -> Catalogue:
    """Return the shipped intents and two taught ones, over the shipped survey's words."""
    definitions = (*load_definitions(), definition("parking", PARKING), definition("annual_leave", LEAVE))
    vocabulary = cgi_knowledge().catalogues["cgi-2015"].vocabulary
    return compile_catalogue(definitions, load_lexicon(), vocabulary)


def outcome(question: str) -> Outcome:
    return match(question, catalogue())


def offered(found: Outcome) -> list[str]:
    """Return the intents that are offered to choose from."""
    return [reading.intent for reading in found.readings] if isinstance(found, Unsure) else []


@pytest.mark.parametrize(
    ("intent", "question"), [*(("parking", q) for q in PARKING), *(("annual_leave", q) for q in LEAVE)]
)
def test_an_example_means_its_intent_however_it_is_written(intent: str, question: str) -> None:
    for said in (question, question.upper(), f"{question}?!", f"  {question}..."):
        found = outcome(said)
        assert isinstance(found, Match)
        assert (found.intent, found.confidence) == (intent, 1.0)


@pytest.mark.parametrize(
    ("intent", "question"),
    [
        ("parking", "where can i park"),
        ("parking", "parking permit plz"),
        ("parking", "how do I apply for a parking permit"),
        ("annual_leave", "how do i book leave"),
        ("annual_leave", "how do i book anual leave"),
        ("annual_leave", "how many days holiday do i get"),
    ],
)
def test_what_is_like_the_examples_is_answered(intent: str, question: str) -> None:
    found = outcome(question)
    assert isinstance(found, Match)
    assert found.intent == intent


@pytest.mark.parametrize(
    "question",
    [
        "do I not need a permit to park",
        "when can I park at the office",
        "how do I get a parking permit in Leeds",
        "how many parking permits are there",
    ],
)
def test_a_word_that_matters_and_no_example_has_is_asked_back(question: str) -> None:
    assert offered(outcome(question))[:1] == ["parking"]


@pytest.mark.parametrize("question", ["what is the weather", "who won the football", "xqzvw", "tell me a joke"])
def test_what_is_like_no_example_is_refused(question: str) -> None:
    assert isinstance(outcome(question), NoMatch)


@pytest.mark.parametrize(
    "question", ["what share with councils", "barriers", "31%?", "hello", "how many share with charities"]
)
def test_a_question_that_is_understood_word_by_word_stays_what_it_is(question: str) -> None:
    assert outcome(question) == match(question, cgi_knowledge().catalogues["cgi-2015"])


def test_a_definition_needs_phrases_or_examples() -> None:
    made, faults = parse({"intent": "a", "summary": "s", "answer": {"text": "t"}}, file="a.yaml")
    assert made is None
    assert "Nothing says how it is asked" in str(faults[0])


def test_a_catalogue_without_examples_learns_nothing() -> None:
    compiled = compile_catalogue(load_definitions(), load_lexicon(), Vocabulary())
    assert compiled.taught is None


def test_the_likest_examples_are_those_of_the_same_words() -> None:
    learnt = catalogue().taught
    assert learnt is not None
    same, *others = likest("Is there a CAR PARK?", learnt)
    assert (same.intent, same.example) == ("parking", "is there a car park")
    assert same.likeness == pytest.approx(1)
    assert all(0 < other.likeness < 1 for other in others)
    assert {alike.intent for alike in likest("is there a car park", learnt, besides="parking")} <= {"annual_leave"}
    assert likest("xqzvw", learnt) == ()


def test_an_example_that_another_intent_wins_is_told() -> None:
    stray = "how do I book a day of annual leave"
    base = cgi_knowledge().catalogues["cgi-2015"]
    learnt = with_taught(base, [definition("parking", (*PARKING, stray)), definition("leave", LEAVE)]).taught
    assert learnt is not None
    found = {left.example: left for left in left_out(learnt, "parking")}
    assert stray in found
    assert found[stray].winner == "leave"
    assert 0 < found[stray].by <= 1


def test_examples_have_no_say_on_what_phrases_understand() -> None:
    shipped = cgi_knowledge().catalogues["cgi-2015"]
    question = "Sorry to bother you, I'm new here. what share with councils"
    taught = with_taught(shipped, [definition("others", (question, "what share with councils", "I'm new here"))])
    assert match(question, taught) == match(question, shipped)
    assert all(reading.is_settled for reading in by_words(question, taught))


def test_what_phrases_leave_open_can_be_asked_of_other_examples_later() -> None:
    shipped = cgi_knowledge().catalogues["cgi-2015"]
    readings = by_words(PARKING[0], shipped)
    assert not any(reading.is_settled for reading in readings)
    assert by_examples(readings, catalogue()).outcome == outcome(PARKING[0])


@pytest.mark.parametrize("question", ["where can I park", "who is the king", "how many days of holiday"])
def test_what_has_other_words_than_every_intent_cannot_be_meant(question: str) -> None:
    known = catalogue()
    assert known.taught
    [reading] = by_words(question, known)
    can_be = can_be_meant(reading.text, reading.elements, known.taught)
    assert can_be is isinstance(outcome(question), Match) is (question != "who is the king")


def learnt(**examples: tuple[str, ...]) -> Taught:
    """Return what examples teach, by the name of their intent."""
    base = cgi_knowledge().catalogues["cgi-2015"]
    found = with_taught(base, [definition(name, texts) for name, texts in examples.items()]).taught
    assert found is not None
    return found


def test_a_twin_in_its_own_intent_lets_an_example_win_though_it_is_left_out() -> None:
    stray = "how do I book a day of annual leave"
    with_twin = learnt(parking=(*PARKING, stray, stray.upper()), leave=LEAVE)
    assert stray not in {left.example for left in left_out(with_twin, "parking")}


def test_an_example_that_another_intent_has_too_is_lost_to_it() -> None:
    [left] = (
        left for left in left_out(learnt(parking=PARKING, leave=(*LEAVE, PARKING[0])), "parking") if left.by > 0.5
    )
    assert (left.example, left.winner) == (PARKING[0], "leave")


def test_an_example_of_two_intents_is_asked_back() -> None:
    base = cgi_knowledge().catalogues["cgi-2015"]
    both = with_taught(base, [definition("parking", PARKING), definition("leave", (*LEAVE, PARKING[0]))])
    assert offered(match(PARKING[0], both)) == ["leave", "parking"]


def test_what_is_taught_without_a_change_is_not_learnt_anew() -> None:
    base = cgi_knowledge().catalogues["cgi-2015"]
    before = with_taught(base, [definition("parking", PARKING)])
    renamed = replace(definition("parking", PARKING), summary="Parking")
    assert with_taught(base, [renamed], before).taught is before.taught
