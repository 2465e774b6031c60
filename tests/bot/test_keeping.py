"""The commands db and admin, on a database of their own."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.records import Workspace
from bot.sandbox.registration import registered
from bot.sandbox.server import Sandbox
from bot.sandbox.workspace import TEAM
from bot.slack.manifest import manifest
from bot.store.engine import SqlStore, open_store
from bot.store.workspaces import SqlWorkspaces
from tests.helpers.stores import a_store, nobody_listens


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # away from anybody's .env
    monkeypatch.delenv("SURVEYBOT_DATABASE_URL", raising=False)  # the default is a file right here
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with closing(a_store(tmp_path)) as store:
        yield store


def surveybot(*arguments: str) -> Result:
    """Run a command; an exception is a failure of the test."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_the_tables_are_made_once(tmp_path: Path) -> None:
    said = [surveybot("db", "upgrade") for _ in range(2)]
    assert [each.stdout for each in said] == [
        "Made the tables (version 0002).\n",
        "The tables are up to date (version 0002).\n",
    ]
    with closing(open_store(f"sqlite:///{tmp_path}/surveybot.db")) as made:
        assert made.version() == ("0002", "0002")


def test_an_admin_is_added_listed_and_removed(store: SqlStore) -> None:
    assert surveybot("admin", "add", "U0SAM", "--workspace", "T0ONE").stdout == "U0SAM is now an admin of T0ONE.\n"
    assert surveybot("admin", "add", "U0SAM").stdout == "U0SAM was already an admin of T0ONE.\n"
    assert surveybot("admin", "add", "W0ALEX").exit_code == 0
    assert surveybot("admin", "list").stdout == "U0SAM\nW0ALEX\n"
    assert surveybot("admin", "remove", "U0SAM").stdout == "U0SAM is no longer an admin of T0ONE.\n"
    assert store.workspaces.of("T0ONE").admins == ("W0ALEX",)


def test_other_settings_stay(store: SqlStore) -> None:
    store.workspaces.change(Workspace(team="T0ONE", survey="cgi-2015", channels=("C1",)))
    surveybot("admin", "add", "U0SAM")
    with closing(open_store("sqlite:///surveybot.db")) as replica:
        kept = Workspace(team="T0ONE", survey="cgi-2015", channels=("C1",), admins=("U0SAM",), revision=2)
        assert replica.workspaces.of("T0ONE") == kept


def test_who_is_an_admin_by_other_ways_is_told_beside_the_list(store: SqlStore) -> None:
    store.workspaces.change(Workspace(team="T0ONE", admin_group="S0DATA", slack_admins=True))
    told = surveybot("admin", "list")
    assert (told.stdout, "user group S0DATA" in told.stderr, "owners" in told.stderr) == ("", True, True)


def test_settings_that_somebody_changes_meanwhile_are_not_overwritten(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.workspaces.change(Workspace(team="T0ONE", admins=("U0SAM",)))
    change, others = SqlWorkspaces.change, [("C1",), ("C1", "C2")]

    def after_somebody_else(self: SqlWorkspaces, workspace: Workspace) -> None:
        if others:
            change(store.workspaces, replace(store.workspaces.of("T0ONE"), channels=others.pop()))
        change(self, workspace)

    with monkeypatch.context() as patched:
        patched.setattr(SqlWorkspaces, "change", after_somebody_else)
        assert surveybot("admin", "add", "U0ALEX").exit_code == 0
    with closing(open_store("sqlite:///surveybot.db")) as replica:
        now = replica.workspaces.of("T0ONE")
    assert (now.admins, now.channels) == (("U0ALEX", "U0SAM"), ("C1",))


def refused(*arguments: str) -> str:
    """Return what is said where something is refused, on one line."""
    result = surveybot(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return " ".join(result.stderr.split())


@pytest.mark.parametrize("user", ["sam", "@sam", "u0sam", "T0SAM", "<@U0SAM>", "U0SAM\n"])
def test_somebody_who_is_no_id_is_refused(store: SqlStore, user: str) -> None:
    assert "is not the id of a person, like U0123ABCD" in refused("admin", "add", user, "--workspace", "T0ONE")


def test_a_workspace_that_is_no_id_is_refused(store: SqlStore) -> None:
    assert "is not the id of a workspace, like T0123ABCD" in refused("admin", "list", "--workspace", "ours")


def test_somebody_who_is_no_admin_cannot_be_removed(store: SqlStore) -> None:
    assert "U0SAM is no admin of T0ONE" in refused("admin", "remove", "U0SAM", "--workspace", "T0ONE")


def test_of_several_workspaces_one_has_to_be_named(store: SqlStore) -> None:
    for team in ("T0TWO", "T0ONE"):
        store.workspaces.change(Workspace(team=team))
    assert "Give it with --workspace TEAM. Known so far: T0ONE, T0TWO." in refused("admin", "list")


def test_without_a_workspace_or_a_token_it_says_what_to_give(store: SqlStore) -> None:
    assert "Give it with --workspace TEAM. Known so far: none." in refused("admin", "list")


def test_the_workspace_of_the_bots_token_is_meant_where_none_is_known(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(registered(manifest())) as sandbox:
        monkeypatch.setenv("SLACK_BOT_TOKEN", sandbox.credentials.bot_token)
        monkeypatch.setenv("SURVEYBOT_SLACK_API_URL", sandbox.api_url)
        assert surveybot("admin", "add", "U0SAM").stdout == f"U0SAM is now an admin of {TEAM}.\n"


@pytest.mark.parametrize(
    ("token", "said"), [("xoxb-not-it", "Slack refused SLACK_BOT_TOKEN"), ("", "Give it with --workspace TEAM")]
)
def test_a_token_that_slack_does_not_know_is_said(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, token: str, said: str
) -> None:
    with Sandbox(registered(manifest())) as sandbox:
        monkeypatch.setenv("SLACK_BOT_TOKEN", token)
        monkeypatch.setenv("SURVEYBOT_SLACK_API_URL", sandbox.api_url)
        assert said in refused("admin", "add", "U0SAM")


def test_a_workspace_without_admins_says_how_to_make_one(store: SqlStore) -> None:
    result = surveybot("admin", "list", "--workspace", "T0ONE")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "surveybot admin add USER --workspace T0ONE" in result.stderr


def test_without_tables_it_says_how_to_make_them() -> None:
    assert "Run: surveybot db upgrade" in refused("admin", "list", "--workspace", "T0ONE")


@pytest.mark.parametrize(
    "arguments", [("db", "upgrade"), ("admin", "list", "--workspace", "T0ONE"), ("admin", "add", "U0SAM")], ids=" ".join
)
def test_a_database_that_is_down_is_said_without_its_address(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEYBOT_DATABASE_URL", nobody_listens())
    said = refused(*arguments)
    assert "The database does not answer" in said
    assert "hush" not in said


def test_an_address_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEYBOT_DATABASE_URL", "mysql://sam:hush-hush@h/d")
    said = refused("db", "upgrade")
    assert "SURVEYBOT_DATABASE_URL: It has to begin with sqlite:/// or postgresql://." in said
    assert "hush" not in said
