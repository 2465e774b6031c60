"""Admins teach in a Slack as strict as the real one, and what they taught is answered on every replica."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.admin import edits
from bot.config import Mode
from bot.live import Live
from bot.ports import StoreDown
from bot.records import Deed, Logged, Outcome, State
from bot.sandbox.workspace import TEAM
from bot.slack.connections import HttpConnection
from tests.helpers.asking import cgi_knowledge
from tests.helpers.bots import Bot, bot_in_a_sandbox, reach
from tests.helpers.pages import labelled
from tests.helpers.sandbox import ALEX, SAM, Button, Json, on, words

SURVEY = "cgi-2015"
QUESTION = "where do I find the bicycle shed?"
EXAMPLES = f"{QUESTION}\nis there somewhere to leave my bicycle?\nbicycle shed at the office"
SHED = "Behind the office. {share_with.local_government} share with councils."


@pytest.fixture
def bot() -> Iterator[Bot]:
    with bot_in_a_sandbox(Live(cgi_knowledge()), Mode.SOCKET) as bot:
        bot.store.workspaces.change(replace(bot.store.workspaces.of(TEAM), admins=(ALEX,)))
        yield bot


def click(bot: Bot, label: str, *, user: str = ALEX, **more: object) -> Json:
    """Click a button of the modal on top, and return the modal on top then."""
    bot.hands.click(labelled(bot.hands.modal(user), label), user=user, **more)
    bot.settle()
    return bot.hands.modal(user)


def opened(bot: Bot, user: str = ALEX) -> Json:
    """Open the list of what is taught."""
    bot.hands.command("/survey admin", user=user)
    bot.settle()
    return bot.hands.modal(user)


def filled(view: Json, values: Mapping[str, object]) -> dict[str, dict[str, list[str]]]:
    """Return values for the fields of a view, by the name of each as far as its number."""
    inputs = {each["element"]["action_id"]: each["block_id"] for each in view["blocks"] if each["type"] == "input"}
    named = {name.rstrip("_0123456789"): name for name in reversed(list(inputs))}
    return {
        inputs[named[name]]: {named[name]: [value] if isinstance(value, str) else list(value)}  # type: ignore[call-overload]
        for name, value in values.items()
        if name in named
    }


def choose(bot: Bot, name: str, value: str, user: str = ALEX, **others: object) -> Json:
    """Choose in a menu of the modal on top that changes it, with what is filled in beside it."""
    view = bot.hands.modal(user)
    [(block, held)] = filled(view, {name: value}).items()
    press = Button("", block, next(iter(held)), {"view_id": view["id"]})
    bot.hands.click(press, user=user, chosen=[value], filled={**filled(view, others), block: held})
    bot.settle()
    return bot.hands.modal(user)


def send(bot: Bot, user: str = ALEX, **values: object) -> Json:
    """Fill in the modal on top and send it; return what is on top then."""
    bot.hands.do("submit", user=user, filled=filled(bot.hands.modal(user), values))
    bot.settle()
    return bot.hands.modal(user)


def taught(bot: Bot, text: str = SHED, **more: Any) -> Json:
    """Teach an intent from an empty form, and return what says that it is saved."""
    opened(bot)
    click(bot, "Teach a question")
    written = {"summary": "Bicycle shed", "examples": EXAMPLES, **more}
    choose(bot, "kind", "text", **written)
    send(bot, text=text, **written)
    return send(bot)


def forged(callback: str, kept: str, *, user: str, team: str = TEAM, **values: object) -> Json:
    """Return a form as somebody might send it whom nobody showed one."""
    state = {name: {name: {"type": "plain_text_input", "value": value}} for name, value in values.items()}
    view = {"id": "V1", "type": "modal", "callback_id": callback, "private_metadata": kept, "hash": "1.a"}
    return {
        "type": "view_submission",
        "team": {"id": team},
        "user": {"id": user, "team_id": team},
        "api_app_id": "A0SANDBOX",
        "view": {**view, "team_id": team, "app_installed_team_id": team, "state": {"values": state}},
    }


def answers(bot: Bot, question: str = QUESTION, *, user: str = SAM) -> str:
    """Ask in a channel, and return what is answered there."""
    said = bot.hands.say(f"@surveybot {question}", user=user)
    bot.settle()
    [reply] = bot.hands.from_the_app(thread=said["ts"])
    return str(reply["text"])


def asked(bot: Bot, question: str = QUESTION) -> None:
    """Keep that a question was asked."""
    at = datetime.now(UTC)
    bot.store.asked.keep(Logged(team=TEAM, survey=SURVEY, question=question, outcome=Outcome.ANSWERED, at=at))


def live(bot: Bot, state: State = State.LIVE) -> list[str]:
    """Return the names of the intents in a state."""
    found = bot.store.taught.find(TEAM, SURVEY, states=frozenset({state}), limit=100)
    return [each.draft.summary for each in found]


class TestTeaching:
    def test_goes_from_the_list_to_a_form_to_a_preview_and_is_answered(self, bot: Bot) -> None:
        assert "Nothing is taught yet" in words(opened(bot)["blocks"])
        click(bot, "Teach a question")
        written = {"summary": "Bicycle shed", "examples": EXAMPLES, "why": "Asked daily."}
        choose(bot, "kind", "text", **written)
        preview = words(send(bot, text=SHED, **written)["blocks"])
        assert ("31% share with councils" in preview, "not by the survey" in preview) == (True, True)
        assert live(bot) == []
        saved = words(send(bot)["blocks"])
        assert ("Saved." in saved, "Live: everybody gets it now." in saved) == (True, True)
        assert answers(bot).startswith("Behind the office. 31% share with councils.")
        [change] = bot.store.taught.history(TEAM, SURVEY, limit=9)
        assert (change.by, change.why, change.deed) == (ALEX, "Asked daily.", Deed.TAUGHT)

    @pytest.mark.parametrize(
        ("kind", "chosen", "answer"),
        [
            ("figure", {"finding": "share_with.local_government"}, "31% of civil servants"),
            ("measure", {"measure": "lowest", "questions": "share_with"}, "8%"),
            ("measure", {"measure": "compare", "of": ["share_with.open_data", "share_with.third_sector"]}, "29%"),
            ("quote", {"on": "@Steve Thorn"}, "Steve Thorn"),
        ],
        ids=str,
    )
    def test_answers_with_what_was_chosen(self, bot: Bot, kind: str, chosen: dict[str, Any], answer: str) -> None:
        opened(bot)
        click(bot, "Teach a question")
        written = {"summary": "Our question", "examples": "how blue is the moon over the office?"}
        if kind != "figure":
            choose(bot, "kind", kind, **written)
        if "measure" in chosen:
            choose(bot, "measure", str(chosen["measure"]), **written)
        assert answer in words(send(bot, **written, **chosen)["blocks"])
        send(bot)
        assert live(bot) == ["Our question"]

    def test_keeps_all_that_was_typed_when_another_kind_of_answer_is_chosen(self, bot: Bot) -> None:
        opened(bot)
        click(bot, "Teach a question")
        choose(bot, "kind", "text", summary="Sheds", examples=EXAMPLES, why="Because.")
        choose(bot, "kind", "quote", text="Behind the office.")
        form = choose(bot, "kind", "text", summary="Bicycle sheds")
        shown = initial(form)
        assert (shown["text_0"], shown["summary"], shown["why"]) == ("Behind the office.", "Bicycle sheds", "Because.")
        assert shown["examples_0"] == EXAMPLES

    def test_puts_a_figure_into_the_text(self, bot: Bot) -> None:
        opened(bot)
        click(bot, "Teach a question")
        choose(bot, "kind", "text")
        form = choose(bot, "insert", "barrier.security", text="Mostly risk:")
        assert initial(form)["text_1"] == "Mostly risk: {barrier.security}"

    def test_shows_what_is_wrong_at_its_field(self, bot: Bot) -> None:
        opened(bot)
        form = click(bot, "Teach a question")
        written = {"summary": "Bicycle shed", "examples": "local government"}
        choose(bot, "kind", "text", **written)
        assert send(bot, text="It takes 5 minutes.", **written)["title"] == form["title"]
        [told] = [each for each in bot.hands.entries("acknowledged") if "errors" in str(each)]
        assert ["'examples_0': " in str(told), "'text_0': " in str(told)] == [True, True]
        assert live(bot) == []

    def test_shows_code_in_a_text_as_text(self, bot: Bot) -> None:
        taught(bot, "{0.__class__} and {{7*7}} and <!channel> *bold*", own_words=["yes"])
        assert answers(bot).startswith("{0.__class__} and {{7*7}} and &lt;!channel&gt; *bold*")

    def test_is_undone_with_a_click_and_a_look_at_what_is_lost(self, bot: Bot) -> None:
        taught(bot)
        asked(bot)
        preview = click(bot, "Undo")
        assert "not answered any more" in words(preview["blocks"])
        send(bot, consent=[ticked(preview)])
        assert (live(bot), live(bot, State.DELETED)) == ([], ["Bicycle shed"])


class TestWhileTheDatabaseIsDown:
    def test_the_form_stays_open_with_all_that_stands_in_it(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        opened(bot)
        form = click(bot, "Teach a question")
        monkeypatch.setattr(bot.store.taught, "sketch", down)
        send(bot, summary="Bicycle shed", examples=EXAMPLES, finding="barrier.security")
        assert bot.hands.modal(ALEX)["id"] == form["id"]
        assert "does not answer just now" in str(bot.hands.entries("acknowledged"))

    def test_what_was_not_saved_can_be_tried_again(self, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        opened(bot)
        click(bot, "Teach a question")
        send(bot, summary="Bicycle shed", examples=EXAMPLES, finding="barrier.security")
        with monkeypatch.context() as patched:
            patched.setattr(bot.store.taught, "change", down)
            assert "nothing is saved" in words(send(bot)["blocks"])
        click(bot, "Try again")
        send(bot)
        assert live(bot) == ["Bicycle shed"]


class TestTakingAnswersAway:
    def test_needs_a_tick_for_just_these_answers(self, bot: Bot) -> None:
        taught(bot)
        asked(bot)
        preview = click(bot, "Undo")
        bot.hands.do("submit", user=ALEX, filled={})  # Slack itself asks for the tick
        body = forged("taught_preview", preview["private_metadata"], user=ALEX)
        bot.hear(body)
        bot.settle()
        assert live(bot) == ["Bicycle shed"]
        again = forged("taught_preview", preview["private_metadata"], user=ALEX, consent=ticked(preview)[::-1])
        bot.hear(again)
        bot.settle()
        assert live(bot) == ["Bicycle shed"]


class TestAnIntentsPage:
    def page(self, bot: Bot) -> Json:
        taught(bot)
        return click(bot, "Open it")

    def test_turns_it_off_and_on_and_deletes_and_restores_it(self, bot: Bot) -> None:
        self.page(bot)
        for label, submitted in (("Turn off", "off"), ("Turn on", "live"), ("Delete", "deleted"), ("Restore", "live")):
            click(bot, label)
            send(bot)
            assert live(bot, State(submitted)) == ["Bicycle shed"], label
            click(bot, "Open it")

    def test_renames_it_and_goes_back_to_any_version(self, bot: Bot) -> None:
        self.page(bot)
        form = click(bot, "Edit")
        assert initial(form)["text_0"] == SHED
        send(bot, summary="Cycle shed")
        send(bot)
        assert live(bot) == ["Cycle shed"]
        click(bot, "Open it")
        history = click(bot, "History")
        assert "Name: Bicycle shed → Cycle shed" in words(history["blocks"])
        click(bot, "Go back to this")
        send(bot)
        assert live(bot) == ["Bicycle shed"]
        deeds = [each.deed for each in bot.store.taught.history(TEAM, SURVEY, limit=9)]
        assert deeds == [Deed.ROLLED_BACK, Deed.RENAMED, Deed.TAUGHT]

    def test_is_found_by_words_of_its_name_and_by_its_state(self, bot: Bot) -> None:
        taught(bot)
        opened(bot)
        assert "Bicycle shed" in words(send(bot, taught_search="SHED")["blocks"])
        assert "Nothing found" in words(send(bot, taught_search="cake")["blocks"])
        send(bot, taught_search="")
        [menu] = [each for each in bot.hands.modal(ALEX)["blocks"] if "taught_which" in str(each)]
        press = Button("", menu["block_id"], "taught_which", {"view_id": bot.hands.modal(ALEX)["id"]})
        bot.hands.click(press, user=ALEX, chosen=["off"])
        bot.settle()
        assert "There are none" in words(bot.hands.modal(ALEX)["blocks"]) or "Nothing found" in str(
            bot.hands.modal(ALEX)
        )


class TestTwoAdmins:
    @pytest.fixture
    def both(self, bot: Bot) -> Bot:
        """Return the bot with an intent that Sam has changed while Alex's form was open."""
        now = bot.store.workspaces.of(TEAM)
        bot.store.workspaces.change(replace(now, admins=(ALEX, SAM)))
        taught(bot)
        click(bot, "Open it")
        click(bot, "Edit")
        bot.hands.do("close", user=SAM, all_of_them=True)
        opened(bot, SAM)
        click(bot, "Open", user=SAM)
        click(bot, "Edit", user=SAM)
        send(bot, SAM, text="In the yard.", why="It moved.")
        send(bot, SAM)
        return bot

    def test_the_second_sees_what_the_first_changed_and_nothing_is_overwritten(self, both: Bot) -> None:
        shown = words(send(both, text="On the roof.")["blocks"])
        assert [part for part in ("It moved.", "In the yard.", "On the roof.") if part not in shown] == []
        assert text_of(both) == "In the yard."

    def test_the_second_may_keep_what_the_first_wrote(self, both: Bot) -> None:
        send(both, text="On the roof.")
        assert "In the yard." in words(click(both, "Keep theirs")["blocks"])
        assert text_of(both) == "In the yard."

    def test_the_second_may_use_their_own(self, both: Bot) -> None:
        send(both, text="On the roof.")
        assert "On the roof." in words(click(both, "Use mine instead")["blocks"])
        send(both)
        assert text_of(both) == "On the roof."

    def test_the_second_may_change_their_own(self, both: Bot) -> None:
        send(both, text="On the roof.")
        assert initial(click(both, "Change mine"))["text_0"] == "On the roof."
        send(both, text="In the yard, or on the roof.")
        send(both)
        assert text_of(both) == "In the yard, or on the roof."

    def test_the_second_is_told_when_both_save_at_once(self, bot: Bot) -> None:
        taught(bot)
        click(bot, "Open it")
        click(bot, "Edit")
        send(bot, text="On the roof.")  # the preview stands, and then:
        [intent] = bot.store.taught.find(TEAM, SURVEY, states=frozenset(State), limit=9)
        draft = replace(intent.draft, answer={"text": "In the yard."})
        bot.store.taught.change(edits.rewrite(intent, draft, by=SAM, why="It moved."))
        assert "It moved." in words(send(bot)["blocks"])
        assert text_of(bot) == "In the yard."


