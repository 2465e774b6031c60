"""The workspace: who is in it, what was said in it and what is open in it."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.sandbox.clock import Clock
from bot.sandbox.journal import Journal
from bot.sandbox.model import (
    Answering,
    Assistance,
    Channel,
    File,
    Group,
    Json,
    Kind,
    Message,
    Recent,
    SlackError,
    Team,
    User,
    View,
    as_items,
    as_object,
    as_objects,
)

TEAM = "T0SANDBOX"
APP = "A0SANDBOX"
BOT_USER = "U0SANDBOX"
FIRST = Team(id=TEAM, name="Sandbox", domain="sandbox", bot_user=BOT_USER, bot="B0SANDBOX")
OTHER = Team(id="T0OTHER", name="Other department", domain="other", bot_user="U0OTHERBOT", bot="B0OTHER")
ORGANISATION, ORGANISATION_NAME = "E0SANDBOX", "Sandbox organisation"
SLACKBOT = "USLACKBOT"
MEMBER = User(id="U0SAM", name="sam.carter", real_name="Sam Carter")
ADMIN = User(id="U0ALEX", name="alex.morgan", real_name="Alex Morgan", is_admin=True)
PEOPLE = (MEMBER, ADMIN)
GROUP = Group(id="S0DATA", name="Data team", handle="data-team", members=frozenset({MEMBER.id}))
_ALL = frozenset(person.id for person in PEOPLE)
_CHANNELS = (
    Channel(id="C0GENERAL", name="general", members=_ALL, topic="For everybody"),
    Channel(id="C0DATA", name="data-sharing", members=_ALL, topic="Who shares what"),
    Channel(id="C0RANDOM", name="random", members=_ALL, topic="The bot is not in here yet"),
)

EMOJI = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")  # eyes, +1, wave::skin-tone-2
_DELETED = "This message was deleted."
_STATUS_SECONDS = 120  # how long a status stands where no answer comes
_STACK = 3  # views that may lie on each other


class Workspace:
    """One team, with or without the app in it; every change of it goes through here."""

    def __init__(self, clock: Clock, journal: Journal, team: Team = FIRST) -> None:
        """Begin with a member, an admin and three channels, and without the app."""
        slackbot = User(id=SLACKBOT, name="slackbot", real_name="Slackbot", is_bot=True)
        self.clock = clock
        self.team = self._home = team
        self.users: dict[str, User] = {user.id: user for user in (*PEOPLE, slackbot)}
        self.groups: dict[str, Group] = {GROUP.id: GROUP}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.homes: dict[str, View] = {}
        self.stacks: dict[str, tuple[View, ...]] = {}
        self.assistance: dict[tuple[str, str | None], Assistance] = {}
        self.urls: Recent[str, Answering] = Recent()
        self.errors: dict[str, Mapping[str, str]] = {}
        """What is wrong with what a person tried to send: block id to a sentence."""
        self.waiting: set[str] = set()
        """Whose modal waits for the app."""
        self._journal = journal
        self._messages: dict[str, dict[str, Message]] = {}
        self._last = 0  # microseconds since 1970
        self._expected: Recent[str, str] = Recent()
        self._triggers: Recent[str, tuple[str, float]] = Recent()
        for channel in _CHANNELS:
            self.add(channel)

    @property
    def bot(self) -> str:
        """The bot's id as a user."""
        return self.team.bot_user

    def install(self, bot_name: str, organisation: str | None = None) -> None:
        """Let the app in: its bot, and a direct message with it for each person; it is in no channel yet."""
        before = self.bot
        if organisation:  # the bot is the same in all of its workspaces
            self.team = replace(self.team, organisation=organisation, bot_user=FIRST.bot_user, bot=FIRST.bot)
        for channel in [each for each in self.channels.values() if before in each.members]:
            self.add(replace(channel, members=channel.members - {before} | {self.bot}))
        self.users[self.bot] = User(id=self.bot, name=_handle(bot_name), real_name=bot_name, is_bot=True)
        for person in self.users.values():
            if not person.is_bot and not person.team:
                self.add(self._direct(person))

    def uninstall(self) -> None:
        """Let the app go from every channel; what it said stays."""
        for channel in list(self.channels.values()):
            self.add(replace(channel, members=channel.members - {self.bot}))
        self.team = self._home

    def join(self, channel: str) -> Channel:
        """Let the bot into a channel."""
        found = self.channels[channel]
        return self.add(replace(found, members=found.members | {self.bot}))

    def add(self, channel: Channel) -> Channel:
        """Open a channel, or change one."""
        self.channels[channel.id] = channel
        self._messages.setdefault(channel.id, {})
        return self.channels[channel.id]

    def admit(self, person: User) -> None:
        """Let somebody in, or change them; a member has a direct message with the bot, a stranger has none."""
        if person.id not in self.users and not person.team and self.bot in self.users:
            self.add(self._direct(person))
        self.users[person.id] = person

    def user(self, user: str) -> User:
        """Return a person by id; raise user_not_found."""
        if user not in self.users:
            raise SlackError("user_not_found")
        return self.users[user]

    def channel(self, channel: str) -> Channel:
        """Return a channel by id or name, or the direct message with a person by theirs; raise channel_not_found."""
        if channel in self.channels:
            return self.channels[channel]
        for each in self.channels.values():
            if each.name == (channel if each.kind is Kind.DM else channel.removeprefix("#")):
                return each
        raise SlackError("channel_not_found")

    def direct(self, user: str) -> Channel:
        """Return the direct message between a person and the bot."""
        return self.channel(self.user(user).id)

    def speakable(self, channel: str) -> Channel:
        """Return a channel in which something can be said; raise is_archived."""
        found = self.channel(channel)
        if found.is_archived:
            raise SlackError("is_archived")
        return found

    def say(self, message: Message, *, even_archived: bool = False) -> Message:
        """Post a message, which gets its timestamp here; raise where it cannot stand in its channel."""
        channel = self.channel(message.channel) if even_archived else self.speakable(message.channel)
        if message.thread_ts is not None:
            root = self._root(channel.id, message.thread_ts)
            message = replace(message, thread_ts=root.ts if root else None, answers=root.user if root else "")
        assistance = self.doing(channel.id, message.thread_ts)
        if assistance and message.by_app:  # an answer ends "is thinking ..."
            self.assist(channel.id, message.thread_ts, replace(assistance, status="", loading=()))
        return self._keep(replace(message, ts=self._stamp(), channel=channel.id))

    def change(self, message: Message) -> Message:
        """Put a message in place of the one with its timestamp."""
        self.message(message.channel, message.ts)
        return self._keep(message)

    def remove(self, message: Message) -> None:
        """Delete a message; where others answered it, a stone in its place holds the thread together."""
        said = self._messages[message.channel]
        if self.replies(message) and not message.thread_ts:
            stone = Message(ts=message.ts, channel=message.channel, user=SLACKBOT, subtype="tombstone", text=_DELETED)
            said[message.ts] = stone
        else:
            del said[message.ts]
        root = said.get(message.thread_ts or "")
        if root and root.subtype == "tombstone" and not self.replies(root):
            del said[root.ts]
        self._journal.note("deleted", message.channel, ts=message.ts)

    def message(self, channel: str, ts: str) -> Message:
        """Return a message; raise message_not_found."""
        found = self.find(channel, ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def public(self, channel: str, ts: str) -> Message:
        """Return a message that everybody in its channel sees; raise message_not_found."""
        found = self.message(channel, ts)
        if found.seen_by is not None:
            raise SlackError("message_not_found")
        return found

    def find(self, channel: str, ts: str) -> Message | None:
        """Return a message, or None where there is none."""
        return self._messages.get(channel, {}).get(ts)

    def messages(self, channel: str, *, viewer: str | None = None, thread: str | None = None) -> list[Message]:
        """Return what stands in a channel, or in one of its threads, oldest first, as far as `viewer` sees it."""
        return [
            message
            for message in self._messages.get(channel, {}).values()
            if (thread in {message.thread_ts, message.ts} if thread else not message.thread_ts or message.broadcast)
            and message.seen_by in {None, viewer}
        ]

    def newest(self, channel: Channel, viewer: str) -> Message | None:
        """Return the last message somebody sees in a channel; in a direct message, also in its threads."""
        if channel.kind is not Kind.DM:
            return next(reversed(self.messages(channel.id, viewer=viewer)), None)
        said = reversed(self._messages[channel.id].values())
        return next((each for each in said if each.seen_by in {None, viewer}), None)

    def replies(self, message: Message) -> list[Message]:
        """Return what was answered in a message's thread, for all to read."""
        return [each for each in self.messages(message.channel, thread=message.ts) if each.ts != message.ts]

    def react(self, message: Message, emoji: str, user: str) -> Message:
        """Add a reaction; raise already_reacted."""
        self.speakable(message.channel)
        given = message.reactions.get(emoji, ())
        if user in given:
            raise SlackError("already_reacted")
        return self.change(replace(message, reactions={**message.reactions, emoji: (*given, user)}))

    def unreact(self, message: Message, emoji: str, user: str) -> Message:
        """Take a reaction back; raise no_reaction."""
        self.speakable(message.channel)
        given = message.reactions.get(emoji, ())
        if user not in given:
            raise SlackError("no_reaction")
        left = {**message.reactions, emoji: tuple(each for each in given if each != user)}
        return self.change(replace(message, reactions={name: users for name, users in left.items() if users}))

    def expect(self, name: str, length: int, alt: str) -> tuple[File, str]:
        """Return a file that is still to be sent, and the ticket to send it with."""
        made = self.clock.now()
        file = File(id=f"F{secrets.token_hex(5).upper()}", name=name, title=name, alt=alt, length=length, created=made)
        ticket = f"ticket-{secrets.token_hex(16)}"
        self.files[file.id] = file
        self._expected[ticket] = file.id
        return file, ticket

    def receive(self, ticket: str, content: bytes) -> bool:
        """Return whether a file was expected under a ticket, and keep it."""
        file = self.files.get(self._expected.pop(ticket, ""))
        if file is not None:
            self.files[file.id] = replace(file, content=content)
        return file is not None

    def assist(self, channel: str, thread: str | None, said: Assistance) -> None:
        """Keep what the app set for a conversation with its assistant."""
        self.assistance[channel, thread] = said
        told = {"status": said.status, "loading": said.loading, "prompts": [each.title for each in said.prompts]}
        self._journal.note("assistance", channel, thread_ts=thread, **told)

    def doing(self, channel: str, thread: str | None) -> Assistance | None:
        """Return what the app says that it is doing in a thread; None: nothing, or it said so too long ago."""
        said = self.assistance.get((channel, thread))
        return said if said and said.status and self.clock.now() - said.since < _STATUS_SECONDS else None

    # Views

    def stack(self, user: str) -> tuple[View, ...]:
        """Return the modals a person has open, the one on top last."""
        return self.stacks.get(user, ())

    def push(self, user: str, made: Json) -> View:
        """Open a modal on top of those that are open; raise push_limit_reached."""
        below = self.stack(user)
        if len(below) >= _STACK:
            raise SlackError("push_limit_reached")
        view = self._view(user, made)
        placed = replace(view, root=below[0].id if below else view.id, previous=below[-1].id if below else None)
        return self.show(user, (*below, placed))[-1]

    def open(self, user: str, made: Json) -> View:
        """Open a modal in place of all that are open."""
        return self.show(user, (self._view(user, made),))[-1]

    def show(self, user: str, views: Iterable[View]) -> tuple[View, ...]:
        """Let exactly these modals be open, the one on top last."""
        self.stacks[user] = tuple(views)
        self._journal.note("modals", user, open=[view.id for view in self.stacks[user]])
        return self.stacks[user]

    def revise(self, view: View, made: Json, sent_hash: str | None = None) -> View:
        """Put new content into an open modal; raise hash_conflict where somebody else was faster."""
        if sent_hash not in {None, view.hash}:
            raise SlackError("hash_conflict")
        fresh = self._view(view.user, made, before=view)
        self.show(view.user, (fresh if each.id == view.id else each for each in self.stack(view.user)))
        return fresh

    def fill(self, view: View, values: Json) -> View:
        """Keep what a person filled into an open view."""
        filled = replace(view, values=values)
        if self.homes.get(view.user) == view:
            self.homes[view.user] = filled
        self.stacks[view.user] = tuple(filled if each.id == view.id else each for each in self.stack(view.user))
        return filled

    def publish(self, user: str, made: Json, sent_hash: str | None = None) -> View:
        """Show a home tab to a person; raise hash_conflict where somebody else was faster."""
        before = self.homes.get(self.user(user).id)
        if before and sent_hash not in {None, before.hash}:
            raise SlackError("hash_conflict")
        self.homes[user] = self._view(user, made, before=before)
        self._journal.note("home", user)
        return self.homes[user]

    def view(self, *, view_id: str = "", external_id: str = "") -> View:
        """Return an open modal; raise not_found."""
        for view in (view for stack in self.stacks.values() for view in stack):
            if (view_id and view.id == view_id) or (external_id and view.made.get("external_id") == external_id):
                return view
        raise SlackError("not_found")

    # What lasts a short while

    def trigger(self, user: str) -> str:
        """Return a trigger id for something a person has just done."""
        trigger = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger] = (user, self.clock.now())
        return trigger

    def pulled(self, trigger: str) -> bool:
        """Return whether a trigger was made here, used or not."""
        return trigger in self._triggers

    def exchange(self, trigger: str, seconds: float) -> str:
        """Return who pulled a trigger; raise where it was used, is too old, or is none."""
        if trigger not in self._triggers:
            raise SlackError("invalid_trigger_id")
        user, made = self._triggers[trigger]
        if not user:
            raise SlackError("exchanged_trigger_id")
        if self.clock.now() - made > seconds:
            raise SlackError("expired_trigger_id")
        self._triggers[trigger] = ("", made)
        return user

    def response_url(self, user: str, channel: str, *, message: str | None = None) -> str:
        """Return the last part of a new response_url."""
        name = f"{self.team.id}/{secrets.randbelow(10**12)}/{secrets.token_hex(12)}"
        self.urls[name] = Answering(user=user, channel=channel, message=message, made=self.clock.now())
        return name

    def _direct(self, person: User) -> Channel:
        """Return the direct message between a person and the bot."""
        members = frozenset({person.id, self.bot})
        return Channel(id=f"D0{person.id[2:]}", name=person.id, kind=Kind.DM, members=members)

    def _root(self, channel: str, thread_ts: str) -> Message | None:
        """Return the first message of a thread; None: nobody began it, and what is said stands in the channel."""
        found = self.find(channel, thread_ts)
        root = self.find(channel, found.thread_ts) if found and found.thread_ts else found
        return root if root and root.seen_by is None else None

    def _stamp(self) -> str:
        self._last = max(int(self.clock.now() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"

    def _keep(self, message: Message) -> Message:
        self._messages[message.channel][message.ts] = message
        self._journal.note("message", message.channel, ts=message.ts, user=message.user, text=message.text)
        return message

    def _view(self, user: str, made: Json, before: View | None = None) -> View:
        """Return a new view, or what an open one becomes; raise duplicate_external_id."""
        name, fresh_hash = f"V{secrets.token_hex(5).upper()}", f"{self.clock.now():.0f}.{secrets.token_hex(4)}"
        before = before or View(id=name, user=user, made={}, hash="", root=name)
        shown = [view for stack in (*self.stacks.values(), tuple(self.homes.values())) for view in stack]
        taken = {view.made.get("external_id") for view in shown if view.id != before.id}
        if made.get("external_id") and made.get("external_id") in taken:
            raise SlackError("duplicate_external_id")
        return replace(before, made=made, hash=fresh_hash, values=_kept(before.values, made))


def _kept(values: Json, made: Json) -> Json:
    """Return what was filled into elements that are still there, under the same ids, after a view has changed."""
    there = {block.get("block_id"): set(_action_ids(block)) for block in as_objects(made.get("blocks"))}
    return {
        block: {action: value for action, value in as_object(held).items() if action in there[block]}
        for block, held in values.items()
        if block in there
    }


def _action_ids(found: object) -> Iterator[object]:
    for each in as_object(found).values():
        for inner in (each, *as_items(each)):
            yield from [inner["action_id"]] if isinstance(inner, Mapping) and "action_id" in inner else []
            yield from _action_ids(inner)


def _handle(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.casefold()).strip("-") or "app"
