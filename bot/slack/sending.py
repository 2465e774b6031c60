"""Send a message to its place in Slack."""

import re
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import replace
from http import HTTPStatus
from typing import assert_never
from urllib.parse import urlsplit

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import ConnectionErrorRetryHandler, HttpResponse, RetryHandler, RetryState
from slack_sdk.http_retry.jitter import RandomJitter
from slack_sdk.webhook import WebhookClient

from bot.render import export, screens, states
from bot.render.blocks import Block, Message
from bot.render.mrkdwn import cut
from bot.reply import Attachment
from bot.slack.places import Aside, Conversation, Home, Place, Screen, Standing, Whisper

log = structlog.get_logger()

_TURNS = tuple(threading.Lock() for _ in range(64))  # channels that share one only wait for each other
_LONGEST_UPDATE = 4000  # characters of text that chat.update takes
_TRIES = 4  # after a rate limit; in a channel of its own turn, the first is enough
_PASSING = frozenset({429, 500, 502, 503, 504})  # Slack's limits and troubles, and what a gateway says of them
_UNREADABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
GONE = frozenset({"message_not_found", "cant_update_message", "cant_delete_message"})
_CHARTLESS = 3600.0  # seconds until charts are tried again where they were refused: Slack brings them in step by step
_WORD = re.compile("[a-z][a-z_]*")  # not_in_channel
_SECONDS = re.compile(r"\d{1,6}(\.\d+)?")  # 30; from a gateway 0.5, or a date


class DeliveryError(Exception):
    """Slack did not take a whispered answer."""

    def __init__(self, status: int, said: str) -> None:
        """Say what it answered."""
        super().__init__(f"Slack answered {status} to a whispered reply.")
        self.status = status
        self.said = said


class Refusals:
    """Where Slack refused charts a while ago, so that not every answer costs two calls; one for the whole process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember by a clock that never goes back, in seconds."""
        self._clock = clock
        self._until: dict[Hashable, float] = {}

    def note(self, api: Hashable) -> None:
        """Note that one of Slack's APIs refused a chart just now."""
        self._until[api] = self._clock() + _CHARTLESS

    def hold(self, api: Hashable) -> bool:
        """Return whether an API would refuse a chart."""
        return self._clock() < self._until.get(api, 0.0)


_REFUSALS = Refusals()


def deliver(client: WebClient, place: Place, message: Message) -> str:
    """Send a message to where it belongs; return its timestamp where others can read it there, else ''."""
    match place:
        case Conversation():
            return post(client, place, message)
        case Standing():
            return update(client, place, message)
        case Whisper():
            whisper(place, message)
        case Aside():
            or_plainer(lambda shown: _tell(client, place, shown), states.private(message), web_api(client))
        case Screen():
            show(client, place, screens.modal(message))
        case Home():
            client.views_publish(user_id=place.user, view=screens.tab(message))
        case _:
            assert_never(place)
    return ""


def post(client: WebClient, place: Conversation, message: Message) -> str:
    """Post where everybody can read it, with its file if it has one; plainer where Slack will not have the blocks.

    Return its timestamp; '' where Slack took it and did not say under which, as it does not of a file.
    """
    with turn(place.channel):
        if message.file:
            return attach(client, place, message.file, message.text)
        return or_plainer(lambda shown: _post(client, place, shown), message, web_api(client))


def update(client: WebClient, place: Standing, message: Message) -> str:
    """Put a message in the place of one that stands; return its timestamp, or '' where it is gone."""
    try:
        return or_plainer(lambda shown: _update(client, place, shown), message, web_api(client))
    except SlackApiError as error:
        if code(error) not in GONE:
            raise
        log.info("reply_gone")  # whoever took it away wants no other
        return ""


def turn(channel: str) -> threading.Lock:
    """Return what lets one at a time post in a channel.

    Slack takes about one message a second there, and those that wait would all try again at once.
    """
    return _TURNS[hash(channel) % len(_TURNS)]


def attach(client: WebClient, place: Conversation, file: Attachment, comment: str) -> str:
    """Upload a file where everybody can read it; `comment` is what is said of it, in mrkdwn."""
    client.files_upload_v2(
        channel=place.channel,
        thread_ts=place.thread,
        filename=file.name,
        title=file.title,
        content=export.content(file),
        alt_txt=export.alt(file),
        initial_comment=comment,
    )
    return ""


def whisper(place: Whisper, message: Message) -> None:
    """Answer only the one who asked; plainer where Slack will not have the blocks."""
    or_plainer(lambda shown: _whisper(place, shown), states.private(message), urlsplit(place.url).netloc)


def web_api(client: WebClient) -> Hashable:
    """Return what tells one workspace's Web API from another's, without the token that opens it."""
    return client.base_url, hash(client.token)


