"""Explain the reply to a question, as text for a person and as a record for a program.

The record is an `intents.explanation.Explanation`, its conclusion named `outcome`, with the `reply`: the status, intent
and headline of the very reply that `surveybot ask` gives.
"""

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace

from bot.answering import take_turn
from bot.context import Context, Turns
from bot.live import Knowledge
from bot.render.plain import as_line, visible
from bot.reply import Reply, Status
from intents.accounting import Word
from intents.candidates import Candidate
from intents.explanation import Conclusion, Explanation, explain

WIDTH = 80  # columns of a terminal nobody has made wider
_SHOWN = 300  # characters of a question; what is longer is not understood anyway, and pushes the rest away
_TYPED = 28  # columns for a word as typed; a longer phrase stands on a line of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A reply, and how it came about."""

    explanation: Explanation
    reply: Reply


Explain = Callable[[str, Context], Explained]
"""Explain the reply to a question as typed; never raises for anything a person can type."""


def explainer(knowledge: Knowledge) -> Explain:
    """Return the function that explains replies, question by question of each conversation.

    It raises `KeyError` where the context names a survey that is not held.
    """
    turns = Turns()

    def explain_next(text: str, context: Context) -> Explained:
        catalogue = knowledge.catalogue(context.survey or knowledge.default, context.team)
        conversation = f"{context.survey or ''}:{context.thread}" if context.thread else None
        before = turns.last(conversation)
        reply, turn = take_turn(text, knowledge, replace(context, turn=before))
        if turn:
            turns.keep(conversation, turn)
        return Explained(explanation=explain(text, catalogue, before), reply=reply)

    return explain_next


def explained_line(explained: Explained) -> str:
    """Return the record as one line of JSON that is safe to print."""
    reply, record = explained.reply, asdict(explained.explanation)
    record["outcome"] = record.pop("conclusion")
    record["reply"] = {"status": reply.status, "intent": reply.intent, "headline": visible(reply.headline)}
    return as_line(record)


def explained_text(explained: Explained) -> str:
    """Return an explanation as plain text, `WIDTH` columns wide."""
    explanation = explained.explanation
    question = visible(explanation.question)
    paragraphs = (
        _wrapped(f"Question: {question[:_SHOWN]}{'...' if len(question) > _SHOWN else ''}"),
        "\n".join(_words(explanation.words)),
        "\n".join(_candidates(explanation.candidates)),
        "\n".join(map(_wrapped, _ending(explanation.conclusion, explained.reply))),
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _words(words: tuple[Word, ...]) -> Iterator[str]:
    wide = min(_TYPED, max((len(visible(w.typed)) for w in words), default=0))
    for word in words:
        mark = "!" if word.part in {"left_over", "not_asked"} else " "
        how = "corrected to" if word.corrected else "="
        read_as = "" if word.understood == word.typed else f"{how} “{word.understood}”: "
        slot = f" -> {{{word.slot}}}" if word.slot else ""
        yield _row(mark, visible(word.typed), visible(f"{read_as}{word.means}{slot}"), wide)


def _candidates(near: tuple[Candidate, ...]) -> Iterator[str]:
    wide = max((len(c.intent) for c in near), default=0)
    for candidate in near:
        yield _row(" ", f"{candidate.score:.2f} {candidate.intent:<{wide}}", _fit(candidate), 5 + wide)


def _fit(candidate: Candidate) -> str:
    """Return how an intent fits, or what keeps it from being meant."""
    gaps = {
        "needs": candidate.missing,
        "leaves over": tuple(f"“{said}”" for said in dict.fromkeys(candidate.unaccounted)),
        "ruled out by": candidate.ruled_out,
    }
    told = "; ".join(f"{what} {', '.join(them)}" for what, them in gaps.items() if them)
    return visible(told or (f"taught, most like “{candidate.example}”" if candidate.example else "fits"))


def _ending(conclusion: Conclusion, reply: Reply) -> Iterator[str]:
    yield f"{conclusion.result.replace('_', ' ').capitalize()}: {visible(conclusion.sentence)}."
    if conclusion.confidence is not None and conclusion.confidence < 1:
        what = "that the example decides" if conclusion.why == "example" else "for the words taken as typing errors"
        yield f"Confidence: {conclusion.confidence}, {what}."
    if conclusion.result == "matched" and reply.status is Status.CLARIFY:
        yield "Asked back all the same: nothing can be worked out from it."
    yield f"Reply ({reply.status.value}): {visible(reply.headline)}"


def _row(mark: str, left: str, right: str, wide: int) -> str:
    """Return a row of two columns, the right one wrapped; what is too long for the left one stands above."""
    indent = " " * (wide + 4)
    if len(left) > wide:
        return f"{_wrapped(f'{mark} {left}')}\n{_wrapped(indent + right, indent)}"
    return _wrapped(f"{mark} {left:<{wide}}  {right}", indent)


def _wrapped(text: str, indent: str = "  ") -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False, replace_whitespace=False)
