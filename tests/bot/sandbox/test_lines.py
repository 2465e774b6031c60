"""The two lines to an app: Socket Mode, and signed HTTP requests."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.sandbox.lines import HttpLine
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.apps import FREE, Answer, HttpApp, app_of, app_over_http, manifest, socket, socket_url
from tests.helpers.sandbox import GENERAL, SAM, Hands

AT_ONCE = FREE.model_copy(update={"ack_seconds": 0.1, "retry_seconds": ()})


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(app_of(manifest()), rules=FREE) as sandbox:
        yield sandbox


@pytest.fixture
def hands(sandbox: Sandbox) -> Hands:
    return Hands(sandbox.url)


# Sockets


def test_a_socket_begins_with_hello(sandbox: Sandbox) -> None:
    with socket(sandbox) as one, socket(sandbox) as two:
        assert (one.hello["type"], one.hello["num_connections"]) == ("hello", 1)
        assert one.hello["connection_info"] == {"app_id": "A0SANDBOX"}
        assert two.hello["num_connections"] == 2


def test_a_ticket_opens_one_socket_within_half_a_minute(sandbox: Sandbox, hands: Hands) -> None:
    url = socket_url(sandbox)
    with connect(url, proxy=None):
        pass
    late = socket_url(sandbox)
    hands.do("advance", seconds=31)
    for used in (url, late, url.replace("ticket-", "ticket-0")):
        with pytest.raises(InvalidStatus), connect(used, proxy=None):
            pass


def test_events_go_to_the_sockets_turn_and_turn_about(sandbox: Sandbox, hands: Hands) -> None:
    with socket(sandbox) as one, socket(sandbox) as two:
        for text in "abcd":
            hands.say(text)
        heard = sorted([each.take()["payload"]["event"]["text"] for _ in range(2)] for each in (one, two))
        assert heard == [["a", "c"], ["b", "d"]]


def test_an_event_is_an_envelope_with_its_attempt(sandbox: Sandbox, hands: Hands) -> None:
    with socket(sandbox) as app:
        hands.say("hello")
        envelope = app.take("events_api")
        assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
        assert envelope["accepts_response_payload"] is False
        assert envelope["payload"]["event"]["text"] == "hello"
        [taken] = hands.wait("acknowledged", "message")
        assert taken["body"]["answer"] is None


def test_an_acknowledgement_of_a_command_may_hold_an_answer(sandbox: Sandbox, hands: Hands) -> None:
    web = WebClient(base_url=sandbox.api_url)
    client = SocketModeClient(sandbox.credentials.app_token, web_client=web, auto_reconnect_enabled=False)

    def answer(line: BaseSocketModeClient, request: SocketModeRequest) -> None:
        assert request.accepts_response_payload
        line.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload={"text": "31%"}))

    client.socket_mode_request_listeners.append(answer)
    try:
        client.connect()
        hands.wait("socket", "connected")
        hands.command("/survey share?")
    finally:
        client.close()
    assert [each["text"] for each in hands.from_the_app()] == ["31%"]


def test_what_is_not_acknowledged_in_time_comes_again_with_the_reason(sandbox: Sandbox, hands: Hands) -> None:
    hands.rules(ack_seconds=0.05)
    with socket(sandbox) as app:
        hands.say("hello")
        first = app.receive()
        again = app.receive()
        assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
        assert again["payload"] == first["payload"]
        assert again["envelope_id"] != first["envelope_id"]


def test_an_acknowledgement_that_comes_too_late_counts_for_nothing(sandbox: Sandbox, hands: Hands) -> None:
    hands.rules(ack_seconds=0.05, retry_seconds=[])
    with socket(sandbox) as app:
        hands.say("hello")
        envelope = app.receive()
        hands.wait("given_up", "message")
        app.send(envelope_id=envelope["envelope_id"])
        [late] = hands.wait("socket", "unknown_envelope")
        assert late["body"]["envelope"] == envelope["envelope_id"]
        assert hands.entries("acknowledged") == []


def test_what_is_no_acknowledgement_is_noted(sandbox: Sandbox, hands: Hands) -> None:
    with socket(sandbox) as app:
        app.send(hello="there")
        hands.wait("socket", "no_envelope")


def test_a_socket_that_sends_no_text_is_let_go(sandbox: Sandbox, hands: Hands) -> None:
    with connect(socket_url(sandbox), proxy=None) as connection:
        connection.send(b"no text")
        [closed] = hands.wait("socket", "closed")
    assert closed["body"]["connections"] == 0


def test_without_a_socket_nothing_arrives(sandbox: Sandbox, hands: Hands) -> None:
    hands.rules(retry_seconds=[])
    hands.say("hello")
    [failed] = hands.wait("not_acknowledged", "message")
    assert failed["body"]["reason"] == "connection_failed"


def test_an_app_that_is_asked_to_connect_anew_hears_the_rest_on_its_new_socket(sandbox: Sandbox, hands: Hands) -> None:
    with socket(sandbox) as old:
        hands.say("before")
        pending = old.receive()
        hands.do("disconnect")
        assert old.receive()["reason"] == "refresh_requested"
        with socket(sandbox) as new:
            old.send(envelope_id=pending["envelope_id"])
            hands.wait("acknowledged", "message")
            hands.say("after")
            assert new.take()["payload"]["event"]["text"] == "after"
            assert new.hello["num_connections"] == 1


def test_a_warning_leaves_the_socket_in_use(sandbox: Sandbox, hands: Hands) -> None:
    with socket(sandbox) as app:
        hands.do("disconnect", reason="warning")
        assert app.receive()["reason"] == "warning"
        hands.say("after")
        app.take("events_api")


def test_a_link_that_is_disabled_is_closed(sandbox: Sandbox, hands: Hands) -> None:
    with socket(sandbox) as app:
        hands.do("disconnect", reason="link_disabled")
        assert app.receive()["reason"] == "link_disabled"
        assert app.end() == 1000


def test_sockets_can_be_cut_without_a_word(sandbox: Sandbox, hands: Hands) -> None:
    with socket(sandbox) as app:
        hands.do("cut")
        assert app.end() == 1006
        hands.wait("socket", "closed")
    with socket(sandbox) as new:
        assert new.hello["num_connections"] == 1


def test_a_socket_that_is_cut_as_something_is_delivered_gets_it_again(sandbox: Sandbox, hands: Hands) -> None:
    hands.harm("cut", "events_api")
    hands.rules(retry_seconds=[60])
    with socket(sandbox):
        hands.say("hello")
        [failed] = hands.wait("not_acknowledged", "message")
        assert failed["body"]["reason"] == "connection_failed"
    with socket(sandbox) as new:
        hands.do("advance", seconds=60)
        assert new.take()["retry_reason"] == "connection_failed"


def test_one_socket_too_many_is_sent_away(sandbox: Sandbox, hands: Hands) -> None:
    hands.rules(connections=2)
    with socket(sandbox), socket(sandbox), socket(sandbox) as third:
        assert (third.hello["type"], third.hello["reason"]) == ("disconnect", "too_many_websockets")
        assert third.end() == 1000


def test_ten_sockets_may_be_open_unless_the_rules_say_otherwise() -> None:
    assert FREE.connections == 10


# HTTP


def test_an_event_is_signed_json() -> None:
    with app_over_http() as (sandbox, app, hands):
        hands.say("hello")
        hands.wait("acknowledged", "message")
        [heard] = app.heard  # it checks the signature of all it hears
        assert heard.headers["content-type"] == "application/json"
        assert heard.headers["user-agent"].startswith("Slackbot 1.0")
        assert "x-slack-retry-num" not in heard.headers
        assert heard.payload["api_app_id"] == "A0SANDBOX"
        assert sandbox.credentials.signing_secret not in str(heard)


def test_a_command_is_a_form_and_an_interaction_a_form_of_json() -> None:
    with app_over_http() as (_, app, hands):
        hands.command("/survey share?")
        hands.do("shortcut", user=SAM, callback_id="ask")
        assert {heard.headers["content-type"] for heard in app.heard} == {"application/x-www-form-urlencoded"}
        assert app.last("/survey")["text"] == "share?"
        assert app.last("shortcut")["callback_id"] == "ask"


def test_an_app_with_another_secret_does_not_believe_a_word() -> None:
    once = FREE.model_copy(update={"retry_seconds": ()})
    with app_over_http(once) as (sandbox, app, hands):
        sandbox.slack.deliveries.http = HttpLine("another secret", lambda: once)
        hands.say("hello")
        [failed] = hands.wait("not_acknowledged", "message")
        assert (failed["body"]["reason"], app.heard) == ("http_error", [])


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_is_not_2xx_is_tried_again_with_its_number_and_its_reason(status: int) -> None:
    rules = FREE.model_copy(update={"retry_seconds": (0,)})
    with app_over_http(rules) as (_, app, hands):
        app.answers["message"] = Answer(status=status, headers={"Location": "http://127.0.0.1:9/"})
        hands.say("hello")
        hands.wait("given_up", "message")
        first, second = (heard.headers for heard in app.heard)
        assert (second["x-slack-retry-num"], second["x-slack-retry-reason"]) == ("1", "http_error")
        assert app.heard[0].payload == app.heard[1].payload
        assert "x-slack-retry-num" not in first


def test_an_app_can_ask_not_to_be_tried_again() -> None:
    with app_over_http() as (_, app, hands):
        app.answers["message"] = Answer(status=500, headers={"X-Slack-No-Retry": "1"})
        hands.say("hello")
        hands.wait("given_up", "message")
        assert len(app.heard) == 1


def test_an_app_that_never_answers_is_given_up_on() -> None:
    with app_over_http(AT_ONCE) as (_, app, hands):
        app.answers["message"] = Answer(held=threading.Event())
        hands.say("hello")
        [failed] = hands.wait("not_acknowledged", "message")
        assert failed["body"]["reason"] == "http_timeout"


def test_an_app_that_is_not_there_is_a_connection_that_failed() -> None:
    with Sandbox(rules=AT_ONCE) as sandbox:
        with HttpApp("unused") as app:
            sandbox.slack.registration = app_of(manifest(app.url))
        hands = Hands(sandbox.url)
        hands.say("hello")
        [failed] = hands.wait("not_acknowledged", "message")
        assert failed["body"]["reason"] == "connection_failed"


def test_an_app_that_does_not_speak_http_is_a_connection_that_failed() -> None:
    with app_over_http(AT_ONCE) as (_, app, hands):
        app.answers["message"] = Answer(status=0)
        hands.say("hello")
        [failed] = hands.wait("not_acknowledged", "message")
        assert failed["body"]["reason"] == "connection_failed"


@pytest.mark.parametrize("body", ["not JSON", "[" * 100_000])
def test_json_that_is_none_is_no_acknowledgement(body: str) -> None:
    with app_over_http(AT_ONCE) as (_, app, hands):
        app.answers["/survey"] = Answer(body, headers={"Content-Type": "application/json"})
        hands.command("/survey share?")
        assert "dispatch_failed" in hands.messages()[-1]["text"]


def test_many_slow_answers_do_not_wait_for_each_other() -> None:
    with app_over_http() as (_, app, hands):
        app.answers["message"] = Answer(held=(held := threading.Event()))
        for number in range(20):
            hands.say(str(number))
        app.wait_for(20)
        held.set()
        hands.wait("acknowledged", "message", count=20)


def test_a_request_may_come_while_the_one_before_is_answered() -> None:
    with app_over_http() as (_, app, hands), ThreadPoolExecutor(2) as pool:
        app.answers["/survey"] = Answer({"text": "slow"}, held=(held := threading.Event()))
        slow = pool.submit(hands.command, "/survey slow", channel=GENERAL)
        app.wait_for(1)
        hands.do("shortcut", user=SAM, callback_id="ask")
        held.set()
        slow.result()
        assert [heard.what for heard in app.heard] == ["/survey", "shortcut"]
