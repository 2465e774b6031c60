"""What a person can do in the workspace, and what the app is told of it."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape, unescape

from bot.sandbox import inputs, payloads
from bot.sandbox.delivery import Delivery, Route, UnacknowledgedError
from bot.sandbox.incoming import TROUBLE, Incoming
from bot.sandbox.inputs import Filled
from bot.sandbox.model import Channel, Json, Kind, Message, Recent, SlackError, View, as_object, as_objects, at
from bot.sandbox.payloads import Payload
from bot.sandbox.slack import Slack
from bot.sandbox.workspace import EMOJI, SLACKBOT

_LONGEST = 12_000  # characters a person can type into a message, as in Slack's client
_NOT_IN_THREADS = "Slash commands are not supported in threads. Sorry!"
_OFFERED = 1000  # options of an external select that are remembered
_SPECIAL = {"@channel": "<!channel>", "@here": "<!here>", "@everyone": "<!everyone>"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Something that was clicked or chosen, in a message or in a view."""

    block_id: str
    action_id: str
    channel: str = ""
    ts: str = ""
    view_id: str = ""
    """The modal or home tab it is in; empty: it is in a message."""
    chosen: tuple[str, ...] = ()
    filled: Filled = field(default_factory=dict)


class NotAcknowledged(SlackError):
    """The app did not take an interaction."""


