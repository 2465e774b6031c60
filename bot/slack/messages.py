"""What is said to the bot, or follows on what it said: mentions, direct messages, threads, corrections, crosses."""

from collections.abc import Callable

import structlog
from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.records import Posting
from bot.render import blocks
from bot.render.blocks import Message
from bot.reply import Reply
from bot.slack import payloads
from bot.slack.desk import Desk
from bot.slack.middleware import guarded, noted, once
from bot.slack.noting import note, note_before
from bot.slack.places import Conversation, Standing
from bot.slack.reading import Payload
from bot.slack.responding import overhear, respond, stops
from bot.slack.sending import GONE, code, post, turn, update

log = structlog.get_logger()

_LOOKS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds until it is looked again whether a question was answered
_SETTLED = 3.0  # seconds after which no other replica is still about to write an older correction


def register(app: App, desk: Desk) -> None:
    """Listen for what people say, change and cross out; Bolt acknowledges events by itself."""

    def mention(body: Payload, context: BoltContext, client: WebClient) -> None:
        asked = payloads.mention(body, context.bot_user_id or "")
        desk.in_hand.answer(payloads.message(body), lambda: respond(desk, client, asked))

    def direct_message(body: Payload, context: BoltContext, client: WebClient) -> None:
        asked = payloads.direct_message(body, context.bot_user_id or "")
        desk.in_hand.answer(payloads.message(body), lambda: respond(desk, client, asked))

    def in_thread(body: Payload, context: BoltContext, client: WebClient) -> None:
        asked = payloads.follow_up(body, context.bot_user_id or "")
        # Of what nobody asked for, nobody is told that it failed.
        guarded(lambda: desk.in_hand.answer(payloads.message(body), lambda: overhear(desk, client, asked)), noted)

    def edited(body: Payload, context: BoltContext, client: WebClient) -> None:
        correct(desk, client, body, context.bot_user_id or "")

    def crossed(body: Payload, client: WebClient) -> None:
        cross = payloads.crossed(body)
        posting = desk.store.postings.at(cross.team, cross.channel, cross.ts)
        if posting and posting.asker == cross.user:
            take_away(desk, client, posting)

    spoken, mine = payloads.is_question, [once(desk.seen)]
    app.event("app_mention", matchers=[spoken], middleware=mine)(mention)
    app.event("message", matchers=[spoken, payloads.is_direct], middleware=mine)(direct_message)
    app.event("message", matchers=[spoken, payloads.is_between_people], middleware=mine)(in_thread)
    app.event("message", matchers=[payloads.is_edit], middleware=mine)(edited)
    app.event("reaction_added", matchers=[payloads.is_cross], middleware=mine)(crossed)


def correct(desk: Desk, client: WebClient, body: Payload, bot: str, looks: tuple[float, ...] = _LOOKS) -> None:
    """Put the answer to what a question says now in the place of its reply; where none stands, do nothing.

    A question that is corrected before its reply stands is corrected once it does, whichever replica answers it.
    """
    question, at = payloads.message(body), payloads.edit_time(body)
    if desk.in_hand.after(question, lambda: correct(desk, client, body, bot)):
        return
    posting = desk.store.postings.answering(payloads.team(body), payloads.channel(body), payloads.message_ts(body))
    if posting is None:
        if looks and payloads.may_be_in_hand(body, bot):  # of another replica, which tells nobody
            _later(desk, looks[0], lambda: correct(desk, client, body, bot, looks[1:]))
        return
    is_first = desk.seen.first_time(f"corrected:{question}")
    if desk.edits.is_newest(question, at):
        put = _corrected(desk, client, body, bot, posting)
        if not is_first:  # another replica may have been about to write the one before
            _later(desk, _SETTLED, put)


def _corrected(desk: Desk, client: WebClient, body: Payload, bot: str, posting: Posting) -> Callable[[], bool]:
    """Put the answer to what a question says now in the place of its reply; return what does so again."""
    question, at, where = payloads.message(body), payloads.edit_time(body), payloads.channel(body)
    asked = payloads.edited(body, bot, posting.ts)
    answered = stops(desk.workspace(asked.team), asked) or desk.answer(asked)
    message = answered if isinstance(answered, Message) else blocks.compose(answered, asker=posting.asker)
    if message.file:  # which no message can be given that stands already
        post(client, Conversation(channel=where, thread=posting.thread), message)

    def put() -> bool:
        with turn(where):  # of two corrections at once, the newer one stands
            is_newest = desk.edits.is_newest(question, at)
            if is_newest:
                update(client, Standing(channel=where, ts=posting.ts), message)
            return is_newest

    if put() and isinstance(answered, Reply):
        note(desk, asked, answered)
        note_before(desk, asked, payloads.question_before(body, bot))
    return put


def _later(desk: Desk, seconds: float, work: Callable[[], object]) -> None:
    desk.later(seconds, lambda: guarded(work, noted))


def take_away(desk: Desk, client: WebClient, posting: Posting) -> None:
    """Delete a reply; one that is gone already is no fault."""
    try:
        client.chat_delete(channel=posting.channel, ts=posting.ts)
    except SlackApiError as error:
        if code(error) not in GONE:
            raise
    desk.store.postings.remove(posting)
    log.info("deleted")
