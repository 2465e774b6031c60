"""Slack's rules for Block Kit: its own examples pass, whatever it refuses is found, and nothing makes that stumble."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.render.blocks import compose, notice
from bot.reply import Status
from bot.sandbox import block_kit
from bot.sandbox.block_kit import Fault, Surface, attachment_faults, message_faults, view_faults
from tests.bot.replies import LOCALGOV, a_quote, a_reply

Json = dict[str, object]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*x*") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str, **more: object) -> Json:
    return {"text": plain(value.title()), "value": value, **more}


def button(label: str = "Click me", **more: object) -> Json:
    return {"type": "button", "text": plain(label), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def section(**more: object) -> Json:
    return {"type": "section", "text": mrkdwn("Pick an item"), **more}


def beside(kind: str, **more: object) -> Json:
    return section(accessory={"type": kind, "action_id": "text1234", **more})


def menu(**more: object) -> Json:
    return beside("static_select", placeholder=plain("Select an item"), **more)


def asking(kind: str, **more: object) -> Json:
    return {"type": "input", "label": plain("Label"), "element": {"type": kind, **more}}


def context(*elements: Json, kind: str = "context") -> Json:
    return {"type": kind, "elements": list(elements)}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def line(*runs: Json, kind: str = "section", **more: object) -> Json:
    return {"type": f"rich_text_{kind}", "elements": list(runs), **more}


def run(text: str = "Hello there", **style: bool) -> Json:
    return {"type": "text", "text": text, "style": style}


def raw(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def data_table(*rows: list[Json], **more: object) -> Json:
    return {"type": "data_table", "caption": "A Fabulous Table", "rows": list(rows), **more}


def pie(*values: object, label: str = "Twix", title: str = "Candy") -> Json:
    segments = [{"label": label, "value": value} for value in values]
    return {"type": "data_visualization", "title": title, "chart": {"type": "pie", "segments": segments}}


def chart(kind: str, *names: str, axes: tuple[str, ...] = ("Mon", "Tues"), **more: object) -> Json:
    data = [{"label": "Mon", "value": 12000}, {"label": "Tues", "value": -1.5}]
    series = [{"name": name, "data": data} for name in names]
    shown = {"type": kind, "series": series, "axis_config": {"categories": list(axes), "x_label": "Day"}, **more}
    return {"type": "data_visualization", "title": "Daily active users", "chart": shown}


def card(**more: object) -> Json:
    return {"type": "card", "body": mrkdwn("Please enjoy each card equally."), **more}


def container(*blocks: Json, **more: object) -> Json:
    return {"type": "container", "title": plain("Bulk update"), "child_blocks": list(blocks), **more}


def task(number: str = "1", **more: object) -> Json:
    return {
        "task_id": number,
        "title": "Fetched the profile",
        "status": "complete",
        "output": rich(line(run())),
        **more,
    }


def modal(*blocks: Json, **more: object) -> Json:
    return {"type": "modal", "title": plain("My App"), "submit": plain("Submit"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: object) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


DIVIDER: Json = {"type": "divider"}
IMAGE: Json = {"type": "image", "image_url": "https://picsum.photos/36/36", "alt_text": "Icon"}
FILE: Json = {
    "type": "image",
    "alt_text": "A kitten",
    "slack_file": {"url": "https://files.slack.com/files-pri/T1-F1/x.png"},
}
HEADER: Json = {"type": "header", "text": plain("A Heartfelt Header"), "level": 2}
A, B, C = ABC = [option("a"), option("b"), option("c")]
CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("Not _chess_?"), "confirm": plain("Do it"), "deny": plain("Stop")}
LIKE = {"text": plain("👍"), "value": "good", "accessibility_label": "Mark this response as good"}
DISLIKE = {"text": plain("👎"), "value": "bad"}
FEEDBACK: Json = {"type": "feedback_buttons", "positive_button": LIKE, "negative_button": DISLIKE}
TRASH: Json = {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "visible_to_user_ids": ["U1"]}
PARAMETERS = [{"name": "input_parameter_a", "value": "Value for input param A"}]
WORKFLOW = {"trigger": {"url": "https://slack.com/shortcuts/Ft1/xyz", "customizable_input_parameters": PARAMETERS}}
LINK: Json = {"type": "link", "url": "https://docs.slack.dev", "text": "docs"}
MENTIONS: tuple[Json, ...] = (
    LINK,
    {"type": "emoji", "name": "wave", "skin_tone": 2, "unicode": "1f44b"},
    {"type": "user", "user_id": "U123ABC456"},
    {"type": "usergroup", "usergroup_id": "G123ABC456"},
    {"type": "team", "team_id": "T123ABC456"},
    {"type": "channel", "channel_id": "C123ABC456", "style": {"unlink": True}},
    {"type": "broadcast", "range": "everyone"},
    {"type": "date", "timestamp": 1720710212, "format": "{date_num} at {time}", "fallback": "timey"},
    {"type": "color", "value": "#F405B3"},
    {"type": "tag", "text": "In progress", "color": "blue"},
    {"type": "citation", "url": "https://e.org", "text": "Source", "index": 1, "details": {"citation_type": "file"}},
    {"type": "file", "file_id": "F123ABC456"},
    {"type": "canvas", "file_id": "F123ABC456", "hide_title": True},
    {"type": "canvas_message_unfurl", "root_message_ts": "1783613573", "root_message_channel": "CABCDEFGHI"},
    {"type": "canvas_user_mention", "user_id": "U123ABC456"},
    {"type": "list_record", "file_id": "F123ABC456"},
    {"type": "message_mention", "channel_id": "C123ABC456", "message_ts": "1720710212.123456"},
    {"type": "attachment_mention", "url": "https://example.com/attachment"},
    {"type": "work_object_mention", "entity_id": "E1", "app_id": "A1", "text": "Object", "url": "https://e.org/1"},
    {"type": "workflow_mention", "workflow_id": "Wf1", "function_trigger_id": "Ft1", "text": "Run workflow"},
    {"type": "salesforce_data_field", "salesforce_record_id": "001ABC456DEF789"},
)
NUMBER: Json = {"type": "raw_number", "value": 4.5, "text": "4½"}
OPEN: Json = {"type": "action_cell", "element": button("Open", action_id="open_1"), "fallback": raw("Open")}
TABLE: Json = {
    "type": "table",
    "column_settings": [{"is_wrapped": True}, None, {"align": "right"}],
    "rows": [[raw("Header A"), raw("Header B")], [raw("Data 1A"), rich(line(LINK))], [raw("Data 2A"), NUMBER]],
}
STAFF = [
    [raw("Name"), raw("Badge"), raw("Staff"), raw("Go")],
    [raw("MDR"), rich(line(run("Blue", bold=True))), NUMBER, OPEN],
]
VIDEO: Json = {
    "type": "video",
    "title": plain("Use the Events API"),
    "title_url": "https://www.youtube.com/watch?v=8876OZV_Yy0",
    "description": plain("Slack sure is nifty!"),
    "video_url": "https://www.youtube.com/embed/8876OZV_Yy0?feature=oembed&autoplay=1",
    "alt_text": "Use the Events API",
    "thumbnail_url": "https://i.ytimg.com/vi/8876OZV_Yy0/hqdefault.jpg",
}
CONNECTION: Json = {"type": "auth_provider", "value": "drive", "name": plain("Drive"), "is_connected": False}
MARKDOWN: Json = {"type": "markdown", "text": "**Lots of information here!!**"}
SOURCES = [{"type": "url", "url": "https://weather.com/", "text": "weather.com"}]

MESSAGE, MODAL, HOME = Surface
EVERYWHERE, POSTED, SENT, ASKED = (
    frozenset(Surface),
    frozenset({MESSAGE, HOME}),
    frozenset({MESSAGE}),
    frozenset({MODAL}),
)

# Slack's own examples, shortened: every kind of block and element, by where it may stand
GOOD: Mapping[frozenset[Surface], tuple[Json, ...]] = {
    EVERYWHERE: (
        section(fields=[mrkdwn("High"), plain("Silly") | {"emoji": True}], expand=True, block_id="section567"),
        {"type": "section", "fields": [mrkdwn("*Open*\n12"), mrkdwn("*Closed*\n5") | {"verbatim": False}]},
        section(accessory=IMAGE),
        section(accessory=button(style="danger", value="1", confirm=CONFIRM | {"style": "primary"})),
        actions(
            button(url="https://docs.slack.dev"), button(url="slack://open?team=T1"), button(agent_prompt="Sum up")
        ),
        beside("overflow", options=[option("a", url="https://e.org"), B], confirm=CONFIRM),
        menu(options=ABC, initial_option=C),
        menu(option_groups=[{"label": plain("Group 1"), "options": ABC}], initial_option=B),
        beside("multi_static_select", options=ABC, initial_options=[A, C], max_selected_items=2),
        beside("external_select", min_query_length=3, initial_option=A),
        beside("multi_external_select", min_query_length=3, initial_options=ABC),
        beside("users_select", initial_user="U1"),
        beside("multi_users_select", initial_users=["U1"]),
        beside("conversations_select", filter={"include": ["public", "mpim"], "exclude_bot_users": True}),
        beside("multi_conversations_select", default_to_current_conversation=True),
        beside("channels_select", response_url_enabled=True),
        beside("multi_channels_select", initial_channels=["C1"]),
        beside("datepicker", initial_date="1990-04-28", placeholder=plain("Select a date")),
        beside("timepicker", initial_time="11:40", timezone="America/Los_Angeles"),
        beside("checkboxes", options=[A, option("b", description=mrkdwn())], initial_options=[A]),
        asking("radio_buttons", options=[{"text": mrkdwn("*A*"), "value": "a"}, B], initial_option=B),
        asking("plain_text_input", multiline=True, min_length=1, max_length=3000)
        | {"dispatch_action": True, "hint": plain(), "optional": True},
        asking("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_character_entered"]}),
        HEADER,
        DIVIDER,
        IMAGE | {"title": plain("A kitten"), "block_id": "image4"},
        FILE,
        context(IMAGE, mrkdwn("Location: **Dogpatch**"), plain("and")),
        VIDEO | {"author_name": "Slack"},
        rich(
            line(run(), run("bold", bold=True, code=True), *MENTIONS),
            line(line(run("Eggs")), kind="list", style="bullet", indent=1, border=1),
            line(line(run("Huddles")), kind="list", style="ordered", offset=4),
            line(run("Good examples"), kind="quote", border=0),
            line(run("{}"), LINK, kind="preformatted", language="json"),
        ),
        card(title=plain(), icon=IMAGE, hero_image=IMAGE, subtitle=plain(), subtext=mrkdwn(), actions=[button()]),
        card(slack_icon={"type": "icon", "name": "sparkle"}),
        CONNECTION | {"auth_url": "https://e.org/auth", "fallback": [section()]},
    ),
    POSTED: (
        TABLE,
        data_table(*STAFF, page_size=10, row_header_column_index=1),
        pie(45, 28, 0.5),
        chart("bar", "Pies"),
        chart("area", "Free tier", "Paid tier"),
        chart("line", "Website"),
        context(card(block_id="card-1"), card(block_id="card-2"), kind="carousel"),
        container(section(), DIVIDER, actions(button()), subtitle=mrkdwn(), is_collapsible=True, width="wide"),
        {"type": "container", "rich_text_title": rich(line(run())), "child_blocks": [TABLE]},
    ),
    SENT: (
        beside("workflow_button", text=plain("Run"), workflow=WORKFLOW),
        {"type": "file", "external_id": "ABCD1", "source": "remote"},
        {"type": "call", "call_id": "R1"},
        MARKDOWN,
        context(FEEDBACK, TRASH, kind="context_actions"),
        task(type="task_card", sources=SOURCES),
        {"type": "plan", "title": "Thinking", "tasks": [task("1"), task("2", status="pending")]},
    ),
    ASKED: (
        {"type": "alert", "text": mrkdwn("The work is mysterious and important."), "level": "info"},
        asking("number_input", is_decimal_allowed=True, min_value="-10", max_value="5.5"),
        asking("email_text_input", placeholder=plain("Enter an email")),
        asking("url_text_input", focus_on_load=True),
        asking("file_input", filetypes=["jpg", "png"], max_files=5),
    ),
    frozenset({MESSAGE, MODAL}): (actions({"type": "datetimepicker", "initial_date_time": 1628633820}),),
    frozenset({MODAL, HOME}): (asking("rich_text_input", action_id="a", initial_value=rich(line(run())), max_lines=8),),
}
EXAMPLES = [block for blocks in GOOD.values() for block in blocks]


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize(("surfaces", "block"), [(where, block) for where, blocks in GOOD.items() for block in blocks])
def test_slacks_own_examples_pass_where_they_may_stand(
    surfaces: frozenset[Surface], block: Json, surface: Surface
) -> None:
    found = {MESSAGE: message_faults([block]), MODAL: view_faults(modal(block)), HOME: view_faults(home(block))}
    assert {fault.message.split(":")[0] for fault in found[surface]} == (
        set() if surface in surfaces else {"unsupported type"}
    )


LESS, MORE, NO_MORE, AT_LEAST = "must be less than", "must be more than", "no more than", "must provide at least"
DEFINE, ONLY, ENUM, TWICE = "must define", "must define only one of", "must be a valid enum value", "already exists"
EXTRA, MISSING, TYPE = "invalid additional property:", "missing required field:", "unsupported type:"
AB = [raw("a"), raw("b")]

# A block, where in it its one fault is, and what Slack says of that
BAD: tuple[tuple[object, str, str], ...] = (
    # Any block
    ("divider", "", "must provide an object"),
    ({}, "", f"{MISSING} type"),
    ({"type": 1}, "/type", "must provide a string"),
    ({"type": "mrkdwn", "text": "as a block"}, "/type", f"{TYPE} mrkdwn"),
    (DIVIDER | {"text": plain()}, "", f"{EXTRA} text"),
    (DIVIDER | {"block_id!": "a"}, "", f"{EXTRA} block_id!"),
    (DIVIDER | {"block_id": "x" * 256}, "/block_id", f"{LESS} 256 characters"),
    (DIVIDER | {"block_id": None}, "/block_id", "must provide a string"),
    # Text
    ({"type": "section"}, "", f"{DEFINE} `text` or `fields`"),
    (section(text="x"), "/text", "must provide an object"),
    (section(text={"type": "mrkdwn"}), "/text", f"{MISSING} text"),
    (section(text={"text": "x"}), "/text", f"{MISSING} type"),
    (section(text={"type": "markdown", "text": "x"}), "/text/type", f"{TYPE} markdown"),
    (section(text=plain("")), "/text/text", f"{MORE} 0 characters"),
    (section(text=plain("x" * 3001)), "/text/text", f"{LESS} 3001 characters"),
    (section(text=mrkdwn() | {"emoji": True}), "/text", f"{EXTRA} emoji"),
    (section(text=plain() | {"emoji": "yes"}), "/text/emoji", "must be a boolean"),
    (section(fields=[plain("x" * 2001)]), "/fields/0/text", f"{LESS} 2001 characters"),
    (section(fields=[plain()] * 11), "/fields", f"{NO_MORE} 10 items allowed"),
    (section(fields=[]), "/fields", f"{AT_LEAST} 1 items"),
    (HEADER | {"text": mrkdwn()}, "/text/type", ENUM),
    (HEADER | {"text": plain("x" * 151)}, "/text/text", f"{LESS} 151 characters"),
    (HEADER | {"level": 5}, "/level", f"{LESS} 4"),
    (HEADER | {"level": True}, "/level", "must provide an integer"),
    (MARKDOWN | {"text": plain()}, "/text", "must provide a string"),
    (MARKDOWN | {"text": "x" * 12001}, "/text", f"{LESS} 12001 characters in all `markdown` blocks"),
    # Images, files, videos
    ({"type": "image", "image_url": "https://e.org/1.png"}, "", f"{MISSING} alt_text"),
    ({"type": "image", "alt_text": "x"}, "", f"{DEFINE} `image_url` or `slack_file`"),
    (IMAGE | FILE, "", f"{ONLY} `image_url` and `slack_file`"),
    (IMAGE | {"image_url": "/icon.png"}, "/image_url", "invalid url"),
    (IMAGE | {"image_url": f"https://e.org/{'x' * 3000}"}, "/image_url", f"{LESS} 3001 characters"),
    (IMAGE | {"alt_text": "x" * 2001}, "/alt_text", f"{LESS} 2001 characters"),
    (IMAGE | {"title": plain("x" * 2001)}, "/title/text", f"{LESS} 2001 characters"),
    (section(accessory=IMAGE | {"title": plain()}), "/accessory", f"{EXTRA} title"),
    (FILE | {"slack_file": {}}, "/slack_file", f"{DEFINE} `id` or `url`"),
    ({"type": "file", "external_id": "A", "source": "local"}, "/source", ENUM),
    (VIDEO | {"video_url": "http://e.org"}, "/video_url", "invalid url"),
    (VIDEO | {"title": plain("x" * 200)}, "/title/text", f"{LESS} 200 characters"),
    # Elements
    (actions(), "/elements", f"{AT_LEAST} 1 items"),
    (actions(*[button()] * 26), "/elements", f"{NO_MORE} 25 items allowed"),
    (actions(IMAGE), "/elements/0/type", f"{TYPE} image"),
    (actions({"type": "button"}), "/elements/0", f"{MISSING} text"),
    (actions(button(block_id="b")), "/elements/0", f"{EXTRA} block_id"),
    (actions(button("x" * 76)), "/elements/0/text/text", f"{LESS} 76 characters"),
    (actions(button(value="x" * 2001)), "/elements/0/value", f"{LESS} 2001 characters"),
    (actions(button(url="docs.slack.dev")), "/elements/0/url", "invalid url"),
    (actions(button(url="https://" + "x" * 3000)), "/elements/0/url", f"{LESS} 3001 characters"),
    (actions(button(action_id="x" * 256)), "/elements/0/action_id", f"{LESS} 256 characters"),
    (actions(button(style="default")), "/elements/0/style", ENUM),
    (actions(button(style=None)), "/elements/0/style", "must provide a string"),
    (actions(button(confirm=CONFIRM | {"deny": mrkdwn()})), "/elements/0/confirm/deny/type", ENUM),
    (actions(*(button(action_id=name) for name in "aba")), "/elements/2/action_id", f'`action_id` "a" {TWICE}'),
    (menu(), "/accessory", f"{DEFINE} `options` or `option_groups`"),
    (menu(options=ABC, option_groups=[{"label": plain(), "options": ABC}]), "/accessory", f"{ONLY} `options` and"),
    (menu(options=[A] * 101), "/accessory/options", f"{NO_MORE} 100 items allowed"),
    (menu(options=[]), "/accessory/options", f"{AT_LEAST} 1 items"),
    (menu(options=[A, option("x" * 76)]), "/accessory/options/1/text/text", f"{LESS} 76 characters"),
    (menu(options=[A | {"value": "x" * 151}]), "/accessory/options/0/value", f"{LESS} 151 characters"),
    (menu(options=[A | {"text": mrkdwn()}]), "/accessory/options/0/text/type", ENUM),
    (menu(options=[A | {"url": "https://e.org"}]), "/accessory/options/0", f"{EXTRA} url"),
    (menu(options=ABC, initial_option=option("d")), "/accessory/initial_option", "must be one of the `options`"),
    (menu(options=ABC, initial_option=None), "/accessory/initial_option", "must provide an object"),
    (beside("multi_static_select", options=[A], initial_options=[B]), "/accessory/initial_options/0", "must be one of"),
    (beside("multi_users_select", initial_users=[]), "/accessory/initial_users", f"{AT_LEAST} 1 items"),
    (beside("users_select", placeholder=plain("x" * 151)), "/accessory/placeholder/text", f"{LESS} 151 characters"),
    (beside("conversations_select", filter={}), "/accessory/filter", f"{DEFINE} `include` or"),
    (beside("datepicker", initial_date="28/04/1990"), "/accessory/initial_date", "input must be a valid: date"),
    (beside("timepicker", initial_time="24:00"), "/accessory/initial_time", "input must match regex pattern:"),
    (beside("overflow", options=[A] * 6), "/accessory/options", f"{NO_MORE} 5 items allowed"),
    (beside("checkboxes", options=[A] * 11), "/accessory/options", f"{NO_MORE} 10 items allowed"),
    (actions({"type": "datetimepicker", "initial_date_time": 1}), "/elements/0/initial_date_time", "must be greater"),
    (context(*[plain()] * 11), "/elements", f"{NO_MORE} 10 items allowed"),
    (context(button()), "/elements/0/type", f"{TYPE} button"),
    (context(button(), kind="context_actions"), "/elements/0/type", f"{TYPE} button"),
    (context({"type": "feedback_buttons", "positive_button": LIKE}, kind="context_actions"), "/elements/0", MISSING),
    # Inputs
    ({"type": "input", "label": plain()}, "", f"{MISSING} element"),
    (asking("button"), "/element/type", f"{TYPE} button"),
    (asking("plain_text_input", min_length=9, max_length=5), "/element/min_length", "cannot be greater than `max_"),
    (asking("plain_text_input", max_length=3001), "/element/max_length", f"{LESS} 3000"),
    (asking("plain_text_input", min_length=1.5), "/element/min_length", "must provide an integer"),
    (asking("plain_text_input") | {"label": plain("x" * 2001)}, "/label/text", f"{LESS} 2001 characters"),
    (asking("plain_text_input") | {"hint": mrkdwn()}, "/hint/type", ENUM),
    # Rich text
    (rich(), "/elements", f"{AT_LEAST} 1 items"),
    (rich(run()), "/elements/0/type", f"{TYPE} text"),
    (rich(*[line(run())] * 101), "/elements", f"{NO_MORE} 100 items allowed"),
    (rich(line()), "/elements/0/elements", f"{AT_LEAST} 1 items"),
    (rich(line(run(""))), "/elements/0/elements/0/text", f"{MORE} 0 characters"),
    (rich(line(run(loud=True))), "/elements/0/elements/0/style", f"{EXTRA} loud"),
    (rich(line(plain())), "/elements/0/elements/0/type", f"{TYPE} plain_text"),
    (rich(line(line(run()), kind="list")), "/elements/0", f"{MISSING} style"),
    (rich(line(line(run()), kind="list", style="bullet", indent=9)), "/elements/0/indent", f"{LESS} 8"),
    (rich(line(MENTIONS[2], kind="preformatted")), "/elements/0/elements/0/type", f"{TYPE} user"),
    # Tables
    ({"type": "table", "rows": [[raw()]] * 101}, "/rows", f"{NO_MORE} 100 items allowed"),
    ({"type": "table", "rows": [[raw()] * 21]}, "/rows/0", f"{NO_MORE} 20 items allowed"),
    ({"type": "table", "rows": [[raw("")]]}, "/rows/0/0/text", f"{MORE} 0 characters"),
    ({"type": "table", "rows": [[plain()]]}, "/rows/0/0/type", f"{TYPE} plain_text"),
    ({"type": "table", "rows": [[raw("x" * 10001)]]}, "/rows", f"{LESS} 10001 characters in all `table` blocks"),
    (TABLE | {"column_settings": [{"align": "middle"}]}, "/column_settings/0/align", ENUM),
    ({"type": "data_table", "rows": [AB, AB]}, "", f"{MISSING} caption"),
    (data_table(AB), "/rows", f"{AT_LEAST} 2 items"),
    (data_table(*[AB] * 202), "/rows", f"{NO_MORE} 201 items allowed"),
    (data_table(AB, [raw()]), "/rows/1", "must provide as many items as the first row"),
    (data_table([raw(), rich(line(run()))], AB), "/rows/0/1/type", f"{TYPE} rich_text"),
    (data_table(AB, [raw(), {"type": "raw_number", "value": 1}]), "/rows/1/1", f"{MISSING} text"),
    (data_table(AB, [raw("x" * 20000), raw()]), "/rows", f"{LESS} 20001 characters in all `data_table` blocks"),
    (data_table(AB, AB, row_header_column_index=2), "/row_header_column_index", f"{LESS} 2"),
    (data_table(AB, AB, page_size=101), "/page_size", f"{LESS} 100"),
    # Charts
    (pie(1, title="x" * 51), "/title", f"{LESS} 51 characters"),
    (chart("donut"), "/chart/type", f"{TYPE} donut"),
    (pie(*[1] * 7), "/chart/segments", f"{NO_MORE} 6 items allowed"),
    (pie(1, label="x" * 21), "/chart/segments/0/label", f"{LESS} 21 characters"),
    (pie(0), "/chart/segments/0/value", "must be greater than 0"),
    (pie(float("nan")), "/chart/segments/0/value", "must provide a number"),
    (chart("bar", "a", x_label="Day"), "/chart", f"{EXTRA} x_label"),
    (chart("bar", "a", axes=("Mon",)), "/chart/series/0/data", "must provide one item for each of the `categories`"),
    (chart("bar", "a", axes=("Mon", "Mon")), "/chart/axis_config/categories", "Input contains duplicate items"),
    (chart("bar", "a", "a"), "/chart/series/1/name", f'`name` "a" {TWICE}'),
    # Cards, containers, tasks
    ({"type": "card", "subtitle": plain()}, "", f"{DEFINE} `hero_image` or `title` or `body` or `actions`"),
    (card(title="x"), "/title", "must provide an object"),
    (card(body=plain("x" * 201)), "/body/text", f"{LESS} 201 characters"),
    (card(actions=[button()] * 4), "/actions", f"{NO_MORE} 3 items allowed"),
    (card(actions=[button(action_id="a")] * 2), "/actions/1/action_id", f'`action_id` "a" {TWICE}'),
    (card(icon=IMAGE, slack_icon={"type": "icon", "name": "bot"}), "", f"{ONLY} `icon` and `slack_icon`"),
    (card(slack_icon={"type": "icon", "name": "sparkles"}), "/slack_icon/name", ENUM),
    (context(*[card()] * 11, kind="carousel"), "/elements", f"{NO_MORE} 10 items allowed"),
    (context(section(), kind="carousel"), "/elements/0/type", ENUM),
    ({"type": "container", "child_blocks": [section()]}, "", f"{DEFINE} `title` or `rich_text_title`"),
    (container(card()), "/child_blocks/0/type", f"{TYPE} card"),
    (container(*[DIVIDER] * 11), "/child_blocks", f"{NO_MORE} 10 items allowed"),
    (container(actions(*[button(action_id="a")] * 2)), "/child_blocks/0/elements/1/action_id", '`action_id` "a"'),
    (task(type="task_card", status="pending"), "/status", ENUM),
    ({"type": "plan", "title": plain(), "tasks": [task()]}, "/title", "must provide a string"),
    ({"type": "plan", "title": "x", "tasks": [task("1"), task("1")]}, "/tasks/1/task_id", f'`task_id` "1" {TWICE}'),
)

# The same for what stands in modals alone
BAD_IN_MODALS: tuple[tuple[Json, str, str], ...] = (
    ({"type": "alert", "text": plain("x" * 201)}, "/text/text", f"{LESS} 201 characters"),
    (asking("file_input", max_files=11), "/element/max_files", f"{LESS} 10"),
    (asking("file_input") | {"dispatch_action": True}, "/element/type", f"{TYPE} file_input"),
    (asking("number_input"), "/element", f"{MISSING} is_decimal_allowed"),
    (asking("number_input", is_decimal_allowed=True, min_value="9", max_value="1"), "/element/min_value", "cannot be"),
    (asking("number_input", is_decimal_allowed=True, max_value="lots"), "/element/max_value", "input must match regex"),
    (asking("rich_text_input"), "/element", f"{MISSING} action_id"),
)


@pytest.mark.parametrize(("block", "pointer", "message"), BAD)
def test_a_fault_is_found_once_and_where_it_is(block: object, pointer: str, message: str) -> None:
    (fault,) = message_faults([block])
    assert (fault.pointer, fault.message[: len(message)]) == (f"/blocks/0{pointer}", message)


@pytest.mark.parametrize(("block", "pointer", "message"), BAD_IN_MODALS)
def test_a_fault_of_a_modal_is_found_once_and_where_it_is(block: Json, pointer: str, message: str) -> None:
    (fault,) = view_faults(modal(block))
    assert (fault.pointer, fault.message[: len(message)]) == (f"/view/blocks/0{pointer}", message)


# Whole messages, views and attachments


def lines(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.line for fault in faults]


def test_a_fault_is_a_line_of_slacks_answer() -> None:
    (fault,) = message_faults([section(text=plain("x" * 3001))])
    assert fault.line == "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"


def test_every_fault_is_told_in_the_order_of_the_document() -> None:
    blocks = [
        {"elements": [button(), button(style="x"), {}], "block_id": "a", "type": "actions", "more": 1},
        {"type": "divider", "block_id": "a"},
        {"type": "image", "title": mrkdwn(), "image_url": "", "alt_text": ""},
    ]
    found = ["0", "0/elements/1/style", "0/elements/2", "1/block_id", "2/title/type", "2/image_url", "2/alt_text"]
    assert [fault.pointer.removeprefix("/blocks/") for fault in message_faults(blocks)] == found


@pytest.mark.parametrize("blocks", [None, "[]", {}, 3])
def test_blocks_are_an_array(blocks: object) -> None:
    assert lines(message_faults(blocks)) == ["[ERROR] must provide an array [json-pointer:/blocks]"]


def test_no_blocks_are_no_fault() -> None:
    assert message_faults([]) == message_faults(()) == attachment_faults([]) == ()


def test_what_is_too_many_is_one_fault() -> None:
    assert message_faults([DIVIDER] * 50) == ()
    (line,) = lines(message_faults([DIVIDER] * 50 + [{"type": "nonsense"}] * 1000))
    assert line == "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"


def test_a_block_id_stands_once_in_a_message_also_within_blocks() -> None:
    blocks = [container(section(block_id="a")), context(card(block_id="a"), kind="carousel")]
    (fault,) = message_faults(blocks)
    assert (fault.pointer, fault.message) == ("/blocks/1/elements/0/block_id", '`block_id` "a" already exists')


def test_an_action_id_stands_once_in_a_block_and_may_stand_in_another() -> None:
    assert message_faults([actions(button(action_id="a"))] * 2) == ()
    (fault,) = message_faults([data_table(AB, [OPEN, OPEN])])
    assert fault.pointer == "/blocks/0/rows/1/1/element/action_id"


@pytest.mark.parametrize(
    ("blocks", "pointer", "message"),
    [
        ([TABLE] * 3, "/blocks/1", "only_one_table_allowed"),
        ([container(TABLE), TABLE], "/blocks/1", "only_one_table_allowed"),
        ([pie(1)] * 3, "/blocks/2", "no more than 2 `data_visualization` blocks allowed"),
        ([MARKDOWN | {"text": "x" * 6001}] * 3, "/blocks/1/text", f"{LESS} 12001 characters in all"),
        ([data_table(AB, [raw("x" * 10001), raw()])] * 2, "/blocks/1/rows", f"{LESS} 20001 characters in all"),
    ],
)
def test_some_blocks_are_limited_for_the_whole_message(blocks: list[Json], pointer: str, message: str) -> None:
    (fault,) = message_faults(blocks)
    assert (fault.pointer, fault.message[: len(message)]) == (pointer, message)


def test_a_home_tab_holds_more_tables_and_charts() -> None:
    assert (
        view_faults(home(TABLE, TABLE, pie(1), pie(1), pie(1), *[data_table(AB, [raw("x" * 10001), raw()])] * 2)) == ()
    )


def test_characters_are_code_points_as_they_were_sent() -> None:
    assert message_faults([section(text=plain("\N{OWL}" * 3000))]) == ()
    assert len(message_faults([section(text=plain("&amp;" * 601))])) == 1


FOCUSED = asking("plain_text_input", focus_on_load=True)


@pytest.mark.parametrize(
    ("view", "pointer", "message"),
    [
        ([], "", "must provide an object"),
        ({"blocks": []}, "", f"{MISSING} type"),
        ({"type": "workflow_step", "blocks": []}, "/type", f"{TYPE} workflow_step"),
        ({"type": "modal", "blocks": []}, "", f"{MISSING} title"),
        ({"type": "modal", "title": plain()}, "", f"{MISSING} blocks"),
        (home(title=plain()), "", f"{EXTRA} title"),
        (home(*[DIVIDER] * 101), "/blocks", f"{NO_MORE} 100 items allowed"),
        (modal(title=plain("x" * 25)), "/title/text", f"{LESS} 25 characters"),
        (modal(title=mrkdwn()), "/title/type", ENUM),
        (modal(submit=plain("x" * 25)), "/submit/text", f"{LESS} 25 characters"),
        (modal(close=plain("x" * 25)), "/close/text", f"{LESS} 25 characters"),
        (modal(private_metadata="x" * 3001), "/private_metadata", f"{LESS} 3001 characters"),
        (modal(private_metadata={"a": 1}), "/private_metadata", "must provide a string"),
        (modal(callback_id="x" * 256), "/callback_id", f"{LESS} 256 characters"),
        (modal(external_id="x" * 256), "/external_id", f"{LESS} 256 characters"),
        (modal(clear_on_close="true"), "/clear_on_close", "must be a boolean"),
        (modal(submit_disabled=True), "", f"{EXTRA} submit_disabled"),
        (modal(*[DIVIDER | {"block_id": "a"}] * 2), "/blocks/1/block_id", f'`block_id` "a" {TWICE}'),
        (modal(FOCUSED, FOCUSED), "/blocks/1/element/focus_on_load", "only one element"),
        (
            {"type": "modal", "title": plain(), "blocks": [section(), *[asking("plain_text_input")] * 2]},
            "/blocks/1/input",
            "must define `submit` to use an `input` block in modals",
        ),
    ],
)
def test_a_fault_of_a_view_is_found_once_and_where_it_is(view: object, pointer: str, message: str) -> None:
    (fault,) = view_faults(view)
    assert (fault.pointer, fault.message[: len(message)]) == (f"/view{pointer}", message)


def test_views_that_slack_takes_pass() -> None:
    assert view_faults(modal(*[asking("plain_text_input")] * 100, private_metadata="x" * 3000, external_id="a")) == ()
    assert view_faults({"type": "modal", "title": plain(), "blocks": [section()], "notify_on_close": True}) == ()
    assert view_faults(home(asking("plain_text_input"), callback_id="home")) == ()


@pytest.mark.parametrize(
    ("attachments", "pointer", "message"),
    [
        ({}, "", "must provide an array"),
        ([{"color": "good"}] * 101, "", f"{NO_MORE} 100 items allowed"),
        (["x"], "/0", "must provide an object"),
        ([{"colour": "good"}], "/0", f"{EXTRA} colour"),
        ([{"blocks": [DIVIDER]}, {"blocks": [{"type": "x"}]}], "/1/blocks/0/type", f"{TYPE} x"),
        ([{"blocks": [DIVIDER] * 51}], "/0/blocks", f"{NO_MORE} 50 items allowed"),
        ([{"blocks": [TABLE]}, {"blocks": [TABLE]}], "/1/blocks/0", "only_one_table_allowed"),
    ],
)
def test_a_fault_of_attachments_is_found_once_and_where_it_is(attachments: object, pointer: str, message: str) -> None:
    (fault,) = attachment_faults(attachments)
    assert (fault.pointer, fault.message[: len(message)]) == (f"/attachments{pointer}", message)


def test_attachments_of_the_old_kind_pass() -> None:
    fields = [{"title": "A field's title", "value": "This field's value", "short": False}]
    old = {"mrkdwn_in": ["text"], "color": "#36a64f", "pretext": "Before", "fields": fields, "ts": 123456789}
    assert attachment_faults([old, {"color": "good", "fallback": "x", "blocks": [section()]}]) == ()


# Laws

WORDS = "type text blocks elements element rows options value section actions modal button".split()
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(WORDS)
KEYS = st.sampled_from(WORDS) | st.text(max_size=3)
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=25)


def places(value: object, *above: str | int) -> Iterator[tuple[str | int, ...]]:
    """Yield every place in a document: the keys and positions that lead there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in inside:
        yield (*above, step)
        yield from places(inner, *above, step)


