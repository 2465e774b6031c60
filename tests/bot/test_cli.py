"""The command line, with an `Ask` that echoes in place of the survey."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from bot.cli import main
from bot.context import Context
from bot.reply import Reply
from tests.bot.replies import a_reply, echo


def surveybot(*arguments: str, stdin: str | bytes | None = None) -> Result:
    """Run a command; an exception is a failure of the test."""
    return CliRunner().invoke(main, arguments, input=stdin, obj=echo, catch_exceptions=False)


def records(result: Result) -> list[dict[str, object]]:
    """Return the JSON objects that were written, one a line."""
    return [json.loads(line) for line in result.stdout.split("\n") if line]


def questions(result: Result) -> list[object]:
    """Return the questions that were answered."""
    return [record["question"] for record in records(result)]


def test_a_question_is_answered_in_plain_text() -> None:
    assert surveybot("ask", "Who shares?").stdout == "You asked 'Who shares?' in None.\n"


def test_each_argument_is_a_question() -> None:
    assert questions(surveybot("ask", "--json", "Who shares?", "Why not?")) == ["Who shares?", "Why not?"]


def test_replies_in_plain_text_are_kept_apart() -> None:
    assert "'a' in None.\n---\nYou asked 'b'" in surveybot("ask", "a", "b").stdout


def test_each_line_of_standard_input_is_a_question() -> None:
    assert questions(surveybot("ask", "--json", stdin="Who shares?\nWhy not?\n")) == ["Who shares?", "Why not?"]


def test_nothing_asked_is_nothing_answered() -> None:
    result = surveybot("ask", "--json", stdin="")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ('{"question": "Who\\nshares?"}', "Who\nshares?"),
        ('{"question": "Who?", "thread": null}', "Who?"),
        ('{"question": "Who?", "thread": 7}', "Who?"),
        ('"Who\\tshares?"', "Who\tshares?"),
        ("", ""),
        ("   ", "   "),
        ("31", "31"),
        ('{"question": ', '{"question": '),
        ('{"question": 31}', '{"question": 31}'),
        ('{"ask": "Who?"}', '{"ask": "Who?"}'),
        ('"Who" shares?', '"Who" shares?'),
        ("[" * 5, "[" * 5),
        ("one\u2028line", "one\u2028line"),
    ],
)
def test_a_line_is_a_question_or_an_object_that_holds_one(line: str, question: str) -> None:
    assert questions(surveybot("ask", "--json", stdin=f"{line}\n")) == [question]


def test_a_line_nested_too_deeply_for_json_is_a_question() -> None:
    line = '{"a":' * 100_000
    assert questions(surveybot("ask", "--json", stdin=line)) == [line]


def test_an_object_may_name_its_thread() -> None:
    result = surveybot("ask", stdin='{"question": "Why?", "thread": "t1"}\n')
    assert result.stdout == "You asked 'Why?' in 't1'.\n"


def test_windows_line_ends_and_a_byte_order_mark_are_no_part_of_a_question() -> None:
    assert questions(surveybot("ask", "--json", stdin=b"\xef\xbb\xbfWho?\r\nWhy?\r\n")) == ["Who?", "Why?"]


def test_bytes_that_are_not_utf_8_are_marked() -> None:
    assert questions(surveybot("ask", "--json", stdin=b"caf\xe9?\n")) == ["caf\ufffd?"]


@pytest.mark.parametrize("line", ['{"question": "\\ud800?"}', '"\\ud800?"'])
def test_half_characters_are_marked(line: str) -> None:
    assert questions(surveybot("ask", "--json", stdin=line)) == ["\ufffd?"]


def test_an_argument_that_was_no_text_is_marked() -> None:
    assert questions(surveybot("ask", "--json", "caf\udce9?")) == ["caf\ufffd?"]


def test_json_is_utf_8_as_it_stands() -> None:
    assert "“naïve” 数?".encode() in surveybot("ask", "--json", "“naïve” 数?").stdout_bytes


def test_the_survey_asked_for_reaches_the_pipeline() -> None:
    assert records(surveybot("ask", "--json", "--survey", "cgi-2015", "Who?"))[0]["survey"] == "cgi-2015"


@pytest.mark.parametrize("arguments", [("ask", "--yaml"), ("answer",), ("run", "--mode", "pigeon"), ("check", "x")])
def test_bad_use_exits_with_2(arguments: tuple[str, ...]) -> None:
    assert surveybot(*arguments).exit_code == 2


def test_a_chat_over_a_pipe_answers_and_leaves() -> None:
    result = surveybot("chat", stdin="Who shares?\nquit\nNever asked\n")
    assert "You asked 'Who shares?' in 'chat'.\n\nGoodbye.\n" in result.stdout


def test_a_chat_leaves_at_the_end_of_input() -> None:
    result = surveybot("chat", stdin="")
    assert (result.exit_code, result.stdout.endswith("Goodbye.\n")) == (0, True)


def suggesting(question: str, context: Context) -> Reply:
    """Answer with two suggestions."""
    return a_reply(question=question, headline=f"{question} {context.thread}", suggestions=("Who shares?", "Why not?"))


def test_a_number_chooses_a_suggestion_of_the_last_reply() -> None:
    result = CliRunner().invoke(main, ["chat"], input="2\n2\n2.\n3\n", obj=suggesting)
    headlines = [line.removesuffix(" chat") for line in result.stdout.splitlines() if line.endswith(" chat")]
    assert headlines == ["2", "Why not?", "Why not?", "3"]


def test_the_manifest_is_printed() -> None:
    assert yaml.safe_load(surveybot("manifest").stdout)["display_information"]["name"] == "surveybot"


def test_the_http_manifest_needs_an_address() -> None:
    result = surveybot("manifest", "--mode", "http")
    assert (result.exit_code, "--url" in result.stderr) == (2, True)


def test_the_http_manifest_holds_the_address() -> None:
    result = surveybot("manifest", "--mode", "http", "--url", "https://bot.example.org")
    assert "https://bot.example.org/" in result.stdout


def test_a_bot_without_tokens_says_which_and_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # away from anybody's .env
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    result = surveybot("run")
    assert (result.exit_code, "SLACK_BOT_TOKEN is not set" in result.stderr) == (2, True)


def test_what_ships_has_no_faults() -> None:
    result = surveybot("check")
    assert (result.exit_code, result.stdout) == (0, "Surveys and intents: no faults.\n")


def test_faults_of_surveys_and_of_intents_are_named_together(tmp_path: Path) -> None:
    (tmp_path / "surveys" / "mine").mkdir(parents=True)
    (tmp_path / "surveys" / "mine" / "datapackage.yaml").write_text("name: mine\n")
    (tmp_path / "intents").mkdir()
    (tmp_path / "intents" / "mine.yaml").write_text("intent: mine\nask: 7\n")
    result = surveybot("check", "--surveys", str(tmp_path / "surveys"), "--intents", str(tmp_path / "intents"))
    assert result.exit_code == 2
    assert "mine/datapackage.yaml" in result.stderr
    assert "mine.yaml" in result.stderr.replace("datapackage.yaml", "")


def test_an_unknown_survey_is_bad_use() -> None:
    result = CliRunner().invoke(main, ["ask", "--survey", "nowhere", "Who?"])
    assert (result.exit_code, "there is cgi-2015" in result.stderr) == (2, True)


def test_a_folder_to_check_must_exist(tmp_path: Path) -> None:
    assert surveybot("check", "--surveys", str(tmp_path / "nowhere")).exit_code == 2
