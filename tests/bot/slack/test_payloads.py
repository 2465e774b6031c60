"""Slack's dictionaries, read into values."""

import pytest

from bot.slack import payloads
from bot.slack.payloads import Conversation, Payload, Surface, Whisper
from tests.helpers.slack_events import click, direct_message, event, mention, whispered_click


def test_a_follow_up_belongs_to_the_conversation_of_its_mention() -> None:
    first = payloads.mention(mention(ts="1.1"), "U0BOT")
    second = payloads.mention(mention(ts="2.1", thread_ts="1.1"), "U0BOT")
    assert first.thread == second.thread == "T1:C1:1.1"


def test_messages_to_the_bot_alone_are_one_conversation() -> None:
    first, second = (payloads.direct_message(direct_message(ts=ts), "U0BOT") for ts in ("1.1", "2.1"))
    assert first.thread == second.thread == "T1:D1"


def test_a_whispered_question_stands_alone() -> None:
    assert payloads.click(whispered_click("suggest_0", "q", "https://r.example"), Surface.BUTTON).thread is None


def test_an_event_is_known_by_its_own_name_before_its_messages() -> None:
    assert payloads.delivery_keys(mention(event_id="Ev1", ts="1.1")) == ("event:Ev1", "message:T1:C1:1.1")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (mention(ts="1.1"), Conversation(channel="C1", thread="1.1")),
        (mention(ts="2.1", thread_ts="1.1"), Conversation(channel="C1", thread="1.1")),
        (direct_message(ts="1.1"), Conversation(channel="D1", thread=None)),
        ({"response_url": "https://r.example"}, Whisper(url="https://r.example", replaces=False)),
        (event("team_join", channel=""), None),
        ({}, None),
    ],
)
def test_a_person_is_told_of_a_failure_where_they_asked(body: Payload, place: payloads.Place | None) -> None:
    assert payloads.place_of(body) == place


@pytest.mark.parametrize("actions", [None, [], ["?"], [{"value": 3}]], ids=str)
def test_a_click_without_a_question_asks_for_help(actions: object) -> None:
    body = click("suggest_0", "", message={"ts": "1.1"}) | {"actions": actions}
    assert payloads.click(body, Surface.BUTTON).question == "help"


def test_two_questions_in_one_message_have_buttons_of_their_own() -> None:
    keys = {payloads.click(whispered_click("share", q, "https://r.example"), Surface.SHARE).key for q in ("a", "b")}
    assert len(keys) == 2


def test_the_name_of_a_button_does_not_hold_its_question() -> None:
    clicked = payloads.click(whispered_click("share", "private matter", "https://r.example"), Surface.SHARE)
    assert "private" not in clicked.key
