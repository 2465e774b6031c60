"""The sandbox and the bot, each a process of its own, so that neither takes the other's time."""

import collections
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from bot.config import Mode
from tests.helpers.sandbox import PATIENCE, Hands

ROOT = Path(__file__).resolve().parents[2]
_ALONE = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()} | {"PYTHONPATH": str(ROOT)}
Process = subprocess.Popen[str]


@contextlib.contextmanager
def at_work(mode: Mode) -> Iterator[Hands]:
    """Start both, and return hands in the sandbox once the bot is reached there."""
    with tempfile.TemporaryDirectory() as folder, _started("tests.load.sandbox", at=folder) as sandbox:
        assert sandbox.stdout
        assert sandbox.stdin
        told = json.loads(sandbox.stdout.readline())
        hands = Hands(told["url"])
        with _started("bot", "run", "--mode", mode, at=folder, **told["settings"], SURVEYBOT_PORT="0") as bot:
            assert bot.stderr
            listening = _listening(bot.stderr)
            # Nobody reads the rest of its log, which would fill the pipe and hold the bot.
            threading.Thread(target=collections.deque, args=(bot.stderr, 0), daemon=True).start()
            if mode is Mode.HTTP:
                sandbox.stdin.write(f"{listening['port']}\n")
                sandbox.stdin.flush()
            else:
                hands.wait("socket", "connected")
            yield hands


@contextlib.contextmanager
def _started(module: str, *arguments: str, at: str, **settings: str) -> Iterator[Process]:
    """Start a module in a folder that holds nobody's settings, and make sure that it is gone in the end."""
    command, pipe = [sys.executable, "-m", module, *arguments], subprocess.PIPE
    environment = {**_ALONE, **settings}
    errors = pipe if module == "bot" else None
    with subprocess.Popen(
        command, cwd=at, env=environment, stdin=pipe, stdout=pipe, stderr=errors, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            process.kill()


def _listening(log: IO[str]) -> Mapping[str, object]:
    """Return what the bot notes as soon as it listens."""
    last = ""
    for last in log:
        found = json.loads(last) if last.startswith("{") else {}
        if found.get("event") == "listening":
            return dict(found)
    raise RuntimeError(f"The bot ended before it listened: {last.strip()}")
