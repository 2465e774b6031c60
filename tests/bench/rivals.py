"""What taught intents are measured beside: fuzzy searches over all examples, and a linear model of scikit-learn."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.ranking import Candidate, Example
from intents.text import fold, tokenise

_TOP = 3  # examples of an intent whose mean is its likeness, in the best of the fuzzy searches that were tried
_PLAIN = re.compile(r"[^a-z0-9 ]")
NEVER = float("inf")  # none of them says by itself when to answer

Likeness = Callable[[str], NDArray[np.float64]]
"""Returns how like a text is to each intent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Ranks intents by how like a text is to each."""

    intents: tuple[str, ...]
    likeness: Likeness
    accept_at: float = NEVER
    answer_at: float = NEVER

    def rank(self, text: str, most: int = 3) -> tuple[Candidate, ...]:
        """Return the likeliest intents, best first; their confidence is no probability."""
        scores = self.likeness(text)
        best = np.argsort(-scores, kind="stable")[:most]
        return tuple(Candidate(intent=self.intents[i], confidence=float(scores[i]), nearest="") for i in best)


def token_sort() -> Callable[[Sequence[Example]], Rival]:
    """Return rapidfuzz's token_sort_ratio over all examples; an intent is as like as its most alike example."""
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    def learn(examples: Sequence[Example]) -> Rival:
        intents, starts, texts = _grouped(examples, plain)

        def likeness(text: str) -> NDArray[np.float64]:
            return np.maximum.reduceat(cdist([plain(text)], texts, scorer=fuzz.token_sort_ratio)[0], starts)

        return Rival(intents=intents, likeness=likeness)

    return learn


def sorted_ratio() -> Callable[[Sequence[Example]], Rival]:
    """Return the same, the words of the examples sorted once and for all: the same likeness, sooner."""
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    def learn(examples: Sequence[Example]) -> Rival:
        intents, starts, texts = _grouped(examples, _sorted)

        def likeness(text: str) -> NDArray[np.float64]:
            return np.maximum.reduceat(cdist([_sorted(text)], texts, scorer=fuzz.ratio)[0], starts)

        return Rival(intents=intents, likeness=likeness)

    return learn


def mixed() -> Callable[[Sequence[Example]], Rival]:
    """Return the mean of three of rapidfuzz's likenesses of stems; an intent is as like as its three best examples."""
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    scorers = (fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio)

    def learn(examples: Sequence[Example]) -> Rival:
        intents, starts, texts = _grouped(examples, stems)

        def likeness(text: str) -> NDArray[np.float64]:
            stemmed = [stems(text)]
            each = sum(cdist(stemmed, texts, scorer=scorer)[0] for scorer in scorers) / len(scorers)
            return np.array([np.sort(own)[-_TOP:].mean() for own in np.split(each, starts[1:])])

        return Rival(intents=intents, likeness=likeness)

    return learn


def linear() -> Callable[[Sequence[Example]], Rival]:
    """Return a support vector machine of scikit-learn over TF-IDF of letters (2 to 5) and of words (1 and 2)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion
    from sklearn.svm import LinearSVC

    def learn(examples: Sequence[Example]) -> Rival:
        options = {"sublinear_tf": True, "dtype": np.float32}
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **options)
        words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\S+", **options)
        seen = FeatureUnion([("letters", letters), ("words", words)])
        model = LinearSVC().fit(seen.fit_transform([plain(e.text) for e in examples]), [e.intent for e in examples])

        def likeness(text: str) -> NDArray[np.float64]:
            sides: NDArray[np.float64] = model.decision_function(seen.transform([plain(text)]))[0]
            return sides

        return Rival(intents=tuple(model.classes_), likeness=likeness)

    return learn


def plain(text: str) -> str:
    """Return a text in small letters and digits."""
    return _PLAIN.sub("", text.lower())


def stems(text: str) -> str:
    """Return the stems of a text's words."""
    return " ".join(token.stem for token in tokenise(fold(text)) if not token.is_break)


def _sorted(text: str) -> str:
    return " ".join(sorted(plain(text).split()))


def _grouped(examples: Sequence[Example], form: Callable[[str], str]) -> tuple[tuple[str, ...], list[int], list[str]]:
    """Return the intents in order, where the examples of each begin, and the examples' texts."""
    ordered = sorted(examples, key=lambda e: e.intent)
    starts = [i for i, e in enumerate(ordered) if i == 0 or e.intent != ordered[i - 1].intent]
    return tuple(ordered[i].intent for i in starts), starts, [form(e.text) for e in ordered]
