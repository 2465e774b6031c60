"""The contract of `bot.ports.QuestionLog`, kept on either database."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.records import OPEN, Outcome, Settled, Workspace
from bot.store.engine import SqlStore, open_store
from tests.bot.store.test_contracts import ODD, a_posting
from tests.bot.store.wishes import SURVEY, a_question
from tests.helpers.stores import NOW

HOUR = timedelta(hours=1)


def test_a_question_comes_back_as_it_was_with_a_number(store: SqlStore, replica: SqlStore) -> None:
    entry = a_question(outcome=Outcome.NOT_MEANT, intent="share", settled=Settled.TAUGHT)
    store.asked.keep(entry)
    [kept] = replica.asked.recent("T1", SURVEY, 9)
    assert kept.id > 0
    assert kept == replace(entry, id=kept.id)


@pytest.mark.parametrize("outcome", Outcome)
def test_open_is_what_was_not_answered_as_it_was_meant(store: SqlStore, outcome: Outcome) -> None:
    store.asked.keep(a_question(outcome=outcome))
    assert bool(store.asked.open("T1", 9)) == (outcome in OPEN)


def test_the_newest_open_questions_come_first_and_no_more_than_wanted(store: SqlStore) -> None:
    for days in (2, 0, 1):
        store.asked.keep(a_question(f"{days}", at=NOW - timedelta(days=days)))
    assert [each.question for each in store.asked.open("T1", 2)] == ["0", "1"]


def test_open_questions_are_each_workspaces_own(store: SqlStore) -> None:
    store.asked.keep(a_question(team="T2"))
    assert (store.asked.open("T1", 9), store.asked.recent("T1", SURVEY, 9)) == ((), ())


def test_the_questions_asked_last_come_once_with_what_came_of_them_last(store: SqlStore) -> None:
    for hours, question, outcome in (
        (5, "Who shares?", Outcome.ANSWERED),
        (4, "Why?", Outcome.ANSWERED),
        (3, "WHO  shares?", Outcome.NOT_MEANT),
        (2, "", Outcome.HELPFUL),
        (1, "Where?", Outcome.BOUNDED),
        (0, "Who else?", Outcome.UNANSWERED),
    ):
        store.asked.keep(a_question(question, outcome=outcome, at=NOW - hours * HOUR))
    store.asked.keep(a_question("elsewhere", survey="tea-2020"))
    found = [(each.question, each.outcome) for each in store.asked.recent("T1", SURVEY, 3)]
    assert found == [
        ("Who else?", Outcome.UNANSWERED),
        ("Where?", Outcome.BOUNDED),
        ("WHO  shares?", Outcome.NOT_MEANT),
    ]
    assert len(store.asked.recent("T1", SURVEY, 9)) == 4


def test_a_thousand_questions_are_found_among_many_that_are_the_same(store: SqlStore) -> None:
    for number in range(60):
        store.asked.keep(a_question(f"{number // 2}", at=NOW + number * HOUR))
    assert [each.question for each in store.asked.recent("T1", SURVEY, 1000)] == [f"{n}" for n in range(29, -1, -1)]


def test_a_question_is_masked_and_cut_before_it_is_kept(store: SqlStore) -> None:
    store.asked.keep(a_question("What did sam@example.org say? " + "why " * 10_000))
    [kept] = store.asked.open("T1", 9)
    assert kept.question.startswith("What did [address] say? why why")
    assert len(kept.question) == 500


def test_praise_keeps_no_question(store: SqlStore) -> None:
    store.asked.keep(a_question(outcome=Outcome.HELPFUL, id=7))
    assert store.asked.recent("T1", SURVEY, 9) == ()


def test_what_is_settled_is_open_no_longer_and_still_known(store: SqlStore) -> None:
    for question in "abc":
        store.asked.keep(a_question(question))
    third, second, first = (each.id for each in store.asked.open("T1", 9))
    store.asked.settle("T1", (first, second), Settled.TAUGHT)
    store.asked.settle("T1", (second, 10**40, -1, 0), Settled.IGNORED)
    assert [each.id for each in store.asked.open("T1", 9)] == [third]
    found = store.asked.entries("T1", (third, second, first, second, 2**31, -(10**40)))
    assert {each.question: each.settled for each in found} == {
        "a": Settled.TAUGHT,
        "b": Settled.IGNORED,
        "c": None,
    }


def test_nobody_settles_or_reads_what_another_workspace_asked(store: SqlStore) -> None:
    store.asked.keep(a_question())
    [kept] = store.asked.open("T1", 9)
    store.asked.settle("T2", (kept.id,), Settled.IGNORED)
    assert store.asked.entries("T2", (kept.id,)) == ()
    assert store.asked.open("T1", 9) == (kept,)


def test_nothing_asked_for_is_nothing_found(store: SqlStore) -> None:
    store.asked.settle("T1", (), Settled.IGNORED)
    assert (store.asked.entries("T1", ()), store.asked.open("T1", 0), store.asked.recent("T1", SURVEY, 0)) == ((),) * 3


def test_a_workspace_that_keeps_no_questions_keeps_none(store: SqlStore) -> None:
    store.workspaces.change(Workspace(team="T1", kept_days=0))
    store.asked.keep(a_question())
    store.asked.keep(a_question(team="T2"))
    assert store.asked.recent("T1", SURVEY, 9) == ()
    assert len(store.asked.recent("T2", SURVEY, 9)) == 1


@pytest.mark.parametrize(("days", "kept"), [(0, []), (7, ["6"]), (30, ["6", "8"]), (10**8, ["6", "8"])])
def test_who_shortens_how_long_questions_are_kept_is_rid_of_the_older_ones(
    store: SqlStore, days: int, kept: list[str]
) -> None:
    for team in ("T1", "T2"):
        for ago in (8, 6):
            store.asked.keep(a_question(f"{ago}", team=team, at=NOW - timedelta(days=ago)))
    store.workspaces.change(Workspace(team="T1", kept_days=days))
    assert [each.question for each in store.asked.recent("T1", SURVEY, 9)] == kept
    assert len(store.asked.recent("T2", SURVEY, 9)) == 2


def test_each_workspace_keeps_its_questions_as_long_as_it_wants(url: str, store: SqlStore) -> None:
    for team, days in (("T1", 7), ("T2", 10**8), ("T3", 90)):
        store.workspaces.change(Workspace(team=team, kept_days=days))
    teams = ("T1", "T2", "T3", "T4")  # the last one has no settings
    for team in teams:
        store.asked.keep(a_question(team=team))
    left = {}
    for days in (7, 8, 90, 91, 10_000):
        now = NOW + timedelta(days=days)
        with closing(open_store(url, now=lambda at=now: at)) as later:  # type: ignore[misc]
            later.postings.keep(a_posting())
            left[days] = [team for team in teams if later.asked.recent(team, SURVEY, 9)]
    assert left == {
        7: [*teams],
        8: ["T2", "T3", "T4"],
        90: ["T2", "T3", "T4"],
        91: ["T2"],
        10_000: ["T2"],
    }


def test_questions_go_with_their_workspace(store: SqlStore) -> None:
    store.asked.keep(a_question())
    store.asked.keep(a_question(team="T2"))
    store.workspaces.forget("T1")
    assert [len(store.asked.recent(team, SURVEY, 9)) for team in ("T1", "T2")] == [0, 1]


def test_a_question_that_no_database_likes_is_kept_mended(store: SqlStore) -> None:
    store.asked.keep(a_question(ODD, team=ODD, survey=ODD, intent=ODD))
    [kept] = store.asked.recent(ODD, ODD, 9)
    assert kept.question == ODD.replace("\0", "\ufffd").replace("\ud800", "\ufffd")


def test_the_number_of_a_question_is_never_given_again(store: SqlStore) -> None:
    store.asked.keep(a_question())
    first = store.asked.open("T1", 9)[0].id
    store.workspaces.forget("T1")
    store.asked.keep(a_question())
    assert store.asked.open("T1", 9)[0].id > first
