"""What people can do in the workspace, and what the app is told of it."""

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.apps import Answer, HttpApp, app_over_http, bot
from tests.helpers.sandbox import ALEX, DATA, DM, GENERAL, RANDOM, SAM, Hands, Json, Refused, on, verdicts

BOT = "U0SANDBOX"
TITLE = {"type": "plain_text", "text": "Ask"}
BUTTON: Json = {"type": "button", "action_id": "more", "text": TITLE, "value": "1"}
OPTIONS = [{"text": {"type": "plain_text", "text": text}, "value": text} for text in ("councils", "charities")]


def field(element: Json, block_id: str = "q", **more: object) -> Json:
    return {"type": "input", "block_id": block_id, "label": TITLE, "element": element, **more}


TEXT = field({"type": "plain_text_input", "action_id": "typed"})
FILLED = {"q": {"typed": ["What share?"]}}


def modal(*blocks: Json, **more: object) -> Json:
    return {"type": "modal", "title": TITLE, "submit": TITLE, "blocks": list(blocks or (TEXT,)), **more}


class Stage:
    """An app over HTTP, and everybody's hands."""

    def __init__(self, sandbox: Sandbox, app: HttpApp, hands: Hands) -> None:
        self.sandbox, self.app, self.hands = sandbox, app, hands
        self.client = bot(sandbox)

    def trigger(self) -> str:
        """Choose a shortcut, and return what the app may open a modal with."""
        self.hands.do("shortcut", user=SAM, callback_id="ask")
        return str(self.app.last("shortcut")["trigger_id"])

    def open(self, view: Json) -> Json:
        found: Json = self.client.views_open(trigger_id=self.trigger(), view=dict(view))["view"]
        return found

    def titles(self, user: str = SAM) -> list[str]:
        return [view["callback_id"] for view in self.hands.do("views", user=user)]

    def submit(self, filled: Mapping[str, object] = FILLED) -> None:
        self.hands.do("submit", user=SAM, filled=filled)

    def told(self) -> Json:
        """Return the last event that the app heard of; two that are sent at once may arrive in either order."""
        self.hands.do("quiet", seconds=0.05)
        events: list[Json] = [each.payload["event"] for each in self.app.heard if "event" in each.payload]
        return max(events, key=lambda event: float(event["event_ts"]))

    def errors(self) -> Mapping[str, str]:
        return self.sandbox.slack.workspace.errors.get(SAM, {})


@pytest.fixture
def stage() -> Iterator[Stage]:
    with app_over_http() as (sandbox, app, hands):
        yield Stage(sandbox, app, hands)


# Messages


def test_what_is_typed_arrives_as_slacks_client_writes_it(stage: Stage) -> None:
    stage.hands.say("@surveybot is 3 < 4 & @here, @nobody?")
    event = stage.told()
    assert event["text"] == f"<@{BOT}> is 3 &lt; 4 &amp; <!here>, @nobody?"
    [section] = event["blocks"][0]["elements"]
    assert section["elements"] == [
        {"type": "user", "user_id": BOT},
        {"type": "text", "text": " is 3 < 4 & "},
        {"type": "broadcast", "range": "here"},
        {"type": "text", "text": ", @nobody?"},
    ]


def test_a_message_in_a_thread_names_its_root(stage: Stage) -> None:
    root = stage.hands.say("root")["ts"]
    stage.hands.say("below", thread_ts=root)
    assert stage.told()["thread_ts"] == root


def test_a_message_is_edited_by_whoever_wrote_it(stage: Stage) -> None:
    said = stage.hands.say("before")
    edit: Json = {"channel": GENERAL, "ts": said["ts"], "text": "after"}
    stage.hands.do("edit", user=SAM, **edit)
    event = stage.told()
    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    assert (event["previous_message"]["text"], event["message"]["text"]) == ("before", "after")
    assert event["message"]["edited"]["user"] == SAM
    with pytest.raises(Refused, match="cant_update_message"):
        stage.hands.do("edit", user=ALEX, **edit)
    with pytest.raises(Refused, match="no_text"):
        stage.hands.do("edit", user=SAM, **{**edit, "text": " "})


