"""Who may do what is for admins, decided anew at every action, whatever button was shown."""

import structlog
from slack_sdk import WebClient

from bot.slack import payloads
from bot.slack.desk import Desk
from bot.slack.reading import Payload

log = structlog.get_logger()


def admitted(desk: Desk, client: WebClient, body: Payload) -> bool:  # noqa: ARG001  # Slack will be asked for groups
    """Return whether the person behind a payload is an admin of its workspace; where not, that is logged."""
    pressed = payloads.press(body)
    if desk.is_admin(pressed.domains, pressed.user):
        return True
    log.warning("denied", team=pressed.team, user=pressed.user)
    return False
