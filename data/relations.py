"""Measures that set shares against each other: comparison, order, joint answers, change between waves."""

from collections.abc import Sequence

from data.answer import (
    Answer,
    Comparison,
    Disputed,
    Joint,
    JointKind,
    Ranking,
    Span,
    Trend,
    Trends,
    Unpublished,
    Verdict,
)
from data.codebook import FindingId, QuestionId, ResponseType, Wave
from data.errors import QueryInvalid
from data.inference import Z95, conditional_bounds, difference_z, head_count, head_counts, joint_bounds, minus
from data.measures import asked_questions, asked_wave, facts, measure, ordered, published
from data.query import Query
from data.survey import Figure, Survey, question_of


@measure("compare", least=2, most=2)
def compare(query: Query, survey: Survey) -> Answer:
    """Return two shares side by side, and whether their difference is more than chance for every overlap."""
    if query.how not in ("", "larger", "smaller"):
        raise QueryInvalid(f"The measure 'compare' has no kind {query.how!r}; use larger, smaller or nothing.")
    found = _pair(query, survey)
    if not isinstance(found, tuple):
        return found
    first, second = found
    verdict, z = separation(first, second, survey)
    count, count_span = _count_difference(first, second)
    return Comparison(
        first=first,
        second=second,
        points=minus(first.value, second.value),
        ratio=first.value / second.value if second.value else None,
        verdict=verdict,
        z=z,
        count=count,
        count_span=count_span,
        claimed=query.how,
    )


def separation(first: Figure, second: Figure, survey: Survey) -> tuple[Verdict, Span | None]:
    """Return whether one share is larger than the other whatever the overlap, with the test statistic's range."""
    if first.base is None or not _same_people(first, second):
        return Verdict.UNTESTED, None
    z = difference_z(first.value, second.value, first.base, exclusive=_exclusive(first, second, survey))
    if z.low <= Z95:
        return Verdict.UNDECIDED, z
    return (Verdict.LARGER if first.value > second.value else Verdict.SMALLER), z


def _same_people(first: Figure, second: Figure) -> bool:
    return first.wave == second.wave and first.base == second.base


def _exclusive(first: Figure, second: Figure, survey: Survey) -> bool:
    if question_of(first.finding) != question_of(second.finding):
        return False
    return survey.question(question_of(first.finding)).response_type is ResponseType.SINGLE


def _count_difference(first: Figure, second: Figure) -> tuple[int | None, Span | None]:
    if first.base is None or second.base is None or not _same_people(first, second):
        return None, None
    one = head_counts(first.value, first.decimals, first.base)
    other = head_counts(second.value, second.decimals, second.base)
    span = Span(low=one.low - other.high, high=one.high - other.low)
    return head_count(first.value, first.base) - head_count(second.value, second.base), span


def _pair(query: Query, survey: Survey) -> tuple[Figure, Figure] | Disputed | Unpublished:
    names = (*query.of, *query.without)
    if names[0] == names[1]:
        raise QueryInvalid(f"The measure {query.measure!r} needs two findings; {names[0]} is named twice.")
    found = published(names, asked_wave(query, survey), survey)
    return (found[0], found[1]) if isinstance(found, tuple) else found


@measure("rank")
def rank(query: Query, survey: Survey) -> Answer:
    """Return shares in order of size.

    `how` is highest (the first `limit`, one by default), lowest (the same from the other end), all, ascending (all,
    the lowest first), or nth (the one in place `limit`, counted from the highest).
    """
    known = ("", "highest", "lowest", "all", "ascending", "nth")
    if query.how not in known or (query.limit is not None and query.limit < 1):
        raise QueryInvalid(f"The measure 'rank' has no kind {query.how!r} with limit {query.limit}.")
    wave, questions = asked_wave(query, survey), asked_questions(query, survey)
    ascending = query.how in ("lowest", "ascending")
    every = ordered(survey, wave, questions=[q.id for q in questions], findings=query.of, ascending=ascending)
    ranked = {f.finding for f in every}
    current = ordered(survey, survey.current_wave, questions=[q.id for q in questions], findings=query.of)
    if any(f.finding not in ranked for f in current):
        return Unpublished(what=f"enough figures for {wave.label} to rank them", nearest=every, facts=())
    named = _cut(every, query)
    if not named:
        count = f"more than {len(every)} shares" if every else "any share"
        return Unpublished(what=f"{count} to rank in {wave.label}", nearest=every[-1:], facts=())
    return Ranking(
        figures=named,
        of=questions,
        how=query.how or "all",
        place=query.limit or 1,
        joint=_joint_with(named, every, survey),
        asked=next((f for f in every if f.finding == query.asked and f not in named), None),
        chosen=bool(query.of),
    )


