"""What replicas share while they answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.store import tables
from bot.store.database import REST_SECONDS
from bot.store.engine import SqlStore, open_store
from bot.store.pruning import SEEN, SILENCE
from intents.model import IntentName, Match, Turn
from tests.bot.store.test_contracts import ODD
from tests.helpers.stores import NOW, Clock, nobody_listens, run_there

ASKED = Turn(match=Match(intent=IntentName("share"), slots={}, confidence=1.0), topics=frozenset({"sharing"}))
LATER = Turn(match=Match(intent=IntentName("list"), slots={}, confidence=0.5))
TABLES = (tables.seen, tables.edits, tables.turns)
STRANGE = ["", ODD, "x" * 100_000]


def after(time: timedelta) -> Callable[[], datetime]:
    return lambda: NOW + time


def test_what_one_replica_has_seen_is_new_to_no_other(store: SqlStore, replica: SqlStore) -> None:
    assert [store.seen.first_time("a"), store.seen.first_time("a"), replica.seen.first_time("a")] == [
        True,
        False,
        False,
    ]
    assert replica.seen.first_time("b")


def test_of_many_at_once_on_two_replicas_one_is_first(store: SqlStore, replica: SqlStore) -> None:
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda n: (store, replica)[n % 2].seen.first_time("a"), range(64))) == 1


def test_what_failed_may_be_tried_again_by_any_replica(store: SqlStore, replica: SqlStore) -> None:
    store.seen.first_time("a")
    store.seen.forget("a")
    store.seen.forget("unknown")
    assert [replica.seen.first_time("a"), store.seen.first_time("a")] == [True, False]


def test_what_was_seen_long_ago_is_new_again(url: str, store: SqlStore) -> None:
    store.seen.first_time("a")
    for time, is_new in ((SEEN - timedelta(seconds=1), False), (SEEN, True)):
        with closing(open_store(url, now=after(time))) as later:
            assert later.seen.first_time("a") == is_new


def test_the_newest_edit_is_known_to_every_replica(store: SqlStore, replica: SqlStore) -> None:
    assert store.edits.is_newest("a", "17.2")
    assert replica.edits.is_newest("a", "17.2")
    assert not replica.edits.is_newest("a", "17.1")
    assert replica.edits.is_newest("a", "17.3")
    assert not store.edits.is_newest("a", "17.2")
    assert store.edits.is_newest("b", "17.1")


def test_a_conversation_goes_on_on_another_replica(store: SqlStore, replica: SqlStore) -> None:
    store.turns.keep("a", ASKED, "m1")
    assert replica.turns.last("a") == ASKED
    assert (replica.turns.knows("a"), replica.turns.is_of("a", "m1"), replica.turns.is_of("a", "m2")) == (
        True,
        True,
        False,
    )
    replica.turns.keep("a", LATER)
    assert (store.turns.last("a"), store.turns.is_of("a", None)) == (LATER, True)


def test_a_conversation_that_left_nothing_to_lean_on_is_known_all_the_same(store: SqlStore, replica: SqlStore) -> None:
    store.turns.keep("a", ASKED)
    store.turns.keep("a", None, "m1")
    assert (replica.turns.last("a"), replica.turns.knows("a"), replica.turns.is_of("a", "m1")) == (None, True, True)


@pytest.mark.parametrize("conversation", [None, "", "unknown"])
def test_what_is_no_conversation_is_not_known(store: SqlStore, conversation: str | None) -> None:
    if not conversation:
        store.turns.keep(conversation, ASKED, "m1")
    assert (store.turns.last(conversation), store.turns.knows(conversation)) == (None, False)
    assert store.turns.is_of(conversation, None)


def test_after_an_hour_of_silence_a_conversation_begins_anew(url: str, store: SqlStore) -> None:
    store.turns.keep("a", ASKED)
    for time, is_known in ((SILENCE - timedelta(seconds=1), True), (SILENCE, False)):
        with closing(open_store(url, now=after(time))) as later:
            assert (later.turns.knows("a"), later.turns.last("a") == ASKED) == (is_known, is_known)


def test_a_turn_of_another_version_of_the_program_is_nothing_to_lean_on(store: SqlStore, url: str) -> None:
    store.turns.keep("a", ASKED, "m1")
    run_there(url, "UPDATE turns SET turn = '{\"match\": 7}'")
    assert (store.turns.last("a"), store.turns.is_of("a", "m1")) == (None, True)


@pytest.mark.parametrize("key", STRANGE, ids=["empty", "odd", "long"])
def test_a_key_can_be_any_text(store: SqlStore, replica: SqlStore, key: str) -> None:
    assert [store.seen.first_time(key), replica.seen.first_time(key)] == [True, False]
    assert [store.edits.is_newest(key, "2"), replica.edits.is_newest(key, "1")] == [True, False]
    store.turns.keep(key or "x", ASKED, key)
    assert (replica.turns.last(key or "x"), replica.turns.is_of(key or "x", key)) == (ASKED, True)
    assert store.is_up()


def test_old_things_are_deleted(url: str, store: SqlStore) -> None:
    store.seen.first_time("a")
    store.edits.is_newest("a", "1")
    store.turns.keep("a", ASKED)
    with closing(open_store(url, now=after(SILENCE + timedelta(seconds=1)))) as later:
        later.seen.first_time("b")
        with later._database.begin() as connection:  # noqa: SLF001  # no door shows what is not there
            counts = [len(connection.execute(select(table)).all()) for table in TABLES]
    assert counts == [1, 0, 0]


def test_nothing_in_the_tables_says_whose_it_is(store: SqlStore) -> None:
    for work in (
        store.seen.first_time,
        lambda key: store.edits.is_newest(key, "1"),
        lambda key: store.turns.keep(key, ASKED),
    ):
        work("T1:C1:U1")
    with store._database.begin() as connection:  # noqa: SLF001  # no door shows how it is kept
        rows = [connection.execute(select(table)).all() for table in TABLES]
    assert all(rows)
    assert "U1" not in repr(rows)


def test_without_a_database_a_process_knows_its_own() -> None:
    with closing(open_store(nobody_listens(), now=lambda: NOW)) as store:
        assert [store.seen.first_time("a"), store.seen.first_time("a")] == [True, False]
        store.seen.forget("a")
        assert store.seen.first_time("a")
        assert [store.edits.is_newest("a", at) for at in "213"] == [True, False, True]
        store.turns.keep("a", ASKED, "m1")
        assert (store.turns.last("a"), store.turns.knows("a"), store.turns.is_of("a", "m1")) == (ASKED, True, True)


def test_what_was_said_while_it_was_down_is_leant_on_once_it_is_back(url: str, clock: Clock) -> None:
    times = iter(NOW + timedelta(seconds=number) for number in range(100))
    with closing(open_store(url, clock=clock, now=lambda: next(times))) as store:
        store.turns.keep("a", ASKED)
        run_there(url, "ALTER TABLE turns RENAME TO turns_away")
        store.turns.keep("a", LATER)
        store.turns.keep("b", LATER)
        run_there(url, "ALTER TABLE turns_away RENAME TO turns")
        clock.now += REST_SECONDS
        assert [store.turns.last(name) for name in "ab"] == [LATER, LATER]
        with closing(open_store(url, now=lambda: next(times))) as replica:
            replica.turns.keep("a", ASKED)
        assert store.turns.last("a") == ASKED
