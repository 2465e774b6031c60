"""What people fill in: a form's strings become the values Slack sends, kind by kind of element."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.sandbox.model import Json, as_items, as_object, as_objects, as_text, at
from bot.sandbox.payloads import elements

Chosen = Sequence[str]
"""What was chosen or typed, as a form gives it."""
Filled = Mapping[str, Mapping[str, Chosen]]
"""Block id to action id to what was chosen there."""

Offered = Mapping[tuple[str, str], tuple[Json, ...]]
"""Block id and action id of an external select to the options its app gave for it."""

Value = dict[str, object]


def is_for(element: Json, user: str) -> bool:
    """Return whether somebody sees an element; most are for everybody."""
    chosen = as_items(element.get("visible_to_user_ids"))
    return not chosen or user in chosen


def value(element: Json, chosen: Chosen) -> Value:
    """Return what Slack says was chosen in an element, by its kind; unknown options count for nothing."""
    kind = as_text(element.get("type"))
    read = _READERS.get(kind)
    return {"type": kind, **(read(element, chosen) if read else {})}


def state(blocks: object, filled: Filled, offered: Offered) -> dict[str, dict[str, Value]]:
    """Return the values of every element that holds one: as filled in, else as it began."""
    values: dict[str, dict[str, Value]] = {}
    for block_id, element in elements(blocks):
        if element.get("type") in _READERS and element.get("type") not in _STATELESS:
            action_id = as_text(element.get("action_id"))
            chosen = filled.get(block_id, {}).get(action_id)
            known = with_offered(element, offered.get((block_id, action_id), ()))
            values.setdefault(block_id, {})[action_id] = value(known, initial(element) if chosen is None else chosen)
    return values


def initial(element: Json) -> tuple[str, ...]:
    """Return what stands in an element before anybody touched it, as a form would give it."""
    return held({name: found for name, found in element.items() if name.startswith("initial_")})


def held(found: Json) -> tuple[str, ...]:
    """Return what a value as Slack sends it holds, as a form would give it."""
    return tuple(_strings([each for name, each in found.items() if name not in {"type", "timezone"}]))


def missing(blocks: object, filled: Filled) -> dict[str, str]:
    """Return what a form may not be sent without, as Slack's client tells it: block id to a sentence."""
    return {
        as_text(block.get("block_id")): "Please complete this required field."
        for block in as_objects(blocks)
        if block.get("type") == "input" and not block.get("optional")
        if not _is_filled(block, filled)
    }


def _is_filled(block: Json, filled: Filled) -> bool:
    element = as_object(block.get("element"))
    chosen = filled.get(as_text(block.get("block_id")), {}).get(as_text(element.get("action_id")))
    return any(each.strip() for each in (initial(element) if chosen is None else chosen))


def with_offered(element: Json, offered: tuple[Json, ...]) -> Json:
    """Return an external select with the options its app gave for it."""
    return {**element, "options": offered} if offered else element


def options(holder: Json) -> tuple[Json, ...]:
    """Return every option of an element, or of a value: those in groups too, and those that are chosen."""
    single = (holder.get("initial_option"), holder.get("selected_option"))
    lists = (holder, *as_objects(holder.get("option_groups")))
    among = (each for one in lists for each in as_objects(one.get("options")))
    chosen = (*as_objects(holder.get("initial_options")), *as_objects(holder.get("selected_options")))
    return (*among, *as_objects(single), *chosen)


def _option(element: Json, chosen: Chosen) -> Value:
    found = _options(element, chosen)["selected_options"]
    return {"selected_option": found[0] if isinstance(found, list) and found else None}


def _options(element: Json, chosen: Chosen) -> Value:
    known = options(element)
    found = [next((option for option in known if option.get("value") == each), None) for each in chosen]
    return {"selected_options": [option for option in found if option is not None]}


def _one(name: str) -> Callable[[Json, Chosen], Value]:
    return lambda _, chosen: {name: (chosen[0] or None) if chosen else None}


def _many(name: str) -> Callable[[Json, Chosen], Value]:
    return lambda _, chosen: {name: [each for each in chosen if each]}


def _moment(_element: Json, chosen: Chosen) -> Value:
    typed = chosen[0] if chosen else ""
    return {"selected_date_time": int(typed) if typed.isdecimal() else None}


def _zoned(element: Json, chosen: Chosen) -> Value:
    return {**_one("selected_time")(element, chosen), "timezone": element.get("timezone")}


def _rich(_element: Json, chosen: Chosen) -> Value:
    if not chosen or not chosen[0]:
        return {"rich_text_value": None}
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": chosen[0]}]}
    return {"rich_text_value": {"type": "rich_text", "elements": [section]}}


def _button(element: Json, _chosen: Chosen) -> Value:
    held = {"value": element["value"]} if "value" in element else {}
    return {"text": element.get("text"), **held}


def _feedback(element: Json, chosen: Chosen) -> Value:
    buttons = (as_object(element.get("positive_button")), as_object(element.get("negative_button")))
    pressed = next((each for each in buttons if chosen and each.get("value") == chosen[0]), {})
    return {"text": at(pressed, "text"), "value": at(pressed, "value")}


def _strings(found: object) -> Iterator[str]:
    match found:
        case str() | int() | float():
            yield str(found)
        case {"value": str(text)} | {"text": str(text)}:
            yield text
        case {"elements": [*inner]}:
            yield "".join(_strings(inner))
        case [*inner]:
            for each in inner:
                yield from _strings(each)
        case _:
            pass


_STATELESS = frozenset({"button", "workflow_button", "overflow", "feedback_buttons", "icon_button"})
_READERS: Mapping[str, Callable[[Json, Chosen], Value]] = {
    **dict.fromkeys(("button", "workflow_button", "icon_button"), _button),
    **dict.fromkeys(("overflow", "static_select", "external_select", "radio_buttons"), _option),
    **dict.fromkeys(("multi_static_select", "multi_external_select", "checkboxes"), _options),
    **dict.fromkeys(("plain_text_input", "number_input", "email_text_input", "url_text_input"), _one("value")),
    "feedback_buttons": _feedback,
    "file_input": lambda _, chosen: {"files": [{"id": each} for each in chosen]},
    "users_select": _one("selected_user"),
    "conversations_select": _one("selected_conversation"),
    "channels_select": _one("selected_channel"),
    "multi_users_select": _many("selected_users"),
    "multi_conversations_select": _many("selected_conversations"),
    "multi_channels_select": _many("selected_channels"),
    "datepicker": _one("selected_date"),
    "timepicker": _zoned,
    "datetimepicker": _moment,
    "rich_text_input": _rich,
}
