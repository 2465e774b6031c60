"""What an app has registered, read from its manifest."""

import json
from collections.abc import Mapping

import pytest
import yaml

from bot.sandbox.model import Prompt
from bot.sandbox.registration import Agent, Credentials, ManifestInvalid, loopback_url, registered
from tests.bot.sandbox.apps import app_of, manifest
from tests.helpers.sandbox import Json

HERE = "http://127.0.0.1:3000/slack/events"


def test_a_manifest_registers_rights_events_commands_and_shortcuts() -> None:
    app = app_of(manifest(HERE))
    assert (app.name, app.has_home, app.is_interactive) == ("surveybot", True, True)
    assert app.scopes is not None
    assert ("chat:write" in app.scopes, "users:read" in app.scopes) == (True, False)
    assert (app.hears("app_mention"), app.hears("app_uninstalled")) == (True, False)
    command = app.command("/survey")
    assert command is not None
    assert (command.description, command.url, command.escapes) == ("Ask", HERE, True)
    assert app.command("/other") is None
    assert [(each.callback_id, each.on_message) for each in app.shortcuts] == [("ask", False), ("check", True)]
    assert (app.events_url, app.interactivity_url) == (HERE, HERE)


def test_an_agent_says_what_it_does_and_suggests_what_to_ask() -> None:
    view: dict[str, object] = {"agent_description": "Answers", "suggested_prompts": [{"title": "A", "message": "a?"}]}
    assert agent(view) == Agent(description="Answers", prompts=(Prompt(title="A", message="a?"),))
    for lacking in ({}, {**view, "suggested_prompts": [{"title": "A"}]}):
        with pytest.raises(ManifestInvalid, match="agent_view needs"):
            agent(lacking)


def agent(view: Mapping[str, object]) -> Agent | None:
    return app_of({"display_information": {"name": "a"}, "features": {"agent_view": view}}).agent


def test_yaml_says_the_same_as_json() -> None:
    given = manifest(HERE)
    assert registered(yaml.safe_dump(given)) == registered(json.dumps(given))


def test_what_a_manifest_leaves_out_the_app_does_not_have() -> None:
    app = registered("display_information: {name: bare}")
    assert (app.scopes, app.events, app.commands, app.shortcuts) == (frozenset(), frozenset(), (), ())
    assert (app.has_home, app.is_interactive, app.events_url) == (False, False, None)


def test_in_socket_mode_addresses_are_not_used() -> None:
    app = app_of(manifest("https://bot.example.org/", socket_mode_enabled=True))
    assert (app.events_url, app.interactivity_url) == (None, None)
    assert app.commands is not None
    assert app.commands[0].url is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "neither YAML nor JSON, line 1"),
        ("[1]", "no display_information.name"),
        ("just words", "no display_information.name"),
        ("display_information: {}", "no display_information.name"),
        ("x" * 300_000, "too long"),
        ("[" * 10_000, "neither YAML nor JSON"),
    ],
)
def test_a_manifest_that_is_none_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(ManifestInvalid, match=words):
        registered(text)


@pytest.mark.parametrize(
    ("event", "scope"),
    [
        ("message.channels", "channels:history"),
        ("message.groups", "groups:history"),
        ("message.im", "im:history"),
        ("app_mention", "app_mentions:read"),
        ("reaction_added", "reactions:read"),
        ("member_joined_channel", "channels:read or groups:read"),
    ],
)
def test_an_event_that_its_scope_is_missing_for_is_refused(event: str, scope: str) -> None:
    with pytest.raises(ManifestInvalid, match=rf"{event} \(which needs {scope}\)"):
        app_of(subscribing(event, "chat:write"))
    assert app_of(subscribing(event, scope.rsplit(maxsplit=1)[-1])).hears(event)


def subscribing(event: str, scope: str) -> Json:
    settings = {"event_subscriptions": {"bot_events": [event, "app_home_opened"]}}
    return {"display_information": {"name": "a"}, "oauth_config": {"scopes": {"bot": [scope]}}, "settings": settings}


@pytest.mark.parametrize(
    "url",
    [
        "https://bot.example.org/slack",
        "http://bot.example.org/",
        "http://127.0.0.1@bot.example.org/",
        "http://127.0.0.1.example.org/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/",
        "https://127.0.0.1/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "//127.0.0.1/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:99999/",
        "http://[::1",
        "nonsense",
    ],
)
def test_a_sandbox_calls_this_machine_only(url: str) -> None:
    with pytest.raises(ManifestInvalid, match="only calls this machine"):
        app_of(manifest(url))


@pytest.mark.parametrize("url", [HERE, "http://localhost:1/", "http://[::1]:8080/x", "http://LOCALHOST/"])
def test_this_machine_goes_by_its_own_names(url: str) -> None:
    assert loopback_url(url) == url


def test_every_sandbox_has_secrets_of_its_own_and_shows_none() -> None:
    one, two = Credentials(), Credentials()
    assert not set(one.secrets()) & set(two.secrets())
    assert not any(secret in repr(one) for secret in one.secrets())
