"""What was not answered as it was meant: admins look at it, have it explained, and ignore what needs no answer."""

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.admin.likeness import groups
from bot.context import Context
from bot.records import Settled
from bot.render import inbox
from bot.render.blocks import Block
from bot.render.teaching import INBOX
from bot.slack import forms, payloads
from bot.slack.admitting import show_to_admin
from bot.slack.desk import Desk
from bot.slack.home import publish
from bot.slack.middleware import acknowledged
from bot.slack.reading import Payload

_LOOKED_AT = 1000  # of the newest questions; grouped in a fifth of a second


def register(app: App, desk: Desk) -> None:
    """Listen for admins who look at questions."""

    def look(body: Payload, _context: BoltContext, client: WebClient) -> None:
        pressed = payloads.press(body)
        show_to_admin(desk, client, body, lambda: _page(desk, pressed.team, pressed.value))

    def ignore(body: Payload, _context: BoltContext, client: WebClient) -> None:
        pressed = payloads.press(body)

        def without_them() -> Block:
            desk.store.asked.settle(pressed.team, forms.ids(pressed.value), Settled.IGNORED)
            return _page(desk, pressed.team, pressed.kept)

        if show_to_admin(desk, client, body, without_them):
            publish(desk, client, pressed.domains, pressed.user)

    def explain(body: Payload, _context: BoltContext, client: WebClient) -> None:
        pressed = payloads.press(body)

        def why() -> Block:
            context = Context(survey=desk.workspace(pressed.team).survey, team=pressed.team)
            return inbox.explained(pressed.value, desk.expert.explain(pressed.value, context))

        show_to_admin(desk, client, body, why, on_top=True)

    app.action(INBOX)(acknowledged(look))
    app.action(inbox.PAGES)(acknowledged(look))
    app.action(inbox.IGNORE)(acknowledged(ignore))
    app.action(inbox.EXPLAIN)(acknowledged(explain))


def _page(desk: Desk, team: str, number: str) -> Block:
    found = desk.store.asked.open(team, _LOOKED_AT)
    page = int(number) if number.isdecimal() and len(number) < _DIGITS else 0
    return inbox.inbox(groups(found), page, is_kept=desk.workspace(team).kept_days > 0, limit=_LOOKED_AT)


_DIGITS = 5  # of a page's number, at most
