"""Measure the shipped catalogue beside hassil and a fuzzy search on labelled questions: python -m tests.bench.survey.

Each contender is a process of its own. hassil gets the same definitions and words as templates, its own skip words and
its best match, and the question folded and with short forms written out; what it finds is answered and judged as the
bot's own matches are. The fuzzy search replies as the most similar other question should be replied to. Times are those
of the processor, for understanding alone.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np

from bot.answering import _matched, answer_question
from bot.context import Context
from bot.render import plain
from bot.wiring import load
from intents import library
from intents.catalogue import Catalogue
from intents.frame import SlotType, Value, frames
from intents.matching import match
from intents.model import IntentName, Match
from intents.reading import read
from intents.text import Folded, fold
from tests.bench import templates
from tests.bench.machine import alone, peak_mb
from tests.questions import scoring
from tests.questions.scoring import Labelled, Record

QUESTIONS = Path(__file__).parents[1] / "questions"
SETS = {"twins": "*.yaml", "unseen": "unseen/*.jsonl"}
LONGEST = 600  # seconds that one line of the table may take
ALIKE = 80.0  # of 100; from there on a careful fuzzy search takes two questions for one
SLOW = {"hassil": {"unseen": 5}}  # only every fifth question is put to it, which would take minutes else
REFUSED = Record(status="unanswerable", intent="-", headline="", text="")
_NUMERIC = {SlotType.QUANTITY, SlotType.POINTS, SlotType.NUMBER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of a contender; rates in percent."""

    questions: int
    found: float
    """Of the answerable: answered, and rightly."""
    wrong: float
    """Of the answerable: answered, and otherwise."""
    passed_off: float
    """Of what was not published: answered all the same."""
    p50_ms: float
    p99_ms: float
    compile_seconds: float
    """To make the contender ready; the loading of the survey not counted for hassil."""
    peak_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """What understands questions."""

    prepare: Callable[[Labelled], str]
    """Return the text as the contender likes it; not timed."""
    understand: Callable[[str], object]
    """Return what a text is taken to mean, or None; timed."""
    reply: Callable[[Labelled, object], Record]
    """Return the reply to a question taken to mean that; not timed."""
    compile_seconds: float


def main() -> None:
    """Print one measurement as JSON, or the table."""
    match sys.argv[1:]:
        case [name, asked]:
            print(json.dumps(asdict(measure(name, asked))))
        case _:
            print_table()


def print_table() -> None:
    """Print a line for each contender and set of questions."""
    heads = f"{'asked':>6}{'found':>7}{'wrong':>7}{'passed off':>12}{'p50 ms':>9}{'p99 ms':>9}{'ready s':>9}{'MB':>6}"
    print(f"{'':32}{heads}")
    for asked in SETS:
        for name in CONTENDERS:
            f = Figures(**alone("tests.bench.survey", name, asked, longest=LONGEST))  # type: ignore[arg-type]  # JSON
            rates = f"{f.questions:6}{f.found:7.1f}{f.wrong:7.1f}{f.passed_off:12.1f}"
            costs = f"{f.p50_ms:9.2f}{f.p99_ms:9.2f}{f.compile_seconds:9.2f}{f.peak_mb:6.0f}"
            print(f"{asked:8}{name:24}{rates}{costs}", flush=True)


def measure(name: str, asked: str) -> Figures:
    """Measure a contender in this process."""
    everything = labelled(asked)
    contender = CONTENDERS[name](everything)
    scores: list[scoring.Score] = []
    times: list[float] = []
    for question in everything[:: SLOW.get(name, {}).get(asked, 1)]:
        text = contender.prepare(question)
        begin = time.process_time()
        understood = contender.understand(text)
        times.append((time.process_time() - begin) * 1000)
        scores.append(scoring.score(question, contender.reply(question, understood)))
    answerable = [s for s in scores if s.question.status == "answered"]
    answered = [s for s in answerable if s.record.status == "answered"]
    refusable = [s for s in scores if s.question.unpublished and "answered" not in s.question.accept]
    p50, p99 = np.quantile(times, [0.5, 0.99])
    return Figures(
        questions=len(scores),
        found=_percent(sum(s.right for s in answered), len(answerable)),
        wrong=_percent(sum(not s.right for s in answered), len(answerable)),
        passed_off=_percent(sum(s.record.status == "answered" for s in refusable), len(refusable)),
        p50_ms=round(float(p50), 2),
        p99_ms=round(float(p99), 2),
        compile_seconds=round(contender.compile_seconds, 2),
        peak_mb=peak_mb(),
    )


