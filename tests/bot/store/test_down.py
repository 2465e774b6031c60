"""What is still done when the database is down, and what is said of the rest."""

import logging
import sqlite3
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from bot.ports import StoreDown
from bot.records import Posting, Settled, Workspace
from bot.store.database import REST_SECONDS, WAIT_SECONDS
from bot.store.engine import SqlStore, open_store
from tests.bot.store.test_contracts import a_posting
from tests.bot.store.wishes import SURVEY, TEAM, a_question, teaching
from tests.helpers.stores import NOW, Clock, a_postgres, a_store, an_sqlite, nobody_listens, run_there

END_ALL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
SETTINGS = Workspace(team="T1", survey="a")
KEPT = replace(SETTINGS, revision=1)

WRITES: dict[str, Callable[[SqlStore], object]] = {
    "change": lambda store: store.workspaces.change(SETTINGS),
    "forget": lambda store: store.workspaces.forget("T1"),
    "teams": lambda store: store.teams(),
    "keep": lambda store: store.asked.keep(a_question()),
    "open": lambda store: store.asked.open("T1", 9),
    "settle": lambda store: store.asked.settle("T1", (1,), Settled.IGNORED),
    "recent": lambda store: store.asked.recent(TEAM, SURVEY, 9),
    "entries": lambda store: store.asked.entries(TEAM, (1,)),
    "teach": lambda store: store.taught.change(teaching()),
    "heads": lambda store: store.taught.heads(),
    "snapshot": lambda store: store.taught.snapshot(TEAM, SURVEY),
    "history": lambda store: store.taught.history(TEAM, SURVEY, limit=9),
    "sketched": lambda store: store.taught.sketched(TEAM, "U1", "x"),
    "alive": lambda store: store.replicas.alive(60),
    "upgrade": lambda store: store.upgrade(),
    "version": lambda store: store.version(),
}


