"""The app in a sandbox, started for each test."""

from collections.abc import Iterator

import pytest

from bot.config import Mode
from tests.bot.replies import echo
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import Hands


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def bot() -> Iterator[Bot]:
    with bot_in_a_sandbox(echo, Mode.HTTP) as bot:
        yield bot


@pytest.fixture
def hands(bot: Bot) -> Hands:
    return bot.hands
