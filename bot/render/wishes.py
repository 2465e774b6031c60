"""What a form or a button is about, as the ids that Slack keeps of it and gives back, or somebody forges."""

import re
from dataclasses import dataclass

from bot.records import State

_WISH = re.compile(r"(\w+) ([\w-]{1,64}) (\d{1,9}) ?(\w*)", re.ASCII)  # turn 0f3a 7 off
_DIGITS = 9
SEEN = 32  # characters of what tells drafts apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft in somebody's form."""

    sketch: str
    revision: int = 0
    """Of the intent that its writer has seen, where that is newer than the one the form was opened with; else 0."""
    seen: str = ""
    """What the draft was when its writer looked at what would come of it; only that is kept."""

    def __str__(self) -> str:
        """Return it as a view keeps it."""
        return f"write {self.sketch} {self.revision} {self.seen}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """An intent to be turned on or off, deleted or restored."""

    intent: str
    revision: int
    state: State

    def __str__(self) -> str:
        """Return it as a view or a button keeps it."""
        return f"turn {self.intent} {self.revision} {self.state}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """An intent to be made what it was after a change."""

    intent: str
    revision: int
    to: int
    """The change's number."""

    def __str__(self) -> str:
        """Return it as a view or a button keeps it."""
        return f"undo {self.intent} {self.revision} {self.to}"


Wish = Written | Turned | Undone


def read(kept: str) -> Wish | None:
    """Return what a view or a button was given to keep; None where that is none of ours."""
    match = _WISH.fullmatch(kept)
    kind, name, revision, more = match.groups() if match else ("", "", "0", "")
    if kind == "write" and len(more) in {0, SEEN}:
        return Written(sketch=name, revision=int(revision), seen=more)
    if kind == "turn" and more in set(State):
        return Turned(intent=name, revision=int(revision), state=State(more))
    if kind == "undo" and more.isdecimal() and len(more) <= _DIGITS:
        return Undone(intent=name, revision=int(revision), to=int(more))
    return None
