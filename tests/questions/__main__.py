"""Ask the bot labelled questions and report how many it gets right: python -m tests.questions [FILE ...]."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.answering import answer_question
from bot.context import Context
from bot.render import plain
from bot.wiring import load
from tests.questions import report, scoring

HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Score every question of the files, print the report, and return 1 where a minimum is not reached, else 0."""
    options = _parser().parse_args(arguments)
    try:
        questions = [q for path in options.files or sorted(HERE.glob("*.yaml")) for q in scoring.read(path)]
    except (OSError, scoring.QuestionsError) as error:
        print(error, file=sys.stderr)
        return 2
    scores = _scores(questions)
    if not options.figures_only:
        print(report.misses(scores), end="\n\n")
    print(report.summary(scores))
    reached = report.reaches(report.totals(scores), right=options.min_right, precision=options.min_precision)
    return 0 if reached else 1


def _scores(questions: Sequence[scoring.Labelled]) -> tuple[scoring.Score, ...]:
    knowledge = load()
    replies = (answer_question(q.q, knowledge, Context()) for q in questions)
    records = (scoring.record_of(plain.record(reply)) for reply in replies)
    return tuple(scoring.score(question, record) for question, record in zip(questions, records, strict=True))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.questions", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="labelled questions, .yaml or .jsonl")
    parser.add_argument("--min-right", type=float, default=0.0, metavar="0..1", help="least share right, over all")
    parser.add_argument(
        "--min-precision", type=float, default=0.0, metavar="0..1", help="least share right when answering"
    )
    parser.add_argument("--figures-only", action="store_true", help="leave out the misses")
    return parser


if __name__ == "__main__":
    sys.exit(main())