def test_a_message_is_deleted_by_whoever_wrote_it(stage: Stage) -> None:
    said = stage.hands.say("before")
    with pytest.raises(Refused, match="cant_delete_message"):
        stage.hands.do("delete", user=ALEX, channel=GENERAL, ts=said["ts"])
    stage.hands.do("delete", user=SAM, channel=GENERAL, ts=said["ts"])
    event = stage.told()
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", said["ts"])
    assert stage.hands.messages() == []


def test_a_reaction_is_given_and_taken_back(stage: Stage) -> None:
    said = stage.hands.say("hello")
    for event, left in (("reaction_added", [{"name": "eyes", "users": [SAM], "count": 1}]), ("reaction_removed", None)):
        stage.hands.do("react", user=SAM, channel=GENERAL, ts=said["ts"], emoji="eyes")
        told = stage.told()
        assert (told["type"], told["item"]) == (event, {"type": "message", "channel": GENERAL, "ts": said["ts"]})
        assert stage.hands.messages()[0].get("reactions") == left


@pytest.mark.parametrize(
    ("verb", "given", "error"),
    [
        ("react", {"ts": "SAID", "emoji": ":eyes:"}, "invalid_name"),
        ("remove_bot", {"channel": DM}, "method_not_supported_for_channel_type"),
        ("say", {"text": " "}, "no_text"),
        ("say", {"text": "/survey x", "thread_ts": "1.1"}, "no_commands_in_threads"),
        ("say", {"text": "x", "channel": "C0UNKNOWN"}, "channel_not_found"),
        ("say", {"text": "x", "channel": "D0ALEX"}, "channel_not_found"),
        ("say", {"text": "x", "user": "U0NOBODY"}, "user_not_found"),
        ("react", {"ts": "1.1", "emoji": "eyes"}, "message_not_found"),
        ("invite", {"channel": DM}, "method_not_supported_for_channel_type"),
        ("invite", {}, "already_in_channel"),
        ("submit", {"filled": {}, "channel": None}, "not_found"),
        ("click", {"press": {"view_id": "V1", "block_id": "b", "action_id": "a"}, "channel": None}, "not_found"),
    ],
)
def test_what_cannot_be_done_is_refused(stage: Stage, verb: str, given: Json, error: str) -> None:
    given = {name: stage.hands.say("hello")["ts"] if value == "SAID" else value for name, value in given.items()}
    asked = {name: value for name, value in {"user": SAM, "channel": GENERAL, **given}.items() if value is not None}
    with pytest.raises(Refused, match=error):
        stage.hands.do(verb, **asked)


def test_nobody_speaks_in_an_archived_channel(stage: Stage) -> None:
    stage.hands.do("channel", id=DATA, is_archived=True)
    with pytest.raises(Refused, match="is_archived"):
        stage.hands.say("hello", channel=DATA)


def archived(stage: Stage) -> Json:
    """Return a message with a button, in a channel that was archived since."""
    blocks = [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]
    stage.client.chat_postMessage(channel=DATA, text="x", blocks=blocks)
    stage.hands.do("channel", id=DATA, is_archived=True)
    return stage.hands.messages(DATA)[0]


def test_a_click_in_an_archived_channel_is_told_and_answered(stage: Stage) -> None:
    [button] = on(archived(stage), DATA)
    stage.hands.click(button)
    url = stage.app.last("block_actions")["response_url"]
    for body in ({"text": "for you"}, {"text": "for all", "response_type": "in_channel"}):
        assert WebhookClient(url).send_dict(body).body == "ok"
    assert [each["text"] for each in stage.hands.messages(DATA)] == ["x", "for you", "for all"]


def test_an_archived_channel_takes_nothing_else(stage: Stage) -> None:
    message = archived(stage)
    mine: dict[str, Any] = {"channel": DATA, "ts": message["ts"]}
    for method, more, error in (
        ("chat.postEphemeral", {"user": SAM, "text": "x"}, "is_archived"),
        ("chat.update", {"text": "x"}, "is_inactive"),
        ("reactions.add", {"timestamp": mine["ts"], "name": "eyes"}, "is_archived"),
    ):
        with pytest.raises(SlackApiError, match=error):
            stage.client.api_call(method, json={**mine, **more})
    for verb, given in (("command", {"typed": "/survey x"}), ("react", {"ts": mine["ts"], "emoji": "eyes"})):
        with pytest.raises(Refused, match="is_archived"):
            stage.hands.do(verb, user=SAM, channel=DATA, **given)


# Strangers

