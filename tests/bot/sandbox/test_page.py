"""The page shows everything there is in the workspace, hands on what people do there, and runs nothing of theirs."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Self, cast
from urllib.parse import quote, urlencode

import pytest
import yaml
from starlette.applications import Starlette
from starlette.types import Message as Event

from bot.sandbox import block_kit, page
from bot.sandbox.model import Assistance, Channel, Message, Prompt, SlackError, User, as_objects, at
from bot.sandbox.people import People, Press
from bot.sandbox.registration import Agent, Command, Credentials, Registration, Shortcut
from bot.sandbox.rules import Rules
from bot.sandbox.slack import Hub
from bot.sandbox.workspace import BOT_USER, MEMBER
from tests.bot.sandbox.test_html import HOSTILE, Reader

Json = dict[str, object]

SAM = MEMBER.id
GENERAL = f"/as/{SAM}/C0GENERAL"
DM = f"/as/{SAM}/D0SAM"
HOME = f"/as/{SAM}/home"
COMMANDS = (Command(name="/survey", usage="[question]", description="Ask"),)
SHORTCUTS = (
    Shortcut(name="Ask a question", callback_id="ask", on_message=False),
    Shortcut(name="Answer this", callback_id="answer", on_message=True),
)


class Recorder:
    """Stands in for People: keeps what was asked of them, or refuses it."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []
        self.refusal: SlackError | None = None
        self.found: list[Json] = [{"text": plain("Offered"), "value": "offered"}]

    def __getattr__(self, name: str) -> Callable[..., Awaitable[list[Json]]]:
        async def do(*given: object, **named: object) -> list[Json]:
            self.done.append((name, *given, *(f"{key}={value}" for key, value in named.items())))
            if self.refusal:
                raise self.refusal
            return self.found if name == "options" else []

        return do


class Answer:
    """What the page answered."""

    def __init__(self, events: list[Event]) -> None:
        self.status: int = events[0]["status"]
        self.headers = {name.decode(): value.decode() for name, value in events[0]["headers"]}
        self.text = b"".join(event.get("body", b"") for event in events[1:]).decode()


class Desk:
    """A workspace, its page, and hands that only write down what they were told to do."""

    def __init__(self, registration: Registration | None = None) -> None:
        known = registration or Registration(name="surveybot", commands=COMMANDS, shortcuts=SHORTCUTS)
        self.slack = Hub(known, Credentials(), Rules()).first
        self.workspace = self.slack.workspace
        self.people = Recorder()
        # The recorder has every method of People.
        self._app = Starlette(routes=page.routes(self.slack, cast("People", self.people)))

    def get(self, path: str) -> Answer:
        return asyncio.run(self._call("GET", path, b"", ""))

    def post(self, path: str, form: Mapping[str, str | list[str]]) -> Answer:
        body = urlencode(form, doseq=True).encode()
        return asyncio.run(self._call("POST", path, body, "application/x-www-form-urlencoded"))

    def send(self, path: str, body: bytes, content_type: str) -> Answer:
        return asyncio.run(self._call("POST", path, body, content_type))

    def say(self, *blocks: Json, channel: str = "C0GENERAL", **more: object) -> Message:
        said = Message(ts="", channel=channel, user=BOT_USER, by_app=True, text="fallback", blocks=blocks)
        return self.workspace.say(replaced(said, **more))

    def open(self, *blocks: Json, **more: object) -> Self:
        view = {"type": "modal", "title": plain("A form"), "submit": plain("Send"), "blocks": list(blocks), **more}
        self.workspace.push(SAM, view)
        return self

    async def _call(self, method: str, path: str, body: bytes, content_type: str) -> Answer:
        address, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": address,
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"host", b"127.0.0.1"), (b"content-type", content_type.encode())],
        }
        events: list[Event] = []

        async def receive() -> Event:
            return {"type": "http.request", "body": body, "more_body": False}

        async def keep(event: Event) -> None:
            events.append(event)

        await self._app(scope, receive, keep)
        return Answer(events)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def replaced(message: Message, **more: object) -> Message:
    return Message(**{**{name: getattr(message, name) for name in Message.__slots__}, **more})


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value, "description": plain(f"About {value}")}


