"""A phrase is expanded into every way of saying it, and a broken one is refused with the place marked."""

import pytest

from intents.errors import PhraseInvalid
from intents.phrase import MAX_PHRASE, MAX_VARIANTS, SlotRef, expand


def said(phrase: str) -> list[str]:
    """Return the variants of a phrase without slots, as text."""
    return [" ".join(map(str, variant)) for variant in expand(phrase)]


def marked(phrase: str) -> str:
    """Return what the error about a phrase underlines."""
    with pytest.raises(PhraseInvalid) as caught:
        expand(phrase)
    _, shown, marks = str(caught.value).split("\n")
    assert set(marks.strip()) == {"^"}
    return shown[marks.index("^") : len(marks)]


@pytest.mark.parametrize(
    ("phrase", "variants"),
    [
        ("who shares", ["who shares"]),
        ("(who|what) shares", ["who shares", "what shares"]),
        ("who [really] shares", ["who really shares", "who shares"]),
        ("[so|well] who", ["so who", "well who", "who"]),
        ("(a|b) (c|d)", ["a c", "a d", "b c", "b d"]),
        ("(a|(b|c) d)", ["a", "b d", "c d"]),
        ("[a [b]]", ["a b", "a"]),
        ("(a|a)", ["a"]),
        ("a(b|c)", ["a b", "a c"]),
        ("  spaced   out  ", ["spaced out"]),
        ("don't", ["don't"]),
    ],
)
def test_a_phrase_is_every_way_of_saying_it(phrase: str, variants: list[str]) -> None:
    assert said(phrase) == variants


@pytest.mark.parametrize(
    ("phrase", "slot"),
    [
        ("{finding}", SlotRef("finding")),
        ("{finding+}", SlotRef("finding", many=True)),
        ("{facet=sample_size}", SlotRef("facet", "sample_size")),
        ("{facet=sample_size+}", SlotRef("facet", "sample_size", many=True)),
    ],
)
def test_a_slot_says_what_may_fill_it(phrase: str, slot: SlotRef) -> None:
    assert expand(phrase) == ((slot,),)


def test_slots_stand_among_words() -> None:
    assert expand("of {universe} [the] {finding}") == (
        ("of", SlotRef("universe"), "the", SlotRef("finding")),
        ("of", SlotRef("universe"), SlotRef("finding")),
    )


@pytest.mark.parametrize(
    ("phrase", "place"),
    [
        ("who (shares", "("),
        ("who [shares", "["),
        ("a (b [c) d", "["),
        ("who shares)", ")"),
        ("who shares]", "]"),
        ("(a|b]", "("),
        ("a|b", "|"),
        ("who {", "{"),
        ("who {Finding} x", "{Finding}"),
        ("who {finding", "{finding"),
        ("who {} x", "{}"),
        ("who {fin ding} x", "{fin ding}"),
        ("who {a=} x", "{a=}"),
        ("who } x", "}"),
    ],
)
def test_the_place_of_a_mistake_is_marked(phrase: str, place: str) -> None:
    assert marked(phrase) == place


@pytest.mark.parametrize("phrase", ["", "   ", "[]", "()", "[|]"])
def test_a_phrase_must_say_something(phrase: str) -> None:
    with pytest.raises(PhraseInvalid, match="empty"):
        expand(phrase)


def test_a_phrase_that_may_be_left_out_whole_still_says_something() -> None:
    assert said("[hello]") == ["hello"]


def test_as_many_variants_as_allowed_are_expanded() -> None:
    assert len(expand(" ".join(["(a|b)"] * 8))) == MAX_VARIANTS


@pytest.mark.parametrize("phrase", [" ".join(["(a|b)"] * 9), "(" + "|".join(["[a] [b] [c] [d] [e]"] * 9) + ") [f]"])
def test_too_many_variants_are_refused(phrase: str) -> None:
    with pytest.raises(PhraseInvalid, match=f"more than {MAX_VARIANTS} forms"):
        expand(phrase)


def test_a_phrase_of_more_forms_than_memory_is_refused_before_it_is_built() -> None:
    with pytest.raises(PhraseInvalid, match="forms"):
        expand("[a|b|c|d|e|f|g]" * 19)


def test_too_long_a_phrase_is_refused() -> None:
    with pytest.raises(PhraseInvalid, match=str(MAX_PHRASE)):
        expand("a" * (MAX_PHRASE + 1))


def test_the_marks_stand_under_the_phrase() -> None:
    with pytest.raises(PhraseInvalid) as caught:
        expand("who (shares")
    assert str(caught.value) == "'(' is never closed by ')'.\n    who (shares\n        ^"
