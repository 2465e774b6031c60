"""What understanding a question comes to: a match, several readings to choose from, or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from intents.frame import Value
from intents.roles import Problem

IntentName = NewType("IntentName", str)  # "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One thing is meant, and every word of the question is accounted for."""

    intent: IntentName
    slots: Mapping[str, tuple[Value, ...]]
    """Values by the slot they fill, in the order named."""
    confidence: float
    """0 to 1; each word taken as a typing error lowers it."""
    resumed: bool = False
    """True where part of it was taken over from an earlier question."""
    example: str = ""
    """For an intent taught by examples: the one most like the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the last question of a conversation came to, as far as the next one may lean on it."""

    match: Match
    about: tuple[Value, ...] = ()
    """The findings it was about, whether they were named or found: which barrier is the biggest."""
    topics: frozenset[str] = frozenset()
    """Their topics, or the one it was about as a whole."""
    quoted: bool = False
    """True where somebody was quoted in its answer."""
    shown: Match | None = None
    """What was answered with figures last, which a file can be made of; None: nothing was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Two or three questions were asked in one, and each is understood."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """Several things may be meant, or part of it was not said."""

    readings: tuple[Match, ...]
    """At most three; empty where a finding was not named."""
    intent: IntentName | None = None
    """What was asked, where only its finding is missing."""
    topic: str | None = None
    """The topic that was named without a finding."""


class Reason(StrEnum):
    """Why a question has no match."""

    LEFT_OVER = "left_over"
    """Words that nothing accounts for."""
    REVERSED = "reversed"
    BASE = "base"
    RECEIVER = "receiver"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    NOT_MEANT = "not_meant"
    """Every word is known, and no intent puts them together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoMatch:
    """Nothing the survey can answer."""

    reason: Reason
    leftover: tuple[str, ...] = ()
    """Words that nothing accounts for, folded: letters and digits only."""
    named: tuple[Value, ...] = ()
    """Findings and topics that were named all the same, for suggestions."""
    problem: Problem | None = None
    near: tuple[Match, ...] = ()
    """What may have been meant, where every word is known; to be asked back."""


Outcome = Match | Several | Unsure | NoMatch
