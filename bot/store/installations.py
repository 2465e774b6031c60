"""Where the app is installed, for Bolt: Slack's own stores, on a database that may be down."""

import logging
from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime
from typing import TypeVar

from slack_sdk.oauth.installation_store import Bot, Installation, InstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import delete

from bot.ports import StoreDown
from bot.store.database import Database
from bot.store.recent import Recent
from bot.store.tables import states

KNOWN = 10_000  # installations, and people looked for among them

T = TypeVar("T", Bot, Installation)
Where = tuple[str | None, str | None]
"""An enterprise and a workspace of it."""
Whose = tuple[Where, str | None]


class SqlInstallations(InstallationStore):
    """Installations as Slack's library keeps them; those last known where the database is down."""

    def __init__(self, client_id: str, database: Database, forget: Callable[[str], None]) -> None:
        """Keep the installations of one app; `forget` deletes what else is kept of a workspace."""
        self._slacks = SQLAlchemyInstallationStore(client_id=client_id, engine=database.engine, logger=self.logger)
        self._database = database
        self._forget = forget
        self._bots: Recent[Whose, Bot] = Recent(KNOWN)
        self._installations: Recent[Whose, Installation] = Recent(KNOWN)

    @property
    def logger(self) -> logging.Logger:
        """Return where Slack's library logs."""
        return logging.getLogger("slack_sdk.oauth")

    def save(self, installation: Installation) -> None:
        """Keep an installation; raise StoreDown."""
        with self._database.guard():
            self._slacks.save(installation)

    def save_bot(self, bot: Bot) -> None:
        """Keep a bot; raise StoreDown."""
        with self._database.guard():
            self._slacks.save_bot(bot)

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Return the bot of a workspace; raise StoreDown where that is not known."""
        where = enterprise_id, None if is_enterprise_install else team_id
        return self._found(
            (where, None), self._bots, lambda: self._slacks.find_bot(enterprise_id=where[0], team_id=where[1])
        )

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return a workspace's newest installation, or somebody's; raise StoreDown where the first is not known."""
        where = enterprise_id, None if is_enterprise_install else team_id
        return self._found(
            (where, user_id),
            self._installations,
            lambda: self._slacks.find_installation(enterprise_id=where[0], team_id=where[1], user_id=user_id),
        )

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Delete the bot of a workspace; raise StoreDown."""
        with self._database.guard():
            self._slacks.delete_bot(enterprise_id=enterprise_id, team_id=team_id)
        self._bots.drop(lambda key: key[0] == (enterprise_id, team_id))

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Delete a workspace's installations, or somebody's; raise StoreDown."""
        with self._database.guard():
            self._slacks.delete_installation(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)
        self._installations.drop(lambda key: key[0] == (enterprise_id, team_id))

    def delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Delete a workspace's installations, and all else that is kept of it; raise StoreDown."""
        super().delete_all(enterprise_id=enterprise_id, team_id=team_id)
        if domain := team_id or enterprise_id:  # of all of an organisation, there is no workspace
            self._forget(domain)

    def _found(self, key: Whose, known: Recent[Whose, T], read: Callable[[], T | None]) -> T | None:
        """Return what is read, or was last. Copies: Bolt takes somebody else's token out of what it is given."""
        try:
            with self._database.guard():
                found = read()
        except StoreDown:
            last = known.get(key)
            if last is None and key[1] is None:
                raise
            return copy(last)  # None where it is somebody's: the bot's own token does
        if found is None:
            known.drop(lambda other: other == key)
        else:
            known.put(key, copy(found))
        return found


class SqlStates(SQLAlchemyOAuthStateStore):
    """The states of installations under way; each is good once, whichever replica it comes back to."""

    def __init__(self, expiration_seconds: int, database: Database) -> None:
        """Keep states that are good for some time."""
        super().__init__(expiration_seconds, database.engine, logging.getLogger("slack_sdk.oauth"))
        self._database = database

    def issue(self, *_args: object, **_kwargs: object) -> str:
        """Return a new state; raise StoreDown."""
        with self._database.guard():
            return str(super().issue())

    def consume(self, state: str) -> bool:
        """Return whether a state is good, and use it up; of several callers at once, one gets True."""
        now = datetime.now(UTC).replace(tzinfo=None)  # as Slack's library writes it
        good = delete(states).where(states.c.state == state, states.c.expire_at > now)
        try:
            with self._database.begin() as connection:
                return connection.execute(good).rowcount == 1
        except StoreDown:
            return False
