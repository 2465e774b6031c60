"""Put the scores of many replies into figures and words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.questions.scoring import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of a number of replies."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """Return the share, 0 to 1; nothing of nothing counts as all."""
        return self.hits / self.of if self.of else 1.0

    def __str__(self) -> str:
        """Return `93.6% (102 of 109)`."""
        return f"{100 * self.value:.1f}% ({self.hits} of {self.of})" if self.of else "none asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The four figures a set of questions is measured by."""

    right: Share
    """Right, over all questions."""
    recall: Share
    """Right, of the questions that can be answered."""
    precision: Share
    """Right, of those the bot chose to answer."""
    refusal: Share
    """Not passed off as answered, of what was not published."""


def totals(scores: Sequence[Score]) -> Totals:
    """Return the four figures."""
    return Totals(
        right=_share(scores, _is_right),
        recall=_share([s for s in scores if s.question.status == "answered"], _is_right),
        precision=_share([s for s in scores if s.record.status == "answered"], _is_right),
        refusal=_share([s for s in scores if s.question.unpublished], lambda s: s.record.status != "answered"),
    )


def reaches(figures: Totals, *, right: float, precision: float) -> bool:
    """Return whether the shares right, over all and when answering, are at least as given (0 to 1)."""
    return figures.right.value >= right and figures.precision.value >= precision


def summary(scores: Sequence[Score]) -> str:
    """Return the four figures and a row for each kind of question."""
    figures = totals(scores)
    kinds = sorted({s.question.kind for s in scores})
    rows = [f"  {kind:<16} {_share([s for s in scores if s.question.kind == kind], _is_right)}" for kind in kinds]
    head = [
        f"right, over all                      {figures.right}",
        f"right, of the answerable             {figures.recall}",
        f"right, of those it chose to answer   {figures.precision}",
        f"unpublished, not passed off          {figures.refusal}",
        "right, by kind:",
    ]
    return "\n".join([*head, *rows])


def misses(scores: Iterable[Score]) -> str:
    """Return every wrong reply: the question, what was expected, what came and why that is wrong."""
    return "\n\n".join(_miss(s) for s in scores if not s.right)


def _miss(score: Score) -> str:
    question, record = score.question, score.record
    expected = " ".join([*question.values, *(repr(part) for part in question.quotes)])
    return "\n".join(
        [
            f"{question.id} [{question.kind}] {question.q!r}",
            f"  expected  {question.status} {expected}".rstrip(),
            f"  got       {record.status} by {record.intent}: {record.headline!r}",
            f"  wrong     {'; '.join(score.faults)}",
        ]
    )


def _is_right(score: Score) -> bool:
    return score.right


def _share(scores: Sequence[Score], holds: Callable[[Score], bool]) -> Share:
    return Share(hits=sum(map(holds, scores)), of=len(scores))
