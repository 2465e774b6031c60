"""What replicas share while they answer; each answers from its own memory while the database is down."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, select

from bot.ports import StoreDown
from bot.store.database import Database, put
from bot.store.pruning import SEEN, SILENCE, Now, Pruning
from bot.store.recent import Recent
from bot.store.tables import edits, mended, seen, turns
from intents.model import Turn
from intents.turns import dumps, loads

REMEMBERED = 10_000  # of each, in memory; a thousand questions a minute would need more


@dataclass(frozen=True, slots=True)
class Ways:
    """The way to the database, what deletes old rows there, and what time it is."""

    database: Database
    pruning: Pruning
    now: Now


class SqlSeen:
    """Keeps `bot.ports.Seen` in a database."""

    def __init__(self, ways: Ways) -> None:
        """Have seen nothing."""
        self._ways = ways
        self._here: Recent[str, datetime] = Recent(REMEMBERED)

    def first_time(self, key: str) -> bool:
        """Return whether `key` is new to all replicas, and remember it."""
        name, now = _name(key), self._ways.now()
        old = now - SEEN
        if not self._here.put_over(name, now, lambda at: at <= old):
            return False
        try:
            with self._ways.database.begin() as connection:
                is_new = put(connection, seen, {"key": name, "kept_at": now}, only=[seen.c.kept_at <= old])
        except StoreDown:
            return True
        self._ways.pruning.prune()
        return is_new == 1

    def forget(self, key: str) -> None:
        """Forget `key`, so that what failed may be tried again, by any replica."""
        name = _name(key)
        self._here.drop(lambda other: other == name)
        with suppress(StoreDown), self._ways.database.begin() as connection:
            connection.execute(delete(seen).where(seen.c.key == name))


class SqlEdits:
    """Keeps `bot.ports.Edits` in a database."""

    def __init__(self, ways: Ways) -> None:
        """Know of none."""
        self._ways = ways
        self._here: Recent[str, str] = Recent(REMEMBERED)

    def is_newest(self, key: str, at: str) -> bool:
        """Return whether no replica knows of anything newer than `at` of `key`, and remember it."""
        name, at = _name(key), mended(at)
        if not self._here.put_over(name, at, lambda known: known <= at):
            return False
        row = {"key": name, "newest": at, "kept_at": self._ways.now()}
        try:
            with self._ways.database.begin() as connection:
                return put(connection, edits, row, only=[edits.c.newest <= at]) == 1
        except StoreDown:
            return True


@dataclass(frozen=True, slots=True)
class _Left:
    """What a conversation's last question left, and when."""

    turn: Turn | None
    moment: str | None
    at: datetime
    is_kept: bool = True
    """False: the database was down, so that what it holds is older, or was left elsewhere since."""


class SqlTurns:
    """Keeps `bot.ports.Turns` in a database, for an hour after the last question."""

    def __init__(self, ways: Ways) -> None:
        """Know of no conversation."""
        self._ways = ways
        self._here: Recent[str, _Left] = Recent(REMEMBERED)

    def last(self, conversation: str | None) -> Turn | None:
        """Return the last turn of a conversation, or None where there was none."""
        left = self._of(conversation)
        return left.turn if left else None

    def knows(self, conversation: str | None) -> bool:
        """Return whether a conversation's turn is remembered, if only that it has none."""
        return self._of(conversation) is not None

    def is_of(self, conversation: str | None, moment: str | None) -> bool:
        """Return whether a conversation's turn was left by the question that a moment names."""
        left = self._of(conversation)
        return (left.moment if left else None) == (moment and mended(moment))

    def keep(self, conversation: str | None, turn: Turn | None, moment: str | None = None) -> None:
        """Remember a conversation's turn in place of the one before; None: there is nothing to lean on."""
        if not conversation:
            return
        name, left = _name(conversation), _Left(turn, moment and mended(moment), self._ways.now())
        self._here.put(name, left)
        row: dict[str, object] = {
            "conversation": name,
            "turn": turn and dumps(turn),
            "moment": moment,
            "kept_at": left.at,
        }
        try:
            with self._ways.database.begin() as connection:
                put(connection, turns, row)
        except StoreDown:
            self._here.put(name, replace(left, is_kept=False))
            return
        self._ways.pruning.prune()

    def _of(self, conversation: str | None) -> _Left | None:
        if not conversation:
            return None
        name = _name(conversation)
        here = self._here.get(name)
        try:
            with self._ways.database.begin() as connection:
                row = connection.execute(select(turns).where(turns.c.conversation == name)).mappings().one_or_none()
        except StoreDown:
            left = here
        else:
            there = _Left(row["turn"] and loads(row["turn"]), row["moment"], row["kept_at"]) if row else None
            is_owed = here and not here.is_kept and (there is None or there.at < here.at)
            left = here if is_owed else there
        return left if left and left.at > self._ways.now() - SILENCE else None


def _name(key: str) -> str:
    """Return what something is kept under, which says nothing of whose it is, and is never too long."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
