"""Which intent a text is meant for, learnt when it is asked from the examples of those intents that are like it.

Nothing is learnt beforehand, so that one example more among a hundred thousand changes nothing but the index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from intents.calibration import SIGNALS, Calibration
from intents.features import Floats, Ids
from intents.index import Asked, Index, spread
from intents.ranking import NO_INTENT, Candidate, shipped_out_of_scope
from intents.sheets import FIRST_PAIR, Sheet, in_parts, sheet_of

_NEIGHBOURS = 8  # intents that are told apart; the right one is among them for 96 of 100 of CLINC150's questions
_MOST_ROWS = 16  # examples of each, the likest; more cost time and change little
_RIDGE = 0.3  # the less, the closer it keeps to what single examples say
_BIAS = 0.25  # what every two texts have in common
_TAUGHT = 0.7  # the likeness to an example from which a shipped question is no longer taken to fit no intent
_LOOKED_AT = 50  # intents, the likest as a whole, among which the likest examples are looked for
_ALMOST_NOTHING = 1e-9
# Fitted to CLINC150's validation questions, 10 examples of 150 intents and 20 of 50 being taught, and the thresholds
# set so high that of its test questions over 96 of 100 answers are right, with 10, 20 and 100 examples of an intent
_FITTED = Calibration(weights=np.array([-3.12, 4.7, 4.43, 2.55, 0.01]), accept_at=0.3, answer_at=0.8, ask_at=0.15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An example, and how like a text it is."""

    intent: str
    example: str
    likeness: float
    """0 to 1; 1: the same words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Those examples of one intent that are likest to a text, and the intent's name."""

    intent: str
    ids: Ids
    of: NDArray[np.intp]
    """The row that each feature is in."""
    weights: Floats
    alike: Floats
    """How like the text each row is, 0 to 1."""
    nearest: str
    """The example that is likest; '' where there is none."""


