"""Set aside what people say about themselves before they ask: 'I chair a working group and I'm after ...'."""

import re
from collections.abc import Iterable

from intents.text import Folded

_ABOUT_ME = re.compile(
    r"^\W*(?:(?:ok|okay|so|hi|hello|hey|(?:good )?(?:morning|afternoon|evening)|um|right|sorry|sorry to bother you|"
    r"(?:could|can) you tell me|"
    r"quick (?:one|question)|dear|team|all|everyone|folks|colleagues)\b\W*)*"
    r"(?:i|i['’]?m|i['’]?ve|we|we['’]?re|my|our|im|ive|writing|drafting|preparing|prepping|working|putting|briefing|"
    r"doing|finishing|long story)\b"
)
_PAUSE = r"(?:\band|\bso|\bbut|[,;:]|\s[-–—])"
_ASKING = re.compile(
    rf"{_PAUSE}?\s*(?:i['’]?m|i am|im|we['’]?re|we are)\s+(?:just\s+)?"
    r"(?:after|looking for|trying to find(?: out)?|wondering|asking)\b|"
    rf"{_PAUSE}\s*(?:i|we)\s+(?:just\s+|really\s+|urgently\s+)?(?:need|want|would like|was wondering)\b|"
    rf"{_PAUSE}\s*(?=(?:the (?:percentage|proportion|share|number|figure)|what|how many|how much|which|who|"
    r"can you|could you|do you know|does the|is there|give me|tell me)\b)"
)
# Somebody else asks through the asker: 'Following on from the call, Priya needs the percentage of ...'
_ON_BEHALF = re.compile(
    r"\b(?:needs|wants|is after|are after|is asking for|are asking for|has asked(?: me)? for|asked(?: me)? for|"
    r"would like|is looking for|wants to know|asks)\s+(?=(?:the|a|an|what|how|which|who)\b)"
)
_RESTRICTING = re.compile(r"^\W*(?:for|in|among|amongst|of|within|by|at|if|given|with|across|under|over)\b")
_SENTENCE = re.compile(r"(?<=[.!?\n;])\s+|\n+|\s+[-–—]+\s+")
# Words that may narrow the question down even where they stand in an aside: 'I only care about women'.
_NARROWS = re.compile(
    r"\b(?:only|solely|specifically|exclud(?:e|es|ing)|except|without|not|never|interested|\d+)\b|"
    # what is asked for may be told there: 'I want this for women', 'my question is about teachers'
    r"\b(?:want|wants|need|needs|mean|meant|question(?!(?<=quick question):)|"
    r"after|care|split|writing|briefing|drafting|preparing)\b"
    r".*?(?:\b(?:for|by|about|split)\s+(?!(?:the|an?|my|our|this|that|his|her|your)\b)|:)|"
    r"\bi mean\b|\bbriefing (?!note|paper|pack|for)|"
    # whom it is about may be reported there: 'I was told women: what % ...', 'my mum says nurses do, what % ...'
    r"\b(?:told|said|says?|heard|reckons?|claims?|thinks?|believes?)\b.*\w"
)

# What is asked may point back to what was said before: 'I manage teachers. How many of them ...'
_POINTS_BACK = re.compile(
    r"\b(?:of|among|amongst|from|like) (?:us|them|these|those)\b(?! who| that| asked| surveyed)|"
    r"\b(?:shar|send|giv|pass|hand|swap|exchang)\w* (?:it|this|that|them)\b|"
    r"\bhow many here\b|(?<!is )(?<!are )(?<!was )(?<!were )\b(?:there|here)\s*(?:$|[.?!,\n])"
)

# A name below the letter: 'Kind regards, Priya'
_SIGNATURE = re.compile(
    r"(?<=[.!?\n,])\s*(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes|thanks|cheers|best|sincerely)\s*[,!.\n]\s*"
    r"(?!only|but|for|in|by|not|except|excluding|without|minus)[^\W\d_]+(?:\s+[^\W\d_]+)?\W*$|"
    r"(?<=[.!?\n])\s*(?:thanks|thx|ta|cheers|regards|best)\s+[^\W\d_]{1,12}\W*$"
)
# The lines of a sender below it: 'Kind regards\nGareth\nDeputy Head, Strategy Unit'
_SENDER = re.compile(
    r"(?<=[.!?\n])\s*(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes|thanks|cheers|best|sincerely)\s*[,!.]?\n"
    r"(?![^$]*\b(?:what|how|which|who|why|when|where|share|shares|percent|percentage|number|only|but|and|for|in|by|not|"
    r"except|excluding|without)\b)"
    r"(?:[^\n?%\d]{1,50}(?:\n|$)){1,4}$"
)
# What a mail program writes: 'From: ...', 'On Tuesday somebody wrote:', 'Sent from my phone'
_MAILED = re.compile(
    r"^[\s>]*(?:(?:from|to|cc|bcc|fw|fwd)\s*:(?!.*\b(?:only|not|for|in|except|excluding|without)\b).*|"
    r"(?:sent|date)\s*:[^a-z\n]*(?:mon|tue|wed|thu|fri|sat|sun)?[a-z]*[^a-z\n]*|on\b.{1,80}\bwrote\s*:|"
    r"sent from my (?:iphone|ipad|phone|mobile|android|blackberry|samsung|galaxy)\b[^\n]{0,20}|"
    r"begin forwarded message.*|-+\s*original message.*)$",
    re.MULTILINE,
)


def without_asides(folded: str) -> Iterable[Folded]:
    """Yield shorter readings of a question, without sentences and clauses about the asker; the shortest first."""
    unsigned = _SENDER.sub("", _SIGNATURE.sub("", _MAILED.sub("", folded).strip()))
    if unsigned != folded:
        yield from without_asides(Folded(unsigned))
        yield Folded(unsigned)
    sentences = [s for s in _SENTENCE.split(folded) if s.strip()]
    kept = [s for s in sentences if not _is_aside(s)]
    shorter = [_after_request(s) for s in kept]
    for parts in (shorter, kept):
        text = "\n".join(parts)
        if parts and text != "\n".join(sentences) and not _POINTS_BACK.search(text):
            yield Folded(text)


def _is_aside(sentence: str) -> bool:
    """Return whether a sentence only tells about the asker."""
    if sentence.rstrip().endswith("?") or not _ABOUT_ME.match(sentence):
        return False
    return not _ASKING.search(sentence) and not _NARROWS.search(sentence)


def _after_request(sentence: str) -> str:
    """Return what follows the words that begin the question, where what precedes them is about the asker."""
    behalf = _ON_BEHALF.search(sentence)
    asked = behalf and re.search(r"\b(?:how many|what|which|who|percentage|share|number)\b", sentence[: behalf.start()])
    if behalf and not asked and not _NARROWS.search(sentence[: behalf.start()]) and not _RESTRICTING.match(sentence):
        return sentence[behalf.end() :]
    if not _ABOUT_ME.match(sentence):
        return sentence
    found = list(_ASKING.finditer(sentence))
    for request in found:
        before = sentence[: request.start()]
        if before.strip() and not _NARROWS.search(before):
            return sentence[request.end() :]
    return sentence
