"""The groups in which admins look at questions."""

from datetime import UTC, datetime, timedelta

from bot.admin.likeness import groups
from bot.records import Logged, Outcome

NOW = datetime(2026, 11, 9, tzinfo=UTC)


def logged(question: str, number: int = 1, days: int = 0) -> Logged:
    at = NOW - timedelta(days=days)
    return Logged(team="T1", survey="s", question=question, outcome=Outcome.UNANSWERED, at=at, id=number)


def test_the_group_that_was_asked_most_often_comes_first_with_its_most_typical_question() -> None:
    asked = ["when is lunch", "where can I park?", "where do I park my car", "where can I park?"]
    first, second = groups([logged(each, number) for number, each in enumerate(asked)])
    assert (first.typical, [each.id for each in first.entries]) == ("where can I park?", [1, 3, 2])
    assert second.typical == "when is lunch"


def test_of_groups_asked_equally_often_the_one_asked_last_comes_first() -> None:
    asked = [logged("when is lunch", days=3), logged("where is the kettle", days=1), logged("who cleans", days=2)]
    assert [each.typical for each in groups(asked)] == ["where is the kettle", "who cleans", "when is lunch"]


def test_a_group_was_asked_last_when_the_last_of_its_questions_was() -> None:
    [group] = groups([logged("who cleans?", days=3), logged("who cleans", days=1)])
    assert group.last == NOW - timedelta(days=1)


def test_there_are_no_groups_of_nothing() -> None:
    assert groups(()) == ()
