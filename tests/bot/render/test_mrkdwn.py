"""Slack's mrkdwn: nothing that people typed can act in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.mrkdwn import cut, escape, link, mention, unescape, without_mentions


@pytest.mark.parametrize("typed", ["<!channel>", "<@U1>", "<!subteam^S1>", "<https://evil.example|bank>", "a & b"])
def test_what_was_typed_cannot_ping_or_link(typed: str) -> None:
    assert "<" not in escape(typed)
    assert unescape(escape(typed)) == typed


@given(st.text())
def test_escaping_can_be_undone(text: str) -> None:
    assert unescape(escape(text)) == text


def test_an_entity_that_was_typed_stays_as_typed() -> None:
    assert unescape("&amp;lt;") == "&lt;"


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_a_cut_text_keeps_its_limit(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


def test_a_cut_shows() -> None:
    assert cut("one two three", 8) == "one two…"


def test_a_cut_leaves_no_half_word_where_it_loses_little_by_it() -> None:
    assert (cut("local government departments", 20), cut("interoperability", 8)) == ("local government…", "interop…")


def test_a_text_within_the_limit_is_left_alone() -> None:
    assert cut("one two", 7) == "one two"


def test_a_source_is_a_link() -> None:
    assert link("https://example.org/a?b=1&c=2", "A & B") == "<https://example.org/a?b=1&amp;c=2|A &amp; B>"


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://a.example|<!channel>", "https://a b", "ftp://a"])
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert link(url, "A") == "A"


def test_a_label_cannot_end_its_link() -> None:
    assert link("https://a.example", "A|B>").count("|") == 1


@pytest.mark.parametrize(("user", "shown"), [("U024BE7LH", "<@U024BE7LH>"), ("", "somebody"), ("!here", "somebody")])
def test_only_a_person_is_mentioned(user: str, shown: str) -> None:
    assert mention(user) == shown


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("<@UBOT> who shares?", "who shares?"),
        ("<@UBOT>, who shares?", "who shares?"),
        ("<@UBOT|surveybot> who shares?", "who shares?"),
        ("<@UBOT> <@UBOT> who shares?", "who shares?"),
        ("hey <@UBOT> who shares?", "hey who shares?"),
        ("who shares, <@UBOT>", "who shares,"),
        ("<@UOTHER> who shares?", "<@UOTHER> who shares?"),
        ("<@UBOT>", ""),
    ],
)
def test_the_bot_does_not_read_its_own_name(typed: str, left: str) -> None:
    assert without_mentions(typed, "UBOT") == left


def test_a_bot_that_does_not_know_its_name_reads_everything() -> None:
    assert without_mentions(" <@UBOT> who shares?", "") == "<@UBOT> who shares?"
