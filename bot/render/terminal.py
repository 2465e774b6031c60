"""A reply in colour, for somebody sitting at a terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.render.plain import HANDED_OVER, are_figures, signature, visible
from bot.reply import Reply, Status

HEADLINE_STYLES = {
    Status.ANSWERED: "bold green",
    Status.BOUNDED: "bold cyan",
    Status.CLARIFY: "bold yellow",
    Status.UNANSWERABLE: "bold yellow",
    Status.SOCIAL: "bold",
}


def terminal(reply: Reply) -> RenderableType:
    """Return the reply as paragraphs that rich wraps and colours.

    Every part is a `Text`, never markup, so that square brackets in it stay square brackets.
    """
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in _parts(reply)))


def _parts(reply: Reply) -> Iterator[RenderableType]:
    yield Text(visible(reply.headline), style=HEADLINE_STYLES[reply.status])
    if reply.attachment:
        yield Text(HANDED_OVER)
    if reply.rows:
        yield _rows(reply.rows)
    if reply.base:
        yield Text(visible(reply.base), style="dim")
    yield from (Text(visible(detail)) for detail in reply.details)
    if reply.sentence:
        # The sentence is the first figure's, and so is the first citation.
        yield _quoted(reply.sentence, visible(reply.citations[0].label) if reply.citations else "")
    yield from (Text(f"Note: {visible(caveat)}", style="yellow") for caveat in reply.caveats)
    yield from (_quoted(quote.text, signature(quote)) for quote in reply.quotes)
    if reply.citations:
        yield _sources(reply)
    if reply.suggestions:
        yield _suggestions(reply.suggestions)


def _rows(rows: tuple[tuple[str, str], ...]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right" if are_figures(rows) else "left", style="bold")
    for label, value in rows:
        table.add_row(Text(visible(label)), Text(visible(value)))
    return Padding(table, (0, 0, 0, 2))


def _quoted(words: str, source: str) -> RenderableType:
    text = Text(f"“{visible(words)}”", style="italic")
    if source:
        text.append(f"\n— {source}", style="not italic dim")
    return Padding(text, (0, 0, 0, 2))


def _sources(reply: Reply) -> RenderableType:
    lines = (f"{visible(citation.label)}  {visible(citation.url)}".rstrip() for citation in reply.citations)
    return Text("\n".join(lines), style="dim")


def _suggestions(suggestions: tuple[str, ...]) -> RenderableType:
    text = Text("You could ask (type the number):")
    for number, suggestion in enumerate(suggestions, start=1):
        text.append(f"\n  {number}. ", style="cyan")
        text.append(visible(suggestion))
    return text
