"""Laws of folding: once is enough, and nothing that steers Slack or hides is left."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from intents.text import fold, stem, tokenise

PIECES = (
    "what", "share", "councils", "31%", "per", "cent", "w/", "don't", "сouncil", "Ａ", "ß", "İ", "ﬁ", "½", "\u200b",
    "\u202e", "\x1b", "&amp;", "&lt;", "<", ">", "@", "|", ":", ":beer:", "<@U012ABC>", "<!here>", "<#C1|general>",
    "<https://a.b|label>", "<mailto:a@b.c|a@b.c>", "https://a.b/c", "a@b.c", ".", ",", "\n", "\t", " ", "  ", "🍻",
)  # fmt: skip
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
names = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=6, max_size=11)
mentions = st.one_of(
    names.map("<@U{}>".format),
    names.map("<@W{}|someone>".format),
    names.map("<#C{}|general>".format),
    names.map("<!subteam^S{}|@everybody>".format),
    st.sampled_from(("<!here>", "<!channel>", "<!everyone>", "<!date^1392734382^{date}|soon>")),
)
plain = st.text("abcdefghijklmnopqrstuvwxyz ", max_size=30)


@given(texts)
@example("per  cent")
@example("@a@b@c.d")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(before=plain, mention=mentions, after=plain)
def test_a_mention_never_survives(before: str, mention: str, after: str) -> None:
    alone = [token.text for token in tokenise(f"{before} {after}")]
    assert [token.text for token in tokenise(f"{before} {mention} {after}")] == alone


@given(texts)
def test_nothing_unseen_is_left(text: str) -> None:
    assert not [c for c in fold(text) if c not in "\n\t " and unicodedata.category(c)[0] in "CM"]


@given(texts)
def test_nothing_is_left_that_slack_would_act_on(text: str) -> None:
    assert not [token for token in tokenise(text) if set(token.text) & set("<>@#&|\x1b")]


@given(texts)
def test_every_token_has_something_of_the_text(text: str) -> None:
    assert all(token.text and token.stem for token in tokenise(text))


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=15))
def test_a_stem_begins_like_its_word_and_is_never_longer(word: str) -> None:
    found = stem(word)
    assert found
    assert len(found) <= len(word)
    assert word.startswith(found[:-1])


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12).filter(lambda w: w[-1] not in "sxzhyeiou"))
def test_a_plural_has_the_stem_of_its_word(word: str) -> None:
    ends_like_a_verb = word.endswith(("ed", "ing"))
    assert ends_like_a_verb or len(word) == 3 or stem(f"{word}s") == stem(word)


@given(st.lists(st.sampled_from(["n", "what", "is", "per", "cent", "a", "thousand", "plus", "half", "do", "the"])))
def test_plain_words_are_folded_like_shouted_ones(words: list[str]) -> None:
    assert fold(" ".join(words)) == fold(" ".join(words).upper())
