"""A question may lean on the one before it, of the same person in the same thread; without one it is asked back."""

import pytest

from bot.context import Ask, Context, Turns
from bot.reply import Reply, Status
from bot.wiring import asker
from intents.model import IntentName, Match, Turn
from tests.helpers.asking import cgi_knowledge

CENTRAL, LOCAL = "share_with.central_government", "share_with.local_government"
SECURITY, INTEROP, COLLABORATION = "barrier.security", "barrier.interoperability", "priority.collaboration"
# What was asked before, the question that leans on it, and which figures its answer shows under which intent.
FOLLOW_UPS: tuple[tuple[str, str, str, list[str]], ...] = (
    ("what share with local government?", "and central?", "share", [CENTRAL]),
    ("what share with local government?", "what about charities", "share", ["share_with.third_sector"]),
    ("how many share with local government?", "and charities?", "count", ["share_with.third_sector"]),
    ("what share with councils in January 2015?", "and central?", "share", [CENTRAL]),
    ("what share with local government?", "as a number?", "count", [LOCAL]),
    ("what share with local government?", "how many is that?", "count", [LOCAL]),
    ("what share with local government?", "who said that?", "said_that", []),
    ("what share with local government?", "what about before?", "before", [LOCAL]),
    ("what share with local government?", "and in january 2015?", "share", [LOCAL]),
    ("what share with local government?", "did that change?", "trend", [LOCAL]),
    ("what share with local government?", "is that more than half?", "check", [LOCAL]),
    ("what share with local government?", "how reliable is that?", "margin", [LOCAL]),
    ("what share with local government?", "and who don't?", "complement", [LOCAL]),
    ("what share with local government?", "is it lower than central?", "fewer", [LOCAL, CENTRAL]),
    ("what share with local government?", "compare with central", "compare", [LOCAL, CENTRAL]),
    ("what is the biggest barrier?", "as a number?", "count", [SECURITY]),
    ("what is the biggest barrier?", "and the second?", "second", [INTEROP]),
    ("what are the barriers?", "and the priorities?", "list", [COLLABORATION, "priority.digital_transformation"]),
)
LEANING = ("and central?", "as a number?", "why?", "who said that?", "what about before?", "how many is that?")


def shown(reply: Reply) -> list[str]:
    """Return the findings of a reply's figures, each once."""
    return list(dict.fromkeys(figure.finding for figure in reply.figures))


def answers() -> Ask:
    """Return the shipped bot, with no conversation behind it."""
    return asker(cgi_knowledge())


@pytest.mark.parametrize(("before", "question", "intent", "findings"), FOLLOW_UPS)
def test_a_question_is_understood_after_another(before: str, question: str, intent: str, findings: list[str]) -> None:
    ask, thread = answers(), Context(thread="T1")
    ask(before, thread)

    reply = ask(question, thread)

    assert (reply.intent, shown(reply)) == (intent, findings)


def test_the_wave_of_the_question_before_is_kept() -> None:
    ask, thread = answers(), Context(thread="T1")
    ask("what share with councils in January 2015?", thread)

    assert ask("and central?", thread).figures[0].value == 69


def test_why_is_answered_of_what_was_asked_before() -> None:
    ask, thread = answers(), Context(thread="T1")
    ask("what share with local government?", thread)

    reply = ask("why?", thread)

    assert (reply.status, reply.intent) == (Status.UNANSWERABLE, "cause")


def test_an_answer_says_that_it_was_taken_together_with_the_question_before() -> None:
    ask, thread = answers(), Context(thread="T1")
    first = ask("what share with local government?", thread)
    second = ask("as a number?", thread)

    said = "Taken together with your last question here."
    assert said not in first.details
    assert said in second.details


@pytest.mark.parametrize("question", LEANING)
def test_a_question_that_leans_on_nothing_is_asked_back(question: str) -> None:
    assert answers()(question, Context(thread="T1")).status is Status.CLARIFY
    assert answers()(question, Context()).status is Status.CLARIFY


