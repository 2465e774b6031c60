"""A conversation at the terminal, or over a pipe."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.context import Ask, Context
from bot.reply import Reply

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

Show = Callable[[Reply], None]

WELCOME = "Ask a question about the survey. A number chooses a suggestion, help shows what can be asked, quit leaves."
GOODBYE = "Goodbye."
LEAVING = frozenset({"quit", "exit", "bye", "q"})
OWNER_ONLY = 0o600  # what somebody asked is nobody else's business


def converse(ask: Ask, context: Context) -> None:
    """Talk on standard input and output until the person leaves; in colour where both are a terminal."""
    click.echo(f"{WELCOME}\n")
    if sys.stdin.isatty() and sys.stdout.isatty():
        talk(ask, context, typed(_session(history_file(os.environ))), _show_coloured)
    else:
        talk(ask, context, read_lines(sys.stdin.buffer), _show_plain)
    click.echo(GOODBYE)


def talk(ask: Ask, context: Context, lines: Iterable[str], show: Show) -> None:
    """Show a reply to every line up to a word of leave; a number stands for that suggestion of the last reply."""
    suggestions: tuple[str, ...] = ()
    for line in map(str.strip, lines):
        if line.casefold() in LEAVING:
            return
        if not line:
            continue
        reply = ask(chosen(line, suggestions), context)
        suggestions = reply.suggestions
        show(reply)


def chosen(line: str, suggestions: tuple[str, ...]) -> str:
    """Return the suggestion that a number stands for, or the line itself."""
    numbered = {str(number): suggestion for number, suggestion in enumerate(suggestions, start=1)}
    return numbered.get(line.removesuffix("."), line)


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """Yield the lines of a stream as text, with a mark in place of bytes that are not UTF-8."""
    for number, line in enumerate(stream):
        text = line.decode("utf-8", errors="replace").rstrip("\r\n")
        yield text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}") if number == 0 else text  # a byte order mark


def typed(session: "PromptSession[str]") -> Iterator[str]:
    """Yield what is typed at the prompt until Ctrl-D; Ctrl-C only drops the line."""
    while True:
        try:
            line = session.prompt("> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        yield line


def history_file(environ: Mapping[str, str]) -> Path | None:
    """Return a file for past questions that only its owner can read, or None where none can be made."""
    try:
        state = Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        file = state / "surveybot" / "history"
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=OWNER_ONLY)
        file.chmod(OWNER_ONLY)
    except (OSError, RuntimeError):  # RuntimeError: the person has no home folder
        return None
    return file


def _session(history: Path | None) -> "PromptSession[str]":
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    return PromptSession(history=FileHistory(history) if history else InMemoryHistory())


def _show_coloured(reply: Reply) -> None:
    from rich.console import Console

    from bot.render.terminal import terminal

    Console(highlight=False).print(terminal(reply))


def _show_plain(reply: Reply) -> None:
    from bot.render.plain import plain_text

    click.echo(f"{plain_text(reply)}\n")