def rich(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": "b", "elements": [section]}


def button(label: str = "Press me", **more: object) -> Json:
    return {"type": "button", "action_id": "a", "text": plain(label), "value": "v", **more}


def chart(kind: str) -> Json:
    axes = {"categories": ["Central", "Local"], "x_label": "Body", "y_label": "Per cent"}
    data = [{"label": "Central", "value": 57}, {"label": "Local", "value": -31.5}]
    plotted = {"series": [{"name": "Wave one", "data": data}], "axis_config": axes}
    segments = [{"label": "Central", "value": 57}, {"label": "Local", "value": 31}]
    shown = {"segments": segments} if kind == "pie" else plotted
    return {"type": "data_visualization", "block_id": "b", "title": f"A {kind}", "chart": {"type": kind, **shown}}


def block(kind: str, **fields: object) -> Json:
    return {"type": kind, "block_id": "b", **fields}


PICTURE = {"type": "image", "image_url": "https://a.example/p.png", "alt_text": "A picture"}
CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("*Really*"), "confirm": plain("Yes, do"), "deny": plain("No, keep")}
CELLS = [
    [{"type": "raw_text", "text": "Body"}, {"type": "raw_text", "text": "Share"}],
    [{"type": "raw_text", "text": "Local"}, {"type": "raw_number", "value": 31, "text": "31%"}],
    [rich("Central"), {"type": "action_cell", "element": button("In a cell")}],
]
TASK = {"type": "task_card", "task_id": "1", "title": "Look it up", "status": "in_progress", "output": rich("Found")}
SOURCES = [{"type": "url", "url": "https://a.example", "text": "A source"}]
ELEMENTS: Mapping[str, Json] = {
    "button": button(confirm=CONFIRM),
    "workflow_button": button("Work", type="workflow_button"),
    "icon_button": button("Bin it", type="icon_button", icon="trash"),
    "feedback_buttons": {
        "action_id": "a",
        "positive_button": {"text": plain("Good"), "value": "1"},
        "negative_button": {"text": plain("Bad"), "value": "0"},
    },
    "overflow": {"action_id": "a", "options": [option("edit"), {**option("docs"), "url": "https://a.example"}]},
    "static_select": {"options": [option("one")], "initial_option": option("one")},
    "multi_static_select": {"option_groups": [{"label": plain("Group"), "options": [option("one")]}]},
    "checkboxes": {"options": [option("one")]},
    "radio_buttons": {"options": [option("one")]},
    "datepicker": {"initial_date": "2026-11-22"},
    "timepicker": {"initial_time": "09:30"},
    "datetimepicker": {"initial_date_time": 1_763_800_000},
    "plain_text_input": {"multiline": True, "initial_value": "words"},
    "rich_text_input": {"initial_value": rich("rich words")},
    "number_input": {"is_decimal_allowed": False, "initial_value": "7"},
    "file_input": {"filetypes": ["csv"]},
}
BLOCKS: Mapping[str, tuple[Json, str]] = {
    "actions": (block("actions", elements=[button()]), "Press me"),
    "alert": (block("alert", text=mrkdwn("Mind the *gap*"), level="warning"), "Warning: Mind the gap"),
    "auth_provider": (block("auth_provider", value="x", name=plain("Provider"), is_connected=True), "connected"),
    "call": (block("call", call_id="R1"), "A call: R1"),
    "card": (block("card", title=mrkdwn("A card"), body=plain("Its body"), hero_image=PICTURE), "Its body"),
    "carousel": (block("carousel", elements=[block("card", title=plain("In a row"))]), "In a row"),
    "container": (
        block("container", title=plain("Around"), is_collapsible=True, child_blocks=[block("divider")]),
        "Around",
    ),
    "context": (block("context", elements=[PICTURE, mrkdwn("Small print")]), "Small print"),
    "context_actions": (
        block("context_actions", elements=[{"type": "feedback_buttons", **ELEMENTS["feedback_buttons"]}]),
        "Good",
    ),
    "data_table": (block("data_table", caption="Shares", rows=CELLS, page_size=1), "1 more rows"),
    "data_visualization": (chart("bar"), "Wave one"),
    "divider": (block("divider"), ""),
    "file": (block("file", external_id="X1", source="remote"), "A remote file: X1"),
    "header": (block("header", text=plain("A heading")), "A heading"),
    "image": (block("image", **{**PICTURE, "type": "image", "title": plain("Titled")}), "Titled"),
    "input": (block("input", label=plain("Label"), element={"type": "datepicker", "action_id": "a"}), "Label"),
    "markdown": (block("markdown", text="**bold** words"), "bold words"),
    "plan": (block("plan", title="A plan", tasks=[TASK]), "Look it up"),
    "rich_text": (rich("Rich words"), "Rich words"),
    "section": (block("section", text=mrkdwn("*Said*"), fields=[plain("Field")], accessory=button()), "Said"),
    "table": (block("table", rows=CELLS, column_settings=[None, {"align": "right"}]), "31%"),
    "task_card": (block("task_card", **{**TASK, "sources": SOURCES}), "A source"),
    "video": (
        block("video", title=plain("Film"), video_url="https://a.example/v", thumbnail_url="https://a.example/t",
              alt_text="Still"),
        "Film",
    ),
}  # fmt: skip


