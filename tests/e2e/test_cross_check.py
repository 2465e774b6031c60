"""The sandbox against two stand-ins for Slack made by others: the same calls, good and bad, and what each answers."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.apps import FREE
from tests.helpers.sandbox import SAM, Hands
from tests.helpers.stand_ins import FORM, NotInstalled, Reply, Target, stand_ins

UTF8 = "application/json; charset=utf-8"
GET = "in the address"
MESSAGES = "messages of response_metadata"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A call of a method."""

    method: str
    label: str
    args: Mapping[str, object]
    kind: str
    """The content type, or GET."""
    raw: str = ""
    """The body as it is, instead of `args`."""
    header: str = "Bearer {token}"
    narrow: bool = False
    """Whether the caller has too few rights."""


def case(method: str, label: str, args: Mapping[str, object] | None = None, **more: Any) -> Case:
    json_too = method.startswith(("chat.", "views.", "reactions.add", "reactions.remove")) and method != LINK
    return Case(**{"method": method, "label": label, "args": args or {}, "kind": UTF8 if json_too else FORM, **more})


POST, WHISPER, UPDATE, DELETE, LINK = (
    f"chat.{name}" for name in ("postMessage", "postEphemeral", "update", "delete", "getPermalink")
)
HERE = {"channel": "{general}"}
SAYS = {**HERE, "text": "x"}
NOWHERE = {"channel": "C0UNKNOWN00"}
HIDDEN = {"channel": "{secret}"}
OWN = {**HERE, "ts": "{own}"}
REACT = {**HERE, "timestamp": "{own}"}
UNKNOWN = "1700000000.000100"

LISTS: Mapping[str, Mapping[str, str]] = {
    "conversations.list": {},
    "conversations.history": HERE,
    "conversations.members": HERE,
    "users.list": {},
}
TOO_LONG = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": []}
HOME: dict[str, object] = {"type": "home", "blocks": []}

