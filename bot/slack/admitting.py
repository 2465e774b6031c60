"""Who may do what is for admins, decided anew at every action, whatever button was shown."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog
from slack_sdk import WebClient

from bot.admin import permissions
from bot.ports import StoreDown
from bot.records import Workspace
from bot.render import screens, states
from bot.render.blocks import Block, Message
from bot.render.teaching import TEACH
from bot.slack import payloads
from bot.slack.desk import Desk
from bot.slack.reading import Payload
from bot.slack.sending import show

log = structlog.get_logger()

_MOST_LOOKED_AT = 5  # people, each a question to Slack, while a form waits


def admitted(desk: Desk, client: WebClient, body: Payload) -> bool:
    """Return whether the person behind a payload is an admin of its workspace; where not, that is logged."""
    pressed = payloads.press(body)
    if is_admin(desk, client, pressed.domains, pressed.user):
        return True
    log.warning("denied", team=pressed.team, user=pressed.user, tried=payloads.tried(body))
    return False


def refusal(desk: Desk, client: WebClient, body: Payload) -> Message:
    """Return what somebody is told who is no admin; whoever would teach a question is told that admins see it.

    Who the admins are is for the workspace's own people: in a shared channel, others can click too.
    """
    pressed = payloads.press(body)
    workspace = desk.workspace(pressed.team)
    person = desk.directory.person(client, pressed.team, pressed.user)
    if person is None or person.teams.isdisjoint(pressed.domains):
        workspace = replace(workspace, admins=(), admin_group="")
    wants_to_teach = payloads.tried(body) == TEACH
    return states.not_teacher(workspace) if wants_to_teach else states.not_admin(workspace)


def is_admin(desk: Desk, client: WebClient, domains: Sequence[str], user: str) -> bool:
    """Return whether a person is an admin of a workspace, the first of `domains`, or of its organisation."""
    if not domains:
        return False
    people, members = _asking(desk, client, domains[0])
    return permissions.is_admin(user, [desk.workspace(each) for each in domains], people, members)


def leaves_an_admin(desk: Desk, client: WebClient, wanted: Workspace, saver: str) -> bool:
    """Return whether somebody would be an admin by settings that are wanted; Slack is asked of a few people."""
    people, members = _asking(desk, client, wanted.team)
    if wanted.slack_admins and people(saver) is not None:  # every workspace has an owner, and Slack tells who it is
        return True
    grouped = sorted(members(wanted.admin_group)) if wanted.admin_group else []
    others = [*wanted.admins[:_MOST_LOOKED_AT], *grouped[:_MOST_LOOKED_AT]]
    return permissions.has_admin(wanted, [saver, *others], people, members)


def show_to_admin(
    desk: Desk, client: WebClient, body: Payload, view: Callable[[], Block], *, on_top: bool = False
) -> bool:
    """Show an admin a modal, and return whether that was done; else, what stands in the way is shown.

    `view` is made only for an admin, and while the database answers.
    """
    shown, is_done = screens.modal(states.store_down(states.UNREAD)), False
    if not admitted(desk, client, body):
        shown = screens.modal(refusal(desk, client, body))
    elif desk.store.is_up():  # what is last known of settings is no place to change them from
        try:
            shown, is_done = view(), True
        except StoreDown:
            log.info("not_shown")
    show(client, payloads.screen(body, on_top=on_top), shown)
    return is_done


def _asking(desk: Desk, client: WebClient, team: str) -> tuple[permissions.People, permissions.Members]:
    return (
        lambda user: desk.directory.person(client, team, user),
        lambda group: desk.directory.members(client, team, group),
    )
