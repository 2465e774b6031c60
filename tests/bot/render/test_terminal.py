"""What somebody at a terminal sees."""

import io

from rich.console import Console

from bot.render.plain import visible
from bot.render.terminal import terminal
from bot.reply import Reply, Status
from tests.bot.replies import LOCALGOV, a_quote, a_reply


def shown(reply: Reply, *, colour: bool = False, width: int = 100) -> str:
    """Return what the terminal is sent."""
    screen = io.StringIO()
    console = Console(file=screen, width=width, force_terminal=colour, color_system="standard" if colour else None)
    console.print(terminal(reply))
    return screen.getvalue()


def test_every_part_of_a_reply_is_shown() -> None:
    reply = a_reply(
        headline="31% said they share.",
        rows=(("Local government", "31%"),),
        base="Of about 4,400 civil servants.",
        details=("A detail.",),
        sentence="Only 31% said they share.",
        citations=(LOCALGOV,),
        caveats=("A caveat.",),
        quotes=(a_quote(),),
        suggestions=("Who shares most?",),
    )
    lines = [line.strip() for line in shown(reply).splitlines() if line.strip()]
    assert lines == [
        "31% said they share.",
        "Local government  31%",
        "Of about 4,400 civil servants.",
        "A detail.",
        "“Only 31% said they share.”",
        "— LocalGov, 29 January 2016",
        "Note: A caveat.",
        "“Sharing is only half the battle.”",
        "— Sam Speaker, Head of Talking",
        "LocalGov, 29 January 2016  https://example.org/article",
        "You could ask (type the number):",
        "1. Who shares most?",
    ]


def test_every_status_has_a_colour_or_weight() -> None:
    assert all("\x1b[1" in shown(a_reply(status=status), colour=True) for status in Status)


def test_square_brackets_are_not_taken_for_markup() -> None:
    assert "[bold]not bold[/bold]" in shown(a_reply(headline="[bold]not bold[/bold]"))


def test_escape_sequences_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in shown(a_reply(headline="\x1b[2Jgone", details=("\x1b]0;title\x07",)))


def test_long_sentences_wrap_inside_the_window() -> None:
    lines = shown(a_reply(headline="word " * 40, suggestions=("word " * 40,)), width=40).splitlines()
    assert max(map(len, lines)) <= 40


def test_a_sentence_without_a_source_stands_alone() -> None:
    assert "—" not in shown(a_reply(sentence=visible("Only 31% said they share.")))
