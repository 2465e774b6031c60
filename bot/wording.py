"""Write what the data answered as sentences; every number in them comes from the answer."""

from typing import assert_never

from bot import comparisons
from bot.numbers import listed, percent, plain
from bot.reply import Status
from bot.written import Written, capital, did, inner, label, noun, people, sentence, share, shares, wave_label, when
from data.answer import (
    About,
    Answer,
    BaseCheck,
    Check,
    Comparison,
    Complements,
    Count,
    Counts,
    Disputed,
    Joint,
    Listing,
    Margins,
    Quotations,
    Ranking,
    Shares,
    Speaker,
    Threshold,
    Trends,
    Unpublished,
    figures_of,
)
from data.query import Claim
from data.survey import Figure, Survey

MAX_MARGINS = 3  # figures; more are shown as a list


def write(answer: Answer, survey: Survey) -> Written:  # noqa: C901, PLR0911, PLR0912 - one case a kind of answer
    """Return an answer in words."""
    match answer:
        case Shares():
            return _shares(answer, survey)
        case Complements():
            return _complements(answer, survey)
        case Counts():
            return _counts(answer, survey)
        case Comparison():
            return comparisons.comparison(answer, survey)
        case Ranking():
            return comparisons.ranking(answer, survey)
        case Joint():
            return comparisons.joint(answer, survey)
        case Trends():
            return comparisons.trends(answer, survey)
        case Listing():
            return _listing(answer, survey)
        case Threshold():
            return _threshold(answer, survey)
        case Margins():
            return _margins(answer, survey)
        case Check():
            return _check(answer, survey)
        case BaseCheck():
            return _base_check(answer, survey)
        case Quotations():
            return _quotations(answer)
        case Speaker():
            return _speaker(answer)
        case About():
            return _about(answer)
        case Disputed():
            return _disputed(answer, survey)
        case Unpublished():
            return _unpublished(answer, survey)
    assert_never(answer)


def _shares(answer: Shares, survey: Survey) -> Written:
    first, *others = answer.figures
    details = tuple(sentence(figure, survey) for figure in others)
    if len(answer.figures) > 1:
        details += ("These are separate figures; how many gave more than one of these answers was not published.",)
    return Written(headline=sentence(first, survey), details=details, figures=answer.figures, quotable=True)


def _complements(answer: Complements, survey: Survey) -> Written:
    said = [
        f"{when(f, survey)}{percent(value, f.decimals)} of {people(survey)} {did(f, survey, negated=True)}."
        for f, value in zip(answer.figures, answer.values, strict=True)
    ]
    how = tuple(
        f"Worked out from the published {share(f)} who {did(f, survey)}: 100% less {share(f)}." for f in answer.figures
    )
    return Written(headline=said[0], details=(*said[1:], *how), figures=answer.figures, quotable=True)


def _counts(answer: Counts, survey: Survey) -> Written:
    said = [_count(c, survey) for c in answer.counts]
    ranges = tuple(
        f"Estimated: anything between {plain(c.span.low)} and {plain(c.span.high)} fits the published "
        f"{share(c.figure)} who {did(c.figure, survey)}, which was rounded."
        for c in answer.counts
    )
    return Written(headline=said[0], details=(*said[1:], *ranges), figures=figures_of(answer), quotable=True)


def _count(counted: Count, survey: Survey) -> str:
    figure = counted.figure
    value = 100 - figure.value if counted.negated else figure.value
    return (
        f"{capital(when(figure, survey) + 'about')} {plain(counted.central)} of the {_base(figure)} {people(survey)} "
        f"({percent(value, figure.decimals)}) {did(figure, survey, negated=counted.negated)}."
    )


def _base(figure: Figure) -> str:
    exact = figure.base_status.value == "exact"
    return f"{'' if exact else 'roughly '}{plain(figure.base or 0)}"


def _listing(answer: Listing, survey: Survey) -> Written:
    figures = figures_of(answer)
    if len(answer.groups) == 1:
        question, group = answer.groups[0]
        headline = f"{question.label}: {shares(group, survey)}."
        return Written(headline=headline, rows=_rows(group, survey), figures=figures)
    rows = tuple(
        (f"{question.label}: {inner(label(f, survey))}", share(f)) for question, group in answer.groups for f in group
    )
    wave = wave_label(figures[0], survey)
    headline = f"All {len(figures)} published figures of {survey.study.short}, {wave}."
    return Written(headline=headline, rows=rows, figures=figures)


def _threshold(answer: Threshold, survey: Survey) -> Written:
    words, figures = _range_words(answer.claim), figures_of(answer)
    if not answer.inside:
        nearest = min(answer.outside, key=lambda f: _distance(f.value, answer.claim))
        headline = f"No: none is {words}. The nearest is {inner(label(nearest, survey))} at {share(nearest)}."
    else:
        named, are = shares(answer.inside, survey), "is" if len(answer.inside) == 1 else "are"
        headline = f"{len(answer.inside)} of {len(figures)} published figures {are} {words}: {named}."
    return Written(headline=headline, rows=_rows(answer.inside or figures, survey), figures=figures)


def _range_words(claim: Claim) -> str:
    """Return a range of percentages as it can follow 'is': over 50%, 30% or more, or the words it was asked in."""
    if claim.high == 100 and claim.low:  # noqa: PLR2004 - per cent
        return f"{plain(claim.low)}% or more" if claim.includes_low else f"over {plain(claim.low)}%"
    if claim.low == 0 and claim.high:
        return f"{plain(claim.high)}% or less" if claim.includes_high else f"under {plain(claim.high)}%"
    return claim.words


