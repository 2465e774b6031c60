"""Read the numbers people write: 31%, nearly half, two thirds, one in three, over 50 per cent, 4,400, 2015."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from intents.text import Token

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {
    **{word: float(i) for i, word in enumerate(_UNITS)},
    **{word: 20.0 + 10 * i for i, word in enumerate(_TENS)},
    "hundred": 100.0,
}
NUMBER_WORDS = frozenset(
    {*_WORDS, *"dozen dozens hundreds thousand thousands million millions billion billions".split()} - {"one"}
)  # whatever they count; 'one' is more often a pronoun
_FRACTIONS = {
    "half": 50.0,
    "third": 100 / 3,
    "quarter": 25.0,
    "fifth": 20.0,
    "sixth": 100 / 6,
    "eighth": 12.5,
    "tenth": 10.0,
}
# What a word before a number makes of it; the longest is tried first
_PREFIXES = {
    sign_words: sign
    for sign, listed in {
        ">": "more than|over|above|greater than|higher than|exceeding|exceed|exceeds|bigger than|larger than|well over|"
        "clear|clears|cleared|exceeded|topped|tops|topping|passed|pass|passes|surpassed|surpass|surpasses|broke|breaks|"
        "beat|beats|break|past|beyond|north of|in excess of|rise above|rises above",
        ">=": "upwards of|at least|no less than|not less than|no fewer than|not fewer than|reach|reached|hit|reaches|"
        "meet|meets|met",
        "<": "less than|under|below|fewer than|lower than|smaller than|not even|short of|well under|well below|"
        "fall below|falls below|fell below|drop below|drops below|dip below|dips below|south of",
        "<=": "at most|no more than|up to|not more than",
        "~<": "nearly|almost|just under|just below|just short of|slightly under",
        "~>": "just over|just above|a little over|little over|slightly over",
        "~": "about|around|roughly|approximately|approx|circa|some|something like|somewhere around|close to",
        "=": "as many as|as much as|exactly|precisely|bang on",
    }.items()
    for sign_words in listed.split("|")
}
_SUFFIXES = {"odd": "~>", "something": "~>", "or more": ">=", "or less": "<=", "or fewer": "<=",
             "or so": "~", "ish": "~", "or over": ">=", "or above": ">=", "and above": ">=", "or under": "<=",
             "and over": ">=", "or higher": ">=", "or below": "<="}  # fmt: skip
_PERCENT = frozenset({"%", "percent", "pct", "pc", "percents"})
_TIMES = frozenset({"over", "around", "about", "under", "above", "past", "some", "up to"})  # 'around 2015' is a time
_POINTS = frozenset({"points", "point", "pp", "ppt", "ppts", "pts"})
_MOST_OF = frozenset({"of", "civil", "people", "staff", "respondents", "officials", "they", "share", "do", "say",
                      "said", "don", "cited", "think", "did", "see", "civ",
                      "government", "uk", "public", "whitehall", "departments", "employees", "mandarins"})  # fmt: skip
_TIME_UNITS = frozenset(
    "am pm oclock min mins minute minutes hour hours hr hrs day days week weeks sec secs second seconds".split()
)
_FEW = 12
_NEARLY = frozenset({"nearly", "almost", "practically", "virtually"})
_TO = frozenset({"with", "to"})
_MOST_DIGITS = 15  # a longer number is none that a survey could hold
_NUMBERED = frozenset(
    "tweet bullet card slide page question table para paragraph section agenda item paper annex chapter line".split()
)
_SLACK_POINTS = 2.5  # 'about 30%' and 'a third' are right within two and a half points either side
_NEAR_POINTS = 5.0  # 'nearly half' and 'just over half' reach five points
_LOOSE_POINTS = 10.0  # 'eighty-odd' is anything in the eighties
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number or range that somebody named."""

    low: float
    """Per cent, where it is a share."""
    high: float
    includes_low: bool = True
    includes_high: bool = True
    value: float | None
    """The number itself, where one was named: 31 of '31%'; None for words such as 'most'."""
    percent: bool
    """True where it was named as a share: with a per cent sign, as a fraction or as 'most'."""
    points: bool
    """True where it was named as a difference of percentages: 6 points."""
    is_year: bool
    """True where it can only be a year: 2015, but not 'about 2000'."""
    bounded: str
    """How it was limited: = > >= < <= ~ ~< ~>."""
    words: str
    """As it was said, folded."""

    @property
    def is_few(self) -> bool:
        """Return whether it is a small bare number, which counts things and is nobody's percentage: top 3."""
        bare = not (self.percent or self.points) and self.bounded == "="
        return bare and self.value is not None and self.value <= _FEW

    @property
    def is_hedged(self) -> bool:
        """Return whether words in front limit it: about half."""
        return self.value is not None and any(self.words.startswith(f"{prefix} ") for prefix in _PREFIXES)

    @property
    def is_share(self) -> bool:
        """Return whether it can be a percentage."""
        return self.percent or self.value is None or self.value <= 100  # noqa: PLR2004 - per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A quantity and the tokens it takes."""

    start: int
    end: int
    quantity: Quantity | None
    """None for a number that means nothing here: 'in 10 minutes'."""