@st.composite
def spoilt(draw: st.DrawFn) -> Json:
    """Draw an example in which something else stands somewhere, or nothing."""
    block: Json = json.loads(json.dumps(draw(st.sampled_from(EXAMPLES))))
    *way, last = draw(st.sampled_from(list(places(block))))
    found: object = block
    for step in way:
        found = found[step]  # type: ignore[index]  # the step was found there
    if draw(st.booleans()):
        found[last] = draw(ANYTHING)  # type: ignore[index]
    else:
        del found[last]  # type: ignore[attr-defined]
    return block


@given(ANYTHING)
def test_nothing_at_all_makes_it_stumble(value: object) -> None:
    for faults in (message_faults(value), message_faults([value]), view_faults(value), attachment_faults([value])):
        assert all(line.startswith("[ERROR] ") for line in lines(faults))


@given(spoilt())
def test_no_spoilt_block_makes_it_stumble(block: Json) -> None:
    assert all(fault.pointer.startswith("/blocks/0") for fault in message_faults([block]))
    assert all(fault.pointer.startswith("/view/blocks/0") for fault in view_faults(modal(block)))


def test_depth_does_not_make_it_stumble() -> None:
    listed: list[object] = []
    nested: Json = {}
    for _ in range(10_000):
        listed, nested = [listed], {"type": "section", "text": nested, "elements": nested}
    blocks = [listed, nested, TABLE | {"rows": listed, "block_id": listed}, {"type": nested}]
    blocks += [menu(options=listed, initial_option=nested), asking("plain_text_input", min_length=listed)]
    assert len({fault.pointer.split("/")[2] for fault in message_faults(blocks)}) == len(blocks)


