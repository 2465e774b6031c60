"""Write answers that set two shares or more against each other."""

from collections.abc import Sequence

from bot.numbers import listed, percent, plain, points
from bot.reply import Bounds, Status
from bot.written import Written, capital, did, inner, label, noun, people, share, shares, wave_label
from data.answer import Comparison, Joint, JointKind, Ranking, Span, Trend, Trends, Verdict, figures_of
from data.survey import Survey


def comparison(answer: Comparison, survey: Survey) -> Written:
    """Return two shares side by side, with their difference, and what can be said of it."""
    first, second = answer.first, answer.second
    details = [_verdict(answer, survey), _sizes(answer, survey)]
    if answer.count is not None and answer.count_span is not None and answer.points:
        low, high = sorted((abs(answer.count_span.low), abs(answer.count_span.high)))
        details.append(
            f"As respondents that is a difference of about {plain(abs(answer.count))} "
            f"(between {plain(low)} and {plain(high)}, as the shares are rounded)."
        )
    headline = f"{_opening(answer)}{_side_by_side(answer, survey)}"
    return Written(headline=headline, details=tuple(d for d in details if d), figures=(first, second))


def _opening(answer: Comparison) -> str:
    if not answer.claimed:
        return ""
    if answer.verdict is Verdict.UNDECIDED:
        return "The published figures cannot decide it: "
    as_claimed = (answer.points > 0) == (answer.claimed == "larger") and answer.points != 0
    return "Yes: " if as_claimed else "No: "


def _side_by_side(answer: Comparison, survey: Survey) -> str:
    first, second = answer.first, answer.second
    both = f"{share(first)} of {people(survey)} {did(first, survey)}, and {share(second)} {did(second, survey)}"
    if not answer.points:
        return f"{both}: the same share."
    return f"{both}: a difference of {points(answer.points, max(first.decimals, second.decimals))}."


def _verdict(answer: Comparison, survey: Survey) -> str:
    if answer.z is None or not answer.points:
        return ""
    larger = answer.first if answer.points > 0 else answer.second
    if answer.verdict is Verdict.UNDECIDED:
        return (
            f"{capital(noun(larger, survey))} has the larger figure, but the difference may be chance: "
            f"the test statistic lies anywhere between {plain(answer.z.low, 1)} and {plain(answer.z.high, 1)}, "
            "depending on how many gave both answers, and 1.96 is the usual limit."
        )
    return (
        f"The difference is larger than sampling noise whatever the overlap between the two answers "
        f"(test statistic at least {plain(answer.z.low, 1)}; 1.96 is the usual limit), if it were a simple random "
        "sample."
    )


def _sizes(answer: Comparison, survey: Survey) -> str:
    if answer.ratio is None or not answer.points:
        return ""
    if answer.ratio >= 1:
        top, bottom, ratio = answer.first, answer.second, answer.ratio
    else:
        top, bottom, ratio = answer.second, answer.first, 1 / answer.ratio
    return (
        f"{share(top)} is {plain(ratio, 1)} times {share(bottom)} "
        f"({inner(label(top, survey))} to {inner(label(bottom, survey))})."
    )


def ranking(answer: Ranking, survey: Survey) -> Written:
    """Return shares in order, and which of them the published figures cannot tell apart."""
    figures = answer.figures
    rows = tuple((f"{i}. {label(f, survey)}", share(f)) for i, f in enumerate(figures, start=1))
    details: tuple[str, ...] = ()
    if answer.joint and (len(figures) == 1 or answer.how not in {"all", "ascending"}):
        others = shares(answer.joint, survey)
        details = (f"The published figures cannot separate it from {others}: how many gave both answers is not known.",)
    if len(figures) > 1:
        headline = f"{_scope(answer)}: {listed([f'{inner(label(f, survey))} {share(f)}' for f in figures])}."
        return Written(headline=headline, rows=rows, figures=figures, details=details)
    first = figures[0]
    words = "The lowest figure" if answer.how == "lowest" else f"The {_PLACES.get(answer.place, 'next')}highest figure"
    everything = " of these" if answer.chosen else " of all that were published"
    scope = f" for {answer.of[0].label.lower()}" if len(answer.of) == 1 and not answer.chosen else everything
    headline = f"{words}{scope} is {share(first)}: those who {did(first, survey)}{_tie(answer, survey)}."
    if answer.asked:
        details = (f"{share(answer.asked)} {did(answer.asked, survey)}.", *details)
    shown = (*figures, *answer.joint, *((answer.asked,) if answer.asked else ()))
    return Written(headline=headline, figures=tuple(dict.fromkeys(shown)), details=details, quotable=True)


_PLACES = {1: "", 2: "second ", 3: "third ", 4: "fourth ", 5: "fifth "}