def as_dict(found: object) -> Json:
    return dict(as_objects([found])[0])


def shapes() -> Json:
    """Return the kinds of blocks and elements that Slack takes, as the sandbox's own list has them."""
    return as_dict(yaml.safe_load((Path(block_kit.__file__).parent / "block_kit.yaml").read_text(encoding="utf-8")))


def known_elements() -> list[str]:
    ends = ("_button", "_buttons", "_select", "_input", "picker")
    return [name for name in as_dict(shapes()["typed"]) if name.endswith(ends) or name in ELEMENTS]


def flat(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, list):
        for each in found:
            yield from flat(each)


# What is shown


def test_a_button_for_some_people_is_hidden_from_others(desk: Desk) -> None:
    desk.say(block("actions", elements=[button("For Alex", visible_to_user_ids=["U0ALEX"]), button("For all")]))
    assert "For Alex" not in desk.get(GENERAL).text
    assert "For Alex" in desk.get("/as/U0ALEX/C0GENERAL").text


def test_every_kind_of_block_has_an_example_here() -> None:
    assert frozenset(flat(at(shapes(), "roots", "message", "each", "is"))) == frozenset(BLOCKS)


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_every_kind_of_block_is_shown(desk: Desk, kind: str) -> None:
    example, words = BLOCKS[kind]
    desk.say(example)
    shown = desk.get(GENERAL).text
    assert "cannot show" not in shown
    assert words in " ".join(Reader(shown).words.split())


@pytest.mark.parametrize("kind", known_elements())
def test_every_kind_of_element_is_shown(desk: Desk, kind: str) -> None:
    element = {"action_id": "a", "placeholder": plain("Pick"), **ELEMENTS.get(kind, {}), "type": kind}
    desk.say(block("actions", elements=[element]))
    shown = desk.get(GENERAL).text
    assert "cannot show" not in shown
    assert re.search(r'(?:name|value)="=b/a', shown)


def test_an_unknown_block_or_element_says_that_it_cannot_be_shown(desk: Desk) -> None:
    desk.say(block("marquee"), block("actions", elements=[{"type": "lever", "action_id": "a"}]))
    shown = desk.get(GENERAL).text
    assert "This sandbox cannot show a block of type marquee." in shown
    assert "This sandbox cannot show an element of type lever." in shown


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_a_block_of_the_wrong_shape_does_not_break_the_page(desk: Desk, kind: str) -> None:
    example, _ = BLOCKS[kind]
    for wrong in (7, "words", [7], {"type": 7}, None):
        desk.say({name: value if name == "type" else wrong for name, value in example.items()})
    assert desk.get(GENERAL).status == 200


@pytest.mark.parametrize("kind", ["bar", "line", "area", "pie"])
def test_a_chart_s_figures_can_be_read_as_a_table(desk: Desk, kind: str) -> None:
    desk.say(chart(kind))
    shown = desk.get(GENERAL).text
    assert "<svg" in shown
    assert '<th scope="row">Local</th>' in shown
    assert f"<td>{'31' if kind == 'pie' else '-31.5'}</td>" in shown


def test_a_message_shows_who_what_and_when(desk: Desk) -> None:
    root = desk.say(rich("An answer"), edited="1.0")
    desk.workspace.react(root, "tada", SAM)
    desk.say(thread_ts=root.ts)
    words = " ".join(Reader(desk.get(GENERAL).text).words.split())
    for shown in ("surveybot", "APP", "An answer", "(edited)", "🎉", "1 reply"):
        assert shown in words


def test_an_ephemeral_message_is_shown_to_one_person_and_marked(desk: Desk) -> None:
    desk.say(rich("A secret"), seen_by=SAM)
    assert "Only visible to you" in desk.get(GENERAL).text
    assert "A secret" not in desk.get("/as/U0ALEX/C0GENERAL").text


def test_a_thread_opens_beside_its_channel(desk: Desk) -> None:
    root = desk.say(rich("The question"))
    desk.say(rich("The answer"), thread_ts=root.ts)
    assert "The answer" not in desk.get(GENERAL).text
    assert desk.get(f"{GENERAL}/{root.ts}").text.count("The question") == 2
    assert "The answer" in desk.get(f"{GENERAL}/{root.ts}").text


