"""What stands around every listener: an event is dealt with once, and no error reaches a person."""

import secrets
from collections.abc import Callable
from http import HTTPStatus

import structlog
from slack_bolt import BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import logs
from bot.ports import Seen
from bot.render.blocks import notice
from bot.slack import payloads
from bot.slack.payloads import Payload
from bot.slack.sending import DeliveryError, code, deliver

log = structlog.get_logger()

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


def catch_all(error: Exception, body: Payload, context: BoltContext, client: WebClient) -> BoltResponse | None:
    """Note an error under a reference, and tell the person no more than that."""
    if isinstance(error, BoltUnhandledRequestError):
        log.debug("ignored")
        return BoltResponse(status=HTTPStatus.OK)  # nothing for us; anything else makes Slack send it again
    reference = "".join(secrets.choice(_REFERENCE) for _ in range(4))
    log.error("failed", ref=reference, **_described(error))
    # Until the request is known to be Slack's, whoever sent it is told nothing and sent nowhere.
    if context.authorize_result is not None:
        _apologise(client, body, reference)
    return None


def _apologise(client: WebClient, body: Payload, reference: str) -> None:
    place = payloads.place_of(body)
    if place is None:
        return
    try:
        deliver(client, place, notice(f"Something went wrong (ref {reference}). Please try again."))
    except (SlackApiError, DeliveryError, OSError) as error:
        log.warning("not_told", ref=reference, **_described(error))


def _described(error: Exception) -> dict[str, object]:
    slack = {"slack": code(error)} if isinstance(error, SlackApiError) else {}
    return {"error": type(error).__name__, "trail": logs.trail(error), **slack}
