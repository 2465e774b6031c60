"""Questions are answered from end to end: what was meant, the published figure, its base and where it stands."""

import re
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.context import Context
from bot.render.plain import json_line, plain_text, record
from bot.reply import Reply, Status
from bot.wiring import asker, load
from data.survey import BaseStatus
from tests.helpers.asking import asked, cgi_knowledge
from tests.questions import scoring

QUESTIONS = Path(__file__).parents[1] / "questions" / "dev.yaml"
COUNCILS = {"local_government": 31}
BOTH = {"local_government": 31, "third_sector": 29}
BARRIERS = {"security": 49, "interoperability": 38, "data_quality": 33}
NOTHING: dict[str, float] = {}

# intent, question, how the headline begins, figures
ANSWERED = (
    ("share", "What share of civil servants share data with local government?", "31% of civil servants", COUNCILS),
    ("share", "whats the local gov %", "31% of civil servants surveyed said they share data", COUNCILS),
    ("share", "councils and charities?", "31% of civil servants surveyed said they share data with local", BOTH),
    ("count", "how many civil servants share data with councils?", "About 1,364 of the roughly 4,400 civil", COUNCILS),
    (
        "complement",
        "what percentage do not share with councils?",
        "69% of civil servants surveyed did not say",
        COUNCILS,
    ),
    ("count_not", "how many do not share with councils?", "About 3,036 of the roughly 4,400 civil", COUNCILS),
    ("each", "both figures for councils and charities", "31% of civil servants surveyed said they share data", BOTH),
    ("compare", "difference between councils and charities", "31% of civil servants surveyed said they share", BOTH),
    ("more", "do more share with councils than with charities?", "The published figures cannot decide it: 31%", BOTH),
    ("fewer", "do fewer share with councils than with charities?", "The published figures cannot decide it: 31%", BOTH),
    ("list", "what are the barriers to data sharing?", "Barriers to data sharing: risk of security", BARRIERS),
    ("rank", "rank the barriers", "Barriers to data sharing, highest first: risk of security breaches 49%", BARRIERS),
    ("highest", "what is the biggest barrier?", "The highest figure", {"security": 49}),
    ("lowest", "what is the smallest barrier?", "The lowest figure", {"data_quality": 33}),
    ("second", "what is the second biggest barrier?", "", {"interoperability": 38}),
    ("third", "what is the third biggest barrier?", "", {"data_quality": 33}),
    ("is_highest", "is security the biggest barrier?", "", {"security": 49}),
    (
        "rank_ascending",
        "barriers, smallest first",
        "Barriers to data sharing, lowest first: poor quality data 33%",
        BARRIERS,
    ),
    ("is_lowest", "is data quality the lowest barrier?", "The lowest figure for barriers", {"data_quality": 33}),
    (
        "is_lowest",
        "is security the lowest barrier?",
        "The lowest figure for barriers",
        {"data_quality": 33, "security": 49},
    ),
    ("trend", "has sharing with councils gone up?", "The share of civil servants surveyed who said they", COUNCILS),
    ("before", "what was it before for councils?", "The share of civil servants surveyed who said they", COUNCILS),
    ("margin", "what is the margin of error for councils?", "31%, give or take 1.4 percentage points", COUNCILS),
    ("check", "is it true that 31% share data with councils?", "Yes: 31% of civil servants surveyed", COUNCILS),
    ("check", "so most share data with councils?", "No: 31% of civil servants surveyed", COUNCILS),
    ("check_false", "is it false that 31% share with councils?", "31% of civil servants surveyed", COUNCILS),
    ("check_not", "is it true that 69% do not share with councils?", "Yes: 69% of civil servants", COUNCILS),
    ("base_check", "were 4,400 civil servants surveyed?", "Yes: the number of civil servants surveyed is", NOTHING),
    ("base_check", "44,000 respondents?", "No: the number of civil servants surveyed is about 4,400", NOTHING),
    ("rest", "what is the rest if 31% share with councils", "69% of civil servants surveyed did not", COUNCILS),
    ("speaker", "who is quoted?", "The person quoted is Steve Thorn, SVP public sector at CGI.", NOTHING),
    ("about", "who conducted the survey?", "The survey was conducted by CGI.", NOTHING),
    ("outfit", "was it PwC?", "The survey was conducted by CGI.", NOTHING),
    ("base_limit", "were more than 4,000 surveyed?", "The survey was of 4,400 civil servants", NOTHING),
    ("point_size", "how many respondents is one percentage point?", "One percentage point of about 4,400", NOTHING),
    (
        "list_besides",
        "what were the barriers other than security?",
        "Barriers to data sharing: lack of interoperable systems (38%) and poor quality data (33%).",
        {"interoperability": 38, "data_quality": 33},
    ),
    ("about_and_size", "who conducted it and how many were surveyed?", "The survey was conducted by CGI.", NOTHING),
    ("about_and_when", "who ran it and when?", "The survey was conducted by CGI.", NOTHING),
    ("about_when_and_size", "who ran it, when, and how many responded?", "The survey was conducted by CGI.", NOTHING),
    ("population", "were councils asked?", "Only civil servants were surveyed", NOTHING),
    ("population", "were councils surveyed?", "Only civil servants were surveyed", NOTHING),
    ("sample_size", "how many people were surveyed?", "The survey was of 4,400 civil servants", NOTHING),
)
# intent, question, least and most in per cent
BOUNDED = (
    ("both", "how many share with both councils and charities?", 0, 29),
    ("either", "how many share with either councils or charities?", 31, 60),
    ("neither", "how many share with neither councils nor charities?", 40, 69),
    ("first_only", "how many share with departments but not councils?", 40, 69),
    ("given", "of those who share with councils, how many share with charities?", 0, 100 * 29 / 31),
    ("given_not", "of those who share with councils, how many do not share with charities?", 100 * 2 / 31, 100),
)
# intent, question, how the headline ends
UNPUBLISHED = (
    ("population_size", "how many civil servants are there?", "how many civil servants there are."),
    ("cause", "why do they not share with councils?", "what causes what."),
    ("breakdown", "break it down by department", "any breakdown of the results."),
    ("unpublished", "what was the response rate?", "a response rate."),
    ("unpublished", "what was the exact wording of the question?", "the wording of the questions."),
)
SOCIAL = (("greeting", "hello"), ("help", "help"), ("thanks", "thanks"), ("goodbye", "bye"), ("apology", "sorry"))
# Each is about something that was not asked; each comes near to what was.
NEAR_MISSES = (
    "what percentage of committees share with councils?",
    "what percentage share with councils only?",
    "what percentage share all data with councils?",
    "what percentage talk to councils?",
    "what percentage believe security is fine?",
    "2024 percentage who share with councils",
    "what percentage of senior civil servants share with councils?",
    "what percentage of managers share with councils?",
    "what percentage of under 30s share with councils?",
    "what percentage of teams share with councils?",
    "what percentage of data is shared with councils?",
    "how much data is shared with councils?",
    "how often do they share with councils?",
    "what percentage stopped sharing with councils?",
    "what percentage regret sharing with councils?",
    "what percentage share with more than one council?",
    "what percentage share with councils alone?",
    "what percentage read data from councils?",
    "what percentage of top civil servants share with councils?",
    "what percentage of new civil servants share with councils?",
    "what percentage hardly share with councils?",
    "what percentage barely share with councils?",
    "what percentage want to share with councils?",
    "what percentage would share with councils?",
    "what percentage could share with councils?",
    "what percentage tried to share with councils?",
    "what percentage started sharing with councils?",
    "what percentage agree with sharing with councils?",
    "what percentage share with every council?",
    "more than 300 security breaches?",
)
# The same, answered with the figure all the same so far: a word is passed over that changes whom or what it is about.
PASSED_OVER = ("do more often share with councils than with charities?",)
RIGHT_CLAIMS = (
    "do 31% share with councils?",
    "do nearly a third share with councils?",
    "do at least 30% share with councils?",
    "do 30 or more percent share with councils?",
    "do 30% or more share with councils?",
    "is it between 30% and 40% who share with councils?",
)
FILES = {"csv", "csv_all", "picture", "picture_all"}
ELSEWHERE = frozenset({"threshold", "headline", "quote", "said_that", *FILES})  # intents with tests of their own