CASES = (
    # Credentials and transport
    case("auth.test", "ok"),
    case("auth.test", "no token", header=""),
    case("auth.test", "garbage token", header="Bearer xoxb-garbage"),
    case("auth.test", "scheme bearer", header="bearer {token}"),
    case("auth.test", "scheme Basic", header="Basic eDp5"),
    case("auth.test", "token in the query", {"token": "{token}"}, kind=GET, header=""),
    case("auth.test", "token in a form", {"token": "{token}"}, header=""),
    case("auth.test", "token in JSON", {"token": "{token}"}, kind=UTF8, header=""),
    case("auth.test", "by GET", kind=GET),
    case("conversations.list", "no token", header=""),
    case("api.test", "error=boom", {"error": "boom"}),
    case("nosuch.method", "valid token"),
    case("nosuch.method", "no token", header=""),
    case(POST, "no token", SAYS, header=""),
    case(POST, "malformed JSON", raw="{bad"),
    case(POST, "JSON array", raw="[1]"),
    case(POST, "JSON without charset", raw='{"text": "x"}', kind="application/json"),
    case(POST, "form with charset", raw="text=x", kind=f"{FORM}; charset=utf-8"),
    case(POST, "no content type", raw="a=b", kind=""),
    case(POST, "text/html", raw="a=b", kind="text/html"),
    case(POST, "charset latin-2", raw="{}", kind="application/json; charset=iso-8859-2"),
    case(POST, "form {}", raw="{}", kind=FORM),
    case(POST, "argument foo[]", raw="foo[]=1", kind=FORM),
    case(POST, "argument a$", raw="a%24=1", kind=FORM),
    case("conversations.info", "JSON", HERE, kind=UTF8),
    case(LINK, "JSON", {**HERE, "message_ts": "{own}"}, kind=UTF8),
    case(POST, "too few rights", SAYS, narrow=True),
    # chat.*
    case(POST, "ok", SAYS),
    case(POST, "nothing"),
    case(POST, "no channel", {"text": "x"}),
    case(POST, "empty channel", {"channel": "", "text": "x"}),
    case(POST, "unknown channel", {**NOWHERE, "text": "x"}),
    case(POST, "channel by name", {"channel": "general", "text": "x"}),
    case(POST, "channel by #name", {"channel": "#general", "text": "x"}),
    case(POST, "a person's id", {"channel": "{user}", "text": "x"}),
    case(POST, "private channel, not in it", {**HIDDEN, "text": "x"}),
    case(POST, "no text", HERE),
    case(POST, "empty text", {**HERE, "text": ""}),
    case(POST, "blank text", {**HERE, "text": "  "}),
    case(POST, "thread_ts abc", {**SAYS, "thread_ts": "abc"}),
    case(POST, "thread_ts 0", {**SAYS, "thread_ts": "0"}),
    case(POST, "thread_ts unknown", {**SAYS, "thread_ts": UNKNOWN}),
    case(POST, "thread_ts in the future", {**SAYS, "thread_ts": "99999999999.0"}),
    case(POST, "thread_ts empty", {**SAYS, "thread_ts": ""}),
    case(POST, "blocks abc", {**SAYS, "blocks": "abc"}),
    case(POST, "blocks {}", {**SAYS, "blocks": {}}),
    case(POST, "blocks [] and no text", {**HERE, "blocks": []}),
    case(POST, "unknown block", {**SAYS, "blocks": [{"type": "nope"}]}),
    case(POST, "blocks of strings", {**SAYS, "blocks": ["a"]}),
    case(POST, "51 blocks", {**SAYS, "blocks": [{"type": "divider"}] * 51}),
    case(POST, "a section of 3001", {**SAYS, "blocks": TOO_LONG}),
    case(POST, "attachments abc", {**HERE, "attachments": "abc"}),
    case(POST, "attachments [{}]", {**HERE, "attachments": [{}]}),
    case(POST, "metadata abc", {**SAYS, "metadata": "abc"}),
    case(POST, "a text of 40,001", {**HERE, "text": "x" * 40_001}),
    case(WHISPER, "ok", {**SAYS, "user": "{user}"}),
    case(WHISPER, "nothing"),
    case(WHISPER, "no user", SAYS),
    case(WHISPER, "no channel", {"text": "x", "user": "{user}"}),
    case(WHISPER, "user alice", {**SAYS, "user": "alice"}),
    case(WHISPER, "unknown user", {**SAYS, "user": "U0UNKNOWN00"}),
    case(WHISPER, "unknown channel", {**NOWHERE, "text": "x", "user": "{user}"}),
    case(WHISPER, "no text", {**HERE, "user": "{user}"}),
    case(UPDATE, "ok", {**OWN, "text": "y"}),
    case(UPDATE, "nothing"),
    case(UPDATE, "no ts", SAYS),
    case(UPDATE, "no channel", {"ts": "{own}", "text": "y"}),
    case(UPDATE, "unknown channel", {**OWN, **NOWHERE, "text": "y"}),
    case(UPDATE, "channel by name", {**OWN, "channel": "general", "text": "y"}),
    case(UPDATE, "unknown ts", {**SAYS, "ts": UNKNOWN}),
    case(UPDATE, "ts abc", {**SAYS, "ts": "abc"}),
    case(UPDATE, "somebody else's", {**SAYS, "ts": "{theirs}"}),
    case(UPDATE, "no text", OWN),
    case(UPDATE, "empty text", {**OWN, "text": ""}),
    case(UPDATE, "blocks abc", {**OWN, "blocks": "abc"}),
    case(DELETE, "nothing"),
    case(DELETE, "no ts", HERE),
    case(DELETE, "no channel", {"ts": "{own}"}),
    case(DELETE, "unknown channel", {**OWN, **NOWHERE}),
    case(DELETE, "unknown ts", {**HERE, "ts": UNKNOWN}),
    case(DELETE, "ts abc", {**HERE, "ts": "abc"}),
    case(DELETE, "somebody else's", {**HERE, "ts": "{theirs}"}),
    case(LINK, "ok", {**HERE, "message_ts": "{own}"}),
    case(LINK, "by GET", {**HERE, "message_ts": "{own}"}, kind=GET),
    case(LINK, "nothing"),
    case(LINK, "no channel", {"message_ts": "{own}"}),
    case(LINK, "no message_ts", HERE),
    case(LINK, "unknown ts", {**HERE, "message_ts": UNKNOWN}),
    case(LINK, "unknown channel", {**NOWHERE, "message_ts": "{own}"}),
    # reactions.*
    case("reactions.add", "nothing"),
    case("reactions.add", "no channel", {"timestamp": "{own}", "name": "eyes"}),
    case("reactions.add", "no name", REACT),
    case("reactions.add", "unknown channel", {**REACT, **NOWHERE, "name": "eyes"}),
    case("reactions.add", "unknown ts", {**REACT, "timestamp": UNKNOWN, "name": "eyes"}),
    case("reactions.add", "timestamp 0", {**REACT, "timestamp": "0", "name": "eyes"}),
    case("reactions.add", "timestamp abc", {**REACT, "timestamp": "abc", "name": "eyes"}),
    case("reactions.add", "empty name", {**REACT, "name": ""}),
    case("reactions.add", "name :eyes:", {**REACT, "name": ":eyes:"}),
    case("reactions.add", "ok", {**REACT, "name": "tada"}),
    case("reactions.add", "again", {**REACT, "name": "tada"}),
    case("reactions.get", "ok", REACT),
    case("reactions.get", "nothing"),
    case("reactions.get", "unknown channel", {**REACT, **NOWHERE}),
    case("reactions.get", "timestamp 0", {**REACT, "timestamp": "0"}),
    case("reactions.get", "unknown ts", {**REACT, "timestamp": UNKNOWN}),
    case("reactions.get", "a file", {**REACT, "file": "F1"}),
    case("reactions.remove", "not there", {**REACT, "name": "fire"}),
    case("reactions.remove", "ok", {**REACT, "name": "tada"}),
    case("reactions.remove", "again", {**REACT, "name": "tada"}),
    case("reactions.remove", "no channel", {"timestamp": "{own}", "name": "eyes"}),
    case("reactions.remove", "no timestamp", {**HERE, "name": "eyes"}),
    case("reactions.remove", "a file", {**REACT, "name": "eyes", "file": "F1"}),
    # What there is
    *(
        case(f"conversations.{name}", label, {**({"ts": "{own}"} if name == "replies" else {}), **args})
        for name in ("info", "history", "members", "replies")
        for label, args in (
            ("ok", HERE),
            ("no channel", {}),
            ("empty channel", {"channel": ""}),
            ("unknown channel", NOWHERE),
            ("channel by name", {"channel": "general"}),
            ("private, not in it", HIDDEN),
        )
    ),
    case("conversations.replies", "nothing"),
    case("conversations.replies", "no ts", HERE),
    case("conversations.replies", "unknown ts", {**HERE, "ts": UNKNOWN}),
    *(
        case(method, label, {**args, **given})
        for method, args in LISTS.items()
        for label, given in (
            ("limit 0", {"limit": "0"}),
            ("limit abc", {"limit": "abc"}),
            ("limit 5000", {"limit": "5000"}),
            ("cursor bogus", {"cursor": "bogus"}),
            ("cursor empty", {"cursor": ""}),
        )
    ),
    case("conversations.history", "oldest abc", {**HERE, "oldest": "abc"}),
    case("conversations.history", "latest abc", {**HERE, "latest": "abc"}),
    case("conversations.list", "types bogus", {"types": "bogus"}),
    case("conversations.info", "by GET", HERE, kind=GET),
    case("conversations.open", "nothing"),
    case("conversations.open", "unknown user", {"users": "U0UNKNOWN00"}),
    case("conversations.open", "ok", {"users": "{user}", "return_im": "true"}),
    case("conversations.join", "already in", HERE),
    case("conversations.join", "unknown channel", NOWHERE),
    case("users.info", "ok", {"user": "{user}"}),
    case("users.info", "no user"),
    case("users.info", "unknown user", {"user": "U0UNKNOWN00"}),
    case("users.info", "by name", {"user": "alice"}),
    # Views, files, installing
    case("views.open", "garbage trigger", {"trigger_id": "abc", "view": MODAL}),
    case("views.open", "no view", {"trigger_id": "abc"}),
    case("views.open", "view abc", {"trigger_id": "abc", "view": "abc"}),
    case("views.open", "a home tab", {"trigger_id": "abc", "view": HOME}),
    case("views.update", "unknown view", {"view_id": "V0UNKNOWN", "view": MODAL}),
    case("views.publish", "ok", {"user_id": "{user}", "view": HOME}),
    case("views.publish", "wrong hash", {"user_id": "{user}", "view": HOME, "hash": "1.x"}),
    case("views.publish", "unknown user", {"user_id": "U0UNKNOWN00", "view": HOME}),
    case("views.publish", "a modal", {"user_id": "{user}", "view": MODAL}),
    case("views.publish", "unknown block", {"user_id": "{user}", "view": {**HOME, "blocks": [{"type": "nope"}]}}),
    case("files.getUploadURLExternal", "ok", {"filename": "a.png", "length": "5"}),
    case("files.getUploadURLExternal", "nothing"),
    case("files.getUploadURLExternal", "length 0", {"filename": "a.png", "length": "0"}),
    case("files.completeUploadExternal", "nothing"),
    case("files.completeUploadExternal", "unknown file", {"files": '[{"id":"F0UNKNOWN00"}]'}),
    case("files.info", "unknown", {"file": "F0UNKNOWN00"}),
    case("files.delete", "unknown", {"file": "F0UNKNOWN00"}),
    case("oauth.v2.access", "nothing", header=""),
    case("oauth.v2.access", "garbage token", header="Bearer xoxb-garbage"),
    case("oauth.v2.access", "unknown client", {"client_id": "9.9", "client_secret": "x", "code": "c"}, header=""),
    # Last, for it takes away what the others are about
    case(DELETE, "ok", OWN),
    case(DELETE, "again", OWN),
)

