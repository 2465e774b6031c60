"""The commands for what people can ask: look at intents, try them, keep them in files, and undo what went wrong."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from bot.keeping import WORKSPACE, Refused, opened, team_of

if TYPE_CHECKING:
    from bot.admin.exchange import Filed
    from bot.admin.importing import Plan
    from bot.admin.proposing import Proposal
    from bot.admin.service import Curator
    from bot.live import Knowledge
    from bot.ports import Store
    from bot.records import Change, Edit, State, TaughtIntent
    from intents.catalogue import Catalogue
    from intents.definition import Definition

FOUND = 1  # the exit status where something is wrong with what was looked at, or nothing was changed
MOST = 100_000  # intents of a workspace's survey; more are no list
_PAGE = 1000  # changes that are looked through at once
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
PLACE = click.argument("place", type=click.Path(exists=True, path_type=Path), metavar="FILE|FOLDER")
NAME = click.argument("name", metavar="NAME")
SURVEY = click.option("--survey", metavar="ID", help="Of which survey; the one the workspace asks if left out.")
BESIDE = click.option("--workspace", metavar="TEAM", help="Beside what this workspace was taught, and asks.")
JSON = click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line.")
WHY = click.option("--why", metavar="TEXT", default="", help="Is kept with the change, for those who read it later.")
ACCEPT = click.option("--accept-losses", is_flag=True, help="Take away the answers that it says will be taken away.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What a command works on: the intents of one workspace's survey."""

    store: "Store"
    curator: "Curator"
    knowledge: "Knowledge"
    team: str
    survey: str

    def kept(self, *states: "State") -> "tuple[TaughtIntent, ...]":
        return self.store.taught.find(self.team, self.survey, states=frozenset(states), limit=MOST)


@click.group()
def intents() -> None:
    """Teach what people can ask, look at it and try it, keep it in files, and undo what went wrong."""


@intents.command("list")
@WORKSPACE
@SURVEY
@click.option("--all", "deleted_too", is_flag=True, help="Deleted ones too, which can be restored.")
@click.option("--shipped", is_flag=True, help="Shipped ones too.")
@JSON
def list_(workspace: str | None, survey: str | None, *, deleted_too: bool, shipped: bool, as_json: bool) -> None:
    """Print the taught intents, one a line: name, summary, state, examples, revision and last change."""
    from bot.listing import intent_record, intent_row, shipped_record, shipped_row, table
    from bot.records import State
    from bot.render.plain import as_line

    with _work(workspace, survey) as work:
        found = work.kept(*State) if deleted_too else work.kept(State.LIVE, State.OFF)
        last = _last_changes(work, {each.id for each in found})
    built_in = list(_shipped_definitions().values()) if shipped else []
    if as_json:
        records = [intent_record(e, last.get(e.id)) for e in found] + [shipped_record(e) for e in built_in]
        _print(map(as_line, records))
        return
    _print(table([intent_row(e, last.get(e.id)) for e in found] + [shipped_row(e) for e in built_in]))
    if not found:
        click.echo(f"{work.team} was taught nothing yet for {work.survey}.", err=True)


@intents.command()
@NAME
@WORKSPACE
@SURVEY
def show(name: str, workspace: str | None, survey: str | None) -> None:
    """Print a taught intent as YAML, and its versions: who, when, why and what; a shipped one as it is defined."""
    from bot.admin.exchange import write
    from bot.listing import history
    from bot.records import State

    if definition := _shipped_definitions().get(name):
        click.echo(_source(definition), nl=False)
        return
    with _work(workspace, survey) as work:
        intent = _named(work, name)
        changes = work.store.taught.history(work.team, work.survey, intent.id, limit=_PAGE)
    click.echo(write(intent.draft, intent.state))
    _print(history(changes))
    if intent.state is State.DELETED:
        click.echo(f"It is deleted. surveybot intents restore {name}", err=True)


@intents.command()
@PLACE
@BESIDE
@SURVEY
def lint(place: Path, workspace: str | None, survey: str | None) -> None:
    """Say at file and line what is wrong with intents in files; exit with 1 where one has a fault."""
    from bot.listing import issue_line
    from intents.rules import Weight

    files = _read(place)
    proposal = _considered(files, workspace, survey)
    named = {filed.draft.name: filed for filed in files}
    _print(sorted(issue_line(issue, named) for issue in proposal.issues))
    count = {weight: sum(issue.weight is weight for issue in proposal.issues) for weight in Weight}
    told = ", ".join(f"{n or 'no'} {weight}{'' if n == 1 else 's'}" for weight, n in count.items())
    click.echo(f"{len(files)} intent{'' if len(files) == 1 else 's'}: {told}.")
    sys.exit(FOUND if count[Weight.FAULT] else 0)


