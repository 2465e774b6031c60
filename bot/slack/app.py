"""The Slack app: Bolt with the bot's listeners, ready to be reached by socket or HTTP."""

import logging
import os
from concurrent.futures import Executor

from slack_bolt import App
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.config import ConfigError, Settings, secret
from bot.context import Ask
from bot.ports import Seen
from bot.slack import actions, commands, home, messages
from bot.slack.desk import Desk
from bot.slack.middleware import catch_all
from bot.slack.sending import code, retries

# Slack's words for its own troubles, which say nothing of a token.
_TROUBLES = frozenset({"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"})


def create_app(ask: Ask, settings: Settings, *, seen: Seen, executor: Executor) -> App:
    """Return the app; raise ConfigError where Slack refuses the bot's token or cannot be reached.

    `executor` runs the listeners; whoever gave it shuts it down.
    """
    app = _bolt(settings, executor)
    app.error(catch_all)
    desk = Desk(ask=ask, seen=seen)
    for listeners in (messages, commands, actions, home):
        listeners.register(app, desk)
    return app


def web_client(settings: Settings, token: str) -> WebClient:
    """Return a client of Slack's Web API that holds `token`."""
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


def _bolt(settings: Settings, executor: Executor) -> App:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        os.environ.pop(name, None)  # with both, Bolt would look for installations instead of taking the bot's token
    try:
        return App(
            name="surveybot",
            logger=logging.getLogger("slack_bolt"),
            client=web_client(settings, secret(settings.slack_bot_token)),
            signing_secret=secret(settings.slack_signing_secret),
            listener_executor=executor,
            raise_error_for_unhandled_request=True,  # Bolt's own warning would print the payload
            attaching_conversation_kwargs_enabled=False,
        )
    except BoltError as error:
        if isinstance(error.__context__, SlackApiError):
            raise refused("SLACK_BOT_TOKEN", error.__context__) from None
        raise
    except OSError:
        raise unreachable(settings) from None
