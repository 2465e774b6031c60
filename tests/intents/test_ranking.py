"""Intents taught by examples, and which of them a question means."""

import random
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from intents.features import Features
from intents.ranking import Example, Ranker, shipped_out_of_scope, train

TAUGHT = {
    "book_room": (
        "How do I book a meeting room?",
        "reserve a conference room for tomorrow",
        "is there a free room at two",
        "I need a room with a projector",
        "can I get the large meeting room",
    ),
    "payday": (
        "When is payday?",
        "what day does my salary come",
        "when do we get paid",
        "has the salary been sent out",
        "when will I get my wages",
    ),
    "annual_leave": (
        "How many days of leave do I have?",
        "I want to take a holiday",
        "request annual leave",
        "how do I book time off",
        "what is my holiday allowance",
    ),
    "broken_laptop": (
        "my laptop will not start",
        "the screen of my computer is black",
        "my keyboard is broken",
        "who repairs laptops",
        "I need a new laptop battery",
    ),
}
CONFIDENT = {
    "reserve a large meeting room": "book_room",
    "what day do I get my salary": "payday",
    "how many days of holiday do I have": "annual_leave",
    "the keyboard of my laptop is broken": "broken_laptop",
}
QUESTIONS = st.sampled_from(sorted(CONFIDENT))


def examples(taught: Mapping[str, Sequence[str]]) -> list[Example]:
    """Return the examples of intents."""
    return [Example(text=text, intent=intent) for intent, texts in taught.items() for text in texts]


@cache
def ranker() -> Ranker:
    """Return one that has learnt the four intents."""
    return train(examples(TAUGHT))


def best(question: str) -> str:
    """Return the intent that comes first."""
    return ranker().rank(question)[0].intent


@pytest.mark.parametrize("question", CONFIDENT)
def test_a_question_in_other_words_is_accepted_for_its_intent(question: str) -> None:
    first = ranker().rank(question)[0]
    assert (first.intent, first.confidence >= ranker().accept_at) == (CONFIDENT[question], True)


@pytest.mark.parametrize("example", examples(TAUGHT), ids=lambda example: example.text)
def test_every_example_means_its_own_intent_and_is_its_nearest(example: Example) -> None:
    first = ranker().rank(example.text)[0]
    assert (first.intent, first.nearest) == (example.intent, example.text)


@pytest.mark.parametrize("question", ["Who won the world cup?", "xyzzy", "why is the sky blue", "12"])
def test_what_fits_none_of_the_intents_is_not_worth_asking_about(question: str) -> None:
    assert ranker().rank(question)[0].confidence < ranker().ask_at


@pytest.mark.parametrize("nothing", ["", "  ", "?!", "\N{THUMBS UP SIGN}", "<@U123>"])
def test_a_text_without_a_word_has_no_candidates(nothing: str) -> None:
    assert ranker().rank(nothing) == ()


def test_as_many_candidates_come_as_are_wanted_and_there_are_the_surest_first() -> None:
    assert [len(ranker().rank("a room", most)) for most in (1, 3, 9)] == [1, 3, 4]
    confidences = [candidate.confidence for candidate in ranker().rank("how do I book", 9)]
    assert confidences == sorted(confidences, reverse=True)


@settings(max_examples=50)
@given(st.text(max_size=80))
def test_confidences_are_the_shares_of_a_whole(text: str) -> None:
    confidences = [candidate.confidence for candidate in ranker().rank(text)]
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert sum(confidences) <= 1 + 1e-9


def test_the_thresholds_rise_from_asking_to_answering() -> None:
    assert 0 < ranker().ask_at <= ranker().accept_at <= ranker().answer_at <= 1


@settings(max_examples=2)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_examples_does_not_matter(order: random.Random) -> None:
    shuffled = examples(TAUGHT)
    order.shuffle(shuffled)
    other = train([*shuffled, shuffled[0]])  # nor whether one is there twice
    assert [other.rank(question) for question in CONFIDENT] == [ranker().rank(question) for question in CONFIDENT]
    assert other.accept_at == ranker().accept_at


@settings(max_examples=30)
@given(QUESTIONS, st.sampled_from(["{}?", "{} !!", "Hi, {}", "Please {}", "{} please", "Hello! {}, thanks", "  {}\n"]))
def test_case_punctuation_and_courtesy_do_not_matter(question: str, manner: str) -> None:
    assert ranker().rank(manner.format(question.upper())) == ranker().rank(question)


