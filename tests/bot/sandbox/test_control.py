"""The control API and the guard before everything: what they refuse, and what they wait for."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from bot.sandbox.server import CannotListen, Sandbox
from tests.bot.sandbox.apps import FREE, socket_url
from tests.helpers.sandbox import DATA, GENERAL, SAM, Hands, Refused

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rules=FREE) as sandbox:
        yield sandbox


@pytest.fixture
def hands(sandbox: Sandbox) -> Hands:
    return Hands(sandbox.url)


def status(sandbox: Sandbox, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(f"{sandbox.url}{path}", body, headers)  # noqa: S310  # loopback
    try:
        with _OPENER.open(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


# What it refuses


@pytest.mark.parametrize("body", [b"[1]", b"null", b'"x"', b"{bad", b"[" * 100_000, b"\xff"])
def test_what_is_no_json_object_is_refused(sandbox: Sandbox, body: bytes) -> None:
    code, text = status(sandbox, "control/say", body)
    assert (code, json.loads(text)["ok"]) == (400, False)
    assert "must be a JSON object" in text


def test_a_verb_that_there_is_not_is_refused_with_those_that_there_are(sandbox: Sandbox) -> None:
    code, text = status(sandbox, "control/nonsense", b"{}")
    assert code == 404
    assert "advance, again, break_next" in text


def test_a_verb_is_a_post(sandbox: Sandbox) -> None:
    assert status(sandbox, "control/mend")[0] == 405


@pytest.mark.parametrize(
    ("verb", "given", "named"),
    [
        ("say", {"user": SAM, "channel": GENERAL}, "text"),
        ("say", {"user": SAM, "channel": GENERAL, "text": 3}, "text"),
        ("say", {"user": SAM, "channel": GENERAL, "text": "x", "more": 1}, "more"),
        ("advance", {"seconds": -1}, "seconds"),
        ("advance", {"seconds": "inf"}, "seconds"),
        ("advance", {"seconds": 1e9}, "seconds"),
        ("break_next", {"fault": {"harm": "nonsense"}}, "harm"),
        ("break_next", {"fault": {"harm": "late", "times": 0}}, "times"),
        ("break_next", {"fault": {"harm": "late", "more": 1}}, "more"),
        ("rules", {"changed": {"nonsense": 1}}, "nonsense"),
        ("rules", {"changed": {"ack_seconds": -1}}, "ack_seconds"),
        ("channel", {"id": "C0NEW", "kind": "nonsense"}, "kind"),
        ("channel", {"id": "C0NEW", "nonsense": 1}, "nonsense"),
        ("person", {"id": "U0NEW", "nonsense": 1}, "nonsense"),
        ("group", {"id": "S0NEW", "nonsense": 1}, "nonsense"),
        ("click", {"user": SAM, "press": {}}, "block_id"),
        ("wait", {}, "kind"),
    ],
)
def test_what_does_not_fit_a_verb_is_named(hands: Hands, verb: str, given: dict[str, object], named: str) -> None:
    with pytest.raises(Refused, match=named):
        hands.do(verb, **given)


def test_what_never_happens_is_not_waited_for_without_end(hands: Hands) -> None:
    with pytest.raises(Refused, match=r"call nonsense happened 0 times in 0.01 s, not 1"):
        hands.do("wait", kind="call", what="nonsense", within=0.01)
    with pytest.raises(Refused, match="did not get quiet"):
        hands.do("quiet", seconds=5, within=0.01)


# What it does


def test_rules_are_changed_one_by_one(hands: Hands) -> None:
    before = hands.do("rules")
    assert hands.do("rules", changed={"ack_seconds": 1}) == {**before, "ack_seconds": 1}
    hands.do("rules", changed={"ack_seconds": before["ack_seconds"]})


def test_a_channel_is_added_and_changed(hands: Hands) -> None:
    hands.do("channel", id="C0NEW", name="new", members=[SAM])
    hands.say("hello", channel="C0NEW")
    hands.do("channel", id="C0NEW", topic="News")
    assert [each["text"] for each in hands.messages("new")] == ["hello"]


def test_time_passes_at_once(sandbox: Sandbox, hands: Hands) -> None:
    before = sandbox.slack.clock.now()
    hands.do("advance", seconds=3600)
    assert 3600 <= sandbox.slack.clock.now() - before < 3700


def test_a_wait_ends_with_what_was_waited_for(hands: Hands) -> None:
    after = hands.now()
    hands.say("hello", channel=DATA)
    [entry] = hands.wait("did", "say", after=after)
    assert entry["body"]["text"] == "hello"
    hands.do("quiet", seconds=0.01)


# Who may come in


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "sandbox.example.org"},
        {"Host": "127.0.0.1.example.org"},
        {"Host": ""},
        {"Host": "[::1"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://localhost.example.org"},
    ],
)
@pytest.mark.parametrize("path", ["control/rules", "api/api.test", "upload/x", "actions/x", ""])
def test_only_this_machines_own_pages_and_programs_come_in(
    sandbox: Sandbox, path: str, headers: dict[str, str]
) -> None:
    code, text = status(sandbox, path, b"{}", **headers)
    assert code in {400, 403}  # 400 where no server takes such a Host
    assert "ok" not in text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:1234"])
def test_this_machine_goes_by_its_own_names(sandbox: Sandbox, host: str) -> None:
    assert status(sandbox, "control/rules", b"{}", Host=host, Origin=f"http://{host}")[0] == 200


def test_a_page_of_somebody_else_opens_no_socket(sandbox: Sandbox) -> None:
    elsewhere = Origin("https://example.org")
    with pytest.raises(InvalidStatus), connect(socket_url(sandbox), origin=elsewhere, proxy=None):
        pass


def test_two_sandboxes_do_not_share_an_address(sandbox: Sandbox) -> None:
    port = int(sandbox.url.rstrip("/").rpartition(":")[2])
    with pytest.raises(CannotListen, match=r"Cannot listen on 127\.0\.0\.1:\d+ .* Choose another with --port"):
        Sandbox(port=port)


def test_a_sandbox_ends_at_once_though_something_is_still_to_be_delivered() -> None:
    begun = time.monotonic()
    with Sandbox() as sandbox:
        hands = Hands(sandbox.url)
        hands.say("nobody hears this")
        hands.wait("not_acknowledged", count=2)
    assert time.monotonic() - begun < 5
