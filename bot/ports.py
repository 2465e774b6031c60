"""The doors through which the shell reaches what it does not own, as protocols."""

from typing import Protocol


class Seen(Protocol):
    """Remembers, for a while, what has been dealt with; safe to share between threads."""

    def first_time(self, key: str) -> bool:
        """Return whether `key` is new, and remember it; of several callers at once, one gets True."""

    def forget(self, key: str) -> None:
        """Forget `key`, so that what failed may be tried again; an unknown key is no fault."""
