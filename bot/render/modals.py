"""The modals beside a plain answer: what else was meant, and browsing."""

import re
from collections.abc import Iterable, Sequence

from bot.render import blocks, screens
from bot.render.blocks import Block, plain
from bot.render.mrkdwn import cut
from bot.shelf import Finding, Shelf, Topic

CHOOSE = "choose"  # action id of the menu of questions
LOOK = "look"
LOOKS = re.compile(rf"{LOOK}_\d+")  # action ids of findings: look_0, look_1
_OPTION = 75  # characters of an option's text that Slack takes
OPTIONS = 100  # options that Slack takes in a menu, or in a group of one
VALUE = 150  # characters of an option's value that Slack takes
_FINDINGS = 40  # that are shown of one question; more are not read
_READINGS = 8  # buttons that can be taken in at a glance


def meant(question: str, near: Sequence[str], told: str) -> Block:
    """Return what somebody sees whose question was not understood as it was meant; `told` is what became of that."""
    fitting = [text for text in near if blocks.is_askable(text)][:_READINGS]
    offered = blocks.suggested(fitting)
    return screens.view(
        blocks.asking(question),
        blocks.said(told),
        *([blocks.said("Did you mean one of these?"), blocks.actions(offered)] if offered else []),
        blocks.actions([blocks.button("Ask in other words", "ask", screens.ASK)]),
    )


def browse(shelves: Sequence[Shelf], chosen: str = "") -> Block:
    """Return the modal to look through a survey's questions; `chosen` is the value of an option of its menu."""
    held = [(shelf, topic) for shelf in shelves for topic in shelf.topics if len(_value(shelf, topic)) <= VALUE]
    if not held:
        return screens.view(blocks.said("There is no survey to look through just now."))
    shelf, topic = next((pair for pair in held if _value(*pair) == chosen), held[0])
    more = len(topic.findings) - _FINDINGS
    return screens.view(
        blocks.actions([_menu(held, shelf, topic)]),
        blocks.context(plain(cut(f"{shelf.title}. Base: {shelf.base}.", blocks.PARAGRAPH))),
        *(_finding(number, finding) for number, finding in enumerate(topic.findings[:_FINDINGS])),
        *([blocks.said(f"and {more} more")] if more > 0 else []),
        blocks.context(plain(cut(blocks.sourced(topic.sources), blocks.PARAGRAPH))),
        title="Browse the survey",
    )


def _menu(held: Iterable[tuple[Shelf, Topic]], shelf: Shelf, topic: Topic) -> Block:
    groups: dict[str, list[Block]] = {}
    for each, its in held:
        groups.setdefault(each.title, []).append(option(its.label, _value(each, its)))
    grouped = [
        {"label": plain(cut(name, _OPTION) or blocks.DASH), "options": options[:OPTIONS]}
        for name, options in groups.items()
    ]
    return {
        "type": "static_select",
        "action_id": CHOOSE,
        "option_groups": grouped[:OPTIONS],
        "initial_option": option(topic.label, _value(shelf, topic)),
    }


def _finding(number: int, finding: Finding) -> Block:
    text = plain(cut(f"{finding.value}  {finding.label}", blocks.PARAGRAPH) or blocks.DASH)
    asked = (
        {"accessory": blocks.button("Ask", finding.ask, f"{LOOK}_{number}")} if blocks.is_askable(finding.ask) else {}
    )
    return {"type": "section", "text": text, **asked}


def _value(shelf: Shelf, topic: Topic) -> str:
    return f"{shelf.survey}/{topic.id}"


def option(text: str, value: str) -> Block:
    """Return an option of a menu; a text too long for it is cut, its value never."""
    return {"text": plain(cut(text, _OPTION) or blocks.DASH), "value": value}
