"""What people make of an answer: a thumb up or down, or none of the readings it offered."""

from datetime import UTC, datetime

import structlog
from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.context import Context
from bot.masking import masked
from bot.ports import StoreDown
from bot.records import Outcome, Remark
from bot.render import blocks, modals, states
from bot.slack import payloads
from bot.slack.actions import only_once
from bot.slack.desk import Desk
from bot.slack.middleware import acknowledged
from bot.slack.payloads import Press
from bot.slack.places import Aside, Conversation, Place
from bot.slack.reading import Payload
from bot.slack.sending import deliver, show

log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Listen for feedback; what is kept of it does not say whose it is."""

    def rated(body: Payload, _context: BoltContext, client: WebClient) -> None:
        pressed = payloads.press(body)
        if pressed.value == blocks.HELPFUL:
            _keep(desk, pressed, Outcome.HELPFUL)
            return
        intent, _, question = pressed.value.removeprefix("-").partition("\n")
        kept = _keep(desk, pressed, Outcome.NOT_MEANT, question=question, intent=intent)
        survey = desk.workspace(pressed.team).survey
        near = desk.expert.near(question, Context(survey=survey, team=pressed.team, thread=payloads.conversation(body)))
        show(client, payloads.screen(body), modals.meant(question, near, is_kept=kept))

    def none_of_these(body: Payload, _context: BoltContext, client: WebClient) -> None:
        pressed = payloads.press(body)
        intent, _, question = pressed.value.partition("\n")
        log.info("none_of_these", intent=intent)
        kept = _keep(desk, pressed, Outcome.NONE_OF_THESE, question=question, intent=intent)
        deliver(client, _beside(body, pressed), states.noted() if kept else states.store_down(states.UNNOTED))

    app.action(blocks.FEEDBACK)(acknowledged(rated))
    app.action(blocks.NONE)(acknowledged(none_of_these))


def _beside(body: Payload, pressed: Press) -> Place:
    """Return where to tell one person something: in the thread they clicked in, where no response_url leads."""
    clicked = payloads.click_place(body)
    if isinstance(clicked, Conversation) and clicked.thread and not clicked.channel.startswith("D"):
        return Aside(channel=clicked.channel, user=pressed.user, thread=clicked.thread)
    return pressed.place


def _keep(desk: Desk, pressed: Press, outcome: Outcome, *, question: str = "", intent: str = "") -> bool:
    """Return whether a remark is kept: the same hand's second click on the same message adds none."""
    log.info("rated", outcome=outcome, intent=intent)
    survey = desk.workspace(pressed.team).survey or ""
    remark = Remark(
        team=pressed.team,
        question=masked(question),
        outcome=outcome,
        at=datetime.now(UTC),
        survey=survey,
        intent=intent,
    )

    def kept() -> bool:
        desk.store.remarks.keep(remark)
        return True

    try:
        only_once(desk.seen, f"{outcome}:{pressed.team}:{pressed.channel}:{pressed.ts}:{pressed.user}", kept)
    except StoreDown:
        log.warning("remark_lost", outcome=outcome)
        return False
    return True
