"""Tell who gives and who receives, and whether those named are the ones who were asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from intents.reading import Element, element_at, is_saying, names_cue
from intents.vocabulary import Kind, Vocabulary

_TOWARDS = frozenset({"with", "to", "between", "among", "amongst", "across", "towards", "versus"})
PASSED_OVER = frozenset({"the", "their", "its", "our", "my", "your", "other", "any", "some", "all", "these", "those",
                          "each", "every", "us", "local", "such"})  # fmt: skip
_COMPARED = frozenset({"compare", "ratio", "gap", "than"})
_INSIDE = frozenset({"in", "within", "inside"})
_EVERYBODY = frozenset({"nobody", "everybody", "everyone"})
_WORKING = frozenset({"work", "works", "working", "employed", "are", "is"})
_IS = frozenset({"is", "are", "was", "were"})
GOODS = frozenset({"data", "information", "datasets", "data sets", "records"})  # what is given, not who gives
_OWN = frozenset({"my", "our", "its", "your", "his", "her"})
_RECEIVING = frozenset({"us", "me", "you", "them", "him", "her"})
_TO = frozenset({"with", "to"})
_SUFFERED = frozenset({"had", "suffer", "suffered", "experienced"})
_LINKS = frozenset({"with", "to", "across", "among", "between", "other", "each", "one"})
_ASKED = frozenset({"do", "does", "did", "can", "will", "should", "are", "is", "would"})
_COUNTING = frozenset({"percent", "count", "amount"})


class Role(StrEnum):
    """What somebody named does in a question about giving."""

    UNIVERSE = "universe"
    """They are those who were asked."""
    RECEIVER = "receiver"


class Fault(StrEnum):
    """Why a question is about something the survey did not ask."""

    REVERSED = "reversed"
    """Somebody gives who was not asked: councils sharing with departments."""
    BASE = "base"
    """Something is counted, or somebody is asked, that was not: departments, breaches, council staff."""
    RECEIVER = "receiver"
    """Somebody receives of whom there is no figure: agencies."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What makes a question one for another survey."""

    fault: Fault
    text: str
    """The words it shows in."""


def roles(elements: Sequence[Element], vocabulary: Vocabulary) -> tuple[dict[int, Role], Problem | None]:
    """Return the role of each party named, by its place, and the first fault that the roles show."""
    found: dict[int, Role] = {}
    for at, element in enumerate(elements):
        if _is_thing_counted(elements, at):
            return found, Problem(Fault.BASE, element.text)
        if element.has(Kind.SPEAKER) and _is_subject_of_giving(elements, at, vocabulary):
            return found, Problem(Fault.REVERSED, element.text)
        if element.has(Kind.UNIVERSE) and not element.is_weak and element_at(elements, at - 1).text in _OWN:
            return found, Problem(Fault.BASE, element.text)
        if element.text in {"he", "she"} and element_at(elements, at + 1).has(Kind.GIVE, Kind.TOPIC):
            return found, Problem(Fault.REVERSED, element.text)
        if not is_party(element):
            continue
        role = _role(elements, at, vocabulary)
        if isinstance(role, Fault):
            return found, Problem(role, element.text)
        found[at] = role
    received = (i for i in range(len(elements)) if _receives(elements, i))
    nobody = next((i for i in received if not _is_receiver_named(elements, i, vocabulary)), None)
    return found, Problem(Fault.REVERSED, elements[nobody].text) if nobody is not None else None


