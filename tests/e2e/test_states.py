"""What people are told when something stands in the way, in a Slack as strict as the real one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.config import Mode
from bot.context import Expert
from bot.live import Knowledge, Live
from bot.records import Workspace
from bot.sandbox.workspace import TEAM
from bot.wiring import expert, load
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import ALEX, DATA, DM, GENERAL, RANDOM, SAM, Button, Json, buttons, on, verdicts, words
from tests.helpers.stores import a_store

LOCAL = "31% of civil servants surveyed said they share data with local government."
QUESTION = "what share with local government?"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def known(knowledge: Knowledge) -> Expert:
    return expert(Live(knowledge))


def channel(bot: Bot, name: str = GENERAL, **changed: object) -> None:
    """Change a channel."""
    bot.hands.do("channel", id=name, **changed)


def told(bot: Bot, channel: str = GENERAL, *, user: str = SAM, thread: str | None = None) -> Json:
    """Return the last thing the app said in a channel, or in a thread of it, as a person sees it."""
    bot.settle()
    return bot.hands.from_the_app(channel, user=user, thread=thread)[-1]


def share(bot: Bot, channel: str = GENERAL) -> Button:
    """Ask by command, and return the button that shares the answer."""
    bot.hands.command(f"/survey {QUESTION}", channel=channel)
    shown = told(bot, channel)
    [found] = [each for each in on(shown, channel) if each.label == "Share in channel"]
    return found


def test_nothing_understood_is_said_with_what_could_be_asked(bot: Bot) -> None:
    bot.hands.command("/survey frobnicate the quux?")
    shown = told(bot)
    assert ("“frobnicate”" in shown["text"], "You could ask instead" in words(shown["blocks"])) == (True, True)


def test_a_question_that_is_too_long_is_told_so(bot: Bot) -> None:
    bot.hands.command("/survey " + "what share with local government and " * 40)
    assert "too long" in told(bot)["text"]


def test_a_survey_that_could_not_be_loaded_is_said_to_be(known: Expert, knowledge: Knowledge, mode: Mode) -> None:
    broken = Knowledge(
        surveys=knowledge.surveys, catalogues=knowledge.catalogues, default="cgi-2015", broken=frozenset({"tea-2020"})
    )
    with bot_in_a_sandbox(expert(Live(broken)), mode) as bot:
        bot.store.workspaces.change(Workspace(team=TEAM, survey="tea-2020"))
        bot.hands.command(f"/survey {QUESTION}")
        assert ("could not be loaded" in told(bot)["text"], "cgi-2015" in told(bot)["text"]) == (True, True)
        bot.hands.do("open_home", user=SAM)
        bot.settle()
        assert "tea-2020: could not be loaded" in words(bot.hands.do("home", user=SAM)["blocks"])


class TestAChannelThatIsShared:
    @pytest.fixture(autouse=True)
    def _shared(self, bot: Bot) -> None:
        channel(bot, is_shared=True)

    def test_is_answered_in_by_nobody_and_its_asker_is_told_why(self, bot: Bot) -> None:
        said = bot.hands.say(f"@surveybot {QUESTION}")
        shown = told(bot)
        assert ("another organisation" in shown["text"], shown["ephemeral_to"]) == (True, SAM)
        assert bot.hands.from_the_app(thread=said["ts"], user=ALEX) == []

    def test_is_shown_no_answer_of_a_command(self, bot: Bot) -> None:
        bot.hands.click(share(bot))
        assert "another organisation" in told(bot)["text"]
        assert bot.hands.entries("call", "chat.postMessage") == []

    def test_is_shown_no_answer_in_a_thread_that_was_chosen_from_a_menu(self, bot: Bot) -> None:
        said = bot.hands.say(QUESTION, user=ALEX)
        bot.hands.do("message_shortcut", user=SAM, callback_id="ask_about", channel=GENERAL, ts=said["ts"])
        bot.settle()
        modal = bot.hands.modal()
        [here] = [b for b in buttons(modal["blocks"], view_id=modal["id"]) if b.label == "Answer in the thread"]
        bot.hands.click(here)
        bot.settle()
        assert bot.hands.entries("call", "chat.postMessage") == []

    def test_is_answered_in_where_an_admin_allowed_it(self, bot: Bot) -> None:
        bot.store.workspaces.change(Workspace(team=TEAM, channels=(GENERAL,)))
        said = bot.hands.say(f"@surveybot {QUESTION}")
        bot.settle()
        assert len(bot.hands.from_the_app(thread=said["ts"])) == 1


def test_a_channel_that_came_to_be_shared_is_shown_no_answer_of_a_button_that_stands_there(bot: Bot) -> None:
    said = bot.hands.say(f"@surveybot {QUESTION}")
    answer = told(bot, thread=said["ts"])
    channel(bot, is_shared=True)
    bot.hands.click(on(answer)[0])
    assert "another organisation" in told(bot, thread=said["ts"])["text"]
    assert len(bot.hands.entries("call", "chat.postMessage")) == 1


@pytest.mark.parametrize("why", ["shared", "left out"])
def test_a_channel_that_the_bot_must_not_answer_in_any_more_is_shown_no_corrected_answer(bot: Bot, why: str) -> None:
    said = bot.hands.say(f"@surveybot {QUESTION}")
    bot.settle()
    channel(bot, is_shared=why == "shared")
    bot.store.workspaces.change(Workspace(team=TEAM, channels=(DATA,) if why == "left out" else ()))
    bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text="@surveybot what share with charities?")
    assert ("direct message" in told(bot, thread=said["ts"])["text"], len(bot.hands.from_the_app())) == (True, 0)


def test_a_channel_that_admins_left_out_is_shown_no_answer_of_a_command(bot: Bot) -> None:
    bot.store.workspaces.change(Workspace(team=TEAM, channels=(DATA,)))
    bot.hands.click(share(bot))
    assert f"only in <#{DATA}>" in told(bot)["text"]


def test_an_archived_channel_is_said_to_be(bot: Bot) -> None:
    button = share(bot)
    channel(bot, is_archived=True)
    bot.hands.click(button)
    assert "archived" in told(bot)["text"]


def test_a_channel_that_is_archived_while_it_thinks_is_told_of_directly(bot: Bot) -> None:
    bot.hands.harm("error", "chat.postMessage", error="is_archived")
    bot.hands.harm("error", "chat.postEphemeral", error="is_archived")
    bot.hands.say(f"@surveybot {QUESTION}")
    assert "archived" in told(bot, DM)["text"]


def test_the_bot_that_was_taken_out_while_it_thinks_says_how_to_bring_it_back(bot: Bot) -> None:
    bot.hands.harm("error", "chat.postMessage", error="not_in_channel")
    bot.hands.harm("error", "chat.postEphemeral", error="not_in_channel")
    bot.hands.say(f"@surveybot {QUESTION}")
    assert "/invite" in told(bot, DM)["text"]


def test_a_slack_that_takes_no_more_for_long_is_said_to(bot: Bot) -> None:
    bot.hands.harm("error", "chat.postMessage", error="ratelimited")
    bot.hands.say(f"@surveybot {QUESTION}")
    assert "in a minute" in told(bot)["text"]


def test_an_answer_that_is_too_long_for_slack_is_said_to_be(bot: Bot) -> None:
    bot.hands.harm("error", "chat.postMessage", error="msg_too_long")
    bot.hands.say(f"@surveybot {QUESTION}")
    assert "longer than Slack takes" in told(bot)["text"]


class TestADatabaseThatIsDown:
    @pytest.fixture
    def bot(self, known: Expert, mode: Mode, tmp_path: Path) -> Iterator[Bot]:
        with closing(a_store(tmp_path)) as store:
            store.workspaces.change(Workspace(team=TEAM, admins=(ALEX,)))
            with bot_in_a_sandbox(known, mode, store=store) as bot:
                with closing(sqlite3.connect(tmp_path / "surveybot.db")) as database:
                    for table in ("workspaces", "postings", "asked"):
                        database.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
                yield bot

    def test_keeps_nobody_from_an_answer_from_asking_on_or_from_correcting(self, bot: Bot) -> None:
        said = bot.hands.say(f"@surveybot {QUESTION}")
        bot.settle()
        bot.hands.say("and central?", thread_ts=said["ts"])
        bot.settle()
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text="@surveybot what share with charities?")
        bot.settle()
        assert [each["text"][:3] for each in bot.hands.from_the_app(thread=said["ts"])] == ["29%", "71%"]

    def test_keeps_nobody_from_taking_an_answer_away(self, bot: Bot) -> None:
        said = bot.hands.say(f"@surveybot {QUESTION}")
        reply = told(bot, thread=said["ts"])
        bot.hands.do("react", user=SAM, channel=GENERAL, ts=reply["ts"], emoji="x")
        bot.settle()
        assert bot.hands.from_the_app(thread=said["ts"]) == []

    def test_is_told_to_whoever_says_what_they_think(self, bot: Bot) -> None:
        said = bot.hands.say(f"@surveybot {QUESTION}")
        _, down, _ = verdicts(told(bot, thread=said["ts"]))
        bot.hands.click(down)
        bot.settle()
        shown = words(bot.hands.modal()["blocks"])
        assert ("could not be noted" in shown, "Did you mean one of these?" in shown) == (True, True)

    def test_is_told_on_the_home_tab_and_to_admins_who_want_to_change_settings(self, bot: Bot) -> None:
        bot.hands.do("open_home", user=ALEX)
        bot.settle()
        home = bot.hands.do("home", user=ALEX)
        assert "database does not answer" in words(home["blocks"])
        for label in ("Settings", "Questions to look at"):
            [door] = [each for each in buttons(home["blocks"], view_id=home["id"]) if each.label == label]
            bot.hands.click(door, user=ALEX)
            bot.settle()
            assert "database does not answer" in words(bot.hands.modal(ALEX)["blocks"])


class TestWhatSlackDoesNotTake:
    """Each is said once, to whoever asked, where it can be seen."""

    def test_an_answer_to_a_command_is_excused_in_its_channel_to_its_asker_alone(self, bot: Bot) -> None:
        bot.hands.harm("status", "response_url", status=404, times=2)
        bot.hands.command(f"/survey {QUESTION}")
        shown = told(bot)
        assert ("went wrong" in shown["text"], shown["ephemeral_to"]) == (True, SAM)

    def test_an_answer_to_a_command_where_the_bot_is_not_is_excused_directly(self, bot: Bot) -> None:
        bot.hands.harm("status", "response_url", status=404, times=2)
        bot.hands.command(f"/survey {QUESTION}", channel=RANDOM)
        assert "went wrong" in told(bot, DM)["text"]

    def test_a_corrected_answer_is_excused_in_the_thread_of_its_question(self, bot: Bot) -> None:
        said = bot.hands.say(f"@surveybot {QUESTION}")
        bot.settle()
        bot.hands.harm("error", "chat.update", error="fatal_error")
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text="@surveybot what share with charities?")
        assert "went wrong" in told(bot, thread=said["ts"])["text"]

    def test_a_corrected_answer_that_it_took_without_saying_so_needs_no_excuse(self, bot: Bot) -> None:
        said = bot.hands.say(f"@surveybot {QUESTION}")
        bot.settle()
        bot.hands.harm("garbled", "chat.update")
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text="@surveybot what share with charities?")
        assert told(bot, thread=said["ts"])["text"].startswith("29%")

    def test_an_answer_that_does_not_go_for_a_cross_is_excused_to_its_asker_alone(self, bot: Bot) -> None:
        said = bot.hands.say(f"@surveybot {QUESTION}")
        answer = told(bot, thread=said["ts"])
        bot.hands.harm("error", "chat.delete", error="fatal_error")
        bot.hands.do("react", user=SAM, channel=GENERAL, ts=answer["ts"], emoji="x")
        assert (told(bot)["ephemeral_to"], "went wrong" in told(bot)["text"]) == (SAM, True)

    def test_an_answer_that_is_shared_needs_no_excuse_where_its_button_stays(self, bot: Bot) -> None:
        button = share(bot)
        bot.hands.harm("status", "response_url", status=404)
        bot.hands.click(button)
        bot.settle()
        shown = [each["text"] for each in bot.hands.from_the_app()]
        assert ([LOCAL in text for text in shown], len(shown)) == ([True, True], 2)

    def test_a_page_from_a_menu_is_excused_directly(self, bot: Bot) -> None:
        bot.hands.harm("error", "views.open", error="expired_trigger_id", times=2)
        bot.hands.do("shortcut", user=SAM, callback_id="browse")
        assert "went wrong" in told(bot, DM)["text"]

    def test_questions_to_begin_with_are_missed_by_nobody(self, bot: Bot) -> None:
        bot.hands.harm("error", "assistant.threads.setSuggestedPrompts", error="internal_error")
        bot.hands.do("open_messages", user=SAM)
        bot.settle()
        assert bot.hands.from_the_app(DM) == []
