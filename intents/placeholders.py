"""Find the places of a text where figures go: {barrier.security}, and nothing that merely looks like code."""

import re
import unicodedata
from collections.abc import Callable, Container

from intents.quantities import NUMBER_WORDS
from intents.reading import read
from intents.spelling import Speller
from intents.text import fold, tokenise
from intents.vocabulary import Words

_PLACE = re.compile(r"(?<!\{)\{([a-z][a-z0-9_]*\.[a-z0-9_.]+)\}(?!\})")  # {barrier.security}, not {{barrier.security}}

# What says that the word beside it is a number, however that is written: XXXI per cent, thirtyone%, tеn percent
_PER_CENT = re.compile(
    r"\b(?!(?:what|which|in|as|by|of|or|and|the|a)\b)([^\W_]+)(?=[\s*_~`-]{0,3}(?:%|per\s?cent\b|pct\b))"
)
_TIMES = re.compile(  # twice as many, double the share, tenfold
    r"\b(?:twice|thrice|halved|(?:doubl|tripl|trebl|quadrupl)(?:ed|(?:e|es|ing)(?= (?:the|that|what|in)\b))"
    r"|(?:two|three|four|five|six|ten|hundred|thousand)-?fold)\b"
)

_MARKUP = str.maketrans(dict.fromkeys("<>@:|", " "))  # where people ask, words in it are unread; a text shows them

# 1{share}, 0.{share}, -{share}, {share}9, {share}{share}: read as another number than the survey's
_GLUED = re.compile(rf"(?:\w|\d[.,]|(?<![\w}}])[-−+]){_PLACE.pattern}|{_PLACE.pattern}(?=[\w{{])")

_MARKS = ".,;:!?()[]{}<>“”‘’\"'"  # around a number that is repeated


def named(text: str) -> tuple[str, ...]:
    """Return whatever stands in a text as the id of a finding would, in order and each once."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def glued(text: str) -> tuple[str, ...]:
    """Return the places for figures that would run together with what stands beside them, each once."""
    return tuple(dict.fromkeys(found[1] or found[2] for found in _GLUED.finditer(text)))


def filled(text: str, known: Container[str], share: Callable[[str], str]) -> str:
    """Return a text with the share of each known finding in its place; all else stays as it is."""
    return _PLACE.sub(lambda found: share(found[1]) if found[1] in known else found[0], text)


def own_numbers(text: str, words: Words, speller: Speller) -> tuple[str, ...]:
    """Return the numbers in a text that are nobody's figure, in digits or in words; places for figures hold none."""
    rest = filled(text, named(text), lambda _: " ; ").translate(_MARKUP)
    quantities = [e.quantity for e in read(fold(rest), words, speller) if e.quantity]
    # 'everyone' and 'nobody' are people here, and no 100 or 0 per cent
    spoken = [q for q in quantities if q.value is not None or q.low < q.high]
    said = [q.words for q in spoken if not any(c.isdigit() for c in q.words)]
    seen = unicodedata.normalize("NFKC", rest).casefold()
    said += [found[0] for pattern in (_PER_CENT, _TIMES) for found in pattern.finditer(seen)]
    said += [token.text for token in tokenise(rest) if token.text in NUMBER_WORDS]
    said += [word.strip(_MARKS) for word in rest.split() if any(c.isnumeric() for c in word)]
    return tuple(number for number in dict.fromkeys(said) if not any(number != o and number in o for o in said))
