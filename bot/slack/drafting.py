"""What an admin does with taught intents, each step as the view that shows what came of it."""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import structlog

from bot.admin import edits, forms
from bot.admin.differences import answer, differences
from bot.admin.proposing import Difference, Proposal
from bot.admin.service import Busy, Curator, NeedsConsent, Unfit
from bot.ports import IntentChanged, NameTaken, Store, StoreDown
from bot.records import Change, Deed, Edit, Settled, Sketch, State, TaughtIntent
from bot.render import previewing, taught, writing
from bot.render.blocks import Block
from bot.render.fields import Fields, resumed, sketched
from bot.render.menus import Choice, Group
from bot.render.previewing import Ahead
from bot.render.wishes import SEEN, Turned, Undone, Wish, Written
from bot.render.writing import Menus, Page
from bot.shelf import Shelf
from bot.slack.forms import Looked
from intents.rules import Issue, Weight

log = structlog.get_logger()

_EVERY = frozenset(State)
_PATIENCE_SECONDS = 4.0  # until replicas are not waited for any more; each looks for changes every second or two
_LOOK_SECONDS = 0.2
_VERSIONS = 50  # changes of an intent that a second admin may have missed
_SUBMITS = {State.OFF: "Turn off", State.LIVE: "Turn on", State.DELETED: "Delete"}


class Lost(Exception):
    """What a view is about is not there, or not this person's; the text says so kindly."""


