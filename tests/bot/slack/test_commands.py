"""The slash command in a Slack as strict as the real one."""

import pytest

from bot.config import Mode
from bot.context import Ask, Context
from bot.reply import Reply, Status
from bot.sandbox import payloads
from bot.sandbox.model import Channel
from bot.sandbox.workspace import MEMBER
from tests.bot.replies import a_reply, echo
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import DM, GENERAL, Json, on


def unsure(question: str, context: Context) -> Reply:
    return a_reply(question=question, status=Status.CLARIFY, suggestions=("who shares?",))


def whispered(bot: Bot, question: str, channel: str = GENERAL) -> Json:
    """Return what the command is answered with."""
    bot.hands.command(f"/survey {question}", channel=channel)
    bot.hands.wait("call", "response_url")
    [answer] = bot.hands.from_the_app(channel)
    return answer


def test_the_command_is_acknowledged_without_words(bot: Bot) -> None:
    whispered(bot, "who shares?")
    [acknowledged] = bot.hands.entries("acknowledged", "/survey")
    assert acknowledged["body"]["answer"] is None


@pytest.mark.parametrize(("typed", "asked"), [("", "help"), ("stats", "stats"), ("R&D < 5%?", "R&D < 5%?")])
def test_what_follows_the_command_is_the_question(bot: Bot, typed: str, asked: str) -> None:
    shown = whispered(bot, typed)["text"].replace("&lt;", "<").replace("&amp;", "&")
    assert f"You asked {asked!r}" in shown


@pytest.mark.parametrize(
    ("ask", "question", "channel", "buttons"),
    [
        (echo, "who shares?", GENERAL, ["Share in channel"]),
        (echo, "who shares?", DM, []),
        (echo, "who? " * 500, GENERAL, []),
        (unsure, "who?", GENERAL, ["who shares?", "None of these", "Teach me this"]),
    ],
    ids=["an answer", "where nobody else is", "too long for a button", "the bot asking back"],
)
def test_an_answer_can_be_shared_where_that_has_a_meaning(
    ask: Ask, question: str, channel: str, buttons: list[str]
) -> None:
    with bot_in_a_sandbox(ask, Mode.HTTP) as bot:
        assert [each.label for each in on(whispered(bot, question, channel))] == buttons


def test_another_command_is_accepted_and_left_alone(bot: Bot) -> None:
    other = payloads.command("/other", "hello", MEMBER, Channel(id=GENERAL, name="general"))
    response = bot.hear(other)  # Slack sends none that is not in the manifest
    bot.settle()
    assert (response.status, bot.hands.from_the_app()) == (200, [])