class TestTheCommand:
    @pytest.mark.parametrize("typed", ["/survey admin", "/survey  ADMIN "])
    def test_opens_the_list_for_admins_and_tells_others_who_they_are(self, bot: Bot, typed: str) -> None:
        for user in (ALEX, SAM):
            bot.hands.command(typed, user=user)
        bot.settle()
        assert bot.hands.modal(ALEX)["title"]["text"] == "What I was taught"
        assert bot.hands.do("views", user=SAM) == []
        [told] = bot.hands.from_the_app(user=SAM)
        assert (f"<@{ALEX}>" in told["text"], "admins of surveybot" in told["text"]) == (True, True)

    def test_of_more_than_that_word_is_a_question(self, bot: Bot) -> None:
        bot.hands.command("/survey who is the admin?", user=ALEX)
        bot.settle()
        assert bot.hands.do("views", user=ALEX) == []


class TestForgeries:
    def nothing_came_of(self, bot: Bot, body: Json) -> str:
        """Send a form, show that nothing is changed by it, and return what is answered."""
        before = bot.store.taught.heads()
        answer = bot.hear(body)
        bot.settle()
        assert (answer.status, bot.store.taught.heads()) == (HTTPStatus.OK, before)
        return str(answer.body)

    @pytest.fixture
    def wish(self, bot: Bot) -> str:
        """Return what a form of Alex's keeps that is ready to be saved."""
        opened(bot)
        click(bot, "Teach a question")
        choose(bot, "kind", "text", summary="Shed", examples=EXAMPLES)
        return str(send(bot, text=SHED)["private_metadata"])

    @pytest.mark.parametrize("callback", ["taught_form", "taught_preview"])
    def test_of_somebody_who_is_no_admin_change_nothing_and_are_logged(
        self, bot: Bot, wish: str, callback: str
    ) -> None:
        with capture_logs() as logs:
            told = self.nothing_came_of(bot, forged(callback, wish, user=SAM, summary="Mine"))
        assert "admins of surveybot" in told
        assert [(each["user"], each["team"]) for each in logs if each["event"] == "denied"] == [(SAM, TEAM)]

    def test_of_clicks_of_somebody_who_is_no_admin_are_logged_too(self, bot: Bot) -> None:
        for button in ("teach", "teach_logged", "curate", "taught_open", "taught_edit", "taught_mine", "kind"):
            action = {"type": "button", "action_id": button, "value": "12"}
            body = {**forged("", "", user=SAM), "type": "block_actions", "trigger_id": "1.2.x", "actions": [action]}
            with capture_logs() as logs:
                self.nothing_came_of(bot, body)
            assert "denied" in str(logs), button

    def test_of_what_a_menu_offers_are_offered_nothing(self, bot: Bot) -> None:
        offered = []
        for user in (ALEX, SAM):
            body = {**forged("taught_form", "", user=user), "type": "block_suggestion", "action_id": "finding"}
            offered.append(str(bot.hear({**body, "block_id": "finding", "value": "LOCAL gov"}).body))
        assert ["share_with.local_government" in each for each in offered] == [True, False]

    def test_of_another_admin_change_nothing(self, bot: Bot, wish: str) -> None:
        bot.store.workspaces.change(replace(bot.store.workspaces.of(TEAM), admins=(ALEX, SAM)))
        assert "somebody else" in self.nothing_came_of(bot, forged("taught_form", wish, user=SAM, summary="Mine"))

    @pytest.mark.parametrize("callback", ["taught_form", "taught_preview"])
    def test_of_what_a_view_keeps_change_nothing(self, bot: Bot, callback: str) -> None:
        strange = ("write", "write nothing 0", "write ' 0", "turn 0f3a 1 deleted", "undo 0f3a 1 1", "{}", "x" * 3000)
        for kept in ("", *strange):
            self.nothing_came_of(bot, forged(callback, kept, user=ALEX, summary="Mine"))

    def test_of_another_workspace_change_nothing(self, bot: Bot, wish: str) -> None:
        self.nothing_came_of(bot, forged("taught_preview", wish, user=ALEX, team="T0OTHER"))

    def test_of_what_is_in_the_form_change_nothing(self, bot: Bot, wish: str) -> None:
        every: tuple[dict[str, Any], ...] = ({}, {"summary": 7}, {"summary": "x" * 99_999, "kind": "x" * 99_999})
        for values in every:
            self.nothing_came_of(bot, forged("taught_form", wish, user=ALEX, **values))


