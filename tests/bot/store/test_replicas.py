"""Which processes of the bot there are, and how each hears of what another was taught."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.ports import Notices
from bot.records import Replica
from bot.store.engine import SqlStore, open_store
from tests.bot.store.test_contracts import ODD, a_posting
from tests.bot.store.test_down import END_ALL
from tests.bot.store.wishes import SURVEY, TEAM, teaching
from tests.helpers.stores import NOW, a_postgres, an_sqlite, nobody_listens, run_there

SOON = 1.0  # second; what is heard at once takes a few milliseconds
NEVER = 30.0  # seconds; whoever waits so long has failed


@pytest.fixture
def notices(store: SqlStore) -> Iterator[Notices]:
    """Yield what already listens."""
    with closing(store.notices()) as notices:
        assert notices.wait(NEVER)
        yield notices


def a_replica(name: str = "one", **others: object) -> Replica:
    usual: dict[str, object] = {"at": NOW, "versions": {f"{TEAM}/{SURVEY}": 7}, "fault": "Not readable", **others}
    return Replica(name=name, **usual)  # type: ignore[arg-type]  # whatever a test chooses


def seconds(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def test_a_replica_is_known_as_it_reported(store: SqlStore, replica: SqlStore) -> None:
    store.replicas.report(a_replica())
    assert replica.replicas.alive(60) == (a_replica(),)


def test_a_report_takes_the_place_of_the_one_before(store: SqlStore) -> None:
    store.replicas.report(a_replica())
    newer = a_replica(versions=MappingProxyType({}), fault="")
    store.replicas.report(newer)
    assert store.replicas.alive(60) == (newer,)


def test_only_those_that_reported_lately_are_alive_by_name(store: SqlStore) -> None:
    for name, ago in (("c", 59), ("a", 60), ("b", 61)):
        store.replicas.report(a_replica(name, at=NOW - timedelta(seconds=ago)))
    assert [each.name for each in store.replicas.alive(60)] == ["a", "c"]


def test_a_replica_that_stops_is_gone(store: SqlStore) -> None:
    store.replicas.report(a_replica("a"))
    store.replicas.report(a_replica("b"))
    store.replicas.gone("a")
    store.replicas.gone("unknown")
    assert [each.name for each in store.replicas.alive(60)] == ["b"]


def test_a_report_that_no_database_likes_is_kept_mended(store: SqlStore) -> None:
    store.replicas.report(a_replica(ODD, versions={ODD: 7}, fault=ODD))
    [kept] = store.replicas.alive(60)
    assert (
        kept.name == kept.fault == next(iter(kept.versions)) == ODD.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
    )


def test_who_begins_to_listen_is_told_that_something_may_have_been_missed(store: SqlStore) -> None:
    with closing(store.notices()) as notices:
        assert [notices.wait(NEVER), notices.wait(0.01)] == [True, False]


def test_a_change_by_another_replica_is_heard_at_once(notices: Notices, replica: SqlStore) -> None:
    with ThreadPoolExecutor(1) as pool:
        heard = pool.submit(lambda: (notices.wait(NEVER), time.monotonic()))
        replica.taught.change(teaching())
        kept = time.monotonic()
        is_heard, at = heard.result()
    assert is_heard
    assert at - kept < SOON


def test_a_change_of_ones_own_is_heard_too(notices: Notices, store: SqlStore) -> None:
    store.taught.change(teaching())
    assert notices.wait(NEVER)


def test_a_change_kept_while_nobody_waited_is_heard_by_the_next_wait_and_once(
    notices: Notices, replica: SqlStore
) -> None:
    replica.taught.change(teaching("a"))
    replica.taught.change(teaching("b"))
    assert [notices.wait(NEVER), notices.wait(0.01)] == [True, False]


def test_every_replica_hears(notices: Notices, store: SqlStore, replica: SqlStore) -> None:
    with closing(replica.notices()) as others:
        others.wait(NEVER)
        store.taught.change(teaching())
        assert [notices.wait(NEVER), others.wait(NEVER)] == [True, True]


def test_what_was_not_kept_and_what_was_not_taught_is_not_heard(notices: Notices, replica: SqlStore) -> None:
    replica.postings.keep(a_posting())
    with pytest.raises(ValueError, match="one workspace"):
        replica.taught.change(teaching(), teaching(team="T2"))
    assert not notices.wait(0.3)


def test_a_workspace_that_is_forgotten_is_heard_of(notices: Notices, replica: SqlStore) -> None:
    [change] = replica.taught.change(teaching())
    notices.wait(NEVER)
    replica.workspaces.forget(TEAM)
    assert notices.wait(NEVER)
    assert replica.taught.one(TEAM, SURVEY, change.intent) is None


def test_who_waits_waits_no_longer_when_it_is_closed(store: SqlStore) -> None:
    notices = store.notices()
    notices.wait(NEVER)
    with ThreadPoolExecutor(1) as pool:
        heard = pool.submit(notices.wait, NEVER)
        assert seconds(notices.close) < SOON
        assert heard.result() is False
    assert seconds(lambda: notices.wait(NEVER)) < SOON
    notices.close()


def test_who_listens_holds_no_connection_that_others_want(url: str) -> None:
    with closing(open_store(url)) as store, closing(store.notices()) as notices:
        notices.wait(NEVER)
        assert store._database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # noqa: SLF001


def test_where_the_database_is_down_only_time_passes(tmp_path: Path) -> None:
    for url in (nobody_listens(), f"sqlite:///{tmp_path}/none/none.db", f"sqlite:///{tmp_path}/empty.db"):
        with closing(open_store(url)) as store, closing(store.notices()) as notices:
            assert [notices.wait(0), notices.wait(0.05)] == [False, False]


def test_closing_ends_the_wait_for_a_database_that_is_down() -> None:
    with closing(open_store(nobody_listens())) as store, ThreadPoolExecutor(1) as pool:
        notices = store.notices()
        heard = pool.submit(notices.wait, NEVER)
        assert seconds(notices.close) < SOON
        assert heard.result() is False


def test_a_postgresql_that_cut_the_connection_is_heard_again() -> None:
    with a_postgres() as url, closing(open_store(url)) as store, closing(store.notices()) as notices:
        store.upgrade()
        notices.wait(NEVER)
        with ThreadPoolExecutor(1) as pool:
            heard = pool.submit(notices.wait, NEVER)
            run_there(url, END_ALL)
            assert heard.result()  # it listens anew, and something may have been missed
        store.taught.change(teaching())
        assert notices.wait(NEVER)


def test_an_sqlite_that_comes_back_is_heard(tmp_path: Path) -> None:
    url = an_sqlite(tmp_path)
    file = tmp_path / "surveybot.db"
    file.rename(tmp_path / "away.db")
    with closing(open_store(url)) as store, closing(store.notices()) as notices:
        (tmp_path / "surveybot.db").mkdir()
        assert not notices.wait(0.01)
        (tmp_path / "surveybot.db").rmdir()
        (tmp_path / "away.db").rename(file)
        assert notices.wait(NEVER)
        store.taught.change(teaching())
        assert notices.wait(NEVER)


def test_the_last_of_many_changes_is_never_missed(notices: Notices, replica: SqlStore, store: SqlStore) -> None:
    def teach() -> None:
        for number in range(100):
            replica.taught.change(teaching(f"n{number}"))

    with ThreadPoolExecutor(1) as pool:
        taught = pool.submit(teach)
        known = 0
        while known < 100 and notices.wait(NEVER):
            known = store.taught.heads().get((TEAM, SURVEY), 0)
        taught.result()
    assert known == 100
