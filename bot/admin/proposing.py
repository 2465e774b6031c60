"""Weigh changes of taught intents before they are kept: what is wrong with them, and which answers they change."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.admin.foreseeing import Worlds
from bot.admin.labelled import Labelled, labelled
from bot.admin.measures import known_of
from bot.filling import findings_in
from bot.live import Knowledge
from bot.records import Deed, Edit, State, TaughtIntent
from bot.reply import Reply, Status
from bot.translation import query_of
from bot.wording import write
from bot.written import share
from data.errors import QueryInvalid
from data.evaluation import evaluate
from data.survey import Survey
from intents import rules
from intents.catalogue import Catalogue, with_taught
from intents.definition import TEXT, Definition
from intents.draft import Draft, definition_of
from intents.errors import DefinitionsInvalid
from intents.model import IntentName, Match
from intents.placeholders import filled, named
from intents.rules import Field, Issue, Weight

MOST_BROKEN = 5  # test questions that are named; the others are counted
MOST_LEFT_OUT = (
    50  # intents of one proposal whose examples are left out in turn; more come from a file that was checked
)
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
    found = rules.check(draft, catalogue, known_of(survey), replacing=replacing)
    is_faulty = any(issue.weight is Weight.FAULT for issue in found)
    return found if is_faulty else (*found, *_unanswered(draft, survey))


def consider(
    edits: Sequence[Edit], *, knowledge: Knowledge, version: int, now: Sequence[TaughtIntent], asked: Sequence[str]
) -> Proposal:
    """Return what edits of one workspace's survey would do; nothing is changed by it.

    `now` are its live intents as of a version, and `asked` the questions of late, each as often as it was asked.
    """
    team, name = edits[0].team, edits[0].survey
    base, held = knowledge.catalogues[name], knowledge.lessons.get((team, name))
    before = held.catalogue if held else base
    now = [intent for intent in now if _stands(intent.draft, base, before)]
    is_newest = held is not None and held.version == version
    today = before if is_newest else _compiled(base, [intent.draft for intent in now], before) or base
    after = _applied(edits, now)
    tomorrow = _compiled(base, after, today)
    issues = tuple(_issues(edits, knowledge.surveys[name], now, today, tomorrow))
    if tomorrow is None or any(issue.weight is Weight.FAULT for issue in issues):
        return Proposal(edits=tuple(edits), issues=issues, version=version)
    worlds = Worlds(knowledge=knowledge, team=team, survey=name, today=today, tomorrow=tomorrow)
    differences = _differences(worlds, asked, _changed(now, after))
    live = [edit.draft for edit in edits if edit.state is State.LIVE]
    return Proposal(
        edits=tuple(edits),
        issues=(*issues, *_broken(differences, live)),
        differences=differences,
        replies=tuple(worlds.reply(draft.examples[0], tomorrow) for draft in live),
        version=version,
        catalogue=tomorrow,
    )


def _compiled(base: Catalogue, drafts: Sequence[Draft], before: Catalogue) -> Catalogue | None:
    """Return a catalogue with some drafts in it; None where they cannot stand in one."""
    made = [definition for draft in drafts if (definition := _defined(draft, before))]
    try:
        return with_taught(base, made, before) if len(made) == len(drafts) else None
    except DefinitionsInvalid:
        return None


def _stands(draft: Draft, base: Catalogue, before: Catalogue) -> bool:
    """Return whether an intent that is kept answers: the shipped ones may have taken its name with a new version."""
    return draft.name not in base.definitions and _defined(draft, before) is not None


def _defined(draft: Draft, before: Catalogue) -> Definition | None:
    """Return a draft as a definition, the one that there is already if it is the same."""
    known = before.definition(draft.name)
    if known and known.examples == draft.examples and (known.summary, known.answer) == (draft.summary, draft.answer):
        return known
    return definition_of(draft)[0]


def _applied(edits: Sequence[Edit], now: Sequence[TaughtIntent]) -> tuple[Draft, ...]:
    """Return the drafts that are live after some edits."""
    kept = {intent.id: intent.draft for intent in now}
    for at, edit in enumerate(edits):
        key = edit.intent or f"new {at}"
        kept.pop(key, None)
        if edit.state is State.LIVE:
            kept[key] = edit.draft
    return tuple(sorted(kept.values(), key=lambda draft: draft.name))


def _changed(now: Sequence[TaughtIntent], after: Sequence[Draft]) -> frozenset[tuple[str, ...]]:
    """Return the examples of the intents that are not the same afterwards, of both their versions."""
    before, will = {i.draft.name: i.draft for i in now}, {draft.name: draft for draft in after}
    differ = [name for name in {**before, **will} if before.get(name) != will.get(name)]
    return frozenset(drafts[name].examples for drafts in (before, will) for name in differ if name in drafts)


def _issues(
    edits: Sequence[Edit],
    survey: Survey,
    now: Sequence[TaughtIntent],
    today: Catalogue,
    tomorrow: Catalogue | None,
) -> Iterator[Issue]:
    """Yield what is wrong with the drafts, beside each other too."""
    names = {intent.id: intent.draft.name for intent in now}
    often = Counter(draft.name for draft in _applied(edits, now))
    for at, edit in enumerate(edits):
        draft, is_live = edit.draft, edit.state is State.LIVE
        if edit.state is State.DELETED or (edit.state is State.OFF and edit.deed is Deed.TURNED_OFF):
            continue
        if tomorrow is None:
            yield from check(draft, survey, today, replacing=names.get(edit.intent, ""))
            if is_live and often[draft.name] > 1 and today.definition(draft.name) is None:
                what = f"Two answers would be called “{draft.summary}”."
                yield Issue(
                    field=Field.SUMMARY, weight=Weight.FAULT, what=what, remedy="Rename one.", intent=draft.name
                )
            continue
        yield from check(draft, survey, tomorrow, replacing=draft.name if is_live else "")
        if is_live and at < MOST_LEFT_OUT:
            yield from rules.check_taught(draft.name, tomorrow)


def _unanswered(draft: Draft, survey: Survey) -> Iterator[Issue]:
    """Yield that the survey does not say what an answer was chosen to tell."""
    definition, faults = definition_of(draft)
    if definition is None:  # what the rules found says it better, if anything
        yield from (_at_answer(draft, fault.what, fault.remedy) for fault in faults[:1])
        return
    if TEXT in definition.answer:
        yield from _mistakable(draft, survey)
        return
    match = Match(intent=IntentName(draft.name), slots={}, confidence=1.0)
    try:
        told = write(evaluate(query_of(match, definition), survey), survey)
        what = "" if told.status in _SAID else f"The survey has no such answer: {told.headline}"
    except QueryInvalid as error:
        what = str(error)
    if what:
        yield _at_answer(draft, what, "Choose another.")


def _mistakable(draft: Draft, survey: Survey) -> Iterator[Issue]:
    """Yield the shares that a text holds twice: put in from the survey, and written by an admin."""
    text = str(draft.answer[TEXT])
    rest = unicodedata.normalize("NFKC", filled(text, named(text), lambda _: ""))
    figures = (survey.figure(finding) for finding in findings_in(draft.answer, survey))
    for told in dict.fromkeys(share(figure) for figure in figures if figure):
        if re.search(rf"(?<![\d.,]){re.escape(told.removesuffix('%'))}\s*(?:%|per\s?cent\b)", rest, re.IGNORECASE):
            what = f"{told} is written in the text, and put into it from the survey too; nobody could tell them apart."
            remedy = "Put the figure's {name} in both places, or leave out what is your own."
            yield Issue(field=Field.TEXT, weight=Weight.FAULT, what=what, remedy=remedy, intent=draft.name)


def _at_answer(draft: Draft, what: str, remedy: str) -> Issue:
    return Issue(field=Field.ANSWER, weight=Weight.FAULT, what=what, remedy=remedy, intent=draft.name)


def _differences(worlds: Worlds, asked: Sequence[str], changed: frozenset[tuple[str, ...]]) -> tuple[Difference, ...]:
    """Return the questions, asked of late or labelled, that would not be answered as they are today."""
    times = Counter(asked)
    labels = {each.question: each for each in labelled(worlds.survey)}
    unsettled = (question for question, label in labels.items() if label.may_be_open)
    questions = dict.fromkeys((*sorted(times, key=lambda q: (-times[q], q)), *unsettled))
    found = worlds.answered_otherwise(tuple(questions), changed)
    made = (_difference(before, after, labels.get(question), times[question]) for question, before, after in found)
    kept = (difference for difference in made if difference)
    return tuple(sorted(kept, key=lambda d: (-d.times, not d.is_right_lost, d.question)))


def _difference(before: Reply, after: Reply, label: Labelled | None, times: int) -> Difference | None:
    was, will = before.status in _SAID, after.status in _SAID
    if not (was or will):
        return None
    return Difference(
        question=before.question,
        kind=Kind.CHANGED if was and will else Kind.GAINED if will else Kind.LOST,
        before=before.headline if was else "",
        after=after.headline if will else "",
        is_labelled=label is not None,
        is_right_lost=label is not None and label.is_right(before) and not label.is_right(after),
        times=times,
    )


def _broken(differences: Sequence[Difference], live: Sequence[Draft]) -> Iterator[Issue]:
    """Yield the test questions that are replied to rightly today and would not be."""
    lost = [difference for difference in differences if difference.is_right_lost]
    name = live[0].name if len(live) == 1 else ""
    for difference in lost[:MOST_BROKEN]:
        rightly = "answered" if difference.before else "refused or asked back"
        what = f"“{difference.question}” is rightly {rightly} today, and would not be."
        remedy = "Change the examples that are like it, unless this is meant."
        yield Issue(field=Field.EXAMPLES, weight=Weight.WARNING, what=what, remedy=remedy, intent=name)
    if (more := len(lost) - MOST_BROKEN) > 0:
        what = f"{more} more test question{'' if more == 1 else 's'} would be replied to wrongly."
        yield Issue(field=Field.EXAMPLES, weight=Weight.WARNING, what=what, remedy="See the preview.", intent=name)
