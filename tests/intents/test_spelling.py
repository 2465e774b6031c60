"""Typing errors are corrected towards known words; real words and doubtful cases are left as they are."""

import pytest

from intents.spelling import Speller, is_english
from intents.vocabulary import Kind, Words
from tests.helpers.intents import a_lexicon, a_term, a_token, a_vocabulary


def a_speller(*names: str) -> Speller:
    """Return a speller that knows the words of the school cooks, and those given."""
    return Speller(Words(a_lexicon(), (*a_vocabulary().terms, a_term(Kind.CUE, "new", *names))))


def corrected(word: str, *names: str) -> str:
    """Return what a word is taken for."""
    return a_speller(*names).correct(a_token(word)).text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("spagheti", "spaghetti"),
        ("spaghettti", "spaghetti"),
        ("hadock", "haddock"),
        ("percetnage", "percentage"),
        ("leftovres", "leftovers"),
        ("ktichens", "kitchens"),
        ("recieve", "receive"),
        ("pasat", "pasta"),
    ],
)
def test_a_typing_error_is_corrected(typed: str, meant: str) -> None:
    assert corrected(typed) == meant


def test_inflected_forms_are_corrected_to_the_same_stem() -> None:
    assert a_speller("share").correct(a_token("shareing")).stem == a_token("sharing").stem


def test_a_long_word_may_have_two_errors_and_a_short_one_may_not() -> None:
    assert corrected("percentgae") == "percentage"
    assert corrected("spgheti") == "spgheti"


@pytest.mark.parametrize("typed", ["xqzvw", "pastramiii", "zzzzz", "spgt"])
def test_an_unknown_word_stays_unknown(typed: str) -> None:
    assert corrected(typed) == typed


@pytest.mark.parametrize("word", ["paste", "pasty", "dish", "finch", "peat", "salary", "dense", "women", "police"])
def test_a_real_english_word_is_never_corrected(word: str) -> None:
    assert corrected(word) == word


def test_a_real_plural_is_never_corrected() -> None:
    assert is_english("rabbits")
    assert corrected("rabbits", "rabbit hutch", "robots") == "rabbits"


def test_an_error_that_lies_between_two_words_is_left() -> None:
    assert corrected("grabx", "grabz", "graby") == "grabx"


def test_two_forms_of_one_word_are_no_tie() -> None:
    assert corrected("farmz") in {"farm", "farms"}


def test_three_letters_are_corrected_only_where_two_changed_places() -> None:
    assert corrected("hte", "the") == "the"
    assert corrected("thx", "the") == "thx"


@pytest.mark.parametrize("typed", ["31", "4,400", "%", "?", "x2", "ab"])
def test_what_is_no_word_is_left(typed: str) -> None:
    assert corrected(typed) == typed


def test_a_known_word_is_left_though_no_dictionary_has_it() -> None:
    assert corrected("haddocky", "haddocky") == "haddocky"


def test_an_error_in_the_first_letters_is_found_where_they_changed_places() -> None:
    assert corrected("apsta") == "pasta"
