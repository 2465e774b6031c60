"""The sandbox's Slack as a whole: its workspaces, one app, and what passes between them."""

from bot.sandbox import payloads
from bot.sandbox.clock import Clock
from bot.sandbox.delivery import Deliveries
from bot.sandbox.grants import Consent, Grant, Grants, Holder
from bot.sandbox.journal import Journal
from bot.sandbox.lines import HttpLine, SocketLine
from bot.sandbox.model import Channel, Json, Kind, Message, Team, as_text, at
from bot.sandbox.registration import MESSAGE_EVENTS, Credentials, Registration
from bot.sandbox.rules import Faults, Rules
from bot.sandbox.workspace import FIRST, ORGANISATION, OTHER, Workspace


class Hub:
    """What the workspaces share: the app, its tokens and its lines, the rules, and time."""

    def __init__(self, registration: Registration, credentials: Credentials, rules: Rules) -> None:
        """Begin with the app in the first workspace, and not connected yet."""
        self.registration = registration
        self.credentials = credentials
        self.rules = rules
        self.base_url = ""
        """Where it is reached, without a slash at the end; known once it listens."""
        self.clock = Clock()
        self.faults = Faults()
        app = Grant(token=credentials.app_token, holder=Holder.APP, scopes=credentials.app_scopes)
        bot = Grant(token=credentials.bot_token, holder=Holder.BOT, team=FIRST.id)
        self.grants = Grants(self.clock.now, app, bot)
        self.first = Slack(self, FIRST)
        self.teams = {FIRST.id: self.first, OTHER.id: Slack(self, OTHER)}
        self.sockets = SocketLine(self.first.journal, lambda: self.rules, self.clock.now)
        for slack in self.teams.values():
            slack.deliveries.socket = self.sockets
            slack.deliveries.http = HttpLine(credentials.signing_secret, lambda: self.rules)
        self.first.workspace.install(registration.name)
        for channel in ("C0GENERAL", "C0DATA"):
            self.first.workspace.join(channel)

    def install(self, consent: Consent) -> Grant:
        """Let the app into a workspace, or into all of them, and return what its new token opens."""
        grant = self.grants.install(consent, rotates=self.registration.rotates)
        for slack in self._of(consent.team):
            slack.workspace.install(self.registration.name, None if consent.team else ORGANISATION)
        return grant

    def uninstall(self, team: str, word: str = "account_inactive") -> None:
        """Let the app go: its tokens open nothing any more, for the reason `word`, and it is told so."""
        here = self._of(team)
        bot = here[0].workspace.bot
        # What is on its way is on its way: the app hears of it although it is gone by then.
        for event in ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}}, {"type": "app_uninstalled"}):
            here[0].tell(str(event["type"]), event)
        self.grants.revoke(team, word)
        for slack in here:
            slack.workspace.uninstall()

    def holding(self, args: Json) -> "Slack":
        """Return the workspace that holds what a call of an organisation's app is about; the first, where none says so.

        With Slack no two channels of an organisation have the same id; here, the message that is meant tells which.
        """
        place = as_text(args.get("channel")) or as_text(args.get("channel_id"))
        stamps = [as_text(args.get(name)) for name in ("thread_ts", "ts", "timestamp", "message_ts")]
        for slack in self.teams.values():
            workspace = slack.workspace
            views = (*workspace.homes.values(), *(view for stack in workspace.stacks.values() for view in stack))
            if any(workspace.find(place, stamp) for stamp in stamps) or args.get("view_id") in {
                each.id for each in views
            }:
                return slack
            if workspace.pulled(as_text(args.get("trigger_id"))):
                return slack
        return self.first

    def _of(self, team: str) -> list["Slack"]:
        return [self.teams[team]] if team else list(self.teams.values())


class Slack:
    """One workspace and what belongs to it; it lives in one event loop and needs no locks."""

    def __init__(self, hub: Hub, team: Team) -> None:
        """Begin a workspace without the app; the lines to the app are given when they exist."""
        self.hub = hub
        self.clock = hub.clock
        self.faults = hub.faults
        self.journal = Journal(self.clock, hub.credentials.secrets())
        self.workspace = Workspace(self.clock, self.journal, team)
        self.deliveries = Deliveries(self.clock, self.journal, self.faults, lambda: hub.rules)
        self.calls_in_hand = 0

    @property
    def registration(self) -> Registration:
        """The app as Slack knows it."""
        return self.hub.registration

    @registration.setter
    def registration(self, changed: Registration) -> None:
        self.hub.registration = changed

    @property
    def base_url(self) -> str:
        """Where Slack is reached."""
        return self.hub.base_url

    @base_url.setter
    def base_url(self, changed: str) -> None:
        self.hub.base_url = changed

    @property
    def rules(self) -> Rules:
        """How strict it is."""
        return self.hub.rules

    @property
    def is_installed(self) -> bool:
        """Whether the app is in this workspace."""
        return self.hub.grants.is_installed(self.workspace.team.id)

    def post(self, message: Message, *, even_archived: bool = False) -> Message:
        """Post a message, and tell the app by as many events as it subscribed to: a mention often comes twice."""
        kept = self.workspace.say(message, even_archived=even_archived)
        channel = self.workspace.channel(kept.channel)
        bot, team = self.workspace.bot, self.workspace.team
        mentioned = f"<@{bot}>" in kept.text or f"<@{bot}|" in kept.text
        if mentioned and not kept.by_app and channel.kind is not Kind.DM and bot in channel.members:
            self.tell("app_mention", payloads.mentioned(kept, team))
        self._tell_in(kept, payloads.said(kept, channel.kind, team))
        return kept

    def edit(self, before: Message, after: Message) -> Message:
        """Change what a message says, and tell the app."""
        kind = self.workspace.channel(before.channel).kind
        self._tell_in(before, payloads.edited(after, before, kind, self.stamp(), self.workspace.team))
        return self.workspace.change(after)

    def delete(self, message: Message) -> None:
        """Delete a message, and tell the app."""
        self.workspace.remove(message)
        kind = self.workspace.channel(message.channel).kind
        self._tell_in(message, payloads.deleted(message, kind, self.stamp(), self.workspace.team))

    def react(self, message: Message, emoji: str, user: str, *, added: bool) -> None:
        """Add a reaction or take it back, and tell the app."""
        (self.workspace.react if added else self.workspace.unreact)(message, emoji, user)
        if self.workspace.bot in self.workspace.channel(message.channel).members:
            event = "reaction_added" if added else "reaction_removed"
            self.tell(event, payloads.reacted(event, message, emoji, user, self.stamp()))

    def let_in(self, channel: Channel, inviter: str = "") -> Channel:
        """Let the bot into a channel, and tell the app."""
        bot, team = self.workspace.bot, self.workspace.team
        self.tell("member_joined_channel", payloads.joined(channel, bot, inviter, self.stamp(), team))
        return self.workspace.join(channel.id)

    def tell(self, subscription: str, event: Json) -> None:
        """Send an event to the app if it is here, and subscribed to it."""
        if self.registration.hears(subscription) and self.is_installed:
            named = (event.get("channel"), event.get("channel_id"), at(event, "item", "channel"))
            place = self.workspace.channels.get(next(filter(None, map(as_text, named)), ""))
            shared = bool(place and place.is_shared)
            sent = payloads.event(event, self.clock.now(), self.workspace.team, shared=shared)
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
        if self.workspace.bot in channel.members and message.seen_by is None:
            self.tell(MESSAGE_EVENTS[channel.kind], event)
