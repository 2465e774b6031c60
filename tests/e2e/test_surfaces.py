"""The bot's own pages and doors in a Slack as strict as the real one: home tab, shortcuts, settings for admins."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.config import Mode
from bot.context import Expert
from bot.records import Outcome, Remark, Workspace
from bot.sandbox.workspace import TEAM
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import ALEX, DATA, GENERAL, RANDOM, SAM, Button, Json, buttons, words

LOCAL = "31% of civil servants surveyed said they share data with local government."
QUESTION = "what share with local government?"


@pytest.fixture
def bot(known: Expert, mode: Mode) -> Iterator[Bot]:
    with bot_in_a_sandbox(known, mode) as bot:
        bot.store.workspaces.change(Workspace(team=TEAM, admins=(ALEX,)))
        yield bot


def home(bot: Bot, user: str = SAM) -> Json:
    """Return the home tab as a person sees it."""
    bot.hands.do("open_home", user=user)
    bot.settle()
    found: Json = bot.hands.do("home", user=user)
    return found


def labelled(view: Json, label: str) -> Button:
    """Return the button of a view whose label begins so."""
    found = [each for each in buttons(view["blocks"], view_id=view["id"]) if each.label.startswith(label)]
    assert found, [each.label for each in buttons(view["blocks"], view_id=view["id"])]
    return found[0]


def click(bot: Bot, view: Json, label: str, *, user: str = SAM, **more: object) -> Json:
    """Click a button of a view, and return the modal on top then."""
    bot.hands.click(labelled(view, label), user=user, **more)
    bot.settle()
    return bot.hands.modal(user)


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


class TestSettings:
    def save(self, bot: Bot, user: str = ALEX, **values: list[str]) -> None:
        modal = bot.hands.modal(user)
        kept = {"survey": ["cgi-2015"], "admins": [ALEX], "channels": list[str]()} | values
        shown = {each["block_id"] for each in modal["blocks"] if each["type"] == "input"}
        filled = {name: {name: value} for name, value in kept.items() if name in shown}
        bot.hands.do("submit", user=user, filled=filled)
        bot.settle()

    def test_are_saved_and_hold_from_then_on(self, bot: Bot) -> None:
        click(bot, home(bot, ALEX), "Settings", user=ALEX)
        self.save(bot, admins=[ALEX, SAM], channels=[DATA])
        kept = Workspace(team=TEAM, survey="cgi-2015", admins=(ALEX, SAM), channels=(DATA,))
        assert bot.store.workspaces.of(TEAM) == kept
        assert bot.hands.do("views", user=ALEX) == []

    def test_let_an_admin_choose_a_survey_where_the_one_that_was_asked_is_gone(self, bot: Bot) -> None:
        bot.store.workspaces.change(Workspace(team=TEAM, admins=(ALEX,), survey="tea-2020"))
        modal = click(bot, home(bot, ALEX), "Settings", user=ALEX)
        assert "tea-2020 is not there" in words(modal["blocks"])
        self.save(bot)
        assert bot.store.workspaces.of(TEAM).survey == "cgi-2015"

    def test_keep_at_least_one_admin(self, bot: Bot) -> None:
        click(bot, home(bot, ALEX), "Settings", user=ALEX)
        self.save(bot, admins=[])
        assert bot.store.workspaces.of(TEAM).admins == (ALEX,)
        assert len(bot.hands.do("views", user=ALEX)) == 1

    def test_are_refused_to_somebody_who_is_no_admin_any_more(self, bot: Bot) -> None:
        click(bot, home(bot, ALEX), "Settings", user=ALEX)
        bot.store.workspaces.change(Workspace(team=TEAM, admins=(SAM,)))
        with capture_logs() as logs:
            self.save(bot, channels=[DATA])
        assert bot.store.workspaces.of(TEAM) == Workspace(team=TEAM, admins=(SAM,))
        assert ("for the admins" in words(bot.hands.modal(ALEX)["blocks"]), "denied" in str(logs)) == (True, True)


class TestQuestionsToLookAt:
    def test_are_listed_for_admins_and_go_when_they_are_done(self, bot: Bot) -> None:
        remark = Remark(team=TEAM, question="who shares?", outcome=Outcome.NOT_MEANT, at=datetime.now(UTC))
        bot.store.remarks.keep(remark)
        shown = home(bot, ALEX)
        modal = click(bot, shown, "Questions to look at (1)", user=ALEX)
        assert "who shares?" in words(modal["blocks"])
        assert "Nothing to look at" in words(click(bot, modal, "Done", user=ALEX)["blocks"])
        assert bot.store.remarks.open(TEAM, 10) == ()

    def test_are_not_shown_to_others(self, bot: Bot) -> None:
        door = labelled(home(bot, ALEX), "Questions to look at")
        press = {**door.press, "view_id": home(bot, SAM)["id"]}
        hidden = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": SAM}, "trigger_id": "1.2.3"}
        forged = {**hidden, "view": {"id": press["view_id"], "type": "home"}, "actions": [{"action_id": "remarks"}]}
        with capture_logs() as logs:
            bot.hear({**forged, "container": {"type": "view"}, "api_app_id": "A0SANDBOX"})
            bot.settle()
        assert ("denied" in str(logs), bot.hands.do("views", user=SAM)) == (True, [])