def or_plainer(send: Callable[[Message], str], message: Message, api: Hashable, refusals: Refusals = _REFUSALS) -> str:
    """Send a message as well as Slack will have it: as it is, with a table for its chart, or as text alone.

    `api` names what it is sent by: where that refused a chart and took the table, no chart is tried for a while.
    """
    tables = [replace(message, blocks=message.plainer)] if message.plainer else []
    skipped = bool(tables) and refusals.hold(api)
    for shown in tables if skipped else [message, *tables]:
        try:
            sent = send(shown)
        except (SlackApiError, DeliveryError) as error:
            if code(error) not in _UNREADABLE:
                raise
            log.warning("blocks_refused", error=code(error))
        else:
            if shown in tables and not skipped:
                refusals.note(api)
            return sent
    return send(Message(text=message.text))


def show(client: WebClient, place: Screen, view: Block) -> None:
    """Show a modal: in place of the one that was clicked in, or a new one."""
    if not place.view or place.on_top:
        (client.views_push if place.on_top else client.views_open)(trigger_id=place.trigger, view=view)
        return
    try:
        client.views_update(view_id=place.view, view=view)
    except SlackApiError as error:
        if code(error) != "not_found":
            raise
        log.info("modal_closed")  # and whoever closed it waits for nothing


def retries() -> list[RetryHandler]:
    """Return what is tried again: a lost connection, Slack's own trouble, its limits.

    Where the line breaks after a post was heard and before that is said, it is posted twice: better than not at all.
    """
    # They count their tries together, so that each needs the same number.
    return [ConnectionErrorRetryHandler(max_retry_count=_TRIES), _Patience(max_retry_count=_TRIES)]


def pause(asked: str, usual: float) -> float:
    """Return how many seconds to wait before the next try, given a Retry-After header."""
    return RandomJitter().recalculate(max(1.0, float(asked))) if _SECONDS.fullmatch(asked) else usual


def code(error: SlackApiError | DeliveryError) -> str:
    """Return Slack's word for what went wrong: invalid_auth, not_in_channel; http_502 where it was none of Slack's."""
    if isinstance(error, DeliveryError):
        said, status = error.said, error.status
    else:
        said, status = str(error.response.get("error")), getattr(error.response, "status_code", 0)
    return said if _WORD.fullmatch(said) else f"http_{status}"


class _Patience(RetryHandler):
    """Tries again what will pass, after the time that Slack asks for, or a little longer each time."""

    def _can_retry(self, *, response: HttpResponse | None = None, **_others: object) -> bool:
        return response is not None and response.status_code in _PASSING

    def prepare_for_next_attempt(
        self, *, state: RetryState, response: HttpResponse | None = None, **_others: object
    ) -> None:
        headers = {name.lower(): values[0] for name, values in (response.headers if response else {}).items()}
        usual = self.interval_calculator.calculate_sleep_duration(state.current_attempt)
        time.sleep(pause(headers.get("retry-after", ""), usual))
        state.next_attempt_requested = True
        state.increment_current_attempt()


def _whisper(place: Whisper, message: Message) -> str:
    answer = WebhookClient(place.url, retry_handlers=retries()).send(
        text=message.text,
        blocks=message.blocks or None,
        response_type="ephemeral",
        replace_original=place.replaces,
        unfurl_links=False,
        unfurl_media=False,
    )
    if answer.status_code != HTTPStatus.OK:
        raise DeliveryError(answer.status_code, answer.body.strip())
    return ""


def _post(client: WebClient, place: Conversation, message: Message) -> str:
    try:
        answer = client.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread,
            text=message.text,
            blocks=message.blocks or None,
            unfurl_links=False,
            unfurl_media=False,
        )
    except SlackApiError as error:
        _unless_garbled(error)
        return ""
    return str(answer["ts"])


def _update(client: WebClient, place: Standing, message: Message) -> str:
    shown = cut(message.text, _LONGEST_UPDATE)
    try:
        client.chat_update(channel=place.channel, ts=place.ts, text=shown, blocks=message.blocks)
    except SlackApiError as error:
        _unless_garbled(error)
    return place.ts


def _unless_garbled(error: SlackApiError) -> None:
    """Raise an error again unless Slack took what was sent and only that is not said: to apologise would confuse."""
    if code(error) != f"http_{HTTPStatus.OK}":
        raise error
    log.warning("answer_garbled")


def _tell(client: WebClient, place: Aside, message: Message) -> str:
    client.chat_postEphemeral(
        channel=place.channel,
        user=place.user,
        thread_ts=place.thread,
        text=message.text,
        blocks=message.blocks or None,
    )
    return ""
