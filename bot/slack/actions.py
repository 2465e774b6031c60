"""Clicks on a reply's buttons: a suggested question, and showing a whispered answer to the channel."""

import re

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.render import blocks, mrkdwn
from bot.reply import Reply
from bot.slack import payloads
from bot.slack.desk import Desk
from bot.slack.payloads import Asked, Conversation, Payload, Surface, Whisper
from bot.slack.sending import code, deliver, post, whisper

_SUGGESTION = re.compile(rf"{blocks.SUGGEST}_\d+")  # suggest_0
_UNINVITED = frozenset({"not_in_channel", "channel_not_found"})  # the second for private channels


def register(app: App, desk: Desk) -> None:
    """Listen for clicks; a button holds a question only, and its answer is worked out afresh."""

    def suggestion(ack: Ack, body: Payload, client: WebClient) -> None:
        ack()
        asked = payloads.click(body, Surface.BUTTON)
        reply = desk.answer(asked)
        deliver(client, asked.place, _clicked(asked, reply))

    def share(ack: Ack, body: Payload, context: BoltContext, client: WebClient) -> None:
        ack()
        asked = payloads.click(body, Surface.SHARE)
        if desk.seen.first_time(asked.key):  # a second click would post it twice
            _share(desk, asked, client, context.bot_user_id or "")

    app.action(_SUGGESTION)(suggestion)
    app.action(blocks.SHARE)(share)


def _clicked(asked: Asked, reply: Reply) -> blocks.Message:
    """Return the reply to a click; where others read it, with the question it answers."""
    in_public = isinstance(asked.place, Conversation)
    return blocks.compose(reply, asked_by=asked.user if in_public else None, shareable=asked.shareable)


def _share(desk: Desk, asked: Asked, client: WebClient, bot: str) -> None:
    """Post the answer for all to read, then take the button away; where it fails, leave it to be tried again."""
    shared = False
    try:
        reply = desk.answer(asked)
        shared = _posted(client, asked, reply, bot)
    finally:
        if not shared:
            desk.seen.forget(asked.key)
    if shared and isinstance(asked.place, Whisper):
        whisper(asked.place, blocks.compose(reply, remark="Shared in this channel."))


def _posted(client: WebClient, asked: Asked, reply: Reply, bot: str) -> bool:
    try:
        post(client, Conversation(channel=asked.channel, thread=None), blocks.compose(reply, asked_by=asked.user))
    except SlackApiError as error:
        if code(error) not in _UNINVITED or not isinstance(asked.place, Whisper):
            raise
        invite = f"I am not in this channel yet. Type `/invite` {mrkdwn.mention(bot)} here, then share again."
        whisper(Whisper(url=asked.place.url, replaces=False), blocks.notice(invite))
        return False
    return True
