"""Running the bot in Slack, and stopping it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.config import ConfigError, Mode
from bot.context import Context, Expert
from bot.live import Live
from bot.reply import Reply
from bot.sandbox.server import Sandbox
from bot.serving import serve
from tests.bot.replies import echo
from tests.helpers.asking import cgi_knowledge
from tests.helpers.bots import settings
from tests.helpers.sandbox import DM, PATIENCE, Hands


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # where the database is made
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


@contextmanager
def asked(sandbox: Sandbox, ask: Slow, **others: object) -> Iterator[tuple[threading.Thread, threading.Event]]:
    """Run the bot while it thinks about a question; what is set stops it."""
    stop = threading.Event()
    given = (Live(cgi_knowledge()), settings(sandbox, **others), Mode.SOCKET, stop)
    running = threading.Thread(target=serve, args=given, kwargs={"expert": lambda *_: Expert(ask=ask)})
    running.start()
    try:
        Hands(sandbox.url).wait("socket", "connected")
        Hands(sandbox.url).say("who shares?", channel=DM)
        assert ask.asked.wait(PATIENCE)
        yield running, stop
    finally:
        stop.set()
        ask.let.set()
        running.join(PATIENCE)


def test_a_question_in_hand_is_answered_before_the_bot_stops(sandbox: Sandbox) -> None:
    ask = Slow()
    with asked(sandbox, ask) as (running, stop):
        stop.set()
        ask.let.set()
        running.join(PATIENCE)
        posts = Hands(sandbox.url).entries("call", "chat.postMessage")
        assert (running.is_alive(), len(posts)) == (False, 1)


def test_a_question_that_takes_too_long_does_not_keep_the_bot_from_stopping(sandbox: Sandbox) -> None:
    with capture_logs() as logged, asked(sandbox, Slow(), shutdown_seconds=0) as (running, stop):
        stop.set()
        running.join(PATIENCE)
        assert not running.is_alive()
    assert {"event": "stopped", "finished": False, "log_level": "info"} in logged


def test_the_bot_does_not_start_without_its_tokens(sandbox: Sandbox) -> None:
    with pytest.raises(ConfigError, match="SLACK_APP_TOKEN is not set"):
        serve(Live(cgi_knowledge()), settings(sandbox, slack_app_token=None), Mode.SOCKET, threading.Event())
    assert Hands(sandbox.url).entries("call") == []
