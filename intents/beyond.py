"""Find the words by which a question asks for what no published figure is: a part of one, what will be, who else."""

from collections.abc import Callable, Sequence

from intents.reading import Element, element_at, is_saying, names_cue
from intents.standing import AMOUNTS, BEING
from intents.vocabulary import Kind

_TIMES = frozenset({"double", "twice", "triple", "thrice"})
_FIGURE = frozenset("figure number percent percentage share one rate score stat sharing total value".split())
_BASE = frozenset({"base", "sample", "denominator", "total"})
_WILL = frozenset({"will", "shall", "would", "might"})
_ASKED = frozenset({"you", "i", "we", "be"})  # would you say that it rose, what would be the rise
_TAKING_OUT = frozenset({"without", "including", "include", "instead of", "besides"})
_LISTING = frozenset({"rank", "highest", "lowest", "second", "third_place"})
_RUN = frozenset(
    "run ran conduct conducted organise organised commission commissioned fund funded pay paid fill filled complete "
    "completed answer answered write wrote publish published release released own".split()
)
_THIS = frozenset({"it", "this", "that", "survey", "study", "poll", "research", "questionnaire", "article"})
_OWNING = frozenset({"own", "owns", "owned"})
_SPOKEN = frozenset({"who_is", "quote", "speaker", "said_that", "outfit", "firm", "percent"})
_LED_TO = frozenset({"from", "by", "was", "is", "did", "does", "with"})
_DID = frozenset({"did", "does", "do", "has", "have"})
_PUBLISHERS = frozenset({"article", "story", "piece", "paper"})
_SUPPOSED = frozenset({"exactly", "precisely"})
_BIGGER = frozenset({"more", "less", "fewer", "below", "above", "better"})


def beyond(elements: Sequence[Element]) -> frozenset[int]:
    """Return the places of words that ask for what no published figure is."""
    return frozenset(at for at in range(len(elements)) if any(asks(elements, at) for asks in _RULES))


def _is_part_of_figure(elements: Sequence[Element], at: int) -> bool:
    """Return whether a fraction of a figure is asked for: half the council number, is X a third of central sharing."""
    quantity = elements[at].quantity
    part = quantity is not None and quantity.is_share and quantity.value
    if not (part or elements[at].text in _TIMES):
        return False
    whole = at + 2 if element_at(elements, at + 1).text == "of" else at + 1
    if whole > at + 1 and element_at(elements, whole).has(Kind.RECEIVE):
        return True
    if not element_at(elements, whole).has(Kind.FINDING):
        return False
    before = elements[:at]
    compared = any(e.has(Kind.FINDING) for e in before) and any(e.text in BEING for e in before)
    if element_at(elements, whole + 1).last_word in _FIGURE and not (compared and whole == at + 1):
        return True
    rest = elements[whole + 1 :]
    return compared and whole > at + 1 and before[-1].text != "by" and not any(e.has(Kind.FINDING) for e in rest)


def _is_part_of_sample(elements: Sequence[Element], at: int) -> bool:
    """Return whether a percentage of all who answered is to be worked out: what is 31% of the base."""
    quantity = elements[at].quantity
    if quantity is None or not quantity.is_share or element_at(elements, at + 1).text.partition(" ")[0] != "of":
        return False
    base = {element_at(elements, at + 1).last_word, element_at(elements, at + 2).last_word} & _BASE
    said = any(is_saying(e) or e.has(Kind.FINDING, Kind.TOPIC, Kind.GIVE) for e in elements)
    return bool(base) and not said and not names_cue(elements, {"count"})


def _is_sum(elements: Sequence[Element], at: int) -> bool:
    """Return whether numbers are to be added up or taken off: 100 - 83, councils plus 10 points."""
    quantity, before = elements[at].quantity, element_at(elements, at - 1)
    if quantity is None:
        return False
    before = element_at(elements, at - 2) if before.text == ";" else before
    if quantity.points:
        return before.text in {"plus", "add", "within"} and any(e.has(Kind.FINDING) for e in elements)
    hundred = before.quantity is not None and before.quantity.value == 100 and not quantity.is_year  # noqa: PLR2004
    return hundred and before.quantity is not None and before.quantity.bounded == "="


