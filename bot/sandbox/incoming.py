"""What an app answers with outside the Web API: response_urls, and what its acknowledgements hold."""

from collections.abc import Mapping
from dataclasses import replace

from bot.sandbox.content import checked_view, content
from bot.sandbox.model import Answering, Json, Message, SlackError, View, as_object, as_objects, as_text, at
from bot.sandbox.slack import Slack

TROUBLE = "We had some trouble connecting. Try again?"  # Slack's own words


class Gone(SlackError):
    """A response_url that takes nothing, or nothing any more."""


class Incoming:
    """Takes answers, and puts them where they belong."""

    def __init__(self, slack: Slack) -> None:
        """Take answers for a workspace."""
        self._slack = slack
        self._workspace = slack.workspace

    def url(self, kind: str, user: str, channel: str, *, message: str | None = None) -> str:
        """Return a new response_url; its first part is commands, actions or app, as with Slack."""
        name = self._workspace.response_url(user, channel, message=message)
        return f"{self._slack.base_url}/{kind}/{name}"

    def urls_of(self, view: View) -> list[Json]:
        """Return a response_url for every channel that was chosen where the app asked for one."""
        urls: list[Json] = []
        for block in as_objects(view.made.get("blocks")):
            element = as_object(block.get("element"))
            ids = {"block_id": as_text(block.get("block_id")), "action_id": as_text(element.get("action_id"))}
            value = as_object(at(view.values, *ids.values()))
            channel = as_text(value.get("selected_channel")) or as_text(value.get("selected_conversation"))
            if element.get("response_url_enabled") is True and channel:
                urls.append({**ids, "channel_id": channel, "response_url": self.url("app", view.user, channel)})
        return urls

    def take(self, name: str, body: Json) -> None:
        """Take what was posted to a response_url; raise Gone, or invalid_payload, no_text, invalid_blocks."""
        rules, known = self._slack.rules, self._workspace.urls.get(name)
        if known is None:
            raise Gone("no_service")
        if self._slack.clock.now() - known.made > rules.response_url_seconds:
            raise Gone("expired_url")
        if known.used >= rules.response_url_uses:
            raise Gone("used_url")
        self._answer(known, body)
        self._workspace.urls[name] = replace(known, used=known.used + 1)

    def answered(self, answer: object, user: str, channel: str) -> None:
        """Show what the acknowledgement of a slash command holds, if it holds anything."""
        body = {"text": answer} if isinstance(answer, str) and answer.strip() else as_object(answer)
        if not body:
            return
        try:
            self._answer(Answering(user=user, channel=channel, message=None, made=0), body)
        except SlackError as error:
            self._slack.journal.note("refused", "acknowledgement", error=error.error, **error.details)

    def submitted(self, view: View, answer: object) -> None:
        """Do with a modal what the acknowledgement of its submission says: close it if it says nothing."""
        stack = self._workspace.stack(view.user)
        if view.id not in {each.id for each in stack}:
            return
        try:
            self._respond(view, stack, as_object(answer))
        except SlackError as error:
            self._slack.journal.note("refused", "response_action", error=error.error, **error.details)
            self._workspace.errors[view.user] = {"": TROUBLE}

    def _respond(self, view: View, stack: tuple[View, ...], answer: Json) -> None:
        match answer.get("response_action"):
            case None:
                self._workspace.show(view.user, (each for each in stack if each.id != view.id))
            case "clear":
                self._workspace.show(view.user, ())
            case "errors":
                self._workspace.errors[view.user] = _errors(view, as_object(answer.get("errors")))
            case "update":
                self._workspace.revise(view, checked_view(self._slack.rules, answer.get("view"), {"modal"}))
            case "push":
                self._workspace.push(view.user, checked_view(self._slack.rules, answer.get("view"), {"modal"}))
            case _:
                raise SlackError("invalid_response_action")

    def _answer(self, known: Answering, body: Json) -> None:
        """Post, replace or delete, as an answer says; only the person sees it unless it says in_channel."""
        if not body:
            raise SlackError("invalid_payload")
        # The message it came from, if that is still there and the app's own.
        before = self._workspace.find(known.channel, known.message or "")
        before = before if before and before.by_app else None
        if before and body.get("delete_original") is True:
            return self._slack.delete(before)
        written = content(self._slack.rules, body)
        if before and body.get("replace_original") is True:
            self._slack.edit(before, replace(before, **written))
            return None
        seen_by = None if body.get("response_type") == "in_channel" else known.user
        thread = as_text(body.get("thread_ts")) or None
        said = Message(
            channel=known.channel, user=self._workspace.bot, by_app=True, thread_ts=thread, seen_by=seen_by, **written
        )
        self._slack.post(said, even_archived=True)
        return None


def _errors(view: View, errors: Json) -> Mapping[str, str]:
    """Return what an app finds wrong with a submission; it may only say so of inputs that are in the view."""
    inputs = {block.get("block_id") for block in as_objects(view.made.get("blocks")) if block.get("type") == "input"}
    if not errors or not set(errors) <= inputs:
        raise SlackError("invalid_response_action", "errors must name the block_id of input blocks in the view")
    return {block: as_text(error) for block, error in errors.items()}
