"""What an admin sees before a change is kept: the answer, what it would change, and what others changed meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.records import Change
from bot.render import blocks, screens
from bot.render.blocks import Block, plain
from bot.render.menus import option
from bot.render.mrkdwn import cut
from bot.render.taught import capped, changed_by, heading, small
from bot.render.teaching import OPEN
from bot.render.wishes import Wish
from bot.reply import Reply

PREVIEW = "taught_preview"  # callback id
CONSENT = "consent"  # block and action id of the tick
CHANGE = "taught_change"  # these hold a wish
MINE = "taught_mine"

_SHOWN = 8  # questions of a kind that are named; more are not read
_LOST = 30  # that are taken away are named; with more, the change is too large to be looked through
_LINE = 120  # characters of a question, or of a headline
_TITLE = "Preview"


class Difference(Protocol):
    """A question that a change would have answered otherwise than today."""

    @property
    def question(self) -> str:
        """Return it as it was asked."""

    @property
    def kind(self) -> str:
        """Return gained, changed or lost."""

    @property
    def before(self) -> str:
        """Return today's headline; '' for not answered."""

    @property
    def after(self) -> str:
        """Return the headline that would be; '' for not answered."""

    @property
    def times(self) -> int:
        """Return how often it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What would come of a change."""

    wish: Wish
    submit: str
    """What the button says that keeps it: Save, Turn off."""
    about: str = ""
    """The intent's name, as people see it."""
    reply: Reply | None = None
    """What the first example would be answered with; None: nothing."""
    warnings: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    takes_away: tuple[Difference, ...] = ()
    """Answers that would be lost or changed, and that have to be agreed to by name."""
    consent: str = ""
    """What the tick stands for: a digest of these."""
    is_written: bool = False
    """Whether there is a form to go back to."""


def preview(ahead: Ahead, told: str = "") -> Block:
    """Return what would come of a change, with the button that keeps it; `told` says why it is shown anew."""
    step = f"Step 2 of 2. Nothing is saved until you choose “{ahead.submit}”."
    nothing = f"Nothing is done until you choose “{ahead.submit}”."
    change = [blocks.actions([blocks.button("Change it", str(ahead.wish), CHANGE)])] if ahead.is_written else []
    named = [] if ahead.is_written else [heading(f"{ahead.submit}: {ahead.about}")]
    return {
        **screens.view(
            *([_told(told)] if told else []),
            *named,
            blocks.context(plain(step if ahead.is_written else nothing)),
            *_answer(ahead.reply),
            *_listed("Before you save", ahead.warnings),
            *_listed("It could be better still", ahead.hints),
            *_effect(ahead.differences, ahead.takes_away),
            *_taken_away(ahead),
            *change,
            title=_TITLE,
        ),
        "callback_id": PREVIEW,
        "submit": plain(cut(ahead.submit, 24)),
        "close": plain("Cancel"),
        "private_metadata": str(ahead.wish),
    }


def working(text: str, wish: Wish) -> Block:
    """Return what is shown while something takes a while."""
    return screens.view(blocks.said(text), title=_TITLE) | {"private_metadata": str(wish)}


def conflict(
    wish: Wish,
    theirs: Sequence[tuple[Change, Sequence[str]]],
    mine: Sequence[str],
    intent: str,
    *,
    is_written: bool = False,
) -> Block:
    """Return what somebody else changed meanwhile, beside what one wants oneself, and the choice between them.

    `wish` has seen the newest revision; `mine` says how it differs from it, a line each.
    """
    buttons = [
        blocks.button("Use mine instead", str(wish), MINE) | {"style": "danger"},
        blocks.button("Keep theirs", intent, OPEN),
        *([blocks.button("Change mine", str(wish), CHANGE)] if is_written else []),
    ]
    shown = [
        block
        for change, lines in theirs[:_SHOWN]
        for block in (changed_by(change), *_bulleted([*_why(change), *lines]))
    ]
    return screens.view(
        _told("Somebody else changed this meanwhile. Nothing of yours is saved yet, and nothing of theirs is lost."),
        small("What they changed"),
        *shown,
        small("What you would change, compared with that"),
        *(_bulleted(mine) or [blocks.said("Nothing: it is the same now.")]),
        blocks.actions(buttons),
        title="Changed meanwhile",
    )


