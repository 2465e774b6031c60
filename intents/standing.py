"""Read where a word stands: apart from what is asked, or inside it, where it changes what is asked."""

from collections.abc import Sequence

from intents.reading import Element, element_at, is_saying, names_cue
from intents.vocabulary import Kind

BEING = frozenset({"is", "are", "was", "were", "be", "being", "been"})
AMOUNTS = frozenset({"percent", "count"})
_RANKS = frozenset({"highest", "lowest", "second", "third_place", "rank"})
POLITE = frozenset({"greeting", "sorry", "thanks"})
_TALK = POLITE | {"bye", "check", "alternative"}  # marks that ask nothing: right then, or
_HOWEVER = frozenset({"exactly", "precisely", "roughly", "approximately", "actually", "really", "only", "urgently"})
_PLACING = frozenset({"at", "on", "by", "through", "via", "during", "within", "from", "into", "in", "off", "over"})
_THERE = frozenset("phone office pub committee meeting meetings".split())
KIND = frozenset({"thanks", "bye"})  # words of thanks and goodbye, which may praise or tell when
_PEOPLE = frozenset("ministers bosses boards directors managers colleagues friends mates teams groups".split())
_SEEING = frozenset({"see", "have", "use", "look"})  # let councils see data
_SIZES = frozenset("small smaller large larger big bigger tiny huge major minor new old".split())
_FORMS = frozenset("table list chart graph sentence line words full brief short percentages numbers bullet".split())
_TELLING = frozenset({"i", "we", "you", "he", "she", "it", "that", "they", "me", "us", "im"})
_WILL = frozenset({"will", "shall"})  # words of grammar, and modals inside what is asked
_ANY = ("thing", "one", "body", "things", "bodies")
_GOODS = frozenset({"data", "information", "info", "datum", "stuff", "things", "other", "others"})
_CLAUSES = frozenset({"what", "which", "who", "how", "whether", "that", "if", "why", "when", "where", "whose"})
_NAMED = (Kind.FINDING, Kind.TOPIC, Kind.GIVE, Kind.RECEIVE, Kind.WITHHOLD, Kind.PLACE, Kind.UNIT, Kind.WAVE,
          Kind.SPEAKER, Kind.NEGATION)  # fmt: skip
_BINDING = frozenset("if unless when where while who whose those among amongst ones except excluding without".split())
LEADING = frozenset(
    "of for in on at with by to from per via within across under over between about as and plus not no never only "
    "but same than what how which why them their whether versus".split()
)
_STOPS = frozenset(".?!\n;")


def is_apart(elements: Sequence[Element], at: int) -> bool:
    """Return whether a word stands apart from what is asked, so that it cannot narrow it down.

    Before what is asked it may not stand right beside a name; behind it, a break must part the two.
    """
    start = next((i + 1 for i in range(at - 1, -1, -1) if elements[i].text in _STOPS), 0)
    end = next((i for i in range(at, len(elements)) if elements[i].text in _STOPS), len(elements))
    core = [i for i in range(start, end) if _is_core(elements[i])]
    clause_start = next((i + 1 for i in range(at - 1, start - 1, -1) if elements[i].is_break), start)
    clause_end = next((i for i in range(at, end) if elements[i].is_break), end)
    clause = elements[clause_start:clause_end]
    told = _is_idle(clause) or _is_told(clause)
    if not core:
        asked = element_at(elements, end).text == "?"
        return (told and not asked) or not any(_is_core(e) for e in elements)
    if at < core[0]:
        apart = clause_end < core[0]
        after = element_at(elements, clause_end + 1)
        # 'cake, councils and charities' is a list
        listed = element_at(elements, clause_end).text == "," and _is_core(after) and not _parts(after)
        return (told and not listed) if apart else any(_parts(elements[i]) for i in range(at + 1, core[0] + 1))
    return at > core[-1] and clause_start > core[-1] and told


def _is_told(clause: Sequence[Element]) -> bool:
    """Return whether a clause tells of the asking: we need a zinger; but not 'if we have dogs'."""
    told = any(e.text in _TELLING or (e.has(Kind.ASIDE) and not e.has(Kind.UNIVERSE)) or is_saying(e) for e in clause)
    return told and not any(e.first_word in _BINDING for e in clause)


def _is_idle(clause: Sequence[Element]) -> bool:
    """Return whether a clause is nothing but talk: bollocks or legit, punchy opener; but not 'with biscuits'."""
    narrow = _BINDING | LEADING
    return not any(e.first_word in narrow or e.quantity or e.has(Kind.UNIVERSE) or _is_core(e) for e in clause)


def _parts(element: Element) -> bool:
    """Return whether an element parts what is asked from the talk before it: whether, say, how many."""
    asks = element.has(Kind.CUE, Kind.CHOICE) or element.first_word in _CLAUSES
    return element.is_break or asks or is_saying(element)


