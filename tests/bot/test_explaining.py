"""An explanation can be read at a terminal and by a program, and ends with the very reply that would be given."""

import json
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot.cli import main
from bot.context import Context
from bot.explaining import WIDTH, Explained, explained_line, explained_text, explainer
from bot.render.plain import UNSEEN
from bot.wiring import asker
from intents.text import MAX_LENGTH
from tests.helpers.asking import asked, cgi_knowledge
from tests.questions import scoring

QUESTIONS = tuple(question.q for question in scoring.read(Path(__file__).parents[1] / "questions" / "dev.yaml"))
ODD = (
    "",
    "\x1b[31mred\x07",
    "councils\u202e\u2066 31%",
    "x" * (2 * MAX_LENGTH),
    "Сколько процентов?",
    "💥",
    "[bold]%s{}",
)


def explained(question: str) -> Explained:
    """Return the explanation of a question to the shipped bot."""
    return explainer(cgi_knowledge())(question, Context())


def unseen(text: str) -> set[str]:
    """Return the characters that steer a terminal or hide in it; a line's end does neither."""
    return {c for c in text if unicodedata.category(c) in UNSEEN} - {"\n"}


@pytest.mark.parametrize(
    "question",
    [
        "whats the diffrence betwen councils and chairties",
        "what % of women share with councils?",
        "Hi, I'm writing a paper on data. What share with councils? Thanks, Bob",
    ],
)
def test_explanations_read_like_this(question: str, snapshot: SnapshotAssertion) -> None:
    assert explained_text(explained(question)) == snapshot


@pytest.mark.parametrize("question", [*QUESTIONS, *ODD])
def test_the_reply_is_the_one_that_is_given(question: str) -> None:
    found = explained(question)
    assert found.reply == asked(question)
    assert found.reply.intent in {found.explanation.conclusion.intent, None}


@pytest.mark.parametrize("question", [*QUESTIONS, *ODD])
def test_the_text_fits_a_terminal(question: str) -> None:
    assert [line for line in explained_text(explained(question)).split("\n") if len(line) > WIDTH] == []


@settings(max_examples=60)
@given(st.text())
@example("\x1b[31m women \u202e \u2028 \x00")
@example("\ud800")
def test_nothing_unseen_is_written(question: str) -> None:
    found = explained(question)
    assert unseen(explained_text(found)) | unseen(explained_line(found)) == set()


@pytest.mark.parametrize("question", ODD)
def test_the_record_is_one_line(question: str) -> None:
    line = explained_line(explained(question))
    assert (json.loads(line)["question"], "\n" in line) == (question, False)


def test_the_record_keeps_its_keys() -> None:
    record = json.loads(explained_line(explained("what share of women share with councils?")))
    assert list(record) == ["question", "text", "words", "candidates", "outcome", "reply"]
    assert list(record["words"][0]) == ["typed", "understood", "corrected", "part", "means", "slot"]
    assert list(record["candidates"][0]) == "intent kind score weight missing unaccounted ruled_out example".split()
    assert list(record["outcome"]) == ["result", "why", "sentence", "intent", "confidence"]
    assert list(record["reply"]) == ["status", "intent", "headline"]


def test_a_match_that_cannot_be_worked_out_says_that_it_is_asked_back() -> None:
    found = explained("compare 71 and 71")
    told = "Asked back all the same" in explained_text(found)
    assert told == (found.explanation.conclusion.result == "matched" and found.reply.status.value == "clarify")


def test_a_conversation_is_explained_as_it_is_answered() -> None:
    ask, explain = asker(cgi_knowledge()), explainer(cgi_knowledge())
    for question in ("what share with councils?", "and charities?", "as a number?"):
        context = Context(thread="t1")
        found = explain(question, context)
        assert found.reply == ask(question, context)
        assert found.explanation.conclusion.why == ("only_fit" if "councils" in question else "resumed")


def test_a_survey_that_is_not_held_is_not_explained() -> None:
    with pytest.raises(KeyError):
        explainer(cgi_knowledge())("what share with councils?", Context(survey="nowhere"))


def surveybot(*arguments: str, stdin: str | None = None) -> str:
    """Return what a command writes; an exception is a failure of the test."""
    return CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False).stdout


def test_explain_writes_one_object_a_line() -> None:
    lines = surveybot("explain", "--json", "councils?", "women?").splitlines()
    assert [json.loads(line)["question"] for line in lines] == ["councils?", "women?"]


def test_explain_keeps_explanations_apart() -> None:
    assert surveybot("explain", "councils?", "women?").count("\n---\nQuestion: women?\n") == 1


def test_explain_follows_the_conversation_that_a_line_names() -> None:
    stdin = '{"question": "councils?", "thread": "t1"}\n{"question": "and charities?", "thread": "t1"}\n'
    lines = surveybot("explain", "--json", stdin=stdin).splitlines()
    assert [json.loads(line)["outcome"]["why"] for line in lines] == ["only_fit", "resumed"]


def test_explain_refuses_an_unknown_survey() -> None:
    result = CliRunner().invoke(main, ["explain", "--survey", "nowhere", "Who?"])
    assert (result.exit_code, "there is cgi-2015" in result.stderr) == (2, True)
