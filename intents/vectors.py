"""The vectors of texts, kept so that one more example does not mean encoding all of them anew."""

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_MOST = 20_000  # texts; their vectors are 30 MB


class Encoder(Protocol):
    """Turns texts into vectors that are near each other where their meanings are."""

    dimensions: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return rows of length one, or of zeros where nothing is known; shape (len(texts), dimensions)."""


class KeptVectors:
    """An encoder that keeps what another one makes of examples; a text alone is a question, and is not kept."""

    def __init__(self, encoder: Encoder, most: int = _MOST) -> None:
        """Keep the vectors of at most so many texts, the last ones."""
        self.dimensions = encoder.dimensions
        self._encoder = encoder
        self._most = most
        self._kept: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the rows of the encoder."""
        if len(texts) == 1:
            return self._encoder.encode(texts)
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        kept = self._kept | dict(zip(new, self._encoder.encode(new), strict=True))
        self._kept = dict(islice(kept.items(), max(len(kept) - self._most, 0), None))
        return np.array([kept[text] for text in texts], np.float32).reshape(len(texts), self.dimensions)
