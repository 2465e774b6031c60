"""Settings, and what is said about those that will not do."""

from pathlib import Path

import pytest

from bot.config import ConfigError, Mode, Settings, load_settings, require_tokens, secret

CLIENT = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "4567cdef"}
NAMES = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLI_XOXB", "SLACK_CLI_XAPP", *CLIENT)
GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "0123abcd"}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*NAMES, "SURVEYBOT_PORT", "SURVEYBOT_SLACK_API_URL", "SURVEYBOT_LOG_LEVEL", "SURVEYBOT_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def settings(tmp_path: Path, **lines: str) -> Settings:
    env = tmp_path / ".env"
    env.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    return load_settings(env)


def test_tokens_are_read_from_a_file(tmp_path: Path) -> None:
    assert secret(settings(tmp_path, **GOOD).slack_bot_token) == "xoxb-1"


def test_the_environment_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEYBOT_PORT", "4000")
    assert settings(tmp_path, SURVEYBOT_PORT="5000").port == 4000


def test_without_anything_set_it_listens_to_this_machine_alone(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert (found.host, found.port, str(found.slack_api_url)) == ("127.0.0.1", 3000, "https://slack.com/api/")


def test_a_token_is_never_shown(tmp_path: Path) -> None:
    found = settings(tmp_path, SLACK_BOT_TOKEN="xoxb-hush")
    assert "hush" not in f"{found!r} {found} {found.model_dump_json()}"


@pytest.mark.parametrize(("mode", "other"), [(Mode.SOCKET, "SLACK_SIGNING_SECRET"), (Mode.HTTP, "SLACK_APP_TOKEN")])
def test_a_mode_needs_only_its_own_tokens(tmp_path: Path, mode: Mode, other: str) -> None:
    require_tokens(settings(tmp_path, **{name: value for name, value in GOOD.items() if name != other}), mode)


def test_where_workspaces_install_it_themselves_no_token_of_one_of_them_is_needed(tmp_path: Path) -> None:
    found = settings(tmp_path, **CLIENT, SLACK_SIGNING_SECRET="0123abcd")
    require_tokens(found, Mode.HTTP)
    assert found.several_workspaces


@pytest.mark.parametrize("missing", sorted(CLIENT))
def test_one_half_of_the_apps_own_credentials_is_a_fault(tmp_path: Path, missing: str) -> None:
    found = settings(tmp_path, **{**GOOD, **CLIENT, missing: ""})
    with pytest.raises(ConfigError, match=f"{missing} is not set. .*for one workspace, set neither"):
        require_tokens(found, Mode.HTTP)
    assert not found.several_workspaces


def test_an_app_that_is_installed_in_one_workspace_is_not_for_several(tmp_path: Path) -> None:
    assert not settings(tmp_path, **GOOD).several_workspaces


@pytest.mark.parametrize(
    ("mode", "missing", "page"),
    [
        (Mode.SOCKET, "SLACK_BOT_TOKEN", "OAuth & Permissions"),
        (Mode.SOCKET, "SLACK_APP_TOKEN", "App-Level Tokens"),
        (Mode.HTTP, "SLACK_SIGNING_SECRET", "Signing Secret"),
    ],
)
def test_a_missing_token_is_named_with_the_page_that_shows_it(
    tmp_path: Path, mode: Mode, missing: str, page: str
) -> None:
    with pytest.raises(ConfigError) as error:
        require_tokens(settings(tmp_path, **(GOOD | {missing: ""})), mode)
    [line] = str(error.value).splitlines()
    assert line.startswith(f"{missing} is not set.")
    assert page in line


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("NAME=Zoë".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"\.env is not in UTF-8"):
        load_settings(tmp_path / ".env")


def test_every_missing_token_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        require_tokens(settings(tmp_path), Mode.SOCKET)
    assert len(str(error.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "value", "mode"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-hush", Mode.SOCKET),
        ("SLACK_APP_TOKEN", "xoxb-hush", Mode.SOCKET),
        ("SLACK_SIGNING_SECRET", "xoxb-hush", Mode.HTTP),
    ],
)
def test_a_token_of_another_kind_is_named_but_not_shown(tmp_path: Path, name: str, value: str, mode: Mode) -> None:
    with pytest.raises(ConfigError) as error:
        require_tokens(settings(tmp_path, **(GOOD | {name: value})), mode)
    assert str(error.value).startswith(f"{name} holds something else")
    assert "hush" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SURVEYBOT_PORT", "zeppelin"),
        ("SURVEYBOT_PORT", "70000"),
        ("SURVEYBOT_SLACK_API_URL", "zeppelin"),
        ("SURVEYBOT_SLACK_API_URL", "ftp://zeppelin"),
        ("SURVEYBOT_LOG_LEVEL", "zeppelin"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_but_not_shown(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError) as error:
        settings(tmp_path, **{name: value})
    assert f"{name}: It has to be " in str(error.value)
    assert value not in str(error.value)
    assert error.value.__cause__ is None


def test_variables_of_others_do_no_harm(tmp_path: Path) -> None:
    assert settings(tmp_path, SURVEYBOT_UNHEARD_OF="1", PATHS="x").port == 3000


def test_settings_do_not_change(tmp_path: Path) -> None:
    found = settings(tmp_path)
    with pytest.raises(ValueError, match="frozen"):
        found.port = 1  # type: ignore[misc]  # what is tested


def test_a_token_with_a_stray_character_is_named_but_not_shown() -> None:
    settings = Settings.model_validate({"slack_bot_token": "xoxb-a\nb-hidden", "slack_app_token": "xapp-1-hidden"})
    with pytest.raises(ConfigError) as raised:
        require_tokens(settings, Mode.SOCKET)
    assert "SLACK_BOT_TOKEN holds a space, a line break" in str(raised.value)
    assert "hidden" not in str(raised.value)


@pytest.mark.parametrize("scheme", ["sqlite", "postgresql", "postgres", "postgresql+psycopg"])
def test_a_database_is_an_sqlite_or_a_postgresql(tmp_path: Path, scheme: str) -> None:
    found = settings(tmp_path, SURVEYBOT_DATABASE_URL=f"{scheme}://sam:hush@h/d")
    assert secret(found.database_url) == f"{scheme}://sam:hush@h/d"
    assert "hush" not in f"{found!r} {found} {found.model_dump_json()}"


@pytest.mark.parametrize("url", ["mysql://sam:hush@h/d", "hush.db", "SQLITE:///hush.db", "postgresql+asyncpg://hush/d"])
def test_another_database_is_refused_but_not_shown(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError) as error:
        settings(tmp_path, SURVEYBOT_DATABASE_URL=url)
    assert "SURVEYBOT_DATABASE_URL: It has to begin with sqlite:/// or postgresql://." in str(error.value)
    assert "hush" not in str(error.value)
