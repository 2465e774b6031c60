"""The sandbox's page does in a real browser what Slack's does: with an app that only writes down what it hears."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from slack_sdk import WebClient

from bot.sandbox.server import Sandbox
from tests.bot.sandbox.apps import Answer, HttpApp, app_over_http, bot
from tests.helpers.browser import browser, keep
from tests.helpers.sandbox import ALEX, DM, GENERAL, SAM, Hands, Json

Block = dict[str, object]


@dataclass
class Stage:
    """A sandbox, an app that it reaches over HTTP, and Sam's browser."""

    sandbox: Sandbox
    app: HttpApp
    hands: Hands
    page: Page

    @property
    def client(self) -> WebClient:
        return bot(self.sandbox)

    def show(self, *blocks: Block) -> str:
        """Let the app say something, and return its ts."""
        return str(self.client.chat_postMessage(channel=GENERAL, text="said", blocks=list(blocks))["ts"])

    def go(self, path: str = f"as/{SAM}/{GENERAL}") -> None:
        self.page.goto(self.sandbox.url + path)

    def open(self, *blocks: Block, **more: object) -> None:
        """Let Sam open a modal by a shortcut."""
        self.hands.do("shortcut", user=SAM, callback_id="ask")
        trigger = self.app.last("shortcut")["trigger_id"]
        self.client.views_open(trigger_id=trigger, view=modal(*blocks, **more))

    def heard(self, what: str = "block_actions", *, count: int = 1) -> list[Json]:
        """Return what the app was told, once it was told so many times."""
        self.hands.wait("acknowledged", what, count=count)
        return [heard.payload for heard in self.app.heard if heard.what == what]

    def action(self, *, count: int = 1) -> Json:
        """Return the last thing that was pressed or chosen."""
        done: Json = self.heard(count=count)[-1]["actions"][0]
        return done

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as page:
        assert page.context.browser
        yield page.context.browser


