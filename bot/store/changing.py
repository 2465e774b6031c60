"""Do edits of taught intents, and note each, in one transaction that nobody else's edits can come between."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Connection, delete, func, insert, select, text, update

from bot.ports import IntentChanged, Moved, NameTaken
from bot.records import Change, Edit, State, TaughtIntent
from bot.store.database import put_new
from bot.store.drafts import change_columns, intent_columns, intent_from, kept
from bot.store.tables import mended, taught_changes, taught_heads, taught_intents

CHANNEL = "surveybot_taught"  # what PostgreSQL tells those who listen
IS_HELD = text("state <> 'deleted'")  # as the index of names says it
_AT_ONCE = 500  # ids or names in one question: SQLite takes 32,766, and nobody plans for so many


@dataclass(frozen=True, slots=True)
class _Place:
    """The workspace and survey that edits are of, and the number of the last change there."""

    team: str
    survey: str
    head: int


def change(connection: Connection, edits: Sequence[Edit], at: int | None, now: datetime) -> tuple[Change, ...]:
    """Do edits of one workspace and survey; raise IntentChanged, NameTaken or Moved before anything is written."""
    place = _taken(connection, edits[0].team, edits[0].survey)
    if at is not None and at != place.head:
        raise Moved("Other intents were changed meanwhile.")
    before = _those(connection, place, [edit.intent for edit in edits if edit.intent])
    changes = tuple(_changes(edits, before, place.head, now))
    after = {change.intent: change for change in changes}
    _check_names(connection, place, after)
    _write(connection, place, after, changes)
    tell(connection)
    return changes


def tell(connection: Connection) -> None:
    """Tell who listens, once this is committed, that something changed."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, "")))


def _taken(connection: Connection, team: str, survey: str) -> _Place:
    """Hold the row that every change of a workspace and survey counts up, until the transaction is over."""
    put_new(connection, taught_heads, {"team": team, "survey": survey, "version": 0})
    is_it = taught_heads.c.team == team, taught_heads.c.survey == survey
    return _Place(
        team, survey, connection.scalars(select(taught_heads.c.version).where(*is_it).with_for_update()).one()
    )


def _changes(edits: Sequence[Edit], before: Mapping[str, TaughtIntent], head: int, now: datetime) -> Iterator[Change]:
    """Yield the changes that edits make, one after another; raise IntentChanged."""
    known = dict(before)
    for number, edit in enumerate(edits, head + 1):
        current = known.get(edit.intent)
        if edit.revision != (current.revision if current else 0) or (edit.intent and not current):
            raise IntentChanged(current)
        intent = TaughtIntent(
            team=mended(edit.team),
            survey=mended(edit.survey),
            id=current.id if current else token_hex(8),
            draft=kept(edit.draft),
            state=edit.state,
            revision=edit.revision + 1,
        )
        known[intent.id] = intent
        yield Change(
            team=intent.team,
            survey=intent.survey,
            number=number,
            intent=intent.id,
            revision=intent.revision,
            deed=edit.deed,
            by=mended(edit.by),
            why=mended(edit.why),
            at=now,
            draft=intent.draft,
            state=intent.state,
        )


def _check_names(connection: Connection, place: _Place, after: Mapping[str, Change]) -> None:
    """Raise NameTaken where two intents that are not deleted would have one name."""
    names = Counter(each.draft.name for each in after.values() if each.state is not State.DELETED)
    for name, times in names.items():
        if times > 1:
            raise NameTaken(name)
    mine = taught_intents.c.team == place.team, taught_intents.c.survey == place.survey
    held = select(taught_intents.c.id, taught_intents.c.name).where(*mine, IS_HELD)
    for some in _parts(list(names)):
        for intent, name in connection.execute(held.where(taught_intents.c.name.in_(some))):
            if intent not in after:
                raise NameTaken(name)


def _write(connection: Connection, place: _Place, after: Mapping[str, Change], changes: Sequence[Change]) -> None:
    """Write intents, changes and the head; intents anew, so that two may change names."""
    mine = taught_intents.c.team == place.team, taught_intents.c.survey == place.survey
    for some in _parts(list(after)):
        connection.execute(delete(taught_intents).where(*mine, taught_intents.c.id.in_(some)))
    connection.execute(insert(taught_intents), [intent_columns(each) for each in after.values()])
    connection.execute(insert(taught_changes), [change_columns(each) for each in changes])
    is_it = taught_heads.c.team == place.team, taught_heads.c.survey == place.survey
    connection.execute(update(taught_heads).where(*is_it).values(version=changes[-1].number))


def _those(connection: Connection, place: _Place, ids: Sequence[str]) -> dict[str, TaughtIntent]:
    mine = taught_intents.c.team == place.team, taught_intents.c.survey == place.survey
    found: dict[str, TaughtIntent] = {}
    for some in _parts(ids):
        rows = connection.execute(select(taught_intents).where(*mine, taught_intents.c.id.in_(some))).mappings()
        found |= {row["id"]: intent_from(row) for row in rows}
    return found


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
