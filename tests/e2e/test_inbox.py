"""What is kept of what people ask, and what admins make of it, in a Slack as strict as the real one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.config import Mode
from bot.context import Expert
from bot.records import Logged, Outcome, Settled, Workspace
from bot.sandbox.workspace import TEAM
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.pages import click, home
from tests.helpers.sandbox import ALEX, DM, GENERAL, SAM, Button, Json, buttons, on, verdicts, words
from tests.helpers.stores import a_store

SHARE = "what share with local government?"
KETTLE = "where is the kettle?"
INBOX = "Questions to look at"


@pytest.fixture
def bot(known: Expert, mode: Mode, tmp_path: Path) -> Iterator[Bot]:
    with closing(a_store(tmp_path)) as store:
        store.workspaces.change(Workspace(team=TEAM, admins=(ALEX,)))
        with bot_in_a_sandbox(known, mode, store=store) as bot:
            yield bot


def kept(bot: Bot, tmp_path: Path) -> list[tuple[str, str]]:
    """Return the questions that are kept and what came of them, the oldest first, as they stand in the database."""
    bot.settle()
    with closing(sqlite3.connect(tmp_path / "surveybot.db")) as database:
        return list(database.execute("SELECT question, outcome FROM asked ORDER BY id"))


def asked(bot: Bot, question: str, *, user: str = SAM) -> Json:
    """Mention the bot, and return the question once it has its reply."""
    said = bot.hands.say(f"@surveybot {question}", user=user)
    bot.settle()
    return said


def look(bot: Bot, label: str = INBOX) -> Json:
    return click(bot, home(bot, ALEX), label, user=ALEX)


def shown(modal: Json) -> list[str]:
    """Return the questions that stand for a group each."""
    rows = [block for block in modal["blocks"] if block["type"] == "rich_text"]
    return [block["elements"][0]["elements"][0]["text"] for block in rows]


def in_group(modal: Json, number: int, label: str) -> Button:
    """Return a group's button."""
    rows = [block for block in modal["blocks"] if block["type"] == "actions"]
    [found] = [each for each in buttons([rows[number]], view_id=modal["id"]) if each.label == label]
    return found


class TestWhatIsKept:
    def test_is_what_people_ask_in_words_of_their_own_with_what_came_of_it(self, bot: Bot, tmp_path: Path) -> None:
        said = asked(bot, SHARE)
        bot.hands.say("what about women?", channel=DM)
        bot.hands.command(f"/survey {KETTLE}")
        bot.settle()
        bot.hands.say("and central?", thread_ts=said["ts"])
        bot.settle()
        click(bot, home(bot), "Ask a question")
        bot.hands.submit("how many share with both councils and charities?")
        outcomes = dict(kept(bot, tmp_path))
        assert outcomes == {
            SHARE: "answered",
            "what about women?": outcomes["what about women?"],
            KETTLE: "unanswered",
            "and central?": "answered",
            "how many share with both councils and charities?": "bounded",
        }
        assert outcomes["what about women?"] in {"unanswered", "clarified"}

    def test_says_what_it_was_taken_for_and_of_which_survey(self, bot: Bot) -> None:
        asked(bot, SHARE)
        [entry] = bot.store.asked.recent(TEAM, "cgi-2015", 9)
        assert (entry.intent, entry.survey, entry.outcome) == ("share", "cgi-2015", Outcome.ANSWERED)

    def test_is_no_click_no_talk_between_people_and_no_greeting(self, bot: Bot, tmp_path: Path) -> None:
        said = asked(bot, SHARE)
        before = kept(bot, tmp_path)
        [reply] = bot.hands.from_the_app(thread=said["ts"])
        bot.hands.click(on(reply)[0])
        bot.hands.say("31% is shocking, see you at lunch", user=ALEX, thread_ts=said["ts"])
        asked(bot, "thank you!")
        asked(bot, "")
        assert kept(bot, tmp_path) == before

    def test_is_masked_before_it_is_stored_and_says_nobodys_name(self, bot: Bot, tmp_path: Path) -> None:
        secrets = ("sam.carter@example.gov.uk", "020 7946 0958", f"<@{ALEX}>", "U0123ABCD", "@alex.morgan")
        asked(bot, "why did " + ", ".join(secrets) + " share 31% with councils?")
        bot.hands.command("/survey call sam.carter@example.gov.uk on 020 7946 0958 about women?")
        [(first, _), (second, _)] = kept(bot, tmp_path)
        assert first == "why did [address], [number], [mention], [id], [mention] share 31% with councils?"
        assert second == "call [address] on [number] about women?"
        written = b"".join(each.read_bytes() for each in tmp_path.iterdir())
        left = ("sam.carter", "7946", "U0123ABCD", "alex.morgan")
        assert [each for each in left if f"why did {each}".encode() in written or each.encode() in written] == []

    def test_is_nothing_where_the_workspace_keeps_nothing(self, bot: Bot, tmp_path: Path) -> None:
        bot.store.workspaces.change(replace(bot.store.workspaces.of(TEAM), kept_days=0))
        said = asked(bot, KETTLE)
        [reply] = bot.hands.from_the_app(thread=said["ts"])
        up, down, _ = verdicts(reply)
        for thumb in (up, down):
            bot.hands.click(thumb)
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text=f"@surveybot {SHARE}")
        assert kept(bot, tmp_path) == []
        assert "not kept in this workspace" in words(bot.hands.modal()["blocks"])
        assert "do not keep what people ask" in words(look(bot)["blocks"])

    def test_goes_when_the_workspace_decides_to_keep_nothing(self, bot: Bot, tmp_path: Path) -> None:
        asked(bot, KETTLE)
        bot.store.workspaces.change(replace(bot.store.workspaces.of(TEAM), kept_days=0))
        assert kept(bot, tmp_path) == []

    def test_is_what_a_question_said_before_it_was_put_in_other_words(self, bot: Bot, tmp_path: Path) -> None:
        said = asked(bot, KETTLE)
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text=f"@surveybot {SHARE}")
        assert kept(bot, tmp_path) == [(KETTLE, "unanswered"), (SHARE, "answered"), (KETTLE, "corrected")]

    @pytest.mark.parametrize(("before", "after"), [("hello", SHARE), (SHARE, SHARE.upper())])
    def test_is_no_correction_of_a_greeting_or_of_capitals(
        self, bot: Bot, tmp_path: Path, before: str, after: str
    ) -> None:
        said = asked(bot, before)
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text=f"@surveybot {after}")
        assert "corrected" not in [outcome for _, outcome in kept(bot, tmp_path)]

    def test_is_lost_and_counted_where_the_database_does_not_take_it_and_the_reply_stands(
        self, bot: Bot, tmp_path: Path
    ) -> None:
        with closing(sqlite3.connect(tmp_path / "surveybot.db")) as database:
            database.execute("ALTER TABLE asked RENAME TO asked_away")
        with capture_logs() as logs:
            said = asked(bot, KETTLE)
        assert "kettle" in bot.hands.from_the_app(thread=said["ts"])[0]["text"]
        [lost] = [each for each in logs if each["event"] == "questions_lost"]
        assert (lost["so_far"], "kettle" in str(logs)) == (1, False)


