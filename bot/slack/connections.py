"""The two ways Slack reaches the app: a socket that the bot opens, or HTTP requests that Slack makes."""

import io
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

import structlog
import waitress.server  # type: ignore[import-untyped]  # waitress ships no types
from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from waitress import wasyncore

from bot.config import ConfigError, Mode, Settings, secret
from bot.ports import StoreDown
from bot.render import states
from bot.slack.client import refused, unreachable, web_client

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger()

EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/healthz"
_LARGEST_BODY = 1024 * 1024  # bytes; Slack's own requests stay far below
_HTTP_THREADS = 8  # a request waits here until it is acknowledged, which takes milliseconds
_PING_SECONDS = 2  # a line that broke without a word is noticed after about five of them, and opened anew
_CLOSING_SECONDS = 0.05  # between two looks at whether the socket has closed


class Connection(Protocol):
    """A way for Slack's requests to come in."""

    def open(self) -> None:
        """Let requests in, and return at once."""

    def close(self, seconds: float, /) -> None:
        """Let no more in, and give those in hand so long to be acknowledged."""


Health = Callable[[], str]
"""Say how the bot is, as JSON that holds nobody's name."""


def connect(app: App, settings: Settings, mode: Mode, health: Health) -> Connection:
    """Return the connection for a mode, not yet open; over HTTP, whoever asks is told of its health."""
    return SocketConnection(app, settings) if mode is Mode.SOCKET else HttpConnection(app, settings, health)


class SocketConnection:
    """Socket Mode."""

    def __init__(self, app: App, settings: Settings) -> None:
        """Prepare a socket that opens with the app-level token, not the bot's."""
        self._settings = settings
        token = secret(settings.slack_app_token)
        self._client = _PromptClient(
            token,
            web_client=web_client(settings, token),
            logger=logging.getLogger("slack_sdk.socket_mode"),
            ping_interval=_PING_SECONDS,
        )
        self._client.socket_mode_request_listeners.append(lambda client, request: _hear(app, client, request))

    def open(self) -> None:
        """Connect; raise ConfigError where Slack refuses the token or cannot be reached."""
        failure: ConfigError | None = None
        try:
            self._client.connect()
        except SlackApiError as error:
            failure = refused("SLACK_APP_TOKEN", error)
        except OSError:
            failure = unreachable(self._settings)
        if not self._client.is_connected():  # where Slack refuses the socket, the client only logs it
            self._client.close()
            raise failure or unreachable(self._settings)
        log.info("listening", mode=Mode.SOCKET)

    def close(self, seconds: float, /) -> None:
        """Disconnect; Slack sends what was not acknowledged again, here or elsewhere."""
        closing = threading.Thread(target=self._client.close, name="close", daemon=True)
        closing.start()
        end = time.monotonic() + seconds
        while closing.is_alive() and time.monotonic() < end:
            # A session that starts at this moment takes its mark back; the client would wait for it for ever.
            self._client.current_session_state.terminated = True
            closing.join(_CLOSING_SECONDS)


class _PromptClient(SocketModeClient):
    """Slack's client, whose words leave at once: else an acknowledgement waits for the receipt of the one before."""

    def connect(self) -> None:
        """Connect, for the first time or anew."""
        super().connect()
        line = self.current_session.sock if self.current_session else None
        if line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _hear(app: App, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
    """Hand a request to the app, and what it answers at once back to Slack."""
    begun = time.time()
    send_response(client, request, run_bolt_app(app, request), begun)


class HttpConnection:
    """A web server of its own threads."""

    def __init__(self, app: App, settings: Settings, health: Health) -> None:
        """Bind the address; raise ConfigError where it cannot be had."""
        self._map: dict[int, object] = {}
        self._stopping = threading.Event()
        self._loop = threading.Thread(target=self._serve, name="http", daemon=True)
        listening = _bound(settings.host, settings.port)
        self.port = int(listening.getsockname()[1])
        self._server = waitress.server.create_server(
            web_app(app, secret(settings.slack_signing_secret), health),
            map=self._map,
            sockets=[listening],
            threads=_HTTP_THREADS,
            max_request_body_size=_LARGEST_BODY,
            ident="",
        )

    def open(self) -> None:
        """Serve in a thread."""
        self._loop.start()
        log.info("listening", mode=Mode.HTTP, port=self.port)

    def close(self, seconds: float, /) -> None:
        """Finish the requests in hand while the loop still carries their answers, then stop."""
        self._server.task_dispatcher.shutdown(timeout=seconds)
        self._stopping.set()
        self._server.pull_trigger()
        self._loop.join(timeout=seconds)
        wasyncore.close_all(self._map)

    def _serve(self) -> None:
        while not self._stopping.is_set():
            wasyncore.loop(timeout=1, map=self._map, count=1)


def web_app(app: App, signing_secret: str, health: Health) -> "WSGIApplication":
    """Return the app as WSGI: Slack's requests, and a health check that asks nothing of Slack."""
    slack, verifier = SlackRequestHandler(app, path=EVENTS_PATH), SignatureVerifier(signing_secret)

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ.get("PATH_INFO") == HEALTH_PATH:
            return _said(start_response, "200 OK", health().encode(), "application/json")
        # Bolt looks at the signature as well, but reads the body before, which may be anything.
        if environ.get("PATH_INFO") == EVENTS_PATH and not _is_signed(environ, verifier):
            return _said(start_response, "401 Unauthorized", b"not signed by Slack")
        try:
            return slack(environ, start_response)
        except StoreDown:
            return _said(start_response, "503 Service Unavailable", states.NOT_INSTALLED.encode())

    return serve


def _is_signed(environ: "WSGIEnvironment", verifier: SignatureVerifier) -> bool:
    """Return whether Slack signed a request, whose body can be read once more then."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    timestamp, signature = (environ.get(f"HTTP_X_SLACK_{name}") for name in ("REQUEST_TIMESTAMP", "SIGNATURE"))
    try:
        return verifier.is_valid(body, timestamp, signature)
    except (ValueError, TypeError, OverflowError):  # a body that is no text, a time or a signature that is none
        return False


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = f"Cannot listen on {host}:{port} ({error.strerror})."
        raise ConfigError(f"{why} Set SURVEYBOT_HOST and SURVEYBOT_PORT to an address that is free.") from None


def _said(
    start_response: "StartResponse", status: str, body: bytes, kind: str = "text/plain; charset=utf-8"
) -> Iterable[bytes]:
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]