def test_prompts_and_a_status_stand_in_the_direct_message(desk: Desk) -> None:
    prompts = (Prompt(title="Try this", message="What share?"),)
    now = desk.slack.clock.now()
    desk.workspace.assistance["D0SAM", None] = Assistance(status="is thinking…", prompts=prompts, since=now)
    shown = desk.get(DM).text
    assert "surveybot is thinking…" in shown
    assert '<button name="say" value="What share?">Try this</button>' in shown


def test_a_modal_shows_its_errors_beside_its_inputs(desk: Desk) -> None:
    desk.open(block("input", label=plain("Name"), element={"type": "plain_text_input", "action_id": "a"}))
    desk.workspace.errors[SAM] = {"b": "Too short", "": "Try again"}
    shown = desk.get(GENERAL).text
    marked = re.search(r'aria-describedby="(\S+)" aria-invalid="true"', shown)
    assert marked
    assert f'id="{marked[1]}">Too short</p>' in shown
    assert '<p class="notice" role="alert">Try again</p>' in shown


def test_only_the_modal_on_top_is_shown_and_it_leads_back(desk: Desk) -> None:
    desk.open().open(title=plain("On top"), private_metadata="a secret")
    shown = desk.get(GENERAL).text
    assert shown.count("<dialog") == 1
    assert "On top" in shown
    assert ">Back</button>" in shown
    assert "a secret" not in shown


def test_a_modal_that_waits_for_its_app_cannot_be_sent_again(desk: Desk) -> None:
    desk.open()
    desk.workspace.waiting.add(SAM)
    assert re.search(r'name="submit" value="1" disabled', desk.get(GENERAL).text)


def test_a_view_shows_again_what_was_filled_in(desk: Desk) -> None:
    fields = {"a": {"type": "static_select", "selected_option": option("two")}}
    select = {"type": "static_select", "action_id": "a", "options": [option("one"), option("two")]}
    view = desk.open(block("input", label=plain("Pick"), element=select)).workspace.stack(SAM)[-1]
    desk.workspace.fill(view, {"b": fields})
    assert '<option value="two" selected>' in desk.get(GENERAL).text


def test_the_home_tab_shows_what_the_app_published(desk: Desk) -> None:
    assert "has not published" in desk.get(HOME).text
    desk.workspace.publish(SAM, {"type": "home", "blocks": [BLOCKS["header"][0]]})
    assert "A heading" in desk.get(HOME).text
    assert "/survey [question]" in desk.get(f"{HOME}?tab=about").text


def test_the_journal_tells_what_happened_and_can_be_narrowed(desk: Desk) -> None:
    desk.slack.journal.note("call", "chat.postMessage", text="<b>hello</b>")
    desk.slack.journal.note("did", "say")
    assert "&lt;b&gt;hello&lt;/b&gt;" in desk.get("/journal").text
    assert "chat.postMessage" not in desk.get("/journal?kind=did").text


def test_every_page_says_that_it_is_not_slack(desk: Desk) -> None:
    for path in (GENERAL, DM, HOME, "/journal", "/as/nobody/C0GENERAL"):
        shown = desk.get(path).text
        assert re.search(r"<title>[^<]*sandbox on this computer, not Slack</title>", shown)
        assert "This is not Slack" in shown


def test_the_page_lets_nothing_run_but_its_own_script(desk: Desk) -> None:
    policy = desk.get(GENERAL).headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path",
    [
        "/as/nobody/C0GENERAL",
        f"/as/{BOT_USER}/C0GENERAL",
        f"/as/{SAM}/C0NONE",
        f"/as/{SAM}/D0ALEX",
    ],
)
def test_what_is_not_there_or_not_theirs_is_told_kindly(desk: Desk, path: str) -> None:
    answer = desk.get(path)
    assert answer.status == 404
    assert 'role="alert">There is no such' in answer.text


def test_a_private_channel_is_hidden_from_who_is_not_in_it(desk: Desk) -> None:
    desk.workspace.add(Channel(id="C0SECRET", name="secret-plans", members=frozenset({"U0ALEX"})))
    assert "secret-plans" not in desk.get(GENERAL).text
    assert desk.get(f"/as/{SAM}/C0SECRET").status == 404


