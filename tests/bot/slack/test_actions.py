"""Clicks on buttons through the real app."""

from concurrent.futures import ThreadPoolExecutor

from tests.helpers import block_kit
from tests.helpers.slack_api import BOT, RESPONSE_URL, SlackApi, refusal
from tests.helpers.slack_app import SlackBot
from tests.helpers.slack_events import click, whispered_click

STARTED = {"ts": "1700000001.000100"}
REPLY = {"ts": "1700000002.000100", "thread_ts": "1700000001.000100"}


def test_a_suggestion_in_a_thread_is_answered_in_that_thread(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(click("suggest_0", "who shares?", message=REPLY))
    [call] = slack.wait_for("chat.postMessage")
    assert (call.args["channel"], call.args["thread_ts"]) == ("C1", "1700000001.000100")
    assert "'who shares?'" in call.text


def test_a_suggestion_in_a_channel_starts_a_thread(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(click("suggest_1", "who shares?", message=STARTED))
    [call] = slack.wait_for("chat.postMessage")
    assert call.args["thread_ts"] == "1700000001.000100"


def test_a_suggestion_in_a_private_conversation_is_answered_beside_it(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(click("suggest_0", "who shares?", message=STARTED, channel="D1"))
    [call] = slack.wait_for("chat.postMessage")
    assert call.args.get("thread_ts") is None


def test_others_see_who_asked_what(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(click("suggest_0", "who <!channel> shares?", message=STARTED))
    [call] = slack.wait_for("chat.postMessage")
    assert block_kit.words(call.blocks[0]) == "Asked by <@U2>:\nwho <!channel> shares?"
    assert "<!channel>" not in block_kit.formatted(call.blocks)


def test_a_suggestion_in_a_whispered_answer_takes_its_place(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(whispered_click("suggest_0", "who shares?", slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    assert (call.args["replace_original"], block_kit.buttons(call.blocks)) == (True, {"share": "who shares?"})
    assert slack.calls("chat.postMessage") == []


def test_a_shared_answer_is_posted_in_the_channel_with_its_question(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(whispered_click("share", "who shares?", slack.response_url))
    [call] = slack.wait_for("chat.postMessage")
    assert (call.args["channel"], call.args.get("thread_ts")) == ("C1", None)
    assert block_kit.words(call.blocks[0]) == "Asked by <@U2>:\nwho shares?"


def test_a_shared_answer_loses_its_button(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(whispered_click("share", "who shares?", slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    assert (call.args["replace_original"], block_kit.buttons(call.blocks)) == (True, {})
    assert "Shared in this channel" in block_kit.words(call.blocks)


def test_clicking_share_many_times_shares_once(slack: SlackApi, bot: SlackBot) -> None:
    with ThreadPoolExecutor(8) as clicks:
        for _ in range(8):
            clicks.submit(bot.hear, whispered_click("share", "who shares?", slack.response_url))
    bot.settle()
    assert len(slack.calls("chat.postMessage")) == 1


def test_the_next_answer_in_the_same_whisper_can_be_shared_too(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(whispered_click("share", "who shares?", slack.response_url))
    bot.hear(whispered_click("share", "and who does not?", slack.response_url))
    assert len(slack.wait_for("chat.postMessage", 2)) == 2


def test_where_the_bot_is_not_invited_it_says_how_to_invite_it(slack: SlackApi, bot: SlackBot) -> None:
    slack.plan("chat.postMessage", refusal("not_in_channel"))
    bot.hear(whispered_click("share", "who shares?", slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    assert f"`/invite` <@{BOT}>" in call.text
    assert call.args["replace_original"] is False


def test_sharing_can_be_tried_again_once_the_bot_is_invited(slack: SlackApi, bot: SlackBot) -> None:
    slack.plan("chat.postMessage", refusal("channel_not_found"))
    bot.hear(whispered_click("share", "who shares?", slack.response_url))
    bot.settle()
    bot.hear(whispered_click("share", "who shares?", slack.response_url))
    assert len(slack.wait_for("chat.postMessage", 2)) == 2


def test_sharing_can_be_tried_again_after_slack_failed(slack: SlackApi, bot: SlackBot) -> None:
    slack.plan("chat.postMessage", refusal("fatal_error"))
    bot.hear(whispered_click("share", "who shares?", slack.response_url))
    bot.settle()
    bot.hear(whispered_click("share", "who shares?", slack.response_url))
    assert len(slack.wait_for("chat.postMessage", 2)) == 2
