"""What people make of an answer: a thumb up or down, or none of the readings it offered."""

import structlog
from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.context import Context
from bot.records import Outcome
from bot.render import blocks, modals, states
from bot.slack import payloads
from bot.slack.actions import only_once
from bot.slack.desk import Desk
from bot.slack.middleware import acknowledged
from bot.slack.noting import keep
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
        told = _keep(desk, pressed, Outcome.NOT_MEANT, question=question, intent=intent)
        survey = desk.workspace(pressed.team).survey
        near = desk.expert.near(question, Context(survey=survey, team=pressed.team, thread=payloads.conversation(body)))
        show(client, payloads.screen(body), modals.meant(question, near, told))

    def none_of_these(body: Payload, _context: BoltContext, client: WebClient) -> None:
        pressed = payloads.press(body)
        intent, _, question = pressed.value.partition("\n")
        log.info("none_of_these", intent=intent)
        told = _keep(desk, pressed, Outcome.NONE_OF_THESE, question=question, intent=intent)
        deliver(client, _beside(body, pressed), states.noted(told))

    app.action(blocks.FEEDBACK)(acknowledged(rated))
    app.action(blocks.NONE)(acknowledged(none_of_these))


def _beside(body: Payload, pressed: Press) -> Place:
    """Return where to tell one person something: in the thread they clicked in, where no response_url leads."""
    clicked = payloads.click_place(body)
    if isinstance(clicked, Conversation) and clicked.thread and not clicked.channel.startswith("D"):
        return Aside(channel=clicked.channel, user=pressed.user, thread=clicked.thread)
    return pressed.place


def _keep(desk: Desk, pressed: Press, outcome: Outcome, *, question: str = "", intent: str = "") -> str:
    """Keep what somebody made of an answer, and return what to tell them; a second click on it adds nothing."""
    log.info("rated", outcome=outcome, intent=intent)
    if not desk.workspace(pressed.team).kept_days:
        return states.UNKEPT
    key = f"{outcome}:{pressed.team}:{pressed.channel}:{pressed.ts}:{pressed.user}"
    is_lost = False

    def kept() -> bool:
        nonlocal is_lost
        is_lost = not keep(desk, pressed.team, question, outcome, intent=intent)
        return not is_lost

    only_once(desk.seen, key, kept)
    return states.UNNOTED if is_lost else states.NOTED
