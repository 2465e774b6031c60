"""The commands for what is kept between questions: db and admin."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.live import Knowledge
    from bot.store.engine import SqlStore

BAD_USE = 2  # the exit status of click's own usage errors
_TRIES = 10  # of one change, each after somebody else was faster


class Refused(click.ClickException):
    """What was asked for cannot be done; the message says what to do."""

    exit_code = BAD_USE


def user_id(value: str) -> str:
    """Return the id of a person; raise a usage error where it is none."""
    return _checked(value, "UW", "person, like U0123ABCD; a profile's menu in Slack copies it as the member ID")


def team_id(value: str) -> str:
    """Return the id of a workspace, or of an organisation; raise a usage error where it is none."""
    return _checked(value, "TE", "workspace, like T0123ABCD; it stands in Slack's address in a browser")


USER = click.argument("user", type=user_id)
WORKSPACE = click.option(
    "--workspace", type=team_id, metavar="TEAM", help="Slack's id of it; the only one if left out."
)


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Make the tables, or bring them up to date; what is in them stays."""
    with opened() as (store, _):
        before, after = store.upgrade()
    if before == after:
        click.echo(f"The tables are up to date (version {after}).")
    elif before is None:
        click.echo(f"Made the tables (version {after}).")
    else:
        click.echo(f"Brought the tables from version {before} to {after}.")


@click.group()
def admin() -> None:
    """Say who may teach it, and change a workspace's settings."""


@admin.command()
@USER
@WORKSPACE
def add(user: str, workspace: str | None) -> None:
    """Let USER, a member's id, teach it and change a workspace's settings."""
    with opened() as (store, settings):
        team = team_of(store, settings, workspace)
        before = _changed(store, team, lambda known: {*known, user})
    click.echo(f"{user} {'was already' if user in before else 'is now'} an admin of {team}.")


@admin.command()
@USER
@WORKSPACE
def remove(user: str, workspace: str | None) -> None:
    """Let USER no longer teach it or change a workspace's settings."""
    with opened() as (store, settings):
        team = team_of(store, settings, workspace)
        before = _changed(store, team, lambda known: set(known) - {user})
    if user not in before:
        raise Refused(f"{user} is no admin of {team}; see surveybot admin list.")
    click.echo(f"{user} is no longer an admin of {team}.")


@admin.command("list")
@WORKSPACE
def list_(workspace: str | None) -> None:
    """Print the ids of those who are admins of a workspace by name, one a line."""
    with opened() as (store, settings):
        team = team_of(store, settings, workspace)
        known = store.workspaces.of(team)
    if known.admins:
        click.echo("\n".join(known.admins))
    if known.admin_group:
        click.echo(f"And the members of the user group {known.admin_group}.", err=True)
    if known.slack_admins:
        click.echo("And the admins and owners of the workspace in Slack.", err=True)
    if not (known.admins or known.admin_group or known.slack_admins):
        click.echo(f"{team} has no admins yet. Make one: surveybot admin add USER --workspace {team}", err=True)


def _changed(store: "SqlStore", team: str, change: Callable[[tuple[str, ...]], set[str]]) -> tuple[str, ...]:
    """Change the admins of a workspace, anew where somebody else changes its settings; return those before."""
    from bot.ports import Conflict

    for _ in range(_TRIES):
        known = store.workspaces.of(team)
        wanted = tuple(sorted(change(known.admins)))
        if wanted == known.admins:
            return known.admins
        with suppress(Conflict):
            store.workspaces.change(replace(known, admins=wanted))
            return known.admins
    raise Refused(f"Others change the settings of {team} all the while; try again.")


@contextmanager
def opened() -> "Iterator[tuple[SqlStore, Settings]]":
    """Open the store that is set; leave with a word where it cannot be used."""
    from bot.config import ConfigError, load_settings, secret
    from bot.logs import configure
    from bot.ports import StoreDown
    from bot.store.engine import open_store

    configure(level="ERROR")  # what happened is said in the command's own words
    try:
        settings = load_settings()
        store = open_store(secret(settings.database_url))
        try:
            yield store, settings
        finally:
            store.close()
    except StoreDown as error:
        raise Refused(f"{error} Check that it runs, and SURVEYBOT_DATABASE_URL.") from None
    except ConfigError as error:
        raise Refused(str(error)) from None


def team_of(store: "SqlStore", settings: "Settings", named: str | None) -> str:
    """Return the workspace that is meant: the one named, the only one known, or the token's; leave where none is."""
    have, wanted = store.version()
    if have != wanted:
        raise Refused("The database's tables are not up to date. Run: surveybot db upgrade")
    known = tuple(sorted({*store.teams(), *(team for team, _ in store.taught.heads())}))
    if named or len(known) == 1:
        return named or known[0]
    if not known and settings.slack_bot_token:
        return _team_of_token(settings)
    raise Refused(f"Which workspace? Give it with --workspace TEAM. Known so far: {', '.join(known) or 'none'}.")


def _team_of_token(settings: "Settings") -> str:
    from slack_sdk.errors import SlackApiError

    from bot.config import secret
    from bot.slack.client import refused, unreachable, web_client

    try:
        return str(web_client(settings, secret(settings.slack_bot_token)).auth_test()["team_id"])
    except SlackApiError as error:
        raise refused("SLACK_BOT_TOKEN", error) from None
    except OSError:
        raise unreachable(settings) from None


def _checked(value: str, starts: str, what: str) -> str:
    if not re.fullmatch(rf"[{starts}][A-Z0-9]{{2,}}", value):  # U0123ABCD
        raise click.BadParameter(f"{value!r} is not the id of a {what}.")
    return value


def refuse(lines: Iterable[str]) -> NoReturn:
    """Leave, with what is wrong a line each."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(BAD_USE)


def loaded(survey: str | None, *, only_sound: bool = False) -> "Knowledge":
    """Return what is shipped, or what a test gives; leave where it will not load or `survey` is none of it."""
    from bot.live import Knowledge
    from bot.wiring import load
    from data.errors import SurveyInvalid
    from intents.errors import DefinitionsInvalid

    try:
        knowledge = click.get_current_context().find_object(Knowledge) or load(only_sound=only_sound)
    except (SurveyInvalid, DefinitionsInvalid) as invalid:
        refuse(map(str, invalid.faults))
    if survey is not None and survey not in knowledge.surveys:
        known = ", ".join(sorted(knowledge.surveys))
        raise click.BadParameter(f"No survey is called {survey!r}; there is {known}.", param_hint="--survey")
    return knowledge
