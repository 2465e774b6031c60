"""Account for each word of a question: which known phrase it belongs to, or that it is left over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from intents.quantities import Quantity, find_quantities
from intents.spelling import Speller
from intents.text import Folded, Token
from intents.vocabulary import Kind, Reading, Words

_LEFT_OVER = 100  # cost of a word that nothing accounts for: any known phrase is better
_LOOSE = 50  # cost of a word of everyday talk: better than one left over, worse than any meaning
_PHRASE = 10  # cost of a phrase: fewer, longer phrases are better
_WEAK = 1  # cost on top for a phrase that is only filler, so that a meaning wins over none
_QUANTITY = 9  # cost of a number: before it is a word it is a number
_HEDGE = 3  # cost on top for the words that limit it: 'about half the battle' is about a phrase
_WEAK_KINDS = frozenset({Kind.STOP, Kind.FILLER, Kind.ASIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A stretch of a question and what it may stand for."""

    text: str
    """Its words, folded, as corrected."""
    typed: str
    """Its words, folded, as typed."""
    readings: tuple[Reading, ...] = ()
    quantity: Quantity | None = None
    is_break: bool = False
    """True for punctuation between clauses."""

    @property
    def first_word(self) -> str:
        """Return the word it begins with."""
        return self.text.partition(" ")[0]

    @property
    def last_word(self) -> str:
        """Return the word it ends with."""
        return self.text.rpartition(" ")[2]

    def of(self, *kinds: Kind) -> tuple[Reading, ...]:
        """Return the readings of the given kinds."""
        return tuple(r for r in self.readings if r.kind in kinds)

    def has(self, *kinds: Kind) -> bool:
        """Return whether it has a reading of one of the given kinds."""
        return any(r.kind in kinds for r in self.readings)

    @property
    def is_weak(self) -> bool:
        """Return whether it may be left unaccounted for."""
        return self.is_break or self.has(*_WEAK_KINDS)

    @property
    def is_left_over(self) -> bool:
        """Return whether nothing known accounts for it."""
        return not self.readings and self.quantity is None and not self.is_break


_NOWHERE = Element(text="", typed="", is_break=True)


@dataclass(frozen=True, slots=True)
class _Edge:
    end: int
    cost: int
    element: Element | None


def read(text: Folded, words: Words, speller: Speller) -> tuple[Element, ...]:
    """Return the elements of a question in order; noise is left out, breaks are kept.

    Of all ways to cut the question into known phrases the one with the fewest words left over is taken,
    then the one with the fewest phrases.
    """
    typed = words.spell_out(text)
    tokens = tuple(map(speller.correct, typed))
    edges = [_edges(tokens, typed, at, words) for at in range(len(tokens))]
    for found in find_quantities(tokens):
        edges[found.start].append(_quantity_edge(tokens, found.start, found.end, found.quantity))
    return _cheapest(edges)


def element_at(elements: Sequence[Element], place: int) -> Element:
    """Return the element of a place; before the first and behind the last one, a break without words."""
    return elements[place] if 0 <= place < len(elements) else _NOWHERE


def names_cue(elements: Sequence[Element], names: Collection[str]) -> bool:
    """Return whether any of the elements may be one of the cues named."""
    return any(r.value in names for e in elements for r in e.of(Kind.CUE))


def is_saying(element: Element) -> bool:
    """Return whether an element is a verb of saying: said, think."""
    return any(r.value == "saying" for r in element.of(Kind.FILLER))


def _edges(tokens: tuple[Token, ...], typed: tuple[Token, ...], at: int, words: Words) -> list[_Edge]:
    """Return every phrase that begins at a token, and the way of leaving the token over."""
    token = tokens[at]
    if token.is_break:
        return [_Edge(at + 1, 0, Element(text=token.text, typed=token.text, is_break=True))]
    found = [
        _Edge(end, _cost(readings), _element(tokens, typed, at, end, readings))
        for end, readings in words.spans(tokens, at)
    ]
    if token.text in words.noise:
        found.append(_Edge(at + 1, 0, None))
    elif not any(edge.end == at + 1 for edge in found):
        meant = token.text == typed[at].text  # 'wemon' is no 'lemon'
        loose = (Reading(Kind.LOOSE, "loose"),) if meant and token.stem in words.loose else ()
        cost = _LOOSE if loose else _LEFT_OVER
        found.append(_Edge(at + 1, cost, _element(tokens, typed, at, at + 1, loose)))
    return found


def _cost(readings: tuple[Reading, ...]) -> int:
    return _PHRASE + (_WEAK if all(r.kind in _WEAK_KINDS for r in readings) else 0)


def _element(
    tokens: tuple[Token, ...], typed: tuple[Token, ...], start: int, end: int, readings: tuple[Reading, ...]
) -> Element:
    said, meant = (" ".join(t.text for t in each[start:end]) for each in (typed, tokens))
    return Element(text=meant, typed=said, readings=readings)


def _quantity_edge(tokens: tuple[Token, ...], start: int, end: int, quantity: Quantity | None) -> _Edge:
    said = " ".join(t.text for t in tokens[start:end])
    element = Element(text=said, typed=said, quantity=quantity) if quantity else None
    return _Edge(end, _QUANTITY + (_HEDGE if quantity and quantity.is_hedged else 0), element)


def _cheapest(edges: list[list[_Edge]]) -> tuple[Element, ...]:
    """Return the elements along the cheapest way through; of equal ways, the one whose first phrase is longest."""
    size = len(edges)
    best: list[tuple[int, _Edge | None]] = [(0, None)] * (size + 1)
    for at in range(size - 1, -1, -1):
        best[at] = min(
            ((edge.cost + best[edge.end][0], edge) for edge in edges[at]), key=lambda pair: (pair[0], -pair[1].end)
        )
    elements: list[Element] = []
    at = 0
    while at < size:
        edge = best[at][1]
        assert edge is not None  # noqa: S101 - every token has at least the edge that leaves it over
        if edge.element is not None:
            elements.append(edge.element)
        at = edge.end
    return tuple(elements)
