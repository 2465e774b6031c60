"""What Slack sends, read into values; no dictionary of Slack's goes further."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.render.mrkdwn import unescape, without_mentions
from bot.slack.places import Aside, Asked, Conversation, Home, Place, Screen, Standing, Surface, Whisper
from bot.slack.reading import Payload, at, first_of, text_at

_HELP = "help"  # what an empty question asks for
_SPOKEN = frozenset({"", "file_share", "thread_broadcast"})  # other subtypes are edits, joins and the like
_IN_HAND_SECONDS = 60.0  # that an answer may take, where Slack has to be asked again and again to post it
_PRIVATE = "directmessage"  # Slack's name for a conversation of two
_CROSSES = frozenset({"x", "negative_squared_cross_mark", "heavy_multiplication_x"})  # :x: and its kin
_MENTION = re.compile(r"<@[UW][A-Z0-9]+(\|[^>]*)?>")  # <@U024BE7LH>, <@U024BE7LH|sam>


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Something that was clicked, chosen or sent: whose hand it was, and on what."""

    team: str
    domains: tuple[str, ...]
    """The workspace, and the organisation it is part of: who is an admin of either may set it."""
    user: str
    value: str
    """What the button holds, or the option that was chosen."""
    place: Place
    """Where an answer goes."""
    channel: str = ""
    ts: str = ""
    """Timestamp of the message that was clicked in; empty: it was in a view."""
    kept: str = ""
    """What the view was given to keep: its private_metadata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """A message that somebody put a cross on."""

    team: str
    channel: str
    ts: str
    user: str


# Events


def mention(body: Payload, bot: str) -> Asked:
    """Read an @mention in a channel; it is answered in a thread."""
    thread = text_at(body, "event", "thread_ts") or text_at(body, "event", "ts")
    return _said(body, bot, Surface.MENTION, thread)


def direct_message(body: Payload, bot: str) -> Asked:
    """Read a direct message; it is answered in its thread, and its next question may lean on it from anywhere."""
    ts = text_at(body, "event", "ts")
    asked = _said(body, bot, Surface.DM, text_at(body, "event", "thread_ts") or ts)
    everywhere = _named(body, asked.channel, "", asked.user)
    if text_at(body, "event", "thread_ts"):
        return replace(asked, also=(everywhere,))
    return replace(asked, thread=everywhere, also=(asked.thread,) if asked.thread else ())


def follow_up(body: Payload, bot: str) -> Asked:
    """Read what was said in a channel's thread without a mention."""
    return _said(body, bot, Surface.FOLLOW_UP, text_at(body, "event", "thread_ts"))


def edited(body: Payload, bot: str, standing: str) -> Asked:
    """Read what a message says now; the answer takes the place of the reply that stands at a timestamp."""
    channel, user = text_at(body, "event", "channel"), text_at(body, "event", "message", "user")
    thread = text_at(body, "event", "message", "thread_ts") or text_at(body, "event", "message", "ts")
    return Asked(
        question=_question(text_at(body, "event", "message", "text"), bot),
        place=Standing(channel=channel, ts=standing),
        surface=Surface.EDIT,
        user=user,
        channel=channel,
        team=team(body),
        ts=text_at(body, "event", "message", "ts"),
        is_shared=_is_shared(body),
        thread=_named(body, channel, thread, user),
        also=_everywhere(body, channel, user),
    )


def question_before(body: Payload, bot: str) -> str:
    """Return what a message said before it was changed; '' where Slack does not tell."""
    text = text_at(body, "event", "previous_message", "text")
    return _question(text, bot) if text else ""


def edit_time(body: Payload) -> str:
    """Return when a message was edited, as Slack writes times: the newest of two edits counts."""
    # The first may be of whole seconds, in which two edits can fall.
    return f"{text_at(body, 'event', 'message', 'edited', 'ts')} {text_at(body, 'event', 'ts')}".strip()


