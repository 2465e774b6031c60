"""The sandbox as a person meets it: in a real browser, with the real bot behind it."""

import json
import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.config import Mode
from bot.context import Ask
from bot.wiring import asker, load
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.browser import AXE, browser, keep, require
from tests.helpers.sandbox import DM, GENERAL

QUESTION = "what share with local government?"
LOCAL = "31% of civil servants surveyed said they share data with local government."
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> [x](javascript:alert(3)) <javascript:alert(4)|x>"


@pytest.fixture(scope="module")
def ask() -> Ask:
    return asker(load())


@pytest.fixture
def bot(ask: Ask) -> Iterator[Bot]:
    with bot_in_a_sandbox(ask, Mode.SOCKET) as bot:
        yield bot


@pytest.fixture
def page(bot: Bot) -> Iterator[Page]:
    with browser() as page:
        page.goto(bot.sandbox.url)
        yield page


def composer(page: Page) -> Locator:
    """Return the box in which a message is typed."""
    return page.get_by_role("textbox", name=re.compile("^(Message|Reply)")).last


def say(page: Page, text: str) -> None:
    """Type a message and send it."""
    composer(page).fill(text)
    composer(page).press("Enter")


def test_a_question_is_answered_and_so_is_a_suggestion_that_is_clicked(page: Page, bot: Bot) -> None:
    say(page, f"@surveybot {QUESTION}")
    page.get_by_role("link", name=re.compile("1 reply")).click()
    thread = page.get_by_role("log").last
    expect(thread.get_by_text(LOCAL, exact=True)).to_be_visible()
    keep(page, "answer-in-a-thread")
    thread.get_by_role("button", name=re.compile("third sector")).first.click()
    expect(thread.get_by_text(re.compile("29% of civil servants"))).to_be_visible()
    keep(page, "suggestion-answered")
    assert len(bot.hands.entries("call", "chat.postMessage")) == 2


def test_the_picture_in_the_readme_is_of_a_real_reply(bot: Bot) -> None:
    """Take it anew where SURVEYBOT_PICTURE names a file; else only show that it can be taken."""
    bot.hands.say(QUESTION, channel=DM)
    bot.hands.wait("call", "chat.postMessage")
    with browser(width=1000, height=900) as page:
        page.goto(f"{bot.sandbox.url}as/U0SAM/{DM}")
        expect(page.get_by_text(LOCAL, exact=True)).to_be_visible()
        page.screenshot(path=os.environ.get("SURVEYBOT_PICTURE") or keep(page, "reply"))


def test_a_command_is_answered_to_one_person_and_shared_with_all(page: Page, bot: Bot) -> None:
    say(page, f"/survey {QUESTION}")
    expect(page.get_by_text("Only visible to you")).to_be_visible()
    keep(page, "only-visible-to-you")
    page.get_by_role("button", name="Share in channel").click()
    expect(page.get_by_text("Asked by")).to_be_visible()
    keep(page, "shared-in-the-channel")
    page.goto(f"{bot.sandbox.url}as/U0ALEX/{GENERAL}")
    expect(page.get_by_text(LOCAL, exact=True)).to_have_count(1)


def test_the_form_of_the_home_tab_works_by_keyboard_alone(page: Page) -> None:
    page.get_by_role("link", name="surveybot", exact=True).click()
    page.get_by_role("link", name="Home", exact=True).click()
    page.get_by_role("button", name="Ask a question").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    page.keyboard.type(QUESTION)
    keep(page, "form")
    page.keyboard.press("Tab")
    page.get_by_role("dialog").get_by_role("button", name="Ask", exact=True).press("Enter")
    expect(page.get_by_role("dialog").get_by_text(LOCAL, exact=True)).to_be_visible()
    keep(page, "answer-in-a-modal")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_two_people_see_what_is_theirs(page: Page, bot: Bot) -> None:
    page.goto(f"{bot.sandbox.url}as/U0SAM/{DM}")
    say(page, "obstacles??")
    expect(page.get_by_text("49%").first).to_be_visible()
    page.get_by_role("link", name=re.compile("Alex Morgan")).click()
    expect(page.get_by_text("49%")).to_have_count(0)


def test_a_hostile_message_runs_nothing(page: Page, bot: Bot) -> None:
    say(page, HOSTILE)
    expect(page.get_by_text("onerror=alert(1)")).to_be_visible()
    say(page, f"/survey {HOSTILE}")
    bot.hands.wait("call", "response_url")
    keep(page, "hostile")
    assert page.evaluate("document.querySelectorAll('main script, main img, a[href^=\"javascript\"]').length") == 0


def test_every_page_says_that_it_is_a_sandbox(page: Page, bot: Bot) -> None:
    for path in ("", f"as/U0SAM/{DM}", "as/U0SAM/home", "journal", "as/U0SAM/nowhere"):
        page.goto(bot.sandbox.url + path)
        assert ("sandbox" in page.title().casefold(), "sandbox" in page.inner_text("body").casefold()) == (True, True)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (320, False)], ids=str)
def test_axe_finds_no_fault_in_any_page(bot: Bot, width: int, dark: bool) -> None:
    require(AXE.exists(), "axe-core", "make stand-ins")
    bot.hands.command("/survey stats")
    bot.hands.wait("call", "response_url")
    bot.hands.do("open_home", user="U0SAM")
    bot.hands.wait("home")
    with browser(width=width, dark=dark) as page:
        for name, path in {"channel": f"as/U0SAM/{GENERAL}", "home": "as/U0SAM/home", "journal": "journal"}.items():
            page.goto(bot.sandbox.url + path)
            keep(page, f"{name}-{width}{'-dark' if dark else ''}")
            assert violations(page) == []


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong; the page's own policy lets no script in, so it comes by the debugger."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("Runtime.evaluate", {"expression": AXE.read_text()})
    asked = {"expression": "axe.run().then(r => JSON.stringify(r.violations))", "awaitPromise": True}
    found = json.loads(debugger.send("Runtime.evaluate", asked)["result"]["value"])
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]
