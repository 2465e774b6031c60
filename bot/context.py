"""Where a question comes from, as far as the answer depends on it."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.reply import Reply
from bot.shelf import Shelf
from intents.model import Turn

LIMIT = 10_000  # conversations; the one that was silent for longest is forgotten first


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The circumstances of one question."""

    survey: str | None = None
    """The survey it is about; None: the default one."""
    team: str = ""
    """The workspace it is asked in, whose taught intents answer too; empty: none."""
    thread: str | None = None
    """The conversation it belongs to, opaque; None: on its own."""
    also: tuple[str, ...] = ()
    """Other conversations whose next question may lean on it, as those of one direct message do on its last."""
    turn: Turn | None = None
    """What was asked before it in that conversation, by the same person."""
    moment: str | None = None
    """Names the question itself; asked anew under it, as after a correction, it leans on what it leant on then."""
    is_overheard: bool = False
    """Whether it may not have been meant for the bot: only what asks for something is answered then, and what has no
    answer leaves the conversation as it was."""


Ask = Callable[[str, Context], Reply]
"""Answer a question as typed; never raises for anything a person can type."""

Near = Callable[[str, Context], tuple[str, ...]]
"""Return questions that may have been meant where a question's answer was not what was meant; raises as little."""


Explain = Callable[[str, Context], str]
"""Explain the reply to a question as typed, as plain text; raises as little."""


def _nothing_near(_text: str, _context: Context) -> tuple[str, ...]:
    return ()


def _unexplained(_text: str, _context: Context) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """Whoever answers, and tells what there is to ask."""

    ask: Ask
    near: Near = _nothing_near
    explain: Explain = _unexplained
    shelves: Callable[[], tuple[Shelf, ...]] = tuple
    """The surveys at this moment."""


class Turns:
    """The last turn of each conversation, in memory and without a word of what was typed; lost with the process."""

    def __init__(self, limit: int = LIMIT) -> None:
        """Remember at most `limit` conversations."""
        self._limit = limit
        self._lock = threading.Lock()
        self._turns: OrderedDict[str, tuple[Turn | None, str | None]] = OrderedDict()  # longest silent first

    def last(self, conversation: str | None) -> Turn | None:
        """Return the last turn of a conversation, or None where there was none."""
        with self._lock:
            return self._turns.get(conversation or "", (None, None))[0]

    def knows(self, conversation: str | None) -> bool:
        """Return whether a conversation's turn is remembered, if only that it has none."""
        with self._lock:
            return conversation in self._turns

    def is_of(self, conversation: str | None, moment: str | None) -> bool:
        """Return whether a conversation's turn was left by the question that a moment names."""
        with self._lock:
            return self._turns.get(conversation or "", (None, None))[1] == moment

    def keep(self, conversation: str | None, turn: Turn | None, moment: str | None = None) -> None:
        """Remember a conversation's turn in place of the one before; None: there is nothing to lean on.

        `moment` names the question that left it.
        """
        if not conversation:
            return
        with self._lock:
            self._turns.pop(conversation, None)
            self._turns[conversation] = turn, moment
            if len(self._turns) > self._limit:
                self._turns.popitem(last=False)
