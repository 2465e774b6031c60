"""Builders of what admins teach, where only what matters to a test is named."""

from bot.admin import edits
from bot.records import Edit
from intents.draft import Draft, name_of

TEAM, SURVEY, ADMIN = "T1", "cgi-2015", "U1"
PARKING = ("where can I park my bicycle?", "is there a bicycle shed?", "bicycle parking at the office")
PARKED = "In the yard."


def a_draft(
    summary: str = "Bicycle parking",
    *,
    examples: tuple[str, ...] = PARKING,
    text: str = PARKED,
    answer: dict[str, str] | None = None,
) -> Draft:
    """Return a draft that nothing is wrong with."""
    return Draft(name=name_of(summary), summary=summary, examples=examples, answer=answer or {"text": text})


def taught(draft: Draft | None = None, *, team: str = TEAM, by: str = ADMIN) -> Edit:
    """Return the edit that teaches a draft."""
    return edits.teach(team, SURVEY, draft or a_draft(), by=by)
