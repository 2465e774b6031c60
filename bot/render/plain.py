"""A reply as plain text for a pipe, with the JSON record that other programs read."""

import json
import re
import unicodedata
from collections.abc import Iterable

from bot.reply import Bounds, Citation, Reply
from data.survey import Figure, Quote

# Cc: terminal escapes; Cf: zero-width and right-to-left marks; Cs: half characters; Zl, Zp: hidden line ends.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
HANDED_OVER = "Files are made in Slack; here are the figures."
_SPACES = re.compile(r"\s+")  # "a\n  b" -> "a b"


def plain_text(reply: Reply) -> str:
    """Return the whole reply as paragraphs of plain text."""
    paragraphs = (
        visible(reply.headline),
        HANDED_OVER if reply.attachment else "",
        _rows(reply.rows),
        visible(reply.base),
        *map(visible, reply.details),
        _sentence(reply),
        "\n".join(f"Note: {visible(caveat)}" for caveat in reply.caveats),
        *map(_quote, reply.quotes),
        _listed("Source:" if len(reply.citations) == 1 else "Sources:", map(_citation, reply.citations)),
        _listed("You could ask:", (f"{n}. {visible(s)}" for n, s in enumerate(reply.suggestions, start=1))),
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def record(reply: Reply) -> dict[str, object]:
    """Return the reply as `surveybot ask --json` writes it."""
    return {
        "question": reply.question,
        "status": reply.status.value,
        "intent": reply.intent,
        "confidence": reply.confidence,
        "survey": reply.survey,
        "headline": visible(reply.headline),
        "text": plain_text(reply),
        "figures": [_figure_record(figure) for figure in reply.figures],
        "bounds": _bounds_record(reply.bounds),
        "quotes": [{"text": q.text, "speaker": q.speaker, "source": q.source} for q in reply.quotes],
        "caveats": [visible(caveat) for caveat in reply.caveats],
        "suggestions": [visible(suggestion) for suggestion in reply.suggestions],
        "attachment": None if reply.attachment is None else {"name": reply.attachment.name},
    }


def json_line(reply: Reply) -> str:
    """Return the record as one line of JSON."""
    return as_line(record(reply))


def as_line(value: object) -> str:
    """Return a value as one line of JSON that is safe to print: what cannot be seen is escaped."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return "".join(_escaped(c) if unicodedata.category(c) in UNSEEN else c for c in line)


def visible(text: str) -> str:
    """Return text on one line, without the characters that steer a terminal or hide in it."""
    spaced = _SPACES.sub(" ", text).strip()
    return "".join(c for c in spaced if unicodedata.category(c) not in UNSEEN)


def signature(quote: Quote) -> str:
    """Return who said it: Steve Thorn, SVP public sector at CGI."""
    return ", ".join(visible(part) for part in (quote.speaker, quote.role) if part)


def are_figures(rows: tuple[tuple[str, str], ...]) -> bool:
    """Return whether every row holds one figure, to be set flush right, and not words: from 25% to 31%, up."""
    return not any(" " in value.strip() for _, value in rows)


def _rows(rows: tuple[tuple[str, str], ...]) -> str:
    cells = [(visible(label), visible(value)) for label, value in rows]
    widest = max((len(label) for label, _ in cells), default=0)
    wide = max((len(value) for _, value in cells), default=0) if are_figures(rows) else 0
    return "\n".join(f"  {label:<{widest}}  {value:>{wide}}" for label, value in cells)


def _sentence(reply: Reply) -> str:
    if not reply.sentence:
        return ""
    # The sentence is the first figure's, and so is the first citation.
    source = f"\n  — {visible(reply.citations[0].label)}" if reply.citations else ""
    return f"“{visible(reply.sentence)}”{source}"


def _quote(quote: Quote) -> str:
    return f"“{visible(quote.text)}”\n  — {signature(quote)}"


def _citation(citation: Citation) -> str:
    return f"{visible(citation.label)}  {visible(citation.url)}".rstrip()


def _listed(heading: str, lines: Iterable[str]) -> str:
    body = "\n".join(f"  {line}" for line in lines)
    return f"{heading}\n{body}" if body else ""


def _figure_record(figure: Figure) -> dict[str, object]:
    return {
        "finding": figure.finding,
        "value": figure.value,
        "unit": figure.unit,
        "base": figure.base,
        "base_status": figure.base_status.value,
        "wave": figure.wave,
        "status": figure.status.value,
        "source": figure.source,
    }


def _bounds_record(bounds: Bounds | None) -> dict[str, object] | None:
    return None if bounds is None else {"low": bounds.low, "high": bounds.high, "of": bounds.of}


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))