class Neighbourhood:
    """Any number of intents as their examples tell them apart; never changes."""

    accept_at, answer_at, ask_at = _FITTED.accept_at, _FITTED.answer_at, _FITTED.ask_at

    def __init__(self, index: Index) -> None:
        """Take all intents."""
        self._index = index
        self._strange = self._weights(_strangers())

    def rank(self, text: str, most: int = 3, *, instead: Sheet | None = None) -> tuple[Candidate, ...]:
        """Return the likeliest intents, best first; `instead` is taken in place of the sheet of the same intent."""
        asked = self._index.ask(text, instead)
        if not asked:
            return ()
        near = self._near(asked, instead)
        confidences = _FITTED.confidences(self._signals(asked, near))
        confidences /= max(float(confidences.sum()), 1.0)
        best = np.argsort(-confidences, kind="stable")[:most]
        return tuple(
            Candidate(intent=near[i].intent, confidence=float(confidences[i]), nearest=near[i].nearest) for i in best
        )

    def likest(self, text: str, most: int, besides: str) -> tuple[Near, ...]:
        """Return the examples whose words are most like a text's, the likest first, of other intents than `besides`."""
        asked = self._index.ask(text)
        if not asked:
            return ()
        scores = self._index.scores(asked)
        first = np.argsort(-scores, kind="stable")[: _LOOKED_AT + 1]
        sheets = [self._index.sheets[i] for i in first if scores[i] > 0]
        likenesses = self._likenesses(asked, [sheet for sheet in sheets if sheet.intent != besides])
        found = [
            Near(intent=sheet.intent, example=example, likeness=likeness)
            for sheet, alike in likenesses
            for example, likeness in zip(sheet.texts, alike, strict=False)
            if likeness
        ]
        return tuple(sorted(found, key=lambda near: (-near.likeness, near.intent, near.example))[:most])

    def _likenesses(self, asked: Asked, sheets: Sequence[Sheet]) -> list[tuple[Sheet, list[float]]]:
        """Return for each sheet the cosines of a text's words and each example's, rare ones weighing more."""
        if not sheets:
            return []
        first = np.cumsum([0, *(len(sheet.starts) - 1 for sheet in sheets)])  # row of each sheet, all in one table
        ids = np.concatenate([sheet.ids for sheet in sheets])
        of = np.repeat(np.arange(first[-1]), np.concatenate([np.diff(sheet.starts) for sheet in sheets]))
        are_words = ids < FIRST_PAIR
        of, ids = of[are_words], ids[are_words]
        own = asked.ids[asked.ids < FIRST_PAIR]
        rarity = self._index.rarity(ids)
        shared = np.bincount(of, np.isin(ids, own) * rarity**2, first[-1])
        lengths = np.sqrt(np.bincount(of, rarity**2, first[-1]) * (self._index.rarity(own) ** 2).sum())
        alike = (shared / np.maximum(lengths, _ALMOST_NOTHING)).round(4).tolist()
        return [(sheet, alike[begin:end]) for sheet, begin, end in zip(sheets, first[:-1], first[1:], strict=True)]

    def _near(self, asked: Asked, instead: Sheet | None) -> list[_Rows]:
        """Return the intents that are likest as a whole, in the order of their names, and last what fits none."""
        best = np.sort(np.argsort(-self._index.scores(asked, instead), kind="stable")[:_NEIGHBOURS])
        sheets = [self._index.sheets[i] for i in best]
        chosen = [instead if instead and instead.intent == sheet.intent else sheet for sheet in sheets]
        return [self._rows(sheet, asked) for sheet in (*chosen, _strangers())]

    def _signals(self, asked: Asked, near: Sequence[_Rows]) -> Floats:
        """Return what speaks for each intent; what fits none is but a rival."""
        found = _regression(near)
        second, first = np.sort(found)[-2:]
        words = asked.ids[(asked.ids < FIRST_PAIR) & (asked.weights > 0)]
        rarity = self._index.rarity(words)
        whole = max(float(rarity.sum()) + self._index.rarest * asked.strange, _ALMOST_NOTHING)
        signals = np.empty((len(near) - 1, SIGNALS), np.float32)
        signals[:, 0] = found[:-1]
        signals[:, 1] = found[:-1] - np.where(found[:-1] == first, second, first)
        signals[:, 2] = [rarity @ np.isin(words, rows.ids) / whole for rows in near[:-1]]
        signals[:, 3] = rarity.sum() / whole
        return signals

    def _weights(self, sheet: Sheet) -> Floats:
        weights = (1 + np.log(sheet.times)) * np.sqrt(self._index.rarity(sheet.ids))
        return in_parts(weights.astype(np.float32), sheet.ids, _row_of_each(sheet))

    def _rows(self, sheet: Sheet, asked: Asked) -> _Rows:
        number, of = len(sheet.starts) - 1, _row_of_each(sheet)
        weights = self._strange if sheet is _strangers() else self._weights(sheet)
        alike = (np.bincount(of, weights * spread(asked, sheet.ids), number) / 2).astype(np.float32)
        likest = np.argsort(-alike[: len(sheet.texts)], kind="stable")[:_MOST_ROWS]
        kept = np.sort(np.append(likest, number - 1))
        place = np.full(number, -1)
        place[kept] = np.arange(len(kept))
        stays = place[of] >= 0
        return _Rows(
            intent=sheet.intent,
            ids=sheet.ids[stays],
            of=place[of[stays]],
            weights=weights[stays],
            alike=alike[kept],
            nearest=sheet.texts[likest[0]] if len(likest) else "",
        )


@cache
def _strangers() -> Sheet:
    return sheet_of(NO_INTENT, shipped_out_of_scope())


def _row_of_each(sheet: Sheet) -> NDArray[np.intp]:
    return np.repeat(np.arange(len(sheet.starts) - 1), np.diff(sheet.starts))


def _regression(near: Sequence[_Rows]) -> Floats:
    """Return how far on each one's side a text is: kernel ridge regression over the rows of all, those of none last."""
    sizes = [len(rows.alike) for rows in near]
    first = np.cumsum([0, *sizes])
    features, column = np.unique(np.concatenate([rows.ids for rows in near]), return_inverse=True)
    table = np.zeros((first[-1], len(features)), np.float32)
    row = np.concatenate([rows.of + begin for rows, begin in zip(near, first[:-1], strict=True)])
    table[row, column] = np.concatenate([rows.weights for rows in near])
    products = table @ table.T / 2
    strange = np.arange(first[-1]) >= first[-2]
    kept = ~strange | (products[:, ~strange].max(1) < _TAUGHT)
    own = np.repeat(np.arange(len(near)), sizes)[kept, None] == np.arange(len(near))
    alike = np.concatenate([rows.alike for rows in near])[kept]
    kernel = products[np.ix_(kept, kept)] + _BIAS + _RIDGE * np.eye(int(kept.sum()))
    return np.asarray((alike + _BIAS) @ np.linalg.solve(kernel, np.where(own, 1.0, -1 / (len(near) - 1))), np.float32)
