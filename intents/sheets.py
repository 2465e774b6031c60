"""What one taught intent's examples hold, found without a look at any other, so that it is kept while others change.

A feature's number is a hash of its name: it is the same whatever else is taught, and nobody keeps a list of names. Two
that share a number are taken for one, which is seldom and costs little.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intents.features import Floats, Ids, grams, named_words, without_courtesies, words_of
from intents.text import Token

_WORDS, _PAIRS, _LETTERS = 1 << 19, 1 << 20, 1 << 19  # numbers for features of each kind, in this order
FIRST_PAIR, FIRST_LETTERS, NUMBERS = _WORDS, _WORDS + _PAIRS, _WORDS + _PAIRS + _LETTERS
FEATURE, INTENT = 36, 16  # bits of an entry from which on it holds its feature and, in an index, its intent
STEPS, MOST_WORTH = 2048, (1 << 16) - 1  # the lowest bits hold its worth, in so many steps of 1
_ALMOST_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The examples of one intent as features, and after them its name as one more example."""

    intent: str
    texts: tuple[str, ...]
    """Its examples, sorted, each once."""
    words: Mapping[str, int]
    """How often each word is in them."""
    ids: Ids
    """The features of all rows, one row after the other, rising within each."""
    times: NDArray[np.uint8]
    """How often each is in its row."""
    starts: NDArray[np.int32]
    """Where each row begins, and where the last one ends."""
    worth: NDArray[np.int64]
    """Each feature of any row once, rising, and how much it says of the intent: FEATURE and WORTH tell them apart."""


def sheet_of(intent: str, examples: Iterable[str]) -> Sheet:
    """Return the sheet of an intent, in whichever order its examples are."""
    texts = tuple(sorted(set(examples)))
    told = [words_of(text) for text in (*texts, intent.replace("_", " "))]
    rows = [_numbers(without_courtesies(words)) for words in told]
    sizes = [len(row) for row in rows]
    cells = np.repeat(np.arange(len(rows)), sizes) * NUMBERS + np.concatenate(rows)
    found, times = np.unique(cells, return_counts=True)
    of, ids = np.divmod(found, NUMBERS)
    starts = np.searchsorted(of, np.arange(len(rows) + 1)).astype(np.int32)
    every, place = np.unique(ids, return_inverse=True)
    parts = in_parts((1 + np.log(times)).astype(np.float32), ids, of)
    worth = np.sqrt(np.bincount(place, parts))  # the tenth example with a word says less of it than the first
    return Sheet(
        intent=intent,
        texts=texts,
        words=Counter(token.text for words in told for token in words),
        ids=ids.astype(np.int32),
        times=np.minimum(times, 255).astype(np.uint8),
        starts=starts,
        worth=every.astype(np.int64) << FEATURE | np.minimum(np.rint(worth * STEPS), MOST_WORTH).astype(np.int64),
    )


def numbers_of(tokens: Sequence[Token]) -> tuple[Ids, NDArray[np.intp]]:
    """Return the numbers of a text's features, rising, and how often each is in it."""
    return np.unique(np.array(_numbers(tokens), np.int32), return_counts=True)


def in_parts(weights: Floats, ids: NDArray[np.integer], of: NDArray[np.intp]) -> Floats:
    """Return the weights of features, the words and the letters of each text, by its number, made of length one."""
    part = 2 * of + (ids >= FIRST_LETTERS)
    lengths = np.sqrt(np.bincount(part, weights * weights))
    return np.asarray(weights / np.maximum(lengths, _ALMOST_NOTHING)[part], np.float32)


def _numbers(tokens: Sequence[Token]) -> list[int]:
    found = [_number(name) for name in named_words(tokens)]
    for token in tokens:
        found += _letters(token.text)
    return found


def _number(name: str) -> int:
    return _WORDS + crc32(name.encode()) % _PAIRS if " " in name else crc32(name.encode()) % _WORDS


@lru_cache(maxsize=50_000)
def _letters(word: str) -> tuple[int, ...]:
    return tuple(FIRST_LETTERS + crc32(name.encode()) % _LETTERS for name in grams(word))
