"""What people say in a thread: what may be meant for the bot, and what is between them."""

import pytest

from bot.slack.overhearing import may_be_asked

ASKED = ["and central?", "which barrier is the biggest?", "31%, really?!", "so most share? :thinking_face:", "really? "]
ASKED_ON = ["and central", "as a number", "CSV please", "what about charities", "*and* the private sector"]
SAID = [
    "31% is really low",
    "Most share with councils, I think",
    "Let's use the 29% for charities",
    "please share with charities",
    "I asked Steve Thorn about it",
    "That's the CGI survey, 4,400 civil servants",
    "no? ok then",
    "",
]
REPEATED = [
    "> what share with local government?",
    "He wrote:\n> which barrier is the biggest?",
    "`what share with local government?`",
    "<https://example.org/share|what share with councils?>",
]
AMONG_PEOPLE = ["Did you send the figures to Steve?", "Does your team share with councils?", "Shall I share it?"]


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("text", ASKED)
def test_a_question_may_be_meant_for_it(text: str, is_known: bool) -> None:
    assert may_be_asked(text, is_known=is_known)


@pytest.mark.parametrize("text", ASKED_ON)
def test_whoever_was_answered_asks_on_without_a_question_mark(text: str) -> None:
    assert [may_be_asked(text, is_known=known) for known in (True, False)] == [True, False]


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("text", [*SAID, *REPEATED, *AMONG_PEOPLE])
def test_what_is_only_said_or_repeated_or_asked_of_a_colleague_is_not(text: str, is_known: bool) -> None:
    assert not may_be_asked(text, is_known=is_known)
