"""A surface: what blocks stand on, a message or a view, and what its templates ask of it."""

import functools
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from jinja2 import ChainableUndefined, Environment, PackageLoader
from jinja2.exceptions import TemplateError
from jinja2.runtime import Macro

from bot.sandbox import charts, html, inputs
from bot.sandbox.html import Names
from bot.sandbox.inputs import Filled
from bot.sandbox.model import File, Json, as_object, as_objects, as_text, at

PICTURES = {f".{kind}": f"image/{kind}" for kind in ("gif", "jpeg", "png", "webp")} | {".jpg": "image/jpeg"}
_PARTS = (2, 3)  # of a field's name

Options = tuple[Json, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A message or a view, as one person sees it."""

    id: str
    names: Names
    heading: int
    """The level of a header block's heading."""
    values: Json = field(default_factory=dict)
    """Slack's values of a view."""
    filled: Filled = field(default_factory=dict)
    """What was filled in and not sent yet."""
    offered: Mapping[tuple[str, str], Sequence[Json]] = field(default_factory=dict)
    """What apps gave for their external selects, by block id and action id."""
    errors: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)


@functools.cache
def environment() -> Environment:
    """Return the templates, with what they may ask."""
    made = Environment(
        loader=PackageLoader("bot.sandbox"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    asked = (key, field_name, chosen, menu, picture, moment, words, text)
    texts = (html.mrkdwn, html.markdown, html.link, html.emoji, html.as_typed)
    made.globals.update({function.__name__: function for function in (*asked, *texts)})
    made.globals.update(charts=charts, html=html, pretty=functools.partial(json.dumps, indent=2, ensure_ascii=False))
    made.globals["is_for"] = inputs.is_for
    made.filters["words"] = words
    blocks = made.get_template("blocks.html")

    def show(block: Json, surface: Surface) -> str:
        """Return a block as markup; a note where it is of no known type, or does not hold what its type should."""
        unknown: Macro = getattr(blocks.module, "unknown")  # noqa: B009 - a module's macros are known to its template
        macro: Macro = getattr(blocks.module, f"block_{as_text(block.get('type'))}", unknown)
        try:
            return macro(block, surface)
        except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, RecursionError, TemplateError):
            return unknown(block, surface)

    made.globals["show"] = show
    return made


def text(found: object, names: Names) -> str:
    """Return a text object as it looks: mrkdwn, plain_text or rich_text; a bare string is plain."""
    if at(found, "type") != "rich_text":
        return html.text(found, names)
    macro: Macro = getattr(environment().get_template("rich_text.html").module, "rich_text")  # noqa: B009 - as above
    return macro(found, names)


def key(surface: Surface, *parts: object) -> str:
    """Return an id for a place on the page, the same whenever the page is made anew."""
    return f"x{hashlib.sha256(json.dumps([surface.id, *parts], default=str).encode()).hexdigest()[:12]}"


def field_name(*parts: object) -> str:
    """Return the name of a form's field: =block/action, or =block/action/value for what is pressed."""
    return "=" + "/".join(quote(str(part), safe="", errors="replace") for part in parts)  # a form mangles bare quotes


def field_ids(name: str) -> list[str]:
    """Return what a field's name, as made above, says: a block's id, an action's, and a value or a kind."""
    found = [unquote(part) for part in name.removeprefix("=").split("/")]
    return found if len(found) in _PARTS else ["", "", ""]


def chosen(surface: Surface, block_id: str, element: Json) -> Sequence[str]:
    """Return what stands in an element, as a form gives it: typed just now, kept in its view, or as it began."""
    action_id = as_text(element.get("action_id"))
    typed, kept = at(surface.filled, block_id, action_id), at(surface.values, block_id, action_id)
    if isinstance(typed, tuple):
        return typed
    return inputs.held(as_object(kept)) if isinstance(kept, Mapping) else inputs.initial(element)


def menu(surface: Surface, block_id: str, element: Json) -> list[tuple[str, Options]]:
    """Return what a select offers, in groups; one without a name where it has none."""
    kind, action_id = as_text(element.get("type")).removeprefix("multi_"), as_text(element.get("action_id"))
    users = tuple({"value": user, "text": name} for user, name in surface.names.users.items())
    channels = tuple({"value": place, "text": f"#{name}"} for place, name in surface.names.channels.items())
    match kind:
        case "users_select":
            return [("", users)]
        case "channels_select":
            return [("", channels)]
        case "conversations_select":
            return [("Channels", channels), ("People", users)]
        case "external_select":
            kept = as_object(at(surface.values, block_id, action_id))
            held = (*inputs.options(element), *inputs.options(kept))
            return _grouped([*held, *surface.offered.get((block_id, action_id), ())])
        case _:
            return _grouped([*as_objects(element.get("options")), *as_objects(element.get("option_groups"))])


def picture(source: Json, surface: Surface) -> str:
    """Return where a picture is; nothing where it cannot be shown."""
    url = as_text(source.get("image_url")) or as_text(at(source, "slack_file", "url"))
    named = re.search(r"/files/(F\w+)/", url)  # http://127.0.0.1:1234/files/F0123/chart.png
    file = surface.files.get(as_text(at(source, "slack_file", "id")) or (named[1] if named else ""))
    if file and file.content is not None and PurePath(file.name).suffix.casefold() in PICTURES:
        return f"/as/{surface.names.viewer}/files/{file.id}"
    return url if url.startswith("https://") else ""


def moment(seconds: object, zone: str) -> datetime:
    """Return a time, or a message's timestamp, as the clocks of a zone show it."""
    return datetime.fromtimestamp(float(str(seconds)), ZoneInfo(zone))


def words(found: object) -> str:
    """Return a text object as bare characters, for where no markup can stand."""
    return html.emojified(as_text(found) or as_text(at(found, "text")))


def _grouped(found: Sequence[Json]) -> list[tuple[str, Options]]:
    """Return options by group, each once."""
    single = tuple({as_text(each.get("value")): each for each in found if "value" in each}.values())
    named = ((words(each.get("label")), as_objects(each.get("options"))) for each in found if "options" in each)
    return [*([("", single)] if single else []), *named]
