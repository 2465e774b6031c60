"""The doors through which the shell reaches what it does not own, as protocols."""

from typing import Protocol

from bot.records import Posting, Remark, Workspace


class StoreDown(Exception):
    """The database does not answer; what needed it was not done, and may be tried again."""


class Seen(Protocol):
    """Remembers, for a while, what has been dealt with; safe to share between threads."""

    def first_time(self, key: str) -> bool:
        """Return whether `key` is new, and remember it; of several callers at once, one gets True."""

    def forget(self, key: str) -> None:
        """Forget `key`, so that what failed may be tried again; an unknown key is no fault."""


class Workspaces(Protocol):
    """Keeps the settings of workspaces."""

    def of(self, team: str) -> Workspace:
        """Return a workspace's settings, those last known where the database is down, and the usual ones for a new one.

        It never raises, and is quick enough to be asked for every question.
        """

    def change(self, workspace: Workspace) -> None:
        """Keep settings in the place of those before; raise StoreDown where they cannot be kept."""

    def forget(self, team: str) -> None:
        """Delete all that is kept of a workspace, postings and remarks too; raise StoreDown."""


class Postings(Protocol):
    """Keeps which replies stand where, for as long as somebody may want one changed or taken away.

    Where the database is down, it knows those of this process, and raises nothing.
    """

    def keep(self, posting: Posting) -> None:
        """Remember a reply; the same one again takes its own place."""

    def at(self, team: str, channel: str, ts: str) -> Posting | None:
        """Return the reply that stands at a timestamp."""

    def answering(self, team: str, channel: str, question: str) -> Posting | None:
        """Return the newest reply to the message with a timestamp."""

    def asked_in(self, team: str, channel: str, thread: str) -> frozenset[str]:
        """Return the people who were answered in a thread; nobody: the bot has no part in it."""

    def remove(self, posting: Posting) -> None:
        """Forget a reply that is gone."""


class Remarks(Protocol):
    """Keeps what people made of replies, for admins to look at."""

    def keep(self, remark: Remark) -> None:
        """Keep a remark; raise StoreDown where it cannot be kept."""

    def open(self, team: str, limit: int) -> tuple[Remark, ...]:
        """Return the newest questions of a workspace that no admin has dealt with; raise StoreDown."""

    def dealt_with(self, team: str, remark: int) -> None:
        """Take a remark from the list; one that is not there is no fault; raise StoreDown."""


class Store(Protocol):
    """Everything that is kept, and whether it can be reached."""

    @property
    def workspaces(self) -> Workspaces:
        """Return the settings of workspaces."""

    @property
    def postings(self) -> Postings:
        """Return the replies that stand in Slack."""

    @property
    def remarks(self) -> Remarks:
        """Return what people made of replies."""

    def is_up(self) -> bool:
        """Return whether the database answers; as quick as `of`, and it never raises."""
