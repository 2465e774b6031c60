"""Read values out of Slack's dictionaries, which may hold anything."""

from collections.abc import Mapping

Payload = Mapping[str, object]


def at(body: Payload, *path: str) -> object:
    """Return what stands at a path of keys, or None."""
    found: object = body
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def text_at(body: Payload, *path: str) -> str:
    """Return the text at a path of keys; '' for anything else."""
    found = at(body, *path)
    return found if isinstance(found, str) else ""


def texts_in(found: object) -> tuple[str, ...]:
    """Return the texts in a list; none for anything else."""
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def first_of(found: object) -> Payload:
    """Return the first object in a list; an empty one where there is none."""
    first = found[0] if isinstance(found, list) and found else None
    return first if isinstance(first, Mapping) else {}
