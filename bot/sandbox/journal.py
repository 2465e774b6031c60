"""The journal: what went between the workspace, its people and the app, with times, and without secrets."""

import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.sandbox.clock import Clock, Signal

LIMIT = 20_000  # entries; a soak test of some hours would need more
# xoxb-1-abc, xapp-1-A0-2-c, xoxe.xoxb-1, and what the sandbox hands out to be used once: ticket-0a1b..., code-...
_LONGEST = 50_000  # characters of one text that are kept; Slack takes 40,000
_TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[\w.-]+|\bxoxe\.[\w.-]+|\b(?:ticket|code)-[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened."""

    number: int
    """1, 2, 3, ... since the workspace began."""
    at: float
    """Seconds since 1970, by the workspace's clock."""
    kind: str
    """call, delivery, acknowledged, not_acknowledged, did, socket, ..."""
    what: str
    """chat.postMessage, app_mention, /survey, ..."""
    body: Mapping[str, object]


class Journal:
    """Entries in the order in which things happened."""

    def __init__(self, clock: Clock, secrets: Iterable[str] = ()) -> None:
        """Keep `secrets` out of every entry."""
        self._clock = clock
        self._secrets = tuple(secrets)
        self._entries: deque[Entry] = deque(maxlen=LIMIT)
        self._number = 0
        self._closed = False
        self.changed = Signal()

    @property
    def number(self) -> int:
        """The number of the last entry; it grows with everything that happens."""
        return self._number

    def note(self, kind: str, what: str, **body: object) -> None:
        """Add an entry."""
        self._number += 1
        clean = {name: self._clean(value) for name, value in body.items()}
        self._entries.append(Entry(number=self._number, at=self._clock.now(), kind=kind, what=what, body=clean))
        self.changed.fire()

    def entries(self, *, after: int = 0, kind: str = "", what: str = "") -> list[Entry]:
        """Return the entries after a number; of one kind, about one thing, where these are given."""
        return [
            entry
            for entry in self._entries
            if entry.number > after and kind in {"", entry.kind} and what in {"", entry.what}
        ]

    def close(self) -> None:
        """Let nobody wait any longer."""
        self._closed = True
        self.changed.fire()

    async def wait_until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Return whether `holds` came true within so many seconds of real time, as entries came in."""
        end = time.monotonic() + seconds
        while not holds():
            left = end - time.monotonic()
            if left <= 0 or self._closed:
                return False
            await self.changed.wait(left)
        return True

    async def wait_until_quiet(self, is_idle: Callable[[], bool], seconds: float, within: float) -> bool:
        """Return whether, within a time, nothing came in for so many real seconds and `is_idle` held after them."""
        end = time.monotonic() + within
        while (left := end - time.monotonic()) > 0:
            if not await self.changed.wait(min(seconds, left)) and is_idle() and left >= seconds:
                return True
        return False

    def _clean(self, value: object) -> object:
        match value:
            case str():
                for secret in self._secrets:
                    value = value.replace(secret, "[secret]")
                return _TOKEN.sub("[token]", value[:_LONGEST])
            case Mapping():
                return {str(self._clean(str(name))): self._clean(each) for name, each in value.items()}
            case list() | tuple():
                return [self._clean(each) for each in value]
            case None | bool() | int() | float():
                return value
            case _:
                return self._clean(str(value))
