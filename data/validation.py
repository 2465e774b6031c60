"""Whether a survey that could be read makes sense: every id leads somewhere, every number stands where it says."""

import re
from collections.abc import Collection, Iterable, Mapping

from data.assembly import Draft
from data.codebook import Question, ResponseType
from data.errors import did_you_mean
from data.parts import Placed
from data.records import Entry
from data.survey import BaseStatus, Figure, ObservationStatus, question_of

WHOLE = 100  # percent
MAX_DECIMALS = 6  # more is no published percentage

SPELLINGS = {
    "less than a quarter": (0.0, 25.0),
    "a quarter": (24.5, 25.5),
    "nearly a third": (30.0, 33.4),
    "less than a third": (0.0, 33.4),
    "a third": (32.5, 34.0),
    "less than half": (0.0, 50.0),
    "nearly half": (45.0, 50.0),
    "half": (49.5, 50.5),
    "more than half": (50.0, 100.0),
    "two thirds": (66.0, 67.5),
    "three quarters": (74.5, 75.5),
    "one in ten": (9.5, 10.5),
    "one in five": (19.5, 20.5),
}
"""Spellings that may stand in a sentence for its number, with the percentages they cover."""


def check(draft: Draft, texts: Mapping[str, str]) -> None:
    """Note everything in a draft that contradicts itself, its sources' texts, or the format; fault by fault."""
    folded = {source: _folded(text) for source, text in texts.items()}
    sources = {p.part.id for p in draft.sources}
    _check_study(draft, sources)
    for placed in draft.figures:
        _check_names(placed, draft, sources)
        if placed.entry.sound:
            _check_value(placed)
            _check_base(placed.entry, placed.part.base, placed.part.base_status, "base_unweighted")
            _check_status(placed)
            _check_sentence(placed, folded)
    _check_quotes(draft, sources, folded)
    _check_one_answer(draft.figures)
    for question in draft.questions or ():
        _check_sum(question, draft.figures)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _known(entry: Entry, key: str, names: Iterable[str], known: Collection[str], kind: str) -> None:
    for name in names:
        if name and name not in known:
            what = f"{key!r} names {name!r}, but there is no such {kind}."
            entry.fault(what, f"{did_you_mean(name, known)}Name one that exists.", key)


def _findings(draft: Draft) -> set[str]:
    return {category.id for placed in draft.questions or () for category in placed.part.categories}


def _check_study(draft: Draft, sources: Collection[str]) -> None:
    facts = {p.part.id for p in draft.facts}
    for fact, entry in draft.facts:
        _known(entry, "source", [fact.source or ""], sources, "source")
        _known(entry, "conflicts_with", fact.conflicts_with, facts, "fact")
        if not fact.published and not fact.noun:
            entry.fault("'noun' is missing.", "End the sentence 'The survey does not give ...' with it.")
    if draft.study:
        study, entry = draft.study
        _known(entry, "main_source", [study.main_source], sources, "source")
        _check_base(entry, study.sample_size, BaseStatus(study.sample_size_status), "sample_size")


def _check_names(placed: Placed[Figure], draft: Draft, sources: Collection[str]) -> None:
    figure, row = placed
    if draft.questions is not None:
        _known(row, "finding", [figure.finding], _findings(draft), "finding")
    if draft.study:
        _known(row, "wave", [figure.wave], {w.id for w in draft.study.part.waves}, "wave")
        _known(row, "source", [figure.source], sources, "source")
        _known(row, "also_in", figure.also_in, sources, "source")
    others = {p.part.id for p in draft.figures} - {figure.id}
    _known(row, "derived_from", figure.derived_from, others, "other figure")
    _known(row, "conflicts_with", figure.conflicts_with, others, "other figure")


def _check_value(placed: Placed[Figure]) -> None:
    figure, row = placed
    if figure.unit != "percent":
        row.fault(f"'unit_measure' is {figure.unit!r}.", "Only percent can be held yet.", "unit_measure")
    elif not 0 <= figure.value <= WHOLE:
        row.fault(f"'obs_value' is {figure.value:g} percent.", "A share lies between 0 and 100.", "obs_value")
    if figure.decimals > MAX_DECIMALS or round(figure.value, figure.decimals) != figure.value:
        what = f"'decimals' is {figure.decimals} for the value {figure.value:g}."
        row.fault(what, "Give the number of digits after the point, as published.", "decimals")