def shown(reply: Reply) -> dict[str, float]:
    """Return the newest figures of a reply by their findings' last names."""
    return {f.finding.partition(".")[2]: f.value for f in reply.figures if f.wave == "2015-H2"}


@cache
def replies() -> tuple[Reply, ...]:
    """Return the replies to every labelled question, and to one of every intent."""
    labelled = [question.q for question in scoring.read(QUESTIONS)]
    plain = [row[1] for table in (ANSWERED, BOUNDED, UNPUBLISHED, SOCIAL) for row in table]
    return tuple(asked(question) for question in (*labelled, *plain))


def said(reply: Reply) -> Iterable[str]:
    """Return every text of a reply that is read."""
    return (reply.headline, *reply.details, reply.base, *reply.caveats, *reply.suggestions, *sum(reply.rows, ()))


@pytest.mark.parametrize(("intent", "question", "headline", "figures"), ANSWERED)
def test_a_question_is_answered(intent: str, question: str, headline: str, figures: dict[str, float]) -> None:
    reply = asked(question)
    assert (reply.status, reply.intent, shown(reply)) == (Status.ANSWERED, intent, figures)
    assert reply.headline.startswith(headline)


@pytest.mark.parametrize(("intent", "question", "low", "high"), BOUNDED)
def test_a_joint_question_is_answered_by_a_range(intent: str, question: str, low: float, high: float) -> None:
    reply = asked(question)
    assert (reply.status, reply.intent) == (Status.BOUNDED, intent)
    assert reply.bounds is not None
    assert (reply.bounds.low, reply.bounds.high) == pytest.approx((low, high))


