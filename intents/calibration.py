"""How sure a candidate is, and from where on it is accepted, answered or asked about."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.features import Floats

SIGNALS = 4  # score, margin, the share of the words that the intent uses, and that any does
_USUAL = np.array([-3.5, 2.3, 2.5, 2.0, 2.0])  # bias and signals, as they come out where there are many examples
_TRUST = 10.0  # how firmly the usual is held to; as much as some forty questions say
_STEPS = 25  # of Newton's method; it settles in ten
_NONE_FITS = 0.2  # the share of questions that no intent is meant for
_ANSWER_RIGHT = 0.96  # the share of answers given unasked that must be right: 95 of 100, and one for what is yet unseen
_ASK_KEEPS = 0.97  # the share of questions, of those with the right intent among the candidates, that are asked back
_FEWEST = 30  # held-out questions below which the usual thresholds stay


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What came of questions that were not learnt from; one row for each candidate of each question."""

    signals: Floats
    """Shape (candidates, SIGNALS)."""
    right: NDArray[np.bool_]
    first: NDArray[np.bool_]
    """Whether it is the best candidate of its question."""
    fits: NDArray[np.bool_]
    """Whether any intent is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What makes a confidence of signals, and the thresholds of confidence."""

    weights: NDArray[np.float64]
    """Of 1 and the signals, shape (1 + SIGNALS,)."""
    accept_at: float = 0.5
    answer_at: float = 0.9
    ask_at: float = 0.15

    def confidences(self, signals: Floats) -> NDArray[np.float64]:
        """Return for each row of signals the probability that the candidate is what was meant."""
        return _logistic(_with_one(signals) @ self.weights)


def calibrate(held_out: HeldOut) -> Calibration:
    """Fit the confidence to held-out questions, one in five of which fits no intent, and set the thresholds."""
    share = _shares(held_out)
    fitted = Calibration(weights=_fit(_with_one(held_out.signals), held_out.right, share))
    first = held_out.first
    if (first & held_out.fits).sum() < _FEWEST:
        return fitted
    confidences = fitted.confidences(held_out.signals)
    down = np.flatnonzero(first)[np.argsort(-confidences[first], kind="stable")]
    sure, right, of = confidences[down], held_out.right[down] * share[down], share[down]
    lost = np.where(held_out.fits[down], 0, of)  # a question none fits is right until something is accepted
    accept_at = float(sure[np.argmax(np.cumsum(right - lost))])
    precise = np.flatnonzero(np.cumsum(right) >= _ANSWER_RIGHT * np.cumsum(of))
    answer_at = float(sure[precise[-1]]) if len(precise) else 1.0
    ask_at = float(np.quantile(confidences[held_out.right], 1 - _ASK_KEEPS)) if held_out.right.any() else accept_at
    return Calibration(
        weights=fitted.weights,
        accept_at=accept_at,
        answer_at=max(answer_at, accept_at),
        ask_at=min(ask_at, accept_at),
    )


def _shares(held_out: HeldOut) -> NDArray[np.float64]:
    """Return what each row counts for, so that questions none fits are the share of all that they should be."""
    fitting, none = (float((held_out.first & fits).sum()) for fits in (held_out.fits, ~held_out.fits))
    each = _NONE_FITS / (1 - _NONE_FITS) * fitting / max(none, 1.0)
    return np.where(held_out.fits, 1.0, each)


def _fit(rows: NDArray[np.float64], right: NDArray[np.bool_], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of a logistic regression, held to the usual ones: Newton's method on the log posterior."""
    weights = _USUAL.copy()
    for _ in range(_STEPS):
        expected = _logistic(rows @ weights)
        slope = rows.T @ (share * (right - expected)) - _TRUST * (weights - _USUAL)
        bend = (rows.T * (share * expected * (1 - expected))) @ rows + _TRUST * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def _with_one(signals: Floats) -> NDArray[np.float64]:
    return np.column_stack([np.ones(len(signals)), signals])


def _logistic(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-np.clip(numbers, -30, 30)))