PAT, PARTNER = "U0PAT", "T0PARTNER"


@pytest.fixture
def shared(stage: Stage) -> Stage:
    """A channel that somebody from another organisation is in."""
    stage.hands.do("person", id=PAT, name="pat.reed", real_name="Pat Reed", team=PARTNER)
    stage.hands.do("channel", id=DATA, is_shared=True, members=[SAM, PAT, BOT])
    return stage


def test_an_event_of_a_shared_channel_says_so(shared: Stage) -> None:
    shared.hands.do("react", user=SAM, channel=DATA, ts=shared.hands.say("x", channel=DATA)["ts"], emoji="eyes")
    shared.hands.say("x")
    shared.app.wait_for(3)
    told = {(each.payload["event"]["type"], each.payload["is_ext_shared_channel"]) for each in shared.app.heard}
    assert told == {("message", True), ("reaction_added", True), ("message", False)}


def test_what_a_stranger_says_names_where_they_come_from(shared: Stage) -> None:
    shared.hands.say("@surveybot x", user=PAT, channel=DATA)
    shared.app.wait_for(2)
    for kind, team in (("app_mention", "T0SANDBOX"), ("message", PARTNER)):  # as Slack tells of each
        told = shared.app.last(kind)
        assert told["team_id"] == told["event"]["team"] == team
        assert (told["event"]["user_team"], told["event"]["source_team"]) == (PARTNER, PARTNER)
        assert told["event"]["user_profile"]["team"] == PARTNER
        assert told["context_team_id"] == told["authorizations"][0]["team_id"] == "T0SANDBOX"
    assert "user_team" not in shared.hands.say("x", channel=DATA)
    assert shared.client.conversations_info(channel=DATA)["channel"]["is_ext_shared"]


def test_a_stranger_can_click_and_be_whispered_to(shared: Stage) -> None:
    blocks = [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]
    shared.client.chat_postEphemeral(channel=DATA, user=PAT, text="x", blocks=blocks)
    shared.hands.click(*on(shared.hands.messages(DATA, user=PAT)[0], DATA), user=PAT)
    told = shared.app.last("block_actions")
    assert (told["user"]["team_id"], told["team"]["id"]) == (PARTNER, "T0SANDBOX")


def test_a_stranger_has_no_commands_no_shortcuts_and_no_direct_message(shared: Stage) -> None:
    shared.hands.command("/survey x", user=PAT, channel=DATA)
    assert "not a valid command" in shared.hands.messages(DATA, user=PAT)[-1]["text"]
    with pytest.raises(Refused, match="restricted_action"):
        shared.hands.do("shortcut", user=PAT, callback_id="ask")
    with pytest.raises(Refused, match="channel_not_found"):
        shared.hands.do("open_messages", user=PAT)


# Coming and going


def test_the_bot_is_brought_in_and_taken_out(stage: Stage) -> None:
    stage.hands.say("@surveybot hello", channel=RANDOM)
    assert "is not in this channel" in stage.hands.messages(RANDOM)[-1]["text"]
    stage.hands.command("/invite @surveybot", channel=RANDOM)
    joined = stage.told()
    assert (joined["type"], joined["user"], joined["inviter"], joined["channel_type"]) == (
        "member_joined_channel",
        BOT,
        SAM,
        "C",
    )
    stage.hands.say("@surveybot hello", channel=RANDOM)
    assert stage.told()["channel"] == RANDOM
    stage.hands.do("remove_bot", user=SAM, channel=RANDOM)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        stage.client.conversations_history(channel=RANDOM)


# Commands and shortcuts


def test_a_command_carries_who_where_and_what(stage: Stage) -> None:
    stage.hands.command("/survey  what share?  @sam.carter", channel=DM)
    form = stage.app.last("/survey")
    assert (form["command"], form["text"]) == ("/survey", f"what share?  <@{SAM}|sam.carter>")
    assert (form["user_id"], form["channel_id"], form["channel_name"]) == (SAM, DM, "directmessage")
    assert form["response_url"].startswith(f"{stage.sandbox.url}commands/T0SANDBOX/")
    assert form["trigger_id"].count(".") == 2


def test_a_command_that_is_not_the_apps_is_none(stage: Stage) -> None:
    stage.hands.command("/nonsense")
    [told] = stage.hands.messages()
    assert (told["text"], told["ephemeral_to"]) == ("`/nonsense` is not a valid command.", SAM)
    assert stage.app.heard == []