def again(wish: Wish) -> Block:
    """Return that the database does not answer, with a button that tries once more what is wished."""
    text = "My database does not answer just now, so nothing is saved. What you wrote is kept: try again in a minute."
    return screens.view(blocks.said(text), blocks.actions([blocks.button("Try again", str(wish), MINE)]), title=_TITLE)


def _told(text: str) -> Block:
    return small(text)


def _why(change: Change) -> list[str]:
    return [f"Why: {change.why}"] if change.why.strip() else []


def _answer(reply: Reply | None) -> list[Block]:
    if reply is None:
        return []
    shown = blocks.compose(replace(reply, suggestions=(), attachment=None, chart=None))
    return [
        small("What people will see"),
        blocks.asking(reply.question),
        *screens.still(shown),
        {"type": "divider"},
    ]


def _listed(title: str, texts: Sequence[str]) -> list[Block]:
    listed = _bulleted(texts)
    return [small(title), *listed] if listed else []


def _bulleted(texts: Sequence[str]) -> list[Block]:
    shown = capped(texts)
    return [blocks.bullets(shown)] if shown else []


def _effect(differences: Sequence[Difference], takes_away: Sequence[Difference]) -> list[Block]:
    """Return what would be answered otherwise; what is taken away is named below, where it has to be agreed to."""
    kinds = {kind: [each for each in differences if each.kind == kind] for kind in _KINDS}
    counts = ", ".join(f"{len(found)} {kind}" for kind, found in kinds.items() if found)
    tried = "Tried on the last 1,000 questions that were asked here, and on all test questions"
    if not differences:
        return [small("What it changes"), blocks.said(f"{tried}: every one is answered as it is today.")]
    listed = [
        block
        for kind, found in kinds.items()
        for block in _kind(kind, [each for each in found if each not in takes_away])
    ]
    return [small("What it changes"), blocks.said(f"{tried}: {counts}."), *listed]


def _kind(kind: str, found: Sequence[Difference]) -> list[Block]:
    return [small(_KINDS[kind]), blocks.bullets(capped(_lines(found), _SHOWN))] if found else []


def _lines(found: Sequence[Difference]) -> list[str]:
    """Return questions with what becomes of their answers, most asked first."""
    return [_line(each) for each in sorted(found, key=lambda each: (-each.times, each.question))]


_KINDS = {
    "gained": "Gained: answered from then on",
    "changed": "Changed: answered otherwise than today",
    "lost": "Lost: not answered any more",
}


def _line(each: Difference) -> str:
    times = f" (asked {each.times} times)" if each.times > 1 else ""
    question = f"“{cut(each.question, _LINE)}”{times}"
    if each.kind == "changed":
        return f"{question}: {cut(each.before, _LINE // 2)} → {cut(each.after, _LINE // 2)}"
    if each.kind == "lost":
        return f"{question}: not answered any more. Today: {cut(each.before, _LINE // 2)}"
    return f"{question}: {cut(each.after, _LINE)}" if each.after else question


def _taken_away(ahead: Ahead) -> list[Block]:
    if not ahead.takes_away:
        return []
    is_one = len(ahead.takes_away) == 1
    yes = option("Yes, take this answer away" if is_one else "Yes, take these answers away", ahead.consent or "-")
    tick: Block = {"type": "checkboxes", "action_id": CONSENT, "options": [yes]}
    return [
        {"type": "divider"},
        small(f"This takes away {'an answer' if is_one else 'answers'} that people get today"),
        blocks.bullets(capped(_lines(ahead.takes_away), _LOST)),
        {"type": "input", "block_id": CONSENT, "label": plain("Is that what you want?"), "element": tick},
    ]
