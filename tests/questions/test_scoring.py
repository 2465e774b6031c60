"""The scorer passes right replies, fails wrong ones, and refuses labels it cannot read."""

import json
from pathlib import Path

import pytest
import yaml

from tests.questions import report, scoring
from tests.questions.scoring import Labelled, Record, Score

COUNCILS = {"q": "councils?", "kind": "share", "status": "answered", "values": ["31%"], "not_values": ["71%"]}
HEADLINE = "31% of civil servants surveyed said they share data with local government."


def label(**changes: object) -> Labelled:
    """Return the question about councils, changed."""
    return scoring.labelled({**COUNCILS, **changes}, "here")


def reply(status: str = "answered", headline: str = HEADLINE, text: str | None = None) -> Record:
    """Return a reply that answers the question about councils rightly, changed."""
    return Record(status=status, intent="share", headline=headline, text=headline if text is None else text)


def is_right(question: Labelled, record: Record) -> bool:
    """Return whether the scorer calls the reply right."""
    return scoring.score(question, record).right


def test_the_right_figure_is_right() -> None:
    assert is_right(label(), reply())


def test_a_wrong_figure_is_wrong() -> None:
    assert not is_right(label(not_values=[]), reply(headline="29% of civil servants surveyed said so."))


def test_a_refusal_of_an_answerable_question_is_wrong() -> None:
    assert not is_right(label(), reply(status="unanswerable", headline="The survey does not say."))


def test_an_answer_to_an_unanswerable_question_is_wrong() -> None:
    question = label(q="and the NHS?", status="unanswerable", values=[], not_values=[])
    assert not is_right(question, reply())


def test_an_unknown_status_is_wrong() -> None:
    assert not is_right(label(), reply(status=""))


def test_any_accepted_status_is_right() -> None:
    question = label(status="unanswerable", accept=["unanswerable", "clarify"], values=[])
    assert is_right(question, reply(status="clarify", headline="Which sector do you mean?"))


def test_every_value_must_stand_in_the_text() -> None:
    assert not is_right(label(values=["31%", "29%"]), reply())


def test_a_value_may_stand_below_the_headline() -> None:
    assert is_right(label(values=["31%", "29%"]), reply(text=HEADLINE + "\nThird sector: 29%."))


def test_a_forbidden_value_in_the_headline_is_wrong() -> None:
    assert not is_right(label(), reply(headline="71% share with other departments; with councils 31%."))


def test_a_forbidden_value_below_the_headline_is_allowed() -> None:
    assert is_right(label(), reply(text=HEADLINE + "\nOther central departments: 71%."))


def test_a_forbidden_value_that_is_also_wanted_is_allowed() -> None:
    assert is_right(label(values=["31%"], not_values=["31%"]), reply())


def test_a_comparison_may_name_both_sides() -> None:
    question = label(kind="compare", values=["40"])
    assert is_right(question, reply(headline="71% against 31%: 40 percentage points."))


def test_a_refusal_must_not_show_a_forbidden_value_either() -> None:
    question = label(status="unanswerable", values=[], not_values=["31%"])
    assert not is_right(question, reply(status="unanswerable"))


def test_a_range_may_end_on_a_forbidden_value() -> None:
    question = label(kind="joint", status="bounded", values=[], not_values=["31%"])
    assert is_right(question, reply(status="bounded", headline="Between 2% and 31%."))


def test_live_mark_up_in_the_headline_is_wrong() -> None:
    question = label(status="unanswerable", values=[], not_values=["<!here>"])
    assert not is_right(question, reply(status="unanswerable", headline="Nothing is known of <!HERE>."))


def test_an_unclear_question_may_be_answered_with_every_candidate() -> None:
    question = label(status="clarify", values=["31%", "71%"], not_values=[])
    assert is_right(question, reply(text="Local 31%, central 71%."))


def test_an_unclear_question_answered_with_one_candidate_is_wrong() -> None:
    assert not is_right(label(status="clarify", values=["31%", "71%"], not_values=[]), reply())


def test_the_candidates_of_an_unclear_question_may_stand_in_its_note() -> None:
    question = label(status="clarify", values=[], not_values=[], note="local 31% or central 71%")
    assert not is_right(question, reply())


def test_an_unclear_question_without_candidates_cannot_be_answered() -> None:
    question = label(status="clarify", accept=["clarify", "answered"], values=[], not_values=[])
    assert not is_right(question, reply())


def test_a_question_back_owes_no_figure() -> None:
    question = label(status="clarify", values=["31%", "71%"], not_values=[])
    assert is_right(question, reply(status="clarify", headline="Local or central government?"))


def test_a_range_asked_for_must_show_its_ends() -> None:
    question = label(kind="joint", status="bounded", values=["2%", "31%"], not_values=[])
    assert not is_right(question, reply(status="bounded", headline="Between 0% and 31%."))


def test_a_range_in_place_of_a_refusal_owes_no_figure() -> None:
    question = label(kind="joint", status="unanswerable", accept=["bounded"], values=["2%"], not_values=[])
    assert is_right(question, reply(status="bounded", headline="Between 0% and 31%."))


def test_the_best_reply_from_another_intent_is_wrong() -> None:
    assert not is_right(label(intent="list"), reply())


def test_the_best_reply_from_the_labelled_intent_is_right() -> None:
    assert is_right(label(intent="share"), reply())


def test_an_accepted_reply_that_is_not_the_best_may_come_from_any_intent() -> None:
    question = label(intent="list", accept=["answered", "clarify"])
    assert is_right(question, reply(status="clarify", headline="Which sector do you mean?"))


def test_a_missing_quote_is_wrong() -> None:
    assert not is_right(label(quotes=["half the battle"]), reply())


