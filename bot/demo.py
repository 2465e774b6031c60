"""A sandbox to try the bot in, or any other app: a pretend Slack in the browser."""

import os
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from pydantic import AnyHttpUrl, SecretStr

from bot.config import ConfigError, Mode, load_settings
from bot.live import Live
from bot.records import Workspace
from bot.sandbox.registration import Credentials, ManifestInvalid, Registration, loopback_url, registered
from bot.sandbox.server import CannotListen, Sandbox
from bot.sandbox.workspace import ADMIN, TEAM
from bot.serving import run, told_to_stop, wait_for
from bot.slack.manifest import manifest
from bot.store.engine import open_store

PORT = 8155  # where the page is, unless that is taken
WHAT_IT_IS = "It is a sandbox: a pretend Slack on this computer, and nothing in it leaves it. Ctrl+C stops it."
OWNER_ONLY = 0o600
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy"})
_MARK = "# Made by `surveybot sandbox`, and no good anywhere else.\n"


def demonstrate(live: Live, port: int | None) -> None:
    """Start a sandbox with the bot in it, until stopped; raise ConfigError where the port is taken."""
    for name in [name for name in os.environ if name.casefold() in _PROXIES]:
        del os.environ[name]  # Slack's library would send even what is meant for this computer through it
    with _opened(registered(manifest()), port) as sandbox, TemporaryDirectory(prefix="surveybot-") as folder:
        click.echo(f"Open {sandbox.url} in your browser, and ask surveybot something.\n{WHAT_IT_IS}")
        credentials = sandbox.credentials
        settings = load_settings(None).model_copy(
            update={
                "slack_bot_token": SecretStr(credentials.bot_token),
                "slack_app_token": SecretStr(credentials.app_token),
                "slack_client_id": None,
                "slack_client_secret": None,
                "slack_api_url": AnyHttpUrl(sandbox.api_url),
                "database_url": SecretStr(_kept_in(Path(folder))),
                "log_level": "WARNING",
                "log_format": "text",
            }
        )
        run(live, settings, Mode.SOCKET)


def _kept_in(folder: Path) -> str:
    """Return the address of a database in a folder, in which one of the two people is an admin."""
    url = f"sqlite:///{folder / 'demo.db'}"
    with closing(open_store(url)) as store:
        store.upgrade()
        store.workspaces.change(Workspace(team=TEAM, admins=(ADMIN.id,)))
    return url


def host(*, app: Path | None, url: str | None, env: Path, port: int | None) -> None:
    """Start a sandbox for an app that is started elsewhere, until stopped; raise ConfigError where it cannot be."""
    with _opened(_registration(app, url), port) as sandbox:
        _write(env, sandbox.credentials, sandbox.api_url)
        click.echo(f"Open {sandbox.url} in your browser.\nYour app's settings for this run are in {env}.\n{WHAT_IT_IS}")
        try:
            wait_for(told_to_stop())
        finally:
            env.unlink(missing_ok=True)


def _opened(registration: Registration, port: int | None) -> Sandbox:
    try:
        return Sandbox(registration, port=PORT if port is None else port)
    except CannotListen as taken:
        if port is None:
            click.echo(f"Port {PORT} is taken by another program, so:", err=True)
            return Sandbox(registration)  # any other will do: the address is printed
        raise ConfigError(str(taken)) from None


def _registration(app: Path | None, url: str | None) -> Registration:
    try:
        known = registered(app.read_text(encoding="utf-8")) if app else Registration()
        return known.reached_at(loopback_url(url)) if url else known
    except (ManifestInvalid, UnicodeDecodeError) as invalid:
        raise ConfigError(f"{app or '--url'}: {invalid}") from None


def _write(file: Path, credentials: Credentials, api_url: str) -> None:
    """Write the app's settings where only their owner reads them; never over anybody else's file."""
    if file.exists() and not (file.is_file() and file.read_text(encoding="utf-8", errors="replace").startswith(_MARK)):
        raise ConfigError(f"{file} holds something else already. Name another file with --env.")
    values = {
        "SLACK_BOT_TOKEN": credentials.bot_token,
        "SLACK_APP_TOKEN": credentials.app_token,
        "SLACK_SIGNING_SECRET": credentials.signing_secret,
        "SLACK_API_URL": api_url,
        "SURVEYBOT_SLACK_API_URL": api_url,
    }
    # Given to an app that does not install itself by OAuth, these two would switch its Bolt into doing so.
    values |= {"#SLACK_CLIENT_ID": credentials.client_id, "#SLACK_CLIENT_SECRET": credentials.client_secret}
    lines = _MARK + "".join(f"{name}={value}\n" for name, value in values.items())
    try:
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as opened:
            opened.write(lines)
    except OSError as error:
        raise ConfigError(f"{file} cannot be written ({error.strerror}). Name another file with --env.") from None
