"""Slack's dictionaries, read into values."""

import pytest

from bot.sandbox.model import Channel, Kind, Message, View
from bot.sandbox.payloads import event, interaction, mentioned, on_message, on_view, opened, said
from bot.sandbox.workspace import BOT_USER, MEMBER, TEAM
from bot.slack import payloads
from bot.slack.payloads import Conversation, Home, Payload, Screen, Surface, Whisper
from tests.helpers.sandbox import DM, GENERAL, SAM

MODAL = View(id="V1", user=SAM, made={"type": "modal"}, hash="h")
HOME = View(id="V2", user=SAM, made={"type": "home"}, hash="h")
URL = "https://r.example"


def mention(ts: str = "1.1", thread_ts: str | None = None, user: str = SAM) -> Payload:
    return event(mentioned(Message(ts=ts, channel=GENERAL, user=user, text="who?", thread_ts=thread_ts)), 0)


def direct_message(ts: str = "1.1") -> Payload:
    return event(said(Message(ts=ts, channel=DM, user=SAM, text="who?"), Kind.DM), 0)


def whispered_click(question: object, **others: object) -> Payload:
    place = on_message(Message(ts="1.1", channel=GENERAL, user=BOT_USER, seen_by=SAM), Channel(id=GENERAL, name="g"))
    return interaction("block_actions", MEMBER, **{**place, "actions": [{"value": question}], **others})


def on_a_view(view: View, kind: str = "block_actions") -> Payload:
    return interaction(kind, MEMBER, **on_view(view), trigger_id="t1")


def test_a_follow_up_belongs_to_the_conversation_of_its_mention() -> None:
    first = payloads.mention(mention("1.1"), BOT_USER)
    second = payloads.mention(mention("2.1", thread_ts="1.1"), BOT_USER)
    assert first.thread == second.thread == f"{TEAM}:{GENERAL}:1.1:{SAM}"


def test_two_people_in_one_thread_have_a_conversation_each() -> None:
    own, other = (payloads.mention(mention("2.1", thread_ts="1.1", user=user), BOT_USER) for user in (SAM, "U0ALEX"))
    assert own.thread != other.thread


def test_messages_to_the_bot_alone_are_one_conversation() -> None:
    first, second = (payloads.direct_message(direct_message(ts), BOT_USER) for ts in ("1.1", "2.1"))
    assert first.thread == second.thread == f"{TEAM}:{DM}::{SAM}"


def test_a_whispered_question_stands_alone() -> None:
    assert payloads.click(whispered_click("q"), Surface.BUTTON).thread is None


def test_an_event_is_known_by_its_own_name_before_its_messages() -> None:
    body = mention("1.1")
    assert payloads.delivery_keys(body) == (f"event:{body['event_id']}", f"message:{TEAM}:{GENERAL}:1.1")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (mention("1.1"), Conversation(channel=GENERAL, thread="1.1")),
        (mention("2.1", thread_ts="1.1"), Conversation(channel=GENERAL, thread="1.1")),
        (direct_message("1.1"), Conversation(channel=DM, thread=None)),
        (whispered_click("q", response_url=URL), Whisper(url=URL, replaces=False)),
        (on_a_view(MODAL), Screen(trigger="t1", view="V1")),
        (on_a_view(HOME), Home(user=SAM)),
        (event(opened(SAM, DM, "home", "1.1", None), 0), Home(user=SAM)),
        (event({"type": "team_join", "user": SAM}, 0), None),
        ({}, None),
    ],
)
def test_a_person_is_told_of_a_failure_where_they_asked(body: Payload, place: payloads.Place | None) -> None:
    assert payloads.place_of(body) == place


@pytest.mark.parametrize(("view", "shown"), [(MODAL, "V1"), (HOME, "")], ids=["modal", "home"])
def test_a_click_is_answered_in_its_modal_and_on_the_home_tab_in_a_new_one(view: View, shown: str) -> None:
    place = Screen(trigger="t1", view=shown)
    assert payloads.click(on_a_view(view), Surface.BUTTON).place == payloads.screen(on_a_view(view)) == place


@pytest.mark.parametrize(
    ("values", "question"),
    [
        ({"b": {"a": {"value": " who? "}}}, "who?"),
        ({"b": {"a": {"value": None}}}, "help"),
        ({"b": 3}, "help"),
        ({}, "help"),
    ],
    ids=str,
)
def test_a_form_is_read_and_asks_for_help_where_nothing_was_typed(values: Payload, question: str) -> None:
    body = on_a_view(View(id="V1", user=SAM, made={"type": "modal"}, hash="h", values=values), "view_submission")
    asked = payloads.submission(body, "b", "a")
    assert (asked.question, asked.place, asked.user) == (question, Screen(trigger="t1", view="V1"), SAM)


@pytest.mark.parametrize("actions", [None, [], ["?"], [{"value": 3}]], ids=str)
def test_a_click_without_a_question_asks_for_help(actions: object) -> None:
    assert payloads.click(whispered_click("", actions=actions), Surface.BUTTON).question == "help"


def test_two_questions_in_one_message_have_buttons_of_their_own() -> None:
    keys = {payloads.click(whispered_click(question), Surface.SHARE).key for question in ("a", "b")}
    assert len(keys) == 2


def test_the_name_of_a_button_does_not_hold_its_question() -> None:
    assert "private" not in payloads.click(whispered_click("private matter"), Surface.SHARE).key
