"""Slack's Block Kit: a reply as a message that keeps within Slack's limits, whatever the reply holds.

What a person or a source said goes into rich or plain text, where Slack reads no marks: it can neither ping nor format.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.render import charts
from bot.render.mrkdwn import cut, escape, link, mention
from bot.render.teaching import TEACH
from bot.reply import Attachment, Citation, Picture, Reply, Status
from data.survey import Quote

# Slack's own limits.
TEXT = 3000  # characters in a text object
BUTTON_LABEL = 75
BUTTON_VALUE = 2000

# What stays readable; far within what Slack takes.
FALLBACK = 3000  # characters, before escaping: Slack advises 4,000 and cuts at 40,000
PARAGRAPH = 1000
CELL = 120  # characters on either side of a row
ROWS = 40
DETAILS = 6
QUOTES = 5
CITATIONS = 5
CAVEATS = 8
SUGGESTIONS = 6
_TEACHABLE = 300  # characters of a question that may be an example

DASH = "\N{EN DASH}"

SUGGEST = "suggest"  # action ids: suggest_0, suggest_1, ...
SHARE = "share"
NONE = "none_of_these"
FEEDBACK = "feedback"
DELETE = "delete"
HELPFUL = "+"  # value of a thumb that is up; of one that is down: -, the intent, a line break, the question

_OFFERS = {
    Status.CLARIFY: "Did you mean",
    Status.UNANSWERABLE: "You could ask instead",
    Status.SOCIAL: "Try asking",
}
_UNANSWERED = frozenset({Status.CLARIFY, Status.UNANSWERABLE})
_SHAREABLE = frozenset({Status.ANSWERED, Status.BOUNDED, Status.UNANSWERABLE})

Block = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent to Slack."""

    text: str
    """Escaped; read aloud by screen readers and shown in notifications, so it makes sense on its own."""
    blocks: tuple[Block, ...] = ()
    plainer: tuple[Block, ...] = ()
    """The same with a table in place of a chart, for a Slack that refuses charts; empty: there is no chart."""
    file: Attachment | None = None
    """What is uploaded in place of the blocks, with the text beside it."""


def compose(
    reply: Reply,
    *,
    asked_by: str | None = None,
    shareable: bool = False,
    remark: str = "",
    asker: str | None = None,
) -> Message:
    """Return a reply as a message, the figure first.

    `asked_by` names the person whose question it answers where the question itself cannot be seen, '' for nobody;
    `remark` is a line of mrkdwn to close with. `asker` may take the message away again, and anybody may say what they
    think of it or teach what it does not answer; '' where nobody else sees it, None where no such buttons can stand.
    """
    before = [] if asked_by is None else [asking(reply.question, asked_by)]
    after = [
        *_body(reply),
        *_sources(reply),
        *_offers(reply, is_teachable=asker is not None),
        *([actions([button("Share in channel", reply.question, SHARE)])] if shareable and can_share(reply) else []),
        *([context(mrkdwn(remark))] if remark else []),
        *([] if asker is None else _controls(reply, asker)),
    ]
    pictured, plainer = _pictured(reply)
    return Message(
        text=_beside(reply) if reply.attachment else _aloud(reply),
        blocks=(*before, *pictured, *after),
        plainer=(*before, *plainer, *after) if plainer else (),
        file=reply.attachment,
    )


def notice(text: str) -> Message:
    """Return a short message of the bot's own, in mrkdwn; escape beforehand whatever of it others wrote."""
    return Message(text=text, blocks=({"type": "section", "text": mrkdwn(text)},))


