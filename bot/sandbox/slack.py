"""The sandbox's Slack as a whole: one workspace, one app, and what passes between them."""

from dataclasses import replace

from bot.sandbox import payloads
from bot.sandbox.clock import Clock
from bot.sandbox.delivery import Deliveries
from bot.sandbox.journal import Journal
from bot.sandbox.lines import HttpLine, SocketLine
from bot.sandbox.model import Channel, Json, Kind, Message, as_text, at
from bot.sandbox.registration import MESSAGE_EVENTS, Credentials, Registration
from bot.sandbox.rules import Faults, Rules
from bot.sandbox.workspace import BOT_USER, Workspace


class Slack:
    """Everything that belongs together; it lives in one event loop and needs no locks."""

    def __init__(self, registration: Registration, credentials: Credentials, rules: Rules) -> None:
        """Begin a workspace in which the app is installed and not connected yet."""
        self.registration = registration
        self.credentials = credentials
        self.rules = rules
        self.base_url = ""
        """Where it is reached, without a slash at the end; known once it listens."""
        self.clock = Clock()
        self.faults = Faults()
        self.journal = Journal(self.clock, credentials.secrets())
        self.workspace = Workspace(self.clock, self.journal, registration.name)
        self.deliveries = Deliveries(self.clock, self.journal, self.faults, lambda: self.rules)
        self.sockets = SocketLine(self.journal, lambda: self.rules, self.clock.now)
        self.deliveries.socket = self.sockets
        self.deliveries.http = HttpLine(credentials.signing_secret, lambda: self.rules)
        self.calls_in_hand = 0

    def post(self, message: Message, *, even_archived: bool = False) -> Message:
        """Post a message, and tell the app by as many events as it subscribed to: a mention often comes twice."""
        kept = self.workspace.say(message, even_archived=even_archived)
        channel = self.workspace.channel(kept.channel)
        mentioned = f"<@{BOT_USER}>" in kept.text or f"<@{BOT_USER}|" in kept.text
        if mentioned and not kept.by_app and channel.kind is not Kind.DM and BOT_USER in channel.members:
            self.tell("app_mention", payloads.mentioned(kept))
        self._tell_in(kept, payloads.said(kept, channel.kind))
        return kept

    def edit(self, before: Message, after: Message) -> Message:
        """Change what a message says, and tell the app."""
        kind = self.workspace.channel(before.channel).kind
        self._tell_in(before, payloads.edited(after, before, kind, self.stamp()))
        return self.workspace.change(after)

    def delete(self, message: Message) -> None:
        """Delete a message, and tell the app."""
        self.workspace.remove(message)
        kind = self.workspace.channel(message.channel).kind
        self._tell_in(message, payloads.deleted(message, kind, self.stamp()))

    def react(self, message: Message, emoji: str, user: str, *, added: bool) -> None:
        """Add a reaction or take it back, and tell the app."""
        (self.workspace.react if added else self.workspace.unreact)(message, emoji, user)
        if BOT_USER in self.workspace.channel(message.channel).members:
            event = "reaction_added" if added else "reaction_removed"
            self.tell(event, payloads.reacted(event, message, emoji, user, self.stamp()))

    def let_in(self, channel: Channel, inviter: str = "") -> Channel:
        """Let the bot into a channel, and tell the app."""
        self.tell("member_joined_channel", payloads.joined(channel, BOT_USER, inviter, self.stamp()))
        return self.workspace.add(replace(channel, members=channel.members | {BOT_USER}))

    def tell(self, subscription: str, event: Json) -> None:
        """Send an event to the app if it subscribed to it."""
        if self.registration.hears(subscription):
            named = (event.get("channel"), event.get("channel_id"), at(event, "item", "channel"))
            place = self.workspace.channels.get(next(filter(None, map(as_text, named)), ""))
            sent = payloads.event(event, self.clock.now(), shared=bool(place and place.is_shared))
            self.deliveries.send_event(sent, self.registration.events_url)

    def stamp(self) -> str:
        """Return the time as Slack writes it in events."""
        return f"{self.clock.now():.6f}"

    async def quiet(self, *, seconds: float, within: float) -> bool:
        """Return whether, within a time, nothing happened for so many real seconds and nothing was in hand."""
        return await self.journal.wait_until_quiet(
            lambda: self.deliveries.in_hand + self.calls_in_hand == 0, seconds, within
        )

    def _tell_in(self, message: Message, event: Json) -> None:
        """Tell the app of something that everybody in a channel sees, if it is in there."""
        channel = self.workspace.channel(message.channel)
        if BOT_USER in channel.members and message.seen_by is None:
            self.tell(MESSAGE_EVENTS[channel.kind], event)
