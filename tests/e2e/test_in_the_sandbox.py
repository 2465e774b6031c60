"""The whole bot in a Slack as strict as the real one, over a socket and over HTTP: one reply each, and nothing lost."""

import threading

import pytest

from bot.config import Mode
from bot.context import Context, Expert
from bot.reply import Reply
from bot.sandbox.rules import Rules
from bot.sandbox.workspace import BOT_USER
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import DATA, DM, GENERAL, RANDOM, SAM, Button, Hands, Json, Refused, buttons, on, words

LOCAL = "31% of civil servants surveyed said they share data with local government."
QUESTION = "what share with local government?"
PATIENCE = 15.0  # seconds


def answered(hands: Hands, said: Json, channel: str = GENERAL) -> list[Json]:
    """Return the replies in a message's thread once there is one and the app has nothing left to do."""
    hands.wait("call", "chat.postMessage")
    hands.do("quiet")
    return hands.from_the_app(channel, thread=said["ts"])


def button(found: list[Button], label: str) -> Button:
    """Return the button with a label."""
    [wanted] = [each for each in found if each.label == label]
    return wanted


class TestEverySurface:
    def test_a_mention_gets_the_figure_its_base_and_its_source_in_the_thread(self, hands: Hands) -> None:
        said = hands.say(f"@surveybot {QUESTION}")
        [reply] = answered(hands, said)
        shown = words(reply["blocks"])
        told = ("about 4,400 UK civil servants", "only 31% said they share data", "Steve Thorn", "LocalGov, 29 January")
        assert reply["text"].startswith(LOCAL)
        assert [part for part in told if part not in shown] == []

    def test_a_direct_message_is_answered_below_it(self, hands: Hands) -> None:
        said = hands.say("obstacles??", channel=DM)
        [reply] = answered(hands, said, DM)
        assert all(share in reply["text"] for share in ("49%", "38%", "33%"))

    def test_a_command_is_answered_to_the_one_who_typed_it(self, hands: Hands) -> None:
        hands.command(f"/survey {QUESTION}")
        hands.wait("call", "response_url")
        [seen] = hands.from_the_app()
        assert (seen["text"].startswith(LOCAL), seen["ephemeral_to"]) == (True, SAM)
        assert hands.from_the_app(user="U0ALEX") == []

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("stats", ("83%", "82%", "71%", "49%", "38%", "33%", "31%", "29%", "26%", "8%")),
            ("barriers", ("49%", "38%", "33%")),
            ("priorities", ("83%", "82%")),
            ("quote", ("Steve Thorn",)),
            ("help", ("I answer questions",)),
            ("", ("I answer questions",)),
            ("what % of women share with councils", ("women",)),
        ],
    )
    def test_a_command_says_what_it_is_asked_for(self, known: Expert, typed: str, told: tuple[str, ...]) -> None:
        with bot_in_a_sandbox(known, Mode.HTTP) as bot:
            bot.hands.command(f"/survey {typed}")
            bot.hands.wait("call", "response_url")
            [seen] = bot.hands.from_the_app()
            assert [part for part in told if part not in seen["text"]] == []

    def test_a_shared_answer_names_who_asked_and_is_posted_once(self, hands: Hands) -> None:
        hands.command(f"/survey {QUESTION}")
        hands.wait("call", "response_url")
        share = button(on(hands.from_the_app()[0]), "Share in channel")
        hands.click(share)
        hands.wait("call", "response_url", count=2)
        with pytest.raises(Refused, match="action_not_found"):
            hands.click(share)  # the button is gone
        whispered, shared = hands.from_the_app()
        assert (whispered["ephemeral_to"], shared["ephemeral_to"]) == (SAM, None)
        assert (f"<@{SAM}>" in words(shared["blocks"]), shared["text"].startswith(LOCAL)) == (True, True)
        assert "Share in channel" not in [each.label for each in on(whispered)]

    def test_a_suggestion_is_answered_in_the_thread_with_its_question(self, hands: Hands) -> None:
        said = hands.say(f"@surveybot {QUESTION}")
        [reply] = answered(hands, said)
        hands.click(on(reply)[-1])
        hands.wait("call", "chat.postMessage", count=2)
        _, second = hands.from_the_app(thread=said["ts"])
        assert (on(reply)[-1].label in words(second["blocks"]), f"<@{SAM}>" in words(second["blocks"])) == (True, True)

    def test_a_follow_up_leans_on_its_own_askers_question_in_the_thread(self, hands: Hands) -> None:
        said = hands.say(f"@surveybot {QUESTION}")
        answered(hands, said)
        hands.say("@surveybot and central?", thread_ts=said["ts"])
        hands.wait("call", "chat.postMessage", count=2)
        hands.say("@surveybot as a number?", thread_ts=said["ts"], user="U0ALEX")
        hands.wait("call", "chat.postMessage", count=3)
        _, mine, somebody_elses = hands.from_the_app(thread=said["ts"])
        assert (mine["text"][:4], somebody_elses["text"][:14]) == ("71% ", "Which of these")

    def test_the_home_tab_opens_a_form_whose_answer_shows_in_its_place(self, hands: Hands) -> None:
        hands.do("open_home", user=SAM)
        hands.wait("home")
        home = hands.do("home", user=SAM)
        hands.click(button(buttons(home["blocks"], view_id=home["id"]), "Ask a question"))
        hands.wait("call", "views.open")
        hands.submit(QUESTION)
        modal = hands.modal()
        assert (LOCAL in words(modal["blocks"]), QUESTION in words(modal["blocks"])) == (True, True)

    def test_a_suggestion_in_a_modal_takes_its_place(self, hands: Hands) -> None:
        hands.do("open_home", user=SAM)
        hands.wait("home")
        home = hands.do("home", user=SAM)
        hands.click(button(buttons(home["blocks"], view_id=home["id"]), "What are the barriers to data sharing?"))
        hands.wait("call", "views.open")
        modal = hands.modal()
        hands.click(buttons(modal["blocks"], view_id=modal["id"])[0])
        hands.wait("call", "views.update")
        assert hands.modal()["id"] == modal["id"]
        assert hands.modal()["hash"] != modal["hash"]

    def test_the_bot_says_what_it_needs_where_it_may_not_share(self, hands: Hands) -> None:
        hands.command(f"/survey {QUESTION}", channel=RANDOM)
        hands.wait("call", "response_url")
        hands.click(button(on(hands.from_the_app(RANDOM)[0], RANDOM), "Share in channel"))
        hands.wait("call", "response_url", count=2)
        assert "/invite" in hands.from_the_app(RANDOM)[-1]["text"]


