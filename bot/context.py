"""Where a question comes from, as far as the answer depends on it."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.reply import Reply
from intents.model import Turn

LIMIT = 10_000  # conversations; the one that was silent for longest is forgotten first


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The circumstances of one question."""

    survey: str | None = None
    """The survey it is about; None: the default one."""
    thread: str | None = None
    """The conversation it belongs to, opaque; None: on its own."""
    turn: Turn | None = None
    """What was asked before it in that conversation, by the same person."""


Ask = Callable[[str, Context], Reply]
"""Answer a question as typed; never raises for anything a person can type."""


class Turns:
    """The last turn of each conversation, in memory and without a word of what was typed; lost with the process."""

    def __init__(self, limit: int = LIMIT) -> None:
        """Remember at most `limit` conversations."""
        self._limit = limit
        self._lock = threading.Lock()
        self._turns: OrderedDict[str, Turn] = OrderedDict()  # longest silent first

    def last(self, conversation: str | None) -> Turn | None:
        """Return the last turn of a conversation, or None where there was none."""
        with self._lock:
            return self._turns.get(conversation) if conversation else None

    def keep(self, conversation: str | None, turn: Turn | None) -> None:
        """Remember a conversation's turn in place of the one before; None forgets it."""
        if not conversation:
            return
        with self._lock:
            self._turns.pop(conversation, None)
            if turn is None:
                return
            self._turns[conversation] = turn
            if len(self._turns) > self._limit:
                self._turns.popitem(last=False)
