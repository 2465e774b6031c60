"""What happens when something goes wrong, in a Slack as strict as the real one."""

import time
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot.config import Mode
from bot.context import Context
from bot.reply import Reply
from bot.sandbox import payloads
from bot.sandbox.model import Channel
from bot.sandbox.workspace import MEMBER
from tests.bot.replies import a_reply
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import DM, GENERAL, SAM, Json, on

SECRET_WORDS = "the minister's own words"
SORRY = "Something went wrong (ref "


def broken(question: str, context: Context) -> Reply:
    """Answer the first question of a conversation, and fail at what was suggested there."""
    if question == "who?":
        return a_reply(question=question, suggestions=(SECRET_WORDS,))
    raise RuntimeError(f"cannot answer {question!r}")


@pytest.fixture
def failing() -> Iterator[Bot]:
    with bot_in_a_sandbox(broken, Mode.HTTP) as bot:
        yield bot


def told(bot: Bot, channel: str = GENERAL, thread: str | None = None) -> Json:
    """Return the last thing the app said once it has nothing left to do."""
    bot.hands.wait("call")
    bot.settle()
    return bot.hands.from_the_app(channel, thread=thread)[-1]


def test_a_mention_that_fails_gets_a_reference_in_its_thread(failing: Bot) -> None:
    said = failing.hands.say(f"@surveybot {SECRET_WORDS}")
    assert told(failing, thread=said["ts"])["text"].startswith(SORRY)


def test_a_direct_message_that_fails_gets_a_reference_in_its_thread(failing: Bot) -> None:
    said = failing.hands.say(SECRET_WORDS, channel=DM)
    answer = told(failing, DM, thread=said["ts"])
    assert (answer["text"].startswith(SORRY), answer["thread_ts"]) == (True, said["ts"])


def test_a_command_that_fails_gets_a_reference_in_a_whisper(failing: Bot) -> None:
    failing.hands.command(f"/survey {SECRET_WORDS}")
    answer = told(failing)
    assert (answer["text"].startswith(SORRY), answer["ephemeral_to"]) == (True, SAM)


def test_a_click_that_fails_gets_a_reference_in_a_whisper(failing: Bot) -> None:
    said = failing.hands.say("@surveybot who?")
    failing.hands.click(on(told(failing, thread=said["ts"]))[0])
    answer = told(failing)
    assert (answer["text"].startswith(SORRY), answer["ephemeral_to"]) == (True, SAM)


def test_what_fails_at_once_is_acknowledged_all_the_same(failing: Bot) -> None:
    body = payloads.command("/survey", "now?", MEMBER, Channel(id=GENERAL, name="general"))
    begun = time.monotonic()
    response = failing.hear(body)  # without the response_url that Slack sends: to tell the person takes a while itself
    assert (response.status, response.body, time.monotonic() - begun < 2) == (200, "", True)


def test_nobody_is_shown_the_error(failing: Bot) -> None:
    said = failing.hands.say(f"@surveybot {SECRET_WORDS}")
    assert "cannot answer" not in str(told(failing, thread=said["ts"]))


def test_the_log_holds_the_reference_and_the_place_but_not_the_question(failing: Bot) -> None:
    with capture_logs() as logged:
        said = failing.hands.say(f"@surveybot {SECRET_WORDS}")
        answer = told(failing, thread=said["ts"])
    [entry] = [entry for entry in logged if entry["event"] == "failed"]
    assert f"(ref {entry['ref']})" in answer["text"]
    assert (entry["error"], entry["trail"][-1].split()[-1]) == ("RuntimeError", "broken")
    assert SECRET_WORDS not in str(logged)


def test_an_answer_is_logged_by_its_kind_and_not_by_its_words(bot: Bot) -> None:
    with capture_logs() as logged:
        bot.hands.command(f"/survey {SECRET_WORDS}")
        told(bot)
    [entry] = [entry for entry in logged if entry["event"] == "answered"]
    assert set(entry) == {"event", "log_level", "surface", "intent", "status", "ms"}
    assert SECRET_WORDS not in str(logged)


def test_the_bot_lives_on_when_it_cannot_even_say_sorry(failing: Bot) -> None:
    failing.hands.harm("error", "chat.postMessage", error="fatal_error")
    with capture_logs() as logged:
        failing.hands.say(f"@surveybot {SECRET_WORDS}")
        failing.hands.wait("call", "chat.postMessage")
        failing.settle()
    failing.hands.say("who?", channel=DM)
    failing.hands.wait("call", "chat.postMessage", count=2)
    assert [entry["slack"] for entry in logged if entry["event"] == "not_told"] == ["fatal_error"]
    assert len(failing.hands.entries("call", "chat.postMessage")) == 2


@pytest.mark.parametrize(
    ("fault", "word"),
    [({"harm": "status", "status": 404}, "http_404"), ({"harm": "error", "error": "no_text"}, "no_text")],
    ids=["gone", "refused"],
)
def test_a_whisper_that_slack_does_not_take_is_logged(bot: Bot, fault: Json, word: str) -> None:
    bot.hands.do("break_next", fault={"at": "response_url", "times": 2, **fault})
    with capture_logs() as logged:
        bot.hands.command("/survey who shares?")
        bot.hands.wait("call", "response_url", count=2)
        bot.settle()
    assert [entry["slack"] for entry in logged if entry["event"] in {"failed", "not_told"}] == [word] * 2


def test_slack_refusing_an_answer_is_logged_by_slacks_own_word(bot: Bot) -> None:
    bot.hands.harm("error", "chat.postMessage", error="is_archived")
    with capture_logs() as logged:
        bot.hands.say("@surveybot who shares?")
        bot.hands.wait("call", "chat.postEphemeral")
        bot.settle()
    assert [entry["slack"] for entry in logged if entry["event"] == "failed"] == ["is_archived"]
