"""Rewrite a question by a small rule over its words, so that it means something else, or the same.

A rule takes a text as typed and yields what it makes of it: nothing where English does not allow the change.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.translation import names_of
from data.codebook import FindingId
from data.survey import question_of
from tests.helpers.asking import cgi_knowledge

Rewrite = Callable[[str], Iterable[str]]

# One plain way of naming each finding.
PLAIN: Mapping[str, str] = {
    "share_with.central_government": "other departments",
    "share_with.local_government": "councils",
    "share_with.third_sector": "charities",
    "share_with.private_sector": "businesses",
    "share_with.open_data": "open data platforms",
    "barrier.security": "security breaches",
    "barrier.interoperability": "incompatible systems",
    "barrier.data_quality": "poor quality data",
    "priority.collaboration": "collaboration",
    "priority.digital_transformation": "digital transformation",
}


def _parted(text: str) -> tuple[str, ...]:
    """Return the parts of a list written with bars between them: one | other."""
    return tuple(" ".join(part.split()) for part in text.split("|"))


# What a survey like this might have asked of each question, and this one did not.
UNASKED: Mapping[str, tuple[str, ...]] = {
    "share_with": _parted("the NHS | universities | the police | the EU | journalists | schools | the public"),
    "barrier": _parted("cost | legislation | a lack of skills | culture | GDPR | a lack of time | staff shortages"),
    "priority": _parted("cost cutting | diversity | staff morale | climate change | recruitment | innovation"),
}
PLACES = _parted("Wales | Scotland | London | the north | the NHS | HMRC | the Home Office | schools | France")
GROUPS = _parted(
    "women | men | over-50s | those under 30 | people aged over 50 | managers | graduates | disabled staff"
    "| senior officials"
    "| new recruits | people who work from home | trade union members | the unvaccinated"
)
TIMES = _parted(
    "in 2019 | in 2010 | in 2024 | during the pandemic | last month | ten years ago | by 2030 | since 2012"
    "| in the 1990s"
)
WHOSE = _parted(
    "of those under 30 | of managers | among women | of the civil servants who work in London"
    "| of those who have left the civil service | among those who voted Labour"
)

# Verbs of these questions: base form -> past; what is not regular is spelt out.
_REGULAR = (
    "publish blame name mention prioritise pick tick flag report fear value list provide supply disclose exchange swap "
    "use pass answer select reckon"
).split()
_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "share:shared cite:cited say:said give:gave send:sent see:saw put:put think:thought feel:felt make:made "
        "choose:chose work:worked tell:told"
    ).split()
)
PAST = {**_IRREGULAR, **{v: v + ("d" if v.endswith("e") else "ed") for v in _REGULAR}}
_BASES = {past: base for base, past in PAST.items() if past != base}
_GERUNDS = {(base[:-1] if base.endswith("e") and base != "see" else base) + "ing": base for base in PAST}

_PEOPLE = (
    r"(?:(?:UK )?civil servants|respondents|officials|people|ppl|individuals|bods|staff|departments|depts"
    r"|CS|they|those)"
)
_SUBJECT = (
    rf"(?:{_PEOPLE}|who|that|most|half|thirds?|quarters?|majority|more|fewer|everyone|anyone"
    r"|one in \w+|\w+ in ten|fifths|\d+%|%|percent|per cent|percentage|pct|proportion|fraction|many)"
)
# Behind 'of' and the like a verb's form may be a noun: the number of people share, the most named.
_NO_VERB = r"(?! (?:of|that|who|for)\b)"
_PRESENT = re.compile(rf"(?<![\w’'])({_SUBJECT}) ({'|'.join(PAST)})\b{_NO_VERB}", re.IGNORECASE)
_PASSED = re.compile(rf"(?<![\w’'])({_SUBJECT}) ({'|'.join(_BASES)})\b", re.IGNORECASE)
_DOING = re.compile(
    rf"(?<![\w’'])({_PEOPLE}|%|percentage|proportion|pct|of the sample) ({'|'.join(_GERUNDS)})\b", re.IGNORECASE
)
_OPENING = re.compile(rf"^({'|'.join(_GERUNDS)})\b", re.IGNORECASE)
_SHARE = r"(?:percentage|percent|per cent|proportion|share|pct|fraction|%)"
_PERCENT = rf"(?:what|which|wot|wat|whats the|what's the|what is the)? ?\b{_SHARE}"
_WHOM = (
    r"(?: of (?:the )?(?:UK )?(?:civil servants|respondents|officials|people|staff|the sample|the CS|civil service))?"
)
_ASKED = re.compile(
    rf"\b(?:what|which) {_SHARE}{_WHOM} (?:who |that )?(?=(?:{'|'.join((*PAST, *_BASES))})\b)", re.IGNORECASE
)
_MARKUP = re.compile(r"<[^>]*>|https?://\S+")
_OWN = re.compile(r"\b(?:i|we|i'm|i’m|my|our|im|us)\b", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:[\s?!.,:;]|\b(?:please|pls|plz|thanks|thx|ta|cheers|asap|lol|right|correct|true|yes|then|tho|though)\b)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A finding named in a text."""

    start: int
    end: int
    finding: FindingId


