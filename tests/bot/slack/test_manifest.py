"""What Slack is told about the bot, held against what the bot does and what Slack takes."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import ConfigError
from bot.context import Context
from bot.reply import Status
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.registration import MESSAGE_EVENTS, registered
from bot.slack import manifest as told
from bot.slack.manifest import EVENTS, SCOPES, UNINSTALLED, manifest
from bot.wiring import asker, load
from tests.helpers.bots import Bot
from tests.helpers.sandbox import DM, SAM, buttons, on

URL = "https://bot.example"
LISTENERS = Path(told.__file__).parent

# From Slack's reference: the right that an event or a feature needs; none for some.
SCOPE_OF = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "app_uninstalled": None,
    "tokens_revoked": None,
    "slash_commands": "commands",
    "shortcuts": "commands",
    "agent_view": "assistant:write",
    "app_home": None,
    "bot_user": None,
}
# The Web API's methods that rights are asked for beside those, each right of which a kind of channel needs.
USED = {
    "chat.postMessage": {"chat:write"},
    "conversations.info": {"channels:read", "groups:read"},
    "files.getUploadURLExternal": {"files:write"},
    "usergroups.list": {"usergroups:read"},
    "usergroups.users.list": {"usergroups:read"},
    "users.info": {"users:read"},
}
# From Slack's schema of manifests, and from its answers to those it refused: the most it takes.
LONGEST = {
    "name": 35,
    "description": 139,  # the reference says 140, which is refused
    "long_description": 4000,
    "display_name": 80,
    "agent_description": 300,  # bytes
    "callback_id": 255,
}

SHORTEST_LIMIT = 150  # a shortcut's description; what else has a limit takes more

Json = Mapping[str, Any]


def read(*given: str, several_workspaces: bool = False) -> Json:
    """Return a manifest as Slack reads it."""
    document: Json = yaml.safe_load(manifest(*given, several_workspaces=several_workspaces))
    return document


def texts(found: object) -> Iterator[tuple[str, str]]:
    """Return every text in a manifest, with its key."""
    if isinstance(found, Mapping):
        yield from ((key, value) for key, value in found.items() if isinstance(value, str))
        found = list(found.values())
    for each in found if isinstance(found, list) else ():
        yield from texts(each)


def test_what_the_bot_does_it_may_do(bot: Bot) -> None:
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
    calls = bot.hands.entries("call")
    assert {"chat.postMessage", "views.publish", "views.open"} <= {each["what"] for each in calls}
    assert [each for each in calls if each["body"]["result"] == "missing_scope"] == []


def test_no_method_that_is_called_lacks_its_right() -> None:
    code = "".join(path.read_text() for path in LISTENERS.rglob("*.py"))
    called = {name.replace("_", ".", 1) for name in re.findall(r"client\.([a-z]+_\w+)\(", code)}
    needed = {method.name: set(method.scopes) for method in METHODS.values() if method.name in called and method.scopes}
    assert "chat.postMessage" in needed
    assert {name for name, scopes in needed.items() if not scopes & set(SCOPES)} == set()


def test_no_right_is_asked_for_that_nothing_needs() -> None:
    features = set(read()["features"])
    needed = {SCOPE_OF[each] for each in features | set(EVENTS)} - {None}
    assert needed | set().union(*USED.values()) == set(SCOPES)
    assert all(scopes <= set(METHODS[method].scopes) for method, scopes in USED.items())


def test_the_sandbox_takes_it_with_every_event_and_shortcut() -> None:
    app = registered(manifest())
    assert (app.scopes, app.events) == (frozenset(SCOPES), frozenset(EVENTS))
    assert {(each.callback_id, each.on_message) for each in app.shortcuts} == {("ask_about", True), ("browse", False)}
    assert all(app.hears(event) for event in MESSAGE_EVENTS.values())


def test_json_says_the_same_as_yaml() -> None:
    assert json.loads(manifest(as_json=True)) == read()


def test_by_socket_no_address_is_given() -> None:
    assert "url" not in manifest("socket")
    assert read("socket")["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("url", [URL, f"{URL}/", f"{URL}/slack/events"])
def test_by_http_everything_goes_to_one_address(url: str) -> None:
    document = read("http", url)
    addresses = {
        document["settings"]["event_subscriptions"]["request_url"],
        document["settings"]["interactivity"]["request_url"],
        *(each["url"] for each in document["features"]["slash_commands"]),
    }
    assert (addresses, document["settings"]["socket_mode_enabled"]) == ({f"{URL}/slack/events"}, False)


@pytest.mark.parametrize("url", [None, "http://bot.example", "bot.example", f"{URL}/?a=1", f"{URL}/#top"])
def test_by_http_a_public_https_address_is_needed(url: str | None) -> None:
    with pytest.raises(ConfigError, match="--url https://"):
        manifest("http", url)


def test_an_address_that_would_not_be_used_is_refused() -> None:
    with pytest.raises(ConfigError, match="add --mode http, or leave out --url"):
        manifest("socket", URL)


def test_several_workspaces_install_it_themselves_and_tell_when_they_leave() -> None:
    document = read("http", f"{URL}/", several_workspaces=True)
    settings = document["settings"]
    assert document["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert set(settings["event_subscriptions"]["bot_events"]) == {*EVENTS, *UNINSTALLED}
    assert (settings["org_deploy_enabled"], settings["token_rotation_enabled"]) == (True, True)


def test_one_workspace_gets_a_token_that_stays() -> None:
    document = read("http", URL)
    assert "redirect_urls" not in document["oauth_config"]
    assert document["settings"]["org_deploy_enabled"] is False
    assert document["settings"]["token_rotation_enabled"] is False


def test_several_workspaces_need_an_address_to_install_it_at() -> None:
    with pytest.raises(ConfigError, match="add --mode http --url"):
        manifest("socket", several_workspaces=True)


def test_people_can_write_to_the_bot_and_look_at_its_home() -> None:
    home = read()["features"]["app_home"]
    shown = (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"], home["home_tab_enabled"])
    assert shown == (True, False, True)


def test_no_text_is_longer_than_slack_takes() -> None:
    assert [text for key, text in texts(read()) if len(text.encode()) > LONGEST.get(key, SHORTEST_LIMIT)] == []


def test_slack_takes_its_long_description_its_shortcuts_and_its_prompts() -> None:
    document = read()
    assert len(document["display_information"]["long_description"]) >= 175  # the reference says 174
    assert max(len(each["name"]) for each in document["features"]["shortcuts"]) <= 24
    assert len(document["features"]["agent_view"]["suggested_prompts"]) <= 4


def test_it_is_an_agent_and_not_an_assistant_of_the_old_kind() -> None:
    assert "assistant_view" not in read()["features"]


def test_every_question_it_suggests_is_answered() -> None:
    ask = asker(load())
    asked = [each["message"] for each in read()["features"]["agent_view"]["suggested_prompts"]]
    assert [question for question in asked if ask(question, Context()).status is not Status.ANSWERED] == []
