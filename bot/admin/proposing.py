"""Weigh changes of taught intents before they are kept: what is wrong with them, and which answers they change."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.admin.measures import known_of
from bot.answering import take_turn
from bot.context import Context
from bot.live import Knowledge, Lessons
from bot.records import Deed, Edit, State, TaughtIntent
from bot.reply import Reply, Status
from data.survey import Survey
from intents import rules
from intents.catalogue import Catalogue, with_taught
from intents.draft import Draft, definition_of
from intents.rules import Issue, Weight

_SAID = frozenset({Status.ANSWERED, Status.BOUNDED, Status.SOCIAL})


class Kind(StrEnum):
    """How an answer differs after a change."""

    GAINED = "gained"
    """It was not answered, and will be."""
    CHANGED = "changed"
    """It will be answered otherwise."""
    LOST = "lost"
    """It was answered, and will not be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A question that would not be answered as it is today."""

    question: str
    kind: Kind
    before: str
    """The headline of its answer; empty: it is not answered."""
    after: str
    """The same after the change."""
    is_labelled: bool = False
    """Whether it is one of the test questions, for which it is known what a right reply is."""
    is_right_lost: bool = False
    """Whether it is known to be replied to rightly today, and wrongly after the change."""
    times: int = 0
    """How often it was asked of late."""

    @property
    def takes_away(self) -> bool:
        """Return whether something that was answered, or rightly refused, is taken away."""
        return self.kind is not Kind.GAINED or self.is_right_lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Changes as somebody wants them, and what they would do."""

    edits: tuple[Edit, ...]
    issues: tuple[Issue, ...]
    differences: tuple[Difference, ...] = ()
    """Most asked first."""
    replies: tuple[Reply, ...] = ()
    """For each edit after which its intent answers: the reply to its first example."""
    version: int
    """The number of the last change that was known."""
    catalogue: Catalogue | None = None
    """Compiled with the edits; None where there are faults."""

    @property
    def may_be_kept(self) -> bool:
        """Return whether nothing is wrong that has to be mended first."""
        return self.catalogue is not None and not any(issue.weight is Weight.FAULT for issue in self.issues)

    @property
    def takes_away(self) -> tuple[Difference, ...]:
        """Return the answers that would be lost or changed; whoever keeps it consents to each."""
        return tuple(difference for difference in self.differences if difference.takes_away)


def check(draft: Draft, survey: Survey, catalogue: Catalogue, *, replacing: str = "") -> tuple[Issue, ...]:
    """Return what is wrong with a draft beside the intents of a catalogue; quick enough for a form.

    `replacing` is the name under which the catalogue holds the intent that the draft is another version of.
    """
    return rules.check(draft, catalogue, known_of(survey), replacing=replacing)


def consider(
    edits: Sequence[Edit], *, knowledge: Knowledge, version: int, now: Sequence[TaughtIntent], asked: Sequence[str]
) -> Proposal:
    """Return what edits of one workspace's survey would do; nothing is changed by it.

    `now` are its live intents as of a version, and `asked` the questions of late, each as often as it was asked.
    """
    team, name = edits[0].team, edits[0].survey
    survey, base = knowledge.surveys[name], knowledge.catalogues[name]
    today = _compiled(base, [i.draft for i in now], None)
    after = _applied(edits, now)
    issues = tuple(_issues(edits, survey, today, now))
    if any(issue.weight is Weight.FAULT for issue in issues):
        return Proposal(edits=tuple(edits), issues=issues, version=version)
    tomorrow = _compiled(base, after, today)
    asker = _Asker(knowledge, team, name)
    times = Counter(asked)
    differences = [
        d
        for question, n in times.items()
        if (d := _difference(question, n, asker.ask(question, today, version), asker.ask(question, tomorrow, version)))
    ]
    live = [edit.draft for edit in edits if edit.state is State.LIVE]
    return Proposal(
        edits=tuple(edits),
        issues=issues,
        differences=tuple(sorted(differences, key=lambda d: (-d.times, d.question))),
        replies=tuple(asker.ask(draft.examples[0], tomorrow, version) for draft in live),
        version=version,
        catalogue=tomorrow,
    )


class _Asker:
    def __init__(self, knowledge: Knowledge, team: str, survey: str) -> None:
        self._knowledge, self._team, self._survey = knowledge, team, survey

    def ask(self, question: str, catalogue: Catalogue, version: int) -> Reply:
        lessons = {(self._team, self._survey): Lessons(catalogue=catalogue, version=version)}
        context = Context(survey=self._survey, team=self._team)
        return take_turn(question, replace(self._knowledge, lessons=lessons), context)[0]


def _compiled(base: Catalogue, drafts: Iterable[Draft], before: Catalogue | None) -> Catalogue:
    made = [definition for draft in drafts if (definition := definition_of(draft)[0])]
    return with_taught(base, made, before)


def _applied(edits: Sequence[Edit], now: Sequence[TaughtIntent]) -> tuple[Draft, ...]:
    """Return the drafts that are live after some edits."""
    kept = {intent.id: intent.draft for intent in now}
    for at, edit in enumerate(edits):
        key = edit.intent or f"new {at}"
        kept.pop(key, None)
        if edit.state is State.LIVE:
            kept[key] = edit.draft
    return tuple(kept.values())


def _issues(edits: Sequence[Edit], survey: Survey, today: Catalogue, now: Sequence[TaughtIntent]) -> Iterable[Issue]:
    names = {intent.id: intent.draft.name for intent in now}
    for edit in edits:
        if edit.state is not State.DELETED and edit.deed is not Deed.TURNED_OFF:
            yield from check(edit.draft, survey, today, replacing=names.get(edit.intent, ""))


def _difference(question: str, times: int, before: Reply, after: Reply) -> Difference | None:
    was, will = before.status in _SAID, after.status in _SAID
    if not (was or will) or _content(before) == _content(after):
        return None
    kind = Kind.CHANGED if was and will else Kind.GAINED if will else Kind.LOST
    return Difference(
        question=question,
        kind=kind,
        before=before.headline if was else "",
        after=after.headline if will else "",
        times=times,
    )


def _content(reply: Reply) -> Reply:
    return replace(reply, intent=None, confidence=0.0, suggestions=())
