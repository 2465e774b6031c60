"""The scores of a ranker, worked out by hand."""

from itertools import count

import pytest

from intents.evaluation import Confusion, Outcome, put, score
from intents.ranking import Candidate, Example


def outcome(true: str, *ranked: tuple[str, float], seconds: float = 0.001) -> Outcome:
    """Return a question of which this was thought."""
    candidates = tuple(Candidate(intent=intent, confidence=sure, nearest="") for intent, sure in ranked)
    question = Example(text=f"about {true or 'nothing'}", intent=true)
    return Outcome(question=question, candidates=candidates, seconds=seconds)


OUTCOMES = (
    outcome("a", ("a", 0.9), ("b", 0.1)),
    outcome("a", ("a", 0.3), ("b", 0.1)),
    outcome("b", ("a", 0.8), ("c", 0.1), ("b", 0.1)),
    outcome("b", ("a", 0.7), ("c", 0.1), ("d", 0.1)),
    outcome("", ("a", 0.2)),
    outcome("", ("b", 0.6)),
)


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("questions", 6),
        ("top1_in_scope", 50.0),
        ("accuracy_in_scope", 25.0),
        ("in_top3", 75.0),
        ("oos_recall", 50.0),
        ("oos_precision", 50.0),
        ("joint_accuracy", 33.3),
        ("auroc", 87.5),
        ("p50_ms", 1.0),
    ],
)
def test_each_score_is_what_it_says(name: str, rate: float) -> None:
    assert getattr(score(OUTCOMES, 0.5), name) == rate


def test_what_was_confused_comes_the_most_frequent_first() -> None:
    assert score(OUTCOMES, 0.5).confused == (
        Confusion(true="b", said="a", times=2, example="about b"),
        Confusion(true="", said="b", times=1, example="about nothing"),
        Confusion(true="a", said="", times=1, example="about a"),
    )


def test_equal_confidences_count_half() -> None:
    assert score([outcome("a", ("a", 0.5)), outcome("", ("a", 0.5))], 0.5).auroc == 50.0


def test_without_questions_out_of_scope_their_rates_are_undefined() -> None:
    scores = score([outcome("a", ("a", 0.9))], 0.5)
    assert (scores.oos_recall, scores.oos_precision, scores.auroc) == (None, None, None)


def test_without_questions_in_scope_their_rates_are_undefined() -> None:
    scores = score([outcome("", ("a", 0.1))], 0.5)
    assert (scores.top1_in_scope, scores.accuracy_in_scope, scores.joint_accuracy) == (None, None, 100.0)


def test_no_candidates_are_no_intent() -> None:
    assert score([outcome(""), outcome("a")], 0.5).joint_accuracy == 50.0


class Slow:
    """Ranks nothing."""

    def rank(self, text: str, most: int = 3) -> tuple[Candidate, ...]:
        """Return no candidates."""
        return ()


def test_each_question_is_timed_alone() -> None:
    ticks = count()
    outcomes = put(Slow(), [Example(text="a", intent=""), Example(text="b", intent="")], lambda: next(ticks))
    assert [outcome.seconds for outcome in outcomes] == [1, 1]
