"""Measure how well taught intents are told apart, how fast and in how much memory: python -m tests.bench.taught.

Each line of the table is a process of its own, which learns from CLINC150 (Larson et al., 2019) and is measured on its
test questions: python -m tests.bench.taught CONTENDER TASK prints that one as JSON. Rates are in percent, times are
those of the processor, which other programs do not lengthen as they do the clock's.
"""

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

import numpy as np

from intents.evaluation import Outcome, put, score
from intents.index import Index
from intents.neighbourhood import Neighbourhood
from intents.ranking import Candidate, Example, train
from intents.sheets import sheet_of
from tests.bench.machine import alone, peak_mb

CLINC = Path(__file__).parents[3] / "shared" / "benchmarks" / "clinc150" / "data_full.json"
MISSING = f"{CLINC.name} of CLINC150 is not in {CLINC.parent.name}/."
LONGEST = 900  # seconds that one line of the table may take
MISSPELT = 0.2  # of the words of four letters or more; at least one a question that has any
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
Labelled = Sequence[Sequence[str]]  # a text and its intent each


class Contender(Protocol):
    """What is measured: a Ranker, or anything that can stand in its place."""

    @property
    def accept_at(self) -> float:
        """Return the confidence from which on the best candidate is taken."""

    @property
    def answer_at(self) -> float:
        """Return the one from which on it is answered unasked."""

    def rank(self, text: str, most: int = 3) -> tuple[Candidate, ...]:
        """Return the likeliest intents, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of a contender; rates in percent."""

    examples: int
    top1: float
    """Of the questions in scope, before any threshold."""
    typos: float
    """The same, of the misspelt questions."""
    auroc: float
    own: tuple[float, float, float]
    """Accuracy in scope, recall out of scope and joint accuracy at the contender's own threshold."""
    protocol: tuple[float, float, float] | None
    """The same at the threshold that does best on CLINC150's validation split; None where only some were asked."""
    answered: tuple[float, float]
    """The share of all questions that is answered unasked, and how much of it is right."""
    p50_ms: float
    p99_ms: float
    train_seconds: float
    peak_mb: float
    """Of the whole process, the reading of CLINC150 among it."""


CONTENDERS = {
    "lexical": "tests.bench.taught:lexical",
    "semantic": "tests.bench.taught:semantic",
    "neighbourhood": "tests.bench.taught:neighbourhood",
    "token_sort": "tests.bench.rivals:token_sort",
    "sorted_ratio": "tests.bench.rivals:sorted_ratio",
    "mixed": "tests.bench.rivals:mixed",
    "linear": "tests.bench.rivals:linear",
}
TASKS: dict[str, Callable[[Labelled], Labelled]] = {
    "first-10": lambda pairs: few(pairs, 10, None),
    "random-10-a": lambda pairs: few(pairs, 10, 1),
    "random-10-b": lambda pairs: few(pairs, 10, 2),
    "random-10-c": lambda pairs: few(pairs, 10, 3),
    "50x20": lambda pairs: few(pairs[: 50 * 100], 20, 1),
    "150x100": lambda pairs: pairs,
    "100000": lambda pairs: many(pairs, 100_000),
}


def main() -> None:
    """Print one measurement as JSON, or the table of all tasks."""
    if not CLINC.exists():
        sys.exit(f"Skipped: {MISSING}")
    match sys.argv[1:]:
        case [contender, task, *every]:
            print(json.dumps(asdict(measure(contender, task, int(every[0]) if every else 1))))
        case names:
            print_table(names[0] if names else "lexical")


def print_table(contender: str) -> None:
    """Print a line for each task."""
    print(
        f"{contender}: rates in percent; own and protocol are accuracy in scope / recall out of scope / joint accuracy"
    )
    heads = f"{'top1':>6}{'typos':>7}{'auroc':>7}  {'own':16} {'protocol':16} {'answered':12}"
    print(f"{'task':12}{heads}{'p50 ms':>7}{'p99 ms':>7}{'train s':>8}{'MB':>6}")
    for task in TASKS:
        f = measured_afresh(contender, task)
        rates = (" / ".join(f"{rate:.1f}" for rate in each) for each in (f.own, f.protocol or (), f.answered))
        places = zip(rates, (19, 19, 12), strict=True)
        shown = "".join(f" {text:{width}}" for text, width in places)
        times = f"{f.p50_ms:7.2f}{f.p99_ms:7.2f}{f.train_seconds:8.1f}{f.peak_mb:6.0f}"
        print(f"{task:12}{f.top1:6.1f}{f.typos:7.1f}{f.auroc:7.1f} {shown}{times}", flush=True)


def measured_afresh(contender: str, task: str, every: int = 1) -> Figures:
    """Measure a contender in a process of its own, on every so many-th question."""
    return Figures(**alone("tests.bench.taught", contender, task, str(every), longest=LONGEST))  # type: ignore[arg-type]  # JSON


