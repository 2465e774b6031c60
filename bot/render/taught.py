"""What admins see of the intents they taught: the list, an intent's page, its history, and that a change is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.records import Change, Deed, State, TaughtIntent
from bot.render import blocks, menus, modals, screens
from bot.render.blocks import Block, plain
from bot.render.mrkdwn import USER, cut
from bot.render.teaching import (
    CURATE,
    EDIT,
    EVERY,
    HISTORY,
    INBOX,
    MORE,
    NOTHING,
    OPEN,
    SEARCH,
    TEACH,
    TURN,
    UNDO,
    WHICH,
)
from bot.render.wishes import Turned, Undone

PAGE = 10  # intents, or changes, that are shown at once
MOST = 40  # intents; to find others, words are better

_STATES = {State.LIVE: "live", State.OFF: "off", State.DELETED: "deleted"}
_DEEDS = {
    Deed.TAUGHT: "Taught",
    Deed.EDITED: "Edited",
    Deed.RENAMED: "Renamed",
    Deed.TURNED_OFF: "Turned off",
    Deed.TURNED_ON: "Turned on",
    Deed.DELETED: "Deleted",
    Deed.RESTORED: "Restored",
    Deed.ROLLED_BACK: "Went back",
    Deed.IMPORTED: "Imported from a file",
}
_TURNING = {State.OFF: "Turn off", State.LIVE: "Turn on", State.DELETED: "Delete"}
_SHOWN = 12  # examples, or lines of a difference, that are read
_LINE = 200  # characters of one
_TITLE = "Taught questions"


def listing(
    found: Sequence[TaughtIntent],
    counts: Mapping[State, int],
    *,
    which: State | None = None,
    limit: int = PAGE,
    searched: bool = False,
) -> Block:
    """Return the list of taught intents; `found` may hold one more than `limit`, which says that there are more."""
    doors = blocks.actions(
        [
            blocks.button("Teach a question", NOTHING, TEACH) | {"style": "primary"},
            blocks.button("Questions to look at", NOTHING, INBOX),
        ]
    )
    if not found and not any(counts.values()):  # there is nothing to search
        return screens.view(blocks.said(_none(counts, searched=False)), doors, title=_TITLE) | {"callback_id": CURATE}
    shown = [_entry(intent) for intent in found[:limit]]
    listed = screens.view(
        blocks.said(_counted(counts)),
        doors,
        _search(),
        blocks.actions([_which(which)]),
        *(shown or [blocks.said(_none(counts, searched=searched))]),
        *_more(len(found), limit),
        title=_TITLE,
    )
    return listed | {"callback_id": CURATE, "submit": plain("Search")}  # what is typed in needs a button that sends it


def page(
    intent: TaughtIntent, answers: Sequence[str], last: Change | None, first: Change | None = None, told: str = ""
) -> Block:
    """Return an intent's page; `answers` says what it answers, `last` and `first` are changes of it."""
    examples = intent.draft.examples
    return screens.view(
        *([blocks.said(told)] if told else []),
        heading(intent.draft.summary),
        blocks.context(plain(_STATE_TOLD[intent.state])),
        small("People ask"),
        blocks.bullets(capped(examples) or [blocks.DASH]),
        small("It answers"),
        blocks.bullets(capped(answers) or [blocks.DASH]),
        *([_by(_DEEDS[last.deed], last.by, last.at)] if last else []),
        *([_by(_DEEDS[first.deed], first.by, first.at)] if first and first != last else []),
        blocks.actions(_controls(intent)),
        blocks.actions([blocks.button(_TITLE, NOTHING, CURATE)]),
        title="A taught question",
    )


def history(intent: TaughtIntent, changes: Sequence[tuple[Change, Sequence[str]]], *, is_whole: bool = True) -> Block:
    """Return the newest changes of an intent, each with its difference from the one before, a line each."""
    shown = [
        block
        for number, (change, lines) in enumerate(changes[:PAGE])
        for block in _version(number, change, lines, intent)
    ]
    back = [blocks.button("Back", intent.id, OPEN)]
    if changes and not is_whole:
        back.append(blocks.button("Older ones", f"{intent.id} {changes[:PAGE][-1][0].number}", HISTORY))
    return screens.view(
        heading(intent.draft.summary),
        *(shown or [blocks.said("There are no changes.")]),
        blocks.actions(back),
        title="History",
    )


def done(change: Change, live_on: tuple[int, int], undo: str, told: Sequence[str] = ()) -> Block:
    """Return that a change is kept, on how many replicas of all it is live, and what can be done next.

    `undo` is the wish that takes it back.
    """
    here, every = live_on
    example = change.draft.examples[0] if change.draft.examples else ""
    is_tried = change.state is State.LIVE and blocks.is_askable(example)
    turned = undo.startswith("turn")
    shown = screens.view(
        blocks.said(f"Saved. “{cut(change.draft.summary, _LINE)}” {_DONE[change.state]}"),
        blocks.context(plain(_live(here, every))),
        *([blocks.bullets(capped(told))] if told else []),
        blocks.actions(
            [
                *([blocks.button("Try it", example, f"{modals.LOOK}_0") | {"style": "primary"}] if is_tried else []),
                blocks.button("Undo", undo, f"{TURN}_undo" if turned else f"{UNDO}_0"),
                blocks.button("Open it", change.intent, OPEN),
                blocks.button(_TITLE, NOTHING, CURATE),
                blocks.button("Questions to look at", NOTHING, INBOX),
            ]
        ),
        title="Saved",
    )
    return shown | {"clear_on_close": True}  # what is below it was true before


def notice(text: str) -> Block:
    """Return a modal that says something and leads back to the list."""
    return screens.view(blocks.said(text), blocks.actions([blocks.button(_TITLE, NOTHING, CURATE)]), title=_TITLE)


