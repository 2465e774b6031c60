"""Try changes of taught intents, keep those that are fit, and have them answer at once."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import structlog

from bot.admin import proposing
from bot.admin.measures import known_of
from bot.admin.proposing import Proposal
from bot.live import Knowledge, Lessons, Live
from bot.ports import IntentChanged, Moved, Store, StoreDown
from bot.records import Change, Edit, Settled
from intents.draft import Draft
from intents.rules import Field, Issue, Known, Weight

log = structlog.get_logger()

TRIES = 25  # of one save, each after somebody else was faster; a replica that always loses to nine others gives up
ASKED = 1000  # questions asked last, which a change is tried on
_SHOWN = 60  # characters of an id that nobody knows
FRESH_SECONDS = 600.0  # of what was found about a change; it is read for minutes, and people ask on meanwhile
ALIVE_SECONDS = 15.0  # a replica that has not reported for so long is no more


class Unfit(Exception):
    """A change has faults; nothing was kept."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        """Keep what is wrong, at which field of which draft."""
        self.issues = tuple(issues)
        super().__init__("The change has faults.")


class NeedsConsent(Exception):
    """A change would take answers away that nobody has agreed to lose; nothing was kept."""

    def __init__(self, proposal: Proposal) -> None:
        """Keep what would come of the change."""
        self.proposal = proposal
        super().__init__("The change takes answers away.")


class Busy(Exception):
    """Others changed intents all the while; nothing was kept, and it may be tried again."""


class Curator:
    """Whoever looks after what workspaces teach; safe to share between threads.

    It judges every change anew, whoever asks for it; who may ask is for others to say.
    """

    def __init__(self, store: Store, live: Live) -> None:
        """Look after what a store keeps, and what is answered from."""
        self._store = store
        self._live = live
        self._lock = threading.Lock()
        self._considered: tuple[Proposal, Knowledge, float] | None = None  # swapped whole
        self._turns: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)

    def survey(self, team: str) -> str:
        """Return the id of the survey that a workspace asks."""
        return self._store.workspaces.of(team).survey or self._live.knowledge.default

    def check(self, team: str, survey: str, draft: Draft, *, replacing: str = "") -> tuple[Issue, ...]:
        """Return what can be said of a draft at once; `replacing`: the name of the intent that it takes the place of.

        It needs no database, and is quick enough for a form that waits.
        """
        knowledge = self._live.knowledge
        if survey not in knowledge.surveys:
            return (_not_held(survey),)
        return proposing.check(draft, knowledge.surveys[survey], knowledge.catalogue(survey, team), replacing=replacing)

    def known(self, survey: str) -> Known:
        """Return what the answer to a taught intent may name of a survey; nothing of one that is not held."""
        held = self._live.knowledge.surveys.get(survey)
        return known_of(held) if held else Known()

    def consider(self, *edits: Edit) -> Proposal:
        """Return what would come of edits, all of one workspace and survey, on what is kept now; raise StoreDown."""
        team, survey = edits[0].team, edits[0].survey
        if survey not in self._live.knowledge.surveys:
            return Proposal(edits=edits, issues=(_not_held(survey),), version=0)
        held = self._live.knowledge.lessons.get((team, survey))
        version, now = self._store.taught.snapshot(team, survey)
        if held and held.version > version:  # the workspace was forgotten meanwhile: it begins anew
            self._live.forget(team)
        asked = [each.question for each in self._store.asked.recent(team, survey, ASKED)]
        knowledge = self._live.knowledge
        proposal = proposing.consider(edits, knowledge=knowledge, version=version, now=now, asked=asked)
        self._considered = proposal, knowledge, time.monotonic()
        return proposal

    def keep(self, *edits: Edit, accepted: frozenset[str] = frozenset()) -> tuple[Change, ...]:
        """Keep edits, all of one workspace and survey, all or none; they are answered from at once.

        `accepted` are the questions whose answers may be taken away.

        Raises:
            Unfit: they have faults.
            NeedsConsent: they take other answers away.
            IntentChanged: an intent has not the revision that was seen.
            NameTaken: a name is another's.
            Busy: others were faster, again and again.
            StoreDown: they cannot be kept.
        """
        if not edits:
            return ()
        team, survey = edits[0].team, edits[0].survey
        with self._turn(team, survey):
            proposal, changes = self._kept(edits, accepted)
            if proposal.catalogue:
                self._live.teach(team, survey, Lessons(catalogue=proposal.catalogue, version=changes[-1].number))
        for each in changes:
            log.info("intent_changed", team=team, survey=survey, deed=each.deed, by=each.by, version=each.number)
        self._settle(team, survey, proposal)
        return changes

    def live_on(self, team: str, survey: str) -> tuple[int, int]:
        """Return how many replicas answer from the newest version, and how many there are; raise StoreDown."""
        newest = self._store.taught.heads().get((team, survey), 0)
        replicas = self._store.replicas.alive(ALIVE_SECONDS)
        return sum(each.versions.get(f"{team}/{survey}", 0) >= newest for each in replicas), len(replicas)

    def _kept(self, edits: tuple[Edit, ...], accepted: frozenset[str]) -> tuple[Proposal, tuple[Change, ...]]:
        """Keep edits as soon as nobody was faster between considering and keeping them."""
        for _ in range(TRIES):
            proposal = self._considered_already(edits) or self.consider(*edits)
            is_agreed = all(each.question in accepted for each in proposal.takes_away)
            if not proposal.may_be_kept or not is_agreed:
                self._refuse_old(edits)  # what was written for another revision is not to be judged beside this one
                raise NeedsConsent(proposal) if proposal.may_be_kept else Unfit(proposal.issues)
            with suppress(Moved):
                return proposal, self._store.taught.change(*edits, at=proposal.version)
        raise Busy

    def _considered_already(self, edits: tuple[Edit, ...]) -> Proposal | None:
        """Return what was found about the same edits a moment ago, if nothing was changed since: a preview, mostly."""
        known = self._considered
        if known is None or known[0].edits != edits or time.monotonic() - known[2] > FRESH_SECONDS:
            return None
        team, survey = edits[0].team, edits[0].survey
        same = known[1].catalogues is self._live.knowledge.catalogues
        is_newest = self._store.taught.heads().get((team, survey), 0) == known[0].version
        return known[0] if same and is_newest else None

    def _refuse_old(self, edits: tuple[Edit, ...]) -> None:
        """Raise IntentChanged where an intent has not the revision that was seen."""
        for edit in edits:
            current = self._store.taught.one(edit.team, edit.survey, edit.intent) if edit.intent else None
            if edit.intent and (current is None or current.revision != edit.revision):
                raise IntentChanged(current)

    def _settle(self, team: str, survey: str, proposal: Proposal) -> None:
        """Take the questions that are answered now from those to look at; what was kept is kept, though that fails."""
        answered = {each.question for each in proposal.differences if each.after}
        try:
            waiting = self._store.asked.open(team, ASKED) if answered else ()
            ids = tuple(each.id for each in waiting if each.survey == survey and each.question in answered)
            if ids:
                self._store.asked.settle(team, ids, Settled.TAUGHT)
        except StoreDown:
            log.warning("not_settled", team=team)

    @contextmanager
    def _turn(self, team: str, survey: str) -> Iterator[None]:
        """Let one save of a workspace's survey through at a time, so that a process does not race itself."""
        with self._lock:
            mine = self._turns[team, survey]
        with mine:
            yield


def _not_held(survey: str) -> Issue:
    what = f"The survey “{survey[:_SHOWN]}” is not loaded, so that nothing can be taught for it."
    return Issue(field=Field.SUMMARY, weight=Weight.FAULT, what=what, remedy="Choose another in the settings.")