def plain(text: str) -> Block:
    """Return a text in which Slack reads no marks."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """Return a text in which Slack reads marks; escape beforehand whatever of it others wrote."""
    return {"type": "mrkdwn", "text": text}


def said(text: str) -> Block:
    """Return a paragraph in which Slack reads no marks."""
    return _rich(_paragraph(text))


def preformatted(text: str) -> Block:
    """Return a text whose letters and spaces are all of one width."""
    return _rich({"type": "rich_text_preformatted", "elements": [_run(text)]})


def bullets(texts: Iterable[str]) -> Block:
    """Return a list of plain texts."""
    return _rich({"type": "rich_text_list", "style": "bullet", "elements": [_paragraph(text) for text in texts]})


def rich(runs: Sequence[Block]) -> Block:
    """Return a paragraph of runs: texts, people, dates."""
    return _rich({"type": "rich_text_section", "elements": list(runs)})


def context(*elements: Block) -> Block:
    """Return a line of small print."""
    return {"type": "context", "elements": list(elements)}


def asking(question: str, user: str = "") -> Block:
    """Return a line of small print that repeats a question; without whose it is where its reader may not have asked."""
    asked = mrkdwn(f"Asked by {mention(user)}:") if user else plain("The question:")
    return context(asked, plain(cut(question, PARAGRAPH) or "(nothing)"))


def actions(buttons: Iterable[Block]) -> Block:
    """Return a row of buttons, or of menus."""
    return {"type": "actions", "elements": list(buttons)}


def button(label: str, value: str, action_id: str) -> Block:
    """Return a button; a label too long for it is cut, its value never."""
    return {"type": "button", "action_id": action_id, "text": plain(cut(label, BUTTON_LABEL)), "value": value}


def suggested(questions: Sequence[str]) -> list[Block]:
    """Return a button for each question; where labels are cut, no two look alike."""
    labels = charts.distinct(questions, BUTTON_LABEL)
    return [
        button(label, question, f"{SUGGEST}_{number}")
        for number, (label, question) in enumerate(zip(labels, questions, strict=True))
    ]


def sourced(sources: Sequence[str]) -> str:
    """Return where figures come from, on one line."""
    return f"{'Source' if len(sources) == 1 else 'Sources'}: {'; '.join(sources)}"


def is_askable(text: str) -> bool:
    """Return whether a question can be put into a button whole; one cut short would ask another."""
    return bool(text.strip()) and len(text) <= BUTTON_VALUE


def can_share(reply: Reply) -> bool:
    """Return whether a reply is worth showing to a channel, and its question fits into a button."""
    return reply.status in _SHAREABLE and is_askable(reply.question)


def _pictured(reply: Reply) -> tuple[list[Block], list[Block]]:
    """Return headline and figures with Slack's own chart, and with a table in its place, which may be the list too."""
    chart = charts.native(reply.chart) if reply.chart else None
    if reply.chart is None or chart is None:
        return [_headline(reply)], []
    listed = len(reply.chart.series) == 1 and len(reply.rows) == len(reply.chart.labels)
    return [_headline(reply), chart], [
        _headline(replace(reply, rows=()) if listed else reply),
        charts.table(reply.chart),
    ]


def _headline(reply: Reply) -> Block:
    headline = _paragraph(cut(reply.headline, PARAGRAPH) or "No answer.", bold=True)
    rows = [_row(label, value) for label, value in reply.rows[:ROWS]]
    if len(reply.rows) > ROWS:
        rows.append(_paragraph(f"and {len(reply.rows) - ROWS} more"))
    listed: Block = {"type": "rich_text_list", "style": "bullet", "elements": rows}
    return _rich(headline, listed) if rows else _rich(headline)


def _row(label: str, value: str) -> Block:
    name = _run(f"{cut(label, CELL) or DASH}: ")
    return {"type": "rich_text_section", "elements": [name, _run(cut(value, CELL) or DASH, bold=True)]}


def _body(reply: Reply) -> Iterable[Block]:
    for text in _said((reply.base, *reply.details[:DETAILS])):
        yield _rich(_paragraph(text))
    for text in _said((reply.sentence,)):
        yield _rich(_quotation(text))
    for quote in reply.quotes[:QUOTES]:
        yield _rich(_quotation(quote.text, _attribution(quote)))


def _sources(reply: Reply) -> Iterable[Block]:
    caveats = cut("\n".join(_said(reply.caveats[:CAVEATS])), TEXT)
    if caveats:
        yield context(plain(caveats))
    sources = _fitting(_source(citation) for citation in reply.citations[:CITATIONS])
    if sources:
        yield context(mrkdwn(sourced(sources)))


def _offers(reply: Reply, *, is_teachable: bool) -> Iterable[Block]:
    """Yield the questions that would be answered, and after them what to do where none of them is meant."""
    offered = _offered(reply)
    if offered and not _asks(reply):
        yield context(plain(_OFFERS.get(reply.status, "You could also ask")))
    noted = f"{reply.intent or 'unsure'}\n{reply.question}"[:BUTTON_VALUE]
    none = [button("None of these", noted, NONE)] if offered and reply.status is Status.CLARIFY else []
    fits = is_askable(reply.question) and len(reply.question) <= _TEACHABLE
    unanswered = is_teachable and reply.status in _UNANSWERED and fits
    teach = [button("Teach me this", reply.question, TEACH)] if unanswered else []
    for row in ([*suggested(offered), *none], teach):  # teaching is no question to ask instead: a row of its own
        if row:
            yield actions(row)


