"""What is kept from one question to the next: settings, replies that stand in Slack, and what people made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from intents.draft import Draft

KEPT_DAYS = 90  # nobody has a question of last quarter looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The settings of one Slack workspace."""

    team: str
    """Slack's id of it: T0123."""
    survey: str | None = None
    """Id of the survey it asks where none is named; None: the bot's default one."""
    admins: tuple[str, ...] = ()
    """Ids of the people who may change these settings, and teach it, sorted."""
    admin_group: str = ""
    """Id of a Slack user group whose members may too: S0123; empty: none."""
    slack_admins: bool = False
    """Whether the workspace's own admins and owners may too."""
    kept_days: int = KEPT_DAYS
    """How long the questions people ask are kept, masked; 0: not at all."""
    revision: int = 0
    """Counts the changes of these settings; 0: they were never set."""
    channels: tuple[str, ...] = ()
    """Ids of the channels where it may answer for all to read, sorted; none: wherever it was invited, except in
    channels that are shared with another organisation, which have to be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A reply that stands in a channel, and whose it is; nothing of what was asked or said."""

    team: str
    channel: str
    ts: str
    """Slack's timestamp, which names it in its channel."""
    asker: str
    """Id of the person whose question it answers, who may take it away."""
    thread: str = ""
    """The first message of its thread; empty: it stands in no thread."""
    question: str = ""
    """Timestamp of the message it answers; empty: it answers none, but a click or a command."""


class Outcome(StrEnum):
    """What came of a question."""

    ANSWERED = "answered"
    BOUNDED = "bounded"
    CLARIFIED = "clarified"
    """It was asked back."""
    UNANSWERED = "unanswered"
    HELPFUL = "helpful"
    """Somebody said so of its answer."""
    NOT_MEANT = "not_meant"
    """It was answered, and something else was meant."""
    NONE_OF_THESE = "none_of_these"
    """It was asked back, and none of its readings was meant."""
    CORRECTED = "corrected"
    """Who asked it wrote it anew, in place of what stood there."""


OPEN = frozenset({Outcome.UNANSWERED, Outcome.NOT_MEANT, Outcome.NONE_OF_THESE, Outcome.CORRECTED})
"""What admins look at: something was asked, and not answered as it was meant."""


class Settled(StrEnum):
    """What an admin made of a question that was not answered as it was meant."""

    TAUGHT = "taught"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A question, and what came of it; it does not say whose it was."""

    team: str
    survey: str
    """Id of the survey it was asked of."""
    question: str
    """As it was typed, masked: no addresses, numbers of telephones, ids or mentions. Empty for `helpful`."""
    outcome: Outcome
    at: datetime
    """In UTC."""
    intent: str = ""
    """What it was taken for; empty: nothing."""
    settled: Settled | None = None
    """None: no admin has dealt with it."""
    id: int = 0
    """Given by the store; 0: not kept yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that ask alike, as admins look at them."""

    entries: tuple[Logged, ...]
    """At least one, the most typical question first."""

    @property
    def typical(self) -> str:
        """Return the question that stands for all of them."""
        return self.entries[0].question

    @property
    def last(self) -> datetime:
        """Return when the last of them was asked."""
        return max(each.at for each in self.entries)


class State(StrEnum):
    """Whether a taught intent answers."""

    LIVE = "live"
    OFF = "off"
    DELETED = "deleted"
    """It can be restored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtIntent:
    """An intent that admins of a workspace taught for one of its surveys, as it is now."""

    team: str
    survey: str
    id: str
    """Opaque; it stays when the intent is renamed."""
    draft: Draft
    state: State
    revision: int
    """Counts its changes, from 1; who changes it says which revision they have seen."""


class Deed(StrEnum):
    """What was done to a taught intent."""

    TAUGHT = "taught"
    EDITED = "edited"
    RENAMED = "renamed"
    TURNED_OFF = "turned_off"
    TURNED_ON = "turned_on"
    DELETED = "deleted"
    RESTORED = "restored"
    ROLLED_BACK = "rolled_back"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change of a taught intent that somebody wants."""

    team: str
    survey: str
    intent: str
    """Its id; empty: a new one."""
    revision: int
    """The revision that was seen by who wants it; 0 for a new intent."""
    deed: Deed
    by: str
    """Slack's id of who did it; "shell" for the command line."""
    draft: Draft
    """The whole of it afterwards."""
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A version of a taught intent: what was done, by whom, when and why, and the whole of it afterwards."""

    team: str
    survey: str
    number: int
    """Counts the changes of all intents of a workspace's survey, from 1, without a gap, in the order they were kept."""
    intent: str
    """Id of the intent."""
    revision: int
    deed: Deed
    by: str
    why: str
    at: datetime
    """In UTC."""
    draft: Draft
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A draft under way in somebody's form, kept so that a form may be left and come back to, on any replica."""

    id: str
    """Opaque and not to be guessed; empty: not kept yet."""
    team: str
    survey: str
    intent: str
    """Id of the intent that is edited; empty: a new one."""
    revision: int
    """Of the intent when the form was opened."""
    by: str
    """Who writes it; nobody else may go on with it."""
    draft: Draft
    why: str = ""
    questions: tuple[int, ...] = ()
    """Ids of the logged questions that it is to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """One process of the bot, and which version of the taught intents it answers from."""

    name: str
    at: datetime
    """When it last said so, in UTC."""
    versions: Mapping[str, int]
    """For each "team/survey" that has taught intents: the number of the last change it answers from."""
    fault: str = ""
    """Why it answers from older ones than there are; empty: it does not."""
