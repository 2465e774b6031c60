"""The bot's own pages, as people open them and click on them."""

from tests.helpers.bots import Bot
from tests.helpers.sandbox import SAM, Button, Json, buttons


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


def send(bot: Bot, user: str, **filled: list[str]) -> None:
    """Fill in the modal on top, whose blocks and inputs have the same names, and send it."""
    shown = {each["block_id"] for each in bot.hands.modal(user)["blocks"] if each["type"] == "input"}
    values = {name: {name: value} for name, value in filled.items() if name in shown}
    bot.hands.do("submit", user=user, filled=values)
    bot.settle()
