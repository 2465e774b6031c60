"""Starting the app: what is said when Slack will not have it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.config import ConfigError
from bot.slack.app import create_app
from bot.slack.seen import RecentlySeen
from tests.bot.replies import echo
from tests.helpers.slack_api import SlackApi
from tests.helpers.slack_app import settings


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def test_a_refused_bot_token_is_named_but_not_shown(slack: SlackApi, pool: ThreadPoolExecutor) -> None:
    wrong = settings(slack, slack_bot_token="xoxb-stale-9")
    with pytest.raises(ConfigError) as error:
        create_app(echo, wrong, seen=RecentlySeen(), executor=pool)
    assert "Slack refused SLACK_BOT_TOKEN (invalid_auth)" in str(error.value)
    assert "stale" not in str(error.value)


def test_a_slack_that_does_not_answer_is_named(slack: SlackApi, pool: ThreadPoolExecutor) -> None:
    nowhere = settings(slack, slack_api_url="http://127.0.0.1:9/api/")
    with pytest.raises(ConfigError, match=r"could not be reached at http://127.0.0.1:9/api/"):
        create_app(echo, nowhere, seen=RecentlySeen(), executor=pool)


def test_listeners_run_in_the_pool_they_are_given(slack: SlackApi, pool: ThreadPoolExecutor) -> None:
    app = create_app(echo, settings(slack), seen=RecentlySeen(), executor=pool)
    assert app.listener_runner.listener_executor is pool