def test_nothing_can_be_said_in_an_archived_channel_and_a_shared_one_says_so(desk: Desk) -> None:
    desk.workspace.add(Channel(id="C0OLD", name="old", members=frozenset({SAM}), is_archived=True, is_shared=True))
    shown = desk.get(f"/as/{SAM}/C0OLD").text
    assert "This channel is archived" in shown
    assert "Slack Connect" in shown
    assert "<textarea" not in shown


def test_somebody_from_outside_sees_the_shared_channel_and_no_app(desk: Desk) -> None:
    desk.workspace.admit(User(id="U0PAT", name="pat", real_name="Pat Reed", team="T0PARTNER"))
    desk.workspace.add(Channel(id="C0JOINT", name="joint", members=frozenset({SAM, "U0PAT"}), is_shared=True))
    desk.workspace.say(Message(channel="C0JOINT", user="U0PAT", text="Hello"))
    assert "EXTERNAL" in desk.get(f"/as/{SAM}/C0JOINT").text
    shown = desk.get("/as/U0PAT/C0JOINT").text
    assert "from outside" in shown
    assert "<h2>Apps</h2>" not in shown
    assert desk.get("/as/U0PAT/home").status == 404


def test_an_agent_shows_its_prompts_until_it_sets_others() -> None:
    agent = Agent(description="Answers questions", prompts=(Prompt(title="Who shares?", message="What share does?"),))
    desk = Desk(Registration(name="surveybot", agent=agent))
    assert '<button name="say" value="What share does?">Who shares?</button>' in desk.get(DM).text
    assert "Who shares?" not in desk.get(GENERAL).text
    assert "Answers questions" in desk.get(f"{HOME}?tab=about").text
    desk.workspace.assistance["D0SAM", None] = Assistance(prompts=(Prompt(title="And now?", message="now"),))
    assert "And now?" in desk.get(DM).text
    assert "Who shares?" not in desk.get(DM).text


def test_in_a_direct_message_the_answers_stand_below_their_question(desk: Desk) -> None:
    root = desk.workspace.say(Message(channel="D0SAM", user=SAM, text="What share?"))
    desk.get(DM)
    desk.say(channel="D0SAM", thread_ts=root.ts, text="31%")
    assert 'class="unread"' in desk.get(GENERAL).text
    assert re.search(r'class="nested">\s*<article.*31%', desk.get(DM).text, re.DOTALL)
    assert 'class="unread"' not in desk.get(GENERAL).text


def test_what_the_app_is_doing_stands_in_its_thread_for_two_minutes_at_most(desk: Desk) -> None:
    root = desk.workspace.say(Message(channel="C0GENERAL", user=SAM, text="What share?"))
    doing = Assistance(status="is thinking ...", loading=("Counting",), since=desk.slack.clock.now())
    desk.workspace.assist("C0GENERAL", root.ts, doing)
    assert re.search(r"surveybot is thinking \.\.\. .*Counting", desk.get(GENERAL).text)
    desk.slack.clock.advance(120)
    assert "is thinking" not in desk.get(GENERAL).text


def test_a_long_channel_shows_its_end_and_leads_to_the_rest(desk: Desk) -> None:
    for number in range(103):
        desk.say(text=f"number {number}.", blocks=())
    shown = desk.get(GENERAL).text
    assert '<a href="?all=1">Show the 3 older messages</a>' in shown
    assert [f"number {number}." in shown for number in (2, 3, 102)] == [False, True, True]
    assert "number 2." in desk.get(f"{GENERAL}?all=1").text


def test_what_was_not_read_yet_is_marked(desk: Desk) -> None:
    desk.say(channel="C0DATA")
    assert 'class="unread"' in desk.get(GENERAL).text
    desk.get(f"/as/{SAM}/C0DATA")
    assert 'class="unread"' not in desk.get(GENERAL).text


def test_changes_are_told_at_once(desk: Desk) -> None:
    desk.slack.journal.note("did", "say")
    assert desk.get("/changes?after=0").text == f'{{"number":{desk.slack.journal.number}}}'


def test_a_picture_is_shown_and_any_other_file_only_kept(desk: Desk) -> None:
    for name, kept in (("chart.png", False), ("page.svg", True), ("page.html", True)):
        file, ticket = desk.workspace.expect(name, 3, "")
        desk.workspace.receive(ticket, b"abc")
        headers = desk.get(f"/as/{SAM}/files/{file.id}").headers
        assert ("attachment" in headers.get("content-disposition", "")) is kept
        assert headers["content-type"] == ("application/octet-stream" if kept else "image/png")
    assert desk.get(f"/as/{SAM}/files/F0NONE").status == 404