class TestTheInbox:
    def test_groups_what_asks_alike_the_most_asked_first(self, bot: Bot) -> None:
        for question in (
            "who washes up?",
            KETTLE,
            "where is the kettle",
            "Where's the kettle please?",
            SHARE,
        ):
            asked(bot, question)
        modal = look(bot, f"{INBOX} (4)")
        assert shown(modal) == ["where is the kettle", "who washes up?"]
        told = words(modal["blocks"])
        assert [part for part in ("4 questions in 2 groups", "Asked 3 times", "not answered") if part not in told] == []

    def test_tells_what_happened_to_each(self, bot: Bot) -> None:
        said = asked(bot, KETTLE)
        _, down, _ = verdicts(bot.hands.from_the_app(thread=said["ts"])[0])
        bot.hands.click(down)
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text=f"@surveybot {SHARE}")
        bot.settle()
        told = words(look(bot)["blocks"])
        assert "not answered 1, something else was meant 1, asked anew in other words 1" in told

    def test_forgets_what_is_ignored_and_only_that(self, bot: Bot) -> None:
        for question in (KETTLE, KETTLE, "who washes up?"):
            asked(bot, question)
        modal = look(bot)
        bot.hands.click(in_group(modal, 0, "Ignore"), user=ALEX)
        bot.settle()
        left = bot.hands.modal(ALEX)
        assert (left["id"], shown(left)) == (modal["id"], ["who washes up?"])
        assert [each.settled for each in bot.store.asked.entries(TEAM, (1, 2, 3))] == [*[Settled.IGNORED] * 2, None]
        assert f"{INBOX} (1)" in words(bot.hands.do("home", user=ALEX)["blocks"])

    def test_explains_a_question_on_top_in_plain_words_first(self, bot: Bot) -> None:
        asked(bot, KETTLE)
        bot.hands.click(in_group(look(bot), 0, "Explain"), user=ALEX)
        bot.settle()
        why = bot.hands.modal(ALEX)
        told = words(why["blocks"])
        assert len(bot.hands.do("views", user=ALEX)) == 2
        assert told.index("Refused") < told.index("Word by word")
        assert KETTLE in told

    def test_opens_the_form_to_teach_with_the_questions_of_a_group(self, bot: Bot) -> None:
        for question in (KETTLE, "where's the kettle please"):
            asked(bot, question)
        bot.hands.click(in_group(look(bot), 0, "Teach"), user=ALEX)
        bot.settle()
        form = str(bot.hands.modal(ALEX)["blocks"])
        assert [each for each in (KETTLE, "where's the kettle please") if each not in form] == []

    def test_is_turned_page_by_page(self, bot: Bot) -> None:
        entry = Logged(team=TEAM, survey="cgi-2015", question="", outcome=Outcome.UNANSWERED, at=datetime.now(UTC))
        for word in "anchor basket candle donkey engine forest garden hammer island jacket kitten ladder".split():
            bot.store.asked.keep(replace(entry, question=f"{word}?"))
        first = look(bot)
        second = click(bot, first, "More", user=ALEX)
        assert (len(shown(first)), len(shown(second)), second["id"]) == (10, 2, first["id"])
        bot.hands.click(in_group(second, 0, "Ignore"), user=ALEX)
        bot.settle()
        assert len(shown(bot.hands.modal(ALEX))) == 1
        assert len(shown(click(bot, bot.hands.modal(ALEX), "Back", user=ALEX))) == 10

    def test_has_nothing_of_another_workspace(self, bot: Bot) -> None:
        asked(bot, KETTLE)
        [entry] = bot.store.asked.open(TEAM, 9)
        bot.store.asked.keep(replace(entry, team="T0OTHER", question="who washes up?"))
        assert shown(look(bot)) == [KETTLE]

    def test_is_empty_where_everything_was_answered(self, bot: Bot) -> None:
        asked(bot, SHARE)
        assert "Nothing to look at" in words(look(bot)["blocks"])
