"""The app manifest: what Slack is told about the bot, with no more rights than it uses."""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

import yaml

from bot.config import ConfigError, Mode
from bot.slack.connections import EVENTS_PATH

COMMAND = "/survey"

# What each right is for; README says the same to those who decide whether the bot may have it.
SCOPES: Mapping[str, str] = {
    "app_mentions:read": "hear the questions that mention it",
    "assistant:write": "offer questions to begin with, and show that it is thinking",
    "channels:history": "hear follow-ups, and corrections to a question, in a thread where it was asked",
    "channels:read": "see whether a channel is shared with another organisation, before it answers there",
    "chat:write": "answer, correct its answers and take them away",
    "commands": "answer `/survey`, and be in the menus of messages and of the search bar",
    "files:write": "send a chart as a picture, and figures as CSV",
    "groups:history": "the same as `channels:history`, in private channels it was invited to",
    "groups:read": "the same as `channels:read`, in private channels it was invited to",
    "im:history": "hear the questions that are written to it directly",
    "reactions:read": "take an answer away when the one who asked marks it with a cross",
    "usergroups:read": "see who is in the user group whose members may teach it, if its admins name one",
    "users:read": "see that who teaches it still belongs to the workspace, and who runs it, if they may teach it too",
}
EVENTS = (
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
)
UNINSTALLED = ("app_uninstalled", "tokens_revoked")  # what a workspace's data is deleted after
ASK_ABOUT, BROWSE = "ask_about", "browse"
REDIRECT_PATH = "/slack/oauth_redirect"

# The shipped survey's; Slack takes four.
_PROMPTS = {
    "Share with councils": "What share of civil servants share data with local government?",
    "Biggest barrier": "Which barrier to sharing is the biggest?",
    "What was said": "What did Steve Thorn say?",
    "Who was asked": "Who was asked, and when?",
}
_SHORT = "Answers questions about a survey with the published figure, its base and its source."
_LONG = (
    "Ask a survey a question, in a channel, a thread or a direct message, and get the figure as it was published: "
    "with the number of people it is a share of, the sentence it came from and its source. "
    "What the survey does not say, surveybot says plainly that it does not say: it makes no number up, "
    "and shows nothing that could point to a person."
)


def manifest(
    mode: str = Mode.SOCKET, url: str | None = None, *, several_workspaces: bool = False, as_json: bool = False
) -> str:
    """Return the manifest as YAML or JSON; raise ConfigError where what is asked for does not go together.

    `url` is the bot's public https address, needed for HTTP, and HTTP for several workspaces: people install it there.
    """
    address = None if Mode(mode) is Mode.SOCKET else _address(url)
    if several_workspaces and address is None:
        raise ConfigError("Several workspaces install the bot over the web: add --mode http --url https://...")
    if url and address is None:
        raise ConfigError("Over a socket Slack calls no address: add --mode http, or leave out --url.")
    document = _document(address, several_workspaces=several_workspaces)
    if as_json:
        return json.dumps(document, indent=2) + "\n"
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)


def _document(address: str | None, *, several_workspaces: bool) -> dict[str, object]:
    redirects = [address.removesuffix(EVENTS_PATH) + REDIRECT_PATH] if address and several_workspaces else []
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "surveybot",
            "description": _SHORT,
            "long_description": _LONG,
            "background_color": "#1d3557",
        },
        "features": _features({"url": address} if address else {}),
        "oauth_config": {**({"redirect_urls": redirects} if redirects else {}), "scopes": {"bot": list(SCOPES)}},
        "settings": _settings({"request_url": address} if address else {}, several_workspaces=several_workspaces),
    }


def _features(reached: Mapping[str, str]) -> dict[str, object]:
    return {
        "agent_view": {
            "agent_description": _SHORT,
            "suggested_prompts": [{"title": title, "message": question} for title, question in _PROMPTS.items()],
        },
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "surveybot", "always_online": True},
        "shortcuts": [
            # Slack takes 24 characters of a name.
            _shortcut("message", ASK_ABOUT, "Ask the survey about it", "Ask the survey what a message asks"),
            _shortcut("global", BROWSE, "Browse the survey", "See what the survey asked, and what was published"),
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                **reached,
                "description": "Ask the survey a question",
                "usage_hint": "QUESTION | stats | barriers | quote | help",
                "should_escape": False,
            }
        ],
    }


def _shortcut(kind: str, callback_id: str, name: str, description: str) -> dict[str, str]:
    return {"type": kind, "callback_id": callback_id, "name": name, "description": description}


def _settings(reached: Mapping[str, str], *, several_workspaces: bool) -> dict[str, object]:
    events = [*EVENTS, *(UNINSTALLED if several_workspaces else ())]
    return {
        "event_subscriptions": {**reached, "bot_events": events},
        "interactivity": {"is_enabled": True, **reached},
        "org_deploy_enabled": several_workspaces,
        "socket_mode_enabled": not reached,
        # A token that changes twice a day is renewed in the database, but would expire in .env.
        "token_rotation_enabled": several_workspaces,
    }


def _address(url: str | None) -> str:
    if url is None:
        raise ConfigError("Slack needs the bot's public address in HTTP mode: give it with --url https://...")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.netloc:
        raise ConfigError(f"Slack only calls https addresses, not {url!r}: give one with --url https://...")
    if parts.query or parts.fragment:
        raise ConfigError("The bot's address ends before any '?' or '#': give it with --url https://..., without them.")
    return url.rstrip("/").removesuffix(EVENTS_PATH) + EVENTS_PATH
