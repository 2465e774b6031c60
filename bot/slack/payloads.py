"""What Slack sends, read into values; no dictionary of Slack's goes further."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.render.mrkdwn import unescape, without_mentions

Payload = Mapping[str, object]

_HELP = "help"  # what an empty question asks for
_SPOKEN = frozenset({"", "file_share", "thread_broadcast"})  # other subtypes are edits, joins and the like
_PRIVATE = "directmessage"  # Slack's name for a conversation of two


class Surface(StrEnum):
    """Where in Slack somebody asked."""

    MENTION = "mention"
    DM = "dm"
    COMMAND = "command"
    BUTTON = "button"
    SHARE = "share"
    HOME = "home"
    FORM = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A place where everybody in it reads the answer."""

    channel: str
    thread: str | None
    """Timestamp of the thread's first message; None: not in a thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """An answer that only the one who asked can see."""

    url: str
    """Slack's response_url: good for five answers in half an hour."""
    replaces: bool
    """Whether the answer takes the place of the whispered message it came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A modal of the one who asked."""

    trigger: str
    """What lets a modal be opened, once and within three seconds of the click."""
    view: str = ""
    """The open modal that the answer takes the place of; empty: a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The bot's home tab, as one person sees it."""

    user: str


Place = Conversation | Whisper | Screen | Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and where its answer goes."""

    question: str
    """As it was typed, without the mention of the bot."""
    place: Place
    surface: Surface
    user: str
    channel: str
    shareable: bool = False
    """Whether a whispered answer could be shown to the whole channel."""
    thread: str | None = None
    """Names the conversation the question belongs to, one person's in one thread; None: it stands alone."""
    key: str = ""
    """Names the command, or the button; a message that was replaced keeps its timestamp, so the question is in it."""


def mention(body: Payload, bot: str) -> Asked:
    """Read an @mention in a channel; it is answered in a thread."""
    thread = _text(body, "event", "thread_ts") or _text(body, "event", "ts")
    return _said(body, bot, Surface.MENTION, thread)


def direct_message(body: Payload, bot: str) -> Asked:
    """Read a direct message; it is answered where it stands."""
    return _said(body, bot, Surface.DM, _text(body, "event", "thread_ts") or None)


def command(body: Payload) -> Asked:
    """Read a slash command; whatever follows it is the question."""
    return Asked(
        question=unescape(_text(body, "text")).strip() or _HELP,
        place=Whisper(url=_text(body, "response_url"), replaces=False),
        surface=Surface.COMMAND,
        user=_text(body, "user_id"),
        channel=_text(body, "channel_id"),
        shareable=_text(body, "channel_name") != _PRIVATE,
        key=f"command:{_text(body, 'trigger_id')}" if _text(body, "trigger_id") else "",
    )


def click(body: Payload, surface: Surface) -> Asked:
    """Read a click on a button that holds a question."""
    question = _text(_first(_at(body, "actions")), "value") or _HELP
    channel = _text(body, "channel", "id") or _text(body, "container", "channel_id")
    message = _text(body, "container", "message_ts")
    place, user = _clicked_place(body, channel), _text(body, "user", "id")
    return Asked(
        question=question,
        place=place,
        surface=surface,
        user=user,
        channel=channel,
        shareable=isinstance(place, Whisper) and not _is_private(body, channel),
        thread=_conversation(body, place, user) if isinstance(place, Conversation) else None,
        key=f"{surface}:{_team(body)}:{channel}:{message}:{_digest(question)}",
    )


def submission(body: Payload, block: str, action: str) -> Asked:
    """Read a question that was typed into a modal's input, named by its block and action id."""
    return Asked(
        question=_text(body, "view", "state", "values", block, action, "value").strip() or _HELP,
        place=Screen(trigger=_text(body, "trigger_id"), view=_text(body, "view", "id")),
        surface=Surface.FORM,
        user=_text(body, "user", "id"),
        channel="",
    )


