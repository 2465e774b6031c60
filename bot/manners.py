"""What is said when no figure is the answer, each text once: greetings, questions back and refusals."""

import re
from typing import assert_never

from bot.exporting import MADE, Export
from bot.numbers import listed
from bot.reply import Reply, Status
from data.survey import Survey
from intents.model import NoMatch, Reason

MAX_NAMED = 4  # words left over that a refusal names; more is a wall
MAX_WORD = 30  # characters of a word that is repeated to the person

RESUMED = "Taken together with your last question here."
_ABILITIES = (
    "You can ask for a percentage or a number, compare or rank figures, check a claim, see what changed, "
    "how sure a figure is, who said what, and how the survey was made."
)


def social(text: str, kind: str, survey: Survey) -> Reply:
    """Return the reply to a greeting, to thanks, to a goodbye or to a call for help."""
    if kind == "help":
        return _help(text, survey)
    headline = {
        "greeting": f"Hello. Ask me what {survey.study.short} found.",
        "thanks": "You're welcome.",
        "apology": "No problem. Ask me whenever you like.",
        "goodbye": "Goodbye, and thank you for asking.",
    }[kind]
    asks = _examples(survey) if kind == "greeting" else ()
    return Reply(question=text, status=Status.SOCIAL, headline=headline, intent=kind, confidence=1.0,
                 survey=survey.id, suggestions=asks)  # fmt: skip


def published_later(asked: str, year: str) -> str:
    """Return what is to be known of a figure that was asked for in the year of its publication."""
    return f"The survey was asked in {asked}; {year} is when it was published."


def not_asked(text: str, survey: Survey) -> Reply:
    """Return the reply to what people say to each other, which nobody needs to see."""
    return Reply(question=text, status=Status.SOCIAL, headline="Nothing was asked of me.", survey=survey.id)


def _help(text: str, survey: Survey) -> Reply:
    size = f"about {survey.study.sample_size:,}" if survey.study.sample_size else "a number not published"
    topics = listed([q.label[:1].lower() + q.label[1:] for q in survey.questions])
    return Reply(
        question=text,
        status=Status.SOCIAL,
        headline=f"I answer questions about {survey.study.short} with its published figures.",
        details=(
            f"It asked {size} {survey.study.universe.label}. Its figures are on: {topics}.",
            _ABILITIES,
            "What the survey does not say I will not guess: I say so, and offer what is nearest.",
        ),
        intent="help",
        confidence=1.0,
        survey=survey.id,
        suggestions=_examples(survey),
    )


def which(text: str, suggestions: tuple[str, ...], survey: Survey, *, intent: str | None) -> Reply:
    """Return the question back where several things may be meant."""
    headline = "Did you mean this?" if len(suggestions) == 1 else "Which of these do you mean?"
    return Reply(question=text, status=Status.CLARIFY, headline=headline, intent=intent,
                 confidence=0.5, survey=survey.id, suggestions=suggestions)  # fmt: skip


def which_file(text: str, kind: Export, survey: Survey) -> Reply:
    """Return the question back where one file is asked for, and nothing says of what, or too much does."""
    asks = tuple(f"{question.label} as {MADE[kind]}" for question in survey.questions)
    return Reply(question=text, status=Status.CLARIFY, headline=f"Which figures would you like as {MADE[kind]}?",
                 intent=kind, confidence=0.5, survey=survey.id, suggestions=asks)  # fmt: skip


def not_meant(text: str, suggestions: tuple[str, ...], survey: Survey) -> Reply:
    """Return a refusal where every word is known and they make no question together."""
    headline = "I know those words, but not what they ask for together. Ask for one figure, and what you want of it."
    return Reply(question=text, status=Status.CLARIFY, headline=headline, survey=survey.id, suggestions=suggestions)


def unknown_survey(text: str, known: tuple[str, ...]) -> Reply:
    """Return that a survey of the given name is not held."""
    headline = f"I do not hold that survey. I hold: {listed(known)}."
    return Reply(question=text, status=Status.UNANSWERABLE, headline=headline)


def not_loaded(text: str, known: tuple[str, ...]) -> Reply:
    """Return that a survey cannot be answered from, for a fault in its files."""
    headline = (
        "That survey could not be loaded, so I answer nothing from it until the people who run me have mended it. "
        f"I can answer from: {listed(known)}."
    )
    return Reply(question=text, status=Status.UNANSWERABLE, headline=headline)


def refusal(text: str, outcome: NoMatch, suggestions: tuple[str, ...], survey: Survey) -> Reply:
    """Return why a question is not answered, and what could be."""
    respondents, short = survey.study.universe.respondents, survey.study.short
    whom = outcome.problem.text[:MAX_WORD] if outcome.problem else "that"
    match outcome.reason:
        case Reason.LEFT_OVER:
            headline = _left_over(outcome, text, survey)
        case Reason.REVERSED:
            headline = f"That was not asked: the figures are what {respondents} said they do, not what others do."
        case Reason.BASE:
            headline = f"The figures count {respondents}, so I cannot answer for “{whom}”."
        case Reason.RECEIVER:
            headline = f"There is no figure for “{whom}” in {short}."
        case Reason.TOO_LONG:
            headline = "That is too long for me to be sure what is asked. Please ask it in a sentence or two."
        case Reason.EMPTY:
            headline = f"I did not find a question there. Ask me what {short} found."
        case Reason.NOT_MEANT:
            return not_meant(text, suggestions, survey)
        case _:
            assert_never(outcome.reason)
    return Reply(
        question=text, status=Status.UNANSWERABLE, headline=headline, survey=survey.id, suggestions=suggestions
    )


def _left_over(outcome: NoMatch, text: str, survey: Survey) -> str:
    # Letters of other alphabets were folded for matching; shown like that they would be nonsense.
    if not any(word.isascii() for word in outcome.leftover):
        return f"I only understand English. Ask me what {survey.study.short} found."
    return f"I can't answer that from {survey.study.short}: I find nothing in it about {_words(outcome, text)}."


def _words(outcome: NoMatch, text: str) -> str:
    shown = (word for word in outcome.leftover if word.isascii() and not (word.isdecimal() and len(word) > MAX_WORD))
    words = [f"“{_as_typed(word, text)[:MAX_WORD]}”" for word in shown] or ["such numbers"]
    if len(words) > MAX_NAMED:
        return f"{', '.join(words[:MAX_NAMED])} and more"
    return listed(words, "or")


def _as_typed(word: str, text: str) -> str:
    """Return a word that was folded for matching as it stands in the question: nhs -> NHS."""
    found = re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE | re.ASCII)
    return found[0] if found else word


def _examples(survey: Survey) -> tuple[str, ...]:
    asks = [survey.questions[0].categories[1].ask] if len(survey.questions[0].categories) > 1 else []
    return (*asks, *(q.ask for q in survey.questions[:2]))
