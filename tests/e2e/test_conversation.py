"""A conversation in a Slack as strict as the real one: asking on, correcting, taking away, saying what one thinks."""

import threading

import pytest
from structlog.testing import capture_logs

from bot.config import Mode
from bot.context import Context, Expert
from bot.records import Outcome, Workspace
from bot.reply import Reply
from bot.sandbox.payloads import interaction, on_message
from bot.sandbox.workspace import ADMIN, BOT_USER, TEAM
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import (
    ALEX,
    DATA,
    DM,
    GENERAL,
    PATIENCE,
    SAM,
    Button,
    Json,
    Refused,
    buttons,
    on,
    words,
)

LOCAL = "31% of civil servants surveyed said they share data with local government."
QUESTION = "what share with local government?"


def asked(bot: Bot, question: str = QUESTION, *, user: str = SAM, channel: str = GENERAL) -> Json:
    """Mention the bot, and return what was said once it is answered."""
    said = bot.hands.say(f"@surveybot {question}", user=user, channel=channel)
    bot.settle()
    return said


def replies(bot: Bot, said: Json, channel: str = GENERAL) -> list[Json]:
    """Return what the app said in a message's thread, once it has nothing left to do."""
    bot.settle()
    return bot.hands.from_the_app(channel, thread=said["ts"])


def thumb(message: Json, value: str, channel: str = GENERAL) -> Button:
    """Return the thumb of a message that is up (+) or down (-)."""
    [found] = [each for each in message["blocks"] if each["type"] == "context_actions"]
    return Button(value, found["block_id"], "feedback", {"channel": channel, "ts": message["ts"]})


def bin_of(message: Json, channel: str = GENERAL) -> Button:
    """Return the button that deletes a message."""
    [found] = [each for each in message["blocks"] if each["type"] == "context_actions"]
    return Button("Delete", found["block_id"], "delete", {"channel": channel, "ts": message["ts"]})


def down(bot: Bot, message: Json, user: str = SAM) -> None:
    """Say of an answer that it is not what was meant."""
    [block] = [each for each in message["blocks"] if each["type"] == "context_actions"]
    value = block["elements"][0]["negative_button"]["value"]
    bot.hands.click(thumb(message, "-"), user=user, chosen=[value])
    bot.settle()


