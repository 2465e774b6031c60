"""Score replies against labelled questions."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

STATUSES = ("answered", "bounded", "clarify", "unanswerable", "social")
KEYS = ("id", "q", "kind", "status", "accept", "values", "not_values", "quotes", "intent", "note")

# Deleted before quotes are looked for: a reply may quote in its own style. Straight, curly, low, primes, guillemets.
QUOTE_MARKS = dict.fromkeys([*b"'\"`\xab\xbb\xb4", *range(0x2018, 0x2020), 0x2032, 0x2033, 0x2039, 0x203A])
PER_CENT = re.compile(r"(?<=\d)\s*(?:per\s?cent\b|%)")  # 31 per cent, 31 percent, 31 %
THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u2009\u202f](?=\d{3}(?!\d))")  # the comma of 4,400
NUMBER = re.compile(r"[£$€]?\d+(?:\.\d+)?%?")  # £130095, 2.3, 31%
FIGURE = re.compile(r"\d+(?:\.\d+)?%")  # the 31% and 71% of "local 31% or central 71%"


class QuestionsError(Exception):
    """A file of labelled questions breaks its format; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A question as typed, and what a right reply to it looks like."""

    id: str
    q: str
    kind: str
    status: str
    """The best status."""
    accept: tuple[str, ...]
    """Every status that counts as right."""
    values: tuple[str, ...]
    """What an answer must show."""
    not_values: tuple[str, ...]
    """What the headline must not show."""
    quotes: tuple[str, ...]
    """Fragments of quotations that an answer must hold word for word."""
    intent: str | None
    """The intent that should give the best reply; None: any may."""
    note: str

    @property
    def candidates(self) -> tuple[str, ...]:
        """Return the figures an ambiguous question may mean; its note names them where `values` does not."""
        return self.values or tuple(FIGURE.findall(self.note))

    @property
    def unpublished(self) -> bool:
        """Return whether the survey, as published, does not say."""
        return self.status in ("unanswerable", "bounded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is looked at of a reply."""

    status: str
    intent: str
    headline: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One reply, judged."""

    question: Labelled
    record: Record
    faults: tuple[str, ...]
    """What is wrong with the reply; empty where it is right."""

    @property
    def right(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.faults


def read(path: Path) -> tuple[Labelled, ...]:
    """Return the questions of a .jsonl or .yaml file; raise QuestionsError where it breaks the format."""
    text = path.read_text(encoding="utf-8")
    try:
        entries = _parsed(text, path.suffix)
    except (yaml.YAMLError, json.JSONDecodeError) as error:
        raise QuestionsError(f"{path.name} cannot be read: {error}. Mend its syntax.") from error
    if not isinstance(entries, list):
        raise QuestionsError(f"{path.name} is not a list. Start every question with '- q: ...'.")
    return tuple(labelled(entry, f"{path.name}#{number}") for number, entry in enumerate(entries, 1))


def labelled(entry: object, where: str) -> Labelled:
    """Return one entry as a labelled question, with the defaults filled in."""
    if not isinstance(entry, Mapping):
        raise QuestionsError(f"{where} is {entry!r}, not a question. Write it as 'q: ...' and 'status: ...'.")
    unknown = sorted(str(key) for key in entry if key not in KEYS)
    if unknown:
        raise QuestionsError(f"{where} has unknown keys {', '.join(unknown)}. Use {', '.join(KEYS)}.")
    status = _word(entry, "status", where)
    accept = _words(entry, "accept", where) or (status,)
    for name in {status, *accept} - set(STATUSES):
        raise QuestionsError(f"{where} has the status {name!r}. Use one of {', '.join(STATUSES)}.")
    return Labelled(
        id=_word(entry, "id", where, default=where),
        q=_word(entry, "q", where),
        kind=_word(entry, "kind", where, default="other"),
        status=status,
        accept=accept,
        values=_words(entry, "values", where),
        not_values=_words(entry, "not_values", where),
        quotes=_words(entry, "quotes", where),
        intent=_word(entry, "intent", where) if "intent" in entry else None,
        note=_word(entry, "note", where, default=""),
    )


def record_of(reply: Mapping[str, object]) -> Record:
    """Return the part of a reply's JSON record that is scored."""
    return Record(
        status=str(reply.get("status", "")),
        intent=str(reply.get("intent") or "-"),
        headline=str(reply.get("headline", "")),
        text=str(reply.get("text", "")),
    )


