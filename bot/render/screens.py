"""What Slack shows on a page of its own: the home tab, and modals."""

from bot.render import blocks, charts
from bot.render.blocks import Block, Message

ASK = "ask"  # action id of the button that opens the form, and callback id of the form
QUESTION = ("question", "text")  # block id and action id of the form's input

_TITLE = "surveybot"
_LONGEST_QUESTION = 1000  # characters; nobody types more, and longer ones are refused anyway
_HINT = "For example: What share of civil servants share data with local government?"


def home(message: Message) -> Block:
    """Return the home tab: a message, and below it a way to ask."""
    button = {"type": "button", "action_id": ASK, "style": "primary", "text": blocks.plain("Ask a question")}
    return {"type": "home", "blocks": [*_still(message), {"type": "actions", "elements": [button]}]}


def form() -> Block:
    """Return the modal in which a question can be typed."""
    block, action = QUESTION
    typed = {"type": "plain_text_input", "action_id": action, "max_length": _LONGEST_QUESTION, "focus_on_load": True}
    labelled = {"label": blocks.plain("Your question"), "hint": blocks.plain(_HINT)}
    asked: Block = {"type": "input", "block_id": block, "element": typed, **labelled}
    return _modal(asked) | {"callback_id": ASK, "submit": blocks.plain("Ask")}


def modal(message: Message) -> Block:
    """Return the modal that shows a message."""
    return _modal(*_still(message))


def _still(message: Message) -> list[Block]:
    """Return a message's blocks without the charts that no view may hold; what they show is said in words too."""
    return [block for block in blocks.private(message).blocks if block["type"] != charts.NATIVE]


def _modal(*content: Block) -> Block:
    return {"type": "modal", "title": blocks.plain(_TITLE), "close": blocks.plain("Close"), "blocks": list(content)}
