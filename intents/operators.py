"""Read the small words that change what is named: negation, condition, conjunction, contrast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from intents.reading import Element, element_at, is_saying, names_cue
from intents.roles import Role
from intents.vocabulary import Kind

_AUXILIARIES = frozenset("do does did is are was were has have had would could should can will".split())
_SUBJECTS = frozenset("it they we you he she there that this these those i the a most".split())
_BEING = frozenset({"is", "are", "was", "were", "be", "being", "been"})
_TURNS = frozenset({"but", "although", "though", "whereas", "while", "however"})
_COMPARING = frozenset({"gap", "ratio", "compare", "than", "more", "less", "same", "rank", "highest", "lowest"})
_AMOUNTS = frozenset({"percent", "count"})
_ABOUT = frozenset({"of", "among", "amongst", "by", "from", "do", "does", "did", "are", "have", "has", "with", "to",
                    "both"})  # fmt: skip


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
    """How one question is asked of two findings together: conjoined (with councils and charities), disjoined (or)."""
    apart: bool
    """True where two findings are named and nothing says how they belong together."""
    inside: frozenset[int]
    """Words of the asking that stand inside what is asked, and so change it: % who want to share."""
    nested: bool
    """True where a share is taken of a share: 31% of the 71%."""


def operators(elements: Sequence[Element], roles: Mapping[int, Role]) -> Operators:
    """Return what the small words of a question do."""
    found = tuple(i for i, e in enumerate(elements) if e.has(Kind.FINDING) and roles.get(i) is not Role.UNIVERSE)
    negated, stray = _negations(elements, found)
    given, spent = _conditions(elements, found)
    return Operators(
        negated=negated,
        stray=stray,
        withheld=frozenset(i for i, e in enumerate(elements) if e.has(Kind.WITHHOLD) and _is_kept_from(elements, i)),
        given=given,
        spent=spent,
        joined=_joined(elements, found),
        apart=_are_apart(elements, found),
        inside=_inside(elements),
        nested=_is_share_of_share(elements),
    )


def without_contrast(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Return a question without what it sets aside in brackets: digital (not collaboration)."""
    for at in range(1, len(elements) - 1):
        aside = elements[at].has(Kind.NEGATION) and elements[at - 1].text == "("
        if aside and elements[at + 1].has(Kind.FINDING, Kind.TOPIC):
            return elements[:at] + elements[at + 2 :]
    return elements


def is_asked_about(elements: Sequence[Element], at: int) -> bool:
    """Return whether somebody is what a question is about: % of managers, did a minister say."""
    before = element_at(elements, at - 1)
    return before.last_word in _ABOUT or names_cue([before], _AMOUNTS)


