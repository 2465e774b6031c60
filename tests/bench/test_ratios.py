"""How fast the bot is beside a fuzzy search on the same data in the same process; the search is the yardstick.

Each question's time is the median of several rounds, so that what else the machine does is not measured, and without
coverage, which slows Python down and leaves the search as it is. The bounds leave room: they are meant to notice work
that grows with the examples, not a slow day.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import pytest

from bot.wiring import load
from intents.catalogue import Catalogue, with_taught
from intents.matching import understand
from intents.ranking import Example, train
from tests.bench import many
from tests.bench.rivals import token_sort
from tests.bench.survey import labelled

ROUNDS = 5
ASKED = 150  # questions
COMMON = 3_000  # words of English, the most frequent ones


@pytest.fixture(autouse=True)
def untraced() -> Iterator[None]:
    """Take coverage away while it is measured."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)


@cache
def words() -> tuple[str, ...]:
    """Return common English words of three letters or more."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return tuple(word for line in text.splitlines()[:COMMON] if len(word := line.split()[0]) > 2)


def examples(intents: int, each: int) -> list[Example]:
    """Return examples of nine words, four of them from the ten that their intent is about; always the same."""
    choice = random.Random(0)  # noqa: S311
    own = {f"intent_{i}": choice.sample(words(), 10) for i in range(intents)}
    return [
        Example(text=" ".join(choice.sample(about, 4) + choice.sample(words(), 5)), intent=intent)
        for intent, about in own.items()
        for _ in range(each)
    ]


def questions() -> list[str]:
    """Return questions of words that examples may have."""
    choice = random.Random(1)  # noqa: S311
    return [" ".join(choice.sample(words(), choice.randint(4, 12))) for _ in range(ASKED)]


def p99(work: Callable[[str], object], asked: Sequence[str]) -> float:
    """Return the seconds of the processor, in this thread, within which 99 of 100 questions are done."""
    rounds = [[_timed(work, text) for text in asked] for _ in range(ROUNDS)]
    return float(np.quantile([statistics.median(each) for each in zip(*rounds, strict=True)], 0.99))


def _timed(work: Callable[[str], object], text: str) -> float:
    begin = time.thread_time()
    work(text)
    return time.thread_time() - begin


@cache
def yardstick() -> float:
    """Return the 99th percentile of a fuzzy search over 1,500 examples."""
    return p99(token_sort()(examples(150, 10)).rank, questions())


def test_ranking_150_taught_intents_takes_no_longer_than_a_fuzzy_search_twice() -> None:
    ours = p99(train(examples(150, 10)).rank, questions())
    assert ours < 2 * yardstick()


def test_ten_times_the_examples_do_not_take_three_times_as_long() -> None:
    few, many = (p99(train(examples(30, each)).rank, questions()) for each in (10, 100))
    assert many < 3 * few


@cache
def shipped() -> Catalogue:
    """Return the shipped intents."""
    knowledge = load()
    return knowledge.catalogues[knowledge.default]


def test_ten_times_the_taught_intents_do_not_take_a_question_five_times_as_long() -> None:
    few, more = (with_taught(shipped(), many.definitions(number)).taught for number in (150, 1_500))
    assert few
    assert more
    asked = [question for question, _ in many.questions(150, 50)]
    assert p99(more.ranker.rank, asked) < 5 * p99(few.ranker.rank, asked)


def test_one_more_taught_intent_takes_a_quarter_of_all_of_them_at_most() -> None:
    *first, last = many.definitions(1_001)
    base = shipped()
    begin = time.thread_time()
    before = with_taught(base, first)
    middle = time.thread_time()
    with_taught(base, (*first, last), before)
    assert 4 * (time.thread_time() - middle) < middle - begin


def test_understanding_a_question_takes_no_longer_than_six_fuzzy_searches() -> None:
    catalogue = shipped()
    asked = [question.q for question in labelled("twins")[:: 606 // ASKED]]
    assert p99(lambda text: understand(text, catalogue), asked) < 6 * yardstick()
