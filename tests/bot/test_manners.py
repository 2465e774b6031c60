"""Greetings, questions back and refusals: short, honest, and never the asker's own markup."""

import pytest

from bot.manners import MAX_NAMED, MAX_WORD, not_meant, refusal, social, unknown_survey, which
from bot.reply import Reply, Status
from intents.model import NoMatch, Reason
from intents.roles import Fault, Problem
from tests.helpers.asking import asked
from tests.helpers.surveys import a_figure, a_survey

TEA = a_survey(a_figure("drink.tea", 60), a_figure("drink.coffee", 30), a_figure("snack.cake", 12))


def refused(reason: Reason, *leftover: str, problem: Problem | None = None) -> Reply:
    """Return the refusal of a question about tea."""
    return refusal("typed", NoMatch(reason=reason, leftover=leftover, problem=problem), ("Who likes tea?",), TEA)


@pytest.mark.parametrize("kind", ["greeting", "thanks", "goodbye", "help"])
def test_courtesies_are_returned(kind: str) -> None:
    reply = social("typed", kind, TEA)
    assert (reply.status, reply.intent, reply.question, reply.survey) == (Status.SOCIAL, kind, "typed", "built")
    assert reply.headline
    assert not reply.figures


def test_a_greeting_says_what_may_be_asked() -> None:
    reply = social("hi", "greeting", TEA)
    assert reply.headline == "Hello. Ask me what the survey found."
    assert reply.suggestions


@pytest.mark.parametrize("kind", ["thanks", "goodbye"])
def test_whoever_leaves_is_not_held_up(kind: str) -> None:
    assert social("ta", kind, TEA).suggestions == ()


def test_help_names_the_survey_its_size_and_its_topics() -> None:
    reply = social("help", "help", TEA)
    assert reply.headline == "I answer questions about the survey with its published figures."
    assert reply.details[0] == "It asked about 1,000 adults. Its figures are on: drink and snack."


def test_help_says_that_nothing_is_guessed() -> None:
    assert any("will not guess" in detail for detail in social("help", "help", TEA).details)


def test_which_is_asked_with_the_readings_to_choose_from() -> None:
    reply = which("greens?", ("Salad?", "Peas?"), TEA, intent="share")
    assert (reply.status, reply.headline) == (Status.CLARIFY, "Which of these do you mean?")
    assert (reply.suggestions, reply.intent) == (("Salad?", "Peas?"), "share")
    assert which("greens?", ("Salad?",), TEA, intent="share").headline == "Did you mean this?"


def test_words_that_make_no_question_are_asked_back() -> None:
    assert not_meant("tea than", ("Who likes tea?",), TEA).status is Status.CLARIFY


def test_a_survey_that_is_not_held_is_told_with_those_that_are() -> None:
    reply = unknown_survey("tea?", ("cgi-2015", "tea-2020"))
    assert (reply.status, reply.headline) == (
        Status.UNANSWERABLE,
        "I do not hold that survey. I hold: cgi-2015 and tea-2020.",
    )


def test_a_refusal_names_the_word_it_knows_nothing_about() -> None:
    assert refused(Reason.LEFT_OVER, "milk").headline == (
        "I can't answer that from the survey: I find nothing in it about “milk”."
    )


def test_a_refusal_names_each_word() -> None:
    assert refused(Reason.LEFT_OVER, "milk", "honey").headline.endswith("about “milk” or “honey”.")


def test_a_refusal_names_a_word_as_it_was_typed() -> None:
    outcome = NoMatch(reason=Reason.LEFT_OVER, leftover=("nhs", "wales"))
    assert refusal("The NHS in Wales?", outcome, (), TEA).headline.endswith("about “NHS” or “Wales”.")


def test_a_refusal_names_no_more_words_than_are_read() -> None:
    headline = refused(Reason.LEFT_OVER, *"abcdefgh").headline
    assert headline.count("“") == MAX_NAMED
    assert headline.endswith("and more.")


def test_a_word_as_long_as_a_line_is_cut() -> None:
    assert refused(Reason.LEFT_OVER, "x" * 500).headline.endswith(f"“{'x' * MAX_WORD}”.")


def test_a_question_the_other_way_round_is_told_what_was_asked() -> None:
    headline = refused(Reason.REVERSED, problem=Problem(Fault.REVERSED, "farms")).headline
    assert headline == "That was not asked: the figures are what adults surveyed said they do, not what others do."


def test_a_question_that_counts_others_is_told_who_is_counted() -> None:
    headline = refused(Reason.BASE, problem=Problem(Fault.BASE, "farms")).headline
    assert headline == "The figures count adults surveyed, so I cannot answer for “farms”."


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_says_something_and_offers_what_could_be_answered(reason: Reason) -> None:
    reply = refused(reason)
    assert reply.status in {Status.UNANSWERABLE, Status.CLARIFY}
    assert reply.headline.endswith((".", "?"))
    assert (reply.suggestions, reply.question) == (("Who likes tea?",), "typed")
    assert not reply.figures


def test_a_question_in_another_alphabet_is_told_that_only_english_is_understood() -> None:
    reply = asked("какой процент")
    assert (reply.status, reply.headline) == (
        Status.UNANSWERABLE,
        "I only understand English. Ask me what the CGI survey of civil servants found.",
    )
