"""What is tried again, how long is waited before, and what is said more plainly."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.render.blocks import Message, compose
from bot.slack.places import Conversation, Whisper
from bot.slack.sending import DeliveryError, Refusals, deliver, or_plainer, pause
from tests.bot.replies import a_chart, a_picture, a_reply, a_sheet
from tests.helpers.bots import Bot
from tests.helpers.sandbox import SAM, Hands

DRAWN = compose(a_reply(chart=a_chart()))
HOUR = 3600.0  # seconds


def refusing(*kinds: str) -> tuple[Callable[[Message], str], list[Message]]:
    """Return a way to send that refuses blocks of some kinds, and the list of what was tried."""
    tried: list[Message] = []

    def send(message: Message) -> str:
        tried.append(message)
        if any(block["type"] in kinds for block in message.blocks):
            raise DeliveryError(400, "invalid_blocks")
        return ""

    return send, tried


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


def test_where_a_chart_is_refused_a_table_takes_its_place_and_where_that_is_too_text_does() -> None:
    table, text = replace(DRAWN, blocks=DRAWN.plainer), Message(text=DRAWN.text)
    for kinds, sent in (
        ((), [DRAWN]),
        (("data_visualization",), [DRAWN, table]),
        (("rich_text",), [DRAWN, table, text]),
    ):
        send, tried = refusing(*kinds)
        or_plainer(send, DRAWN, "api", Refusals())
        assert tried == sent


def test_a_refused_chart_is_not_tried_again_there_for_an_hour() -> None:
    now = [0.0]
    refusals, (send, tried) = Refusals(lambda: now[0]), refusing("data_visualization")
    for at in (0.0, 1.0, HOUR - 1, HOUR):
        now[0] = at
        or_plainer(send, DRAWN, "api", refusals)
    assert [message == DRAWN for message in tried] == [True, False, False, False, True, False]


def test_a_refusal_holds_for_no_other_workspace_and_for_no_answer_without_a_chart() -> None:
    refusals, (send, tried) = Refusals(), refusing("data_visualization")
    or_plainer(send, DRAWN, "one", refusals)
    or_plainer(send, DRAWN, "other", refusals)
    or_plainer(send, plain := compose(a_reply()), "one", refusals)
    assert (tried[2], tried[-1]) == (DRAWN, plain)


def test_where_the_table_is_refused_as_well_the_chart_was_not_to_blame() -> None:
    refusals, (send, _) = Refusals(), refusing("rich_text")
    or_plainer(send, DRAWN, "api", refusals)
    assert not refusals.hold("api")


def test_a_file_is_uploaded_into_the_thread_with_what_is_said_of_it(bot: Bot) -> None:
    said = bot.hands.say("look at this")
    message = compose(a_reply(headline="Here it is.", attachment=a_picture()))
    deliver(bot.app.client, Conversation(channel="C0GENERAL", thread=said["ts"]), message)
    [posted] = bot.hands.from_the_app(thread=said["ts"])
    file = bot.sandbox.slack.workspace.files[posted["files"][0]["id"]]
    assert (posted["text"], file.name, file.title, file.alt) == (
        "Here it is.",
        "barriers.png",
        "Barriers",
        "Bar chart.",
    )
    assert (file.content or b"").startswith(b"\x89PNG")


def test_who_asks_privately_is_told_where_files_can_be_sent(bot: Bot) -> None:
    bot.hands.command("/survey who shares?")
    bot.hands.wait("call", "response_url")
    url = bot.hands.entries("delivery", "/survey")[0]["body"]["payload"]["response_url"]
    deliver(bot.app.client, Whisper(url=url, replaces=False), compose(a_reply(attachment=a_sheet())))
    answer = bot.hands.from_the_app()[-1]
    assert ("direct message" in answer["text"], answer["ephemeral_to"], answer.get("files")) == (True, SAM, None)
