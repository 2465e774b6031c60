"""Send a message to its place in Slack."""

import threading
from http import HTTPStatus
from typing import assert_never

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler, RetryHandler
from slack_sdk.webhook import WebhookClient

from bot.render.blocks import Message
from bot.slack.payloads import Conversation, Place, Whisper

log = structlog.get_logger()

_TURNS = tuple(threading.Lock() for _ in range(64))  # channels that share one only wait for each other
_TRIES = 4  # after a rate limit; in a channel of its own turn, the first is enough
_UNREADABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})


class DeliveryError(Exception):
    """Slack did not take a whispered answer."""


def deliver(client: WebClient, place: Place, message: Message) -> None:
    """Send a message to where it belongs."""
    match place:
        case Conversation():
            post(client, place, message)
        case Whisper():
            whisper(place, message)
        case _:
            assert_never(place)


def post(client: WebClient, place: Conversation, message: Message) -> None:
    """Post where everybody can read it; as plain text where Slack will not have the blocks."""
    # One at a time in a channel: Slack takes about one a second, and those that wait would all try again at once
    with _TURNS[hash(place.channel) % len(_TURNS)]:
        try:
            _post(client, place, message)
        except SlackApiError as error:
            if code(error) not in _UNREADABLE:
                raise
            log.warning("blocks_refused", error=code(error))
            _post(client, place, Message(text=message.text))


def whisper(place: Whisper, message: Message) -> None:
    """Answer only the one who asked."""
    answer = WebhookClient(place.url, retry_handlers=retries()).send(
        text=message.text,
        blocks=message.blocks or None,
        response_type="ephemeral",
        replace_original=place.replaces,
        unfurl_links=False,
        unfurl_media=False,
    )
    if answer.status_code != HTTPStatus.OK:
        raise DeliveryError(f"Slack answered {answer.status_code} to a whispered reply.")


def retries() -> list[RetryHandler]:
    """Return what is tried again: a lost connection once, a rate limit after the wait Slack asks for."""
    return [ConnectionErrorRetryHandler(), RateLimitErrorRetryHandler(max_retry_count=_TRIES)]


def code(error: SlackApiError) -> str:
    """Return Slack's word for what went wrong: invalid_auth, not_in_channel."""
    return str(error.response.get("error", "unknown"))


def _post(client: WebClient, place: Conversation, message: Message) -> None:
    client.chat_postMessage(
        channel=place.channel,
        thread_ts=place.thread,
        text=message.text,
        blocks=message.blocks or None,
        unfurl_links=False,
        unfurl_media=False,
    )
