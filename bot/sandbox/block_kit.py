"""Slack's rules for Block Kit: everything in a message, a view or an attachment that the real Slack would refuse.

The rules are data, in `block_kit.yaml`. Faults are worded as by the JSON Schema library that Slack made public and
answers with. Seen in its answers besides: "`action_id` ... already exists", "must define `submit` ...", "invalid url"
and "only_one_table_allowed". Ours are: "must define ..." of several keys, "cannot be greater than ...", "already
exists" of other ids, and what names `options`, `categories`, `focus_on_load`, the first row or all blocks of a kind.
Slack also says "failed to match all allowed schemas" of what holds a fault, and of a chart nothing but the like.

Characters are code points of the text as it was sent, as that library counts them: &amp; is five.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from math import isfinite
from pathlib import Path

import yaml

from bot.sandbox.model import Json, as_items, as_object, as_text

Pairs = Iterable[tuple[str, object]]
"""Things, each behind the pointer to it."""
Keys = tuple[str, ...]

_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "must provide a string"),
    "integer": ((int,), "must provide an integer"),
    "number": ((int, float), "must provide a number"),
    "boolean": ((bool,), "must be a boolean"),
    "object": ((Mapping,), "must provide an object"),
    "anything": ((object, bool), "must provide a value"),
}
# What is said of too much and of too little, and how far it is from the limit.
_CHARACTERS = ("must be less than {} characters", "must be more than {} characters", 1)
_ITEMS = ("no more than {} items allowed", "must provide at least {} items", 0)
_AMOUNT = ("must be less than {}", "must be greater than {}", 0)
_INNER = {"container": "child_blocks", "carousel": "elements"}  # where a block holds blocks


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that Slack would refuse."""

    pointer: str
    """Where it is: /blocks/0/text/text"""
    message: str

    @property
    def line(self) -> str:
        """Return the fault as Slack lists it under `response_metadata.messages`; under `errors`, without [ERROR]."""
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


Found = Iterator[Fault]


def message_faults(blocks: object, at: str = "/blocks") -> tuple[Fault, ...]:
    """Return what is wrong with the blocks of a message."""
    return _faults("message", blocks, at, _items(blocks, at))


def attachment_faults(attachments: object, at: str = "/attachments") -> tuple[Fault, ...]:
    """Return what is wrong with the attachments of a message; their blocks count as those of one message."""
    held = (pair for where, attachment in _items(attachments, at) for pair in _items(attachment, where, "blocks"))
    return _faults("attachments", attachments, at, held)


def view_faults(view: object, at: str = "/view") -> tuple[Fault, ...]:
    """Return what is wrong with a modal or a home tab."""
    return _faults("view", view, at, _items(view, at, "blocks"))


@cache
def _kit() -> Json:
    text = Path(__file__).with_name("block_kit.yaml").read_text(encoding="utf-8")
    return as_object(yaml.load(text, Loader=yaml.CSafeLoader))


def _told(part: str, name: str) -> object:
    return as_object(_kit().get(part)).get(name)


def _faults(root: str, value: object, at: str, found: Pairs) -> tuple[Fault, ...]:
    surface = Surface.MESSAGE
    if root == "view":
        surface = Surface.HOME if as_object(value).get("type") == "home" else Surface.MODAL
    blocks = tuple(_blocks(found))
    faults = [*_value(value, _told("roots", root), at, surface)]
    faults += [*_repeated(blocks, "block_id"), *_totals(blocks, surface)]
    faults += (fault for where, block in blocks for fault in _repeated(_elements(block, where), "action_id"))
    return tuple(sorted(faults, key=lambda fault: _place(value, fault.pointer.removeprefix(at))))


def _place(document: object, pointer: str) -> tuple[int, ...]:
    """Return where in a document a pointer leads, as numbers that sort as one reads."""
    place = []
    for step in pointer.split("/")[1:]:
        if isinstance(document, Mapping):
            place.append([*document].index(step) if step in document else -1)
            document = document.get(step)
        else:
            place.append(int(step))
            document = as_items(document)[int(step)]
    return tuple(place)


def _items(value: object, at: str, key: str = "") -> Pairs:
    """Return what is in a list, or in the list under a key."""
    listed, where = (as_object(value).get(key), f"{at}/{key}") if key else (value, at)
    return ((f"{where}/{number}", item) for number, item in enumerate(as_items(listed)))


def _blocks(found: Pairs) -> Iterator[tuple[str, Json]]:
    """Yield blocks, and behind each the blocks that it holds."""
    for at, block in found:
        yield at, as_object(block)
        inner = _INNER.get(as_text(as_object(block).get("type")))
        yield from ((where, as_object(child)) for where, child in (_items(block, at, inner) if inner else ()))


def _elements(block: Json, at: str) -> Pairs:
    """Yield whatever people can act on in a block."""
    yield from ((f"{at}/{key}", block.get(key)) for key in ("accessory", "element"))
    for key in ("elements", "actions"):
        yield from _items(block, at, key)
    for where, row in _items(block, at, "rows"):
        yield from ((f"{cell}/element", as_object(held).get("element")) for cell, held in _items(row, where))