class TestAskingOn:
    def test_in_the_thread_it_was_asked_in_needs_no_mention(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.say("and central?", thread_ts=said["ts"])
        assert [reply["text"][:4] for reply in replies(bot, said)] == ["31% ", "71% "]

    def test_in_any_other_thread_it_is_silent(self, bot: Bot) -> None:
        asked(bot)
        other = bot.hands.say("What do we know about sharing?")
        bot.hands.say(QUESTION, thread_ts=other["ts"])
        bot.hands.say(QUESTION)
        assert replies(bot, other) == []
        assert len(bot.hands.entries("call", "chat.postMessage")) == 1

    @pytest.mark.parametrize(
        "talk",
        [
            "That is low.",
            "31% is really low",
            "thanks!",
            "shall we meet tomorrow",
            "@alex.morgan and central?",
            "please share with charities",
            "Did you send the figures to Steve?",
            "> what share with local government?",
            "ok",
            "I agree :+1:",
        ],
    )
    def test_what_people_say_to_each_other_there_is_left_alone(self, bot: Bot, talk: str) -> None:
        said = asked(bot)
        bot.hands.say(talk, thread_ts=said["ts"])
        assert len(replies(bot, said)) == 1

    def test_somebody_else_there_is_answered_and_told_nothing_else(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.say("what do women say?", thread_ts=said["ts"], user=ALEX)
        bot.hands.say("which barrier is the biggest?", thread_ts=said["ts"], user=ALEX)
        assert ["security" in reply["text"] for reply in replies(bot, said)] == [False, True]

    def test_whoever_asked_before_is_told_that_the_survey_does_not_say(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.say("and what do women say?", thread_ts=said["ts"])
        assert "women" in replies(bot, said)[-1]["text"]

    def test_talk_in_between_does_not_make_it_lose_its_thread(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.say("hm, so few", thread_ts=said["ts"])
        bot.settle()
        bot.hands.say("and central?", thread_ts=said["ts"])
        assert replies(bot, said)[-1]["text"].startswith("71% ")

    def test_below_an_answer_that_was_shared_needs_no_mention_either(self, bot: Bot) -> None:
        bot.hands.command(f"/survey {QUESTION}")
        bot.settle()
        [share] = [each for each in on(bot.hands.from_the_app()[0]) if each.label == "Share in channel"]
        bot.hands.click(share)
        bot.settle()
        shared = bot.hands.from_the_app()[-1]
        bot.hands.say("what share with the private sector?", thread_ts=shared["ts"])
        assert replies(bot, shared)[-1]["text"].startswith("26% ")

    def test_a_message_that_mentions_it_there_is_answered_once(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.say("@surveybot and central?", thread_ts=said["ts"])
        assert len(replies(bot, said)) == 2

    def test_in_a_direct_message_leans_on_the_last_question_there(self, bot: Bot) -> None:
        bot.hands.say(QUESTION, channel=DM)
        bot.settle()
        second = bot.hands.say("and central?", channel=DM)
        assert [reply["text"][:4] for reply in replies(bot, second, DM)] == ["71% "]

    def test_in_a_thread_of_a_direct_message_leans_on_what_was_asked_there(self, bot: Bot) -> None:
        first = bot.hands.say(QUESTION, channel=DM)
        bot.settle()
        bot.hands.say("what are the barriers?", channel=DM)
        bot.settle()
        bot.hands.say("as a number?", channel=DM, thread_ts=first["ts"])
        assert "about 1,364" in replies(bot, first, DM)[-1]["text"].casefold()

    def test_in_a_direct_message_leans_on_a_suggestion_that_was_clicked_since(self, bot: Bot) -> None:
        first = bot.hands.say(QUESTION, channel=DM)
        bot.hands.click(on(replies(bot, first, DM)[0], DM)[0])
        bot.settle()
        second = bot.hands.say("as a number?", channel=DM)
        assert "other central government" in replies(bot, second, DM)[0]["text"]

    def test_in_a_direct_message_leans_on_what_the_last_question_was_corrected_to(self, bot: Bot) -> None:
        first = bot.hands.say("what are the barriers?", channel=DM)
        bot.settle()
        bot.hands.do("edit", user=SAM, channel=DM, ts=first["ts"], text=QUESTION)
        bot.settle()
        second = bot.hands.say("as a number?", channel=DM)
        assert "about 1,364" in replies(bot, second, DM)[0]["text"].casefold()

    def test_leans_on_the_last_question_and_not_on_one_before_that_was_corrected_since(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.say("what share with charities?", thread_ts=said["ts"])
        bot.settle()
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text="@surveybot what are the barriers?")
        bot.settle()
        bot.hands.say("as a number?", thread_ts=said["ts"])
        assert "third sector" in replies(bot, said)[-1]["text"]


class TestCorrecting:
    def test_a_question_changes_its_answer(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text="@surveybot what share with charities?")
        [reply] = replies(bot, said)
        assert (reply["text"][:4], bool(reply["blocks"])) == ("29% ", True)

    def test_a_question_that_leaned_on_another_still_does(self, bot: Bot) -> None:
        said = asked(bot)
        second = bot.hands.say("as a numbr for everybodey?", thread_ts=said["ts"])
        bot.settle()
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=second["ts"], text="and central?")
        assert replies(bot, said)[-1]["text"].startswith("71% ")

    def test_the_newer_of_two_corrections_stands(self, bot: Bot) -> None:
        said = asked(bot)
        for text in ("@surveybot what share with charities?", "@surveybot what share with the private sector?"):
            bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text=text)
        assert replies(bot, said)[0]["text"].startswith("26% ")

    def test_a_question_before_its_answer_stands_changes_it_once_it_does(self, known: Expert, mode: Mode) -> None:
        begun = threading.Event()

        def ask(text: str, context: Context) -> Reply:
            begun.set()
            return known.ask(text, context)

        with bot_in_a_sandbox(ask, mode) as bot:
            bot.hands.harm("late", "chat.postMessage", seconds=0.5)
            said = bot.hands.say(f"@surveybot {QUESTION}")
            assert begun.wait(PATIENCE)
            bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text="@surveybot what share with charities?")
            assert [reply["text"][:4] for reply in replies(bot, said)] == ["29% "]

    def test_a_message_that_was_not_answered_is_not_answered_for_being_changed(self, bot: Bot) -> None:
        said = bot.hands.say("What do we know?")
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text=QUESTION)
        assert replies(bot, said) == []

    def test_an_answer_that_was_deleted_does_not_come_back(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.click(bin_of(replies(bot, said)[0]))
        bot.settle()
        bot.hands.do("edit", user=SAM, channel=GENERAL, ts=said["ts"], text="@surveybot what share with charities?")
        assert replies(bot, said) == []


class TestTakingAway:
    def test_its_asker_deletes_an_answer_by_its_button(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.click(bin_of(replies(bot, said)[0]))
        assert replies(bot, said) == []

    def test_its_asker_deletes_an_answer_by_a_cross(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.do("react", user=SAM, channel=GENERAL, ts=replies(bot, said)[0]["ts"], emoji="x")
        assert replies(bot, said) == []

    @pytest.mark.parametrize(("user", "emoji"), [(ALEX, "x"), (SAM, "eyes")])
    def test_nobody_else_does_and_no_other_emoji(self, bot: Bot, user: str, emoji: str) -> None:
        said = asked(bot)
        bot.hands.do("react", user=user, channel=GENERAL, ts=replies(bot, said)[0]["ts"], emoji=emoji)
        assert len(replies(bot, said)) == 1

    def test_a_button_that_somebody_else_presses_all_the_same_says_whose_it_is(self, bot: Bot) -> None:
        said = asked(bot)
        reply = replies(bot, said)[0]
        with pytest.raises(Refused):  # Slack shows it to nobody else, so that it takes a hand in Slack's place
            bot.hands.click(bin_of(reply), user=ALEX)
        pressed = {**bin_of(reply).press, "action_id": "delete", "type": "icon_button", "value": SAM}
        workspace = bot.sandbox.slack.workspace
        place = on_message(workspace.message(GENERAL, reply["ts"]), workspace.channel(GENERAL))
        url = f"{bot.sandbox.url}actions/{workspace.response_url(ALEX, GENERAL)}"
        bot.hear(interaction("block_actions", ADMIN, **{**place, "response_url": url, "actions": [pressed]}))
        bot.settle()
        told = bot.hands.from_the_app(user=ALEX)[-1]
        assert ("Only the person who asked" in told["text"], len(replies(bot, said))) == (True, 1)
        assert bot.hands.entries("call", "chat.delete") == []

    def test_what_nobody_asked_is_not_deleted_by_a_cross(self, bot: Bot) -> None:
        said = bot.hands.say("Well.")
        bot.hands.do("react", user=SAM, channel=GENERAL, ts=said["ts"], emoji="x")
        bot.settle()
        assert bot.hands.entries("call", "chat.delete") == []


class TestSayingWhatOneThinks:
    def test_not_what_i_meant_opens_what_may_have_been(self, bot: Bot) -> None:
        said = asked(bot)
        down(bot, replies(bot, said)[0])
        modal = bot.hands.modal()
        labels = [each.label for each in buttons(modal["blocks"], view_id=modal["id"])]
        assert ("noted for the admins" in words(modal["blocks"]), len(labels) > 2) == (True, True)
        bot.hands.click(buttons(modal["blocks"], view_id=modal["id"])[0])
        bot.settle()
        assert labels[0][:30] in words(bot.hands.modal()["blocks"])

    def test_it_keeps_the_question_masked_and_nobodys_name(self, bot: Bot) -> None:
        said = asked(bot, "what did women tell sam@example.gov.uk on 020 7946 0123?")
        down(bot, replies(bot, said)[0])
        kept = bot.store.asked.open(TEAM, 10)
        assert [each.outcome for each in kept] == [Outcome.NOT_MEANT, Outcome.UNANSWERED]
        assert [word for word in ("example", "7946", SAM) if word in repr(kept)] == []

    def test_a_second_click_adds_nothing(self, bot: Bot) -> None:
        said = asked(bot)
        for _ in range(2):
            down(bot, replies(bot, said)[0])
        assert len(bot.store.asked.open(TEAM, 10)) == 1

    def test_a_thumb_up_says_nothing(self, bot: Bot) -> None:
        said = asked(bot)
        bot.hands.click(thumb(replies(bot, said)[0], "+"), chosen=["+"])
        assert len(replies(bot, said)) == 1
        assert bot.store.asked.open(TEAM, 10) == ()


class TestThinking:
    def test_is_shown_where_an_answer_takes_long_and_ends_with_it(self, known: Expert, mode: Mode) -> None:
        thought = threading.Event()

        def slow(text: str, context: Context) -> Reply:
            assert thought.wait(PATIENCE)
            return known.ask(text, context)

        with bot_in_a_sandbox(slow, mode) as bot:
            said = bot.hands.say(f"@surveybot {QUESTION}")
            bot.hands.wait("call", "assistant.threads.setStatus")
            thought.set()
            assert len(replies(bot, said)) == 1

    def test_is_not_shown_where_it_is_quick(self, bot: Bot) -> None:
        asked(bot)
        assert bot.hands.entries("call", "assistant.threads.setStatus") == []

    def test_no_question_comes_to_harm_where_slack_does_not_show_it(self, known: Expert, mode: Mode) -> None:
        thought = threading.Event()

        def slow(text: str, context: Context) -> Reply:
            assert thought.wait(PATIENCE)
            return known.ask(text, context)

        with bot_in_a_sandbox(slow, mode) as bot:
            bot.hands.harm("error", "assistant.threads.setStatus", error="internal_error")
            said = bot.hands.say(f"@surveybot {QUESTION}")
            bot.hands.wait("call", "assistant.threads.setStatus")
            thought.set()
            assert [reply["text"].startswith(LOCAL) for reply in replies(bot, said)] == [True]


def test_a_direct_message_begins_with_questions_to_choose_from(bot: Bot) -> None:
    bot.hands.do("open_messages", user=SAM)
    [call] = bot.hands.wait("call", "assistant.threads.setSuggestedPrompts")
    assert (call["body"]["result"], "barriers" in str(call["body"]["args"])) == ("ok", True)


def test_no_log_tells_what_was_said_in_a_thread(known: Expert, mode: Mode) -> None:
    with capture_logs() as logs, bot_in_a_sandbox(known, mode) as bot:
        said = asked(bot)
        bot.hands.say("the minister resigns tomorrow", thread_ts=said["ts"])
        bot.settle()
    assert "minister" not in str(logs)


def test_settings_of_a_workspace_decide_where_it_answers(bot: Bot) -> None:
    bot.store.workspaces.change(Workspace(team=TEAM, admins=(ALEX,), channels=(DATA,)))
    said, here = asked(bot), asked(bot, channel=DATA)
    [told] = replies(bot, said) or bot.hands.from_the_app()
    assert (told["ephemeral_to"], f"<#{DATA}>" in told["text"]) == (SAM, True)
    assert len(replies(bot, here, DATA)) == 1
    assert BOT_USER not in told["text"]
