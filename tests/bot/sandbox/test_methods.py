"""The methods of the Web API, each with what it answers and what it refuses."""

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.sandbox.registration import Agent, Registration
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.apps import FREE, bot, socket
from tests.helpers.sandbox import ALEX, DATA, DM, GENERAL, RANDOM, SAM, Hands, Json, words

Args = dict[str, Any]
SECRET = "C0SECRET"
UNKNOWN = "1700000000.000100"
BOT = "U0SANDBOX"
TOO_LONG = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
LINE = [{"type": "divider"}]
MODAL: Args = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": []}
HOME: Args = {"type": "home", "blocks": []}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rules=FREE) as sandbox:
        hands = Hands(sandbox.url)
        hands.do("channel", id=SECRET, name="secret", kind="group", members=[SAM])
        hands.do("channel", id="C0OLD", name="old", is_archived=True, members=[SAM, BOT])
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return bot(sandbox)


@pytest.fixture
def hands(sandbox: Sandbox) -> Hands:
    return Hands(sandbox.url)


@pytest.fixture
def own(client: WebClient) -> str:
    return said(client)


def said(client: WebClient, text: str = "mine", **more: Any) -> str:
    return str(client.chat_postMessage(**{"channel": GENERAL, "text": text, **more})["ts"])


def ask(client: WebClient, method: str, args: Mapping[str, object]) -> SlackResponse:
    """Call a method, by a form where it knows nothing else."""
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in args.items()}
    return client.api_call(method, data=form)


def refusal(client: WebClient, method: str, args: Mapping[str, object]) -> Json:
    with pytest.raises(SlackApiError) as raised:
        ask(client, method, args)
    data = raised.value.response.data
    assert isinstance(data, dict)
    return data


def told(answer: Json) -> list[str]:
    return [each.removeprefix("[ERROR] ") for each in answer.get("response_metadata", {}).get("messages", [])]


# What every method lists as missing, in Slack's order

NEEDS = [
    ("chat.postMessage", "channel"),
    ("chat.postEphemeral", "user channel"),
    ("chat.update", "channel ts"),
    ("chat.delete", "channel ts"),
    ("chat.getPermalink", "channel message_ts"),
    ("chat.startStream", "channel thread_ts"),
    ("chat.appendStream", "channel ts"),
    ("chat.stopStream", "channel ts"),
    ("reactions.add", "name timestamp channel"),
    ("conversations.info", "channel"),
    ("conversations.history", "channel"),
    ("conversations.replies", "channel ts"),
    ("conversations.members", "channel"),
    ("conversations.join", "channel"),
    ("usergroups.users.list", "usergroup"),
    ("files.getUploadURLExternal", "filename length"),
    ("files.completeUploadExternal", "files"),
    ("files.info", "file"),
    ("files.delete", "file"),
    ("views.open", "view"),
    ("views.push", "view"),
    ("views.update", "view"),
    ("views.publish", "user_id view"),
    ("assistant.threads.setStatus", "channel_id thread_ts status"),
    ("assistant.threads.setTitle", "channel_id thread_ts title"),
    ("assistant.threads.setSuggestedPrompts", "channel_id prompts"),
]


@pytest.mark.parametrize(("method", "needs"), NEEDS)
def test_what_is_missing_is_named(client: WebClient, method: str, needs: str) -> None:
    answer = refusal(client, method, {})
    assert answer["error"] == "invalid_arguments"
    assert told(answer) == [f"missing required field: {name}" for name in needs.split()]


# What is refused: method, arguments (OWN and THEIRS stand for the timestamps of messages), error, what is said of it

