"""Tell what asks of people or things that a survey of those asked has no figure of."""

from collections.abc import Callable, Sequence

from intents.reading import Element, element_at, is_saying, names_cue
from intents.roles import GOODS, PASSED_OVER, Fault, Problem, is_party, left_of, receiver_follows
from intents.standing import AMOUNTS, BEING, LEADING
from intents.vocabulary import Kind, Vocabulary

_ASKERS = frozenset({"us", "me", "you"})
_ASKING = frozenset({"i", "we", "you"})
_ENDS = frozenset(".?!")
_HAVING = frozenset("have has had having own owns with see sees saw seen seeing suffered experienced".split())
_HAD = frozenset({"have", "has", "had"})
_REPORTED = frozenset({"reported", "seen", "had", "suffered", "experienced", "noticed", "found"})
_LOSING = frozenset("lose loses losing lost leak leaks leaked hack hacked steal stole".split())
_WORRIES = frozenset(
    "risk risks concern concerns fear fears worry worries issue issues problem problems threat threats barrier danger "
    "jitters excuse nerves headache anxiety".split()
)
_DOWN_TO = frozenset("as down among on up".split())
_OWN = frozenset("my our your this these survey bot".split())
_NUMBERS = frozenset("figure figures number numbers stat stats one question result percent percentage".split())
_BLAMING = frozenset({"about", "of", "at", "on", "by", "over"})
_PERSONAL = frozenset({"us", "me", "you", "him", "her", "everyone", "everybody"})
_CLAIMING = frozenset(
    "say said claim claimed profess professed report reported admit admitted confess confessed".split()
)
_PROPOSING = frozenset("suggest suggested agree agreed propose proposed consider considered".split())
_WITHIN = frozenset({"in", "within", "inside"})


def outside(elements: Sequence[Element], vocabulary: Vocabulary) -> Problem | None:
    """Return the first sign that a question is about somebody or something no figure is of."""
    for at in range(len(elements)):
        for sign, fault in _SIGNS:
            if sign(elements, at, vocabulary):
                return Problem(fault, elements[at].text)
    return None


_Sign = Callable[[Sequence[Element], int, Vocabulary], bool]


