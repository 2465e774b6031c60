"""What the commands for intents work on: the files somebody has, and what a workspace was taught about a survey."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

import click

from bot.admin.exchange import Filed
from bot.admin.importing import SHELL, Plan, edits_of, plan
from bot.admin.proposing import Proposal, consider
from bot.admin.service import Busy, Curator, NeedsConsent, Unfit
from bot.context import Context
from bot.filing import FilesInvalid, read_files
from bot.keeping import Refused, loaded, opened, team_of
from bot.listing import counted, impact, issue_line
from bot.live import Knowledge, Live
from bot.ports import Conflict, NameTaken, Store
from bot.records import Change, Edit, State, TaughtIntent
from bot.refreshing import Refresher
from intents.catalogue import Catalogue, with_taught
from intents.definition import did_you_mean
from intents.draft import definition_of
from intents.rules import Weight

FOUND = 1  # the exit status where something is wrong with what was looked at, or nothing was changed
MOST = 100_000  # intents of a workspace's survey; more are no list
_MANY = 100  # changes at once, which take more than a few seconds to look at
_PAGE = 1000  # changes that are looked through at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The intents of one workspace's survey, and who changes them."""

    store: Store
    curator: Curator
    live: Live
    team: str
    survey: str

    @property
    def knowledge(self) -> Knowledge:
        """Return what is answered from."""
        return self.live.knowledge

    def kept(self, *states: State) -> tuple[TaughtIntent, ...]:
        """Return the intents in some states, or in any, sorted by name."""
        return self.store.taught.find(self.team, self.survey, states=frozenset(states or State), limit=MOST)

    def named(self, name: str) -> TaughtIntent:
        """Return the intent of a name, if need be a deleted one; leave where none has it."""
        if found := self.store.taught.named(self.team, self.survey, name):
            return found
        every = self.kept()
        gone = [each for each in every if each.draft.name == name]
        if not gone:
            known = did_you_mean(name, {each.draft.name for each in every})
            raise Refused(f"{self.team} was taught no intent {name!r} about {self.survey}. {known}")
        return max(gone, key=lambda each: each.revision)

    def changes(self, intent: str = "") -> Iterator[Change]:
        """Yield the changes of an intent, or of all, newest first, reading no more of them than are looked at."""
        before: int | None = None
        while page := self.store.taught.history(self.team, self.survey, intent, limit=_PAGE, before=before):
            yield from page
            before = page[-1].number

    def last_changes(self, ids: set[str]) -> dict[str, Change]:
        """Return the last change of each intent."""
        found: dict[str, Change] = {}
        for change in self.changes() if ids else ():
            found.setdefault(change.intent, change)
            if ids <= found.keys():
                break
        return found

    def catalogue(self, intent: TaughtIntent) -> Catalogue:
        """Return what is answered from, with an intent in it though it be off."""
        _, live = self.store.taught.snapshot(self.team, self.survey)
        drafts = {each.id: each.draft for each in (*live, intent)}
        made = [definition for draft in drafts.values() if (definition := definition_of(draft)[0])]
        return with_taught(self.knowledge.catalogues[self.survey], made)

    def plan(self, files: Sequence[Filed]) -> Plan:
        """Return how files differ from what is kept."""
        return plan(files, self.kept())

    def consider(self, *edits: Edit) -> Proposal:
        """Return what would come of edits; what was taught before is compiled once, for this and for keeping them."""
        if len(edits) > _MANY and sys.stderr.isatty():
            click.echo(f"Looking at what {counted(len(edits), 'change')} would do; that takes a while.", err=True)
        Refresher(self.store, self.live, SHELL).refresh(self.team, self.survey)
        return self.curator.consider(*edits)

    def carry_out(self, edit: Edit, *, accepted: bool) -> None:
        """Keep a change, with what it does on the screen first; leave where it cannot be."""
        proposal = self.consider(edit)
        tell(proposal, ())
        stop_at_losses(proposal, accepted=accepted)
        self.keep(proposal)

    def keep(self, proposal: Proposal) -> tuple[Change, ...]:
        """Keep what was considered, and take away no more than that; leave where it cannot be."""
        accepted = frozenset(each.question for each in proposal.takes_away)
        try:
            return self.curator.keep(*proposal.edits, accepted=accepted)
        except NameTaken as taken:
            found([f"Nothing was changed: another intent is called {taken.name!r} already."])
        except (Busy, Conflict, NeedsConsent, Unfit):
            found(["Nothing was changed: somebody else changed intents meanwhile. Look at it anew, and try again."])


