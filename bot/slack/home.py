"""The home tab and the form, and what opens from the shortcuts: browsing, and asking about a message."""

from dataclasses import replace

import structlog
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.ports import StoreDown
from bot.render import blocks, home, modals, screens, states
from bot.render.blocks import Message
from bot.reply import Reply
from bot.slack import payloads
from bot.slack.actions import only_once
from bot.slack.admitting import is_admin
from bot.slack.agent import greet
from bot.slack.desk import Desk
from bot.slack.manifest import ASK_ABOUT, BROWSE
from bot.slack.middleware import acknowledged, guarded, noted, once
from bot.slack.noting import note
from bot.slack.places import Asked, Conversation, Surface
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
        message, reply = guarded(lambda: _answered(desk, asked), lambda error: (states.failed(noted(error)), None))
        ack(response_action="update", view=screens.modal(message))
        if reply:
            note(desk, asked, reply)

    app.event("app_home_opened", matchers=[payloads.is_home], middleware=[once(desk.seen)])(opened)
    app.event("app_home_opened", matchers=[payloads.is_messages], middleware=[once(desk.seen)])(greeted)
    app.action(screens.ASK)(acknowledged(form))
    app.view(screens.ASK)(sent)
    _register_browsing(app, desk)
    _register_about(app, desk)


def publish(desk: Desk, client: WebClient, domains: tuple[str, ...], user: str) -> object:
    """Show the home tab as one person of a workspace (the first of `domains`) sees it."""
    team = domains[0] if domains else ""
    doors = _doors(desk, team) if is_admin(desk, client, domains, user) else None
    kept_days, is_up = desk.workspace(team).kept_days, desk.store.is_up()
    view = home.home(desk.expert.shelves(), doors, kept_days=kept_days, is_up=is_up)
    return client.views_publish(user_id=user, view=view)


def _doors(desk: Desk, team: str) -> home.Doors:
    """Return what waits for the admins of a workspace."""
    try:
        waiting = len(desk.store.asked.open(team, _LOOKS))
        newest, replicas = desk.curator.live_on(team, desk.curator.survey(team))
    except StoreDown:
        log.warning("doors_unread")
        return home.Doors()
    return home.Doors(to_look_at=waiting, has_more=waiting == _LOOKS, behind=replicas - newest, replicas=replicas)


def _answered(desk: Desk, asked: Asked) -> tuple[Message, Reply | None]:
    reply = desk.answer(asked)
    return blocks.compose(reply, asked_by=""), reply


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
