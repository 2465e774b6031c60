"""Wait for changes of taught intents, whichever replica keeps them."""

import selectors
import socket
import threading
import time
from contextlib import suppress

import structlog
from psycopg import Connection as PostgresConnection
from psycopg import Error as PostgresError
from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from bot.store.changing import CHANNEL
from bot.store.database import Database
from bot.store.tables import taught_heads

log = structlog.get_logger()

LOOK_SECONDS = 0.1  # how often a file is looked at; 20 microseconds each time
AGAIN_SECONDS = 1.0  # until a database that was away is tried again


class SqlNotices:
    """Keeps `bot.ports.Notices` on a connection of its own; the first wait is over as soon as it listens."""

    def __init__(self, database: Database) -> None:
        """Connect to nothing yet."""
        self._engine = database.engine_apart()
        self._busy = threading.Lock()
        self._closed = threading.Event()
        self._bell, self._ear = socket.socketpair()
        self._listening: _Listening | None = None
        self._why = ""  # it does not listen

    def wait(self, seconds: float) -> bool:
        """Return True as soon as a change may have been kept, or False once the time is over or it is closed."""
        until = time.monotonic() + seconds
        with self._busy:
            while not self._closed.is_set():
                was_listening = self._listening is not None
                try:
                    if self._listening is None:
                        self._listen()
                        return True  # what was kept before was not heard
                    return self._listening.hears(until)
                except (SQLAlchemyError, PostgresError, OSError) as error:
                    self._hang_up(type(error).__name__)
                left = until - time.monotonic()
                if not was_listening and (self._closed.wait(max(0, min(left, AGAIN_SECONDS))) or left <= AGAIN_SECONDS):
                    return False
            return False

    def close(self) -> None:
        """Let go of its connection; who waits, waits no longer."""
        self._closed.set()
        with suppress(OSError):
            self._bell.send(b"!")
        with self._busy:
            self._hang_up()
            self._bell.close()
            self._ear.close()

    def _listen(self) -> None:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._listening = (_Sqlite if self._engine.dialect.name == "sqlite" else _Postgres)(connection, self._ear)
        self._listening.begin()
        if self._why:
            log.info("notices_up")
        self._why = ""

    def _hang_up(self, why: str = "") -> None:
        if why and not self._why:  # once, however long it lasts
            log.warning("notices_down", why=why)
        self._why = why
        listening, self._listening = self._listening, None
        if listening:
            listening.hang_up()
        self._engine.dispose()


class _Listening:
    """A connection that hears of changes."""

    def __init__(self, connection: Connection, ear: socket.socket) -> None:
        self._connection = connection
        self._ear = ear

    def begin(self) -> None:
        """Begin to listen."""
        raise NotImplementedError

    def hears(self, until: float) -> bool:
        """Return True as soon as something changed, or False at a time of the monotonic clock or the bell."""
        raise NotImplementedError

    def hang_up(self) -> None:
        """Close the connection, whatever has become of it."""
        with suppress(SQLAlchemyError, PostgresError, OSError):
            self._connection.invalidate()
        with suppress(SQLAlchemyError, PostgresError, OSError):
            self._connection.close()

    def _wait(self, selector: selectors.BaseSelector, until: float) -> set[object]:
        return {key.fileobj for key, _ in selector.select(max(0, until - time.monotonic()))}


class _Postgres(_Listening):
    """Is told by PostgreSQL."""

    def begin(self) -> None:
        self._connection.exec_driver_sql(f"LISTEN {CHANNEL}")

    def hears(self, until: float) -> bool:
        driver: PostgresConnection | None = self._connection.connection.driver_connection
        if driver is None:
            raise OSError("The connection is gone.")
        with selectors.DefaultSelector() as selector:
            selector.register(driver.fileno(), selectors.EVENT_READ)
            selector.register(self._ear, selectors.EVENT_READ)
            while True:
                if list(driver.notifies(timeout=0)):
                    return True
                ready = self._wait(selector, until)
                if not ready or self._ear in ready:
                    return False


class _Sqlite(_Listening):
    """Looks whether anybody wrote, and then whether it was that."""

    def begin(self) -> None:
        self._last = self._version(), self._heads()

    def hears(self, until: float) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(self._ear, selectors.EVENT_READ)
            while True:
                version, heads = self._last
                now = self._version()
                if now != version:
                    self._last = now, self._heads()
                if self._last[1] != heads:
                    return True
                if self._wait(selector, min(until, time.monotonic() + LOOK_SECONDS)) or time.monotonic() >= until:
                    return False

    def _version(self) -> object:
        return self._connection.exec_driver_sql("PRAGMA data_version").scalar_one()

    def _heads(self) -> frozenset[object]:
        return frozenset(map(tuple, self._connection.execute(select(taught_heads))))
