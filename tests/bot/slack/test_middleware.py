"""What happens when something goes wrong, through the real app."""

import time
from collections.abc import Iterator

import pytest
from slack_bolt import BoltRequest
from structlog.testing import capture_logs

from bot.context import Context
from bot.reply import Reply
from tests.helpers.slack_api import RESPONSE_URL, Answer, SlackApi, refusal
from tests.helpers.slack_app import SlackBot
from tests.helpers.slack_events import click, command, direct_message, mention

SECRET_WORDS = "the minister's own words"


def broken(question: str, context: Context) -> Reply:
    raise RuntimeError(f"cannot answer {question!r}")


@pytest.fixture
def failing(slack: SlackApi) -> Iterator[SlackBot]:
    bot = SlackBot(slack, broken)
    yield bot
    bot.pool.shutdown()


def test_a_mention_that_fails_gets_a_reference_in_its_thread(slack: SlackApi, failing: SlackBot) -> None:
    failing.hear(mention(SECRET_WORDS, ts="1700000001.000100"))
    [call] = slack.wait_for("chat.postMessage")
    assert call.text.startswith("Something went wrong (ref ")
    assert call.args["thread_ts"] == "1700000001.000100"


def test_a_direct_message_that_fails_gets_a_reference_beside_it(slack: SlackApi, failing: SlackBot) -> None:
    failing.hear(direct_message(SECRET_WORDS))
    [call] = slack.wait_for("chat.postMessage")
    assert (call.args["channel"], call.args.get("thread_ts")) == ("D1", None)


def test_a_command_that_fails_gets_a_reference_in_a_whisper(slack: SlackApi, failing: SlackBot) -> None:
    response = failing.hear(command(SECRET_WORDS, slack.response_url))
    [call] = slack.wait_for(RESPONSE_URL)
    assert (response.status, call.args["response_type"]) == (200, "ephemeral")


def test_a_click_that_fails_gets_a_reference_in_a_whisper(slack: SlackApi, failing: SlackBot) -> None:
    failing.hear(click("suggest_0", SECRET_WORDS, message={"ts": "1.1"}) | {"response_url": slack.response_url})
    [call] = slack.wait_for(RESPONSE_URL)
    assert "Something went wrong" in call.text


def test_nobody_is_shown_the_error(slack: SlackApi, failing: SlackBot) -> None:
    failing.hear(mention(SECRET_WORDS))
    [call] = slack.wait_for("chat.postMessage")
    assert "cannot answer" not in str(call.args)


def test_the_log_holds_the_reference_and_the_place_but_not_the_question(slack: SlackApi, failing: SlackBot) -> None:
    with capture_logs() as logged:
        failing.hear(mention(SECRET_WORDS))
        failing.settle()
    [call] = slack.calls("chat.postMessage")
    [entry] = [entry for entry in logged if entry["event"] == "failed"]
    assert f"(ref {entry['ref']})" in call.text
    assert (entry["error"], entry["trail"][-1].split()[-1]) == ("RuntimeError", "broken")
    assert SECRET_WORDS not in str(logged)


def test_an_answer_is_logged_by_its_kind_and_not_by_its_words(bot: SlackBot) -> None:
    with capture_logs() as logged:
        bot.hear(mention(SECRET_WORDS))
        bot.settle()
    [entry] = [entry for entry in logged if entry["event"] == "answered"]
    assert set(entry) == {"event", "log_level", "surface", "intent", "status", "ms"}
    assert SECRET_WORDS not in str(logged)


def test_the_bot_lives_on_when_it_cannot_even_say_sorry(slack: SlackApi, failing: SlackBot) -> None:
    slack.plan("chat.postMessage", refusal("channel_not_found"))
    with capture_logs() as logged:
        failing.hear(mention())
        failing.settle()
    failing.hear(mention())
    assert [entry["slack"] for entry in logged if entry["event"] == "not_told"] == ["channel_not_found"]
    assert slack.wait_for("chat.postMessage", 2)


def test_a_whisper_that_slack_does_not_take_is_logged(slack: SlackApi, bot: SlackBot) -> None:
    slack.plan(RESPONSE_URL, Answer(status=404), Answer(status=404))
    with capture_logs() as logged:
        bot.hear(command("who shares?", slack.response_url))
        bot.settle()
    assert [entry["error"] for entry in logged if entry["event"] in {"failed", "not_told"}] == ["DeliveryError"] * 2


def test_slack_refusing_an_answer_is_logged_by_slacks_own_word(slack: SlackApi, bot: SlackBot) -> None:
    slack.plan("chat.postMessage", refusal("is_archived"), refusal("is_archived"))
    with capture_logs() as logged:
        bot.hear(mention())
        bot.settle()
    assert [entry["slack"] for entry in logged if entry["event"] == "failed"] == ["is_archived"]


@pytest.mark.parametrize(
    "headers",
    [
        {"x-slack-signature": "v0=0", "x-slack-request-timestamp": "yesterday"},
        {"x-slack-signature": "v0=\N{SNOWMAN}", "x-slack-request-timestamp": str(int(time.time()))},
    ],
    ids=["no time", "no signature"],
)
def test_a_forged_request_that_breaks_the_check_makes_the_bot_say_nothing(
    slack: SlackApi, bot: SlackBot, headers: dict[str, str]
) -> None:
    forged = '{"type":"event_callback","event":{"type":"app_mention","channel":"C1","ts":"1.1","user":"U1","text":"x"}}'
    response = bot.app.dispatch(BoltRequest(body=forged, headers={"content-type": "application/json", **headers}))
    bot.settle()
    assert (response.status >= 400, slack.methods()) == (True, {"auth.test"})
