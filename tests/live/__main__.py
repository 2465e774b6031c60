"""Send everything the bot shows to Slack's `blocks.validate`: python -m tests.live."""

import os
import sys
from collections.abc import Mapping

from bot.config import load_settings, secret
from bot.render.blocks import Block, Message
from bot.slack.client import web_client
from tests.helpers.payloads import MESSAGES, VIEWS
from tests.live.judging import NotJudged, judged

TOKENS = ("SLACK_VALIDATE_TOKEN", "SLACK_BOT_TOKEN")  # any token will do: the method needs no right
PAYLOADS: Mapping[str, Message | Block] = {
    **{f"message {name}": message for name, message in MESSAGES.items()},
    **{f"view {name}": view for name, view in VIEWS.items()},
}


def main(payloads: Mapping[str, Message | Block] = PAYLOADS) -> int:
    """Print what Slack does not take, and return how many payloads that are."""
    settings = load_settings()
    token = os.environ.get(TOKENS[0], "") or secret(settings.slack_bot_token)
    if not token:
        print(f"Skipped: neither {' nor '.join(TOKENS)} is set, and Slack judges nothing without a token.")
        return 0
    failed = 0
    for judgement in judged(web_client(settings, token), payloads):
        failed += bool(judgement.faults)
        for fault in judgement.faults:
            print(f"{judgement.name} {fault}")
    print(f"{len(payloads) - failed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    try:
        sys.exit(min(main(), 1))
    except NotJudged as refused:
        sys.exit(f"Slack did not look at them ({refused}). Is the token a valid one?")
    except OSError:
        sys.exit("Slack could not be reached. Check the network and the proxy.")