_EACH_OTHER = frozenset({"each other", "one another"})  # systems talk to each other too


@cache
def _names() -> tuple[re.Pattern[str], Mapping[str, FindingId]]:
    """Return the pattern of every name that stands for one finding alone, and what each stands for."""
    survey = cgi_knowledge().surveys["cgi-2015"]
    found: dict[str, set[FindingId]] = {}
    for category in survey.categories.values():
        if category.id in PLAIN:
            for word in (*names_of(category.words), category.label):
                found.setdefault(word.casefold(), set()).add(category.id)
    single = {word: min(ids) for word, ids in found.items() if len(ids) == 1 and word not in _EACH_OTHER}
    longest_first = sorted(single, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])"), single


def mentions(text: str) -> list[Mention]:
    """Return the findings a text names, but those in an aside about the asker, in mark-up or set aside by 'not'."""
    pattern, meant = _names()
    folded = text.lower()
    if len(folded) != len(text):
        return []
    hidden = [m.span() for m in _MARKUP.finditer(text)]
    return [
        Mention(m.start(), m.end(), meant[m.group()])
        for m in pattern.finditer(folded)
        if not any(a <= m.start() < b for a, b in hidden) and not _is_beside_the_point(folded[: m.start()])
    ]


def _is_beside_the_point(before: str) -> bool:
    clause = re.split(r"[.!?\n]", before)[-1]
    return _OWN.search(clause) is not None or re.search(r"\b(?:not|ignore|apart from) (?:the )?$", clause) is not None


def put(text: str, mention: Mention, words: str) -> str:
    """Return a text with a mention replaced; what was 'across Whitehall' becomes 'with councils'."""
    old = text[mention.start : mention.end].casefold()
    led = re.match(r"(?:in|within|inside|across|between|among|amongst|cross|pan|intra|inter)\b", old)
    return f"{text[: mention.start]}{'with ' if led else ''}{words}{text[mention.end :]}"


def behind(text: str, words: str) -> str:
    """Return a text with words added at the end of what it asks, before its question mark and its thanks."""
    first = text.find("?")
    asked = text if first < 0 else text[: first + 1]
    at = _TAIL.search(asked)
    end = at.start() if at else len(asked)
    return f"{text[:end]} {words}{text[end:]}"


def before(text: str, words: str) -> str:
    """Return a text with words set in front of it."""
    return f"{words} {text}"


