"""Write the last turn of a conversation as text, and read it again, for those who keep it between processes."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from intents.frame import SlotType, Value
from intents.model import IntentName, Match, Turn
from intents.quantities import Quantity

_Raw = Mapping[str, Any]


def dumps(turn: Turn) -> str:
    """Return a turn as JSON."""
    return json.dumps(
        {
            "match": _written(turn.match),
            "about": [asdict(value) for value in turn.about],
            "topics": sorted(turn.topics),
            "quoted": turn.quoted,
            "shown": turn.shown and _written(turn.shown),
        }
    )


def loads(text: str) -> Turn | None:
    """Return the turn that was written; None: it is none, or one of another version of this program."""
    try:
        raw = json.loads(text)
        return Turn(
            match=_match(raw["match"]),
            about=tuple(map(_value, raw["about"])),
            topics=frozenset(raw["topics"]),
            quoted=raw["quoted"],
            shown=raw["shown"] and _match(raw["shown"]),
        )
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return None


def _written(match: Match) -> dict[str, object]:
    return {
        "intent": match.intent,
        "slots": {slot: [asdict(value) for value in values] for slot, values in match.slots.items()},
        "confidence": match.confidence,
        "resumed": match.resumed,
        "example": match.example,
    }


def _match(raw: _Raw) -> Match:
    slots = {slot: tuple(map(_value, values)) for slot, values in raw["slots"].items()}
    return Match(**{**raw, "intent": IntentName(raw["intent"]), "slots": slots})


def _value(raw: _Raw) -> Value:
    quantity = raw["quantity"]
    return Value(**{**raw, "type": SlotType(raw["type"]), "quantity": quantity and Quantity(**quantity)})
