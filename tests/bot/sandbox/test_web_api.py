"""Slack's Web API as it reads requests: tokens, rights, bodies, limits, and what goes wrong on purpose."""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.sandbox.registration import Credentials, Registration
from bot.sandbox.server import Sandbox
from bot.sandbox.web_api import LARGEST_BODY
from tests.bot.sandbox.apps import FREE, bot
from tests.helpers.sandbox import DM, GENERAL, Hands, Json

FORM = "application/x-www-form-urlencoded"
SECRET = "C0SECRET"
UTF8 = "application/json; charset=utf-8"
POST: dict[str, Any] = {"channel": GENERAL, "text": "x"}
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rules=FREE) as sandbox:
        yield sandbox


@pytest.fixture
def strict() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Json:
        found: Json = json.loads(self.text)
        return found

    @property
    def error(self) -> str:
        return str(self.json.get("error", "ok"))

    @property
    def messages(self) -> list[str]:
        found: list[str] = self.json["response_metadata"]["messages"]
        return found


def _lower(headers: Message) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def send(sandbox: Sandbox, path: str, body: bytes | None = None, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"{sandbox.url}{path}", body, named)  # noqa: S310  # loopback
    if body is not None and "Content-Type" not in named:
        request.add_unredirected_header("Content-Type", "")
    try:
        with _OPENER.open(request, timeout=10) as answer:
            return Reply(answer.status, _lower(answer.headers), answer.read().decode())
    except urllib.error.HTTPError as refused:
        with refused:
            return Reply(refused.code, _lower(refused.headers), refused.read().decode())


def call(sandbox: Sandbox, method: str, body: object = None, kind: str = UTF8, token: str | None = None) -> Reply:
    """Call a method as the bot; `body`: bytes as they are, an object as JSON or a form."""
    if isinstance(body, Mapping):
        body = urlencode(body).encode() if kind == FORM else json.dumps(body).encode()
    bearer = sandbox.credentials.bot_token if token is None else token
    headers = ({"Content_Type": kind} if kind else {}) | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    assert body is None or isinstance(body, bytes)
    return send(sandbox, f"api/{method}", body, **headers)


def refused(client: WebClient, method: str, **args: object) -> SlackApiError:
    with pytest.raises(SlackApiError) as raised:
        client.api_call(method, json=args)
    return raised.value


# Tokens


@pytest.mark.parametrize("header", ["", "bearer {}", "token {}", "Basic {}", "Bearer\t{}", "{}"])
def test_a_call_that_presents_no_bearer_token_is_not_authed(sandbox: Sandbox, header: str) -> None:
    given = {"Authorization": header.format(sandbox.credentials.bot_token)} if header else {}
    assert send(sandbox, "api/auth.test", b"", **given).error == "not_authed"


def test_a_token_that_nobody_was_given_is_invalid(sandbox: Sandbox) -> None:
    assert call(sandbox, "auth.test", {}, token="xoxb-garbage").error == "invalid_auth"
    assert call(sandbox, "oauth.v2.access", {}, token="xoxb-garbage").error == "invalid_auth"


def test_a_token_of_the_wrong_kind_opens_nothing(sandbox: Sandbox) -> None:
    app_token = sandbox.credentials.app_token
    assert call(sandbox, "auth.test", {}, token=app_token).error == "not_allowed_token_type"
    assert call(sandbox, "apps.connections.open", {}).error == "not_allowed_token_type"
    assert call(sandbox, "apps.connections.open", {}, token="").error == "not_authed"


def test_a_token_in_the_address_is_invalid_even_if_it_is_right(sandbox: Sandbox) -> None:
    token = sandbox.credentials.bot_token
    assert send(sandbox, f"api/auth.test?token={token}").error == "invalid_auth"
    assert send(sandbox, "api/auth.test?token=").error == "not_authed"


def test_a_token_may_come_in_a_form_but_not_in_json(sandbox: Sandbox) -> None:
    token = {"token": sandbox.credentials.bot_token}
    assert call(sandbox, "auth.test", token, FORM, token="").error == "ok"
    assert call(sandbox, "auth.test", token, FORM, token="xoxb-garbage").error == "ok"
    assert call(sandbox, "auth.test", token, UTF8, token="").error == "not_authed"


def test_what_needs_no_token_answers_without_one(sandbox: Sandbox) -> None:
    assert call(sandbox, "api.test", {"foo": "bar"}, token="").json == {"ok": True, "args": {"foo": "bar"}}
    assert call(sandbox, "api.test", {"error": "boom"}, token="").error == "boom"


