"""The registry of measures, with those that look at one share at a time: each a function from a query to an answer."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from data.answer import (
    About,
    Answer,
    BaseCheck,
    Check,
    Complements,
    Count,
    Counts,
    Disputed,
    Listing,
    Margin,
    Margins,
    Shares,
    Span,
    Threshold,
    Unpublished,
)
from data.codebook import Fact, FindingId, Question, QuestionId, Wave
from data.errors import QueryInvalid
from data.inference import head_count, head_counts, margin, minus, wilson
from data.query import Query
from data.survey import Figure, ObservationStatus, Survey

Measure = Callable[[Query, Survey], Answer]


@dataclass(frozen=True, slots=True)
class Registered:
    """A measure, with how many findings it takes in `of` and `without` together."""

    run: Measure
    least: int
    most: int | None


MEASURES: dict[str, Registered] = {}


def measure(name: str, *, least: int = 0, most: int | None = None) -> Callable[[Measure], Measure]:
    """Register a function as the measure called `name`."""

    def register(run: Measure) -> Measure:
        MEASURES[name] = Registered(run, least, most)
        return run

    return register


# What the measures of every module have in common.


def asked_wave(query: Query, survey: Survey) -> Wave:
    """Return the wave a query is about: the newest by default."""
    name = query.wave or survey.current_wave.id
    return next(wave for wave in survey.study.waves if wave.id == name)


def published(findings: Sequence[FindingId], wave: Wave, survey: Survey) -> tuple[Figure, ...] | Disputed | Unpublished:
    """Return the figures of findings in a wave, or why one of them cannot be answered with."""
    figures = {finding: survey.figure(finding, wave.id) for finding in findings}
    missing = [finding for finding, figure in figures.items() if figure is None]
    if not missing:
        return tuple(figure for figure in figures.values() if figure)
    disputed = tuple(
        f
        for f in survey.figures
        if f.finding in missing and f.wave == wave.id and f.status is ObservationStatus.DISPUTED
    )
    if disputed:
        against = {name for f in disputed for name in f.conflicts_with}
        return Disputed(figures=disputed, against=tuple(f for f in survey.figures if f.id in against))
    nouns = " or ".join(survey.category(finding).noun for finding in missing)
    nearest = (*(f for f in figures.values() if f), *newest(missing, survey))
    return Unpublished(what=f"a figure for {nouns} in {wave.label}", nearest=nearest, facts=facts(survey, ["waves"]))


def newest(findings: Sequence[FindingId], survey: Survey) -> tuple[Figure, ...]:
    """Return the newest answerable figure of each finding that has any."""
    waves = survey.study.waves
    found = [next(filter(None, (survey.figure(finding, wave.id) for wave in waves)), None) for finding in findings]
    return tuple(figure for figure in found if figure)


def facts(survey: Survey, facets: Sequence[str]) -> tuple[Fact, ...]:
    """Return the facts of some facets, in the order asked for."""
    return tuple(fact for facet in facets for fact in survey.study.facts if fact.facet == facet)


def base_facet(wave: Wave) -> str:
    """Return the facet under which a folder says something of a wave's base: base_2015_01."""
    return "base_" + wave.id.lower().replace("-", "_")


def without_base(figures: Sequence[Figure], wave: Wave, survey: Survey) -> Unpublished | None:
    """Return what to answer where a base is needed and one is missing, else None."""
    if all(figure.base is not None for figure in figures):
        return None
    known = facts(survey, [base_facet(wave)])
    noun = known[0].noun if known and known[0].noun else f"the number of respondents in {wave.label}"
    return Unpublished(what=noun, nearest=tuple(figures), facts=known)


def asked_questions(query: Query, survey: Survey) -> tuple[Question, ...]:
    """Return the questions a query names; all where it names none."""
    return tuple(survey.question(name) for name in query.questions) or survey.questions


def ordered(
    survey: Survey,
    wave: Wave,
    *,
    questions: Collection[QuestionId] = (),
    findings: Collection[FindingId] = (),
    ascending: bool = False,
) -> tuple[Figure, ...]:
    """Return a wave's figures in order of size, of some findings or questions only where any are named."""
    frame = survey.frame
    kept = frame["wave"] == wave.id
    if findings:
        kept &= frame["finding"].isin(list(findings))
    elif questions:
        kept &= frame["question"].isin(list(questions))
    values = frame["value"][kept]  # one column: sorting whole rows costs twice the time
    return tuple(survey.figures[at] for at in values.sort_values(ascending=ascending, kind="stable").index)


# The measures.


@measure("share", least=1)
def share(query: Query, survey: Survey) -> Answer:
    """Return the published share of each finding."""
    found = published(query.of, asked_wave(query, survey), survey)
    return Shares(figures=found) if isinstance(found, tuple) else found


@measure("complement", least=1)
def complement(query: Query, survey: Survey) -> Answer:
    """Return, for each finding, the share who did not give it."""
    found = published((*query.of, *query.without), asked_wave(query, survey), survey)
    if not isinstance(found, tuple):
        return found
    return Complements(figures=found, values=tuple(minus(100, figure.value) for figure in found))


