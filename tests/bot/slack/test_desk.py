"""The desk: what it keeps, and which of two corrections counts."""

from bot.slack.desk import Newest


def test_the_newest_counts_in_whatever_order_they_come() -> None:
    newest = Newest()
    assert [newest.is_newest("a", at) for at in ("2.0", "1.0", "3.0", "3.0")] == [True, False, True, True]


def test_one_thing_says_nothing_of_another() -> None:
    newest = Newest()
    newest.is_newest("a", "2.0")
    assert newest.is_newest("b", "1.0")
