"""What stands around every listener: an event is dealt with once, and no error reaches a person."""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import structlog
from slack_bolt import Ack, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import logs
from bot.ports import Seen, StoreDown
from bot.render import states
from bot.render.blocks import Message
from bot.slack import payloads
from bot.slack.places import Conversation, Place
from bot.slack.reading import Payload
from bot.slack.sending import DeliveryError, code, deliver

log = structlog.get_logger()

T = TypeVar("T")
Listener = Callable[[Payload, BoltContext, WebClient], object]

_REFERENCE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, O, 1, I: it may be read out over the telephone


def once(seen: Seen) -> Callable[[Payload, Callable[[], BoltResponse]], BoltResponse]:
    """Return a middleware that lets an event through the first time only.

    A retry header is no reason to drop one: the first delivery may have died with its process.
    """

    def only_once(body: Payload, next_: Callable[[], BoltResponse]) -> BoltResponse:
        # In this order, and no further than the first that is known: two deliveries at once cannot stop each other.
        if all(seen.first_time(key) for key in payloads.delivery_keys(body)):
            return next_()
        log.info("duplicate")
        return BoltResponse(status=HTTPStatus.OK)

    return only_once


def acknowledged(listener: Listener) -> Callable[[Ack, Payload, BoltContext, WebClient], None]:
    """Return a listener that acknowledges first and lets no error out: Bolt would take the acknowledgement back."""

    def run(ack: Ack, body: Payload, context: BoltContext, client: WebClient) -> None:
        ack()
        guarded(lambda: listener(body, context, client), lambda error: catch_all(error, body, context, client))

    return run


def guarded(work: Callable[[], T], otherwise: Callable[[Exception], T]) -> T:
    """Do some work, or something else where it fails; the one place that lets nothing out, whatever it is.

    Bolt hands what a listener raises to `catch_all` too, but takes the acknowledgement back first.
    """
    try:
        return work()
    except Exception as error:  # noqa: BLE001  # the person is told a reference, and Slack keeps its acknowledgement
        return otherwise(error)


def catch_all(error: Exception, body: Payload, context: BoltContext, client: WebClient) -> BoltResponse | None:
    """Note an error under a reference, and tell the person no more than that."""
    if isinstance(error, BoltUnhandledRequestError):
        log.debug("ignored")
        return BoltResponse(status=HTTPStatus.OK)  # nothing for us; anything else makes Slack send it again
    reference = noted(error)
    # Until the request is known to be Slack's, whoever sent it is told nothing and sent nowhere.
    if context.authorize_result is not None:
        _tell(client, body, error, reference, context.bot_user_id or "")
    return None


def noted(error: Exception) -> str:
    """Note an error, and return the reference it is noted under."""
    reference = "".join(secrets.choice(_REFERENCE) for _ in range(4))
    log.error("failed", ref=reference, **_described(error))
    return reference


def _tell(client: WebClient, body: Payload, error: Exception, reference: str, bot: str) -> None:
    """Tell the person what stands in the way, in a place where it does not; an apology where nobody can say."""
    known = _known(error, bot)
    for place in _places(body, is_private=known is not None):
        try:
            deliver(client, place, known or states.failed(reference))
        except (SlackApiError, DeliveryError, OSError) as failed:
            log.warning("not_told", ref=reference, **_described(failed))
        else:
            return


def _known(error: Exception, bot: str) -> Message | None:
    """Return the words for what went wrong, where it is a state of Slack's or of the database's."""
    match error:
        case SlackApiError() | DeliveryError():
            return states.of_slack(code(error), bot)
        case StoreDown():
            return states.store_down("that could not be done")
        case _:
            return None


def _places(body: Payload, *, is_private: bool) -> list[Place]:
    """Return where to tell a person, the next where the one before fails; `is_private`: them alone.

    That is where the answer would have been, then the channel, seen by them alone, then a direct message.
    """
    place, aside, user = payloads.place_of(body), payloads.aside_of(body), payloads.asker(body)
    is_open = isinstance(place, Conversation)
    return [
        *([place] if place and not (is_open and is_private and user) else []),
        *([aside] if aside else []),
        *([Conversation(channel=user, thread=None)] if user else []),
    ]


def _described(error: Exception) -> dict[str, object]:
    slack = {"slack": code(error)} if isinstance(error, SlackApiError | DeliveryError) else {}
    return {"error": type(error).__name__, "trail": logs.trail(error), **slack}