@pytest.mark.parametrize(("intent", "question", "ending"), UNPUBLISHED)
def test_what_was_not_published_is_said_plainly(intent: str, question: str, ending: str) -> None:
    reply = asked(question)
    assert (reply.status, reply.intent, reply.figures) == (Status.UNANSWERABLE, intent, ())
    assert reply.headline == f"The survey, as published, does not give {ending}"


@pytest.mark.parametrize(("intent", "question"), SOCIAL)
def test_a_courtesy_is_returned(intent: str, question: str) -> None:
    reply = asked(question)
    assert (reply.status, reply.intent) == (Status.SOCIAL, intent)


def test_a_limit_names_what_lies_within_it() -> None:
    reply = asked("which figures are over 50%?")
    assert (reply.status, reply.intent) == (Status.ANSWERED, "threshold")
    assert reply.headline.endswith(
        "collaboration (83%), digital transformation (82%) and other central government departments (71%)."
    )


def test_headline_figures_are_all_there_are() -> None:
    reply = asked("headline figures")
    assert (reply.intent, len(reply.figures), len(reply.rows)) == ("headline", 10, 10)


def test_a_quotation_is_word_for_word() -> None:
    reply = asked("what did Steve Thorn say about councils?")
    assert (reply.status, reply.intent) == (Status.ANSWERED, "quote")
    assert {quote.speaker for quote in reply.quotes} == {"Steve Thorn"}
    assert set(reply.quotes) <= set(cgi_knowledge().surveys["cgi-2015"].quotes)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("what share of women share with councils?", "women"),
        ("what share share with the NHS?", "NHS"),
        ("what percentage share data with Scottish councils?", "Scottish"),
        ("what percentage will share with councils in 2030?", "2030"),
        ("what share with councils, xqzvw?", "xqzvw"),
    ],
)
def test_a_refusal_names_the_word(question: str, word: str) -> None:
    reply = asked(question)
    assert (reply.status, reply.figures) == (Status.UNANSWERABLE, ())
    assert f"“{word}”" in reply.headline


@pytest.mark.parametrize("question", NEAR_MISSES)
def test_a_question_about_something_near_is_not_answered_with_the_figure(question: str) -> None:
    assert asked(question).figures == ()


@pytest.mark.xfail(strict=True, reason="A word that changes whom or what the question is about is passed over.")
@pytest.mark.parametrize("question", PASSED_OVER)
def test_a_word_that_changes_the_question_is_not_passed_over(question: str) -> None:
    assert asked(question).figures == ()


