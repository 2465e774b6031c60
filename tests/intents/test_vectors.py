"""What was encoded once is not encoded again."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from intents.vectors import KeptVectors


class Lengths:
    """An encoder that tells how long a text is, and remembers what it was asked."""

    dimensions = 1

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the number of letters of each text."""
        self.asked += texts
        return np.array([[len(text)] for text in texts], np.float32).reshape(len(texts), 1)


def test_one_more_text_is_all_that_is_encoded_of_many() -> None:
    lengths = Lengths()
    kept = KeptVectors(lengths)
    assert kept.encode(["a", "bb", "a"]).tolist() == [[1], [2], [1]]
    assert kept.encode(["bb", "ccc", "a"]).tolist() == [[2], [3], [1]]
    assert lengths.asked == ["a", "bb", "ccc"]


def test_no_more_than_so_many_are_kept_and_those_the_last() -> None:
    lengths = Lengths()
    kept = KeptVectors(lengths, most=2)
    assert kept.encode(["a", "bb", "ccc"]).tolist() == [[1], [2], [3]]
    assert kept.encode(["a", "bb", "ccc"]).tolist() == [[1], [2], [3]]
    assert lengths.asked == ["a", "bb", "ccc", "a"]


def test_a_question_is_not_kept() -> None:
    lengths = Lengths()
    kept = KeptVectors(lengths)
    for _ in range(2):
        assert kept.encode(["who?"]).tolist() == [[4]]
    assert lengths.asked == ["who?", "who?"]


def test_no_texts_have_no_rows() -> None:
    assert KeptVectors(Lengths()).encode([]).shape == (0, 1)
