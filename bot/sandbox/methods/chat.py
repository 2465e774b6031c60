"""Say something, change it, take it back: chat.* and reactions.*."""

import re
from dataclasses import replace

from bot.sandbox import payloads
from bot.sandbox.content import content
from bot.sandbox.methods.registry import TIER_2, TIER_3, TIER_4, Answer, Call, method
from bot.sandbox.model import Channel, Json, Kind, Message, SlackError, as_objects, as_text
from bot.sandbox.workspace import EMOJI

_WRITE = "chat:write"
_LONGEST_UPDATE = 4_000  # characters of text that chat.update takes, where chat.postMessage takes ten times as many
_USER = re.compile("^[UW][A-Z0-9]{2,}$")  # U0SAM


@method("chat.postMessage", _WRITE, needs="channel")
def post_message(call: Call) -> Answer:
    """Post in a channel; a person's id stands for the direct message with them."""
    channel = call.workspace.channel(call.text("channel"))
    if call.bot not in channel.members and not _may_write_anywhere(call, channel.kind):
        raise SlackError("not_in_channel" if channel.kind is Kind.CHANNEL else "channel_not_found")
    written = content(call.slack.rules, call.args)
    message = replace(_by_bot(call, channel), broadcast=call.flag("reply_broadcast"))
    kept = call.slack.post(replace(message, **written))
    cut = {"warning": "message_truncated"} if len(call.text("text")) > len(written["text"]) else {}
    return {"channel": channel.id, "ts": kept.ts, "message": payloads.message(kept, call.team), **cut}


