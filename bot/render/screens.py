"""The modals a question is asked in and answered in."""

from bot.render import blocks, charts, states
from bot.render.blocks import Block, Message, plain

ASK = "ask"  # action id of the button that opens the form, and callback id of the form
QUESTION = ("question", "text")  # block id and action id of the form's input
HERE = "answer_here"  # action id of the button that answers a message in its thread

_TITLE = "surveybot"
_LONGEST_QUESTION = 1000  # characters; nobody types more, and longer ones are refused anyway
_HINT = "For example: What share of civil servants share data with local government?"


def form() -> Block:
    """Return the modal in which a question can be typed."""
    block, action = QUESTION
    typed: Block = {"type": "plain_text_input", "action_id": action, "max_length": _LONGEST_QUESTION}
    labelled = {"label": plain("Your question"), "hint": plain(_HINT)}
    asked: Block = {"type": "input", "block_id": block, "element": typed | {"focus_on_load": True}, **labelled}
    return view(asked) | {"callback_id": ASK, "submit": plain("Ask")}


def modal(message: Message) -> Block:
    """Return the modal that shows a message."""
    return view(*still(message))


def tab(message: Message) -> Block:
    """Return the home tab that shows a message, where its own content cannot be shown."""
    ask = blocks.button("Ask a question", "ask", ASK) | {"style": "primary"}
    return {"type": "home", "blocks": [*still(message), blocks.actions([ask])]}


def about(message: Message, question: str, kept: str) -> Block:
    """Return the modal that answers a message of somebody's; `kept` comes back when it is answered in its thread."""
    here = [blocks.button("Answer in the thread", question, HERE)] if blocks.is_askable(question) else []
    buttons = [*here, blocks.button("Ask in other words", "ask", ASK)]
    return view(*still(message), blocks.actions(buttons)) | {"private_metadata": kept}


def view(*content: Block, title: str = _TITLE) -> Block:
    """Return a modal of blocks."""
    return {"type": "modal", "title": plain(title), "close": plain("Close"), "blocks": list(content)}


def still(message: Message) -> list[Block]:
    """Return a message's blocks without the charts that no view may hold; what they show is said in words too."""
    return [block for block in states.private(message).blocks if block["type"] != charts.NATIVE]
