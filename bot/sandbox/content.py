"""What an app wants to say, read and judged: a message's content, or a view."""

import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypedDict

from bot.sandbox import block_kit
from bot.sandbox.block_kit import Fault
from bot.sandbox.model import Json, SlackError, as_items, as_object, as_objects, as_text, read_json
from bot.sandbox.rules import Rules

LARGEST_VIEW = 250_000  # characters of JSON
LONGEST_BLOCKS = 13_200  # characters in all of a message's blocks; where others saw Slack draw the line
LONGEST_TEXT = 40_000  # characters; Slack advises 4,000
_LONGEST_MARKDOWN = 12_000  # characters
_HOLDERS = ("accessory", "element", "elements", "actions", "child_blocks")  # where a block keeps its elements
_INTERACTIVE = frozenset("section input actions context_actions card carousel container".split())


class Content(TypedDict):
    """The part of a message that its app writes."""

    text: str
    blocks: tuple[Json, ...]
    attachments: tuple[Json, ...]
    metadata: Json | None


def content(rules: Rules, body: Json, *, may_be_empty: bool = False) -> Content:
    """Return what a message shall hold, its text cut where it is too long; raise no_text, invalid_blocks."""
    text = as_text(body.get("text"))
    if body.get("markdown_text"):
        text = _markdown(body)
    blocks = structure(body.get("blocks", []), "invalid_blocks_format")
    attachments = structure(body.get("attachments", []), "no_text")
    if not isinstance(blocks, list | tuple):
        raise SlackError("invalid_blocks_format")
    if not isinstance(attachments, list | tuple):
        raise SlackError("no_text")
    if rules.check_blocks:
        refuse(block_kit.message_faults(list(blocks)), "invalid_blocks")
        if sum(map(len, _texts(blocks))) > LONGEST_BLOCKS:
            raise SlackError("msg_blocks_too_long")
        refuse(block_kit.attachment_faults(attachments), "invalid_attachments")
    if not text and not blocks and not any(as_objects(attachments)) and not may_be_empty:
        raise SlackError("no_text")
    return Content(
        text=text[:LONGEST_TEXT],
        blocks=with_ids(as_objects(blocks)),
        attachments=as_objects(attachments),
        metadata=as_object(structure(body.get("metadata"), "invalid_metadata_format")) or None,
    )


def _markdown(body: Json) -> str:
    """Return a text in standard Markdown, which goes with no other."""
    if body.get("text") or body.get("blocks"):
        raise SlackError("markdown_text_conflict")
    if len(as_text(body["markdown_text"])) > _LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    return as_text(body["markdown_text"])


def checked_view(rules: Rules, found: object, types: Collection[str]) -> Json:
    """Return a view with an id for every block and element; raise where Slack would not show it."""
    view = structure(found, "invalid_arguments")
    if not isinstance(view, Mapping):
        raise SlackError("invalid_arguments", "[ERROR] must provide an object [json-pointer:/view]")
    if rules.check_blocks:
        refuse(block_kit.view_faults(view), "invalid_arguments")
    if view.get("type") not in types:
        raise SlackError("invalid_arguments", "[ERROR] must be a valid enum value [json-pointer:/view/type]")
    if len(json.dumps(view)) > LARGEST_VIEW:
        raise SlackError("view_too_large")
    return {**view, "blocks": list(with_ids(as_objects(view.get("blocks"))))}


def structure(found: object, error: str) -> object:
    """Return JSON that may have come as a string, as it does in forms."""
    if not isinstance(found, str):
        return found
    try:
        return read_json(found) if found else None
    except ValueError:
        raise SlackError(error) from None


def refuse(faults: Iterable[Fault], error: str) -> None:
    """Raise what is wrong, if anything is: views say it once, messages twice, as Slack does."""
    told = [fault.line for fault in faults]
    if told:
        twice = {} if error == "invalid_arguments" else {"errors": [line.removeprefix("[ERROR] ") for line in told]}
        raise SlackError(error, *told, **twice)


def _texts(found: object) -> Iterator[str]:
    for name, each in as_object(found).items():
        yield from [each] if name == "text" and isinstance(each, str) else _texts(each)
    for each in as_items(found):
        yield from _texts(each)


def with_ids(blocks: Iterable[Json]) -> tuple[Json, ...]:
    """Return blocks in which each, and each of their interactive elements, has an id, as Slack makes them."""
    return tuple(_with_ids(block) for block in blocks)


def _with_ids(block: Json) -> Json:
    named: dict[str, object] = {**block, "block_id": as_text(block.get("block_id")) or secrets.token_hex(3)}
    for holder in _HOLDERS if block.get("type") in _INTERACTIVE else ():
        held = named.get(holder)
        if isinstance(held, Mapping):
            named[holder] = _element(held)
        elif held is not None:
            named[holder] = [_element(each) for each in as_items(held)]
    return named


def _element(element: object) -> object:
    if not isinstance(element, Mapping):
        return element
    if element.get("type") in _INTERACTIVE:
        return _with_ids(element)
    return {**element, "action_id": as_text(element.get("action_id")) or secrets.token_hex(3)}
