"""What is forgotten with time, and when."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Delete, delete, select

from bot.ports import StoreDown
from bot.records import KEPT_DAYS
from bot.store.database import Database
from bot.store.tables import asked, edits, postings, replicas, seen, sketches, states, turns, workspaces

KEPT = timedelta(days=90)  # nobody has a reply of last quarter changed
SEEN = timedelta(minutes=15)  # Slack delivers an event again after about 0, 1 and 5 minutes
SILENCE = timedelta(hours=1)  # who goes on after that begins anew
SKETCHED = timedelta(days=1)  # a form that was left in the evening is there in the morning
MOST_DAYS = 36_500  # a lifetime; a time before the calendar could not be written
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
        with suppress(StoreDown):
            for statement in (*_of_one_age(now), *self._asked(now)):
                with self._database.begin() as connection:
                    connection.execute(statement)

    def _asked(self, now: datetime) -> Iterator[Delete]:
        """Yield what deletes the questions that their workspaces keep no longer."""
        others = select(workspaces.c.team).where(workspaces.c.kept_days != KEPT_DAYS)
        yield delete(asked).where(outlived(KEPT_DAYS, now), asked.c.team.not_in(others))
        with self._database.begin() as connection:
            chosen = connection.scalars(select(workspaces.c.kept_days).distinct()).all()
        for days in sorted(set(chosen) - {KEPT_DAYS}):
            theirs = select(workspaces.c.team).where(workspaces.c.kept_days == days)
            yield delete(asked).where(outlived(days, now), asked.c.team.in_(theirs))


def outlived(days: int, now: datetime) -> ColumnElement[bool]:
    """Return what holds of the questions that are older than some days; of all: 0."""
    return asked.c.at < now - timedelta(days=min(days, MOST_DAYS)) if days > 0 else asked.c.id > 0


def _of_one_age(now: datetime) -> Iterator[Delete]:
    yield delete(postings).where(postings.c.kept_at < now - KEPT)
    yield delete(sketches).where(sketches.c.kept_at < now - SKETCHED)
    yield delete(replicas).where(replicas.c.at < now - SKETCHED)
    yield delete(seen).where(seen.c.kept_at < now - SEEN)
    yield delete(edits).where(edits.c.kept_at < now - SILENCE)
    yield delete(turns).where(turns.c.kept_at < now - SILENCE)
    yield delete(states).where(states.c.expire_at < now.replace(tzinfo=None))  # Slack's library writes UTC so
