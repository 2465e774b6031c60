"""Make what is kept of taught intents, of the questions people ask, and of what replicas share."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the new settings, move the remarks to the questions, and make the rest."""
    _add_settings()
    _make_asked()
    _make_taught()
    _make_sketches()
    _make_shared()


def _add_settings() -> None:
    for name, kind, usual in (
        ("admin_group", sa.Text, sa.text("''")),
        ("slack_admins", sa.Boolean, sa.false()),
        ("kept_days", sa.Integer, sa.text("90")),
        ("revision", sa.Integer, sa.text("1")),  # who has settings set them once
    ):
        op.add_column("workspaces", sa.Column(name, kind, nullable=False, server_default=usual))


def _make_asked() -> None:
    op.create_table(
        "asked",
        sa.Column("id", sa.Integer, primary_key=True),
        *map(_text, ("team", "survey", "question", "outcome")),
        _moment("at"),
        _text("intent"),
        sa.Column("settled", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("asked_by_survey", "asked", ["team", "survey", "at", "id"])
    op.create_index("asked_by_outcome", "asked", ["team", "outcome", "at", "id"])
    op.create_index("asked_by_age", "asked", ["at"])
    op.execute(
        "INSERT INTO asked (team, survey, question, outcome, at, intent)"
        " SELECT team, survey, question, outcome, at, intent FROM remarks ORDER BY id"
    )
    op.drop_table("remarks")


def _make_taught() -> None:
    op.create_table("taught_heads", *map(_key, ("team", "survey")), _number("version"))
    op.create_table(
        "taught_intents",
        *map(_key, ("team", "survey", "id")),
        *_content(),
        _text("state"),
        *map(_number, ("revision", "number")),
        _text("folded"),
    )
    live = sa.text("state <> 'deleted'")
    op.create_index(
        "taught_by_name",
        "taught_intents",
        ["team", "survey", "name"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_index("taught_in_order", "taught_intents", ["team", "survey", "name", "id", "state"])
    op.create_index("taught_by_change", "taught_intents", ["team", "survey", "number"])
    op.create_table(
        "taught_changes",
        *map(_key, ("team", "survey")),
        sa.Column("number", sa.Integer, primary_key=True),
        _text("intent"),
        _number("revision"),
        *map(_text, ("deed", "by", "why")),
        _moment("at"),
        *_content(),
        _text("state"),
    )
    op.create_index("taught_changes_by_intent", "taught_changes", ["team", "survey", "intent", "number"])


def _make_sketches() -> None:
    op.create_table(
        "sketches",
        _key("id"),
        *map(_text, ("team", "survey", "intent")),
        _number("revision"),
        _text("by"),
        *_content(),
        *map(_text, ("why", "questions")),
        _moment("kept_at"),
    )
    op.create_index("sketches_by_team", "sketches", ["team"])
    op.create_index("sketches_by_age", "sketches", ["kept_at"])


def _make_shared() -> None:
    op.create_table(
        "replicas",
        sa.Column("name", _EXACT, primary_key=True),
        _moment("at"),
        *map(_text, ("versions", "fault")),
    )
    op.create_table("seen", _key("key"), _moment("kept_at"))
    op.create_table("edits", _key("key"), sa.Column("newest", _EXACT, nullable=False), _moment("kept_at"))
    op.create_table("turns", _key("conversation"), *map(_maybe, ("turn", "moment")), _moment("kept_at"))
    for table in ("seen", "edits", "turns"):
        op.create_index(f"{table}_by_age", table, ["kept_at"])


def _content() -> list[sa.Column[Any]]:
    return [sa.Column("name", _EXACT, nullable=False), *map(_text, ("summary", "examples", "answer"))]


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _maybe(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
