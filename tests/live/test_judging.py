"""What Slack is asked to judge, with a sandbox in its place."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.render.blocks import Block, Message
from bot.sandbox.server import Sandbox
from tests.helpers.payloads import VIEWS
from tests.live.__main__ import PAYLOADS, main
from tests.live.judging import NotJudged, judged

LONG = Message(text="31%", blocks=({"type": "section", "text": {"type": "plain_text", "text": "x" * 3001}},))
MADE: dict[str, Message | Block] = {
    "message good": Message(text="31%", blocks=()),
    "message long": LONG,
    "view bare": {"type": "modal"},
}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def _at_hand(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a token that opens the sandbox, as an operator would set one of Slack's."""
    monkeypatch.setenv("SLACK_VALIDATE_TOKEN", sandbox.credentials.bot_token)
    monkeypatch.setenv("SURVEYBOT_SLACK_API_URL", sandbox.api_url)


@pytest.mark.usefixtures("_at_hand")
def test_everything_the_bot_shows_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    assert capsys.readouterr().out == f"{len(PAYLOADS)} passed, 0 failed\n"


@pytest.mark.usefixtures("_at_hand")
def test_what_fails_is_named_with_the_place_and_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(MADE) == 2
    *faults, last = capsys.readouterr().out.splitlines()
    assert last == "1 passed, 2 failed"
    assert any(line.startswith("message long /") and "3001" in line for line in faults)
    assert {line.split()[1] for line in faults} == {"long", "bare"}


def test_without_a_token_it_says_that_it_was_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("SLACK_VALIDATE_TOKEN", "SLACK_BOT_TOKEN", "SLACK_CLI_XOXB"):
        monkeypatch.setenv(name, "")
    assert main() == 0
    assert capsys.readouterr().out.startswith("Skipped: neither SLACK_VALIDATE_TOKEN nor SLACK_BOT_TOKEN is set")


def test_a_token_that_slack_refuses_judges_nothing(sandbox: Sandbox) -> None:
    client = WebClient("xoxb-somebody-elses", base_url=sandbox.api_url)
    with pytest.raises(NotJudged, match="invalid_auth"):
        list(judged(client, VIEWS))
