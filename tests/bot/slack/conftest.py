"""The app and its Slack, started for each test."""

from collections.abc import Iterator

import pytest

from tests.bot.replies import echo
from tests.helpers.slack_api import SlackApi
from tests.helpers.slack_app import SlackBot


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def slack() -> Iterator[SlackApi]:
    with SlackApi() as slack:
        yield slack


@pytest.fixture
def bot(slack: SlackApi) -> Iterator[SlackBot]:
    bot = SlackBot(slack, echo)
    yield bot
    bot.pool.shutdown()
