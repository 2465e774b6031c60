"""The contract of `bot.ports.Seen`, kept by every implementation."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.ports import Seen
from bot.slack.seen import KEEP_SECONDS, RecentlySeen

IMPLEMENTATIONS: list[Callable[[], Seen]] = [RecentlySeen]


@pytest.fixture(params=IMPLEMENTATIONS)
def seen(request: pytest.FixtureRequest) -> Seen:
    made: Seen = request.param()
    return made


def test_a_key_is_new_once(seen: Seen) -> None:
    assert [seen.first_time("a"), seen.first_time("a")] == [True, False]


def test_one_key_does_not_hide_another(seen: Seen) -> None:
    assert [seen.first_time("a"), seen.first_time("b")] == [True, True]


def test_a_forgotten_key_is_new_again(seen: Seen) -> None:
    seen.first_time("a")
    seen.forget("a")
    assert seen.first_time("a")


def test_forgetting_what_was_never_seen_does_no_harm(seen: Seen) -> None:
    seen.forget("a")
    assert seen.first_time("a")


def test_of_many_threads_one_is_first(seen: Seen) -> None:
    with ThreadPoolExecutor(16) as pool:
        firsts = list(pool.map(lambda number: seen.first_time(f"key {number // 16}"), range(16 * 200)))
    assert sum(firsts) == 200


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_key_outlives_slacks_last_redelivery() -> None:
    clock = Clock()
    seen = RecentlySeen(clock=clock)
    seen.first_time("a")
    clock.now = 10 * 60
    assert not seen.first_time("a")


def test_a_key_is_forgotten_in_the_end() -> None:
    clock = Clock()
    seen = RecentlySeen(clock=clock)
    seen.first_time("a")
    clock.now = KEEP_SECONDS
    assert seen.first_time("a")


def test_the_memory_is_bounded_and_drops_the_oldest() -> None:
    seen = RecentlySeen(limit=2)
    for key in "abc":
        seen.first_time(key)
    assert [seen.first_time("c"), seen.first_time("a")] == [False, True]
