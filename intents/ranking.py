"""Learn intents from example questions, and rank them for a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from intents.calibration import Calibration, HeldOut, calibrate
from intents.judging import Model, Seen, Sight
from intents.nearness import Nearness
from intents.separation import NONE
from intents.vectors import Encoder

NO_INTENT = ""
_FOLDS = 5
_TRIED = ((600, _FOLDS), (3_000, 2))  # below so many examples, so many folds are held out in turn; else one is enough
_TAUGHT = 0.7  # the likeness to an example from which a shipped question is no longer taken to fit no intent
_MOST = 3  # candidates of a held-out question that the confidence is learnt from


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question, and the intent it is meant for."""

    text: str
    intent: str
    """NO_INTENT where none of the intents is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An intent that may be meant."""

    intent: str
    confidence: float
    """The probability, 0 to 1, that it is what was meant."""
    nearest: str
    """The example of the intent that is most like the question."""


class Ranker:
    """Intents as learnt from examples; never changes."""

    def __init__(self, sight: Sight, model: Model, nearness: Nearness, calibration: Calibration) -> None:
        """Take what `train` has made."""
        self._sight = sight
        self._model = model
        self._calibration = calibration
        self._nearness = nearness
        self.accept_at = calibration.accept_at
        """At or above this confidence the best candidate is right more often than not taking it."""
        self.answer_at = calibration.answer_at
        """At or above it, 95 of 100 candidates are right."""
        self.ask_at = calibration.ask_at
        """At or above it, a candidate is worth asking about."""

    def rank(self, text: str, most: int = 3) -> tuple[Candidate, ...]:
        """Return the likeliest intents, best first; none for a text without a word."""
        if not (found := self._sight.see([text])):
            return ()
        [seen] = found
        judged = self._model.judge(seen, max(most, _MOST))
        confidences = self._calibration.confidences(judged.signals)
        confidences /= max(float(confidences.sum()), 1.0)
        best = np.argsort(-confidences, kind="stable")[:most]
        return tuple(
            Candidate(
                intent=self._sight.intents[judged.intents[i]],
                confidence=float(confidences[i]),
                nearest=self._nearness.example(seen, int(judged.intents[i])),
            )
            for i in best
        )


def train(examples: Sequence[Example], encoder: Encoder | None = None) -> Ranker:
    """Learn to rank the intents of some examples, in whichever order they are; ValueError if none has an intent."""
    ordered = sorted({(e.intent, e.text) for e in examples})
    taught = [(intent, text) for intent, text in ordered if intent != NO_INTENT]
    if not taught:
        raise ValueError("There is nothing to learn: no example has an intent.")
    sight = Sight(taught, encoder.encode if encoder else None)
    nearness = Nearness(sight)
    unfit = sight.see([text for intent, text in ordered if intent == NO_INTENT])
    shipped = [seen for seen in sight.see(shipped_out_of_scope()) if nearness.most(seen) < _TAUGHT]
    strangers = (*unfit, *shipped)
    calibration = calibrate(_held_out(sight, strangers))
    return Ranker(sight, sight.learn(range(len(taught)), strangers), nearness, calibration)


@cache
def shipped_out_of_scope() -> tuple[str, ...]:
    """Return questions and remarks that intents are seldom taught for."""
    return tuple((files("intents") / "out_of_scope.txt").read_text(encoding="utf-8").splitlines())


def _held_out(sight: Sight, strangers: Sequence[Seen]) -> HeldOut:
    """Return what models of the other folds make of the examples and of texts that fit no intent."""
    fold, alone = _folds(np.array(sight.of[: len(sight.texts)]))
    outcomes = []
    tried = next((folds for below, folds in _TRIED if len(sight.texts) < below), 1)
    for k in range(tried):
        model = sight.learn(
            [int(i) for i in np.flatnonzero((fold != k) | alone)],
            [s for i, s in enumerate(strangers) if i % _FOLDS != k],
        )
        asked = [(sight.seen[i], sight.of[i]) for i in np.flatnonzero((fold == k) & ~alone)]
        asked += [(s, NONE) for i, s in enumerate(strangers) if i % _FOLDS == k]
        for seen, intent in asked:
            judged = model.judge(seen, _MOST)
            outcomes.append((judged.signals, judged.intents == intent, intent != NONE))
    return HeldOut(
        signals=np.concatenate([signals for signals, _, _ in outcomes]),
        right=np.concatenate([right for _, right, _ in outcomes]),
        first=np.concatenate([np.arange(len(right)) == 0 for _, right, _ in outcomes]),
        fits=np.concatenate([np.full(len(right), fits) for _, right, fits in outcomes]),
    )


def _folds(of: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the fold of each example, and whether its intent has no other, for examples sorted by intent and text.

    Each intent is in all folds alike. Those next to each other are often one question said twice, so they are held out
    together: a new question has no such twin.
    """
    sizes = np.bincount(of)
    place = np.arange(len(of)) - (np.cumsum(sizes) - sizes)[of]
    return (place * _FOLDS // sizes[of] + of) % _FOLDS, sizes[of] == 1
