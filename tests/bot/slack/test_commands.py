"""The slash command through the real app."""

from bot.context import Context
from bot.reply import Reply, Status
from tests.bot.replies import a_reply
from tests.helpers import block_kit
from tests.helpers.slack_api import RESPONSE_URL, SlackApi
from tests.helpers.slack_app import SlackBot
from tests.helpers.slack_events import command


def test_the_command_is_answered_to_the_one_who_typed_it(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(command("who shares?", slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    assert (call.args["response_type"], call.args["replace_original"]) == ("ephemeral", False)
    assert "'who shares?'" in call.text


def test_the_command_is_acknowledged_without_words(slack: SlackApi, bot: SlackBot) -> None:
    response = bot.hear(command("who shares?", slack.response_url))
    assert (response.status, response.body) == (200, "")


def test_the_command_alone_asks_for_help(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(command("  ", slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    assert "'help'" in call.text


def test_a_short_word_is_a_question_like_any_other(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(command("stats", slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    assert "'stats'" in call.text


def test_an_answer_can_be_shared_by_its_question_alone(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(command("who shares?", slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    assert block_kit.buttons(call.blocks) == {"share": "who shares?"}


def test_an_answer_in_a_private_conversation_cannot_be_shared(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(command("who shares?", slack.response_url, channel_name="directmessage"))
    [call] = slack.wait_for(RESPONSE_URL)
    assert block_kit.buttons(call.blocks) == {}


def test_a_question_too_long_for_a_button_cannot_be_shared(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(command("who? " * 500, slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    assert block_kit.buttons(call.blocks) == {}


def test_the_bot_asking_back_cannot_be_shared(slack: SlackApi) -> None:
    def unsure(question: str, context: Context) -> Reply:
        return a_reply(question=question, status=Status.CLARIFY, suggestions=("who shares?",))

    bot = SlackBot(slack, unsure)
    bot.hear(command("who?", slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    bot.pool.shutdown()
    assert block_kit.buttons(call.blocks) == {"suggest_0": "who shares?"}


def test_another_command_is_accepted_and_left_alone(slack: SlackApi, bot: SlackBot) -> None:
    response = bot.hear(command("hello", slack.response_url) | {"command": "/other"})
    bot.settle()
    assert (response.status, slack.calls(RESPONSE_URL)) == (200, [])