OWN, THEIRS = "OWN", "THEIRS"
HERE: Args = {"channel": GENERAL}
TEXT: Args = {**HERE, "text": "x"}
WHISPER: Args = {**TEXT, "user": SAM}
UPLOAD: Args = {"filename": "a.png", "length": "5"}
NO_CHANNEL = "channel_not_found"
REFUSED: list[tuple[str, Args, str, str]] = [
    ("chat.postMessage", TEXT | {"channel": ""}, NO_CHANNEL, ""),
    ("chat.postMessage", TEXT | {"channel": "C0UNKNOWN00"}, NO_CHANNEL, ""),
    ("chat.postMessage", TEXT | {"channel": SECRET}, NO_CHANNEL, ""),
    ("chat.postMessage", TEXT | {"channel": "C0OLD"}, "is_archived", ""),
    ("chat.postMessage", HERE, "no_text", ""),
    ("chat.postMessage", HERE | {"text": "", "blocks": []}, "no_text", ""),
    ("chat.postMessage", HERE | {"attachments": "abc"}, "no_text", ""),
    ("chat.postMessage", HERE | {"attachments": [{}]}, "no_text", ""),
    ("chat.postMessage", TEXT | {"blocks": "abc"}, "invalid_blocks_format", ""),
    ("chat.postMessage", TEXT | {"blocks": "{}"}, "invalid_blocks_format", ""),
    ("chat.postMessage", TEXT | {"blocks": ""}, "invalid_blocks_format", ""),
    ("chat.postMessage", TEXT | {"metadata": "abc"}, "invalid_metadata_format", ""),
    ("chat.postMessage", TEXT | {"thread_ts": "abc"}, "invalid_thread_ts", "0 is not a valid thread_ts"),
    (
        "chat.postMessage",
        TEXT | {"thread_ts": "99999999999.0"},
        "invalid_thread_ts",
        "99999999999000000 is not a valid thread_ts",
    ),
    ("chat.postMessage", TEXT | {"markdown_text": "y"}, "markdown_text_conflict", ""),
    ("chat.postMessage", HERE | {"markdown_text": "y" * 12_001}, "msg_too_long", ""),
    ("chat.postEphemeral", WHISPER | {"user": "alice"}, "invalid_arguments", "^[UW][A-Z0-9]{2,}$ [json-pointer:/user]"),
    ("chat.postEphemeral", WHISPER | {"user": "alice", "channel": "x"}, "invalid_arguments", "json-pointer:/user"),
    ("chat.postEphemeral", WHISPER | {"user": "U0UNKNOWN00"}, "user_not_in_channel", ""),
    ("chat.postEphemeral", WHISPER | {"channel": "general"}, NO_CHANNEL, ""),
    ("chat.postEphemeral", WHISPER | {"channel": RANDOM}, "not_in_channel", ""),
    ("chat.update", TEXT | {"ts": OWN, "channel": "general"}, NO_CHANNEL, ""),
    ("chat.update", TEXT | {"ts": UNKNOWN}, "message_not_found", ""),
    ("chat.update", TEXT | {"ts": "abc"}, "message_not_found", ""),
    ("chat.update", TEXT | {"ts": THEIRS}, "cant_update_message", ""),
    ("chat.update", HERE | {"ts": OWN, "text": ""}, "no_text", ""),
    ("chat.update", HERE | {"ts": OWN, "blocks": "abc"}, "invalid_blocks_format", ""),
    ("chat.update", HERE | {"ts": OWN, "text": "x" * 4001}, "msg_too_long", ""),
    ("chat.delete", {"channel": "C0UNKNOWN00", "ts": OWN}, NO_CHANNEL, ""),
    ("chat.delete", HERE | {"ts": UNKNOWN}, "message_not_found", ""),
    ("chat.delete", HERE | {"ts": THEIRS}, "cant_delete_message", ""),
    ("chat.getPermalink", {"channel": "C0UNKNOWN00", "message_ts": OWN}, NO_CHANNEL, ""),
    ("chat.getPermalink", HERE | {"message_ts": UNKNOWN}, "message_not_found", ""),
    ("chat.startStream", HERE | {"thread_ts": OWN}, "missing_recipient_user_id", ""),
    ("chat.startStream", HERE | {"thread_ts": OWN, "recipient_user_id": SAM}, "missing_recipient_team_id", ""),
    ("chat.appendStream", HERE | {"ts": OWN, "markdown_text": "x"}, "message_not_in_streaming_state", ""),
    ("chat.appendStream", HERE | {"ts": THEIRS, "markdown_text": "x"}, "message_not_owned_by_app", ""),
    ("chat.stopStream", HERE | {"ts": OWN}, "message_not_in_streaming_state", ""),
    ("reactions.add", HERE | {"timestamp": "0", "name": "eyes"}, "bad_timestamp", ""),
    ("reactions.add", HERE | {"timestamp": "abc", "name": "eyes"}, "message_not_found", ""),
    ("reactions.add", {"channel": "C0UNKNOWN00", "timestamp": OWN, "name": "eyes"}, NO_CHANNEL, ""),
    ("reactions.add", HERE | {"timestamp": OWN, "name": ":eyes:"}, "invalid_name", ""),
    ("reactions.add", HERE | {"timestamp": OWN, "name": ""}, "invalid_name", ""),
    ("reactions.remove", {"name": "eyes", "timestamp": OWN}, "no_item_specified", ""),
    ("reactions.remove", HERE | {"name": "eyes"}, "bad_timestamp", ""),
    ("reactions.remove", HERE | {"name": "eyes", "timestamp": OWN}, "no_reaction", ""),
    ("reactions.remove", HERE | {"name": "eyes", "timestamp": OWN, "file": "F1"}, "file_not_found", ""),
    ("reactions.get", {"timestamp": OWN}, "no_item_specified", ""),
    ("reactions.get", HERE | {"timestamp": ""}, "bad_timestamp", ""),
    ("conversations.info", {"channel": SECRET}, NO_CHANNEL, ""),
    ("conversations.info", {"channel": "general"}, NO_CHANNEL, ""),
    ("conversations.history", {"channel": RANDOM}, "not_in_channel", ""),
    ("conversations.history", HERE | {"oldest": "abc"}, "invalid_ts_oldest", ""),
    ("conversations.history", HERE | {"latest": "abc", "oldest": "abc", "cursor": "x"}, "invalid_ts_latest", ""),
    ("conversations.history", HERE | {"cursor": "bogus"}, "invalid_cursor", ""),
    (
        "conversations.history",
        HERE | {"limit": "abc"},
        "invalid_arguments",
        "must provide a number [json-pointer:/limit]",
    ),
    ("conversations.list", {"limit": "+5"}, "invalid_arguments", "must provide a number [json-pointer:/limit]"),
    ("conversations.list", {"types": "bogus"}, "invalid_types", ""),
    ("conversations.replies", HERE | {"ts": UNKNOWN}, "thread_not_found", ""),
    ("conversations.members", HERE | {"cursor": "next:x"}, "invalid_cursor", ""),
    ("conversations.open", {}, "users_list_not_supplied", ""),
    ("conversations.open", {"users": "U0UNKNOWN00"}, "user_not_found", ""),
    ("conversations.open", {"channel": "D0UNKNOWN00"}, NO_CHANNEL, ""),
    ("conversations.open", {"users": f"{SAM},{ALEX}"}, "method_not_supported_for_channel_type", ""),
    ("conversations.join", {"channel": DM}, "method_not_supported_for_channel_type", ""),
    ("conversations.join", {"channel": "C0OLD"}, "is_archived", ""),
    ("users.info", {"user": "U0UNKNOWN00"}, "user_not_found", ""),
    ("users.info", {}, "user_not_found", ""),
    ("users.list", {"cursor": "bogus"}, "invalid_cursor", ""),
    ("usergroups.users.list", {"usergroup": "S0UNKNOWN"}, "no_such_subteam", ""),
    ("files.getUploadURLExternal", UPLOAD | {"length": "0"}, "missing_argument", ""),
    ("files.getUploadURLExternal", UPLOAD | {"length": "abc"}, "invalid_arguments", "must provide a number"),
    ("files.getUploadURLExternal", UPLOAD | {"length": "999999999"}, "file_upload_size_restricted", ""),
    ("files.completeUploadExternal", {"files": "abc"}, "invalid_arguments", ""),
    ("files.completeUploadExternal", {"files": "[]"}, "invalid_arguments", "must provide at least 1 items"),
    ("files.completeUploadExternal", {"files": [{"id": "F0UNKNOWN00"}]}, "file_not_found", ""),
    (
        "files.completeUploadExternal",
        {"files": [{"id": "F1"}], "channel_id": "#general"},
        "invalid_arguments",
        "^[CGDZ]",
    ),
    ("files.completeUploadExternal", {"files": [{"id": "F1"}], "channel_id": "C0UNKNOWN00"}, NO_CHANNEL, ""),
    ("files.info", {"file": "F0UNKNOWN00"}, "file_not_found", ""),
    ("files.delete", {"file": "F0UNKNOWN00"}, "file_not_found", ""),
    ("views.open", {"view": MODAL}, "invalid_arguments", "missing required field: trigger_id"),
    ("views.open", {"view": MODAL, "trigger_id": "abc"}, "invalid_trigger_id", ""),
    ("views.open", {"view": "abc", "trigger_id": "abc"}, "invalid_arguments", ""),
    (
        "views.open",
        {"view": [], "trigger_id": "abc"},
        "invalid_arguments",
        "must provide an object [json-pointer:/view]",
    ),
    ("views.open", {"view": HOME, "trigger_id": "abc"}, "invalid_arguments", "[json-pointer:/view/type]"),
    ("views.open", {"view": MODAL | {"private_metadata": "x" * 250_000}, "trigger_id": "abc"}, "invalid_arguments", ""),
    ("views.update", {"view": MODAL}, "invalid_arguments", "view_id or external_id"),
    ("views.update", {"view": MODAL, "view_id": "V0UNKNOWN"}, "not_found", ""),
    ("views.publish", {"view": HOME, "user_id": "U0UNKNOWN00"}, "invalid_arguments", "invalid `user_id`"),
    ("views.publish", {"view": HOME, "user_id": BOT}, "invalid_arguments", "invalid `user_id`"),
    ("views.publish", {"view": MODAL, "user_id": SAM}, "invalid_arguments", "[json-pointer:/view/type]"),
    ("assistant.threads.setStatus", {"channel_id": "C0UNKNOWN00", "thread_ts": OWN, "status": "x"}, NO_CHANNEL, ""),
    (
        "assistant.threads.setTitle",
        {"channel_id": GENERAL, "thread_ts": UNKNOWN, "title": "x"},
        "invalid_thread_ts",
        "",
    ),
    ("assistant.threads.setSuggestedPrompts", {"channel_id": DM, "prompts": "[]"}, "invalid_arguments", "1 to 4"),
    ("blocks.validate", {}, "invalid_arguments", "must provide exactly one of `blocks`, `view`, or `message`"),
    ("blocks.validate", {"blocks": [{"type": "nope"}]}, "invalid_blocks", ""),
    ("blocks.validate", {"message": {"blocks": [{"type": "nope"}]}}, "invalid_message", ""),
    ("blocks.validate", {"view": {"type": "modal"}}, "invalid_view", ""),
]