def _cut(every: tuple[Figure, ...], query: Query) -> tuple[Figure, ...]:
    if query.how in ("", "all", "ascending"):
        return every[: query.limit]
    limit = query.limit or 1
    return every[limit - 1 : limit] if query.how == "nth" else every[:limit]


def _joint_with(named: tuple[Figure, ...], every: tuple[Figure, ...], survey: Survey) -> tuple[Figure, ...]:
    cut = len(named) < len(every)
    pivot = named[-1] if cut else named[0]
    others = [f for f in every if f is not pivot and not (cut and f in named)]
    return tuple(f for f in others if separation(pivot, f, survey)[0] is Verdict.UNDECIDED)


@measure("joint", least=2, most=2)
def joint(query: Query, survey: Survey) -> Answer:
    """Return what two shares allow for those who gave both answers, either, neither, or the first only."""
    kind = _kind(query)
    found = _pair(query, survey)
    if not isinstance(found, tuple):
        return found
    first, second = found
    if not _same_people(first, second):
        nouns = f"{survey.category(first.finding).noun} and {survey.category(second.finding).noun}"
        return Unpublished(what=f"{nouns} for the same respondents", nearest=found, facts=())
    exclusive = _exclusive(first, second, survey)
    return Joint(
        kind=kind,
        first=first,
        second=second,
        bounds=joint_bounds(kind, _published_span(first), _published_span(second), exclusive=exclusive),
        widened=joint_bounds(kind, _rounding_span(first), _rounding_span(second), exclusive=exclusive),
        conditional=conditional_bounds(kind, first.value, second.value, exclusive=exclusive),
        claims=query.claims,
    )


def _kind(query: Query) -> JointKind:
    """Return the kind of joint meant, once those named in the negative are counted in."""
    try:
        kind = JointKind(query.how or JointKind.BOTH)
    except ValueError:
        options = ", ".join(JointKind)
        raise QueryInvalid(f"The measure 'joint' has no kind {query.how!r}; use one of {options}.") from None
    match (len(query.without), kind):
        case (0, _) | (_, JointKind.NEITHER) | (1, JointKind.FIRST_ONLY | JointKind.GIVEN_NOT):
            return kind
        case (1, JointKind.BOTH):
            return JointKind.FIRST_ONLY
        case (1, JointKind.GIVEN):
            return JointKind.GIVEN_NOT
        case (2, JointKind.BOTH):
            return JointKind.NEITHER
        case _:
            what = f"cannot take {kind} of {len(query.without)} finding(s) in the negative"
            raise QueryInvalid(f"The measure 'joint' {what}.")


def _published_span(figure: Figure) -> Span:
    return Span(low=figure.value, high=figure.value)


def _rounding_span(figure: Figure) -> Span:
    low, high = minus(figure.value, figure.half_unit), minus(figure.value, -figure.half_unit)
    return Span(low=max(0.0, low), high=min(100.0, high))


@measure("trend")
def trend(query: Query, survey: Survey) -> Answer:
    """Return the change of each finding since an earlier wave: `wave` where it names one, else the one before.

    Without findings, of every finding that was published for both.
    """
    now, before = survey.current_wave, _earlier(query, survey)
    if query.wave == now.id:
        return Unpublished(what=f"anything after {now.label}", nearest=(), facts=facts(survey, ["later"]))
    if before is None:
        return Unpublished(what="an earlier wave", nearest=(), facts=facts(survey, ["waves"]))
    names = query.of or _in_both(now, before, query.questions, survey)
    if not names:
        return Unpublished(what=f"any such figure for both {before.label} and {now.label}", nearest=(), facts=())
    found = published(names, now, survey)
    if not isinstance(found, tuple):
        return found
    return Trends(trends=tuple(_trend(figure, survey.figure(figure.finding, before.id)) for figure in found))


def _earlier(query: Query, survey: Survey) -> Wave | None:
    earlier = survey.study.waves[1:]
    return next((wave for wave in earlier if wave.id == query.wave), earlier[0] if earlier else None)


def _in_both(now: Wave, before: Wave, questions: Sequence[QuestionId], survey: Survey) -> tuple[FindingId, ...]:
    frame = survey.frame
    old = frame.loc[frame["wave"] == before.id, "finding"]
    both = frame[(frame["wave"] == now.id) & frame["finding"].isin(old)]
    return tuple(FindingId(n) for n in both["finding"] if not questions or question_of(n) in questions)


def _trend(now: Figure, before: Figure | None) -> Trend:
    points = minus(now.value, before.value) if before else None
    return Trend(finding=now.finding, now=now, before=before, points=points)
