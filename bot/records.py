"""What is kept from one question to the next: settings, replies that stand in Slack, and what people made of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The settings of one Slack workspace."""

    team: str
    """Slack's id of it: T0123."""
    survey: str | None = None
    """Id of the survey it asks where none is named; None: the bot's default one."""
    admins: tuple[str, ...] = ()
    """Ids of the people who may change these settings, sorted."""
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
    """What somebody made of a reply."""

    HELPFUL = "helpful"
    NOT_MEANT = "not_meant"
    """It answered, and something else was meant."""
    NONE_OF_THESE = "none_of_these"
    """It asked back, and none of its readings was meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What somebody made of a reply, for the workspace's admins; it does not say who."""

    team: str
    question: str
    """As it was typed, masked: no addresses, numbers of telephones, ids or mentions. Empty for `helpful`."""
    outcome: Outcome
    at: datetime
    """In UTC."""
    survey: str = ""
    intent: str = ""
    """What it was taken for; empty: nothing."""
    id: int = 0
    """Given by the store; 0: not kept yet."""