def _tie(answer: Ranking, survey: Survey) -> str:
    """Return the words that keep a first place from being taken for certain."""
    if not answer.joint or answer.place > 1:
        return ""
    return f"; too close to {shares(answer.joint, survey)} to call"


def _scope(answer: Ranking) -> str:
    whole = answer.of[0].label if len(answer.of) == 1 else "All published figures"
    scope = "Of these" if answer.chosen else whole
    if answer.how in {"lowest", "ascending"}:
        return f"{scope}, lowest first"
    if answer.how == "highest":
        return f"{scope}, the highest {len(answer.figures)}"
    return f"{scope}, highest first"


def joint(answer: Joint, survey: Survey) -> Written:
    """Return the range for a joint share, and how it follows."""
    first, second, everybody = answer.first, answer.second, people(survey)
    overlap = (
        f"Two separate figures were published: {share(first)} {did(first, survey)}, and {share(second)} "
        f"{did(second, survey)}. How far the two groups overlap is not known, so they only set limits."
    )
    details = [overlap]
    if answer.kind in {JointKind.GIVEN, JointKind.GIVEN_NOT}:
        span, of, said = answer.conditional, f"those who {did(first, survey)}", _between(answer.conditional, 0)
        details.append(f"As a share of all {everybody} that is {_between(answer.bounds, 1)}.")
    else:
        span, of, said = answer.bounds, everybody, _between(answer.bounds, 1)
    widened = _between(answer.widened, 1)
    details.append(f"Allowing for the rounding of the two figures: {widened} of all {everybody}.")
    return Written(
        headline=f"{capital(said)} of {of} {_joined(answer, survey)}: the exact share was not published.",
        details=tuple(details),
        figures=(first, second),
        status=Status.BOUNDED,
        bounds=Bounds(low=span.low, high=span.high, of=of),
    )


def _between(span: Span, decimals: int) -> str:
    return f"between {percent(span.low, decimals)} and {percent(span.high, decimals)}"


def _joined(answer: Joint, survey: Survey) -> str:
    first, second = did(answer.first, survey), did(answer.second, survey)
    not_second = did(answer.second, survey, negated=True)
    match answer.kind:
        case JointKind.BOTH:
            return f"{first} and also {second}"
        case JointKind.EITHER:
            return f"{first}, or {second}, or both"
        case JointKind.NEITHER:
            return f"{did(answer.first, survey, negated=True)} and {not_second}"
        case JointKind.FIRST_ONLY:
            return f"{first} and {not_second}"
        case JointKind.GIVEN:
            return f"also {second}"
        case JointKind.GIVEN_NOT:
            return not_second


def trends(answer: Trends, survey: Survey) -> Written:
    """Return how shares changed between two waves."""
    said = [_trend(t, survey) for t in answer.trends]
    figures = figures_of(answer)
    if all(t.before is None for t in answer.trends):
        known = tuple(f"In {wave_label(f, survey)} it was {share(f)}." for f in figures)
        return Written(headline=said[0], details=(*said[1:], *known), status=Status.UNANSWERABLE)
    changes = [t for t in answer.trends if t.before is not None]
    if len(changes) == 1:
        return Written(headline=said[0], details=tuple(said[1:]), figures=figures)
    unknown = tuple(text for text, t in zip(said, answer.trends, strict=True) if t.before is None)
    rows = tuple((survey.category(t.finding).label, _change(t)) for t in changes)
    return Written(headline=_ways(changes, survey), rows=rows, details=unknown, figures=figures)


def _ways(changes: Sequence[Trend], survey: Survey) -> str:
    """Return which figures went which way."""
    named: dict[str, list[str]] = {}
    for change in changes:
        named.setdefault(_way(change), []).append(inner(label(change.now, survey)))
    told = "; ".join(f"the share{'s'[: len(names) - 1]} for {listed(names)} {way}" for way, names in named.items())
    return f"Since {wave_label(changes[0].before or changes[0].now, survey)}, {told}."


def _change(change: Trend) -> str:
    """Return a change in a row: from 25% to 31%, up 6 percentage points."""
    if change.before is None or not change.points:
        return f"{share(change.now)}, as before"
    way = "up" if change.points > 0 else "down"
    return f"from {share(change.before)} to {share(change.now)}, {way} {points(change.points)}"


def _way(change: Trend) -> str:
    return "rose" if (change.points or 0) > 0 else "fell" if change.points else "stayed the same"


def _trend(change: Trend, survey: Survey) -> str:
    now, before = change.now, change.before
    subject = f"{people(survey)} who {did(now, survey)}"
    if before is None or change.points is None:
        return f"No earlier figure was published for {noun(now, survey)}, so no change can be given."
    way = _way(change)
    by = f" by {points(change.points)}" if change.points else ""
    return (
        f"The share of {subject} {way}{by}, from {share(before)} in {wave_label(before, survey)} "
        f"to {share(now)} in {wave_label(now, survey)}."
    )
