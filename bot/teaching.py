"""Labelled questions as files, and how well the intents that they teach are told apart."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from intents.errors import Fault

if TYPE_CHECKING:
    from intents.evaluation import Confusion, Scores
    from intents.ranking import Example
    from intents.vectors import Encoder

COLUMNS = ("text", "intent")
MOST_FAULTS = 20  # of a file; more of them say nothing new
MOST_CONFUSED = 20  # pairs in the table; the JSON has them all
_LABELS = {
    "top1_in_scope": "right intent first, before the threshold",
    "accuracy_in_scope": "right intent accepted",
    "in_top3": "right intent among the first three",
    "oos_recall": "none accepted where none fits",
    "oos_precision": "none fits where none is accepted",
    "auroc": "what fits is surer than what does not",
    "joint_accuracy": "right over all questions",
}
_SAVE = "Save it as CSV in UTF-8."


class ExamplesInvalid(Exception):
    """A file of labelled questions that will not do; nothing of it was used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep every fault that was found."""
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A row of a file."""

    line: int
    """Where it begins, counted from 1."""
    text: str
    intent: str
    """Empty where none is meant."""


def evaluate(examples: Path, questions: Path, *, semantic: bool = False) -> "Scores":
    """Learn from the examples alone, and return how well the questions are told apart.

    Raises:
        ExamplesInvalid: a file will not do, or the questions name an intent that no example teaches.
        IntentsError: the semantic encoder is asked for and cannot be had.
    """
    from intents.evaluation import put, score
    from intents.ranking import train

    taught, asked = read(examples), read(questions)
    _require(_untaught(examples, taught, questions, asked))
    ranker = train(_examples(taught), _encoder() if semantic else None)
    return score(put(ranker, _examples(asked), perf_counter), ranker.accept_at)


def read(path: Path) -> tuple[Labelled, ...]:
    """Return the rows of a CSV file with the columns text and intent; ExamplesInvalid with every fault in it."""
    rows: list[Labelled] = []
    faults: list[Fault] = []
    for line, found in _rows(path):
        match found:
            case [text, intent] if text.strip():
                rows.append(Labelled(line=line, text=text, intent=intent.strip()))
            case [_, _]:
                faults.append(_fault(path, line, "The text is empty.", "Write the question, or take the row out."))
            case _:
                what = f"The row has {len(found)} values, not 2."
                faults.append(_fault(path, line, what, 'A text with a comma stands in quotation marks: "a, b",intent'))
    if not rows and not faults:
        faults.append(_fault(path, None, "The file has no rows.", "Write one question a line below text,intent."))
    _require(faults)
    return tuple(rows)


def as_json(scores: "Scores") -> str:
    """Return the scores as one JSON object, rates in percent."""
    return json.dumps(asdict(scores), ensure_ascii=False)


def as_table(scores: "Scores") -> str:
    """Return the scores to be read in a terminal, rates in percent."""
    numbers = asdict(scores)
    lines = [f"{name:18} {_shown(numbers[name]):>6}  {label}" for name, label in _LABELS.items()]
    lines += [f"{name:18} {_shown(numbers[name], 2):>6}  milliseconds a question" for name in ("p50_ms", "p99_ms")]
    if scores.confused:
        lines += ["", f"{'true':28} {'said':28} {'times':>5}  for example"]
        lines += map(_confusion, scores.confused[:MOST_CONFUSED])
    if (more := len(scores.confused) - MOST_CONFUSED) > 0:
        lines.append(f"and {more} more pairs, which --json has")
    return "\n".join(lines)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the text and intent of each row below the header; a row of another length as it is."""
    rows = _values(path)
    _, header = next(rows, (1, []))
    columns = _columns(path, header)
    for line, row in rows:
        yield line, [row[column] for column in columns] if len(row) == len(header) else row


def _values(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line each row begins in, and its values; empty lines are no rows."""
    lines = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    begin = 1
    try:
        for row in lines:
            if row:
                yield begin, row
            begin = lines.line_num + 1
    except csv.Error as error:
        raise ExamplesInvalid([_unreadable(path, begin, error)]) from error


def _columns(path: Path, header: Sequence[str]) -> list[int]:
    """Return where the text and the intent stand."""
    names = [name.strip().lower() for name in header]
    missing = [name for name in COLUMNS if names.count(name) != 1]
    remedy = "The first line is: text,intent"
    _require(
        [_fault(path, 1, f"There is not one column {name!r}, but {names.count(name)}.", remedy) for name in missing]
    )
    return [names.index(name) for name in COLUMNS]


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        fault = _fault(path, None, f"It cannot be read: {error.strerror}.", "Name a file that can be.")
        raise ExamplesInvalid([fault]) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ExamplesInvalid([_fault(path, line, "The text is not in UTF-8.", _SAVE)]) from error
    if (place := text.find("\0")) >= 0:
        raise ExamplesInvalid([_fault(path, text.count("\n", 0, place) + 1, "There is a NUL in the line.", _SAVE)])
    return text


def _unreadable(path: Path, line: int, error: csv.Error) -> Fault:
    if "field larger" in str(error):
        what = f"A value is longer than {csv.field_size_limit():,} characters, or its quotation mark is never closed."
        return _fault(path, line, what, "Close it, or shorten the value.")
    if "end of data" in str(error):
        return _fault(
            path, line, "A quotation mark is opened and never closed.", "Close it; within a value, double it."
        )
    return _fault(path, line, f"The line is not CSV: {error}.", "Within a value in quotation marks, double them.")


def _untaught(examples: Path, taught: Sequence[Labelled], questions: Path, asked: Sequence[Labelled]) -> list[Fault]:
    """Return a fault for each question whose intent no example teaches."""
    names = {row.intent for row in taught} - {""}
    if not names:
        return [_fault(examples, None, "No example has an intent.", "Name the intent that each example is of.")]
    remedy = f"Teach it in {examples.name}, or leave it empty where none of the intents is meant."
    strange = [row for row in asked if row.intent and row.intent not in names]
    return [_fault(questions, row.line, f"No example teaches the intent {row.intent!r}.", remedy) for row in strange]


def _require(faults: Sequence[Fault]) -> None:
    if faults:
        raise ExamplesInvalid(faults[:MOST_FAULTS])


def _fault(path: Path, line: int | None, what: str, remedy: str) -> Fault:
    return Fault(file=str(path), line=line, what=what, remedy=remedy)


def _examples(rows: Sequence[Labelled]) -> "list[Example]":
    from intents.ranking import Example

    return [Example(text=row.text, intent=row.intent) for row in rows]


def _encoder() -> "Encoder":
    from intents.semantic import load

    return load()


def _shown(number: float | None, places: int = 1) -> str:
    return "n/a" if number is None else f"{number:.{places}f}"


def _confusion(pair: "Confusion") -> str:
    return f"{pair.true or '(none)':28} {pair.said or '(none)':28} {pair.times:>5}  {pair.example}"
