"""Print how taught intents are told apart, ours beside other ways to do it: python -m tests.bench.contest [--large]."""

import sys

from tests.bench import taught
from tests.bench.taught import Figures

OURS = "lexical"
NAMES = {
    OURS: "surveybot",
    "token_sort": "rapidfuzz token_sort_ratio",
    "sorted_ratio": "rapidfuzz, words sorted before",
    "mixed": "rapidfuzz, mean of three, stems",
    "linear": "scikit-learn TF-IDF LinearSVC",
}
# Each task, in words, and every how many-th question is asked: one p99 needs a few hundred, not thousands
TASKS = {
    "random-10-a": ("150 intents x 10 examples", 4),
    "50x20": ("50 intents x 20 examples", 2),
    "150x100": ("150 intents x 100 examples", 8),
}
LARGE = {"100000": ("150 intents, 100,000 examples", 25)}


def main() -> None:
    """Print the tables of all tasks, or of the largest."""
    print_tables(large="--large" in sys.argv[1:])


def print_tables(*, large: bool) -> None:
    """Print a table for each task; with `large` for the largest too, which takes minutes."""
    if not taught.CLINC.exists():
        print(f"Skipped: {taught.MISSING}")
        return
    for task, (title, every) in (TASKS | (LARGE if large else {})).items():
        heads = f"{'top1':>6}{'typos':>7}{'auroc':>7}{'p50 ms':>8}{'p99 ms':>8}{'x ours':>8}{'train s':>9}{'MB':>6}"
        print(f"\n{title:32}{heads}")
        ours: Figures | None = None
        for contender, name in NAMES.items():
            figures = taught.measured_afresh(contender, task, every)
            ours = ours or figures
            print(f"{name:32}{_line(figures, ours)}", flush=True)


def _line(f: Figures, ours: Figures) -> str:
    rates = f"{f.top1:6.1f}{f.typos:7.1f}{f.auroc:7.1f}"
    return f"{rates}{f.p50_ms:8.2f}{f.p99_ms:8.2f}{f.p99_ms / ours.p99_ms:8.1f}{f.train_seconds:9.1f}{f.peak_mb:6.0f}"


if __name__ == "__main__":
    main()
