"""Where a question comes from, as far as the answer depends on it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.reply import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The circumstances of one question."""

    survey: str | None = None
    """The survey it is about; None: the default one."""
    thread: str | None = None
    """The conversation it belongs to, opaque; None: on its own."""


Ask = Callable[[str, Context], Reply]
"""Answer a question as typed; never raises for anything a person can type."""
