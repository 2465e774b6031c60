"""Which replies stand where."""

from contextlib import suppress
from dataclasses import asdict, fields

from sqlalchemy import delete, select

from bot.ports import StoreDown
from bot.records import Posting
from bot.store.database import Database, put
from bot.store.pruning import Now, Pruning
from bot.store.recent import Recent
from bot.store.tables import postings

REMEMBERED = 4000  # replies, a few hundred bytes each; days of them, for a database that is down for minutes

Place = tuple[str, str, str]

_FIELDS = [postings.c[field.name] for field in fields(Posting)]


class SqlPostings:
    """Keeps `bot.ports.Postings` in a database, and the newest in memory; what it could not write, it writes later."""

    def __init__(self, database: Database, pruning: Pruning, now: Now) -> None:
        """Know nothing of this process yet."""
        self._database = database
        self._pruning = pruning
        self._now = now
        self._here: Recent[Place, Posting] = Recent(REMEMBERED)
        self._owed: Recent[Place, Posting] = Recent(REMEMBERED)

    def keep(self, posting: Posting) -> None:
        """Remember a reply; the same one again takes its own place."""
        place = _place(posting)
        self._here.put(place, posting)
        if self._write(posting):
            self._owed.drop(lambda other: other == place)
            self._settle()
            self._pruning.prune()

    def at(self, team: str, channel: str, ts: str) -> Posting | None:
        """Return the reply that stands at a timestamp."""
        return next(iter(self._matching(team=team, channel=channel, ts=ts)), None)

    def answering(self, team: str, channel: str, question: str) -> Posting | None:
        """Return the newest reply to the message with a timestamp."""
        replies = self._matching(team=team, channel=channel, question=question) if question else ()
        return max(replies, key=lambda posting: posting.ts, default=None)

    def asked_in(self, team: str, channel: str, thread: str) -> frozenset[str]:
        """Return the people who were answered in a thread."""
        replies = self._matching(team=team, channel=channel, thread=thread) if thread else ()
        return frozenset(posting.asker for posting in replies)

    def remove(self, posting: Posting) -> None:
        """Forget a reply that is gone."""
        self._drop(*_place(posting))
        is_it = [postings.c[name] == getattr(posting, name) for name in ("team", "channel", "ts")]
        with suppress(StoreDown), self._database.begin() as connection:
            connection.execute(delete(postings).where(*is_it))

    def forget(self, team: str) -> None:
        """Forget a workspace's replies in memory."""
        self._drop(team)

    def _write(self, *replies: Posting) -> bool:
        """Write replies; return whether that was done: where not, they are owed to the table."""
        rows = [asdict(each) | {"kept_at": self._now()} for each in replies]
        try:
            with self._database.begin() as connection:
                put(connection, postings, *rows)
        except StoreDown:
            for each in replies:
                self._owed.put(_place(each), each)
            return False
        return True

    def _settle(self) -> None:
        """Write what is owed; until that is done it is found in memory."""
        owed = self._owed.values()
        if owed and self._write(*owed):
            written = {_place(each) for each in owed}
            self._owed.drop(lambda place: place in written)

    def _drop(self, *start: str) -> None:
        """Forget, in memory, the replies whose place starts so."""
        for memory in (self._here, self._owed):
            memory.drop(lambda place: place[: len(start)] == start)

    def _matching(self, **wanted: str) -> tuple[Posting, ...]:
        """Return the replies with these values: the table's and those owed to it; this process's where it is down."""
        is_wanted = [postings.c[name] == value for name, value in wanted.items()]
        try:
            with self._database.begin() as connection:
                rows = connection.execute(select(*_FIELDS).where(*is_wanted)).mappings()
                kept = tuple(Posting(**row) for row in rows)
        except StoreDown:
            return _those(self._here.values(), wanted)
        return (*_those(self._owed.values(), wanted), *kept)


def _place(posting: Posting) -> Place:
    return posting.team, posting.channel, posting.ts


def _those(known: tuple[Posting, ...], wanted: dict[str, str]) -> tuple[Posting, ...]:
    return tuple(each for each in known if all(getattr(each, name) == value for name, value in wanted.items()))
