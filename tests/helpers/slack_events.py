"""What Slack sends to an app, in the shapes it sends."""

from collections.abc import Mapping
from itertools import count
from typing import TypedDict, Unpack

from tests.helpers.slack_api import BOT

Payload = dict[str, object]
_numbers = count(1)


class Said(TypedDict, total=False):
    """Fields of an event that a test cares about."""

    user: str
    channel: str
    channel_type: str
    ts: str
    thread_ts: str
    subtype: str
    bot_id: str
    hidden: bool


def event(kind: str, text: str = "", *, event_id: str | None = None, **said: Unpack[Said]) -> Payload:
    """Return an event of the Events API."""
    number = next(_numbers)
    inner = {"type": kind, "text": text, "user": "U1", "channel": "C1", "ts": f"17000000{number:02d}.000100", **said}
    return {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": event_id or f"Ev{number}",
        "event": inner,
        "authorizations": [{"team_id": "T1", "user_id": BOT, "is_bot": True}],
    }


def mention(text: str = "who shares?", *, event_id: str | None = None, **said: Unpack[Said]) -> Payload:
    """Return somebody mentioning the bot in a channel."""
    return event("app_mention", f"<@{BOT}> {text}", event_id=event_id, **said)


def direct_message(text: str = "who shares?", *, event_id: str | None = None, **said: Unpack[Said]) -> Payload:
    """Return somebody writing to the bot alone."""
    private: Said = {"channel": "D1", "channel_type": "im"}
    private.update(said)
    return event("message", text, event_id=event_id, **private)


def command(text: str, response_url: str, *, channel_name: str = "general") -> dict[str, str]:
    """Return somebody typing /survey."""
    return {
        "command": "/survey",
        "text": text,
        "user_id": "U1",
        "channel_id": "C1",
        "channel_name": channel_name,
        "team_id": "T1",
        "response_url": response_url,
        "trigger_id": "1.2.3",
    }


def click(action_id: str, value: str, *, message: Mapping[str, object], channel: str = "C1") -> Payload:
    """Return somebody clicking a button of a message that all can read."""
    return {
        "type": "block_actions",
        "user": {"id": "U2", "team_id": "T1"},
        "team": {"id": "T1"},
        "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": False},
        "channel": {"id": channel, "name": "directmessage" if channel.startswith("D") else "general"},
        "message": message,
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b1", "value": value, "action_ts": "1.1"}],
    }


def whispered_click(action_id: str, value: str, response_url: str) -> Payload:
    """Return somebody clicking a button of a message that only they can see."""
    body = click(action_id, value, message={"ts": "1700000050.000100"})
    container = {"type": "message", "message_ts": "1700000050.000100", "channel_id": "C1", "is_ephemeral": True}
    del body["message"]
    return body | {"container": container, "response_url": response_url}
