"""The command line: ask, explain, chat, check, demo, run, doctor, sandbox, manifest; intents, db and admin are groups.

Each command imports what it needs when it runs, so that a single question does not wait for Slack.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import curating, keeping
from bot.keeping import loaded, refuse

if TYPE_CHECKING:
    from bot.context import Ask, Context
    from bot.live import Knowledge, Live

FAILED = 1
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
PORT = click.IntRange(0, 65535)
MODE = click.Choice(["socket", "http"])
SURVEY = click.option("--survey", metavar="ID", help="The survey to ask; the default one if left out.")
TAUGHT = click.option(
    "--workspace", type=keeping.team_id, metavar="TEAM", help="Answer with what this workspace was taught, too."
)


def version() -> str:
    """Return the installed version; a clone that only had its dependencies set up has none."""
    try:
        return metadata.version("surveybot")
    except metadata.PackageNotFoundError:
        return "(run from its folder, not installed)"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), prog_name="surveybot", message="%(prog)s %(version)s")
def main() -> None:
    """Ask a survey: the published figure, its base and its source, or an honest "not published"."""
    for stream in (sys.stdout, sys.stderr):
        # An output that cannot show a character shows "?" instead of stopping.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    # Before numpy is loaded: what a question needs is small, and threads of its own only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@main.command()
@click.argument("questions", nargs=-1, metavar="[QUESTION]...")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line for each question.")
@SURVEY
@TAUGHT
@click.pass_obj
def ask(
    given: "Ask | None", questions: tuple[str, ...], survey: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """Answer each QUESTION, put in quotation marks; without any, each line of standard input.

    A line is the question itself, or a JSON object with "question" and, for a conversation, "thread".
    """
    from bot.render.plain import json_line, plain_text

    answer, context = _asker(given, survey, workspace)
    for number, (question, thread) in enumerate(_asked(questions)):
        reply = answer(question, replace(context, thread=thread))
        if as_json:
            click.echo(json_line(reply).encode())  # as bytes: UTF-8, whatever the locale is
        else:
            click.echo(f"---\n{plain_text(reply)}" if number else plain_text(reply))


@main.command()
@click.argument("questions", nargs=-1, metavar="[QUESTION]...")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line for each question.")
@SURVEY
@TAUGHT
def explain(questions: tuple[str, ...], survey: str | None, workspace: str | None, *, as_json: bool) -> None:
    """Show how each word of each QUESTION was understood, which intents came near, and why the reply is what it is.

    Questions are given as to ask.
    """
    from bot.explaining import explained_line, explained_text, explainer

    knowledge, context = _of_workspace(survey, workspace)
    explain_next = explainer(knowledge)
    for number, (question, thread) in enumerate(_asked(questions)):
        explained = explain_next(question, replace(context, thread=thread))
        if as_json:
            click.echo(explained_line(explained).encode())
        else:
            click.echo(f"---\n{explained_text(explained)}" if number else explained_text(explained))


@main.command()
@SURVEY
@click.pass_obj
def chat(given: "Ask | None", survey: str | None) -> None:
    """Ask one question after another; a number chooses a suggestion, quit leaves."""
    from bot.chat import converse
    from bot.context import Context
    from bot.wiring import asker, warm

    converse(given or asker(warm(loaded(survey))), Context(survey=survey, thread="chat"))


@main.command()
@click.option("--surveys", type=FOLDER, help="Check the surveys in this folder instead of the shipped ones.")
@click.option("--intents", type=FOLDER, help="Check the intents in this folder instead of the shipped ones.")
def check(surveys: Path | None, intents: Path | None) -> None:
    """Load every survey and intent, and name each fault with its file, its line and what to do."""
    if faults := _faults(surveys, intents):
        refuse(faults)
    click.echo("Surveys and intents: no faults.")


@main.command()
@click.option("--mode", type=MODE, default="socket", show_default=True, help="How Slack reaches the bot.")
def run(mode: str) -> None:
    """Answer in Slack until stopped; settings are read from the environment and .env."""
    from bot.config import ConfigError, load_settings
    from bot.serving import run as serve

    try:
        settings = load_settings()
        serve(_live(), settings, mode)
    except ConfigError as error:
        refuse([str(error)])


@main.command()
@click.option("--mode", type=MODE, default="socket", show_default=True, help="How Slack will reach the bot.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line for each finding.")
def doctor(mode: str, *, as_json: bool) -> None:
    """Examine settings, tokens, rights, clock and data, and say what to do; exit with 1 where something failed."""
    from bot.config import ConfigError, Mode, load_settings, secret
    from bot.doctor import examine, unreadable
    from bot.findings import all_is_well, as_lines, as_text
    from bot.logs import configure
    from bot.store.engine import open_store

    configure(level="CRITICAL")  # what is logged on the way is told in words, and once
    try:
        settings = load_settings()
        with closing(open_store(secret(settings.database_url))) as store:
            findings = tuple(examine(settings, Mode(mode), store.version, store))
    except ConfigError as error:
        findings = (unreadable(error),)
    click.echo(as_lines(findings) if as_json else as_text(findings))
    sys.exit(0 if all_is_well(findings) else FAILED)


@main.command()
@click.option("--port", type=PORT, help="Where the page is; 8155, or another that is free, if left out.")
def demo(port: int | None) -> None:
    """Try the bot in a sandbox: a pretend Slack in your browser, on this computer."""
    from bot.config import ConfigError
    from bot.demo import demonstrate

    try:
        demonstrate(_live(), port)
    except ConfigError as error:
        refuse([str(error)])


@main.command()
@click.option("--app", type=FILE, help="The app's manifest, in YAML or JSON; without it, the app may do everything.")
@click.option("--url", metavar="URL", help="Where the app listens on this computer; over a socket if left out.")
@click.option("--env", type=NEW_FILE, default=".env.sandbox", show_default=True, help="Where to put the app's tokens.")
@click.option("--port", type=PORT, help="Where the page is; 8155, or another that is free, if left out.")
def sandbox(app: Path | None, url: str | None, env: Path, port: int | None) -> None:
    """Start a pretend Slack for an app that you start yourself, in any language."""
    from bot.config import ConfigError
    from bot.demo import host

    try:
        host(app=app, url=url, env=env, port=port)
    except ConfigError as error:
        refuse([str(error)])


@main.command()
@click.option("--mode", type=MODE, default="socket", show_default=True, help="How Slack will reach the bot.")
@click.option("--url", metavar="URL", help="Public https address of the bot; needed with --mode http.")
@click.option("--several-workspaces", "several", is_flag=True, help="For workspaces that install it themselves.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of YAML.")
def manifest(mode: str, url: str | None, *, several: bool, as_json: bool) -> None:
    """Print the Slack app manifest, to be pasted where Slack asks for one."""
    from bot.config import ConfigError
    from bot.slack.manifest import manifest as app_manifest

    try:
        click.echo(app_manifest(mode, url, several_workspaces=several, as_json=as_json), nl=False)
    except ConfigError as error:
        refuse([str(error)])


main.add_command(keeping.db)
main.add_command(keeping.admin)
main.add_command(curating.intents)


def read_question(line: str) -> tuple[str, str | None]:
    """Return the question and the thread of a line: a JSON object, a JSON string, or the question as it stands."""
    try:
        value: object = json.loads(line) if line.lstrip().startswith(("{", '"')) else line
    except (ValueError, RecursionError):
        return line, None
    match value:
        case {"question": str(question), "thread": str(thread)}:
            return question, thread
        case {"question": str(question)} | str(question):
            return question, None
        case _:
            return line, None


def _asked(arguments: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    from bot.chat import read_lines

    given: Iterable[tuple[str, str | None]] = (
        ((argument, None) for argument in arguments) if arguments else map(read_question, read_lines(sys.stdin.buffer))
    )
    return ((_whole(question), thread) for question, thread in given)


def _whole(text: str) -> str:
    """Put U+FFFD in place of half characters, which no UTF-8 can hold: a byte of a shell that was no text."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _live() -> "Live":
    """Return what is answered from in Slack: every survey that is sound, though another one has a fault."""
    from bot.live import Live
    from bot.wiring import warm

    return Live(warm(loaded(None, only_sound=True)))


