"""Admins teach in a Slack as strict as the real one, and what they taught is answered on every replica."""

from collections.abc import Iterator, Mapping

import pytest

from bot.config import Mode
from bot.live import Live
from bot.records import Workspace
from bot.sandbox.workspace import TEAM
from tests.helpers.asking import cgi_knowledge
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import ALEX, SAM, Button, Json, buttons, words

SURVEY = "cgi-2015"
QUESTION = "where do I find the bicycle shed?"
EXAMPLES = f"{QUESTION}\nis there somewhere to leave my bicycle?\nbicycle shed at the office"
SHED = "Behind the office. {share_with.local_government} share with councils."


@pytest.fixture
def bot(mode: Mode) -> Iterator[Bot]:
    with bot_in_a_sandbox(Live(cgi_knowledge()), mode) as bot:
        bot.store.workspaces.change(Workspace(team=TEAM, admins=(ALEX,)))
        yield bot


def labelled(view: Json, label: str) -> Button:
    """Return the button of a view whose label begins so."""
    found = [each for each in buttons(view["blocks"], view_id=view["id"]) if each.label.startswith(label)]
    assert found, [each.label for each in buttons(view["blocks"], view_id=view["id"])]
    return found[0]


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


def taught(bot: Bot, text: str = SHED, **more: str) -> Json:
    """Teach an intent from an empty form, and return what says that it is saved."""
    opened(bot)
    click(bot, "Teach a question")
    written = {"summary": "Bicycle shed", "examples": EXAMPLES, **more}
    choose(bot, "kind", "text", **written)
    send(bot, text=text, **written)
    return send(bot)


class TestTeaching:
    def test_goes_from_the_list_to_a_form_to_a_preview_and_is_answered(self, bot: Bot) -> None:
        opened(bot)
        click(bot, "Teach a question")
        written = {"summary": "Bicycle shed", "examples": EXAMPLES}
        form = choose(bot, "kind", "text", **written)
        preview = send(bot, text=SHED, **written)
        assert "31% share with councils" in words(preview["blocks"])
        saved = send(bot)
        print(form, preview, saved)
        assert "Saved" in words(saved)
        bot.hands.say(QUESTION, channel=f"D0{SAM[2:]}")
        bot.settle()
        print(bot.hands.from_the_app(f"D0{SAM[2:]}"))
        assert 0
