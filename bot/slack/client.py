"""A client of Slack's Web API, and what is said where Slack will not have it."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.config import ConfigError, Settings
from bot.slack.sending import code, retries

# Slack's words for its own troubles, which say nothing of a token.
_TROUBLES = frozenset({"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"})


def web_client(settings: Settings, token: str | None) -> WebClient:
    """Return a client of Slack's Web API that holds `token`, or none yet."""
    return WebClient(token=token, base_url=str(settings.slack_api_url), retry_handlers=retries())


def refused(variable: str, error: SlackApiError) -> ConfigError:
    """Return what to say where Slack does not accept a token, or has troubles of its own."""
    why = code(error)
    if why in _TROUBLES or why.startswith("http_"):
        return ConfigError(f"Slack is in trouble ({why}). Try again in a few minutes; slack-status.com may say more.")
    return ConfigError(f"Slack refused {variable} ({why}). Copy it again from api.slack.com/apps > your app.")


def unreachable(settings: Settings) -> ConfigError:
    """Return what to say where Slack does not answer."""
    return ConfigError(f"Slack could not be reached at {settings.slack_api_url}. Check the network and the proxy.")
