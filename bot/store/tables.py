"""The tables, and the form in which their values are written."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.types import TypeEngine

_Impl = TypeEngine[Any] | type[TypeEngine[Any]]  # as TypeDecorator declares it


def mended(value: str) -> str:
    """Return text as every database holds it: half characters and NULs, which PostgreSQL refuses, become U+FFFD."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


class Words(TypeDecorator[str]):
    """Text, mended."""

    impl: _Impl = Text
    cache_ok: bool | None = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # its interface
        """Return what is written."""
        return None if value is None else mended(value)


class Exact(Words):
    """Text that is sorted and compared character by character in every database, whatever language it is set to."""

    impl: _Impl = Text().with_variant(Text(collation="C"), "postgresql")
    cache_ok: bool | None = True


class Json(TypeDecorator[object]):
    """What is neither looked for nor sorted, in one text."""

    impl: _Impl = Text
    cache_ok: bool | None = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str:  # noqa: ARG002  # its interface
        """Return what is written."""
        return json.dumps(_mended(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:  # noqa: ARG002  # its interface
        """Return what was read; None where it is no JSON."""
        try:
            return json.loads(value or "null")
        except (ValueError, RecursionError):
            return None


class Ids(TypeDecorator[tuple[str, ...]]):
    """Slack's ids, sorted, in one text: "U1 U2"."""

    impl: _Impl = Words
    cache_ok: bool | None = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return what is written."""
        return " ".join(sorted(set(value or ())))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002
        """Return what was read."""
        return tuple((value or "").split())


class Moment(TypeDecorator[datetime]):
    """A time in UTC; SQLite forgets the zone."""

    impl: _Impl = DateTime(timezone=True)
    cache_ok: bool | None = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return what is written."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return what was read."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


def _mended(value: object) -> object:
    match value:
        case str():
            return mended(value)
        case Mapping():
            return {mended(str(key)): _mended(each) for key, each in value.items()}
        case tuple() | list():
            return [_mended(each) for each in value]
        case _:
            return value


def _where(condition: str) -> dict[str, Any]:
    """Return how an index is told, in either database, that it holds only some rows."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


metadata = MetaData()

workspaces = Table(
    "workspaces",
    metadata,
    Column("team", Words, primary_key=True),
    Column("survey", Words),
    Column("admins", Ids, nullable=False),
    Column("channels", Ids, nullable=False),
    Column("admin_group", Words, nullable=False),
    Column("slack_admins", Boolean, nullable=False),
    Column("kept_days", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
)

postings = Table(
    "postings",
    metadata,
    Column("team", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("ts", Words, primary_key=True),
    Column("asker", Words, nullable=False),
    Column("thread", Words, nullable=False),
    Column("question", Words, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Index("postings_by_question", "team", "channel", "question"),
    Index("postings_by_thread", "team", "channel", "thread"),
    Index("postings_by_age", "kept_at"),
)

asked = Table(
    "asked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team", Words, nullable=False),
    Column("survey", Words, nullable=False),
    Column("question", Words, nullable=False),
    Column("outcome", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("intent", Words, nullable=False),
    Column("settled", Words),
    Index("asked_by_survey", "team", "survey", "at", "id"),
    Index("asked_by_outcome", "team", "outcome", "at", "id"),
    Index("asked_by_age", "at"),
    sqlite_autoincrement=True,  # else a page that shows a question that is gone would point to a new one
)


def _content() -> list[Column[Any]]:
    return [
        Column("name", Exact, nullable=False),
        Column("summary", Words, nullable=False),
        Column("examples", Json, nullable=False),
        Column("answer", Json, nullable=False),
    ]


taught_heads = Table(
    "taught_heads",
    metadata,
    Column("team", Words, primary_key=True),
    Column("survey", Words, primary_key=True),
    Column("version", Integer, nullable=False),
)

taught_intents = Table(
    "taught_intents",
    metadata,
    Column("team", Words, primary_key=True),
    Column("survey", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    *_content(),
    Column("state", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("number", Integer, nullable=False),  # of its last change
    Column("folded", Words, nullable=False),  # what it is found by
    Index("taught_by_name", "team", "survey", "name", unique=True, **_where("state <> 'deleted'")),
    Index("taught_in_order", "team", "survey", "name", "id", "state"),
    Index("taught_by_change", "team", "survey", "number"),
)

taught_changes = Table(
    "taught_changes",
    metadata,
    Column("team", Words, primary_key=True),
    Column("survey", Words, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("intent", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("deed", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("at", Moment, nullable=False),
    *_content(),
    Column("state", Words, nullable=False),
    Index("taught_changes_by_intent", "team", "survey", "intent", "number"),
)

sketches = Table(
    "sketches",
    metadata,
    Column("id", Words, primary_key=True),
    Column("team", Words, nullable=False),
    Column("survey", Words, nullable=False),
    Column("intent", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("by", Words, nullable=False),
    *_content(),
    Column("why", Words, nullable=False),
    Column("questions", Json, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Index("sketches_by_team", "team"),
    Index("sketches_by_age", "kept_at"),
)

replicas = Table(
    "replicas",
    metadata,
    Column("name", Exact, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("versions", Json, nullable=False),
    Column("fault", Words, nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("key", Words, primary_key=True),
    Column("kept_at", Moment, nullable=False),
    Index("seen_by_age", "kept_at"),
)

edits = Table(
    "edits",
    metadata,
    Column("key", Words, primary_key=True),
    Column("newest", Exact, nullable=False),  # a timestamp of Slack's
    Column("kept_at", Moment, nullable=False),
    Index("edits_by_age", "kept_at"),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation", Words, primary_key=True),
    Column("turn", Words),
    Column("moment", Words),
    Column("kept_at", Moment, nullable=False),
    Index("turns_by_age", "kept_at"),
)

OF_A_WORKSPACE = (workspaces, postings, asked, taught_heads, taught_intents, taught_changes, sketches)

# As Slack's library has them, but for the widths: it gives a token 200 characters, and one that rotates may be longer.
bots = SQLAlchemyInstallationStore.build_bots_table(metadata, SQLAlchemyInstallationStore.default_bots_table_name)
installations = SQLAlchemyInstallationStore.build_installations_table(
    metadata, SQLAlchemyInstallationStore.default_installations_table_name
)
states = SQLAlchemyOAuthStateStore.build_oauth_states_table(metadata, SQLAlchemyOAuthStateStore.default_table_name)
for _table in (bots, installations, states):
    for _column in _table.columns:
        if isinstance(_column.type, String):
            _column.type = Words()
