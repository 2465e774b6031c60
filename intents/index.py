"""Which of many intents a text is like at first sight, by an inverted index of their features."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from intents.features import ExampleSpeller, Floats, Ids, without_courtesies, words_of
from intents.sheets import FEATURE, FIRST_PAIR, INTENT, MOST_WORTH, NUMBERS, STEPS, Sheet, in_parts, numbers_of

MOST_INTENTS = 1 << (FEATURE - INTENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A text as an index sees it."""

    ids: Ids
    """Its features, rising."""
    weights: Floats
    """0 for those that no example has."""
    strange: int
    """Words of it that no example has."""


class Index:
    """All features of all intents.

    It is made anew for every change, by nothing that takes one example or one entry after the other.
    """

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        """Take the sheets of at least one intent, in whichever order."""
        self.sheets = tuple(sorted(sheets, key=lambda sheet: sheet.intent))
        self.number = {sheet.intent: i for i, sheet in enumerate(self.sheets)}
        words: Counter[str] = Counter()
        for sheet in self.sheets:
            words.update(sheet.words)
        self._speller = ExampleSpeller(words)
        entries = np.concatenate([sheet.worth for sheet in self.sheets])
        entries |= np.repeat(np.arange(len(self.sheets)) << INTENT, [len(sheet.worth) for sheet in self.sheets])
        entries.sort()  # whole numbers are put in order fastest
        self._users = np.bincount(entries >> FEATURE, minlength=NUMBERS)
        """How many intents use each feature."""
        self._begin = np.append(0, np.cumsum(self._users))
        self._of = ((entries >> INTENT) & (MOST_INTENTS - 1)).astype(np.int32)
        self._worth = (entries & MOST_WORTH).astype(np.float32) / STEPS
        users = np.arange(len(self.sheets) + 1)
        self._rarities = (math.log(1 + len(self.sheets)) - np.log1p(users) + 1).astype(np.float32)
        self.rarest = float(self._rarities[0])
        whole = (self._worth * np.repeat(self._rarities[self._users], self._users)) ** 2
        self._lengths = np.sqrt(np.bincount(self._of, whole, len(self.sheets))).astype(np.float32)

    def ask(self, text: str, instead: Sheet | None = None) -> Asked | None:
        """Return a text as it is seen, its typing errors corrected towards the examples; None where it has no word.

        `instead` is taken in place of the sheet of the same intent.
        """
        tokens = without_courtesies([self._speller.correct(token) for token in words_of(text)])
        if not tokens:
            return None
        ids, times = numbers_of(tokens)
        users = self._users[ids]
        if instead:
            users -= np.isin(ids, self.sheets[self.number[instead.intent]].worth >> FEATURE)
            users += np.isin(ids, instead.worth >> FEATURE)
        weights = ((1 + np.log(times)) * np.sqrt(np.where(users, self._rarities[users], 0))).astype(np.float32)
        words = users[ids < FIRST_PAIR]
        return Asked(
            ids=ids, weights=in_parts(weights, ids, np.zeros(len(ids), np.intp)), strange=int((words == 0).sum())
        )

    def rarity(self, ids: Ids) -> Floats:
        """Return how rare features are: the inverse of how many intents use each, as a logarithm."""
        return self._rarities[self._users[ids]]

    def scores(self, asked: Asked, instead: Sheet | None = None) -> Floats:
        """Return how like a text each intent is as a whole."""
        scores = np.zeros(len(self.sheets), np.float32)
        weights = asked.weights * self.rarity(asked.ids)
        for begin, end, weight in zip(self._begin[asked.ids], self._begin[asked.ids + 1], weights, strict=True):
            scores[self._of[begin:end]] += weight * self._worth[begin:end]
        scores /= self._lengths
        if instead:
            ids = (instead.worth >> FEATURE).astype(np.int32)
            whole = (instead.worth & MOST_WORTH) / STEPS * self.rarity(ids)
            said = spread(asked, ids) * self.rarity(ids)
            scores[self.number[instead.intent]] = said @ (instead.worth & MOST_WORTH) / STEPS / np.linalg.norm(whole)
        return scores


def spread(asked: Asked, ids: Ids) -> Floats:
    """Return the weight that a text gives to each of some features."""
    places = np.minimum(np.searchsorted(asked.ids, ids), len(asked.ids) - 1)
    return np.where(asked.ids[places] == ids, asked.weights[places], np.float32(0))
