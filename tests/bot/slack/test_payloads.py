"""Slack's dictionaries, read into values."""

from dataclasses import replace

import pytest

from bot.sandbox.model import Channel, Kind, Message, View
from bot.sandbox.payloads import edited, event, interaction, mentioned, on_message, on_view, opened, said
from bot.sandbox.workspace import BOT_USER, MEMBER, TEAM
from bot.slack import payloads
from bot.slack.places import Conversation, Home, Place, Screen, Standing, Surface, Whisper
from bot.slack.reading import Payload
from tests.helpers.sandbox import DM, GENERAL, SAM

MODAL = View(id="V1", user=SAM, made={"type": "modal"}, hash="h")
HOME = View(id="V2", user=SAM, made={"type": "home"}, hash="h")
URL = "https://r.example"


def mention(ts: str = "1.1", thread_ts: str | None = None, user: str = SAM) -> Payload:
    return event(mentioned(Message(ts=ts, channel=GENERAL, user=user, text="who?", thread_ts=thread_ts)), 0)


def direct_message(ts: str = "1.1", thread_ts: str | None = None) -> Payload:
    return event(said(Message(ts=ts, channel=DM, user=SAM, text="who?", thread_ts=thread_ts), Kind.DM), 0)


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
    assert (first.also, second.also) == ((f"{TEAM}:{DM}:1.1:{SAM}",), (f"{TEAM}:{DM}:2.1:{SAM}",))


def test_a_message_in_a_thread_with_the_bot_leans_on_that_thread_and_the_next_one_outside_may_lean_on_it() -> None:
    asked = payloads.direct_message(direct_message("3.1", thread_ts="1.1"), BOT_USER)
    assert (asked.thread, asked.also) == (f"{TEAM}:{DM}:1.1:{SAM}", (f"{TEAM}:{DM}::{SAM}",))


def changed(now: str, before: str, **by: str) -> Payload:
    message = Message(ts="1.1", channel=GENERAL, user=SAM, text=now, edited="5.0")
    found = edited(message, replace(message, text=before), Kind.CHANNEL, "5.1")
    return event({**found, "message": {**dict(found["message"]), **by}}, 0)  # type: ignore[call-overload]


def test_a_correction_is_read_with_where_its_answer_stands() -> None:
    asked = payloads.edited(changed(f"<@{BOT_USER}> what now?", "what?"), BOT_USER, "1.2")
    assert (asked.question, asked.place, asked.ts) == ("what now?", Standing(channel=GENERAL, ts="1.2"), "1.1")
    assert asked.thread == payloads.mention(mention("1.1"), BOT_USER).thread


@pytest.mark.parametrize(
    ("body", "is_one"),
    [
        (changed("a", "b"), True),
        (changed("a", "a"), False),
        (changed("a", "b", bot_id="B9"), False),
        (changed("a", "b", user=""), False),
        (mention(), False),
        ({}, False),
    ],
    ids=["corrected", "unfolded", "a bot's", "nobody's", "said", "nothing"],
)
def test_only_a_person_who_says_something_else_corrects(body: Payload, is_one: bool) -> None:
    assert payloads.is_edit(body) is is_one


@pytest.mark.parametrize(
    ("emoji", "item", "is_one"),
    [
        ("x", "message", True),
        ("negative_squared_cross_mark", "message", True),
        ("x", "file", False),
        ("+1", "message", False),
    ],
)
def test_a_cross_is_one_on_a_message(emoji: str, item: str, is_one: bool) -> None:
    body = event({"type": "reaction_added", "user": SAM, "reaction": emoji, "item": {"type": item, "ts": "1.1"}}, 0)
    assert payloads.is_cross(body) is is_one


@pytest.mark.parametrize(
    ("text", "thread_ts", "kind", "is_one"),
    [
        ("and central?", "1.1", Kind.CHANNEL, True),
        ("and central?", "1.1", Kind.PRIVATE, True),
        ("and central?", None, Kind.CHANNEL, False),
        ("<@U0ALEX> and central?", "1.1", Kind.CHANNEL, False),
        ("<@U0ALEX|alex> and central?", "1.1", Kind.CHANNEL, False),
        ("and central?", "1.1", Kind.DM, False),
    ],
)
def test_what_stands_in_a_channels_thread_and_names_nobody_may_follow_on(
    text: str, thread_ts: str | None, kind: Kind, is_one: bool
) -> None:
    message = Message(ts="2.1", channel=GENERAL, user=SAM, text=text, thread_ts=thread_ts)
    assert payloads.is_between_people(event(said(message, kind), 0)) is is_one


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ({"actions": [{"action_id": "teach"}], "view": {"callback_id": "settings"}}, "teach"),
        ({"view": {"callback_id": "settings"}}, "settings"),
        ({"callback_id": "browse"}, "browse"),
        ({"command": "/survey"}, "/survey"),
        ({"actions": [{"action_id": 7}]}, ""),
    ],
)
def test_what_somebody_tried_has_a_name(body: dict[str, object], what: str) -> None:
    assert payloads.tried(body) == what


def test_what_a_question_said_before_it_was_changed_is_read() -> None:
    before = {"event": {"previous_message": {"text": "<@U0BOT> who &amp; why"}}}
    assert [payloads.question_before(each, "U0BOT") for each in (before, {})] == ["who & why", ""]


def test_the_organisation_of_a_workspace_is_read_from_events_and_clicks() -> None:
    assert payloads.domains({"team_id": "T1", "enterprise_id": "E1"}) == ("T1", "E1")
    assert payloads.domains({"team": {"id": "T1"}, "enterprise": {"id": "E1"}}) == ("T1", "E1")
    assert payloads.domains({"team": {"id": "T1"}, "enterprise": None}) == ("T1",)


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
        (direct_message("1.1"), Conversation(channel=DM, thread="1.1")),
        (whispered_click("q", response_url=URL), Whisper(url=URL, replaces=False)),
        (on_a_view(MODAL), Screen(trigger="t1", view="V1")),
        (on_a_view(HOME), Home(user=SAM)),
        (event(opened(SAM, DM, "home", "1.1", None), 0), Home(user=SAM)),
        (event({"type": "team_join", "user": SAM}, 0), None),
        ({}, None),
    ],
)
def test_a_person_is_told_of_a_failure_where_they_asked(body: Payload, place: Place | None) -> None:
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


def test_of_two_corrections_in_one_second_the_later_one_is_the_newer() -> None:
    def changed(ts: str) -> Payload:
        now = {"ts": "1.1", "user": SAM, "text": "q", "edited": {"user": SAM, "ts": "1900000000.000000"}}
        return event({"type": "message", "subtype": "message_changed", "ts": ts, "message": now}, 0)

    assert payloads.edit_time(changed("1900000000.000200")) < payloads.edit_time(changed("1900000000.000300"))


def test_a_modal_of_somebody_from_outside_is_of_the_workspace_it_was_opened_in() -> None:
    body = {"team": {"id": "T2"}, "user": {"id": SAM, "team_id": "T2"}, "view": {"app_installed_team_id": "T1"}}
    assert payloads.team(body) == "T1"
