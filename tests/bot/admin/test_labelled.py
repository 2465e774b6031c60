"""The test questions that the bot carries: each is replied to rightly, as its own simple judge sees it too."""

import pytest

from bot.admin.labelled import Labelled, labelled
from bot.reply import Reply, Status
from tests.helpers.asking import asked
from tests.helpers.teaching import SURVEY
from tests.questions import scoring
from tests.questions.__main__ import HERE

COUNCILS = Labelled(question="councils?", accept=frozenset({"answered", "clarify"}), shows=("31%",))


def a_reply(status: Status, headline: str = "31% do.") -> Reply:
    return Reply(question="councils?", status=status, headline=headline)


def test_every_test_question_is_there_and_no_other_survey_has_any() -> None:
    every = {question.q for path in HERE.glob("*.yaml") for question in scoring.read(path)}
    assert {each.question for each in labelled(SURVEY)} == every
    assert labelled("tea-2020") == ()
    assert labelled(SURVEY) is labelled(SURVEY)


def test_test_questions_are_replied_to_rightly() -> None:
    some = labelled(SURVEY)[::20]
    assert [each.question for each in some if not each.is_right(asked(each.question))] == []


@pytest.mark.parametrize(
    ("reply", "is_right"),
    [
        (a_reply(Status.ANSWERED), True),
        (a_reply(Status.ANSWERED, "71% do."), False),
        (a_reply(Status.CLARIFY, "Which?"), True),
        (a_reply(Status.UNANSWERABLE), False),
    ],
)
def test_a_reply_is_right_in_kind_and_in_what_it_shows(reply: Reply, *, is_right: bool) -> None:
    assert COUNCILS.is_right(reply) is is_right


def test_what_must_be_answered_is_answered_by_phrases_and_no_other() -> None:
    assert COUNCILS.may_be_open
    assert not Labelled(question="q", accept=frozenset({"answered", "bounded"}), shows=()).may_be_open