def _rows(figures: tuple[Figure, ...], survey: Survey) -> tuple[tuple[str, str], ...]:
    return tuple((label(f, survey), share(f)) for f in figures)


def _distance(value: float, claim: Claim) -> float:
    """Return how far a percentage lies from a range."""
    return max(claim.low - value, value - claim.high, 0.0)


def _margins(answer: Margins, survey: Survey) -> Written:
    figures = figures_of(answer)
    if len(answer.margins) > MAX_MARGINS:
        sizes = [m.margin for m in answer.margins]
        rows = tuple((label(m.figure, survey), f"{share(m.figure)} ± {plain(m.margin, 1)}") for m in answer.margins)
        headline = (
            f"Between {plain(min(sizes), 1)} and {plain(max(sizes), 1)} percentage points either way, depending on "
            "the figure, if it were a simple random sample."
        )
        return Written(headline=headline, rows=rows, figures=figures)
    said = [
        f"{share(m.figure)}, give or take {plain(m.margin, 1)} percentage points, of {people(survey)} "
        f"{did(m.figure, survey)}, if it were a simple random sample."
        for m in answer.margins
    ]
    ranges = tuple(
        f"The 95% confidence interval for {share(m.figure)} would run from {percent(m.interval.low, 1)} "
        f"to {percent(m.interval.high, 1)} (Wilson)."
        for m in answer.margins
    )
    return Written(headline=said[0], details=(*said[1:], *ranges), figures=figures)


def _check(answer: Check, survey: Survey) -> Written:
    figure = answer.figure
    value = percent(answer.value, figure.decimals)
    fact = f"{value} of {people(survey)} {did(figure, survey, negated=answer.negated)}"
    if all(_is_within_rounding(claim, answer) for claim, _ in answer.verdicts):
        headline = f"It was published as {value}, so more cannot be said: {fact}."
        return Written(headline=headline, figures=(figure,), quotable=True)
    if any(_is_on_the_edge(claim, answer) for claim, _ in answer.verdicts):
        headline = f"Too close to tell, as the figure was rounded: {fact}."
        return Written(headline=headline, figures=(figure,), quotable=True)
    right = [claim.words for claim, holds in answer.verdicts if holds]
    wrong = [claim.words for claim, holds in answer.verdicts if not holds]
    if right and wrong:
        headline = f"{listed(right)}, not {listed(wrong, 'or')}: {fact}."
    elif right:
        headline = f"Yes: {fact}."
    else:
        headline = f"No: {fact}."
    how = f"Worked out from the published {share(figure)} who {did(figure, survey)}."
    details = (how,) if answer.negated else ()
    return Written(headline=headline, details=details, figures=(figure,), quotable=True)


def _is_within_rounding(claim: Claim, answer: Check) -> bool:
    """Return whether a claim is finer than the figure was published, and its rounding cannot rule it out: 31.4%."""
    finer = claim.low == claim.high and round(claim.low, answer.figure.decimals) != claim.low
    return finer and abs(claim.low - answer.value) <= answer.figure.half_unit


def _is_on_the_edge(claim: Claim, answer: Check) -> bool:
    """Return whether a limit lies so near the figure that its rounding decides: less than a third, of 33%."""
    low, high = answer.value - answer.figure.half_unit, answer.value + answer.figure.half_unit
    limits = [claim.high] if claim.low == 0 else [claim.low] if claim.high == 100 else []  # noqa: PLR2004 - per cent
    return claim.low != claim.high and any(low < limit < high and limit != answer.value for limit in limits)


def _base_check(answer: BaseCheck, survey: Survey) -> Written:
    size = survey.study.sample_size
    about = "" if survey.study.sample_size_status == "exact" else "about "
    shown = f"{about}{plain(size)}" if size else "not published"
    verdict = "Yes: " if size in answer.named and len(answer.named) == 1 else "No: " if size not in answer.named else ""
    headline = f"{verdict}the number of {people(survey)} is {shown}."
    return Written(headline=capital(headline), details=tuple(f.statement for f in answer.facts))


def _quotations(answer: Quotations) -> Written:
    speakers = listed(list(dict.fromkeys(f"{q.speaker}, {q.role}," for q in answer.quotes)))
    return Written(headline=f"{speakers} said:", quotes=answer.quotes)


def _speaker(answer: Speaker) -> Written:
    who = listed(list(dict.fromkeys(f"{q.speaker}, {q.role}" for q in answer.quotes)))
    return Written(headline=f"The person quoted is {who}.", quotes=answer.quotes)


def _about(answer: About) -> Written:
    first, *others = [fact.statement for fact in answer.facts]
    differ = any(fact.conflicts_with for fact in answer.facts)
    note = ("The sources differ on this.",) if differ else ()
    status = Status.ANSWERED if any(fact.published for fact in answer.facts) else Status.UNANSWERABLE
    return Written(headline=first, details=(*others, *note), status=status)


def _disputed(answer: Disputed, survey: Survey) -> Written:
    near = figures_of(answer)
    told = listed([f"{survey.source(f.source).publisher} gives {share(f)} for {noun(f, survey)}" for f in near])
    headline = "The sources disagree, so this cannot be answered with a figure."
    return Written(headline=headline, details=(f"{told}.",), near=near, status=Status.UNANSWERABLE)


def _unpublished(answer: Unpublished, survey: Survey) -> Written:
    details = [fact.statement for fact in answer.facts]
    if answer.nearest:
        near = [f"{share(f)} {did(f, survey)} ({wave_label(f, survey)})" for f in answer.nearest]
        details.append(f"The nearest published: {'; '.join(near)}.")
    headline = f"The survey, as published, does not give {answer.what}."
    return Written(headline=headline, details=tuple(details), near=answer.nearest, status=Status.UNANSWERABLE)
