"""Clicks on a reply's buttons: a suggested question, and showing a whispered answer to the channel."""

import re
from collections.abc import Callable

import structlog
from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.ports import Seen
from bot.render import blocks, mrkdwn
from bot.reply import Reply
from bot.slack import payloads
from bot.slack.desk import Desk
from bot.slack.middleware import acknowledged
from bot.slack.payloads import Asked, Conversation, Payload, Screen, Surface, Whisper
from bot.slack.sending import code, deliver, post, whisper

log = structlog.get_logger()

_SUGGESTION = re.compile(rf"{blocks.SUGGEST}_\d+")  # suggest_0
_UNINVITED = frozenset({"not_in_channel", "channel_not_found"})  # the second for private channels


def register(app: App, desk: Desk) -> None:
    """Listen for clicks; a button holds a question only, and its answer is worked out afresh."""

    def suggestion(body: Payload, _context: BoltContext, client: WebClient) -> None:
        asked = payloads.click(body, Surface.BUTTON)
        if isinstance(asked.place, Conversation):
            _once(desk.seen, f"{asked.key}:{asked.user}", lambda: _answer(desk, asked, client))
        else:  # the answer of a second click only takes its own place again
            _answer(desk, asked, client)

    def share(body: Payload, context: BoltContext, client: WebClient) -> None:
        asked = payloads.click(body, Surface.SHARE)
        reply = desk.answer(asked)
        shared = _once(desk.seen, asked.key, lambda: _posted(client, asked, reply, context.bot_user_id or ""))
        if shared and isinstance(asked.place, Whisper):  # which loses its button
            whisper(asked.place, blocks.compose(reply, remark="Shared in this channel."))

    def none_of_these(body: Payload, _context: BoltContext, client: WebClient) -> None:
        asked = payloads.click(body, Surface.BUTTON)
        log.info(
            "none_of_these", intent=asked.question
        )  # the button holds what was nearly understood, not what was typed
        _once(desk.seen, f"{asked.key}:{asked.user}", lambda: _noted(client, asked))

    app.action(_SUGGESTION)(acknowledged(suggestion))
    app.action(blocks.SHARE)(acknowledged(share))
    app.action(blocks.NONE)(acknowledged(none_of_these))


def _once(seen: Seen, key: str, do: Callable[[], bool]) -> bool:
    """Return whether it was done, for the first of several clicks; where it could not be, a later one may try."""
    done = False
    if seen.first_time(key):
        try:
            done = do()
        finally:
            if not done:
                seen.forget(key)
    return done


def _noted(client: WebClient, asked: Asked) -> bool:
    deliver(client, asked.place, blocks.notice("Noted, thank you. Try it in other words, one figure at a time."))
    return True


def _answer(desk: Desk, asked: Asked, client: WebClient) -> bool:
    deliver(client, asked.place, _clicked(asked, desk.answer(asked)))
    return True


def _clicked(asked: Asked, reply: Reply) -> blocks.Message:
    """Return the reply to a click; where others read it, with the question it answers."""
    others_read_it, apart = isinstance(asked.place, Conversation), isinstance(asked.place, Screen)
    asked_by = asked.user if others_read_it else "" if apart else None
    return blocks.compose(reply, asked_by=asked_by, shareable=asked.shareable)


def _posted(client: WebClient, asked: Asked, reply: Reply, bot: str) -> bool:
    """Post an answer for all to read, and return whether that could be done."""
    try:
        post(client, Conversation(channel=asked.channel, thread=None), blocks.compose(reply, asked_by=asked.user))
    except SlackApiError as error:
        if code(error) not in _UNINVITED or not isinstance(asked.place, Whisper):
            raise
        invite = f"I am not in this channel yet. Type `/invite` {mrkdwn.mention(bot)} here, then share again."
        whisper(Whisper(url=asked.place.url, replaces=False), blocks.notice(invite))
        return False
    return True
