"""The app manifest: what Slack is told about the bot, with no more rights than it uses."""

from urllib.parse import urlsplit

import yaml

from bot.config import ConfigError, Mode
from bot.slack.commands import COMMAND
from bot.slack.connections import EVENTS_PATH

SCOPES = ("app_mentions:read", "chat:write", "commands", "files:write", "im:history")
EVENTS = ("app_home_opened", "app_mention", "message.im")


def manifest(mode: str = Mode.SOCKET, url: str | None = None) -> str:
    """Return the manifest as YAML; `url` is the bot's public https address, needed for HTTP."""
    address = None if Mode(mode) is Mode.SOCKET else _address(url)
    return yaml.safe_dump(_document(address), sort_keys=False, allow_unicode=True, width=120)


def _document(address: str | None) -> dict[str, object]:
    reached = {"request_url": address} if address else {}
    command = {"url": address} if address else {}
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "surveybot",
            "description": "Answers questions about a survey with the published figure, its base and its source.",
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "surveybot", "always_online": True},
            "slash_commands": [
                {
                    "command": COMMAND,
                    **command,
                    "description": "Ask the survey a question",
                    "usage_hint": "QUESTION | stats | barriers | quote | help",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**reached, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **reached},
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }


def _address(url: str | None) -> str:
    if url is None:
        raise ConfigError("Slack needs the bot's public address in HTTP mode: give it with --url https://...")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.netloc:
        raise ConfigError(f"Slack only calls https addresses, not {url!r}: give one with --url https://...")
    return url.rstrip("/").removesuffix(EVENTS_PATH) + EVENTS_PATH
