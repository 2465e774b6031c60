"""The Slack CLI's hooks: what `slack manifest` and `slack run` start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import Mode, load_settings, require_tokens, secret
from bot.slack.manifest import manifest

ROOT = Path(__file__).resolve().parents[2]
HOOKS = json.loads((ROOT / ".slack" / "hooks.json").read_text())


def arguments(hook: str) -> list[str]:
    """Return what a hook gives to `surveybot`, which stands where `make` installs it."""
    program, *given = HOOKS["hooks"][hook].split(" ")
    assert program == ".venv/bin/surveybot"
    return list(given)


def test_the_manifest_hook_prints_the_manifest_and_nothing_else() -> None:
    command = [sys.executable, "-m", "bot", *arguments("get-manifest")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    printed = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert (json.loads(printed.stdout), printed.stderr) == (json.loads(manifest(as_json=True)), "")


def test_the_bot_opens_the_connection_itself() -> None:
    assert HOOKS["config"]["sdk-managed-connection-enabled"] is True
    assert arguments("start") == ["run"]


def test_no_message_boundaries_are_promised_for_the_cli_would_wait_for_them() -> None:
    assert HOOKS["config"]["protocol-version"] == ["default"]


def test_the_tokens_that_the_cli_hands_over_come_before_those_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_CLI_XOXB", "xoxb-cli")
    monkeypatch.setenv("SLACK_CLI_XAPP", "xapp-cli")
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-file\n")
    settings = load_settings(tmp_path / ".env")
    require_tokens(settings, Mode.SOCKET)
    assert (secret(settings.slack_bot_token), secret(settings.slack_app_token)) == ("xoxb-cli", "xapp-cli")
