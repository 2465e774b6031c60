"""Laws of meaning: a question made to mean something else gets another answer or none, and a paraphrase the same.

The questions are all the labelled ones that the bot answers right; how they are rewritten is in `rewriting`.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.render import plain
from bot.reply import Reply, Status
from bot.translation import vocabulary_of
from bot.wiring import DEFAULT_SURVEY
from intents.catalogue import compile_catalogue
from intents.definition import Definition, parse
from intents.library import load_definitions, load_lexicon
from intents.matching import match
from tests.helpers.asking import asked, cgi_knowledge
from tests.property import rewriting
from tests.property.rewriting import Rewrite
from tests.questions import scoring

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "tests" / "questions"
SHOWN = 12  # failures in a message; more are not read
MOST = 300  # questions made by one rule; all of them would take minutes
SIGNED = re.compile(r"\b(?:thanks|regards|cheers|thx|ta)\b")
GIVEN = frozenset({Status.ANSWERED, Status.BOUNDED})


@dataclass(frozen=True, slots=True)
class Seed:
    """A labelled question, and the right reply it gets."""

    text: str
    reply: Reply


@cache
def seeds(*, exported: bool = False) -> tuple[Seed, ...]:
    """Return every labelled question that is answered, and right: with words, or with a file."""
    files = (*sorted(QUESTIONS.glob("*.yaml")), *sorted((QUESTIONS / "unseen").glob("*.jsonl")))
    labelled = {q.q: q for path in files for q in scoring.read(path) if q.status == "answered"}
    labelled = {text: q for text, q in labelled.items() if (q.kind == "export") is exported}
    replies = {text: asked(text) for text in labelled}
    return tuple(
        Seed(text, reply)
        for text, reply in replies.items()
        if reply.status is Status.ANSWERED
        and scoring.score(labelled[text], scoring.record_of(plain.record(reply))).right
    )


def figured(*intents: str, but: Sequence[str] = ()) -> list[Seed]:
    """Return the questions answered with figures; of some intents only, or of all but some."""
    found = [s for s in seeds() if s.reply.figures and s.reply.intent not in but]
    return [s for s in found if s.reply.intent in intents] if intents else found


def sized() -> list[Seed]:
    """Return the questions whose answer turns with 'more' and 'less': not left open by rounding, nor a whole order."""
    undecided = (
        "Too close to tell",
        "It was published as",
        "The published figures cannot decide it",
        "All published figures",
    )
    found = figured("check", "check_not", "more", "fewer", "threshold", "highest", "lowest")
    found = [s for s in found if not s.reply.headline.startswith(undecided)]
    near = re.compile("nearly|almost", re.IGNORECASE)  # 'nearly half' and 'just over half' may both be far off
    return [s for s in found if not (s.reply.headline.startswith("No: ") and near.search(s.text))]


def told(reply: Reply) -> tuple[object, ...]:
    """Return what a reply tells a person of the survey."""
    return reply.headline, [f.id for f in reply.figures], reply.rows, reply.details, reply.quotes


def is_given(reply: Reply) -> bool:
    """Return whether a reply claims to answer, and not to ask back or to refuse."""
    return reply.status in GIVEN


def rewritten(chosen: Iterable[Seed], rewrite: Rewrite) -> list[tuple[Seed, str]]:
    """Return each question with every other text that a rule makes of it; evenly chosen where they are too many."""
    made = [
        (seed, text)
        for seed in chosen
        for text in dict.fromkeys(rewrite(seed.text))
        if " ".join(text.split()).casefold() != " ".join(seed.text.split()).casefold()
    ]
    return made[:: 1 + len(made) // MOST]


def shown(failures: Sequence[tuple[str, str, Reply]], made: int) -> str:
    """Return failures as a message: how many of how many, and the first of them."""
    lines = [f"{old!r}\n  -> {new!r}\n  {r.intent}: {r.headline}" for old, new, r in failures[:SHOWN]]
    return "\n".join((f"{len(failures)} of {made} rewritten questions:", *lines))


# Another question: the same figures with the same words would be an answer to the old one.
CHANGED: Mapping[str, tuple[Callable[[], Iterable[Seed]], Rewrite]] = {
    "not sharing": (figured, rewriting.negate_present),
    "did not cite": (figured, rewriting.negate_past),
    "not citing": (figured, rewriting.negate_gerund),
    "nobody": (lambda: [s for s in figured("check") if not s.reply.headline.startswith("No")], rewriting.nobody),
    "it is not true": (lambda: figured("check"), rewriting.untrue),
    "anyone but": (figured, rewriting.excepting),
    "without": (lambda: figured("share", "count", "check"), rewriting.unnamed),
    "no longer negated": (lambda: figured("complement", "count_not", "check_not"), rewriting.undo),
    "sides exchanged": (figured, rewriting.exchanged),
    "more is less": (sized, rewriting.larger_smaller),
    "smallest first": (lambda: figured("rank"), rewriting.other_order),
    "another wave": (lambda: figured("share", "before", "check"), rewriting.other_wave),
    "another finding": (lambda: figured(but=("is_highest", "is_lowest", "highest", "lowest")), rewriting.other_finding),
    "number for percentage": (lambda: figured("share", "complement"), rewriting.percent_to_count),
    "percentage for number": (lambda: figured("count", "count_not"), rewriting.count_to_percent),
    "another measure": (lambda: figured("share", "complement"), rewriting.to_inside),
    "a measure of a name": (lambda: figured("share"), rewriting.short_measure),
    "another place in the order": (
        lambda: figured("highest", "lowest", "is_highest", "is_lowest", "second", "third"),
        rewriting.other_place,
    ),
}
# A question that the survey does not answer, whatever else it holds.
UNANSWERED: Mapping[str, tuple[Callable[[], Iterable[Seed]], Rewrite]] = {
    "giver receives": (figured, rewriting.reversed_roles),
    "another year": (figured, rewriting.other_year),
    "not on offer": (seeds, rewriting.unasked),
    "in a place": (figured, rewriting.somewhere),
    "among a group": (figured, rewriting.among_some),
    "at a time": (figured, rewriting.at_times),
    "of those elsewhere": (figured, rewriting.of_some),
    "only": (figured, rewriting.at_verb("only", "always", "rarely", "often", "securely", "hardly")),
    "want to": (
        figured,
        rewriting.at_present("want to", "should", "plan to", "used to", "would like to", "try to", "will", "might"),
    ),
    "their only barrier": (figured, rewriting.other_rank),
    "how often": (figured, rewriting.to_outside),
}


@pytest.mark.parametrize("rule", CHANGED)
def test_a_question_that_means_something_else_is_not_answered_as_before(rule: str) -> None:
    chosen, rewrite = CHANGED[rule]
    made = [(seed, text, asked(text)) for seed, text in rewritten(chosen(), rewrite)]
    failures = [(s.text, t, r) for s, t, r in made if is_given(r) and told(r) == told(s.reply)]
    assert made
    assert not failures, shown(failures, len(made))


@pytest.mark.parametrize("rule", UNANSWERED)
def test_a_question_that_the_survey_does_not_answer_is_not_answered(rule: str) -> None:
    chosen, rewrite = UNANSWERED[rule]
    made = [(seed, text, asked(text)) for seed, text in rewritten(chosen(), rewrite)]
    failures = [(s.text, t, r) for s, t, r in made if is_given(r)]
    assert made
    assert not failures, shown(failures, len(made))


@pytest.mark.parametrize("rule", sorted(UNANSWERED.keys() - {"their only barrier", "how often"}))
def test_a_file_is_never_of_what_the_survey_does_not_answer(rule: str) -> None:
    made = [(seed, text, asked(text)) for seed, text in rewritten(seeds(exported=True), UNANSWERED[rule][1])]
    failures = [(s.text, t, r) for s, t, r in made if is_given(r)]
    assert made
    assert not failures, shown(failures, len(made))


def test_a_condition_is_never_answered_with_a_figure_of_everybody() -> None:
    made = [(seed, text, asked(text)) for seed, text in rewritten(figured(), rewriting.conditioned)]
    failures = [(s.text, t, r) for s, t, r in made if r.status is Status.ANSWERED]
    assert made
    assert not failures, shown(failures, len(made))


@pytest.mark.parametrize("rule", ["another name", "another word for those asked", "another verb"])
def test_a_synonym_never_leads_to_another_answer(rule: str) -> None:
    rewrite = {
        "another name": rewriting.synonyms,
        "another word for those asked": rewriting.other_people,
        "another verb": rewriting.other_verb,
    }[rule]
    made = [(seed, text, asked(text)) for seed, text in rewritten(figured(), rewrite)]
    failures = [(s.text, t, r) for s, t, r in made if is_given(r) and told(r) != told(s.reply)]
    assert made
    assert not failures, shown(failures, len(made))


@pytest.mark.parametrize("said", rewriting.POLITE)
def test_politeness_does_not_change_the_answer(said: str) -> None:
    chosen = figured()[rewriting.POLITE.index(said) % 6 :: 6]
    chosen = [seed for seed in chosen if not SIGNED.search(seed.text.casefold())]  # nobody signs twice
    made = [(seed, text, asked(text)) for seed, text in rewritten(chosen, lambda text: (said.format(text),))]
    failures = [(s.text, t, r) for s, t, r in made if told(r) != told(s.reply)]
    assert made
    assert not failures, shown(failures, len(made))


@pytest.mark.parametrize("style", rewriting.STYLES)
def test_how_a_question_is_typed_does_not_change_the_answer(style: str) -> None:
    typed = rewriting.STYLES[style]
    chosen = seeds()[list(rewriting.STYLES).index(style) % 6 :: 6]
    made = [(seed, text, asked(text)) for seed in chosen if (text := typed(seed.text)) != seed.text]
    failures = [(s.text, t, r) for s, t, r in made if told(r) != told(s.reply)]
    assert made
    assert not failures, shown(failures, len(made))


REPLIES = """
import hashlib
from tests.helpers.asking import asked
from tests.property.test_operators import QUESTIONS, scoring
replies = [asked(question.q) for question in scoring.read(QUESTIONS / "dev.yaml")]
print(len(replies), hashlib.sha256(repr(replies).encode()).hexdigest())
"""


def test_another_process_gives_the_same_replies() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", REPLIES],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(digests) == 1


UNRELATED = {
    "canteen": ["where is the canteen", "when does the canteen open", "what is on the lunch menu"],
    "wifi": ["what is the wifi password", "how do i get on the wifi"],
    "leave": ["how many days of annual leave do i get", "who approves my annual leave"],
    "rooms": ["how do i book a meeting room", "which meeting rooms have a projector"],
    "team": ["who runs the analytics team", "which team looks after the intranet"],
    "expenses": ["how do i claim expenses", "what is the mileage allowance"],
    "parking": ["is there parking near the office", "how much does parking cost per day"],
}


def _unrelated(name: str, asks: Sequence[str]) -> Definition | None:
    raw = {"intent": name, "summary": f"The {name}.", "ask": asks, "answer": {"text": "Ask at the desk."}}
    return parse(raw, file=f"{name}.yaml")[0]


@cache
def with_unrelated() -> dict[str, object]:
    """Return what each question is taken to mean when unrelated intents are known too."""
    own = [definition for name, asks in UNRELATED.items() if (definition := _unrelated(name, asks))]
    survey = cgi_knowledge().surveys[DEFAULT_SURVEY]
    catalogue = compile_catalogue((*load_definitions(), *own), load_lexicon(), vocabulary_of(survey))
    assert all(getattr(match(ask, catalogue), "intent", "") == name for name, asks in UNRELATED.items() for ask in asks)
    return {seed.text: match(seed.text, catalogue) for seed in seeds()[::3]}


def test_an_unrelated_intent_changes_no_match() -> None:
    own = cgi_knowledge().catalogues[DEFAULT_SURVEY]
    changed = [text for text, outcome in with_unrelated().items() if match(text, own) != outcome]
    assert changed == []