@contextmanager
def opened(chromium: Browser, *, scripted: bool = True) -> Iterator[Page]:
    """Open a window; a script that fails in it, or gives something up, fails the test."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800}, java_script_enabled=scripted)
    page.set_default_timeout(5000)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda said: failed.append(said.text) if said.type == "warning" else None)
    yield page
    page.context.close()
    assert failed == []


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Stage]:
    with app_over_http() as (sandbox, app, hands):
        with opened(chromium) as page:
            yield Stage(sandbox, app, hands, page)
        hands.do("open_messages", user=SAM)  # the page's last question for news has its answer, and nobody waits for it


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Block:
    return {"text": plain(value.title()), "value": value}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "block_id": "b", "elements": list(elements)}


def button(label: str = "Press", **more: object) -> Block:
    return {"type": "button", "action_id": label.casefold(), "text": plain(label), **more}


def asked(kind: str, label: str = "", **more: object) -> Block:
    """Return an input of some kind, under a label."""
    dispatches = {"dispatch_action": True} if "dispatch_action_config" in more else {}
    element = {"type": kind, "action_id": "a", **more}
    named = {"block_id": label or kind, "label": plain(label or kind)}
    return {"type": "input", **named, "optional": True, "element": element, **dispatches}


def modal(*blocks: Block, **more: object) -> Block:
    return {"type": "modal", "title": plain("A form"), "submit": plain("Send"), "blocks": list(blocks), **more}


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name)


CONFIRM = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Do it"), "deny": plain("Stop")}


# Saying things


def test_each_box_posts_where_it_says_and_only_it_keeps_what_is_refused(stage: Stage) -> None:
    ts = stage.show(actions(button()))
    stage.go(f"as/{SAM}/{GENERAL}/{ts}")
    box(stage.page, "Message #general").fill("to all")
    box(stage.page, "Message #general").press("Enter")
    expect(stage.page.get_by_role("log", name="Messages").get_by_text("to all")).to_be_visible()
    box(stage.page, "Reply in the thread").fill("to the thread")
    box(stage.page, "Reply in the thread").press("Enter")
    expect(stage.page.get_by_role("log", name="Thread").get_by_text("to the thread")).to_be_visible()
    box(stage.page, "Reply in the thread").fill("/survey what?")
    box(stage.page, "Reply in the thread").press("Enter")
    expect(stage.page.get_by_role("alert").first).to_contain_text("not supported in threads")
    expect(box(stage.page, "Reply in the thread")).to_have_value("/survey what?")
    expect(box(stage.page, "Message #general")).to_have_value("")
    stage.hands.say("something new", user=ALEX)
    expect(stage.page.get_by_text("something new")).to_be_visible()
    expect(box(stage.page, "Reply in the thread")).to_have_value("/survey what?")
    expect(stage.page.get_by_role("alert").first).to_be_visible()
    assert [each["text"] for each in stage.hands.messages()] == ["said", "to all", "something new"]


def test_enter_twice_or_a_double_click_sends_once_and_what_is_typed_next_stays(stage: Stage) -> None:
    stage.go()
    typing = box(stage.page, "Message #general")
    typing.fill("once")
    stage.page.keyboard.press("Enter")
    stage.page.keyboard.press("Enter")
    typing.press_sequentially("and next")
    expect(stage.page.get_by_role("log").get_by_text("once")).to_be_visible()
    expect(typing).to_have_value("and next")
    stage.page.get_by_role("button", name="Send").dblclick()
    expect(stage.page.get_by_role("log").get_by_text("and next")).to_be_visible()
    assert [each["text"] for each in stage.hands.messages()] == ["once", "and next"]


def test_a_button_clicked_twice_tells_its_app_once_while_it_waits(stage: Stage) -> None:
    stage.app.answers["block_actions"] = Answer(held=(held := threading.Event()))
    stage.show(actions(button()))
    stage.go()
    stage.page.get_by_role("button", name="Press").dblclick()
    stage.app.wait_for(1)
    held.set()
    stage.hands.do("quiet")
    assert len(stage.heard()) == 1


def test_enter_while_characters_are_being_composed_sends_nothing(stage: Stage) -> None:
    stage.go()
    typing = box(stage.page, "Message #general")
    typing.focus()
    keys = stage.page.context.new_cdp_session(stage.page)
    keys.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    keys.send("Input.insertText", {"text": "日本"})
    expect(typing).to_have_value("日本")
    typing.press("Enter")
    expect(stage.page.get_by_role("log").get_by_text("日本")).to_be_visible()
    assert len(stage.hands.messages()) == 1


def test_one_s_own_message_can_be_reacted_to_edited_and_deleted(stage: Stage) -> None:
    stage.hands.say("@surveybot helo")
    stage.go()
    message = stage.page.get_by_role("article")
    message.hover()
    message.get_by_role("button", name="React with eyes").click()
    expect(message.get_by_role("button", name="1 eyes")).to_have_attribute("aria-pressed", "true")
    message.locator("summary").click()
    message.get_by_role("link", name="Edit").click()
    editing = box(stage.page, "Edit your message")
    expect(editing).to_be_focused()
    expect(editing).to_have_value("@surveybot helo")
    editing.fill("@surveybot hello")
    editing.press("Enter")
    expect(message.get_by_text("(edited)")).to_be_visible()
    assert "<@U0SANDBOX> hello" in stage.hands.messages()[0]["text"]
    message.hover()
    message.locator("summary").click()
    message.get_by_role("button", name="Delete").click()
    expect(message).to_have_count(0)


def test_what_others_do_appears_and_disturbs_nothing(stage: Stage, chromium: Browser) -> None:
    stage.show(actions({"type": "static_select", "action_id": "s", "options": [option("one"), option("two")]}))
    stage.go()
    typing = box(stage.page, "Message #general")
    typing.press_sequentially("half a ")
    with opened(chromium) as other:
        other.goto(f"{stage.sandbox.url}as/{ALEX}/{GENERAL}")
        box(other, "Message #general").fill("from Alex")
        box(other, "Message #general").press("Enter")
        expect(stage.page.get_by_text("from Alex")).to_be_visible()
        expect(typing).to_be_focused()
        stage.page.keyboard.type("thought")
        expect(typing).to_have_value("half a thought")
        stage.hands.say("over here", channel="C0DATA", user=SAM)
        expect(other.locator("a.unread")).to_have_text(re.compile("data-sharing"))


def test_a_sandbox_that_starts_again_is_found_again_and_nothing_typed_is_lost(chromium: Browser) -> None:
    with ExitStack() as second, opened(chromium) as page:
        with Sandbox() as first:
            page.goto(first.url)
            box(page, "Message #general").fill("half a thought")
        expect(page.get_by_role("alert")).to_contain_text("does not answer")
        box(page, "Message #general").press("Enter")
        expect(box(page, "Message #general")).to_have_value("half a thought")
        again = second.enter_context(Sandbox(port=int(first.url.rstrip("/").rpartition(":")[2])))
        Hands(again.url).say("back again")
        expect(page.get_by_text("back again")).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(box(page, "Message #general")).to_have_value("half a thought")


# Elements of messages


def test_options_of_an_external_select_are_searched_and_what_was_chosen_stays(stage: Stage) -> None:
    stage.app.answers["block_suggestion"] = Answer({"options": [option("one"), option("two")]})
    stage.show(actions({"type": "external_select", "action_id": "x", "min_query_length": 1}))
    stage.go()
    stage.page.get_by_role("searchbox").press_sequentially("o")
    stage.page.get_by_role("button", name="Search").click()
    stage.page.locator("select").select_option("two")
    assert stage.action()["selected_option"]["value"] == "two"
    expect(stage.page.locator("select")).to_have_value("two")


def test_an_external_select_in_a_modal_takes_several_searches(stage: Stage) -> None:
    stage.go()
    stage.open(asked("external_select", "One", min_query_length=1), asked("multi_external_select", "Many"))
    expect(stage.dialog).to_be_visible()
    one, many = stage.dialog.locator(".input").all()
    for found in ("first", "second"):
        stage.app.answers["block_suggestion"] = Answer({"options": [option(found)]})
        one.get_by_role("searchbox").fill(found)
        expect(one.locator(f"option[value={found}]")).to_have_count(1)
        one.locator("select").select_option(found)
        many.get_by_role("searchbox").fill(found)
        many.get_by_role("searchbox").press("Enter")
        if found == "first":
            many.locator("summary").click()
        many.get_by_label(found.title()).check()
    keep(stage.page, "external-selects")
    stage.dialog.get_by_role("button", name="Send").click()
    expect(stage.dialog).to_have_count(0)
    values = stage.app.last("view_submission")["view"]["state"]["values"]
    assert values["One"]["a"]["selected_option"]["value"] == "second"
    assert [each["value"] for each in values["Many"]["a"]["selected_options"]] == ["first", "second"]


def test_without_script_an_external_select_works_too(stage: Stage, chromium: Browser) -> None:
    stage.app.answers["block_suggestion"] = Answer({"options": [option("one"), option("two")]})
    stage.show(actions({"type": "external_select", "action_id": "x"}))
    with opened(chromium, scripted=False) as page:
        page.goto(f"{stage.sandbox.url}as/{SAM}/{GENERAL}")
        page.get_by_role("searchbox").fill("whatever")
        page.get_by_role("button", name="Search").click()
        page.locator("select").select_option("two")
        page.get_by_role("button", name="Choose").click()
        assert stage.action()["selected_option"]["value"] == "two"


@pytest.mark.parametrize(
    ("element", "press", "told"),
    [
        ({"type": "datepicker"}, lambda at: at.locator("input").fill("2026-11-22"), {"selected_date": "2026-11-22"}),
        ({"type": "timepicker"}, lambda at: at.locator("input").fill("09:30"), {"selected_time": "09:30"}),
        (
            {"type": "datetimepicker"},
            lambda at: at.locator("input").fill("2026-07-01T09:30"),
            {"selected_date_time": 1_782_894_600},
        ),
        ({"type": "users_select"}, lambda at: at.locator("select").select_option(ALEX), {"selected_user": ALEX}),
        (
            {"type": "radio_buttons", "options": [option("one"), option("two")]},
            lambda at: at.get_by_label("Two").check(),
            {"selected_option": option("two")},
        ),
        (
            {"type": "multi_static_select", "options": [option("one"), option("two")]},
            lambda at: (at.locator("summary").click(), at.get_by_label("Two").check(), at.locator(".act").click()),
            {"selected_options": [option("two")]},
        ),
        (
            {"type": "overflow", "options": [option("one"), option("two")]},
            lambda at: (at.locator("summary").click(), at.get_by_role("button", name="Two").click()),
            {"selected_option": option("two")},
        ),
    ],
    ids=lambda given: str(given.get("type", "")) if isinstance(given, Mapping) else "",
)
def test_whatever_is_chosen_in_a_message_is_told(stage: Stage, element: Block, press: object, told: Block) -> None:
    stage.show(actions({"action_id": "a", **element}))
    stage.go()
    assert callable(press)
    press(stage.page.locator(".actions"))
    assert {**stage.action(), **told} == stage.action()


def test_feedback_and_the_buttons_in_a_table_are_told(stage: Stage) -> None:
    sides = {f"{name}_button": {"text": plain(name), "value": name} for name in ("positive", "negative")}
    cell = {"type": "action_cell", "element": button("In a cell", value="7")}
    rows = [[{"type": "raw_text", "text": "Do"}], [cell]]
    stage.show(
        {"type": "context_actions", "elements": [{"type": "feedback_buttons", "action_id": "f", **sides}]},
        {"type": "data_table", "caption": "Deeds", "rows": rows},
    )
    stage.go()
    stage.page.get_by_role("button", name="negative").click()
    assert stage.action()["value"] == "negative"
    stage.page.get_by_role("button", name="In a cell").click()
    assert stage.action(count=2)["value"] == "7"


def test_a_confirmation_is_answered_by_keyboard(stage: Stage) -> None:
    stage.show(actions(button(confirm=CONFIRM)))
    stage.go()
    press = stage.page.get_by_role("button", name="Press")
    press.press("Enter")
    expect(stage.page.get_by_role("button", name="Stop")).to_be_focused()
    keep(stage.page, "confirm")
    stage.page.keyboard.press("Escape")
    expect(stage.dialog).to_be_hidden()
    expect(press).to_be_focused()
    stage.page.keyboard.press("Enter")
    stage.page.keyboard.press("Tab")
    stage.page.keyboard.press("Enter")
    assert stage.action()["action_id"] == "press"
    expect(stage.dialog).to_be_hidden()


def test_a_button_with_an_address_opens_it_and_tells_its_app(stage: Stage) -> None:
    stage.page.context.route("https://a.example/**", lambda route: route.fulfill(body="Elsewhere"))
    stage.show(actions(button(url="https://a.example/page", value="v")))
    stage.go()
    with stage.page.context.expect_page() as found:
        stage.page.get_by_role("link", name="Press").click()
    assert found.value.url == "https://a.example/page"
    assert stage.action()["value"] == "v"


# Views


def test_what_is_typed_is_told_while_it_is_typed_or_at_enter(stage: Stage) -> None:
    stage.go()
    for_each, at_enter = {"trigger_actions_on": ["on_character_entered"]}, {"trigger_actions_on": ["on_enter_pressed"]}
    stage.open(
        asked("plain_text_input", "Live", dispatch_action_config=for_each),
        asked("plain_text_input", "Enter", dispatch_action_config=at_enter),
    )
    box(stage.page, "Live").press_sequentially("abc")
    assert stage.action()["value"] == "abc"
    box(stage.page, "Enter").fill("all of it")
    box(stage.page, "Enter").press("Enter")
    assert stage.action(count=2)["value"] == "all of it"
    expect(box(stage.page, "Live")).to_have_value("abc")
    expect(stage.dialog).to_be_visible()


def test_a_file_is_sent_with_its_form(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,2")
    stage.go()
    stage.open(asked("file_input", "Figures"))
    stage.dialog.locator("input[type=file]").set_input_files(tmp_path / "a.csv")
    stage.dialog.get_by_role("button", name="Send").click()
    expect(stage.dialog).to_have_count(0)
    (file,) = stage.app.last("view_submission")["view"]["state"]["values"]["Figures"]["a"]["files"]
    assert stage.sandbox.slack.workspace.files[file["id"]].content == b"1,2"


def test_a_submission_is_refused_updated_pushed_and_cleared(stage: Stage) -> None:
    answers: tuple[Block, ...] = (
        {"response_action": "errors", "errors": {"Words": "Not that"}},
        {"response_action": "update", "view": modal(asked("plain_text_input", "Words"), title=plain("Updated"))},
        {"response_action": "push", "view": modal(asked("plain_text_input", "More"), title=plain("Pushed"))},
        {"response_action": "clear"},
    )
    stage.go()
    stage.page.get_by_text("Shortcuts and commands").locator("..").focus()
    stage.open(asked("plain_text_input", "Words"))
    expect(box(stage.page, "Words")).to_be_focused()
    box(stage.page, "Words").fill("kept")
    send = stage.dialog.get_by_role("button", name="Send")
    for answer, shown in zip(answers, ("Not that", "Updated", "Pushed", ""), strict=True):
        stage.app.answers["view_submission"] = Answer(answer)
        send.click()
        if shown:
            expect(stage.dialog.get_by_text(shown)).to_be_visible()
            keep(stage.page, f"modal-{shown}")
        if shown in ("Not that", "Updated"):
            expect(box(stage.page, "Words")).to_have_value("kept")
        if shown == "Pushed":
            expect(box(stage.page, "More")).to_be_focused()
    expect(stage.dialog).to_have_count(0)


def test_a_modal_waits_for_its_app_and_is_sent_once(stage: Stage) -> None:
    stage.app.answers["view_submission"] = Answer(held=(held := threading.Event()))
    stage.go()
    stage.open(asked("plain_text_input", "Words"))
    stage.dialog.get_by_role("button", name="Send").dblclick()
    expect(stage.dialog.get_by_text("Waiting for the app…")).to_be_visible()
    keep(stage.page, "modal-waits")
    held.set()
    expect(stage.dialog).to_have_count(0)
    assert len(stage.heard("view_submission")) == 1


def test_what_is_filled_in_stays_while_the_home_tab_and_its_modal_change(stage: Stage) -> None:
    home = {"type": "home", "blocks": [asked("rich_text_input", "Notes"), actions(button())]}
    stage.client.views_publish(user_id=SAM, view=home)
    stage.go(f"as/{SAM}/home")
    box(stage.page, "Notes").press_sequentially("half a ")
    heading = {"type": "header", "text": plain("New on top")}
    stage.client.views_publish(user_id=SAM, view={**home, "blocks": [heading, *home["blocks"]]})
    expect(stage.page.get_by_text("New on top")).to_be_visible()
    stage.page.keyboard.type("thought")
    expect(box(stage.page, "Notes")).to_have_value("half a thought")
    stage.page.get_by_role("button", name="Press").click()
    values = stage.heard()[0]["view"]["state"]["values"]
    assert values["Notes"]["a"]["rich_text_value"]["elements"][0]["elements"][0]["text"] == "half a thought"


def test_closing_a_modal_leads_back_and_is_told_to_an_app_that_asked(stage: Stage) -> None:
    stage.go()
    stage.open(asked("plain_text_input", "Words"), notify_on_close=True)
    box(stage.page, "Words").fill("kept")
    stage.app.answers["view_submission"] = Answer({"response_action": "push", "view": modal(title=plain("Pushed"))})
    stage.dialog.get_by_role("button", name="Send").click()
    expect(stage.dialog.get_by_text("Pushed")).to_be_visible()
    stage.page.keyboard.press("Escape")
    expect(box(stage.page, "Words")).to_have_value("kept")
    stage.page.keyboard.press("Escape")
    expect(stage.dialog).to_have_count(0)
    assert stage.heard("view_closed")[0]["is_cleared"] is False


def test_shortcuts_are_chosen_from_their_menus(stage: Stage) -> None:
    stage.hands.say("look at this")
    stage.go()
    stage.page.get_by_text("Shortcuts and commands").locator("..").click()
    stage.page.get_by_role("button", name="Ask").click()
    assert stage.heard("shortcut")[0]["callback_id"] == "ask"
    message = stage.page.get_by_role("article")
    message.hover()
    message.locator("summary").click()
    message.get_by_role("button", name="Check", exact=True).click()
    assert stage.heard("message_action")[0]["message"]["text"] == "look at this"


# An agent, and an app that asks to come in


def test_a_vote_is_cast_below_an_answer_and_its_delete_button_is_the_askers(stage: Stage) -> None:
    vote = {
        "type": "feedback_buttons",
        "action_id": "vote",
        "positive_button": {"text": plain("Helpful"), "value": "up"},
        "negative_button": {"text": plain("Not helpful"), "value": "down"},
    }
    trash = {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Delete")}
    stage.show({"type": "context_actions", "elements": [vote, {**trash, "visible_to_user_ids": [ALEX]}]})
    stage.go()
    expect(stage.page.get_by_role("button", name="Delete")).to_have_count(0)
    stage.page.get_by_role("button", name="Not helpful").click()
    assert (stage.action()["type"], stage.action()["value"]) == ("feedback_buttons", "down")


def test_an_answer_in_a_thread_appears_below_its_question_in_the_direct_message(stage: Stage) -> None:
    stage.go(f"as/{SAM}/{DM}")
    ts = stage.hands.say("What share?", channel=DM)["ts"]
    stage.client.assistant_threads_setStatus(channel_id=DM, thread_ts=ts, status="is thinking ...")
    expect(stage.page.get_by_text("surveybot is thinking ...")).to_be_visible()
    stage.client.chat_postMessage(channel=DM, thread_ts=ts, text="31%")
    expect(stage.page.locator("article article").get_by_text("31%")).to_be_visible()
    expect(stage.page.get_by_text("surveybot is thinking ...")).to_have_count(0)


def test_allowing_an_app_leads_back_to_it_at_another_port(stage: Stage) -> None:
    back = stage.app.url.replace("/slack", "/back")
    stage.page.route(f"{back}**", lambda route: route.fulfill(body="Thank you", content_type="text/plain"))
    wish = {"client_id": stage.sandbox.credentials.client_id, "scope": "chat:write", "redirect_uri": back, "state": "s"}
    stage.go(f"oauth/v2/authorize?{urlencode(wish)}")
    stage.page.get_by_label("Where").select_option("T0OTHER")
    stage.page.get_by_role("button", name="Allow").click()
    stage.page.wait_for_url(re.compile(rf"{re.escape(back)}\?code=code-\w+&state=s"))