def _is_set_in_front(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether a party set in front is asked about something else: suppliers: what percentage cite security."""
    start = _clause_start(elements, at)
    alone = all(e.is_weak and e.text not in LEADING for e in elements[start:at])
    if not is_party(elements[at]) or elements[at].has(Kind.PLACE) or not alone:
        return False
    if any(e.has(Kind.FINDING) for e in elements[:at]):
        return False
    asked = at + 1
    while asked < len(elements) and (elements[asked].is_break or elements[asked].text in {"what", "which"}):
        if elements[asked].text in _ENDS:
            return False
        asked += 1
    own = {r.value for r in elements[at].of(Kind.FINDING)}
    behind = _clause(elements, asked)
    others = any(r.value not in own for e in behind for r in e.of(Kind.FINDING))
    topics = any(r.value not in vocabulary.directed for e in behind for r in e.of(Kind.TOPIC))
    return names_cue([element_at(elements, asked)], AMOUNTS) and (others or topics)


def _receives_alone(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether those who ask or were asked receive: share data with us, but not 'share with us the figure'."""
    element, before = elements[at], element_at(elements, left_of(elements, at))
    asked = element.has(Kind.UNIVERSE) and not element.is_weak
    if not (asked or element.text in _ASKERS) or before.last_word not in {"with", "to"}:
        return False
    if any(is_party(e) for e in _clause(elements, at + 1)):  # do they share with us in local government
        return False
    start = _clause_start(elements, at)
    giving = [i for i in range(start, at) if _is_giving(elements[i], vocabulary)]
    if not giving:
        return False
    front = elements[start : giving[0]]
    people = names_cue(front, AMOUNTS) or any(
        e.text in {"who", "they", "which"} or e.has(Kind.UNIVERSE, Kind.UNIT) for e in front
    )
    return people and not any(e.text in {"you", "i"} for e in front)


def _asks_of_asker(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether the asker shares, or owns the party named: do we share with councils, my council."""
    element, before = elements[at], element_at(elements, at - 1)
    if is_party(element) and before.text in {"my", "our"}:
        return True
    if not _is_giving(element, vocabulary) or before.text not in _ASKING:
        return False
    return receiver_follows(elements, at) or (element.last_word == "with" and is_party(element_at(elements, at + 1)))


def _is_had(elements: Sequence[Element], at: int, _: Vocabulary) -> bool:
    """Return whether a thing is had, seen or lost, and not called a barrier: how many have bad data."""
    element = elements[at]
    if not element.of(Kind.FINDING) or is_party(element) or not _WORRIES.isdisjoint(element.text.split()):
        return False
    if any(e.has(Kind.TOPIC) or e.text in _DOWN_TO for e in elements[at + 1 :]):
        return False
    i = at - 1
    while element_at(elements, i).text in {*PASSED_OVER, "a", "an"} or element_at(elements, i).has(Kind.NEGATION):
        i -= 1
    verb, before = element_at(elements, i), element_at(elements, i - 1)
    people = names_cue([before], AMOUNTS) or before.has(Kind.UNIVERSE) or before.text in {"who", "they", "that", "do"}
    if i == at - 1 and element.first_word in _LOSING and " " in element.text:
        return names_cue([verb], AMOUNTS) or verb.has(Kind.UNIVERSE) or verb.text in {"who", "they"}
    return (people and verb.text in _HAVING) or (verb.text in _REPORTED and before.text in _HAD)


def _is_our_data(elements: Sequence[Element], at: int, _: Vocabulary) -> bool:
    """Return whether the quality of the survey's or the asker's own data is meant: this data is misleading."""
    element, after = elements[at], element_at(elements, at + 1)
    if not element.of(Kind.FINDING) or is_party(element) or GOODS.isdisjoint(element.text.split()):
        return False
    before, whose = element_at(elements, at - 1), element_at(elements, at - 2)
    if whose.text in _OWN and before.text in _NUMBERS | {"survey", "study", "poll"}:  # are your figures dodgy data
        return True
    if before.text in _OWN:  # but 'we hear our data is poor: how many say so?'
        return after.text not in _NUMBERS and not names_cue(elements[at + 1 :], AMOUNTS)
    verb = element_at(elements, at + 2)
    return after.text in _ASKING and (verb.has(Kind.GIVE) or verb.text in {"have", "hold", "use", "gave", "got"})


def _blames_people(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether people are what is blamed or feared: blame their boss, complains about us."""
    element = elements[at]
    topics = [r for r in element.of(Kind.TOPIC) if r.value not in vocabulary.directed]
    verb = element.first_word.startswith(("blam", "fear")) or element.last_word in _BLAMING
    if not (topics and verb):
        return False
    if "who" in {element_at(elements, at - n).text for n in (2, 3)} and element_at(elements, at + 1).is_break:
        return any(element_at(elements, at - n).text in {"do", "does", "did"} for n in (1, 2))  # who do they blame
    i = at + 1
    while element_at(elements, i).text in PASSED_OVER - {"us"}:
        i += 1
    whom = element_at(elements, i)
    people = names_cue([whom], {"outsider"}) or any(r.value == "people" for r in whom.of(Kind.ASIDE))
    universe = whom.has(Kind.UNIVERSE) and element_at(elements, i + 1).is_break
    return people or universe or whom.text in _PERSONAL


def _counted_inside(elements: Sequence[Element], at: int, _: Vocabulary) -> bool:
    """Return whether respondents are counted by where they are: how many were surveyed in central government."""
    element = elements[at]
    i = left_of(elements, at)
    if element_at(elements, i).text in _WITHIN:
        i -= 1
    elif element.first_word not in _WITHIN:
        return False
    if not is_party(element):
        return False
    told = False
    while names_cue([element_at(elements, i)], {"was_asked", "took_part", "surveyed"}) or (
        element_at(elements, i).text in BEING | {"work", "works"}
    ):
        told, i = True, i - 1
    while element_at(elements, i).text in {"surveyed", "of those"} or element_at(elements, i).has(Kind.UNIVERSE):
        i -= 1
    return told and names_cue([element_at(elements, i)], AMOUNTS)


def _is_judged(elements: Sequence[Element], at: int, _: Vocabulary) -> bool:
    """Return whether a party is called something: think charities are key."""
    being, told = element_at(elements, at + 1), element_at(elements, at + 2)
    saying = any(is_saying(e) for e in elements[_clause_start(elements, at) : at])
    return is_party(elements[at]) and being.text in BEING and told.text in {"key", "top"} and saying


def _is_only_told(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether sharing is told of and not done: told to share, suggested sharing; but not 'claim to share'."""
    if not _is_giving(elements[at], vocabulary):
        return False
    before, verb = element_at(elements, at - 1), element_at(elements, at - 2)
    if before.text == "to":
        return verb.last_word in _HAD | {"ought"} or (is_saying(verb) and verb.text not in _CLAIMING)
    return elements[at].first_word.endswith("ing") and before.text in _PROPOSING


def _ranks_givers(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether it is asked who gives most, not who receives most: who sends the most data."""
    if not _is_giving(elements[at], vocabulary) or element_at(elements, at - 1).text != "who":
        return False
    i = at + 1
    while element_at(elements, i).text in GOODS | {"the"}:
        i += 1
    crowd = names_cue([element_at(elements, at - 2)], AMOUNTS) or element_at(elements, at - 2).has(Kind.UNIVERSE)
    return not crowd and names_cue([element_at(elements, i)], {"highest", "lowest"})


def _is_giving(element: Element, vocabulary: Vocabulary) -> bool:
    return element.has(Kind.GIVE) or any(r.value in vocabulary.directed for r in element.of(Kind.TOPIC))


def _clause(elements: Sequence[Element], start: int) -> Sequence[Element]:
    return elements[start : next((i for i in range(start, len(elements)) if elements[i].is_break), len(elements))]


def _clause_start(elements: Sequence[Element], at: int) -> int:
    return next((i + 1 for i in range(at - 1, -1, -1) if elements[i].is_break), 0)


_SIGNS: tuple[tuple[_Sign, Fault], ...] = (
    (_is_set_in_front, Fault.BASE),
    (_receives_alone, Fault.REVERSED),
    (_asks_of_asker, Fault.BASE),
    (_is_had, Fault.BASE),
    (_is_our_data, Fault.BASE),
    (_blames_people, Fault.BASE),
    (_counted_inside, Fault.BASE),
    (_is_judged, Fault.BASE),
    (_is_only_told, Fault.BASE),
    (_ranks_givers, Fault.BASE),
)
