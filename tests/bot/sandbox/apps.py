"""Small apps for the sandbox to speak to: one behind HTTP, one at the end of a socket."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl

from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.sandbox.registration import Credentials, Registration, registered
from bot.sandbox.rules import Rules
from bot.sandbox.server import Sandbox
from tests.helpers.sandbox import PATIENCE, Hands, Json

FREE = Rules(messages_a_second=0, method_limits=False)
MESSAGES = ("message.channels", "message.groups", "message.im")
SCOPES = (
    "app_mentions:read channels:history channels:read chat:write commands groups:history im:history reactions:read"
    " reactions:write"
).split()


@dataclass
class Answer:
    """What an app answers a delivery with."""

    body: object = None
    """JSON, text, or None."""
    status: int = 200
    """0: something that is no HTTP."""
    headers: Mapping[str, str] = field(default_factory=dict)
    held: threading.Event | None = None
    """Waited for before the app answers at all."""


@dataclass(frozen=True)
class Heard:
    """A request that Slack made."""

    what: str
    """app_mention, /survey, block_actions"""
    payload: Json
    headers: Mapping[str, str]


class HttpApp:
    """An app that Slack calls: keeps what it hears, and answers as a test says."""

    def __init__(self, secret: str) -> None:
        self.heard: list[Heard] = []
        self.answers: dict[str, Answer] = {}
        self._arrived = threading.Condition()
        self._verifier = SignatureVerifier(secret)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/slack"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        for answer in self.answers.values():
            if answer.held:
                answer.held.set()
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, count: int) -> None:
        """Return once so many requests were heard."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.heard) >= count, PATIENCE)

    def last(self, what: str) -> Json:
        return [heard for heard in self.heard if heard.what == what][-1].payload

    def answer(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        if not self._verifier.is_valid_request(body, dict(headers)):
            return Answer(status=401)
        payload: dict[str, Any] = json.loads(body) if body[:1] == b"{" else dict(parse_qsl(body.decode()))
        payload = json.loads(payload["payload"]) if "payload" in payload else payload
        what = payload.get("command") or payload.get("event", payload)["type"]
        with self._arrived:
            self.heard.append(Heard(what, payload, headers))
            self._arrived.notify_all()
        answer = self.answers.get(what, Answer())
        if answer.held:
            answer.held.wait(PATIENCE)
        return answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = app.answer(body, {name.lower(): value for name, value in self.headers.items()})
                text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
                sent = b"" if answer.body is None else text.encode()
                if not answer.status:
                    self.wfile.write(b"What?\r\n\r\n")
                    return
                self.send_response(answer.status)
                kind = "text/plain" if isinstance(answer.body, str) else "application/json"
                for name, value in {"Content-Type": kind, "Content-Length": len(sent), **answer.headers}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as inherited
                pass

        return Handler


class Socket:
    """One connection of an app in Socket Mode, without a library between."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.hello = self.receive()

    def receive(self) -> Json:
        found: Json = json.loads(self._connection.recv(timeout=PATIENCE))
        return found

    def send(self, **said: object) -> None:
        self._connection.send(json.dumps(said))

    def take(self, what: str = "") -> Json:
        """Receive an envelope, and acknowledge it."""
        envelope = self.receive()
        assert what in {"", envelope["type"]}
        self.send(envelope_id=envelope["envelope_id"])
        return envelope

    def end(self) -> int:
        """Return with what code the other end closed, waiting for it; 1006: it broke off."""
        try:
            raise AssertionError(self._connection.recv(timeout=PATIENCE))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


@contextmanager
def socket(sandbox: Sandbox) -> Iterator[Socket]:
    """Open a connection as the app."""
    with connect(socket_url(sandbox), proxy=None) as connection:
        yield Socket(connection)


def socket_url(sandbox: Sandbox) -> str:
    app = WebClient(base_url=sandbox.api_url)
    return str(app.apps_connections_open(app_token=sandbox.credentials.app_token)["url"])


def bot(sandbox: Sandbox) -> WebClient:
    """Return a client that holds the bot's token."""
    return WebClient(sandbox.credentials.bot_token, base_url=sandbox.api_url)


def manifest(url: str | None = None, **settings: object) -> Json:
    """Return a manifest of an app with everything; `url`: where Slack reaches it."""
    address = {"request_url": url} if url else {}
    events = [
        "app_mention",
        "app_home_opened",
        "reaction_added",
        "reaction_removed",
        "member_joined_channel",
        *MESSAGES,
    ]
    return {
        "display_information": {"name": "surveybot"},
        "features": {
            "app_home": {"home_tab_enabled": True},
            "slash_commands": [{"command": "/survey", "description": "Ask", "should_escape": True, "url": url}],
            "shortcuts": [
                {"name": "Ask", "type": "global", "callback_id": "ask"},
                {"name": "Check", "type": "message", "callback_id": "check"},
            ],
        },
        "oauth_config": {"scopes": {"bot": SCOPES}},
        "settings": {
            "event_subscriptions": {"bot_events": events, **address},
            "interactivity": {"is_enabled": True, **address},
            **settings,
        },
    }


def app_of(given: Json) -> Registration:
    return registered(json.dumps(given))


@contextmanager
def app_over_http(rules: Rules = FREE, **settings: object) -> Iterator[tuple[Sandbox, HttpApp, Hands]]:
    """Start a sandbox with an app that it reaches over HTTP; `settings` are more of its manifest's."""
    known = Credentials()
    with (
        HttpApp(known.signing_secret) as app,
        Sandbox(app_of(manifest(app.url, **settings)), credentials=known, rules=rules) as sandbox,
    ):
        yield sandbox, app, Hands(sandbox.url)