def _is_of_others(elements: Sequence[Element], at: int) -> bool:
    """Return whether a percentage is of all the others: the other 29%."""
    after = element_at(elements, at + 1).quantity
    if elements[at].last_word != "other" or after is None or not after.is_share or after.is_few:
        return False
    return not (element_at(elements, at + 2).is_break and any(e.has(Kind.FINDING) for e in elements[at + 2 :]))


def _is_foretold(elements: Sequence[Element], at: int) -> bool:
    """Return whether a change is yet to come: will it rise, would sharing grow if ..."""
    return elements[at].text in _WILL and (
        element_at(elements, at + 1).text not in _ASKED and names_cue(elements[at + 1 :], {"trend"})
    )


def _takes_out(elements: Sequence[Element], at: int) -> bool:
    """Return whether a question opens by taking something in or out: without security, how many ...; every X but Y."""
    element, after = elements[at], element_at(elements, at + 1)
    if not after.has(Kind.FINDING):
        return False
    if element.text == "but":
        return element_at(elements, at - 1).has(Kind.TOPIC) and not any(e.has(Kind.FINDING) for e in elements[:at])
    start = at - 1 if element.text == "than" and element_at(elements, at - 1).text == "rather" else at
    end = next((i for i in range(at + 2, len(elements) - 1) if elements[i].is_break), None)
    if end is None or not element_at(elements, start - 1).is_break:
        return False
    asked = any(e.has(Kind.FINDING, Kind.TOPIC) for e in elements[end:])
    return start < at or (asked and element.text in _TAKING_OUT)


def _lists_without(elements: Sequence[Element], at: int) -> bool:
    """Return whether others than those negated are asked for: list barriers without security, if not councils, who."""
    element, after = elements[at], element_at(elements, at + 1)
    behind = [e for e in elements[at + 1 :] if e.has(Kind.FINDING)]
    if not element.has(Kind.NEGATION) or not behind:
        return False
    if element_at(elements, at - 1).text == "if" and after.has(Kind.FINDING):
        return True
    if element.text == "non" and _is_noun(after):  # non-sharers cite security
        topics = {r.value for r in after.of(Kind.TOPIC)}
        return any(r.topic not in topics for e in behind for r in e.of(Kind.FINDING))
    return not names_cue(elements, AMOUNTS) and _lists_others(elements, at)


def _lists_others(elements: Sequence[Element], at: int) -> bool:
    """Return whether no share is asked of those who did not: partners, not central; non-security barriers."""
    if elements[at].text == "non" and not any(e.has(Kind.GIVE) for e in elements):
        return True
    counted = any(e.has(Kind.UNIVERSE) or e.quantity for e in elements)
    if counted or any(e.has(Kind.FINDING) for e in elements[:at]):
        return False
    after = element_at(elements, at + 1).has(Kind.FINDING) and _is_noun(element_at(elements, at + 2))
    return after or any(_is_noun(e) for e in elements[:at]) or names_cue(elements, _LISTING)


def _is_noun(element: Element) -> bool:
    """Return whether an element names a question, and is no verb: barriers, partners."""
    return element.has(Kind.TOPIC) and not element.has(Kind.FINDING, Kind.GIVE)


def _is_only_some(elements: Sequence[Element], at: int) -> bool:
    """Return whether only some of a kind are given to: share with most councils, with one partner."""
    some = elements[at].quantity is not None or elements[at].text in {"most", "one"}
    after = element_at(elements, at + 1)
    party = any(r.party for r in after.of(Kind.FINDING)) or _is_noun(after)
    return some and party and element_at(elements, at - 1).last_word in {"with", "to"}


def _is_of_fewer(elements: Sequence[Element], at: int) -> bool:
    """Return whether those who answered are narrowed down to some: how many people only answered."""
    people = element_at(elements, at - 1).has(Kind.UNIVERSE) or names_cue([element_at(elements, at - 1)], {"count"})
    said = elements[at].text == "only" and is_saying(element_at(elements, at + 1))
    return people and (said or elements[at].text == "only answered")


