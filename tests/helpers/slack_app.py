"""The real Bolt app, connected to a Slack on the loopback."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from slack_bolt import App, BoltRequest, BoltResponse

from bot.config import Settings, load_settings
from bot.context import Ask
from bot.slack.app import create_app
from bot.slack.seen import RecentlySeen
from tests.helpers.slack_api import APP_TOKEN, BOT_TOKEN, PATIENCE, SECRET, SlackApi

P = ParamSpec("P")
T = TypeVar("T")


class Pool(ThreadPoolExecutor):
    """Threads that can be waited for without being shut down."""

    def __init__(self) -> None:
        super().__init__(8)
        self._futures: list[Future[Any]] = []

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = super().submit(fn, *args, **kwargs)
        self._futures.append(future)
        return future

    def settle(self) -> None:
        """Return once every listener that was started has finished."""
        unfinished = wait(self._futures, timeout=PATIENCE).not_done
        assert not unfinished, "a listener is still running"


class SlackBot:
    """The app, and what a test does with it."""

    def __init__(self, slack: SlackApi, ask: Ask) -> None:
        self.slack = slack
        self.pool = Pool()
        self.app: App = create_app(ask, settings(slack), seen=RecentlySeen(), executor=self.pool)

    def hear(self, body: Mapping[str, object], headers: Mapping[str, str] | None = None) -> BoltResponse:
        """Hand the app what Slack sends, and return what it answers Slack at once."""
        return self.app.dispatch(BoltRequest(body=dict(body), headers=dict(headers or {}), mode="socket_mode"))

    def settle(self) -> None:
        """Return once the app has nothing left to do."""
        self.pool.settle()


def settings(slack: SlackApi, **others: object) -> Settings:
    """Return settings that point the app at the loopback."""
    chosen = {
        "slack_bot_token": BOT_TOKEN,
        "slack_app_token": APP_TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": slack.url,
        "port": 0,
        **others,
    }
    return load_settings(Path("no-such-file")).model_validate(chosen)
