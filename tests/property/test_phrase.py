"""Laws of phrases: whatever is written comes to variants or to an error that points into it."""

from hypothesis import given
from hypothesis import strategies as st

from intents.errors import PhraseInvalid
from intents.phrase import MAX_PHRASE, MAX_VARIANTS, SlotRef, Variant, expand

words = st.text("abc", min_size=1, max_size=4)
slots = st.builds("{{{}{}}}".format, st.sampled_from(("finding", "topic", "facet=size")), st.sampled_from(("", "+")))


def grouped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return phrases with brackets around others."""
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda parts: f"({'|'.join(parts)})"),
        several.map(lambda parts: f"[{'|'.join(parts)}]"),
        several.map(" ".join),
    )


sound = st.recursive(st.one_of(words, slots), grouped, max_leaves=8).filter(lambda phrase: len(phrase) <= MAX_PHRASE)
scraps = st.text("()[]{}|=+ abé\x00", max_size=40)


def variants(phrase: str) -> tuple[Variant, ...]:
    """Return the variants of a phrase, or none where it is refused."""
    try:
        return expand(phrase)
    except PhraseInvalid:
        return ()


def refusal(phrase: str) -> PhraseInvalid | None:
    """Return why a phrase is refused, or None where it has variants."""
    try:
        expand(phrase)
    except PhraseInvalid as error:
        return error
    return None


@given(scraps)
def test_anything_written_is_expanded_or_pointed_at(phrase: str) -> None:
    error = refusal(phrase)
    assert error is None or 0 <= error.start <= len(phrase)
    assert error is None or error.start < error.end


@given(sound)
def test_a_sound_phrase_has_variants_and_none_is_empty_or_there_twice(phrase: str) -> None:
    found = variants(phrase)
    assert all(found)
    assert len(set(found)) == len(found) <= MAX_VARIANTS


@given(sound)
def test_a_variant_holds_only_what_the_phrase_says(phrase: str) -> None:
    for variant in variants(phrase):
        assert all(item.name in phrase if isinstance(item, SlotRef) else item in phrase for item in variant)


@given(sound)
def test_a_variant_is_a_phrase_of_itself_alone(phrase: str) -> None:
    for variant in variants(phrase):
        plain = tuple(item for item in variant if isinstance(item, str))
        assert variants(" ".join(plain)) == ((plain,) if plain else ())


@given(sound)
def test_what_may_be_left_out_may_be_left_out(phrase: str) -> None:
    found = variants(f"so [{phrase}]")
    assert not found or ("so",) in found


@given(sound, sound)
def test_alternatives_are_the_variants_of_each(one: str, other: str) -> None:
    each = dict.fromkeys((*variants(one), *variants(other)))
    assert variants(f"({one}|{other})") in (tuple(each), ())
