"""The store: one database, and the doors to what is kept in it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from slack_sdk.oauth import OAuthStateStore
from slack_sdk.oauth.installation_store import InstallationStore
from sqlalchemy import text

from bot.ports import StoreDown
from bot.store import schema
from bot.store.asked import SqlQuestionLog
from bot.store.database import Database, parsed
from bot.store.installations import SqlInstallations, SqlStates
from bot.store.notices import SqlNotices
from bot.store.postings import SqlPostings
from bot.store.pruning import Now, Pruning
from bot.store.replicas import SqlReplicas
from bot.store.shared import SqlEdits, SqlSeen, SqlTurns, Ways
from bot.store.taught import SqlTaught
from bot.store.workspaces import SqlWorkspaces

INSTALLING_SECONDS = 600  # from the first page to Slack's answer; somebody may have to ask an admin in between


class SqlStore:
    """Keeps `bot.ports.Store` in a database; safe to share between threads."""

    def __init__(self, database: Database, clock: Callable[[], float], now: Now) -> None:
        """Put the parts together; nothing is read yet."""
        pruning = Pruning(database, now)
        self._database = database
        self.postings = SqlPostings(database, pruning, now)
        self.asked = SqlQuestionLog(database, pruning)
        self.taught = SqlTaught(database, pruning, now)
        self.replicas = SqlReplicas(database, now)
        ways = Ways(database, pruning, now)
        self.seen = SqlSeen(ways)
        self.edits = SqlEdits(ways)
        self.turns = SqlTurns(ways)
        self.workspaces = SqlWorkspaces(database, self.postings, clock, now)

    def notices(self) -> SqlNotices:
        """Return what a thread waits on for changes of taught intents; whoever asks closes it."""
        return SqlNotices(self._database)

    def is_up(self) -> bool:
        """Return whether the database answers."""
        try:
            with self._database.begin() as connection:
                connection.execute(text("SELECT 1"))
        except StoreDown:
            return False
        return True

    def upgrade(self) -> tuple[str | None, str]:
        """Make the tables, or bring them up to date; return the version before, None for no tables, and after.

        Raises:
            StoreDown: the database does not answer.
            ConfigError: its tables are newer than this program.
        """
        with self._database.begin_patiently() as connection:
            return schema.upgrade(connection)

    def version(self) -> tuple[str | None, str]:
        """Return the version of the tables, None for no tables, and the one that is wanted; raise StoreDown."""
        with self._database.begin() as connection:
            return schema.versions(connection)

    def teams(self) -> tuple[str, ...]:
        """Return the workspaces that have settings or an installation, sorted; raise StoreDown."""
        return self.workspaces.teams()

    def installations(self, client_id: str) -> InstallationStore:
        """Return where an app is installed, for Bolt."""
        return SqlInstallations(client_id, self._database, self.workspaces.forget)

    def states(self, expiration_seconds: int = INSTALLING_SECONDS) -> OAuthStateStore:
        """Return the installations under way, for Bolt."""
        return SqlStates(expiration_seconds, self._database)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._database.engine.dispose()


def open_store(
    url: str, *, clock: Callable[[], float] = time.monotonic, now: Now = lambda: datetime.now(UTC)
) -> SqlStore:
    """Return the store in a database, which may be down; raise ConfigError where `url` cannot be an address."""
    return SqlStore(Database(parsed(url), clock), clock, now)
