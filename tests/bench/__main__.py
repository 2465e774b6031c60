"""Print how long questions take, once loaded and from a cold start: python -m tests.bench."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bot.answering import answer_question
from bot.context import Context
from bot.wiring import DEFAULT_SURVEY, load
from intents.matching import match
from tests.questions import scoring

QUESTIONS = Path(__file__).parent.parent / "questions" / "dev.yaml"
ROUNDS = 5
STARTS = 5


def main() -> None:
    """Print the table."""
    questions = [question.q for question in scoring.read(QUESTIONS)]
    knowledge = load()
    catalogue = knowledge.catalogues[DEFAULT_SURVEY]
    rows = {
        "understand a question": _times(lambda q: match(q, catalogue), questions),
        "answer a question": _times(lambda q: answer_question(q, knowledge, Context()), questions),
        "start Python (yardstick)": _starts("-c", "pass"),
        "start Python and import pandas (yardstick)": _starts("-c", "import pandas"),
        "surveybot ask, from a cold start": _starts("-m", "bot", "ask", "what share with local government?"),
    }
    print(f"{'':45}{'median ms':>10}{'p99 ms':>10}")
    for name, times in rows.items():
        print(f"{name:45}{statistics.median(times):10.1f}{times[int(0.99 * len(times))]:10.1f}")


def _times(work: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Return how long each question took, in milliseconds, shortest first, after a round to warm up."""
    for question in questions:
        work(question)
    return sorted(_timed(partial(work, question)) for _ in range(ROUNDS) for question in questions)


def _starts(*arguments: str) -> list[float]:
    def start() -> object:
        return subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)

    return sorted(_timed(start) for _ in range(STARTS))


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
