"""What an app answers with outside the Web API: response_urls, and what its acknowledgements hold."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.apps import Answer, HttpApp, app_over_http, bot, socket
from tests.helpers.sandbox import ALEX, GENERAL, RANDOM, SAM, Hands, Json, Refused, on

BUTTON: Json = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}, "value": "1"}
BLOCKS = [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]
TOO_LONG = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]


@dataclass(frozen=True)
class Stage:
    """An app over HTTP, and everybody's hands."""

    sandbox: Sandbox
    app: HttpApp
    hands: Hands
    client: WebClient

    def command(self) -> WebhookClient:
        """Type a command, and return its response_url."""
        self.hands.command("/survey share?")
        return WebhookClient(self.app.last("/survey")["response_url"])

    def click(self, ts: str) -> WebhookClient:
        """Click a message's button, and return the click's response_url."""
        [message] = [each for each in self.hands.messages() if each["ts"] == ts]
        self.hands.click(on(message)[0])
        return WebhookClient(self.app.last("block_actions")["response_url"])

    def texts(self, user: str = SAM) -> list[str]:
        return [each["text"] for each in self.hands.messages(user=user)]


@pytest.fixture
def stage() -> Iterator[Stage]:
    with app_over_http() as (sandbox, app, hands):
        yield Stage(sandbox, app, hands, bot(sandbox))


def seen(response: WebhookResponse) -> tuple[int, str]:
    return response.status_code, response.body


def test_an_answer_is_for_the_one_who_asked_unless_it_says_otherwise(stage: Stage) -> None:
    url = stage.command()
    assert seen(url.send(text="for you")) == (200, "ok")
    assert seen(url.send(text="for all", response_type="in_channel")) == (200, "ok")
    assert stage.texts(SAM) == ["for you", "for all"]
    assert stage.texts(ALEX) == ["for all"]


def test_a_response_url_works_where_the_bot_is_not(stage: Stage) -> None:
    stage.hands.command("/survey share?", channel=RANDOM)
    WebhookClient(stage.app.last("/survey")["response_url"]).send(text="31%")
    assert [each["text"] for each in stage.hands.from_the_app(RANDOM)] == ["31%"]


def test_a_response_url_takes_five_answers(stage: Stage) -> None:
    url = stage.command()
    assert seen(url.send(text="")) == (400, "no_text")  # what is refused does not count
    for number in range(5):
        assert url.send(text=str(number)).status_code == 200
    status, body = seen(url.send(text="too many"))
    assert (status, json.loads(body)) == (404, {"ok": False, "error": "used_url"})
    assert len(stage.texts()) == 5


def test_a_response_url_lasts_half_an_hour(stage: Stage) -> None:
    url = stage.command()
    stage.hands.do("advance", seconds=1799)
    assert url.send(text="in time").status_code == 200
    stage.hands.do("advance", seconds=2)
    status, body = seen(url.send(text="too late"))
    assert (status, json.loads(body)["error"]) == (404, "expired_url")


def test_a_response_url_that_nobody_was_given_takes_nothing(stage: Stage) -> None:
    for kind in ("commands", "actions", "app"):
        response = WebhookClient(f"{stage.sandbox.url}{kind}/T0SANDBOX/1/abc").send(text="x")
        assert (response.status_code, json.loads(response.body)["error"]) == (404, "no_service")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "invalid_payload"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": TOO_LONG}, "invalid_blocks"),
        ({"text": "x", "blocks": "abc"}, "invalid_blocks_format"),
    ],
)
def test_an_answer_that_cannot_be_shown_is_refused_without_detail(stage: Stage, body: Json, error: str) -> None:
    assert seen(stage.command().send_dict(dict(body))) == (400, error)
    assert stage.texts() == []


def test_an_answer_may_replace_the_message_it_came_from(stage: Stage) -> None:
    ts = stage.client.chat_postMessage(channel=GENERAL, text="before", blocks=BLOCKS)["ts"]
    url = stage.click(ts)
    url.send(text="after", replace_original=True)
    assert [(each["ts"], each["text"]) for each in stage.hands.messages()] == [(ts, "after")]
    url.send(text="", delete_original=True)
    assert stage.texts() == []


def test_an_ephemeral_message_is_replaced_and_deleted_too(stage: Stage) -> None:
    ts = stage.client.chat_postEphemeral(channel=GENERAL, user=SAM, text="before", blocks=BLOCKS)["message_ts"]
    url = stage.click(ts)
    payload = stage.app.last("block_actions")
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload
    url.send(text="after", replace_original=True)
    assert (stage.texts(SAM), stage.texts(ALEX)) == (["after"], [])
    url.send(text="", delete_original=True)
    assert stage.texts(SAM) == []


