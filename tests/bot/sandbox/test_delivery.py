"""What is brought to an app, how often, and when: the schedule of tries, and deliveries that go wrong on purpose."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.apps import FREE, Answer, HttpApp, app_over_http, bot, socket
from tests.helpers.sandbox import ALEX, DATA, DM, GENERAL, RANDOM, SAM, Hands, Json, Refused


@pytest.fixture
def app_and_hands() -> Iterator[tuple[HttpApp, Hands]]:
    with app_over_http() as (_, app, hands):
        yield app, hands


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rules=FREE) as sandbox:
        yield sandbox


def told(hands: Hands, *, after: int = 0) -> list[Json]:
    """Return the events that the app was told of, once everything has been."""
    hands.do("quiet")
    return [entry["body"]["payload"]["event"] for entry in hands.entries("delivery", after=after)]


# The schedule


def test_an_event_that_is_never_taken_is_tried_at_once_after_a_minute_and_after_five(
    app_and_hands: tuple[HttpApp, Hands],
) -> None:
    app, hands = app_and_hands
    app.answers["message"] = Answer(status=500)
    hands.say("hello")
    for tries, wait in ((2, 60), (3, 300)):
        hands.wait("not_acknowledged", count=tries)
        hands.do("quiet", seconds=0.05)
        hands.do("advance", seconds=wait - 5)
        hands.do("quiet", seconds=0.05)
        assert len(app.heard) == tries
        hands.do("advance", seconds=5)
    hands.wait("given_up", "message")
    assert [heard.headers.get("x-slack-retry-num") for heard in app.heard] == [None, "1", "2", "3"]
    assert len({heard.payload["event_id"] for heard in app.heard}) == 1


def test_an_event_that_is_taken_at_last_is_not_tried_again(app_and_hands: tuple[HttpApp, Hands]) -> None:
    app, hands = app_and_hands
    app.answers["message"] = Answer(status=500)
    hands.say("hello")
    hands.wait("not_acknowledged", count=2)
    app.answers.clear()
    hands.do("advance", seconds=60)
    hands.wait("acknowledged", "message")
    hands.do("advance", seconds=300)
    hands.do("quiet", seconds=0.05)
    assert len(app.heard) == 3
    assert hands.entries("given_up") == []


def test_commands_and_interactions_are_not_tried_again(app_and_hands: tuple[HttpApp, Hands]) -> None:
    app, hands = app_and_hands
    app.answers |= {"/survey": Answer(status=500), "shortcut": Answer(status=500)}
    hands.command("/survey share?")
    with pytest.raises(Refused, match="not_acknowledged"):
        hands.do("shortcut", user=SAM, callback_id="ask")
    hands.do("advance", seconds=600)
    hands.do("quiet", seconds=0.05)
    assert len(app.heard) == 2


def test_an_event_of_the_journal_can_be_delivered_again(app_and_hands: tuple[HttpApp, Hands]) -> None:
    app, hands = app_and_hands
    hands.say("hello")
    [sent] = hands.wait("delivery", "message")
    hands.do("again", number=sent["number"], reason="http_error")
    hands.wait("acknowledged", "message", count=2)
    assert app.heard[1].headers["x-slack-retry-num"] == "1"
    assert app.heard[1].headers["x-slack-retry-reason"] == "http_error"
    assert app.heard[1].payload == app.heard[0].payload
    with pytest.raises(Refused, match="no_such_delivery"):
        hands.do("again", number=0)


# What goes wrong on purpose


def test_a_delivery_can_come_twice(app_and_hands: tuple[HttpApp, Hands]) -> None:
    app, hands = app_and_hands
    hands.harm("twice", "slash_commands")
    hands.command("/survey share?")
    app.wait_for(2)
    assert app.heard[0].payload == app.heard[1].payload


def test_an_acknowledgement_can_go_unheard(app_and_hands: tuple[HttpApp, Hands]) -> None:
    app, hands = app_and_hands
    hands.harm("unheard", "events_api")
    hands.say("hello")
    hands.wait("acknowledged", "message")
    assert app.heard[1].headers["x-slack-retry-reason"] == "http_timeout"


def test_a_line_can_break_before_a_request_is_made(app_and_hands: tuple[HttpApp, Hands]) -> None:
    app, hands = app_and_hands
    hands.harm("cut", "interactive")
    with pytest.raises(Refused, match="not_acknowledged"):
        hands.do("shortcut", user=SAM, callback_id="ask")
    assert app.heard == []


def test_a_delivery_can_be_late(app_and_hands: tuple[HttpApp, Hands]) -> None:
    app, hands = app_and_hands
    hands.harm("late", "events_api", seconds=600)
    hands.say("late")
    hands.say("in time")
    app.wait_for(1)
    hands.do("advance", seconds=600)
    app.wait_for(2)
    assert [heard.payload["event"]["text"] for heard in app.heard] == ["in time", "late"]


# Who hears of what


def test_a_mention_is_told_twice_where_the_app_reads_the_channel_too(sandbox: Sandbox) -> None:
    hands = Hands(sandbox.url)
    hands.rules(retry_seconds=[])
    hands.say("@app share?", channel=GENERAL)
    mention, message = sorted(told(hands), key=lambda event: str(event["type"]))
    assert (mention["type"], message["type"], message["channel_type"]) == ("app_mention", "message", "channel")
    assert mention["ts"] == message["ts"]
    assert "channel_type" not in mention
    assert message["client_msg_id"]


@pytest.mark.parametrize(
    ("events", "text", "channel", "expected"),
    [
        ({"app_mention"}, "@app hello", GENERAL, ["app_mention"]),
        ({"app_mention"}, "hello", GENERAL, []),
        ({"app_mention", "message.im"}, "@app hello", DM, ["message"]),
        ({"message.channels"}, "@app hello", GENERAL, ["message"]),
        ({"message.im"}, "hello", GENERAL, []),
        ({"app_mention", "message.channels"}, "@app hello", RANDOM, []),
    ],
)
def test_an_app_hears_what_it_subscribed_to_where_it_is(
    events: set[str], text: str, channel: str, expected: list[str]
) -> None:
    rules = FREE.model_copy(update={"retry_seconds": ()})
    with Sandbox(Registration(events=frozenset(events)), rules=rules) as sandbox:
        hands = Hands(sandbox.url)
        hands.say(text, channel=channel)
        assert [event["type"] for event in told(hands)] == expected


def test_an_app_hears_itself(sandbox: Sandbox) -> None:
    client, hands = bot(sandbox), Hands(sandbox.url)
    with socket(sandbox) as app:
        ts = client.chat_postMessage(channel=GENERAL, text="<@U0SANDBOX> hello")["ts"]
        client.chat_postEphemeral(channel=GENERAL, user=SAM, text="not this")
        client.chat_update(channel=GENERAL, ts=ts, text="changed")
        client.reactions_add(channel=GENERAL, timestamp=ts, name="eyes")
        client.chat_delete(channel=GENERAL, ts=ts)
        client.conversations_join(channel=RANDOM)
        heard = [app.take()["payload"]["event"] for _ in range(5)]
    kinds = [event.get("subtype") or event["type"] for event in heard]
    assert kinds == ["message", "message_changed", "reaction_added", "message_deleted", "member_joined_channel"]
    assert heard[0]["bot_id"] == "B0SANDBOX"
    assert heard[1]["previous_message"]["text"] != heard[1]["message"]["text"]
    assert heard[3]["deleted_ts"] == ts
    assert hands.messages(user=ALEX) == []


def test_an_event_that_nobody_did_here_can_be_told(sandbox: Sandbox) -> None:
    with socket(sandbox) as app:
        Hands(sandbox.url).do("event", subscription="app_uninstalled", event={"type": "app_uninstalled"})
        body = app.take("events_api")["payload"]
    assert (body["type"], body["event"]) == ("event_callback", {"type": "app_uninstalled"})
    assert body["authorizations"][0]["user_id"] == "U0SANDBOX"


def test_a_registration_may_change_while_the_sandbox_runs(sandbox: Sandbox) -> None:
    hands = Hands(sandbox.url)
    hands.rules(retry_seconds=[])
    sandbox.slack.registration = replace(sandbox.slack.registration, events=frozenset())
    hands.say("hello", channel=DATA)
    assert told(hands) == []