def is_edit(body: Payload) -> bool:
    """Return whether a person changed what a message says; a link that unfolds in it is none."""
    now, before = text_at(body, "event", "message", "text"), text_at(body, "event", "previous_message", "text")
    by_person = not at(body, "event", "message", "bot_id") and bool(text_at(body, "event", "message", "user"))
    return text_at(body, "event", "subtype") == "message_changed" and by_person and now != before


def may_be_in_hand(body: Payload, bot: str) -> bool:
    """Return whether a message that was changed may be a question that is still being answered."""
    said, changed = text_at(body, "event", "message", "ts"), text_at(body, "event", "ts")
    try:
        is_new = float(changed) - float(said) < _IN_HAND_SECONDS
    except ValueError:
        return False
    texts = (text_at(body, "event", when, "text") for when in ("message", "previous_message"))
    is_ours = channel(body).startswith("D") or any(f"<@{bot}" in text for text in texts)
    return is_new and (is_ours or bool(text_at(body, "event", "message", "thread_ts")))


def crossed(body: Payload) -> Crossed:
    """Read a reaction to a message."""
    channel, ts = text_at(body, "event", "item", "channel"), text_at(body, "event", "item", "ts")
    return Crossed(team=team(body), channel=channel, ts=ts, user=text_at(body, "event", "user"))


def is_cross(body: Payload) -> bool:
    """Return whether a reaction is a cross on a message."""
    return text_at(body, "event", "reaction") in _CROSSES and text_at(body, "event", "item", "type") == "message"


def is_home(body: Payload) -> bool:
    """Return whether it is the home tab that somebody looks at, not the messages beside it."""
    return text_at(body, "event", "tab") == "home"


def is_messages(body: Payload) -> bool:
    """Return whether it is the direct message with the bot that somebody looks at."""
    return text_at(body, "event", "tab") == "messages"


def is_question(body: Payload) -> bool:
    """Return whether an event is something a person has just said."""
    automatic = text_at(body, "event", "bot_id") or at(body, "event", "hidden")
    return not automatic and bool(text_at(body, "event", "user")) and text_at(body, "event", "subtype") in _SPOKEN


def is_direct(body: Payload) -> bool:
    """Return whether a message was sent to the bot alone."""
    return text_at(body, "event", "channel_type") == "im"


def is_between_people(body: Payload) -> bool:
    """Return whether a message stands in a channel's thread and names nobody: it may follow on what the bot said."""
    in_thread = bool(text_at(body, "event", "thread_ts")) and not is_direct(body)
    return in_thread and not _MENTION.search(text_at(body, "event", "text"))


def is_shared_channel(answer: object) -> bool:
    """Return whether Slack says of a channel, asked for what it knows, that another organisation is in it."""
    told = answer if isinstance(answer, Mapping) else {}
    return at(told, "channel", "is_ext_shared") is True or at(told, "channel", "is_pending_ext_shared") is True


def channel(body: Payload) -> str:
    """Return the channel that an event, a click or a command is of."""
    paths = (
        ("event", "channel"),
        ("event", "item", "channel"),
        ("channel", "id"),
        ("container", "channel_id"),
        ("channel_id",),
    )
    return next((found for path in paths if (found := text_at(body, *path))), "")


def message_ts(body: Payload) -> str:
    """Return the timestamp of the message that was said, or changed."""
    return text_at(body, "event", "message", "ts") or text_at(body, "event", "ts")


def message(body: Payload) -> str:
    """Return the name of the message that was said, or changed."""
    return ":".join((team(body), channel(body), message_ts(body)))


def delivery_keys(body: Payload) -> tuple[str, ...]:
    """Return the names under which an event is known: its own first, then its message's.

    Slack may deliver one event again, and one message as two events.
    """
    event, said = text_at(body, "event_id"), text_at(body, "event", "ts")
    message = ":".join((team(body), text_at(body, "event", "channel"), said))
    return (*([f"event:{event}"] if event else []), *([f"message:{message}"] if said else []))


# Commands and interactions


