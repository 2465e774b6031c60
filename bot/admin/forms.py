"""Make a draft of what stands in a form, and what stands in a form of a draft."""

from dataclasses import replace

from bot.admin.measures import CHOICES, Takes, choice_of, recipe_of
from bot.render.fields import Fields, Kind
from bot.render.writing import Measure
from intents.definition import Recipe
from intents.draft import Draft, name_of
from intents.rules import cleaned
from intents.text import clean

SPEAKER = "@"  # begins what is quoted where that is somebody, and not what they spoke of
_TRUE = "true"
_MOST = 20  # findings in one answer
_FIGURE = "share"  # the choice that a figure is, without its menu
_QUOTED = frozenset({Takes.SUBJECT, Takes.SPEAKER})
_CHOICES = {choice.id: choice for choice in CHOICES}

MEASURES = tuple(
    Measure(
        value=choice.id,
        label=choice.label,
        findings={Takes.FINDING: (1, _MOST), Takes.TWO_FINDINGS: (2, 2)}.get(choice.takes, (0, 0)),
        questions=(1, 1) if choice.takes is Takes.QUESTION else (0, 0),
    )
    for choice in CHOICES
    if choice.takes not in _QUOTED
)
"""What can be chosen as a measure."""


def begun_with(draft: Draft) -> Fields:
    """Return what a form holds in which an intent is edited."""
    shown = _fields(draft.answer)
    if _recipe(shown) != _plain(draft.answer):
        shown = Fields(kind=Kind.KEPT, is_kept=True)
    return replace(shown, summary=draft.summary, examples=draft.examples)


def draft_of(fields: Fields, before: Draft | None = None) -> Draft:
    """Return the draft that a form makes, without what cannot be seen; one not renamed keeps its name of `before`."""
    summary = clean(fields.summary)
    same = before is not None and before.summary == summary
    name = before.name if before and same else name_of(summary)
    answer = before.answer if before and fields.kind is Kind.KEPT else _recipe(fields)
    return cleaned(Draft(name=name, summary=summary, examples=fields.examples, answer=answer))


def _recipe(fields: Fields) -> Recipe:
    match fields.kind:
        case Kind.FIGURE:
            return recipe_of(_CHOICES[_FIGURE], (fields.finding,))
        case Kind.MEASURE:
            choice = _CHOICES.get(fields.measure)
            chosen = fields.questions if choice and choice.takes is Takes.QUESTION else fields.of
            return recipe_of(choice, chosen) if choice else {"measure": fields.measure}
        case Kind.QUOTE:
            is_somebody = fields.on.startswith(SPEAKER)
            return recipe_of(_CHOICES["speaker" if is_somebody else "quote"], (fields.on.removeprefix(SPEAKER),))
        case Kind.TEXT:
            return {"text": fields.text.strip(), **({"own_words": _TRUE} if fields.own_words else {})}
        case Kind.KEPT:
            return {}


def _fields(recipe: Recipe) -> Fields:
    """Return the fields that show an answer, as far as a form can."""
    if "text" in recipe:
        return Fields(kind=Kind.TEXT, text=str(recipe["text"]), own_words=recipe.get("own_words") == _TRUE)
    choice, chosen = choice_of(recipe) or (None, ())
    if choice is None or (choice.takes in _QUOTED and len(chosen) != 1):
        return Fields(kind=Kind.KEPT)
    if choice.takes in _QUOTED:
        return Fields(kind=Kind.QUOTE, on=(SPEAKER if choice.takes is Takes.SPEAKER else "") + chosen[0])
    if choice.id == _FIGURE and len(chosen) == 1:
        return Fields(kind=Kind.FIGURE, finding=chosen[0])
    if choice.takes is Takes.QUESTION:
        return Fields(kind=Kind.MEASURE, measure=choice.id, questions=chosen)
    return Fields(kind=Kind.MEASURE, measure=choice.id, of=chosen)


def _plain(recipe: Recipe) -> Recipe:
    """Return an answer as a form would make it: one value alone is no list."""
    lists = {key: list(value) for key, value in recipe.items() if isinstance(value, list | tuple)}
    return {**recipe, **{key: held[0] if len(held) == 1 else held for key, held in lists.items()}}
