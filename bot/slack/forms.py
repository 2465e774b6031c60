"""What admins fill into their forms, read out of Slack's dictionaries, which may be forged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.records import State
from bot.render import fields, previewing, settings, taught, teaching, writing
from bot.render.fields import Fields, Kind
from bot.slack.reading import Payload, at, first_of, text_at, texts_in

_NUMBER = 4  # digits of how many to show
_IDS = 200  # logged questions that one intent is taught from
_ID_DIGITS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What somebody looks for in the list of taught intents."""

    words: str = ""
    which: State | None = None
    """None: in any state."""
    limit: int = taught.PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """The settings as somebody sent them."""

    survey: str
    admins: tuple[str, ...]
    group: str
    """As it was chosen, or typed."""
    slack_admins: bool
    channels: tuple[str, ...]
    kept: str
    """Days, in digits."""


def preferences(body: Payload) -> Preferences:
    """Read the settings of a workspace from their modal."""

    def filled(name: str) -> Payload:
        found = at(body, "view", "state", "values", name, name)
        return found if isinstance(found, Mapping) else {}

    def chosen(name: str) -> str:
        return text_at(filled(name), "selected_option", "value")

    return Preferences(
        survey=chosen(settings.SURVEY),
        admins=texts_in(filled(settings.ADMINS).get("selected_users")),
        group=chosen(settings.GROUP) or text_at(filled(settings.GROUP), "value").strip(),
        slack_admins=bool(filled(settings.RUNS).get("selected_options")),
        channels=texts_in(filled(settings.CHANNELS).get("selected_conversations")),
        kept=chosen(settings.KEPT),
    )


def looked(body: Payload) -> Looked:
    """Read what to look for from the list, and how much of it was asked for."""
    chosen = first_of(at(body, "actions"))
    is_chosen = text_at(chosen, "action_id") == teaching.WHICH
    which = text_at(chosen, "selected_option", "value") if is_chosen else _one(body, teaching.WHICH)
    return Looked(
        words=" ".join(_one(body, teaching.SEARCH)[: writing.LONGEST_WHY].split()),
        which=State(which) if which in set(State) else None,
        limit=_limit(body),
    )


def written(body: Payload, before: Fields) -> Fields:
    """Read what stands in the form; what is not shown in it is as it was before."""
    shown = dict(_values(body))
    kind = _one(body, writing.KIND)
    examples = [text for name, texts in sorted(shown.items(), key=_place) if _is_examples(name) for text in texts]
    has_examples = any(map(_is_examples, shown))
    text = next((_first(shown[name]) for name in shown if name.startswith(f"{writing.TEXT}_")), before.text)
    return replace(
        before,
        summary=_first(shown.get(writing.SUMMARY, (before.summary,))),
        examples=fields.lines(examples)[: writing.MOST_READ] if has_examples else before.examples,
        kind=Kind(kind) if kind in set(Kind) and (kind != Kind.KEPT or before.is_kept) else before.kind,
        text=text,
        own_words=bool(shown[writing.OWN]) if writing.OWN in shown else before.own_words,
        of=shown.get(writing.OF, before.of),
        questions=shown.get(writing.QUESTIONS, before.questions),
        finding=_first(shown.get(writing.FINDING, (before.finding,))),
        measure=_first(shown.get(writing.MEASURE, (before.measure,))),
        on=_first(shown.get(writing.ON, (before.on,))),
    )


def with_figure(body: Payload, before: Fields) -> Fields:
    """Return what stands in the form with the figure at the end of its text that was chosen for it, if one was."""
    figure = text_at(first_of(at(body, "actions")), "selected_option", "value")[: fields.FIELD]
    is_insert = text_at(first_of(at(body, "actions")), "action_id") == writing.INSERT
    if not is_insert or not figure:
        return before
    text = f"{before.text.rstrip()} {{{figure}}}".lstrip()
    return replace(before, text=text, turn=before.turn + 1)


def why(body: Payload) -> str:
    """Read why somebody changes an intent."""
    return " ".join(_one(body, writing.WHY)[: writing.LONGEST_WHY].split())


def consent(body: Payload) -> str:
    """Read what the tick stands for that was set; '' where it was not."""
    return _one(body, previewing.CONSENT)


def fields_shown(body: Payload) -> frozenset[str]:
    """Return the blocks of a form that have a value, or could have had one."""
    values = at(body, "view", "state", "values")
    return frozenset(map(str, values)) if isinstance(values, Mapping) else frozenset()


def may_be_laid_on(body: Payload) -> bool:
    """Return whether a form may be laid on the view that was clicked in: not on the list, whose place it takes.

    Nor on what is laid on another one itself: Slack takes three on each other, and an answer may come on top.
    """
    is_root = text_at(body, "view", "root_view_id") in {"", text_at(body, "view", "id")}
    return is_root and text_at(body, "view", "callback_id") != teaching.CURATE


def stamp(body: Payload) -> str:
    """Return what the view was shown under, which tells whether another has taken its place since."""
    return text_at(body, "view", "hash")


def typed(body: Payload) -> tuple[str, str]:
    """Read which menu is looked through, and for which words."""
    return text_at(body, "action_id"), text_at(body, "value")[: writing.LONGEST_WHY]


def ids(value: str) -> tuple[int, ...]:
    """Read the ids of logged questions from a button: 12,15,19."""
    found = [each.strip() for each in value.split(",")[:_IDS]]
    return tuple(int(each) for each in found if each.isascii() and each.isdecimal() and len(each) <= _ID_DIGITS)


def paged(value: str) -> tuple[str, int | None]:
    """Read an intent from a button, and the number of the change that older ones are asked for of: 0f3a 17."""
    intent, _, number = value.partition(" ")
    usable = number.isascii() and number.isdecimal() and len(number) <= _ID_DIGITS
    return intent, int(number) if usable else None


def _limit(body: Payload) -> int:
    action = first_of(at(body, "actions"))
    value = text_at(action, "value") if text_at(action, "action_id") == teaching.MORE else ""
    usable = value.isascii() and value.isdecimal() and len(value) < _NUMBER
    return min(max(int(value), taught.PAGE), taught.MOST) if usable else taught.PAGE


def _one(body: Payload, action: str) -> str:
    return next((_first(texts) for name, texts in _values(body) if name == action), "")


def _first(texts: tuple[str, ...]) -> str:
    return texts[0] if texts else ""


def _is_examples(name: str) -> bool:
    return name.startswith(f"{writing.EXAMPLES}_")


def _place(item: tuple[str, tuple[str, ...]]) -> tuple[int, str]:
    return len(item[0]), item[0]  # examples_9 before examples_10


def _values(body: Payload) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name of everything that can be filled in, with the texts that were: typed, or values of choices."""
    every = at(body, "view", "state", "values")
    for block in every.values() if isinstance(every, Mapping) else ():
        for name, value in block.items() if isinstance(block, Mapping) else ():
            if isinstance(value, Mapping):
                yield str(name), tuple(text[: fields.FIELD] for text in _held(value) if text)


def _held(value: Payload) -> Iterator[str]:
    yield text_at(value, "value")
    yield text_at(value, "selected_option", "value")
    several = at(value, "selected_options")
    for option in several if isinstance(several, list) else ():
        yield text_at(option, "value") if isinstance(option, Mapping) else ""
