"""What is forgotten with time, and when."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from bot.ports import StoreDown
from bot.store.database import Database
from bot.store.tables import postings, remarks, states

KEPT = timedelta(days=90)  # nobody has a reply of last quarter changed, and what people asked is not kept for good
EVERY = timedelta(hours=1)

Now = Callable[[], datetime]


class Pruning:
    """Deletes what is old, now and then, when something else is kept."""

    def __init__(self, database: Database, now: Now) -> None:
        """Prune for the first time as soon as something is kept."""
        self._database = database
        self._now = now
        self._next = datetime.min.replace(tzinfo=UTC)

    def prune(self) -> None:
        """Delete what is old, where the last time was a while ago; a database that is down is asked again later."""
        now = self._now()
        if now < self._next:
            return
        self._next = now + EVERY
        old = (
            postings.c.kept_at < now - KEPT,
            remarks.c.at < now - KEPT,
            states.c.expire_at < now.replace(tzinfo=None),  # Slack's library writes UTC without saying so
        )
        with suppress(StoreDown):
            for table, is_old in zip((postings, remarks, states), old, strict=True):
                with self._database.begin() as connection:
                    connection.execute(delete(table).where(is_old))
