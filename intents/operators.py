"""Read the small words that change what is named: negation, condition, conjunction, contrast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from intents.reading import Element, element_at, is_saying, names_cue
from intents.roles import Role
from intents.standing import AMOUNTS, BEING, POLITE, inside
from intents.vocabulary import Kind

_AUXILIARIES = frozenset("do does did is are was were has have had would could should can will".split())
_SUBJECTS = frozenset("it they we you he she there that this these those i the a most".split())
_WITHIN = frozenset({"of", "among", "amongst", "for", "within", "from", "in"})
_CROWD = frozenset({"those", "ones", "lot", "bunch", "group", "crowd", "camp", "gang"})
_TURNS = frozenset({"but", "although", "though", "whereas", "while", "however"})
_COMPARING = frozenset({"gap", "ratio", "compare", "than", "more", "less", "same", "rank", "highest", "lowest"})
LEADING_IN = frozenset({"of", "for", "in", "among", "amongst", "at", "by", "with", "within", "if", "from", "across"})
_OWN = frozenset({"their", "my", "our", "your", "his", "her"})
_TOWARDS = frozenset({"with", "to", "across", "between", "among", "about", "behind", "by", "over"})
_ONES = frozenset("one ones figure stat number score bit".split())
_TAKEN_BACK = frozenset({"i", "we", "sorry", "just", "mean", "meant"})
_TELLING = frozenset({"who", "but", "is", "are", "was", "do", "does", "did", "say", "cite"})
_JOINING = frozenset({"both", "either", "neither", "given", "more", "less", "compare", "gap", "list", "highest"})
_OF_THEM = frozenset({"of them", "among them"})
_HARMLESS = (Kind.UNIVERSE, Kind.STOP, Kind.FILLER, Kind.CUE)
_ABOUT = frozenset({"of", "among", "amongst", "by", "from", "do", "does", "did", "are", "have", "has", "with", "to",
                    "both", "which", "what", "across", "on", "about"})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """What the small words of a question do, by the places of its elements."""

    negated: frozenset[int]
    """Findings and topics that are named in the negative."""
    stray: frozenset[int]
    """Negations that negate nothing named."""
    withheld: frozenset[int]
    """Verbs of withholding that have somebody who goes without."""
    given: frozenset[int]
    """Findings that set a condition: of those who ..."""
    spent: frozenset[int]
    """Words that set it, and are accounted for by that."""
    joined: str
    """How one question is asked of two findings together: conjoined (with X and Y), disjoined (or), ratio (half of)."""
    apart: bool
    """True where two findings are named and nothing says how they belong together."""
    inside: frozenset[int]
    """Words of the asking that stand inside what is asked, and so change it: % who want to share."""
    nested: bool
    """True where a share is taken of a share: 31% of the 71%."""


def operators(elements: Sequence[Element], roles: Mapping[int, Role]) -> Operators:
    """Return what the small words of a question do."""
    found = tuple(i for i, e in enumerate(elements) if e.has(Kind.FINDING) and roles.get(i) is not Role.UNIVERSE)
    negated, stray, doubled = _negations(elements, found)
    given, spent = _conditions(elements, found)
    return Operators(
        negated=negated,
        stray=stray,
        withheld=frozenset(i for i, e in enumerate(elements) if e.has(Kind.WITHHOLD) and _is_kept_from(elements, i)),
        given=given,
        spent=spent,
        joined=_joined(elements, found) or ("ratio" if _is_part_of_other(elements, found) else ""),
        apart=_are_apart(elements, found),
        inside=inside(elements) | doubled | _other_wave(elements, found),
        nested=_is_share_of_share(elements),
    )


def without_contrast(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Return a question without what it sets aside: digital (not collaboration); not charities, not firms: councils."""
    for at in range(1, len(elements) - 1):
        aside = elements[at].has(Kind.NEGATION) and elements[at - 1].text == "("
        aside = aside or (elements[at].text == "not" and elements[at - 1].text in _ONES)  # the digital one, not the
        if aside and elements[at + 1].has(Kind.FINDING, Kind.TOPIC):
            return elements[:at] + elements[at + 2 :]
    start = _greeting(elements)
    if element_at(elements, start).text == "no" and _is_taken_back(element_at(elements, start + 1)):
        elements = elements[start + 1 :]
    behind = next((i for i in range(1, len(elements)) if _is_afterthought(elements, i)), len(elements))
    behind = next((i for i in range(1, behind) if _is_contrast(elements, i)), behind)
    elements = elements[:behind]
    start = end = _greeting(elements)
    while (after := _set_aside(elements, end)) > end:
        end = after
    named = any(e.has(Kind.FINDING) and not e.is_break for e in elements[end:])
    return elements[end:] if end > start and named else elements