def test_a_global_shortcut_knows_no_channel(stage: Stage) -> None:
    stage.trigger()
    payload = stage.app.last("shortcut")
    assert (payload["callback_id"], payload["user"]["id"]) == ("ask", SAM)
    assert not {"channel", "response_url", "message"} & set(payload)


def test_a_message_shortcut_carries_the_message(stage: Stage) -> None:
    said = stage.hands.say("31%?")
    stage.hands.do("message_shortcut", user=SAM, callback_id="check", channel=GENERAL, ts=said["ts"])
    payload = stage.app.last("message_action")
    assert (payload["message"]["text"], payload["message_ts"]) == ("31%?", said["ts"])
    assert payload["channel"] == {"id": GENERAL, "name": "general"}


# Clicks


def test_a_click_carries_the_message_and_what_was_chosen(stage: Stage) -> None:
    select = {"type": "static_select", "action_id": "s", "options": OPTIONS}
    blocks = [{"type": "actions", "block_id": "b", "elements": [BUTTON, select]}]
    message = stage.client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)
    stage.hands.click(on(message["message"])[0])
    payload = stage.app.last("block_actions")
    [action] = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"], action["type"]) == ("more", "b", "1", "button")
    assert (payload["container"]["message_ts"], payload["message"]["ts"]) == (message["ts"], message["ts"])
    assert payload["state"]["values"] == {"b": {"s": {"type": "static_select", "selected_option": None}}}
    press = {"channel": GENERAL, "ts": message["ts"], "block_id": "b", "action_id": "s", "chosen": ["charities"]}
    stage.hands.do("click", user=SAM, press=press)
    [action] = stage.app.last("block_actions")["actions"]
    assert action["selected_option"] == OPTIONS[1]


def test_what_is_not_there_cannot_be_clicked(stage: Stage) -> None:
    blocks = [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]
    ts = stage.client.chat_postEphemeral(channel=GENERAL, user=SAM, text="x", blocks=blocks)["message_ts"]
    press = {"channel": GENERAL, "ts": ts, "block_id": "b", "action_id": "more"}
    with pytest.raises(Refused, match="message_not_found"):
        stage.hands.do("click", user=ALEX, press=press)
    with pytest.raises(Refused, match="action_not_found"):
        stage.hands.do("click", user=SAM, press={**press, "action_id": "less"})


def test_a_click_in_the_home_tab_carries_the_view(stage: Stage) -> None:
    home = {"type": "home", "blocks": [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]}
    view = stage.client.views_publish(user_id=SAM, view=home)["view"]
    press = {"view_id": view["id"], "block_id": "b", "action_id": "more"}
    stage.hands.do("click", user=SAM, press=press)
    payload = stage.app.last("block_actions")
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    assert payload["view"]["type"] == "home"
    assert not {"channel", "response_url"} & set(payload)
    with pytest.raises(Refused, match="not_found"):
        stage.hands.do("click", user=ALEX, press=press)


