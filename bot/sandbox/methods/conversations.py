"""Tell who and what there is: conversations.*, users.*, usergroups.*, assistant.threads.*."""

import re
from dataclasses import replace

from bot.sandbox import payloads
from bot.sandbox.methods.registry import TIER_2, TIER_3, TIER_4, Answer, Call, method
from bot.sandbox.model import Assistance, Channel, Kind, Message, Prompt, SlackError, as_items, as_objects, as_text, at

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_SORTS = {"public_channel": Kind.CHANNEL, "private_channel": Kind.PRIVATE, "im": Kind.DM, "mpim": None}
_PREFIXES = {Kind.CHANNEL: "channels", Kind.PRIVATE: "groups", Kind.DM: "im"}  # of the rights over each kind
_PROMPTS, _LOADING = 4, 10  # of each, at most
_MOMENT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")  # 1700000000.000100


@method("conversations.list", *_READ, a_minute=TIER_2)
def conversations(call: Call) -> Answer:
    """List the conversations that the bot can see."""
    sorts = [each.strip() for each in (call.text("types") or "public_channel").split(",")]
    if not set(sorts) <= _SORTS.keys():
        raise SlackError("invalid_types")
    kinds = {_SORTS[each] for each in sorts}
    for kind in sorted(each for each in kinds if each):
        call.demand(f"{_PREFIXES[kind]}:read")
    found = [each for each in call.workspace.channels.values() if each.kind in kinds and _is_visible(call, each)]
    shown, following = call.page([payloads.channel(each, call.team) for each in found])
    return {"channels": shown, **following}


@method("conversations.info", *_READ, needs="channel", a_minute=TIER_3)
def conversation(call: Call) -> Answer:
    """Describe a conversation."""
    return {"channel": payloads.channel(_readable(call, "read"), call.team)}


@method("conversations.members", *_READ, needs="channel", a_minute=TIER_4)
def members(call: Call) -> Answer:
    """List who is in a conversation."""
    shown, following = call.page(sorted(_readable(call, "read").members))
    return {"members": shown, **following}


@method("conversations.history", *_HISTORY, needs="channel", a_minute=TIER_3)
def history(call: Call) -> Answer:
    """Return what was said in a conversation, newest first."""
    channel = _readable(call, "history", joined=True)
    latest, oldest = _moment(call, "latest", float("inf")), _moment(call, "oldest", 0.0)
    edges = {latest, oldest} if call.flag("inclusive") else set()
    said = [(float(each.ts), each) for each in reversed(call.workspace.messages(channel.id))]
    asked = [each for ts, each in said if oldest < ts < latest or ts in edges]
    shown, following = call.page([_told(call, each) for each in asked])
    has_more = bool(at(following, "response_metadata", "next_cursor"))
    return {"messages": shown, "has_more": has_more, **(following if has_more else {})}


@method("conversations.replies", *_HISTORY, needs="channel ts", a_minute=TIER_3)
def replies(call: Call) -> Answer:
    """Return a thread, its first message first."""
    channel = _readable(call, "history", joined=True)
    root = call.workspace.find(channel.id, call.text("ts"))
    if root is None or root.seen_by is not None:
        raise SlackError("thread_not_found")
    thread = root.thread_ts or root.ts
    said = call.workspace.messages(channel.id, thread=thread)
    shown, following = call.page([_told(call, each) for each in said])
    return {"messages": shown, "has_more": bool(at(following, "response_metadata", "next_cursor")), **following}


@method("conversations.open", "im:write", "mpim:write", a_minute=TIER_3)
def open_conversation(call: Call) -> Answer:
    """Return the direct message with a person."""
    if call.text("channel"):
        channel = call.channel()
    elif len(users := [each for each in call.text("users").split(",") if each]) == 1:
        channel = call.workspace.direct(users[0])
    else:
        raise SlackError("users_list_not_supplied" if not users else "method_not_supported_for_channel_type")
    known = payloads.channel(channel, call.team) if call.flag("return_im") else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": known}


@method("conversations.join", "channels:join", needs="channel", a_minute=TIER_3)
def join(call: Call) -> Answer:
    """Go into a public channel."""
    channel = call.channel()
    if channel.kind is not Kind.CHANNEL:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.bot in channel.members:
        return {"channel": payloads.channel(channel, call.team), "warning": "already_in_channel"}
    return {"channel": payloads.channel(call.slack.let_in(channel), call.team)}


@method("conversations.leave", "channels:write", "groups:write", needs="channel", a_minute=TIER_3)
def leave(call: Call) -> Answer:
    """Go out of a channel."""
    channel = call.channel()
    if call.bot not in channel.members:
        return {"not_in_channel": True}
    call.workspace.add(replace(channel, members=channel.members - {call.bot}))
    return {}