def test_auth_test_tells_whose_token_it_is(sandbox: Sandbox) -> None:
    who = bot(sandbox).auth_test().data
    assert isinstance(who, dict)
    assert (who["user_id"], who["bot_id"], who["team_id"]) == ("U0SANDBOX", "B0SANDBOX", "T0SANDBOX")
    assert list(who)[-1] == "is_enterprise_install"


# Rights


def test_a_right_that_is_missing_is_named_with_those_that_there_are() -> None:
    rights = Registration(scopes=frozenset({"commands", "reactions:read"}))
    with Sandbox(rights, rules=FREE) as sandbox:
        error = refused(bot(sandbox), "chat.postMessage", **POST).response
        assert (error["needed"], error["provided"]) == ("chat:write", "commands,reactions:read")
        assert error["error"] == "missing_scope"
        Hands(sandbox.url).rules(check_scopes=False)
        assert bot(sandbox).chat_postMessage(**POST)["ok"]


@pytest.mark.parametrize(("channel", "needed"), [(GENERAL, "channels:read"), (DM, "im:read"), (SECRET, "groups:read")])
@pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
def test_each_kind_of_conversation_has_a_right_of_its_own(method: str, channel: str, needed: str) -> None:
    for scope, error in ((needed, "ok"), ("mpim:read", "missing_scope")):
        with Sandbox(Registration(scopes=frozenset({scope})), rules=FREE) as sandbox:
            Hands(sandbox.url).do("channel", id=SECRET, kind="group", members=["U0SANDBOX"])
            answer = call(sandbox, method, {"channel": channel}, FORM)
            assert (answer.error, answer.json.get("needed", needed)) == (error, needed)


def test_a_right_is_asked_for_before_the_arguments_are_looked_at() -> None:
    with Sandbox(Registration(scopes=frozenset()), rules=FREE) as sandbox:
        assert call(sandbox, "chat.postMessage", {}).error == "missing_scope"


def test_every_answer_names_the_rights_of_its_token_and_those_it_asks_for() -> None:
    with Sandbox(Registration(scopes=frozenset({"commands", "chat:write"})), rules=FREE) as sandbox:
        who, no = call(sandbox, "auth.test"), call(sandbox, "reactions.add", {})
        assert who.headers["x-oauth-scopes"] == no.headers["x-oauth-scopes"] == "chat:write,commands"
        assert (no.error, no.headers["x-accepted-oauth-scopes"]) == ("missing_scope", "reactions:write")
        assert "x-oauth-scopes" not in call(sandbox, "auth.test", {}, token="xoxb-garbage").headers


def test_a_socket_is_opened_with_the_right_for_it_only() -> None:
    with Sandbox(credentials=Credentials(app_scopes=frozenset({"authorizations:read"}))) as sandbox:
        answer = call(sandbox, "apps.connections.open", {}, token=sandbox.credentials.app_token)
        assert (answer.error, answer.json["needed"]) == ("missing_scope", "connections:write")


# How a request is read


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("", b"a=b", "missing_post_type"),
        ("text/html", b"a=b", "invalid_post_type"),
        ("application/json; charset=iso-8859-2", b"{}", "invalid_charset"),
        (FORM, b"{}", "invalid_form_data"),
        (FORM, b"foo[]=1", "invalid_array_arg"),
        (FORM, b"foo[7]=1", "invalid_array_arg"),
        (FORM, b"a%24=1", "invalid_arg_name"),
        (UTF8, b'{"' + b"a" * 101 + b'": 1}', "invalid_arg_name"),
    ],
)
@pytest.mark.parametrize("token", [None, ""])
def test_a_body_that_cannot_be_read_is_refused_before_the_token_is_looked_at(
    sandbox: Sandbox, kind: str, body: bytes, error: str, token: str | None
) -> None:
    reply = call(sandbox, "chat.postMessage", body, kind, token)
    assert reply.json == {"ok": False, "error": error}


def test_an_unknown_method_is_unknown_whoever_asks(sandbox: Sandbox) -> None:
    for token in (None, "", "xoxb-garbage"):
        reply = call(sandbox, "nosuch.method", {}, token=token)
        assert reply.json == {"ok": False, "error": "unknown_method", "req_method": "nosuch.method"}
    assert call(sandbox, "no-such_method", {}).status == 404