def _is_taken_back(element: Element) -> bool:
    """Return whether 'no' before an element only takes back what came before: no, councils; no I meant charities."""
    return element.is_break or element.text in _TAKEN_BACK


def _is_afterthought(elements: Sequence[Element], at: int) -> bool:
    """Return whether the rest of a question only says what it is not about: ..., not councils."""
    rest = [e for e in elements[at + 1 :] if not (e.is_break or names_cue([e], POLITE) or e.has(Kind.ASIDE))]
    opens = elements[at].text == "," and bool(rest) and rest[0].has(Kind.NEGATION)
    named = all(e.has(Kind.FINDING) or e.text in {"or", "nor", "and"} for e in rest[1:])
    asked = elements[:at]
    counted = names_cue(asked, AMOUNTS) and any(e.has(Kind.FINDING) for e in asked)
    return opens and named and len(rest) > 1 and counted and not any(e.has(Kind.NEGATION) for e in asked)


def _is_contrast(elements: Sequence[Element], at: int) -> bool:
    """Return whether the rest of a question only says what its one name is not: the council one, not the central one.

    Where somebody is counted or told of, both may be meant: who shares with councils, not charities.
    """
    told = any(e.has(Kind.TOPIC, Kind.GIVE, Kind.UNIVERSE) or e.quantity or e.text in _TELLING for e in elements)
    if elements[at].text != "not" or told or names_cue(elements, AMOUNTS | _JOINING):
        return False
    asked = [e for e in elements[:at] if e.has(Kind.FINDING)]
    named = element_at(elements, at + 1).has(Kind.FINDING)
    return len(asked) == 1 and named and all(_is_idle(e) for e in elements[at + 2 :])


def _is_idle(element: Element) -> bool:
    idle = element.has(Kind.ASIDE) and not element.has(Kind.CUE)
    return idle or element.is_break or element.text in _ONES or names_cue([element], POLITE)


def _greeting(elements: Sequence[Element]) -> int:
    """Return the place behind the clauses at the start that are weak as a whole: good morning, | hey team, | ..."""
    at = 0
    for i, element in enumerate(elements):
        if element.is_break:
            at = i + 1
            continue
        polite = element.is_weak or names_cue([element], POLITE)
        if not polite or names_cue([element], {"set_aside"}) or (i == at and element.text in LEADING_IN):
            break
    return at


def _set_aside(elements: Sequence[Element], start: int) -> int:
    """Return the place behind a clause that only says what is not asked: not charities, | forget firms, | ..."""
    at = start
    while element_at(elements, at).text in {"and", "or", "but"}:
        at += 1
    opens = element_at(elements, at)
    if opens.text == "without" or not (opens.has(Kind.NEGATION) or names_cue([opens], {"set_aside"})):
        return start
    at += 1
    named = False
    while at < len(elements) and not elements[at].is_break:
        named = named or elements[at].has(Kind.FINDING)
        if named and elements[at].text == "but":  # not charities but councils
            return at + 1
        if not (elements[at].has(Kind.FINDING) or elements[at].text in {"and", "or", "nor", "about", "for"}):
            return start
        at += 1
    return at + 1 if named and at < len(elements) else start


def is_asked_about(elements: Sequence[Element], at: int) -> bool:
    """Return whether somebody is what a question is about: % of managers, did a minister say."""
    before = element_at(elements, at - 1)
    whose = element_at(elements, at - 2)
    if before.text in _OWN and (whose.last_word in _TOWARDS or whose.has(Kind.GIVE)):
        return True
    if before.text == "their" and is_saying(whose):  # citing their boss
        return True
    if before.text in {"and", "or"} and element_at(elements, at - 2).has(Kind.FINDING):  # councils and colleagues
        return True
    several = before.last_word == "for" and elements[at].text.endswith("s")  # for managers, not 'for my manager'
    return several or before.last_word in _ABOUT or names_cue([before], AMOUNTS)