def command(body: Payload) -> Asked:
    """Read a slash command; whatever follows it is the question."""
    return Asked(
        question=unescape(text_at(body, "text")).strip() or _HELP,
        place=Whisper(url=text_at(body, "response_url"), replaces=False),
        surface=Surface.COMMAND,
        user=text_at(body, "user_id"),
        channel=text_at(body, "channel_id"),
        team=team(body),
        shareable=text_at(body, "channel_name") != _PRIVATE,
        key=f"command:{text_at(body, 'trigger_id')}" if text_at(body, "trigger_id") else "",
    )


def click(body: Payload, surface: Surface) -> Asked:
    """Read a click on a button that holds a question."""
    question = text_at(first_of(at(body, "actions")), "value") or _HELP
    where, message = channel(body), text_at(body, "container", "message_ts")
    place, user = _clicked_place(body, where), text_at(body, "user", "id")
    return Asked(
        question=question,
        place=place,
        surface=surface,
        user=user,
        channel=where,
        team=team(body),
        shareable=isinstance(place, Whisper) and not _is_private(body, where),
        thread=_named(body, place.channel, place.thread or "", user) if isinstance(place, Conversation) else None,
        also=_everywhere(body, where, user) if isinstance(place, Conversation) else (),
        key=f"{surface}:{team(body)}:{where}:{message}:{_digest(question)}",
    )


def click_place(body: Payload) -> Place:
    """Return where a click is answered."""
    return _clicked_place(body, channel(body))


def conversation(body: Payload) -> str | None:
    """Return the conversation of whoever clicked, in the thread of what was clicked; None where it is in none."""
    place = click_place(body)
    if not isinstance(place, Conversation):
        return None
    return _named(body, place.channel, place.thread or "", text_at(body, "user", "id"))


def press(body: Payload) -> Press:
    """Read a click, a choice or a modal that was sent."""
    action, where = first_of(at(body, "actions")), channel(body)
    whispers = text_at(body, "response_url") and not text_at(body, "view", "id")
    return Press(
        team=team(body),
        domains=domains(body),
        user=asker(body),
        value=text_at(action, "value") or text_at(action, "selected_option", "value"),
        place=Whisper(url=text_at(body, "response_url"), replaces=False) if whispers else screen(body),
        channel=where,
        ts=text_at(body, "container", "message_ts"),
        kept=text_at(body, "view", "private_metadata"),
    )


def tried(body: Payload) -> str:
    """Return what somebody did, by the name that the bot gave the button or the form."""
    paths = (("view", "callback_id"), ("callback_id",), ("command",))
    named = (text_at(first_of(at(body, "actions")), "action_id"), *(text_at(body, *path) for path in paths))
    return next((each for each in named if each), "")


def about(body: Payload, bot: str) -> Asked:
    """Read a message that the survey shall be asked about; the answer is shown to whoever chose so."""
    return Asked(
        question=_question(text_at(body, "message", "text"), bot),
        place=Screen(trigger=text_at(body, "trigger_id")),
        surface=Surface.SHORTCUT,
        user=text_at(body, "user", "id"),
        channel=channel(body),
        team=team(body),
        ts=text_at(body, "message", "thread_ts") or text_at(body, "message_ts") or text_at(body, "message", "ts"),
    )


def submission(body: Payload, block: str, action: str) -> Asked:
    """Read a question that was typed into a modal's input, named by its block and action id."""
    return Asked(
        question=text_at(body, "view", "state", "values", block, action, "value").strip() or _HELP,
        place=Screen(trigger=text_at(body, "trigger_id"), view=text_at(body, "view", "id")),
        surface=Surface.FORM,
        user=text_at(body, "user", "id"),
        channel="",
        team=team(body),
    )


def screen(body: Payload, *, on_top: bool = False) -> Screen:
    """Read where a modal can be opened, or shown in place of the one that was clicked in."""
    modal = text_at(body, "view", "id") if text_at(body, "view", "type") == "modal" else ""
    return Screen(trigger=text_at(body, "trigger_id"), view=modal, on_top=on_top and bool(modal))


def home(body: Payload) -> Home:
    """Read whose home tab is looked at, or was clicked in."""
    return Home(user=text_at(body, "event", "user") or text_at(body, "user", "id"))