@pytest.fixture(params=["nobody listens", "no such folder", "no database"])
def down(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """Yield a store whose database was down from the start."""
    (tmp_path / "junk.db").write_bytes(b"hush-hush " * 1000)
    urls = {
        "nobody listens": nobody_listens(),
        "no such folder": f"sqlite:///{tmp_path}/hush-hush/none.db",
        "no database": f"sqlite:///{tmp_path}/junk.db",
    }
    with closing(open_store(urls[request.param], clock=Clock())) as store:
        yield store


class Breakable:
    """A store on a file that can be taken away, and put back."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: NOW) -> None:
        self.clock = Clock()
        self.store = open_store(an_sqlite(folder), clock=self.clock, now=now)
        self._file = folder / "surveybot.db"

    def down(self) -> None:
        """Take the tables away, under the hands of the store."""
        self._rename("postings", "workspaces", "asked", to="{}_away")

    def up(self) -> None:
        """Put them back, and let the store try again."""
        self._rename("postings_away", "workspaces_away", "asked_away", to="{}")
        self.clock.now += REST_SECONDS

    def _rename(self, *tables: str, to: str) -> None:
        with closing(sqlite3.connect(self._file)) as connection:
            for table in tables:
                connection.execute(f"ALTER TABLE {table} RENAME TO {to.format(table.removesuffix('_away'))}")


@pytest.fixture
def breakable(tmp_path: Path) -> Iterator[Breakable]:
    made = Breakable(tmp_path)
    yield made
    made.store.close()


def test_a_bot_starts_and_answers_without_its_database(down: SqlStore) -> None:
    down.postings.keep(a_posting())
    assert down.workspaces.of("T1") == Workspace(team="T1")
    assert down.postings.at("T1", "C1", "17.1") == a_posting()
    assert down.postings.answering("T1", "C1", "16.1") == a_posting()
    assert down.postings.asked_in("T1", "C1", "16.0") == {"U1"}
    assert not down.is_up()


def test_a_removed_reply_is_gone_without_a_database_too(down: SqlStore) -> None:
    down.postings.keep(a_posting())
    down.postings.remove(a_posting())
    assert down.postings.at("T1", "C1", "17.1") is None


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_cannot_be_done_says_so_in_our_own_words_and_without_the_address(
    down: SqlStore, write: Callable[[SqlStore], object], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(StoreDown) as error:
        write(down)
    said = "".join(traceback.format_exception(error.value)) + repr(error.value) + repr(vars(down)) + caplog.text
    assert "hush-hush" not in said
    assert "sqlalchemy.exc" not in said


def test_without_a_database_nobody_waits(down: SqlStore) -> None:
    down.is_up()
    started = time.monotonic()
    for _ in range(200):
        down.workspaces.of("T1")
        down.postings.keep(a_posting())
    assert time.monotonic() - started < 1


def test_the_settings_last_known_stay_while_the_database_is_down(breakable: Breakable) -> None:
    breakable.store.workspaces.change(SETTINGS)
    breakable.down()
    breakable.clock.now += 3600
    assert breakable.store.workspaces.of("T1") == KEPT


def test_what_was_not_kept_did_not_change_what_is_known(breakable: Breakable) -> None:
    breakable.store.workspaces.change(SETTINGS)
    breakable.down()
    with pytest.raises(StoreDown):
        breakable.store.workspaces.change(replace(KEPT, survey="b"))
    assert breakable.store.workspaces.of("T1") == KEPT


def test_replies_given_meanwhile_are_kept_once_it_is_back(breakable: Breakable, tmp_path: Path) -> None:
    breakable.down()
    for ts in "12":
        breakable.store.postings.keep(a_posting(ts=ts, asker=f"U{ts}"))
    breakable.up()
    breakable.store.postings.keep(a_posting(ts="3", asker="U3"))
    with closing(open_store(f"sqlite:///{tmp_path}/surveybot.db")) as replica:
        assert replica.postings.asked_in("T1", "C1", "16.0") == {"U1", "U2", "U3"}


def test_replies_given_meanwhile_are_known_before_they_are_kept(breakable: Breakable) -> None:
    breakable.down()
    breakable.store.postings.keep(a_posting())
    breakable.up()
    assert breakable.store.postings.at("T1", "C1", "17.1") == a_posting()


def test_the_memory_of_replies_is_bounded(down: SqlStore) -> None:
    for number in range(4001):
        down.postings.keep(Posting(team="T1", channel="C1", ts=f"{number}", asker="U1"))
    assert [down.postings.at("T1", "C1", ts) is None for ts in ("0", "1")] == [True, False]


def test_after_a_failure_nobody_tries_for_five_seconds(breakable: Breakable) -> None:
    breakable.down()
    with pytest.raises(StoreDown):
        breakable.store.asked.open("T1", 9)
    breakable.up()
    breakable.clock.now -= 0.1
    assert not breakable.store.is_up()
    breakable.clock.now += 0.1
    assert breakable.store.is_up()


def test_connections_that_were_cut_are_made_anew() -> None:
    with a_postgres() as url, closing(open_store(url)) as store:
        store.upgrade()
        store.workspaces.change(SETTINGS)
        run_there(url, END_ALL)
        store.workspaces.change(replace(KEPT, survey="b"))
        assert store.workspaces.of("T1").survey == "b"


def test_a_postgresql_that_waits_for_somebody_else_is_not_waited_for_long() -> None:
    with a_postgres() as url, closing(open_store(url)) as store, closing(psycopg.connect(url)) as other:
        store.upgrade()
        other.execute("LOCK TABLE workspaces")
        assert seconds_until_it_gives_up(store) < 2 * WAIT_SECONDS


def test_an_sqlite_that_waits_for_somebody_else_is_not_waited_for_long(tmp_path: Path) -> None:
    with closing(a_store(tmp_path)) as store, closing(sqlite3.connect(tmp_path / "surveybot.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert seconds_until_it_gives_up(store) < 2 * WAIT_SECONDS


def seconds_until_it_gives_up(store: SqlStore) -> float:
    started = time.monotonic()
    with pytest.raises(StoreDown):
        store.workspaces.change(SETTINGS)
    return time.monotonic() - started


def test_a_reply_that_is_owed_is_found_while_it_is_written(tmp_path: Path) -> None:
    found: list[Posting | None] = []

    def look() -> datetime:
        found.append(broken.store.postings.at("T1", "C1", "17.1"))  # as somebody else would at this moment
        return NOW

    broken = Breakable(tmp_path, now=look)
    broken.down()
    broken.store.postings.keep(a_posting())
    broken.up()
    found.clear()
    broken.store.postings.keep(a_posting(ts="18.1"))
    assert (len(found) > 1, set(found)) == (True, {a_posting()})
    broken.store.close()
