"""Mentions and direct messages through the real app."""

import pytest

from tests.helpers import block_kit
from tests.helpers.slack_api import BOT, SlackApi, rate_limited, refusal
from tests.helpers.slack_app import SlackBot
from tests.helpers.slack_events import Said, direct_message, event, mention


def test_a_mention_is_answered_in_a_thread_of_its_own(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention("who shares?", ts="1700000001.000100"))
    [call] = slack.wait_for("chat.postMessage")
    assert (call.args["channel"], call.args["thread_ts"]) == ("C1", "1700000001.000100")
    assert "'who shares?'" in call.text


def test_a_mention_in_a_thread_is_answered_in_that_thread(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention(ts="1700000002.000100", thread_ts="1700000001.000100"))
    [call] = slack.wait_for("chat.postMessage")
    assert call.args["thread_ts"] == "1700000001.000100"


def test_a_direct_message_is_answered_beside_it(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(direct_message())
    [call] = slack.wait_for("chat.postMessage")
    assert (call.args["channel"], call.args.get("thread_ts")) == ("D1", None)


def test_a_direct_message_in_a_thread_is_answered_in_that_thread(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(direct_message(thread_ts="1700000001.000100"))
    [call] = slack.wait_for("chat.postMessage")
    assert call.args["thread_ts"] == "1700000001.000100"


def test_the_core_is_told_which_conversation_it_is(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention(thread_ts="1700000001.000100"))
    [call] = slack.wait_for("chat.postMessage")
    assert "T1:C1:1700000001.000100" in call.text


def test_the_core_hears_what_was_typed_and_not_how_slack_writes_it(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention("R&amp;D &lt; 5%?"))
    [call] = slack.wait_for("chat.postMessage")
    assert "'R&D < 5%?'" in block_kit.words(call.blocks)


def test_links_in_an_answer_do_not_unfold(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention())
    [call] = slack.wait_for("chat.postMessage")
    assert str(call.args["unfurl_links"]) in {"0", "False"}
    assert str(call.args["unfurl_media"]) in {"0", "False"}


def test_a_bare_mention_asks_for_help(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(event("app_mention", text=f"<@{BOT}>"))
    [call] = slack.wait_for("chat.postMessage")
    assert "'help'" in call.text


def test_a_mention_that_comes_as_two_events_is_answered_once(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention(ts="1700000001.000100"))
    bot.hear(event("message", text=f"<@{BOT}> who shares?", channel_type="channel", ts="1700000001.000100"))
    bot.settle()
    assert len(slack.calls("chat.postMessage")) == 1


def test_a_mention_that_comes_as_two_events_is_answered_when_the_message_comes_first(
    slack: SlackApi, bot: SlackBot
) -> None:
    bot.hear(event("message", text=f"<@{BOT}> who shares?", channel_type="channel", ts="1700000001.000100"))
    bot.hear(mention(ts="1700000001.000100"))
    bot.settle()
    assert len(slack.calls("chat.postMessage")) == 1


def test_one_message_that_is_both_direct_and_a_mention_is_answered_once(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(direct_message(ts="1700000001.000100"))
    bot.hear(mention(channel="D1", ts="1700000001.000100"))
    bot.settle()
    assert len(slack.calls("chat.postMessage")) == 1


def test_an_event_that_comes_again_is_answered_once(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention(event_id="Ev-again", ts="1700000001.000100"))
    response = bot.hear(mention(event_id="Ev-again", ts="1700000001.000100"), {"x-slack-retry-num": "1"})
    bot.settle()
    assert (len(slack.calls("chat.postMessage")), response.status) == (1, 200)


def test_a_redelivery_of_something_never_seen_is_answered(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention(), {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"})
    assert slack.wait_for("chat.postMessage")


def test_the_same_words_said_twice_are_answered_twice(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention("who shares?"))
    bot.hear(mention("who shares?"))
    assert len(slack.wait_for("chat.postMessage", 2)) == 2


@pytest.mark.parametrize(
    "said",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"bot_id": "B9"},
        {"hidden": True},
        {"user": ""},
        {"user": BOT},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
    ],
    ids=str,
)
def test_what_nobody_asked_the_bot_is_left_alone(slack: SlackApi, bot: SlackBot, said: Said) -> None:
    response = bot.hear(direct_message(**said))
    bot.settle()
    assert (slack.calls("chat.postMessage"), response.status) == ([], 200)


def test_a_bot_that_mentions_the_bot_is_left_alone(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention(bot_id="B9"))
    bot.settle()
    assert slack.calls("chat.postMessage") == []


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_question_with_a_file_or_shown_to_the_channel_is_answered(
    slack: SlackApi, bot: SlackBot, subtype: str
) -> None:
    bot.hear(direct_message(subtype=subtype))
    assert slack.wait_for("chat.postMessage")


def test_an_event_the_bot_does_not_know_is_accepted(slack: SlackApi, bot: SlackBot) -> None:
    assert bot.hear(event("reaction_added")).status == 200


def test_an_answer_waits_when_slack_says_not_yet(slack: SlackApi, bot: SlackBot) -> None:
    slack.plan("chat.postMessage", rate_limited())
    bot.hear(mention())
    assert len(slack.wait_for("chat.postMessage", 2)) == 2


def test_an_answer_goes_out_as_plain_text_when_slack_will_not_have_its_blocks(slack: SlackApi, bot: SlackBot) -> None:
    slack.plan("chat.postMessage", refusal("invalid_blocks"))
    bot.hear(mention())
    first, second = slack.wait_for("chat.postMessage", 2)
    assert (bool(first.blocks), second.blocks, second.text) == (True, [], first.text)
