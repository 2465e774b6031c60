"""The desk between Slack and the core: it asks, takes the time, and notes in the log what kind of answer it was."""

import time
from dataclasses import dataclass

import structlog

from bot.context import Ask, Context
from bot.ports import Seen
from bot.reply import Reply
from bot.slack.payloads import Asked

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every listener works with."""

    ask: Ask
    seen: Seen

    def answer(self, asked: Asked) -> Reply:
        """Return the core's reply to a question."""
        start = time.perf_counter()
        reply = self.ask(asked.question, Context(thread=asked.thread))
        ms = round((time.perf_counter() - start) * 1000)
        log.info("answered", surface=asked.surface, intent=reply.intent, status=reply.status, ms=ms)
        return reply