def find_quantities(tokens: Sequence[Token]) -> tuple[Found, ...]:
    """Return every quantity in a question, from left to right; none overlap."""
    words = [token.text for token in tokens]
    found: list[Found] = []
    at = 0
    while at < len(words):
        hit = _read(words, at)
        if hit is None:
            at += 1
        else:
            found.append(_with_prefix(words, hit, found[-1].end if found else 0))
            at = hit.end
    return tuple(_as_percent(words, f, after) for f, after in zip_longest(found, found[1:]))


def _as_percent(words: Sequence[str], found: Found, after: Found | None) -> Found:
    """Return a number before another that is of per cent as one too: 8 or 18 per cent."""
    bare, other = found.quantity, after.quantity if after else None
    if bare is None or bare.percent or bare.value is None or after is None or other is None or not other.percent:
        return found
    linked = list(words[found.end : after.start]) == ["or"] and bare.value < 100 and not bare.points  # noqa: PLR2004
    return replace(found, quantity=replace(bare, percent=True)) if linked else found


def _read(words: Sequence[str], at: int) -> Found | None:
    found = (
        reader(words, at) for reader in (_aside, _between, _written_fraction, _fraction, _one_in, _number, _near, _word)
    )
    return next((f for f in found if f), None)


def _aside(words: Sequence[str], at: int) -> Found | None:
    """Read a number that is no part of the question: '10 mins', '1 dp', '2 decimal places', 'slide 4'."""
    value, end = _count(words, at)
    if value is None:
        return None
    if at and words[at - 1] in _NUMBERED and not _is_percent(words, end):
        return Found(start=at, end=end, quantity=None)
    if end >= len(words):
        return None
    if words[end] == "decimal":
        places = end + 1 < len(words) and words[end + 1].startswith("place")
        return Found(start=at, end=end + 1 + places, quantity=None)
    ordinal = words[end] == "second" and end + 1 < len(words)
    aside = words[end] in _TIME_UNITS | {"dp", "sf"} and not ordinal
    return Found(start=at, end=end + 1, quantity=None) if aside else None


def _between(words: Sequence[str], at: int) -> Found | None:
    """Read 'between 30 and 35%', 'between a quarter and a third'."""
    apart = at > 0 and words[at - 1] in {"difference", "gap", "distance", "spread"}  # of two numbers, no range
    if words[at] != "between" or apart or at + 1 >= len(words):
        return None
    low = _fraction(words, at + 1) or _number(words, at + 1)
    if low is None or low.end >= len(words) or words[low.end] != "and" or low.end + 1 >= len(words):
        return None
    high = _fraction(words, low.end + 1) or _number(words, low.end + 1)
    if high is None or low.quantity is None or high.quantity is None:
        return None
    first, second = low.quantity.value, high.quantity.value
    if first is None or second is None:
        return None
    quantity = replace(high.quantity, low=min(first, second), high=max(first, second), includes_low=True,
                       includes_high=True, value=None, bounded="between", words=_said(words, at, high.end))  # fmt: skip
    return Found(start=at, end=high.end, quantity=quantity)


