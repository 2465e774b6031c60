"""What once broke the sandbox, or got through where Slack lets nothing through; each is named by its bug."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.model import Recent, read_json
from bot.sandbox.registration import ManifestInvalid, loopback_url, registered
from bot.sandbox.server import Sandbox
from tests.helpers.sandbox import GENERAL, SAM, Hands, Refused

INPUT = {"type": "plain_text_input", "action_id": "a"}
LABEL = {"type": "plain_text", "text": "Why?"}
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [{"type": "input", "block_id": "b", "label": LABEL, "element": INPUT}],
}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def hands(sandbox: Sandbox) -> Hands:
    return Hands(sandbox.url)


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient(token=sandbox.credentials.bot_token, base_url=sandbox.api_url)


def test_half_an_emoji_breaks_nothing(client: WebClient, hands: Hands) -> None:
    client.api_call("chat.postMessage", json={"channel": GENERAL, "text": "half \ud83d"})
    assert hands.messages()[-1]["text"] == "half \N{REPLACEMENT CHARACTER}"
    with urllib.request.urlopen(f"{hands.url}as/{SAM}/{GENERAL}") as page:  # noqa: S310  # loopback
        assert page.status == 200


@pytest.mark.parametrize(
    "text",
    ["NaN", "1e400", "[" * 200 + "]" * 200, "[" * 100_000, "{", "\xff"],
    ids=["NaN", "endless", "deep", "very deep", "cut", "no text"],
)
def test_json_that_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"deep|float|JSON|Expecting|decode|utf"):
        read_json(text.encode("latin-1"))


def test_what_is_remembered_does_not_grow_without_end() -> None:
    recent: Recent[int, int] = Recent()
    for number in range(6_000):
        recent[number] = number
    assert (len(recent), 0 in recent, 5_999 in recent) == (5_000, False, True)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://127.0.0.1:9"},
        {"Origin": "https://localhost"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.com@127.0.0.1"},
        {"Host": "127.0.0.1.evil.com"},
    ],
    ids=str,
)
def test_a_page_from_elsewhere_can_do_nothing_here(hands: Hands, headers: Mapping[str, str]) -> None:
    for path, body in ((f"as/{SAM}/home?open=1", None), ("control/journal", b"{}")):
        request = urllib.request.Request(hands.url + path, body, dict(headers))  # noqa: S310  # loopback
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(request)  # noqa: S310  # as above
    assert hands.entries("did") == []


@pytest.mark.parametrize(
    "url", ["http://evil.com@127.0.0.1:3000/", "http://evil.com\\@127.0.0.1/", "http://127.0.0.1.evil.com/"]
)
def test_an_address_in_disguise_is_refused(url: str) -> None:
    with pytest.raises(ManifestInvalid):
        loopback_url(url)


@pytest.mark.parametrize("text", ["a: &a [1]\nb: *a", '!!int ""', "!!bool x", "!!timestamp x", '!!float ""'])
def test_a_manifest_with_tricks_is_refused(text: str) -> None:
    with pytest.raises(ManifestInvalid):
        registered(text)


class TestAnEphemeralMessage:
    @pytest.fixture
    def whispered(self, client: WebClient) -> str:
        return str(client.chat_postEphemeral(channel=GENERAL, user=SAM, text="psst")["message_ts"])

    @pytest.mark.parametrize("method", ["reactions.get", "chat.getPermalink", "conversations.replies"])
    def test_is_in_no_method_of_slacks(self, client: WebClient, whispered: str, method: str) -> None:
        named = {"timestamp": whispered, "message_ts": whispered, "ts": whispered}
        with pytest.raises(SlackApiError, match=r"message_not_found|thread_not_found"):
            client.api_call(method, params={"channel": GENERAL, **named})

    def test_begins_no_thread(self, client: WebClient, hands: Hands, whispered: str) -> None:
        client.chat_postMessage(channel=GENERAL, thread_ts=whispered, text="for all")
        assert hands.messages(user="U0ALEX")[-1]["text"] == "for all"


class TestAModal:
    def opened(self, client: WebClient, hands: Hands, sandbox: Sandbox) -> str:
        trigger = sandbox.slack.workspace.trigger(SAM)
        return str(client.views_open(trigger_id=trigger, view=MODAL)["view"]["id"])

    def test_that_is_updated_keeps_what_was_typed(self, client: WebClient, hands: Hands, sandbox: Sandbox) -> None:
        view = self.opened(client, hands, sandbox)
        found = sandbox.slack.workspace.view(view_id=view)
        sandbox.slack.workspace.fill(
            found, {"b": {"a": {"type": "plain_text_input", "value": "so"}}, "gone": {"x": {}}}
        )
        client.views_update(view_id=view, view=MODAL)
        assert hands.modal()["state"]["values"] == {"b": {"a": {"type": "plain_text_input", "value": "so"}}}

    def test_does_not_become_a_home_tab(self, client: WebClient, hands: Hands, sandbox: Sandbox) -> None:
        view = self.opened(client, hands, sandbox)
        with pytest.raises(SlackApiError, match="invalid_arguments"):
            client.views_update(view_id=view, view={"type": "home", "blocks": []})


def test_a_stream_in_chunks_is_written_whole(client: WebClient, hands: Hands) -> None:
    root = hands.say("hello")
    where = {"channel": GENERAL, "thread_ts": root["ts"], "recipient_team_id": "T0SANDBOX", "recipient_user_id": SAM}
    stream = client.chat_stream(**where)
    stream.append(markdown_text="**31%** share")
    stream.stop()
    assert hands.messages(thread=root["ts"])[-1]["text"] == "**31%** share"


def test_blocks_that_are_too_long_together_are_refused(client: WebClient) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
        client.chat_postMessage(channel=GENERAL, text="x", blocks=[section] * 5)


def test_a_thread_says_how_many_answered(client: WebClient, hands: Hands) -> None:
    root = hands.say("hello")
    hands.say("and?", user="U0ALEX", thread_ts=root["ts"])
    [told] = client.conversations_history(channel=GENERAL)["messages"]
    _, reply = client.conversations_replies(channel=GENERAL, ts=root["ts"])["messages"]
    assert (told["reply_count"], told["thread_ts"], reply["parent_user_id"]) == (1, root["ts"], SAM)


def test_a_rule_without_end_is_refused(hands: Hands) -> None:
    request = urllib.request.Request(f"{hands.url}control/rules", b'{"changed": {"messages_a_second": 1e400}}')  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310  # loopback
    assert "JSON" in json.load(refused.value)["error"]
    with pytest.raises(Refused):
        hands.do("rules", changed={"messages_a_second": -1})
