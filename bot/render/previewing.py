"""What an admin sees before a change is kept: the answer, what it would change, and what others changed meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.records import Change
from bot.render import blocks, screens
from bot.render.blocks import Block, plain
from bot.render.menus import option
from bot.render.mrkdwn import cut
from bot.render.taught import capped, changed_by, small
from bot.render.teaching import CURATE, NOTHING, OPEN
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
    change = [blocks.actions([blocks.button("Change it", str(ahead.wish), CHANGE)])] if ahead.is_written else []
    return {
        **screens.view(
            *([_told(told)] if told else []),
            blocks.context(plain(step if ahead.is_written else f"Nothing is done until you choose “{ahead.submit}”.")),
            *_answer(ahead.reply),
            *_listed("Before you save", ahead.warnings),
            *_listed("It could be better still", ahead.hints),
            *_effect(ahead.differences),
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


def gone() -> Block:
    """Return that an intent is not there any more."""
    text = "This intent is not there any more. Look it up in the list; what is deleted can be restored there."
    return screens.view(
        blocks.said(text), blocks.actions([blocks.button("All taught questions", NOTHING, CURATE)]), title=_TITLE
    )


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


def _effect(differences: Sequence[Difference]) -> list[Block]:
    kinds = {kind: [each for each in differences if each.kind == kind] for kind in ("gained", "changed", "lost")}
    counts = ", ".join(f"{len(found)} {kind}" for kind, found in kinds.items())
    tried = "Tried on the last 1,000 questions that were asked here, and on all test questions"
    if not differences:
        return [small("What it changes"), blocks.said(f"{tried}: every one is answered as it is today.")]
    lists = [block for kind, found in kinds.items() for block in _kind(kind, found)]
    return [small("What it changes"), blocks.said(f"{tried}: {counts}."), *lists]


def _kind(kind: str, found: Sequence[Difference]) -> list[Block]:
    if not found:
        return []
    most_asked = sorted(found, key=lambda each: (-each.times, each.question))
    return [small(_KINDS[kind]), blocks.bullets(capped([_line(each) for each in most_asked], _SHOWN))]


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
    return f"{question}: {cut(each.after, _LINE)}" if each.after else question


def _taken_away(ahead: Ahead) -> list[Block]:
    if not ahead.takes_away:
        return []
    many = len(ahead.takes_away) > 1
    named = capped([f"“{cut(each.question, _LINE)}”" for each in ahead.takes_away], _LOST)
    tick: Block = {"type": "checkboxes", "action_id": CONSENT, "options": [option(_CONSENT, ahead.consent or "-")]}
    return [
        {"type": "divider"},
        small(f"This takes {'right answers' if many else 'a right answer'} away"),
        blocks.bullets(named),
        {"type": "input", "block_id": CONSENT, "label": plain("Shall that be?"), "element": tick},
    ]


_CONSENT = "Yes, take these answers away"
