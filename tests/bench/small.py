"""Measure taught intents as most workspaces have them, a few with a few examples: python -m tests.bench.small.

The intents are drawn from CLINC150 (Larson et al., 2019) and asked through all that a question goes through, beside the
shipped ones: as many test questions for the drawn intents as for the others and as out of scope. Each line is one
ranker, so many intents and so many examples of each: python -m tests.bench.small RANKER INTENTS EXAMPLES prints one.
"""

import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from bot.wiring import load
from intents.catalogue import Catalogue, with_taught
from intents.definition import Definition, parse
from intents.matching import Understanding, by_examples, by_words
from intents.model import Match, Outcome, Unsure
from intents.ranking import Example, train
from intents.taught import Taught
from tests.bench.taught import CLINC, MISSING, Labelled

INTENTS, EXAMPLES = (1, 2, 5, 20), (5, 10, 20)
ASKED = 300  # questions of each of the three kinds, over all draws together
EACH = 10  # questions for an intent in one draw, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What is taught, and what is asked then."""

    taught: tuple[tuple[str, tuple[str, ...]], ...]
    asked: Labelled
    """A question, and the taught intent that it is meant for or ''."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of a question."""

    meant: str
    """The taught intent, or '' where there is none."""
    answered: str
    """The taught intent that answered; '' where none did."""
    offered: frozenset[str]
    """The intents it was asked back with."""


def main() -> None:
    """Print the line of one ranker and size, or all lines."""
    if not CLINC.exists():
        sys.exit(f"Skipped: {MISSING}")
    match sys.argv[1:]:
        case [ranker, intents, examples]:
            print(line(ranker, int(intents), int(examples)))
        case _:
            print("ranker, intents x examples: right of what is answered; of those meant, answered rightly / wrongly /")
            print("asked back with the right one; of the other intents' and of those out of scope, answered (percent)")
            for number, each, name in product(INTENTS, EXAMPLES, RANKERS):
                print(line(name, number, each), flush=True)


def line(ranker: str, intents: int, examples: int) -> str:
    """Return what was measured at one size."""
    found = [asked for draw in draws(intents, examples) for asked in ask(draw, RANKERS[ranker])]
    answered = [asked for asked in found if asked.answered]
    meant = [asked for asked in found if asked.meant]
    right = sum(asked.answered == asked.meant for asked in answered)
    wrong = sum(asked.answered not in ("", asked.meant) for asked in meant)
    back = sum(asked.meant in asked.offered for asked in meant)
    beside = len(answered) - right - wrong
    of = 100 / len(meant)
    precision = 100 * right / max(len(answered), 1)
    return (
        f"{ranker:14}{intents:3} x {examples:2}{precision:7.1f} of {len(answered):4};"
        f"{right * of:6.1f} /{wrong * of:5.1f} /{back * of:5.1f};{beside * of / 2:5.1f}"
    )


def trained(taught: Taught) -> Taught:
    """Return it with support vector machines trained on the examples."""
    examples = [Example(text=text, intent=name) for name, each in taught.intents.items() for text in each.examples]
    return replace(taught, ranker=train(examples))  # type: ignore[arg-type]  # asked alike


def neighbourhood(taught: Taught) -> Taught:
    """Return it as it is."""
    return taught


RANKERS: dict[str, Callable[[Taught], Taught]] = {"trained": trained, "neighbourhood": neighbourhood}


def draws(intents: int, examples: int) -> tuple[Draw, ...]:
    """Return random draws, always the same ones."""
    splits: dict[str, Labelled] = json.loads(CLINC.read_text(encoding="utf-8"))
    names = sorted({name for _, name in splits["test"]})
    number = max(ASKED // (EACH * intents), 3)
    return tuple(_draw(splits, names, intents, examples, random.Random(f"{intents} {n}")) for n in range(number))  # noqa: S311


def _draw(
    splits: dict[str, Labelled], names: Sequence[str], intents: int, examples: int, choice: random.Random
) -> Draw:
    drawn = choice.sample(names, intents)
    taught = tuple((_name(name), tuple(choice.sample(_of(splits["train"], name), examples))) for name in drawn)
    each = min(EACH, max(ASKED // (3 * intents), 1))
    inside = [(text, _name(name)) for name in drawn for text in choice.sample(_of(splits["test"], name), each)]
    others = [(text, "") for text, name in splits["test"] if name not in drawn]
    beyond = [(text, "") for text, _ in splits["oos_test"]]
    return Draw(
        taught=taught, asked=[*inside, *(q for beside in (others, beyond) for q in choice.sample(beside, len(inside)))]
    )


def _name(intent: str) -> str:
    return f"clinc_{intent}"  # one of them is called as a shipped intent is


def _of(pairs: Labelled, name: str) -> list[str]:
    return sorted({text for text, intent in pairs if intent == name})


def ask(draw: Draw, ranker: Callable[[Taught], Taught]) -> list[Asked]:
    """Return what came of the questions of a draw."""
    catalogue = with_taught(base(), [_definition(name, texts) for name, texts in draw.taught])
    assert catalogue.taught is not None
    catalogue = replace(catalogue, taught=ranker(catalogue.taught))
    names = {name for name, _ in draw.taught}
    return [_asked(meant, by_examples(readings(text), catalogue).outcome, names) for text, meant in draw.asked]


def _asked(meant: str, outcome: Outcome, names: set[str]) -> Asked:
    answered = outcome.intent if isinstance(outcome, Match) and outcome.intent in names else ""
    offered = frozenset(m.intent for m in outcome.readings) if isinstance(outcome, Unsure) else frozenset[str]()
    return Asked(meant=meant, answered=answered, offered=offered)


@cache
def base() -> Catalogue:
    """Return the shipped catalogue."""
    knowledge = load()
    return knowledge.catalogues[knowledge.default]


@cache
def readings(text: str) -> tuple[Understanding, ...]:
    """Return how a question is understood word by word, whatever is taught."""
    return by_words(text, base())


def _definition(name: str, examples: tuple[str, ...]) -> Definition:
    raw = {"intent": name, "summary": name, "examples": list(examples), "answer": {"text": name}}
    definition, faults = parse(raw, file=name)
    assert definition is not None, faults
    return definition


if __name__ == "__main__":
    main()
