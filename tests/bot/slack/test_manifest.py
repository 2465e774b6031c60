"""What Slack is told about the bot, held against what the bot does."""

import pytest
import yaml

from bot.config import ConfigError
from bot.slack.manifest import EVENTS, SCOPES, manifest
from tests.helpers.slack_api import SlackApi
from tests.helpers.slack_app import SlackBot
from tests.helpers.slack_events import click, command, direct_message, mention, whispered_click

# From Slack's reference: the scope that a method, an event or a feature needs; none for some.
SCOPE_OF = {
    "auth.test": None,
    "response_url": None,
    "chat.postMessage": "chat:write",
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "/survey": "commands",
}


def test_the_scopes_are_those_of_what_the_bot_does(slack: SlackApi, bot: SlackBot) -> None:
    bot.hear(mention())
    bot.hear(direct_message())
    bot.hear(command("who shares?", slack.response_url))
    bot.hear(click("suggest_0", "who shares?", message={"ts": "1.1"}))
    bot.hear(whispered_click("share", "who shares?", slack.response_url))
    bot.settle()
    needed = {SCOPE_OF[used] for used in {*slack.methods(), *EVENTS, "/survey"}}
    assert needed - {None} == set(SCOPES)


def test_every_event_asked_for_is_answered(slack: SlackApi, bot: SlackBot) -> None:
    bodies = {"app_mention": mention(), "message.im": direct_message()}
    for event in EVENTS:
        bot.hear(bodies[event])
    assert slack.wait_for("chat.postMessage", len(EVENTS))


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


def test_people_can_write_to_the_bot() -> None:
    home = yaml.safe_load(manifest())["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)