def each(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Rewrite:
    """Return the rule that replaces each place of a pattern, one at a time."""
    found = re.compile(pattern, re.IGNORECASE)

    def rewrite(text: str) -> Iterable[str]:
        for m in found.finditer(text):
            new = m.expand(replacement) if isinstance(replacement, str) else replacement(m)
            yield text[: m.start()] + new + text[m.end() :]

    return rewrite


def swap_words(pairs: str) -> Rewrite:
    """Return the rule that puts each word in place of its opposite, one at a time: more/less | over/under."""
    opposite = {a.casefold(): b for one, other in map(_pair, _parted(pairs)) for a, b in ((one, other), (other, one))}
    names = "|".join(map(re.escape, sorted(opposite, key=len, reverse=True)))
    return each(rf"(?<![\w-])(?<!\bor )(?:{names})(?![\w-])", lambda m: opposite[m.group().casefold()])


def _pair(text: str) -> tuple[str, str]:
    one, other = text.split("/")
    return one, other


def both(*rewrites: Rewrite) -> Rewrite:
    """Return the rule that does what each of several does."""
    return lambda text: (new for rewrite in rewrites for new in rewrite(text))


_HELPED = re.compile(r"\b(?:do|does|did|dont|don't|don’t|didn't|didnt|didn’t|can|will|should|not)\b", re.IGNORECASE)


def at_verb(*adverbs: str) -> Rewrite:
    """Return the rule that sets an adverb before each verb: who share -> who only share."""
    return lambda text: (
        f"{text[: m.start(2)]}{adverb} {text[m.start(2) :]}"
        for m in (*_verbs(text, _PRESENT), *_verbs(text, _PASSED))
        for adverb in adverbs
        if (m.group(1).casefold(), adverb) not in {("more", "often"), ("fewer", "often"), ("most", "often")}
    )


def at_present(*helpers: str) -> Rewrite:
    """Return the rule that sets a helping verb before each verb: who share -> who want to share."""
    return lambda text: (
        f"{text[: m.start(2)]}{helper} {text[m.start(2) :]}"
        for m in _verbs(text, _PRESENT)
        for helper in helpers
        if helper in AFTER_DO or not _HELPED.search(text[: m.start()])
    )


AFTER_DO = frozenset({"want to", "plan to", "try to", "hope to", "need to", "refuse to", "never", "fail to"})


def _verbs(text: str, pattern: re.Pattern[str]) -> Iterable[re.Match[str]]:
    """Return the verbs of a text; 'what did they say' asks, and 'most cited' is no verb with a subject."""
    return (
        m
        for m in pattern.finditer(text)
        if not (m.group(2).casefold() == "say" and _HELPED.search(text[: m.start()]))
        and not (m.group(1).casefold() in {"most", "more", "fewer"} and m.group(2).casefold() in _BASES)
        and not re.search(r"\b(?:is|are|was|were) $", text[: m.start()], re.IGNORECASE)
    )


def _base(*helpers: str) -> Rewrite:
    return lambda text: (
        f"{text[: m.start(2)]}{helper} {_BASES[m.group(2).casefold()]}{text[m.end(2) :]}"
        for m in _verbs(text, _PASSED)
        if not re.search(r"\bnot\W*$", text)
        for helper in helpers
    )


negate_present = at_present("do not", "don't", "dont", "never", "fail to", "refuse to")
negate_past = _base("did not", "didn’t", "never", "failed to")
negate_gerund = both(
    each(_DOING.pattern, r"\1 not \2"), each(_OPENING.pattern, r"not \1"), each(_OPENING.pattern, r"without \1")
)
_CLAIMED = r"(?:\d+%|half|most|a third|a quarter|two thirds|three quarters)"
_ABOUT = r"(?:(?:less|fewer|more) than |over |under |nearly |about )?"
nobody = both(
    each(rf"\b(?:most|more than half|over half|half|the majority|\d+%) (?=(?:of )?{_PEOPLE})", "no "),
    each(rf"\b(?:do|did) (?:most|the majority|more than half|\d+%)(?: of)?(?: {_PEOPLE})? ", "does nobody "),
    each(rf"^{_ABOUT}{_CLAIMED}(?: of)?(?: {_PEOPLE})? (?=share|cited|said|blame)", "nobody "),
)
untrue = both(
    each(r"\bis it (?:true|right|correct|the case)\b", "is it false"),
    each(r"\bis it (?:true|right|correct|the case)\b", "is it untrue"),
    each(rf"^(?={_ABOUT}{_CLAIMED} (?:share|cite|said|say|blame|worried|sharing))", "it is not true that "),
)


_LED = re.compile(
    r"(?:\b(?:with|to|via|on|cited?|citing|mention(?:ed|ing)?|blam(?:e|ed|ing)|named?|say|said) )$", re.IGNORECASE
)
_BUT = {
    True: ("anyone but", "anyone other than", "everyone except", "bodies apart from", "everyone besides"),
    False: ("anything but", "anything other than", "everything except", "things apart from", "everything besides"),
}


def excepting(text: str) -> Iterable[str]:
    """Yield a text that asks for everything but what it named."""
    for m in mentions(text):
        if _LED.search(text[: m.start]):
            words = _BUT[question_of(m.finding) == "share_with"]
            yield from (put(text, m, f"{word} {PLAIN[m.finding]}") for word in _some(words, text, 3))


def unnamed(text: str) -> Iterable[str]:
    """Yield a text with a negation in front of what it names: without security, citing no security."""
    for m in mentions(text):
        lead = text[: m.start]
        if question_of(m.finding) != "share_with" and (
            not lead.strip() or re.search(r"(?:%|\bcit(?:ed|ing|e)|\bmentioned|\bblam(?:ed|ing)|\babout) $", lead)
        ):
            yield from (put(text, m, f"{word} {text[m.start : m.end]}") for word in ("without", "no", "not"))


_NOT = r"(?! (?:the|a|an|just|only|percent|percentage|number|%)\b)"
_undone = both(
    each(rf"\b(do|does|did|have|has|is|are|was|were|could|would)(?:n['’]?t| not){_NOT}\b", r"\1"),
    each(rf"\bnot{_NOT} ", ""),
    each(r"\bnon-(?=shar)", ""),
    each(r"\bnever ", "always "),
    each(r"\bfail(?:ed|ing)? to ", ""),
    each(r"\bwithout ", "with "),
    each(r"\b(keeps?) (?:its |their )?(data|information) from\b", r"shares \2 with"),
)


def undo(text: str) -> Iterable[str]:
    """Yield a text without its negation, where it had one only."""
    yield from (t for t in _undone(text) if not re.search(r"\b(?:not|never|without)\b|n['’]?t\b", t))


def exchanged(text: str) -> Iterable[str]:
    """Yield a text with the two findings of one question exchanged in place, where their order means something."""
    found = mentions(text)
    ordered = re.search(
        r"\b(?:than|minus|ratio|behind|ahead|exceeds?|beats?|double|half as|times|multiple)\b",
        text,
        re.IGNORECASE,
    )
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            if one.finding != other.finding and question_of(one.finding) == question_of(other.finding) and ordered:
                a, b = text[one.start : one.end], text[other.start : other.end]
                yield f"{text[: one.start]}{b}{text[one.end : other.start]}{a}{text[other.end :]}"


_RECEIVE = dict(
    pair.split(":")
    for pair in (
        "share:receive shares:receives sharing:receiving shared:received send:get sends:gets sent:got pass:get "
        "passes:gets "
        "passing:getting passed:got give:get giving:getting gave:got swap:obtain exchange:obtain"
    ).split()
)
_GOODS = r"(?: (?:their|its|any|all|the))?(?: (?:data|info|information|stuff|anything))?"
_GIVING = rf"\b({'|'.join(_RECEIVE)})({_GOODS})(?: on)? (?:with|to)\b"


def reversed_roles(text: str) -> Iterable[str]:
    """Yield a text in which who gives receives, and who receives gives."""
    yield from each(_GIVING, lambda m: f"{_RECEIVE[m.group(1).casefold()]}{m.group(2)} from")(text)
    for m in mentions(text):
        party, lead = PLAIN[m.finding], text[: m.start]
        if question_of(m.finding) != "share_with" or m.finding == "share_with.open_data":
            continue
        verb = re.search(rf"{_GIVING}(?= (?:the |other |their )?$)", lead, re.IGNORECASE)
        if not verb or text[m.end :].startswith(" depart"):
            continue
        if verb.group(1).casefold() == "sharing":
            yield f"{lead[: verb.start()]}sharing by {party}{text[m.end :]}"
            yield f"{lead[: verb.start()]}{party} sharing data with civil servants{text[m.end :]}"
        elif head := _subject(lead[: verb.start()], party):
            yield f"{head}{verb.group()} civil servants{text[m.end :]}"


_BETWEEN = r"(?: (?:who|that|say|said|they|do|to|really|not|did|don't))*\s*$"


def _subject(head: str, party: str) -> str:
    """Return what stands before a verb of giving with another giver; nothing where there is none."""
    found = re.search(rf"\b{_PEOPLE}(?={_BETWEEN})", head, re.IGNORECASE)
    if found:
        return f"{head[: found.start()]}{party}{head[found.end() :]}"
    measured = re.search(r"(?:%|percentage|percent|proportion|share)\s*$", head)
    return f"{head.rstrip()} of {party} " if measured else ""


larger_smaller = swap_words(
    "more than/less than | fewer than/more than | over/under | above/below | at least/at most | higher/lower"
    "| bigger/smaller"
    "| most common/least common | more common/less common | highest/lowest | biggest/smallest"
    "| largest/smallest | most/least"
    "| top/bottom | more/fewer | more/less | greater/smaller | majority/minority | exceed/fall short of"
    "| nearly/just over"
    "| almost/just over | fewest/most | commonest/rarest | rarer/commoner"
)
_PLACED = (
    r"(?<!second )(?<!third )(?<!2nd )(?<!3rd )(?<!next )"
    r"\b(?:highest|biggest|largest|top|main|primary|leading|most common|lowest|smallest|number one|number 1)\b"
)
other_place = both(
    *(each(_PLACED, p) for p in ("second biggest", "third biggest", "average", "oldest", "most expensive")),
    swap_words("second/third | 2nd/3rd | runner-up/winner | top two/bottom two | top three/top four"),
)
other_order = swap_words(
    "ascending/descending | high to low/low to high | highest to lowest/lowest to highest | hi to lo/lo to hi"
    "| biggest first/smallest first | most to least/least to most"
)
other_wave = both(
    each(r"\b(?:january|jan|early|(?:the )?(?:start|beginning) of) 2015\b", "late 2015"),
    each(r"\b(?:the )?(?:previous|earlier|first) (?:wave|survey)\b", "the latest wave"),
    each(r"\blate[- ]2015\b", "January 2015"),
    each(r"\b(?:last time|before|previously)\b", "next time"),
    each(r"\b(?:last time|before|previously)\b", "afterwards"),
)
other_year = both(
    each(r"\b2015\b", "2019"), each(r"\b2016\b", "2012"), each(r"\b2015\b", "2005"), each(r"\b2016\b", "2023")
)


def other_finding(text: str) -> Iterable[str]:
    """Yield a text with each finding replaced by others of its question that are not named."""
    found = mentions(text)
    named = {m.finding for m in found}
    for m in found:
        siblings = [f for f in PLAIN if question_of(FindingId(f)) == question_of(m.finding) and f not in named]
        yield from (put(text, m, PLAIN[f]) for f in _some(tuple(siblings), text, 2))


def unasked(text: str) -> Iterable[str]:
    """Yield a text with each finding replaced by something that was not asked."""
    for m in mentions(text):
        others = UNASKED[question_of(m.finding)]
        yield from (put(text, m, word) for word in _some(others, text, 2))


def _some(words: tuple[str, ...], text: str, most: int) -> Iterable[str]:
    """Return some of the words, others for each text and the same each time."""
    start = sum(map(ord, text)) % len(words) if words else 0
    return islice((*words[start:], *words[:start]), most)


def somewhere(text: str) -> Iterable[str]:
    """Yield a text about one place."""
    for place in _some(PLACES, text, 1):
        yield before(text, f"In {place},") if len(text) % 3 == 0 else behind(text, f"in {place}")


def among_some(text: str) -> Iterable[str]:
    """Yield a text about some of the people."""
    for group in _some(GROUPS, text, 1):
        yield before(text, f"For {group}:") if len(text) % 3 == 0 else behind(text, f"among {group}")


def at_times(text: str) -> Iterable[str]:
    """Yield a text about another time."""
    yield from (behind(text, time) for time in _some(TIMES, text, 1))


def of_some(text: str) -> Iterable[str]:
    """Yield a text with a condition in front that no figure is of."""
    yield from (before(text, f"{whose.capitalize()},") for whose in _some(WHOSE, text, 1))


_DOING_SO = {
    "share_with.third_sector": "share data with charities",
    "barrier.security": "cited security",
    "priority.digital_transformation": "see digital transformation as a priority",
}
_CONDITIONS = (
    "Of those who {doing}, {text}",
    "Among civil servants who {doing}: {text}",
    "For people who {doing}, {text}",
)
_ENDINGS = ("among those who {doing}", "if they also {doing}", "by those who {doing}")


def conditioned(text: str) -> Iterable[str]:
    """Yield a text about those alone who gave an answer that it does not name."""
    named = {m.finding for m in mentions(text)}
    doings = tuple(doing for finding, doing in _DOING_SO.items() if finding not in named)
    if named:
        for doing in _some(doings, text, 1):
            yield from (c.format(doing=doing, text=text) for c in _some(_CONDITIONS, text, 1))
            yield from (behind(text, e.format(doing=doing)) for e in _some(_ENDINGS, text, 1))


_ROLE = r"\b(?:an? )(?:key )?(barrier|obstacle|priority|blocker|hurdle)\b"
other_rank = both(*(each(_ROLE, rf"their {rank} \1") for rank in ("second", "only", "third biggest")))

_SAYING = r"(?= (?:who|that|share|shared|said|say|cite|cited|see|blame|name|mention|want)\b)"
percent_to_count = both(
    each(rf"{_PERCENT}{_WHOM}{_SAYING}", " how many civil servants"),
    each(r"(?:%|\bpercentage|\bproportion|\bpct|\bpercent|\bper cent)(?=\s*[?.!,]*$)", "headcount"),
)
_how_many = both(
    each(rf"\bhow many(?: {_PEOPLE})?\b", "what percentage"),
    each(rf"\bnumber of(?: {_PEOPLE})?\b", "percentage"),
    each(r"\b(?:head ?count|headcnt)\b", "percentage"),
)


def count_to_percent(text: str) -> Iterable[str]:
    """Yield a text that asks for a percentage, where nothing else in it asks for a number."""
    found = tuple(_how_many(text))
    said = re.search(
        r"\b(?:not|number(?! of)|percent|per cent|absolute|heads|in people|4,?400|percentage|numbers)\b|%", text
    )
    return found if len(found) == 1 and not said else ()


def asked_otherwise(frames: str) -> Rewrite:
    """Return the rule that asks something else of the same people: what percentage share -> how often do ... share."""
    return both(*(each(_ASKED.pattern, f"{frame} ") for frame in _parted(frames)))


to_outside = asked_otherwise(
    "how often is it that civil servants | why is it that civil servants | since when is it that civil servants"
    "| how many times a year do civil servants | in which departments is it that civil servants"
    "| what is the average age of civil servants who | how much money is lost because civil servants"
    "| which minister says that civil servants | how satisfied are civil servants who | is it good that civil servants"
    "| what would happen if civil servants | how can I help civil servants who"
    "| what is the salary of civil servants who"
)
to_inside = asked_otherwise(
    "what is the margin of error on the percentage who | how has the percentage changed since January 2015 who"
    "| how many civil servants | who was quoted about civil servants who | where in the ranking is the percentage who"
)
_MEASURES = _parted(
    "trend | headcount | margin of error | ranking | quote | cost | per department | target | average | forecast"
)
_BARE = 3  # words; a longer question says already what is asked of a name


def short_measure(text: str) -> Iterable[str]:
    """Yield a bare name with a measure that was not asked for: councils? -> councils trend?."""
    if len(text.split()) <= _BARE and len(mentions(text)) == 1 and not re.search("%|perc", text):
        yield from (behind(text, measure) for measure in _MEASURES)


# What leaves the meaning alone.
POLITE = (
    *("hi, {}", "Hello! {}", "good morning, {}", "hey team, {}", "Dear all,\n{}", "Sorry to bother you, {}"),
    *("quick question: {}", "Quick one - {}", "could you tell me: {}", "{} please", "{} thanks", "{} cheers"),
    *("{}\nThanks in advance!", "{}\nMany thanks", "{}\nKind regards", "{}\nThanks, Sam"),
)
STYLES: Mapping[str, Callable[[str], str]] = {
    "shouted": lambda text: text if _MARKUP.search(text) else text.upper(),
    "small letters": lambda text: text if _MARKUP.search(text) else text.lower(),
    "no question mark": lambda text: re.sub(r"(?<=[\w%])\?+$", "", text),
    "many question marks": lambda text: re.sub(r"(?<=[\w%])\?+$", "???!", text),
    "a full stop": lambda text: re.sub(r"(?<=[a-z])$", ".", text),
    "an ellipsis": lambda text: re.sub(r"(?<=[a-z])$", "…", text),
    "spaced out": lambda text: text.replace(" ", "   "),
    "on its own line": lambda text: f"\n\n  {text}\n",
    "curly quotes": lambda text: text.replace("'", "’"),
    "an emoji": lambda text: f"{text} 🙏",
    "a mention": lambda text: f"<@U0BOT1234> {text}",
}


def synonyms(text: str) -> Iterable[str]:
    """Yield a text with each finding named otherwise."""
    survey = cgi_knowledge().surveys["cgi-2015"]
    _, meant = _names()
    for m in mentions(text):
        words = tuple(w for w in names_of(survey.category(m.finding).words) if meant.get(w.casefold()) == m.finding)
        yield from (put(text, m, word) for word in _some(words, text, 1))


_UNIVERSE = (
    "civil servants",
    "UK civil servants",
    "officials",
    "respondents",
    "civil service staff",
    "government officials",
)
_SHARING = ("share data", "share information", "share info", "exchange data", "swap data")


def other_people(text: str) -> Iterable[str]:
    """Yield a text with another word for those who were asked."""
    for word in _some(_UNIVERSE, text, 2):
        yield from each(r"\b(?:civil servants|officials|respondents)\b", word)(text)


def other_verb(text: str) -> Iterable[str]:
    """Yield a text with another word for sharing."""
    for word in _some(_SHARING, text, 2):
        yield from each(r"\bshare data\b", word)(text)