@pytest.mark.parametrize("case", REFUSED)
def test_what_slack_refuses_is_refused_in_its_words(
    client: WebClient, hands: Hands, case: tuple[str, Args, str, str]
) -> None:
    method, args, error, message = case
    args = {name: said(client) if value == OWN else value for name, value in args.items()}
    args = {name: hands.say("theirs")["ts"] if value == THEIRS else value for name, value in args.items()}
    answer = refusal(client, method, args)
    assert answer["error"] == error
    assert message in " ".join(told(answer))


# Blocks


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral", "chat.update"])
def test_bad_blocks_of_a_message_are_told_twice(client: WebClient, own: str, method: str) -> None:
    answer = refusal(client, method, {**HERE, "user": SAM, "ts": own, "text": "x", "blocks": TOO_LONG})
    line = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["error"] == "invalid_blocks"
    assert line in answer["errors"]
    assert f"[ERROR] {line}" in answer["response_metadata"]["messages"]


def test_bad_blocks_of_a_view_are_told_once(client: WebClient) -> None:
    answer = refusal(client, "views.publish", {"user_id": SAM, "view": {**HOME, "blocks": TOO_LONG}})
    assert answer["error"] == "invalid_arguments"
    assert "errors" not in answer
    assert "must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]" in told(answer)


