"""Where in Slack something was asked, and where its answer goes."""

from dataclasses import dataclass
from enum import StrEnum


class Surface(StrEnum):
    """Where in Slack somebody asked."""

    MENTION = "mention"
    DM = "dm"
    FOLLOW_UP = "follow_up"
    """In a thread where the bot was asked before, without a mention."""
    EDIT = "edit"
    COMMAND = "command"
    BUTTON = "button"
    SHARE = "share"
    HOME = "home"
    FORM = "form"
    SHORTCUT = "shortcut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A place where everybody in it reads the answer."""

    channel: str
    thread: str | None
    """Timestamp of the thread's first message; None: not in a thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A message of the bot's own that stands already, and is changed."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """An answer that only the one who asked can see."""

    url: str
    """Slack's response_url: good for five answers in half an hour."""
    replaces: bool
    """Whether the answer takes the place of the whispered message it came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A message in a channel that only one person sees, where Slack gave no response_url."""

    channel: str
    user: str
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A modal of the one who asked."""

    trigger: str
    """What lets a modal be opened, once and within three seconds of the click."""
    view: str = ""
    """The open modal that the answer takes the place of; empty: a new one."""
    on_top: bool = False
    """Whether it is laid on the modal that is open, which can be gone back to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The bot's home tab, as one person sees it."""

    user: str


Place = Conversation | Standing | Whisper | Aside | Screen | Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and where its answer goes."""

    question: str
    """As it was typed, without the mention of the bot."""
    place: Place
    surface: Surface
    user: str
    channel: str
    team: str = ""
    ts: str = ""
    """Timestamp of the message it was asked in; empty: it was asked in none."""
    is_shared: bool = False
    """Whether people of another organisation are known to be in the channel."""
    shareable: bool = False
    """Whether a whispered answer could be shown to the whole channel."""
    thread: str | None = None
    """Names the conversation: one person's in one thread; None: it stands alone."""
    also: tuple[str, ...] = ()
    """Other conversations whose next question may lean on this one."""
    key: str = ""
    """Names the command, or the button; a message that was replaced keeps its timestamp, so the question is in it."""