def _negations(elements: Sequence[Element], found: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the places of what is negated, and those of negations that negate nothing named."""
    negated: set[int] = set()
    stray: set[int] = set()
    for at, element in enumerate(elements):
        withheld = element.has(Kind.WITHHOLD) and _is_kept_from(elements, at)
        if not withheld and (not element.has(Kind.NEGATION) or _is_rhetorical(elements, at)):
            continue
        # 'not everyone' and 'not 31%' negate a number
        loose = element_at(elements, at + 1).quantity is not None or _is_denial(elements, at, found)
        scope = set[int]() if loose else _scope(elements, at, found)
        negated |= scope
        if not scope and not withheld:
            stray.add(at)
    return frozenset(negated), frozenset(stray)


def _is_denial(elements: Sequence[Element], at: int, found: Sequence[int]) -> bool:
    """Return whether people are said to deny something: 'security was not a barrier' is more than not citing it."""
    told = element_at(elements, at - 1).text in _BEING or elements[at].first_word in _BEING
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
    asked = before.text in _AUXILIARIES or elements[at].first_word in _AUXILIARIES
    opens = element_at(elements, at - 2).is_break  # 'isn't security ...' begins with its verb
    subject = after.first_word in _SUBJECTS or names_cue([after], {"check"})
    return asked and (subject or (opens and after.has(Kind.FINDING, Kind.UNIVERSE)))


def _scope(elements: Sequence[Element], at: int, found: Sequence[int]) -> set[int]:
    """Return the findings after a negation in its clause; else the nearest before it; else topics."""
    end = at + 1
    while end < len(elements) and not _ends_scope(elements[end]):
        end += 1
    after = {i for i in found if at < i < end}
    if after:
        return after
    before = {i for i in found if i < at}
    if before and not elements[at].text.startswith("without"):
        return before if names_cue(elements[:at], {"both", "neither", "either"}) else {max(before)}
    return {i for i in range(at + 1, end) if elements[i].has(Kind.TOPIC)}


def _ends_scope(element: Element) -> bool:
    asks_anew = names_cue([element], _AMOUNTS) or element.text == "what"
    return asks_anew or element.text in _TURNS or (element.is_break and element.text not in {":", "("})


def _conditions(elements: Sequence[Element], found: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the finding named as a condition, and the places of the words that make it one."""
    cues = frozenset(i for i, e in enumerate(elements) if names_cue([e], {"given"}))
    if len(found) < 2:  # noqa: PLR2004 - 'of those surveyed, how many ...' sets no condition
        return frozenset(), frozenset(i for i in cues if not _limits(elements, i))
    strong = [i for i in sorted(cues) if elements[i].text != "also"] or _relative(elements, found)
    if strong:
        behind = [i for i in found if i > strong[0]]
        return frozenset(behind[:1] or found[:1]), cues | frozenset(strong[:1])
    if any(found[0] < i < found[1] and elements[i - 1].text != "and" for i in cues):
        return frozenset(found[:1]), cues
    return frozenset(), cues


def _limits(elements: Sequence[Element], at: int) -> bool:
    """Return whether 'of those who' is followed by a topic alone, a condition that no figure is of: who share data."""
    for element in elements[at + 1 :]:
        if element.has(Kind.FINDING):
            return False
        if element.has(Kind.TOPIC, Kind.GIVE):
            return True
        if names_cue([element], _AMOUNTS):
            return False
    return False


def _relative(elements: Sequence[Element], found: Sequence[int]) -> list[int]:
    """Return the place of the word that makes the first finding a condition: people who X, how many Y."""
    between = elements[found[0] : found[1]]
    joined = any(e.text in {"and", "or", "but"} for e in between)
    if len(found) != 2 or joined or names_cue(elements, _COMPARING):  # noqa: PLR2004 - a condition and what is asked
        return []
    places = [
        i for i in range(1, found[0]) if elements[i].text.startswith(("who", "that")) and _is_who(elements[i - 1])
    ]
    if names_cue(between, _AMOUNTS):
        places += [
            i
            for i in range(found[0])
            if elements[i].text in {"of", "among", "amongst"} and elements[i + 1].has(Kind.UNIVERSE)
        ]
    return places[-1:]


def _is_who(element: Element) -> bool:
    """Return whether 'who' behind an element means respondents: civil servants who, the 83% who."""
    return element.has(Kind.UNIVERSE) or (element.quantity is not None and element.quantity.percent)


_LINKS = {"and": "conjoined", "as well as": "conjoined", "plus": "conjoined", "or": "disjoined"}


def _joined(elements: Sequence[Element], found: Sequence[int]) -> str:
    """Return how one question is asked of two findings together, or nothing.

    One verb with two objects (share with X and Y, cite X or Y), or two predicates of one percentage (% prioritising X
    and sharing with Y).
    """
    counted = names_cue(elements, _AMOUNTS) and not names_cue(elements, _COMPARING)
    for first, second in pairwise(found):
        between = elements[first + 1 : second]
        link = next((_LINKS[e.text] for e in between if e.text in _LINKS), "")
        if not link or any(e.is_break for e in between):
            continue
        before = element_at(elements, first - 1)
        verb = before.last_word in {"with", "to"} or before.has(Kind.TOPIC, Kind.GIVE)
        verb = verb or is_saying(before)
        if len(between) == 1 and verb and (counted or link == "conjoined"):
            return link
        apart = elements[first].of(Kind.FINDING)[0].topic != elements[second].of(Kind.FINDING)[0].topic
        if apart and counted and all(e.has(Kind.TOPIC, Kind.GIVE, Kind.STOP) for e in between):
            return link
    return ""


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


_STOPS = frozenset(".?!\n;")


def _inside(elements: Sequence[Element]) -> frozenset[int]:
    """Return the places of words of the asking that stand inside what is asked, sentence by sentence.

    What is asked runs from 'what percentage' or 'how many', else from those who were asked, to the last finding,
    topic or verb of the sentence.
    """
    inside: set[int] = set()
    start = 0
    for end in [*(i for i, e in enumerate(elements) if e.text in _STOPS), len(elements)]:
        inside |= _inside_sentence(elements, start, end)
        start = end + 1
    return frozenset(inside)


def _inside_sentence(elements: Sequence[Element], start: int, end: int) -> set[int]:
    core = [i for i in range(start, end) if elements[i].has(Kind.FINDING, Kind.TOPIC, Kind.GIVE)]
    core = [i for i in core if not elements[i].has(Kind.ASIDE)]
    if not core:
        return set()
    amounts = [i for i in range(start, core[-1]) if names_cue([elements[i]], _AMOUNTS)]
    people = [i for i in range(start, core[-1]) if elements[i].has(Kind.UNIVERSE) and not elements[i].has(Kind.STOP)]
    begin = amounts[-1:] or people[:1]
    if not begin:
        return set()
    return {i for i in range(begin[0] + 1, core[-1]) if _is_of_the_asking(elements[i])} | _qualifiers(elements, core)


def _qualifiers(elements: Sequence[Element], core: Sequence[int]) -> set[int]:
    """Return words that qualify a finding from behind: councils only, security is fine."""
    found: set[int] = set()
    for i in core:
        after = element_at(elements, i + 1)
        if after.text == "only":
            found.add(i + 1)
        if after.text in _BEING and _is_of_the_asking(element_at(elements, i + 2)):
            found.add(i + 2)
    return found


def _is_of_the_asking(element: Element) -> bool:
    """Return whether an element belongs to the asking, whatever mark it may make besides."""
    kinds = {r.kind for r in element.readings}
    return Kind.ASIDE in kinds and kinds <= {Kind.ASIDE, Kind.CUE}


def _is_share_of_share(elements: Sequence[Element]) -> bool:
    for at in range(2, len(elements)):
        pair = elements[at - 2].quantity, elements[at].quantity
        if elements[at - 1].text in {"of", "of those"} and all(q is not None and q.percent for q in pair):
            return True
    return False
