"""What only shows in a process of its own: broken pipes, terminals, and what is not imported."""

import os
import pty
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ECHO = "from bot.cli import main; from tests.bot.replies import echo; main(prog_name='surveybot', obj=echo)"
SLOW_TO_IMPORT = ("slack_bolt", "structlog", "prompt_toolkit", "rich", "pydantic_settings")


def surveybot(*arguments: str) -> list[str]:
    """Return the command that starts the program, with an `Ask` that echoes."""
    return [sys.executable, "-c", ECHO, *arguments]


def test_a_reader_that_leaves_early_makes_no_noise() -> None:
    asked = "Who shares?\n" * 5000  # more than a pipe holds
    pipe = subprocess.PIPE
    with subprocess.Popen(
        surveybot("ask", "--json"), stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT
    ) as shell:
        assert shell.stdout is not None
        shell.stdout.close()
        _, complaints = shell.communicate(asked)
    assert complaints == ""


def test_a_question_waits_for_nothing_it_does_not_need() -> None:
    script = (
        "import sys; from bot.cli import main; from tests.bot.replies import echo\n"
        "main(['ask', '--json', 'Who?'], obj=echo, standalone_mode=False)\n"
        f"print([name for name in {SLOW_TO_IMPORT!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert result.stdout.splitlines()[-1] == "[]"


def test_a_chat_at_a_terminal_answers_in_colour_and_leaves(tmp_path: Path) -> None:
    shown = at_a_terminal("Who shares?\rquit\r", tmp_path)
    assert "\x1b[1;32mYou asked 'Who shares?'" in shown
    assert "Goodbye." in shown


def test_no_color_is_respected(tmp_path: Path) -> None:
    shown = at_a_terminal("Who shares?\rquit\r", tmp_path, NO_COLOR="1")
    assert "\x1b[1mYou asked 'Who shares?'" in shown


def at_a_terminal(typed: str, home: Path, **more: str) -> str:
    """Return what a terminal shows when a chat runs in it and some keys are typed."""
    environment = {"HOME": str(home), "TERM": "xterm-256color", "COLUMNS": "100", "PYTHONUTF8": "1", **more}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        surveybot("chat"), stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=ROOT
    ) as shell:
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b"".join(iter(lambda: _read(ours), b""))
        shell.wait(timeout=30)
    os.close(ours)
    return shown.decode(errors="replace")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux's way of saying that the other end is closed
        return b""
