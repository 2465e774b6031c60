"""Databases for tests: a file with its tables made, in milliseconds, or one of their own in a PostgreSQL that runs."""

import os
import secrets
import socket
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import psycopg

from bot.store.engine import SqlStore, open_store
from tests.helpers.browser import require

POSTGRES = os.environ.get("SURVEYBOT_TEST_POSTGRES") or "postgresql://postgres@127.0.0.1:5432"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def a_store(folder: Path, *, clock: Callable[[], float] | None = None) -> SqlStore:
    """Return a store with no more than its tables, in a file of a folder; whoever asks closes it."""
    return open_store(an_sqlite(folder), clock=clock or Clock())


def an_sqlite(folder: Path) -> str:
    """Return the address of a database with no more than its tables, in a file of a folder."""
    file = folder / "surveybot.db"
    file.write_bytes(_with_tables())
    return f"sqlite:///{file}"


@contextmanager
def a_postgres() -> Iterator[str]:
    """Make an empty database, and yield its address; it goes at the end."""
    require(_answers(), "PostgreSQL", f"start one that trusts {POSTGRES}")
    name = f"surveybot_test_{secrets.token_hex(6)}"
    run_there(POSTGRES, f"CREATE DATABASE {name}")
    try:
        yield f"{POSTGRES}/{name}"
    finally:
        run_there(POSTGRES, f"DROP DATABASE {name} WITH (FORCE)")


def run_there(url: str, statement: str) -> None:
    """Run a statement past the store."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
            file.execute(statement)
        return
    with closing(psycopg.connect(url, autocommit=True, connect_timeout=2)) as connection:
        connection.execute(statement.encode())


def nobody_listens() -> str:
    """Return the address of a database at a port of this machine where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"postgresql://surveybot:hush-hush@127.0.0.1:{taken.getsockname()[1]}/surveybot"


@cache
def _with_tables() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made.db"
        with closing(open_store(f"sqlite:///{file}")) as store:
            store.upgrade()
        return file.read_bytes()


@cache
def _answers() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
