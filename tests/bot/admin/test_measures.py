"""What an admin may choose as an answer: each kind is a recipe that nothing is wrong with, and is answered."""

from dataclasses import replace

import pytest

from bot.admin.measures import CHOICES, Choice, Takes, choice_of, known_of, recipe_of
from bot.admin.proposing import check
from bot.answering import answer_question
from bot.context import Context
from bot.live import Lessons
from bot.reply import Status
from intents.catalogue import with_taught
from intents.definition import Recipe
from intents.draft import definition_of
from tests.helpers.asking import cgi_knowledge
from tests.helpers.surveys import cgi
from tests.helpers.teaching import PARKING, SURVEY, TEAM, a_draft

CHOSEN = {
    Takes.FINDING: ("share_with.local_government",),
    Takes.TWO_FINDINGS: ("share_with.local_government", "barrier.security"),
    Takes.QUESTION: ("barrier",),
    Takes.SUBJECT: ("share_with.local_government",),
    Takes.SPEAKER: ("Steve Thorn",),
    Takes.NOTHING: (),
}


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.id)
def test_each_kind_of_answer_can_be_chosen_is_answered_and_is_known_again(choice: Choice) -> None:
    recipe = recipe_of(choice, CHOSEN[choice.takes])
    draft = a_draft(answer=recipe)
    base = cgi_knowledge().catalogues[SURVEY]
    assert check(draft, cgi(), base) == ()
    assert choice_of(recipe) == (choice, CHOSEN[choice.takes])
    definition, _ = definition_of(draft)
    assert definition
    lessons = {(TEAM, SURVEY): Lessons(catalogue=with_taught(base, [definition]), version=1)}
    reply = answer_question(PARKING[0], replace(cgi_knowledge(), lessons=lessons), Context(team=TEAM))
    assert (reply.status, reply.intent) == (Status.ANSWERED, "office_parking")
    assert reply.figures or reply.quotes
    assert reply.citations


def test_a_text_is_none_of_the_choices() -> None:
    assert choice_of({"text": "a"}) is None
    assert choice_of({"measure": "share", "of": "a.b", "wave": "2015-01"}) is None


def test_what_was_chosen_is_known_again_from_what_is_kept_as_a_list_or_not() -> None:
    compare = next(choice for choice in CHOICES if choice.id == "compare")
    kept = {"measure": "compare", "of": ("a.b", "c.d")}
    assert choice_of(kept) == choice_of({**kept, "of": ["a.b", "c.d"]}) == (compare, ("a.b", "c.d"))


@pytest.mark.parametrize(
    ("recipe", "told"),
    [
        ({"quote": "barrier.security"}, "does not give a comment on"),
        ({"quote": "barrier"}, "does not give a comment on"),
        ({"measure": "trend", "of": "share_with.third_sector"}, "No earlier figure was published"),
    ],
)
def test_what_the_survey_does_not_say_cannot_be_chosen(recipe: Recipe, told: str) -> None:
    [found] = check(a_draft(answer=recipe), cgi(), cgi_knowledge().catalogues[SURVEY])
    assert found.what.startswith("The survey has no such answer: ")
    assert told in found.what


def test_what_may_be_named_is_what_can_be_answered() -> None:
    known = known_of(cgi())
    assert known.findings["share_with.local_government"] == "Local government"
    assert set(known.withheld) == {"priority.sharing_with_councils"}
    assert known.questions["barrier"] == "Barriers to data sharing"
    assert known.speakers == {"Steve Thorn"}
