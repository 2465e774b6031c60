"""The shipped definitions and the survey's words, put mechanically into hassil's templates.

A phrase's words become rules that hold all phrases of their cues, its slots become lists with the survey's words as
`in` and `out`, and its parts may come in any order, as they may here. What hassil does not see through by itself is
done for it: numbers, negations and conditions are spelt out, and grammatical words are taken out of the templates as
its skip words take them out of the question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from intents.catalogue import Catalogue
from intents.definition import Definition, Slot
from intents.frame import SlotType
from intents.phrase import SlotRef, Variant, expand
from intents.reading import read
from intents.text import fold, tokenise
from intents.vocabulary import Kind, Lexicon, Term

MOST_IN_ANY_ORDER = 3  # parts; with four it finds no more, and takes half as long again
MOST_VALUES = 3  # that fill a slot which takes every value that is left; hassil has no word for "one or more"
MOST_SPELT_OUT = 100
_OF_SURVEY: Mapping[SlotType, tuple[Kind, ...]] = {
    SlotType.FINDING: (Kind.FINDING,),
    SlotType.TOPIC: (Kind.TOPIC,),
    SlotType.UNIVERSE: (Kind.UNIVERSE, Kind.PLACE),
    SlotType.SPEAKER: (Kind.SPEAKER,),
    SlotType.QUOTED: (Kind.QUOTED,),
    SlotType.WAVE: (Kind.WAVE,),
}
_LIMITS = ("more than {} percent", "over {}%", "at least {} percent", "less than {} percent", "under {}%")
_NUMBERS = {
    "quantity": ("{}", "{}%", "{} percent", "about {} percent", "nearly {} percent", *_LIMITS),
    "quantity_limit": _LIMITS,
    "points": ("{} points", "{} percentage points"),
}
_SHARES = ("half", "a third", "a quarter", "two thirds", "three quarters", "most", "one in three", "nearly half")
_WITHIN = {
    SlotType.NOT_FINDING: ("negation", SlotType.FINDING),
    SlotType.NOT_TOPIC: ("negation", SlotType.TOPIC),
    SlotType.GIVEN: ("given", SlotType.FINDING),
}  # a slot that is another one behind a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What templates are made from."""

    definitions: Sequence[Definition]
    lexicon: Lexicon
    catalogue: Catalogue
    skip: frozenset[str]
    """Words that are taken out of questions and templates alike."""
    rules: Mapping[str, tuple[str, ...]]
    """Names of cues, and of what else is said in several ways, with all their phrases."""


def source_of(definitions: Sequence[Definition], lexicon: Lexicon, catalogue: Catalogue) -> Source:
    """Return what templates are made from: grammatical words are skipped, others only where no cue needs them."""
    by_kind = {kind: _names(lexicon.terms, kind) for kind in (Kind.STOP, Kind.FILLER, Kind.ASIDE)}
    needed = {w for t in _content(definitions, lexicon, catalogue) for name in t for w in name.split()}
    weak = {n for kind in (Kind.FILLER, Kind.ASIDE) for n in by_kind[kind]} - needed
    skip = frozenset({*by_kind[Kind.STOP], *lexicon.noise, *weak} - {"not"})
    rules = _rules(lexicon.terms, catalogue.vocabulary.terms, skip)
    return Source(definitions=definitions, lexicon=lexicon, catalogue=catalogue, skip=skip, rules=rules)


def templates(source: Source) -> dict[str, object]:
    """Return a dictionary for hassil's `Intents.from_dict`."""
    return {
        "language": "en",
        "intents": {d.name: {"data": [{"sentences": _sentences(d, source)}]} for d in source.definitions if d.ask},
        "lists": _lists(source),
        "expansion_rules": {name: _alternatives(phrases) for name, phrases in source.rules.items()},
        "skip_words": sorted(source.skip),
    }


def _content(definitions: Sequence[Definition], lexicon: Lexicon, catalogue: Catalogue) -> Iterable[Iterable[str]]:
    yield from (t.names for t in lexicon.terms if t.reading.kind in {Kind.CUE, Kind.NEGATION})
    kinds = {kind for kinds in _OF_SURVEY.values() for kind in kinds}
    yield from (t.names for t in catalogue.vocabulary.terms if t.reading.kind in kinds)
    yield from (p for d in definitions for s in d.slots.values() for v in s.values.values() for p in [_flat(v)])


def _sentences(definition: Definition, source: Source) -> list[str]:
    variants = (v for phrase in definition.ask for v in expand(phrase))
    sentences = (_sentence(_parts(v, definition, source)) for v in variants)
    return list(dict.fromkeys(s for s in sentences if s))


def _parts(variant: Variant, definition: Definition, source: Source) -> list[str]:
    """Return what a variant asks for, one template a part."""
    parts: list[str] = []
    chunk: list[str] = []
    for item in (*variant, None):
        if isinstance(item, str):
            chunk.append(item)
            continue
        parts += _cues(" ".join(chunk), source)
        chunk = []
        if item is not None:
            parts.append(_slot(item, definition.slots[item.name], len(parts)))
    return parts


