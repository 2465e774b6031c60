"""The sandbox's server: everything at one address of this machine, and nowhere else."""

import contextlib
import re
import socket
import threading
from collections.abc import AsyncIterator
from http import HTTPStatus
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.routing import WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox import page
from bot.sandbox.control import Control
from bot.sandbox.incoming import Incoming
from bot.sandbox.installing import PATH, Installing
from bot.sandbox.people import People
from bot.sandbox.registration import Credentials, Registration
from bot.sandbox.rules import Rules
from bot.sandbox.slack import Hub
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import FIRST

HOST = "127.0.0.1"
_CLOSING_SECONDS = 1
_HERE = re.compile(r"(127\.0\.0\.1|localhost)(:[0-9]{1,5})?")  # 127.0.0.1:8155; some clients leave the port out
_FORBIDDEN = HTTPStatus.FORBIDDEN


class CannotListen(Exception):
    """The address is taken; the message says what to do."""


class Sandbox:
    """A Slack workspace on this machine, for as long as the `with` block lasts."""

    def __init__(
        self,
        registration: Registration | None = None,
        *,
        credentials: Credentials | None = None,
        rules: Rules | None = None,
        port: int = 0,
    ) -> None:
        """Take the address; 0: any free port. Raise CannotListen where it is taken."""
        self.credentials = credentials or Credentials()
        self.hub = Hub(registration or Registration(), self.credentials, rules or Rules())
        self.slack = self.hub.first
        app = application(self.hub)
        self._socket = _bound(port)
        self.hub.base_url = f"http://{HOST}:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            app,
            http="h11",
            ws="websockets-sansio",
            lifespan="on",
            log_config=None,
            log_level="error",  # below that it writes down addresses, tickets and all
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_CLOSING_SECONDS,
        )
        self._server = _Server(config, self.hub)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="sandbox", daemon=True)

    @property
    def url(self) -> str:
        """The page's address."""
        return f"{self.slack.base_url}/"

    @property
    def api_url(self) -> str:
        """The Web API's address: a client's base_url."""
        return f"{self.slack.base_url}/api/"

    def __enter__(self) -> Self:
        """Serve, in a thread of its own."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop serving."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()


def application(hub: Hub) -> ASGIApp:
    """Return the whole sandbox as an ASGI application; its page shows the first workspace."""
    incoming = {team: Incoming(slack) for team, slack in hub.teams.items()}
    people = {team: People(slack, incoming[team]) for team, slack in hub.teams.items()}

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        for slack in hub.teams.values():
            await slack.deliveries.close()

    routes = [
        *WebApi(hub, incoming).routes(),
        *Control(hub, people).routes(),
        WebSocketRoute("/link/", hub.sockets.serve),
        *Installing(hub).routes(),
        *page.routes(hub.first, people[FIRST.id]),
    ]
    return _Guard(Starlette(routes=routes, lifespan=lifespan))


class _Server(uvicorn.Server):
    """Sends those home who wait for something to happen, before it waits for them."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for slack in self._hub.teams.values():
            slack.journal.close()
        await super().shutdown(sockets)


class _Guard:
    """Lets only this machine's own pages and programs in, and can break a connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if not _is_welcome(scope):
            return await _turn_away(scope, receive, send)
        # uvicorn's `send` belongs to the connection; there is no other way to break one off without an answer.
        scope["cut"] = send.__self__.transport.abort  # type: ignore[attr-defined]
        with contextlib.suppress(ClientDisconnect):  # whoever left in the middle of a request hears no answer
            await self._app(scope, receive, send)
        return None


def _is_welcome(scope: Scope) -> bool:
    """Return whether a request came here by this machine's own name, and from no page of somebody else's.

    A link from elsewhere may lead to a page, and an app to the one that asks for its installation; neither may do
    anything here.
    """
    headers = Headers(scope=scope)
    host, origin = headers.get("Host", ""), headers.get("Origin")
    elsewhere = headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
    asks = scope.get("query_string") and scope["path"] != PATH
    acts = scope.get("method") != "GET" or asks or scope["path"].startswith("/api/")
    return bool(_HERE.fullmatch(host)) and origin in {None, f"http://{host}"} and not (elsewhere and acts)


async def _turn_away(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        refusal = PlainTextResponse("This sandbox serves its own page and programs on this machine.", _FORBIDDEN)
        await refusal(scope, receive, send)


def _bound(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise CannotListen(f"Cannot listen on {HOST}:{port} ({error.strerror}). Choose another with --port.") from None
