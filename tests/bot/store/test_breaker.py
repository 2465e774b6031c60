"""When a database that failed is tried again."""

from concurrent.futures import ThreadPoolExecutor

from bot.store.database import REST_SECONDS, Breaker
from tests.helpers.stores import Clock


def test_everybody_may_try_as_long_as_it_works() -> None:
    breaker = Breaker(Clock())
    assert [breaker.may_try(), breaker.worked(), breaker.may_try()] == [True, False, True]


def test_nobody_may_try_right_after_a_failure() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.failed()
    clock.now += REST_SECONDS - 0.001
    assert not breaker.may_try()


def test_after_a_rest_one_caller_tries_for_all() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.failed()
    clock.now += REST_SECONDS
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda _: breaker.may_try(), range(100))) == 1


def test_one_success_lets_everybody_in_again_and_is_news() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.failed()
    clock.now += REST_SECONDS
    assert [breaker.may_try(), breaker.worked(), breaker.may_try(), breaker.may_try()] == [True] * 4


def test_another_failure_makes_another_rest() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.failed()
    clock.now += REST_SECONDS
    assert breaker.may_try()
    clock.now += 1
    breaker.failed()
    clock.now += REST_SECONDS - 1
    assert not breaker.may_try()
