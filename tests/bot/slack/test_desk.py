"""The desk: what waits for an answer to stand."""

import pytest

from bot.ports import StoreDown
from bot.slack.desk import InHand


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
