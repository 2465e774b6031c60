"""What is learnt of labelled texts, and which intents speak for a new one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.calibration import SIGNALS
from intents.features import Features, Floats, Ids, Row
from intents.separation import NONE, separate

_NO_RIVAL = -1.0  # the score of an intent that a text is as far from as can be
_ALMOST_NOTHING = 1e-9
_MEANING = np.float32(2**0.5)  # the length of the encoder's vector: that of the words' and the letters' together
_LIKENED = 10  # intents, the best by their words and vectors, that a text's likeness to their examples is added for
_LIKEST = 3  # examples of an intent that count for it
Encode = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A text as the models see it."""

    row: Row
    vector: Floats
    """Of the encoder, less the mean of the examples, of length one; empty without an encoder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The best intents for a text, by number, and what speaks for each."""

    intents: NDArray[np.intp]
    signals: Floats
    """Shape (intents, SIGNALS)."""


class Sight:
    """The examples as they are seen, and after them the name of each intent as one more example of it."""

    def __init__(self, examples: Sequence[tuple[str, str]], encode: Encode | None) -> None:
        """Take in examples, each an intent and a text, sorted by intent."""
        self.intents = tuple(sorted({intent for intent, _ in examples}))
        self.texts = tuple(text for _, text in examples)
        number = {intent: i for i, intent in enumerate(self.intents)}
        self.of = [*(number[intent] for intent, _ in examples), *range(len(self.intents))]
        """The number of each example's intent, and of each name's."""
        names = (intent.replace("_", " ") for intent in self.intents)
        self.features = Features((*self.texts, *names), len(self.intents))
        self._encode = encode or _nothing
        vectors = self._encode([row.text for row in self.features.rows])
        self._mean = vectors.mean(0)  # what all have in common tells none apart
        self.vectors = _unit(vectors - self._mean)
        self.seen = tuple(Seen(row=r, vector=v) for r, v in zip(self.features.rows, self.vectors, strict=True))

    def see(self, texts: Sequence[str]) -> tuple[Seen, ...]:
        """Return those texts that have a word as the models see them."""
        rows = [row for text in texts if (row := self.features.row(text))]
        vectors = _unit(self._encode([row.text for row in rows]) - self._mean)
        return tuple(Seen(row=r, vector=v) for r, v in zip(rows, vectors, strict=True))

    def learn(self, taught: Sequence[int], strangers: Sequence[Seen]) -> "Model":
        """Return a model of some of the examples; `strangers` fit none of the intents."""
        known = [*taught, *range(len(self.texts), len(self.seen))]
        idf = self.features.idf([self.seen[i].row for i in known])
        seen = [*(self.seen[i] for i in known), *strangers]
        rows = [(each.row.ids, self.features.weigh(each.row, idf)) for each in seen]
        intents = [*(self.of[i] for i in known), *([NONE] * len(strangers))]
        vectors = np.stack([_with_bias(each.vector) for each in seen])
        weights = separate(rows, vectors, intents, features=self.features.size, of=len(self.intents))
        return Model(self, known, idf, weights)


class Model:
    """What was learnt of some examples."""

    def __init__(self, sight: Sight, known: Sequence[int], idf: Floats, weights: tuple[Floats, Floats]) -> None:
        """Take what `Sight.learn` has made."""
        self._sight = sight
        self._idf = idf
        self._weights = weights
        self._rarest = 1 + float(np.log1p(len(known) - len(sight.intents)))
        of = np.array(sight.of)[known]
        self._members = [np.array(known)[of == intent] for intent in range(len(sight.intents))]
        """The examples of each intent, its name among them."""
        self._means = _unit(np.stack([sight.vectors[members].mean(0) for members in self._members]))
        self._uses = np.zeros((sight.features.words, len(sight.intents)), np.bool_)
        """Whether an intent's examples or name use a word."""
        for i in known:
            self._uses[self._words(sight.seen[i]), sight.of[i]] = True

    def judge(self, seen: Seen, most: int) -> Judged:
        """Return the best intents for a text and what speaks for each."""
        scores = self._scores(seen)
        order = np.argsort(-scores, kind="stable")[: max(most, _LIKENED)]
        scores[order] += self._likeness(seen.vector, order)
        order = order[np.argsort(-scores[order], kind="stable")]
        best = order[:most]
        first, second = (*scores[order[:2]], _NO_RIVAL)[:2]
        words = self._words(seen)
        idf = self._idf[words]
        whole = max(float(idf.sum()) + self._rarest * (seen.row.strange + int((idf == 0).sum())), _ALMOST_NOTHING)
        signals = np.empty((len(best), SIGNALS), np.float32)
        signals[:, 0] = scores[best]
        signals[:, 1] = scores[best] - np.where(best == order[0], max(second, _NO_RIVAL), max(first, _NO_RIVAL))
        signals[:, 2] = idf @ self._uses[words][:, best] / whole
        signals[:, 3] = idf.sum() / whole
        return Judged(intents=best, signals=signals)

    def _scores(self, seen: Seen) -> Floats:
        """Return how far on each intent's own side a text is."""
        features, dense = self._weights
        weighed = self._sight.features.weigh(seen.row, self._idf)
        return np.asarray(weighed @ features[seen.row.ids] + _with_bias(seen.vector) @ dense, np.float32)

    def _likeness(self, vector: Floats, intents: NDArray[np.intp]) -> Floats:
        """Return the mean cosine of a text to the likest examples of some intents, and to the mean of them all."""
        if not vector.size:
            return np.zeros(len(intents), np.float32)
        alike = [np.sort(self._sight.vectors[self._members[i]] @ vector)[-_LIKEST:].mean() for i in intents]
        return np.array(alike, np.float32) + self._means[intents] @ vector

    def _words(self, seen: Seen) -> Ids:
        return seen.row.ids[seen.row.ids < self._sight.features.words]


def _with_bias(vector: Floats) -> Floats:
    return np.append(_MEANING * vector, np.float32(1))


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, _ALMOST_NOTHING), np.float32)


def _nothing(texts: Sequence[str]) -> Floats:
    return np.zeros((len(texts), 0), np.float32)
