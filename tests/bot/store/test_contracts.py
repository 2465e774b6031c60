"""The contracts of `bot.ports`, kept on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ports import Conflict, Store
from bot.records import Posting, Workspace
from bot.store.engine import SqlStore, open_store
from bot.store.pruning import KEPT
from tests.bot.store.wishes import a_question
from tests.helpers.stores import NOW, Clock

ODD = "a\0b\ud800'; DROP TABLE postings;--\U0001f600"  # what no database likes


def a_posting(**others: str) -> Posting:
    chosen = {
        "team": "T1",
        "channel": "C1",
        "ts": "17.1",
        "asker": "U1",
        "thread": "16.0",
        "question": "16.1",
        **others,
    }
    return Posting(**chosen)


def test_it_is_a_store(store: SqlStore) -> None:
    kept: Store = store
    assert kept.is_up()


def test_a_new_workspace_has_the_usual_settings(store: SqlStore) -> None:
    assert store.workspaces.of("T1") == Workspace(team="T1")


def test_settings_are_kept_with_ids_sorted(store: SqlStore) -> None:
    store.workspaces.change(Workspace(team="T1", survey="cgi-2015", admins=("U2", "U1"), channels=("C2", "C1")))
    kept = Workspace(team="T1", survey="cgi-2015", admins=("U1", "U2"), channels=("C1", "C2"), revision=1)
    assert store.workspaces.of("T1") == kept


def test_settings_take_the_place_of_those_before(store: SqlStore, replica: SqlStore) -> None:
    store.workspaces.change(Workspace(team="T1", survey="a", admins=("U1",)))
    store.workspaces.change(Workspace(team="T1", channels=("C1",), revision=1))
    assert replica.workspaces.of("T1") == Workspace(team="T1", channels=("C1",), revision=2)


def test_settings_that_somebody_else_changed_are_not_overwritten(store: SqlStore, replica: SqlStore) -> None:
    store.workspaces.change(Workspace(team="T1", survey="a"))
    seen = replica.workspaces.of("T1")
    store.workspaces.change(replace(seen, survey="b"))
    for revision in (0, 1, 3, -1):
        with pytest.raises(Conflict):
            replica.workspaces.change(replace(seen, survey="c", revision=revision))
    assert replica.workspaces.of("T1") == store.workspaces.of("T1") == Workspace(team="T1", survey="b", revision=2)


def test_settings_that_are_not_there_have_no_revision(store: SqlStore) -> None:
    with pytest.raises(Conflict):
        store.workspaces.change(Workspace(team="T1", revision=1))
    assert store.teams() == ()


def test_of_settings_changed_by_many_at_once_each_takes_the_place_of_what_was_seen(
    store: SqlStore, replica: SqlStore
) -> None:
    def change(number: int) -> bool:
        try:
            (store, replica)[number % 2].workspaces.change(Workspace(team="T1", survey=f"{number}"))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(change, range(16))) == 1


def test_every_setting_comes_back_as_it_was(store: SqlStore, replica: SqlStore) -> None:
    chosen = Workspace(team="T1", survey="a", admins=("U1",), admin_group="S1", slack_admins=True, kept_days=0)
    store.workspaces.change(chosen)
    assert replica.workspaces.of("T1") == replace(chosen, revision=1)


def test_a_change_is_seen_at_once_where_it_was_made(store: SqlStore) -> None:
    store.workspaces.of("T1")
    store.workspaces.change(Workspace(team="T1", survey="b"))
    assert store.workspaces.of("T1").survey == "b"


def test_a_change_by_another_replica_is_seen_within_two_seconds(
    store: SqlStore, replica: SqlStore, clock: Clock
) -> None:
    store.workspaces.of("T1")
    replica.workspaces.change(Workspace(team="T1", survey="b"))
    clock.now += 2
    assert store.workspaces.of("T1").survey == "b"


def test_settings_just_read_are_not_read_again(store: SqlStore, replica: SqlStore, clock: Clock) -> None:
    store.workspaces.of("T1")
    replica.workspaces.change(Workspace(team="T1", survey="b"))
    clock.now += 1.9
    assert store.workspaces.of("T1").survey is None


def test_a_forgotten_workspace_leaves_nothing(store: SqlStore, replica: SqlStore) -> None:
    store.workspaces.change(Workspace(team="T1", survey="a"))
    store.postings.keep(a_posting())
    store.asked.keep(a_question())
    store.workspaces.forget("T1")
    for each in (store, replica):
        assert each.workspaces.of("T1") == Workspace(team="T1")
        assert each.postings.at("T1", "C1", "17.1") is None
        assert each.asked.open("T1", 9) == ()


def test_forgetting_a_workspace_leaves_the_others(store: SqlStore) -> None:
    store.postings.keep(a_posting(team="T2"))
    store.asked.keep(a_question(team="T2"))
    store.workspaces.change(Workspace(team="T2", survey="a"))
    store.workspaces.forget("T1")
    assert (store.teams(), len(store.asked.open("T2", 9))) == (("T2",), 1)
    assert store.postings.at("T2", "C1", "17.1") == a_posting(team="T2")


def test_a_reply_is_found_where_it_stands_by_every_replica(store: SqlStore, replica: SqlStore) -> None:
    store.postings.keep(a_posting())
    assert [each.postings.at("T1", "C1", "17.1") for each in (store, replica)] == [a_posting()] * 2


@pytest.mark.parametrize("place", [("T2", "C1", "17.1"), ("T1", "C2", "17.1"), ("T1", "C1", "17.2")])
def test_a_reply_is_found_nowhere_else(store: SqlStore, place: tuple[str, str, str]) -> None:
    store.postings.keep(a_posting())
    assert store.postings.at(*place) is None


def test_the_same_reply_again_takes_its_own_place(store: SqlStore) -> None:
    store.postings.keep(a_posting(asker="U1"))
    store.postings.keep(a_posting(asker="U2"))
    assert store.postings.asked_in("T1", "C1", "16.0") == {"U2"}


def test_of_two_replies_to_a_question_the_newest_is_found(store: SqlStore) -> None:
    for ts in ("17.1", "17.3", "17.2"):
        store.postings.keep(a_posting(ts=ts))
    assert store.postings.answering("T1", "C1", "16.1") == a_posting(ts="17.3")


def test_a_reply_to_no_message_answers_none(store: SqlStore) -> None:
    store.postings.keep(a_posting(question="", thread=""))
    assert store.postings.answering("T1", "C1", "") is None
    assert store.postings.asked_in("T1", "C1", "") == frozenset()


def test_those_who_were_answered_in_a_thread_are_known(store: SqlStore, replica: SqlStore) -> None:
    store.postings.keep(a_posting(ts="17.1", asker="U1"))
    replica.postings.keep(a_posting(ts="17.2", asker="U2"))
    replica.postings.keep(a_posting(ts="17.3", asker="U3", thread="15.0"))
    assert store.postings.asked_in("T1", "C1", "16.0") == {"U1", "U2"}


def test_a_removed_reply_is_gone_for_every_replica(store: SqlStore, replica: SqlStore) -> None:
    store.postings.keep(a_posting())
    replica.postings.remove(a_posting())
    assert [each.postings.at("T1", "C1", "17.1") for each in (store, replica)] == [None, None]


def test_removing_a_reply_that_is_not_there_does_no_harm(store: SqlStore) -> None:
    store.postings.remove(a_posting())
    assert store.is_up()


def test_twenty_threads_lose_no_reply(store: SqlStore, replica: SqlStore) -> None:
    stores = (store, replica)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda n: stores[n % 2].postings.keep(a_posting(ts=f"{n}", asker=f"U{n}")), range(500)))
    assert store.postings.asked_in("T1", "C1", "16.0") == {f"U{n}" for n in range(500)}


@pytest.mark.parametrize(
    "kept",
    [
        lambda store: store.workspaces.change(Workspace(team=ODD, survey=ODD, admins=("U1",))),
        lambda store: store.postings.keep(a_posting(team=ODD, asker=ODD)),
        lambda store: store.asked.keep(a_question(ODD, team=ODD)),
    ],
    ids=["settings", "reply", "question"],
)
def test_text_that_no_database_likes_does_no_harm(store: SqlStore, kept: Callable[[SqlStore], None]) -> None:
    kept(store)
    assert store.workspaces.of(ODD).team
    assert store.postings.at(ODD, ODD, ODD) is None
    assert store.is_up()


def test_what_is_older_than_ninety_days_goes_when_something_is_kept(url: str, store: SqlStore) -> None:
    store.postings.keep(a_posting(ts="1"))
    store.asked.keep(a_question("old"))
    with closing(open_store(url, now=lambda: NOW + KEPT + timedelta(seconds=1))) as later:
        later.postings.keep(a_posting(ts="2"))
        assert later.postings.at("T1", "C1", "1") is None
        assert later.postings.at("T1", "C1", "2") is not None
        assert later.asked.open("T1", 9) == ()


def test_what_is_ninety_days_old_stays(url: str, store: SqlStore) -> None:
    store.postings.keep(a_posting(ts="1"))
    with closing(open_store(url, now=lambda: NOW + KEPT)) as later:
        later.postings.keep(a_posting(ts="2"))
        assert later.postings.at("T1", "C1", "1") is not None