class People:
    """The hands of everybody in the workspace; raises SlackError where something cannot be done."""

    def __init__(self, slack: Slack, incoming: Incoming) -> None:
        """Act in a workspace; `incoming` takes what the app answers with."""
        self._slack = slack
        self._workspace = slack.workspace
        self._incoming = incoming
        self._offered: Recent[tuple[str, str], tuple[Json, ...]] = Recent()

    # In channels

    async def say(self, user: str, channel: str, text: str, *, thread_ts: str | None = None) -> Message:
        """Post what somebody typed, with "@name" as a mention."""
        person, place = self._workspace.user(user), self._seen(user, channel)
        if not text.strip():
            raise SlackError("no_text")
        if text.startswith("/") and thread_ts:
            raise SlackError("no_commands_in_threads", _NOT_IN_THREADS)
        self._slack.journal.note("did", "say", user=user, channel=place.id, text=text)
        written = self._written(text[:_LONGEST])
        typed = (_typed(written),)
        message = Message(channel=place.id, user=user, text=written, thread_ts=thread_ts, blocks=typed)
        posted = self._slack.post(replace(message, stranger=person if person.team else None))
        if f"<@{self._workspace.bot}>" in written and self._workspace.bot not in place.members:
            self._whisper(
                user, place.id, f"<@{self._workspace.bot}> is not in this channel. Type `/invite` to bring it in."
            )
        return posted

    async def edit(self, user: str, channel: str, ts: str, text: str) -> Message:
        """Change what somebody said."""
        before = self._own(user, channel, ts, "cant_update_message")
        if not text.strip():
            raise SlackError("no_text")
        written = self._written(text[:_LONGEST])
        self._slack.journal.note("did", "edit", user=user, channel=channel, ts=ts)
        changed = replace(before, text=written, blocks=(_typed(written),), edited=self._slack.stamp())
        return self._slack.edit(before, changed)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        """Take back what somebody said."""
        before = self._own(user, channel, ts, "cant_delete_message")
        self._slack.journal.note("did", "delete", user=user, channel=channel, ts=ts)
        self._slack.delete(before)

    async def react(self, user: str, channel: str, ts: str, emoji: str) -> None:
        """Add a reaction, or take it back where it was given before."""
        message = self._shown(user, channel, ts)
        if not EMOJI.fullmatch(emoji):
            raise SlackError("invalid_name")
        added = user not in message.reactions.get(emoji, ())
        self._slack.journal.note("did", "react", user=user, channel=channel, ts=ts, emoji=emoji)
        self._slack.react(message, emoji, user, added=added)

    async def invite(self, user: str, channel: str) -> None:
        """Bring the bot into a channel."""
        place = self._joinable(user, channel)
        if self._workspace.bot in place.members:
            raise SlackError("already_in_channel")
        self._slack.journal.note("did", "invite", user=user, channel=place.id)
        self._slack.let_in(place, inviter=user)

    async def remove_bot(self, user: str, channel: str) -> None:
        """Take the bot out of a channel."""
        place = self._joinable(user, channel)
        self._workspace.add(replace(place, members=place.members - {self._workspace.bot}))
        self._slack.journal.note("did", "remove", user=user, channel=place.id)

    # Commands, shortcuts and clicks

    async def command(self, user: str, channel: str, typed: str) -> None:
        """Type a slash command: one of the app's, or /invite."""
        person, place = self._workspace.user(user), self._workspace.speakable(self._seen(user, channel).id)
        name, _, text = typed.strip().partition(" ")
        self._slack.journal.note("did", "command", user=user, channel=place.id, command=name, text=text)
        if name == "/invite":
            return await self.invite(user, channel)
        command = self._slack.registration.command(name)
        if command is None or person.team or not self._slack.is_installed:  # a stranger's workspace has it not either
            return self._whisper(user, place.id, f"`{escape(name, quote=False)}` is not a valid command.")
        written = self._written(text, "<@{0.id}|{0.name}>" if command.escapes else "")
        given = {
            "trigger_id": self._workspace.trigger(user),
            "response_url": self._incoming.url("commands", user, place.id),
        }
        payload = payloads.command(name, written, person, place, self._workspace.team, **given)
        try:
            answer = await self._slack.deliveries.ask(Delivery(route=Route.COMMAND, payload=payload, url=command.url))
        except UnacknowledgedError as failed:
            why = "operation_timeout" if "timeout" in failed.reason else "dispatch_failed"  # in Slack's client's words
            return self._whisper(user, place.id, f"`{escape(name, quote=False)}` failed with the error “{why}”.")
        self._incoming.answered(answer, user, place.id)
        return None

    async def shortcut(self, user: str, callback_id: str) -> None:
        """Choose a global shortcut."""
        self._slack.journal.note("did", "shortcut", user=user, callback_id=callback_id)
        await self._interact(user, "shortcut", self._chosen(user, callback_id))

    async def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> None:
        """Choose a shortcut from a message's menu."""
        place, message = self._seen(user, channel), self._shown(user, channel, ts)
        on = {"channel": {"id": place.id, "name": payloads.channel_name(place)}, "message_ts": message.ts}
        url = self._incoming.url("app", user, place.id, message=message.ts)
        fields = {
            "message": payloads.message(message, self._workspace.team),
            "response_url": url,
            **on,
            **self._chosen(user, callback_id),
        }
        self._slack.journal.note("did", "message_shortcut", user=user, callback_id=callback_id, ts=ts)
        await self._interact(user, "message_action", fields)

    async def click(self, user: str, press: Press) -> None:
        """Click a button, or choose from a menu that acts at once."""
        found = self._found(user, press)
        blocks, at = _blocks(found), {"action_id": press.action_id, "block_id": press.block_id}
        offered = self._offered.get((press.block_id, press.action_id), ())
        known = inputs.with_offered(_element(blocks, press, user), offered)
        action = {**inputs.value(known, press.chosen), **at, "action_ts": self._slack.stamp()}
        if known.get("type") == "feedback_buttons" and action["value"] is None:
            raise SlackError("action_not_found", "chosen must be the value of one of the two buttons")
        place = self._place(user, found, inputs.state(blocks, press.filled, self._offered))
        self._slack.journal.note("did", "click", user=user, **at)
        fields = {**place, "trigger_id": self._workspace.trigger(user), "actions": [action]}
        await self._interact(user, "block_actions", fields)

    async def options(self, user: str, press: Press, typed: str) -> list[Json]:
        """Return what an external select offers for what was typed: options, or groups of them."""
        found = self._found(user, press)
        _element(_blocks(found), press, user)
        asked = {"action_id": press.action_id, "block_id": press.block_id, "value": typed}
        answer = await self._interact(user, "block_suggestion", {**self._place(user, found, {}), **asked})
        key = (press.block_id, press.action_id)
        self._offered[key] = (*self._offered.get(key, ()), *inputs.options(as_object(answer)))[-_OFFERED:]
        return list(as_objects(at(answer, "options")) or as_objects(at(answer, "option_groups")))

    # Views

    async def open_home(self, user: str) -> None:
        """Look at the app's home tab."""
        self._open(user, "home")

    async def open_messages(self, user: str) -> None:
        """Look at the direct message with the app."""
        self._open(user, "messages")

    async def submit(self, user: str, filled: Filled) -> None:
        """Send the modal on top; what it may not be sent without is told at once, without asking the app."""
        if not self._workspace.stack(user):
            raise SlackError("not_found")
        view = self._workspace.stack(user)[-1]
        errors = inputs.missing(view.made.get("blocks"), filled)
        view = self._workspace.fill(view, inputs.state(view.made.get("blocks"), filled, self._offered))
        self._workspace.errors[user] = errors
        self._slack.journal.note("did", "submit", user=user, view=view.id, missing=sorted(errors))
        if errors:
            return
        fields = {"view": payloads.view(view, self._workspace.team), "response_urls": self._incoming.urls_of(view)}
        self._workspace.waiting.add(user)
        try:
            answer = await self._interact(
                user, "view_submission", fields | {"trigger_id": self._workspace.trigger(user)}
            )
            self._incoming.submitted(view, answer)
        except NotAcknowledged:
            self._workspace.errors[user] = {"": TROUBLE}
        finally:
            self._workspace.waiting.discard(user)
            self._slack.journal.note("submitted", view.id)

    async def close(self, user: str, *, all_of_them: bool = False) -> None:
        """Close the modal on top, or the whole stack."""
        stack = self._workspace.stack(user)
        closed = stack if all_of_them else stack[-1:]
        self._workspace.errors.pop(user, None)
        self._workspace.show(user, stack[: len(stack) - len(closed)])
        self._slack.journal.note("did", "close", user=user, views=[view.id for view in closed])
        for view in reversed(closed):
            if view.made.get("notify_on_close"):
                emptied = payloads.view(replace(view, values={}), self._workspace.team)
                await self._interact(user, "view_closed", {"view": emptied, "is_cleared": all_of_them})

    # What they share

    def _chosen(self, user: str, callback_id: str) -> Payload:
        """Return what is told of a shortcut that was chosen; strangers see none."""
        if self._workspace.user(user).team:
            raise SlackError("restricted_action")
        now = self._slack.stamp()
        return {"callback_id": callback_id, "action_ts": now, "trigger_id": self._workspace.trigger(user)}

    def _open(self, user: str, tab: str) -> None:
        self._slack.journal.note("did", "open", user=user, tab=tab)
        place, view = self._workspace.direct(user), self._workspace.homes.get(user)
        home = payloads.view(view, self._workspace.team) if view else None
        event = payloads.opened(user, place.id, tab, self._slack.stamp(), home)
        if tab != "home" or self._slack.registration.has_home:
            self._slack.tell("app_home_opened", event)

    async def _interact(self, user: str, kind: str, fields: Mapping[str, object]) -> object:
        person = self._workspace.user(user)
        registration, payload = (
            self._slack.registration,
            payloads.interaction(kind, person, self._workspace.team, **fields),
        )
        if not registration.is_interactive or not self._slack.is_installed:
            raise SlackError("interactivity_not_enabled" if self._slack.is_installed else "app_not_installed")
        try:
            return await self._slack.deliveries.ask(
                Delivery(route=Route.INTERACTION, payload=payload, url=registration.interactivity_url)
            )
        except UnacknowledgedError:
            raise NotAcknowledged("not_acknowledged", "The app did not answer in time. Try again?") from None

    def _seen(self, user: str, channel: str) -> Channel:
        person, place = self._workspace.user(user), self._workspace.channel(channel)
        if person.id not in place.members:
            raise SlackError("channel_not_found")
        return place

    def _joinable(self, user: str, channel: str) -> Channel:
        place = self._seen(user, channel)
        if place.kind is Kind.DM:
            raise SlackError("method_not_supported_for_channel_type")
        return place

    def _own(self, user: str, channel: str, ts: str, error: str) -> Message:
        message = self._shown(user, channel, ts)
        if message.user != user:
            raise SlackError(error)
        self._workspace.speakable(message.channel)
        return message

    def _shown(self, user: str, channel: str, ts: str) -> Message:
        """Return a message that this person can see."""
        message = self._workspace.message(self._seen(user, channel).id, ts)
        if message.seen_by not in {None, user}:
            raise SlackError("message_not_found")
        return message

    def _found(self, user: str, press: Press) -> Message | View:
        """Return what was clicked in, where this person can see it."""
        if press.view_id:
            home = self._workspace.homes.get(user)
            found = home if home and home.id == press.view_id else self._workspace.view(view_id=press.view_id)
            if found.user != user:
                raise SlackError("not_found")
            return found
        return self._shown(user, press.channel, press.ts)

    def _place(self, user: str, found: Message | View, values: Json) -> Payload:
        """Return what an interaction says of where it happened."""
        if isinstance(found, View):
            return payloads.on_view(self._workspace.fill(found, values) if values else found, self._workspace.team)
        url = self._incoming.url("actions", user, found.channel, message=found.ts)
        place = payloads.on_message(found, self._workspace.channel(found.channel), self._workspace.team)
        return {**place, "state": {"values": values}, "response_url": url}

    def _whisper(self, user: str, channel: str, text: str) -> None:
        self._workspace.say(Message(channel=channel, user=SLACKBOT, text=text, seen_by=user))

    def _written(self, text: str, mention: str = "<@{0.id}>") -> str:
        """Return what Slack makes of what was typed: escaped, with its mentions if there shall be any."""
        text = escape(text.strip(), quote=False)
        if not mention:
            return text
        handles = {f"@{user.name}": mention.format(user) for user in self._workspace.users.values()} | _SPECIAL
        return re.sub(r"(?<!\w)@[\w.-]*\w", lambda found: handles.get(found[0].casefold(), found[0]), text)


def _blocks(found: Message | View) -> object:
    return found.made.get("blocks") if isinstance(found, View) else found.blocks


def _element(blocks: object, press: Press, user: str) -> Json:
    """Return the element that was clicked; raise where there is none such, or this person does not see it."""
    for block_id, element in payloads.elements(blocks):
        if (block_id, element.get("action_id")) == (press.block_id, press.action_id) and inputs.is_for(element, user):
            return element
    raise SlackError("action_not_found")


def _typed(written: str) -> Json:
    """Return the rich text that Slack's client makes of a message."""
    parts = re.split(r"(<@\w+>|<!\w+>)", written)
    section = {"type": "rich_text_section", "elements": [_run(part) for part in parts if part]}
    return {"type": "rich_text", "block_id": secrets.token_hex(3), "elements": [section]}


def _run(part: str) -> Json:
    if part.startswith("<@"):
        return {"type": "user", "user_id": part[2:-1]}
    if part.startswith("<!"):
        return {"type": "broadcast", "range": part[2:-1]}
    return {"type": "text", "text": unescape(part)}