@pytest.mark.parametrize("body", [b"{bad", b"[1]", b'"text"', b"", b'{"channel": null, "ts": null}', b"[" * 100_000])
def test_json_that_is_no_object_holds_no_arguments(sandbox: Sandbox, body: bytes) -> None:
    reply = call(sandbox, "chat.delete", body)
    assert reply.error == "invalid_arguments"
    assert reply.messages == ["[ERROR] missing required field: channel", "[ERROR] missing required field: ts"]


def test_a_method_that_knows_forms_only_takes_no_notice_of_json(sandbox: Sandbox) -> None:
    ts = bot(sandbox).chat_postMessage(**POST)["ts"]
    given = {"channel": GENERAL, "message_ts": ts}
    assert call(sandbox, "chat.getPermalink", given).error == "invalid_arguments"
    assert call(sandbox, "chat.getPermalink", given, FORM).error == "ok"
    assert call(sandbox, f"chat.getPermalink?{urlencode(given)}").error == "ok"


@pytest.mark.parametrize(
    ("kind", "body", "warning"),
    [
        ("application/json", b"{}", "missing_charset"),
        (UTF8, b"{}", None),
        (FORM, b"a=b", None),
        (f"{FORM}; charset=utf-8", b"a=b", "superfluous_charset"),
        ("text/plain", b"hello", "missing_charset"),
    ],
)
def test_a_charset_is_remarked_upon(sandbox: Sandbox, kind: str, body: bytes, warning: str | None) -> None:
    answer = call(sandbox, "auth.test", body, kind).json
    assert answer.get("warning") == warning
    assert answer.get("response_metadata") == ({"warnings": [warning]} if warning else None)


def test_a_charset_is_remarked_upon_beside_what_is_wrong(sandbox: Sandbox) -> None:
    answer = call(sandbox, "chat.delete", b'{"ts": "1"}', "application/json").json
    assert answer["response_metadata"] == {
        "messages": ["[ERROR] missing required field: channel"],
        "warnings": ["missing_charset"],
    }


def test_a_body_that_is_far_too_long_is_refused(sandbox: Sandbox) -> None:
    assert call(sandbox, "chat.postMessage", b" " * (LARGEST_BODY + 1)).status == 413


def test_every_answer_has_a_request_id(sandbox: Sandbox) -> None:
    assert call(sandbox, "auth.test", {}).headers["x-slack-req-id"]


# Limits


def test_a_channel_takes_one_message_a_second(strict: Sandbox) -> None:
    client = bot(strict)
    client.chat_postMessage(**POST)
    for channel in (GENERAL, "general", "#general"):
        reply = call(strict, "chat.postMessage", {**POST, "channel": channel})
        assert (reply.status, reply.error, reply.headers["retry-after"]) == (429, "ratelimited", "1")
    client.chat_postMessage(channel="C0DATA", text="another channel")
    Hands(strict.url).do("advance", seconds=1)
    client.chat_postMessage(**POST)


def test_a_method_takes_so_many_calls_a_minute(strict: Sandbox) -> None:
    client, hands = bot(strict), Hands(strict.url)
    for _ in range(20):
        client.users_list()
    reply = call(strict, "users.list", {})
    assert reply.status == 429
    assert 0 < int(reply.headers["retry-after"]) <= 60
    assert call(strict, "auth.test", {}).error == "ok"
    hands.do("advance", seconds=60)
    client.users_list()


def test_limits_can_be_lifted(strict: Sandbox) -> None:
    Hands(strict.url).rules(messages_a_second=0, method_limits=False)
    client = bot(strict)
    for _ in range(25):
        client.users_list()
        client.chat_postMessage(**POST)


# What goes wrong on purpose


def test_a_call_can_be_answered_with_any_status_and_does_nothing(sandbox: Sandbox) -> None:
    hands = Hands(sandbox.url)
    hands.harm("status", "chat.postMessage", status=503)
    before = hands.messages()
    assert call(sandbox, "chat.postMessage", POST).status == 503
    assert hands.messages() == before
    assert call(sandbox, "chat.postMessage", POST).error == "ok"


def test_a_call_can_be_answered_with_any_error_and_does_nothing(sandbox: Sandbox) -> None:
    hands = Hands(sandbox.url)
    hands.harm("error", "chat.postMessage", error="fatal_error")
    before = hands.messages()
    assert refused(bot(sandbox), "chat.postMessage", **POST).response["error"] == "fatal_error"
    assert hands.messages() == before