def _is_core(element: Element) -> bool:
    people = element.has(Kind.UNIVERSE) and not element.has(Kind.STOP, Kind.ASIDE)
    share = element.quantity is not None and element.quantity.percent
    told = element.has(Kind.CUE, Kind.CHOICE) and not names_cue([element], _TALK)
    return people or share or told or element.has(*_NAMED)


def inside(elements: Sequence[Element]) -> frozenset[int]:
    """Return the places of words of the asking that stand inside what is asked, sentence by sentence.

    What is asked runs from 'what percentage' or 'how many', else from those who were asked, to the last finding,
    topic or verb of the sentence.
    """
    found: set[int] = set()
    start = 0
    for end in [*(i for i, e in enumerate(elements) if e.text in _STOPS), len(elements)]:
        found |= _inside_sentence(elements, start, end)
        start = end + 1
    return frozenset(found)


def _inside_sentence(elements: Sequence[Element], start: int, end: int) -> set[int]:
    core = [i for i in range(start, end) if elements[i].has(Kind.FINDING, Kind.TOPIC, Kind.GIVE)]
    core = [i for i in core if not elements[i].has(Kind.ASIDE)]
    if not core:
        counted = names_cue(elements[start:end], AMOUNTS | _RANKS)
        return {i for i in range(start, end) if counted and _hedges_saying(elements, i)}
    excluded = {i for i in range(start, end) if _excludes(elements, i)}
    excluded |= {i for i in range(core[-1], end) if _hedges_saying(elements, i)} | _narrows(elements, core)
    excluded |= _judgements(elements, core)
    amounts = [i for i in range(start, core[-1]) if names_cue([elements[i]], AMOUNTS)]
    people = [i for i in range(start, core[-1]) if elements[i].has(Kind.UNIVERSE) and not elements[i].has(Kind.STOP)]
    told = _reported(elements, start, core[-1])
    begin = amounts[-1:] or [i for i in people if i >= told][:1]
    if begin:
        between = range(begin[0] + 1, core[-1])
        asking = {i for i in between if _is_of_the_asking(elements[i])}
        only = {i for i in asking if elements[i].text == "only" and elements[i + 1].quantity}  # only a quarter of them
        return excluded | (asking - only) | _qualifiers(elements, core)
    told = next((i for i in range(told, core[-1]) if _tells_of_people(elements[i])), core[-1])
    hedges = {r.value for r in element_at(elements, told + 1).of(Kind.ASIDE)} <= {"hedges", "modals"}
    hedged = hedges and told + 1 < core[-1] and _is_of_the_asking(elements[told + 1])
    beside = {told + 1} if hedged and not elements[told + 1].has(Kind.CUE) else set[int]()
    return excluded | beside | {i for i in range(told + 1, core[-1]) if _qualifies_a_verb(elements, i)}


def _reported(elements: Sequence[Element], start: int, end: int) -> int:
    """Return the place behind 'somebody said that', where what was said begins; the start where nobody is reported."""
    saids = [i for i in range(start + 1, end) if elements[i].text == "that" and is_saying(elements[i - 1])]
    return saids[0] if saids and not any(elements[i].has(Kind.FINDING) for i in range(start, saids[0])) else start


def _tells_of_people(element: Element) -> bool:
    """Return whether what follows an element is told of those asked: 31% want to ..., do more want to ..., they."""
    share = element.quantity is not None and element.quantity.is_share
    told = element.text in {"they", "who"} or element.has(Kind.PLACE, Kind.UNIT) or names_cue([element], {"taken_away"})
    return share or told or names_cue([element], {"more", "less", "fewer", "highest", "ratio"})


def _qualifies_a_verb(elements: Sequence[Element], at: int) -> bool:
    """Return whether a word of the asking stands before a verb of what is asked: want to share, hardly cite."""
    if not _is_of_the_asking(elements[at]) or elements[at].has(Kind.CUE):
        return False
    after = element_at(elements, at + 1)
    return after.first_word == "to" or after.has(Kind.TOPIC, Kind.GIVE) or is_saying(after) or after.text in BEING


def _hedges_saying(elements: Sequence[Element], at: int) -> bool:
    """Return whether a word of the asking weakens a verb of saying: how many hardly named that, try to report it."""
    after = element_at(elements, at + 1)
    said = element_at(elements, at + 2) if after.text == "to" else after
    told = is_saying(said) or (after.text == "to" and said.text == "do")
    return _is_of_the_asking(elements[at]) and not elements[at].has(Kind.CUE) and told