def labelled(asked: str) -> tuple[Labelled, ...]:
    """Return the questions of a set, each text once."""
    questions = (q for path in sorted(QUESTIONS.glob(SETS[asked])) for q in scoring.read(path))
    return tuple({q.q: q for q in questions}.values())


def surveybot(_: Sequence[Labelled]) -> Contender:
    """Return the bot."""
    begin = time.process_time()
    knowledge = load()
    seconds = time.process_time() - begin
    catalogue = knowledge.catalogues[knowledge.default]
    return Contender(
        prepare=lambda question: question.q,
        understand=lambda text: match(text, catalogue),
        reply=lambda question, _: scoring.record_of(plain.record(answer_question(question.q, knowledge, Context()))),
        compile_seconds=seconds,
    )


def hassil(_: Sequence[Labelled]) -> Contender:
    """Return hassil with the shipped catalogue as templates."""
    from hassil import Intents, recognize_best

    knowledge = load()
    catalogue, survey = knowledge.catalogues[knowledge.default], knowledge.surveys[knowledge.default]
    source = templates.source_of([i.definition for i in catalogue.intents], library.load_lexicon(), catalogue)
    made = templates.templates(source)
    begin = time.process_time()
    compiled = Intents.from_dict(made)
    _all = [data.sentences for intent in compiled.intents.values() for data in intent.data]
    seconds = time.process_time() - begin

    def reply(question: Labelled, understood: object) -> Record:
        if understood is None:
            return REFUSED
        found = _match(understood, catalogue)
        return scoring.record_of(plain.record(_matched(question.q, found, survey, catalogue)))

    return Contender(
        prepare=lambda q: " ".join(t.text for t in catalogue.words.spell_out(fold(q.q)) if not t.is_break),
        understand=lambda text: recognize_best(text, compiled),
        reply=reply,
        compile_seconds=seconds,
    )


def rapidfuzz(everything: Sequence[Labelled], least: float = ALIKE) -> Contender:
    """Return a fuzzy search that takes two questions for one if they are at least so much alike."""
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    texts = [q.q.casefold() for q in everything]

    def understand(text: str) -> object:
        alike = cdist([text], texts, scorer=fuzz.token_sort_ratio)[0]
        alike[texts.index(text)] = 0.0  # itself
        best = int(np.argmax(alike))
        return everything[best] if alike[best] >= least else None

    return Contender(
        prepare=lambda question: question.q.casefold(),
        understand=understand,
        reply=lambda _, understood: _as_labelled(understood) if isinstance(understood, Labelled) else REFUSED,
        compile_seconds=0.0,
    )


CONTENDERS: dict[str, Callable[[Sequence[Labelled]], Contender]] = {
    "surveybot": surveybot,
    "hassil": hassil,
    f"rapidfuzz, {ALIKE:.0f} or more": rapidfuzz,
    "rapidfuzz, the nearest": partial(rapidfuzz, least=0.0),
}


def _as_labelled(other: Labelled) -> Record:
    """Return the reply that another question should have."""
    shown = " / ".join(other.values)
    return Record(
        status=other.status, intent=other.intent or "-", headline=shown, text=" / ".join((shown, *other.quotes))
    )


def _match(found: object, catalogue: Catalogue) -> Match:
    """Return what hassil found as a match of ours."""
    intent, entities = found.intent.name, found.entities_list  # type: ignore[attr-defined]  # hassil has no types here
    definition = catalogue.definition(intent)
    assert definition is not None
    named = [(e.name.partition("__")[0], str(e.value)) for e in entities]
    slots: dict[str, tuple[Value, ...]] = {}
    for name, values in groupby(sorted(dict.fromkeys(named), key=lambda n: n[0]), key=lambda n: n[0]):
        slot = definition.slots[name]
        slots[name] = tuple(v for _, value in values for v in _values(slot.type, value, name, catalogue))
    return Match(intent=IntentName(intent), slots=slots, confidence=1.0)


def _values(type_: SlotType, value: str, slot: str, catalogue: Catalogue) -> Iterable[Value]:
    if type_ not in _NUMERIC:
        return [Value(type=type_, id=value, slot=slot if type_ is SlotType.CHOICE else "", text=value)]
    elements = read(Folded(value), catalogue.words, catalogue.speller)
    return [v for v in frames(elements, catalogue.vocabulary)[0].values if v.quantity]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else float("nan")


if __name__ == "__main__":
    main()
