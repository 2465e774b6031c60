"""The commands for what people can ask: look at intents, try them, keep them in files, and undo what went wrong."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from bot.keeping import WORKSPACE, Refused, loaded, refuse, team_id

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PLACE = click.argument("place", type=click.Path(exists=True, path_type=Path), metavar="FILE|FOLDER")
NAME = click.argument("name")
SURVEY = click.option("--survey", metavar="ID", help="About which survey; the one that is asked if left out.")
BESIDE = click.option("--workspace", type=team_id, metavar="TEAM", help="Beside what this one was taught and asks.")
JSON = click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line.")
WHY = click.option("--why", metavar="TEXT", default="", help="Is kept with the change, for those who read it later.")
ACCEPT = click.option("--accept-losses", "accepted", is_flag=True, help="Take away the answers that it names.")


@click.group()
def intents() -> None:
    """Look at what people can ask, try it, keep what was taught in files, and undo what went wrong."""


@intents.command("list")
@WORKSPACE
@SURVEY
@click.option("--all", "deleted_too", is_flag=True, help="Deleted ones too, which can be restored.")
@click.option("--shipped", "shipped_too", is_flag=True, help="Shipped ones too.")
@JSON
def list_(workspace: str | None, survey: str | None, *, deleted_too: bool, shipped_too: bool, as_json: bool) -> None:
    """Print the taught intents, one a line.

    It shows the name, summary, state, number of examples, revision and last change of each.
    """
    from bot.listing import intent_record, intent_row, shipped_record, shipped_row, table
    from bot.records import State
    from bot.render.plain import as_line
    from bot.workbench import bench, show
    from intents.library import load_definitions

    with bench(workspace, survey) as work:
        found = work.kept() if deleted_too else work.kept(State.LIVE, State.OFF)
        last = work.last_changes({each.id for each in found})
    built_in = load_definitions() if shipped_too else ()
    if as_json:
        records = [intent_record(each, last.get(each.id)) for each in found] + [shipped_record(d) for d in built_in]
        show(as_line(record) for record in records)
        return
    show(table([intent_row(each, last.get(each.id)) for each in found] + [shipped_row(d) for d in built_in]))
    if not found:
        deleted = "" if deleted_too else " What was deleted, if anything, is listed with --all."
        click.echo(f"{work.team} is taught nothing about {work.survey}.{deleted}", err=True)


@intents.command("show")
@NAME
@WORKSPACE
@SURVEY
def show_(name: str, workspace: str | None, survey: str | None) -> None:
    """Print an intent as YAML, and what became of it.

    Of each change it tells the number, when it was made, by whom and why, and what differs. A shipped intent is shown
    as it is defined.
    """
    from bot.admin.exchange import write
    from bot.listing import history
    from bot.records import State
    from bot.workbench import bench, show
    from intents.library import SHIPPED, load_definitions

    shipped = next((each for each in load_definitions() if each.name == name), None)
    if shipped:
        click.echo((SHIPPED / shipped.file).read_text(encoding="utf-8"), nl=False)
        return
    with bench(workspace, survey) as work:
        intent = work.named(name)
        changes = tuple(work.changes(intent.id))
    click.echo(write(intent.draft, intent.state))
    show(history(changes))
    if intent.state is State.DELETED:
        click.echo(f"It is deleted; surveybot intents restore {name} brings it back.", err=True)


@intents.command()
@PLACE
@BESIDE
@SURVEY
def lint(place: Path, workspace: str | None, survey: str | None) -> None:
    """Say what is wrong with taught intents in files.

    It names the file and the line, and what to do. Hints and warnings may stay; with a fault, it exits with 1.
    """
    from bot.listing import counted, issue_line
    from bot.workbench import FOUND, considered, files_in, show
    from intents.rules import Weight

    files = files_in(place)
    issues = considered(files, workspace, survey, every=True).issues
    named = {filed.draft.name: filed for filed in files}
    show(issue_line(issue, named) for issue in sorted(issues, key=lambda i: (i.intent, i.field, i.item or 0)))
    of = [sum(issue.weight is weight for issue in issues) for weight in Weight]
    told = ", ".join(counted(count, weight) for count, weight in zip(of, Weight, strict=True))
    click.echo(f"{counted(len(files), 'intent')}: {told}.")
    sys.exit(FOUND if of[0] else 0)


@intents.command()
@NAME
@click.option("-n", "most", type=click.IntRange(1, 200), default=10, show_default=True, help="At most so many.")
@WORKSPACE
@SURVEY
def sample(name: str, most: int, workspace: str | None, survey: str | None) -> None:
    """Print questions that an intent accepts, each tried.

    Of a taught intent it prints near questions, too, that it leaves, and what becomes of them.
    """
    from bot.listing import sampled
    from bot.workbench import bench, show
    from intents.sampling import samples

    knowledge = loaded(survey, only_sound=True)
    catalogue = knowledge.catalogues[survey or knowledge.default]
    definition = catalogue.definition(name)
    if definition is None:
        with bench(workspace, survey) as work:
            catalogue = work.catalogue(work.named(name))
        definition = catalogue.definition(name)
    if definition is None or definition.after_quote:
        raise Refused(f"{name} is meant only after an answer that quotes somebody; alone, it accepts nothing.")
    show(sampled(samples(definition, catalogue, most)))


@intents.command()
@PLACE
@BESIDE
@SURVEY
@click.option("--delete-others", is_flag=True, help="As if the taught intents that no file has were deleted.")
@JSON
def impact(place: Path, workspace: str | None, survey: str | None, *, delete_others: bool, as_json: bool) -> None:
    """Say which answers importing files would change.

    It tries the questions asked last, with --workspace, and all test questions, and changes nothing.
    """
    from bot.listing import impact as told
    from bot.listing import impact_record
    from bot.render.plain import as_line
    from bot.workbench import considered, files_in, show, stop_at_faults

    files = files_in(place)
    proposal = considered(files, workspace, survey, delete_others=delete_others)
    stop_at_faults(proposal, files)
    if as_json:
        show(as_line(impact_record(each)) for each in proposal.differences)
    else:
        show(told(proposal.differences) if proposal.differences else ["No question is answered otherwise."])


@intents.command()
@click.argument("folder", type=NEW_FOLDER)
@WORKSPACE
@SURVEY
@click.option("--delete-others", is_flag=True, help="Delete the files of intents that were deleted or renamed.")
def export(folder: Path, workspace: str | None, survey: str | None, *, delete_others: bool) -> None:
    """Write the taught intents into FOLDER, a YAML file each.

    The same intents always come to the same bytes; what else is in the folder stays as it is.
    """
    from bot.filing import remove, write_folder
    from bot.listing import about_other
    from bot.records import State
    from bot.workbench import bench, show

    with bench(workspace, survey) as work:
        kept = work.kept(State.LIVE, State.OFF)
        try:
            written = write_folder(folder, kept)
        except OSError as error:
            raise Refused(f"{error.filename or folder} cannot be written: {error.strerror}.") from None
        ever = {change.draft.name for change in work.changes()} if written.others else set()
    gone = [filed for filed in written.others if filed.draft.name in ever]
    if delete_others:
        remove(gone)
    show(about_other(filed, is_gone=filed in gone, is_removed=delete_others) for filed in written.others)
    count = len(written.new), len(written.changed), len(written.unchanged)
    click.echo(f"{folder}: {count[0]} new, {count[1]} changed, {count[2]} unchanged.")


@intents.command("import")
@click.argument("folder", type=FOLDER)
@WORKSPACE
@SURVEY
@click.option("--delete-others", is_flag=True, help="Delete the taught intents that no file has.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@ACCEPT
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@WHY
def import_(folder: Path, workspace: str | None, survey: str | None, **how: bool | str) -> None:
    """Make the taught intents what the files in FOLDER say.

    All of it is done, or nothing. A file is of the intent whose name it has; one that says `was: NAME` gives that
    intent another name.
    """
    from bot.admin.importing import edits_of
    from bot.listing import counted, planned
    from bot.workbench import bench, files_in, show, stop_at_losses, tell

    files, delete_others = files_in(folder), bool(how["delete_others"])
    with bench(workspace, survey) as work:
        plan = work.plan(files)
        show(planned(plan, delete_others=delete_others))
        edits = tuple(
            edits_of(plan if delete_others else replace(plan, others=()), work.team, work.survey, why=str(how["why"]))
        )
        if not edits:
            click.echo("There is nothing to change.")
            return
        proposal = work.consider(*edits)
        tell(proposal, files)
        if how["dry_run"]:
            click.echo("Nothing was changed.")
            return
        stop_at_losses(proposal, accepted=bool(how["accepted"]))
        if not how["yes"]:
            click.confirm(f"Change {counted(len(edits), 'intent')} of {work.team} about {work.survey}?", abort=True)
        changes = work.keep(proposal)
    click.echo(
        f"Changed {counted(len(changes), 'intent')} of {work.team}; the last change has number {changes[-1].number}."
    )


@intents.command()
@NAME
@click.argument("number", type=click.IntRange(1))
@WORKSPACE
@SURVEY
@ACCEPT
@WHY
def rollback(name: str, number: int, workspace: str | None, survey: str | None, **how: bool | str) -> None:
    """Make a taught intent what it was after change NUMBER.

    surveybot intents show NAME has the numbers. That is a change, too, and can be undone like any other.
    """
    from bot.admin.edits import roll_back
    from bot.admin.importing import SHELL
    from bot.workbench import bench

    with bench(workspace, survey) as work:
        intent = work.named(name)
        to = work.store.taught.version(work.team, work.survey, number)
        if to is None or to.intent != intent.id:
            raise Refused(f"Change {number} is none of {name}; surveybot intents show {name} has their numbers.")
        work.carry_out(roll_back(intent, to, by=SHELL, why=str(how["why"])), accepted=bool(how["accepted"]))
    click.echo(f"{name} is again what it was after change {number}.")


@intents.command()
@NAME
@WORKSPACE
@SURVEY
@ACCEPT
@WHY
def off(name: str, workspace: str | None, survey: str | None, **how: bool | str) -> None:
    """Turn a taught intent off: it is kept, and answers nothing."""
    _turn("off", name, workspace, survey, how)


@intents.command()
@NAME
@WORKSPACE
@SURVEY
@ACCEPT
@WHY
def on(name: str, workspace: str | None, survey: str | None, **how: bool | str) -> None:
    """Turn a taught intent on again."""
    _turn("on", name, workspace, survey, how)


@intents.command()
@NAME
@WORKSPACE
@SURVEY
@ACCEPT
@WHY
def delete(name: str, workspace: str | None, survey: str | None, **how: bool | str) -> None:
    """Delete a taught intent; it can be restored."""
    _turn("deleted", name, workspace, survey, how)


@intents.command()
@NAME
@WORKSPACE
@SURVEY
@ACCEPT
@WHY
def restore(name: str, workspace: str | None, survey: str | None, **how: bool | str) -> None:
    """Restore a deleted intent: it answers again."""
    _turn("restored", name, workspace, survey, how)


@intents.command()
@click.option("--examples", type=FILE, required=True, help="CSV to learn from: text,intent; no intent: none of these.")
@click.option("--questions", type=FILE, required=True, help="CSV to be measured on, of the same form.")
@click.option("--json", "json_wanted", is_flag=True, help="Write one JSON object.")
@click.option("--semantic", is_flag=True, help="Compare meanings too, with the semantic extra.")
def evaluate(examples: Path, questions: Path, *, json_wanted: bool, semantic: bool) -> None:
    """Measure how well intents are told apart.

    They are learnt from examples, and tried on other questions; rates are in percent. Measured are support vector
    machines trained on all examples; live intents are ranked another way, which answers less and errs less.
    """
    from bot.teaching import ExamplesInvalid, as_json, as_table
    from bot.teaching import evaluate as measure
    from intents.errors import IntentsError

    try:
        scores = measure(examples, questions, semantic=semantic)
    except ExamplesInvalid as invalid:
        refuse(map(str, invalid.faults))
    except IntentsError as error:
        refuse([str(error)])
    click.echo(as_json(scores).encode() if json_wanted else as_table(scores))


def _turn(to: str, name: str, workspace: str | None, survey: str | None, how: Mapping[str, bool | str]) -> None:
    """Turn a taught intent into another state, where it is not in it."""
    from bot.admin.edits import turn
    from bot.admin.importing import SHELL
    from bot.records import State
    from bot.workbench import bench

    state = {"off": State.OFF, "deleted": State.DELETED}.get(to, State.LIVE)
    with bench(workspace, survey) as work:
        intent = work.named(name)
        is_deleted = intent.state is State.DELETED
        if intent.state is state:
            click.echo(f"{name} is {'not deleted' if to == 'restored' else f'{to} already'}.")
            return
        if is_deleted != (to == "restored"):
            raise Refused(f"{name} is {'' if is_deleted else 'not '}deleted; see surveybot intents show {name}")
        work.carry_out(turn(intent, state, by=SHELL, why=str(how["why"])), accepted=bool(how["accepted"]))
    click.echo(f"{name} is {to}.")