@pytest.mark.parametrize("question", RIGHT_CLAIMS)
def test_a_claim_that_holds_is_told_right(question: str) -> None:
    assert asked(question).headline.startswith("Yes: 31%")


@pytest.mark.parametrize("tag", ["innit", "innit?", ", is it not?", ", isn't it?", ", do they not?", ", don't they?"])
def test_a_tag_at_the_end_negates_nothing(tag: str) -> None:
    assert asked(f"31% share data with councils {tag}").headline.startswith("Yes: 31%")
    assert "did not say" not in asked(f"what % share with councils {tag}").headline


def test_a_question_about_what_others_share_is_refused() -> None:
    reply = asked("do councils share data with whitehall?")
    assert (reply.status, reply.figures) == (Status.UNANSWERABLE, ())
    assert "not what others do" in reply.headline


def test_a_question_that_counts_councils_is_refused() -> None:
    reply = asked("what percentage of councils share with departments")
    assert (reply.status, reply.figures) == (Status.UNANSWERABLE, ())
    assert reply.headline.startswith("The figures count civil servants surveyed, so I cannot answer for “councils”.")


@pytest.mark.parametrize("question", ["what percentage?", "what share with government?", "how many?"])
def test_a_question_that_may_mean_several_things_is_asked_back(question: str) -> None:
    reply = asked(question)
    assert (reply.status, reply.figures) == (Status.CLARIFY, ())
    assert len(reply.suggestions) >= 2


def test_an_ambiguous_word_offers_each_of_its_meanings() -> None:
    suggestions = " ".join(asked("what share with government?").suggestions)
    assert "local government" in suggestions
    assert "central government" in suggestions


@pytest.mark.parametrize("question", ["", "   ", "\x00", "🍻", "<@U012345>", "<!channel>"])
def test_nothing_asked_is_told_kindly(question: str) -> None:
    assert asked(question).headline.startswith("I did not find a question there.")


def test_a_novel_is_not_guessed_at() -> None:
    assert asked("what share with councils " * 100).headline.startswith("That is too long")


def test_the_sentence_of_one_figure_is_its_sources_own() -> None:
    reply = asked("what share with councils?")
    assert reply.sentence == reply.figures[0].sentence != ""


def test_no_sentence_is_shown_for_several_findings() -> None:
    assert asked("councils and charities").sentence == ""


def test_a_quote_on_the_finding_is_shown_beside_its_share() -> None:
    assert [quote.speaker for quote in asked("what share with councils?").quotes] == ["Steve Thorn"]


def test_every_intent_is_asked_for_here() -> None:
    here = {row[0] for table in (ANSWERED, BOUNDED, UNPUBLISHED, SOCIAL) for row in table} | ELSEWHERE
    shipped = {intent.definition.name for intent in cgi_knowledge().catalogues["cgi-2015"].intents}
    assert shipped - here == set()


def test_every_suggestion_is_answered() -> None:
    suggestions = {suggestion for reply in replies() for suggestion in reply.suggestions}
    unanswered = {s for s in suggestions if asked(s).status is not Status.ANSWERED}
    assert len(suggestions) > 10
    assert unanswered == set()


def test_every_example_of_the_codebook_is_answered_with_its_own_figure() -> None:
    survey = cgi_knowledge().surveys["cgi-2015"]
    answerable = [c for c in survey.categories.values() if survey.figure(c.id)]
    wrong = [c.ask for c in answerable if [f.finding for f in asked(c.ask).figures] != [c.id]]
    assert wrong == []


def test_every_reply_with_a_figure_says_of_how_many_or_that_it_is_not_published() -> None:
    for reply in replies():
        for figure in reply.figures:
            known = figure.base is not None and figure.base_status is not BaseStatus.MISSING
            assert (f"{figure.base:,}" if known else "not published") in reply.base, reply.question


def test_every_reply_with_a_figure_names_survey_wave_and_source() -> None:
    waves = {wave.id: wave.label for wave in cgi_knowledge().surveys["cgi-2015"].study.waves}
    for reply in replies():
        if reply.figures:
            assert reply.survey == "cgi-2015"
            assert reply.citations
            assert all(waves[figure.wave] in reply.base for figure in reply.figures), reply.question


