"""A store on either database, with its tables made and nothing in them."""

from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from bot.store import tables
from bot.store.engine import SqlStore, open_store
from tests.helpers.stores import NOW, Clock, a_postgres, an_sqlite, run_there


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Yield the address of a PostgreSQL database with tables for a module; None: files will do."""
    with a_postgres() if request.param == "postgresql" else nullcontext() as url:
        if url:
            with closing(open_store(url)) as store:
                store.upgrade()
        yield url


@pytest.fixture
def url(made: str | None, tmp_path: Path) -> str:
    """Return the address of a database with tables and nothing in them."""
    if made is None:
        return an_sqlite(tmp_path)
    run_there(made, f"TRUNCATE {', '.join(tables.metadata.tables)}")
    return made


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[SqlStore]:
    with closing(open_store(url, clock=clock, now=lambda: NOW)) as store:
        yield store


@pytest.fixture
def replica(url: str, clock: Clock) -> Iterator[SqlStore]:
    """Yield another process's store on the same database."""
    with closing(open_store(url, clock=clock, now=lambda: NOW)) as store:
        yield store
