"""The two ways in: what is let in over HTTP, and what is said where a way does not open."""

import json
import logging
import time
from collections.abc import Mapping
from http.client import HTTPConnection

import pytest
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from bot.config import ConfigError
from bot.sandbox import payloads
from bot.sandbox.model import Message
from bot.sandbox.workspace import BOT_USER
from bot.slack.connections import EVENTS_PATH, HttpConnection, SocketConnection
from tests.helpers.bots import Bot, settings
from tests.helpers.sandbox import GENERAL, PATIENCE, SAM

SAID = Message(ts="17.1", channel=GENERAL, user=SAM, text=f"<@{BOT_USER}> who shares?")
MENTION = json.dumps(payloads.event(payloads.mentioned(SAID), time.time())).encode()
TIME, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"

Headers = Mapping[str, str | None]


def request(bot: Bot, method: str, path: str, body: bytes = b"", headers: Headers | None = None) -> tuple[int, str]:
    """Return how the bot's address answers to anybody."""
    assert isinstance(bot.connection, HttpConnection)
    connection = HTTPConnection("127.0.0.1", bot.connection.port, timeout=PATIENCE)
    try:
        connection.putrequest(method, path)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **(headers or {}),
        }.items():
            if value is not None:
                connection.putheader(name, value.encode("latin-1"))
        connection.endheaders(body)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def signed(body: bytes, secret: str, *, age: int = 0) -> Headers:
    timestamp = str(int(time.time()) - age)
    return {
        TIME: timestamp,
        SIGNATURE: str(SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body.decode("latin-1"))),
    }


def test_slacks_check_of_the_address_is_answered(bot: Bot) -> None:
    body = b'{"type": "url_verification", "challenge": "c1"}'
    status, answer = request(bot, "POST", EVENTS_PATH, body, signed(body, bot.sandbox.credentials.signing_secret))
    assert (status, "c1" in answer) == (200, True)


def test_a_request_that_was_recorded_is_turned_away_an_hour_later(bot: Bot) -> None:
    old = signed(MENTION, bot.sandbox.credentials.signing_secret, age=3600)
    assert request(bot, "POST", EVENTS_PATH, MENTION, old)[0] == 401
    assert bot.hands.entries("call", "chat.postMessage") == []


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (MENTION, {}),
        (MENTION, {TIME: None, SIGNATURE: None}),
        (MENTION, {TIME: "yesterday"}),
        (MENTION, {TIME: "9" * 400}),
        (MENTION, {SIGNATURE: "v0=\xe9"}),
        (b'["a list"]', {}),
        (b"payload=3", {"Content-Type": "application/x-www-form-urlencoded"}),
        (b"{", {}),
        (b"\xff", {}),
    ],
    ids=["other secret", "unsigned", "no time", "no day", "no signature", "list", "number", "half", "not text"],
)
def test_a_request_that_slack_did_not_sign_is_turned_away_and_wakes_nobody(
    bot: Bot, caplog: pytest.LogCaptureFixture, body: bytes, headers: Headers
) -> None:
    with capture_logs() as logged:
        assert request(bot, "POST", EVENTS_PATH, body, {**signed(body, "f" * 32), **headers})[0] == 401
    bot.settle()
    alarms = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert (logged, [each for each in alarms if each.name != "waitress.queue"]) == (
        [],
        [],
    )  # which a busy machine fills
    assert bot.hands.entries("call", "chat.postMessage") == []


def test_a_body_too_large_for_slack_is_turned_away(bot: Bot) -> None:
    length = str(2 * 1024 * 1024)  # and no more of it: the server does not wait for what it will not read
    assert request(bot, "POST", EVENTS_PATH, headers={"Content-Length": length})[0] == 413


def test_health_is_told_without_asking_slack(bot: Bot) -> None:
    before = bot.hands.now()
    assert request(bot, "GET", "/healthz") == (
        200,
        '{"ok": true, "intents": {"taught": 0, "newest": null, "fault": false}}',
    )
    assert bot.hands.entries(after=before) == []


def test_other_addresses_are_unknown(bot: Bot) -> None:
    assert request(bot, "GET", "/")[0] == 404


def test_a_taken_address_is_named(bot: Bot) -> None:
    assert isinstance(bot.connection, HttpConnection)
    port = bot.connection.port
    with pytest.raises(ConfigError, match=f"Cannot listen on 127.0.0.1:{port}"):
        HttpConnection(bot.app, settings(bot.sandbox, port=port), str)


def test_a_refused_app_token_is_named_but_not_shown(bot: Bot) -> None:
    with pytest.raises(ConfigError) as error:
        SocketConnection(bot.app, settings(bot.sandbox, slack_app_token="xapp-stale-9")).open()
    assert "Slack refused SLACK_APP_TOKEN (invalid_auth)" in str(error.value)
    assert "stale" not in str(error.value)


def test_a_slack_that_cannot_be_asked_for_a_socket_is_named(bot: Bot) -> None:
    nowhere = settings(bot.sandbox, slack_api_url="http://127.0.0.1:9/api/")
    with pytest.raises(ConfigError, match=r"could not be reached at http://127.0.0.1:9/api/"):
        SocketConnection(bot.app, nowhere).open()


def test_a_socket_that_does_not_open_is_not_listened_to(bot: Bot) -> None:
    connection = SocketConnection(bot.app, bot.settings)
    bot.sandbox.slack.base_url = "http://127.0.0.1:9"  # so that nobody answers at the address that the socket gets
    with capture_logs() as logged, pytest.raises(ConfigError, match="could not be reached"):
        connection.open()
    assert logged == []
