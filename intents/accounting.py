"""Tell of each word of a question how it was accounted for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from intents.catalogue import Catalogue
from intents.frame import Frame, Mark, SlotType, Value
from intents.matching import Understanding
from intents.model import Match, Outcome, Several, Unsure
from intents.reading import Element, names_cue
from intents.text import Folded, Token, tokenise
from intents.vocabulary import OPERATORS, Kind

Part = Literal["name", "cue", "grammar", "example", "repeated", "no_meaning", "set_aside", "not_asked", "left_over"]
"""What a word does in its question: `name` also stands for quantities and for those who were asked; `cue` tells what is
asked; `grammar` changes what stands beside it; `example` is judged with the whole question; `repeated` is accounted for
by what is named elsewhere; `set_aside` is about the asker; `not_asked` shows that another survey is meant."""

_Meaning = tuple[Part, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word or phrase of a question, and how it was accounted for."""

    typed: str
    """As typed, folded; empty where the short form before it stands for it too."""
    understood: str
    """Short forms written out, typing errors corrected."""
    corrected: bool = False
    """True where it was taken as a typing error."""
    part: Part = "no_meaning"
    means: str = "carries no meaning (noise word)"
    """Its part in plain words: names a finding: share_with.local_government"""
    slot: str | None = None
    """The slot of the chosen intent that it fills."""


def account(question: Folded, understood: Understanding, frame: Frame | None, catalogue: Catalogue) -> tuple[Word, ...]:
    """Return the words of a question in order, without punctuation; none where it was too long to be read.

    `frame` is the reading of the question that was chosen; None where an example decided.
    """
    said = [word for raw in tokenise(understood.text) for word in _said(raw, catalogue)]
    asides = _asides(question, understood.text) if understood.text else iter(())
    meanings = _Meanings(understood, frame, catalogue.words.weak)
    words, at = next(asides, []), 0
    for place, element in enumerate(understood.elements):
        parts = element.text.split(" ")
        starts = (i for i in range(at, len(said)) if [w.understood for w in said[i : i + len(parts)]] == parts)
        start = next(starts, None)
        if start is None:
            continue
        words += said[at:start]
        at = start + len(parts)
        if element.text == "\n":
            words += next(asides, [])
        elif not element.is_break:
            words.append(meanings.told(element, place, said[start:at]))
    return (*words, *said[at:], *(word for aside in asides for word in aside))


def matches_of(outcome: Outcome) -> tuple[Match, ...]:
    """Return what a question was matched with: one intent for each question asked in it; none where it was not."""
    return (outcome,) if isinstance(outcome, Match) else outcome.matches if isinstance(outcome, Several) else ()


def _said(raw: Token, catalogue: Catalogue) -> Iterator[Word]:
    """Yield what a token stands for; a short form is several words."""
    for nth, token in enumerate(catalogue.words.spell_out(Folded(raw.text)) or (raw,)):
        meant = catalogue.speller.correct(token)
        yield Word(typed="" if nth else raw.text, understood=meant.text, corrected=meant != token)


def _asides(whole: str, text: str) -> Iterator[list[Word]]:
    """Yield what was set aside before each line of what is left of a question, and after the last."""
    at = 0
    for line in (*text.strip().split("\n"), None):
        start = len(whole) if line is None else max(whole.find(line, at), at)
        typed = " ".join(whole[at:start].split())
        aside = Word(typed=typed, understood=typed, part="set_aside", means="set aside: about the asker")
        yield [aside] if any(c.isalnum() for c in typed) else []
        at = start + len(line or "")


