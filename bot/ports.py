"""The doors through which the shell reaches what it does not own, as protocols."""

from typing import Protocol

from bot.records import Change, Edit, Logged, Posting, Replica, Settled, Sketch, State, TaughtIntent, Workspace
from intents.model import Turn


class StoreDown(Exception):
    """The database does not answer; what needed it was not done, and may be tried again."""


class Conflict(Exception):
    """Something was changed since it was looked at; nothing was overwritten."""


class IntentChanged(Conflict):
    """Somebody else changed the intent, or it is not there."""

    def __init__(self, current: TaughtIntent | None) -> None:
        """Keep what it is now; None: there is none of that id."""
        self.current = current
        super().__init__("The intent was changed by somebody else.")


class NameTaken(Conflict):
    """Another intent of the workspace's survey, which is not deleted, has the name."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        self.name = name
        super().__init__(f"Another intent is called {name!r}.")


class Moved(Conflict):
    """Other intents were changed meanwhile, so that what was found about the change may no longer hold."""


class Seen(Protocol):
    """Remembers, for a while, what has been dealt with; safe to share between threads."""

    def first_time(self, key: str) -> bool:
        """Return whether `key` is new, and remember it; of several callers at once, one gets True."""

    def forget(self, key: str) -> None:
        """Forget `key`, so that what failed may be tried again; an unknown key is no fault."""


class Edits(Protocol):
    """Tells which of several changes of one thing is the newest, whatever order and replica they are dealt with in."""

    def is_newest(self, key: str, at: str) -> bool:
        """Return whether nothing newer than `at` (a timestamp of Slack's) is known of `key`, and remember it."""


class Turns(Protocol):
    """Remembers the last turn of each conversation; where the database is down, those of this process."""

    def last(self, conversation: str | None) -> Turn | None:
        """Return the last turn of a conversation, or None where there was none."""

    def knows(self, conversation: str | None) -> bool:
        """Return whether a conversation's turn is remembered, if only that it has none."""

    def is_of(self, conversation: str | None, moment: str | None) -> bool:
        """Return whether a conversation's turn was left by the question that a moment names."""

    def keep(self, conversation: str | None, turn: Turn | None, moment: str | None = None) -> None:
        """Remember a conversation's turn in place of the one before; None: there is nothing to lean on.

        `moment` names the question that left it.
        """


class Workspaces(Protocol):
    """Keeps the settings of workspaces."""

    def of(self, team: str) -> Workspace:
        """Return a workspace's settings, those last known where the database is down, and the usual ones for a new one.

        It never raises, and is quick enough to be asked for every question.
        """

    def change(self, workspace: Workspace) -> None:
        """Keep settings in the place of those before, which have the revision given; they get the next one.

        Raises:
            StoreDown: they cannot be kept.
            Conflict: the settings have another revision; somebody else changed them.
        """

    def forget(self, team: str) -> None:
        """Delete all that is kept of a workspace, what it was taught too; raise StoreDown."""


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


class QuestionLog(Protocol):
    """Keeps what people ask, masked and without their names, for as long as their workspace wants."""

    def keep(self, entry: Logged) -> None:
        """Keep a question, masked, where its workspace keeps questions at all; raise StoreDown."""

    def recent(self, team: str, survey: str, limit: int) -> tuple[Logged, ...]:
        """Return the questions asked last, newest first, none twice, whatever came of them; raise StoreDown."""

    def open(self, team: str, limit: int) -> tuple[Logged, ...]:
        """Return the newest questions of a workspace that `bot.records.OPEN` holds and nobody settled; StoreDown."""

    def entries(self, team: str, ids: tuple[int, ...]) -> tuple[Logged, ...]:
        """Return those of a workspace's questions that are still kept, by their ids; raise StoreDown."""

    def settle(self, team: str, ids: tuple[int, ...], how: Settled) -> None:
        """Take questions from the list; ones that are not there are no fault; raise StoreDown."""


class TaughtIntents(Protocol):
    """Keeps the intents that admins teach, with every version; whoever reads sees a change whole or not at all.

    All of it raises StoreDown.
    """

    def heads(self) -> dict[tuple[str, str], int]:
        """Return the number of the last change for each workspace and survey that has any."""

    def snapshot(self, team: str, survey: str) -> tuple[int, tuple[TaughtIntent, ...]]:
        """Return the number of the last change (0: none), and every intent that is live then, sorted by name."""

    def changed_since(self, team: str, survey: str, number: int) -> tuple[int, tuple[TaughtIntent, ...]]:
        """Return the number of the last change, and every intent changed after `number` as it is then, in any state.

        Where fewer changes were kept than that (the workspace was forgotten and taught anew), it is every intent.
        """

    def find(
        self, team: str, survey: str, words: str = "", *, states: frozenset[State], limit: int
    ) -> tuple[TaughtIntent, ...]:
        """Return intents whose name or summary holds some words, sorted by name."""

    def count(self, team: str, survey: str) -> dict[State, int]:
        """Return how many intents there are in each state."""

    def one(self, team: str, survey: str, intent: str) -> TaughtIntent | None:
        """Return an intent by its id."""

    def named(self, team: str, survey: str, name: str) -> TaughtIntent | None:
        """Return the intent of a name that is not deleted."""

    def change(self, *edits: Edit, at: int | None = None) -> tuple[Change, ...]:
        """Do all edits, and note each, in one transaction; all of one workspace and survey.

        Raises:
            IntentChanged: an intent has not the revision that was seen.
            NameTaken: a name is another's.
            Moved: `at` is given, and is not the number of the last change.
        """

    def history(
        self, team: str, survey: str, intent: str = "", *, limit: int, before: int | None = None
    ) -> tuple[Change, ...]:
        """Return the changes of one intent, or of all, newest first; `before`: only those with a smaller number."""

    def version(self, team: str, survey: str, number: int) -> Change | None:
        """Return one change."""

    def sketch(self, sketch: Sketch) -> Sketch:
        """Keep a sketch, in place of the one with its id, for a day; return it with its id."""

    def sketched(self, team: str, by: str, sketch: str) -> Sketch | None:
        """Return a sketch by its id, if it is this person's and still kept."""


class Replicas(Protocol):
    """Keeps which processes of the bot there are, and what they answer from."""

    def report(self, replica: Replica) -> None:
        """Say what a replica answers from; raise StoreDown."""

    def alive(self, seconds: float) -> tuple[Replica, ...]:
        """Return the replicas that reported within the last seconds, sorted by name; raise StoreDown."""

    def gone(self, name: str) -> None:
        """Take a replica from the list that stops; raise StoreDown."""


class Notices(Protocol):
    """Tells one thread of a replica that taught intents may have changed."""

    def wait(self, seconds: float) -> bool:
        """Return True as soon as a change may have been kept, by any replica, or False once the time is over.

        The first wait is over as soon as it listens, and so is one in which it listens again after the database was
        down: what was kept before was not heard. It never raises: where the database is down, it is only time that
        passes.
        """

    def close(self) -> None:
        """Let go of its connection, and end the wait of who waits."""


class Store(Protocol):
    """Everything that is kept, and whether it can be reached."""

    @property
    def workspaces(self) -> Workspaces:
        """Return the settings of workspaces."""

    @property
    def postings(self) -> Postings:
        """Return the replies that stand in Slack."""

    @property
    def asked(self) -> QuestionLog:
        """Return what people asked, and what came of it."""

    @property
    def taught(self) -> TaughtIntents:
        """Return the intents that admins teach."""

    @property
    def replicas(self) -> Replicas:
        """Return the processes of the bot."""

    @property
    def seen(self) -> Seen:
        """Return what any replica has dealt with."""

    @property
    def edits(self) -> Edits:
        """Return when questions were last changed."""

    @property
    def turns(self) -> Turns:
        """Return what conversations were about last."""

    def notices(self) -> Notices:
        """Return what a thread waits on for changes of taught intents; whoever asks closes it."""

    def is_up(self) -> bool:
        """Return whether the database answers; as quick as `of`, and it never raises."""