@measure("count", least=1)
def count(query: Query, survey: Survey) -> Answer:
    """Return how many respondents each share stands for; for `without`, those who did not give the answer."""
    wave = asked_wave(query, survey)
    found = published((*query.of, *query.without), wave, survey)
    if not isinstance(found, tuple):
        return found
    counts = tuple(_count(f, f.base, negated=f.finding in query.without) for f in found if f.base is not None)
    return without_base(found, wave, survey) or Counts(counts=counts)


def _count(figure: Figure, base: int, *, negated: bool) -> Count:
    central = head_count(figure.value, base)
    span = head_counts(figure.value, figure.decimals, base)
    if negated:
        central, span = base - central, Span(low=base - span.high, high=base - span.low)
    return Count(figure=figure, negated=negated, central=central, span=span)


@measure("margin")
def margins(query: Query, survey: Survey) -> Answer:
    """Return the sampling error of each share, or of all, as if respondents were a simple random sample."""
    wave = asked_wave(query, survey)
    found = published(query.of, wave, survey) if query.of else ordered(survey, wave)
    if not isinstance(found, tuple):
        return found
    if not found:
        return _no_shares(survey.questions, wave)
    rows = tuple(
        Margin(figure=f, interval=wilson(f.value, f.base), margin=margin(f.value, f.base))
        for f in found
        if f.base is not None
    )
    return without_base(found, wave, survey) or Margins(margins=rows)


@measure("check", least=1, most=1)
def check(query: Query, survey: Survey) -> Answer:
    """Return whether each percentage named is so of a share; of its complement for `without`."""
    if not query.claims:
        raise QueryInvalid("The measure 'check' needs a claim; give at least one in 'claims'.")
    found = published((*query.of, *query.without), asked_wave(query, survey), survey)
    if not isinstance(found, tuple):
        return found
    negated = bool(query.without)
    value = minus(100, found[0].value) if negated else found[0].value
    verdicts = tuple((claim, claim.holds(value)) for claim in query.claims)
    return Check(figure=found[0], negated=negated, value=value, verdicts=verdicts)


@measure("base_check")
def base_check(query: Query, survey: Survey) -> Answer:
    """Return the numbers named with what is known of the number of respondents."""
    if not query.numbers:
        raise QueryInvalid("The measure 'base_check' needs a number; give at least one in 'numbers'.")
    return BaseCheck(named=query.numbers, facts=facts(survey, ["sample_size"]))


@measure("list")
def listing(query: Query, survey: Survey) -> Answer:
    """Return every published share of each question, highest first; for `without`, all but those."""
    wave = asked_wave(query, survey)
    groups = ((q, ordered(survey, wave, questions=[q.id])) for q in asked_questions(query, survey))
    kept = ((question, tuple(f for f in figures if f.finding not in query.without)) for question, figures in groups)
    filled = tuple((question, figures) for question, figures in kept if figures)
    return Listing(groups=filled) if filled else _no_shares(asked_questions(query, survey), wave)


@measure("threshold")
def threshold(query: Query, survey: Survey) -> Answer:
    """Return which shares lie within the first claim and which do not, highest first."""
    if not query.claims:
        raise QueryInvalid("The measure 'threshold' needs a limit; give it as the first of 'claims'.")
    wave, questions = asked_wave(query, survey), asked_questions(query, survey)
    figures = ordered(survey, wave, questions=[q.id for q in questions], findings=query.of)
    if not figures:
        return _no_shares(questions, wave)
    limit = query.claims[0]
    return Threshold(
        claim=limit,
        inside=tuple(f for f in figures if limit.holds(f.value)),
        outside=tuple(f for f in figures if not limit.holds(f.value)),
        of=questions,
    )


def _no_shares(questions: tuple[Question, ...], wave: Wave) -> Unpublished:
    labels = ", ".join(question.label.lower() for question in questions)
    return Unpublished(what=f"any share for {labels} in {wave.label}", nearest=(), facts=())


@measure("about")
def about(query: Query, survey: Survey) -> Answer:
    """Return what is known of some facets of how the survey was made."""
    found = facts(survey, _facets(query))
    if found:
        return About(facts=found)
    return Unpublished(what=" or ".join(_spoken(facet) for facet in query.topics), nearest=(), facts=())


@measure("unpublished")
def unpublished(query: Query, survey: Survey) -> Answer:
    """Return that some facets were not published, with the figures that come near."""
    known = facts(survey, _facets(query))
    nouns = [fact.noun for fact in known if fact.noun] or [_spoken(facet) for facet in query.topics]
    nearest = newest(query.of, survey)
    return Unpublished(what=" or ".join(dict.fromkeys(nouns)), nearest=nearest, facts=known)


def _facets(query: Query) -> tuple[str, ...]:
    if not query.topics:
        raise QueryInvalid(f"The measure {query.measure!r} needs a facet; give at least one in 'topics'.")
    return query.topics


def _spoken(facet: str) -> str:
    return "the " + facet.replace("_", " ")
