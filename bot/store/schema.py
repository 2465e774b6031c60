"""The version of the tables: which one there is, which one is wanted, and the way from one to the other."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.config import ConfigError

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 8_310_145  # any number, the same for all replicas: which of PostgreSQL's advisory locks is ours

_ALONE = {"postgresql": f"SELECT pg_advisory_xact_lock({LOCK})", "sqlite": "BEGIN IMMEDIATE"}


def versions(connection: Connection) -> tuple[str | None, str]:
    """Return the version of the tables there, None where there are none, and the one this program needs."""
    return MigrationContext.configure(connection).get_current_revision(), _known()[0]


def upgrade(connection: Connection) -> tuple[str | None, str]:
    """Bring the tables up to date, one replica at a time; return the version before and after.

    Raises:
        ConfigError: the tables are newer than this program.
    """
    connection.exec_driver_sql(_ALONE[connection.dialect.name])
    have, wanted = versions(connection)
    if have is not None and have not in _known():
        raise ConfigError(
            f"The database is of version {have}, which is newer than this program: it knows {wanted}."
            " Install the newer surveybot again; there is no way back for the tables."
        )
    if have != wanted:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, wanted)
    return have, wanted


@cache
def _known() -> tuple[str, ...]:
    """Return every version this program knows, newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
