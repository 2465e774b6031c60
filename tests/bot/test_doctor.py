"""The examination as an operator runs it, and what it says of the parts beside Slack."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.config import ConfigError, Mode
from bot.doctor import data, database, examine, replicas, unreadable
from bot.findings import Grade
from bot.ports import StoreDown
from bot.records import Replica
from bot.sandbox.registration import registered
from bot.sandbox.server import Sandbox
from bot.slack.manifest import manifest
from bot.store.engine import open_store
from tests.helpers.bots import settings
from tests.helpers.lessons import SURVEY, TEAM, taught
from tests.helpers.stores import NOW, an_sqlite, nobody_listens

VARIABLES = "SLACK_BOT_TOKEN SLACK_APP_TOKEN SLACK_SIGNING_SECRET SLACK_CLI_XOXB SLACK_CLI_XAPP SURVEYBOT_PORT".split()


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """Start a sandbox, and stand in a folder and an environment that hold nobody's settings."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    with Sandbox(registered(manifest())) as sandbox:
        monkeypatch.setenv("SURVEYBOT_SLACK_API_URL", sandbox.api_url)
        yield sandbox


def doctor(*arguments: str) -> Result:
    """Run the command; an exception is a failure of the test."""
    return CliRunner().invoke(main, ["doctor", *arguments], catch_exceptions=False)


def set_up(sandbox: Sandbox) -> None:
    """Write the settings that an operator would write."""
    tokens = sandbox.credentials
    Path(".env").write_text(f"SLACK_BOT_TOKEN={tokens.bot_token}\nSLACK_APP_TOKEN={tokens.app_token}\n")


def test_a_bot_that_is_set_up_is_well(sandbox: Sandbox) -> None:
    set_up(sandbox)
    result = doctor()
    assert (result.exit_code, [line for line in result.stdout.splitlines() if line.startswith("fail")]) == (0, [])
    assert "cgi-2015 (the default): about 4,400 UK civil servants, late 2015" in result.stdout
    assert not [each for each in sandbox.credentials.secrets() if each in result.output]


@pytest.mark.usefixtures("sandbox")
def test_what_is_missing_fails_with_what_to_do() -> None:
    result = doctor("--json")
    failed = [finding for finding in map(json.loads, result.stdout.splitlines()) if finding["grade"] == "fail"]
    assert result.exit_code == 1
    assert [each["told"] for each in failed] == ["SLACK_BOT_TOKEN is not set.", "SLACK_APP_TOKEN is not set."]
    assert all(each["remedy"].startswith("Copy it from api.slack.com/apps") for each in failed)


def test_settings_that_cannot_be_read_are_named(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(sandbox)
    monkeypatch.setenv("SURVEYBOT_PORT", "zeppelin")
    result = doctor()
    assert (result.exit_code, "SURVEYBOT_PORT" in result.stdout, "zeppelin" in result.stdout) == (1, True, False)


def test_bad_use_is_told_apart_from_what_failed() -> None:
    assert doctor("--mode", "pigeon").exit_code == 2


def test_a_fault_of_the_settings_always_says_what_to_do() -> None:
    assert unreadable(ConfigError("Some settings cannot be used.\nSURVEYBOT_PORT: no.")).remedy
    assert unreadable(ConfigError("It is not in UTF-8. Save it as UTF-8.")).remedy == "Save it as UTF-8."


def test_nobody_can_install_it_in_several_workspaces_over_a_socket(sandbox: Sandbox) -> None:
    chosen = settings(sandbox, slack_client_id="1.2", slack_client_secret="4567cdef")
    failed = [finding for finding in examine(chosen, Mode.SOCKET) if finding.grade is Grade.FAIL]
    assert [finding.remedy for finding in failed] == [
        "Use --mode http, or set neither SLACK_CLIENT_ID nor SLACK_CLIENT_SECRET."
    ]


@pytest.mark.parametrize(
    ("have", "grade", "told"),
    [("7", Grade.OK, "at version 7"), ("6", Grade.WARN, "6, and 7 is wanted"), (None, Grade.WARN, "no tables")],
)
def test_a_database_of_another_version_is_to_be_looked_at(have: str | None, grade: Grade, told: str) -> None:
    finding = database(lambda: (have, "7"))
    assert (finding.grade, told in finding.told) == (grade, True)


def test_a_database_that_does_not_answer_fails() -> None:
    def down() -> tuple[str | None, str]:
        raise StoreDown

    assert database(down).grade is Grade.FAIL


def test_the_database_is_looked_at_where_there_is_one(sandbox: Sandbox) -> None:
    assert "Database" in [finding.what for finding in examine(settings(sandbox), Mode.SOCKET, lambda: ("7", "7"))]


def test_surveys_that_do_not_load_fail_with_the_first_of_their_faults(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "datapackage.yaml").write_text("name: mine\n")
    [finding] = data(tmp_path)
    assert (finding.grade, "mine/datapackage.yaml" in finding.told) == (Grade.FAIL, True)
    assert "surveybot check" in finding.remedy


def test_replicas_that_answer_from_an_older_version_are_to_be_looked_at(tmp_path: Path) -> None:
    with closing(open_store(an_sqlite(tmp_path), now=lambda: NOW)) as store:
        store.taught.change(taught())
        place = f"{TEAM}/{SURVEY}"
        for name, version, fault in (("new", 1, ""), ("old", 0, f"{place}, version 1: share is shipped.")):
            store.replicas.report(Replica(name=name, at=NOW, versions={place: version}, fault=fault))
        found = {each.what: each for each in replicas(store)}
    assert {what: each.grade for what, each in found.items()} == {"Replica new": Grade.OK, "Replica old": Grade.WARN}
    assert "1 of 1 surveys of workspaces. T1/cgi-2015, version 1: share is shipped." in found["Replica old"].told


def test_where_none_runs_that_is_said(tmp_path: Path) -> None:
    with closing(open_store(an_sqlite(tmp_path))) as store:
        assert [each.told for each in replicas(store)] == ["None is running."]


def test_of_a_database_that_does_not_answer_no_replicas_are_told() -> None:
    with closing(open_store(nobody_listens())) as down:
        assert list(replicas(down)) == []
