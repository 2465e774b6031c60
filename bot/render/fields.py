"""What stands in a form to teach in, and how it is kept while somebody writes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from intents.definition import Recipe
from intents.draft import Draft

FIELD = 3000  # characters of a text that Slack takes in one field
MOST_FIELDS = 40  # of examples; far more than an intent may have
_SPARE = 300  # characters that are left in the last field of examples, or there is another one
_TRUE = "true"


class Kind(StrEnum):
    """What an intent is answered with."""

    FIGURE = "figure"
    MEASURE = "measure"
    QUOTE = "quote"
    TEXT = "text"
    KEPT = "kept"
    """As before: a file taught it, and a form cannot show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What stands in a form, whatever of it is shown; nothing that was typed is lost when another kind is chosen."""

    summary: str = ""
    examples: tuple[str, ...] = ()
    kind: Kind = Kind.FIGURE
    finding: str = ""
    """Of the figure."""
    measure: str = ""
    of: tuple[str, ...] = ()
    """The findings that are measured."""
    questions: tuple[str, ...] = ()
    """The questions that are."""
    on: str = ""
    """The finding, question or speaker that is quoted."""
    text: str = ""
    own_words: bool = False
    """Whether the numbers in the text are the admin's own."""
    is_kept: bool = False
    """Whether the answer before was one that no form can show, and may be kept."""
    turn: int = 0
    """Counts what was put into the text for its writer, as Slack shows a new text only in a new field."""


def sketched(fields: Fields, name: str = "") -> Draft:
    """Return what stands in a form as a sketch keeps it: all of it, as the answer of a draft that is none yet."""
    answer: Recipe = {
        "kind": fields.kind.value,
        "finding": fields.finding,
        "measure": fields.measure,
        "of": fields.of,
        "questions": fields.questions,
        "on": fields.on,
        "text": fields.text,
        "own_words": _TRUE if fields.own_words else "",
        "is_kept": _TRUE if fields.is_kept else "",
        "turn": fields.turn,
    }
    return Draft(name=name, summary=fields.summary, examples=fields.examples, answer=answer)


def resumed(sketch: Draft) -> Fields:
    """Return what stood in a form, given what a sketch kept of it."""
    kept = {name: str(value) for name, value in sketch.answer.items()}
    kind, turn = kept.get("kind", ""), kept.get("turn", "")
    return Fields(
        summary=sketch.summary,
        examples=sketch.examples,
        kind=Kind(kind) if kind in set(Kind) else Kind.FIGURE,
        of=texts_of(sketch.answer.get("of")),
        questions=texts_of(sketch.answer.get("questions")),
        own_words=kept.get("own_words") == _TRUE,
        is_kept=kept.get("is_kept") == _TRUE,
        turn=int(turn) if turn.isdecimal() else 0,
        **{name: kept.get(name, "") for name in ("finding", "measure", "on", "text")},
    )


def lines(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the examples in some fields, one a line; what is empty, or there already, is none."""
    every = (" ".join(line.split()) for text in texts for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in every if line))


def paged(examples: Sequence[str]) -> tuple[str, ...]:
    """Return examples as the texts of as many fields as they need, the last with room for more."""
    pages = [""]
    for example in examples:
        longer = f"{pages[-1]}\n{example}" if pages[-1] else example
        if len(longer) <= FIELD:
            pages[-1] = longer
        else:
            pages.append(example[:FIELD])
    if len(pages[-1]) > FIELD - _SPARE:
        pages.append("")
    return tuple(pages[:MOST_FIELDS])


def texts_of(value: object) -> tuple[str, ...]:
    """Return the texts that a part of a recipe holds: one, or a list of them."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()