@method("chat.postEphemeral", _WRITE, needs="user channel", a_minute=TIER_4)
def post_ephemeral(call: Call) -> Answer:
    """Show a message to one person only."""
    if not _USER.fullmatch(call.text("user")):
        told = f"[ERROR] input must match regex pattern: {_USER.pattern} [json-pointer:/user]"
        raise SlackError("invalid_arguments", told)
    channel = call.channel(joined=True)
    if call.text("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    written = content(call.slack.rules, call.args, may_be_empty=True)  # Slack's page says no_text; Slack does not
    message = replace(_by_bot(call, channel), seen_by=call.text("user"))
    return {"message_ts": call.slack.post(replace(message, **written)).ts}


@method("chat.update", _WRITE, needs="channel ts", a_minute=TIER_3)
def update(call: Call) -> Answer:
    """Change a message of the bot's own."""
    before = _own(call, "cant_update_message")
    if before.streaming:
        raise SlackError("streaming_state_conflict")
    if call.channel().is_archived:
        raise SlackError("is_inactive")
    if len(call.text("text")) > _LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    written = content(call.slack.rules, call.args)
    if "attachments" not in call.args:
        written["attachments"] = before.attachments
    edited = before.edited if written["blocks"] else call.slack.stamp()  # blocks are changed without a word
    changed = call.slack.edit(before, replace(before, **written, edited=edited))
    shown = {
        name: value for name, value in payloads.message(changed, call.team).items() if name not in {"ts", "reactions"}
    }
    return {"channel": changed.channel, "ts": changed.ts, "text": changed.text, "message": shown}


@method("chat.delete", _WRITE, needs="channel ts", a_minute=TIER_3)
def delete(call: Call) -> Answer:
    """Take a message of the bot's own back."""
    before = _own(call, "cant_delete_message")
    call.slack.delete(before)
    return {"channel": before.channel, "ts": before.ts}


@method("chat.getPermalink", needs="channel message_ts", a_minute=TIER_4)
def permalink(call: Call) -> Answer:
    """Return a message's address."""
    message = call.workspace.public(call.channel().id, call.text("message_ts"))
    address = f"{call.slack.base_url}/archives/{message.channel}/p{message.ts.replace('.', '')}"
    in_thread = f"?thread_ts={message.thread_ts}&cid={message.channel}" if message.thread_ts else ""
    return {"channel": message.channel, "permalink": address + in_thread}


@method("chat.startStream", _WRITE, needs="channel thread_ts", a_minute=TIER_2)
def start_stream(call: Call) -> Answer:
    """Begin a message that is written bit by bit, in a thread."""
    channel = call.channel(joined=True)
    for needed in () if channel.kind is Kind.DM else ("recipient_user_id", "recipient_team_id"):
        if not call.text(needed):
            raise SlackError(f"missing_{needed}")
    kept = call.slack.post(replace(_by_bot(call, channel), text=_streamed(call), streaming=True))
    return {"channel": channel.id, "ts": kept.ts}


@method("chat.appendStream", _WRITE, needs="channel ts", a_minute=TIER_4)
def append_stream(call: Call) -> Answer:
    """Write on."""
    before = _streaming(call)
    if not _streamed(call):
        raise SlackError("no_text")
    call.workspace.change(replace(before, text=before.text + _streamed(call)))
    return {"channel": before.channel, "ts": before.ts}


@method("chat.stopStream", _WRITE, needs="channel ts", a_minute=TIER_2)
def stop_stream(call: Call) -> Answer:
    """Finish it, with blocks below the text if there are any."""
    before = _streaming(call)
    said = {"text": before.text + _streamed(call), "markdown_text": ""}
    written = content(call.slack.rules, {**call.args, **said})
    done = call.workspace.change(replace(before, **written, streaming=False))
    return {"channel": done.channel, "ts": done.ts, "message": payloads.message(done, call.team)}


@method("reactions.add", "reactions:write", needs="name timestamp channel", a_minute=TIER_3)
def react(call: Call) -> Answer:
    """React to a message."""
    call.slack.react(_reacted(call), _emoji(call), call.bot, added=True)
    return {}


@method("reactions.remove", "reactions:write", needs="name", a_minute=TIER_2)
def unreact(call: Call) -> Answer:
    """Take a reaction of the bot's own back."""
    call.slack.react(_reacted(call), _emoji(call), call.bot, added=False)
    return {}


@method("reactions.get", "reactions:read", a_minute=TIER_3)
def reactions(call: Call) -> Answer:
    """Return a message with its reactions."""
    message = _reacted(call)
    return {"type": "message", "channel": message.channel, "message": payloads.message(message, call.team)}


def _by_bot(call: Call, channel: Channel) -> Message:
    return Message(channel=channel.id, user=call.bot, by_app=True, thread_ts=call.thread())


def _reacted(call: Call) -> Message:
    if "channel" not in call.args:
        raise SlackError("no_item_specified")
    if "file" in call.args:
        raise SlackError("file_not_found")
    channel, timestamp = call.channel(), call.text("timestamp")
    if timestamp in {"", "0"}:
        raise SlackError("bad_timestamp")
    return call.workspace.public(channel.id, timestamp)


def _own(call: Call, error: str) -> Message:
    """Return the message that is meant, if the bot may change it; what one person was shown alone, it may not."""
    message = call.workspace.message(call.channel().id, call.text("ts"))
    if message.seen_by is not None or message.subtype == "tombstone":
        raise SlackError("message_not_found")
    if message.user != call.bot:
        raise SlackError(error)
    return message


def _streaming(call: Call) -> Message:
    message = _own(call, "message_not_owned_by_app")
    if not message.streaming:
        raise SlackError("message_not_in_streaming_state")
    return message


def _streamed(call: Call) -> str:
    """Return what is written on: Markdown, alone or in chunks, among them the tasks of a plan and how they stand."""
    return call.text("markdown_text") + "".join(map(_chunk, as_objects(call.json("chunks"))))


def _chunk(chunk: Json) -> str:
    match as_text(chunk.get("type")):
        case "markdown_text":
            return as_text(chunk.get("text"))
        case "task_update":
            return f"\n- {as_text(chunk.get('title'))}: {as_text(chunk.get('status'))}\n"
        case "plan_update":
            return f"\n**{as_text(chunk.get('title'))}**\n"
        case kind:
            raise SlackError("invalid_chunks", f"[ERROR] unsupported type: {kind} [json-pointer:/chunks]")


def _emoji(call: Call) -> str:
    if not EMOJI.fullmatch(call.text("name")):
        raise SlackError("invalid_name")
    return call.text("name")


def _may_write_anywhere(call: Call, kind: Kind) -> bool:
    return kind is Kind.CHANNEL and "chat:write.public" in (call.scopes or ())
