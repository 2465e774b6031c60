"""Choose what of an answer is worth looking at, and what stands at its bars."""

from collections.abc import Sequence

from bot.reply import Chart, Series
from bot.written import capital, label, noun, people, wave_label
from data.answer import Answer, Comparison, Listing, Ranking, Shares, Threshold, Trends, figures_of
from data.survey import Figure, Survey, question_of

LEAST = 2  # figures; one alone is read faster than seen


def chart_of(answer: Answer, survey: Survey) -> Chart | None:
    """Return an answer's figures as a chart, as published; None where there is nothing to set side by side."""
    match answer:
        case Shares() | Comparison() | Ranking() | Listing() | Threshold():
            return _bars(figures_of(answer), survey)
        case Trends():
            return _changes(answer, survey)
        case _:
            return None


def _bars(figures: Sequence[Figure], survey: Survey) -> Chart | None:
    """Return a bar for each figure; they are of one wave, which is said below them."""
    if len(figures) < LEAST or len({(f.wave, f.unit) for f in figures}) > 1:
        return None
    when = capital(wave_label(figures[0], survey))
    return Chart(
        title=_title(figures, survey),
        labels=tuple(label(f, survey) for f in figures),
        series=(Series(name=when, values=tuple(f.value for f in figures)),),
        unit=figures[0].unit,
        x_label=when,
        y_label=_of_whom(figures[0], survey),
    )


def _changes(answer: Trends, survey: Survey) -> Chart | None:
    """Return two waves side by side: one finding's as two bars, several findings' as pairs of bars."""
    pairs = [(t.before, t.now) for t in answer.trends if t.before is not None]
    if len({(before.wave, now.wave) for before, now in pairs}) != 1:
        return None
    now = [later for _, later in pairs]
    waves = tuple(capital(wave_label(f, survey)) for f in pairs[0])
    if len(pairs) == 1:
        title, labels = capital(noun(now[0], survey)), waves
        series = [Series(name=label(now[0], survey), values=tuple(f.value for f in pairs[0]))]
    else:
        title, labels = _title(now, survey), tuple(label(f, survey) for f in now)
        waves_of = zip(waves, zip(*pairs, strict=True), strict=True)
        series = [Series(name=wave, values=tuple(f.value for f in figures)) for wave, figures in waves_of]
    return Chart(title=title, labels=labels, series=tuple(series), unit=now[0].unit, y_label=_of_whom(now[0], survey))


def _title(figures: Sequence[Figure], survey: Survey) -> str:
    """Return the question that all figures answer, else the survey: Barriers to data sharing."""
    questions = {question_of(f.finding) for f in figures}
    return survey.question(questions.pop()).label if len(questions) == 1 else capital(survey.study.short)


def _of_whom(figure: Figure, survey: Survey) -> str:
    unit = "%" if figure.unit == "percent" else figure.unit
    return f"{unit} of {people(survey)}"
