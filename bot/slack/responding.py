"""Answer a question where it was asked, if it may be answered there."""

import re
from dataclasses import replace

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.records import Workspace
from bot.render import blocks, states
from bot.render.blocks import Message
from bot.reply import Reply, Status
from bot.slack import payloads
from bot.slack.agent import thinking
from bot.slack.desk import Desk
from bot.slack.noting import note
from bot.slack.places import Aside, Asked, Conversation, Surface, Whisper
from bot.slack.sending import code, deliver

_ANSWERS = frozenset({Status.ANSWERED, Status.BOUNDED})
UNINVITED = frozenset({"not_in_channel", "channel_not_found"})  # the second for private channels
_CLICKED = frozenset({Surface.BUTTON, Surface.SHARE})  # of which Slack does not say who else is in the channel
_NEXT = re.compile(r"\W*(?:and|or|but|so|then|what about|how about)\b", re.IGNORECASE)  # and women?


def respond(desk: Desk, client: WebClient, asked: Asked, *, asked_by: str | None = None) -> bool:
    """Return whether a question was answered; where that may not be, its asker alone is told why.

    `asked_by` as for `blocks.compose`.
    """
    stopped = keeps_out(desk, client, asked)
    if stopped:
        thread = (
            asked.place.thread if isinstance(asked.place, Conversation) and asked.place.thread != asked.ts else None
        )
        deliver(client, Aside(channel=asked.channel, user=asked.user, thread=thread), stopped)
        return False
    with thinking(client, asked.place):
        reply = desk.answer(asked)
    say(desk, client, asked, reply, asked_by=asked_by)
    return True


def overhear(desk: Desk, client: WebClient, asked: Asked) -> None:
    """Answer what was said without a mention, if it follows on what the bot was asked in its thread; else be silent."""
    place = asked.place
    assert isinstance(place, Conversation)  # noqa: S101 - whoever is overheard speaks in a channel
    people = desk.store.postings.asked_in(asked.team, place.channel, place.thread or "")
    if not people or stops(desk.workspace(asked.team), asked):
        return
    reply = desk.answer(asked)
    if speaks_up(reply, asked, is_known=asked.user in people):
        say(desk, client, asked, reply)


def speaks_up(reply: Reply, asked: Asked, *, is_known: bool) -> bool:
    """Return whether to say something that nobody may have asked for: people talk to each other in threads too.

    An answer, yes. That there is none, or a question back, only to somebody who was answered there before and asks; and
    where nothing of it was understood, only if it is put as a next question: and women? what about the NHS?
    """
    asks = is_known and asked.question.rstrip().endswith("?")
    if asks and reply.status is Status.UNANSWERABLE:
        return reply.intent is not None or bool(_NEXT.match(asked.question))
    return reply.status in _ANSWERS or (asks and reply.status is Status.CLARIFY)


def say(desk: Desk, client: WebClient, asked: Asked, reply: Reply, *, asked_by: str | None = None) -> None:
    """Send a reply to where its question was asked, with its buttons, and keep that it stands there."""
    message = blocks.compose(reply, asked_by=asked_by, shareable=asked.shareable, asker=_asker(asked))
    desk.stands(asked, deliver(client, asked.place, message))
    note(desk, asked, reply)


def _asker(asked: Asked) -> str | None:
    """Return who may take an answer away: its asker where others read it; nobody has to where only they do."""
    match asked.place:
        case Conversation():
            return asked.user
        case Whisper():
            return ""
        case _:
            return None


def stops(workspace: Workspace, asked: Asked) -> Message | None:
    """Return why the bot does not answer in a channel for all to read, or None where it does."""
    if asked.channel.startswith("D") or asked.channel in workspace.channels:
        return None
    if workspace.channels:
        return states.not_here(workspace.channels)
    return states.shared_channel() if asked.is_shared else None


def keeps_out(desk: Desk, client: WebClient, asked: Asked) -> Message | None:
    """Return why an answer may not be shown to a channel, or None; after a click, Slack is asked who reads there."""
    workspace = desk.workspace(asked.team)
    if workspace.channels or asked.surface not in _CLICKED or asked.channel.startswith("D"):
        return stops(workspace, asked)
    try:
        told = client.conversations_info(channel=asked.channel)
    except SlackApiError as error:
        if code(error) not in UNINVITED:
            raise
        return None  # where the bot is not, nothing will be posted
    return stops(workspace, replace(asked, is_shared=payloads.is_shared_channel(told.data)))
