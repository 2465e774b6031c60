"""The modals beside a plain answer: what else was meant, browsing, settings, and questions for admins to look at."""

import re
from collections.abc import Iterable, Sequence

from bot.records import Outcome, Remark, Workspace
from bot.render import blocks, screens
from bot.render.blocks import Block, plain
from bot.render.mrkdwn import cut
from bot.shelf import Finding, Shelf, Topic

CHOOSE = "choose"  # action id of the menu of questions
LOOK = "look"
LOOKS = re.compile(rf"{LOOK}_\d+")  # action ids of findings: look_0, look_1
SETTINGS = "settings"  # action id of the button that opens the settings, and callback id of their modal
SURVEY, ADMINS, CHANNELS = "survey", "admins", "channels"  # block and action ids of the settings
REMARKS = "remarks"  # action id of the button that opens what people remarked
DEALT_WITH = "dealt_with"

_HINT = 150  # characters of a hint that are read at a glance
_OPTION = 75  # characters of an option's text that Slack takes
_OPTIONS = 100  # options that Slack takes in a menu, or in a group of one
_VALUE = 150  # characters of an option's value that Slack takes
_FINDINGS = 40  # that are shown of one question; more are not read
_REMARKS = 30
_READINGS = 8  # buttons that can be taken in at a glance
_OUTCOMES = {
    Outcome.NOT_MEANT: "Something else was meant",
    Outcome.NONE_OF_THESE: "None of the readings offered was meant",
    Outcome.HELPFUL: "Helpful",
}


def meant(question: str, near: Sequence[str], *, is_kept: bool) -> Block:
    """Return what somebody sees whose question was not understood as it was meant."""
    kept = "Thank you. The question is noted for the admins of surveybot, without your name."
    lost = "My database does not answer just now, so the question could not be noted. You can still ask."
    fitting = [text for text in near if blocks.is_askable(text)][:_READINGS]
    offered = blocks.suggested(fitting)
    return screens.view(
        blocks.asking(question),
        blocks.said(kept if is_kept else lost),
        *([blocks.said("Did you mean one of these?"), blocks.actions(offered)] if offered else []),
        blocks.actions([blocks.button("Ask in other words", "ask", screens.ASK)]),
    )


def browse(shelves: Sequence[Shelf], chosen: str = "") -> Block:
    """Return the modal to look through a survey's questions; `chosen` is the value of an option of its menu."""
    held = [(shelf, topic) for shelf in shelves for topic in shelf.topics if len(_value(shelf, topic)) <= _VALUE]
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


def settings(workspace: Workspace, shelves: Sequence[Shelf]) -> Block:
    """Return the modal in which admins set what holds for their workspace."""
    options = [
        _option(shelf.title, shelf.survey) for shelf in shelves if shelf.is_loaded and len(shelf.survey) <= _VALUE
    ][:_OPTIONS]
    asked = workspace.survey or next((shelf.survey for shelf in shelves if shelf.is_default), "")
    admins: Block = {"type": "multi_users_select", "action_id": ADMINS, "initial_users": list(workspace.admins)}
    open_to: Block = {"include": ["public", "private"], "exclude_bot_users": True}
    channels: Block = {"type": "multi_conversations_select", "action_id": CHANNELS, "filter": open_to}
    if workspace.channels:
        channels["initial_conversations"] = list(workspace.channels)
    where = "If none is chosen, I answer wherever I am invited, except in channels shared with another organisation."
    return {
        **screens.view(
            *([_survey(options, asked)] if options else []),
            _input(ADMINS, "Admins", admins, hint="They may change these settings, and see what I did not understand."),
            _input(CHANNELS, "Channels where I may answer", channels, hint=where) | {"optional": True},
            title="Settings",
        ),
        "callback_id": SETTINGS,
        "submit": plain("Save"),
    }


def remarks(found: Sequence[Remark]) -> Block:
    """Return what people remarked, for admins; each has a button that takes it from the list."""
    shown = [block for remark in found[:_REMARKS] for block in _remark(remark)]
    none = blocks.said("Nothing to look at: nobody has said that I misunderstood.")
    return screens.view(*(shown or [none]), title="Questions to look at")


def _survey(options: Sequence[Block], asked: str) -> Block:
    """Return the menu of surveys; where the one that is asked is gone, nothing is chosen, nor has to be."""
    menu: Block = {"type": "static_select", "action_id": SURVEY, "options": list(options)}
    initial = next((option for option in options if option["value"] == asked), None)
    if initial:
        return _input(SURVEY, "Survey I answer from", menu | {"initial_option": initial})
    gone = cut(f"{asked or 'The one that was asked'} is not there, so nothing is answered. Choose another.", _HINT)
    return _input(SURVEY, "Survey I answer from", menu, hint=gone) | {"optional": True}


def _menu(held: Iterable[tuple[Shelf, Topic]], shelf: Shelf, topic: Topic) -> Block:
    groups: dict[str, list[Block]] = {}
    for each, its in held:
        groups.setdefault(each.title, []).append(_option(its.label, _value(each, its)))
    grouped = [
        {"label": plain(cut(name, _OPTION) or blocks.DASH), "options": options[:_OPTIONS]}
        for name, options in groups.items()
    ]
    return {
        "type": "static_select",
        "action_id": CHOOSE,
        "option_groups": grouped[:_OPTIONS],
        "initial_option": _option(topic.label, _value(shelf, topic)),
    }


def _finding(number: int, finding: Finding) -> Block:
    text = plain(cut(f"{finding.value}  {finding.label}", blocks.PARAGRAPH) or blocks.DASH)
    asked = (
        {"accessory": blocks.button("Ask", finding.ask, f"{LOOK}_{number}")} if blocks.is_askable(finding.ask) else {}
    )
    return {"type": "section", "text": text, **asked}


def _remark(remark: Remark) -> tuple[Block, Block]:
    done = blocks.button("Done", str(remark.id), DEALT_WITH)
    question = plain(cut(remark.question, blocks.PARAGRAPH) or "(nothing)")
    taken = f", taken for “{remark.intent}”" if remark.intent else ""
    told = plain(f"{_OUTCOMES[remark.outcome]}{taken}, {remark.at:%d %B %Y}".lstrip("0"))
    return {"type": "section", "text": question, "accessory": done}, blocks.context(told)


def _value(shelf: Shelf, topic: Topic) -> str:
    return f"{shelf.survey}/{topic.id}"


def _option(text: str, value: str) -> Block:
    return {"text": plain(cut(text, _OPTION) or blocks.DASH), "value": value}


def _input(name: str, label: str, element: Block, hint: str = "") -> Block:
    told = {"hint": plain(hint)} if hint else {}
    return {"type": "input", "block_id": name, "label": plain(label), "element": element, **told}
