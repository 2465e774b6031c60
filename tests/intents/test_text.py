"""A question is brought into one form: no look-alikes, nothing invisible, no Slack markup, no endings."""

import pytest

from intents.text import Token, fold, stem, tokenise


def words(text: str) -> list[str]:
    """Return the tokens of a text as words."""
    return [token.text for token in tokenise(text)]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("COUNCILS", "councils"),
        ("сivil sеrvаnts", "civil servants"),  # Cyrillic с, е, а
        ("cοuncіls", "councils"),  # Greek ο, Ukrainian і
        ("ｃｏｕｎｃｉｌｓ", "councils"),
        ("𝓬𝓸𝓾𝓷𝓬𝓲𝓵𝓼", "councils"),
        ("𝕊hare", "share"),
        ("ﬁgures", "figures"),
        ("naïve café", "naive cafe"),
        ("Straße", "strasse"),
    ],
)
def test_letters_that_look_alike_are_alike(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\ufeff", "\u202e", "\u00ad", "\x00", "\x1b", "\x7f", "\u0301"])
def test_what_cannot_be_seen_is_not_there(unseen: str) -> None:
    assert fold(f"coun{unseen}cils") == "councils"


@pytest.mark.parametrize("space", ["  ", "\t", "\u00a0", "\u2009", " \t "])
def test_every_stretch_of_white_space_is_one_space(space: str) -> None:
    assert fold(f"local{space}government") == "local government"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("<https://example.org/a?b=c|the article> says", "the article says"),
        ("see <https://example.org> now", "see now"),
        ("see https://example.org/a now", "see now"),
        ("<mailto:ann@example.org|ann@example.org> asks", "asks"),
        ("<tel:123|123> asks", "asks"),
        ("ann@example.org asks", "asks"),
        ("councils :beer: and :wave::skin-tone-2: more", "councils and more"),
        ("councils 🍻", "councils"),
        ("rock &amp; roll", "rock and roll"),
        ("1 &lt; 2", "1 < 2"),
    ],
)
def test_markup_leaves_only_what_was_said(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    "mention",
    ["<@U012ABCDE>", "<@W012ABCDE|ann>", "<#C012ABCDE|general>", "<!here>", "<!channel>", "<!subteam^S012|@team>"],
)
def test_a_mention_is_gone_wherever_it_stands(mention: str) -> None:
    assert words(f"{mention} what {mention}share{mention}") == ["what", "share"]


def test_a_mention_that_slack_escaped_is_gone_too() -> None:
    assert words("&lt;@U012ABCDE&gt; councils") == ["councils"]


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("don't", ["do", "not"]),
        ("don’t", ["do", "not"]),
        ("dont", ["do", "not"]),
        ("doesn't", ["does", "not"]),
        ("can't", ["can", "not"]),
        ("cannot", ["can", "not"]),
        ("won't", ["will", "not"]),
        ("shan't", ["shall", "not"]),
        ("isnt", ["is", "not"]),
        ("CGI's", ["cgi"]),
        ("councils' data", ["councils", "data"]),
        ("w/o", ["without"]),
        ("w/ councils", ["with", "councils"]),
        ("31 per cent", ["31", "percent"]),
    ],
)
def test_short_forms_are_spelt_out(typed: str, spelt: list[str]) -> None:
    assert words(typed) == spelt


def test_a_word_that_ends_like_a_negation_is_none() -> None:
    assert words("want cant recant") == ["want", "cant", "recant"]


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        ("joined-up", ["joined", "up"]),
        ("this - that", ["this", ";", "that"]),
        ("this — that", ["this", ";", "that"]),
        ("4,400 or 4.5 or 31%", ["4,400", "or", "4.5", "or", "31", "%"]),
        ("a\nb", ["a", "\n", "b"]),
        ("so? (yes)!", ["so", "?", "(", "yes", ")", "!"]),
    ],
)
def test_marks_between_clauses_are_kept_and_hyphens_are_not(typed: str, tokens: list[str]) -> None:
    assert words(typed) == tokens


def test_marks_are_breaks_and_words_are_not() -> None:
    assert [token.is_break for token in tokenise("so, what? 31%")] == [False, True, False, True, False, False]


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "🍻", "<@U1>", "\x00\x1b"])
def test_nothing_said_is_no_token(text: str) -> None:
    assert tokenise(text) == ()


@pytest.mark.parametrize(
    "forms",
    [
        ("share", "shares", "shared", "sharing"),
        ("cite", "cites", "cited", "citing"),
        ("council", "councils"),
        ("authority", "authorities"),
        ("stop", "stops", "stopped", "stopping"),
        ("business", "businesses"),
        ("breach", "breaches"),
        ("identify", "identifies", "identified", "identifying"),
        ("tell", "tells", "telling"),
    ],
)
def test_inflections_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("police", "policy"),
        ("university", "universe"),
        ("organisation", "organ"),
        ("departmental", "department"),
        ("councillor", "council"),
        ("privacy", "private"),
        ("ring", "r"),
        ("red", "r"),
        ("bus", "bu"),
        ("analysis", "analysi"),
    ],
)
def test_words_that_mean_different_things_are_kept_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["gas", "its", "31", "4,400", "ßß", "été"])
def test_short_words_numbers_and_other_alphabets_have_no_ending(word: str) -> None:
    assert stem(word) == word


def test_a_token_carries_its_stem() -> None:
    assert tokenise("Sharing") == (Token("sharing", stem("share")),)