def _controls(reply: Reply, asker: str) -> Iterable[Block]:
    """Yield the row of small buttons below a message: what one thinks of it, and for its asker a way to delete it."""
    none_of_these = reply.status is Status.CLARIFY and _offered(reply)  # says the same as a thumb that is down
    rated = [] if reply.status is Status.SOCIAL or none_of_these else [_feedback(reply)]
    elements = [*rated, *([_delete(asker)] if asker else [])]
    if elements:
        yield {"type": "context_actions", "elements": elements}


def _feedback(reply: Reply) -> Block:
    meant = f"-{reply.intent or ''}\n{reply.question}"[:BUTTON_VALUE]
    good: Block = {"text": plain("Helpful"), "value": HELPFUL, "accessibility_label": "This answer was helpful"}
    bad: Block = {"text": plain("Not what I meant"), "value": meant, "accessibility_label": "This is not what I meant"}
    return {"type": "feedback_buttons", "action_id": FEEDBACK, "positive_button": good, "negative_button": bad}


def _delete(asker: str) -> Block:
    confirm: Block = {
        "title": plain("Delete this answer?"),
        "text": plain("It goes for everybody who can see it."),
        "confirm": plain("Delete"),
        "deny": plain("Keep"),
    }
    button: Block = {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "action_id": DELETE}
    return {**button, "value": asker, "visible_to_user_ids": [asker], "confirm": confirm}


def _aloud(reply: Reply) -> str:
    heard = reply.headline.casefold()
    rows = [row for row in reply.rows[:ROWS] if "{} ({})".format(*row).casefold() not in heard]
    parts = [reply.headline, reply.signed, *(f"{label}: {value}." for label, value in rows), reply.base]
    if not reply.base:  # without a figure, what was said is the answer
        parts += [f"“{quote.text}”" for quote in reply.quotes[:QUOTES] if quote.text.strip()]
    parts.append(_cited(reply))
    offered = _offered(reply) if reply.status is Status.CLARIFY else ()
    lead = "" if _asks(reply) else f"{_OFFERS[Status.CLARIFY]}: "
    parts += [lead + " / ".join(offered)] if offered else []
    return escape(cut(" ".join(_said(parts)), FALLBACK) or "No answer.")


def _beside(reply: Reply) -> str:
    """Return what is said of a file, a line each; it holds the figures, and a picture its caveats too."""
    caveats = () if isinstance(reply.attachment, Picture) else reply.caveats[:CAVEATS]
    return escape(cut("\n".join(_said((reply.headline, reply.base, *caveats, _cited(reply)))), FALLBACK))


def _cited(reply: Reply) -> str:
    labels = [citation.label for citation in reply.citations[:CITATIONS]]
    return f"{sourced(labels)}." if labels else ""


def _asks(reply: Reply) -> bool:
    """Return whether the headline itself asks which of the suggestions is meant."""
    return reply.status is Status.CLARIFY and reply.headline.endswith("?")


def _offered(reply: Reply) -> tuple[str, ...]:
    """Return the suggestions that can be buttons."""
    usable = dict.fromkeys(text for text in reply.suggestions if is_askable(text))
    return tuple(usable)[:SUGGESTIONS]


def _attribution(quote: Quote) -> str:
    return cut(", ".join(part for part in (quote.speaker.strip(), quote.role.strip()) if part), 2 * CELL)


def _source(citation: Citation) -> str:
    return link(citation.url, cut(citation.label, CELL) or "untitled")


def _said(texts: Iterable[str]) -> list[str]:
    """Return what is not blank, each cut to a paragraph."""
    return [cut(text, PARAGRAPH) for text in texts if text.strip()]


def _fitting(parts: Iterable[str], limit: int = TEXT - 50) -> list[str]:
    """Return the first parts whose sum, with two characters between them, stays within the limit."""
    kept: list[str] = []
    for part in parts:
        limit -= len(part) + 2
        if limit < 0:
            break
        kept.append(part)
    return kept


def _rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _paragraph(text: str, *, bold: bool = False) -> Block:
    return {"type": "rich_text_section", "elements": [_run(text, bold=bold)]}


def _quotation(text: str, attribution: str = "") -> Block:
    runs = [_run(f"“{cut(text, PARAGRAPH)}”")] + ([_run(f"\n{DASH} {attribution}")] if attribution else [])
    return {"type": "rich_text_quote", "elements": runs}


def _run(text: str, *, bold: bool = False) -> Block:
    run: Block = {"type": "text", "text": text}
    return run | {"style": {"bold": True}} if bold else run
