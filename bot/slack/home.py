"""The home tab and the form, and what opens from the shortcuts: browsing, and asking about a message."""

from dataclasses import replace

import structlog
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.ports import StoreDown
from bot.render import blocks, home, modals, screens, states
from bot.slack import payloads
from bot.slack.actions import only_once
from bot.slack.agent import greet
from bot.slack.desk import Desk
from bot.slack.manifest import ASK_ABOUT, BROWSE
from bot.slack.middleware import acknowledged, guarded, noted, once
from bot.slack.places import Conversation, Surface
from bot.slack.reading import Payload
from bot.slack.responding import respond, say
from bot.slack.sending import show

log = structlog.get_logger()

_LOOKS = 200  # questions that an admin is told the number of


def register(app: App, desk: Desk) -> None:
    """Listen for people who look at the bot's own pages, or open what is on them."""

    def opened(body: Payload, client: WebClient) -> None:
        publish(desk, client, payloads.domains(body), payloads.home(body).user)

    def greeted(body: Payload, client: WebClient) -> None:
        greet(client, payloads.channel(body), desk.expert.shelves())

    def form(body: Payload, _context: BoltContext, client: WebClient) -> None:
        show(client, payloads.screen(body), screens.form())

    def sent(ack: Ack, body: Payload) -> None:
        # The answer goes into the acknowledgement: a modal that is acknowledged without one closes.
        asked = payloads.submission(body, *screens.QUESTION)
        message = guarded(
            lambda: blocks.compose(desk.answer(asked), asked_by=""),
            lambda error: states.failed(noted(error)),
        )
        ack(response_action="update", view=screens.modal(message))

    app.event("app_home_opened", matchers=[payloads.is_home], middleware=[once(desk.seen)])(opened)
    app.event("app_home_opened", matchers=[payloads.is_messages], middleware=[once(desk.seen)])(greeted)
    app.action(screens.ASK)(acknowledged(form))
    app.view(screens.ASK)(sent)
    _register_browsing(app, desk)
    _register_about(app, desk)


def publish(desk: Desk, client: WebClient, domains: tuple[str, ...], user: str) -> object:
    """Show the home tab as one person of a workspace (the first of `domains`) sees it."""
    is_admin, waiting = desk.is_admin(domains, user), 0
    if is_admin:
        try:
            waiting = len(desk.store.remarks.open(domains[0], _LOOKS))
        except StoreDown:
            log.warning("remarks_unread")
    shelves = desk.expert.shelves()
    view = home.home(shelves, is_admin=is_admin, to_look_at=waiting, is_up=desk.store.is_up())
    return client.views_publish(user_id=user, view=view)


def _register_browsing(app: App, desk: Desk) -> None:
    def browse(body: Payload, _context: BoltContext, client: WebClient) -> None:
        show(client, payloads.screen(body), modals.browse(desk.expert.shelves(), payloads.press(body).value))

    def look(body: Payload, _context: BoltContext, client: WebClient) -> None:
        asked = replace(payloads.click(body, Surface.BUTTON), place=payloads.screen(body, on_top=True))
        say(desk, client, asked, desk.answer(asked), asked_by="")

    app.shortcut(BROWSE)(acknowledged(browse))
    app.action(home.BROWSE)(acknowledged(browse))
    app.action(modals.CHOOSE)(acknowledged(browse))
    app.action(modals.LOOKS)(acknowledged(look))


def _register_about(app: App, desk: Desk) -> None:
    def about(body: Payload, context: BoltContext, client: WebClient) -> None:
        asked = payloads.about(body, context.bot_user_id or "")
        message = blocks.compose(desk.answer(asked), asked_by="")
        show(client, payloads.screen(body), screens.about(message, asked.question, f"{asked.channel} {asked.ts}"))

    def here(body: Payload, _context: BoltContext, client: WebClient) -> None:
        pressed, asked = payloads.press(body), payloads.click(body, Surface.BUTTON)
        channel, _, thread = pressed.kept.partition(" ")
        place = Conversation(channel=channel, thread=thread or None)
        there = replace(asked, place=place, channel=channel)
        key = f"here:{pressed.team}:{pressed.kept}:{asked.user}:{asked.key}"
        if only_once(desk.seen, key, lambda: respond(desk, client, there, asked_by=asked.user)):
            show(client, payloads.screen(body), screens.modal(states.answered_there()))

    app.shortcut(ASK_ABOUT)(acknowledged(about))
    app.action(screens.HERE)(acknowledged(here))