# Why a stand-in answers otherwise than the sandbox. "Measured" is what backlot's author saw of slack.com.
DIFFERENCES: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load("""
emulate:
  takes any token that it does not know as its administrator's:
    auth.test: garbage token | scheme bearer | scheme Basic
    oauth.v2.access: garbage token
  "does not take a token in a form; measured: it is taken":
    auth.test: token in a form
  "does not look at how a body is written; measured: it is refused":
    chat.postMessage: malformed JSON | JSON array | JSON without charset | form with charset | no content type
      | text/html | charset latin-2 | form {} | argument foo[] | argument a$
  "reads JSON everywhere; measured: some methods read forms only":
    conversations.info: JSON
    chat.getPermalink: JSON
  "does not name what is missing; measured: invalid_arguments does":
    chat.postMessage: nothing | no channel
    chat.postEphemeral: nothing | no channel | no user
    chat.update: nothing | no channel | no ts
    chat.delete: nothing | no channel | no ts
    chat.getPermalink: nothing | no channel | no message_ts
    reactions.add: nothing | no channel | no name
    reactions.remove: no channel | no timestamp
    reactions.get: nothing
    conversations.info: no channel
    conversations.history: no channel
    conversations.members: no channel
    conversations.replies: no channel | nothing | no ts
  "looks for the message before the channel; measured: the other way round":
    chat.update: unknown channel | channel by name
    chat.delete: unknown channel
    reactions.add: unknown channel
    reactions.get: unknown channel
  "does not know a channel by #name; measured: it is known":
    chat.postMessage: "channel by #name"
  "tells that a private channel is there; measured: it does not":
    chat.postMessage: private channel, not in it
    conversations.info: private, not in it
    conversations.history: private, not in it
    conversations.members: private, not in it
    conversations.replies: private, not in it
  "takes any thread_ts; measured: it must be a time":
    chat.postMessage: thread_ts abc | thread_ts in the future
  "has one word for bad blocks; measured: what is no list is invalid_blocks_format":
    chat.postMessage: blocks abc | blocks {}
    chat.update: blocks abc
  "does not check blocks; Slack's answers to others: invalid_blocks":
    chat.postMessage: unknown block | 51 blocks | a section of 3001
  "has its own word for bad attachments; measured: no_text":
    chat.postMessage: attachments abc | attachments [{}]
  "says user_not_found, which Slack's page does not list; measured: otherwise":
    chat.postEphemeral: user alice | unknown user
  "wants a text; measured: it may be absent":
    chat.postEphemeral: no text
  "takes an empty text; measured: no_text":
    chat.update: empty text
  "does not look at the timestamp; measured: bad_timestamp":
    reactions.add: timestamp 0
    reactions.get: timestamp 0
  "takes any name; Slack's page: invalid_name":
    reactions.add: "name :eyes:"
  "takes no notice of a file; measured: file_not_found":
    reactions.get: a file
    reactions.remove: a file
  "returns an empty thread; measured: thread_not_found":
    conversations.replies: unknown ts
  "does not check how a list is asked for; measured: it is checked":
    conversations.list: limit abc | cursor bogus | types bogus
    conversations.history: limit abc | cursor bogus | oldest abc | latest abc
    conversations.members: limit abc | cursor bogus
    users.list: limit abc | cursor bogus
  "has its own word for bad views; Slack's page: invalid_arguments":
    views.open: no view | view abc | a home tab
    views.publish: unknown user | a modal | unknown block
  "takes an empty file; Slack's page: missing_argument":
    files.getUploadURLExternal: length 0
  "looks for the client first; measured: invalid_code":
    oauth.v2.access: nothing
backlot:
  "does not open direct messages; Slack's page: a person's id does":
    chat.postMessage: a person's id
  "does not check blocks; Slack's answers to others: invalid_blocks":
    chat.postMessage: unknown block | blocks of strings | 51 blocks | a section of 3001
  "takes no notice of metadata; Slack's page: invalid_metadata_format":
    chat.postMessage: metadata abc
  "keeps a text of any length; Slack's page: it is cut":
    chat.postMessage: a text of 40,001
  "takes any name; Slack's page: invalid_name":
    reactions.add: "name :eyes:"
  "knows no clients":
    oauth.v2.access: unknown client
""")


