"""Run the bot in Slack until it is told to stop, then finish what is in hand."""

import gc
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from types import FrameType

import structlog

from bot import logs, wiring
from bot.admin.service import Curator
from bot.config import Mode, Settings, require_tokens, secret
from bot.context import Expert
from bot.live import Live
from bot.ports import StoreDown, Turns
from bot.refreshing import Refresher
from bot.slack.app import create_app
from bot.slack.connections import connect
from bot.slack.desk import Desk
from bot.slack.installing import Installing
from bot.store.engine import SqlStore, open_store

log = structlog.get_logger()

_LOOK_UP_SECONDS = 0.5
_JOIN_SECONDS = 3.0  # of which a database that is down may take two
_FIRST_LOOK_SECONDS = 2.0  # that the first question waits for what was taught; a thousand intents take one
_AGAIN_SECONDS = 30.0  # until a database that was down is tried again


Made = Callable[[Live, Turns], Expert]
"""Return who answers from what is live, and from what conversations were about."""


def run(live: Live, settings: Settings, mode: str) -> None:
    """Answer in Slack until SIGTERM or SIGINT; raise ConfigError where it cannot start."""
    logs.configure(level=settings.log_level, as_json=settings.log_format == "json")
    finished = serve(live, settings, Mode(mode), told_to_stop())
    if not finished:
        sys.stderr.flush()
        os._exit(0)  # a listener that still waits for Slack would hold the process, however long we said


def told_to_stop() -> threading.Event:
    """Return what is set as soon as the process gets SIGTERM or SIGINT."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    return stop


def wait_for(stop: threading.Event) -> None:
    """Return once `stop` is set; it looks up now and then, for a signal does not always end a wait without end."""
    while not stop.wait(_LOOK_UP_SECONDS):
        pass


def serve(live: Live, settings: Settings, mode: Mode, stop: threading.Event, *, expert: Made = wiring.expert) -> bool:
    """Answer in Slack until `stop` is set; close the door first, then let the listeners finish.

    Return whether all of them did within the time the settings give.
    """
    require_tokens(settings, mode)
    gc.freeze()  # surveys and intents stay; to look through them for what may go takes a tenth of a second each time
    with closing(open_store(secret(settings.database_url))) as store:
        _bring_up(store, stop)
        desk = Desk(expert=expert(live, store.turns), store=store, curator=Curator(store, live))
        pool = ThreadPoolExecutor(settings.listener_threads, thread_name_prefix="listener")
        app = create_app(desk, settings, executor=pool, installing=_installing(store, settings))
        with refreshed(Refresher(store, live, replica_name())) as refresher:
            connection = connect(app, settings, mode, refresher.health)
            connection.open()
            wait_for(stop)
            log.info("stopping")
            connection.close(settings.shutdown_seconds)
            finished = _drained(pool, settings.shutdown_seconds)
    log.info("stopped", finished=finished)
    return finished


@contextmanager
def refreshed(refresher: Refresher) -> Iterator[Refresher]:
    """Load what was taught before, and what is taught meanwhile; its replica is gone in the end.

    Thousands of intents take longer than anybody should wait to be asked: what is shipped is answered meanwhile, and
    the health does not say that the newest is known.
    """
    stop = threading.Event()
    thread = threading.Thread(target=refresher.run, args=(stop,), name="refresher", daemon=True)
    thread.start()
    refresher.has_looked.wait(_FIRST_LOOK_SECONDS)
    try:
        yield refresher
    finally:
        stop.set()
        refresher.wake()
        thread.join(_JOIN_SECONDS)


def replica_name() -> str:
    """Return a name for this process that no other has: web-1-4711-9f3c."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}"


def _bring_up(store: SqlStore, stop: threading.Event) -> None:
    """Bring the database up to what this version needs; where it does not answer, go on, and do so once it does.

    Raises:
        ConfigError: it is newer than this version.
    """
    if not _is_up_to_date(store):
        threading.Thread(target=_keep_trying, args=(store, stop), name="store", daemon=True).start()


def _keep_trying(store: SqlStore, stop: threading.Event) -> None:
    while not stop.wait(_AGAIN_SECONDS) and not _is_up_to_date(store):
        pass


def _is_up_to_date(store: SqlStore) -> bool:
    try:
        store.upgrade()
    except StoreDown:
        log.warning("store_down")
        return False
    return True


def _installing(store: SqlStore, settings: Settings) -> Installing | None:
    if not settings.several_workspaces:
        return None
    client_id = settings.slack_client_id or ""
    return Installing(installations=store.installations(client_id), states=store.states())


def _drained(pool: ThreadPoolExecutor, seconds: float) -> bool:
    """Return whether every listener finished in time; those that have not begun by then are dropped."""
    waiting = threading.Thread(target=pool.shutdown, name="drain", daemon=True)
    waiting.start()
    waiting.join(seconds)
    if waiting.is_alive():
        pool.shutdown(wait=False, cancel_futures=True)
    return not waiting.is_alive()
