"""Measure how fast the shipped catalogue answers, takes a change and starts: python -m tests.bench.speed."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np

from bot.answering import answer_question
from bot.context import Context
from bot.live import Knowledge, Live
from bot.wiring import load, warm
from intents import library
from intents.catalogue import compile_catalogue
from intents.definition import Definition, parse
from intents.matching import understand
from tests.bench import taught
from tests.bench.machine import alone
from tests.bench.survey import SETS, labelled

STARTS = 5
EDITS = 3
LONGEST = 300  # seconds
EDIT = "change one of 50 taught intents of 20 examples"
COMMANDS = {
    "start Python, by the clock (yardstick)": ("-c", "pass"),
    "start Python and import pandas, by the clock (yardstick)": ("-c", "import pandas"),
    "surveybot ask, from a cold start, by the clock": ("-m", "bot", "ask", "what share with local government?"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How long one kind of work takes."""

    times: int
    """How often it was done."""
    median_ms: float
    p99_ms: float


def main() -> None:
    """Print the figures of one kind of work as JSON, or the table."""
    match sys.argv[1:]:
        case [name]:
            print(json.dumps(asdict(measure(name))))
        case _:
            print_table()


def print_table() -> None:
    """Print how long each kind of work takes, in milliseconds; cold starts by the clock."""
    print(f"{'':58}{'times':>7}{'median ms':>11}{'p99 ms':>9}")
    for name in ("understand a question", "answer a question", EDIT):
        if name == EDIT and not taught.CLINC.exists():
            print(f"{name:58} skipped: {taught.MISSING}")
            continue
        f = Figures(**alone("tests.bench.speed", name, longest=LONGEST))  # type: ignore[arg-type]  # JSON
        print(f"{name:58}{f.times:7}{f.median_ms:11.2f}{f.p99_ms:9.2f}", flush=True)
    for name, arguments in COMMANDS.items():
        starts = [_started(*arguments) for _ in range(STARTS)]
        print(f"{name:58}{STARTS:7}{statistics.median(starts):11.0f}", flush=True)


def measure(name: str) -> Figures:
    """Measure one kind of work in this process; each question is put once, after one to warm up."""
    knowledge = warm(load())
    catalogue = knowledge.catalogues[knowledge.default]
    questions = [question.q for asked in SETS for question in labelled(asked)]
    match name:
        case "understand a question":
            times = _each(lambda q: understand(q, catalogue), questions)
        case "answer a question":
            times = _each(lambda q: answer_question(q, knowledge, Context()), questions)
        case _:
            edit = partial(_edit, Live(knowledge), _taught_definitions())
            times = [_timed(edit) for _ in range(EDITS)]
    return Figures(
        times=len(times),
        median_ms=round(float(np.median(times)), 2),
        p99_ms=round(float(np.quantile(times, 0.99)), 2),
    )


def _each(work: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    work("hello")
    return [_timed(partial(work, question)) for question in questions]


def _taught_definitions() -> tuple[Definition, ...]:
    """Return an intent for each of 50 of CLINC150's."""
    splits = json.loads(taught.CLINC.read_text(encoding="utf-8"))
    examples: dict[str, list[str]] = {}
    for text, intent in taught.TASKS["50x20"](splits["train"]):
        examples.setdefault(intent, []).append(text)
    raw = (
        {"intent": name, "summary": name, "examples": texts, "answer": {"text": name}}
        for name, texts in examples.items()
    )
    parsed = (parse(body, file="taught.yaml")[0] for body in raw)
    return tuple(definition for definition in parsed if definition)


def _edit(live: Live, definitions: Sequence[Definition]) -> None:
    """Compile everything anew, and swap it in."""
    now = live.knowledge
    old = now.catalogues[now.default]
    shipped = library.load_definitions()
    catalogue = compile_catalogue((*shipped, *definitions), library.load_lexicon(), old.vocabulary)
    live.swap(Knowledge(surveys=now.surveys, catalogues={now.default: catalogue}, default=now.default))


def _started(*arguments: str) -> float:
    """Return how many milliseconds a program took, by the clock."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1000


def _timed(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


if __name__ == "__main__":
    main()
