"""Builders for understanding: a small English, the words of an invented survey of school cooks, intents over them."""

from collections.abc import Mapping, Sequence
from functools import cache

from intents.catalogue import Catalogue, compile_catalogue
from intents.definition import Definition, parse
from intents.frame import Frame, SlotType, Value, frames
from intents.library import load_definitions, load_lexicon
from intents.reading import Element, read
from intents.text import Token, fold, stem
from intents.vocabulary import Kind, Lexicon, Reading, Term, Vocabulary

SLOTS: Mapping[str, object] = {
    "finding": {"type": "finding"},
    "not_finding": {"type": "not_finding"},
    "given": {"type": "given"},
    "topic": {"type": "topic"},
    "quantity": {"type": "quantity"},
    "universe": {"type": "universe"},
    "wave": {"type": "wave"},
    "speaker": {"type": "speaker"},
}
CUES: Mapping[str, Sequence[str]] = {
    "percent": ("percentage", "proportion", "what share"),
    "count": ("how many",),
    "more": ("more",),
    "than": ("than",),
    "both": ("both",),
    "gap": ("difference",),
    "why": ("why",),
    "list": ("list",),
    "given": ("of those who", "also"),
}


def a_token(word: str) -> Token:
    """Return a token of one word."""
    return Token(word, stem(word))


def a_term(kind: Kind, value: str, *names: str, topic: str = "", party: bool = False) -> Term:
    """Return a reading with the names people have for it."""
    return Term(reading=Reading(kind, value, topic, party), names=names)


def a_lexicon(*more: Term, weak: Sequence[str] = ("than",)) -> Lexicon:
    """Return the little English that the questions of these tests are made of, and the terms given."""
    stop = "of in on to with from by and or but who what which that do does did is are was it they have other".split()
    return Lexicon(
        short={"%": ("percent",), "ppl": ("people",), "wot": ("what",)},
        noise=frozenset("the a really just please still".split()),
        glue=frozenset(stem(word) for word in "is was this survey".split()),
        weak=frozenset(weak),
        terms=(
            a_term(Kind.STOP, "stop", *stop),
            a_term(Kind.FILLER, "saying", "say", "said", "choose", "tell", "me"),
            a_term(Kind.UNIVERSE, "universe", "people"),
            a_term(Kind.NEGATION, "not", "not", "do not", "did not", "never", "without"),
            *(a_term(Kind.CUE, name, *phrases) for name, phrases in CUES.items()),
            *more,
        ),
    )


def a_vocabulary(*more: Term) -> Vocabulary:
    """Return the words of a survey of school cooks: what is for lunch, and who is given the leftovers."""
    return Vocabulary(
        terms=(
            a_term(Kind.TOPIC, "lunch", "lunch", "dish", "on the menu"),
            a_term(Kind.FINDING, "lunch.pasta", "pasta", "spaghetti", topic="lunch"),
            a_term(Kind.FINDING, "lunch.fish", "fish", "fish fingers", "haddock", topic="lunch"),
            a_term(Kind.FINDING, "lunch.salad", "salad", "greens", topic="lunch"),
            a_term(Kind.FINDING, "lunch.peas", "peas", "greens", topic="lunch"),
            a_term(Kind.TOPIC, "give_to", "leftovers", "giving leftovers"),
            a_term(Kind.GIVE, "give", "give", "given", "send", "donate", topic="give_to"),
            a_term(Kind.RECEIVE, "receive", "receive", "get", topic="give_to"),
            a_term(Kind.WITHHOLD, "withhold", "keep", topic="give_to"),
            a_term(Kind.FINDING, "give_to.food_banks", "food banks", "food bank", topic="give_to", party=True),
            a_term(Kind.FINDING, "give_to.farms", "farms", "pig farms", topic="give_to", party=True),
            a_term(Kind.FINDING, "give_to.kitchens", "other kitchens", "kitchens", topic="give_to", party=True),
            a_term(Kind.UNIT, "unit", "kitchens"),
            a_term(Kind.UNIVERSE, "universe", "cooks", "school cooks"),
            a_term(Kind.SPEAKER, "Olive Cook", "Olive Cook", "Olive"),
            a_term(Kind.WAVE, "w1", "the first term"),
            *more,
        ),
        shares={40.0: "lunch.pasta", 25.0: "lunch.fish"},
        years={2019: "w1", 2020: "w2"},
        directed=frozenset({"give_to"}),
        home="give_to.kitchens",
    )


def a_definition(
    *ask: str, name: str = "share", also: Sequence[str] = (), slots: Mapping[str, object] = SLOTS
) -> Definition:
    """Return a sound definition that is asked in the phrases given."""
    raw = {
        "intent": name,
        "summary": "What it answers.",
        "ask": list(ask) or ["[percentage] {finding+}"],
        "also": list(also),
        "slots": slots,
        "answer": {"measure": name},
    }
    found, faults = parse(raw, file=f"{name}.yaml")
    assert found is not None, faults
    return found


def a_catalogue(
    *definitions: Definition, lexicon: Lexicon | None = None, vocabulary: Vocabulary | None = None
) -> Catalogue:
    """Return the definitions compiled over the survey of school cooks; a few plain ones where none are given."""
    chosen = definitions or (
        a_definition(also=("{topic}", "{wave}")),
        a_definition("[percentage] {not_finding+}", name="complement", also=("not", "{topic}")),
        a_definition("how many {finding+}", name="count", also=("{topic}",)),
        a_definition("more {finding} than {finding}", name="more", also=("{topic}",)),
        a_definition("list {topic}", "{topic}", name="list"),
        a_definition("why [{topic}] [{finding+}]", name="cause"),
    )
    return compile_catalogue(chosen, lexicon or a_lexicon(), vocabulary or a_vocabulary())


def elements(text: str, catalogue: Catalogue | None = None) -> tuple[Element, ...]:
    """Return what each stretch of a question was read as."""
    known = catalogue or cooks()
    return read(fold(text), known.words, known.speller)


def readings(text: str, catalogue: Catalogue | None = None) -> tuple[Frame, ...]:
    """Return the frames of a question."""
    known = catalogue or cooks()
    return frames(elements(text, known), known.vocabulary)


def named(text: str, *types: SlotType) -> list[tuple[str, str]]:
    """Return the type and id of what a question's first frame names, only of the types given where any are."""
    values: tuple[Value, ...] = readings(text)[0].values
    return [(v.type.value, v.id) for v in values if not types or v.type in types]


@cache
def cooks() -> Catalogue:
    """Return the plain catalogue over the survey of school cooks."""
    return a_catalogue()


@cache
def shipped_over_cooks() -> Catalogue:
    """Return the shipped intents and English over the survey of school cooks."""
    return compile_catalogue(load_definitions(), load_lexicon(), a_vocabulary())
