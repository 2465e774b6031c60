"""Let Slack judge what the bot shows, without showing it to anybody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.render.blocks import Block, Message
from bot.sandbox.model import as_objects

_JUDGED = frozenset({"invalid_blocks", "invalid_message", "invalid_view"})


class NotJudged(Exception):
    """Slack did not look at a payload; the message is its word for why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What Slack thinks of one payload."""

    name: str
    faults: tuple[str, ...]
    """Where and what, in Slack's words; none: it takes it."""


def judged(client: WebClient, payloads: Mapping[str, Message | Block]) -> Iterator[Judgement]:
    """Yield what Slack thinks of each payload; raise NotJudged."""
    for name, payload in payloads.items():
        yield Judgement(name=name, faults=_faults(client, payload))


def _faults(client: WebClient, payload: Message | Block) -> tuple[str, ...]:
    try:
        if isinstance(payload, Message):
            client.blocks_validate(message={"text": payload.text, "blocks": list(payload.blocks)})
        else:
            client.blocks_validate(view=dict(payload))
    except SlackApiError as error:
        if error.response["error"] not in _JUDGED:
            raise NotJudged(error.response["error"]) from None
        told = as_objects(error.response.get("errors"))
        return tuple(f"{each.get('pointer')}: {each.get('message')}" for each in told) or (error.response["error"],)
    return ()
