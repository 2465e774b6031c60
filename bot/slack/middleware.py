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
from bot.ports import Seen
from bot.render.blocks import Message, notice
from bot.slack import payloads
from bot.slack.payloads import Payload
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
        _apologise(client, body, reference)
    return None


def noted(error: Exception) -> str:
    """Note an error, and return the reference it is noted under."""
    reference = "".join(secrets.choice(_REFERENCE) for _ in range(4))
    log.error("failed", ref=reference, **_described(error))
    return reference


def apology(reference: str) -> Message:
    """Return what a person is told of an error."""
    return notice(f"Something went wrong (ref {reference}). Please try again.")


def _apologise(client: WebClient, body: Payload, reference: str) -> None:
    place = payloads.place_of(body)
    if place is None:
        return
    try:
        deliver(client, place, apology(reference))
    except (SlackApiError, DeliveryError, OSError) as error:
        log.warning("not_told", ref=reference, **_described(error))


def _described(error: Exception) -> dict[str, object]:
    slack = {"slack": code(error)} if isinstance(error, SlackApiError | DeliveryError) else {}
    return {"error": type(error).__name__, "trail": logs.trail(error), **slack}
