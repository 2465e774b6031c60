"""Keep what people ask and what came of it, masked and without their names, once they have their reply."""

from datetime import UTC, datetime

import structlog

from bot.masking import masked
from bot.ports import StoreDown
from bot.records import Logged, Outcome
from bot.reply import Reply, Status
from bot.slack.desk import Desk
from bot.slack.places import Asked, Surface

log = structlog.get_logger()

# Where people put a question in words of their own; a click on a suggestion is none, and a shortcut may be on another's.
_TYPED = frozenset(
    {Surface.MENTION, Surface.DM, Surface.FOLLOW_UP, Surface.EDIT, Surface.COMMAND, Surface.FORM},
)
_OUTCOMES = {
    Status.ANSWERED: Outcome.ANSWERED,
    Status.BOUNDED: Outcome.BOUNDED,
    Status.CLARIFY: Outcome.CLARIFIED,
    Status.UNANSWERABLE: Outcome.UNANSWERED,
}


def note(desk: Desk, asked: Asked, reply: Reply) -> None:
    """Keep a question and the kind of reply it got, where somebody typed it; greetings are none."""
    if asked.surface in _TYPED and reply.status in _OUTCOMES:
        keep(desk, asked.team, asked.question, _OUTCOMES[reply.status], intent=reply.intent or "")


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
