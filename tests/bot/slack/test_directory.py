"""What Slack says of people and groups."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.admin.permissions import Person
from bot.sandbox.registration import Registration
from bot.sandbox.rules import Rules
from bot.sandbox.server import Sandbox
from bot.sandbox.workspace import TEAM
from bot.slack.directory import Directory, UserGroup
from tests.bot.sandbox.apps import bot
from tests.helpers.sandbox import ALEX, SAM, Hands
from tests.helpers.stores import Clock

GROUP = "S0DATA"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Registration(), rules=Rules(method_limits=False)) as sandbox:
        yield sandbox


@pytest.fixture
def hands(sandbox: Sandbox) -> Iterator[Hands]:
    hands = Hands(sandbox.url)
    yield hands
    hands.do("mend")


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return bot(sandbox)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def directory(clock: Clock) -> Directory:
    return Directory(clock)


def test_people_are_described_by_where_they_belong_and_what_they_run(directory: Directory, client: WebClient) -> None:
    ours = frozenset({TEAM})
    assert directory.person(client, TEAM, SAM) == Person(teams=ours)
    assert directory.person(client, TEAM, ALEX) == Person(teams=ours, runs=ours)


@pytest.mark.parametrize("changed", [{"deleted": True}, {"is_bot": True}, {"team": "T0STRANGE"}])
def test_closed_accounts_bots_and_strangers_are_not_active(
    directory: Directory, client: WebClient, hands: Hands, changed: dict[str, object]
) -> None:
    hands.do("person", id="U0OTHER", name="other", is_admin=True, **{"deleted": False, "is_bot": False, **changed})
    found = directory.person(client, TEAM, "U0OTHER")
    assert found is not None
    assert not found.is_active


def test_somebody_whom_slack_does_not_know_is_nobody(directory: Directory, client: WebClient) -> None:
    assert directory.person(client, TEAM, "U0NOBODY") == Person(is_active=False)


def test_an_owner_runs_the_workspace(directory: Directory, client: WebClient, hands: Hands) -> None:
    hands.do("person", id="U0OWNER", name="owner", is_owner=True)
    assert directory.person(client, TEAM, "U0OWNER") == Person(teams=frozenset({TEAM}), runs=frozenset({TEAM}))


def test_groups_are_listed_and_their_members(directory: Directory, client: WebClient) -> None:
    assert directory.groups(client, TEAM) == (UserGroup(id=GROUP, name="Data team", handle="data-team"),)
    assert directory.members(client, TEAM, GROUP) == {SAM}
    assert directory.members(client, TEAM, "S0NONE") == frozenset()


def test_slack_is_asked_once_a_minute(directory: Directory, client: WebClient, hands: Hands, clock: Clock) -> None:
    def calls() -> int:
        return len(hands.entries("call", "usergroups.users.list"))

    before = calls()
    for _ in range(3):
        directory.members(client, TEAM, GROUP)
    assert calls() == before + 1
    clock.now += 60
    directory.members(client, TEAM, GROUP)
    assert calls() == before + 2


@pytest.mark.parametrize(
    "harm", [{"harm": "error", "error": "missing_scope"}, {"harm": "status", "status": 500}, {"harm": "cut"}]
)
def test_where_slack_does_not_say_nobody_is_anything_and_that_is_not_remembered(
    directory: Directory, client: WebClient, hands: Hands, harm: dict[str, object]
) -> None:
    for method in ("users.info", "usergroups.users.list", "usergroups.list"):
        hands.do("break_next", fault={"at": method, **harm})
    assert directory.person(client, TEAM, ALEX) is None
    assert directory.members(client, TEAM, GROUP) == frozenset()
    assert directory.groups(client, TEAM) is None
    assert directory.person(client, TEAM, ALEX) is not None
    assert directory.members(client, TEAM, GROUP) == {SAM}


def test_it_does_not_wait_for_a_slack_that_does_not_answer(
    directory: Directory, client: WebClient, hands: Hands
) -> None:
    hands.harm("late", "users.info", seconds=30)
    assert directory.person(client, TEAM, SAM) is None