def _is_more_or_less(elements: Sequence[Element], at: int) -> bool:
    """Return whether it is asked on which side of a limit a figure lies, which yes or no does not tell."""
    quantity, more = elements[at].quantity, element_at(elements, at - 2)
    either = element_at(elements, at - 1).text == "or" and more.text in {
        "more",
        "less",
        "over",
        "under",
        "above",
        "below",
    }
    return either and quantity is not None and quantity.bounded in {"<", ">", "<=", ">="}


def _is_name_alone(elements: Sequence[Element], at: int) -> bool:
    """Return whether nothing but a name is denied or asked for: not councils; what is interoperability?"""
    said = [e for e in elements if not e.is_break]
    if at >= len(elements) - 1 or len(said) < 2 or elements[at] is not said[-2]:  # noqa: PLR2004 - a word and a name
        return False
    if not said[-1].has(Kind.FINDING):
        return False
    denied = len(said) == 2 and said[0].text in {"not", "no"}  # noqa: PLR2004
    defined = [e.text for e in said[:-1]] in (["what", "is"], ["what", "are"])
    return denied or (defined and not any(r.party for r in said[-1].of(Kind.FINDING)))


def _is_doer(elements: Sequence[Element], at: int) -> bool:
    """Return whether somebody named is asked to have made the survey: did charities run it, did CGI publish it."""
    before, after = element_at(elements, at - 1), element_at(elements, at + 1)
    if elements[at].first_word == "did" and names_cue([elements[at]], {"surveyed"}):  # did CGI survey councils
        return any(r.party for r in after.of(Kind.FINDING)) and not names_cue([elements[at]], {"was_asked"})
    if elements[at].has(Kind.SPEAKER):
        made = after.text in _RUN | {"do"} and not after.has(Kind.CUE, Kind.CHOICE)
        told = element_at(elements, at - 2).text in BEING and before.text in {"it", "this", "that"}
        being = (before.text in BEING or told) and not names_cue(elements, _SPOKEN)
        return made or before.text in _OWNING or (being and not any(e.has(Kind.CHOICE) for e in elements))
    if not any(r.party for r in elements[at].of(Kind.FINDING)) or not (before.text in _DID or before.text in BEING):
        return False
    rest = elements[at + 1 : at + 5]
    return (after.text in _RUN or after.text == "do") and any(e.last_word in _THIS for e in rest)


def _is_not_quoted(elements: Sequence[Element], at: int) -> bool:
    """Return whether a quote is asked of somebody who gave none: quote from a civil servant, from the chancellor."""
    before = element_at(elements, at - 1)
    if elements[at].has(Kind.UNIVERSE):
        return names_cue([before], {"quote"}) and before.last_word in {"from", "by", "of"}
    if elements[at].has(Kind.SPEAKER):  # send this to Steve
        return before.text == "to" and any(e.has(Kind.GIVE) for e in elements[:at])
    told = any(e.has(Kind.SPEAKER) for e in elements)
    return elements[at].has(Kind.QUOTED) and before.last_word in ({"with"} if told else _LED_TO)


def _asks_what_it_means(elements: Sequence[Element], at: int) -> bool:
    """Return whether a word is to be explained: what does third sector mean."""
    does = any(e.text in {"does", "do"} for e in elements[:at])
    return does and elements[at].text in {"mean", "stand for"} and element_at(elements, at - 1).has(Kind.FINDING)


def _is_said_to_claim(elements: Sequence[Element], at: int) -> bool:
    """Return whether somebody who wrote of the survey is asked to have said a percentage: did the article say 69%."""
    element, before = elements[at], element_at(elements, at - 1)
    source = element.first_word in _PUBLISHERS or any(r.value == "source" for r in element.of(Kind.FILLER))
    says = is_saying(element_at(elements, at + 1)) or element.last_word == "report"
    claims = any(e.quantity is not None and e.quantity.is_share for e in elements[at:])
    return source and says and claims and before.text in _DID