def screen(body: Payload) -> Screen:
    """Read where a modal can be opened, or shown in place of the one that was clicked in."""
    modal = _text(body, "view", "id") if _text(body, "view", "type") == "modal" else ""
    return Screen(trigger=_text(body, "trigger_id"), view=modal)


def home(body: Payload) -> Home:
    """Read whose home tab is looked at, or was clicked in."""
    return Home(user=_text(body, "event", "user") or _text(body, "user", "id"))


def is_home(body: Payload) -> bool:
    """Return whether it is the home tab that somebody looks at, not the messages beside it."""
    return _text(body, "event", "tab") == "home"


def is_question(body: Payload) -> bool:
    """Return whether an event is something a person has just said."""
    automatic = _text(body, "event", "bot_id") or _at(body, "event", "hidden")
    return not automatic and bool(_text(body, "event", "user")) and _text(body, "event", "subtype") in _SPOKEN


def is_direct(body: Payload) -> bool:
    """Return whether a message was sent to the bot alone; in channels only mentions are answered."""
    return _text(body, "event", "channel_type") == "im"


def delivery_keys(body: Payload) -> tuple[str, ...]:
    """Return the names under which an event is known: its own first, then its message's.

    Slack may deliver one event again, and one message as two events.
    """
    event, said = _text(body, "event_id"), _text(body, "event", "ts")
    message = ":".join((_team(body), _text(body, "event", "channel"), said))
    return (*([f"event:{event}"] if event else []), *([f"message:{message}"] if said else []))


def place_of(body: Payload) -> Place | None:
    """Return where the person behind a payload can be told something; None where nowhere."""
    url = _text(body, "response_url")
    if url:
        return Whisper(url=url, replaces=False)
    if is_home(body) or _text(body, "view", "type") == "home":  # where a trigger would open nothing any more
        return home(body)
    if _text(body, "view", "id"):
        return screen(body)
    channel = _text(body, "event", "channel")
    thread = _text(body, "event", "thread_ts") or (None if is_direct(body) else _text(body, "event", "ts") or None)
    return Conversation(channel=channel, thread=thread) if channel else None


def _said(body: Payload, bot: str, surface: Surface, thread: str | None) -> Asked:
    channel, user = _text(body, "event", "channel"), _text(body, "event", "user")
    place = Conversation(channel=channel, thread=thread)
    return Asked(
        question=unescape(without_mentions(_text(body, "event", "text"), bot)) or _HELP,
        place=place,
        surface=surface,
        user=user,
        channel=channel,
        thread=_conversation(body, place, user),
    )


def _clicked_place(body: Payload, channel: str) -> Place:
    """Return where a click is answered: in its modal, to its person, or in its message's thread."""
    if _text(body, "container", "type") == "view":
        return screen(body)
    if _at(body, "container", "is_ephemeral") is True:
        return Whisper(url=_text(body, "response_url"), replaces=True)
    thread = _text(body, "message", "thread_ts") or _text(body, "container", "thread_ts")
    if not thread and not _is_private(body, channel):  # outside private conversations the message becomes one
        thread = _text(body, "message", "ts") or _text(body, "container", "message_ts")
    return Conversation(channel=channel, thread=thread or None)


def _is_private(body: Payload, channel: str) -> bool:
    return channel.startswith("D") or _text(body, "channel", "name") == _PRIVATE


def _conversation(body: Payload, place: Conversation, user: str) -> str:
    """Return the name of what one person asks in one thread; nobody's question leans on somebody else's."""
    return ":".join((_team(body), place.channel, place.thread or "", user))


def _digest(question: str) -> str:
    return hashlib.sha256(question.encode(errors="replace")).hexdigest()[:16]


def _team(body: Payload) -> str:
    return _text(body, "team_id") or _text(body, "team", "id")


def _at(body: Payload, *path: str) -> object:
    """Return what stands at a path of keys, or None."""
    found: object = body
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _text(body: Payload, *path: str) -> str:
    found = _at(body, *path)
    return found if isinstance(found, str) else ""


def _first(found: object) -> Payload:
    first = found[0] if isinstance(found, list) and found else None
    return first if isinstance(first, Mapping) else {}
