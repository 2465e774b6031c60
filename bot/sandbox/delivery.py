"""Bring what happened to the app: one acknowledgement within three seconds, or again, as Slack does."""

import asyncio
import contextlib
import secrets
import traceback
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bot.sandbox.clock import Clock
from bot.sandbox.journal import Journal
from bot.sandbox.model import Json, at
from bot.sandbox.rules import Fault, Faults, Harm, Rules

_HARMS = frozenset({Harm.LATE, Harm.TWICE, Harm.UNHEARD, Harm.CUT})


class Route(StrEnum):
    """What kind of thing is delivered, in Socket Mode's words."""

    EVENT = "events_api"
    COMMAND = "slash_commands"
    INTERACTION = "interactive"


class UnacknowledgedError(Exception):
    """The app did not take a delivery; the reason is Slack's word for it."""

    def __init__(self, reason: str, *, again: bool = True) -> None:
        """Say why, and whether it may be sent again."""
        super().__init__(reason)
        self.reason = reason
        self.again = again


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One thing on its way to the app."""

    route: Route
    payload: Json
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    attempt: int = 0
    """How often it was tried before."""
    reason: str = ""
    """Why the try before did not do: http_timeout, connection_failed."""
    url: str | None = None
    """Where it goes over HTTP; None: over the socket."""

    @property
    def what(self) -> str:
        """Return what it tells: app_mention, /survey, block_actions."""
        named = at(self.payload, "event", "type") or at(self.payload, "command") or at(self.payload, "type")
        return str(named or self.route)


class Line(Protocol):
    """A way to reach the app."""

    async def send(self, delivery: Delivery, fault: Fault | None) -> object:
        """Return what the app acknowledges with; raise UnacknowledgedError."""


class Deliveries:
    """What is on its way; it knows the rules and what should go wrong."""

    def __init__(self, clock: Clock, journal: Journal, faults: Faults, rules: Callable[[], Rules]) -> None:
        """Start with nothing on its way; lines are given when they exist."""
        self._clock = clock
        self._journal = journal
        self._faults = faults
        self._rules = rules
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand = 0
        self.socket: Line
        self.http: Line

    @property
    def in_hand(self) -> int:
        """How many deliveries wait for their acknowledgement now; those that will be tried later do not count."""
        return self._in_hand

    def send_event(self, payload: Json, url: str | None, *, again: str = "") -> None:
        """Send an event in the background, up to four times; `again`: why it was not taken the first time."""
        delivery = Delivery(route=Route.EVENT, payload=payload, url=url, attempt=int(bool(again)), reason=again)
        self._start(self._send_until_taken(delivery))

    async def ask(self, delivery: Delivery) -> object:
        """Deliver once, and return what the app acknowledges with; raise UnacknowledgedError."""
        fault = self._faults.strike(delivery.route, _HARMS)
        if fault and fault.harm is Harm.TWICE:
            self._start(self._send_quietly(replace(delivery, id=secrets.token_hex(16))))
        return await self._send(delivery, fault)

    async def close(self) -> None:
        """Let go of everything that is still to be sent."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _send_until_taken(self, delivery: Delivery) -> None:
        for wait in (*self._rules().retry_seconds[delivery.attempt :], None):
            try:
                await self.ask(delivery)
            except UnacknowledgedError as failed:
                if wait is None or not failed.again:
                    self._journal.note("given_up", delivery.what, attempt=delivery.attempt)
                    return
                await self._clock.sleep(wait)
                # Each try is an envelope of its own, so that a late word about the one before is not taken for it.
                attempt, fresh_id = delivery.attempt + 1, secrets.token_hex(16)
                delivery = replace(delivery, attempt=attempt, reason=failed.reason, id=fresh_id)
            else:
                return

    async def _send_quietly(self, delivery: Delivery) -> None:
        with contextlib.suppress(UnacknowledgedError):
            await self._send(delivery, None)

    async def _send(self, delivery: Delivery, fault: Fault | None) -> object:
        self._in_hand += 1
        try:
            return await self._sent(delivery, fault)
        except UnacknowledgedError as failed:
            self._journal.note("not_acknowledged", delivery.what, attempt=delivery.attempt, reason=failed.reason)
            raise
        finally:
            self._in_hand -= 1

    async def _sent(self, delivery: Delivery, fault: Fault | None) -> object:
        if fault and fault.harm is Harm.LATE:
            await self._clock.sleep(fault.seconds)
        described = {"route": delivery.route, "attempt": delivery.attempt, "reason": delivery.reason}
        self._journal.note("delivery", delivery.what, **described, payload=delivery.payload)
        begun = self._clock.now()
        answer = await (self.http if delivery.url else self.socket).send(delivery, fault)
        if fault and fault.harm is Harm.UNHEARD:
            raise UnacknowledgedError("http_timeout" if delivery.url else "timeout")
        self._journal.note("acknowledged", delivery.what, after=self._clock.now() - begun, answer=answer)
        return answer

    async def _watched(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        # Whatever it is, asyncio would log it, and its message may hold what somebody said: the journal says where.
        except Exception as error:  # noqa: BLE001
            where = traceback.extract_tb(error.__traceback__)[-1]
            self._journal.note("failed", type(error).__name__, at=f"{Path(where.filename).name}:{where.lineno}")

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._watched(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
