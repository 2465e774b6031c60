"""A call of a Web API method, and the register of those that there are."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.sandbox.content import structure
from bot.sandbox.grants import Grant, Holder
from bot.sandbox.model import Channel, Json, Kind, SlackError, Team, as_text
from bot.sandbox.slack import Slack
from bot.sandbox.workspace import Workspace

Answer = Mapping[str, object]

_TRUE = frozenset({"true", "1"})
_MOST = 1000  # what one page of a list may hold
_HOUR = 3600.0  # how far ahead of now a timestamp may be
_STAMP = re.compile(r"[0-9]{1,12}\.[0-9]{1,6}")  # 1700000000.000100
_NUMBER = re.compile(r"-?[0-9]{1,9}")  # 100, -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to a method, its token checked."""

    slack: Slack
    args: Json
    scopes: frozenset[str] | None = None
    """The rights of its token; None: all of them."""
    grant: Grant | None = None
    """What its token opens; None: it came without one."""

    @property
    def workspace(self) -> Workspace:
        """Return the workspace it is about."""
        return self.slack.workspace

    @property
    def team(self) -> Team:
        """Return which workspace that is."""
        return self.workspace.team

    @property
    def bot(self) -> str:
        """Return the bot's id as a user."""
        return self.workspace.bot

    def demand(self, *scopes: str) -> None:
        """Raise missing_scope where the token has none of these rights; none: no right is needed."""
        given = self.scopes
        if given is not None and scopes and not given.intersection(scopes) and self.slack.rules.check_scopes:
            raise SlackError("missing_scope", needed=scopes[0], provided=",".join(sorted(given)))

    def text(self, name: str) -> str:
        """Return an argument as text; '' where it is missing."""
        found = self.args.get(name)
        return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else as_text(found)

    def flag(self, name: str) -> bool:
        """Return whether an argument is true, in JSON or in a form."""
        found = self.args.get(name)
        return found is True or (isinstance(found, str) and found.lower() in _TRUE)

    def number(self, name: str, otherwise: int) -> int:
        """Return an argument as a whole number."""
        if name not in self.args:
            return otherwise
        if not _NUMBER.fullmatch(self.text(name)):
            raise SlackError("invalid_arguments", f"[ERROR] must provide a number [json-pointer:/{name}]")
        return int(self.text(name))

    def json(self, name: str) -> object:
        """Return an argument that is JSON, and comes as a string in a form."""
        return structure(self.args.get(name), "invalid_arguments")

    def channel(self, name: str = "channel", *, joined: bool = False) -> Channel:
        """Return the channel an argument names by its id; `joined`: only one that the bot is in."""
        found = self.workspace.channels.get(self.text(name))
        if found is None or (self.bot not in found.members and found.kind is not Kind.CHANNEL):
            raise SlackError("channel_not_found")
        if joined and self.bot not in found.members:
            raise SlackError("not_in_channel")
        return found

    def thread(self) -> str | None:
        """Return the thread that is meant; one that nobody began is none, as with Slack."""
        given = self.text("thread_ts")
        if given in {"", "0"}:
            return None
        moment = float(given) if _STAMP.fullmatch(given) else 0.0
        if not 0 < moment < self.slack.clock.now() + _HOUR:
            raise SlackError("invalid_thread_ts", f"[ERROR] {moment * 1_000_000:.0f} is not a valid thread_ts")
        return given

    def page(self, items: Sequence[object]) -> tuple[Sequence[object], Answer]:
        """Return the part of a list that was asked for by `cursor` and `limit`, and where the next begins."""
        limit, start = self.number("limit", 100), _start(self.text("cursor"))
        end = start + (min(limit, _MOST) if limit > 0 else len(items))
        following = f"next:{end}" if end < len(items) else ""
        return items[start:end], {"response_metadata": {"next_cursor": following}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of the Web API."""

    name: str
    run: Callable[[Call], Answer]
    scopes: tuple[str, ...] = ()
    """Any one of them will do; none: no right is needed."""
    needs: tuple[str, ...] = ()
    """Arguments that must be there, if only empty."""
    holder: Holder = Holder.BOT
    a_minute: int = 0
    """Calls that Slack takes a minute; 0: no limit here."""


METHODS: dict[str, Method] = {}

TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100  # calls a minute


def method(
    name: str, *scopes: str, needs: str = "", holder: Holder = Holder.BOT, a_minute: int = 0
) -> Callable[[Callable[[Call], Answer]], Callable[[Call], Answer]]:
    """Register a function as a method; `scopes`: any one of them opens it, `needs`: its arguments, in Slack's order."""

    def register(run: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
        needed = tuple(needs.split())
        METHODS[name] = Method(name=name, run=run, scopes=scopes, needs=needed, holder=holder, a_minute=a_minute)
        return run

    return register


def _start(cursor: str) -> int:
    """Return the position that a cursor of ours stands for, in next:100."""
    number = cursor.removeprefix("next:")
    if cursor and (number == cursor or not _NUMBER.fullmatch(number)):
        raise SlackError("invalid_cursor")
    return int(number) if cursor else 0
