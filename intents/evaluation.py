"""How well a ranker does on labelled questions that it did not learn from."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from intents.ranking import NO_INTENT, Candidate, Example

_FIRST_FEW = 3


class Ranks(Protocol):
    """A Ranker, or what stands in its place."""

    def rank(self, text: str, most: int = 3) -> tuple[Candidate, ...]:
        """Return the likeliest intents, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A labelled question, and what the ranker made of it."""

    question: Example
    candidates: tuple[Candidate, ...]
    seconds: float

    @property
    def in_scope(self) -> bool:
        """Return whether an intent is meant."""
        return self.question.intent != NO_INTENT

    @property
    def confidence(self) -> float:
        """Return that of the best candidate."""
        return self.candidates[0].confidence if self.candidates else 0.0

    def is_first(self) -> bool:
        """Return whether the intent that is meant is the best candidate."""
        return bool(self.candidates) and self.candidates[0].intent == self.question.intent

    def said(self, accept_at: float) -> str:
        """Return the intent that is accepted, or NO_INTENT."""
        return self.candidates[0].intent if self.candidates and self.confidence >= accept_at else NO_INTENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """One intent taken for another; NO_INTENT on either side is "none of these"."""

    true: str
    said: str
    times: int
    example: str
    """The first of the questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Rates in percent, times in milliseconds; None where there was nothing to take a rate of."""

    questions: int
    top1_in_scope: float | None
    """The intent meant is the best candidate, whatever its confidence; of the questions that an intent is meant by."""
    accuracy_in_scope: float | None
    """The intent meant is accepted; of the same."""
    in_top3: float | None
    """The intent meant is among the first three candidates; of the same."""
    oos_recall: float | None
    """No intent is accepted; of the questions that none is meant by."""
    oos_precision: float | None
    """None is meant; of the questions that none is accepted for."""
    auroc: float | None
    """How often a question that fits an intent gets a higher confidence than one that fits none; ties count half."""
    joint_accuracy: float | None
    """The intent meant is accepted, or none where none is meant; of all questions."""
    p50_ms: float | None
    p99_ms: float | None
    confused: tuple[Confusion, ...]
    """The most frequent first."""


def put(ranker: Ranks, questions: Sequence[Example], clock: Callable[[], float]) -> tuple[Outcome, ...]:
    """Put questions to a ranker one at a time; `clock` tells seconds."""
    outcomes = []
    for question in questions:
        begin = clock()
        candidates = ranker.rank(question.text, _FIRST_FEW)
        outcomes.append(Outcome(question=question, candidates=candidates, seconds=clock() - begin))
    return tuple(outcomes)


def score(outcomes: Sequence[Outcome], accept_at: float) -> Scores:
    """Return how well questions were ranked, the best candidate accepted at and above a confidence."""
    inside = [outcome for outcome in outcomes if outcome.in_scope]
    outside = [outcome for outcome in outcomes if not outcome.in_scope]
    refused = [outcome for outcome in outcomes if outcome.said(accept_at) == NO_INTENT]
    times = [outcome.seconds * 1000 for outcome in outcomes]
    return Scores(
        questions=len(outcomes),
        top1_in_scope=_percent([o.is_first() for o in inside]),
        accuracy_in_scope=_percent([_is_right(o, accept_at) for o in inside]),
        in_top3=_percent([o.question.intent in {c.intent for c in o.candidates[:_FIRST_FEW]} for o in inside]),
        oos_recall=_percent([_is_right(o, accept_at) for o in outside]),
        oos_precision=_percent([not o.in_scope for o in refused]),
        auroc=_auroc([o.confidence for o in inside], [o.confidence for o in outside]),
        joint_accuracy=_percent([_is_right(o, accept_at) for o in outcomes]),
        p50_ms=_quantile(times, 0.5),
        p99_ms=_quantile(times, 0.99),
        confused=_confused(outcomes, accept_at),
    )


def _is_right(outcome: Outcome, accept_at: float) -> bool:
    return outcome.said(accept_at) == outcome.question.intent


def _percent(rights: Sequence[bool]) -> float | None:
    return round(100 * sum(rights) / len(rights), 1) if rights else None


def _quantile(numbers: Sequence[float], share: float) -> float | None:
    return round(float(np.quantile(numbers, share)), 2) if numbers else None


def _auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """Return the area under the ROC curve, from the ranks (Mann and Whitney, 1947)."""
    if not inside or not outside:
        return None
    ranks = _ranks(np.array([*inside, *outside]))
    pairs = len(inside) * len(outside)
    above = ranks[: len(inside)].sum() - len(inside) * (len(inside) + 1) / 2
    return round(100 * float(above) / pairs, 1)


def _ranks(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each number's place from the lowest, counted from 1; equal ones share the mean of theirs."""
    _, places, times = np.unique(numbers, return_inverse=True, return_counts=True)
    last = np.cumsum(times)
    means: NDArray[np.float64] = (last - (times - 1) / 2)[places]
    return means


def _confused(outcomes: Sequence[Outcome], accept_at: float) -> tuple[Confusion, ...]:
    wrong: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for outcome in outcomes:
        if not _is_right(outcome, accept_at):
            wrong[outcome.question.intent, outcome.said(accept_at)].append(outcome.question.text)
    confusions = [
        Confusion(true=true, said=said, times=len(texts), example=texts[0]) for (true, said), texts in wrong.items()
    ]
    return tuple(sorted(confusions, key=lambda c: (-c.times, c.true, c.said)))
