"""The two ways in, with the real servers and clients on the loopback."""

import json
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.config import ConfigError, Mode
from bot.slack.connections import HttpConnection, SocketConnection, connect
from tests.helpers import block_kit
from tests.helpers.slack_api import RESPONSE_URL, SECRET, SlackApi
from tests.helpers.slack_app import SlackBot, settings
from tests.helpers.slack_events import command, mention

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Caller:
    """Slack calling the bot's address."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str) -> tuple[int, str]:
        return self._request("GET", path, "", {})

    def post(self, body: str, kind: str, *, secret: str = SECRET, age: int = 0) -> tuple[int, str]:
        timestamp = str(int(time.time()) - age)
        signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": str(signature),
        }
        return self._request("POST", "/slack/events", body, headers)

    def _request(self, method: str, path: str, body: str, headers: Mapping[str, str]) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body.encode("utf-8", "surrogateescape"), dict(headers))
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


@pytest.fixture
def caller(slack: SlackApi, bot: SlackBot) -> Iterator[Caller]:
    connection = HttpConnection(bot.app, settings(slack))
    connection.open()
    yield Caller(connection.port)
    connection.close(5)


def test_a_signed_event_is_answered(slack: SlackApi, caller: Caller) -> None:
    assert caller.post(json.dumps(mention("who shares?")), JSON)[0] == 200
    [call] = slack.wait_for("chat.postMessage")
    assert "'who shares?'" in call.text


def test_a_signed_command_is_answered(slack: SlackApi, caller: Caller) -> None:
    assert caller.post(urlencode(command("who shares?", slack.response_url)), FORM) == (200, "")
    [call] = slack.wait_for(RESPONSE_URL)
    assert "'who shares?'" in block_kit.words(call.blocks)


def test_slacks_check_of_the_address_is_answered(caller: Caller) -> None:
    status, body = caller.post(json.dumps({"type": "url_verification", "challenge": "c1"}), JSON)
    assert (status, "c1" in body) == (200, True)


@pytest.mark.parametrize("forged", [{"secret": "f" * 32}, {"age": 3600}], ids=["other secret", "an hour old"])
def test_a_request_that_slack_did_not_sign_is_turned_away(
    slack: SlackApi, caller: Caller, forged: dict[str, str]
) -> None:
    assert caller.post(json.dumps(mention()), JSON, **forged)[0] == 401  # type: ignore[arg-type]  # str and int by name
    assert slack.calls("chat.postMessage") == []


@pytest.mark.parametrize("body", ["{", "\udcff"], ids=["half", "not text"])
def test_a_body_that_cannot_be_read_is_turned_away(caller: Caller, body: str) -> None:
    connection = HTTPConnection("127.0.0.1", caller.port, timeout=10)
    connection.request("POST", "/slack/events", body.encode("utf-8", "surrogateescape"), {"Content-Type": JSON})
    assert connection.getresponse().status == 400
    connection.close()


def test_a_body_too_large_for_slack_is_turned_away(caller: Caller) -> None:
    connection = HTTPConnection("127.0.0.1", caller.port, timeout=10)
    connection.putrequest("POST", "/slack/events")
    connection.putheader("Content-Length", str(2 * 1024 * 1024))
    connection.endheaders()  # no more: the server does not wait for what it will not read
    assert connection.getresponse().status == 413
    connection.close()


def test_health_is_told_without_asking_slack(slack: SlackApi, caller: Caller) -> None:
    before = slack.methods()
    assert caller.get("/healthz") == (200, "ok")
    assert slack.methods() == before == {"auth.test"}


def test_other_addresses_are_unknown(caller: Caller) -> None:
    assert caller.get("/")[0] == 404


def test_a_taken_address_is_named(slack: SlackApi, bot: SlackBot, caller: Caller) -> None:
    with pytest.raises(ConfigError, match=f"Cannot listen on 127.0.0.1:{caller.port}"):
        HttpConnection(bot.app, settings(slack, port=caller.port))


def test_an_event_through_a_socket_is_acknowledged_and_answered(slack: SlackApi, bot: SlackBot) -> None:
    connection = SocketConnection(bot.app, settings(slack))
    connection.open()
    slack.socket.send("events_api", mention("who shares?"), envelope="e7")
    acknowledged = slack.socket.acknowledgement()
    [call] = slack.wait_for("chat.postMessage")
    connection.close(5)
    assert (acknowledged, "'who shares?'" in call.text) == ("e7", True)


def test_the_socket_is_opened_with_the_app_token(slack: SlackApi, bot: SlackBot) -> None:
    connection = SocketConnection(bot.app, settings(slack))
    connection.open()
    connection.close(5)
    [call] = slack.calls("apps.connections.open")
    assert call.token == "xapp-loopback-1"


def test_a_refused_app_token_is_named_but_not_shown(slack: SlackApi, bot: SlackBot) -> None:
    connection = SocketConnection(bot.app, settings(slack, slack_app_token="xapp-stale-9"))
    with pytest.raises(ConfigError) as error:
        connection.open()
    assert "Slack refused SLACK_APP_TOKEN (invalid_auth)" in str(error.value)
    assert "stale" not in str(error.value)


def test_a_socket_that_slack_does_not_open_is_named(slack: SlackApi, bot: SlackBot) -> None:
    connection = SocketConnection(bot.app, settings(slack, slack_api_url="http://127.0.0.1:9/api/"))
    with pytest.raises(ConfigError, match=r"could not be reached at http://127.0.0.1:9/api/"):
        connection.open()


@pytest.mark.parametrize(("mode", "kind"), [(Mode.SOCKET, SocketConnection), (Mode.HTTP, HttpConnection)])
def test_a_mode_has_a_connection_of_its_own(slack: SlackApi, bot: SlackBot, mode: Mode, kind: type) -> None:
    connection = connect(bot.app, settings(slack), mode)
    connection.open()
    assert isinstance(connection, kind)
    connection.close(1)
