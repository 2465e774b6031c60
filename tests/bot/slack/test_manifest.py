"""What Slack is told about the bot, held against what the bot does."""

import pytest
import yaml

from bot.config import ConfigError
from bot.render.blocks import compose
from bot.sandbox.methods.registry import METHODS
from bot.slack.manifest import EVENTS, SCOPES, manifest
from bot.slack.payloads import Conversation
from bot.slack.sending import deliver
from tests.bot.replies import a_reply, a_sheet
from tests.helpers.bots import Bot
from tests.helpers.sandbox import DM, SAM, buttons, on

# From Slack's reference: the scope that an event or a feature needs; none for some.
SCOPE_OF = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "/survey": "commands",
}


def test_the_scopes_and_events_are_those_of_what_the_bot_does(bot: Bot) -> None:
    bot.hands.say("@surveybot who shares?")
    bot.hands.say("who shares?", channel=DM)
    bot.hands.command("/survey who shares?")
    bot.hands.do("open_home", user=SAM)
    bot.hands.wait("home")
    bot.settle()
    home = bot.hands.do("home", user=SAM)
    bot.hands.click(buttons(home["blocks"], view_id=home["id"])[-1])
    bot.hands.click(on(bot.hands.from_the_app()[-1])[-1])
    bot.settle()
    deliver(bot.app.client, Conversation(channel=DM, thread=None), compose(a_reply(attachment=a_sheet())))
    called = {each["what"] for each in bot.hands.entries("call")} - {"response_url"}
    needed = {scope for method in called for scope in METHODS[method].scopes[:1]}
    assert needed | {SCOPE_OF[used] for used in (*EVENTS, "/survey")} - {None} == set(SCOPES)
    assert {"chat.postMessage", "views.publish", "views.open"} <= called


def test_by_socket_no_address_is_given() -> None:
    assert "url" not in manifest("socket")
    assert yaml.safe_load(manifest("socket"))["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("url", ["https://bot.example", "https://bot.example/", "https://bot.example/slack/events"])
def test_by_http_everything_goes_to_one_address(url: str) -> None:
    read = yaml.safe_load(manifest("http", url))
    addresses = {
        read["settings"]["event_subscriptions"]["request_url"],
        read["settings"]["interactivity"]["request_url"],
        *(each["url"] for each in read["features"]["slash_commands"]),
    }
    assert (addresses, read["settings"]["socket_mode_enabled"]) == ({"https://bot.example/slack/events"}, False)


@pytest.mark.parametrize("url", [None, "http://bot.example", "bot.example"])
def test_by_http_a_public_https_address_is_needed(url: str | None) -> None:
    with pytest.raises(ConfigError, match="--url https://"):
        manifest("http", url)


def test_people_can_write_to_the_bot_and_look_at_its_home() -> None:
    home = yaml.safe_load(manifest())["features"]["app_home"]
    shown = (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"], home["home_tab_enabled"])
    assert shown == (True, False, True)