class TestExactlyOneReply:
    def test_to_a_message_that_is_delivered_in_two_ways(self, hands: Hands) -> None:
        said = hands.say(f"@surveybot {QUESTION}")
        assert len(answered(hands, said)) == 1
        assert len(hands.entries("delivery")) == 3  # as a mention, as a message, and the bot's own message

    def test_to_an_event_that_arrives_twice_at_once(self, hands: Hands) -> None:
        hands.harm("twice", "events_api")
        said = hands.say(f"@surveybot {QUESTION}")
        hands.wait("delivery", "app_mention", count=2)
        assert len(answered(hands, said)) == 1

    def test_to_an_event_that_is_sent_again_because_its_acknowledgement_was_lost(self, hands: Hands) -> None:
        hands.harm("unheard", "events_api", times=2)  # the mention comes as a message too
        said = hands.say(f"@surveybot {QUESTION}")
        hands.wait("acknowledged", "app_mention")
        assert [each["body"]["attempt"] for each in hands.entries("delivery", "app_mention")] == [0, 1]
        assert len(answered(hands, said)) == 1

    def test_to_a_command_that_arrives_twice(self, hands: Hands) -> None:
        hands.harm("twice", "slash_commands")
        hands.command(f"/survey {QUESTION}")
        hands.wait("delivery", "/survey", count=2)
        hands.wait("call", "response_url")
        hands.do("quiet", seconds=0.5)
        assert len(hands.from_the_app()) == 1

    def test_to_a_question_whose_post_is_answered_with_what_is_no_json(self, hands: Hands) -> None:
        hands.harm("garbled", "chat.postMessage")
        said = hands.say(f"@surveybot {QUESTION}")
        hands.wait("call", "chat.postMessage")
        hands.do("quiet", seconds=0.5)
        assert [reply["text"].startswith(LOCAL) for reply in hands.from_the_app(thread=said["ts"])] == [True]

    def test_to_a_click_that_is_made_again_by_an_impatient_hand(self, hands: Hands) -> None:
        said = hands.say(f"@surveybot {QUESTION}")
        [reply] = answered(hands, said)
        for _ in range(3):
            hands.click(on(reply)[0])
        hands.do("quiet", seconds=0.5)
        assert len(hands.from_the_app(thread=said["ts"])) == 2

    def test_to_a_question_whose_answer_takes_longer_than_slack_waits(self, mode: Mode, known: Expert) -> None:
        thinking = threading.Event()

        def slow(text: str, context: Context) -> Reply:
            assert thinking.wait(PATIENCE)
            return known.ask(text, context)

        with bot_in_a_sandbox(slow, mode) as bot:
            said = bot.hands.say(f"@surveybot {QUESTION}")
            bot.hands.wait("acknowledged", "app_mention")
            bot.hands.do("advance", seconds=600)
            thinking.set()
            assert [reply["text"].startswith(LOCAL) for reply in answered(bot.hands, said)] == [True]
            assert bot.hands.entries("not_acknowledged") == []


