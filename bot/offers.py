"""Write a question that asks for a query: what a button says, and asks for when it is clicked."""

from collections.abc import Callable, Mapping

from bot.numbers import listed
from data.codebook import Category
from data.query import Query
from data.survey import Survey

_FACETS = {
    "conductor": "Who ran the survey?",
    "fieldwork": "When was the survey carried out?",
    "sample_size": "How many people were asked?",
}
_RANKS = {"highest": "Which is the highest", "lowest": "Which is the lowest"}


def offer(query: Query, survey: Survey) -> str:
    """Return a question that asks for a query in full; '' where there are no words for it."""
    write = _WORDS.get(query.measure)
    return write(query, survey) if write else ""


def _share(query: Query, survey: Survey) -> str:
    named = [survey.category(f) for f in query.of]
    return named[0].ask if len(named) == 1 else ""


def _rest(query: Query, survey: Survey) -> str:
    named = _only(query, survey)
    return f"What share of {survey.study.universe.respondents} {named.no}?" if named else ""


def _count(query: Query, survey: Survey) -> str:
    named = _only(query, survey)
    if named is None:
        return ""
    return f"How many {survey.study.universe.respondents} {named.no if query.without else named.yes}?"


def _compare(query: Query, survey: Survey) -> str:
    sides = sorted((survey.category(f) for f in query.of), key=lambda c: not c.party)  # parties read best in front
    nouns = [side.noun for side in sides]
    return f"What is the gap between {listed(nouns)}?" if len(set(nouns)) > 1 else ""


def _trend(query: Query, survey: Survey) -> str:
    named = _only(query, survey)
    return f"How has {named.noun} changed?" if named else ""


def _check(query: Query, survey: Survey) -> str:
    named = _only(query, survey)
    if named is None or len(query.claims) != 1:
        return ""
    return f"Is it true that {query.claims[0].words} {named.no if query.without else named.yes}?"


def _margin(query: Query, survey: Survey) -> str:
    named = _only(query, survey)
    return f"What is the margin of error on {named.noun}?" if named else ""


def _listing(query: Query, survey: Survey) -> str:
    asks = [q.ask for q in survey.questions if q.id in query.questions]
    return asks[0] if len(asks) == 1 else ""


def _rank(query: Query, survey: Survey) -> str:
    labels = [q.label for q in survey.questions if q.id in query.questions]
    asked = _RANKS.get(query.how)
    return f"{asked} of these: {labels[0][:1].lower()}{labels[0][1:]}?" if asked and len(labels) == 1 else ""


def _quote(query: Query, survey: Survey) -> str:
    named = _only(query, survey)
    if named:
        return f"Is there a quote on {named.noun}?"
    return f"What did {query.topics[0]} say?" if query.topics else ""


def _about(query: Query, _survey: Survey) -> str:
    return _FACETS.get(query.topics[0], "") if query.topics else ""


def _only(query: Query, survey: Survey) -> Category | None:
    named = (*query.of, *query.without)
    return survey.category(named[0]) if len(named) == 1 else None


_WORDS: Mapping[str, Callable[[Query, Survey], str]] = {
    "about": _about,
    "check": _check,
    "compare": _compare,
    "complement": _rest,
    "count": _count,
    "list": _listing,
    "margin": _margin,
    "quote": _quote,
    "rank": _rank,
    "share": _share,
    "trend": _trend,
}
