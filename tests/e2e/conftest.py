"""The real bot in a sandbox, over either of its connections, started for each test."""

from collections.abc import Iterator

import pytest

from bot.config import Mode
from bot.context import Expert
from bot.live import Live
from bot.wiring import expert, load
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.sandbox import Hands


@pytest.fixture(scope="module")
def known() -> Expert:
    """Return who answers from the shipped survey."""
    return expert(Live(load()))


@pytest.fixture(params=list(Mode))
def mode(request: pytest.FixtureRequest) -> Mode:
    """Return how Slack reaches the bot: one way, then the other."""
    return Mode(request.param)


@pytest.fixture
def bot(known: Expert, mode: Mode) -> Iterator[Bot]:
    with bot_in_a_sandbox(known, mode) as bot:
        yield bot


@pytest.fixture
def hands(bot: Bot) -> Hands:
    return bot.hands
