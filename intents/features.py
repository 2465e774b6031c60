"""What the ranker looks at in a text: its words, the pairs of words near each other, and the letters of its words."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from intents.spelling import is_english
from intents.text import MAX_LENGTH, Token, stem, tokenise

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]

_NEAR = 3  # words; two words at most this far apart make a pair, in whichever order
_GRAMS = (3, 4)  # letters of a word that are taken together, its ends counted as letters
_EDGE = "^", "$"  # where a question begins and ends
_WORD, _PAIR, _GRAM = range(3)
_COMMON = 5_000  # examples from which a pair or run of letters that only one of them holds is left out
_MOST_WEIGHTS = 40_000_000  # numbers of 4 bytes; beyond, the rarest features go

_SHORTEST = 3  # letters; below that every word is a typing error of every other, and so short only of longer ones
_TWO_EDITS = 7  # letters from which two edits are forgiven
_ALMOST_NOTHING = 1e-9
_PER_COMMON = 0.02  # Jaro-Winkler; how much a word that is e times as common may be less alike
_EVERYDAY = 20_000  # English words, the most frequent ones, that a typing error may be of though no example has them

_PLEASE = frozenset("please pls plz kindly".split())
_HELLO = frozenset("hello hi hey".split())
_THANKS = frozenset("thanks thank you cheers ta".split())
_COURTESIES = _PLEASE | _HELLO | _THANKS
_FEWEST = 3  # words that must stay for a greeting or thanks to be taken off; "thank you" itself may be taught


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A text as the features it holds that are known."""

    ids: Ids
    amounts: Floats
    """1 and the logarithm of how often each of them is in the text."""
    strange: int
    """Words of the text that are not known."""
    text: str
    """Its words as they were understood."""


class Features:
    """The features of a set of examples, words first; `rows` are the examples themselves."""

    def __init__(self, texts: Sequence[str], intents: int) -> None:
        """Count the features of every text, and keep those that are worth a weight for each of so many intents."""
        told = [words_of(text) for text in texts]
        tokens = [without_courtesies(words) for words in told]
        ids: dict[str, int] = {}
        found = [_numbered(row, ids) for row in tokens]
        kinds = np.array([_kind(name) for name in ids], np.int8)
        held = np.bincount(np.concatenate([numbers for numbers, _ in found]), minlength=len(ids))
        kept = _worth_keeping(held, kinds, len(texts), intents)
        place = np.full(len(ids), -1, np.int32)
        place[kept] = np.arange(len(kept), dtype=np.int32)
        self._ids = {name: new for name, new in zip(ids, place.tolist(), strict=True) if new >= 0}
        self._speller = ExampleSpeller(Counter(token.text for words in told for token in words))
        self._letters = (kinds[kept] == _GRAM).astype(np.intp)
        self.words = int((kinds[kept] == _WORD).sum())
        self.size = len(kept)
        self.rows = tuple(_row(place[ids], counts, of) for (ids, counts), of in zip(found, tokens, strict=True))

    def row(self, text: str) -> Row | None:
        """Return a text as a row, its typing errors corrected towards the examples; None if no word is in it."""
        tokens = without_courtesies([self._speller.correct(token) for token in words_of(text)])
        if not tokens:
            return None
        found = np.array([self._ids.get(name, -1) for name in _named(tokens)], np.int32)
        numbers, counts = np.unique(found, return_counts=True)
        return _row(numbers, counts, tokens, strange=len({t.stem for t in tokens if t.stem not in self._ids}))

    def weigh(self, row: Row, idf: Floats) -> Floats:
        """Return the weight of each feature of a row: sub-linear tf-idf, words and letters each of length one.

        The idf is damped by its root: short questions hardly repeat a word, and a rare one is not all they say.
        """
        weights = row.amounts * np.sqrt(idf[row.ids])
        letters = self._letters[row.ids]
        lengths = np.sqrt(np.bincount(letters, weights * weights, 2))
        return np.asarray(weights / np.maximum(lengths, _ALMOST_NOTHING)[letters], np.float32)

    def idf(self, rows: Sequence[Row]) -> Floats:
        """Return each feature's inverse document frequency in some of the rows; 0 for those none of them holds."""
        held = np.bincount(np.concatenate([row.ids for row in rows]), minlength=self.size)
        return np.where(held > 0, math.log(1 + len(rows)) - np.log1p(held) + 1, 0).astype(np.float32)


def words_of(text: str) -> list[Token]:
    """Return the words and numbers of a text."""
    return [token for token in tokenise(text[:MAX_LENGTH]) if token.text[0].isalnum()]


def without_courtesies(words: list[Token]) -> list[Token]:
    """Return the words of a text without the courtesies around them, unless courtesies are all there is."""
    kept = [token for token in words if token.text not in _PLEASE]
    while len(kept) > _FEWEST and kept[0].text in _HELLO:
        kept = kept[1:]
    last = len(kept)
    while last > _FEWEST and kept[last - 1].text in _THANKS:
        last -= 1
    return kept[:last] or words


