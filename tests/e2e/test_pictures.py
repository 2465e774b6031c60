"""Figures to look at and to take away: charts, the tables in their place, and files, over a socket and over HTTP."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from bot.config import Mode
from bot.context import Expert
from bot.sandbox.model import File
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.browser import browser, keep
from tests.helpers.sandbox import DM, SAM, Hands, Json, buttons, words

CHART, TABLE = "data_visualization", "table"


def kinds(message: Json) -> list[str]:
    """Return what kinds of blocks a message has."""
    return [block["type"] for block in message.get("blocks", ())]


def answers(bot: Bot, *questions: str) -> list[Json]:
    """Return what is answered to questions in one thread, asked one after the other."""
    said = bot.hands.say(f"@surveybot {questions[0]}")
    bot.settle()
    for question in questions[1:]:
        bot.hands.say(f"@surveybot {question}", thread_ts=said["ts"])
        bot.settle()
    return bot.hands.from_the_app(thread=said["ts"])


def file_of(bot: Bot, message: Json) -> File:
    """Return the one file that came with a message."""
    [file] = message["files"]
    return bot.sandbox.slack.workspace.files[file["id"]]


def test_a_list_is_a_chart_that_slack_takes(bot: Bot) -> None:
    [reply] = answers(bot, "barriers")
    [drawn] = [block for block in reply["blocks"] if block["type"] == CHART]
    [series] = drawn["chart"]["series"]
    assert [point["value"] for point in series["data"]] == [49, 38, 33]
    assert [each["body"]["result"] for each in bot.hands.entries("call", "chat.postMessage")] == ["ok"]


def test_a_slack_without_charts_is_sent_a_table_and_from_then_on_at_once(bot: Bot) -> None:
    bot.hands.harm("error", "chat.postMessage", error="invalid_blocks")
    first, second = answers(bot, "barriers", "what are the priorities?")
    assert [TABLE in kinds(reply) and CHART not in kinds(reply) for reply in (first, second)] == [True, True]
    assert [share in words(first["blocks"]) for share in ("49%", "38%", "33%")] == [True] * 3
    assert len(bot.hands.entries("call", "chat.postMessage")) == 3


def test_a_slack_without_tables_either_is_sent_text(bot: Bot) -> None:
    bot.hands.harm("error", "chat.postMessage", error="invalid_blocks", times=2)
    [reply] = answers(bot, "barriers")
    assert (kinds(reply), "poor quality data (33%)." in reply["text"]) == ([], True)


def test_a_whispered_chart_has_a_table_for_it_too(hands: Hands) -> None:
    hands.harm("error", "response_url", error="invalid_blocks")
    hands.command("/survey barriers")
    hands.wait("call", "response_url", count=2)
    [seen] = hands.from_the_app()
    assert (TABLE in kinds(seen), seen["ephemeral_to"]) == (True, SAM)


def test_a_modal_says_the_figures_without_a_chart(bot: Bot) -> None:
    bot.hands.do("open_home", user=SAM)
    bot.hands.wait("home")
    home = bot.hands.do("home", user=SAM)
    bot.hands.click(
        next(each for each in buttons(home["blocks"], view_id=home["id"]) if each.label == "Ask a question")
    )
    bot.hands.wait("call", "views.open")
    bot.hands.submit("barriers")
    assert (CHART in str(bot.hands.modal()), "49%" in words(bot.hands.modal()["blocks"])) == (False, True)


def test_the_figures_of_an_answer_are_handed_over_as_csv_in_its_thread(bot: Bot) -> None:
    _, reply = answers(bot, "barriers", "CSV please")
    file = file_of(bot, reply)
    read = list(csv.DictReader(io.StringIO((file.content or b"").decode("utf-8-sig"), newline="")))
    assert [(row["label"], row["value"], row["base"]) for row in read] == [
        ("Risk of security breaches", "49", "4400"),
        ("Lack of interoperable systems", "38", "4400"),
        ("Poor quality data", "33", "4400"),
    ]
    assert file.name == "cgi-2015-barriers-to-data-sharing.csv"
    assert (reply["text"][:21], "Source" in reply["text"]) == ("Here are 3 figures on", True)


def test_a_picture_comes_with_its_figures_in_words(bot: Bot) -> None:
    [reply] = answers(bot, "picture of the priorities")
    file = file_of(bot, reply)
    assert (file.content or b"").startswith(b"\x89PNG")
    assert ("Collaboration 83%" in file.alt, reply["text"][:26]) == (True, "Here are 2 figures on key ")


def test_a_file_asked_for_in_a_direct_message_comes_there(bot: Bot) -> None:
    said = bot.hands.say("csv", channel=DM)
    bot.settle()
    [reply] = bot.hands.from_the_app(DM, thread=said["ts"])
    assert file_of(bot, reply).name == "cgi-2015-figures.csv"


def test_who_asks_privately_is_told_where_to_ask_for_a_file(hands: Hands) -> None:
    hands.command("/survey barriers as csv")
    hands.wait("call", "response_url")
    [seen] = hands.from_the_app()
    assert ("direct message" in seen["text"], seen["ephemeral_to"], seen.get("files")) == (True, SAM, None)


@pytest.mark.parametrize("at", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_where_a_file_cannot_be_sent_the_person_is_told(bot: Bot, at: str) -> None:
    bot.hands.harm("error", at, error="internal_error")
    [reply] = answers(bot, "barriers as csv")
    assert re.match(r"Something went wrong \(ref \w{4}\)", reply["text"])


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_chart_and_the_table_in_its_place_are_seen(known: Expert, dark: bool) -> None:
    with bot_in_a_sandbox(known, Mode.SOCKET) as bot, browser(width=1000, height=2400, dark=dark) as page:
        bot.hands.say("barriers", channel=DM)
        bot.settle()
        bot.hands.say("picture of the priorities", channel=DM)
        bot.settle()
        bot.hands.harm("error", "chat.postMessage", error="invalid_blocks")
        bot.hands.say("what changed since January 2015?", channel=DM)
        bot.settle()
        page.goto(f"{bot.sandbox.url}as/{SAM}/{DM}")
        expect(page.get_by_role("figure", name="Barriers to data sharing")).to_be_visible()
        expect(page.get_by_role("cell", name="56%")).to_be_visible()
        keep(page, f"chart-and-table-{'dark' if dark else 'light'}")


def test_nothing_is_drawn_of_one_figure(bot: Bot) -> None:
    [reply] = answers(bot, "what share with local government?")
    assert CHART not in kinds(reply)
