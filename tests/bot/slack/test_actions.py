"""Clicks on buttons in a Slack as strict as the real one."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog.testing

from bot.config import Mode
from bot.context import Context
from bot.records import Outcome
from bot.reply import Reply, Status
from bot.sandbox.workspace import TEAM
from tests.bot.replies import a_reply
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import ALEX, DM, GENERAL, RANDOM, SAM, Button, Json, on, words

SHARE = "Share in channel"
MORE = "and who <!channel> does not?"
PRIVATE = "G0CLOSED"


def offering(question: str, context: Context) -> Reply:
    """Answer any question with itself, and offer another."""
    return a_reply(question=question, headline=f"You asked {question!r}.", suggestions=(MORE,))


def asking_back(question: str, context: Context) -> Reply:
    """Ask back, whatever is asked."""
    return a_reply(question=question, headline="Which?", status=Status.CLARIFY, intent="count", suggestions=(MORE,))


@pytest.fixture
def bot() -> Iterator[Bot]:
    with bot_in_a_sandbox(offering, Mode.HTTP) as bot:
        yield bot


def labelled(message: Json, label: str, channel: str = GENERAL) -> Button:
    """Return a message's button with a label."""
    return next(each for each in on(message, channel) if each.label == label)


def whispered(bot: Bot, channel: str = GENERAL) -> Json:
    """Return what the command whispers."""
    bot.hands.command("/survey who shares?", channel=channel)
    bot.settle()
    return bot.hands.from_the_app(channel)[-1]


def press(bot: Bot, message: Json, label: str, channel: str = GENERAL, *, user: str = SAM) -> list[Json]:
    """Click a button, and return what the app has said in its channel then."""
    bot.hands.click(labelled(message, label, channel), user=user)
    bot.settle()
    return bot.hands.from_the_app(channel)


def formatted(found: object) -> list[str]:
    """Return the texts in which Slack reads marks."""
    if isinstance(found, Mapping):
        own = [str(found["text"])] if found.get("type") == "mrkdwn" else []
        return own + [text for each in found.values() for text in formatted(each)]
    return [text for each in found for text in formatted(each)] if isinstance(found, list) else []


def test_none_of_these_is_noted_for_admins_and_not_in_the_log() -> None:
    with bot_in_a_sandbox(asking_back, Mode.HTTP) as bot, structlog.testing.capture_logs() as logs:
        said = bot.hands.say("@surveybot how many frobs?")
        bot.settle()
        press(bot, bot.hands.from_the_app(thread=said["ts"])[0], "None of these")
        told = bot.hands.from_the_app(thread=said["ts"])[-1]
        [entry] = bot.store.asked.open(TEAM, 10)
    assert ("is noted" in told["text"], told["ephemeral_to"]) == (True, SAM)
    assert (entry.outcome, entry.question, entry.intent) == (Outcome.NONE_OF_THESE, "how many frobs?", "count")
    noted = [entry for entry in logs if entry["event"] == "none_of_these"]
    assert [(entry["intent"], "frobs" in str(logs)) for entry in noted] == [("count", False)]


def test_a_shared_answer_stands_in_the_channel_and_a_suggestion_in_it_starts_a_thread(bot: Bot) -> None:
    _, shared = press(bot, whispered(bot), SHARE)
    press(bot, shared, MORE, user=ALEX)
    _, answer = bot.hands.from_the_app(thread=shared["ts"])
    assert ("thread_ts" in shared, answer["thread_ts"]) == (False, shared["ts"])


def test_a_suggestion_in_a_private_conversation_is_answered_in_its_thread(bot: Bot) -> None:
    said = bot.hands.say("who shares?", channel=DM)
    bot.settle()
    press(bot, bot.hands.from_the_app(DM, thread=said["ts"])[0], MORE, DM)
    assert [each["thread_ts"] for each in bot.hands.from_the_app(DM, thread=said["ts"])] == [said["ts"]] * 2


def test_others_see_who_asked_what_and_are_not_pinged_by_it(bot: Bot) -> None:
    said = bot.hands.say("@surveybot who shares?")
    bot.hands.wait("call", "chat.postMessage")
    press(bot, bot.hands.from_the_app(thread=said["ts"])[0], MORE, user=ALEX)
    asked = bot.hands.from_the_app(thread=said["ts"])[-1]["blocks"]
    assert words(asked[0]) == f"Asked by <@{ALEX}>: {MORE}"
    assert [text for text in formatted(asked) if "<!" in text] == []


def test_a_suggestion_in_a_whispered_answer_takes_its_place(bot: Bot) -> None:
    [answer] = press(bot, whispered(bot), MORE)
    assert (MORE in answer["text"].replace("&lt;", "<").replace("&gt;", ">"), answer["ephemeral_to"]) == (True, SAM)
    assert bot.hands.entries("call", "chat.postMessage") == []


def test_a_shared_answer_says_so_to_the_one_who_shared_it(bot: Bot) -> None:
    answer, _ = press(bot, whispered(bot), SHARE)
    assert ("Shared in this channel." in words(answer["blocks"]), [each.label for each in on(answer)]) == (True, [MORE])


def test_clicking_share_many_times_at_once_shares_once(bot: Bot) -> None:
    share = labelled(whispered(bot), SHARE)
    bot.hands.harm("late", "chat.postMessage", seconds=0.2)  # so that all clicks come before it is shared
    with ThreadPoolExecutor(4) as clicks:
        for _ in range(4):
            clicks.submit(bot.hands.click, share)
    bot.settle()
    assert len(bot.hands.entries("call", "chat.postMessage")) == 1


def test_what_was_shared_is_not_shared_again_because_its_button_stayed(bot: Bot) -> None:
    answer = whispered(bot)
    bot.hands.harm("status", "response_url", status=404)
    for _ in range(2):
        press(bot, answer, SHARE)
    assert len(bot.hands.entries("call", "chat.postMessage")) == 1


def test_the_next_answer_in_the_same_whisper_can_be_shared_too(bot: Bot) -> None:
    first, _ = press(bot, whispered(bot), SHARE)
    second, _ = press(bot, first, MORE)
    press(bot, second, SHARE)
    assert len(bot.hands.entries("call", "chat.postMessage")) == 2


@pytest.mark.parametrize("channel", [RANDOM, PRIVATE])
def test_sharing_can_be_tried_again_once_the_bot_is_invited(bot: Bot, channel: str) -> None:
    bot.hands.do("channel", id=channel, members=[SAM], kind="group" if channel == PRIVATE else "channel")
    answer = whispered(bot, channel)
    kept, told = press(bot, answer, SHARE, channel)
    bot.hands.do("invite", user=SAM, channel=channel)
    *_, shared = press(bot, kept, SHARE, channel)
    assert ("/invite" in told["text"], shared["ephemeral_to"]) == (True, None)


@pytest.mark.parametrize("label", [SHARE, MORE])
def test_what_slack_did_not_take_can_be_clicked_again(bot: Bot, label: str) -> None:
    message = press(bot, whispered(bot), SHARE)[-1] if label == MORE else whispered(bot)
    bot.hands.harm("error", "chat.postMessage", error="fatal_error")
    told = press(bot, message, label)[-1]
    press(bot, message, label)
    results = [each["body"]["result"] for each in bot.hands.entries("call", "chat.postMessage")]
    assert ("Something went wrong" in told["text"], results[-2:]) == (True, ["fatal_error", "ok"])
