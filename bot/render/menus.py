"""Menus of what a survey holds, within what Slack takes, or looked up as somebody types where there is more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.render import blocks
from bot.render.blocks import Block, plain
from bot.render.charts import distinct
from bot.render.mrkdwn import cut

# Slack's own limits.
LABEL = 75  # characters of an option, or of what a group is called
VALUE = 150  # characters
OPTIONS = 100  # in a menu, or in a group of one
GROUPS = 100

_HELD = 1000  # options in a view; with more, each time it is shown would send a megabyte
_FOUND = 50  # options that are offered for what was typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that can be chosen."""

    value: str
    """Its id."""
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Things that can be chosen, under what they have in common."""

    label: str
    choices: tuple[Choice, ...]


def menu(action_id: str, groups: Sequence[Group], *chosen: str, most: int = 1, prompt: str = "Choose one") -> Block:
    """Return a menu; where it would hold more than Slack takes, one that is looked up as somebody types.

    `most` is how many may be chosen.
    """
    usable = _usable(groups)
    shown: Block = {"action_id": action_id, "placeholder": plain(prompt)}
    options = [option for group in usable for option in _options(group.choices)]
    # The label of what is chosen has to be the one that stands in the menu.
    initial = [option for name in dict.fromkeys(chosen) for option in options if option["value"] == name][:most]
    begun: Block = {} if not initial else {"initial_option": initial[0]} if most == 1 else {"initial_options": initial}
    several: Block = {} if most == 1 else {"max_selected_items": most}
    kind = "" if most == 1 else "multi_"
    if not usable or is_long(groups):
        return {"type": f"{kind}external_select", "min_query_length": 0} | shown | several | begun
    return {"type": f"{kind}static_select", "option_groups": _grouped(usable)} | shown | several | begun


def is_long(groups: Sequence[Group]) -> bool:
    """Return whether a menu has to be looked up as somebody types."""
    sizes = [len(group.choices) for group in _usable(groups)]
    return len(sizes) > GROUPS or sum(sizes) > _HELD or max(sizes, default=0) > OPTIONS


def offered(groups: Sequence[Group], typed: str) -> list[Block]:
    """Return what a menu that is looked up offers for what was typed: every word of it, in any order."""
    words, left, found = typed.casefold().split(), _FOUND, []
    for group in _usable(groups):
        said = [(choice, f"{group.label} {choice.label} {choice.value}".casefold()) for choice in group.choices]
        fitting = [choice for choice, text in said if all(word in text for word in words)][:left]
        left -= len(fitting)
        if fitting:
            found.append(Group(label=group.label, choices=tuple(fitting)))
    return _grouped(found[:GROUPS])


def simple(action_id: str, choices: Sequence[Choice], chosen: str = "", *, prompt: str = "Choose one") -> Block:
    """Return a menu without groups, of what cannot be more than Slack takes; the rest is cut off."""
    options = _options([choice for choice in choices if _fits(choice)][:OPTIONS])
    initial = [option for option in options if option["value"] == chosen]
    begun: Block = {"initial_option": initial[0]} if initial else {}
    held: Block = {"type": "static_select", "action_id": action_id, "options": options or [_NOTHING]}
    return held | {"placeholder": plain(prompt)} | begun


def option(label: str, value: str, note: str = "") -> Block:
    """Return something to choose in a menu, or to tick."""
    told: Block = {"description": plain(cut(note, LABEL))} if note.strip() else {}
    return {"text": plain(cut(label, LABEL) or blocks.DASH), "value": value} | told


_NOTHING = option("Nothing to choose", "-")


def _usable(groups: Iterable[Group]) -> list[Group]:
    """Return the groups without what Slack could not hold; one that is empty then is none."""
    kept = [
        Group(label=group.label, choices=tuple(choice for choice in group.choices if _fits(choice))) for group in groups
    ]
    return [group for group in kept if group.choices]


def _fits(choice: Choice) -> bool:
    return 0 < len(choice.value) <= VALUE


def _grouped(groups: Iterable[Group]) -> list[Block]:
    return [
        {"label": plain(cut(group.label, LABEL) or blocks.DASH), "options": _options(group.choices)} for group in groups
    ]


def _options(choices: Sequence[Choice]) -> list[Block]:
    labels = distinct([choice.label for choice in choices], LABEL)
    return [option(label, choice.value) for label, choice in zip(labels, choices, strict=True)]