@contextmanager
def bench(workspace: str | None, survey: str | None) -> Iterator[Bench]:
    """Open the intents of a workspace's survey; leave with a word where they cannot be had."""
    knowledge = loaded(survey, only_sound=True)
    with opened() as (store, settings):
        team = team_of(store, settings, workspace)
        live = Live(knowledge)
        curator = Curator(store, live)
        asked = survey or curator.survey(team)
        if asked not in knowledge.surveys:
            raise Refused(f"{team} asks the survey {asked!r}, which is not there. Name one with --survey.")
        yield Bench(store=store, curator=curator, live=live, team=team, survey=asked)


def learnt(workspace: str, survey: str | None) -> tuple[Knowledge, Context]:
    """Return what is known with what a workspace was taught about a survey, and what its questions come with."""
    with bench(workspace, survey) as work:
        refresher = Refresher(work.store, work.live, SHELL)
        refresher.refresh(work.team, work.survey)
    for line in refresher.fault.splitlines():
        click.echo(line, err=True)
    return work.knowledge, Context(survey=work.survey, team=work.team)


def files_in(place: Path) -> tuple[Filed, ...]:
    """Return the intents in files; leave with every fault of them."""
    try:
        return read_files(place)
    except FilesInvalid as invalid:
        found(map(str, invalid.faults))


def considered(
    files: Sequence[Filed],
    workspace: str | None,
    survey: str | None,
    *,
    every: bool = False,
    delete_others: bool = False,
) -> Proposal:
    """Return what would come of teaching what files hold, beside what a workspace was taught, or the shipped intents.

    `every` looks at those, too, that differ in nothing from what was taught.
    """
    if workspace is None:
        knowledge = loaded(survey, only_sound=True)
        edits = tuple(edits_of(plan(files, ()), "", survey or knowledge.default))
        return consider(edits, knowledge=knowledge, version=0, now=(), asked=())
    with bench(workspace, survey) as work:
        planned = work.plan(files)
        changed = (*planned.changed, *planned.unchanged) if every else planned.changed
        wanted = replace(planned, changed=changed, others=planned.others if delete_others else ())
        edits = tuple(edits_of(wanted, work.team, work.survey))
        return work.consider(*edits) if edits else Proposal(edits=(), issues=(), version=0)


def tell(proposal: Proposal, files: Sequence[Filed]) -> None:
    """Print the warnings about a change, and which answers it changes; leave where it has faults."""
    stop_at_faults(proposal, files)
    show(_issues(proposal, files, Weight.WARNING))
    show(impact(proposal.differences))


def stop_at_faults(proposal: Proposal, files: Sequence[Filed]) -> None:
    """Leave where a change has faults, with each of them."""
    if faults := _issues(proposal, files, Weight.FAULT):
        found([*faults, "Nothing was changed."])


def stop_at_losses(proposal: Proposal, *, accepted: bool) -> None:
    """Leave where a change takes answers away, unless that was accepted."""
    if proposal.takes_away and not accepted:
        count = counted(len(proposal.takes_away), "question")
        found([f"Nothing was changed: {count} would lose today's reply. To do it all the same, add --accept-losses."])


def show(lines: Iterable[str]) -> None:
    """Print lines, whatever the locale cannot show."""
    for line in lines:
        click.echo(line)


def found(lines: Iterable[str]) -> NoReturn:
    """Leave, with what was found wrong a line each."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(FOUND)


def _issues(proposal: Proposal, files: Sequence[Filed], weight: Weight) -> list[str]:
    named = {filed.draft.name: filed for filed in files}
    return [issue_line(issue, named) for issue in proposal.issues if issue.weight is weight]
