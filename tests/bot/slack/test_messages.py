"""Mentions and direct messages in a Slack as strict as the real one."""

import time

import pytest

from bot.config import Mode
from bot.records import Posting
from bot.sandbox import payloads
from bot.sandbox.model import Kind, Message
from bot.sandbox.workspace import BOT_USER, TEAM
from tests.bot.replies import echo
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import DM, GENERAL, SAM, Hands, Json, words

SAID = {"type": "message", "channel": DM, "channel_type": "im", "user": SAM, "text": "who shares?", "ts": "17.1"}


def the_answer(bot: Bot, channel: str = GENERAL, thread: str | None = None) -> Json:
    """Return the only thing the app said."""
    bot.hands.wait("call", "chat.postMessage")
    bot.settle()
    [answer] = bot.hands.from_the_app(channel, thread=thread)
    return answer


def test_a_mention_is_answered_in_a_thread_of_its_own(bot: Bot) -> None:
    said = bot.hands.say("@surveybot who shares?")
    assert "'who shares?'" in the_answer(bot, thread=said["ts"])["text"]


def test_a_mention_in_a_thread_is_answered_in_that_thread(bot: Bot) -> None:
    first = bot.hands.say("What do we know?")
    bot.hands.say("@surveybot who shares?", thread_ts=first["ts"])
    assert the_answer(bot, thread=first["ts"])["thread_ts"] == first["ts"]


def test_a_direct_message_is_answered_in_its_thread(bot: Bot) -> None:
    said = bot.hands.say("who shares?", channel=DM)
    assert the_answer(bot, DM, thread=said["ts"])["thread_ts"] == said["ts"]


def test_a_direct_message_in_a_thread_is_answered_in_that_thread(bot: Bot) -> None:
    first = bot.hands.say("who shares?", channel=DM)
    bot.hands.wait("call", "chat.postMessage")
    bot.hands.say("and who does not?", channel=DM, thread_ts=first["ts"])
    bot.hands.wait("call", "chat.postMessage", count=2)
    assert [each["thread_ts"] for each in bot.hands.from_the_app(DM, thread=first["ts"])] == [first["ts"]] * 2


def test_the_core_is_told_which_conversation_it_is(bot: Bot) -> None:
    said = bot.hands.say("@surveybot who shares?")
    assert f"{TEAM}:{GENERAL}:{said['ts']}" in the_answer(bot, thread=said["ts"])["text"]


def test_the_core_hears_what_was_typed_and_not_how_slack_writes_it(bot: Bot) -> None:
    said = bot.hands.say("@surveybot R&D < 5%?")
    assert "'R&D < 5%?'" in words(the_answer(bot, thread=said["ts"])["blocks"])


def test_links_in_an_answer_do_not_unfold(hands: Hands) -> None:
    hands.say("@surveybot who shares?")
    [call] = hands.wait("call", "chat.postMessage")
    unfolding = {str(call["body"]["args"][name]) for name in ("unfurl_links", "unfurl_media")}
    assert unfolding <= {"0", "False"}


def test_a_bare_mention_asks_for_help(bot: Bot) -> None:
    said = bot.hands.say("@surveybot")
    assert "'help'" in the_answer(bot, thread=said["ts"])["text"]


def test_a_mention_that_comes_as_two_events_is_answered_when_the_message_comes_first(bot: Bot) -> None:
    said = Message(ts="17.1", channel=GENERAL, user=SAM, text=f"<@{BOT_USER}> who shares?")
    for event in (payloads.said(said, Kind.CHANNEL), payloads.mentioned(said)):  # the sandbox sends the mention first
        bot.hear(payloads.event(event, time.time()))
    bot.settle()
    assert len(bot.hands.entries("call", "chat.postMessage")) == 1


def test_one_message_that_is_both_direct_and_a_mention_is_answered_once(bot: Bot) -> None:
    said = Message(ts="17.1", channel=DM, user=SAM, text=f"<@{BOT_USER}> who shares?")
    for event in (payloads.said(said, Kind.DM), payloads.mentioned(said)):  # the sandbox sends one of them
        bot.hear(payloads.event(event, time.time()))
    bot.settle()
    assert len(bot.hands.entries("call", "chat.postMessage")) == 1


def test_a_redelivery_of_something_never_seen_is_answered(bot: Bot) -> None:
    bot.hands.harm("cut", "events_api")
    said = bot.hands.say("@surveybot who shares?")
    assert the_answer(bot, thread=said["ts"])
    assert [each["body"]["attempt"] for each in bot.hands.entries("delivery", "app_mention")] == [0, 1]


def test_the_same_words_said_twice_are_answered_twice(hands: Hands) -> None:
    said = [hands.say("@surveybot who shares?") for _ in range(2)]
    hands.wait("message", GENERAL, count=4)
    assert [len(hands.from_the_app(thread=each["ts"])) for each in said] == [1, 1]


@pytest.mark.parametrize("verb", ["edit", "delete"])
def test_a_question_that_is_changed_or_taken_back_is_not_asked_again(bot: Bot, verb: str) -> None:
    said = bot.hands.say("who shares?", channel=DM)
    the_answer(bot, DM, thread=said["ts"])
    changed = {"text": "who does not?"} if verb == "edit" else {}
    bot.hands.do(verb, user=SAM, channel=DM, ts=said["ts"], **changed)
    bot.settle()
    assert len(bot.hands.entries("call", "chat.postMessage")) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"bot_id": "B9"},
        {"hidden": True},
        {"user": ""},
        {"user": BOT_USER},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
        {"type": "app_mention", "bot_id": "B9"},
    ],
    ids=str,
)
def test_what_nobody_asked_the_bot_is_left_alone(bot: Bot, other: Json) -> None:
    bot.hands.do("event", subscription="message.im", event={**SAID, **other})
    bot.hands.wait("acknowledged")
    bot.settle()
    assert bot.hands.entries("call", "chat.postMessage") == []


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_question_with_a_file_or_shown_to_the_channel_is_answered(bot: Bot, subtype: str) -> None:
    bot.hands.do("event", subscription="message.im", event={**SAID, "subtype": subtype})
    assert the_answer(bot, DM)


def test_an_event_the_bot_does_not_know_is_accepted() -> None:
    with bot_in_a_sandbox(echo, Mode.HTTP, also=("reaction_added",)) as bot:
        said = bot.hands.say("Well.")
        bot.hands.do("react", user=SAM, channel=GENERAL, ts=said["ts"], emoji="eyes")
        assert bot.hands.wait("acknowledged", "reaction_added")


def test_a_question_that_another_replica_still_answers_is_corrected_once_its_reply_stands(bot: Bot) -> None:
    said = bot.hands.say("who shares?", channel=DM)
    reply = the_answer(bot, DM, thread=said["ts"])
    now = time.time()
    elsewhere, changed = f"{now:.6f}", f"{now + 1:.6f}"
    message = {"type": "message", "user": SAM, "text": "who does not?", "ts": elsewhere, "edited": {"ts": changed}}
    event: Json = {"type": "message", "subtype": "message_changed", "channel": DM, "channel_type": "im", "ts": changed}
    before = {**message, "text": "who shares?"}
    event = {**event, "message": message, "previous_message": before}
    bot.hear({"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event})
    bot.settle()
    posting = Posting(team=TEAM, channel=DM, ts=reply["ts"], asker=SAM, thread=reply["ts"], question=elsewhere)
    bot.store.postings.keep(posting)
    bot.hands.wait("call", "chat.update")
    assert "'who does not?'" in bot.sandbox.slack.workspace.message(DM, reply["ts"]).text
