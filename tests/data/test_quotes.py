import pytest

from data.answer import Quotations, Speaker, Unpublished
from data.codebook import FindingId, QuestionId
from data.evaluation import evaluate
from data.query import Query
from tests.helpers.surveys import cgi


def quoted(*topics: str, of: tuple[str, ...] = (), questions: tuple[str, ...] = ()) -> list[str]:
    query = Query(
        measure="quote",
        topics=topics,
        of=tuple(FindingId(name) for name in of),
        questions=tuple(QuestionId(name) for name in questions),
    )
    answer = evaluate(query, cgi())
    return [quote.id for quote in answer.quotes] if isinstance(answer, Quotations) else []


def test_everything_said_is_quoted_in_its_order() -> None:
    assert quoted() == ["q1", "q2", "q3"]


@pytest.mark.parametrize("name", ["Steve Thorn", "steve thorn", "Thorn", "CGI"])
def test_a_speaker_is_found_by_any_part_of_name_or_role(name: str) -> None:
    assert quoted(name) == ["q1", "q2", "q3"]


@pytest.mark.parametrize("name", ["LGA", "horn", "Laura Sharman"])
def test_nobody_else_is_quoted(name: str) -> None:
    assert quoted(name) == []


@pytest.mark.parametrize(
    ("finding", "quotes"),
    [
        ("share_with.local_government", ["q3", "q2"]),
        ("share_with.central_government", ["q3", "q2"]),
        ("priority.collaboration", ["q1", "q2"]),
        ("priority.digital_transformation", ["q1"]),
        ("barrier.security", []),
        ("share_with.third_sector", []),
    ],
)
def test_a_finding_is_quoted_on_most_to_the_point_first(finding: str, quotes: list[str]) -> None:
    assert quoted(of=(finding,)) == quotes


def test_a_question_is_quoted_on() -> None:
    assert quoted(questions=("share_with",)) == ["q3", "q2"]


def test_speaker_and_subject_limit_each_other() -> None:
    assert quoted("CGI", of=("priority.digital_transformation",)) == ["q1"]
    assert quoted("LGA", of=("priority.digital_transformation",)) == []


def test_the_share_that_is_spoken_of_comes_with_the_quotes() -> None:
    answer = evaluate(Query(measure="quote", of=(FindingId("share_with.local_government"),)), cgi())

    assert isinstance(answer, Quotations)
    assert [f.value for f in answer.figures] == [31]


def test_where_nobody_is_quoted_it_says_who_is() -> None:
    answer = evaluate(Query(measure="quote", topics=("LGA",), of=(FindingId("barrier.security"),)), cgi())

    assert isinstance(answer, Unpublished)
    assert answer.what.startswith("a comment by LGA on citing the risk of security breaches")
    assert [f.facet for f in answer.facts] == ["other_comment"]


def test_a_speaker_is_told_with_the_role() -> None:
    answer = evaluate(Query(measure="speaker"), cgi())

    assert isinstance(answer, Speaker)
    assert {(q.speaker, q.role) for q in answer.quotes} == {("Steve Thorn", "SVP public sector at CGI")}


def test_a_speaker_who_did_not_speak_is_not_published() -> None:
    assert isinstance(evaluate(Query(measure="speaker", topics=("Smith",)), cgi()), Unpublished)
