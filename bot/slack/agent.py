"""What Slack's view of agents adds to a conversation: questions to begin with, and a sign that the bot thinks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.shelf import Shelf
from bot.slack.places import Conversation, Place
from bot.slack.sending import code

log = structlog.get_logger()

_PATIENCE_SECONDS = 0.2  # an answer that takes no longer comes before a sign of thinking could be read
_PROMPTS = 4  # as many as Slack shows
_TITLE = "Ask what the survey found"
_LONGEST_TITLE = 60  # characters of a prompt that are read at a glance


def greet(client: WebClient, channel: str, shelves: tuple[Shelf, ...]) -> None:
    """Offer questions to begin with at the top of a direct message."""
    asks = [topic.ask for shelf in shelves for topic in shelf.topics][: _PROMPTS - 1]
    prompts = [{"title": ask[:_LONGEST_TITLE], "message": ask} for ask in (*asks, "What can I ask you?")]
    try:
        client.assistant_threads_setSuggestedPrompts(channel_id=channel, title=_TITLE, prompts=prompts)
    except (SlackApiError, OSError) as error:  # whoever looks at the bot has asked nothing, and misses nothing
        log.info("prompts_not_shown", error=_why(error))


@contextmanager
def thinking(client: WebClient, place: Place) -> Iterator[None]:
    """Show that the bot thinks while the block runs, if it takes long enough to be noticed."""
    if not isinstance(place, Conversation) or not place.thread:
        yield
        return
    channel, thread = place.channel, place.thread
    timer = threading.Timer(_PATIENCE_SECONDS, lambda: _show(client, channel, thread))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # a sign that came after the answer would stay


def _show(client: WebClient, channel: str, thread: str) -> None:
    try:
        client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status="is looking it up …")
    except (SlackApiError, OSError) as error:
        log.info("status_not_shown", error=_why(error))


def _why(error: SlackApiError | OSError) -> str:
    return code(error) if isinstance(error, SlackApiError) else type(error).__name__