class TestNothingIsLost:
    @pytest.mark.parametrize(
        ("harm", "more"),
        [
            ("rate_limit", {"seconds": 1}),
            ("status", {"status": 500}),
            ("status", {"status": 503, "times": 2}),
            ("cut", {}),
            ("late", {"seconds": 4}),
        ],
        ids=str,
    )
    def test_when_slack_does_not_take_an_answer_at_once(self, hands: Hands, harm: str, more: Json) -> None:
        hands.harm(harm, "chat.postMessage", **more)
        said = hands.say(f"@surveybot {QUESTION}")
        if harm == "late":
            hands.wait("fault", "chat.postMessage")
            hands.do("advance", seconds=4)
        hands.wait("message", GENERAL, count=2)
        hands.do("quiet", seconds=0.5)
        assert [reply["text"].startswith(LOCAL) for reply in hands.from_the_app(thread=said["ts"])] == [True]

    @pytest.mark.parametrize("first", ["status", "rate_limit", "cut"])
    def test_when_the_line_breaks_on_top_of_it(self, hands: Hands, first: str) -> None:
        hands.harm(first, "chat.postMessage")
        hands.harm("cut", "chat.postMessage")
        said = hands.say(f"@surveybot {QUESTION}")
        hands.wait("message", GENERAL, count=2)
        hands.do("quiet", seconds=0.5)
        assert [reply["text"].startswith(LOCAL) for reply in hands.from_the_app(thread=said["ts"])] == [True]

    @pytest.mark.parametrize("harm", ["rate_limit", "status", "cut"])
    def test_when_slack_does_not_take_a_whispered_answer_at_once(self, hands: Hands, harm: str) -> None:
        hands.harm(harm, "response_url")
        hands.command(f"/survey {QUESTION}")
        hands.wait("message", GENERAL)
        hands.do("quiet", seconds=0.5)
        assert [reply["text"].startswith(LOCAL) for reply in hands.from_the_app()] == [True]

    def test_when_five_people_ask_at_once_in_a_channel_that_takes_one_a_second(self, known: Expert, mode: Mode) -> None:
        with bot_in_a_sandbox(known, mode, rules=Rules(messages_a_second=4)) as bot:
            said = [bot.hands.say(f"@surveybot {QUESTION}", channel=DATA) for _ in range(5)]
            bot.hands.wait("message", DATA, count=10)
            assert [len(bot.hands.from_the_app(DATA, thread=each["ts"])) for each in said] == [1] * 5
            assert [each["body"]["result"] for each in bot.hands.entries("call", "chat.postMessage")].count("ok") == 5

    def test_when_slack_will_not_have_the_blocks(self, hands: Hands) -> None:
        hands.harm("error", "chat.postMessage", error="invalid_blocks")
        said = hands.say(f"@surveybot {QUESTION}")
        hands.wait("message", GENERAL, count=2)
        [reply] = hands.from_the_app(thread=said["ts"])
        assert (reply["text"].startswith(LOCAL), reply.get("blocks")) == (True, None)


class TestADroppedSocket:
    def test_loses_no_question(self, known: Expert) -> None:
        with bot_in_a_sandbox(known, Mode.SOCKET) as bot:
            hands = bot.hands
            hands.harm("cut", "events_api")
            said = hands.say(f"@surveybot {QUESTION}")
            hands.wait("socket", "closed")
            hands.wait("socket", "connected", count=2)
            hands.do("advance", seconds=360)
            assert len(answered(hands, said)) == 1

    def test_is_followed_by_another_when_slack_asks_for_it(self, known: Expert) -> None:
        with bot_in_a_sandbox(known, Mode.SOCKET) as bot:
            hands = bot.hands
            hands.do("disconnect", reason="refresh_requested")
            hands.wait("socket", "connected", count=2)
            said = hands.say(f"@surveybot {QUESTION}")
            hands.wait("delivery", "app_mention")
            hands.do("advance", seconds=360)
            assert len(answered(hands, said)) == 1


def test_nobody_is_pinged_by_what_somebody_typed(hands: Hands) -> None:
    typed = "<!channel> <!here> <@U999> @here <!subteam^S1> 31% of <!everyone> share with councils"
    said = hands.say(f"@surveybot {typed}")
    [reply] = answered(hands, said)
    sent = reply["text"] + words(reply["blocks"])
    assert [mark for mark in ("<!", "<@U999", "<!subteam", f"<@{BOT_USER}") if mark in sent] == []


def test_the_journal_of_a_conversation_holds_no_secret(bot: Bot) -> None:
    bot.hands.command("/survey stats")
    bot.hands.wait("call", "response_url")
    told = str(bot.hands.entries())
    assert [secret for secret in bot.sandbox.credentials.secrets() if secret in told] == []
