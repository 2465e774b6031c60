"""What other programs rely on: the JSON of `surveybot ask`, asked of the survey that ships."""

import json
from collections.abc import Iterable, Mapping

import pytest
from click.testing import CliRunner

from bot.cli import main
from data import source

STATUSES = {"answered", "bounded", "clarify", "unanswerable", "social"}
QUESTIONS = (
    "what share with local government?",
    "what share both with local government and with central departments?",
    "how many share with councils?",
    "which barrier is the biggest?",
    "what did Steve Thorn say?",
    "what share of NHS nurses are happy?",
    "hello",
    "",
    "\x1b[2J\u202e💥",
)

Record = Mapping[str, object]


def ask(questions: Iterable[str]) -> list[Record]:
    """Ask every question in one go, as another program would."""
    lines = "\n".join(json.dumps({"question": question}) for question in questions)
    result = CliRunner().invoke(main, ["ask", "--json"], input=lines, catch_exceptions=False)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.split("\n") if line]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """Ask one question of every kind."""
    return ask(QUESTIONS)


def test_every_question_gets_its_own_reply(records: list[Record]) -> None:
    assert [record["question"] for record in records] == list(QUESTIONS)


def test_every_status_is_one_of_five(records: list[Record]) -> None:
    assert {record["status"] for record in records} <= STATUSES


def test_every_reply_says_something(records: list[Record]) -> None:
    assert all(record["headline"] and record["text"] for record in records)


def test_confidence_is_a_share_of_one(records: list[Record]) -> None:
    assert all(0 <= float(str(record["confidence"])) <= 1 for record in records)


def test_a_published_share_is_answered_with_its_figure(records: list[Record]) -> None:
    assert records[0]["status"] == "answered"
    assert records[0]["figures"] == [
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


def test_a_joint_share_is_bounded(records: list[Record]) -> None:
    assert records[1]["status"] == "bounded"
    assert records[1]["bounds"] == {"low": 2.0, "high": 31.0, "of": "civil servants surveyed"}


def test_another_population_is_not_answered(records: list[Record]) -> None:
    assert records[5]["status"] == "unanswerable"
    assert records[5]["figures"] == []


def test_every_question_that_is_suggested_is_answered() -> None:
    surveys = source.load_surveys(source.SHIPPED).values()
    offered = [q.ask for survey in surveys for q in survey.questions]
    offered += [survey.category(f.finding).ask for survey in surveys for f in survey.answerable]
    assert [reply["question"] for reply in ask(offered) if reply["status"] != "answered"] == []