def _check_base(entry: Entry, base: int | None, status: BaseStatus, key: str) -> None:
    if base is None and status is not BaseStatus.MISSING:
        entry.fault(f"{key!r} is empty, but its status is {status}.", "Give the number, or call it missing.", key)
    if base is not None and status is BaseStatus.MISSING:
        entry.fault(f"{key!r} is {base}, but its status is missing.", "Call it exact or approximate.", key)
    if base == 0:
        entry.fault(f"{key!r} is 0.", "Leave it empty where it is not known.", key)


def _check_status(placed: Placed[Figure]) -> None:
    figure, row = placed
    derived = figure.status is ObservationStatus.DERIVED
    if derived and not (figure.derived_from and figure.derivation):
        row.fault("The figure is derived, but not said how.", "Fill 'derived_from' and 'derivation'.", "obs_status")
    if figure.derived_from and not derived:
        row.fault(f"'derived_from' is filled, but the status is {figure.status}.", "Call it derived.", "derived_from")
    if figure.status is ObservationStatus.DISPUTED and not figure.conflicts_with:
        row.fault("The figure is disputed, but not by which.", "Fill 'conflicts_with'.", "obs_status")


def _check_sentence(placed: Placed[Figure], folded: Mapping[str, str]) -> None:
    figure, row = placed
    if figure.source in folded:
        if not figure.sentence:
            row.fault("'verbatim' is empty.", "Copy the sentence from the source's text.", "verbatim")
        _check_stands(row, "verbatim", figure.sentence, folded[figure.source])
    if figure.sentence and not _states(figure.sentence, figure):
        what = f"The number {figure.value:.{figure.decimals}f} does not stand in its sentence."
        row.fault(what, "Correct the number, or copy the sentence that states it.", "verbatim")


def _check_stands(entry: Entry, key: str, sentence: str, text: str) -> None:
    if _folded(sentence) not in text:
        what = f"{key!r} does not stand in the source's text word for word: {sentence[:60]!r}."
        entry.fault(what, "Copy it exactly, quote marks and all.", key)


def _states(sentence: str, figure: Figure) -> bool:
    number = re.escape(f"{figure.value:.{figure.decimals}f}")
    if re.search(rf"(?<![\d.,]){number}(?!\d|[.,]\d)", sentence):  # 31 in "31%", not in "131%" nor "31.5%"
        return True
    lowered = sentence.lower()
    return any(words in lowered and low <= figure.value <= high for words, (low, high) in SPELLINGS.items())


def _check_quotes(draft: Draft, sources: Collection[str], folded: Mapping[str, str]) -> None:
    topics = _findings(draft) | {p.part.id for p in draft.questions or ()}
    for quote, row in draft.quotes:
        if draft.study:
            _known(row, "source", [quote.source], sources, "source")
        if draft.questions is not None:
            _known(row, "topics", quote.topics, topics, "question or finding")
        if quote.source in folded:
            _check_stands(row, "text", quote.text, folded[quote.source])


def _check_one_answer(figures: tuple[Placed[Figure], ...]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for figure, row in figures:
        if figure.status is ObservationStatus.DISPUTED:
            continue
        key = (figure.finding, figure.wave)
        if key in seen and all(key):
            what = f"{figure.finding} has a figure for wave {figure.wave} on line {seen[key]} already."
            row.fault(what, "Keep one and call the other disputed.")
        seen.setdefault(key, row.line)


def _check_sum(placed: Placed[Question], figures: tuple[Placed[Figure], ...]) -> None:
    question, entry = placed
    if question.response_type is not ResponseType.SINGLE:
        return
    undisputed = [f for f, _ in figures if f.status is not ObservationStatus.DISPUTED]
    own = [f for f in undisputed if question_of(f.finding) == question.id]
    for wave in sorted({f.wave for f in own}):
        shares = [f for f in own if f.wave == wave]
        total = sum(f.value for f in shares)
        if total > 100 + sum(f.half_unit for f in shares):
            what = f"{question.id!r} allows a single answer, but its shares for {wave} add up to {total:g}%."
            entry.fault(what, "Correct the shares, or call the question multiple.", "response_type")
