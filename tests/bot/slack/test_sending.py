"""What is tried again, how long is waited before, and what is said more plainly."""

import pytest

from bot.slack.sending import pause
from tests.helpers.sandbox import SAM, Hands


@pytest.mark.parametrize(("asked", "least"), [("30", 30), ("0", 1), ("0.5", 1), ("1.5", 1.5)])
def test_slack_is_waited_for_as_long_as_it_asks_and_a_second_at_least(asked: str, least: float) -> None:
    assert least <= pause(asked, 0) < least + 1


@pytest.mark.parametrize("asked", ["", "Wed, 21 Oct 2026 07:28:00 GMT", "-1", "inf", "9" * 400])
def test_where_slack_does_not_say_how_long_it_is_the_usual_time(asked: str) -> None:
    assert pause(asked, 0.75) == 0.75


@pytest.mark.parametrize("status", [502, 504])
def test_an_answer_that_a_gateway_lost_is_sent_again(hands: Hands, status: int) -> None:
    hands.harm("status", "chat.postMessage", status=status)
    said = hands.say("@surveybot who shares?")
    hands.wait("call", "chat.postMessage", count=2)
    [answer] = hands.from_the_app(thread=said["ts"])
    assert "'who shares?'" in answer["text"]


def test_a_whispered_answer_goes_out_as_plain_text_when_slack_will_not_have_its_blocks(hands: Hands) -> None:
    hands.harm("error", "response_url", error="invalid_blocks")
    hands.command("/survey who shares?")
    hands.wait("call", "response_url", count=2)
    [answer] = hands.from_the_app()
    assert ("'who shares?'" in answer["text"], "blocks" in answer, answer["ephemeral_to"]) == (True, False, SAM)
