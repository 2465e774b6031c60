"""The intents that admins teach, with every version of each."""

from sqlalchemy import ColumnElement, Connection, TextClause, func, select

from bot.records import Change, Edit, Sketch, State, TaughtIntent
from bot.store import changing, sketches
from bot.store.database import HIGHEST, Database
from bot.store.drafts import change_from, folded, intent_from
from bot.store.pruning import Now, Pruning
from bot.store.tables import taught_changes, taught_heads, taught_intents

_MOST_WORDS = 8  # looked for at once; whoever types more is not looking for a name

_SORTED = taught_intents.c.name, taught_intents.c.id

Condition = ColumnElement[bool] | TextClause


class SqlTaught:
    """Keeps `bot.ports.TaughtIntents` in a database."""

    def __init__(self, database: Database, pruning: Pruning, now: Now) -> None:
        """Keep intents, and let `pruning` delete old sketches."""
        self._database = database
        self._pruning = pruning
        self._now = now

    def heads(self) -> dict[tuple[str, str], int]:
        """Return the number of the last change for each workspace and survey that has any."""
        with self._database.begin() as connection:
            rows = connection.execute(select(taught_heads)).all()
        return {(team, survey): version for team, survey, version in rows}

    def snapshot(self, team: str, survey: str) -> tuple[int, tuple[TaughtIntent, ...]]:
        """Return the number of the last change (0: none), and every intent that is live then, sorted by name."""
        with self._database.begin_reading() as connection:
            head = _head(connection, team, survey)
            return head, _intents(connection, *_of(team, survey), taught_intents.c.state == State.LIVE)

    def changed_since(self, team: str, survey: str, number: int) -> tuple[int, tuple[TaughtIntent, ...]]:
        """Return the number of the last change, and every intent changed after a number as it is then, in any state."""
        with self._database.begin_reading() as connection:
            head = _head(connection, team, survey)
            since = taught_intents.c.number > (number if number <= head else 0)
            return head, _intents(connection, *_of(team, survey), since)

    def find(
        self, team: str, survey: str, words: str = "", *, states: frozenset[State], limit: int
    ) -> tuple[TaughtIntent, ...]:
        """Return intents whose name or summary holds some words, sorted by name."""
        holds = [taught_intents.c.folded.contains(word, autoescape=True) for word in folded(words[:200]).split()]
        wanted = taught_intents.c.state.in_(sorted(states)), *holds[:_MOST_WORDS]
        with self._database.begin() as connection:
            return _intents(connection, *_of(team, survey), *wanted, limit=limit)

    def count(self, team: str, survey: str) -> dict[State, int]:
        """Return how many intents there are in each state."""
        counted = select(taught_intents.c.state, func.count()).where(*_of(team, survey))
        with self._database.begin() as connection:
            rows = connection.execute(counted.group_by(taught_intents.c.state)).all()
        return {state: next((number for name, number in rows if name == state), 0) for state in State}

    def one(self, team: str, survey: str, intent: str) -> TaughtIntent | None:
        """Return an intent by its id."""
        return self._only(team, survey, taught_intents.c.id == intent)

    def named(self, team: str, survey: str, name: str) -> TaughtIntent | None:
        """Return the intent of a name that is not deleted."""
        return self._only(team, survey, taught_intents.c.name == name, changing.IS_HELD)

    def change(self, *edits: Edit, at: int | None = None) -> tuple[Change, ...]:
        """Do all edits, and note each, in one transaction; all of one workspace and survey."""
        if len({(edit.team, edit.survey) for edit in edits}) > 1:
            raise ValueError("Edits that are done together are of one workspace and one of its surveys.")
        if not edits:
            return ()
        with self._database.begin_writing() as connection:
            return changing.change(connection, edits, at, self._now())

    def history(
        self, team: str, survey: str, intent: str = "", *, limit: int, before: int | None = None
    ) -> tuple[Change, ...]:
        """Return the changes of one intent, or of all, newest first; `before`: only those with a smaller number."""
        theirs = [taught_changes.c.team == team, taught_changes.c.survey == survey]
        if intent:
            theirs.append(taught_changes.c.intent == intent)
        if before is not None:
            theirs.append(taught_changes.c.number < max(0, min(before, HIGHEST)))
        newest = select(taught_changes).where(*theirs).order_by(taught_changes.c.number.desc()).limit(limit)
        with self._database.begin() as connection:
            rows = connection.execute(newest).mappings().all()
        return tuple(map(change_from, rows))

    def version(self, team: str, survey: str, number: int) -> Change | None:
        """Return one change."""
        if not 0 < number < HIGHEST:
            return None
        newest = self.history(team, survey, limit=1, before=number + 1)
        return newest[0] if newest and newest[0].number == number else None

    def sketch(self, sketch: Sketch) -> Sketch:
        """Keep a sketch, in place of the one with its id, for a day; return it with its id."""
        with self._database.begin() as connection:
            kept = sketches.keep(connection, sketch, self._now())
        self._pruning.prune()
        return kept

    def sketched(self, team: str, by: str, sketch: str) -> Sketch | None:
        """Return a sketch by its id, if it is this person's and still kept."""
        with self._database.begin() as connection:
            return sketches.find(connection, team, by, sketch, self._now())

    def _only(self, team: str, survey: str, *is_it: Condition) -> TaughtIntent | None:
        with self._database.begin() as connection:
            return next(iter(_intents(connection, *_of(team, survey), *is_it, limit=1)), None)


def _of(team: str, survey: str) -> tuple[ColumnElement[bool], ...]:
    return taught_intents.c.team == team, taught_intents.c.survey == survey


def _head(connection: Connection, team: str, survey: str) -> int:
    is_it = taught_heads.c.team == team, taught_heads.c.survey == survey
    return connection.scalars(select(taught_heads.c.version).where(*is_it)).one_or_none() or 0


def _intents(connection: Connection, *wanted: Condition, limit: int | None = None) -> tuple[TaughtIntent, ...]:
    rows = connection.execute(select(taught_intents).where(*wanted).order_by(*_SORTED).limit(limit))
    return tuple(map(intent_from, rows.mappings()))
