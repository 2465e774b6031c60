"""The home tab and its form, where something goes wrong; what they do else is told end to end."""

from structlog.testing import capture_logs

from bot.config import Mode
from bot.context import Ask, Context, Expert
from bot.reply import Reply
from bot.shelf import Finding, Shelf, Topic
from tests.bot.replies import a_reply
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import SAM, Button, Hands, Json, buttons, words

SORRY = "Something went wrong (ref "


def helpful(question: str, context: Context) -> Reply:
    return a_reply(question=question, suggestions=("who shares?",))


def broken(question: str, context: Context) -> Reply:
    raise RuntimeError(question)


def tea(ask: Ask) -> Expert:
    """Return an expert on a survey about tea."""
    finding = Finding(label="Tea", value="62%", ask="who shares?")
    topic = Topic(id="drinks", label="Drinks", ask="what do people drink?", findings=(finding,), sources=("The Pot",))
    return Expert(ask=ask, shelves=lambda: (Shelf(survey="tea", title="Tea", topics=(topic,)),))


def home(hands: Hands) -> Json:
    """Return the home tab once it is shown."""
    hands.do("open_home", user=SAM)
    hands.wait("home")
    found: Json = hands.do("home", user=SAM)
    return found


def labelled(view: Json, label: str) -> Button:
    """Return a view's button with a label."""
    return next(each for each in buttons(view["blocks"], view_id=view["id"]) if each.label == label)


def test_a_question_in_the_form_that_fails_gets_a_reference_in_its_place() -> None:
    with bot_in_a_sandbox(tea(broken), Mode.HTTP) as bot:
        bot.hands.click(labelled(home(bot.hands), "Ask a question"))
        bot.hands.wait("call", "views.open")
        bot.hands.submit("who shares?")
        assert SORRY in words(bot.hands.modal()["blocks"])
        assert bot.hands.entries("acknowledged", "view_submission")


def test_a_suggestion_on_the_home_tab_that_fails_gets_a_reference_there() -> None:
    with bot_in_a_sandbox(tea(broken), Mode.HTTP) as bot:
        bot.hands.click(labelled(home(bot.hands), "who shares?"))
        bot.hands.wait("home", count=2)
        assert SORRY in words(bot.hands.do("home", user=SAM)["blocks"])


def test_a_home_tab_that_slack_does_not_take_says_so_and_can_still_be_asked_in(hands: Hands) -> None:
    hands.harm("error", "views.publish", error="invalid_arguments")
    shown = home(hands)
    assert (SORRY in words(shown["blocks"]), labelled(shown, "Ask a question").label) == (True, "Ask a question")


def test_a_form_that_slack_does_not_open_is_excused_on_the_home_tab(hands: Hands) -> None:
    hands.harm("error", "views.open", error="expired_trigger_id")
    hands.click(labelled(home(hands), "Ask a question"))
    hands.wait("home", count=2)
    assert SORRY in words(hands.do("home", user=SAM)["blocks"])


def test_an_answer_for_a_modal_that_was_closed_meanwhile_is_no_failure() -> None:
    with bot_in_a_sandbox(tea(helpful), Mode.HTTP) as bot, capture_logs() as logged:
        bot.hands.click(labelled(home(bot.hands), "who shares?"))
        bot.hands.wait("call", "views.open")
        bot.hands.harm("error", "views.update", error="not_found")  # as when it is closed before the answer is there
        bot.hands.click(labelled(bot.hands.modal(), "who shares?"))
        bot.hands.wait("call", "views.update")
        bot.settle()
        assert [entry["event"] for entry in logged if entry["log_level"] != "info"] == []


def test_the_messages_tab_has_no_page_to_be_shown(bot: Bot) -> None:
    bot.hands.do("open_messages", user=SAM)
    bot.hands.wait("acknowledged", "app_home_opened")
    bot.settle()
    assert bot.hands.entries("call", "views.publish") == []