def _fraction(words: Sequence[str], at: int) -> Found | None:
    """Read 'half', 'a third', 'two thirds', 'three quarters'."""
    top, end = _count(words, at)
    if top is None and words[at] in {"a", "an"}:
        top, end = 1.0, at + 1
    if top is None:
        top, end = 1.0, at
    part = _FRACTIONS.get(words[end].removesuffix("s") if end < len(words) else "")
    plain_ordinal = end == at and words[at] != "half" and not words[at].endswith("quarter")
    if part is None or plain_ordinal or top * part > 100:  # noqa: PLR2004 - per cent
        return None
    return _part(top * part, words, at, end + 1)


def _written_fraction(words: Sequence[str], at: int) -> Found | None:
    """Read '1/3'."""
    top, _, bottom = words[at].partition("/")
    if not (top.isdecimal() and bottom.isdecimal() and 0 < int(top) < int(bottom)):
        return None
    return _part(100 * int(top) / int(bottom), words, at, at + 1)


def _one_in(words: Sequence[str], at: int) -> Found | None:
    """Read 'one in three', '3 out of 10', '3 in every 10'."""
    top, end = _count(words, at)
    if top is None:
        return None
    for link in (["in", "every"], ["out", "of", "every"], ["out", "of"], ["in"]):
        bottom, last = _count(words, end + len(link)) if words[end : end + len(link)] == link else (None, 0)
        if bottom and top <= bottom <= 100:  # noqa: PLR2004 - 'in 2015' is a year
            return _part(100 * top / bottom, words, at, last)
    return None


def _part(share: float, words: Sequence[str], start: int, end: int) -> Found:
    """Return a fraction, which is as good as the percentages near it."""
    sign, end = _suffix(words, end)
    return Found(
        start=start, end=end, quantity=_limited(share, percent=True, sign=sign or "~", words=_said(words, start, end))
    )


def _number(words: Sequence[str], at: int) -> Found | None:
    """Read '31%', '31', '4,400', 'thirty one per cent'."""
    value, end = _count(words, at)
    if value is None or (words[at] == "one" and not _is_percent(words, end)):
        return None
    limit, end = _suffix(words, end)
    points = _points(words, end)
    percent = not points and _is_percent(words, end)
    after, end = _suffix(words, end + (points or percent))
    sign, said = limit or after or "=", _said(words, at, end)
    return Found(
        start=at, end=end, quantity=_limited(value, percent=percent, points=bool(points), sign=sign, words=said)
    )


def _suffix(words: Sequence[str], at: int) -> tuple[str, int]:
    """Return the sign of the words behind a number that limit it, and the place behind them: or more, odd."""
    for suffix, sign in _SUFFIXES.items():
        parts = suffix.split()
        if words[at : at + len(parts)] == parts:
            return sign, at + len(parts)
    return "", at


def _said(words: Sequence[str], start: int, end: int) -> str:
    return " ".join(words[start:end]).replace(" %", "%")


def _points(words: Sequence[str], at: int) -> int:
    """Return how many words say that a number is of percentage points; 0 where none do."""
    if at < len(words) and words[at] in _POINTS:
        return 1
    return 2 if at + 1 < len(words) and words[at] in _PERCENT | {"percentage"} and words[at + 1] in _POINTS else 0


def _near(words: Sequence[str], at: int) -> Found | None:
    """Read 'nearly everyone', 'almost nobody', 'single figures', which 'digits' are read as too."""
    said = " ".join(words[at : at + 2])
    first, _, second = said.partition(" ")
    to = at > 0 and words[at - 1] in _TO
    if first in {"single", "double"} and second == "figures":
        limits = (0, 10, "<") if first == "single" else (10, 100, ">=")
    elif first in _NEARLY and second in {"everyone", "everybody", "all", "nobody"} and not to:
        limits = (0, 10, "<") if second == "nobody" else (90, 100, ">")
    else:
        return None
    return Found(start=at, end=at + 2, quantity=_range(*limits, said))