def _asker(given: "Ask | None", survey: str | None, workspace: str | None) -> "tuple[Ask, Context]":
    """Return who answers, unless somebody is given, and where it is asked."""
    from bot.context import Context

    if given:
        return given, Context(survey=survey)
    from bot.wiring import asker

    knowledge, context = _of_workspace(survey, workspace)
    return asker(knowledge), context


def _of_workspace(survey: str | None, workspace: str | None) -> "tuple[Knowledge, Context]":
    """Return what is answered from, with what a workspace was taught where one is named, and where it is asked."""
    from bot.context import Context

    if workspace is None:
        return loaded(survey), Context(survey=survey)
    from bot.workbench import learnt

    return learnt(workspace, survey)


def _faults(surveys: Path | None, intents: Path | None) -> list[str]:
    """Return every fault; those between surveys and intents only show once each of them is sound."""
    from bot.wiring import load
    from data import source
    from intents import library

    alone = (
        lambda: source.load_surveys(surveys or source.SHIPPED),
        lambda: library.load_definitions(intents or library.SHIPPED),
    )
    return [fault for read in alone for fault in _faults_of(read)] or _faults_of(lambda: load(surveys, intents))


def _faults_of(read: Callable[[], object]) -> list[str]:
    from data.errors import SurveyInvalid
    from intents.errors import DefinitionsInvalid

    try:
        read()
    except (SurveyInvalid, DefinitionsInvalid) as invalid:
        return [str(fault) for fault in invalid.faults]
    return []