def test_bad_attachments_are_refused(client: WebClient) -> None:
    assert refusal(client, "chat.postMessage", {**TEXT, "attachments": [{"blocks": TOO_LONG}]})["error"] == (
        "invalid_attachments"
    )


def test_blocks_are_validated_without_being_shown(client: WebClient) -> None:
    assert ask(client, "blocks.validate", {"blocks": LINE})["ok"]
    [error] = refusal(client, "blocks.validate", {"blocks": TOO_LONG})["errors"]
    assert error["pointer"] == "/0/text/text"


def test_blocks_need_not_be_checked() -> None:
    with Sandbox(rules=FREE.model_copy(update={"check_blocks": False})) as sandbox:
        assert bot(sandbox).chat_postMessage(channel=GENERAL, text="x", blocks=[{"type": "nope"}])["ok"]


# Messages


def test_a_message_comes_back_as_slack_writes_it(client: WebClient) -> None:
    answer = client.chat_postMessage(channel="#general", text="Hi", blocks=LINE)
    message = answer["message"]
    assert (answer["channel"], answer["ts"]) == (GENERAL, message["ts"])
    assert (message["user"], message["bot_id"], message["app_id"]) == (BOT, "B0SANDBOX", "A0SANDBOX")
    assert not {"subtype", "thread_ts", "client_msg_id"} & set(message)
    assert message["blocks"][0]["block_id"]


def test_a_person_stands_for_the_direct_message_with_them(client: WebClient) -> None:
    assert client.chat_postMessage(channel=SAM, text="x")["channel"] == DM


@pytest.mark.parametrize(
    ("scopes", "error"), [({"chat:write"}, "not_in_channel"), ({"chat:write", "chat:write.public"}, "ok")]
)
def test_a_public_channel_takes_a_stranger_with_the_right_for_it_only(scopes: set[str], error: str) -> None:
    with Sandbox(Registration(scopes=frozenset(scopes)), rules=FREE) as sandbox:
        client = bot(sandbox)
        if error == "ok":
            assert client.chat_postMessage(channel=RANDOM, text="x")["ok"]
        else:
            assert refusal(client, "chat.postMessage", {"channel": RANDOM, "text": "x"})["error"] == error