# What people do


@pytest.mark.parametrize(
    ("form", "done"),
    [
        ({"say": "Hello\r\nthere"}, ("say", SAM, "C0GENERAL", "Hello\nthere")),
        ({"say": "/survey what?"}, ("command", SAM, "C0GENERAL", "/survey what?")),
        ({"ts": "1.1", "react": "eyes"}, ("react", SAM, "C0GENERAL", "1.1", "eyes")),
        ({"ts": "1.1", "edit": "Better"}, ("edit", SAM, "C0GENERAL", "1.1", "Better")),
        ({"ts": "1.1", "delete": "1"}, ("delete", SAM, "C0GENERAL", "1.1")),
        ({"ts": "1.1", "message_shortcut": "answer"}, ("message_shortcut", SAM, "answer", "C0GENERAL", "1.1")),
        ({"shortcut": "ask"}, ("shortcut", SAM, "ask")),
        ({"invite": "1"}, ("invite", SAM, "C0GENERAL")),
        ({"remove": "1"}, ("remove_bot", SAM, "C0GENERAL")),
        ({"close": "one"}, ("close", SAM, "all_of_them=False")),
        ({"close": "all"}, ("close", SAM, "all_of_them=True")),
    ],
)
def test_a_form_does_what_it_says_and_leads_back(desk: Desk, form: dict[str, str], done: tuple[object, ...]) -> None:
    answer = desk.post(GENERAL, form)
    assert desk.people.done == [done]
    assert (answer.status, answer.headers["location"]) == (303, GENERAL)


def test_each_box_beside_a_thread_says_it_where_it_stands(desk: Desk) -> None:
    thread = f"{GENERAL}/{desk.say().ts}"
    for form in ({"say": "Hello"}, {"say": "/survey"}, {"reply": "/survey"}):
        assert desk.post(thread, form).headers["location"] == thread
    assert desk.people.done == [
        ("say", SAM, "C0GENERAL", "Hello"),
        ("command", SAM, "C0GENERAL", "/survey"),
        ("say", SAM, "C0GENERAL", "/survey", f"thread_ts={thread.rpartition('/')[2]}"),
    ]


@pytest.mark.parametrize("box", ["say", "reply"])
def test_what_is_refused_stands_only_in_the_box_it_was_typed_in(desk: Desk, box: str) -> None:
    desk.people.refusal = SlackError("unheard_of")
    shown = desk.post(f"{GENERAL}/{desk.say().ts}", {box: "a long thought"}).text
    assert shown.count("a long thought") == 1
    assert re.search(rf'<textarea id="{box}"[^>]*>a long thought<', shown)


def test_a_thread_that_is_gone_leads_to_its_channel_and_takes_no_reply(desk: Desk) -> None:
    for answer in (desk.get(f"{GENERAL}/1.000001"), desk.post(f"{GENERAL}/1.000001", {"say": "Hello"})):
        assert (answer.status, answer.headers["location"]) == (303, GENERAL)
    assert "There is no such thread." in desk.post(f"{GENERAL}/1.000001", {"reply": "Hello"}).text
    assert desk.people.done == [("say", SAM, "C0GENERAL", "Hello")]


def test_what_is_edited_is_what_was_typed_wherever_it_stands(desk: Desk) -> None:
    mine = desk.say(user=SAM, by_app=False, text=f"<@{BOT_USER}> <!here> 2 &gt; 1", blocks=())
    for column, place in (("m", GENERAL), ("m", f"{GENERAL}/{desk.say().ts}"), ("t", f"{GENERAL}/{mine.ts}")):
        id = f"{column}-{mine.ts.replace('.', '-')}"  # noqa: A001 - the page calls it so
        shown = desk.get(f"{place}?edit={id}").text
        assert f'href="?edit={id}"' in shown or f'value="{id}"' in shown
        assert shown.count("autofocus>@surveybot @here 2 &gt; 1</textarea>") == 1


def test_an_edit_that_is_refused_keeps_its_text(desk: Desk) -> None:
    mine = desk.say(user=SAM, by_app=False, text="before", blocks=())
    desk.people.refusal = SlackError("unheard_of")
    form = {"ts": mine.ts, "editing": f"m-{mine.ts.replace('.', '-')}", "edit": "a long thought"}
    assert "a long thought</textarea>" in desk.post(GENERAL, form).text


