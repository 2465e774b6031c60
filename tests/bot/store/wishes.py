"""What is kept of what people ask and teach, in the tests of a store."""

from dataclasses import replace

from bot.admin.edits import teach
from bot.records import Edit, Logged, Outcome
from intents.draft import Draft
from tests.helpers.stores import NOW

TEAM, SURVEY = "T1", "cgi-2015"


def a_draft(name: str = "parking", **others: object) -> Draft:
    """Return a draft that answers with a text."""
    usual = Draft(name=name, summary=name.capitalize(), examples=("Where do I park?",), answer={"text": "Behind it."})
    return replace(usual, **others)  # type: ignore[arg-type]  # whatever a test chooses


def teaching(name: str = "parking", team: str = TEAM, survey: str = SURVEY) -> Edit:
    """Return the edit that teaches an intent."""
    return teach(team, survey, a_draft(name), by="U1", why="Asked daily")


def a_question(question: str = "Who shares?", **others: object) -> Logged:
    """Return a question that was not answered."""
    usual = Logged(team=TEAM, survey=SURVEY, question=question, outcome=Outcome.UNANSWERED, at=NOW)
    return replace(usual, **others)  # type: ignore[arg-type]  # whatever a test chooses