@pytest.mark.parametrize("thread", [UNKNOWN, "", "0"])
def test_a_thread_that_nobody_began_is_none(client: WebClient, thread: str) -> None:
    assert "thread_ts" not in client.chat_postMessage(channel=GENERAL, text="x", thread_ts=thread)["message"]


def test_an_answer_to_an_answer_stands_in_the_same_thread(client: WebClient, own: str) -> None:
    answer = said(client, thread_ts=own)
    assert client.chat_postMessage(channel=GENERAL, text="x", thread_ts=answer)["message"]["thread_ts"] == own


def test_an_answer_can_be_shown_in_the_channel_too(client: WebClient, hands: Hands, own: str) -> None:
    told_to_all, told_below = said(client, thread_ts=own, reply_broadcast=True), said(client, thread_ts=own)
    shown = [each["ts"] for each in hands.messages()]
    assert told_to_all in shown
    assert told_below not in shown


def test_too_long_a_text_is_cut_with_a_word_about_it(client: WebClient) -> None:
    answer = client.chat_postMessage(channel=GENERAL, text="x" * 40_001)
    assert len(answer["message"]["text"]) == 40_000
    assert answer["response_metadata"]["warnings"] == ["message_truncated"]


def test_a_message_may_be_written_in_markdown(client: WebClient) -> None:
    answer = client.chat_postMessage(channel=GENERAL, markdown_text="**31%**")
    assert answer["message"]["text"] == "**31%**"


def test_an_ephemeral_message_is_seen_by_one_person_and_cannot_be_changed(client: WebClient, hands: Hands) -> None:
    ts = ask(client, "chat.postEphemeral", {**HERE, "user": SAM})["message_ts"]
    assert ts in {each["ts"] for each in hands.messages(user=SAM)}
    assert ts not in {each["ts"] for each in hands.messages(user=ALEX)}
    assert ts not in {each["ts"] for each in client.conversations_history(channel=GENERAL)["messages"]}
    for method in ("chat.update", "chat.delete"):
        assert refusal(client, method, {**TEXT, "ts": ts})["error"] == "message_not_found"


def test_an_update_with_a_text_takes_the_blocks_away_and_says_edited(client: WebClient) -> None:
    ts = said(client, blocks=LINE)
    answer = client.chat_update(channel=GENERAL, ts=ts, text="new")
    assert (answer["ts"], answer["text"], answer["message"]["edited"]["user"]) == (ts, "new", BOT)
    assert not {"ts", "reactions", "blocks"} & set(answer["message"])


def test_an_update_with_blocks_says_nothing_of_it_and_leaves_attachments(client: WebClient) -> None:
    ts = said(client, attachments=[{"text": "below"}])
    message = client.chat_update(channel=GENERAL, ts=ts, text="new", blocks=LINE)["message"]
    assert "edited" not in message
    assert message["attachments"] == [{"text": "below"}]
    assert "attachments" not in client.chat_update(channel=GENERAL, ts=ts, text="new", attachments=[])["message"]


def test_a_message_is_deleted_once(client: WebClient, own: str) -> None:
    assert client.chat_delete(channel=GENERAL, ts=own).data == {"ok": True, "channel": GENERAL, "ts": own}
    assert refusal(client, "chat.delete", {**HERE, "ts": own})["error"] == "message_not_found"


def test_a_deleted_message_leaves_a_stone_until_its_last_answer_goes(client: WebClient, own: str) -> None:
    answer = said(client, thread_ts=own)
    client.chat_delete(channel=GENERAL, ts=own)
    stone = next(each for each in client.conversations_history(channel=GENERAL)["messages"] if each["ts"] == own)
    assert (stone["subtype"], stone["user"]) == ("tombstone", "USLACKBOT")
    assert refusal(client, "chat.update", {**TEXT, "ts": own})["error"] == "message_not_found"
    client.chat_delete(channel=GENERAL, ts=answer)
    assert own not in {each["ts"] for each in client.conversations_history(channel=GENERAL)["messages"]}


def test_a_permalink_names_the_message_and_its_thread(client: WebClient, own: str) -> None:
    answer = said(client, thread_ts=own)
    link = client.chat_getPermalink(channel=GENERAL, message_ts=answer)["permalink"]
    assert link.endswith(f"/archives/{GENERAL}/p{answer.replace('.', '')}?thread_ts={own}&cid={GENERAL}")


# Streams


