"""Set aside what people say about themselves before they ask: 'I chair a working group and I'm after ...'."""

import re
from collections.abc import Iterable

from intents.text import Folded

_ABOUT_ME = re.compile(
    r"^\W*(?:(?:ok|okay|so|hi|hello|hey|morning|afternoon|um|right)\b\W*)*"
    r"(?:i|i['’]?m|i['’]?ve|we|we['’]?re|my|our|im|ive|writing|drafting|preparing|prepping|working|putting|briefing|"
    r"doing|finishing|sorry|long story|quick one|quick question|bit of)\b"
)
_PAUSE = r"(?:\band|\bso|\bbut|[,;:]|\s[-–—])"
_ASKING = re.compile(
    rf"{_PAUSE}?\s*(?:i['’]?m|i am|im|we['’]?re|we are)\s+(?:just\s+)?"
    r"(?:after|looking for|trying to find(?: out)?|wondering|asking)\b|"
    rf"{_PAUSE}\s*(?:i|we)\s+(?:just\s+|really\s+|urgently\s+)?(?:need|want|would like|was wondering)\b|"
    rf"{_PAUSE}\s*(?=(?:the (?:percentage|proportion|share|number|figure)|what|how many|how much|which|who|"
    r"can you|could you|do you know|does the|is there|give me|tell me)\b)"
)
_SENTENCE = re.compile(r"(?<=[.!?\n;])\s+|\n+|\s+[-–—]+\s+")
# Words that may narrow the question down even where they stand in an aside: 'I only care about women'.
_NARROWS = re.compile(r"\b(?:only|solely|specifically|excluding|except|not|never|interested|\d+)\b")

# A name below the letter: 'Kind regards, Priya'
_SIGNATURE = re.compile(
    r"(?<=[.!?\n,])\s*(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes|thanks|cheers|best|sincerely)\s*[,!.\n]\s*"
    r"[^\W\d_]+(?:\s+[^\W\d_]+)?\W*$"
)


def without_asides(folded: str) -> Iterable[Folded]:
    """Yield shorter readings of a question, without sentences and clauses about the asker; the shortest first."""
    unsigned = _SIGNATURE.sub("", folded)
    if unsigned != folded:
        yield from without_asides(Folded(unsigned))
        yield Folded(unsigned)
    sentences = [s for s in _SENTENCE.split(folded) if s.strip()]
    kept = [s for s in sentences if not _is_aside(s)]
    shorter = [_after_request(s) for s in kept]
    for parts in (shorter, kept):
        text = "\n".join(parts)
        if parts and text != "\n".join(sentences):
            yield Folded(text)


def _is_aside(sentence: str) -> bool:
    """Return whether a sentence only tells about the asker."""
    if sentence.rstrip().endswith("?") or not _ABOUT_ME.match(sentence):
        return False
    return not _ASKING.search(sentence) and not _NARROWS.search(sentence)


def _after_request(sentence: str) -> str:
    """Return what follows the words that begin the question, where what precedes them is about the asker."""
    if not _ABOUT_ME.match(sentence):
        return sentence
    found = list(_ASKING.finditer(sentence))
    for request in found:
        before = sentence[: request.start()]
        if before.strip() and not _NARROWS.search(before):
            return sentence[request.end() :]
    return sentence
