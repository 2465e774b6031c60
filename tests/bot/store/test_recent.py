"""A memory that forgets."""

from bot.store.recent import Recent


def test_the_oldest_goes_when_there_are_too_many() -> None:
    recent: Recent[str, int] = Recent(2)
    for number, key in enumerate("abac"):
        recent.put(key, number)
    assert [recent.get(key) for key in "abc"] == [2, None, 3]


def test_what_is_dropped_is_gone_and_only_it() -> None:
    recent: Recent[str, int] = Recent(3)
    for number, key in enumerate("abc"):
        recent.put(key, number)
    recent.drop(lambda key: key == "b")
    assert recent.values() == (0, 2)


def test_a_value_is_put_over_one_that_gives_way_and_over_no_other() -> None:
    recent: Recent[str, int] = Recent(2)
    assert recent.put_over("a", 2, lambda known: known < 2)
    assert not recent.put_over("a", 1, lambda known: known < 1)
    assert recent.put_over("a", 3, lambda known: known < 3)
    assert recent.values() == (3,)