def test_an_approximate_base_is_said_to_be_about() -> None:
    assert "about 4,400" in asked("what share with councils?").base


def test_a_derived_figure_is_said_to_be_derived() -> None:
    reply = asked("what share with councils in January 2015?")
    assert shown(reply) == {}
    assert any("derived" in caveat for caveat in reply.caveats)
    assert "not published" in reply.base


def test_a_figure_that_sources_dispute_is_never_answered_with() -> None:
    disputed = {f.id for f in cgi_knowledge().surveys["cgi-2015"].figures if f.status == "disputed"}
    assert not disputed & {figure.id for reply in replies() for figure in reply.figures}


def test_only_what_is_answered_shows_figures() -> None:
    shows = {reply.status for reply in replies() if reply.figures}
    assert shows == {Status.ANSWERED, Status.BOUNDED}


def test_bounds_lie_within_0_and_100_in_order() -> None:
    bounded = [reply for reply in replies() if reply.status is Status.BOUNDED]
    assert bounded
    for reply in bounded:
        assert reply.bounds is not None
        assert 0 <= reply.bounds.low <= reply.bounds.high <= 100


def test_bounds_are_shown_for_nothing_else() -> None:
    assert {reply.status for reply in replies() if reply.bounds} == {Status.BOUNDED}


def test_every_percentage_of_an_answer_is_published_or_worked_out_or_the_askers_own() -> None:
    for reply in replies():
        if reply.status is not Status.ANSWERED or not reply.figures:
            continue
        known = {f.value for f in reply.figures} | {100 - f.value for f in reply.figures}
        own = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", reply.question)}
        shown_here = {float(n) for n in re.findall(r"(\d+(?:\.\d+)?)%", reply.headline)}
        assert shown_here <= known | own, reply.question


def test_nobody_is_said_not_to_do_what_they_did_not_say() -> None:
    assert not [reply.headline for reply in replies() if "do not share" in reply.headline]


def test_a_share_is_never_of_departments() -> None:
    assert not [
        text for reply in replies() for text in said(reply) if re.search(r"\d% of (departments|councils)", text)
    ]


def test_confidence_is_full_for_a_question_spelt_right_and_less_for_one_that_is_not() -> None:
    right, wrong = asked("what percentage share with councils"), asked("what percentge share with counclis")
    assert shown(wrong) == shown(right) == COUNCILS
    assert 0.5 < wrong.confidence < right.confidence == 1.0


def test_the_question_is_kept_as_typed() -> None:
    typed = "  <@U1> WHAT share\twith councils?\n"
    assert asked(typed).question == typed


def test_replies_are_the_same_from_knowledge_loaded_again() -> None:
    again = asker(load())
    assert [again(reply.question, Context()) for reply in replies()] == list(replies())


def test_replies_do_not_depend_on_the_order_of_sets() -> None:
    script = (
        "import sys; from tests.bot.test_answering import replies\n"
        "from bot.render.plain import json_line\n"
        "sys.stdout.buffer.write('\\n'.join(map(json_line, replies())).encode())"
    )
    assert _run(script, seed="1").decode().split("\n") == [json_line(reply) for reply in replies()]


@pytest.mark.parametrize(
    "question",
    [
        "what share with councils?",
        "how many do not share with councils?",
        "do more share with departments than with councils?",
        "how many share with both councils and charities?",
        "of those who share with councils, how many share with charities?",
        "what are the barriers to data sharing?",
        "is it true that most share with councils?",
        "has sharing with councils gone up?",
        "what was the response rate?",
        "what share of women share with councils?",
        "what share with government?",
        "help",
    ],
)
def test_replies_read_like_this(question: str, snapshot: SnapshotAssertion) -> None:
    assert plain_text(asked(question)) == snapshot


def test_a_record_holds_the_whole_reply_as_text() -> None:
    found = record(asked("what share with councils?"))
    assert str(found["headline"]) in str(found["text"])
    assert (found["status"], found["intent"], found["survey"]) == ("answered", "share", "cgi-2015")


def _run(script: str, *, seed: str) -> bytes:
    root = Path(__file__).parents[2]
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    return subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment).stdout
