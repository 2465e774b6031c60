"""The whole bot behind Slack: the real app, the real core, the shipped survey, a Slack on the loopback."""

from collections.abc import Iterator

import pytest

from bot.context import Ask
from bot.wiring import asker, load
from tests.helpers import block_kit
from tests.helpers.slack_api import RESPONSE_URL, SlackApi
from tests.helpers.slack_app import SlackBot
from tests.helpers.slack_events import command, direct_message, event, mention, whispered_click

LOCAL = "31% of civil servants surveyed said they share data with local government."


@pytest.fixture(scope="module")
def ask() -> Ask:
    return asker(load())


@pytest.fixture
def slack() -> Iterator[SlackApi]:
    with SlackApi() as slack:
        yield slack


@pytest.fixture
def bot(slack: SlackApi, ask: Ask) -> SlackBot:
    return SlackBot(slack, ask)


def test_a_mention_gets_the_figure_its_base_and_its_source_in_the_thread(slack: SlackApi, bot: SlackBot) -> None:
    said = mention("what share with local government?", ts="1700000000.000100")
    bot.hear(said)
    [call] = slack.wait_for("chat.postMessage")
    assert call.args["thread_ts"] == "1700000000.000100"
    assert call.text.startswith(LOCAL)
    shown = block_kit.words(call.blocks)
    for part in (
        "about 4,400 UK civil servants",
        "only 31% said they share data",
        "Steve Thorn",
        "LocalGov, 29 January",
    ):
        assert part in shown


def test_a_mention_that_comes_as_message_too_is_answered_once(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention("councils?", ts="1700000001.000100"))
    bot.hear(event("message", "<@UBOT> councils?", ts="1700000001.000100", channel_type="channel"))
    bot.settle()
    assert [call.text.startswith(LOCAL) for call in slack.calls("chat.postMessage")] == [True]


def test_a_direct_message_is_answered(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(direct_message("obstacles??"))
    [call] = slack.wait_for("chat.postMessage")
    assert all(share in call.text for share in ("49%", "38%", "33%"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("stats", ("83%", "82%", "71%", "49%", "38%", "33%", "31%", "29%", "26%", "8%")),
        ("barriers", ("49%", "38%", "33%")),
        ("priorities", ("83%", "82%")),
        ("quote", ("Steve Thorn",)),
        ("help", ("I answer questions",)),
        ("", ("I answer questions",)),
        ("what % of women share with councils", ("women",)),
    ],
)
def test_the_command_answers_to_the_one_who_asked(
    slack: SlackApi, bot: SlackBot, typed: str, told: tuple[str, ...]
) -> None:
    bot.hear(command(typed, slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    assert call.args["response_type"] == "ephemeral"
    assert [part for part in told if part not in call.text] == []


def test_a_shared_answer_is_the_same_and_names_the_asker(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(whispered_click("share", "what share with local government?", slack.response_url))
    [call] = slack.wait_for("chat.postMessage")
    assert call.text.startswith(LOCAL)
    assert "<@U" in block_kit.words(call.blocks)


def test_nobody_is_pinged_by_what_somebody_typed(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention("<!channel> <!here> <@U999> <!subteam^S1> 31% of &lt;!everyone&gt; share with councils"))
    [call] = slack.wait_for("chat.postMessage")
    sent = call.text + block_kit.words(call.blocks)
    assert [mark for mark in ("<!", "<@U999", "<!subteam") if mark in sent] == []
