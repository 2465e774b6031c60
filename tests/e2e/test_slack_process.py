"""The bot as a process of its own, from its start to its stop, in a Slack as strict as the real one."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from bot.sandbox.registration import registered
from bot.sandbox.server import Sandbox
from bot.slack.manifest import manifest
from tests.helpers.bots import reach
from tests.helpers.sandbox import PATIENCE, Hands

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from bot.config import load_settings
from bot.live import Live
from bot.serving import run
from bot.wiring import load
run(Live(load()), load_settings(None), sys.argv[1])
"""
Process = subprocess.Popen[str]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(registered(manifest())) as sandbox:
        yield sandbox


@pytest.fixture
def hands(sandbox: Sandbox) -> Hands:
    return Hands(sandbox.url)


@contextmanager
def running(sandbox: Sandbox, mode: str, **others: str) -> Iterator[Process]:
    """Start the bot, wait until it listens and is reached, and make sure that it is gone in the end."""
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()} | {
        "SLACK_BOT_TOKEN": sandbox.credentials.bot_token,
        "SLACK_APP_TOKEN": sandbox.credentials.app_token,
        "SLACK_SIGNING_SECRET": sandbox.credentials.signing_secret,
        "SURVEYBOT_SLACK_API_URL": sandbox.api_url,
        "SURVEYBOT_PORT": "0",
        "PYTHONPATH": str(ROOT),
        **others,
    }
    command = [sys.executable, "-c", PROGRAM, mode]
    # The folder is where the database is made.
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as process,
    ):
        assert process.stderr
        try:
            listening = logged(process.stderr, "listening")
            if mode == "http":
                reach(sandbox, int(str(listening["port"])))
            else:
                Hands(sandbox.url).wait("socket", "connected")
            yield process
        finally:
            process.kill()


def logged(log: IO[str], event: str) -> dict[str, object]:
    """Return the log's next line for an event."""
    for line in log:
        found = json.loads(line) if line.startswith("{") else {"event": line}
        if found["event"] == event:
            return dict(found)
    raise AssertionError(f"the log ended before {event!r}")


@pytest.mark.parametrize(("mode", "number"), [("socket", signal.SIGTERM), ("http", signal.SIGINT)])
def test_the_bot_answers_and_stops_when_told(sandbox: Sandbox, hands: Hands, mode: str, number: int) -> None:
    with running(sandbox, mode) as process:
        said = hands.say("@surveybot what share with local government?")
        hands.wait("call", "chat.postMessage")
        process.send_signal(number)
        [answer] = hands.from_the_app(thread=said["ts"])
        assert ("31%" in answer["text"], process.wait(PATIENCE)) == (True, 0)


def test_the_log_of_a_run_holds_no_question_and_no_token(sandbox: Sandbox, hands: Hands) -> None:
    with running(sandbox, "socket") as process:
        hands.say("@surveybot a very private question")
        hands.wait("call", "chat.postMessage")
        process.send_signal(signal.SIGTERM)
        assert process.stderr
        log = process.stderr.read()
    assert '"event": "answered"' in log
    assert not [word for word in ("private", *sandbox.credentials.secrets()) if word in log]


def test_an_answer_that_slack_makes_wait_does_not_hold_the_process(sandbox: Sandbox, hands: Hands) -> None:
    hands.harm("rate_limit", "chat.postMessage", seconds=600)
    with running(sandbox, "socket", SURVEYBOT_SHUTDOWN_SECONDS="1") as process:
        hands.say("@surveybot councils?")
        hands.wait("call", "chat.postMessage")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
