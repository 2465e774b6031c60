"""Which processes of the bot there are, and what they answer from."""

from dataclasses import fields
from datetime import timedelta

from sqlalchemy import RowMapping, delete, select

from bot.records import Replica
from bot.store.database import Database, put
from bot.store.pruning import Now
from bot.store.tables import replicas


class SqlReplicas:
    """Keeps `bot.ports.Replicas` in a database."""

    def __init__(self, database: Database, now: Now) -> None:
        """Know of none."""
        self._database = database
        self._now = now

    def report(self, replica: Replica) -> None:
        """Say what a replica answers from."""
        with self._database.begin() as connection:
            put(connection, replicas, {field.name: getattr(replica, field.name) for field in fields(Replica)})

    def alive(self, seconds: float) -> tuple[Replica, ...]:
        """Return the replicas that reported within the last seconds, sorted by name."""
        newest = replicas.c.at >= self._now() - timedelta(seconds=seconds)
        with self._database.begin() as connection:
            rows = connection.execute(select(replicas).where(newest).order_by(replicas.c.name)).mappings()
            return tuple(map(_replica, rows))

    def gone(self, name: str) -> None:
        """Take a replica from the list that stops."""
        with self._database.begin() as connection:
            connection.execute(delete(replicas).where(replicas.c.name == name))


def _replica(row: RowMapping) -> Replica:
    versions = row["versions"] if isinstance(row["versions"], dict) else {}
    return Replica(**{**row, "versions": {key: each for key, each in versions.items() if isinstance(each, int)}})
