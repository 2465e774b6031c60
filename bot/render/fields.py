"""What a form to teach in holds, from the draft it begins with to the one it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from intents.definition import Recipe
from intents.draft import Draft, name_of

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
    of: str = ""
    """The finding or question that is measured; empty: all of them."""
    speaker: str = ""
    """Who is quoted; empty: anybody."""
    on: str = ""
    """The finding or question that a quote is on; empty: anything."""
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
        "speaker": fields.speaker,
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
    kind = kept.get("kind", "")
    turn = kept.get("turn", "")
    return Fields(
        summary=sketch.summary,
        examples=sketch.examples,
        kind=Kind(kind) if kind in set(Kind) else Kind.FIGURE,
        own_words=kept.get("own_words") == _TRUE,
        is_kept=kept.get("is_kept") == _TRUE,
        turn=int(turn) if turn.isdecimal() else 0,
        **{name: kept.get(name, "") for name in ("finding", "measure", "of", "speaker", "on", "text")},
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


def _recipe(fields: Fields) -> Recipe:
    match fields.kind:
        case Kind.FIGURE:
            return _filled({"measure": "share", "of": fields.finding})
        case Kind.MEASURE:
            return _filled({"measure": fields.measure, _subject(fields.of): fields.of})
        case Kind.QUOTE:
            if fields.on and not fields.speaker:
                return {"quote": fields.on}
            return _filled({"measure": "quote", "topics": fields.speaker, _subject(fields.on): fields.on})
        case Kind.TEXT:
            return {"text": fields.text.strip(), **({"own_words": _TRUE} if fields.own_words else {})}
        case Kind.KEPT:
            return {}


def _answer(recipe: Recipe) -> Fields:
    """Return the fields that show a recipe; what no form can hold stays out, as it could not be chosen anew."""
    held = {name: _first(value) for name, value in recipe.items()}
    subject = held.get("of") or held.get("questions", "")
    if "text" in held:
        return Fields(kind=Kind.TEXT, text=held["text"], own_words=held.get("own_words") == _TRUE)
    if "quote" in held or held.get("measure") == "quote":
        return Fields(kind=Kind.QUOTE, speaker=held.get("topics", ""), on=held.get("quote", "") or subject)
    if held.get("measure") == "share":
        return Fields(kind=Kind.FIGURE, finding=subject)
    return Fields(kind=Kind.MEASURE, measure=held.get("measure", ""), of=subject)


def _first(value: object) -> str:
    """Return a value of a recipe as one text."""
    return str(value[0] if value else "") if isinstance(value, list | tuple) else str(value)


def _subject(of: str) -> str:
    """Return what a recipe calls what it is about: share_with.local_government is a finding, share_with a question."""
    return "of" if "." in of else "questions"


def _filled(recipe: Mapping[str, str]) -> Recipe:
    return {name: value for name, value in recipe.items() if value}
