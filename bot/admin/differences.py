"""Tell two versions of a taught intent apart in lines that people read."""

from collections.abc import Callable, Iterator

from bot.records import State
from intents.definition import Recipe
from intents.draft import Draft

_STATES = {State.LIVE: "Turned on", State.OFF: "Turned off", State.DELETED: "Deleted"}
_LONGEST = 80  # characters of an answer in a line


def differences(
    before: Draft | None,
    after: Draft,
    was: State | None = None,
    now: State = State.LIVE,
    *,
    label: Callable[[str], str] = str,
) -> tuple[str, ...]:
    """Return what changed, a line each; nothing where nothing did.

    `before` and `was` are None for a new intent. `label` gives the id of a finding or question as people know it.
    """
    return tuple(_lines(before, after, was, now, label))


def _lines(
    before: Draft | None, after: Draft, was: State | None, now: State, label: Callable[[str], str]
) -> Iterator[str]:
    if before is None:
        yield f"New: {after.summary}"
    elif before.summary != after.summary:
        yield f"Name: {before.summary} → {after.summary}"
    elif before.name != after.name:
        yield f"Short name: {before.name} → {after.name}"
    yield from _turned(was, now, is_new=before is None)
    old = before.examples if before else ()
    yield from (f"+ {example}" for example in after.examples if example not in old)
    yield from (f"- {example}" for example in old if example not in after.examples)
    if old != after.examples and set(old) == set(after.examples):
        yield "Examples in another order"
    if before is None:
        yield f"Answer: {answer(after.answer, label)}"
    elif _plain(before.answer) != _plain(after.answer):
        yield f"Answer: {answer(before.answer, label)} → {answer(after.answer, label)}"


def _turned(was: State | None, now: State, *, is_new: bool) -> Iterator[str]:
    if was is State.DELETED and now is not was:
        yield "Restored" if now is State.LIVE else f"Restored, {_STATES[now].lower()}"
    elif (was is None and is_new and now is not State.LIVE) or (was is not None and was is not now):
        yield _STATES[now]


def _plain(recipe: Recipe) -> dict[str, object]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in recipe.items()}


def answer(recipe: Recipe, label: Callable[[str], str] = str) -> str:
    """Return an answer's recipe in a line: text “Behind the building”; share of Local government."""
    if "text" in recipe:
        own = " (own numbers)" if recipe.get("own_words") else ""
        return f"text “{_cut(' '.join(str(recipe['text']).split()))}”{own}"
    if "quote" in recipe:
        return f"quote on {label(str(recipe['quote']))}"
    of = [label(name) for key in ("of", "without", "questions", "topics") for name in _texts(recipe.get(key))]
    how = f" ({recipe['how']})" if recipe.get("how") else ""
    return f"{recipe.get('measure', 'none')}{how}{' of ' + ' and '.join(of) if of else ''}"


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
