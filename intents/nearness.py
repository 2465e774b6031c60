"""Which example is most like a text, to be shown as the reason for an intent."""

import numpy as np

from intents.features import Floats, Ids
from intents.judging import Seen, Sight


class Nearness:
    """Finds the likest example: by the cosine of the encoder's vectors, or of the words' idf without one."""

    def __init__(self, sight: Sight) -> None:
        """Take the examples, without the names of the intents."""
        self._texts = sight.texts
        seen = sight.seen[: len(sight.texts)]
        self._idf = np.append(sight.features.idf([each.row for each in seen])[: sight.features.words], 0)
        parts = [self._unit(each) for each in seen]
        self._ids = np.concatenate([ids for ids, _ in parts])
        self._values = np.concatenate([values for _, values in parts])
        self._starts = np.cumsum([0, *(len(ids) for ids, _ in parts)])
        self._first = np.searchsorted(sight.of[: len(seen)], np.arange(len(sight.intents) + 1)).tolist()
        """Where each intent's examples begin, and where the last one's end."""
        self._vectors = sight.vectors[: len(seen)]

    def example(self, seen: Seen, intent: int) -> str:
        """Return the example of an intent, by its number, that is most like a text."""
        first, last = self._first[intent : intent + 2]
        nearest: str = self._texts[first + int(np.argmax(self._alike(seen, first, last)))]
        return nearest

    def most(self, seen: Seen) -> float:
        """Return how like a text the likest of all examples is, at most 1."""
        return float(self._alike(seen, 0, len(self._texts)).max())

    def _alike(self, seen: Seen, first: int, last: int) -> Floats:
        if seen.vector.size:
            return np.asarray(self._vectors[first:last] @ seen.vector, np.float32)
        ids, values = self._unit(seen)
        given = np.zeros(len(self._idf), np.float32)
        given[ids] = values
        begin, end = self._starts[first], self._starts[last]
        products = self._values[begin:end] * given[self._ids[begin:end]]
        return np.asarray(np.add.reduceat(products, self._starts[first:last] - begin), np.float32)

    def _unit(self, seen: Seen) -> tuple[Ids, Floats]:
        """Return a text's words and their idf as a vector of length one, and one word of no weight: never empty."""
        last = len(self._idf) - 1
        ids = np.append(seen.row.ids[seen.row.ids < last], last)
        values = self._idf[ids]
        return ids, values / max(float(np.linalg.norm(values)), 1e-9)
