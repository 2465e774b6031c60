"""The bot as a process of its own, from its start to its stop, against a Slack on the loopback."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.helpers.slack_api import APP_TOKEN, BOT_TOKEN, PATIENCE, SECRET, Answer, SlackApi
from tests.helpers.slack_events import mention

PROGRAM = """
import sys
from bot.config import load_settings
from bot.serving import run
from bot.wiring import asker, load
run(asker(load()), load_settings(None), sys.argv[1])
"""


@pytest.fixture
def slack() -> Iterator[SlackApi]:
    with SlackApi() as slack:
        yield slack


@contextmanager
def running(slack: SlackApi, mode: str, **others: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, object]]]:
    """Start the bot, wait until it listens, and make sure that it is gone in the end."""
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()} | {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SURVEYBOT_SLACK_API_URL": slack.url,
        "SURVEYBOT_PORT": "0",
        **others,
    }
    command = [sys.executable, "-c", PROGRAM, mode]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            yield process, logged(process.stderr, "listening")
        finally:
            process.kill()


def logged(log: IO[str], event: str) -> dict[str, object]:
    """Return the log's next line for an event."""
    for line in log:
        found = json.loads(line) if line.startswith("{") else {"event": line}
        if found["event"] == event:
            return dict(found)
    raise AssertionError(f"the log ended before {event!r}")


def test_the_bot_answers_by_socket_and_stops_when_told(slack: SlackApi) -> None:
    with running(slack, "socket") as (process, _):
        slack.socket.send("events_api", mention("what share with local government?"))
        [call] = slack.wait_for("chat.postMessage")
        process.send_signal(signal.SIGTERM)
        assert ("31%" in call.text, process.wait(PATIENCE)) == (True, 0)


def test_the_bot_answers_by_http_and_stops_when_told(slack: SlackApi) -> None:
    with running(slack, "http") as (process, listening):
        body, timestamp = json.dumps(mention("what share with local government?")), str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": str(signature),
        }
        url = f"http://127.0.0.1:{listening['port']}/slack/events"
        with urllib.request.urlopen(urllib.request.Request(url, body.encode(), headers), timeout=PATIENCE) as answer:
            assert answer.status == 200
        [call] = slack.wait_for("chat.postMessage")
        process.send_signal(signal.SIGINT)
        assert ("31%" in call.text, process.wait(PATIENCE)) == (True, 0)


def test_the_log_of_a_run_holds_no_question_and_no_token(slack: SlackApi) -> None:
    with running(slack, "socket") as (process, _):
        slack.socket.send("events_api", mention("a very private question"))
        slack.wait_for("chat.postMessage")
        process.send_signal(signal.SIGTERM)
        assert process.stderr
        log = process.stderr.read()
    assert '"event": "answered"' in log
    assert not [word for word in ("private", BOT_TOKEN, APP_TOKEN, SECRET) if word in log]


def test_an_answer_that_slack_makes_wait_does_not_hold_the_process(slack: SlackApi) -> None:
    later = Answer(status=429, body={"ok": False, "error": "ratelimited"}, headers={"Retry-After": "600"})
    slack.plan("chat.postMessage", later)
    with running(slack, "socket", SURVEYBOT_SHUTDOWN_SECONDS="1") as (process, _):
        slack.socket.send("events_api", mention("councils?"))
        slack.wait_for("chat.postMessage")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
