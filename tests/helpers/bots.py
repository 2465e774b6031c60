"""The real app in a sandbox, over either of its connections."""

import contextlib
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from slack_bolt import BoltRequest, BoltResponse

from bot.admin.service import Curator
from bot.config import Mode, Settings, load_settings
from bot.context import Ask, Expert
from bot.live import Live
from bot.ports import Store
from bot.refreshing import Refresher
from bot.sandbox.registration import registered
from bot.sandbox.rules import Rules
from bot.sandbox.server import Sandbox
from bot.serving import refreshed
from bot.slack.app import create_app
from bot.slack.connections import EVENTS_PATH, HttpConnection, connect
from bot.slack.desk import Desk
from bot.slack.directory import Directory
from bot.slack.installing import Installing
from bot.slack.manifest import EVENTS, UNINSTALLED, manifest
from bot.store.engine import SqlStore
from bot.wiring import expert
from tests.helpers.asking import cgi_knowledge
from tests.helpers.sandbox import PATIENCE, Hands
from tests.helpers.stores import Clock, a_store

# Seconds; a socket's client would take three, of which nothing but its own threads has any use.
CLOSING = {Mode.SOCKET: 0.2, Mode.HTTP: 5.0}

P = ParamSpec("P")
T = TypeVar("T")


class Pool(ThreadPoolExecutor):
    """Threads that can be waited for without being shut down."""

    def __init__(self) -> None:
        super().__init__(8)
        self._futures: list[Future[Any]] = []

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = super().submit(fn, *args, **kwargs)
        self._futures.append(future)
        return future

    def settle(self) -> None:
        """Return once every listener that was started has finished."""
        unfinished = wait(self._futures, timeout=PATIENCE).not_done
        assert not unfinished, "a listener is still running"


class Bot:
    """The app at work in a sandbox, and a test's hands there."""

    def __init__(
        self,
        sandbox: Sandbox,
        ask: Ask | Expert | Live,
        mode: Mode,
        store: Store,
        installing: Installing | None = None,
    ) -> None:
        self.sandbox = sandbox
        self.live = ask if isinstance(ask, Live) else Live(cgi_knowledge())
        self.hands = Hands(sandbox.url)
        self.pool = Pool()
        known = sandbox.credentials
        own = {"slack_client_id": known.client_id, "slack_client_secret": known.client_secret}
        self.settings = settings(sandbox, **({"slack_bot_token": None, **own} if installing else {}))
        self.store = store
        curator = Curator(store, self.live)
        self._timers: list[threading.Timer] = []
        self.clock = Clock()
        """By which what Slack says of people is forgotten."""
        self.desk = Desk(
            expert=_expert(ask, store),
            store=store,
            curator=curator,
            directory=Directory(self.clock),
            later=self._later,
        )
        self.app = create_app(self.desk, self.settings, executor=self.pool, installing=installing)
        self.mode = mode
        self.refresher = Refresher(store, self.live, f"replica-{id(self)}")
        self.connection = connect(self.app, self.settings, mode, self.refresher.health)
        self._refreshes = isinstance(ask, Live)
        self._running = contextlib.ExitStack()

    def open(self) -> None:
        if self._refreshes:
            self._running.enter_context(refreshed(self.refresher))
        self.connection.open()
        if isinstance(self.connection, HttpConnection):
            reach(self.sandbox, self.connection.port)
        else:
            self.hands.wait("socket", "connected")

    def _later(self, seconds: float, work: Callable[[], object]) -> None:
        timer = threading.Timer(seconds, work)
        timer.daemon = True
        self._timers.append(timer)
        timer.start()

    def close(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self.connection.close(CLOSING[self.mode])
        self._running.close()
        self.pool.shutdown()

    def hear(self, body: Mapping[str, object]) -> BoltResponse:
        """Hand the app what the sandbox never sends, or not in this order; return what it answers at once."""
        return self.app.dispatch(BoltRequest(body=dict(body), mode="socket_mode"))

    def settle(self) -> None:
        """Return once nothing is on its way to the app, or from it."""
        self.hands.do("quiet", seconds=0.05)
        self.pool.settle()
        self.hands.do("quiet", seconds=0.05)


def _expert(ask: Ask | Expert | Live, store: Store) -> Expert:
    match ask:
        case Live():
            return expert(ask, store.turns)
        case Expert():
            return ask
        case _:
            return Expert(ask=ask)


@contextlib.contextmanager
def bot_in_a_sandbox(
    ask: Ask | Expert | Live,
    mode: Mode,
    *,
    also: tuple[str, ...] = (),
    rules: Rules | None = None,
    store: Store | None = None,
) -> Iterator[Bot]:
    """Start a sandbox and the app in it; `also` are events that it is told of beyond those of its manifest.

    Given what is live, it answers from that. Without a `store`, what it keeps is gone in the end.
    """
    known = registered(manifest())
    events = replace(known, events=frozenset({*(known.events or ()), *also}))
    with contextlib.ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox(events, rules=rules or Rules(messages_a_second=0)))
        kept = store or _for_now(stack)
        bot = Bot(sandbox, ask, mode, kept)
        try:
            bot.open()
            yield bot
        finally:
            bot.close()


@contextlib.contextmanager
def bot_of_several_workspaces(ask: Ask | Expert | Live, *, store: SqlStore | None = None) -> Iterator[Bot]:
    """Start a sandbox and the app, which workspaces install themselves, over HTTP; its tokens expire."""
    with contextlib.ExitStack() as stack:
        events = frozenset({*EVENTS, *UNINSTALLED})
        known = replace(registered(manifest()), events=events, rotates=True, is_org_ready=True)
        sandbox = stack.enter_context(Sandbox(known, rules=Rules(messages_a_second=0)))
        kept = store or _for_now(stack)
        installing = Installing(installations=kept.installations(sandbox.credentials.client_id), states=kept.states())
        bot = Bot(sandbox, ask, Mode.HTTP, kept, installing)
        stack.callback(bot.close)
        bot.open()
        yield bot


def _for_now(stack: contextlib.ExitStack) -> SqlStore:
    """Return a store that goes when the stack is left."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    return stack.enter_context(contextlib.closing(a_store(folder)))


def reach(sandbox: Sandbox, port: int) -> None:
    """Let a sandbox call an app at a port of this machine."""
    slack = sandbox.slack
    slack.registration = slack.registration.reached_at(f"http://127.0.0.1:{port}{EVENTS_PATH}")


def settings(sandbox: Sandbox, **others: object) -> Settings:
    """Return settings that point the app at a sandbox."""
    chosen = {
        "slack_bot_token": sandbox.credentials.bot_token,
        "slack_app_token": sandbox.credentials.app_token,
        "slack_signing_secret": sandbox.credentials.signing_secret,
        "slack_api_url": sandbox.api_url,
        "port": 0,
        **others,
    }
    return load_settings(Path("no-such-file")).model_validate(chosen)
