"""The desk: what it keeps, and which of two corrections counts."""

import pytest

from bot.ports import StoreDown
from bot.slack.desk import InHand, Newest


def test_the_newest_counts_in_whatever_order_they_come() -> None:
    newest = Newest()
    assert [newest.is_newest("a", at) for at in ("2.0", "1.0", "3.0", "3.0")] == [True, False, True, True]


def test_one_thing_says_nothing_of_another() -> None:
    newest = Newest()
    newest.is_newest("a", "2.0")
    assert newest.is_newest("b", "1.0")


def test_what_comes_for_a_question_in_hand_is_done_once_it_is_answered() -> None:
    in_hand, done = InHand(), list[str]()

    def answer() -> None:
        assert in_hand.after("q", lambda: done.append("corrected"))
        done.append("answered")

    in_hand.answer("q", answer)
    assert (done, in_hand.after("q", answer)) == (["answered", "corrected"], False)


def test_what_comes_for_a_question_that_could_not_be_answered_is_done_all_the_same() -> None:
    in_hand, done = InHand(), list[str]()

    def fail() -> None:
        in_hand.after("q", lambda: done.append("corrected"))
        raise StoreDown

    with pytest.raises(StoreDown):
        in_hand.answer("q", fail)
    assert done == ["corrected"]