GONE = "That is not there any more. Look it up in the list; what is deleted can be restored there."
_KEPT = "Saved. My database does not answer just now, so I cannot say where it is live already."
NOT_YOURS = "This draft is not there any more, or it is somebody else's. Nothing was changed: please begin anew."


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """An admin of a workspace, who has been admitted, at work on what its survey is taught."""

    store: Store
    curator: Curator
    shelves: Callable[[], tuple[Shelf, ...]]
    team: str
    user: str
    survey: str

    # Looking

    def listing(self, looked: Looked) -> Block:
        """Return the list of taught intents."""
        states = frozenset({looked.which}) if looked.which else _EVERY
        found = self.store.taught.find(self.team, self.survey, looked.words, states=states, limit=looked.limit + 1)
        counts = self.store.taught.count(self.team, self.survey)
        return taught.listing(
            found, counts, which=looked.which, limit=looked.limit, searched=bool(looked.words or looked.which)
        )

    def page(self, intent: str) -> Block:
        """Return an intent's page."""
        found = self._intent(intent)
        newest, *_ = self.store.taught.history(self.team, self.survey, intent, limit=1) or (None,)
        recipe = found.draft.answer
        told = str(recipe["text"]).splitlines() if "text" in recipe else [answer(recipe, self._labels())]
        return taught.page(found, told, newest)

    def history(self, intent: str, before: int | None) -> Block:
        """Return the versions of an intent, or those older than a change."""
        found = self._intent(intent)
        limit = taught.PAGE + 1
        changes = self.store.taught.history(self.team, self.survey, intent, limit=limit, before=before)
        return taught.history(found, self._told(changes), is_whole=len(changes) < limit)

    # Writing

    def begin(self, examples: Sequence[str] = (), questions: tuple[int, ...] = ()) -> Block:
        """Return a form for a new intent that answers some questions."""
        return self._form(self._keep(self._sketch(Fields(examples=tuple(examples)), questions=questions)))

    def edit(self, intent: str) -> Block:
        """Return a form that holds an intent as it is now."""
        found = self._intent(intent)
        sketch = self._sketch(forms.begun_with(found.draft), intent=found.id, revision=found.revision)
        return self._form(self._keep(sketch))

    def resume(self, wish: Written, told: Sequence[str] = ()) -> Block:
        """Return a form again as it was left."""
        return self._form(self._sketched(wish), told, revision=wish.revision)

    def fields(self, wish: Written) -> Fields:
        """Return what stands in a form, as far as it is kept."""
        return resumed(self._sketched(wish).draft)

    def write(self, wish: Written, fields: Fields, why: str) -> None:
        """Keep what stands in a form."""
        sketch = self._sketched(wish)
        self._keep(replace(sketch, draft=sketched(fields, sketch.draft.name), why=why))

    def faults(self, wish: Written) -> tuple[Issue, ...]:
        """Return what keeps a draft from being previewed, as far as that is known at once."""
        edit = self._edit(wish)
        replacing = self._intent(edit.intent).draft.name if edit.intent else ""
        issues = self.curator.check(self.team, self.survey, edit.draft, replacing=replacing)
        return tuple(issue for issue in issues if issue.weight is Weight.FAULT)

    def menus(self) -> Menus:
        """Return what there is to choose from in a form."""
        topics = next((shelf.topics for shelf in self.shelves() if shelf.survey == self.survey), ())
        known = self.curator.known(self.survey)
        speakers = [Choice(value=forms.SPEAKER + name, label=name) for name in sorted(known.speakers)]
        questions = tuple(Choice(value=name, label=label) for name, label in known.questions.items())
        figures = tuple(
            Group(
                label=topic.label,
                choices=tuple(Choice(value=each.id, label=f"{each.value}  {each.label}") for each in topic.findings),
            )
            for topic in topics
        )
        quotable = (
            Group(label="Somebody", choices=tuple(speakers)),
            Group(label="On a topic", choices=questions),
            *figures,
        )
        return Menus(figures=figures, questions=questions, measures=forms.MEASURES, quotable=quotable)

    # Trying and keeping

    def preview(self, wish: Wish) -> Block:
        """Return what would come of a wish, or who else changed the intent meanwhile."""
        edit = self._edit(wish)
        current = self._intent(edit.intent) if edit.intent else None
        if current and current.revision != edit.revision:
            return self._conflict(wish, current)
        return self._ahead(wish, self.curator.consider(edit))

    def keep(self, wish: Wish, consent: str) -> tuple[Block, Change | None]:
        """Return that what is wished is kept, and the change, or what stands in the way.

        `consent` is what the tick stands for that was set.
        """
        edit = self._edit(wish)
        if isinstance(wish, Written) and wish.seen != fingerprint(edit):
            told = "It is not what you looked at last. Nothing is saved yet."
            return self._ahead(wish, self.curator.consider(edit), told), None
        try:
            change = self._kept(edit, consent)
        except (NeedsConsent, Unfit, IntentChanged, NameTaken, Busy) as refused:
            return self._refused(wish, edit, refused), None
        if isinstance(wish, Written):
            self._settle(wish)
        return self._done(change), change

    def followed(self, change: Change) -> Block:
        """Return that a change is kept, once every replica answers from it, or it is no use to wait any longer."""
        until = time.monotonic() + _PATIENCE_SECONDS
        with suppress(StoreDown):
            here, every = self.curator.live_on(self.team, self.survey)
            while here < every and time.monotonic() < until:
                time.sleep(_LOOK_SECONDS)
                here, every = self.curator.live_on(self.team, self.survey)
        return self._done(change)

    def _refused(self, wish: Wish, edit: Edit, refused: Exception) -> Block:
        match refused:
            case NeedsConsent():
                told = "It would take these answers away. Nothing is saved yet."
                return self._ahead(wish, refused.proposal, told)
            case Unfit():
                return self._unfit(wish, refused.issues)
            case IntentChanged():
                return self._conflict(wish, refused.current)
            case NameTaken():
                told = "Another one has this name by now. Choose another name."
                return self.resume(wish, [told]) if isinstance(wish, Written) else taught.notice(told)
            case _:
                told = "Others were saving all the while, so nothing of yours is saved yet. Please choose it again."
                return self._ahead(wish, self.curator.consider(edit), told)

    def _kept(self, edit: Edit, consent: str) -> Change:
        """Keep an edit, whoever consented to what it takes away, if it still takes just that."""
        try:
            return self.curator.keep(edit)[0]
        except NeedsConsent as need:
            if consent != digest(need.proposal.takes_away):
                raise
            agreed = frozenset(each.question for each in need.proposal.takes_away)
            return self.curator.keep(edit, accepted=agreed)[0]

    def _ahead(self, wish: Wish, proposal: Proposal, told: str = "") -> Block:
        if not proposal.may_be_kept:
            return self._unfit(wish, proposal.issues)
        if isinstance(wish, Written):
            wish = replace(wish, seen=fingerprint(proposal.edits[0]))
        weighed = {weight: tuple(map(str, _of(proposal.issues, weight))) for weight in Weight}
        ahead = Ahead(
            wish=wish,
            submit=_submit(wish, proposal.edits[0]),
            about=proposal.edits[0].draft.summary,
            reply=next(iter(proposal.replies), None),
            warnings=weighed[Weight.WARNING],
            hints=weighed[Weight.HINT],
            differences=proposal.differences,
            takes_away=proposal.takes_away,
            consent=digest(proposal.takes_away),
            is_written=isinstance(wish, Written),
        )
        return previewing.preview(ahead, told)

    def _unfit(self, wish: Wish, issues: Sequence[Issue]) -> Block:
        faults = [str(issue) for issue in _of(issues, Weight.FAULT)]
        if isinstance(wish, Written):
            return self.resume(wish, faults)
        return taught.notice(" ".join(["That cannot be done as it is.", *faults]))

    def _conflict(self, wish: Wish, current: TaughtIntent | None) -> Block:
        if current is None:
            raise Lost(GONE)
        seen, newest = self._edit(wish), replace(wish, revision=current.revision)
        changes = self.store.taught.history(self.team, self.survey, current.id, limit=_VERSIONS)
        theirs = [(change, lines) for change, lines in self._told(changes) if change.revision > seen.revision]
        mine = differences(current.draft, seen.draft, current.state, seen.state, label=self._labels())
        return previewing.conflict(newest, theirs, mine, current.id, is_written=isinstance(wish, Written))

    def _done(self, change: Change) -> Block:
        try:
            return self._told_done(change)
        except StoreDown:  # it is kept all the same, and nobody is to save it twice
            return taught.notice(_KEPT)

    def _told_done(self, change: Change) -> Block:
        undo: Wish = Turned(intent=change.intent, revision=change.revision, state=State.DELETED)
        before = self.store.taught.history(self.team, self.survey, change.intent, limit=2)[1:]
        if before:
            undo = Undone(intent=change.intent, revision=change.revision, to=before[0].number)
        return taught.done(change, self.curator.live_on(self.team, self.survey), str(undo))

    def _settle(self, wish: Written) -> None:
        try:
            self.store.asked.settle(self.team, self._sketched(wish).questions, Settled.TAUGHT)
        except StoreDown:  # the intent is kept: the questions only stay in a list
            log.warning("not_settled")

    # What a wish comes to

    def _edit(self, wish: Wish) -> Edit:
        match wish:
            case Written():
                return self._draft(wish)
            case Turned():
                current = self._intent(wish.intent)
                return replace(edits.turn(current, wish.state, by=self.user), revision=wish.revision)
            case Undone():
                current, to = self._intent(wish.intent), self.store.taught.version(self.team, self.survey, wish.to)
                if to is None or to.intent != current.id:
                    raise Lost(GONE)
                return replace(edits.roll_back(current, to, by=self.user), revision=wish.revision)

    def _draft(self, wish: Written) -> Edit:
        sketch = self._sketched(wish)
        fields = resumed(sketch.draft)
        if not sketch.intent:
            return edits.teach(self.team, self.survey, forms.draft_of(fields), by=self.user, why=sketch.why)
        current = self._intent(sketch.intent)
        draft = forms.draft_of(fields, current.draft)
        edit = edits.rewrite(current, draft, by=self.user, why=sketch.why)
        if current.state is State.DELETED:  # whoever wants it written anew wants it answered
            edit = replace(edit, deed=Deed.RESTORED, state=State.LIVE)
        return replace(edit, revision=wish.revision or sketch.revision)

    def _intent(self, intent: str) -> TaughtIntent:
        found = self.store.taught.one(self.team, self.survey, intent)
        if found is None:
            raise Lost(GONE)
        return found

    def _sketched(self, wish: Written) -> Sketch:
        found = self.store.taught.sketched(self.team, self.user, wish.sketch)
        if found is None or found.survey != self.survey:
            raise Lost(NOT_YOURS)
        return found

    def _sketch(
        self, fields: Fields, *, intent: str = "", revision: int = 0, questions: tuple[int, ...] = ()
    ) -> Sketch:
        return Sketch(
            id="",
            team=self.team,
            survey=self.survey,
            intent=intent,
            revision=revision,
            by=self.user,
            draft=sketched(fields),
            questions=questions,
        )

    def _keep(self, sketch: Sketch) -> Sketch:
        return self.store.taught.sketch(sketch)

    def _form(self, sketch: Sketch, told: Sequence[str] = (), revision: int = 0) -> Block:
        return writing.form(
            Page(
                wish=Written(sketch=sketch.id, revision=revision),
                fields=resumed(sketch.draft),
                menus=self.menus(),
                why=sketch.why,
                told=tuple(told),
                is_new=not sketch.intent,
            )
        )

    def _labels(self) -> Callable[[str], str]:
        known = self.curator.known(self.survey)
        labels = {**known.findings, **known.questions}
        return lambda name: labels.get(name, name)

    def _told(self, changes: Sequence[Change]) -> list[tuple[Change, tuple[str, ...]]]:
        """Return changes of one intent, newest first, each with what it changed."""
        return list(_lines(changes, self._labels()))


