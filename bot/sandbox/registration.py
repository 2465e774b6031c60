"""What an app has registered with Slack: its rights, events, commands and shortcuts, as its manifest says."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import yaml

from bot.sandbox.model import Json, Kind, Prompt, as_items, as_objects, as_text, at

# The event that tells of a message, and the right to read it, by kind of conversation.
MESSAGE_EVENTS = {Kind.CHANNEL: "message.channels", Kind.PRIVATE: "message.groups", Kind.DM: "message.im"}
# The rights that an event may be subscribed to with, any one of them; what is not here needs none.
_EVENT_SCOPES = {
    "app_mention": ("app_mentions:read",),
    "assistant_thread_context_changed": ("assistant:write",),
    "assistant_thread_started": ("assistant:write",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    "file_shared": ("files:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# What PyYAML raises over a text, and over values such as !!int "", !!bool x and !!timestamp x.
_UNREADABLE = (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
_MOST = 256 * 1024  # characters of a manifest; Slack's own limits stay far below


class ManifestInvalid(Exception):
    """A manifest cannot be used; the message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The app's secrets, made anew for each sandbox."""

    bot_token: str = field(default_factory=lambda: f"xoxb-sandbox-{secrets.token_hex(16)}", repr=False)
    app_token: str = field(default_factory=lambda: f"xapp-1-sandbox-{secrets.token_hex(16)}", repr=False)
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    app_scopes: frozenset[str] = frozenset({"connections:write"})
    client_id: str = "1000000000.2000000000"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    def secrets(self) -> tuple[str, ...]:
        """Return what nobody may read in a log."""
        return (self.bot_token, self.app_token, self.signing_secret, self.client_secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command."""

    name: str
    """With its slash."""
    description: str = ""
    usage: str = ""
    url: str | None = None
    """Where Slack sends it; None: over the socket."""
    escapes: bool = False
    """Whether mentions in it arrive as <@U1|sam>."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """An entry in a menu."""

    name: str
    callback_id: str
    on_message: bool
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """What an app says of itself where it is an agent: each message to it begins a thread."""

    description: str
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """An app as Slack knows it."""

    name: str = "app"
    scopes: frozenset[str] | None = None
    """The bot's rights; None: all of them."""
    events: frozenset[str] | None = None
    """What the app subscribed to; None: everything."""
    commands: tuple[Command, ...] | None = None
    """None: any command is the app's."""
    shortcuts: tuple[Shortcut, ...] = ()
    agent: Agent | None = None
    """None: it is no agent."""
    redirect_urls: tuple[str, ...] = ()
    """Where an installation may lead back to, and below; none: anywhere on this machine."""
    rotates: bool = False
    """Whether its tokens expire and are exchanged for fresh ones."""
    is_org_ready: bool = True
    """Whether a whole organisation may install it."""
    has_home: bool = True
    is_interactive: bool = True
    events_url: str | None = None
    """Where Slack sends events; None: over the socket."""
    interactivity_url: str | None = None
    command_url: str | None = None
    """Where commands go that are in no manifest."""

    def reached_at(self, url: str | None) -> "Registration":
        """Return it with everything sent to one address."""
        commands = None if self.commands is None else tuple(replace(each, url=url) for each in self.commands)
        return replace(self, commands=commands, command_url=url, events_url=url, interactivity_url=url)

    def hears(self, event: str) -> bool:
        """Return whether the app is told of an event: app_mention, message.im."""
        return self.events is None or event in self.events

    def command(self, name: str) -> Command | None:
        """Return the app's command of a name, or None."""
        if self.commands is None:
            return Command(name=name, url=self.command_url)
        return next((command for command in self.commands if command.name == name), None)


def registered(text: str) -> Registration:
    """Return what a manifest, in YAML or JSON, registers; raise ManifestInvalid where it cannot be used."""
    if len(text) > _MOST:
        raise ManifestInvalid("The manifest is too long to be one.")
    try:
        refers = any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.CSafeLoader))
        document = None if refers else yaml.load(text, Loader=yaml.CSafeLoader)
    except _UNREADABLE as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {min(where.line, text.count(chr(10))) + 1}" if where else ""
        raise ManifestInvalid(f"The manifest is neither YAML nor JSON{line}.") from None
    if refers:
        raise ManifestInvalid("The manifest refers to itself with * and &, which the sandbox does not follow.")
    if not as_text(at(document, "display_information", "name")) or not isinstance(document, Mapping):
        raise ManifestInvalid("The manifest has no display_information.name: is it a Slack app manifest?")
    return _registration(document)


