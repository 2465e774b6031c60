"""Time in the workspace, which a test can put forward instead of waiting."""

import asyncio
import contextlib
import time

from bot.sandbox.rules import Seconds


class Signal:
    """Wakes everybody who waits for something to happen."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._next = asyncio.Event()

    def fire(self) -> None:
        """Wake those who wait now; whoever comes later waits for the next time."""
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Return whether it fired within so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0, seconds)):
                await self._next.wait()
                return True
        return False


class Clock:
    """The time of day, and as far ahead of it as somebody put it."""

    def __init__(self) -> None:
        """Start at the present."""
        self._ahead = 0.0
        self._moved = Signal()

    def now(self) -> float:
        """Return the time in seconds since 1970."""
        return time.time() + self._ahead

    def advance(self, seconds: Seconds) -> None:
        """Let so many seconds pass at once."""
        self._ahead += seconds
        self._moved.fire()

    async def sleep(self, seconds: float) -> None:
        """Return when so many seconds have passed, or were let pass."""
        due = self.now() + seconds
        while (left := due - self.now()) > 0:
            await self._moved.wait(left)