def score(question: Labelled, record: Record) -> Score:
    """Judge a reply by its question's label."""
    faults = (
        *_status_faults(question, record),
        *_content_faults(question, record),
        *_headline_faults(question, record),
        *_intent_faults(question, record),
    )
    return Score(question=question, record=record, faults=faults)


def shows(text: str, value: str) -> bool:
    """Return whether a value stands in a text, a number only as a number of its own: no 31% in 131%."""
    text, value = _folded_numbers(text), _folded_numbers(value)
    if not NUMBER.fullmatch(value):
        return value in text or value[:1].upper() + value[1:] in text
    own = rf"(?<!\d)(?<!\d[.,]){re.escape(value)}(?!\d)(?![.,]\d)(?!(?:st|nd|rd|th)\b)"
    return re.search(own, text) is not None


def holds_quote(text: str, fragment: str) -> bool:
    """Return whether a text holds a fragment word for word, whatever its quote marks and line breaks."""
    return _folded_quotes(fragment) in _folded_quotes(text)


def _status_faults(question: Labelled, record: Record) -> list[str]:
    allowed = {*question.accept, "answered"} if question.status == "clarify" else set(question.accept)
    return [] if record.status in allowed else [f"status {record.status}, not {' or '.join(question.accept)}"]


def _content_faults(question: Labelled, record: Record) -> list[str]:
    """Look only at replies that claim to answer, or to give the range asked for: the others owe no figure."""
    if record.status != "answered" and not record.status == question.status == "bounded":
        return []
    if question.status == "clarify" and not question.candidates:
        return ["answered, though the question does not say which figure"]
    wanted = question.candidates if question.status == "clarify" else question.values
    faults = [f"{value} is missing" for value in wanted if not shows(record.text, value)]
    return faults + [f"quote {part!r} is missing" for part in question.quotes if not holds_quote(record.text, part)]


def _headline_faults(question: Labelled, record: Record) -> list[str]:
    """Find forbidden values; a comparison names both sides, and a range may end on one of them."""
    if question.kind == "compare" or record.status == "bounded":
        return []
    forbidden = [value for value in question.not_values if value not in question.values]
    return [f"headline shows {value}" for value in forbidden if shows(record.headline.casefold(), value.casefold())]


def _intent_faults(question: Labelled, record: Record) -> list[str]:
    """Look only at replies of the best status: what else is accepted may come from anywhere."""
    if question.intent in (None, record.intent) or record.status != question.status:
        return []
    return [f"intent {record.intent}, not {question.intent}"]


def _folded_numbers(text: str) -> str:
    return THOUSANDS.sub("", PER_CENT.sub("%", text))


def _folded_quotes(text: str) -> str:
    return " ".join(text.translate(QUOTE_MARKS).split())


def _parsed(text: str, suffix: str) -> object:
    # Lines are cut at "\n" alone: a question may hold other characters that str.splitlines takes for an end.
    if suffix == ".jsonl":
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    return yaml.safe_load(text)


def _word(entry: Mapping[object, object], key: str, where: str, default: str | None = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str):
        raise QuestionsError(f"{where}: {key} is {value!r}, not text. Write it in quotes.")
    return value


def _words(entry: Mapping[object, object], key: str, where: str) -> tuple[str, ...]:
    value = entry.get(key, ())
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(v, str) for v in value):
        raise QuestionsError(f"{where}: {key} is {value!r}, not a list of texts. Quote numbers: ['31%', '2.3'].")
    return tuple(value)
