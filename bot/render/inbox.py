"""The modals in which admins look at what was not answered as it was meant."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.records import Group, Outcome
from bot.render import blocks, screens
from bot.render.blocks import Block, plain
from bot.render.mrkdwn import cut
from bot.render.taught import small
from bot.render.teaching import TEACH_LOGGED

IGNORE = "ignore"  # action id of a button whose value is ids of logged questions: 12,15,19
EXPLAIN = "explain"  # action id of a button whose value is a question
PAGE = "inbox_page"
_WORD = re.compile(r"\w+")
PAGES = re.compile(rf"{PAGE}_\d+")  # action ids of the buttons that turn to a page: inbox_page_0, inbox_page_1

TITLE = "Questions to look at"
_ON_A_PAGE = 10  # groups, of four blocks each: a view holds a hundred
_QUESTION = 300  # characters that are read at a glance
_WORDINGS, _WORDING = 3, 100  # in which it was asked, and characters of each
_UNWRAPPED = re.compile(r"\n  +")  # a line that goes on is indented
_LINES = 6
_EXPLAINED = 2800  # characters of an explanation; more is not read
_OUTCOMES = {
    Outcome.UNANSWERED: "not answered",
    Outcome.NOT_MEANT: "something else was meant",
    Outcome.NONE_OF_THESE: "no reading I offered was meant",
    Outcome.CORRECTED: "asked anew in other words",
}


def inbox(groups: Sequence[Group], page: int = 0, *, is_kept: bool = True, limit: int = 0) -> Block:
    """Return a page of the questions, most asked first; a page that is not there any more is the last one.

    `is_kept` says whether questions are kept at all, `limit` how many were looked at where there may be more.
    """
    if not groups:
        return screens.view(blocks.said(_NOTHING if is_kept else _OFF), title=TITLE)
    last = (len(groups) - 1) // _ON_A_PAGE
    page = min(max(page, 0), last)
    shown = groups[page * _ON_A_PAGE : (page + 1) * _ON_A_PAGE]
    turn = [
        *([blocks.button("Back", str(page - 1), f"{PAGE}_{page - 1}")] if page else []),
        *([blocks.button("More", str(page + 1), f"{PAGE}_{page + 1}")] if page < last else []),
    ]
    return screens.view(
        blocks.context(plain(_counted(groups, page, last, limit))),
        *(block for group in shown for block in _group(group)),
        *([blocks.actions(turn)] if turn else []),
        title=TITLE,
    ) | {"private_metadata": str(page)}


def explained(question: str, text: str) -> Block:
    """Return the modal that tells why a question was answered as it was: in plain words, then word by word."""
    *looked_at, ending = [each for each in text.split("\n\n") if each.strip()] or [""]
    told = [" ".join(line.split()) for line in _UNWRAPPED.sub(" ", ending).split("\n") if line.strip()]
    detail = "\n\n".join(each for each in looked_at if not each.startswith("Question:"))[:_EXPLAINED].rstrip()
    return screens.view(
        blocks.asking(cut(question, _QUESTION)),
        *(blocks.said(cut(line, blocks.PARAGRAPH)) for line in told[:_LINES] or ["There is nothing to explain."]),
        *(
            [blocks.context(plain("Word by word, and the nearest intents:")), blocks.preformatted(detail)]
            if detail
            else []
        ),
        title="Why this answer",
    )


_NOTHING = (
    "Nothing to look at: everything that was asked of late was answered, and nobody said that something else was meant."
)
_OFF = "I do not keep what people ask in this workspace, so there is nothing to look at. The settings can change that."


def _counted(groups: Sequence[Group], page: int, last: int, limit: int) -> str:
    questions = sum(len(group.entries) for group in groups)
    told = "1 question" if questions == 1 else f"{questions:,} questions"
    alike = f" in {len(groups)} groups that ask alike" if 1 < len(groups) < questions else ""
    together = f"{alike}, most asked first" if len(groups) > 1 else ""
    newest = "The newest " if limit and questions >= limit else ""
    return f"{newest}{told}{together}.{f' Page {page + 1} of {last + 1}.' if last else ''}"


def _group(group: Group) -> Iterable[Block]:
    ids = _fitting([each.id for each in group.entries])
    yield {"type": "divider"}
    yield small(cut(group.typical, _QUESTION) or "(nothing)")
    yield blocks.context(plain(cut(" ".join(_story(group)), blocks.PARAGRAPH)))
    yield blocks.actions(
        [
            blocks.button("Teach", ids, TEACH_LOGGED),
            blocks.button("Ignore", ids, IGNORE),
            *([blocks.button("Explain", group.typical, EXPLAIN)] if blocks.is_askable(group.typical) else []),
        ]
    )


_TIMES = {1: "Asked once", 2: "Asked twice"}


def _story(group: Group) -> Iterable[str]:
    """Yield how often it was asked, what came of it, when last, and how else it was put."""
    counts = Counter(each.outcome for each in group.entries)
    several = len(group.entries) > 1
    came = ", ".join(
        f"{told} {counts[outcome]}" if several and len(counts) > 1 else told
        for outcome, told in _OUTCOMES.items()
        if counts[outcome]
    )
    times = _TIMES.get(len(group.entries)) or f"Asked {len(group.entries):,} times"
    yield f"{times}, {'last ' if several else ''}on {f'{group.last:%d %B %Y}'.lstrip('0')}: {came}."
    taken = sorted({each.intent for each in group.entries if each.intent})
    if taken:
        yield f"Taken for {', '.join(taken[:_WORDINGS])}."
    wordings = {_bare(each.question): each.question for each in reversed(group.entries)}
    others = [f"“{cut(text, _WORDING)}”" for bare, text in reversed(wordings.items()) if bare != _bare(group.typical)]
    if others:
        yield f"Also: {', '.join(others[:_WORDINGS])}."


def _bare(question: str) -> str:
    return " ".join(_WORD.findall(question.casefold()))


def _fitting(ids: Sequence[int]) -> str:
    """Return ids with commas between, as many as a button holds; the others come next."""
    kept = ""
    for each in ids:
        longer = f"{kept},{each}" if kept else str(each)
        if len(longer) > blocks.BUTTON_VALUE:
            break
        kept = longer
    return kept
