"""The two lines to an app: sockets that the app opened, and signed HTTP requests."""

import asyncio
import contextlib
import itertools
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.delivery import Delivery, Route, UnacknowledgedError
from bot.sandbox.journal import Journal
from bot.sandbox.model import Recent, as_text, at, read_json
from bot.sandbox.rules import Fault, Harm, Rules
from bot.sandbox.workspace import APP

_TICKET_SECONDS = 30  # how long an address for a socket may be used
_LARGEST_ANSWER = 1024 * 1024  # bytes
_DELIVERIES = 64  # that may wait for their answers over HTTP at the same time
_BROKEN = (WebSocketDisconnect, RuntimeError)  # RuntimeError: it was cut from this end
_ANSWERED = frozenset({"view_submission", "block_suggestion"})  # interactions whose acknowledgement may hold something


class SocketLine:
    """Socket Mode: envelopes go to one of the open connections, turn and turn about."""

    def __init__(self, journal: Journal, rules: Callable[[], Rules], now: Callable[[], float]) -> None:
        """Start without connections."""
        self._journal = journal
        self._rules = rules
        self._now = now
        self._tickets: Recent[str, float] = Recent()
        self._open: dict[str, WebSocket] = {}
        self._turn = itertools.count()
        self._waiting: dict[str, tuple[str, asyncio.Future[object]]] = {}

    def ticket(self) -> str:
        """Return what opens one connection."""
        ticket = f"ticket-{secrets.token_hex(16)}"
        self._tickets[ticket] = self._now()
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Hold a connection until either end closes it."""
        made = self._tickets.pop(socket.query_params.get("ticket", ""), None)
        if made is None or self._now() - made > _TICKET_SECONDS:
            await socket.close(code=4001)
            return
        await socket.accept()
        name = f"applink-{secrets.token_hex(3)}"
        if len(self._open) >= self._rules().connections:
            await self._dismiss(name, socket, "too_many_websockets")
            await socket.close()
            return
        self._open[name] = socket
        self._journal.note("socket", "connected", connection=name, connections=len(self._open))
        try:
            known = {"connection_info": {"app_id": APP}, "num_connections": len(self._open)}
            debug = {"host": name, "build_number": 1, "approximate_connection_time": 18_060}
            await socket.send_json({"type": "hello", **known, "debug_info": debug})
            while True:
                self._hear(await socket.receive_text())
        except (*_BROKEN, KeyError):  # KeyError: what it sent is no text
            pass
        finally:
            self._forget(name)

    async def send(self, delivery: Delivery, fault: Fault | None) -> object:
        """Send an envelope, and return the payload of its acknowledgement."""
        if not self._open:
            raise UnacknowledgedError("connection_failed")
        names = sorted(self._open)
        name = names[next(self._turn) % len(names)]
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._waiting[delivery.id] = (name, answer)
        try:
            async with asyncio.timeout(self._rules().ack_seconds):
                await self._open[name].send_json(_envelope(delivery))
                if fault and fault.harm is Harm.CUT:
                    self.cut(name)
                return await answer
        except TimeoutError:
            raise UnacknowledgedError("timeout") from None
        except _BROKEN:
            raise UnacknowledgedError("connection_failed") from None
        finally:
            answer.cancel()
            self._waiting.pop(delivery.id, None)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, as Slack does every few hours: `warning` beforehand, `refresh_requested`."""
        for name, socket in list(self._open.items()):
            with contextlib.suppress(*_BROKEN):
                await self._dismiss(name, socket, reason)
                if reason == "link_disabled":
                    await socket.close()
            if reason != "warning":  # nothing more is sent there, though the app may still acknowledge what it has
                self._open.pop(name, None)

    def cut(self, name: str | None = None) -> None:
        """Break one connection, or all, without a word."""
        for each, socket in list(self._open.items()):
            if name in {None, each}:
                self._journal.note("socket", "cut", connection=each)
                socket.scope["cut"]()

    async def _dismiss(self, name: str, socket: WebSocket, reason: str) -> None:
        await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": name}})
        self._journal.note("socket", "disconnect", connection=name, reason=reason)

    def _hear(self, text: str) -> None:
        try:
            said = read_json(text)
        except ValueError:
            said = None
        envelope = as_text(at(said, "envelope_id"))
        _, answer = self._waiting.get(envelope, ("", None))
        if answer is None or answer.done():
            self._journal.note("socket", "unknown_envelope" if envelope else "no_envelope", envelope=envelope)
            return
        answer.set_result(at(said, "payload"))

    def _forget(self, name: str) -> None:
        self._open.pop(name, None)
        for sent_to, answer in self._waiting.values():
            if sent_to == name and not answer.done():
                answer.set_exception(UnacknowledgedError("connection_failed"))
        self._journal.note("socket", "closed", connection=name, connections=len(self._open))


