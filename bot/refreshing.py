"""Answer from what workspaces taught last: look what was kept, compile it off to the side, swap it in whole."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from bot.admin.measures import known_of
from bot.live import Lessons, Live
from bot.ports import Notices, Store, StoreDown
from bot.records import Replica, State
from bot.translation import unknown_recipes
from data.survey import Survey
from intents.catalogue import Catalogue, with_taught
from intents.definition import Definition, Recipe
from intents.draft import Draft, definition_of
from intents.placeholders import named

log = structlog.get_logger()

LOOK_SECONDS = 1.0  # at most so long nobody looks, though a notice was lost; what is kept is live within two
REPORT_SECONDS = 5.0  # whoever is silent for three times as long is taken to be gone

Key = tuple[str, str]
"""A workspace and one of its surveys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was read last of a workspace's survey."""

    version: int = 0
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    """By the ids of the intents that are live."""
    faulty: Mapping[str, str] = field(default_factory=dict)
    """Why intents that should be live cannot be, by their ids."""


class Refresher:
    """Keeps one replica's knowledge as new as the store; safe to share between threads."""

    def __init__(
        self,
        store: Store,
        live: Live,
        name: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Refresh what is `live`; `name` is what the replica is known by."""
        self._store = store
        self._live = live
        self._name = name
        self._clock = clock
        self._now = now
        self._lock = threading.Lock()  # one refresh at a time; nobody who asks waits for it
        self._read: dict[Key, _Read] = {}
        self._faults: dict[Key, tuple[int, str]] = {}  # with the version they are of
        self._is_newest: bool | None = None
        self._reported: Replica | None = None
        self._report_at = 0.0
        self._notices: Notices | None = None
        self.has_looked = threading.Event()
        """Set once it knows what is kept, or that the database is down."""

    @property
    def fault(self) -> str:
        """Return why it does not answer from all that is kept, a line for each workspace's survey; '': it does."""
        faults = sorted(self._faults.items())
        return "\n".join(f"{team}/{survey}, version {number}: {why}" for (team, survey), (number, why) in faults)

    def health(self) -> str:
        """Return, as JSON and without a name of anybody's, how it is: null where nobody can say."""
        taught = sum(1 for _ in self._live.knowledge.lessons)
        intents = {"taught": taught, "newest": self._is_newest, "fault": bool(self._faults)}
        return json.dumps({"ok": True, "intents": intents})

    def run(self, stop: threading.Event) -> None:
        """Keep up until `stop` is set, then say no more; `wake` makes it look at once whether it is."""
        with closing(self._store.notices()) as notices:
            self._notices = notices
            while not stop.is_set():
                self._look()
                self.has_looked.set()
                notices.wait(LOOK_SECONDS)
        with suppress(StoreDown):
            self._store.replicas.gone(self._name)

    def wake(self) -> None:
        """Wait no longer for what is kept next, for good."""
        if self._notices:
            self._notices.close()

    def _look(self) -> None:
        try:
            self.catch_up()
            self.report()
        except Exception as error:  # noqa: BLE001  # the next change may be sound; without its thread, none is seen
            log.error("not_refreshed", error=type(error).__name__)  # noqa: TRY400  # a trace could quote what was taught
            self._is_newest = False

    def catch_up(self) -> None:
        """Load what was kept since the last look; where the database is down, everything stays as it is."""
        with self._lock:
            held = {key: lessons.version for key, lessons in self._live.knowledge.lessons.items()}  # before the heads
            try:
                heads = self._store.taught.heads()
                self._forget(heads, held)
                loaded = [self._load(key, head) for key, head in sorted(heads.items())]
            except StoreDown:
                self._is_newest = None
            else:
                self._is_newest = all(loaded)

    def refresh(self, team: str, survey: str) -> None:
        """Load what was kept of one survey of a workspace; raise StoreDown."""
        with self._lock:
            head = self._store.taught.heads().get((team, survey))
            if head is not None:
                self._load((team, survey), head)

    def report(self) -> None:
        """Say what it answers from, where that is news or was said a while ago."""
        versions = {f"{team}/{survey}": version for (team, survey), version in self._versions()}
        replica = Replica(name=self._name, at=self._now(), versions=versions, fault=self.fault)
        said = self._reported
        is_news = said is None or (said.versions, said.fault) != (replica.versions, replica.fault)
        if not is_news and self._clock() < self._report_at:
            return
        try:
            self._store.replicas.report(replica)
        except StoreDown:
            return
        self._reported, self._report_at = replica, self._clock() + REPORT_SECONDS

    def _versions(self) -> Iterator[tuple[Key, int]]:
        """Yield which version is answered from, as far as it is all of it."""
        for key, lessons in self._live.knowledge.lessons.items():
            read = self._read.get(key)
            yield key, 0 if read and read.faulty else lessons.version

    def _forget(self, heads: Mapping[Key, int], held: Mapping[Key, int]) -> None:
        """Forget what workspaces taught of which less is kept now than was held: they were forgotten meanwhile."""
        known = {**{key: read.version for key, read in self._read.items()}, **held}
        gone = {team for (team, survey), version in known.items() if heads.get((team, survey), 0) < version}
        for team in gone:
            self._live.forget(team)
        for memory in (self._read, self._faults):
            for key in [key for key in memory if key[0] in gone]:
                del memory[key]

    def _load(self, key: Key, head: int) -> bool:
        """Load what is kept of a workspace's survey, unless that is done; return whether it answers from all of it."""
        knowledge = self._live.knowledge
        known, fault = self._read.get(key), self._faults.get(key)
        if key[1] not in knowledge.surveys:
            return True  # of which nothing is answered at all
        if known and known.version >= head:
            return not known.faulty
        if fault and fault[0] >= head:
            return False
        before = knowledge.lessons.get(key)
        base, names = knowledge.catalogues[key[1]], _names(knowledge.surveys[key[1]])
        read = _newly_read(self._store, key, known, lambda draft: _judged(draft, base, names))
        settled = known.faulty if known else read.faulty if before is None else {}
        if read.faulty.keys() - settled.keys():
            return self._note(key, read)
        if before is None or before.version < read.version:
            definitions = sorted(read.definitions.values(), key=lambda each: each.name)
            catalogue = with_taught(base, definitions, before.catalogue if before else None)
            self._live.teach(*key, Lessons(catalogue=catalogue, version=read.version))
        self._read[key] = read
        return self._note(key, read)

    def _note(self, key: Key, read: _Read) -> bool:
        """Note what of a version could not be loaded; return whether all of it was."""
        if not read.faulty:
            self._faults.pop(key, None)
            return True
        why = " ".join(read.faulty[each] for each in sorted(read.faulty))
        log.error("intents_not_loaded", team=key[0], survey=key[1], version=read.version, why=why)
        self._faults[key] = read.version, why
        return False


def _newly_read(store: Store, key: Key, known: _Read | None, judged: Callable[[Draft], Definition | str]) -> _Read:
    """Return what is kept now of a workspace's survey; only what was changed since `known` is read."""
    taught = store.taught
    version, intents = taught.changed_since(*key, known.version) if known else taught.snapshot(*key)
    definitions, faulty = (dict(known.definitions), dict(known.faulty)) if known else ({}, {})
    for intent in intents:
        definitions.pop(intent.id, None)
        faulty.pop(intent.id, None)
        made = judged(intent.draft) if intent.state is State.LIVE else None
        if isinstance(made, Definition):
            definitions[intent.id] = made
        elif made:
            faulty[intent.id] = made
    return _Read(version=version, definitions=definitions, faulty=faulty)


def _judged(draft: Draft, base: Catalogue, names: frozenset[str]) -> Definition | str:
    """Return what a draft defines, or why it cannot be answered from; without a word of its examples."""
    definition, _ = definition_of(draft)
    if draft.name in base.definitions:
        return f"The name of {draft.name} is that of an intent that is shipped."
    if definition is None or not definition.examples or definition.ask:
        return f"{draft.name} is not written as an intent that is taught."
    if unknown_recipes([definition]) or any(_gone(definition.answer, names)):
        return f"The answer of {draft.name} names what there is not."
    return definition


def _names(survey: Survey) -> frozenset[str]:
    """Return everything that an answer may name."""
    known = known_of(survey)
    return frozenset((*known.findings, *known.withheld, *known.questions, *known.speakers))


def _gone(recipe: Recipe, names: frozenset[str]) -> Iterator[str]:
    """Yield what an answer names and is not there."""
    yield from (each for each in named(str(recipe.get("text", ""))) if each not in names)
    for key in ("of", "without", "questions", "questions_of", "quote", "topics"):
        said = recipe.get(key, ())
        texts = said if isinstance(said, list | tuple) else (said,)
        yield from (str(each) for each in texts if each not in names)