@pytest.mark.parametrize(
    ("element", "chosen", "value"),
    [
        ({"type": "plain_text_input"}, ["x"], {"value": "x"}),
        ({"type": "plain_text_input", "initial_value": "y"}, None, {"value": "y"}),
        ({"type": "number_input", "is_decimal_allowed": False}, ["3"], {"value": "3"}),
        ({"type": "static_select", "options": OPTIONS}, ["charities"], {"selected_option": OPTIONS[1]}),
        ({"type": "static_select", "options": OPTIONS}, ["nonsense"], {"selected_option": None}),
        (
            {"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS[:1]},
            None,
            {"selected_options": OPTIONS[:1]},
        ),
        ({"type": "radio_buttons", "options": OPTIONS}, ["councils"], {"selected_option": OPTIONS[0]}),
        (
            {"type": "multi_static_select", "option_groups": [{"label": TITLE, "options": OPTIONS}]},
            ["charities", "councils"],
            {"selected_options": OPTIONS[::-1]},
        ),
        ({"type": "users_select"}, [SAM], {"selected_user": SAM}),
        ({"type": "multi_users_select"}, [SAM, ALEX], {"selected_users": [SAM, ALEX]}),
        ({"type": "conversations_select"}, [DATA], {"selected_conversation": DATA}),
        ({"type": "channels_select"}, [DATA], {"selected_channel": DATA}),
        ({"type": "datepicker"}, ["2016-01-29"], {"selected_date": "2016-01-29"}),
        (
            {"type": "timepicker", "timezone": "Europe/London"},
            ["09:30"],
            {"selected_time": "09:30", "timezone": "Europe/London"},
        ),
        ({"type": "datetimepicker"}, ["1454060000"], {"selected_date_time": 1454060000}),
        ({"type": "datetimepicker"}, ["soon"], {"selected_date_time": None}),
        ({"type": "file_input"}, ["F1"], {"files": [{"id": "F1"}]}),
    ],
)
def test_what_is_filled_in_arrives_in_the_form_of_its_element(
    stage: Stage, element: Json, chosen: list[str] | None, value: Json
) -> None:
    stage.open(modal(field({**element, "action_id": "a"})))
    stage.submit({"q": {"a": chosen}} if chosen else {})
    values = stage.app.last("view_submission")["view"]["state"]["values"]
    assert values == {"q": {"a": {"type": element["type"], **value}}}


def test_a_button_and_a_vote_say_what_they_stand_for(stage: Stage) -> None:
    vote = {
        "type": "feedback_buttons",
        "action_id": "vote",
        "positive_button": {"text": TITLE, "value": "good"},
        "negative_button": {"text": TITLE, "value": "bad"},
    }
    blocks = [{"type": "context_actions", "block_id": "b", "elements": [vote]}]
    stage.client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)
    _, bad = verdicts(stage.hands.messages()[0])
    stage.hands.click(bad)
    [action] = stage.app.last("block_actions")["actions"]
    assert (action["type"], action["value"], action["text"]) == ("feedback_buttons", "bad", TITLE)
    with pytest.raises(Refused, match="action_not_found"):
        stage.hands.click(bad, chosen=["neither"])


@pytest.mark.parametrize("kind", ["icon_button", "button"])
def test_a_button_for_some_people_is_not_there_for_others(stage: Stage, kind: str) -> None:
    icon = {"icon": "trash"} if kind == "icon_button" else {}
    bin_it = {"type": kind, "action_id": "bin", "text": TITLE, "value": "1", "visible_to_user_ids": [SAM], **icon}
    holder = "context_actions" if icon else "actions"
    blocks = [{"type": holder, "block_id": "b", "elements": [bin_it]}]
    stage.client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)
    press = {"channel": GENERAL, "ts": stage.hands.messages()[0]["ts"], "block_id": "b", "action_id": "bin"}
    with pytest.raises(Refused, match="action_not_found"):
        stage.hands.do("click", user=ALEX, press=press)
    stage.hands.do("click", user=SAM, press=press)
    [action] = stage.app.last("block_actions")["actions"]
    assert (action["type"], action["value"]) == (kind, "1")


# Modals


def test_a_modal_opens_for_whoever_pulled_the_trigger(stage: Stage) -> None:
    view = stage.open(modal(callback_id="one", private_metadata="mine"))
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert (view["state"], view["external_id"], view["notify_on_close"]) == ({"values": {}}, "", False)
    assert stage.titles(SAM) == ["one"]
    assert stage.titles(ALEX) == []


def test_a_trigger_works_once(stage: Stage) -> None:
    trigger = stage.trigger()
    stage.client.views_open(trigger_id=trigger, view=dict(modal()))
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        stage.client.views_open(trigger_id=trigger, view=dict(modal()))


def test_a_trigger_lasts_three_seconds(stage: Stage) -> None:
    trigger = stage.trigger()
    stage.hands.do("advance", seconds=3.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        stage.client.views_open(trigger_id=trigger, view=dict(modal()))


def test_modals_lie_on_each_other_three_high(stage: Stage) -> None:
    with pytest.raises(SlackApiError, match="not_found"):
        stage.client.views_push(trigger_id=stage.trigger(), view=dict(modal()))
    first = stage.open(modal(callback_id="one"))
    second = stage.client.views_push(trigger_id=stage.trigger(), view=dict(modal(callback_id="two")))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])
    stage.client.views_push(trigger_id=stage.trigger(), view=dict(modal(callback_id="three")))
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        stage.client.views_push(trigger_id=stage.trigger(), view=dict(modal()))
    assert stage.titles() == ["one", "two", "three"]