# What stands where it should


def _value(value: object, wanted: object, at: str, surface: Surface) -> Found:
    spec = wanted if isinstance(wanted, Mapping) else {"is": wanted}
    if "each" in spec:
        yield from _list(value, spec, at, surface)
    elif as_text(spec["is"]) in _TYPES:
        yield from _scalar(value, spec, at)
    elif value is not None or "nullable" not in spec:
        yield from _object(value, spec, at, surface)


def _list(value: object, spec: Json, at: str, surface: Surface) -> Found:
    if not isinstance(value, list | tuple):
        yield Fault(pointer=at, message="must provide an array")
        return
    yield from _sized(len(value), spec, at, _ITEMS)
    most = spec.get("most")
    for where, item in _items(value[:most] if isinstance(most, int) else value, at):
        yield from _value(item, spec["each"], where, surface)


def _scalar(value: object, spec: Json, at: str) -> Found:
    types, otherwise = _TYPES[as_text(spec["is"])]
    is_odd = isinstance(value, float) and not isfinite(value)
    if is_odd or not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        yield Fault(pointer=at, message=otherwise)
    elif "in" in spec and value not in as_items(spec["in"]):
        yield Fault(pointer=at, message="must be a valid enum value")
    elif isinstance(value, str):
        form = as_object(_told("forms", as_text(spec.get("form"))))
        if re.fullmatch(as_text(form.get("pattern", "(?s).*")), value):
            yield from _sized(len(value), spec, at, _CHARACTERS)
        else:
            yield Fault(pointer=at, message=as_text(form.get("otherwise")))
    elif isinstance(value, int | float):
        yield from _sized(value, spec, at, _AMOUNT)


def _sized(size: float, spec: Json, at: str, said: tuple[str, str, int]) -> Found:
    too_much, too_little, step = said
    most, least = spec.get("most"), spec.get("least", spec.get("above"))
    if isinstance(most, int) and size > most:
        yield Fault(pointer=at, message=too_much.format(most + step))
    if isinstance(least, int) and (size < least or size == spec.get("above")):
        yield Fault(pointer=at, message=too_little.format(least - step))


def _object(value: object, spec: Json, at: str, surface: Surface) -> Found:
    if not isinstance(value, Mapping):
        yield Fault(pointer=at, message="must provide an object")
        return
    kinds = _names(spec["is"])
    name = kinds[0] if _told("plain", kinds[0]) else _typed(value, kinds, surface)
    if not name:
        yield _mistyped(value, kinds, at)
        return
    shape = as_object(_told("plain", name)) or {"type": "anything", **as_object(_told("typed", name))}
    for key in shape:
        if key.endswith("!") and key[:-1] not in value:
            yield Fault(pointer=at, message=f"missing required field: {key[:-1]}")
    for key, held in value.items():
        wanted = shape.get(f"{key}!", shape.get(key))
        if wanted is None or key.endswith("!"):
            yield Fault(pointer=at, message=f"invalid additional property: {key:.100}")
        else:
            limited = {**as_object(wanted), "most": spec["most"]} if key == "text" and "most" in spec else wanted
            yield from _value(held, limited, f"{at}/{key}", surface)
    for rule, keys in as_object(_told("rules", name)).items():
        yield from _RULES[rule](value, _names(keys), at)


def _names(given: object) -> Keys:
    """Return a name, or the names in lists, as one row of names."""
    return tuple(name for one in given for name in _names(one)) if isinstance(given, list) else (as_text(given),)


def _typed(value: Json, kinds: Keys, surface: Surface) -> str:
    """Return the shape for the type something has, or nothing if that may not stand here."""
    called = (kind for kind in kinds if kind.rpartition(".")[2] == value.get("type"))
    return next((kind for kind in called if surface in _names(_told("only", kind) or [*Surface])), "")


def _mistyped(value: Json, kinds: Keys, at: str) -> Fault:
    if "type" not in value:
        return Fault(pointer=at, message="missing required field: type")
    kind, message = value["type"], "must provide a string"
    if isinstance(kind, str):
        message = f"unsupported type: {kind:.100}" if len(kinds) > 1 else "must be a valid enum value"
    return Fault(pointer=f"{at}/type", message=message)


# What goes together


def _some(value: Json, keys: Keys, at: str) -> Found:
    if not any(key in value for key in keys):
        yield Fault(pointer=at, message=f"must define `{'` or `'.join(keys)}`")


def _lone(value: Json, keys: Keys, at: str) -> Found:
    if sum(key in value for key in keys) > 1:
        yield Fault(pointer=at, message=f"must define only one of `{'` and `'.join(keys)}`")


def _ordered(value: Json, keys: Keys, at: str) -> Found:
    with suppress(ArithmeticError, ValueError):  # what is no number is a fault already
        low, high = (Decimal(str(held)) for key in keys if isinstance(held := value.get(key), int | str))
        if low > high:
            yield Fault(pointer=f"{at}/{keys[0]}", message=f"cannot be greater than `{keys[1]}`")