def test_a_call_can_be_rate_limited(sandbox: Sandbox) -> None:
    Hands(sandbox.url).harm("rate_limit", "auth.test", seconds=30)
    error = refused(bot(sandbox), "auth.test").response
    assert (error.status_code, error.headers["retry-after"]) == (429, "30")


def test_a_call_can_break_before_it_is_heard(sandbox: Sandbox) -> None:
    hands = Hands(sandbox.url)
    hands.harm("cut", "chat.postMessage")
    before = hands.messages()
    with pytest.raises((OSError, SlackRequestError)):
        WebClient(sandbox.credentials.bot_token, base_url=sandbox.api_url, retry_handlers=[]).chat_postMessage(**POST)
    assert hands.messages() == before


def test_an_answer_can_get_lost_after_the_deed(sandbox: Sandbox) -> None:
    hands = Hands(sandbox.url)
    hands.harm("lost", "chat.postMessage")
    before = len(hands.messages())
    with pytest.raises((OSError, SlackRequestError)):
        WebClient(sandbox.credentials.bot_token, base_url=sandbox.api_url, retry_handlers=[]).chat_postMessage(**POST)
    assert len(hands.messages()) == before + 1


def test_an_answer_can_be_garbled_after_the_deed(sandbox: Sandbox) -> None:
    hands = Hands(sandbox.url)
    hands.harm("garbled", "chat.postMessage")
    before = len(hands.messages())
    reply = call(sandbox, "chat.postMessage", POST)
    assert reply.headers["content-type"].startswith("text/html")
    assert len(hands.messages()) == before + 1


def test_an_answer_can_be_late(sandbox: Sandbox) -> None:
    hands, after = Hands(sandbox.url), Hands(sandbox.url).now()
    hands.harm("late", "auth.test", seconds=0.05)
    assert call(sandbox, "auth.test", {}).error == "ok"
    [fault], [called] = hands.entries("fault", after=after), hands.entries("call", "auth.test", after=after)
    assert called["at"] - fault["at"] >= 0.05


def test_a_fault_strikes_where_and_as_often_as_it_is_planned(sandbox: Sandbox) -> None:
    hands = Hands(sandbox.url)
    hands.harm("error", "auth.test", after=1, times=2)
    hands.harm("error", "auth.test", error="internal_error")
    seen = [call(sandbox, "auth.test", {}).error for _ in range(5)]
    assert seen == ["ok", "fatal_error", "fatal_error", "internal_error", "ok"]
    hands.harm("error", "*")
    assert call(sandbox, "api.test", {}).error == "fatal_error"
    hands.harm("error", "auth.test")
    hands.do("mend")
    assert call(sandbox, "auth.test", {}).error == "ok"


# Installing


def installed(sandbox: Sandbox, code: str, **changed: str) -> Json:
    known = sandbox.credentials
    given = {"client_id": known.client_id, "client_secret": known.client_secret, "code": code, **changed}
    found = WebClient(base_url=sandbox.api_url).oauth_v2_access(**given).data
    assert isinstance(found, dict)
    return found


def test_an_app_exchanges_its_code_for_the_bots_token_once(sandbox: Sandbox) -> None:
    code = Hands(sandbox.url).do("install", redirect_uri="http://127.0.0.1:3000/done")
    answer = installed(sandbox, code, redirect_uri="http://127.0.0.1:3000/done")
    assert WebClient(answer["access_token"], base_url=sandbox.api_url).auth_test()["user_id"] == answer["bot_user_id"]
    with pytest.raises(SlackApiError, match="invalid_code"):
        installed(sandbox, code)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_id": "9.9"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"redirect_uri": "http://127.0.0.1:3000/else"}, "bad_redirect_uri"),
    ],
)
def test_an_installation_that_does_not_fit_is_refused(sandbox: Sandbox, changed: dict[str, str], error: str) -> None:
    code = Hands(sandbox.url).do("install", redirect_uri="http://127.0.0.1:3000/done")
    with pytest.raises(SlackApiError, match=error):
        installed(sandbox, code, **changed)


def test_an_installation_needs_a_code(sandbox: Sandbox) -> None:
    assert call(sandbox, "oauth.v2.access", {}, token="").error == "invalid_code"
    basic = base64.b64encode(b"9.9:wrong").decode()
    reply = send(sandbox, "api/oauth.v2.access", b"code=c", Authorization=f"Basic {basic}", Content_Type=FORM)
    assert reply.error == "invalid_client_id"
