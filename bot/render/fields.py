"""What a form to teach in holds, from the draft it begins with to the one it makes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from intents.definition import Recipe
from intents.draft import Draft, name_of

FIELD = 3000  # characters of a text that Slack takes in one field
MOST_FIELDS = 40  # of examples; far more than an intent may have
_SPARE = 300  # characters that are left in the last field of examples, or there is another one
_TRUE = "true"
_SHARE = "share"  # the measure of a figure


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
    how: str = ""
    """Which kind of the measure it is."""
    on: str = ""
    """The finding, question or speaker that is quoted."""
    text: str = ""
    own_words: bool = False
    """Whether the numbers in the text are the admin's own."""
    is_kept: bool = False
    """Whether the answer before was one that no form can show, and may be kept."""
    turn: int = 0
    """Counts what was put into the text for its writer, as Slack shows a new text only in a new field."""


def begun_with(draft: Draft) -> Fields:
    """Return what a form holds that an intent is edited in."""
    shown = _answer(draft.answer)
    if dict(_recipe(shown)) != dict(draft.answer):
        shown = Fields(kind=Kind.KEPT, is_kept=True)
    return replace(shown, summary=draft.summary, examples=draft.examples)


def sketched(fields: Fields, name: str = "") -> Draft:
    """Return what stands in a form as a sketch keeps it: all of it, as the answer of a draft that is none yet."""
    answer: Recipe = {
        "kind": fields.kind.value,
        "finding": fields.finding,
        "measure": fields.measure,
        "of": fields.of,
        "questions": fields.questions,
        "how": fields.how,
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
        **{name: kept.get(name, "") for name in ("finding", "measure", "how", "on", "text")},
    )


def draft_of(fields: Fields, before: Draft | None = None) -> Draft:
    """Return the draft that a form makes; an intent that is not renamed keeps the name it had `before`."""
    summary = " ".join(fields.summary.split())
    same = before is not None and before.summary == summary
    name = before.name if before and same else name_of(summary)
    answer = before.answer if before and fields.kind is Kind.KEPT else _recipe(fields)
    return Draft(name=name, summary=summary, examples=fields.examples, answer=answer)


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


def _recipe(fields: Fields) -> Recipe:
    match fields.kind:
        case Kind.FIGURE:
            return _filled({"measure": _SHARE, "of": fields.finding})
        case Kind.MEASURE:
            measured = {"of": _single(fields.of), "questions": _single(fields.questions), "how": fields.how}
            return _filled({"measure": fields.measure, **measured})
        case Kind.QUOTE:
            return {"quote": fields.on}
        case Kind.TEXT:
            return {"text": fields.text.strip(), **({"own_words": _TRUE} if fields.own_words else {})}
        case Kind.KEPT:
            return {}


def _answer(recipe: Recipe) -> Fields:
    """Return the fields that show a recipe, as far as a form can hold it."""
    of, questions = texts_of(recipe.get("of")), texts_of(recipe.get("questions"))
    if "text" in recipe:
        return Fields(kind=Kind.TEXT, text=str(recipe["text"]), own_words=recipe.get("own_words") == _TRUE)
    if "quote" in recipe:
        return Fields(kind=Kind.QUOTE, on=str(recipe["quote"]))
    if recipe.get("measure") == _SHARE and len(of) == 1:
        return Fields(kind=Kind.FIGURE, finding=of[0])
    measure, how = str(recipe.get("measure", "")), str(recipe.get("how", ""))
    return Fields(kind=Kind.MEASURE, measure=measure, of=of, questions=questions, how=how)


def _single(ids: tuple[str, ...]) -> str | tuple[str, ...]:
    """Return one id alone, as a recipe names it, or several."""
    return ids[0] if len(ids) == 1 else ids


def _filled(recipe: Recipe) -> Recipe:
    return {name: value for name, value in recipe.items() if value}
