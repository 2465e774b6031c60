"""The tables, and the form in which their values are written."""

from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Column, DateTime, Dialect, Index, Integer, MetaData, String, Table, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

_Impl = TypeEngine[Any] | type[TypeEngine[Any]]  # as TypeDecorator declares it


class Words(TypeDecorator[str]):
    """Text as every database holds it: half characters and NULs, which PostgreSQL refuses, become U+FFFD."""

    impl: _Impl = Text
    cache_ok: bool | None = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # its interface
        """Return what is written."""
        if value is None:
            return None
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


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


metadata = MetaData()

workspaces = Table(
    "workspaces",
    metadata,
    Column("team", Words, primary_key=True),
    Column("survey", Words),
    Column("admins", Ids, nullable=False),
    Column("channels", Ids, nullable=False),
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

remarks = Table(
    "remarks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team", Words, nullable=False),
    Column("question", Words, nullable=False),
    Column("outcome", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("survey", Words, nullable=False),
    Column("intent", Words, nullable=False),
    Index("remarks_by_team", "team", "at"),
    Index("remarks_by_age", "at"),
    sqlite_autoincrement=True,  # else a page that shows a deleted remark would point to a new one
)

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
