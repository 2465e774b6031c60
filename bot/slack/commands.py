"""The slash command: `/survey QUESTION`, answered to the one who typed it."""

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.slack import payloads
from bot.slack.desk import Desk
from bot.slack.middleware import acknowledged
from bot.slack.reading import Payload
from bot.slack.responding import say

COMMAND = "/survey"


def register(app: App, desk: Desk) -> None:
    """Listen for the command; what follows it is a question like any other, `stats` and `help` too."""

    def survey(body: Payload, _context: BoltContext, client: WebClient) -> None:
        asked = payloads.command(body)
        if asked.key and not desk.seen.first_time(asked.key):
            return  # it was delivered twice
        say(desk, client, asked, desk.answer(asked))

    app.command(COMMAND)(acknowledged(survey))
