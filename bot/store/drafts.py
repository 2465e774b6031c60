"""Drafts, intents and changes as rows, and back."""

from dataclasses import fields
from typing import Any

from sqlalchemy import RowMapping

from bot.ports import StoreDown
from bot.records import Change, Deed, State, TaughtIntent
from bot.store.tables import mended
from intents.definition import Recipe
from intents.draft import Draft

_OF_AN_INTENT = [field.name for field in fields(TaughtIntent) if field.name not in {"draft", "state"}]
_OF_A_CHANGE = [field.name for field in fields(Change) if field.name not in {"draft", "state", "deed"}]


def columns_of(draft: Draft) -> dict[str, object]:
    """Return the columns of a draft."""
    return {"name": draft.name, "summary": draft.summary, "examples": draft.examples, "answer": draft.answer}


def intent_columns(change: Change) -> dict[str, object]:
    """Return the columns of an intent as a change leaves it."""
    found_by = folded(f"{change.draft.name} {change.draft.summary}")
    row = {"team": change.team, "survey": change.survey, "id": change.intent, "state": change.state}
    return row | columns_of(change.draft) | {"revision": change.revision, "number": change.number, "folded": found_by}


def change_columns(change: Change) -> dict[str, object]:
    """Return the columns of a change."""
    others = {name: getattr(change, name) for name in _OF_A_CHANGE}
    return others | columns_of(change.draft) | {"deed": change.deed, "state": change.state}


def folded(text: str) -> str:
    """Return a text as it is looked for, whether in capitals or not."""
    return mended(text).casefold()


def kept(draft: Draft) -> Draft:
    """Return a draft as it will be read again."""
    return Draft(
        name=mended(draft.name),
        summary=mended(draft.summary),
        examples=tuple(map(mended, draft.examples)),
        answer={mended(key): _kept(value) for key, value in draft.answer.items()},
    )


def draft_from(row: RowMapping) -> Draft:
    """Return the draft in a row; raise StoreDown where it is none."""
    examples, answer = row["examples"], row["answer"]
    if not _are_texts(examples) or not isinstance(answer, dict) or not all(map(_is_said, answer.values())):
        raise StoreDown(f"The intent {row['name']!r} cannot be read.")
    return Draft(name=row["name"], summary=row["summary"], examples=tuple(examples), answer=_frozen(answer))


def intent_from(row: RowMapping) -> TaughtIntent:
    """Return the intent in a row; raise StoreDown where it is none."""
    others = {name: row[name] for name in _OF_AN_INTENT}
    return TaughtIntent(**others, draft=draft_from(row), state=_state(row))


def change_from(row: RowMapping) -> Change:
    """Return the change in a row; raise StoreDown where it is none."""
    others = {name: row[name] for name in _OF_A_CHANGE}
    try:
        deed = Deed(row["deed"])
    except ValueError:
        raise StoreDown(f"The change {row['number']} cannot be read.") from None
    return Change(**others, deed=deed, draft=draft_from(row), state=_state(row))


def _state(row: RowMapping) -> State:
    try:
        return State(row["state"])
    except ValueError:
        raise StoreDown(f"The intent {row['name']!r} cannot be read.") from None


def _kept(value: object) -> Any:
    if isinstance(value, str):
        return mended(value)
    return tuple(map(mended, value)) if isinstance(value, tuple | list) else value


def _frozen(answer: dict[str, Any]) -> Recipe:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in answer.items()}


def _is_said(value: object) -> bool:
    return isinstance(value, str | int) or _are_texts(value)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
