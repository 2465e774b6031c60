"""The slash command: `/survey QUESTION`, answered to the one who typed it."""

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.slack import payloads
from bot.slack.admitting import admitted, refusal
from bot.slack.desk import Desk
from bot.slack.manifest import COMMAND
from bot.slack.middleware import acknowledged
from bot.slack.reading import Payload
from bot.slack.responding import say
from bot.slack.sending import deliver
from bot.slack.teaching import curate

ADMIN = "admin"  # what opens the list of taught intents, if nothing else was typed


def register(app: App, desk: Desk) -> None:
    """Listen for the command; what follows it is a question like any other, `stats` too, but for `admin` alone."""

    def survey(body: Payload, _context: BoltContext, client: WebClient) -> None:
        asked = payloads.command(body)
        if asked.key and not desk.seen.first_time(asked.key):
            return  # it was delivered twice
        if asked.question.casefold() != ADMIN:
            say(desk, client, asked, desk.answer(asked))
        elif admitted(desk, client, body):
            curate(desk, client, body)
        else:
            deliver(client, asked.place, refusal(desk, client, body))

    app.command(COMMAND)(acknowledged(survey))
