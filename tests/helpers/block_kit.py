"""Slack's rules for the blocks the bot uses, written down a second time, for tests to hold messages against."""

import json
from collections.abc import Iterator, Mapping, Sequence

Json = Mapping[str, object]

MESSAGE_BLOCKS = 50
MESSAGE_TEXT = 40_000
KEYS = {
    "rich_text": {"type", "elements"},
    "section": {"type", "text"},
    "context": {"type", "elements"},
    "actions": {"type", "elements"},
}


def faults(text: object, blocks: Sequence[Json]) -> list[str]:
    """Return everything that Slack would refuse a message for."""
    found = []
    if not isinstance(text, str) or not 0 < len(text) <= MESSAGE_TEXT:
        found.append(f"text: {text!r:.60}")
    if len(blocks) > MESSAGE_BLOCKS:
        found.append(f"{len(blocks)} blocks")
    for number, block in enumerate(blocks):
        found += [f"blocks/{number}: {fault}" for fault in _block(block)]
    ids = [str(e["action_id"]) for e in _walk(blocks) if "action_id" in e]
    if len(ids) != len(set(ids)):
        found.append(f"action ids are not unique: {ids}")
    return found


def _block(block: Json) -> Iterator[str]:
    kind = str(block.get("type"))
    if set(block) != KEYS.get(kind):
        yield f"{kind} has {sorted(block)}"
        return
    if kind == "section":
        yield from _text(block["text"], {"mrkdwn", "plain_text"})
        return
    elements = block["elements"]
    assert isinstance(elements, list)
    most = {"rich_text": 100, "context": 10, "actions": 25}[kind]
    if not 0 < len(elements) <= most:
        yield f"{kind} has {len(elements)} elements"
    for element in elements:
        yield from {"rich_text": _rich, "context": _context, "actions": _button}[kind](element)


def _context(element: Json) -> Iterator[str]:
    yield from _text(element, {"mrkdwn", "plain_text"})


def _rich(element: Json) -> Iterator[str]:
    kind = element["type"]
    if kind == "rich_text_list":
        if set(element) != {"type", "style", "elements"} or element["style"] != "bullet":
            yield f"list {sorted(element)}"
        for entry in _elements(element):
            yield from _rich(entry)
    elif kind in {"rich_text_section", "rich_text_quote"}:
        if set(element) != {"type", "elements"}:
            yield f"{kind} {sorted(element)}"
        for run in _elements(element):
            if run["type"] != "text" or not run["text"] or not set(run) <= {"type", "text", "style"}:
                yield f"run {run}"
    else:
        yield f"rich text {kind}"


def _elements(element: Json) -> list[Json]:
    elements = element["elements"]
    assert isinstance(elements, list)
    assert elements, "an empty rich text element"
    return elements


def _button(element: Json) -> Iterator[str]:
    if set(element) != {"type", "action_id", "text", "value"} or element["type"] != "button":
        yield f"button {sorted(element)}"
    yield from _text(element["text"], {"plain_text"}, most=75)
    for key, most in (("action_id", 255), ("value", 2000)):
        if not 0 < len(str(element[key])) <= most:
            yield f"{key} of {len(str(element[key]))}"


def _text(found: object, kinds: set[str], most: int = 3000) -> Iterator[str]:
    assert isinstance(found, dict)
    allowed = {"type", "text", "emoji"} if found["type"] == "plain_text" else {"type", "text"}
    if found["type"] not in kinds or set(found) - allowed:
        yield f"text object {found['type']} {sorted(found)}"
    if not 0 < len(found["text"]) <= most:
        yield f"{len(found['text'])} characters"


def _walk(found: object) -> Iterator[Json]:
    if isinstance(found, Mapping):
        yield found
        for value in found.values():
            yield from _walk(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from _walk(value)


def words(blocks: object) -> str:
    """Return everything that can be read in some blocks."""
    return "\n".join(str(e["text"]) for e in _walk(blocks) if isinstance(e.get("text"), str))


def buttons(blocks: object) -> dict[str, str]:
    """Return the buttons of some blocks: their questions by their action ids."""
    return {str(e["action_id"]): str(e["value"]) for e in _walk(blocks) if e.get("type") == "button"}


def formatted(blocks: object) -> str:
    """Return every piece of mrkdwn in some blocks: the only text in which Slack reads marks."""
    return "\n".join(str(e["text"]) for e in _walk(blocks) if e.get("type") == "mrkdwn")


def parse(blocks: object) -> list[Json]:
    """Return the blocks of a call, which come as JSON in forms."""
    found = json.loads(blocks) if isinstance(blocks, str) else blocks or []
    assert isinstance(found, list)
    return found
