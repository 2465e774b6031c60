"""Starting the app: what is said when Slack will not have it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.admin.service import Curator
from bot.config import ConfigError, Mode
from bot.context import Expert
from bot.live import Live
from bot.sandbox.rules import Fault, Harm
from bot.sandbox.server import Sandbox
from bot.slack.app import create_app
from bot.slack.client import refused
from bot.slack.desk import Desk
from bot.store.engine import open_store
from tests.bot.replies import echo
from tests.helpers.asking import cgi_knowledge
from tests.helpers.bots import bot_in_a_sandbox, settings
from tests.helpers.stores import nobody_listens


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def desk() -> Desk:
    """Return a desk whose database does not answer."""
    store = open_store(nobody_listens())
    return Desk(expert=Expert(ask=echo), store=store, curator=Curator(store, Live(cgi_knowledge())))


def test_a_refused_bot_token_is_named_but_not_shown(sandbox: Sandbox, pool: ThreadPoolExecutor) -> None:
    wrong = settings(sandbox, slack_bot_token="xoxb-stale-9")
    with pytest.raises(ConfigError) as error:
        create_app(desk(), wrong, executor=pool)
    assert "Slack refused SLACK_BOT_TOKEN (invalid_auth)" in str(error.value)
    assert "stale" not in str(error.value)


def test_a_slack_that_does_not_answer_is_named(sandbox: Sandbox, pool: ThreadPoolExecutor) -> None:
    nowhere = settings(sandbox, slack_api_url="http://127.0.0.1:9/api/")
    with pytest.raises(ConfigError, match=r"could not be reached at http://127.0.0.1:9/api/"):
        create_app(desk(), nowhere, executor=pool)


@pytest.mark.parametrize("fault", [{"harm": Harm.ERROR, "error": "internal_error"}, {"harm": Harm.GARBLED}], ids=str)
def test_a_slack_in_trouble_is_not_taken_for_one_that_refuses(
    sandbox: Sandbox, pool: ThreadPoolExecutor, fault: dict[str, str]
) -> None:
    sandbox.slack.faults.plan(Fault.model_validate({"at": "auth.test", **fault}))
    with pytest.raises(ConfigError, match=r"Slack is in trouble \((internal_error|http_200)\)\. Try again"):
        create_app(desk(), settings(sandbox), executor=pool)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_slack_that_stays_in_trouble_is_named_by_its_status(status: int) -> None:
    said = {"ok": False, "error": "Received a response in a non-JSON format: upstream connect error"}
    answer = SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=said, headers={}, status_code=status
    )
    error = SlackApiError("", answer)  # type: ignore[no-untyped-call]  # the library's own
    assert f"Slack is in trouble (http_{status})" in str(refused("SLACK_BOT_TOKEN", error))


def test_listeners_run_in_the_pool_they_are_given(sandbox: Sandbox, pool: ThreadPoolExecutor) -> None:
    app = create_app(desk(), settings(sandbox), executor=pool)
    assert app.listener_runner.listener_executor is pool


def test_an_apps_client_id_and_secret_in_the_environment_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.setenv(name, "1000.2000")
    with bot_in_a_sandbox(echo, Mode.HTTP) as bot:
        said = bot.hands.say("@surveybot who shares?")
        bot.hands.wait("call", "chat.postMessage")
        assert (len(bot.hands.from_the_app(thread=said["ts"])), bot.app.oauth_flow) == (1, None)