def test_a_quote_is_found_whatever_its_marks_and_line_breaks() -> None:
    assert scoring.holds_quote(
        "\u2018it\u2019s only half\n   the battle, \u201clocal\u201d bodies", "it's only half the battle, local"
    )


def test_a_quote_in_other_words_is_not_found() -> None:
    assert not scoring.holds_quote("It is just half of the battle", "only half the battle")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was 31%.", "31%"),
        ("31 per cent of them", "31%"),
        ("31 percent of them", "31%"),
        ("31 % of them", "31%"),
        ("(31%)", "31%"),
        ("+/-1.4 points", "1.4"),
        ("2.3x as many", "2.3"),
        ("a gap of 40 percentage points", "40"),
        ("31% in all", "31"),
        ("of 4400 people", "4,400"),
        ("of 4,400, about 1,364", "1364"),
        ("4\u202f400 people", "4,400"),
        ("On 29 January 2016.", "29 January 2016"),
        ("pays £130,095 a year", "£130,095"),
        ("Online interviews", "online"),
    ],
)
def test_a_value_is_shown(text: str, value: str) -> None:
    assert scoring.shows(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("131%", "31%"),
        ("0.31%", "31%"),
        ("31", "31%"),
        ("31.5", "31"),
        ("4,310", "31"),
        ("4,310", "4,31"),
        ("2016", "16"),
        ("44,000", "4,400"),
        ("31st", "31"),
        ("1.48", "1.4"),
        ("localgov.co.uk", "UK"),
        ("", "31%"),
    ],
)
def test_a_value_is_not_shown(text: str, value: str) -> None:
    assert not scoring.shows(text, value)


def test_only_question_and_status_are_needed() -> None:
    question = scoring.labelled({"q": "hello", "status": "social"}, "share.yaml#1")
    assert (question.id, question.accept, question.values) == ("share.yaml#1", ("social",), ())


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("councils?", "not a question"),
        ({"status": "answered"}, "q is None"),
        ({"q": "councils?"}, "status is None"),
        ({"q": "councils?", "status": "right"}, "'right'"),
        ({"q": "councils?", "status": "answered", "accept": ["maybe"]}, "'maybe'"),
        ({"q": "councils?", "status": "answered", "value": ["31%"]}, "unknown keys value"),
        ({"q": "councils?", "status": "answered", "values": "31%"}, "not a list of texts"),
        ({"q": "councils?", "status": "answered", "values": [31]}, "Quote numbers"),
    ],
)
def test_a_faulty_label_is_refused(entry: object, complaint: str) -> None:
    with pytest.raises(scoring.QuestionsError, match=complaint):
        scoring.labelled(entry, "share.yaml#1")


def test_both_formats_say_the_same(tmp_path: Path) -> None:
    entries = [
        {"id": "1", **COUNCILS},
        {"id": "2", "q": "odd\u2028\u0085\tch\u0430r\u200bs\n{{7*7}}", "status": "social"},
    ]
    lines, listed = tmp_path / "questions.jsonl", tmp_path / "questions.yaml"
    lines.write_text("\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries), encoding="utf-8")
    listed.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    assert scoring.read(lines) == scoring.read(listed)


@pytest.mark.parametrize(("name", "text"), [("a.yaml", "q: councils?"), ("a.yaml", "- ["), ("a.jsonl", "{q: 1}")])
def test_a_faulty_file_is_refused_by_name(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(scoring.QuestionsError, match=name):
        scoring.read(path)


def test_every_label_of_the_suite_can_be_read() -> None:
    files = sorted(Path(__file__).parent.glob("*.yaml"))
    assert all(scoring.read(path) for path in files)


def test_no_question_of_the_suite_is_there_twice() -> None:
    questions = scoring.read(Path(__file__).parent / "dev.yaml")
    assert len({q.id for q in questions}) == len({q.q for q in questions}) == 109


def scores() -> tuple[Score, ...]:
    """Return a right answer, a wrong answer, a right refusal and an unpublished figure passed off."""
    unpublished = label(id="nhs", q="NHS?", kind="other-audience", status="unanswerable", values=[], not_values=[])
    refusal = reply(status="unanswerable", headline="The survey does not say.")
    return (
        scoring.score(label(id="good"), reply()),
        scoring.score(label(id="bad"), reply(headline="71% said so.")),
        scoring.score(unpublished, refusal),
        scoring.score(unpublished, reply()),
    )


def test_the_four_figures_count_what_they_say() -> None:
    figures = report.totals(scores())
    counted = [(share.hits, share.of) for share in (figures.right, figures.recall, figures.precision, figures.refusal)]
    assert counted == [(2, 4), (1, 2), (1, 3), (1, 2)]


@pytest.mark.parametrize(
    ("right", "precision", "reached"), [(0.5, 0.33, True), (0.51, 0.33, False), (0.5, 0.34, False)]
)
def test_both_minima_must_be_reached(right: float, precision: float, *, reached: bool) -> None:
    assert report.reaches(report.totals(scores()), right=right, precision=precision) is reached


def test_nothing_asked_is_not_a_failure() -> None:
    assert report.totals(()).right.value == 1.0


def test_the_summary_has_a_row_for_each_kind() -> None:
    rows = [line.split() for line in report.summary(scores()).splitlines()]
    assert ["other-audience", "50.0%", "(1", "of", "2)"] in rows


def test_a_miss_says_what_was_expected_and_what_came() -> None:
    assert report.misses(scores()[:2]).splitlines() == [
        "bad [share] 'councils?'",
        "  expected  answered 31%",
        "  got       answered by share: '71% said so.'",
        "  wrong     31% is missing; headline shows 71%",
    ]
