"""What admins change is judged anew, kept whole, and answered from at once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.admin import edits
from bot.admin.service import Busy, Curator, NeedsConsent, Unfit
from bot.answering import answer_question
from bot.context import Context
from bot.live import Live
from bot.ports import IntentChanged, Moved, StoreDown
from bot.records import Change, Edit, Logged, Outcome, Replica, State, TaughtIntent, Workspace
from bot.store.engine import SqlStore, open_store
from tests.helpers.asking import cgi_knowledge
from tests.helpers.lessons import ADMIN, PARKED, PARKING, SURVEY, TEAM, a_draft, taught
from tests.helpers.stores import NOW, an_sqlite, nobody_listens

QUESTION = PARKING[0]
CHAIRS = ("where are the spare chairs?", "is there a spare chair?", "who has the chairs")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with closing(open_store(an_sqlite(tmp_path), now=lambda: NOW)) as store:
        yield store


@pytest.fixture
def live() -> Live:
    return Live(cgi_knowledge())


@pytest.fixture
def curator(store: SqlStore, live: Live) -> Curator:
    return Curator(store, live)


def said(live: Live, question: str = QUESTION, team: str = TEAM) -> str:
    """Return the headline of what is answered to a question now."""
    return answer_question(question, live.knowledge, Context(team=team)).headline


def kept(store: SqlStore) -> TaughtIntent:
    """Return the one intent that is kept."""
    [found] = store.taught.find(TEAM, SURVEY, states=frozenset(State), limit=9)
    return found


def test_what_is_kept_is_answered_from_at_once(curator: Curator, live: Live) -> None:
    [change] = curator.keep(taught())
    assert (change.number, change.by, said(live)) == (1, ADMIN, PARKED)


def test_another_workspace_is_not_answered_from_it(curator: Curator, live: Live) -> None:
    curator.keep(taught())
    assert said(live, team="T2") != PARKED


def test_a_rewritten_intent_answers_anew(curator: Curator, store: SqlStore, live: Live) -> None:
    curator.keep(taught())
    curator.keep(edits.rewrite(kept(store), a_draft(text="Behind the house."), by=ADMIN), accepted=frozenset(PARKING))
    assert said(live) == "Behind the house."


@pytest.mark.parametrize("state", [State.OFF, State.DELETED])
def test_an_intent_that_is_off_or_deleted_answers_no_more_until_it_is_live_again(
    curator: Curator, store: SqlStore, live: Live, state: State
) -> None:
    curator.keep(taught())
    curator.keep(edits.turn(kept(store), state, by=ADMIN))
    without = said(live)
    curator.keep(edits.turn(kept(store), State.LIVE, by=ADMIN))
    assert (without == PARKED, said(live)) == (False, PARKED)


def test_a_version_is_rolled_back_to(curator: Curator, store: SqlStore, live: Live) -> None:
    [first] = curator.keep(taught())
    curator.keep(edits.rewrite(kept(store), a_draft(text="Behind the house."), by=ADMIN))
    curator.keep(edits.roll_back(kept(store), first, by=ADMIN))
    assert said(live) == PARKED


def test_what_is_unfit_is_not_kept(curator: Curator, store: SqlStore, live: Live) -> None:
    with pytest.raises(Unfit) as refused:
        curator.keep(taught(a_draft(answer={"measure": "share", "of": "share_with.nobody"})))
    assert [issue.field for issue in refused.value.issues if issue.weight == "fault"] == ["answer"]
    assert (store.taught.heads(), live.knowledge.lessons) == ({}, {})


def test_of_several_edits_all_are_kept_or_none(curator: Curator, store: SqlStore) -> None:
    with pytest.raises(Unfit):
        curator.keep(taught(a_draft("Spare chairs", examples=CHAIRS)), taught(a_draft(text="")))
    assert store.taught.heads() == {}
    curator.keep(taught(a_draft("Spare chairs", examples=CHAIRS)), taught())
    assert store.taught.heads() == {(TEAM, SURVEY): 2}


def test_nothing_to_keep_is_no_change(curator: Curator) -> None:
    assert curator.keep() == ()


@pytest.mark.parametrize("survey", ["nhs-2020", "", "{0.__class__}"])
def test_nothing_is_taught_for_a_survey_that_is_not_held(curator: Curator, survey: str) -> None:
    edit = replace(taught(), survey=survey)
    with pytest.raises(Unfit, match="faults"):
        curator.keep(edit)
    assert "is not loaded" in curator.check(TEAM, survey, edit.draft)[0].what


def test_a_draft_is_checked_without_a_database(live: Live) -> None:
    with closing(open_store(nobody_listens())) as down:
        found = Curator(down, live).check(TEAM, SURVEY, a_draft(examples=()))
    assert [issue.field for issue in found if issue.weight == "fault"] == ["examples"]


def test_while_the_database_is_down_nothing_is_kept_and_everything_is_answered(live: Live) -> None:
    with closing(open_store(nobody_listens())) as down, pytest.raises(StoreDown):
        Curator(down, live).keep(taught())
    assert live.knowledge.lessons == {}


def test_an_answer_is_taken_away_only_from_questions_that_were_named(
    curator: Curator, store: SqlStore, live: Live
) -> None:
    curator.keep(taught())
    store.asked.keep(asked(QUESTION, Outcome.ANSWERED))
    off = edits.turn(kept(store), State.OFF, by=ADMIN)
    with pytest.raises(NeedsConsent) as refused:
        curator.keep(off, accepted=frozenset({"another question?"}))
    lost = {each.question for each in refused.value.proposal.takes_away}
    assert (lost, said(live)) == ({QUESTION}, PARKED)
    curator.keep(off, accepted=frozenset(lost))
    assert said(live) != PARKED


def test_questions_that_are_answered_now_wait_for_nobody_any_more(curator: Curator, store: SqlStore) -> None:
    for each in (QUESTION, "where is the frobnicator?"):
        store.asked.keep(asked(each, Outcome.UNANSWERED))
    curator.keep(taught())
    assert [each.question for each in store.asked.open(TEAM, 9)] == ["where is the frobnicator?"]


def test_of_two_admins_the_second_sees_what_the_first_made_of_it(curator: Curator, store: SqlStore) -> None:
    curator.keep(taught())
    seen = kept(store)
    curator.keep(edits.rewrite(seen, a_draft(text="Behind the house."), by=ADMIN))
    for late in (a_draft(text="In the cellar."), a_draft(text="")):  # a fault is not told of what is old anyway
        with pytest.raises(IntentChanged) as refused:
            curator.keep(edits.rewrite(seen, late, by="U2"))
        assert refused.value.current == kept(store)
    assert kept(store).draft.answer["text"] == "Behind the house."


class Elbowing:
    """Taught intents that somebody else changes whenever an edit is about to be kept."""

    def __init__(self, store: SqlStore, times: int) -> None:
        self._taught, self._left = store.taught, times

    def __getattr__(self, name: str) -> object:
        return getattr(self._taught, name)

    def change(self, *edits: Edit, at: int | None = None) -> tuple[Change, ...]:
        if self._left:
            self._left -= 1
            raise Moved
        return self._taught.change(*edits, at=at)


@pytest.mark.parametrize(("times", "is_kept"), [(3, True), (1000, False)])
def test_whoever_is_slower_considers_again_but_not_for_ever(
    store: SqlStore, live: Live, *, times: int, is_kept: bool
) -> None:
    store.taught = Elbowing(store, times)  # type: ignore[assignment]  # all else it leaves to the real ones
    curator = Curator(store, live)
    if is_kept:
        assert len(curator.keep(taught())) == 1
    else:
        with pytest.raises(Busy):
            curator.keep(taught())


def test_what_was_previewed_a_moment_ago_is_not_considered_again(curator: Curator, store: SqlStore, live: Live) -> None:
    proposal = curator.consider(taught())
    curator.keep(taught())
    assert live.knowledge.lessons[TEAM, SURVEY].catalogue is proposal.catalogue
    assert store.taught.heads() == {(TEAM, SURVEY): 1}


def test_what_is_taught_anew_after_a_workspace_was_forgotten_is_answered_at_once(
    curator: Curator, store: SqlStore, live: Live
) -> None:
    curator.keep(taught(a_draft("Spare chairs", examples=CHAIRS, text="In the loft.")))
    curator.keep(edits.turn(kept(store), State.OFF, by=ADMIN))
    curator.keep(edits.turn(kept(store), State.LIVE, by=ADMIN))
    store.workspaces.forget(TEAM)
    curator.keep(taught())
    assert (said(live), said(live, CHAIRS[0]) == "In the loft.") == (PARKED, False)


def test_what_was_previewed_is_considered_again_where_others_changed_something(
    curator: Curator, store: SqlStore, live: Live
) -> None:
    curator.consider(taught())
    store.taught.change(taught(a_draft("Spare chairs", examples=CHAIRS)))
    curator.keep(taught())
    assert live.knowledge.catalogue(SURVEY, TEAM).definition("spare_chairs")


def test_threads_of_one_process_do_not_race_each_other(curator: Curator, store: SqlStore, live: Live) -> None:
    things = "ladder trolley microscope piano kettle scanner bicycle telescope".split()
    drafts = [a_draft(f"The {thing}", examples=(f"who keeps the {thing} keys?",)) for thing in things]
    together = threading.Barrier(len(things))

    def keep(edit: Edit) -> int:
        together.wait()
        lost = frozenset(example for draft in drafts for example in draft.examples)
        return len(curator.keep(edit, accepted=lost))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(keep, map(taught, drafts))) == [1] * 8
    assert store.taught.heads() == {(TEAM, SURVEY): 8}
    assert live.knowledge.lessons[TEAM, SURVEY].version == 8


def test_a_workspace_asks_its_own_survey_or_the_default_one(curator: Curator, store: SqlStore) -> None:
    store.workspaces.change(Workspace(team="T2", survey="tea-2020"))
    assert (curator.survey(TEAM), curator.survey("T2")) == (SURVEY, "tea-2020")


def test_it_is_told_how_many_replicas_answer_from_the_newest(curator: Curator, store: SqlStore) -> None:
    curator.keep(taught())
    for name, version, ago in (("a", 1, 0), ("b", 0, 0), ("c", 1, 60)):
        at = NOW - timedelta(seconds=ago)
        store.replicas.report(Replica(name=name, at=at, versions={f"{TEAM}/{SURVEY}": version}))
    assert curator.live_on(TEAM, SURVEY) == (1, 2)


def asked(question: str, outcome: Outcome) -> Logged:
    """Return a question of the log."""
    return Logged(team=TEAM, survey=SURVEY, question=question, outcome=outcome, at=NOW)