def team(body: Payload) -> str:
    """Return the workspace that something happened in: ours, where somebody of another organisation did it."""
    view = ("view", "app_installed_team_id")  # where a stranger's modal names the stranger's own workspace beside it
    paths = (("context_team_id",), view, ("team_id",), ("team", "id"), ("user", "team_id"))
    return next((found for path in paths if (found := text_at(body, *path))), "")


def domains(body: Payload) -> tuple[str, ...]:
    """Return the workspace that something happened in, and the organisation it is part of, if any."""
    enterprise = text_at(body, "enterprise_id") or text_at(body, "enterprise", "id")
    return tuple(each for each in (team(body), enterprise) if each)


def place_of(body: Payload) -> Place | None:
    """Return where the person behind a payload can be told something; None where nowhere."""
    url = text_at(body, "response_url")
    if url:
        return Whisper(url=url, replaces=False)
    if is_home(body) or text_at(body, "view", "type") == "home":  # where a trigger would open nothing any more
        return home(body)
    if text_at(body, "view", "id") or text_at(body, "trigger_id"):
        return screen(body)
    where = text_at(body, "event", "channel")
    return Conversation(channel=where, thread=_thread(body) or message_ts(body) or None) if where else None


def aside_of(body: Payload) -> Aside | None:
    """Return where in its channel only the person behind a payload can be told something; None where nowhere."""
    where, user = channel(body), asker(body)
    return Aside(channel=where, user=user, thread=_thread(body) or None) if where and user else None


def asker(body: Payload) -> str:
    """Return the person behind a payload; '' where it is of nobody, or of somebody who only looks at the bot's tab."""
    paths = (("event", "message", "user"), ("event", "user"), ("user", "id"), ("user_id",))
    return (
        "" if text_at(body, "event", "tab") else next((found for path in paths if (found := text_at(body, *path))), "")
    )


def _thread(body: Payload) -> str:
    """Return the first message of the thread that something was said in, or changed."""
    return text_at(body, "event", "thread_ts") or text_at(body, "event", "message", "thread_ts")


def _said(body: Payload, bot: str, surface: Surface, thread: str | None) -> Asked:
    where, user = text_at(body, "event", "channel"), text_at(body, "event", "user")
    return Asked(
        question=_question(text_at(body, "event", "text"), bot),
        place=Conversation(channel=where, thread=thread),
        surface=surface,
        user=user,
        channel=where,
        team=team(body),
        ts=text_at(body, "event", "ts"),
        is_shared=_is_shared(body),
        thread=_named(body, where, thread or "", user),
    )


def _question(text: str, bot: str) -> str:
    return unescape(without_mentions(text, bot)) or _HELP


def _clicked_place(body: Payload, where: str) -> Place:
    """Return where a click is answered: in its modal, to its person, or in its message's thread."""
    if text_at(body, "container", "type") == "view":
        return screen(body)
    if at(body, "container", "is_ephemeral") is True:
        return Whisper(url=text_at(body, "response_url"), replaces=True)
    thread = text_at(body, "message", "thread_ts") or text_at(body, "container", "thread_ts")
    if not thread and not _is_private(body, where):  # outside private conversations the message becomes one
        thread = text_at(body, "message", "ts") or text_at(body, "container", "message_ts")
    return Conversation(channel=where, thread=thread or None)


def _is_private(body: Payload, where: str) -> bool:
    return where.startswith("D") or text_at(body, "channel", "name") == _PRIVATE


def _is_shared(body: Payload) -> bool:
    return at(body, "is_ext_shared_channel") is True


def _named(body: Payload, where: str, thread: str, user: str) -> str:
    """Return the name of what one person asks in one thread; nobody's question leans on somebody else's."""
    return ":".join((team(body), where, thread, user))


def _everywhere(body: Payload, where: str, user: str) -> tuple[str, ...]:
    """Return the name of what is asked anywhere in a direct message; nothing in a channel."""
    return (_named(body, where, "", user),) if where.startswith("D") else ()


def _digest(question: str) -> str:
    return hashlib.sha256(question.encode(errors="replace")).hexdigest()[:16]
