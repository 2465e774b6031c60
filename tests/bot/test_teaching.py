"""Files of labelled questions, what is wrong with them, and `surveybot intents evaluate`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.teaching import ExamplesInvalid, as_table, read
from intents.errors import SemanticMissing
from intents.evaluation import score
from intents.semantic import load

EXAMPLES = """text,intent
How do I book a room?,book_room
reserve a meeting room,book_room
"is a room free, at two",book_room
When is payday?,payday
when do we get paid,payday
what day does my salary come,payday
who won the match,
"""
QUESTIONS = """intent,text
book_room,book the meeting room
payday,when will my salary come
,how do whales sleep
"""


def evaluate(folder: Path, examples: str | bytes, questions: str | bytes, *options: str) -> Result:
    """Run the command on files of these contents."""
    for name, content in (("examples.csv", examples), ("questions.csv", questions)):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    files = ["--examples", str(folder / "examples.csv"), "--questions", str(folder / "questions.csv")]
    return CliRunner().invoke(main, ["intents", "evaluate", *files, *options], catch_exceptions=False)


def faults(folder: Path, content: str | bytes) -> list[str]:
    """Return what is wrong with a file, without its name."""
    path = folder / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ExamplesInvalid) as invalid:
        read(path)
    return [str(fault).removeprefix(str(path)).lstrip(":") for fault in invalid.value.faults]


def test_the_scores_are_printed_as_a_table(tmp_path: Path) -> None:
    shown = evaluate(tmp_path, EXAMPLES, QUESTIONS)
    assert shown.exit_code == 0
    assert "top1_in_scope       100.0  right intent first" in shown.stdout


def test_the_scores_are_written_as_json(tmp_path: Path) -> None:
    scores = json.loads(evaluate(tmp_path, EXAMPLES, QUESTIONS, "--json").stdout)
    names = ("questions", "top1_in_scope", "accuracy_in_scope", "oos_recall", "oos_precision", "joint_accuracy")
    assert [scores[name] for name in names] == [3, 100.0, 100.0, 100.0, 100.0, 100.0]
    assert scores["confused"] == []


def test_what_is_undefined_is_null_in_json(tmp_path: Path) -> None:
    inside = "text,intent\nbook the meeting room,book_room\n"
    assert json.loads(evaluate(tmp_path, EXAMPLES, inside, "--json").stdout)["auroc"] is None


def test_what_is_undefined_is_said_so_in_the_table() -> None:
    assert "auroc                 n/a" in as_table(score([], 0.5))


def test_with_the_encoder_a_question_without_a_word_of_the_examples_is_understood(tmp_path: Path) -> None:
    try:
        load()
    except SemanticMissing:
        pytest.skip("the semantic extra is not installed: make semantic")
    asked = "text,intent\nhas my pay arrived,payday\nconference suite wanted,book_room\n"
    scores = json.loads(evaluate(tmp_path, EXAMPLES, asked, "--semantic", "--json").stdout)
    assert (scores["questions"], scores["top1_in_scope"]) == (2, 100.0)


def test_what_was_confused_is_shown_with_a_question(tmp_path: Path) -> None:
    shown = evaluate(tmp_path, EXAMPLES, "text,intent\nhow do whales sleep,payday\n").stdout.splitlines()
    assert shown[-1].split() == ["payday", "(none)", "1", "how", "do", "whales", "sleep"]


def test_an_intent_that_is_not_taught_is_refused_with_its_line(tmp_path: Path) -> None:
    refused = evaluate(tmp_path, EXAMPLES, "text,intent\nbook the room,book_rom\n")
    assert refused.exit_code == 2
    assert "questions.csv:2: No example teaches the intent 'book_rom'." in refused.stderr
    assert refused.stdout == ""


def test_examples_without_an_intent_teach_nothing(tmp_path: Path) -> None:
    refused = evaluate(tmp_path, "text,intent\nhello,\n", QUESTIONS)
    assert (refused.exit_code, "No example has an intent." in refused.stderr) == (2, True)


def test_a_missing_encoder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise SemanticMissing("the-weights")

    monkeypatch.setattr("intents.semantic.load", missing)
    refused = evaluate(tmp_path, EXAMPLES, QUESTIONS, "--semantic")
    assert (refused.exit_code, "the-weights" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "1: There is not one column 'text', but 0. The first line is: text,intent"),
        ("text,label\na,b\n", "1: There is not one column 'intent', but 0."),
        ("text,text,intent\na,b,c\n", "1: There is not one column 'text', but 2."),
        ("text,intent\n", " The file has no rows."),
        ("text,intent\na,b\n ,c\n", "3: The text is empty."),
        ("text,intent\na,b\n\nc,d,e\n", "4: The row has 3 values, not 2."),
        ("text,intent\na\n", "2: The row has 1 values, not 2."),
        ('text,intent\na,b\n"c,d\ne,f\n', "3: A quotation mark is opened and never closed."),
        ('text,intent\n"a" b,c\n', "2: The line is not CSV"),
        (b"text,intent\na,b\ncaf\xe9,d\n", "3: The text is not in UTF-8."),
        ("text,intent\na,b\nc\0,d\n", "3: There is a NUL in the line."),
        ("text,intent\na,b\n" + 10_000_000 * "c" + ",d\n", "3: A value is longer than 131,072 characters"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, content: str | bytes, told: str) -> None:
    assert faults(tmp_path, content)[0].startswith(told)


def test_every_fault_is_reported(tmp_path: Path) -> None:
    assert [fault[0] for fault in faults(tmp_path, "text,intent\n,a\nb,c,d\n,e\n")] == ["2", "3", "4"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExamplesInvalid, match="It cannot be read"):
        read(tmp_path)


def test_columns_may_stand_in_any_order_beside_others_and_after_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes('\ufeffid,Intent,Text\r\n1, a ,"b, ""c""\nd"\r\n2,,e\r\n'.encode())
    assert [(row.line, row.text, row.intent) for row in read(path)] == [(2, 'b, "c"\nd', "a"), (4, "e", "")]
