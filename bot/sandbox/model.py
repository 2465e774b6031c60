"""What a workspace holds, as values: people, channels, messages, views, files."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

Json = Mapping[str, object]

K = TypeVar("K")
V = TypeVar("V")

_REMEMBERED = 5_000  # tickets, triggers, addresses: more than are in use in half an hour
_DEEPEST = 100  # levels of lists and objects; Slack's own payloads stay below twenty


class Recent(OrderedDict[K, V]):
    """A dictionary that forgets what was put in first when it holds too much."""

    def __setitem__(self, key: K, value: V) -> None:
        """Put something in."""
        super().__setitem__(key, value)
        if len(self) > _REMEMBERED:
            self.popitem(last=False)


class SlackError(Exception):
    """Slack's no to a request: `channel_not_found`, with what else the answer says about it."""

    def __init__(self, error: str, *messages: str, **details: object) -> None:
        """Say no under one of Slack's own words; `messages` go where Slack explains itself."""
        super().__init__(error)
        self.error = error
        explained: Json = {"response_metadata": {"messages": list(messages)}} if messages else {}
        self.details = {**details, **explained}


class Kind(StrEnum):
    """What kind of conversation a channel is, in the Events API's words."""

    CHANNEL = "channel"
    PRIVATE = "group"
    DM = "im"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A workspace, and the app's bot in it."""

    id: str
    name: str
    domain: str
    bot_user: str
    """The bot's id as a user."""
    bot: str
    """Its id as a bot."""
    organisation: str | None = None
    """The organisation that the app is installed in as a whole, this workspace with it; None: in no such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person, or a bot."""

    id: str
    name: str
    """As in a handle: sam.carter"""
    real_name: str
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    deleted: bool = False
    """Whether the account was deactivated."""
    zone: str = "Europe/London"
    team: str = ""
    """The workspace of another organisation that they belong to; empty: this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A user group."""

    id: str
    name: str
    handle: str
    """Without the @."""
    members: frozenset[str] = frozenset()
    is_disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A conversation."""

    id: str
    name: str
    """Without the #; for a direct message, the id of the person in it."""
    kind: Kind = Kind.CHANNEL
    members: frozenset[str] = frozenset()
    """User ids, the bot's among them where it may post."""
    topic: str = ""
    is_archived: bool = False
    is_shared: bool = False
    """Whether another organisation is in it (Slack Connect)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An uploaded file."""

    id: str
    name: str
    title: str
    length: int
    """Bytes that were announced."""
    content: bytes | None = field(default=None, repr=False)
    """None: not sent yet."""
    alt: str = ""
    """Told to those who cannot see it."""
    created: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something said in a channel."""

    ts: str = ""
    """Slack's timestamp, which names the message in its channel: 1700000000.000100; empty: not posted yet"""
    channel: str
    user: str
    text: str = ""
    thread_ts: str | None = None
    """The first message of its thread; None: not in one."""
    answers: str = ""
    """Who said the first message of its thread; empty: not in one."""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    files: tuple[str, ...] = ()
    """Ids."""
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Emoji name to the users who reacted with it."""
    metadata: Json | None = None
    seen_by: str | None = None
    """The only person an ephemeral message is shown to; None: everybody."""
    by_app: bool = False
    stranger: User | None = None
    """Whoever wrote it, where they belong to another organisation."""
    subtype: str = ""
    edited: str = ""
    """When it was last edited; empty: never."""
    streaming: bool = False
    """Whether its app is still writing it."""
    broadcast: bool = False
    """Whether a reply in a thread is shown in its channel too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A modal or a home tab, as an app made it."""

    id: str
    user: str
    """Whoever sees it."""
    made: Json
    """The view as the app sent it: type, title, blocks, callback_id, private_metadata, ..."""
    hash: str
    root: str = ""
    """The id of the first view of the stack."""
    previous: str | None = None
    values: Json = field(default_factory=dict)
    """What was filled in: block id to action id to Slack's form of a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A suggested prompt in the bot's direct messages."""

    title: str
    message: str

    @staticmethod
    def of(told: Json) -> "Prompt":
        """Return a prompt as an app tells it."""
        return Prompt(title=as_text(told.get("title")), message=as_text(told.get("message")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistance:
    """What an app set for a conversation with its assistant: a status, a title, prompts."""

    status: str = ""
    title: str = ""
    prompts_title: str = ""
    prompts: tuple[Prompt, ...] = ()
    loading: tuple[str, ...] = ()
    """What is shown in turn while the status stands."""
    since: float = 0.0
    """When the status was set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What a response_url stands for."""

    user: str
    channel: str
    message: str | None
    """The message it came from, which an answer may replace."""
    made: float
    used: int = 0


def read_json(text: str | bytes) -> object:
    """Return what JSON says, half characters replaced; raise ValueError where it is none, or none that can be kept.

    Numbers without end and lists within lists without end are JSON to Python, but to nobody who reads on.
    """
    try:
        written = json.dumps(json.loads(text), ensure_ascii=False, allow_nan=False)
        found: object = json.loads(written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    level = [found]
    for _ in range(_DEEPEST):
        level = [inner for each in level for inner in _held(each)]
        if not level:
            return found
    raise ValueError("it is nested too deeply")


def _held(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def as_text(value: object) -> str:
    """Return a text as it is, and nothing for anything else."""
    return value if isinstance(value, str) else ""


def as_object(value: object) -> Json:
    """Return an object as it is, and an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def as_items(value: object) -> tuple[object, ...]:
    """Return what is in a list, and nothing for anything else."""
    return tuple(value) if isinstance(value, list | tuple) else ()


def as_objects(value: object) -> tuple[Json, ...]:
    """Return the objects in a list."""
    return tuple(each for each in as_items(value) if isinstance(each, Mapping))


def at(value: object, *path: str | int) -> object:
    """Return what stands at a path of keys and positions, or None."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list | tuple) and step < len(value) else None
        else:
            value = as_object(value).get(step)
    return value