def test_a_stream_is_written_bit_by_bit_and_finished(client: WebClient, hands: Hands, own: str) -> None:
    to: Args = {"recipient_user_id": SAM, "recipient_team_id": "T0SANDBOX"}
    ts = client.chat_startStream(channel=GENERAL, thread_ts=own, markdown_text="31", **to)["ts"]
    client.chat_appendStream(channel=GENERAL, ts=ts, markdown_text="%")
    assert refusal(client, "chat.appendStream", {**HERE, "ts": ts})["error"] == "no_text"
    assert refusal(client, "chat.update", {**TEXT, "ts": ts})["error"] == "streaming_state_conflict"
    assert [each["streaming"] for each in hands.messages(thread=own)] == [False, True]
    done = client.chat_stopStream(channel=GENERAL, ts=ts, markdown_text=".", blocks=LINE)
    assert done["message"]["text"] == "31%."
    assert refusal(client, "chat.stopStream", {**HERE, "ts": ts})["error"] == "message_not_in_streaming_state"


def test_a_stream_in_a_direct_message_needs_no_recipient(client: WebClient, hands: Hands) -> None:
    root = hands.say("hello", channel=DM)["ts"]
    assert client.chat_startStream(channel=DM, thread_ts=root)["ok"]


# Reactions


def test_a_reaction_is_given_once_and_taken_back_once(client: WebClient, own: str) -> None:
    at: Args = {"channel": GENERAL, "timestamp": own}
    client.reactions_add(**at, name="eyes")
    assert refusal(client, "reactions.add", {**at, "name": "eyes"})["error"] == "already_reacted"
    found = client.reactions_get(**at)
    assert (found["type"], found["channel"]) == ("message", GENERAL)
    assert found["message"]["reactions"] == [{"name": "eyes", "users": [BOT], "count": 1}]
    client.reactions_remove(**at, name="eyes")
    assert refusal(client, "reactions.remove", {**at, "name": "eyes"})["error"] == "no_reaction"
    assert "reactions" not in client.reactions_get(**at)["message"]


def test_somebody_elses_reaction_cannot_be_taken_back(client: WebClient, hands: Hands, own: str) -> None:
    hands.do("react", user=SAM, channel=GENERAL, ts=own, emoji="tada")
    at = {"channel": GENERAL, "timestamp": own, "name": "tada"}
    assert refusal(client, "reactions.remove", at)["error"] == "no_reaction"


# Who and what there is


def test_conversations_are_listed_by_kind(client: WebClient) -> None:
    def listed(types: str) -> set[str]:
        return {each["id"] for each in client.conversations_list(types=types, exclude_archived=True)["channels"]}

    assert listed("public_channel") == {GENERAL, DATA, RANDOM}
    assert listed("private_channel, mpim") == set()
    assert listed("im") == {DM, "D0ALEX"}


def test_a_list_comes_page_by_page(client: WebClient) -> None:
    pages = [page["members"] for page in client.users_list(limit=3)]
    assert [len(page) for page in pages] == [3, 1]
    assert client.users_list(limit=0)["response_metadata"] == {"next_cursor": ""}
    assert len(client.conversations_members(channel=GENERAL)["members"]) == 3


def test_owners_and_deactivated_people_are_told_apart(client: WebClient, hands: Hands) -> None:
    hands.do("person", id="U0GONE", name="gone", deleted=True, is_owner=True)
    gone, alex = (client.users_info(user=each)["user"] for each in ("U0GONE", ALEX))
    told = [(each["deleted"], each["is_owner"], each["is_admin"]) for each in (gone, alex)]
    assert told == [(True, True, False), (False, False, True)]


def test_user_groups_are_listed_with_who_is_in_them(client: WebClient, hands: Hands) -> None:
    hands.do("group", id="S0OFF", name="Old", handle="old", members=[ALEX], is_disabled=True)
    [group] = client.usergroups_list(include_users=True, include_count=True)["usergroups"]
    assert (group["id"], group["handle"], group["users"], group["user_count"]) == ("S0DATA", "data-team", [SAM], 1)
    assert len(client.usergroups_list(include_disabled=True)["usergroups"]) == 2
    assert client.usergroups_users_list(usergroup="S0DATA")["users"] == [SAM]
    assert refusal(client, "usergroups.users.list", {"usergroup": "S0OFF"})["error"] == "no_such_subteam"


def test_a_conversation_is_described(client: WebClient) -> None:
    channel = client.conversations_info(channel=GENERAL)["channel"]
    assert (channel["name"], channel["is_channel"], channel["is_member"], channel["is_general"]) == (
        *("general", True, True),
        True,
    )
    direct = client.conversations_info(channel=DM)["channel"]
    assert (direct["is_im"], direct["user"]) == (True, SAM)
    assert "name" not in direct


