"""Drafts under way: who writes one finds it again for a day, and nobody else."""

from dataclasses import replace
from datetime import datetime
from secrets import token_urlsafe

from sqlalchemy import Connection, insert, select, update

from bot.records import Sketch
from bot.store.drafts import columns_of, draft_from
from bot.store.pruning import SKETCHED
from bot.store.tables import sketches

_COLUMNS = ("id", "team", "survey", "intent", "revision", "by", "why")


def keep(connection: Connection, sketch: Sketch, now: datetime) -> Sketch:
    """Keep a sketch in place of the one with its id, where that is this person's; else under a new id."""
    is_theirs = sketches.c.id == sketch.id, sketches.c.team == sketch.team, sketches.c.by == sketch.by
    if sketch.id and connection.execute(update(sketches).where(*is_theirs).values(_row(sketch, now))).rowcount:
        return sketch
    new = replace(sketch, id=token_urlsafe(18))
    connection.execute(insert(sketches), _row(new, now))
    return new


def find(connection: Connection, team: str, by: str, sketch: str, now: datetime) -> Sketch | None:
    """Return a sketch by its id, if it is this person's and still kept."""
    is_it = sketches.c.id == sketch, sketches.c.team == team, sketches.c.by == by, sketches.c.kept_at > now - SKETCHED
    row = connection.execute(select(sketches).where(*is_it)).mappings().one_or_none()
    if row is None:
        return None
    questions = tuple(each for each in row["questions"] or () if isinstance(each, int))
    return Sketch(**{name: row[name] for name in _COLUMNS}, draft=draft_from(row), questions=questions)


def _row(sketch: Sketch, now: datetime) -> dict[str, object]:
    row = {name: getattr(sketch, name) for name in _COLUMNS}
    return row | columns_of(sketch.draft) | {"questions": sketch.questions, "kept_at": now}
