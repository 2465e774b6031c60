"""What a button offers is what its words ask for."""

from collections.abc import Iterator

import pytest

from bot.answering import answer_question
from bot.context import Context
from bot.offers import offer
from bot.reply import Status
from bot.translation import query_of
from bot.wiring import load
from data.query import Claim, Query
from intents.matching import match
from intents.model import Match

KNOWLEDGE = load()
SURVEY, CATALOGUE = KNOWLEDGE.surveys[KNOWLEDGE.default], KNOWLEDGE.catalogues[KNOWLEDGE.default]
FINDINGS = tuple(dict.fromkeys(f.finding for f in SURVEY.answerable))
CLAIM = Claim(low=75, high=75, words="three quarters")


def queries() -> Iterator[Query]:
    """Yield what is asked of each finding, of each two of them, of each question and of the survey."""
    for finding in FINDINGS:
        for measure in ("share", "complement", "count", "trend", "margin", "quote"):
            yield Query(measure=measure, of=(finding,))
        yield Query(measure="count", without=(finding,))
        yield Query(measure="check", of=(finding,), claims=(CLAIM,))
        yield from (Query(measure="compare", of=(finding, other)) for other in FINDINGS if other > finding)
    for question in SURVEY.questions:
        yield Query(measure="list", questions=(question.id,))
        yield from (Query(measure="rank", questions=(question.id,), how=how) for how in ("highest", "lowest"))
    yield Query(measure="quote", topics=("Steve Thorn",))
    yield from (Query(measure="about", topics=(topic,)) for topic in ("conductor", "fieldwork", "sample_size"))


@pytest.mark.parametrize("query", tuple(queries()), ids=lambda q: offer(q, SURVEY))
def test_an_offer_asks_for_its_query(query: Query) -> None:
    found = match(offer(query, SURVEY), CATALOGUE)
    assert isinstance(found, Match)
    definition = CATALOGUE.definition(found.intent)
    assert definition is not None
    asked = query_of(found, definition)
    assert (asked.measure, {*asked.of}, {*asked.without}, asked.questions, asked.topics) == (
        query.measure, {*query.of}, {*query.without}, query.questions, query.topics)  # fmt: skip


@pytest.mark.parametrize("query", [Query(measure="base_check"), Query(measure="share", of=FINDINGS[:2])])
def test_what_has_no_words_is_not_offered(query: Query) -> None:
    assert offer(query, SURVEY) == ""


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("need the whitehall one and the breaches one next to each other", "What is the gap between sharing data with"),
        ("which obstacle, never mind security", "What share of civil servants cited security breaches"),
    ],
)
def test_where_words_are_known_and_ask_for_nothing_what_comes_nearest_is_offered(question: str, first: str) -> None:
    reply = answer_question(question, KNOWLEDGE, Context())
    assert reply.status is Status.CLARIFY
    assert reply.suggestions[0].startswith(first)