def fingerprint(edit: Edit) -> str:
    """Return what tells a draft from every other one."""
    return hashlib.sha256(repr(edit.draft).encode(errors="replace")).hexdigest()[:SEEN]


def digest(takes_away: Sequence[Difference]) -> str:
    """Return what a tick stands for: just these answers, what they are today and will be, and no others."""
    named = "\n".join(sorted(f"{each.question}\t{each.before}\t{each.after}" for each in takes_away))
    return hashlib.sha256(named.encode(errors="replace")).hexdigest()[:32]


def _of(issues: Sequence[Issue], weight: Weight) -> list[Issue]:
    return [issue for issue in issues if issue.weight is weight]


def _submit(wish: Wish, edit: Edit) -> str:
    match wish:
        case Written():
            return "Save"
        case Turned():
            return "Restore" if edit.deed is Deed.RESTORED else _SUBMITS[wish.state]
        case Undone():
            return "Go back to this"


def _lines(changes: Sequence[Change], label: Callable[[str], str]) -> Iterator[tuple[Change, tuple[str, ...]]]:
    for change, before in zip(changes, (*changes[1:], None), strict=True):
        draft, state = (before.draft, before.state) if before else (None, None)
        is_first = before is None and change.revision > 1  # of a page: what was before it is not held
        lines = () if is_first else differences(draft, change.draft, state, change.state, label=label)
        yield change, lines
