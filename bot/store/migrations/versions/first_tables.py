"""Make the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make what is kept of workspaces, postings and remarks, and Slack's installations."""
    _make_ours()
    _make_slacks()


def _make_ours() -> None:
    op.create_table(
        "workspaces",
        _key("team"),
        sa.Column("survey", sa.Text),
        _text("admins"),
        _text("channels"),
    )
    op.create_table(
        "postings",
        *map(_key, ("team", "channel", "ts")),
        *map(_text, ("asker", "thread", "question")),
        _moment("kept_at"),
    )
    op.create_index("postings_by_question", "postings", ["team", "channel", "question"])
    op.create_index("postings_by_thread", "postings", ["team", "channel", "thread"])
    op.create_index("postings_by_age", "postings", ["kept_at"])
    op.create_table(
        "remarks",
        _number(),
        *map(_text, ("team", "question", "outcome")),
        _moment("at"),
        *map(_text, ("survey", "intent")),
        sqlite_autoincrement=True,
    )
    op.create_index("remarks_by_team", "remarks", ["team", "at"])
    op.create_index("remarks_by_age", "remarks", ["at"])


def _make_slacks() -> None:
    user = "user_token user_scopes user_refresh_token token_type enterprise_url"
    webhook = "url channel channel_id configuration_url"
    op.create_table("slack_bots", *_installed())
    op.create_index("slack_bots_idx", "slack_bots", ["client_id", "enterprise_id", "team_id", "installed_at"])
    op.create_table(
        "slack_installations",
        *_installed(),
        _text("user_id"),
        *map(_maybe, user.split()),
        sa.Column("user_token_expires_at", sa.DateTime),
        *(_maybe(f"incoming_webhook_{part}") for part in webhook.split()),
    )
    op.create_index(
        "slack_installations_idx",
        "slack_installations",
        ["client_id", "enterprise_id", "team_id", "user_id", "installed_at"],
    )
    op.create_table(
        "slack_oauth_states",
        _number(),
        _text("state"),
        sa.Column("expire_at", sa.DateTime, nullable=False),
    )


def _installed() -> list[sa.schema.SchemaItem]:
    team = "enterprise_id enterprise_name team_id team_name bot_token bot_id bot_user_id bot_scopes bot_refresh_token"
    return [
        _number(),
        *map(_text, ("client_id", "app_id")),
        *map(_maybe, team.split()),
        sa.Column("bot_token_expires_at", sa.DateTime),
        sa.Column("is_enterprise_install", sa.Boolean, nullable=False),
        sa.Column("installed_at", sa.DateTime, nullable=False),
    ]


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _maybe(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