@method("users.info", "users:read", a_minute=TIER_4)
def user(call: Call) -> Answer:
    """Describe a person."""
    return {"user": payloads.user(call.workspace.user(call.text("user")), call.team)}


@method("users.list", "users:read", a_minute=TIER_2)
def users(call: Call) -> Answer:
    """List everybody, bots among them."""
    shown, following = call.page([payloads.user(each, call.team) for each in call.workspace.users.values()])
    return {"members": shown, "cache_ts": int(call.slack.clock.now()), **following}


@method("usergroups.list", "usergroups:read", a_minute=TIER_2)
def groups(call: Call) -> Answer:
    """List the user groups."""
    shown = [each for each in call.workspace.groups.values() if call.flag("include_disabled") or not each.is_disabled]
    listed, counted = call.flag("include_users"), call.flag("include_count")
    return {
        "usergroups": [
            payloads.group(each, call.team)
            | ({"users": sorted(each.members)} if listed else {})
            | ({"user_count": len(each.members)} if counted else {})
            for each in shown
        ]
    }


@method("usergroups.users.list", "usergroups:read", needs="usergroup", a_minute=TIER_2)
def group_members(call: Call) -> Answer:
    """List who is in a user group."""
    found = call.workspace.groups.get(call.text("usergroup"))
    if found is None or (found.is_disabled and not call.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": sorted(found.members)}


@method("assistant.threads.setStatus", "chat:write", "assistant:write", needs="channel_id thread_ts status")
def set_status(call: Call) -> Answer:
    """Say what the bot is doing; an empty status says no more."""
    loading = tuple(map(as_text, as_items(call.json("loading_messages"))))
    if len(loading) > _LOADING or not all(loading):
        raise SlackError("invalid_arguments", f"[ERROR] loading_messages: at most {_LOADING}, each a text")
    now = call.slack.clock.now()
    return _assist(call, replace(_assistance(call), status=call.text("status"), loading=loading, since=now))


@method("assistant.threads.setTitle", "assistant:write", needs="channel_id thread_ts title")
def set_title(call: Call) -> Answer:
    """Give a thread a title."""
    return _assist(call, replace(_assistance(call), title=call.text("title")))


@method("assistant.threads.setSuggestedPrompts", "assistant:write", needs="channel_id prompts")
def set_prompts(call: Call) -> Answer:
    """Suggest what to ask, in a thread or for the whole direct message."""
    prompts = tuple(map(Prompt.of, as_objects(call.json("prompts"))))
    if not 0 < len(prompts) <= _PROMPTS or not all(each.title and each.message for each in prompts):
        raise SlackError("invalid_arguments", f"[ERROR] prompts: 1 to {_PROMPTS}, each with a title and a message")
    said = replace(_assistance(call), prompts=prompts, prompts_title=call.text("title"))
    if call.slack.registration.agent and call.text("thread_ts"):
        return {}  # Slack says nothing, and shows nothing: an agent's prompts stand in the whole direct message
    return _assist(call, said)


def _assist(call: Call, said: Assistance) -> Answer:
    call.workspace.assist(call.text("channel_id"), call.text("thread_ts") or None, said)
    return {}


def _assistance(call: Call) -> Assistance:
    try:
        channel = call.channel("channel_id", joined=True)
    except SlackError as error:
        raise SlackError("channel_not_found", detail="Invalid channel_id") from error
    if call.text("thread_ts") and call.workspace.find(channel.id, call.text("thread_ts")) is None:
        raise SlackError("invalid_thread_ts", detail="Thread not found")
    return call.workspace.assistance.get((channel.id, call.text("thread_ts") or None), Assistance())


def _told(call: Call, message: Message) -> Answer:
    """Return a message, with what is told of its thread where it began one."""
    replies = call.workspace.replies(message) if not message.thread_ts else []
    if not replies:
        return payloads.message(message, call.team)
    people = sorted({each.user for each in replies})
    counted = {"reply_count": len(replies), "reply_users_count": len(people), "reply_users": people}
    return {**payloads.message(message, call.team), "thread_ts": message.ts, **counted, "latest_reply": replies[-1].ts}


def _moment(call: Call, name: str, otherwise: float) -> float:
    """Return an argument that is a timestamp, in seconds since 1970."""
    if not call.text(name):
        return otherwise
    if not _MOMENT.fullmatch(call.text(name)):
        raise SlackError(f"invalid_ts_{name}")
    return float(call.text(name))


def _readable(call: Call, right: str, *, joined: bool = False) -> Channel:
    """Return the channel that is meant, if its kind is one that the token may read, or read the history of."""
    call.demand(f"{_PREFIXES[call.channel().kind]}:{right}")
    return call.channel(joined=joined)


def _is_visible(call: Call, channel: Channel) -> bool:
    hidden = channel.is_archived and call.flag("exclude_archived")
    return not hidden and (channel.kind is Kind.CHANNEL or call.bot in channel.members)
