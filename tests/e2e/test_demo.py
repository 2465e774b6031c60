"""The sandbox as a newcomer starts it: one command for everything, or one beside an app of their own."""

import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.helpers.sandbox import PATIENCE, Hands

QUESTION = "what share with local government?"
TOKEN = re.compile(r"xox[a-z]-|xapp-|[0-9a-f]{32}")  # a token, or a signing secret


@contextmanager
def started(*arguments: str, at: Path, env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """Start `surveybot` in a folder, and make sure that it is gone in the end."""
    command = [sys.executable, "-m", "bot", *arguments]
    here = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    paths = {"PYTHONPATH": str(Path(__file__).parents[2])}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=at, env={**here, **paths, **(env or {})}, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.kill()


def address(process: subprocess.Popen[str]) -> str:
    """Return the page's address, as it is printed first."""
    assert process.stdout
    [found] = re.findall(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    return str(found)


def ended(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str]:
    """Stop it, and return its exit status and what else it printed."""
    process.send_signal(number)
    printed, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, printed


def answer(hands: Hands) -> str:
    """Ask a question in a channel, and return what the bot says."""
    said = hands.say(f"@surveybot {QUESTION}")
    hands.wait("message", "C0GENERAL", count=2)
    [reply] = hands.from_the_app(thread=said["ts"])
    return str(reply["text"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_prints_its_address_answers_there_and_stops(tmp_path: Path, number: signal.Signals) -> None:
    with started("demo", "--port", "0", at=tmp_path) as process:
        hands = Hands(address(process))
        hands.wait("socket", "connected")
        with urlopen(hands.url) as page:  # noqa: S310  # loopback
            assert "sandbox" in page.read().decode().casefold()
        assert answer(hands).startswith("31%")
        status, printed = ended(process, number)
    assert (status, TOKEN.findall(printed), list(tmp_path.iterdir())) == (0, [], [])


def test_the_demo_uses_neither_the_tokens_of_a_real_slack_nor_a_proxy(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-real\nSURVEYBOT_SLACK_API_URL=http://127.0.0.1:9/\n")
    elsewhere = {
        "SLACK_BOT_TOKEN": "xoxb-real",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "4567cdef",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
    }
    with started("demo", "--port", "0", at=tmp_path, env=elsewhere) as process:
        hands = Hands(address(process))
        hands.wait("socket", "connected")
        assert answer(hands).startswith("31%")


def test_a_sandbox_of_its_own_serves_an_app_that_is_started_elsewhere(tmp_path: Path) -> None:
    with started("sandbox", "--port", "0", at=tmp_path) as sandbox:
        hands = Hands(address(sandbox))
        file = tmp_path / ".env.sandbox"
        assert sandbox.stdout
        assert ".env.sandbox" in sandbox.stdout.readline()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        settings = dict(line.split("=", 1) for line in file.read_text().splitlines() if line[0] != "#")
        with started("run", at=tmp_path, env=settings):
            hands.wait("socket", "connected")
            hands.say("hello", channel="D0SAM")
            hands.wait("message", "D0SAM", count=2)
        status, printed = ended(sandbox, signal.SIGTERM)
    assert (status, TOKEN.findall(printed), file.exists()) == (0, [], False)


def test_a_sandbox_never_writes_over_a_file_of_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-real\n")
    with started("sandbox", "--port", "0", "--env", ".env", at=tmp_path) as process:
        printed, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, ".env holds something else" in printed) == (2, True)
    assert (tmp_path / ".env").read_text() == "SLACK_BOT_TOKEN=xoxb-real\n"


@pytest.mark.parametrize(
    ("manifest", "told"),
    [
        ("[", "neither YAML nor JSON"),
        ("a: 1", "display_information.name"),
        (
            "{display_information: {name: x}, settings: {interactivity: {request_url: 'https://a.example/'}}}",
            "127.0.0.1",
        ),
    ],
)
def test_a_manifest_that_will_not_do_is_refused_kindly(tmp_path: Path, manifest: str, told: str) -> None:
    (tmp_path / "manifest.yaml").write_text(manifest)
    with started("sandbox", "--port", "0", "--app", "manifest.yaml", at=tmp_path) as process:
        printed, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, told in printed, "Traceback" in printed) == (2, True, False)
