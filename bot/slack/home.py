"""The home tab, and the form it opens to ask a question in."""

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.context import Context
from bot.render import blocks, screens
from bot.slack import payloads
from bot.slack.desk import Desk
from bot.slack.middleware import acknowledged, apology, guarded, noted, once
from bot.slack.payloads import Payload
from bot.slack.sending import deliver, show

_WELCOME = "help"  # what the home tab says is what this is answered with


def register(app: App, desk: Desk) -> None:
    """Listen for people who look at the home tab, open the form there, or send it."""

    def opened(body: Payload, client: WebClient) -> None:
        deliver(client, payloads.home(body), blocks.compose(desk.ask(_WELCOME, Context())))

    def form(body: Payload, _context: BoltContext, client: WebClient) -> None:
        show(client, payloads.screen(body), screens.form())

    def sent(ack: Ack, body: Payload) -> None:
        # The answer goes into the acknowledgement: a modal that is acknowledged without one closes.
        asked = payloads.submission(body, *screens.QUESTION)
        message = guarded(
            lambda: blocks.compose(desk.answer(asked), asked_by=""),
            lambda error: apology(noted(error)),
        )
        ack(response_action="update", view=screens.modal(message))

    app.event("app_home_opened", matchers=[payloads.is_home], middleware=[once(desk.seen)])(opened)
    app.action(screens.ASK)(acknowledged(form))
    app.view(screens.ASK)(sent)
