"""Put questions together that ask alike: the same words first, then words that are nearly the same.

Nothing is answered by it; it saves people who look through many questions from reading one of them ten times.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.spelling import is_english
from intents.text import MAX_LENGTH, tokenise

Words = frozenset[str]  # the stems of a question's words

_SMALL = frozenset(
    """
    a about am an and any are as at be been being but by can could did do does doing for from had has have hello hey hi
    how i if in into is it its kindly many may me might much must my of on or our out over per please pls shall should
    so some such tell than thank thanks that the their them then there these they this those to u up us was we were what
    which will with would you your
    """.split()
)
_OPPOSITE = frozenset({"no", "not", "never", "none", "nobody", "without", "neither", "nor"})
_PLACEHOLDER = re.compile(r"\[(?:address|id|mention|number|token)\]")  # what masking leaves
_WORD = re.compile(r"\w+")
_WITHIN, _BESIDE = 0.6, 0.8  # how alike two questions are where one says all the other says, and where each says more
_COMMON = 5  # a word that one in so many questions holds does not make two of them alike
_FEW = 40  # questions, of which none of the words is common
_SHORTEST = 4  # letters; below that every word is a typing error of every other
_TWO_EDITS = 8  # letters from which two edits are forgiven
_LOOKED_AT = 50  # different ways to ask alike among which the most typical one is looked for


def alike(texts: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Return the positions of texts that ask alike, each in one group, the largest group first.

    Within a group, the most typical text comes first. The order of the texts makes no difference to who is together.
    """
    told = _corrected([_words(text) for text in texts])
    held: defaultdict[Words, list[int]] = defaultdict(list)
    for position, words in enumerate(told):
        held[words].append(position)
    sizes = {words: len(positions) for words, positions in held.items()}
    groups = [
        tuple(p for words in _typical_first(group, sizes) for p in _first_the_usual(held[words], texts))
        for group in _near(sizes)
    ]
    return tuple(sorted(groups, key=lambda group: (-len(group), texts[group[0]], group[0])))


def _words(text: str) -> Words:
    """Return what a text says, without its small words unless it says nothing else."""
    tokens = [t for t in tokenise(_PLACEHOLDER.sub(" ", text[:MAX_LENGTH])) if not t.is_break]
    said = frozenset(t.stem for t in tokens if t.text not in _SMALL)
    return said or frozenset(t.stem for t in tokens)


def _corrected(told: Sequence[Words]) -> list[Words]:
    """Return what texts say, words that are none read as the word nearest to them that another text has."""
    known = Counter(word for words in told for word in words)
    sound = sorted(word for word in known if is_english(word) and len(word) >= _SHORTEST)
    meant = {word: _nearest(word, sound) for word in known if _may_be_misspelt(word)}
    return [frozenset(meant.get(word, word) for word in words) for words in told]


def _may_be_misspelt(word: str) -> bool:
    return word.isalpha() and len(word) >= _SHORTEST and not is_english(word)


def _nearest(word: str, sound: Sequence[str]) -> str:
    allowed = 2 if len(word) >= _TWO_EDITS else 1
    found = process.extractOne(word, sound, scorer=OSA.distance, score_cutoff=allowed)
    return found[0] if found else word


def _near(sizes: Mapping[Words, int]) -> list[list[Words]]:
    """Return the ways to ask that are near each other, each in one group, beginning with those asked most often."""
    spread = Counter(word for words in sizes for word in words)
    common = {w for w, n in spread.items() if len(sizes) >= _FEW and n * _COMMON > len(sizes)}
    groups: dict[Words, list[Words]] = {}
    leading: defaultdict[str, list[Words]] = defaultdict(list)  # those that lead a group, by each of their words
    for words in sorted(sizes, key=lambda each: (-sizes[each], len(each), sorted(each))):
        shared = Counter(leader for word in words for leader in leading[word])
        near = [(likeness, leader) for leader in shared if (likeness := _likeness(words, leader, common))]
        if near:
            _, leader = min(near, key=lambda pair: (-pair[0], -sizes[pair[1]], sorted(pair[1])))
            groups[leader].append(words)
            continue
        groups[words] = [words]
        for word in words:
            leading[word].append(words)
    return list(groups.values())


def _likeness(one: Words, other: Words, common: set[str]) -> float:
    """Return how alike two questions are, from 0 to 1, and 0 where that is not enough."""
    if (one ^ other) & _OPPOSITE:
        return 0.0
    likeness = _overlap(one, other)
    enough = _WITHIN if one <= other or other <= one else _BESIDE
    return likeness if likeness >= enough and (one & other) - common else 0.0


def _overlap(one: Words, other: Words) -> float:
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def _typical_first(group: Sequence[Words], sizes: Mapping[Words, int]) -> list[Words]:
    """Return the ways to ask of a group, the one first that is most like all of its questions."""
    looked_at = group[:_LOOKED_AT]

    def is_like_others(words: Words) -> float:
        return sum(sizes[each] * _overlap(words, each) for each in looked_at)

    typical = sorted(looked_at, key=lambda each: (-is_like_others(each), len(each), sorted(each)))
    return [*typical, *group[_LOOKED_AT:]]


def _first_the_usual(positions: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Return the positions of texts that say the same, the wording first that is there most often."""
    worded = {position: _WORD.findall(texts[position].casefold()) for position in positions}
    times = Counter(map(tuple, worded.values()))
    return sorted(positions, key=lambda each: (-times[tuple(worded[each])], worded[each], texts[each], each))
