"""The settings of workspaces."""

import threading
from collections.abc import Callable
from dataclasses import asdict, replace

from sqlalchemy import Connection, delete, func, select, update

from bot.ports import Conflict, StoreDown
from bot.records import Workspace
from bot.store.changing import tell
from bot.store.database import Database, put_new
from bot.store.postings import SqlPostings
from bot.store.pruning import Now, outlived
from bot.store.recent import Recent
from bot.store.tables import OF_A_WORKSPACE, asked, bots, workspaces

FRESH_SECONDS = 2.0  # what another replica changed is seen within this
KNOWN = 10_000  # workspaces; the ones not asked for longest are read again


class SqlWorkspaces:
    """Keeps `bot.ports.Workspaces` in a database."""

    def __init__(self, database: Database, own: SqlPostings, clock: Callable[[], float], now: Now) -> None:
        """Know no workspace yet; `own` are the postings that go with one that is forgotten."""
        self._database = database
        self._own = own
        self._clock = clock
        self._now = now
        self._lock = threading.Lock()
        self._known: Recent[str, tuple[float, Workspace]] = Recent(KNOWN)  # with when it was asked for

    def of(self, team: str) -> Workspace:
        """Return a workspace's settings, those last known where the database is down."""
        now, known = self._clock(), self._known.get(team)
        if known and now - known[0] < FRESH_SECONDS:
            return known[1]
        try:
            with self._database.begin() as connection:
                read = _read(connection, team)
        except StoreDown:
            return known[1] if known else Workspace(team=team)
        return self._learn(now, read)

    def change(self, workspace: Workspace) -> None:
        """Keep settings in the place of those before, which have the revision given; they get the next one."""
        row = asdict(replace(workspace, revision=workspace.revision + 1))
        is_it = workspaces.c.team == workspace.team, workspaces.c.revision == workspace.revision
        with self._database.begin_writing() as connection:
            if workspace.revision:
                is_kept = connection.execute(update(workspaces).where(*is_it).values(row)).rowcount == 1
            else:
                is_kept = put_new(connection, workspaces, row)
            connection.execute(
                delete(asked).where(asked.c.team == workspace.team, outlived(workspace.kept_days, self._now()))
            )
            now = _read(connection, workspace.team)
        self._learn(self._clock(), now)
        if not is_kept:
            raise Conflict("Somebody else changed the settings.")

    def forget(self, team: str) -> None:
        """Delete all that is kept of a workspace, all at once or not at all."""
        with self._database.begin_writing() as connection:
            for table in OF_A_WORKSPACE:
                connection.execute(delete(table).where(table.c.team == team))
            tell(connection)
        self._own.forget(team)
        self._learn(self._clock(), Workspace(team=team))

    def teams(self) -> tuple[str, ...]:
        """Return the workspaces that have settings or an installation, sorted; raise StoreDown."""
        installed = select(func.coalesce(bots.c.team_id, bots.c.enterprise_id))  # none: for all of an organisation
        with self._database.begin() as connection:
            return tuple(sorted(connection.scalars(select(workspaces.c.team).union(installed))))

    def _learn(self, asked: float, workspace: Workspace) -> Workspace:
        """Remember settings, unless something else was learnt since they were asked for; return what is known."""
        with self._lock:
            known = self._known.get(workspace.team)
            if known and known[0] > asked:
                return known[1]
            self._known.put(workspace.team, (asked, workspace))
            return workspace


def _read(connection: Connection, team: str) -> Workspace:
    row = connection.execute(select(workspaces).where(workspaces.c.team == team)).mappings().one_or_none()
    return Workspace(**row) if row else Workspace(team=team)