def _narrows(elements: Sequence[Element], core: Sequence[int]) -> set[int]:
    """Return the places of harmless words that narrow what is asked by where they stand.

    Another thing that is given (share reports with councils), how (with councils properly), or where (at meetings).
    """
    found: set[int] = set()
    giving = next((i for i in core if elements[i].has(Kind.GIVE) or elements[i].last_word.startswith("shar")), None)
    if giving is not None and core[-1] > giving and elements[core[-1]].has(Kind.FINDING):
        between = range(giving + 1, core[-1])
        led_in = next((i for i in between if elements[i].last_word in {"with", "to"} or elements[i].is_break), giving)
        found |= {i for i in range(giving + 1, led_in) if _is_another_thing(elements[i])}
    found |= _given_to(elements, core)
    for i in range(core[-1] + 1, len(elements)):
        element, before = elements[i], elements[i - 1]
        before = elements[i - 2] if before.text in {"the", "a"} else before
        if element.is_break:
            break
        loose = element.has(Kind.ASIDE, Kind.FILLER) and not element.has(Kind.CUE, Kind.FINDING)
        placed = before.text in _PLACING and element.has(Kind.ASIDE) and element.text not in _FORMS
        placed = placed or (element.first_word == "for" and element.last_word in _PEOPLE)  # with councils for ministers
        manner = element.text.endswith("ly") and i == core[-1] + 1 and element.text not in _HOWEVER
        if (loose and (placed or manner)) or (i == core[-1] + 1 and _is_there(element)):
            found.add(i)
    return found


def _is_there(element: Element) -> bool:
    """Return whether a place stands for where something is done: here, in the pub, on the phone."""
    return element.text == "here" or (element.first_word in _PLACING and element.last_word in _THERE)


def _given_to(elements: Sequence[Element], core: Sequence[int]) -> set[int]:
    """Return the place of what a receiver without 'to' is given, where it is not data: send councils reports."""
    for i in core:
        verb, after = element_at(elements, i - 1), element_at(elements, i + 1)
        giving = verb.has(Kind.GIVE) or verb.text in {"let", "give", "gave", "gives"}
        people = any(e.has(Kind.UNIVERSE) or e.text in {"who", "they"} for e in elements[:i])
        told = people or names_cue(elements[:i], AMOUNTS)
        other = after.text not in _SEEING and (after.text in {"down", "in"} or _is_another_thing(after))
        if giving and told and any(r.party for r in elements[i].of(Kind.FINDING)):
            praised = verb.first_word != "share" and names_cue([after], {"significant", "thanks"})
            return {i + 1} if other or praised else set()
    return set()


def _is_another_thing(element: Element) -> bool:
    """Return whether something else than data is given: reports, staff, a view."""
    if element.text in _GOODS or element.has(Kind.STOP, Kind.CUE, Kind.NEGATION):
        return False
    return element.has(Kind.FILLER, Kind.ASIDE, Kind.UNIVERSE)


def _excludes(elements: Sequence[Element], at: int) -> bool:
    """Return whether a small word leaves others out: their only barrier, anything but security, small councils."""
    before, after = element_at(elements, at - 1), element_at(elements, at + 1)
    named = any(r.party for r in after.of(Kind.FINDING)) or (after.has(Kind.UNIVERSE) and not after.is_weak)
    if named and (elements[at].text in _SIZES or names_cue([elements[at]], KIND)):  # small departments, nice officials
        return True
    praised = names_cue([elements[at]], {"thanks"}) and after.has(Kind.GIVE, Kind.TOPIC, Kind.FINDING, Kind.UNIVERSE)
    if praised and names_cue([before], AMOUNTS):  # how many heroes share
        return True
    if elements[at].text == "only":
        return after.has(Kind.TOPIC) and not after.has(Kind.GIVE)
    return elements[at].text == "but" and before.last_word.endswith(_ANY) and after.has(Kind.FINDING)


def _qualifiers(elements: Sequence[Element], core: Sequence[int]) -> set[int]:
    """Return words that qualify a finding from behind: councils only, security is fine."""
    found: set[int] = set()
    for i in core:
        after = element_at(elements, i + 1)
        if after.text == "only":
            found.add(i + 1)
        if after.text in BEING and _is_of_the_asking(element_at(elements, i + 2)):
            found.add(i + 2)
    return found


def _judgements(elements: Sequence[Element], core: Sequence[int]) -> set[int]:
    """Return words of praise said of a finding: security is great, is security great."""
    found: set[int] = set()
    for i in core:
        after = element_at(elements, i + 1)
        if after.text in BEING and _praises(element_at(elements, i + 2)):
            found.add(i + 2)
        asked = element_at(elements, i - 1).text in BEING or " is " in elements[i].text
        if asked and _praises(after):
            found.add(i + 1)
    return found


def _praises(element: Element) -> bool:
    """Return whether an element is a word of praise that thanks as well: great, top notch; but not 'thanks'."""
    return names_cue([element], {"thanks"}) and not element.first_word.startswith(("thank", "cheer"))


def _is_of_the_asking(element: Element) -> bool:
    """Return whether an element belongs to the asking, whatever mark it may make besides."""
    kinds = {r.kind for r in element.readings}
    return element.text in _WILL or (Kind.ASIDE in kinds and kinds <= {Kind.ASIDE, Kind.CUE})
