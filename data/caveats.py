"""What must be said beside an answer so that it is not taken for more than it is: short plain sentences."""

from collections.abc import Iterable

from data.answer import (
    About,
    Answer,
    BaseCheck,
    Check,
    Comparison,
    Complements,
    Counts,
    Joint,
    Margins,
    Quotations,
    Ranking,
    Speaker,
    Trends,
    Unpublished,
    Verdict,
    figures_of,
)
from data.codebook import Question, ResponseType, Study
from data.measures import base_facet, facts
from data.survey import BaseStatus, Figure, ObservationStatus, Survey, question_of

MAX_NOTED = 3  # figures; in a longer list a note on each of them hides the list


def caveats(answer: Answer, survey: Survey) -> tuple[str, ...]:
    """Return what a reader of this answer has to know, each once, the most telling first."""
    figures = figures_of(answer)
    if isinstance(answer, Quotations | Speaker | About | BaseCheck | Unpublished):
        return tuple(dict.fromkeys(_derived(figures, survey)))
    few = figures if len(figures) <= MAX_NOTED else ()
    said = [
        *_of_kind(answer, survey),
        *_conflicts(few, survey),
        *_derived(figures, survey),
        *(figure.note for figure in few if figure.note),
        *_several(figures, survey),
    ]
    return tuple(dict.fromkeys(said))


def _of_kind(answer: Answer, survey: Survey) -> Iterable[str]:
    study = survey.study
    match answer:
        case Complements() | Check(negated=True):
            yield "Those who did not say so may include people who did not know or were not asked."
        case Counts():
            yield from _counted(answer, study)
        case Margins():
            yield _sampling("The margin is", study)
        case Comparison():
            yield from _compared(answer, survey)
        case Ranking() if answer.joint:
            yield _sampling("The order is tested", study)
        case Joint():
            yield "Only the two separate shares were published, not how many gave both answers."
        case Trends():
            yield from _untested(figures_of(answer), survey)
        case _:
            pass


def _counted(answer: Counts, study: Study) -> Iterable[str]:
    units = f", not {study.universe.units[0]}" if study.universe.units else ""
    yield f"These are {study.universe.respondents}{units} and not all {study.universe.label}; the share was rounded."
    if any(count.figure.base_status is BaseStatus.APPROXIMATE for count in answer.counts):
        yield "The number of respondents is itself approximate in the sources."


def _sampling(what: str, study: Study) -> str:
    if study.probability_sample:
        known = "weights and clusters are left out of account"
    elif study.probability_sample is None:
        known = "how the sample was drawn was not published"
    else:
        known = "it was not drawn at random"
    return f"{what} as it would be if it were a simple random sample; {known}."


def _compared(answer: Comparison, survey: Survey) -> Iterable[str]:
    if answer.verdict is Verdict.UNTESTED:
        yield from _untested((answer.first, answer.second), survey)
        return
    if answer.verdict is Verdict.UNDECIDED:
        yield "How many gave both answers was not published, and some overlaps would make the difference mere chance."
    yield _sampling("The difference is tested", survey.study)


def _untested(figures: Iterable[Figure], survey: Survey) -> Iterable[str]:
    without = {figure.wave for figure in figures if figure.base is None}
    for wave in survey.study.waves:
        if wave.id in without:
            said = [fact.statement for fact in facts(survey, [base_facet(wave)])]
            yield from said or [f"The number of respondents in {wave.label} was not published, so no test can be made."]


def _conflicts(figures: Iterable[Figure], survey: Survey) -> Iterable[str]:
    rivals = {name for figure in figures for name in figure.conflicts_with}
    for rival in survey.figures:
        if rival.id in rivals and rival.status is ObservationStatus.DISPUTED:
            noun, publisher = survey.category(rival.finding).noun, survey.source(rival.source).publisher
            yield rival.note or f"{publisher} gives {rival.value:g}% for {noun}; other sources do not."


def _derived(figures: Iterable[Figure], survey: Survey) -> Iterable[str]:
    labels = {wave.id: wave.label for wave in survey.study.waves}
    for figure in figures:
        if figure.status is ObservationStatus.DERIVED:
            yield f"{figure.value:g}% for {labels[figure.wave]} is derived, not stated: {figure.derivation}."


def _several(figures: Iterable[Figure], survey: Survey) -> Iterable[str]:
    names = dict.fromkeys(question_of(figure.finding) for figure in figures)
    questions = [survey.question(name) for name in names]
    multiple = [question for question in questions if question.response_type is ResponseType.MULTIPLE]
    reasons = [_reason(question, survey) for question in multiple if question.response_type_status != "published"]
    if reasons:
        yield f"Several answers could be chosen (inferred: {'; '.join(reasons)})."
    elif multiple:
        yield "Several answers could be chosen."


def _reason(question: Question, survey: Survey) -> str:
    if question.response_type_note:
        return question.response_type_note
    frame = survey.frame
    own = frame[(frame["question"] == question.id) & (frame["wave"] == survey.current_wave.id)]
    return f"the published shares add up to {own['value'].sum():g}%"
