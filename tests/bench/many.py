"""Measure thousands of taught intents: how long an edit and a question take: python -m tests.bench.many.

The intents are invented, each an action on a kind of thing; they are as like each other as intents can be.
"""

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice, product

import numpy as np

from bot.wiring import load
from intents.catalogue import with_taught
from intents.definition import Definition, parse
from intents.matching import understand
from tests.bench.machine import alone, peak_mb
from tests.bench.survey import SETS, labelled

SIZES = (1_000, 10_000)
EACH = 10  # examples
EDITS, ASKED = 5, 1_000
LONGEST = 600  # seconds
ACTIONS = tuple(
    action.split("|")
    for action in (
        "order|get|ask for", "return|send back|hand in", "repair|fix|mend", "replace|exchange|swap", "lend|pass on",
        "report|tell somebody about|flag", "renew|extend|prolong", "cancel|stop|call off", "pay for|settle|cover",
        "find|look up|search for", "move|transfer|relocate", "clean|tidy|wash", "store|archive|keep", "print|copy|scan",
        "approve|sign off|authorise", "insure|protect|secure", "label|tag|mark", "review|check|inspect",
        "sell|auction|give away", "install|set up|put up",
    )
)  # fmt: skip
KINDS = tuple(
    "spare visitor shared leased damaged foreign missing outdoor archived temporary external regional seasonal medical "
    "borrowed digital fragile heavy portable licensed confidential recycled second-hand emergency training".split()
)
THINGS = tuple(
    "laptop badge printer contract invoice vehicle desk phone uniform monitor licence parcel key projector chair "
    "subscription certificate camera headset bicycle".split()
)
FORMS = (
    "how do I {0} a {1} {2}",
    "where can I {0} my {1} {2}",
    "{0} a {1} {2}",
    "I need to {0} the {1} {2}",
    "who helps me to {0} a {1} {2}",
    "can my team {0} {1} {2}s",
    "what is the form to {0} a {1} {2}",
    "is there a way to {0} one of the {1} {2}s",
    "please {0} our {1} {2} today",
    "steps to {0} any {2} that is {1}",
    "how can I {0} one of our {1} {2}s today",
    "I need the form to {0} a {1} {2}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of so many taught intents; seconds and milliseconds of the processor."""

    intents: int
    compile_s: float
    edit_s: float
    """The median of a few, one intent of all changed."""
    p50_ms: float
    """Of questions that the taught intents are asked."""
    p99_ms: float
    shipped_p50_ms: float
    """Of the labelled questions on the survey."""
    shipped_p99_ms: float
    mb: int
    """That the process has more than without them."""


def main() -> None:
    """Print the figures of one size as JSON, or the table."""
    match sys.argv[1:]:
        case [number]:
            print(json.dumps(asdict(measure(int(number)))))
        case _:
            print_table()


def print_table() -> None:
    """Print a line for each size, and one for none."""
    heads = ("intents", "compile s", "edit s", "p50 ms", "p99 ms", "shipped p50", "p99 ms", "MB")
    print("".join(f"{head:>12}" for head in heads))
    for number in (0, *SIZES):
        figures = alone("tests.bench.many", str(number), longest=LONGEST)
        print("".join(f"{figure:>12}" for figure in figures.values()), flush=True)


def definitions(number: int, each: int = EACH) -> tuple[Definition, ...]:
    """Return so many taught intents, always the same, of so many examples."""
    every = list(product(ACTIONS, KINDS, THINGS))
    random.Random(0).shuffle(every)  # noqa: S311
    return tuple(_definition(*chosen, each) for chosen in islice(every, number))


def questions(number: int, asked: int) -> list[tuple[str, str]]:
    """Return questions that are meant for some of so many intents, and their names; no example is among them."""
    choice = random.Random(1)  # noqa: S311
    every = definitions(number, len(FORMS))
    chosen = [choice.choice(every) for _ in range(asked)]
    return [(choice.choice(d.examples[EACH:]) + " please", d.name) for d in chosen]


def measure(number: int) -> Figures:
    """Measure so many taught intents in this process."""
    knowledge = load()
    base = knowledge.catalogues[knowledge.default]
    shipped = [question.q for each in SETS for question in labelled(each)]
    _ = [understand(q, base) for q in shipped[:50]]
    taught, asked = definitions(number), [q for q, _ in questions(number, ASKED)] if number else []
    gc.collect()
    before = peak_mb()
    begin = time.process_time()
    catalogue = with_taught(base, taught)
    compiled = time.process_time() - begin
    edits = [_seconds(partial(with_taught, base, _edited(taught, i), catalogue)) for i in range(EDITS if number else 0)]
    times = _quantiles(lambda q: understand(q, catalogue), asked)
    again = _quantiles(lambda q: understand(q, catalogue), shipped)
    return Figures(
        intents=number,
        compile_s=round(compiled, 2),
        edit_s=round(float(np.median(edits)), 2) if edits else 0,
        p50_ms=times[0],
        p99_ms=times[1],
        shipped_p50_ms=again[0],
        shipped_p99_ms=again[1],
        mb=peak_mb() - before,
    )


def _definition(action: Sequence[str], kind: str, thing: str, each: int) -> Definition:
    examples = [form.format(action[i % len(action)], kind, thing) for i, form in enumerate(FORMS[:each])]
    name = f"{action[0]}_{kind}_{thing}".replace(" ", "_").replace("-", "_")
    raw = {"intent": name, "summary": name, "examples": examples, "answer": {"text": name}}
    definition, faults = parse(raw, file=name)
    if definition is None:
        raise AssertionError(faults)
    return definition


def _edited(taught: Sequence[Definition], i: int) -> tuple[Definition, ...]:
    """Return the definitions with one of them taught otherwise."""
    return (*taught[:i], _definition(("weigh",), f"edited {i}", "parcel", EACH), *taught[i + 1 :])


def _quantiles(work: Callable[[str], object], asked: Sequence[str]) -> tuple[float, float]:
    """Return the median and the 99th percentile of the milliseconds that questions take."""
    times = [1000 * _seconds(partial(work, q)) for q in asked] or [0.0]
    return round(float(np.median(times)), 2), round(float(np.quantile(times, 0.99)), 2)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
