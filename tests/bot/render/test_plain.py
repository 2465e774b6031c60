"""What reaches a pipe, and the programs behind it."""

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.plain import json_line, plain_text, record, visible
from bot.reply import Bounds, Citation, Reply, Status
from tests.bot.replies import LOCALGOV, a_figure, a_quote, a_reply, a_sheet

CONTRACT = [
    "question",
    "status",
    "intent",
    "confidence",
    "survey",
    "headline",
    "text",
    "figures",
    "bounds",
    "quotes",
    "caveats",
    "suggestions",
    "attachment",
]
HOSTILE = "31%\x1b[2J\x9b31m\u200b \u202eevil\u2028next\U000e0041\r\n"


def test_the_record_has_the_fields_of_the_contract_in_its_order() -> None:
    assert list(record(a_reply())) == CONTRACT


def test_a_figure_is_recorded_with_its_base_wave_and_source() -> None:
    reply = a_reply(figures=(a_figure(),))
    assert record(reply)["figures"] == [
        {
            "finding": "share_with.local_government",
            "value": 31.0,
            "unit": "percent",
            "base": 4400,
            "base_status": "approximate",
            "wave": "2015-H2",
            "status": "normal",
            "source": "localgov",
        }
    ]


def test_a_file_is_told_of_and_its_figures_are_shown_instead() -> None:
    reply = a_reply(headline="Here it is.", rows=(("Local government", "31%"),), attachment=a_sheet())
    assert plain_text(reply).startswith("Here it is.\n\nFiles are made in Slack; here are the figures.\n\n  Local gov")
    assert record(reply)["attachment"] == {"name": "local.csv"}


def test_a_reply_without_bounds_records_null() -> None:
    assert record(a_reply())["bounds"] is None


def test_bounds_say_of_whom_they_are() -> None:
    reply = a_reply(status=Status.BOUNDED, bounds=Bounds(low=2.0, high=31.0, of="civil servants surveyed"))
    assert record(reply)["bounds"] == {"low": 2.0, "high": 31.0, "of": "civil servants surveyed"}


def test_a_quote_is_recorded_with_its_speaker_and_source() -> None:
    reply = a_reply(quotes=(a_quote(),))
    assert record(reply)["quotes"] == [
        {"text": "Sharing is only half the battle.", "speaker": "Sam Speaker", "source": "localgov"}
    ]


def test_the_question_is_recorded_as_it_was_asked() -> None:
    assert json.loads(json_line(a_reply(question=HOSTILE)))["question"] == HOSTILE


def test_a_reply_is_one_line_of_json() -> None:
    assert "\n" not in json_line(a_reply(question="two\nlines", details=("a", "b")))


def test_letters_of_other_languages_are_not_escaped() -> None:
    assert "£5 – naïve 数" in json_line(a_reply(headline="£5 – naïve 数"))


def test_the_whole_reply_as_text() -> None:
    reply = a_reply(
        headline="31% said they share.",
        rows=(("Local government", "31%"), ("Open data platforms", "8%")),
        base="Of about 4,400 civil servants.",
        details=("A detail.",),
        sentence="Only 31% said they share.",
        citations=(LOCALGOV,),
        caveats=("A caveat.", "Another."),
        quotes=(a_quote(),),
        suggestions=("Who shares most?", "Why not?"),
    )
    assert plain_text(reply) == (
        "31% said they share.\n\n"
        "  Local government     31%\n"
        "  Open data platforms   8%\n\n"
        "Of about 4,400 civil servants.\n\n"
        "A detail.\n\n"
        "“Only 31% said they share.”\n"
        "  — LocalGov, 29 January 2016\n\n"
        "Note: A caveat.\n"
        "Note: Another.\n\n"
        "“Sharing is only half the battle.”\n"
        "  — Sam Speaker, Head of Talking\n\n"
        "Source:\n"
        "  LocalGov, 29 January 2016  https://example.org/article\n\n"
        "You could ask:\n"
        "  1. Who shares most?\n"
        "  2. Why not?"
    )


def test_a_short_reply_is_its_headline() -> None:
    assert plain_text(a_reply(headline="Hello.")) == "Hello."


def test_two_sources_are_called_sources() -> None:
    reply = a_reply(citations=(LOCALGOV, Citation(label="Another, 1 May 2016", url="https://example.org/2")))
    assert "Sources:\n  LocalGov" in plain_text(reply)


percentages = st.integers(0, 100).map(lambda value: f"{value}%")


@given(rows=st.lists(st.tuples(st.sampled_from(["Councils", "Others"]), percentages)), details=st.lists(percentages))
def test_every_number_in_rows_and_details_reaches_the_text(rows: list[tuple[str, str]], details: list[str]) -> None:
    text = plain_text(a_reply(headline="Some.", rows=tuple(rows), details=tuple(details)))
    assert sorted(re.findall(r"\d+%", text)) == sorted([value for _, value in rows] + details)


@pytest.mark.parametrize(
    "reply",
    [a_reply(headline=HOSTILE), a_reply(base=HOSTILE), a_reply(sentence=HOSTILE), a_reply(suggestions=(HOSTILE,))],
    ids=["headline", "base", "sentence", "suggestions"],
)
def test_nothing_that_steers_a_terminal_reaches_it(reply: Reply) -> None:
    assert "31%[2J31m evil next" in plain_text(reply)


@given(st.text())
def test_visible_text_holds_no_hidden_character(text: str) -> None:
    assert {unicodedata.category(c) for c in visible(text)} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_json_is_safe_to_print_whatever_was_asked(question: str) -> None:
    line = json_line(a_reply(question=question))
    assert {unicodedata.category(c) for c in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()
    assert json.loads(line)["question"] == question


def test_figures_stand_flush_right_and_words_flush_left() -> None:
    figures, words = (("Tea", "8%"), ("Coffee", "71%")), (("Tea", "from 8% to 9%"), ("Coffee", "from 56% to 49%"))
    shown = [plain_text(a_reply(headline="Some.", rows=rows)).splitlines()[2] for rows in (figures, words)]
    assert shown == ["  Tea      8%", "  Tea     from 8% to 9%"]