def test_a_modal_that_is_opened_anew_takes_the_place_of_all(stage: Stage) -> None:
    stage.open(modal(callback_id="one"))
    stage.open(modal(callback_id="two"))
    assert stage.titles() == ["two"]


def test_an_external_id_names_one_view_and_changes_it(stage: Stage) -> None:
    stage.client.views_publish(user_id=ALEX, view={"type": "home", "blocks": [], "external_id": "taken"})
    stage.open(modal(callback_id="one", external_id="mine"))
    for method in (stage.client.views_open, stage.client.views_push):
        with pytest.raises(SlackApiError, match="duplicate_external_id"):
            method(trigger_id=stage.trigger(), view=dict(modal(external_id="taken")))
    assert stage.titles() == ["one"]
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        stage.client.views_update(external_id="mine", view=dict(modal(external_id="taken")))
    stage.client.views_update(external_id="mine", view=dict(modal(callback_id="two", external_id="mine")))
    assert stage.titles() == ["two"]


def test_a_change_that_comes_too_late_conflicts(stage: Stage) -> None:
    view = stage.open(modal())
    fresh = stage.client.views_update(view_id=view["id"], hash=view["hash"], view=dict(modal()))["view"]
    assert (fresh["id"], fresh["hash"] != view["hash"]) == (view["id"], True)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        stage.client.views_update(view_id=view["id"], hash=view["hash"], view=dict(modal()))


def test_a_submission_carries_what_was_filled_in_and_closes_the_modal(stage: Stage) -> None:
    stage.open(modal(callback_id="one", private_metadata="mine"))
    stage.submit()
    payload = stage.app.last("view_submission")
    assert payload["view"]["state"]["values"] == {"q": {"typed": {"type": "plain_text_input", "value": "What share?"}}}
    assert (payload["view"]["private_metadata"], payload["response_urls"]) == ("mine", [])
    assert stage.titles() == []


def test_what_is_required_is_asked_for_without_the_app(stage: Stage) -> None:
    stage.open(modal(TEXT, field({"type": "plain_text_input", "action_id": "typed"}, "maybe", optional=True)))
    stage.submit({"q": {"typed": [" "]}})
    assert set(stage.errors()) == {"q"}
    assert "view_submission" not in {heard.what for heard in stage.app.heard}


@pytest.mark.parametrize(
    ("answer", "titles", "errors"),
    [
        ({}, ["one"], {}),
        ({"response_action": "clear"}, [], {}),
        ({"response_action": "errors", "errors": {"q": "Too short"}}, ["one", "two"], {"q": "Too short"}),
        ({"response_action": "update", "view": modal(callback_id="new")}, ["one", "new"], {}),
        ({"response_action": "push", "view": modal(callback_id="new")}, ["one", "two", "new"], {}),
    ],
)
def test_a_submission_is_answered_by_what_it_is_acknowledged_with(
    stage: Stage, answer: Json, titles: list[str], errors: Json
) -> None:
    stage.open(modal(callback_id="one"))
    stage.client.views_push(trigger_id=stage.trigger(), view=dict(modal(callback_id="two")))
    stage.app.answers["view_submission"] = Answer(answer)
    stage.submit()
    assert stage.titles() == titles
    assert stage.errors() == errors


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"response_action": "nonsense"}),
        Answer({"response_action": "errors", "errors": {"elsewhere": "x"}}),
        Answer({"response_action": "errors"}),
        Answer({"response_action": "update", "view": {"type": "modal"}}),
        Answer({"response_action": "push", "view": {"type": "home", "blocks": []}}),
        Answer(status=500),
    ],
)
def test_an_answer_that_slack_cannot_use_leaves_the_modal_open(stage: Stage, answer: Answer) -> None:
    stage.open(modal(callback_id="one"))
    stage.app.answers["view_submission"] = answer
    stage.submit()
    assert stage.titles() == ["one"]
    assert stage.errors() == {"": "We had some trouble connecting. Try again?"}


def test_a_modal_waits_for_the_app_and_can_be_closed_meanwhile(stage: Stage) -> None:
    stage.open(modal(callback_id="one"))
    held = threading.Event()
    stage.app.answers["view_submission"] = Answer(modal(), held=held)
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(stage.submit)
        stage.app.wait_for(2)
        assert SAM in stage.sandbox.slack.workspace.waiting
        stage.hands.do("close", user=SAM)
        held.set()
        sent.result()
    assert stage.titles() == []
    assert stage.errors() == {}


