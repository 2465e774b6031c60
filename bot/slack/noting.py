"""Keep what people ask and what came of it, masked and without their names, once they have their reply."""

from datetime import UTC, datetime

import structlog

from bot.context import Context
from bot.masking import masked
from bot.ports import StoreDown
from bot.records import Logged, Outcome
from bot.reply import Reply, Status
from bot.slack.desk import Desk
from bot.slack.middleware import guarded, noted
from bot.slack.places import Asked, Surface

log = structlog.get_logger()

# Where people ask in words of their own; a click on a suggestion is none, and a shortcut may be on another's words.
_TYPED = frozenset({Surface.MENTION, Surface.DM, Surface.FOLLOW_UP, Surface.EDIT, Surface.COMMAND, Surface.FORM})
_OUTCOMES = {
    Status.ANSWERED: Outcome.ANSWERED,
    Status.BOUNDED: Outcome.BOUNDED,
    Status.CLARIFY: Outcome.CLARIFIED,
    Status.UNANSWERABLE: Outcome.UNANSWERED,
}


def note(desk: Desk, asked: Asked, reply: Reply) -> None:
    """Keep a question and the kind of reply it got, where somebody typed it; greetings are none."""
    outcome = _OUTCOMES.get(reply.status)
    if outcome and asked.surface in _TYPED:
        guarded(lambda: keep(desk, asked.team, asked.question, outcome, intent=reply.intent or ""), _excused)


def note_before(desk: Desk, asked: Asked, before: str) -> None:
    """Keep what a question said before it was put in other words, with what it was taken for."""
    if not before or " ".join(before.casefold().split()) == " ".join(asked.question.casefold().split()):
        return

    def anew() -> bool:
        was = desk.expert.ask(before, Context(survey=desk.workspace(asked.team).survey, team=asked.team))
        is_none = was.status not in _OUTCOMES
        return is_none or keep(desk, asked.team, before, Outcome.CORRECTED, intent=was.intent or "")

    guarded(anew, _excused)


def keep(desk: Desk, team: str, question: str, outcome: Outcome, *, intent: str = "") -> bool:
    """Return whether an entry was taken; one that the database does not take is lost, and counted."""
    entry = Logged(
        team=team,
        survey=desk.curator.survey(team),
        question=masked(question),
        outcome=outcome,
        at=datetime.now(UTC),
        intent=intent,
    )
    try:
        desk.store.asked.keep(entry)
    except StoreDown:
        log.warning("questions_lost", so_far=next(desk.lost))
        return False
    return True


def _excused(error: Exception) -> bool:
    """Note in the log that an entry failed; whoever asked has their reply, and misses nothing."""
    noted(error)
    return False
