"""Correct typing errors towards the words that are known, and leave every real English word alone."""

from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from intents.text import Token, stem
from intents.vocabulary import Words

_SHORTEST = 3  # letters; below that every word is a typing error of every other
_ONE_EDIT = 4  # letters from which one edit is forgiven; at three only two letters that changed places
_TWO_EDITS = 8  # letters from which two edits are
_MEMORY = 10_000  # words whose corrections are kept
_TIE = 0.02  # Jaro-Winkler; two corrections closer than this are both possible, so neither is made


class Speller:
    """Corrections towards one set of known words."""

    def __init__(self, words: Words) -> None:
        """Prepare the known words and their inflected forms."""
        self._stems = words.stems | words.loose
        forms = {form: stem_ for word, stem_ in words.known.items() for form in _forms(word)}
        self._forms = {form: forms[form] for form in sorted(forms) if form.isalpha() and len(form) >= _SHORTEST}
        self._by_initial: dict[str, list[str]] = {}
        for form in self._forms:
            self._by_initial.setdefault(form[0], []).append(form)
        self._meant = lru_cache(maxsize=_MEMORY)(self._candidates)

    def correct(self, token: Token) -> Token:
        """Return the token a typing error was meant to be, or the token itself."""
        word = token.text
        if not word.isalpha() or len(word) < _SHORTEST or token.stem in self._stems or is_english(word):
            return token
        best = self._meant(word)
        if not best:
            return token
        stems = {self._forms[form] for form, score in best if best[0][1] - score < _TIE}
        form = best[0][0]
        return Token(form, self._forms[form]) if len(stems) == 1 else token

    def _candidates(self, word: str) -> list[tuple[str, float]]:
        """Return the forms fewest edits away, the likeliest first."""
        allowed = 2 if len(word) >= _TWO_EDITS else 1
        near = [f for initial in dict.fromkeys(word[:2]) for f in self._by_initial.get(initial, [])]
        hits = process.extract(word, near, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        if len(word) < _ONE_EDIT:
            hits = [hit for hit in hits if sorted(hit[0]) == sorted(word)]
        fewest = min((hit[1] for hit in hits), default=0)
        nearest = [form for form, edits, _ in hits if edits == fewest]
        swapped = [form for form in nearest if sorted(form) == sorted(word)]  # two letters that changed places
        scored = [(form, JaroWinkler.similarity(word, form)) for form in swapped or nearest]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


def is_english(word: str) -> bool:
    """Return whether a word, or what its plural is formed of, stands in the English word list."""
    words = _english()
    return word in words or (word.endswith("s") and word[:-1] in words)


@cache
def _english() -> frozenset[str]:
    """Return symspellpy's 82,765 English words; the list alone is used, since its import costs start-up time."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(text.split()[::2])


def _forms(word: str) -> tuple[str, ...]:
    """Return a word and its regular inflections: cite, cites, cited, citing."""
    if len(word) <= _SHORTEST or stem(word) != stem(word + "s"):
        return (word,)
    if word.endswith("e"):
        return word, word + "s", word + "d", word[:-1] + "ing"
    if word.endswith("y"):
        return word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"
    return word, word + "s", word + "ed", word + "ing"