def test_a_button_tells_its_value_and_the_state_of_its_message(desk: Desk) -> None:
    form = {"ts": "1.1", "press": "=b/a/v%2F1", "=other/select": "two"}
    desk.post(GENERAL, form)
    filled = {"other": {"select": ("two",)}}
    press = Press(channel="C0GENERAL", ts="1.1", block_id="b", action_id="a", chosen=("v/1",), filled=filled)
    assert desk.people.done == [("click", SAM, press)]


def test_a_choice_tells_what_its_element_holds(desk: Desk) -> None:
    desk.post(HOME, {"view_id": "V1", "press": "=b/a", "=b/a": ["", "one", "two"], "=b/none": ""})
    filled = {"b": {"a": ("one", "two"), "none": ()}}
    press = Press(view_id="V1", block_id="b", action_id="a", chosen=("one", "two"), filled=filled)
    assert desk.people.done == [("click", SAM, press)]


def test_a_date_and_time_becomes_seconds_where_its_reader_is(desk: Desk) -> None:
    desk.post(GENERAL, {"submit": "1", "=b/winter/moment": "2026-01-01T09:30", "=b/summer/moment": "2026-07-01T09:30"})
    assert desk.people.done == [("submit", SAM, {"b": {"winter": ("1767259800",), "summer": ("1782894600",)}})]


def test_ids_of_any_characters_come_back_as_they_were(desk: Desk) -> None:
    strange = "a/b \"c\" 'd' %20 <é> \N{FIRE}="
    desk.say(block("actions", block_id=strange, elements=[button(action_id=strange, value=strange)]))
    attributes = Reader(desk.get(GENERAL).text).attributes
    pressed = next(value for name, value in attributes if name == "value" and value.startswith("="))
    desk.post(GENERAL, {"ts": "1.1", "press": pressed})
    press = desk.people.done[0][2]
    assert isinstance(press, Press)
    assert (press.block_id, press.action_id, press.chosen) == (strange, strange, (strange,))


def test_a_file_that_is_chosen_is_kept_and_named_by_its_id(desk: Desk) -> None:
    part = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n{}\r\n'
    parts = [part.format("submit", "", "1"), part.format("=b/a", '; filename="a.csv"', "1,2")]
    body = "".join(f"--X\r\n{each}" for each in parts) + "--X--\r\n"
    desk.send(GENERAL, body.encode(), "multipart/form-data; boundary=X")
    (file,) = desk.workspace.files.values()
    assert (file.name, file.content) == ("a.csv", b"1,2")
    assert desk.people.done == [("submit", SAM, {"b": {"a": (file.id,)}})]


def test_an_external_select_offers_what_its_app_gave_and_keeps_what_was_typed(desk: Desk) -> None:
    select = {"type": "external_select", "action_id": "a"}
    words = {"type": "plain_text_input", "action_id": "w"}
    desk.open(block("input", label=plain("Pick"), element=select), block("input", label=plain("W"), element=words))
    view = desk.workspace.stack(SAM)[-1].id
    shown = desk.post(GENERAL, {"view_id": view, "options": "=b/a", "=b/a/typed": "off", "=b/w": "half a thought"})
    name, user, press, typed = desk.people.done[0]
    assert (name, user, typed) == ("options", SAM, "off")
    assert isinstance(press, Press)
    assert (press.view_id, press.block_id, press.action_id) == (view, "b", "a")
    assert '<option value="offered">Offered</option>' in shown.text
    assert 'value="half a thought"' in shown.text
    assert '<option value="offered">Offered</option>' in desk.get(GENERAL).text


@pytest.mark.parametrize("kind", ["external_select", "multi_external_select"])
def test_what_was_chosen_in_an_external_select_outlasts_the_next_search(desk: Desk, kind: str) -> None:
    before = desk.say(block("actions", elements=[{"type": kind, "action_id": "a"}]))
    desk.people.found = [{"label": plain("Group"), "options": [option("chosen"), option("left")]}]
    desk.post(GENERAL, {"ts": before.ts, "options": "=b/a", "=b/a/typed": "one"})
    desk.people.found = [option("found")]
    desk.post(GENERAL, {"ts": before.ts, "options": "=b/a", "=b/a/typed": "two", "=b/a": "chosen"})
    shown = desk.get(GENERAL).text
    assert [value for value in ("chosen", "left", "found") if f'value="{value}"' in shown] == ["chosen", "found"]


