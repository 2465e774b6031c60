"""Entries of a survey's files that know where they stand, so that every fault can be placed."""

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from data.errors import Fault, did_you_mean

Choice = TypeVar("Choice", bound=StrEnum)

MAX_DEPTH = 20  # levels of nesting; ours has six, and a file made to exhaust the stack has thousands
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # 31, 31.5; not 4,400 and not NaN
_Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class FaultLog:
    """Collects what is wrong, so that it is all reported at once."""

    faults: list[Fault] = field(default_factory=list)

    def add(self, file: str, line: int | None, what: str, remedy: str) -> None:
        """Note one fault."""
        self.faults.append(Fault(file=file, line=line, what=what, remedy=remedy))


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written; None is YAML's null."""

    text: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A YAML list."""

    values: tuple["Value", ...]
    line: int


@dataclass(slots=True, kw_only=True)
class Entry:
    """A YAML mapping or a CSV row; hands out its fields in the type wanted and notes what is wrong with each."""

    file: str
    line: int
    fields: Mapping[str, "Value"]
    log: FaultLog
    sound: bool = field(default=True)
    """False once a fault was found in it, so that nothing is concluded from a value put in its place."""

    def fault(self, what: str, remedy: str, key: str | None = None) -> None:
        """Note a fault of this entry, at the line of `key` where it has one."""
        self.sound = False
        at = self.fields[key].line if key is not None and key in self.fields else self.line
        self.log.add(self.file, at, what, remedy)

    def expect(self, required: Iterable[str], optional: Iterable[str] = ()) -> "Entry":
        """Note keys that are missing or unknown."""
        required = tuple(required)
        known = [*required, *optional]
        for key in required:
            if key not in self.fields:
                self.fault(f"The key {key!r} is missing.", "Add it.")
        for key in self.fields:
            if key not in known:
                self.fault(f"The key {key!r} is unknown.", f"{did_you_mean(key, known)}Remove it.", key)
        return self

    def maybe(self, key: str) -> str | None:
        """Return the text of a field, or None where it is absent, empty or null."""
        value = self.fields.get(key)
        if value is None:
            return None
        if not isinstance(value, Scalar):
            self.fault(f"{key!r} holds a list or a mapping.", "Give a single value.", key)
            return None
        return (value.text or "").strip() or None

    def text(self, key: str) -> str:
        """Return the text of a field that must not be empty."""
        found = self.maybe(key)
        if found is None and isinstance(self.fields.get(key), Scalar):
            self.fault(f"{key!r} is empty.", "Give it a value.", key)
        return found or ""

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; in a CSV cell they are separated by semicolons."""
        value = self.fields.get(key)
        if isinstance(value, Items):
            found = [item.text for item in value.values if isinstance(item, Scalar) and item.text]
            if len(found) != len(value.values):
                self.fault(f"{key!r} holds something else than texts.", "List one text an item.", key)
            return tuple(found)
        joined = self.maybe(key)
        return tuple(part.strip() for part in joined.split(";") if part.strip()) if joined else ()

    def number(self, key: str) -> float | None:
        """Return a number, or None where the field is empty."""
        found = self.maybe(key)
        if found is None:
            return None
        if not NUMBER.fullmatch(found) or not math.isfinite(float(found)):
            self.fault(f"{key!r} is {found!r}, which is no number.", "Write digits only, such as 31 or 31.5.", key)
            return None
        return float(found)

    def whole(self, key: str) -> int | None:
        """Return a whole number from 0 up, or None where the field is empty."""
        found = self.number(key)
        if found is None:
            return None
        if found < 0 or found != int(found):
            self.fault(f"{key!r} is {found:g}, which is no count.", "Write a whole number from 0 up.", key)
            return None
        return int(found)

    def flag(self, key: str) -> bool | None:
        """Return true or false, or None where the field is absent or null."""
        found = self.maybe(key)
        if found not in (None, "true", "false"):
            self.fault(f"{key!r} is {found!r}.", "Write true or false.", key)
        return {"true": True, "false": False}.get(found or "")

    def day(self, key: str) -> date:
        """Return a date written as 2016-01-29."""
        found = self.text(key)
        try:
            return date.fromisoformat(found)
        except ValueError:
            if found:
                self.fault(f"{key!r} is {found!r}, which is no date.", "Write it as 2016-01-29.", key)
            return date.min

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """Return the member of `kind` that the field names."""
        found = self.text(key)
        if found and found not in tuple(kind):
            options = ", ".join(kind)
            self.fault(f"{key!r} is {found!r}.", f"{did_you_mean(found, tuple(kind))}Use one of: {options}.", key)
        return kind(found) if found in tuple(kind) else next(iter(kind))

    def entries(self, key: str) -> tuple["Entry", ...]:
        """Return a list of mappings."""
        value = self.fields.get(key)
        if value is None:
            return ()
        found = value.values if isinstance(value, Items) else ()
        if not isinstance(value, Items) or not all(isinstance(item, Entry) for item in found):
            self.fault(f"{key!r} is not a list of mappings.", "Start each with '- ' and give it keys.", key)
        return tuple(item for item in found if isinstance(item, Entry))

    def entry(self, key: str, *, may_be_null: bool = False) -> "Entry | None":
        """Return a nested mapping, or None where there is none."""
        value = self.fields.get(key)
        if isinstance(value, Entry):
            return value
        null = may_be_null and isinstance(value, Scalar) and value.text is None
        if value is not None and not null:
            self.fault(f"{key!r} is not a mapping.", "Give it keys of its own.", key)
        return None