def test_the_sandbox_agrees_with_two_stand_ins_except_where_it_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        with stand_ins(tmp_path) as others, ours() as sandbox:
            targets = {"ours": sandbox, **{name: with_names(target) for name, target in others.items()}}
            answers = {name: [ask(target, each) for each in CASES] for name, target in targets.items()}
    except NotInstalled as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    rows = [compared(each, *found) for each, *found in zip(CASES, *answers.values(), strict=True)]
    with capsys.disabled():
        print(report(rows))
    assert [row for row in rows if row[-1].startswith("UNDECLARED")] == []


@contextmanager
def ours() -> Iterator[Target]:
    with Sandbox(rules=FREE) as sandbox, Sandbox(Registration(scopes=frozenset({"users:read"}))) as strict:
        hands = Hands(sandbox.url)
        hands.do("channel", id="C0SECRET00", name="secret", kind="group", members=[SAM])
        narrow = Target(base=strict.api_url, token=strict.credentials.bot_token)
        target = Target(base=sandbox.api_url, token=sandbox.credentials.bot_token, narrow=narrow)
        general = hands.say("theirs")
        yield with_names(target, secret="C0SECRET00", theirs=general["ts"])


def with_names(target: Target, **known: str) -> Target:
    """Return a target with what a case needs to name in it."""
    general = next(each for each in target.call("conversations.list")["channels"] if each["name"] == "general")["id"]
    people = target.call("users.list")["members"]
    names = {
        "general": general,
        "user": next(each["id"] for each in people if each["name"].startswith(("alice", "sam"))),
        "own": target.call(POST, channel=general, text="mine")["ts"],
        "token": target.token,
        **known,
    }
    if target.other:
        private = target.call("conversations.list", target.other, types="private_channel")["channels"]
        names["secret"] = next(each["id"] for each in private if each["name"] == "secret")
        names["theirs"] = target.call(POST, target.other, channel=general, text="theirs")["ts"]
    return replace(target, names=names)


