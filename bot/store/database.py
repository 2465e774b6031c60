"""The way to a database that may be down: nobody waits for it long, and its errors stay here."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from sqlite3 import Connection as SqliteConnection

import structlog
from psycopg import Connection as PostgresConnection
from sqlalchemy import URL, ColumnElement, Connection, Engine, Table, and_, create_engine, event, make_url, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.config import DATABASES, ConfigError
from bot.ports import StoreDown

log = structlog.get_logger()

WAIT_SECONDS = 2  # for a connection, a lock or an answer; somebody waits for the reply
PATIENT_SECONDS = 60  # for another replica that changes the tables
HIGHEST = 2**31 - 1  # number that a column holds, in either database
REST_SECONDS = 5.0  # after a failure; a database that restarts is away for longer than this
POOL = {"pool_size": 5, "max_overflow": 15, "pool_timeout": WAIT_SECONDS}  # connections: 20 listeners, few at once

_INSERT: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_COUNTED = {"preserve_rowcount": True}  # which SQLAlchemy does unasked for what only changes rows
_ONE_MOMENT = {"sqlite": "BEGIN", "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"}


class Breaker:
    """Whether to try at all: after a failure, nobody does for a while, then one caller, until it works again."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Let everybody try."""
        self._clock = clock
        self._lock = threading.Lock()
        self._next: float | None = None  # when one may try; None: all may

    def may_try(self) -> bool:
        """Return whether the caller may try; it then says how it went."""
        with self._lock:
            if self._next is None:
                return True
            if self._clock() < self._next:
                return False
            self._next = self._clock() + REST_SECONDS
            return True

    def failed(self) -> None:
        """Let nobody try for a while."""
        with self._lock:
            self._next = self._clock() + REST_SECONDS

    def worked(self) -> bool:
        """Let everybody try; return whether that is news."""
        with self._lock:
            news, self._next = self._next is not None, None
            return news


class Database:
    """A database, its pool of connections and its breaker; safe to share between threads."""

    def __init__(self, url: URL, clock: Callable[[], float]) -> None:
        """Connect to nothing yet."""
        self.engine = _engine(url)
        self._url = url
        self._breaker = Breaker(clock)
        self._writing = threading.Lock()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Open a transaction; raise StoreDown where it cannot be opened or comes to nothing."""
        with self.guard(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def begin_reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one moment, however often it reads; raise StoreDown."""
        with self.begin() as connection:
            connection.exec_driver_sql(_ONE_MOMENT[connection.dialect.name])
            yield connection

    @contextmanager
    def begin_writing(self) -> Iterator[Connection]:
        """Open a transaction that reads what it then writes; raise StoreDown.

        In SQLite, it is the only one that writes from its first word on: one that reads first would fail where somebody
        else has written since. Its threads queue here, in turn, as SQLite lets whoever waits wait for luck.
        """
        if self.engine.dialect.name != "sqlite":
            with self.begin() as connection:
                yield connection
            return
        if not self._writing.acquire(timeout=WAIT_SECONDS):
            raise StoreDown("The database has too much to write.")
        try:
            with self.begin() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
        finally:
            self._writing.release()

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn the errors of what uses the engine into StoreDown, which is raised at once after a failure."""
        if not self._breaker.may_try():
            raise StoreDown("The database did not answer a moment ago.")
        try:
            yield
        except SQLAlchemyError as error:
            if not _is_refused(error):
                self._breaker.failed()
            raise _down(error) from None
        if self._breaker.worked():
            log.info("store_up")

    def engine_apart(self) -> Engine:
        """Return another way to the database, that keeps no connection; whoever asks disposes of it."""
        return _engine(self._url, patient=True)

    @contextmanager
    def begin_patiently(self) -> Iterator[Connection]:
        """Open a transaction on a connection of its own, for work that takes its time; raise StoreDown."""
        engine = self.engine_apart()
        try:
            with engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _down(error) from None
        finally:
            engine.dispose()


def parsed(url: str) -> URL:
    """Return a database's address with the driver to use; raise ConfigError, without quoting it, where it is none."""
    scheme, _, rest = url.partition("://")
    try:
        known = make_url(f"{DATABASES[scheme]}://{rest}")
        (known.host or "").encode("idna")  # as it is looked up; a name too long would only fail then
    except (KeyError, ValueError, SQLAlchemyError):
        raise ConfigError(
            "SURVEYBOT_DATABASE_URL cannot be read. It is like sqlite:///surveybot.db or"
            " postgresql://user:password@host:5432/name; in a password, write @ as %40, : as %3A and / as %2F."
        ) from None
    if scheme == "sqlite" and (not known.database or known.database.startswith((":", "file:")) or known.query):
        raise ConfigError("SURVEYBOT_DATABASE_URL has to name a file and nothing else: sqlite:///surveybot.db")
    return known


def put(
    connection: Connection, table: Table, *rows: dict[str, object], only: Iterable[ColumnElement[bool]] = ()
) -> int:
    """Insert rows, each in the place of the one with its key, if `only` holds of that; return how many were kept."""
    statement = _INSERT[connection.dialect.name](table)
    others = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    where = and_(true(), *only)
    anew = statement.on_conflict_do_update(index_elements=table.primary_key, set_=others, where=where)
    return connection.execute(anew, rows, execution_options=_COUNTED).rowcount


def put_new(connection: Connection, table: Table, row: dict[str, object]) -> bool:
    """Insert a row, unless there is one with its key; return whether it was inserted."""
    if_new = _INSERT[connection.dialect.name](table).on_conflict_do_nothing()
    return connection.execute(if_new, row, execution_options=_COUNTED).rowcount == 1


def _is_refused(error: SQLAlchemyError) -> bool:
    """Return whether the database answers, and will not keep this one thing: it is too long, or none of its kind."""
    too_long = str(getattr(getattr(error, "orig", None), "sqlstate", "")).startswith("54")  # program_limit_exceeded
    return too_long or isinstance(error, DataError | IntegrityError)


def _down(error: SQLAlchemyError) -> StoreDown:
    """Return what to raise instead: it names what happened, and nothing of the address or of what was to be kept."""
    cause: object = getattr(error, "orig", None) or error
    why = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or type(cause).__name__
    log.warning("store_down", why=why)
    return StoreDown(f"The database does not answer as it should ({why}).")


def _engine(url: URL, *, patient: bool = False) -> Engine:
    seconds = PATIENT_SECONDS if patient else WAIT_SECONDS
    pool: dict[str, object] = {"poolclass": NullPool} if patient else dict(POOL)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, seconds, pool)
    return _postgresql(url, seconds, pool)


def _sqlite(url: URL, seconds: int, pool: dict[str, object]) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": seconds}, **pool)

    @event.listens_for(engine, "do_connect")
    def make_private(*_: object) -> None:
        with suppress(OSError):  # SQLite says itself what is wrong with the place
            os.close(os.open(url.database or "", os.O_CREAT | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def set_up(connection: SqliteConnection, _: object) -> None:
        with closing(connection.cursor()) as cursor:
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
                cursor.execute(f"PRAGMA {pragma}")

    return engine


def _postgresql(url: URL, seconds: int, pool: dict[str, object]) -> Engine:
    reach = {"connect_timeout": WAIT_SECONDS, "tcp_user_timeout": WAIT_SECONDS * 1000, "application_name": "surveybot"}
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=reach, **pool)

    @event.listens_for(engine, "connect")
    def set_up(connection: PostgresConnection, _: object) -> None:
        # Not among what a connection is opened with, which PgBouncer would refuse.
        connection.execute(f"SET statement_timeout = '{seconds}s'")
        connection.commit()

    return engine
