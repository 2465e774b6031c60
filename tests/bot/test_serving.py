"""Running the bot in Slack, and stopping it."""

import threading
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot.config import ConfigError, Mode
from bot.context import Context
from bot.reply import Reply
from bot.serving import serve
from tests.bot.replies import echo
from tests.helpers.slack_api import PATIENCE, SlackApi
from tests.helpers.slack_app import settings
from tests.helpers.slack_events import mention


@pytest.fixture
def slack() -> Iterator[SlackApi]:
    with SlackApi() as slack:
        yield slack


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)


class Slow:
    """An `Ask` that answers when it is let."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.let = threading.Event()

    def __call__(self, question: str, context: Context) -> Reply:
        self.asked.set()
        self.let.wait(PATIENCE)
        return echo(question, context)


def test_a_question_in_hand_is_answered_before_the_bot_stops(slack: SlackApi) -> None:
    ask, stop = Slow(), threading.Event()
    running = threading.Thread(target=serve, args=(ask, settings(slack), Mode.SOCKET, stop))
    running.start()
    slack.socket.send("events_api", mention())
    assert ask.asked.wait(PATIENCE)
    stop.set()
    ask.let.set()
    running.join(PATIENCE)
    assert (running.is_alive(), len(slack.calls("chat.postMessage"))) == (False, 1)


def test_a_question_that_takes_too_long_does_not_keep_the_bot_from_stopping(slack: SlackApi) -> None:
    ask, stop = Slow(), threading.Event()
    hasty = settings(slack, shutdown_seconds=0)
    with capture_logs() as logged:
        running = threading.Thread(target=serve, args=(ask, hasty, Mode.SOCKET, stop))
        running.start()
        slack.socket.send("events_api", mention())
        assert ask.asked.wait(PATIENCE)
        stop.set()
        running.join(PATIENCE)
        ask.let.set()
    assert {"event": "stopped", "finished": False, "log_level": "info"} in logged


def test_the_bot_does_not_start_without_its_tokens(slack: SlackApi) -> None:
    with pytest.raises(ConfigError, match="SLACK_APP_TOKEN is not set"):
        serve(echo, settings(slack, slack_app_token=None), Mode.SOCKET, threading.Event())
    assert slack.methods() == set()
