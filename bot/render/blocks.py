"""Slack's Block Kit: a reply as a message that keeps within Slack's limits, whatever the reply holds.

What a person or a source said goes into rich or plain text, where Slack reads no marks: it can neither ping nor format.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.render import charts
from bot.render.mrkdwn import cut, escape, link, mention
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

DASH = "\N{EN DASH}"

SUGGEST = "suggest"  # action ids: suggest_0, suggest_1, ...
SHARE = "share"
NONE = "none_of_these"

_OFFERS = {
    Status.CLARIFY: "Did you mean",
    Status.UNANSWERABLE: "You could ask instead",
    Status.SOCIAL: "Try asking",
}
_SHAREABLE = frozenset({Status.ANSWERED, Status.BOUNDED, Status.UNANSWERABLE})

_NOT_PRIVATELY = "I cannot send files privately here, but ask me in a direct message and I will gladly send it there."

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


def compose(reply: Reply, *, asked_by: str | None = None, shareable: bool = False, remark: str = "") -> Message:
    """Return a reply as a message, the figure first.

    `asked_by` names the person whose question it answers where the question itself cannot be seen, '' for the reader;
    `remark` is a line of mrkdwn to close with.
    """
    before = [] if asked_by is None else [_asked_by(asked_by, reply.question)]
    after = [
        *_body(reply),
        *_sources(reply),
        *_offers(reply),
        *([_actions([_button("Share in channel", reply.question, SHARE)])] if shareable and can_share(reply) else []),
        *([_context(_mrkdwn(remark))] if remark else []),
    ]
    pictured, plainer = _pictured(reply)
    return Message(
        text=_beside(reply) if reply.attachment else _aloud(reply),
        blocks=(*before, *pictured, *after),
        plainer=(*before, *plainer, *after) if plainer else (),
        file=reply.attachment,
    )


def private(message: Message) -> Message:
    """Return a message as one person alone can be shown it, where no file can go."""
    return notice(_NOT_PRIVATELY) if message.file else message


def notice(mrkdwn: str) -> Message:
    """Return a short message of the bot's own; escape beforehand whatever of it others wrote."""
    return Message(text=mrkdwn, blocks=({"type": "section", "text": _mrkdwn(mrkdwn)},))


def plain(text: str) -> Block:
    """Return a text in which Slack reads no marks."""
    return {"type": "plain_text", "text": text, "emoji": False}


def can_share(reply: Reply) -> bool:
    """Return whether a reply is worth showing to a channel, and its question fits into a button."""
    return reply.status in _SHAREABLE and _fits_button(reply.question)


def _asked_by(user: str, question: str) -> Block:
    asked = _mrkdwn(f"Asked by {mention(user)}:") if user else plain("You asked:")
    return _context(asked, plain(cut(question, PARAGRAPH) or "(nothing)"))


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
    bullets: Block = {"type": "rich_text_list", "style": "bullet", "elements": rows}
    return _rich(headline, bullets) if rows else _rich(headline)


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
        yield _context(plain(caveats))
    sources = _fitting(_source(citation) for citation in reply.citations[:CITATIONS])
    if sources:
        yield _context(_mrkdwn(f"{'Source' if len(sources) == 1 else 'Sources'}: {'; '.join(sources)}"))


def _offers(reply: Reply) -> Iterable[Block]:
    offered = _offered(reply)
    if offered:
        yield _context(plain(_OFFERS.get(reply.status, "You could also ask")))
        buttons = [_button(text, text, f"{SUGGEST}_{number}") for number, text in enumerate(offered)]
        none = [_button("None of these", reply.intent or "unsure", NONE)] if reply.status is Status.CLARIFY else []
        yield _actions([*buttons, *none])


def _aloud(reply: Reply) -> str:
    parts = [reply.headline, *(f"{label}: {value}." for label, value in reply.rows[:ROWS]), reply.base]
    if not reply.base:  # without a figure, what was said is the answer
        parts += [f"“{quote.text}”" for quote in reply.quotes[:QUOTES] if quote.text.strip()]
    parts.append(_cited(reply))
    offered = _offered(reply) if reply.status is Status.CLARIFY else ()
    asking = "" if reply.headline.endswith("?") else "Did you mean: "
    parts += [asking + " / ".join(offered)] if offered else []
    return escape(cut(" ".join(_said(parts)), FALLBACK) or "No answer.")


def _beside(reply: Reply) -> str:
    """Return what is said of a file, a line each; it holds the figures, and a picture its caveats too."""
    caveats = () if isinstance(reply.attachment, Picture) else reply.caveats[:CAVEATS]
    return escape(cut("\n".join(_said((reply.headline, reply.base, *caveats, _cited(reply)))), FALLBACK))


def _cited(reply: Reply) -> str:
    labels = [citation.label for citation in reply.citations[:CITATIONS]]
    return f"Source: {'; '.join(labels)}." if labels else ""


def _offered(reply: Reply) -> tuple[str, ...]:
    """Return the suggestions that can be buttons; one cut short would ask another question."""
    usable = dict.fromkeys(text for text in reply.suggestions if text.strip() and _fits_button(text))
    return tuple(usable)[:SUGGESTIONS]


def _fits_button(text: str) -> bool:
    return 0 < len(text) <= BUTTON_VALUE


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


def _context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements)}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def _actions(buttons: Iterable[Block]) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def _button(label: str, value: str, action_id: str) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain(cut(label, BUTTON_LABEL)), "value": value}
