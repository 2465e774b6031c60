"""How the tables are made and brought up to date."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine, MetaData, Table, create_engine, inspect

from bot.config import ConfigError
from bot.ports import StoreDown
from bot.records import Logged, Outcome, Workspace
from bot.store import schema, tables
from bot.store.database import parsed
from bot.store.engine import SqlStore, open_store
from tests.helpers.stores import NOW, a_postgres

NEWEST = "0002"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/100%/surveybot.db"
        return
    with a_postgres() as url:
        yield url


@pytest.fixture
def engine(empty: str) -> Iterator[Engine]:
    """Yield a way past the store."""
    made = create_engine(parsed(empty))
    yield made
    made.dispose()


@pytest.fixture
def store(empty: str, tmp_path: Path) -> Iterator[SqlStore]:
    (tmp_path / "100%").mkdir()
    with closing(open_store(empty)) as store:
        yield store


def test_an_empty_database_gets_its_tables(store: SqlStore) -> None:
    assert store.version() == (None, NEWEST)
    assert store.upgrade() == (None, NEWEST)
    assert store.version() == (NEWEST, NEWEST)
    assert store.is_up()


def test_a_second_time_changes_nothing(store: SqlStore) -> None:
    store.upgrade()
    store.workspaces.change(Workspace(team="T1"))
    assert store.upgrade() == (NEWEST, NEWEST)
    assert store.teams() == ("T1",)


def test_several_replicas_that_start_at_once_do_not_collide(store: SqlStore, empty: str) -> None:
    gate = threading.Barrier(6)

    def start(_: int) -> tuple[str | None, str]:
        with closing(open_store(empty)) as replica:
            gate.wait(10)
            return replica.upgrade()

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(start, range(6)))
    assert sorted(done, key=str) == [(NEWEST, NEWEST)] * 5 + [(None, NEWEST)]


def test_what_fails_midway_leaves_nothing(store: SqlStore, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE slack_oauth_states (id INTEGER)")  # the last one it would make
    with pytest.raises(StoreDown):
        store.upgrade()
    assert inspect(engine).get_table_names() == ["slack_oauth_states"]


def test_a_database_that_is_newer_is_refused_with_words(store: SqlStore, engine: Engine) -> None:
    store.upgrade()
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigError, match="of version 9999, which is newer than this program: it knows 0002"):
        store.upgrade()
    assert store.version() == ("9999", NEWEST)


def test_what_was_kept_before_there_were_taught_intents_is_there_afterwards(
    store: SqlStore, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(schema, "_known", lambda: ("0001",))
        assert store.upgrade() == (None, "0001")
    workspaces, remarks = (Table(name, MetaData(), autoload_with=engine) for name in ("workspaces", "remarks"))
    said = {"team": "T1", "survey": "", "question": "Why?", "outcome": "none_of_these", "at": NOW, "intent": ""}
    with engine.begin() as connection:
        connection.execute(workspaces.insert(), {"team": "T1", "survey": "a", "admins": "U1", "channels": "C1"})
        connection.execute(remarks.insert(), [{"id": number, **said} for number in (7, 3)])
    assert store.upgrade() == ("0001", NEWEST)
    usual = Workspace(team="T1", survey="a", admins=("U1",), channels=("C1",), revision=1)
    assert store.workspaces.of("T1") == usual
    moved = Logged(team="T1", survey="", question="Why?", outcome=Outcome.NONE_OF_THESE, at=NOW)
    assert store.asked.open("T1", 9) == (replace(moved, id=2), replace(moved, id=1))
    assert "remarks" not in inspect(engine).get_table_names()
    store.workspaces.change(replace(usual, survey=None))


def test_the_migrations_make_the_tables_that_are_used(store: SqlStore, engine: Engine) -> None:
    store.upgrade()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_no_migration_goes_back() -> None:
    versions = [path.read_text() for path in (schema.MIGRATIONS / "versions").glob("*.py")]
    assert [text for text in versions if "def downgrade" in text] == []


def slacks() -> dict[str, Table]:
    """Return the tables as Slack's library would make them."""
    metadata = MetaData()
    SQLAlchemyInstallationStore.build_bots_table(metadata, "slack_bots")
    SQLAlchemyInstallationStore.build_installations_table(metadata, "slack_installations")
    SQLAlchemyOAuthStateStore.build_oauth_states_table(metadata, "slack_oauth_states")
    return dict(metadata.tables)


@pytest.mark.parametrize("name", slacks())
def test_slacks_library_finds_its_tables_and_room_for_every_token(store: SqlStore, engine: Engine, name: str) -> None:
    store.upgrade()
    theirs, ours = slacks()[name], Table(name, MetaData(), autoload_with=engine)
    assert {column.name: column.nullable for column in ours.columns} == {
        column.name: column.nullable for column in theirs.columns
    }
    assert [getattr(column.type, "length", None) for column in ours.columns] == [None] * len(ours.columns)
    assert {index.name for index in ours.indexes} == {index.name for index in theirs.indexes}


@pytest.mark.parametrize("url", ["sqlite:///file:x.db", "sqlite://", "sqlite:///:memory:", "sqlite:///x.db?mode=ro"])
def test_a_database_in_memory_or_with_options_is_no_file(url: str) -> None:
    with pytest.raises(ConfigError, match="has to name a file and nothing else"):
        open_store(url)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://{64 * 'hush'}/d",
        "",
        "x",
        "mysql://u:hush@h/d",
        "postgresql://u:hush@h:hush/d",
        "postgresql+asyncpg://h/d",
    ],
)
def test_an_address_that_is_none_is_not_quoted(url: str) -> None:
    with pytest.raises(ConfigError, match="SURVEYBOT_DATABASE_URL cannot be read") as error:
        open_store(url)
    assert "hush" not in str(error.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_means_one_driver(scheme: str) -> None:
    assert parsed(f"{scheme}://u:p%40@h:1/d").render_as_string(False) == "postgresql+psycopg://u:p%40@h:1/d"


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/surveybot.db")) as store:
        store.upgrade()
        store.workspaces.change(Workspace(team="T1"))  # with a write, the two files beside it are there
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == dict.fromkeys(["surveybot.db", "surveybot.db-shm", "surveybot.db-wal"], 0o600)


def test_the_file_is_written_ahead_and_keys_are_held_to(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/surveybot.db")) as store:
        store.upgrade()
        with store._database.begin() as connection:  # noqa: SLF001  # what it sets has no other door
            set_to = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]
    assert set_to == ["wal", 1, 1, 2000]
