"""Where the app is installed: Slack's own stores, on a database that may be down."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from slack_sdk.oauth.installation_store import Bot, Installation, InstallationStore

from bot.ports import StoreDown
from bot.records import Workspace
from bot.slack.manifest import SCOPES
from bot.store.engine import SqlStore, open_store
from tests.helpers.stores import Clock, nobody_listens

LONG = "xoxe.xoxb-1-" + "hush" * 200  # longer than the column that Slack's library would make


def an_installation(
    *,
    team_id: str | None = "T1",
    enterprise_id: str | None = None,
    is_enterprise_install: bool = False,
    user_token: str | None = None,
) -> Installation:
    return Installation(
        app_id="A1",
        enterprise_id=enterprise_id,
        team_id=team_id,
        user_id="U1",
        bot_token=LONG,
        bot_id="B1",
        bot_user_id="U9",
        bot_scopes=",".join(SCOPES),
        user_token=user_token,
        is_enterprise_install=is_enterprise_install,
    )


def bot_in(installations: InstallationStore, team: str = "T1") -> Bot | None:
    found: Bot | None = installations.find_bot(enterprise_id=None, team_id=team)
    return found


def found_in(installations: InstallationStore, user: str | None = None) -> Installation | None:
    found: Installation | None = installations.find_installation(enterprise_id=None, team_id="T1", user_id=user)
    return found


@pytest.fixture
def installed(store: SqlStore) -> InstallationStore:
    installations = store.installations("1.2")
    installations.save(an_installation())
    return installations


def away(store: SqlStore) -> None:
    """Take the tables away: nothing of Slack's can be read or kept any more."""
    for table in ("slack_bots", "slack_installations", "slack_oauth_states"):
        with store._database.begin() as connection:  # noqa: SLF001  # no door leads there
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_away")


@pytest.fixture
def back(store: SqlStore, clock: Clock) -> Iterator[None]:
    """Put the tables back when the test is over."""
    yield
    clock.now += 3600
    for table in ("slack_bots", "slack_installations", "slack_oauth_states"):
        with store._database.begin() as connection:  # noqa: SLF001  # no door leads there
            connection.exec_driver_sql(f"ALTER TABLE {table}_away RENAME TO {table}")


def test_a_long_token_and_all_our_scopes_come_back(installed: InstallationStore) -> None:
    bot = bot_in(installed)
    assert bot is not None
    assert (bot.bot_token, tuple(bot.bot_scopes)) == (LONG, tuple(SCOPES))


def test_another_app_and_another_workspace_have_nothing_of_it(store: SqlStore, installed: InstallationStore) -> None:
    assert bot_in(installed, "T2") is None
    assert bot_in(store.installations("9.9")) is None


def test_an_installation_for_a_whole_organisation_is_found_from_each_workspace(store: SqlStore) -> None:
    installations = store.installations("1.2")
    installations.save(an_installation(enterprise_id="E1", team_id=None, is_enterprise_install=True))
    bot = installations.find_bot(enterprise_id="E1", team_id="T7", is_enterprise_install=True)
    assert bot is not None
    assert store.teams() == ("E1",)


@pytest.mark.usefixtures("back")
def test_what_was_last_known_answers_while_the_database_is_down(store: SqlStore, installed: InstallationStore) -> None:
    bot_in(installed)
    found_in(installed)
    away(store)
    bot, installation = bot_in(installed), found_in(installed)
    assert bot is not None
    assert installation is not None
    assert (bot.bot_token, installation.bot_token) == (LONG, LONG)


@pytest.mark.usefixtures("back")
def test_what_bolt_takes_out_of_an_installation_stays_known(store: SqlStore) -> None:
    installations = store.installations("1.2")
    installations.save(an_installation(user_token="xoxp-1"))
    for _ in range(2):
        found = found_in(installations)
        assert found is not None
        found.user_token = None
    away(store)
    for _ in range(2):
        found = found_in(installations)
        assert found is not None
        assert found.user_token == "xoxp-1"
        found.user_token = None


@pytest.mark.usefixtures("back")
def test_a_person_who_installed_nothing_is_no_fault_while_it_is_down(
    store: SqlStore, installed: InstallationStore
) -> None:
    away(store)
    assert found_in(installed, "U7") is None


@pytest.mark.usefixtures("back")
def test_a_workspace_not_known_is_not_said_to_have_no_installation(
    store: SqlStore, installed: InstallationStore
) -> None:
    away(store)
    with pytest.raises(StoreDown):
        found_in(installed)


@pytest.mark.usefixtures("back")
def test_what_cannot_be_saved_says_so_without_the_token(
    store: SqlStore, installed: InstallationStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    away(store)
    with pytest.raises(StoreDown) as error:
        installed.save(an_installation())
    assert "hush" not in f"{error.value!r} {caplog.text} {installed!r} {vars(installed)!r}"


def test_taking_the_app_out_of_a_workspace_leaves_nothing_of_it(store: SqlStore, installed: InstallationStore) -> None:
    store.workspaces.change(Workspace(team="T1", survey="a"))
    found_in(installed)
    installed.delete_all(enterprise_id=None, team_id="T1")
    assert (store.teams(), store.workspaces.of("T1")) == ((), Workspace(team="T1"))
    assert found_in(installed) is None


def test_a_state_is_good_once_for_one_of_many(store: SqlStore, replica: SqlStore) -> None:
    state = store.states().issue()
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda n: (store, replica)[n % 2].states().consume(state), range(16))) == 1


@pytest.mark.parametrize("state", ["", "made up", "a\0b", "\ud800"])
def test_a_state_nobody_gave_out_is_not_good(store: SqlStore, state: str) -> None:
    store.states().issue()
    assert not store.states().consume(state)


def test_a_state_is_not_good_for_ever(store: SqlStore) -> None:
    assert not store.states().consume(store.states(expiration_seconds=-1).issue())


def test_no_state_is_given_out_or_taken_while_the_database_is_down() -> None:
    with closing(open_store(nobody_listens())) as store:
        with pytest.raises(StoreDown):
            store.states().issue()
        assert not store.states().consume("x")
