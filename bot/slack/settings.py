"""What admins of a workspace set and look at; who is one is looked up anew at every click."""

from collections.abc import Callable

import structlog
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.ports import StoreDown
from bot.records import Workspace
from bot.render import modals, screens, states
from bot.render.blocks import Block, Message
from bot.slack import payloads
from bot.slack.desk import Desk
from bot.slack.home import publish
from bot.slack.middleware import acknowledged, guarded, noted
from bot.slack.reading import Payload
from bot.slack.sending import show

log = structlog.get_logger()

_SHOWN = 30  # remarks in one modal


def register(app: App, desk: Desk) -> None:
    """Listen for admins; everybody else is told whom to ask, and that is logged."""

    def settings(body: Payload, _context: BoltContext, client: WebClient) -> None:
        pressed = payloads.press(body)
        workspace = desk.workspace(pressed.team)
        _open(desk, client, body, lambda: modals.settings(workspace, desk.expert.shelves()))

    def saved(ack: Ack, body: Payload, client: WebClient) -> None:
        pressed = payloads.press(body)
        told = guarded(lambda: _save(desk, body), lambda error: states.failed(noted(error)))
        match told:
            case Message():
                ack(response_action="update", view=screens.modal(told))
            case dict():
                ack(response_action="errors", errors=told)
            case None:
                ack()
                guarded(lambda: publish(desk, client, pressed.domains, pressed.user), noted)

    app.action(modals.SETTINGS)(acknowledged(settings))
    app.view(modals.SETTINGS)(saved)
    _register_remarks(app, desk)


def _register_remarks(app: App, desk: Desk) -> None:
    def remarks(body: Payload, _context: BoltContext, client: WebClient) -> None:
        team = payloads.press(body).team
        _open(desk, client, body, lambda: modals.remarks(desk.store.remarks.open(team, _SHOWN)))

    def dealt_with(body: Payload, _context: BoltContext, client: WebClient) -> None:
        pressed = payloads.press(body)

        def next_ones() -> Block:
            desk.store.remarks.dealt_with(pressed.team, int(pressed.value))
            return modals.remarks(desk.store.remarks.open(pressed.team, _SHOWN))

        _open(desk, client, body, next_ones)
        publish(desk, client, pressed.domains, pressed.user)

    app.action(modals.REMARKS)(acknowledged(remarks))
    app.action(modals.DEALT_WITH)(acknowledged(dealt_with))


def _open(desk: Desk, client: WebClient, body: Payload, view: Callable[[], Block]) -> None:
    """Show an admin a modal; somebody else, or an admin while the database is down, what stands in the way."""
    pressed = payloads.press(body)
    if not desk.is_admin(pressed.domains, pressed.user):
        log.warning("denied", team=pressed.team, user=pressed.user)
        shown = screens.modal(states.not_admin())
    elif not desk.store.is_up():  # what is last known of settings is no place to change them from
        shown = screens.modal(states.store_down(states.UNREAD))
    else:
        try:
            shown = view()
        except StoreDown:
            shown = screens.modal(states.store_down(states.UNREAD))
    show(client, payloads.screen(body), shown)


def _save(desk: Desk, body: Payload) -> Message | dict[str, str] | None:
    """Save the settings that were sent; return why not, or what is wrong with which of them."""
    pressed = payloads.press(body)
    if not desk.is_admin(pressed.domains, pressed.user):
        log.warning("denied", team=pressed.team, user=pressed.user)
        return states.not_admin()
    given = payloads.settings(body, modals.SURVEY, modals.ADMINS, modals.CHANNELS)
    if not given.admins:
        return {modals.ADMINS: "Leave at least one admin, or nobody could change this again."}
    known = {shelf.survey for shelf in desk.expert.shelves() if shelf.is_loaded}
    survey = given.survey if given.survey in known else desk.workspace(pressed.team).survey
    admins, channels = tuple(sorted(given.admins)), tuple(sorted(given.channels))
    try:
        desk.store.workspaces.change(Workspace(team=pressed.team, survey=survey, admins=admins, channels=channels))
    except StoreDown:
        return states.store_down(states.UNSAVED)
    log.info("settings_changed", team=pressed.team, by=pressed.user)
    return None
