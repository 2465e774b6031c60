"""Ask the bot a great many questions that nobody planned for, and report what it made of them: python -m tests.fuzz."""

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from bot.answering import answer_question
from bot.context import Context
from bot.reply import Reply
from tests.fuzz.inputs import inputs
from tests.fuzz.judging import faults
from tests.helpers.asking import cgi_knowledge

SLOWEST = 0.1  # seconds; a reply that takes longer, and again whenever it is asked anew, counts as a fault
AGAIN = 3  # times
STEP = 10_000  # inputs between two lines of progress
SHOWN = 40  # faults; more are only counted


@dataclass(slots=True)
class Report:
    """What came of the inputs asked so far."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    most: float = 0.0
    """Seconds that the slowest reply took, and to what."""
    slowest: str = ""
    faulty: list[tuple[str, str]] = field(default_factory=list)
    """Each faulty input with what was wrong."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print the figures, and return 1 where anything was wrong, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=200_000, help="how many inputs")
    parser.add_argument("--seed", type=int, default=1, help="which inputs; the same number gives the same ones")
    options = parser.parse_args(arguments)
    report = fuzz(options.count, options.seed, most=SLOWEST, progress=True)
    _print(report, options.seed)
    return 1 if report.faulty else 0


def fuzz(count: int, seed: int, *, most: float | None = None, progress: bool = False) -> Report:
    """Return what comes of some inputs; with `most`, a reply slower than so many seconds is a fault."""
    answer_question("warm up: rank the barriers", cgi_knowledge(), Context())
    report = Report()
    for number, text in enumerate(islice(inputs(seed), count), start=1):
        _ask(text, report, most)
        if progress and number % STEP == 0:
            print(f"{number:,} asked, {len(report.faulty)} faulty", file=sys.stderr, flush=True)
    return report


def _ask(text: str, report: Report, most: float | None) -> None:
    reply, seconds = _timed(text)
    if most is not None and seconds > most:
        seconds = min(_timed(text)[1] for _ in range(AGAIN))  # the machine may have been busy
    if seconds > report.most:
        report.most, report.slowest = seconds, text
    report.seconds.append(seconds)
    wrong = [reply] if isinstance(reply, str) else faults(reply, cgi_knowledge().surveys["cgi-2015"])
    if most is not None and seconds > most:
        wrong.append(f"{seconds * 1000:.0f} ms")
    report.statuses["raised" if isinstance(reply, str) else reply.status.value] += 1
    report.faulty.extend((text, fault) for fault in wrong)


def _timed(text: str) -> tuple[Reply | str, float]:
    """Return the reply to an input, or what was raised instead, and how long it took."""
    begin = time.perf_counter()
    try:
        reply: Reply | str = answer_question(text, cgi_knowledge(), Context())
    except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        reply = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno}: {place.line})"
    return reply, time.perf_counter() - begin


def _print(report: Report, seed: int) -> None:
    ordered = sorted(report.seconds)
    at = {share: ordered[int(share * (len(ordered) - 1))] * 1000 for share in (0.5, 0.99, 1.0)}
    for text, fault in report.faulty[:SHOWN]:
        print(f"{text[:200]!r}\n  {fault[:300]}")
    print(f"inputs     {len(ordered):,} (seed {seed})")
    print(f"statuses   {', '.join(f'{name} {number:,}' for name, number in report.statuses.most_common())}")
    print(f"ms         median {at[0.5]:.1f}, 99 of 100 within {at[0.99]:.1f}, slowest {at[1.0]:.1f}")
    print(f"slowest    {report.slowest[:100]!r} ({len(report.slowest):,} characters)")
    print(f"faults     {len(report.faulty):,}")


if __name__ == "__main__":
    sys.exit(main())