def measure(contender: str, task: str, every: int = 1) -> Figures:
    """Measure a contender in this process, on every so many-th question."""
    module, function = CONTENDERS[contender].split(":")
    prepare: Callable[[], Callable[[Sequence[Example]], Contender]] = getattr(import_module(module), function)
    learn = prepare()
    splits: dict[str, Labelled] = json.loads(CLINC.read_text(encoding="utf-8"))
    taught = [Example(text=text, intent=intent) for text, intent in TASKS[task](splits["train"])]
    begin = time.process_time()
    ranker = learn(taught)
    seconds = time.process_time() - begin
    peak = peak_mb()
    names = {example.intent for example in taught}
    inside, outside = _labelled(splits["test"], names)[::every], _unfit(splits["oos_test"])[::every]
    asked = _outcomes(ranker, inside + outside)
    misspelt = [Example(text=misspell(e.text, MISSPELT), intent=e.intent) for e in inside]
    scores = score(asked, ranker.accept_at)
    answered = [outcome for outcome in asked if outcome.said(ranker.answer_at)]
    right = sum(outcome.is_first() for outcome in answered)
    return Figures(
        examples=len(taught),
        top1=_number(scores.top1_in_scope),
        typos=_number(score(_outcomes(ranker, misspelt), 0).top1_in_scope),
        auroc=_number(scores.auroc),
        own=_at(asked, ranker.accept_at),
        protocol=_at(asked, _tuned(ranker, splits, names)) if every == 1 else None,
        answered=(round(100 * len(answered) / len(asked), 1), round(100 * right / max(len(answered), 1), 1)),
        p50_ms=_number(scores.p50_ms),
        p99_ms=_number(scores.p99_ms),
        train_seconds=round(seconds, 2),
        peak_mb=peak,
    )


def lexical() -> Callable[[Sequence[Example]], Contender]:
    """Return the ranker as it is without anything else installed."""
    return train


def semantic() -> Callable[[Sequence[Example]], Contender]:
    """Return the ranker with the semantic encoder."""
    from intents.semantic import load

    encoder = load()
    return lambda examples: train(examples, encoder)


def neighbourhood() -> Callable[[Sequence[Example]], Contender]:
    """Return what ranks where there are too many examples to be trained on at once."""

    def learn(examples: Sequence[Example]) -> Contender:
        by_intent: defaultdict[str, list[str]] = defaultdict(list)
        for example in examples:
            by_intent[example.intent].append(example.text)
        return Neighbourhood(Index(sheet_of(intent, texts) for intent, texts in by_intent.items()))

    return learn


def few(pairs: Labelled, each: int, seed: int | None) -> Labelled:
    """Return some examples of each intent: the first ones, or ones chosen at random."""
    by_intent: defaultdict[str, list[str]] = defaultdict(list)
    for text, intent in pairs:
        by_intent[intent].append(text)
    chosen = {
        intent: texts if seed is None else random.Random(f"{seed} {intent}").sample(texts, len(texts))  # noqa: S311
        for intent, texts in by_intent.items()
    }
    return [(text, intent) for intent, texts in chosen.items() for text in texts[:each]]


def many(pairs: Labelled, number: int) -> Labelled:
    """Return all examples, and so many more made of two of one intent, said one after the other."""
    by_intent: defaultdict[str, list[str]] = defaultdict(list)
    for text, intent in pairs:
        by_intent[intent].append(text)
    choice = random.Random(number)  # noqa: S311
    intents = sorted(by_intent)
    more = [(" and ".join(choice.sample(by_intent[i], 2)), i) for i in choice.choices(intents, k=number - len(pairs))]
    return [*pairs, *more]


def misspell(text: str, share: float) -> str:
    """Return a text with some of its words of four letters or more one edit away; the same text always alike."""
    choice = random.Random(text)  # noqa: S311
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    for place in [p for p in long if choice.random() < share] or long[:1]:
        words[place] = _edited(words[place], choice)
    return " ".join(words)


def best_threshold(outcomes: Sequence[Outcome]) -> float:
    """Return the confidence above which to accept so that the most questions come out right."""
    falling = sorted(outcomes, key=lambda outcome: -outcome.confidence)
    gains = np.cumsum([outcome.is_first() if outcome.in_scope else -1 for outcome in falling])
    return falling[int(np.argmax(gains))].confidence


def _tuned(ranker: Contender, splits: Mapping[str, Labelled], names: set[str]) -> float:
    return best_threshold(_outcomes(ranker, _labelled(splits["val"], names) + _unfit(splits["oos_val"])))


def _edited(word: str, choice: random.Random) -> str:
    """Return a word with two letters swapped, one dropped, one doubled, or one of a key next to its own."""
    i = choice.randrange(len(word) - 1)
    row = next((row for row in KEYS if word[i] in row), word[i])
    beside = row[max(row.index(word[i]) - 1, 0) : row.index(word[i]) + 2].replace(word[i], "") or "x"
    return choice.choice(
        [
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            word[:i] + word[i + 1 :],
            word[:i] + word[i] + word[i:],
            word[:i] + choice.choice(beside) + word[i + 1 :],
        ]
    )


def _outcomes(contender: Contender, questions: Sequence[Example]) -> tuple[Outcome, ...]:
    return put(contender, questions, time.process_time)


def _labelled(pairs: Labelled, names: set[str]) -> list[Example]:
    return [Example(text=text, intent=intent) for text, intent in pairs if intent in names]


def _unfit(pairs: Labelled) -> list[Example]:
    return [Example(text=text, intent="") for text, _ in pairs]


def _at(outcomes: Sequence[Outcome], accept_at: float) -> tuple[float, float, float]:
    scores = score(outcomes, accept_at)
    return _number(scores.accuracy_in_scope), _number(scores.oos_recall), _number(scores.joint_accuracy)


def _number(rate: float | None) -> float:
    return float("nan") if rate is None else rate


if __name__ == "__main__":
    main()