class TestTwoReplicas:
    @pytest.fixture
    def bot(self) -> Iterator[Bot]:
        with bot_in_a_sandbox(Live(cgi_knowledge()), Mode.HTTP) as bot:
            bot.store.workspaces.change(replace(bot.store.workspaces.of(TEAM), admins=(ALEX,)))
            yield bot

    @pytest.fixture
    def other(self, bot: Bot) -> Iterator[Bot]:
        """Yield a second replica; it is the one that Slack reaches from then on."""
        other = Bot(bot.sandbox, Live(cgi_knowledge()), Mode.HTTP, bot.store)
        other.open()
        yield other
        other.close()

    def reach(self, bot: Bot) -> None:
        """Let Slack reach a replica."""
        assert isinstance(bot.connection, HttpConnection)
        reach(bot.sandbox, bot.connection.port)

    def test_what_one_is_taught_both_answer_until_it_is_rolled_back(self, bot: Bot, other: Bot) -> None:
        self.reach(bot)
        direct = f"D0{ALEX[2:]}"
        said = bot.hands.say(QUESTION, user=ALEX, channel=direct)
        bot.settle()
        [unanswered] = bot.hands.from_the_app(direct, user=ALEX, thread=said["ts"])
        [teach] = [each for each in on(unanswered, direct) if each.label == "Teach me this"]
        bot.hands.click(teach, user=ALEX)
        bot.settle()
        assert initial(bot.hands.modal(ALEX))["examples_0"] == QUESTION
        choose(bot, "kind", "text", summary="Bicycle shed", examples=EXAMPLES)
        preview = words(send(bot, text=SHED)["blocks"])
        assert ("1 gained" in preview, "31% share with councils" in preview) == (True, True)
        assert "Live on 2 of 2" in words(send(bot)["blocks"])
        for each in (other, bot):
            self.reach(each)
            assert answers(each).startswith("Behind the office."), each
        send(bot, consent=[ticked(click(bot, "Undo"))])
        assert "Live on 2 of 2" in words(bot.hands.modal(ALEX)["blocks"])
        for each in (other, bot):
            self.reach(each)
            assert "Behind the office" not in answers(each)

    def test_a_question_of_the_list_is_taught_and_goes_from_it(self, bot: Bot) -> None:
        answers(bot)
        answers(bot, "is there somewhere to leave my bicycle?")
        opened(bot)
        click(bot, "Questions to look at")
        assert initial(click(bot, "Teach"))["examples_0"] != ""
        choose(bot, "kind", "text", summary="Bicycle shed", examples=EXAMPLES)
        send(bot, text=SHED)
        assert len(bot.store.asked.open(TEAM, 9)) == 2
        send(bot)
        assert bot.store.asked.open(TEAM, 9) == ()


def down(*_args: object, **_named: object) -> None:
    raise StoreDown("The database does not answer.")


def initial(view: Json) -> dict[str, str]:
    """Return what stands in the fields of a view that is shown."""
    inputs = [each["element"] for each in view["blocks"] if each["type"] == "input"]
    return {each["action_id"]: each.get("initial_value", "") for each in inputs}


def ticked(view: Json) -> str:
    """Return the value of the tick that a preview asks for."""
    [tick] = [each["element"]["options"][0] for each in view["blocks"] if each.get("block_id") == "consent"]
    return str(tick["value"])


def text_of(bot: Bot) -> object:
    [intent] = bot.store.taught.find(TEAM, SURVEY, states=frozenset(State), limit=9)
    return intent.draft.answer["text"]