@pytest.mark.parametrize("path", [HOME, DM])
def test_opening_the_app_s_tabs_is_told_once_and_looking_again_is_not(desk: Desk, path: str) -> None:
    answer = desk.get(f"{path}?open=1")
    assert (answer.status, answer.headers["location"]) == (303, path)
    desk.get(path)
    assert desk.people.done == [("open_home" if path == HOME else "open_messages", SAM)]


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (SlackError("message_not_found"), 404, "That message is not there any more."),
        (SlackError("no_commands_in_threads", "Not supported in threads."), 400, "Not supported in threads."),
        (SlackError("unheard_of"), 400, "Slack would refuse that: unheard_of."),
    ],
)
def test_a_refusal_is_told_on_the_page_and_nothing_typed_is_lost(
    desk: Desk, error: SlackError, status: int, told: str
) -> None:
    desk.people.refusal = error
    answer = desk.post(GENERAL, {"say": "<b>a long thought"})
    assert answer.status == status
    assert f'role="alert">{told}</p>' in answer.text
    assert "&lt;b&gt;a long thought</textarea>" in answer.text


@pytest.mark.parametrize("name", ["=", "=b", "=a/b/c/d", "=%ff/%00", "press", "nothing"])
def test_a_form_that_no_page_made_breaks_nothing(desk: Desk, name: str) -> None:
    assert desk.post(GENERAL, {name: "x", "ts": "\x00"}).status == 303


# What nobody can do


@pytest.mark.parametrize("said", HOSTILE)
def test_no_text_anywhere_on_the_page_runs_or_becomes_markup(said: str) -> None:
    desk = Desk(
        Registration(
            name=said,
            commands=(Command(name=said, usage=said, description=said),),
            shortcuts=(Shortcut(name=said, callback_id=said, on_message=False, description=said),
                       Shortcut(name=said, callback_id=said, on_message=True)),
        )
    )  # fmt: skip
    examples = [example for example, _ in BLOCKS.values()] + [chart("pie"), chart("line"), chart("area")]
    examples += [
        block("actions", elements=[{**element, "type": kind, "action_id": said}]) for kind, element in ELEMENTS.items()
    ]
    hostile = [poisoned(example, said) for example in examples]
    file, ticket = desk.workspace.expect(f"{said}.png", 3, said)
    desk.workspace.receive(ticket, b"abc")
    attachment = dict.fromkeys("title text pretext footer author_name author_link title_link image_url".split(), said)
    root = desk.say(*hostile, {"type": said}, text=said, files=(file.id,), attachments=(attachment,))
    desk.workspace.react(root, said, SAM)
    desk.say(user=SAM, text=said, by_app=False, blocks=())
    desk.workspace.add(Channel(id="C0BAD", name=said, topic=said, members=frozenset({SAM})))
    desk.workspace.assistance["C0GENERAL", None] = Assistance(
        since=desk.slack.clock.now(), status=said, prompts_title=said, prompts=(Prompt(title=said, message=said),)
    )
    desk.workspace.publish(SAM, {"type": "home", "blocks": hostile})
    desk.open(*hostile, title=plain(said), close=plain(said))
    desk.workspace.errors[SAM] = {"": said, said: said, "b": said}
    desk.slack.journal.note(said, said, **{said: said})
    desk.people.refusal = SlackError(said, said)
    answers = [desk.get(path) for path in (GENERAL, f"{GENERAL}/{root.ts}", HOME, f"{HOME}?tab=about", "/journal")]
    answers += [desk.get(f"/journal?kind={quote(said)}"), desk.post(GENERAL, {"say": said})]
    for answer in answers:
        _check(Reader(answer.text))


def poisoned(found: object, said: str) -> Json:
    """Return a block with a text in place of every other one, its types alone left as they were."""

    def poison(value: object) -> object:
        if isinstance(value, str):
            return said
        if isinstance(value, list):
            return [poison(each) for each in value]
        if isinstance(value, dict):
            return {name: each if name == "type" else poison(each) for name, each in value.items()}
        return value

    return as_dict(poison(found))


def _check(read: Reader) -> None:
    """Assert that a page holds nothing that is not the page's own."""
    assert "x-mark" not in read.tags
    assert read.tags.count("script") == 1
    assert not {"iframe", "object", "embed", "style", "base"} & set(read.tags)
    for name, value in read.attributes:
        assert not name.startswith("on")
        assert name not in {"style", "srcdoc", "formaction", "ping", "xlink:href"}
        if name in {"href", "src", "action"}:
            assert re.match(r"https?://|mailto:|tel:|/(?!/)|#|\?|data:,$|$", value), value
        if name in {"d", "transform", "fill", "viewbox", "tabindex", "start", "id"}:
            assert not re.search(r"[<>\"]|alert", value), value