@pytest.mark.parametrize("question", LEANING)
def test_nothing_is_taken_over_from_another_conversation(question: str) -> None:
    ask = answers()
    ask("what share with local government?", Context(thread="T1"))

    assert ask(question, Context(thread="T2")).status is Status.CLARIFY
    assert ask(question, Context()).status is Status.CLARIFY


def test_a_question_that_stands_alone_means_the_same_after_any_other() -> None:
    ask, thread = answers(), Context(thread="T1")
    ask("what is the biggest barrier?", thread)

    for question in ("what share with councils?", "how many people were asked?", "who funded the survey?", "hello"):
        assert ask(question, thread) == answers()(question, Context())


def test_after_a_refusal_nothing_is_left_to_lean_on() -> None:
    ask, thread = answers(), Context(thread="T1")
    ask("what share with local government?", thread)
    ask("and the NHS?", thread)

    assert ask("how many people is that?", thread).status is Status.CLARIFY


def test_after_a_range_nothing_is_left_to_lean_on() -> None:
    ask, thread = answers(), Context(thread="T1")
    ask("how many share with both councils and charities?", thread)

    assert ask("how many is that?", thread).status is Status.CLARIFY


def test_what_was_asked_of_an_earlier_wave_is_not_counted_for_today() -> None:
    ask, thread = answers(), Context(thread="T1")
    ask("what share with councils in January 2015?", thread)

    assert "1,364" not in ask("how many people is that?", thread).headline


def test_of_those_after_an_answer_means_those_of_the_answer() -> None:
    ask, thread = answers(), Context(thread="T1")
    ask("what share with councils?", thread)

    assert ask("how many of them also share with charities?", thread).status is Status.CLARIFY


def test_what_was_not_surveyed_is_refused_after_any_question() -> None:
    ask, thread = answers(), Context(thread="T1")
    ask("what share with local government?", thread)

    for question in ("and the NHS?", "and women?", "and in 2019?", "and in Scotland?", "what about agencies"):
        assert ask(question, thread).status in {Status.UNANSWERABLE, Status.CLARIFY}


def test_the_conversation_silent_for_longest_is_forgotten_first() -> None:
    turns = Turns(limit=2)
    turn = Turn(match=Match(intent=IntentName("share"), slots={}, confidence=1.0))
    for conversation in ("a", "b", "a", "c"):
        turns.keep(conversation, turn)

    assert [turns.last(c) is not None for c in "abc"] == [True, False, True]


def test_a_question_that_is_corrected_leans_on_what_it_leant_on_before() -> None:
    ask = answers()
    ask("what share with local government?", Context(thread="T1", moment="1"))
    ask("and the NHS?", Context(thread="T1", moment="2"))

    assert ask("and central?", Context(thread="T1", moment="2")).figures[0].value == 71


def test_a_first_question_that_is_corrected_leans_on_nothing() -> None:
    ask = answers()
    ask("what share with local government?", Context(thread="T1", moment="1"))

    assert ask("as a number?", Context(thread="T1", moment="1")).status is Status.CLARIFY


def test_what_is_overheard_and_has_no_answer_leaves_a_conversation_as_it_was() -> None:
    ask = answers()
    ask("what share with local government?", Context(thread="T1"))
    ask("I met the NHS yesterday", Context(thread="T1", is_overheard=True))

    assert ask("and central?", Context(thread="T1")).figures[0].value == 71


def test_what_is_overheard_and_answered_goes_on_with_the_conversation() -> None:
    ask = answers()
    ask("what share with local government?", Context(thread="T1"))
    ask("and central?", Context(thread="T1", is_overheard=True))

    assert "3,124" in ask("as a number?", Context(thread="T1")).headline


def test_a_conversation_may_be_gone_on_with_in_another() -> None:
    ask = answers()
    ask("what share with local government?", Context(thread="T1", also=("everywhere",)))

    assert ask("and central?", Context(thread="everywhere")).figures[0].value == 71
