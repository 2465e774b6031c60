"""What an encoder of texts has to offer."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into vectors that are near each other where their meanings are."""

    dimensions: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return rows of length one, or of zeros where nothing is known; shape (len(texts), dimensions)."""