def loopback_url(url: object) -> str | None:
    """Return an address on this machine, None for none; raise ManifestInvalid for any other: a sandbox calls nobody."""
    if not url:
        return None
    try:
        parts = urlsplit(str(url))
        known = parts.scheme == "http" and parts.hostname in _LOOPBACK and parts.port != 0
        known = known and "@" not in parts.netloc and "\\" not in str(url)
    except ValueError:
        known = False
    if not known:
        raise ManifestInvalid(f"The sandbox only calls this machine, not {url!r}: give http://127.0.0.1:PORT/...")
    return str(url)


def _registration(document: Json) -> Registration:
    scopes = frozenset(map(as_text, as_items(at(document, "oauth_config", "scopes", "bot"))))
    events = frozenset(map(as_text, as_items(at(document, "settings", "event_subscriptions", "bot_events"))))
    if lacking := sorted(event for event in events & _EVENT_SCOPES.keys() if scopes.isdisjoint(_EVENT_SCOPES[event])):
        told = ", ".join(f"{event} (which needs {' or '.join(_EVENT_SCOPES[event])})" for event in lacking)
        raise ManifestInvalid(f"The manifest subscribes to {told}: add what is missing to oauth_config.scopes.bot.")
    return Registration(
        name=str(at(document, "display_information", "name")),
        scopes=scopes,
        events=events,
        commands=tuple(_command(document, each) for each in as_objects(at(document, "features", "slash_commands"))),
        shortcuts=tuple(_shortcut(each) for each in as_objects(at(document, "features", "shortcuts"))),
        agent=_agent(at(document, "features", "agent_view")),
        redirect_urls=tuple(map(as_text, as_items(at(document, "oauth_config", "redirect_urls")))),
        rotates=at(document, "settings", "token_rotation_enabled") is True,
        is_org_ready=at(document, "settings", "org_deploy_enabled") is True,
        has_home=at(document, "features", "app_home", "home_tab_enabled") is True,
        is_interactive=at(document, "settings", "interactivity", "is_enabled") is True,
        events_url=_address(document, at(document, "settings", "event_subscriptions", "request_url")),
        interactivity_url=_address(document, at(document, "settings", "interactivity", "request_url")),
    )


def _agent(told: object) -> Agent | None:
    if not isinstance(told, Mapping):
        return None
    prompts = tuple(map(Prompt.of, as_objects(told.get("suggested_prompts"))))
    if not as_text(told.get("agent_description")) or not all(each.title and each.message for each in prompts):
        raise ManifestInvalid("agent_view needs an agent_description, and a title and a message for each prompt.")
    return Agent(description=as_text(told.get("agent_description")), prompts=prompts)


def _address(document: Json, url: object) -> str | None:
    """Return where Slack sends something; in Socket Mode it takes no notice of addresses."""
    return None if at(document, "settings", "socket_mode_enabled") is True else loopback_url(url)


def _command(document: Json, told: Json) -> Command:
    name, description, usage = (as_text(told.get(key)) for key in ("command", "description", "usage_hint"))
    url, escapes = _address(document, told.get("url")), told.get("should_escape") is True
    return Command(name=name, description=description, usage=usage, url=url, escapes=escapes)


def _shortcut(told: Json) -> Shortcut:
    name, callback_id, description = (as_text(told.get(key)) for key in ("name", "callback_id", "description"))
    on_message = told.get("type") == "message"
    return Shortcut(name=name, callback_id=callback_id, on_message=on_message, description=description)
