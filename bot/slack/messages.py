"""Questions said to the bot: a mention in a channel, a direct message."""

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.render import blocks
from bot.slack import payloads
from bot.slack.desk import Desk
from bot.slack.middleware import once
from bot.slack.payloads import Payload
from bot.slack.sending import deliver


def register(app: App, desk: Desk) -> None:
    """Listen for mentions and direct messages; Bolt acknowledges events by itself."""

    def mention(body: Payload, context: BoltContext, client: WebClient) -> None:
        asked = payloads.mention(body, context.bot_user_id or "")
        reply = desk.answer(asked)
        deliver(client, asked.place, blocks.compose(reply))

    def direct_message(body: Payload, context: BoltContext, client: WebClient) -> None:
        asked = payloads.direct_message(body, context.bot_user_id or "")
        reply = desk.answer(asked)
        deliver(client, asked.place, blocks.compose(reply))

    spoken, direct = payloads.is_question, payloads.is_direct
    app.event("app_mention", matchers=[spoken], middleware=[once(desk.seen)])(mention)
    app.event("message", matchers=[spoken, direct], middleware=[once(desk.seen)])(direct_message)