def _named(tokens: Sequence[Token]) -> list[str]:
    names = named_words(tokens)
    for token in tokens:
        names += grams(token.text)
    return names


def named_words(tokens: Sequence[Token]) -> list[str]:
    """Return the names of a text's features: 'pay' for a word, '^ pay' and 'bill pay +' for pairs.

    A number is a feature whichever it is, '# '.
    """
    stems = [token.stem for token in tokens]
    names = stems + ["# " for stem in stems if stem[0].isdigit()]
    names += [f"{a} {b}" for a, b in pairwise((_EDGE[0], *stems, _EDGE[1]))]
    near = (f"{min(a, b)} {max(a, b)} +" for i, a in enumerate(stems) for b in stems[i + 1 : i + 1 + _NEAR])
    names += dict.fromkeys(near)  # in an order that is the same in every process
    return names


def _kind(name: str) -> int:
    if name[0] == "~":
        return _GRAM
    return _PAIR if " " in name else _WORD


@lru_cache(maxsize=50_000)
def grams(word: str) -> tuple[str, ...]:
    """Return the runs of letters of a word: 'pay' -> ~_pa ~pay ~ay_ ~_pay ~pay_."""
    whole = f"_{word}_"
    return tuple("~" + whole[i : i + n] for n in _GRAMS for i in range(max(len(whole) - n + 1, 1)))


def _numbered(tokens: Sequence[Token], ids: dict[str, int]) -> tuple[Ids, NDArray[np.intp]]:
    """Return the numbers of a text's features and how often each is in it; new features are given a number."""
    found = np.array([ids.setdefault(name, len(ids)) for name in _named(tokens)], np.int32)
    return np.unique(found, return_counts=True)


def _worth_keeping(held: NDArray[np.intp], kinds: NDArray[np.int8], texts: int, intents: int) -> NDArray[np.intp]:
    """Return the features to keep, words first, by how many texts hold each."""
    fewest = 2 if texts >= _COMMON else 1
    kept = np.flatnonzero((held >= fewest) | (kinds == _WORD))
    by_worth = kept[np.lexsort((-held[kept], kinds[kept] != _WORD))]
    return by_worth[: max(_MOST_WEIGHTS // intents, 1)]


def _row(numbers: Ids, counts: NDArray[np.intp], tokens: Sequence[Token], strange: int = 0) -> Row:
    """Return a row of the features that have a number; -1 is none."""
    known = numbers >= 0
    text = " ".join(token.text for token in tokens)
    return Row(ids=numbers[known], amounts=(1 + np.log(counts[known])).astype(np.float32), strange=strange, text=text)


class ExampleSpeller:
    """Corrects typing errors towards the words of the examples, and leaves every real English word alone."""

    def __init__(self, words: Counter[str]) -> None:
        """Take the words of the examples, and how often each is in them."""
        self._words = words | Counter(_COURTESIES)
        self._by_length: defaultdict[int, dict[str, float]] = defaultdict(dict)
        for word, times in self._words.items():
            if word.isalpha() and len(word) >= _SHORTEST:
                self._by_length[len(word)][word] = math.log(times)

    def correct(self, token: Token) -> Token:
        """Return the word that a typing error was meant to be, or the token itself."""
        word = token.text
        if word in self._words or len(word) < _SHORTEST or not word.isalpha() or is_english(word):
            return token
        most = 2 if len(word) >= _TWO_EDITS else 1
        fewest = len(word) + (1 if len(word) == _SHORTEST else -most)
        edits, meant = _likeliest(word, most, [self._by_length.get(n, {}) for n in range(fewest, len(word) + most + 1)])
        if edits > 1:
            meant = _likeliest(word, 1, [_everyday()[initial] for initial in word[:2]])[1] or meant
        return Token(meant, stem(meant)) if meant else token


def _likeliest(word: str, most: int, near: Sequence[Mapping[str, float]]) -> tuple[int, str]:
    """Return how many edits, at most so many, make a word of the likeliest other, and that one; '' if there is none.

    That two letters changed places is likelier than that one became another.
    """
    letters = sorted(word)
    ranked = [
        (edits, sorted(other) != letters, -JaroWinkler.similarity(word, other) - _PER_COMMON * common[other], other)
        for common in near
        for other, edits, _ in process.extract(word, [*common], scorer=OSA.distance, score_cutoff=most, limit=None)
    ]
    edits, _, _, meant = min(ranked, default=(most + 1, True, 0.0, ""))
    return edits, meant


@cache
def _everyday() -> defaultdict[str, dict[str, float]]:
    """Return by initial the most frequent English words, and the logarithm of how often each comes."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    by_initial: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for word, times in (line.split() for line in text.splitlines()[:_EVERYDAY]):
        if len(word) > _SHORTEST:
            by_initial[word[0]][word] = math.log(int(times))
    return by_initial
