"""The modal in which admins set what holds for their workspace."""

from collections.abc import Sequence

from bot.records import KEPT_DAYS, Workspace
from bot.render import blocks, screens
from bot.render.blocks import Block, plain
from bot.render.modals import OPTIONS, VALUE, option
from bot.render.mrkdwn import cut
from bot.shelf import Shelf

SETTINGS = "settings"  # action id of the button that opens the settings, and callback id of their modal
SURVEY, ADMINS, GROUP, RUNS, CHANNELS, KEPT = "survey", "admins", "group", "runs", "channels", "kept"  # blocks, actions
NO_GROUP = "-"  # a menu's choice cannot be taken back in Slack
KEPT_FOR = {KEPT_DAYS: "90 days", 30: "30 days", 7: "7 days", 0: "Not at all"}

_HINT = 150  # characters of a hint that are read at a glance
_LONGEST_ID = 30
_MAY = "They may teach me questions, look at those I did not understand, and change these settings."
_WHERE = "If none is chosen, I answer wherever I am invited, except in channels shared with another organisation."
_WHAT_FOR = (
    "Without names, and with addresses, long numbers and mentions left out: for admins to see what was not answered."
)


def settings(workspace: Workspace, shelves: Sequence[Shelf], groups: Sequence[tuple[str, str]] | None = None) -> Block:
    """Return the modal; `groups` are ids and names of user groups, None where Slack does not say which there are."""
    options = [
        option(shelf.title, shelf.survey) for shelf in shelves if shelf.is_loaded and len(shelf.survey) <= VALUE
    ][:OPTIONS]
    asked = workspace.survey or next((shelf.survey for shelf in shelves if shelf.is_default), "")
    admins: Block = {"type": "multi_users_select", "action_id": ADMINS, "initial_users": list(workspace.admins)}
    open_to: Block = {"include": ["public", "private"], "exclude_bot_users": True}
    channels: Block = {"type": "multi_conversations_select", "action_id": CHANNELS, "filter": open_to}
    if workspace.channels:
        channels["initial_conversations"] = list(workspace.channels)
    view = screens.view(
        *([_survey(options, asked)] if options else []),
        _input(ADMINS, "Admins", admins, hint=_MAY) | {"optional": True},
        _group(workspace.admin_group, groups),
        _runs(is_chosen=workspace.slack_admins),
        _input(CHANNELS, "Channels where I may answer", channels, hint=_WHERE) | {"optional": True},
        _kept(workspace.kept_days),
        title="Settings",
    )
    return {**view, "callback_id": SETTINGS, "submit": plain("Save"), "private_metadata": str(workspace.revision)}


def changed_meanwhile() -> Block:
    """Return the modal that says that somebody else was faster."""
    told = "Somebody else changed the settings while you looked at them, so yours were not saved."
    again = blocks.button("Look at the settings now", "settings", SETTINGS) | {"style": "primary"}
    return screens.view(
        blocks.said(f"{told} See what they are now, and change them again."), blocks.actions([again]), title="Settings"
    )


def _survey(options: Sequence[Block], asked: str) -> Block:
    """Return the menu of surveys; where the one that is asked is gone, nothing is chosen, nor has to be."""
    menu: Block = {"type": "static_select", "action_id": SURVEY, "options": list(options)}
    initial = next((option for option in options if option["value"] == asked), None)
    if initial:
        return _input(SURVEY, "Survey I answer from", menu | {"initial_option": initial})
    gone = cut(f"{asked or 'The one that was asked'} is not there, so nothing is answered. Choose another.", _HINT)
    return _input(SURVEY, "Survey I answer from", menu, hint=gone) | {"optional": True}


def _group(chosen: str, groups: Sequence[tuple[str, str]] | None) -> Block:
    """Return the menu of user groups, or where there are none or too many to choose from, a field for an id."""
    label, optional = "User group whose members are admins too", {"optional": True}
    known = dict(groups or ())
    if not known or len(known) > OPTIONS - 2:
        typed: Block = {"type": "plain_text_input", "action_id": GROUP, "max_length": _LONGEST_ID}
        begun = {"initial_value": cut(chosen, _LONGEST_ID)} if chosen else {}
        return _input(GROUP, label, typed | begun, hint="Its id, like S0123ABCD; the group's page has it.") | optional
    gone = {} if not chosen or chosen in known else {chosen: f"{chosen}, which is not there any more"}
    options = [option(name, id_) for id_, name in ({NO_GROUP: "No group"} | gone | known).items()]
    initial = next((each for each in options if each["value"] == chosen), options[0])
    menu: Block = {"type": "static_select", "action_id": GROUP, "options": options, "initial_option": initial}
    return _input(GROUP, label, menu) | optional


def _runs(*, is_chosen: bool) -> Block:
    choice = option("Its admins and owners in Slack are my admins too", RUNS)
    boxes: Block = {"type": "checkboxes", "action_id": RUNS, "options": [choice]}
    return _input(RUNS, "Who runs the workspace", boxes | ({"initial_options": [choice]} if is_chosen else {})) | {
        "optional": True
    }


def _kept(days: int) -> Block:
    every = KEPT_FOR if days in KEPT_FOR else {days: f"{days} days"} | KEPT_FOR
    options = {days: option(shown, str(days)) for days, shown in every.items()}
    menu: Block = {"type": "static_select", "action_id": KEPT, "options": list(options.values())}
    return _input(KEPT, "How long I keep what people ask", menu | {"initial_option": options[days]}, hint=_WHAT_FOR)


def _input(name: str, label: str, element: Block, hint: str = "") -> Block:
    told = {"hint": plain(hint)} if hint else {}
    return {"type": "input", "block_id": name, "label": plain(label), "element": element, **told}