def test_size_does_not_make_it_stumble() -> None:
    huge, number = "x" * 1_000_000, 10**5000
    typing = asking("plain_text_input", min_length=number, max_length=-number, initial_value=huge)
    faults = message_faults([{huge: huge, "type": huge}, DIVIDER | {huge: 1, "block_id": huge}, typing])
    assert max(map(len, lines(faults))) < 500


def shuffled(value: object, chance: Random) -> object:
    """Return a document with the keys of every object in another order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key], chance) for key in sorted(value, key=lambda _: chance.random())}
    return [shuffled(each, chance) for each in value] if isinstance(value, list) else value


@given(spoilt(), st.randoms())
def test_the_order_of_keys_makes_no_difference(block: Json, chance: Random) -> None:
    assert sorted(lines(message_faults([block]))) == sorted(lines(message_faults([shuffled(block, chance)])))


@given(spoilt() | st.sampled_from(EXAMPLES))
def test_what_passes_is_taken_by_slacks_own_library_where_that_knows_it(block: Json) -> None:
    known = Block.parse(block) if not message_faults([block]) else None
    assert known is None or known.to_dict()["type"] == block["type"]
    if not view_faults(modal(block)):
        assert View(**modal(block)).to_dict()["type"] == "modal"  # type: ignore[arg-type]  # checked by it


@pytest.mark.parametrize("status", Status)
def test_what_the_bot_says_passes(status: Status) -> None:
    reply = a_reply(status=status, quotes=(a_quote(),), citations=(LOCALGOV,), suggestions=("help", "who was asked?"))
    assert message_faults(compose(reply, asked_by="U1", shareable=True, remark="Shared.").blocks) == ()
    assert message_faults(notice("Something went wrong (ref 7F3K)").blocks) == ()


# The rules themselves

Specs = Mapping[str, Mapping[str, object]]
KIT: Mapping[str, Specs] = yaml.safe_load(Path(block_kit.__file__).with_suffix(".yaml").read_text("utf-8"))
SHAPES = {**KIT["typed"], **KIT["plain"]}


def specs(given: object) -> Iterator[Json]:
    """Yield what is said of a key, and of what is in a list there."""
    spec = given if isinstance(given, dict) else {"is": given}
    yield spec
    yield from specs(spec["each"]) if "each" in spec else ()


def names(kinds: object) -> Iterator[str]:
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        yield from names(kind) if isinstance(kind, list) else [str(kind)]


SAID = [spec for part in (KIT["roots"], *SHAPES.values()) for given in part.values() for spec in specs(given)]


def test_every_rule_is_written_in_words_that_are_read() -> None:
    words = {"is", "each", "least", "most", "above", "in", "form", "nullable"}
    assert {word for spec in SAID for word in spec} <= words
    assert {str(spec["form"]) for spec in SAID if "form" in spec} == {*KIT["forms"]}
    assert {name for rules in KIT["rules"].values() for name in rules} == {*block_kit._RULES}  # noqa: SLF001


def test_every_shape_is_there_and_stands_in_an_example() -> None:
    kinds = {name for spec in SAID for name in names(spec.get("is", []))}
    assert kinds == {*SHAPES, *block_kit._TYPES}  # noqa: SLF001
    assert {*KIT["rules"], *KIT["only"], *KIT["totals"]} <= {*SHAPES}
    types = {name.rpartition(".")[2] for name in KIT["typed"]} - {"modal", "home"}
    assert types <= {word.strip('"') for word in json.dumps(EXAMPLES).replace(",", " ").replace("}", " ").split()}
