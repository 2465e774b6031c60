"""Every intent has its twin of questions people really type, and the bot gets nearly all of them right."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from tests.questions import __main__ as command
from tests.questions import scoring
from tests.questions.scoring import Labelled

HERE = Path(__file__).parent
DEFINITIONS = HERE.parents[1] / "intents" / "definitions"
GENERAL = "dev"  # questions of every kind; the twin of no intent
LEAST_RIGHT = 0.90
LEAST_PRECISION = 0.97

TWINS = {path.stem: scoring.read(path) for path in sorted(HERE.glob("*.yaml")) if path.stem != GENERAL}


def intents() -> tuple[str, ...]:
    """Return the name of every intent that has a definition."""
    return tuple(sorted(path.stem for path in DEFINITIONS.glob("*.yaml")))


def gives_figures(intent: str) -> bool:
    """Return whether an intent answers with what was published, rather than with a refusal or a greeting."""
    answer = yaml.safe_load((DEFINITIONS / f"{intent}.yaml").read_text(encoding="utf-8"))["answer"]
    return "measure" in answer and answer["measure"] != "unpublished"


def repeated(words: Iterable[str]) -> list[str]:
    """Return the words that occur more than once."""
    return [word for word, times in Counter(words).items() if times > 1]


def must_be_refused(question: Labelled) -> bool:
    """Return whether an answer to a question would be wrong."""
    return question.status == "unanswerable" and "answered" not in question.accept


def test_every_intent_has_a_twin_and_every_twin_an_intent() -> None:
    assert tuple(TWINS) == intents()


def test_no_two_questions_share_an_id() -> None:
    everything = [*scoring.read(HERE / f"{GENERAL}.yaml"), *(q for twin in TWINS.values() for q in twin)]
    assert repeated(q.id for q in everything) == []


def test_no_question_stands_in_a_twin_twice() -> None:
    assert {name: repeated(q.q for q in twin) for name, twin in TWINS.items() if repeated(q.q for q in twin)} == {}


def test_every_intent_named_in_a_label_exists() -> None:
    assert {q.intent for twin in TWINS.values() for q in twin if q.intent} <= set(intents())


@pytest.mark.parametrize("intent", TWINS)
def test_a_twin_has_questions_that_its_intent_must_reply_to(intent: str) -> None:
    assert any(q.intent == intent for q in TWINS[intent])


@pytest.mark.parametrize("intent", [name for name in TWINS if name in intents() and gives_figures(name)])
def test_a_twin_has_near_misses_that_must_not_be_answered(intent: str) -> None:
    assert any(must_be_refused(q) for q in TWINS[intent])


def test_the_bot_gets_the_questions_right() -> None:
    reached = command.main(["--min-right", str(LEAST_RIGHT), "--min-precision", str(LEAST_PRECISION)])

    assert reached == 0, "Fewer are right than should be: the misses stand above."
