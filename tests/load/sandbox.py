"""A sandbox without limits, told on its standard input where the bot listens: python -m tests.load.sandbox."""

import json
import sys

from bot.sandbox import journal
from bot.sandbox.registration import registered
from bot.sandbox.rules import Rules
from bot.sandbox.server import Sandbox
from bot.slack.manifest import manifest
from tests.helpers.bots import reach

ENTRIES = 200_000  # some twelve a question; the journal's own limit holds little more than a minute of them


def main() -> None:
    """Print how the bot reaches it, and serve until the input ends."""
    journal.LIMIT = ENTRIES
    with Sandbox(registered(manifest()), rules=Rules(messages_a_second=0, method_limits=False)) as sandbox:
        settings = {
            "SLACK_BOT_TOKEN": sandbox.credentials.bot_token,
            "SLACK_APP_TOKEN": sandbox.credentials.app_token,
            "SLACK_SIGNING_SECRET": sandbox.credentials.signing_secret,
            "SURVEYBOT_SLACK_API_URL": sandbox.api_url,
        }
        print(json.dumps({"url": sandbox.url, "settings": settings}), flush=True)
        for port in sys.stdin:
            reach(sandbox, int(port))


if __name__ == "__main__":
    main()