def _word(words: Sequence[str], at: int) -> Found | None:
    """Read 'most', 'the majority', 'a minority', 'nobody', where they say how many."""
    after = words[at + 1] if at + 1 < len(words) else ""
    before = words[at - 1] if at else ""
    if words[at] in {"majority", "majorities"} or (words[at] == "most" and after in _MOST_OF and before != "the"):
        return Found(start=at, end=at + 1, quantity=_range(50, 100, ">", words[at]))
    if words[at] == "minority":
        return Found(start=at, end=at + 1, quantity=_range(0, 50, "<", words[at]))
    if before in _TO or before == "over":
        return None  # 'share with nobody' is of whom, not of how many
    if words[at] in {"nobody", "noone"} or (words[at] == "no" and after == "one"):
        return Found(start=at, end=at + 1 + (words[at] == "no"), quantity=_range(0, 0, "=", "nobody"))
    if (
        words[at] in {"everyone", "everybody"} and after not in {"who", "that", "polled", "asked", "surveyed", "else"}
    ) or (words[at] == "all" and after in {"civil", "of", "respondents", "uk", "government"}):
        return Found(start=at, end=at + 1, quantity=_range(100, 100, "=", words[at]))
    return None


def _count(words: Sequence[str], at: int) -> tuple[float | None, int]:
    """Read a plain number in digits or words; return it and the place behind it."""
    if at >= len(words):
        return None, at
    digits = words[at].replace(",", "")
    if digits.replace(".", "", 1).isdecimal() and digits.isascii() and len(digits) <= _MOST_DIGITS:
        return float(digits), at + 1
    value = _WORDS.get(words[at])
    if value is None:
        return None, at
    unit = _WORDS.get(words[at + 1], 99.0) if at + 1 < len(words) else 99.0
    if words[at] in _TENS and 0 < unit < 10:  # noqa: PLR2004 - thirty one
        return value + unit, at + 2
    return value, at + 1


def _is_percent(words: Sequence[str], at: int) -> bool:
    return at < len(words) and words[at] in _PERCENT


def _with_prefix(words: Sequence[str], hit: Found, floor: int) -> Found:
    """Return the find with the words before it that limit it: 'more than' half."""
    quantity = hit.quantity
    if quantity is None or quantity.value is None:
        return hit
    start = hit.start
    if start > floor and words[start - 1] in {"a", "an", "the"} and start - 1 > floor:
        start -= 1  # 'under the half', 'over a third'
    for length in (3, 2, 1):
        if start - length < floor:
            continue
        prefix = " ".join(words[start - length : start])
        about = quantity.is_year or words[start] == "the"  # about the 8%
        if prefix in _PREFIXES and not (about and prefix in _TIMES and _PREFIXES[prefix] == "~"):
            said = f"{prefix} {quantity.words}"
            limited = _limited(
                quantity.value, percent=quantity.percent, points=quantity.points, sign=_PREFIXES[prefix], words=said
            )
            return Found(start=start - length, end=hit.end, quantity=limited)
    return hit


def _limited(value: float, *, percent: bool, sign: str, words: str, points: bool = False) -> Quantity:
    """Return the range that a number and the words around it stand for."""
    low, high, includes_low, includes_high = value, value, True, True
    match sign:
        case ">":
            high, includes_low = 100.0, False
        case ">=":
            high = 100.0
        case "<":
            low, includes_high = 0.0, False
        case "<=":
            low = 0.0
        case "~<":
            low, includes_high = value - _NEAR_POINTS, False
        case "~>":
            loose = _LOOSE_POINTS if words.split(maxsplit=1)[0][:1].isdigit() or "odd" in words else _NEAR_POINTS
            high, includes_high = value + loose, False
        case "~":
            low, high = value - _SLACK_POINTS, value + _SLACK_POINTS
        case _:
            pass
    return Quantity(
        low=low, high=high, includes_low=includes_low, includes_high=includes_high,
        value=value, percent=percent, points=points, bounded=sign, words=words,
        is_year=words.isdecimal() and value in _YEARS and not percent and not points,
    )  # fmt: skip


def _range(low: float, high: float, sign: str, words: str) -> Quantity:
    return Quantity(
        low=low, high=high, includes_low=sign != ">", includes_high=sign != "<",
        value=None, percent=True, points=False, is_year=False, bounded=sign, words=words,
    )  # fmt: skip
