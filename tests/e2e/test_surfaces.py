"""The bot's own pages and doors in a Slack as strict as the real one: the home tab and the shortcuts."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.config import Mode
from bot.context import Expert
from bot.records import Workspace
from bot.sandbox.workspace import TEAM
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.pages import click, home
from tests.helpers.sandbox import ALEX, GENERAL, RANDOM, SAM, Button, Json, words

LOCAL = "31% of civil servants surveyed said they share data with local government."
QUESTION = "what share with local government?"


@pytest.fixture
def bot(known: Expert, mode: Mode) -> Iterator[Bot]:
    with bot_in_a_sandbox(known, mode) as bot:
        bot.store.workspaces.change(Workspace(team=TEAM, admins=(ALEX,)))
        yield bot


class TestTheHomeTab:
    def test_says_what_it_is_and_names_the_survey_with_base_date_and_source(self, bot: Bot) -> None:
        shown = words(home(bot)["blocks"])
        told = ("published figure", "about 4,400 UK civil servants, late 2015", "LocalGov", "What's new")
        assert [part for part in told if part not in shown] == []

    def test_a_question_on_it_is_answered_in_a_modal(self, bot: Bot) -> None:
        modal = click(bot, home(bot), "What are the barriers")
        assert "49%" in words(modal["blocks"])

    def test_shows_the_doors_for_admins_to_admins_alone(self, bot: Bot) -> None:
        assert ["For admins" in words(home(bot, user)["blocks"]) for user in (SAM, ALEX)] == [False, True]

    def test_says_what_is_kept_of_questions(self, bot: Bot) -> None:
        assert "kept for 90 days, without your name" in words(home(bot)["blocks"])
        bot.store.workspaces.change(replace(bot.store.workspaces.of(TEAM), kept_days=0))
        assert "I do not keep what you ask" in words(home(bot)["blocks"])


class TestBrowsing:
    def test_goes_from_a_question_to_its_findings_to_an_answer(self, bot: Bot) -> None:
        bot.hands.do("shortcut", user=SAM, callback_id="browse")
        bot.settle()
        modal = bot.hands.modal()
        [menu] = [each for each in modal["blocks"] if each["type"] == "actions"]
        press = Button("", menu["block_id"], "choose", {"view_id": modal["id"]})
        bot.hands.click(press, chosen=["cgi-2015/barrier"])
        bot.settle()
        chosen = bot.hands.modal()
        assert (modal["id"] == chosen["id"], "49%" in words(chosen["blocks"])) == (True, True)
        answer = click(bot, chosen, "Ask")
        assert "49% of civil servants surveyed" in words(answer["blocks"])
        assert len(bot.hands.do("views", user=SAM)) == 2

    def test_opens_from_the_home_tab_too(self, bot: Bot) -> None:
        assert "71%" in words(click(bot, home(bot), "Browse the survey")["blocks"])


class TestAskingAboutAMessage:
    def about(self, bot: Bot, text: str, channel: str = GENERAL) -> tuple[Json, Json]:
        said = bot.hands.say(text, user=ALEX, channel=channel)
        bot.hands.do("message_shortcut", user=SAM, callback_id="ask_about", channel=channel, ts=said["ts"])
        bot.settle()
        return said, bot.hands.modal()

    def test_answers_what_it_says_to_whoever_asked(self, bot: Bot) -> None:
        _, modal = self.about(bot, QUESTION)
        assert (LOCAL in words(modal["blocks"]), QUESTION in words(modal["blocks"])) == (True, True)
        assert bot.hands.entries("call", "chat.postMessage") == []

    def test_answers_in_its_thread_when_told_to_and_once(self, bot: Bot) -> None:
        said, modal = self.about(bot, QUESTION)
        told = click(bot, modal, "Answer in the thread")
        [reply] = bot.hands.from_the_app(thread=said["ts"])
        assert (reply["text"].startswith(LOCAL), f"<@{SAM}>" in words(reply["blocks"])) == (True, True)
        assert "in the thread" in words(told["blocks"])

    def test_says_what_it_needs_where_it_may_not_post(self, bot: Bot) -> None:
        _, modal = self.about(bot, QUESTION, RANDOM)
        assert "/invite" in words(click(bot, modal, "Answer in the thread")["blocks"])