def test_an_unrelated_intent_does_not_take_a_question_away() -> None:
    more = {**TAUGHT, "lunch": ("what is for lunch", "show me the menu of the canteen", "is there soup today")}
    other = train(examples(more))
    assert {question: other.rank(question)[0].intent for question in CONFIDENT} == CONFIDENT


@settings(max_examples=50)
@given(QUESTIONS, st.data())
def test_a_typing_error_in_a_long_word_keeps_the_intent(question: str, data: st.DataObject) -> None:
    words = question.split()
    place = data.draw(st.sampled_from([i for i, word in enumerate(words) if len(word) >= 6]))
    at = data.draw(st.integers(1, len(words[place]) - 2))
    word = words[place]
    words[place] = data.draw(st.sampled_from([word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]]))
    assert best(" ".join(words)) == CONFIDENT[question]


@pytest.mark.parametrize(
    ("written", "understood", "strange"),
    [
        ("salary", "salary", 0),
        ("sallary", "salary", 0),
        ("slaary", "salary", 0),
        ("celery", "celery", 1),  # a real word is left alone
        ("sorry", "sorry", 1),
        ("nme", "name", 0),  # of three letters, only one that was left out comes back
        ("nqm", "nqm", 1),
        ("eelctric", "electric", 1),  # an everyday word that no example has
        ("sxqvbnm", "sxqvbnm", 1),
        ("plaese salary name", "salary name", 0),  # a courtesy, once it is understood as one
    ],
)
def test_a_typing_error_is_corrected_and_a_real_word_left_alone(written: str, understood: str, strange: int) -> None:
    row = Features(("about my salary", "the name"), 1).row(written)
    assert row is not None
    assert (row.text, row.strange) == (understood, strange)


def test_one_example_of_one_intent_is_enough_to_know_it_and_to_refuse_others() -> None:
    alone = train([Example(text="How do I book a room?", intent="book_room")])
    sure, unsure = (alone.rank(question)[0].confidence for question in ("book a room", "what is the capital of France"))
    assert sure >= alone.accept_at
    assert unsure < alone.ask_at


def test_an_example_of_what_fits_no_intent_lowers_the_confidence_in_it() -> None:
    stray = "is there a free parking space"
    warned = train([*examples(TAUGHT), Example(text=stray, intent="")])
    assert warned.rank(stray)[0].confidence < ranker().rank(stray)[0].confidence


def test_a_shipped_question_that_is_taught_is_taken_for_its_intent() -> None:
    text = shipped_out_of_scope()[0]
    taught = train([*examples(TAUGHT), Example(text=text, intent="art")])
    first = taught.rank(text)[0]
    assert (first.intent, first.confidence >= taught.accept_at) == ("art", True)


def test_nothing_to_learn_is_an_error() -> None:
    with pytest.raises(ValueError, match="no example has an intent"):
        train([Example(text="hello", intent="")])


def test_examples_without_a_word_do_no_harm() -> None:
    assert train([Example(text="", intent="x"), Example(text="?", intent="y")]).rank("hello")[0].confidence < 0.5


def test_the_shipped_questions_are_each_there_once() -> None:
    shipped = [text.casefold() for text in shipped_out_of_scope()]
    assert len(shipped) == len(set(shipped)) >= 300
    assert all(text == text.strip() != "" for text in shipped_out_of_scope())


class Topics:
    """An encoder that knows some words to mean the same, and keeps what it was asked."""

    dimensions = 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one direction for money and another for everything else."""
        self.asked += texts
        money = [any(word in text for word in ("salary", "paid", "wages", "payday", "dosh")) for text in texts]
        return np.array([(1, 0) if each else (0, 1) for each in money], np.float32).reshape(-1, 2)


@cache
def by_meaning() -> Ranker:
    """Return one that has learnt the four intents with an encoder."""
    return train(examples(TAUGHT), Topics())


def test_an_encoder_knows_a_word_that_no_example_uses() -> None:
    question = "any dosh yet"
    assert by_meaning().rank(question)[0].intent == "payday"
    assert by_meaning().rank(question)[0].confidence > ranker().rank(question)[0].confidence


def test_an_encoder_does_not_outdo_the_words() -> None:
    assert {question: by_meaning().rank(question)[0].intent for question in CONFIDENT} == CONFIDENT


def test_what_is_encoded_is_the_corrected_text() -> None:
    topics = Topics()
    train(examples({"payday": TAUGHT["payday"]}), topics).rank("Please: when is my SALLARY sent?!")
    assert topics.asked[-1] == "when is my salary sent"
