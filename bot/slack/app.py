"""The Slack app: Bolt with the bot's listeners, ready to be reached by socket or HTTP."""

import logging
import os
from concurrent.futures import Executor
from typing import TypedDict

from slack_bolt import App
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError

from bot.config import Settings, secret
from bot.slack import actions, commands, feedback, home, inbox, messages, teaching
from bot.slack import settings as preferences
from bot.slack.client import refused, unreachable, web_client
from bot.slack.desk import Desk
from bot.slack.installing import Installing, oauth
from bot.slack.installing import register as register_installing
from bot.slack.middleware import catch_all


def create_app(desk: Desk, settings: Settings, *, executor: Executor, installing: Installing | None = None) -> App:
    """Return the app; raise ConfigError where Slack refuses the bot's token or cannot be reached.

    `executor` runs the listeners; whoever gave it shuts it down. With `installing`, each workspace has a token of its
    own, and the one in the settings is not used.
    """
    app = _several(desk, settings, executor, installing) if installing else _one(settings, executor)
    app.error(catch_all)
    for listeners in (messages, commands, actions, feedback, home, inbox, preferences, teaching):
        listeners.register(app, desk)
    return app


def _one(settings: Settings, executor: Executor) -> App:
    try:
        return App(client=web_client(settings, secret(settings.slack_bot_token)), **_shared(settings, executor))
    except BoltError as error:
        if isinstance(error.__context__, SlackApiError):
            raise refused("SLACK_BOT_TOKEN", error.__context__) from None
        raise
    except OSError:
        raise unreachable(settings) from None


def _several(desk: Desk, settings: Settings, executor: Executor, installing: Installing) -> App:
    client = web_client(settings, None)
    how = oauth(settings, installing, desk.store, client)
    app = App(client=client, oauth_settings=how, **_shared(settings, executor))
    register_installing(app, installing)
    return app


class _Shared(TypedDict):
    """What is the same for one workspace and for several."""

    name: str
    logger: logging.Logger
    signing_secret: str
    listener_executor: Executor
    raise_error_for_unhandled_request: bool
    attaching_conversation_kwargs_enabled: bool


def _shared(settings: Settings, executor: Executor) -> _Shared:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN"):
        os.environ.pop(name, None)  # Bolt would look for installations, or for a token, of its own accord
    return _Shared(
        name="surveybot",
        logger=logging.getLogger("slack_bolt"),
        signing_secret=secret(settings.slack_signing_secret),
        listener_executor=executor,
        raise_error_for_unhandled_request=True,  # Bolt's own warning would print the payload
        attaching_conversation_kwargs_enabled=False,
    )
