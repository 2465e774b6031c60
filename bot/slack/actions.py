"""Clicks on a reply's buttons: a suggested question, showing a whispered answer to the channel, taking one away."""

import re
from collections.abc import Callable
from dataclasses import replace

import structlog
from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.ports import Seen
from bot.records import Posting
from bot.render import blocks, states
from bot.reply import Reply
from bot.slack import payloads
from bot.slack.desk import Desk
from bot.slack.messages import take_away
from bot.slack.middleware import acknowledged
from bot.slack.places import Asked, Conversation, Screen, Surface, Whisper
from bot.slack.reading import Payload
from bot.slack.responding import UNINVITED, keeps_out, respond, say
from bot.slack.sending import DeliveryError, code, deliver, post, whisper

log = structlog.get_logger()

SUGGESTION = re.compile(rf"{blocks.SUGGEST}_\d+")  # suggest_0


def register(app: App, desk: Desk) -> None:
    """Listen for clicks; a button holds a question only, and its answer is worked out afresh."""

    def suggestion(body: Payload, _context: BoltContext, client: WebClient) -> None:
        answer_click(desk, client, payloads.click(body, Surface.BUTTON))

    def share(body: Payload, context: BoltContext, client: WebClient) -> None:
        asked = payloads.click(body, Surface.SHARE)
        reply = desk.answer(asked)
        shared = only_once(desk.seen, asked.key, lambda: _shared(desk, client, asked, reply, context.bot_user_id or ""))
        if shared and isinstance(asked.place, Whisper):  # which loses its button
            try:
                whisper(asked.place, blocks.compose(reply, remark="Shared in this channel.", asker=""))
            except (DeliveryError, OSError) as error:  # it is shared: an apology would be wrong
                log.warning("share_not_noted", error=type(error).__name__)

    def delete(body: Payload, _context: BoltContext, client: WebClient) -> None:
        pressed = payloads.press(body)
        if pressed.value != pressed.user:
            deliver(client, pressed.place, states.not_yours())
            return
        take_away(desk, client, Posting(team=pressed.team, channel=pressed.channel, ts=pressed.ts, asker=pressed.user))

    app.action(SUGGESTION)(acknowledged(suggestion))
    app.action(blocks.SHARE)(acknowledged(share))
    app.action(blocks.DELETE)(acknowledged(delete))


def answer_click(desk: Desk, client: WebClient, asked: Asked) -> None:
    """Answer a question that was clicked on; a second click where others read along is not answered again."""
    if isinstance(asked.place, Conversation):
        key = f"{asked.key}:{asked.user}"
        only_once(desk.seen, key, lambda: respond(desk, client, asked, asked_by=_asked_by(asked)))
    else:  # the answer of a second click only takes its own place again
        say(desk, client, asked, desk.answer(asked), asked_by=_asked_by(asked))


def only_once(seen: Seen, key: str, do: Callable[[], bool]) -> bool:
    """Return whether it was done, for the first of several clicks; where it could not be, a later one may try."""
    done = False
    if seen.first_time(key):
        try:
            done = do()
        finally:
            if not done:
                seen.forget(key)
    return done


def _asked_by(asked: Asked) -> str | None:
    """Return whose question to show with an answer: where others read it, or where nothing else tells of it."""
    if isinstance(asked.place, Conversation):
        return asked.user
    return "" if isinstance(asked.place, Screen) else None


def _shared(desk: Desk, client: WebClient, asked: Asked, reply: Reply, bot: str) -> bool:
    """Post an answer for all to read, and return whether that could be done; where not, its asker is told why."""
    refused = keeps_out(desk, client, asked)
    try:
        if refused is None:
            place = Conversation(channel=asked.channel, thread=None)
            message = blocks.compose(reply, asked_by=asked.user, asker=asked.user)
            desk.stands(replace(asked, place=place), post(client, place, message))
            return True
    except SlackApiError as error:
        refused = states.uninvited(bot) if code(error) in UNINVITED else states.of_slack(code(error), bot)
        if refused is None or not isinstance(asked.place, Whisper):
            raise
    if isinstance(asked.place, Whisper):
        whisper(Whisper(url=asked.place.url, replaces=False), refused)
    return False