def heading(text: str) -> Block:
    """Return a headline."""
    return {"type": "header", "text": plain(cut(text, 150) or blocks.DASH)}


def small(text: str) -> Block:
    """Return what a list below it is of."""
    return blocks.rich([{"type": "text", "text": text, "style": {"bold": True}}])


def capped(texts: Sequence[str], most: int = _SHOWN) -> list[str]:
    """Return the first texts, each cut to a line or two, and how many more there are."""
    usable = [cut(text, _LINE) for text in texts if text.strip()]
    more = len(usable) - most
    return [*usable[:most], *([f"and {more} more"] if more > 0 else [])]


def changed_by(change: Change) -> Block:
    """Return who changed an intent, how and when."""
    return _by(_DEEDS[change.deed], change.by, change.at)


_DONE = {
    State.LIVE: "is answered from now on.",
    State.OFF: "is turned off: it is kept, and answers nothing.",
    State.DELETED: "is deleted. You can restore it.",
}
_STATE_TOLD = {
    State.LIVE: "Live: it answers.",
    State.OFF: "Turned off: it is kept, and answers nothing.",
    State.DELETED: "Deleted: it answers nothing, and can be restored.",
}


def _counted(counts: Mapping[State, int]) -> str:
    return ", ".join(f"{counts[state]:,} {name}" for state, name in _STATES.items() if counts.get(state))


def _none(counts: Mapping[State, int], *, searched: bool) -> str:
    if not any(counts.values()):
        return "Nothing is taught yet. Choose “Teach a question”, or begin with one that I could not answer."
    return "Nothing found. Try other words, or “All”." if searched else "There are none of these."


def _search() -> Block:
    typed: Block = {"type": "plain_text_input", "action_id": SEARCH, "max_length": 100}
    label: Block = {"label": plain("Find by name"), "optional": True}
    return {"type": "input", "block_id": SEARCH, "element": typed} | label


def _which(which: State | None) -> Block:
    choices = [menus.Choice(value=state.value, label=name.capitalize()) for state, name in _STATES.items()]
    every = menus.Choice(value=EVERY, label="All")
    return menus.simple(WHICH, [every, *choices], which.value if which else EVERY, prompt="Show")


def _entry(intent: TaughtIntent) -> Block:
    number = len(intent.draft.examples)
    told = f"{number} {'example' if number == 1 else 'examples'}, {_STATES[intent.state]}"
    text = f"{cut(intent.draft.summary, _LINE) or blocks.DASH}\n{told}"
    return {"type": "section", "text": plain(text), "accessory": blocks.button("Open", intent.id, OPEN)}


def _more(found: int, limit: int) -> list[Block]:
    if found <= limit:
        return []
    if limit >= MOST:
        return [blocks.context(plain("There are more: search for words of a name."))]
    return [blocks.actions([blocks.button("Show more", str(limit + PAGE), MORE)])]


def _controls(intent: TaughtIntent) -> list[Block]:
    example = intent.draft.examples[0] if intent.draft.examples else ""
    tried = intent.state is State.LIVE and blocks.is_askable(example)
    edit = blocks.button("Edit", intent.id, EDIT) | {"style": "primary"}
    turns = {
        State.LIVE: [_turn(intent, State.OFF), _turn(intent, State.DELETED)],
        State.OFF: [_turn(intent, State.LIVE), _turn(intent, State.DELETED)],
        State.DELETED: [_turn(intent, State.LIVE, "Restore")],
    }[intent.state]
    return [
        *([] if intent.state is State.DELETED else [edit]),
        *([blocks.button("Try it", example, f"{modals.LOOK}_0")] if tried else []),
        *turns,
        blocks.button("History", intent.id, HISTORY),
    ]


def _turn(intent: TaughtIntent, state: State, label: str = "") -> Block:
    wish = Turned(intent=intent.id, revision=intent.revision, state=state)
    danger = {"style": "danger"} if state is State.DELETED else {}
    return blocks.button(label or _TURNING[state], str(wish), f"{TURN}_{state}") | danger


def _version(number: int, change: Change, lines: Sequence[str], intent: TaughtIntent) -> list[Block]:
    wish = Undone(intent=intent.id, revision=intent.revision, to=change.number)
    is_now = change.revision == intent.revision
    back = blocks.button("Go back to this", str(wish), f"{UNDO}_{number}")
    told = capped([*([f"Why: {change.why}"] if change.why.strip() else []), *lines])
    return [
        _by(_DEEDS[change.deed], change.by, change.at),
        *([blocks.bullets(told)] if told else []),
        *([blocks.context(plain("This is how it is now."))] if is_now else [blocks.actions([back])]),
        {"type": "divider"},
    ]


def _by(deed: str, user: str, at: datetime) -> Block:
    """Return who did something and when; in rich text a mention pings nobody, and times are the reader's own."""
    who: Block = {"type": "user", "user_id": user} if USER.fullmatch(user) else {"type": "text", "text": _other(user)}
    when: Block = {
        "type": "date",
        "timestamp": int(at.timestamp()),
        "format": "{date_short_pretty} at {time}",
        "fallback": f"{at:%d %B %Y at %H:%M} UTC".lstrip("0"),
    }
    run: Block = {"type": "text", "text": f"{deed} by "}
    return blocks.rich([run, who, {"type": "text", "text": ", "}, when])


def _other(user: str) -> str:
    return "the command line" if user == "shell" else "somebody"


def _live(here: int, every: int) -> str:
    if here >= every:
        where = f", on all {every} of my processes" if every > 1 else ""
        return f"This holds for everybody now{where}."
    return f"This holds on {here} of my {every} processes; the others follow within seconds."