def test_history_is_newest_first_and_can_be_narrowed(client: WebClient) -> None:
    first, second, third = said(client, channel=DATA), said(client, channel=DATA), said(client, channel=DATA)
    said(client, channel=DATA, thread_ts=first)

    def stamps(**narrowed: Any) -> list[str]:
        return [each["ts"] for each in client.conversations_history(channel=DATA, **narrowed)["messages"]]

    assert stamps() == [third, second, first]
    assert stamps(oldest=first) == [third, second]
    assert stamps(latest=third) == [second, first]
    assert stamps(latest=third, oldest=first, inclusive=True) == [third, second, first]
    page = client.conversations_history(channel=DATA, limit=2)
    assert (page["has_more"], bool(page["response_metadata"]["next_cursor"])) == (True, True)
    last = client.conversations_history(channel=DATA, cursor=page["response_metadata"]["next_cursor"])
    assert not last["has_more"]
    assert "response_metadata" not in last.data


def test_a_thread_is_read_from_any_of_its_messages(client: WebClient, own: str) -> None:
    answer = said(client, thread_ts=own)
    for ts in (own, answer):
        found = client.conversations_replies(channel=GENERAL, ts=ts)["messages"]
        assert [each["ts"] for each in found] == [own, answer]


def test_the_bot_goes_into_a_channel_and_out_again() -> None:
    with Sandbox(rules=FREE) as sandbox:
        client = bot(sandbox)
        assert client.conversations_join(channel=RANDOM)["channel"]["is_member"]
        again = client.conversations_join(channel=RANDOM)
        assert (again["warning"], again["response_metadata"]) == (
            "already_in_channel",
            {"warnings": ["already_in_channel"]},
        )
        client.conversations_leave(channel=RANDOM)
        assert client.conversations_leave(channel=RANDOM)["not_in_channel"]


def test_a_direct_message_is_open_already(client: WebClient) -> None:
    assert client.conversations_open(users=SAM)["channel"] == {"id": DM}
    assert client.conversations_open(channel=DM, return_im=True)["channel"]["user"] == SAM


def test_a_person_is_described(client: WebClient) -> None:
    sam = client.users_info(user=SAM)["user"]
    assert (sam["real_name"], sam["is_admin"], sam["is_bot"]) == ("Sam Carter", False, False)
    assert client.users_info(user=ALEX)["user"]["is_admin"]
    assert client.users_info(user=BOT)["user"]["profile"]["bot_id"] == "B0SANDBOX"


# Files


def test_a_file_is_uploaded_shown_described_and_deleted(client: WebClient, hands: Hands, own: str) -> None:
    answer = client.files_upload_v2(
        channel=GENERAL, file=BytesIO(b"a,b\n"), filename="shares.csv", title="Shares", initial_comment="Here"
    )
    assert answer["file"]["title"] == "Shares"
    shown = hands.messages()[-1]
    assert (shown["subtype"], shown["text"]) == ("file_share", "Here")
    file = client.files_info(file=shown["files"][0]["id"])["file"]
    assert (file["name"], file["size"]) == ("shares.csv", 4)
    client.files_delete(file=file["id"])
    assert refusal(client, "files.info", {"file": file["id"]})["error"] == "file_not_found"


def test_a_file_may_be_kept_for_a_block_and_shown_in_a_thread(client: WebClient, hands: Hands, own: str) -> None:
    assert client.files_upload_v2(content="text", filename="a.txt")["file"]["id"]
    client.files_upload_v2(channel=GENERAL, thread_ts=own, content="text", filename="a.txt")
    assert hands.messages(thread=own)[-1]["files"]


def test_a_shared_file_is_told_of_in_its_thread_with_its_comment_and_without_blocks() -> None:
    with Sandbox(rules=FREE) as sandbox, socket(sandbox) as line:
        client = bot(sandbox)
        root = said(client, channel=GENERAL)
        assert line.take("events_api")["payload"]["event"]["ts"] == root
        client.files_upload_v2(
            channel=GENERAL,
            thread_ts=root,
            content="x",
            filename="a.png",
            alt_txt="A chart",
            initial_comment="Here",
            blocks=LINE,
        )
        message, shared = (line.take("events_api")["payload"]["event"] for _ in range(2))
        assert (message["subtype"], message["thread_ts"], message["text"]) == ("file_share", root, "Here")
        assert "blocks" not in message
        assert (shared["type"], shared["file_id"], shared["channel_id"]) == (
            "file_shared",
            message["files"][0]["id"],
            GENERAL,
        )
        assert client.files_info(file=shared["file_id"])["file"]["alt_txt"] == "A chart"


