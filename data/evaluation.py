"""Answers to queries: the measure that a query names, run on a survey."""

from data import quotes, relations  # noqa: F401  -- imported for the measures they register
from data.answer import Answer
from data.errors import QueryInvalid, did_you_mean
from data.measures import MEASURES, Registered
from data.query import Query
from data.survey import Survey


def evaluate(query: Query, survey: Survey) -> Answer:
    """Return what the survey says to a query; raise QueryInvalid where the query cannot be run as it stands."""
    if query.measure not in MEASURES:
        near = did_you_mean(query.measure, MEASURES)
        raise QueryInvalid(f"There is no measure {query.measure!r}. {near}There are {', '.join(sorted(MEASURES))}.")
    registered = MEASURES[query.measure]
    _check_arity(query, registered)
    _check_names(query, survey)
    return registered.run(query, survey)


def _check_arity(query: Query, registered: Registered) -> None:
    named = len(query.of) + len(query.without)
    if named < registered.least or (registered.most is not None and named > registered.most):
        most = "more" if registered.most is None else registered.most
        wanted = registered.least if registered.least == registered.most else f"{registered.least} or {most}"
        raise QueryInvalid(f"The measure {query.measure!r} takes {wanted} finding(s); {named} are named.")


def _check_names(query: Query, survey: Survey) -> None:
    for finding in (*query.of, *query.without):
        survey.category(finding)
    for question in query.questions:
        survey.question(question)
    waves = [wave.id for wave in survey.study.waves]
    if query.wave is not None and query.wave not in waves:
        raise QueryInvalid(f"The survey {survey.id} has no wave {query.wave!r}; it has {', '.join(waves)}.")
