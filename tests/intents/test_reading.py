"""Each word of a question is accounted for: fewest words left over first, then fewest phrases."""

import pytest

from intents.reading import Element
from intents.vocabulary import Kind
from tests.helpers.intents import a_catalogue, a_term, a_vocabulary, elements


def cut(text: str, *names: str) -> list[str]:
    """Return how a question is cut into phrases, with some findings known besides."""
    extra = (a_term(Kind.FINDING, f"new.{i}", name, topic="new") for i, name in enumerate(names))
    return [e.text for e in elements(text, a_catalogue(vocabulary=a_vocabulary(*extra)))]


def only(text: str) -> Element:
    """Return the one element of a text."""
    (element,) = elements(text)
    return element


def test_the_longest_phrase_wins() -> None:
    assert cut("fish fingers") == ["fish fingers"]


def test_the_longest_phrase_that_leaves_nothing_over_wins() -> None:
    assert cut("red hot pepper", "red hot", "red", "hot pepper") == ["red", "hot pepper"]


def test_fewest_words_left_over_win_over_fewest_phrases() -> None:
    names = ("red hot chilli", "red", "hot", "chilli pepper")
    assert cut("red hot chilli pepper", *names) == ["red", "hot", "chilli pepper"]


def test_noise_is_left_out_and_may_stand_inside_a_phrase() -> None:
    (element,) = elements("just the fish really fingers please")
    assert element.of(Kind.FINDING)[0].value == "lunch.fish"


def test_a_phrase_is_not_joined_across_a_break() -> None:
    assert cut("fish, fingers")[:2] == ["fish", ","]


def test_breaks_are_kept() -> None:
    assert [e.is_break for e in elements("pasta? salad")] == [False, True, False]


@pytest.mark.parametrize("text", ["fish finger", "FISH FINGERS", "Fish-Fingers", "the fish fingers"])
def test_a_phrase_is_known_by_its_stems(text: str) -> None:
    assert only(text).of(Kind.FINDING)[0].value == "lunch.fish"


def test_a_word_that_nothing_accounts_for_is_left_over_as_typed() -> None:
    assert [(e.typed, e.is_left_over) for e in elements("pasta ZXQVW")] == [("pasta", False), ("zxqvw", True)]


def test_a_corrected_word_remembers_what_was_typed() -> None:
    element = only("spagheti")
    assert (element.text, element.typed) == ("spaghetti", "spagheti")


def test_a_word_of_two_meanings_keeps_both() -> None:
    assert {r.value for r in only("greens").of(Kind.FINDING)} == {"lunch.salad", "lunch.peas"}


def test_a_short_form_is_read_as_what_it_stands_for() -> None:
    assert (only("wot").text, only("ppl").has(Kind.UNIVERSE)) == ("what", True)


def test_a_number_is_a_quantity() -> None:
    element = only("31%")
    assert element.quantity is not None
    assert element.quantity.value == 31


def test_a_number_that_means_nothing_is_left_out() -> None:
    assert cut("pasta in 10 minutes") == ["pasta", "in"]


def test_a_number_that_is_part_of_a_name_is_the_name() -> None:
    assert cut("third sector", "third sector") == ["third sector"]


def test_words_of_grammar_may_be_left_and_words_of_meaning_may_not() -> None:
    weak = {e.text: e.is_weak for e in elements("of pasta, percentage")}
    assert weak == {"of": True, "pasta": False, ",": True, "percentage": False}


def test_nothing_said_has_no_elements() -> None:
    assert elements("") == ()