Value = Scalar | Items | Entry


def read_yaml(file: str, text: str, log: FaultLog) -> Entry | None:
    """Return the mapping a YAML file holds, or None (and a fault) where it holds none."""
    try:
        if _is_too_deep(text):
            log.add(file, None, "The file is nested too deeply.", "Write it out flatter.")
            return None
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        log.add(file, line, f"This is not YAML: {error.problem}.", "Mend the line or the one before it.")
        return None
    except (yaml.YAMLError, RecursionError) as error:
        log.add(file, None, f"This is not YAML: {str(error).splitlines()[0]}.", "Write it as plain YAML text.")
        return None
    if not isinstance(node, yaml.MappingNode):
        log.add(file, 1, "The file holds no mapping.", "Start it with a key at the left margin.")
        return None
    value = _YamlReader(file=file, log=log).value(node, 0)
    return value if isinstance(value, Entry) else None


def _is_too_deep(text: str) -> bool:
    # libyaml builds nodes by recursion in C, where too deep a file ends the process
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > 2 * MAX_DEPTH:
            return True
    return False


@dataclass(slots=True, kw_only=True)
class _YamlReader:
    file: str
    log: FaultLog
    seen: set[int] = field(default_factory=set)

    def value(self, node: yaml.Node, depth: int) -> Value:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return Scalar(None if node.tag.endswith(":null") else node.value, line)
        # An alias leads to the same node again: nothing here needs one, and a few of them can grow without end.
        if id(node) in self.seen or depth > MAX_DEPTH:
            self.log.add(self.file, line, "This uses an alias or is nested too deeply.", "Write it out plainly.")
            return Scalar(None, line)
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self.value(item, depth + 1) for item in node.value), line)
        return Entry(file=self.file, line=line, fields=self._fields(node, depth), log=self.log)

    def _fields(self, node: yaml.Node, depth: int) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in fields:
                at = key.start_mark.line + 1
                self.log.add(self.file, at, f"The key {name!r} stands here twice.", "Remove one of the two.")
            fields[name] = self.value(value, depth + 1)
        return fields


def read_csv(file: str, text: str, log: FaultLog) -> tuple[Entry, ...]:
    """Return the rows of a CSV file by its header; none, and a fault, where it cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Entry] = []
    try:
        header = next(reader, [])
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num  # a quoted cell may run over several lines
            if not cells:
                continue
            if len(cells) != len(header):
                what = f"The row has {len(cells)} cells where the header has {len(header)}."
                log.add(file, line, what, "Put texts that hold commas in double quotes.")
                continue
            fields: dict[str, Value] = {name: Scalar(c, line) for name, c in zip(header, cells, strict=True)}
            rows.append(Entry(file=file, line=line, fields=fields, log=log))
    except csv.Error as error:
        log.add(file, reader.line_num, f"This is not CSV: {error}.", "Check the double quotes around its texts.")
        return ()
    return tuple(rows)


def check_header(file: str, text: str, columns: Iterable[str], log: FaultLog) -> bool:
    """Note columns that are missing, unknown or doubled; return whether the header is as it should be."""
    try:
        header = next(csv.reader(io.StringIO(text.partition("\n")[0])), [])
    except csv.Error as error:
        log.add(file, 1, f"This is not CSV: {error}.", "Save it with plain line ends and short column names.")
        return False
    wanted = tuple(columns)
    before = len(log.faults)
    for name in wanted:
        if name not in header:
            log.add(file, 1, f"The column {name!r} is missing.", "Add it to the header.")
    for name in header:
        if name not in wanted:
            log.add(file, 1, f"The column {name!r} is unknown.", f"{did_you_mean(name, wanted)}Remove it.")
    if len(set(header)) != len(header):
        log.add(file, 1, "A column stands in the header twice.", "Remove one of the two.")
    return len(log.faults) == before