def _among(value: Json, keys: Keys, at: str) -> Found:
    groups = [value, *as_items(value.get("option_groups"))]
    options = {_mark(option) for group in groups for _, option in _items(group, at, "options")}
    chosen = value.get(keys[0])
    picked = _items(chosen, f"{at}/{keys[0]}") if isinstance(chosen, list | tuple) else [(f"{at}/{keys[0]}", chosen)]
    for where, option in picked:
        if options and all(_mark(option)) and _mark(option) not in options:
            yield Fault(pointer=where, message="must be one of the `options`")


def _mark(option: object) -> Keys:
    held = as_object(option)
    return as_text(held.get("value")), as_text(as_object(held.get("text")).get("text"))


def _repeated(found: Pairs, key: str) -> Found:
    seen = {""}
    for at, item in found:
        mark = as_text(as_object(item).get(key))
        if mark and mark in seen:
            yield Fault(pointer=f"{at}/{key}", message=f'`{key}` "{mark:.255}" already exists')
        seen.add(mark)


def _undispatched(value: Json, keys: Keys, at: str) -> Found:
    if value.get(keys[0]) is True and as_object(value.get(keys[1])).get("type") == "file_input":
        yield Fault(pointer=f"{at}/{keys[1]}/type", message="unsupported type: file_input")


def _submitted(value: Json, keys: Keys, at: str) -> Found:
    inputs = [where for where, block in _items(value, at, keys[1]) if as_object(block).get("type") == "input"]
    if keys[0] not in value and inputs:  # the pointer is Slack's own
        yield Fault(pointer=f"{inputs[0]}/input", message="must define `submit` to use an `input` block in modals")


def _focused(value: Json, keys: Keys, at: str) -> Found:
    held = (pair for where, block in _blocks(_items(value, at, keys[0])) for pair in _elements(block, where))
    for where in [where for where, element in held if as_object(element).get("focus_on_load") is True][1:]:
        yield Fault(pointer=f"{where}/focus_on_load", message="only one element can set `focus_on_load`")


def _grid(value: Json, keys: Keys, at: str) -> Found:
    rows = [as_items(row) for _, row in _items(value, at, keys[0])] or [()]
    for number, row in enumerate(rows):
        if len(row) != len(rows[0]):
            yield Fault(pointer=f"{at}/{keys[0]}/{number}", message="must provide as many items as the first row")
    for number, cell in enumerate(rows[0]):
        if (kind := as_object(cell).get("type")) in ("rich_text", "action_cell"):
            yield Fault(pointer=f"{at}/{keys[0]}/0/{number}/type", message=f"unsupported type: {kind}")
    index = value.get(keys[1])
    if rows[0] and isinstance(index, int) and index >= len(rows[0]):
        yield Fault(pointer=f"{at}/{keys[1]}", message=f"must be less than {len(rows[0])}")


def _plotted(value: Json, keys: Keys, at: str) -> Found:
    categories = [as_text(category) for category in as_items(as_object(value.get(keys[1])).get("categories"))]
    if len(set(categories)) < len(categories):
        yield Fault(pointer=f"{at}/{keys[1]}/categories", message="Input contains duplicate items")
        return
    for where, series in _items(value, at, keys[0]):
        labels = [as_text(as_object(point).get("label")) for _, point in _items(series, where, "data")]
        if categories and labels and sorted(labels) != sorted(categories):
            yield Fault(pointer=f"{where}/data", message="must provide one item for each of the `categories`")


_RULES: Mapping[str, Callable[[Json, Keys, str], Found]] = {
    "among": _among,
    "focused": _focused,
    "grid": _grid,
    "lone": _lone,
    "ordered": _ordered,
    "plotted": _plotted,
    "some": _some,
    "submitted": _submitted,
    "undispatched": _undispatched,
    "unique": lambda value, keys, at: _repeated(_items(value, at, keys[0]), keys[1]),
}


def _totals(blocks: tuple[tuple[str, Json], ...], surface: Surface) -> Found:
    for kind, total in as_object(_kit()["totals"]).items():
        of, most = as_text(as_object(total).get("of")), as_object(total).get("characters")
        spent = 0
        for count, (at, block) in enumerate([pair for pair in blocks if pair[1].get("type") == kind], 1):
            before = spent if surface is Surface.MESSAGE else 0
            spent = before + _characters(block.get(of))
            if surface is Surface.MESSAGE and count - 1 == as_object(total).get("blocks"):
                yield Fault(pointer=at, message=as_text(as_object(total).get("otherwise")))
            if isinstance(most, int) and before <= most < spent:
                yield Fault(
                    pointer=f"{at}/{of}", message=f"must be less than {most + 1} characters in all `{kind}` blocks"
                )


def _characters(value: object) -> int:
    """Count what can be read in a text, or in the cells of rows."""
    count, left = 0, [value]
    while left:
        held = left.pop()
        count += len(as_text(held))
        left += (*as_items(held), *(inner for key, inner in as_object(held).items() if key in {"text", "elements"}))
    return count