@pytest.mark.parametrize(("all_of_them", "left", "told"), [(False, ["one"], [False]), (True, [], [True, True])])
def test_an_app_that_asked_for_it_is_told_that_a_modal_was_closed(
    stage: Stage, all_of_them: bool, left: list[str], told: list[bool]
) -> None:
    stage.open(modal(callback_id="one", notify_on_close=True))
    stage.client.views_push(trigger_id=stage.trigger(), view=dict(modal(callback_id="two", notify_on_close=True)))
    stage.hands.do("close", user=SAM, all_of_them=all_of_them)
    closed = [heard.payload for heard in stage.app.heard if heard.what == "view_closed"]
    assert [each["is_cleared"] for each in closed] == told
    assert all("trigger_id" not in each and each["view"]["state"] == {"values": {}} for each in closed)
    assert stage.titles() == left


def test_an_app_that_did_not_ask_is_not_told(stage: Stage) -> None:
    stage.open(modal())
    stage.hands.do("close", user=SAM)
    assert "view_closed" not in {heard.what for heard in stage.app.heard}


def test_a_channel_that_was_chosen_comes_with_a_response_url(stage: Stage) -> None:
    chosen = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    stage.open(modal(field(chosen)))
    stage.submit({"q": {"where": [DATA]}})
    [url] = stage.app.last("view_submission")["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("q", "where", DATA)
    assert url["response_url"].startswith(f"{stage.sandbox.url}app/")


# External selects


@pytest.mark.parametrize("answer", [{"options": OPTIONS}, {"option_groups": [{"label": TITLE, "options": OPTIONS}]}])
def test_an_external_select_offers_what_the_app_gives_for_what_is_typed(stage: Stage, answer: dict[str, Any]) -> None:
    view = stage.open(modal(field({"type": "external_select", "action_id": "a"})))
    stage.app.answers["block_suggestion"] = Answer(answer)
    press = {"view_id": view["id"], "block_id": "q", "action_id": "a"}
    assert stage.hands.do("options", user=SAM, press=press, typed="coun") == next(iter(answer.values()))
    asked = stage.app.last("block_suggestion")
    assert (asked["value"], asked["action_id"], asked["block_id"]) == ("coun", "a", "q")
    assert asked["container"] == {"type": "view", "view_id": view["id"]}
    stage.submit({"q": {"a": ["councils"]}})
    values = stage.app.last("view_submission")["view"]["state"]["values"]
    assert values["q"]["a"]["selected_option"] == OPTIONS[0]


def test_an_external_select_on_a_message_tells_where_it_is(stage: Stage) -> None:
    select = {"type": "external_select", "action_id": "a"}
    blocks = [{"type": "actions", "block_id": "b", "elements": [select]}]
    ts = stage.client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)["ts"]
    press = {"channel": GENERAL, "ts": ts, "block_id": "b", "action_id": "a"}
    assert stage.hands.do("options", user=SAM, press=press, typed="") == []
    asked = stage.app.last("block_suggestion")
    assert (asked["channel"]["id"], asked["message"]["ts"]) == (GENERAL, ts)


# The app's home


def test_looking_at_the_home_tab_is_told_with_what_is_there(stage: Stage) -> None:
    stage.hands.do("open_home", user=SAM)
    event = stage.told()
    assert (event["type"], event["tab"], event["channel"]) == ("app_home_opened", "home", DM)
    assert "view" not in event
    stage.client.views_publish(user_id=SAM, view={"type": "home", "blocks": []})
    stage.hands.do("open_home", user=SAM)
    assert stage.told()["view"]["type"] == "home"
    stage.hands.do("open_messages", user=SAM)
    assert (stage.told()["tab"], "view" in stage.told()) == ("messages", False)


def test_an_app_without_a_home_tab_is_not_told_of_one(stage: Stage) -> None:
    stage.sandbox.slack.registration = replace(stage.sandbox.slack.registration, has_home=False)
    stage.hands.do("open_home", user=SAM)
    stage.hands.do("quiet", seconds=0.05)
    assert stage.app.heard == []


def test_any_command_is_an_apps_that_registered_none() -> None:
    command = Registration().command("/anything")
    assert command is not None
    assert command.name == "/anything"