def ask(target: Target, case: Case) -> Reply:
    if case.narrow and target.narrow is None:
        return Reply(404, {})
    asked = target.narrow if case.narrow and target.narrow else target
    args = {name: filled(value, target.names) for name, value in case.args.items()}
    body = json.dumps(args) if case.kind == UTF8 else urlencode(args)
    headers = {"Authorization": case.header.format(token=asked.token)} if case.header else {}
    if case.kind == GET:
        return asked.send(f"{case.method}?{body}", None, headers)
    kind = {"Content-Type": case.kind} if case.kind else {}
    return asked.send(case.method, (case.raw or body).encode(), {**headers, **kind})


def filled(value: object, names: Mapping[str, str]) -> object:
    return names.get(value[1:-1], value) if isinstance(value, str) and value.startswith("{") else value


def told(reply: Reply, *details: str) -> str:
    """Return an answer in a few words: the error, and what is said of it."""
    if reply.is_missing:
        return "–"
    body = {**reply.body, MESSAGES: reply.body.get("response_metadata", {}).get("messages")}
    return "; ".join([reply.error, *(str(body[name]) for name in details if body.get(name))])


def compared(case: Case, ours: Reply, emulate: Reply, backlot: Reply) -> tuple[str, ...]:
    """Return a row of the table; its last column says whether they agree, or why they do not."""
    verdicts = []
    for name, reply, details in (
        ("emulate", emulate, ("needed", "provided")),
        ("backlot", backlot, (MESSAGES, "warning", "req_method")),
    ):
        if reply.is_missing:
            continue
        declared = DIFFERENCES[name].items()
        reason = next((why for why, at in declared if case.label in at.get(case.method, "").split(" | ")), "")
        agreed = told(reply, *details) == told(ours, *details)
        if agreed == bool(reason):
            verdicts.append(f"UNDECLARED: {name} {'agrees' if agreed else 'differs'}")
        elif not agreed:
            verdicts.append(f"{name}: {reason}")
    verdicts.sort(key=lambda verdict: not verdict.startswith("UNDECLARED"))
    verdict = "; ".join(verdicts) or "agreed"
    return f"{case.method} · {case.label}", *(told(each) for each in (ours, emulate, backlot)), verdict


def report(rows: Sequence[tuple[str, ...]]) -> str:
    """Return the table, and its sums."""
    table = [("case", "ours", "emulate", "backlot", "agreed, or the declared difference"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in table
    ]
    both = sum("–" not in row[2:4] for row in rows)
    agreed = sum(row[4] == "agreed" for row in rows)
    return "\n".join(
        [
            "",
            *lines,
            f"{len(rows)} cases, {both} in both: {agreed} agreed, {len(rows) - agreed} differ, each for its reason",
        ]
    )