def test_the_app_takes_its_own_message_back_and_is_told() -> None:
    with Sandbox(rules=FREE) as sandbox, socket(sandbox) as line:
        client = bot(sandbox)
        ts = said(client)
        client.chat_delete(channel=GENERAL, ts=ts)
        _, told_of = (line.take("events_api")["payload"]["event"] for _ in range(2))
        assert (told_of["subtype"], told_of["deleted_ts"]) == ("message_deleted", ts)
        assert told_of["previous_message"]["bot_id"] == "B0SANDBOX"
        assert Hands(sandbox.url).messages() == []


def test_a_file_that_was_announced_and_not_sent_is_not_there(client: WebClient) -> None:
    announced = client.files_getUploadURLExternal(filename="a.txt", length=4)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": announced["file_id"]}])


# An assistant


def test_an_assistant_thinks_aloud_until_it_answers(sandbox: Sandbox, client: WebClient, hands: Hands) -> None:
    ts = hands.say("hello", channel=DM)["ts"]
    at = {"channel_id": DM, "thread_ts": ts}
    client.assistant_threads_setStatus(**at, status="is thinking ...")
    client.assistant_threads_setTitle(**at, title="Sharing")
    client.assistant_threads_setSuggestedPrompts(**at, title="Try", prompts=[{"title": "One", "message": "1?"}])
    known = sandbox.slack.workspace.assistance[DM, ts]
    assert (known.status, known.title, known.prompts[0].message) == ("is thinking ...", "Sharing", "1?")
    client.chat_postMessage(channel=DM, text="31%", thread_ts=ts)
    assert sandbox.slack.workspace.assistance[DM, ts].status == ""


def test_an_agents_prompts_stand_in_the_direct_message_and_in_no_thread() -> None:
    prompts: list[dict[str, str]] = [{"title": "One", "message": "1?"}]
    with Sandbox(Registration(agent=Agent(description="Answers")), rules=FREE) as sandbox:
        client, ts = bot(sandbox), Hands(sandbox.url).say("hello", channel=DM)["ts"]
        assert client.assistant_threads_setSuggestedPrompts(channel_id=DM, thread_ts=ts, prompts=prompts)["ok"]
        assert sandbox.slack.workspace.assistance == {}
        client.assistant_threads_setSuggestedPrompts(channel_id=DM, prompts=prompts)
        assert sandbox.slack.workspace.assistance[DM, None].prompts[0].title == "One"


def test_a_status_comes_with_ten_loading_messages_at_most(client: WebClient, hands: Hands) -> None:
    at: Args = {"channel_id": GENERAL, "thread_ts": hands.say("hello")["ts"], "status": "is thinking ..."}
    client.assistant_threads_setStatus(**at, loading_messages=["Counting", "Weighing"])
    [*_, noted] = hands.entries("assistance", GENERAL)
    assert (noted["body"]["thread_ts"], noted["body"]["loading"]) == (at["thread_ts"], ["Counting", "Weighing"])
    answer = refusal(client, "assistant.threads.setStatus", {**at, "loading_messages": ["x"] * 11})
    assert answer["error"] == "invalid_arguments"


def test_an_assistant_that_is_lost_is_told_why(client: WebClient) -> None:
    at = {"channel_id": "D0UNKNOWN00", "thread_ts": UNKNOWN, "status": "x"}
    assert refusal(client, "assistant.threads.setStatus", at)["detail"] == "Invalid channel_id"
    answer = refusal(client, "assistant.threads.setStatus", {**at, "channel_id": DM})
    assert answer["detail"] == "Thread not found"


# Home tabs


def test_a_home_tab_is_published_and_changed(client: WebClient, hands: Hands) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
    view = client.views_publish(user_id=SAM, view={**HOME, "blocks": [block], "callback_id": "home"})["view"]
    assert (view["type"], view["root_view_id"], view["previous_view_id"]) == ("home", view["id"], None)
    assert words(hands.do("home", user=SAM)["blocks"]) == "Hello"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_publish(user_id=SAM, view=HOME, hash="1.wrong")
    changed = client.views_publish(user_id=SAM, view=HOME, hash=view["hash"])["view"]
    assert changed["id"] == view["id"]
    assert client.views_update(view_id=view["id"], view=HOME, hash=changed["hash"])["ok"]


def test_an_app_without_a_home_tab_publishes_none() -> None:
    with Sandbox(Registration(has_home=False), rules=FREE) as sandbox:
        answer = refusal(bot(sandbox), "views.publish", {"user_id": SAM, "view": HOME})
        assert answer["error"] == "not_enabled"