@intents.command()
@NAME
@click.option("-n", "most", type=click.IntRange(1, 200), default=10, show_default=True, help="At most so many.")
@WORKSPACE
@SURVEY
def sample(name: str, most: int, workspace: str | None, survey: str | None) -> None:
    """Print questions that an intent accepts, each tried; of a taught one also near ones that it leaves."""
    from bot.listing import sampled
    from intents.sampling import samples

    knowledge = _knowledge(survey)
    catalogue = knowledge.catalogues[survey or knowledge.default]
    definition = catalogue.definition(name)
    if definition is None:
        with _work(workspace, survey) as work:
            catalogue = _with(work, _named(work, name))
        definition = catalogue.definition(name)
    if definition is None or definition.after_quote:
        raise Refused(f"{name} means something only after an answer that quotes somebody, so that nothing can be tried.")
    _print(sampled(samples(definition, catalogue, most)))


@intents.command()
@PLACE
@BESIDE
@SURVEY
@click.option("--delete-others", is_flag=True, help="As if the taught intents in no file were deleted.")
@JSON
def impact(place: Path, workspace: str | None, survey: str | None, *, delete_others: bool, as_json: bool) -> None:
    """Say which questions importing files would answer, answer otherwise, or no longer answer; nothing is changed."""
    from bot.listing import impact as told
    from bot.listing import impact_record
    from bot.render.plain import as_line

    files = _read(place)
    proposal = _considered(files, workspace, survey, only_changed=True, delete_others=delete_others)
    _stop_at_faults(proposal, files)
    if as_json:
        _print(as_line(impact_record(each)) for each in proposal.differences)
    else:
        _print(told(proposal.differences) if proposal.differences else ["No question is answered otherwise."])


@intents.command()
@click.argument("folder", type=FOLDER)
@WORKSPACE
@SURVEY
@click.option("--delete-others", is_flag=True, help="Delete the files of intents that are no more.")
def export(folder: Path, workspace: str | None, survey: str | None, *, delete_others: bool) -> None:
    """Write the taught intents into FOLDER, a YAML file each; what stands there already is not touched."""
    from bot.filing import remove, write_folder
    from bot.records import State

    with _work(workspace, survey) as work:
        intents = work.kept(State.LIVE, State.OFF)
        try:
            written = write_folder(folder, intents)
        except OSError as error:
            raise Refused(f"{error.filename or folder} cannot be written: {error.strerror}.") from None
        known = _names_ever(work) if written.others else frozenset()
    gone = [filed for filed in written.others if filed.draft.name in known]
    if delete_others:
        remove(gone)
    for filed in written.others:
        click.echo(_about_other(filed, is_gone=filed in gone, removed=delete_others), err=True)
    click.echo(f"{folder}: {len(written.new)} new, {len(written.changed)} changed, {len(written.unchanged)} unchanged.")


@intents.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@WORKSPACE
@SURVEY
@click.option("--delete-others", is_flag=True, help="Delete the taught intents that no file has.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@ACCEPT
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@WHY
def import_(folder: Path, workspace: str | None, survey: str | None, **how: bool | str) -> None:
    """Make the taught intents what the files in FOLDER say: all of it, or nothing.

    A file belongs to the intent of its name; one that says `was: NAME` renames that one. Others are deleted only with
    --delete-others.
    """
    from bot.admin.importing import edits_of
    from bot.listing import planned

    files = _read(folder)
    with _work(workspace, survey) as work:
        plan = _plan(work, files, delete_others=bool(how["delete_others"]))
        edits = tuple(edits_of(plan, work.team, work.survey, why=str(how["why"])))
        _print(planned(_plan(work, files, delete_others=True), delete_others=bool(how["delete_others"])))
        if not edits:
            click.echo("Nothing to change.")
            return
        proposal = work.curator.consider(*edits)
        _stop_at_faults(proposal, files)
        _tell(proposal, files)
        if how["dry_run"]:
            click.echo("Nothing was changed.")
            return
        _stop_at_losses(proposal, accepted=bool(how["accept_losses"]))
        if not how["yes"]:
            click.confirm(f"Teach this to {work.team}, about {work.survey}?", abort=True)
        changes = _keep(work, proposal)
    click.echo(f"Changed {len(changes)} intent{'' if len(changes) == 1 else 's'} of {work.team}, as {_numbers(changes)}.")