def _negations(
    elements: Sequence[Element], found: Sequence[int]
) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Return the places of what is negated, of negations that negate nothing named, and of those that are one too many.

    Who did not say that they never share is not who did not say that they share.
    """
    negated: set[int] = set()
    stray: set[int] = set()
    doubled: set[int] = set()
    for at, element in enumerate(elements):
        withheld = element.has(Kind.WITHHOLD) and _is_kept_from(elements, at)
        if not withheld and (not element.has(Kind.NEGATION) or _is_rhetorical(elements, at)):
            continue
        # 'not everyone' and 'not 31%' negate a number
        loose = element_at(elements, at + 1).quantity is not None or _is_denial(elements, at, found)
        scope = set[int]() if loose else _scope(elements, at, found)
        if not scope and not withheld:
            stray.add(at)
        again = (scope & negated) or (not scope and not loose and _is_denied_again(elements, at))
        doubled |= {at} if again and not names_cue(elements, {"neither"}) else set()
        negated |= scope
    return frozenset(negated), frozenset(stray), frozenset(doubled)


def _is_denied_again(elements: Sequence[Element], at: int) -> bool:
    """Return whether another negation follows in the same clause: did not say they never share."""
    clause = takewhile(lambda e: not _ends_scope(e), elements[at + 1 :])
    return any(e.has(Kind.NEGATION) for e in clause)


def _is_denial(elements: Sequence[Element], at: int, found: Sequence[int]) -> bool:
    """Return whether people are said to deny something: 'security was not a barrier' is more than not citing it."""
    if names_cue(elements, AMOUNTS):  # the share for whom it was not one is counted
        return False
    told = element_at(elements, at - 1).text in BEING or elements[at].first_word in BEING
    behind = any(i < at for i in found) and not any(i > at for i in found)
    return told and behind and element_at(elements, at + 1).has(Kind.TOPIC)


def _is_kept_from(elements: Sequence[Element], at: int) -> bool:
    """Return whether a verb of withholding has somebody who goes without: keeps its data from councils."""
    for i in range(at + 1, len(elements)):
        if elements[i].is_break:
            return False
        if elements[i].has(Kind.FINDING):
            return elements[i - 1].text in {"from", "to"}
    return False


def _is_rhetorical(elements: Sequence[Element], at: int) -> bool:
    """Return whether a negation only turns a statement into a question: wasn't there, isn't it, don't they."""
    before, after = element_at(elements, at - 1), element_at(elements, at + 1)
    if elements[at].first_word in _AUXILIARIES and before.text in _SUBJECTS:  # it is not true
        return False
    rest = takewhile(lambda e: not e.is_break, elements[at + 1 :])
    ends = all(names_cue([e], POLITE) or (e.is_weak and not e.has(Kind.GIVE, Kind.TOPIC)) for e in rest)
    if before.text in _SUBJECTS and ends and element_at(elements, at - 2).text in _AUXILIARIES:  # is it not, cheers?
        return True
    asked = before.text in _AUXILIARIES or elements[at].first_word in _AUXILIARIES
    verb = at if elements[at].first_word in _AUXILIARIES else at - 1
    opens = element_at(elements, verb - 1).is_break  # 'isn't security ...' begins with its verb
    subject = after.first_word in _SUBJECTS or names_cue([after], {"check"})
    return asked and (subject or (opens and after.has(Kind.FINDING, Kind.UNIVERSE)))


def _scope(elements: Sequence[Element], at: int, found: Sequence[int]) -> set[int]:
    """Return the findings after a negation in its clause; else the nearest before it; else topics."""
    end = at + 1
    while end < len(elements) and not (_ends_scope(elements[end]) or elements[end].has(Kind.NEGATION)):
        end += 1
    after = {i for i in found if at < i < end}
    if after:
        return after
    verbs = {r.topic or r.value for e in elements[at + 1 : end] for r in e.of(Kind.TOPIC, Kind.GIVE)}
    before = {i for i in found if i < at and not (verbs and verbs.isdisjoint(_topics(elements[i])))}
    if before and not elements[at].text.startswith("without"):
        return before if names_cue(elements[:at], {"both", "neither", "either"}) else {max(before)}
    return {i for i in range(at + 1, end) if elements[i].has(Kind.TOPIC)}


