"""Write a taught intent as YAML that reads well and differs little, and read what anybody may have written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

import yaml

from bot.records import State
from intents.definition import Recipe, did_you_mean
from intents.draft import Draft
from intents.errors import Fault
from intents.library import lines_of, read_yaml

ENDING = ".yaml"
MAX_NAME = 100  # characters; it names a file, and file systems end at 255
KEYS = ("intent", "summary", "state", "was", "examples", "answer")
_REQUIRED = ("intent", "summary", "examples", "answer")
_STATES = {state.value: state for state in (State.LIVE, State.OFF)}
_SLUG = re.compile(r"[a-z0-9_]+")  # office_parking: no dot, no stroke, so that it never leaves its folder
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]| \n")  # a tab, a line that ends in a space
_LONG = 100  # characters in a line; what is longer is folded
_Note = Callable[[str, str, str], None]
"""Notes what is wrong at a key, and what to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A taught intent as a file has it."""

    draft: Draft
    state: State = State.LIVE
    was: str = ""
    """The name it had before, where the file renames it."""
    file: str = ""
    lines: Mapping[str, int]
    """Where each key stands, and each entry below it: examples.0."""


def file_of(name: str) -> str:
    """Return the name of an intent's file; ValueError where the intent's name would lead anywhere else."""
    if len(name) > MAX_NAME or not _SLUG.fullmatch(name):
        raise ValueError(name)
    return f"{name}{ENDING}"


def write(draft: Draft, state: State = State.LIVE) -> str:
    """Return an intent as YAML: the same one always as the same text, and read again as what it was."""
    content = {
        "intent": draft.name,
        "summary": draft.summary,
        **({"state": _Off()} if state is State.OFF else {}),
        "examples": list(draft.examples),
        "answer": _plain(draft.answer),
    }
    for style in (_Readable, _Escaped):
        text = str(yaml.dump(content, Dumper=style, allow_unicode=True, sort_keys=False, width=_LONG))
        if read_yaml("", text) == ({**content, **({"state": "off"} if "state" in content else {})}, []):
            return text
    raise ValueError(draft.name)


def is_same(one: Draft, other: Draft) -> bool:
    """Return whether two drafts come to the same file."""
    return replace(one, answer=_plain(one.answer)) == replace(other, answer=_plain(other.answer))


def read(file: str, text: str) -> tuple[Filed | None, tuple[Fault, ...]]:
    """Return the intent that a file's text holds, or every fault that keeps it from being one."""
    raw, faults = read_yaml(file, text)
    if faults:
        return None, tuple(faults)
    if not isinstance(raw, Mapping):
        what = "An intent is a mapping."
        return None, (Fault(file=file, line=1, what=what, remedy="Begin the file with `intent: name`."),)
    lines = lines_of(text)

    def note(key: str, what: str, remedy: str) -> None:
        faults.append(Fault(file=file, line=lines.get(key, 1), what=what, remedy=remedy))

    _check_keys(raw, note)
    _check_name(raw.get("intent"), file, note)
    _check_rest(raw, note)
    if faults:
        return None, tuple(faults)
    draft = Draft(
        name=raw["intent"], summary=raw["summary"], examples=tuple(raw["examples"]), answer=_tuples(raw["answer"])
    )
    state = _STATES[raw.get("state") or State.LIVE.value]
    return Filed(draft=draft, state=state, was=raw.get("was") or "", file=file, lines=lines), ()


def _check_keys(raw: Mapping[str, object], note: _Note) -> None:
    for key in raw:
        if key in {"ask", "slots", "also", "never"}:
            note(key, f"A taught intent has no {key!r}.", "Write the questions that people ask under `examples:`.")
        elif key not in KEYS:
            note(key, f"The key {key!r} is not known.", did_you_mean(key, KEYS))
    for key in _REQUIRED:
        if not raw.get(key):
            note(key, f"The key {key!r} is missing." if key not in raw else f"{key!r} is empty.", f"Add `{key}:`.")


def _check_name(name: object, file: str, note: _Note) -> None:
    if not name:
        return
    if not isinstance(name, str) or len(name) > MAX_NAME or not _SLUG.fullmatch(name):
        what = f"The intent's name {_shown(name)} is not one."
        note("intent", what, f"Use small letters, digits and _ only, at most {MAX_NAME} of them.")
    elif PurePath(file).name != file_of(name):
        note("intent", f"The file of the intent {name!r} has another name.", f"Call it {file_of(name)}.")


def _check_rest(raw: Mapping[str, object], note: _Note) -> None:
    summary, was, state = raw.get("summary"), raw.get("was"), raw.get("state")
    if summary and not isinstance(summary, str):
        note("summary", "`summary` is not a text.", "Say in one sentence what is answered.")
    if was and not (isinstance(was, str) and _SLUG.fullmatch(was)):
        note("was", f"`was: {_shown(was)}` is no intent's name.", "Write the name that it had before, or leave it out.")
    if state and not (isinstance(state, str) and state in _STATES):
        note("state", f"`state: {_shown(state)}` is not known.", "Write `state: off`, or leave it out: it answers.")
    if (examples := raw.get("examples")) and not _is_texts(examples):
        note("examples", "`examples` is not a list of texts.", "Write one `- question` a line.")
    if (answer := raw.get("answer")) and not _is_answer(answer):
        note("answer", "`answer` is not a recipe.", "Write it as `text: ...`, `measure: ...` or `quote: ...` below.")


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_answer(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(v, str) or _is_texts(v) for v in value.values())


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str) else "that is no text"


def _plain(answer: Recipe) -> dict[str, str | list[str]]:
    """Return a recipe as a file has it: sorted, a number as its text, and several values as a list."""
    return {k: list(v) if not isinstance(v, str | int) else str(v) for k, v in sorted(answer.items())}


def _tuples(answer: Mapping[str, object]) -> Recipe:
    return {key: tuple(value) if isinstance(value, list) else str(value) for key, value in answer.items()}


class _Off:
    """The word off, which YAML's writer would put in quotation marks."""


class _Readable(yaml.SafeDumper):
    """Writes lists set in, several lines as they stand, and a long line folded."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Set lists in, too; the arguments are the writer's."""
        super().increase_indent(flow, indentless=False)


class _Escaped(_Readable):
    """Writes every text in quotation marks, for what no prettier form can hold."""


def _readable(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    block = "|" if "\n" in text else ">" if len(text) > _LONG and "  " not in text else None
    style = '"' if _UNSEEN.search(text) else block
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Readable.add_representer(str, _readable)
_Readable.add_representer(_Off, lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:bool", "off"))
_Escaped.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
