"""What admins of a workspace set; who is one is looked up anew at every click."""

import re
from dataclasses import dataclass, replace

import structlog
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.ports import Conflict, StoreDown
from bot.records import Workspace
from bot.render import screens, states
from bot.render import settings as form
from bot.render.blocks import Block, Message
from bot.slack import forms, payloads
from bot.slack.admitting import admitted, leaves_an_admin, refusal, show_to_admin
from bot.slack.desk import Desk
from bot.slack.forms import Preferences
from bot.slack.home import publish
from bot.slack.middleware import acknowledged, guarded, noted
from bot.slack.payloads import Press
from bot.slack.reading import Payload

log = structlog.get_logger()

_GROUP = re.compile(r"S[A-Z0-9]{2,20}")  # S0614TZR7
_REVISION = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Faults:
    """What is wrong with settings, by the block of the form."""

    at: dict[str, str]


def register(app: App, desk: Desk) -> None:
    """Listen for admins; everybody else is told whom to ask, and that is logged."""

    def settings(body: Payload, _context: BoltContext, client: WebClient) -> None:
        team = payloads.press(body).team
        show_to_admin(desk, client, body, lambda: _form(desk, client, team))

    def saved(ack: Ack, body: Payload, client: WebClient) -> None:
        pressed = payloads.press(body)
        match guarded(lambda: _save(desk, client, body), lambda error: states.failed(noted(error))):
            case Message() as told:
                ack(response_action="update", view=screens.modal(told))
            case _Faults() as faults:
                ack(response_action="errors", errors=faults.at)
            case dict() as view:
                ack(response_action="update", view=view)
            case None:
                ack()
                guarded(lambda: publish(desk, client, pressed.domains, pressed.user), noted)

    app.action(form.SETTINGS)(acknowledged(settings))
    app.view(form.SETTINGS)(saved)


def _form(desk: Desk, client: WebClient, team: str) -> Block:
    groups = desk.directory.groups(client, team)
    named = None if groups is None else [(each.id, f"{each.name} (@{each.handle})") for each in groups]
    return form.settings(desk.workspace(team), desk.expert.shelves(), named)


def _save(desk: Desk, client: WebClient, body: Payload) -> Message | _Faults | Block | None:
    """Save the settings that were sent; return why not, or what is wrong with which of them."""
    pressed = payloads.press(body)
    if not admitted(desk, client, body):
        return refusal(desk, client, body)
    wanted = _wanted(desk, pressed, forms.preferences(body))
    faults = _faults(desk, client, wanted, pressed.user)
    if faults:
        return _Faults(at=faults)
    try:
        desk.store.workspaces.change(wanted)
    except Conflict:
        return form.changed_meanwhile()
    except StoreDown:
        return states.store_down(states.UNSAVED)
    log.info("settings_changed", team=pressed.team, by=pressed.user)
    return None


def _wanted(desk: Desk, pressed: Press, given: Preferences) -> Workspace:
    """Return the settings that somebody wants; what is none of the choices they had stays as it is."""
    now = desk.workspace(pressed.team)
    known = {shelf.survey for shelf in desk.expert.shelves() if shelf.is_loaded}
    days = {str(each): each for each in form.KEPT_FOR}
    return replace(
        now,
        survey=given.survey if given.survey in known else now.survey,
        admins=tuple(sorted(set(given.admins))),
        admin_group="" if given.group == form.NO_GROUP else given.group,
        slack_admins=given.slack_admins,
        channels=tuple(sorted(set(given.channels))),
        kept_days=days.get(given.kept, now.kept_days),
        revision=int(pressed.kept) if _REVISION.fullmatch(pressed.kept) else -1,
    )


def _faults(desk: Desk, client: WebClient, wanted: Workspace, saver: str) -> dict[str, str]:
    """Return what is wrong with settings that are wanted, by the block of the form."""
    group = wanted.admin_group
    if group and not _GROUP.fullmatch(group):
        return {form.GROUP: "That is not the id of a user group; one looks like S0123ABCD."}
    if group and group != desk.workspace(wanted.team).admin_group:
        members = desk.directory.members(client, wanted.team, group)
        if not members:
            return {form.GROUP: "Slack does not tell me of anybody in this group. Choose another, or try again later."}
    if not leaves_an_admin(desk, client, wanted, saver):
        return {form.ADMINS: "Leave at least one person who is an admin, or nobody could change this again."}
    return {}
