"""Measures that look up what was said about a survey, and by whom."""

import re
from collections.abc import Sequence

from data.answer import Answer, Quotations, Speaker, Unpublished
from data.measures import facts, measure, newest
from data.query import Query
from data.survey import Quote, Survey, question_of


@measure("quote")
def quotations(query: Query, survey: Survey) -> Answer:
    """Return the quotes of the speakers and on the subjects named, most to the point first; all where none is named.

    A speaker may be named by any part of the name or role: Thorn, CGI.
    """
    spoken = _with_words(query.words, _by_speaker(query.topics, survey.quotes))
    subjects = (*query.of, *query.questions)
    found = _on_subject(query, spoken) if subjects else spoken
    figures = newest(query.of, survey)
    if found:
        return Quotations(quotes=found, figures=figures)
    return Unpublished(what=_missing(query, survey), nearest=figures, facts=facts(survey, ["other_comment"]))


@measure("speaker")
def speaker(query: Query, survey: Survey) -> Answer:
    """Return who spoke about the survey: everybody, or those named."""
    found = _by_speaker(query.topics, survey.quotes)
    if found:
        return Speaker(quotes=found)
    return Unpublished(what=_missing(query, survey), nearest=(), facts=facts(survey, ["other_comment"]))


def _by_speaker(names: Sequence[str], quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    return tuple(quote for quote in quotes if not names or any(_is_said_by(name, quote) for name in names))


def _with_words(words: Sequence[str], quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the quotes that hold the most of the words; all where none is named, none where none is held."""
    held = [sum(word.casefold() in quote.text.casefold() for word in words) for quote in quotes]
    most = max(held, default=0)
    return tuple(quote for quote, count in zip(quotes, held, strict=True) if not words or count == most > 0)


def _is_said_by(name: str, quote: Quote) -> bool:
    # Whole words only: 'Steve' is Steve Thorn, 'Eve' is not.
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", f"{quote.speaker}, {quote.role}", re.IGNORECASE))


def _on_subject(query: Query, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    ranked = [(_distance(query, quote), quote) for quote in quotes]
    near = [(distance, quote) for distance, quote in ranked if distance is not None]
    return tuple(quote for _, quote in sorted(near, key=lambda pair: (pair[0], pair[1].id)))


def _distance(query: Query, quote: Quote) -> tuple[int, int] | None:
    """Return how far a quote is from the subjects: named findings first, and first those that speak to little else."""
    if set(query.of) & set(quote.topics):
        return (0, len(quote.topics))
    questions = {question_of(topic) for topic in quote.topics}
    return (1, len(quote.topics)) if questions & set(query.questions) else None


def _missing(query: Query, survey: Survey) -> str:
    nouns = [survey.category(finding).noun for finding in query.of]
    labels = [survey.question(name).label.lower() for name in query.questions]
    by = " by " + " or ".join(query.topics) if query.topics else ""
    on = " on " + " or ".join([*nouns, *labels, *query.words]) if nouns or labels or query.words else ""
    return f"a comment{by}{on}"
