"""A Slack that answers on the loopback: its Web API, its response URLs and its sockets; it notes what it is told."""

import json
import threading
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from tests.helpers import block_kit
from tests.helpers.slack_socket import SlackSocket

BOT = "U0BOT"
BOT_TOKEN = "xoxb-loopback-1"
APP_TOKEN = "xapp-loopback-1"
SECRET = "0123456789abcdef0123456789abcdef"
PATIENCE = 10.0  # seconds; long enough for a busy machine, reached only where something is broken

RESPONSE_URL = "response_url"  # the name under which answers to a response_url are noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as it reached Slack."""

    method: str
    token: str
    args: Mapping[str, object]

    @property
    def blocks(self) -> list[Mapping[str, object]]:
        return block_kit.parse(self.args.get("blocks"))

    @property
    def text(self) -> str:
        return str(self.args.get("text"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What Slack says to a call."""

    status: int = 200
    body: Mapping[str, object] = field(default_factory=lambda: {"ok": True})
    headers: Mapping[str, str] = field(default_factory=dict)


def refusal(error: str) -> Answer:
    """Return Slack's no."""
    return Answer(body={"ok": False, "error": error})


def rate_limited() -> Answer:
    """Return Slack's not yet."""
    return Answer(status=429, body={"ok": False, "error": "ratelimited"}, headers={"Retry-After": "0"})


class SlackApi:
    """Slack, for as long as the `with` block lasts."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._calls: list[Call] = []
        self._planned: dict[str, deque[Answer]] = defaultdict(deque)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.socket = SlackSocket()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/api/"

    @property
    def response_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{RESPONSE_URL}"

    def plan(self, method: str, *answers: Answer) -> None:
        """Answer the next calls of a method so; after that, as Slack would."""
        self._planned[method].extend(answers)

    def calls(self, method: str) -> list[Call]:
        """Return the calls of a method up to now."""
        with self._changed:
            return [call for call in self._calls if call.method == method]

    def methods(self) -> set[str]:
        """Return the methods called up to now."""
        with self._changed:
            return {call.method for call in self._calls}

    def wait_for(self, method: str, count: int = 1) -> list[Call]:
        """Return the calls of a method once there are `count`."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: len(self._of(method)) >= count, PATIENCE)
            assert arrived, f"{method} was called {len(self._of(method))} times, not {count}: {self._calls}"
            return self._of(method)

    def take(self, call: Call) -> Answer:
        """Note a call and return the answer to it."""
        with self._changed:
            self._calls.append(call)
            self._changed.notify_all()
            planned = self._planned[call.method]
            return planned.popleft() if planned else self._usual(call)

    def _of(self, method: str) -> list[Call]:
        return [call for call in self._calls if call.method == method]

    def _usual(self, call: Call) -> Answer:
        match call.method:
            case "auth.test" if call.token == BOT_TOKEN:
                return Answer(
                    body={"ok": True, "user_id": BOT, "bot_id": "B0BOT", "team_id": "T1", "user": "surveybot"}
                )
            case "apps.connections.open" if call.token == APP_TOKEN:
                return Answer(body={"ok": True, "url": self.socket.url})
            case "auth.test" | "apps.connections.open":
                return refusal("invalid_auth")
            case "chat.postMessage" | "response_url":
                return _judged(call)
            case _:
                return refusal("unknown_method")


def _judged(call: Call) -> Answer:
    faults = block_kit.faults(call.args.get("text"), call.blocks)
    status = 200 if call.method == "chat.postMessage" or not faults else 400
    body = (
        {"ok": False, "error": "invalid_blocks", "errors": faults}
        if faults
        else {"ok": True, "ts": "1700000099.000100"}
    )
    return Answer(status=status, body=body)


def _handler(slack: SlackApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            answer = slack.take(
                Call(
                    method=urlsplit(self.path).path.removeprefix("/api/").removeprefix("/"),
                    token=self.headers.get("Authorization", "").removeprefix("Bearer "),
                    args=_arguments(raw, self.headers.get("Content-Type", "")),
                )
            )
            body = json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Handler


def _arguments(raw: str, kind: str) -> Mapping[str, object]:
    if kind.startswith("application/json"):
        found = json.loads(raw or "{}")
        assert isinstance(found, dict)
        return found
    return {name: values[-1] for name, values in parse_qs(raw).items()}
