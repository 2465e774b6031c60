"""Builders for what admins teach: drafts that nothing is wrong with, and intents that are live."""

from bot.records import State, TaughtIntent
from intents.definition import Recipe
from intents.draft import Draft, name_of

TEAM, SURVEY = "T1", "cgi-2015"
PARKING = (
    "where can I park at the office",
    "is there a car park",
    "how do I get a parking permit",
    "parking spaces for visitors",
    "can visitors park on site",
    "do I need a permit to park",
    "car parking at headquarters",
    "which car park is nearest",
    "where do guests leave their cars",
    "how do I apply for a parking space",
)
LEAVE = (
    "how do I book annual leave",
    "how many days of holiday do I get",
    "book a day off",
    "where do I request leave",
    "can I carry leave over",
    "what is my leave allowance",
    "who approves my holiday",
    "request time off work",
    "how much annual leave have I left",
    "cancel my leave",
)
BEHIND = "Park behind the building."


def a_draft(
    summary: str = "Office parking",
    examples: tuple[str, ...] = PARKING,
    answer: Recipe | None = None,
    *,
    name: str | None = None,
) -> Draft:
    """Return a sound draft."""
    made = name_of(summary) if name is None else name
    return Draft(name=made, summary=summary, examples=examples, answer={"text": BEHIND} if answer is None else answer)


def a_taught(draft: Draft | None = None, *, id_: str = "i1", state: State = State.LIVE) -> TaughtIntent:
    """Return an intent as it is kept, after its first change."""
    return TaughtIntent(team=TEAM, survey=SURVEY, id=id_, draft=draft or a_draft(), state=state, revision=1)