def _cues(words: str, source: Source) -> Iterable[str]:
    for element in read(fold(words), source.catalogue.words, source.catalogue.speller):
        cues = {r.value for r in element.of(Kind.CUE)} | ({"negation"} if element.has(Kind.NEGATION) else set())
        said = sorted(cues & source.rules.keys())
        if said:
            yield f"({'|'.join(f'<{cue}>' for cue in said)})"


def _slot(ref: SlotRef, slot: Slot, at: int) -> str:
    most = MOST_VALUES if ref.many else 1
    rule, type_ = _WITHIN.get(slot.type, ("", slot.type))
    listed = "_".join(filter(None, (slot.name if slot.values else type_.value, ref.only)))
    sharing = "[<sharing>] " if type_ in {SlotType.FINDING, SlotType.TOPIC} else ""
    first, *rest = [f"{{{listed}:{slot.name}__{at}_{i}}}" for i in range(most)]
    return f"{f'<{rule}> ' if rule else ''}{sharing}{first}{''.join(f' [{more}' for more in rest)}{']' * len(rest)}"


def _sentence(parts: Sequence[str]) -> str:
    """Return the parts in any order, the slots among them in their own; those of more than a few as written."""
    if not 1 < len(parts) <= MOST_IN_ANY_ORDER:
        return " ".join(parts)
    slots = [part for part in parts if "{" in part]
    orders = (order for order in permutations(parts) if [part for part in order if part in slots] == slots)
    return f"({'|'.join(' '.join(order) for order in orders)})"


def _rules(english: Sequence[Term], survey: Sequence[Term], skip: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the rules that something is left of when the words to be skipped are taken out."""
    rules = {t.reading.value: _stripped(t.names, skip) for t in english if t.reading.kind is Kind.CUE}
    rules["negation"] = _stripped(_names(english, Kind.NEGATION), skip)
    rules["sharing"] = _stripped(map(_plain, (*_names(survey, Kind.GIVE), *_names(survey, Kind.TOPIC))), skip)
    return {name: tuple(phrases) for name, phrases in rules.items() if phrases}


def _lists(source: Source) -> dict[str, object]:
    terms = source.catalogue.vocabulary.terms
    lists = {type_.value: _of_kinds(terms, kinds, source) for type_, kinds in _OF_SURVEY.items()}
    lists["universe"] += _of_kinds(source.lexicon.terms, (Kind.UNIVERSE,), source)
    spelt = {name: [f.format(n) for n in range(MOST_SPELT_OUT + 1) for f in forms] for name, forms in _NUMBERS.items()}
    spelt["quantity"] += _SHARES
    spelt["number"] = [f"{n:,}" for n in range(MOST_SPELT_OUT, 10_000, 100)]
    spelt["number_base"] = [f"{source.catalogue.vocabulary.base:,}"]
    spelt["number_limit"] = [f"{limit} {n:,}" for n in range(500, 10_000, 500) for limit in ("over", "under")]
    lists |= {name: [(text, text) for text in texts] for name, texts in spelt.items()} | _choices(source)
    return {name: {"values": [{"in": i, "out": o} for i, o in sorted(set(v))]} for name, v in lists.items()}


def _of_kinds(terms: Iterable[Term], kinds: Sequence[Kind], source: Source) -> list[tuple[str, str]]:
    named = ((name, t.reading.value) for t in terms if t.reading.kind in kinds for name in t.names)
    return [(text, value) for name, value in named for text in _stripped([_plain(name)], source.skip)]


def _choices(source: Source) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for slot in (s for d in source.definitions for s in d.slots.values()):
        for value, phrases in slot.values.items():
            pairs = [(text, value) for text in _stripped(_flat(phrases), source.skip)]
            found.setdefault(slot.name, []).extend(pairs)
            found.setdefault(f"{slot.name}_{value}", []).extend(pairs)
    return found


def _flat(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(map(str, variant)) for phrase in phrases for variant in expand(phrase))


def _stripped(names: Iterable[str], skip: frozenset[str]) -> list[str]:
    """Return names without the words that are skipped in questions too; a name of nothing else stays out."""
    bare = (" ".join(word for word in name.split() if word not in skip) for name in names)
    return list(dict.fromkeys(name for name in bare if name))


def _plain(name: str) -> str:
    return " ".join(token.text for token in tokenise(fold(name)) if not token.is_break)


def _names(terms: Iterable[Term], kind: Kind) -> tuple[str, ...]:
    return tuple(name for t in terms if t.reading.kind is kind for name in t.names)


def _alternatives(phrases: Sequence[str]) -> str:
    return f"({'|'.join(sorted(phrases, key=lambda p: (-len(p), p)))})"