class HttpLine:
    """Signed requests to the addresses the app registered."""

    def __init__(self, signing_secret: str, rules: Callable[[], Rules]) -> None:
        """Sign with the app's secret."""
        self._verifier = SignatureVerifier(signing_secret)
        self._rules = rules
        self._threads = ThreadPoolExecutor(_DELIVERIES)
        # One that knows neither proxies nor redirects: the sandbox calls the registered address and no other.
        self._opener = urllib.request.OpenerDirector()
        for name in ("HTTPHandler", "HTTPErrorProcessor", "HTTPDefaultErrorHandler"):
            self._opener.add_handler(getattr(urllib.request, name)())

    async def send(self, delivery: Delivery, fault: Fault | None) -> object:
        """Send a request, and return what its answer holds: JSON, text, or None."""
        if fault and fault.harm is Harm.CUT:
            raise UnacknowledgedError("connection_failed")
        request, seconds = self._request(delivery), self._rules().ack_seconds
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.get_running_loop().run_in_executor(self._threads, self._fetch, request, seconds)
        except TimeoutError:
            raise UnacknowledgedError("http_timeout") from None

    def _request(self, delivery: Delivery) -> urllib.request.Request:
        body, kind = _body(delivery)
        timestamp = str(int(time.time()))  # the app compares it with its own clock
        signature = self._verifier.generate_signature(timestamp=timestamp, body=body)
        headers = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": str(signature),
        }
        if delivery.attempt:
            headers |= {"X-Slack-Retry-Num": str(delivery.attempt), "X-Slack-Retry-Reason": delivery.reason}
        return urllib.request.Request(str(delivery.url), body.encode(), headers)  # noqa: S310  # checked when registered

    def _fetch(self, request: urllib.request.Request, seconds: float) -> object:
        """Return what a request is answered with; only 2xx is an acknowledgement."""
        try:
            with self._opener.open(request, timeout=seconds) as answer:
                return _read(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                raise UnacknowledgedError("http_error", again=refused.headers.get("X-Slack-No-Retry") != "1") from None
        except (OSError, HTTPException) as error:
            timed_out = isinstance(getattr(error, "reason", error), TimeoutError)
            raise UnacknowledgedError("http_timeout" if timed_out else "connection_failed") from None


def _envelope(delivery: Delivery) -> dict[str, object]:
    envelope: dict[str, object] = {
        "envelope_id": delivery.id,
        "payload": delivery.payload,
        "type": delivery.route,
        "accepts_response_payload": delivery.route is Route.COMMAND or delivery.what in _ANSWERED,
    }
    if delivery.route is Route.EVENT:
        envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return envelope


def _body(delivery: Delivery) -> tuple[str, str]:
    form = "application/x-www-form-urlencoded"
    match delivery.route:
        case Route.EVENT:
            return json.dumps(delivery.payload), "application/json"
        case Route.COMMAND:
            return urlencode({name: str(value) for name, value in delivery.payload.items()}), form
        case Route.INTERACTION:
            return urlencode({"payload": json.dumps(delivery.payload)}), form


def _read(answer: HTTPResponse) -> object:
    """Return what an acknowledgement holds: JSON, text, or None."""
    text = answer.read(_LARGEST_ANSWER).decode(errors="replace")
    if not answer.headers.get("Content-Type", "").startswith("application/json") or not text.strip():
        return text or None
    try:
        return read_json(text)
    except ValueError:
        raise UnacknowledgedError("http_error") from None
