"""The desk between Slack and the core: it asks for a workspace, and keeps where the answers stand."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

import structlog

from bot.admin.service import Curator
from bot.context import Context, Expert
from bot.ports import Edits, Seen, Store
from bot.records import Posting, Workspace
from bot.reply import Reply
from bot.slack.directory import Directory
from bot.slack.places import Asked, Conversation, Surface

log = structlog.get_logger()


class InHand:
    """Questions that are being answered, and what waits for their answers to stand."""

    def __init__(self) -> None:
        """Have none in hand."""
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Callable[[], None]]] = {}

    def answer(self, question: str, work: Callable[[], object]) -> None:
        """Do the work of answering a question, then what came for it meanwhile, in that order."""
        with self._lock:
            self._waiting.setdefault(question, [])
        try:
            work()
        finally:
            with self._lock:
                waiting = self._waiting.pop(question, [])
            for each in waiting:
                each()

    def after(self, question: str, work: Callable[[], None]) -> bool:
        """Return whether a question is being answered; the work is then done after it."""
        with self._lock:
            waiting = self._waiting.get(question)
            if waiting is not None:
                waiting.append(work)
            return waiting is not None


def after_a_while(seconds: float, work: Callable[[], object]) -> None:
    """Do some work in a thread of its own, later; not at all where the process ends before."""
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every listener works with."""

    expert: Expert
    store: Store
    curator: Curator
    in_hand: InHand = field(default_factory=InHand)
    later: Callable[[float, Callable[[], object]], None] = after_a_while
    directory: Directory = field(default_factory=Directory)
    lost: Iterator[int] = field(default_factory=lambda: count(1))
    """Counts the questions that a database that was down did not take."""

    @property
    def seen(self) -> Seen:
        """Return what any replica has dealt with."""
        return self.store.seen

    @property
    def edits(self) -> Edits:
        """Return when questions were last changed."""
        return self.store.edits

    def workspace(self, team: str) -> Workspace:
        """Return a workspace's settings."""
        return self.store.workspaces.of(team)

    def answer(self, asked: Asked) -> Reply:
        """Return the core's reply to a question, and note in the log what kind of answer it was."""
        start = time.perf_counter()
        reply = self.expert.ask(asked.question, self.context(asked))
        ms = round((time.perf_counter() - start) * 1000)
        log.info("answered", surface=asked.surface, intent=reply.intent, status=reply.status, ms=ms)
        return reply

    def context(self, asked: Asked) -> Context:
        """Return the circumstances of a question, as far as its answer depends on them."""
        said = asked.ts and asked.surface is not Surface.SHORTCUT  # somebody else may have said what a shortcut is on
        return Context(
            survey=self.workspace(asked.team).survey,
            team=asked.team,
            thread=asked.thread,
            also=asked.also,
            moment=f"{asked.team}:{asked.channel}:{asked.ts}" if said else None,
            is_overheard=asked.surface is Surface.FOLLOW_UP,
        )

    def stands(self, asked: Asked, ts: str) -> None:
        """Keep that the answer to a question stands in Slack; nothing where it does not."""
        if not ts or not isinstance(asked.place, Conversation):
            return
        question = asked.ts if asked.surface in _IN_A_MESSAGE else ""
        thread = asked.place.thread or ts  # what is said below it follows on it
        posting = Posting(
            team=asked.team, channel=asked.place.channel, ts=ts, asker=asked.user, thread=thread, question=question
        )
        self.store.postings.keep(posting)


_IN_A_MESSAGE = frozenset({Surface.MENTION, Surface.DM, Surface.FOLLOW_UP})