class _Meanings:
    """What each element of a question does, asked for in order."""

    def __init__(self, understood: Understanding, frame: Frame | None, weak: frozenset[str]) -> None:
        outcome, matches = understood.outcome, matches_of(understood.outcome)
        self._weak = weak
        self._by_example = bool(matches) and frame is None
        self._problem = frame.problem if frame and not matches else None
        self._values = list(frame.values) if frame else []
        self._marks = {m.text: m for m in reversed(frame.marks)} if frame else {}
        self._filled = [(name, v) for found in matches for name, vs in found.slots.items() for v in vs]
        readings = outcome.readings if isinstance(outcome, Unsure) else ()
        self._choices = [v for found in readings for vs in found.slots.values() for v in vs]
        self._has_condition = any(v.type in {SlotType.GIVEN, SlotType.NOT_GIVEN} for v in self._values)
        self._negating = _negating(understood.elements, self._values)

    def told(self, element: Element, place: int, tokens: Sequence[Word]) -> Word:
        said = element.quantity.words if element.quantity else element.text
        value = self._values.pop(0) if self._values and self._values[0].text == said else None
        mark = self._marks.get(element.typed) or self._marks.get(element.text)
        # What the whole question repeats, one of several questions asked in it may name
        filling = [pair for pair in self._filled if pair[1].text == said] if value or not mark else []
        slot, value = filling[0] if filling else (None, value)
        self._filled = [pair for pair in self._filled if pair[1] is not value]
        part, means = self._does(element, place, value, mark)
        typed, corrected = " ".join(t.typed for t in tokens if t.typed), any(t.corrected for t in tokens)
        return Word(typed=typed, understood=element.text, corrected=corrected, part=part, means=means, slot=slot)

    def _does(self, element: Element, place: int, value: Value | None, mark: Mark | None) -> _Meaning:
        if self._by_example:
            return "example", "judged with the whole question, by the examples"
        if self._problem and self._problem.text == element.text:
            return "not_asked", f"shows that this was not asked ({self._problem.fault.value})"
        if value:
            return "name", self._named(value)
        return self._marked(mark, element) if mark else self._unmarked(element, place)

    def _named(self, value: Value) -> str:
        several = dict.fromkeys(v.id for v in self._choices if v.text == value.text)
        if len(several) > 1:
            return f"may name several findings: {', '.join(several)}"
        if value.type is SlotType.UNIVERSE:
            return "those who were asked"
        sort = value.type.removeprefix("not_")
        means = _SORTS.get(sort, f"names a {sort}") + (f" of {value.slot}" if value.type is SlotType.CHOICE else "")
        means += (" in the negative" if sort != value.type else "") + (" by its verb" if value.implied else "")
        return f"{means}: {value.id}"

    def _marked(self, mark: Mark, element: Element) -> _Meaning:
        names = " or ".join(sorted(mark.names))
        if names.startswith("="):
            known = (
                "a year that the survey says nothing of" if element.quantity else "here it would change what is asked"
            )
            return "left_over", f"left over: {'nothing accounts for it' if element.is_left_over else known}"
        passed = ", may be passed over" if mark.weak or mark.names & self._weak else ""
        part: Part = "grammar" if mark.names & OPERATORS else "cue"
        return part, f"tells what is asked (cue {names}{passed})"

    def _unmarked(self, element: Element, place: int) -> _Meaning:
        """Return how an element changes what stands beside it, or why it does nothing of its own."""
        verbs = () if element.is_weak else element.of(*_VERBS)
        if element.has(Kind.NEGATION):
            nothing = "negates nothing that is named"
            return "grammar", "makes what is named its opposite" if place in self._negating else nothing
        if self._has_condition and names_cue([element], {"given"}):
            return "grammar", "sets the condition (cue given)"
        if verbs:
            return "grammar", f"a verb of {_VERBS[verbs[0].kind]}: {verbs[0].topic}"
        empty = next((sort for kind, sort in _EMPTY.items() if element.has(kind)), None)
        if empty and not element.has(Kind.FINDING, Kind.TOPIC):
            return "no_meaning", f"carries no meaning ({empty})"
        return "repeated", "accounted for by what is named, or by what stands beside it"


_SORTS = {
    "given": "sets a finding as a condition",
    "quoted": "is a word that a quote is remembered by",
    "points": "is a difference in points",
    **{sort: f"is a {sort}" for sort in ("quantity", "number", "choice")},
}
_VERBS = {Kind.GIVE: "giving", Kind.RECEIVE: "receiving", Kind.WITHHOLD: "withholding"}
_EMPTY = {
    Kind.STOP: "stop word",
    Kind.FILLER: "filler",
    Kind.ASIDE: "of the asking",
    Kind.LOOSE: "everyday talk, apart from what is asked",
}


def _negating(elements: Sequence[Element], values: Sequence[Value]) -> set[int]:
    """Return the places of the negations that negate: for each name in the negative the last before it, else after."""
    names = {v.text for v in values if v.type.startswith("not_")}
    places = [i for i, e in enumerate(elements) if e.has(Kind.NEGATION)]
    named = [i for i, e in enumerate(elements) if e.text in names]
    return {max((p for p in places if p < at), default=places[0]) for at in named} if places else set()
