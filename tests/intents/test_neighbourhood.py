"""Intents told apart when a question is asked, by the examples that are near it."""

from collections.abc import Mapping, Sequence
from functools import cache

import pytest

from intents.index import Index
from intents.neighbourhood import Neighbourhood
from intents.ranking import shipped_out_of_scope
from intents.sheets import sheet_of
from tests.intents.test_ranking import CONFIDENT, TAUGHT


def neighbourhood(taught: Mapping[str, Sequence[str]]) -> Neighbourhood:
    """Return the intents with examples."""
    return Neighbourhood(Index(sheet_of(intent, texts) for intent, texts in taught.items()))


@cache
def four() -> Neighbourhood:
    """Return the four intents."""
    return neighbourhood(TAUGHT)


@pytest.mark.parametrize("question", CONFIDENT)
def test_a_question_in_other_words_is_accepted_for_its_intent(question: str) -> None:
    first = four().rank(question)[0]
    assert (first.intent, first.confidence >= four().accept_at) == (CONFIDENT[question], True)


@pytest.mark.parametrize(
    ("intent", "example"), [(intent, text) for intent, texts in TAUGHT.items() for text in texts], ids=str
)
def test_every_example_means_its_own_intent_and_is_its_nearest(intent: str, example: str) -> None:
    first = four().rank(example)[0]
    assert (first.intent, first.nearest) == (intent, example)


@pytest.mark.parametrize("question", ["Who won the world cup?", "xyzzy", "why is the sky blue", "12"])
def test_what_fits_none_of_the_intents_is_not_worth_asking_about(question: str) -> None:
    assert four().rank(question)[0].confidence < four().ask_at


@pytest.mark.parametrize("nothing", ["", "  ", "?!", "\N{THUMBS UP SIGN}", "<@U123>"])
def test_a_text_without_a_word_has_no_candidates_and_nothing_like_it(nothing: str) -> None:
    assert (four().rank(nothing), four().likest(nothing, 3, "")) == ((), ())


def test_a_shipped_question_that_is_taught_is_taken_for_its_intent() -> None:
    text = shipped_out_of_scope()[0]
    first = neighbourhood({**TAUGHT, "art": [text]}).rank(text)[0]
    assert (first.intent, first.confidence >= four().accept_at) == ("art", True)


def test_one_intent_alone_is_known_and_others_are_refused() -> None:
    alone = neighbourhood({"book_room": ["How do I book a room?"]})
    assert alone.rank("book a room")[0].confidence >= alone.accept_at
    assert alone.rank("what is the capital of France")[0].confidence < alone.ask_at


def test_examples_without_a_word_do_no_harm() -> None:
    assert neighbourhood({"x": [""], "y": ["?"]}).rank("hello")[0].confidence < 0.5


def test_an_example_that_is_left_out_is_almost_as_if_it_were_not_there() -> None:
    text = TAUGHT["payday"][0]
    others = TAUGHT["payday"][1:]
    without = neighbourhood({**TAUGHT, "payday": others})
    [was, now] = (
        {c.intent: c.confidence for c in ranked}
        for ranked in (four().rank(text, 4, instead=sheet_of("payday", others)), without.rank(text, 4))
    )
    assert was == pytest.approx(now, abs=0.05)  # how rare a word is stays as it was