def test_an_answer_leaves_alone_what_somebody_else_wrote(stage: Stage) -> None:
    said = stage.hands.say("theirs")
    stage.hands.do("message_shortcut", user=SAM, callback_id="check", channel=GENERAL, ts=said["ts"])
    url = WebhookClient(stage.app.last("message_action")["response_url"])
    url.send(text="mine", replace_original=True)
    assert stage.texts() == ["theirs", "mine"]
    assert seen(url.send(text="", delete_original=True)) == (400, "no_text")


def test_an_answer_may_stand_in_a_thread(stage: Stage) -> None:
    said = stage.hands.say("root")
    stage.command().send_dict({"text": "below", "thread_ts": said["ts"]})
    assert [each["text"] for each in stage.hands.messages(thread=said["ts"])] == ["root", "below"]


def test_an_answer_may_come_as_a_form(stage: Stage) -> None:
    url = stage.command().url
    client = WebClient(base_url=url.rsplit("/", 1)[0] + "/", token="unused")
    with pytest.raises(SlackApiError, match="ok"):  # the client expects JSON, and shows that it got "ok"
        client.api_call(url.rsplit("/", 1)[1], data={"payload": json.dumps({"text": "31%"})})
    assert stage.texts() == ["31%"]


# What goes wrong on purpose


@pytest.mark.parametrize(
    ("harm", "more", "status", "shown"),
    [
        ("status", {"status": 502}, 502, []),
        ("error", {"error": "action_prohibited"}, 400, []),
        ("rate_limit", {"seconds": 7}, 429, []),
        ("late", {"seconds": 0}, 200, ["31%"]),
        ("garbled", {}, 200, ["31%"]),
    ],
)
def test_an_answer_can_meet_a_fault(stage: Stage, harm: str, more: Json, status: int, shown: list[str]) -> None:
    url = stage.command()
    stage.hands.harm(harm, "response_url", **more)
    response = url.send(text="31%")
    assert response.status_code == status
    assert response.headers.get("retry-after") == ("7" if harm == "rate_limit" else None)
    assert stage.texts() == shown


@pytest.mark.parametrize(("harm", "shown"), [("cut", []), ("lost", ["31%"])])
def test_the_line_can_break_around_an_answer(stage: Stage, harm: str, shown: list[str]) -> None:
    url = WebhookClient(stage.command().url, retry_handlers=[])
    stage.hands.harm(harm, "response_url")
    with pytest.raises(OSError, match=r"closed|reset|aborted"):
        url.send(text="31%")
    assert stage.texts() == shown


# What the acknowledgement of a command holds


@pytest.mark.parametrize(
    ("body", "sam", "alex"),
    [
        (None, [], []),
        ("", [], []),
        ("31%", ["31%"], []),
        ({"text": "31%"}, ["31%"], []),
        ({"text": "31%", "response_type": "in_channel"}, ["31%"], ["31%"]),
        ({"text": "31%", "blocks": TOO_LONG}, [], []),
    ],
)
def test_a_command_is_answered_by_what_it_is_acknowledged_with(
    stage: Stage, body: object, sam: list[str], alex: list[str]
) -> None:
    stage.app.answers["/survey"] = Answer(body)
    stage.hands.command("/survey share?")
    assert (stage.texts(SAM), stage.texts(ALEX)) == (sam, alex)


def test_an_answer_that_slack_would_not_show_is_noted(stage: Stage) -> None:
    stage.app.answers["/survey"] = Answer({"text": "31%", "blocks": TOO_LONG})
    stage.hands.command("/survey share?")
    [refused] = stage.hands.entries("refused", "acknowledgement")
    assert refused["body"]["error"] == "invalid_blocks"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(status=500), "failed with the error “dispatch_failed”"),
        (Answer("x", headers={"Content-Type": "application/json"}), "failed with the error “dispatch_failed”"),
    ],
)
def test_a_command_that_is_not_taken_says_so(stage: Stage, answer: Answer, words: str) -> None:
    stage.app.answers["/survey"] = answer
    stage.hands.command("/survey share?")
    [told] = stage.texts()
    assert words in told


def test_a_command_that_is_not_taken_in_time_says_so() -> None:
    with app_over_http() as (sandbox, _, hands), socket(sandbox):
        sandbox.slack.registration = Registration()
        hands.rules(ack_seconds=0.05)
        hands.command("/survey share?")
        assert "operation_timeout" in hands.messages()[-1]["text"]


def test_what_is_posted_to_a_response_url_stands_in_the_journal(stage: Stage) -> None:
    stage.command().send(text="31%")
    [call] = stage.hands.entries("call", "response_url")
    assert (call["body"]["result"], call["body"]["args"]) == ("ok", {"text": "31%"})


def test_a_click_needs_interactivity(stage: Stage) -> None:
    stage.sandbox.slack.registration = Registration(is_interactive=False)
    with pytest.raises(Refused, match="interactivity_not_enabled"):
        stage.hands.do("shortcut", user=SAM, callback_id="ask")