def _topics(element: Element) -> set[str]:
    return {r.topic for r in element.of(Kind.FINDING)}


def _ends_scope(element: Element) -> bool:
    asks_anew = names_cue([element], AMOUNTS) or element.text == "what"
    return asks_anew or element.text in _TURNS or (element.is_break and element.text not in {":", "("})


def _conditions(elements: Sequence[Element], found: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the finding named as a condition, and the places of the words that make it one."""
    cues = frozenset(i for i, e in enumerate(elements) if names_cue([e], {"given"}))
    everybody = frozenset(i for i in cues if elements[i].text in _OF_THEM and not any(f < i for f in found))
    if len(found) < 2:  # noqa: PLR2004 - 'of those surveyed, how many ...' sets no condition
        return frozenset(), frozenset(i for i in cues if i in everybody or not _limits(elements, i))
    cues -= everybody
    strong = [i for i in sorted(cues) if elements[i].text != "also"] or _relative(elements, found)
    # No figure compares within those who gave another answer, or is of those who were told of in other words
    if strong and (names_cue(elements, _COMPARING) or (_opens(elements, strong[0]) and _limits(elements, strong[0]))):
        return frozenset(), everybody
    if strong:
        behind = [i for i in found if i > strong[0]]
        return frozenset(behind[:1] or found[:1]), cues | everybody | frozenset(strong[:1])
    if any(found[0] < i < found[1] and elements[i - 1].text != "and" for i in cues):
        return frozenset(found[:1]), cues | everybody
    return frozenset(), cues | everybody


def _limits(elements: Sequence[Element], at: int) -> bool:
    """Return whether 'of those who' sets a condition that no figure is of: who share data, who have left."""
    clause = _clause(elements, at)
    if not _opens(elements, at):
        topic = next((e for e in clause if e.has(Kind.FINDING, Kind.TOPIC, Kind.GIVE)), None)
        return topic is not None and not any(e.has(Kind.FINDING) for e in clause)
    named = any(e.has(Kind.FINDING) for e in clause)
    asked = any(e.has(Kind.TOPIC) and not e.has(Kind.FINDING, Kind.GIVE) for e in elements[:at])
    if named and asked and not names_cue(elements, AMOUNTS):
        return True  # what stops sharing among those who cited security
    if not named and any(e.has(Kind.TOPIC, Kind.GIVE) for e in clause):
        return True
    return any(e.has(Kind.ASIDE) and not e.has(*_HARMLESS) for e in clause)


def _opens(elements: Sequence[Element], at: int) -> bool:
    """Return whether a word of condition opens a clause: of those who, if they."""
    said = elements[at].text
    relative = said.endswith(("who", "that")) or said.startswith(("if", "given"))
    return relative or element_at(elements, at + 1).text in {"who", "that", "which"}


def _clause(elements: Sequence[Element], at: int) -> Sequence[Element]:
    """Return what follows a place up to the next break, or to what is counted."""
    end = at + 1
    while end < len(elements) and not (elements[end].is_break or names_cue([elements[end]], AMOUNTS)):
        end += 1
    return elements[at + 1 : end]


def _relative(elements: Sequence[Element], found: Sequence[int]) -> list[int]:
    """Return the place of the word that makes the first finding a condition: people who X, how many Y."""
    between = elements[found[0] : found[1]]
    joined = any(e.text in {"and", "or", "but"} for e in between)
    if len(found) != 2 or joined or names_cue(elements, _COMPARING):  # noqa: PLR2004 - a condition and what is asked
        return []
    places = [
        i for i in range(1, found[0]) if elements[i].text.startswith(("who", "that")) and _is_who(elements[i - 1])
    ]
    if names_cue(between, AMOUNTS):
        places += [i for i in range(found[0]) if elements[i].text in _WITHIN and _is_crowd(elements[i + 1])]
        counted = max(i for i in range(found[0], found[1]) if names_cue([elements[i]], AMOUNTS))
        apart = {e.text for e in elements[: found[1]] if e.is_break} - {",", ":", ";", "\n"}
        asked = not any(e.is_break or _is_crowd(e) for e in elements[counted : found[1]])
        if asked and not apart and _is_crowd(elements[0]):  # people who X how many Y
            places.append(0)
    return places[-1:]


def _is_who(element: Element) -> bool:
    """Return whether 'who' behind an element means respondents: civil servants who, the 83% who."""
    return _is_crowd(element) or (element.quantity is not None and element.quantity.percent)


def _is_crowd(element: Element) -> bool:
    return element.text in _CROWD or (element.has(Kind.UNIVERSE) and not element.has(Kind.STOP))


_LINKS = {"and": "conjoined", "as well as": "conjoined", "plus": "conjoined", "or": "disjoined"}


def _joined(elements: Sequence[Element], found: Sequence[int]) -> str:
    """Return how one question is asked of two findings together, or nothing.

    One verb with two objects (share with X and Y, cite X or Y), or two predicates of one percentage (% prioritising X
    and sharing with Y).
    """
    counted = names_cue(elements, AMOUNTS) and not names_cue(elements, _COMPARING)
    for first, second in pairwise(found):
        between = elements[first + 1 : second]
        link = next((_LINKS[e.text] for e in between if e.text in _LINKS), "")
        if not link or any(e.is_break for e in between):
            continue
        if elements[first].of(Kind.FINDING) == elements[second].of(Kind.FINDING):  # charities and NGOs are one
            continue
        before = element_at(elements, first - 1)
        verb = before.last_word in {"with", "to"} or before.has(Kind.TOPIC, Kind.GIVE)
        verb = verb or is_saying(before)
        if len(between) == 1 and verb and (counted or link == "conjoined"):
            return link
        apart = elements[first].of(Kind.FINDING)[0].topic != elements[second].of(Kind.FINDING)[0].topic
        if apart and counted and all(e.has(Kind.TOPIC, Kind.GIVE, Kind.STOP, Kind.FILLER) for e in between):
            return link
    return ""


def _is_part_of_other(elements: Sequence[Element], found: Sequence[int]) -> bool:
    """Return whether one figure is asked to be a part of another: is X less than half of Y."""
    if len(found) != 2:  # noqa: PLR2004 - a part and its whole
        return False
    asked = elements[: found[0]]
    between = elements[found[0] + 1 : found[1]]
    parts = [e for e in between if e.quantity is not None and e.quantity.percent and e.quantity.value]
    rest = (e for e in between if e.quantity is None)
    opens = any(e.text in BEING for e in asked) and not any(e.quantity or e.text in {"who", "that"} for e in asked)
    return len(parts) == 1 and opens and all(e.is_weak or e.has(Kind.TOPIC, Kind.GIVE) for e in rest)


def _are_apart(elements: Sequence[Element], found: Sequence[int]) -> bool:
    """Return whether two findings stand side by side with nothing to join or part them: blamed X for Y."""
    for first, second in pairwise(found):
        between = elements[first + 1 : second]
        one, other = ({r.value for r in elements[i].of(Kind.FINDING)} for i in (first, second))
        told = any(
            e.is_break or e.text in _LINKS or e.text in _TURNS or e.has(Kind.CUE, Kind.NEGATION, Kind.SPEAKER)
            for e in between
        )
        if not (one & other or told):
            return True
    return False


def _other_wave(elements: Sequence[Element], found: Sequence[int]) -> set[int]:
    """Return the places of waves that only the first of two findings compared is asked of: X in 2015 with Y now."""
    if len(found) < 2 or not names_cue(elements, _COMPARING):  # noqa: PLR2004 - two sides
        return set()
    return {i for i in range(found[0] + 1, found[1]) if elements[i].has(Kind.WAVE)}


def _is_share_of_share(elements: Sequence[Element]) -> bool:
    findings = any(e.has(Kind.FINDING) for e in elements)
    for at in range(len(elements) - 1):
        before, share = element_at(elements, at - 1), elements[at + 1].quantity
        opens = before.is_break or names_cue([before], {"count"})  # of the 31%, how many share with charities
        if opens and findings and elements[at].text == "of" and share is not None and share.percent and share.value:
            return True
    for at in range(2, len(elements)):
        pair = elements[at - 2].quantity, elements[at].quantity
        if elements[at - 1].text in {"of", "of those"} and all(q is not None and q.percent for q in pair):
            return True
    return False