def _role(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> Role | Fault:
    """Return what a party does: the first rule that knows decides."""
    for rule in _RULES:
        role = rule(elements, at, vocabulary)
        if role is not None:
            return role
    return Role.RECEIVER if elements[at].of(Kind.FINDING) else Role.UNIVERSE


_Rule = Callable[[Sequence[Element], int, Vocabulary], Role | Fault | None]


def _own(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> Role | Fault | None:
    """Take 'their department' for the universe, and refuse the asker's own corner of it: my department."""
    before = element_at(elements, at - 1).text
    if not _is_home(elements[at], vocabulary) or before not in {"my", "our", "their"}:
        return None
    return Role.UNIVERSE if before == "their" and elements[at].has(Kind.UNIT) else Fault.BASE


def _staff(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> Role | Fault | None:
    """Take a party's people for the universe, or refuse them: Whitehall staff, council staff, staff in councils."""
    after = element_at(elements, at + 1)
    if not (after.has(Kind.UNIVERSE) and not after.is_weak) and not _is_workplace(elements, at):
        return None
    return Role.UNIVERSE if _is_home(elements[at], vocabulary) else Fault.BASE


def _counted(elements: Sequence[Element], at: int, _: Vocabulary) -> Role | Fault | None:
    """Refuse a party as what is counted, unless its name stands for people: % of departments, % of Whitehall."""
    if not _is_counted(elements, at):
        return None
    return Role.UNIVERSE if elements[at].has(Kind.PLACE, Kind.UNIVERSE) else Fault.BASE


def _giver(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> Role | Fault | None:
    """Take the giver for the universe where that is its home, else refuse: do councils share with departments."""
    if not _gives(elements, at, vocabulary):
        return None
    home = _is_home(elements[at], vocabulary) and not _gives_to_those_asked(elements, at)
    return Role.UNIVERSE if home else Fault.REVERSED


def _opinion(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> Fault | None:
    """Refuse the opinion of somebody who was not asked: what do charities say."""
    asked = element_at(elements, at - 1).text in {"do", "does", "did", "would"}
    return (
        Fault.BASE
        if asked and is_saying(element_at(elements, at + 1)) and not _is_home(elements[at], vocabulary)
        else None
    )


def _other_receiver(elements: Sequence[Element], at: int, _: Vocabulary) -> Fault | None:
    """Refuse a receiver of whom there is no figure: share with agencies."""
    to = element_at(elements, left_of(elements, at)).last_word in {"with", "to"}
    return Fault.RECEIVER if to and not elements[at].of(Kind.FINDING) and elements[at].has(Kind.UNIT) else None


_RULES: tuple[_Rule, ...] = (_own, _staff, _counted, _giver, _opinion, _other_receiver)


def is_party(element: Element) -> bool:
    """Return whether an element names somebody who may give or receive."""
    return any(r.party for r in element.of(Kind.FINDING)) or element.has(Kind.PLACE, Kind.UNIT)


def _is_home(element: Element, vocabulary: Vocabulary) -> bool:
    findings = element.of(Kind.FINDING)
    return not findings or any(r.value == vocabulary.home for r in findings)


def _is_thing_counted(elements: Sequence[Element], at: int) -> bool:
    """Return whether what is counted, or happened, is no person: how many breaches, % of data is, hacked."""
    element, before, left = elements[at], element_at(elements, at - 1), element_at(elements, left_of(elements, at))
    finding = bool(element.of(Kind.FINDING)) and not is_party(element)
    if finding and element.text.endswith("ed") and " " not in element.text:
        return True
    if (
        element.of(Kind.FINDING) and before.text == "which" and element.text.endswith("s")
    ):  # which platforms, which firms
        return True
    if finding and before.text in _SUFFERED and not any(e.has(Kind.TOPIC) for e in elements[at:]):
        return True
    nouns = any(r.value in {"office", "figures"} for r in element.of(Kind.ASIDE, Kind.FILLER))
    shares = element.text == "shares" and element_at(elements, at + 1).text in _ASKED  # how many shares do firms have
    if before.text in {"how many", "number of"} and (shares or nouns) and not element.has(Kind.CUE, Kind.UNIVERSE):
        return True
    number = before.quantity is not None and not before.quantity.is_share
    thing = element.has(Kind.FINDING, Kind.ASIDE, Kind.FILLER) and not element.has(Kind.UNIVERSE, Kind.GIVE, Kind.CUE)
    told = number and thing and element.text.endswith("s") and not is_party(element)  # more than 300 breaches
    if told or (finding and _counts_things(elements, at)):
        return True
    measured = left.text == "of" or left.quantity is not None or names_cue([before], {"percent"})
    return (measured and element.text in GOODS and not _is_named_after(elements, at)) or _flows(elements, at)


def _flows(elements: Sequence[Element], at: int) -> bool:
    """Return whether data or its sharing is what is counted: % of data goes to, % of data sharing is with."""
    element, after, before = elements[at], element_at(elements, at + 1), element_at(elements, at - 1)
    events = element.has(Kind.GIVE) and names_cue([before], {"percent"}) and after.text in _IS
    going = element.text in GOODS and after.has(Kind.GIVE) and not after.first_word.endswith(("ing", "ed"))
    whole = element.typed.startswith("share of ") and element.last_word in GOODS and after.text not in {"with", "to"}
    return whole or (before.last_word == "of" and (events or going))


def _counts_things(elements: Sequence[Element], at: int) -> bool:
    """Return whether things or a group are counted: how many breaches, how much bad data, % of security staff."""
    element, before, after = elements[at], element_at(elements, at - 1), element_at(elements, at + 1)
    share_of = before.last_word == "of" and names_cue(elements[max(0, at - 2) : at], {"percent"})
    if before.text == "how much" or (share_of and " is " in element.text):
        return not GOODS.isdisjoint(element.text.split())
    things = element.first_word.endswith("s") or element.text.endswith("s")
    group = after.has(Kind.UNIVERSE) and not after.is_weak
    return (things or group) and (share_of or before.text in {"how many", "number of"})


def _is_named_after(elements: Sequence[Element], at: int) -> bool:
    """Return whether a thing only begins what is named: data from ..., data sharing."""
    after = element_at(elements, at + 1)
    return after.is_break or after.has(Kind.FINDING, Kind.TOPIC, Kind.GIVE, Kind.CUE)


def _is_workplace(elements: Sequence[Element], at: int) -> bool:
    """Return whether a place says where people work: officials in Whitehall, staff who work for councils."""
    i = at - 1
    inside = elements[at].first_word in _INSIDE
    if element_at(elements, i).text in _INSIDE | {"at", "for"}:
        inside, i = True, i - 1
    if element_at(elements, i).text in _WORKING:
        i -= 2 if element_at(elements, i - 1).text in {"who", "that", "are"} else 1
    quantity = element_at(elements, i).quantity
    people = element_at(elements, i).has(Kind.UNIVERSE) or (quantity is not None and quantity.words in _EVERYBODY)
    return inside and (people or _are_counted_inside(elements, at, i))


def _are_counted_inside(elements: Sequence[Element], at: int, before: int) -> bool:
    """Return whether people are counted by where they are: how many are in local government."""
    inside = elements[at].first_word in _INSIDE or element_at(elements, at - 1).text in _INSIDE
    return inside and names_cue([element_at(elements, before)], {"count"})


def _is_counted(elements: Sequence[Element], at: int) -> bool:
    """Return whether a party is what is counted: how many councils, % of departments."""
    i = left_of(elements, at)
    of = element_at(elements, i).text == "of"
    relative = element_at(elements, at + 1).text in {"who", "that", "which"}
    if relative and (of or names_cue([element_at(elements, i)], {"list"})):
        return True
    counted = element_at(elements, left_of(elements, i) if of else i)
    quantity = counted.quantity
    if quantity is not None and (of or not quantity.percent or quantity.value is None or " in " in quantity.words):
        return True
    return names_cue([counted], _COUNTING)


def _gives(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether a party is the one that gives."""
    before = element_at(elements, left_of(elements, at)).last_word
    if before == "from":
        return not any(e.has(Kind.WITHHOLD) for e in elements[:at])
    if before == "by":
        return not any(e.has(Kind.RECEIVE) and not e.is_weak for e in elements)
    if before in _TOWARDS or elements[at].first_word in _TOWARDS:  # 'no to councils sharing data with departments'
        after = element_at(elements, at + 1)
        gives = after.has(Kind.GIVE) or any(r.value in vocabulary.directed for r in after.of(Kind.TOPIC))
        return gives and before == "to" and receiver_follows(elements, at + 1)
    return _points_at(elements, at) or _is_subject_of_giving(elements, at, vocabulary)


def _gives_to_those_asked(elements: Sequence[Element], at: int) -> bool:
    """Return whether other departments give, and those asked receive: other departments sharing with civil servants."""
    other = elements[at].first_word == "other" or element_at(elements, at - 1).text == "other"
    if other and element_at(elements, left_of(elements, at)).last_word == "by":
        return True
    giving = next((i for i in range(at + 1, len(elements)) if elements[i].has(Kind.GIVE, Kind.TOPIC)), len(elements))
    return any(
        e.has(Kind.UNIVERSE) and not e.has(Kind.STOP) and element_at(elements, left_of(elements, i)).last_word in _TO
        for i, e in enumerate(elements)
        if i > giving
    )


def _points_at(elements: Sequence[Element], at: int) -> bool:
    """Return whether a party is set against another by an arrow: councils to departments."""
    other = element_at(elements, at + 1).text == "to" and is_party(element_at(elements, at + 2))
    return other and not names_cue(elements, _COMPARED)


def _is_subject_of_giving(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether a verb of giving follows with an object or a receiver: councils share data with ..."""
    for i in range(at + 1, len(elements)):
        element = elements[i]
        topic = any(r.value in vocabulary.directed for r in element.of(Kind.TOPIC))
        if element.has(Kind.GIVE) or topic:
            return _has_object(elements, at, i, noun=topic or element.text.endswith("ing"))
        infinitive = element.text == "to" and element_at(elements, i + 1).has(Kind.GIVE)
        linked = element.text in _TOWARDS | {"and", "or"} and not infinitive
        linked = linked or (element.text == "they" and elements[at].has(Kind.SPEAKER))  # told CGI that they share
        linked = linked or names_cue([element], {"given"})  # central, among those who share with charities
        if linked or element.is_break or element.has(Kind.RECEIVE) or is_party(element) or element.is_left_over:
            return False
    return False


def _has_object(elements: Sequence[Element], at: int, verb: int, *, noun: bool) -> bool:
    """Return whether what follows a party is a verb: 'sharing' and 'data sharing' are nouns without a receiver."""
    if elements[verb].text.endswith("ing") and names_cue(elements, _COMPARED):
        return False
    if receiver_follows(elements, verb) or _has_indirect_object(elements, verb):
        return True
    asked = element_at(elements, at - 1).text in _ASKED
    being = (
        element_at(elements, at - 1).text in {"is", "was"} and elements[verb].text == "share"
    )  # is the local share ...
    if being or (names_cue([element_at(elements, verb + 1)], _COUNTING) and not asked):  # 'local gov share %'
        return False
    if (asked or _is_asked_for(elements, at)) and _leads_on(elements, verb):
        return True
    return not noun and (asked or not element_at(elements, verb + 1).is_break)


def _is_asked_for(elements: Sequence[Element], at: int) -> bool:
    """Return whether whoever receives from a party is what is asked: who councils share with."""
    return element_at(elements, left_of(elements, at)).text in {"who", "whom"}


def _leads_on(elements: Sequence[Element], verb: int) -> bool:
    """Return whether a verb of giving ends in 'with' or 'to': who do councils share with."""
    after = element_at(elements, verb + 1)
    return elements[verb].last_word in _TO or after.text in _TO


def _has_indirect_object(elements: Sequence[Element], verb: int) -> bool:
    """Return whether somebody is given something: feeding us data."""
    given = element_at(elements, verb + 1).text in _RECEIVING
    return given and element_at(elements, verb + 2).text in GOODS


def _receives(elements: Sequence[Element], at: int) -> bool:
    """Return whether a verb of receiving is meant as one: 'get data from', but not 'get me the figure'."""
    element = elements[at]
    if not element.has(Kind.RECEIVE) or not element.is_weak:
        return element.has(Kind.RECEIVE)
    goods = element_at(elements, at + 1).text in GOODS or element_at(elements, at + 1).text in {"it", "theirs"}
    return goods and element_at(elements, at + 2).last_word == "from"


def _is_receiver_named(elements: Sequence[Element], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether somebody other than those asked is said to receive: charities getting data, received by councils.

    Who receives from those asked may be asked too: who gets data from civil servants?
    """
    if element_at(elements, at - 1).text in {"who", "which"}:
        return True
    whose = element_at(elements, at + 2)
    if element_at(elements, at + 1).text == "from" and not (is_party(whose) or whose.has(Kind.UNIVERSE)):
        return False  # councils are received from
    for i in range(at - 1, -1, -1):
        if elements[i].is_break or elements[i].has(Kind.UNIVERSE, Kind.PLACE, Kind.UNIT):
            break
        if _is_other_party(elements[i], vocabulary):
            return True
    return any(
        _is_other_party(e, vocabulary) and element_at(elements, left_of(elements, i)).last_word == "by"
        for i, e in enumerate(elements)
    )


def _is_other_party(element: Element, vocabulary: Vocabulary) -> bool:
    return any(r.party for r in element.of(Kind.FINDING)) and not _is_home(element, vocabulary)


def receiver_follows(elements: Sequence[Element], verb: int) -> bool:
    """Return whether somebody is named behind a verb of giving, led in by 'with' or 'to'."""
    for i in range(verb + 1, len(elements)):
        if elements[i].is_break:
            return False
        if is_party(elements[i]) or elements[i].has(Kind.UNIVERSE):
            before = element_at(elements, left_of(elements, i))
            if before.last_word in _LINKS or elements[i].first_word in _LINKS:
                return True
    return False


def left_of(elements: Sequence[Element], at: int) -> int:
    """Return the place of the word before, passing over articles and the like; none, -1, at a clause's start."""
    for i in range(at - 1, -1, -1):
        if elements[i].is_break:
            return -1
        if elements[i].text not in PASSED_OVER:
            return i
    return -1