def _is_exact_number(elements: Sequence[Element], at: int) -> bool:
    """Return whether a number of people is asked to be exact, where it was only given about: exactly 4,400."""
    quantity = elements[at].quantity
    return quantity is not None and not quantity.is_share and elements[at].first_word in _SUPPOSED


def _is_of_another_question(elements: Sequence[Element], at: int) -> bool:
    """Return whether answers are compared as what not both are: collaboration a bigger barrier than security."""
    after = element_at(elements, at + 1)
    told = _is_noun(elements[at]) and (after.is_break or after.text in {"than", "or"})
    if not told or not names_cue([element_at(elements, at - 1)], _BIGGER):
        return False
    own = {r.value for r in elements[at].of(Kind.TOPIC)}
    return any({r.topic for r in e.of(Kind.FINDING)}.isdisjoint(own) for e in elements if e.has(Kind.FINDING))


def _is_opinion(elements: Sequence[Element], at: int) -> bool:
    """Return whether a percentage is judged, which no figure does: 31% is low, is 31% shocking."""
    if elements[at].quantity is None or not element_at(elements, at + 1).text:
        return False
    told = element_at(elements, at + 1).text in BEING
    last = at + 2 if told else at + 1
    asked = told or element_at(elements, at - 1).text in BEING
    judged = {r.kind for r in element_at(elements, last).readings} == {Kind.ASIDE}
    return asked and judged and elements[last].text not in _SUPPOSED and element_at(elements, last + 1).is_break


def _is_premise(elements: Sequence[Element], at: int) -> bool:
    """Return whether 'since' gives a reason with a claim in it, and no time: since most share with councils, ..."""
    end = next((i for i in range(at, len(elements)) if elements[i].is_break), len(elements))
    claimed = any(e.quantity is not None and e.quantity.is_share for e in elements[at:end])
    named = any(e.has(Kind.FINDING) for e in elements[at:end])
    return elements[at].text == "since" and claimed and named and any(e.has(Kind.FINDING) for e in elements[end:])


def _is_surname(elements: Sequence[Element], at: int) -> bool:
    """Return whether what follows a first name is no question about somebody of that name: what did Steve Jobs say."""
    before, asked = elements[at - 1] if at else None, elements[at]
    if before is None or not before.has(Kind.SPEAKER) or " " in before.text or not names_cue([asked], {"speaker"}):
        return False
    return is_saying(element_at(elements, at + 1)) or (" " not in asked.text and asked.text.endswith("s"))


def _is_of_unknown(elements: Sequence[Element], at: int) -> bool:
    """Return whether a quote is asked on what is only talk: anything quotable on journalists needing."""
    quoted = names_cue([element_at(elements, at - 2)], {"quote"}) and element_at(elements, at - 1).text in {
        "on",
        "about",
    }
    return quoted and {r.kind for r in elements[at].readings} == {Kind.ASIDE}


def _is_the_public(elements: Sequence[Element], at: int) -> bool:
    """Return whether the general public is meant, and not the public sector of a quote: what does he want for them."""
    told = any(e.has(Kind.CHOICE) for e in elements)  # were officials asked, or the public
    sector = element_at(elements, at + 1).first_word == "sector"
    return elements[at].has(Kind.QUOTED) and elements[at].text == "public" and not (sector or told)


_RULES: tuple[Callable[[Sequence[Element], int], bool], ...] = (
    _is_part_of_figure,
    _is_part_of_sample,
    _is_sum,
    _is_of_others,
    _is_foretold,
    _takes_out,
    _lists_without,
    _is_only_some,
    _is_more_or_less,
    _is_of_fewer,
    _is_name_alone,
    _is_doer,
    _is_not_quoted,
    _asks_what_it_means,
    _is_said_to_claim,
    _is_exact_number,
    _is_opinion,
    _is_premise,
    _is_surname,
    _is_of_unknown,
    _is_the_public,
    _is_of_another_question,
)
