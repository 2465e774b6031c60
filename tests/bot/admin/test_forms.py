"""What stands in a form is a draft, and the other way round."""

import pytest

from bot.admin import forms
from bot.admin.measures import CHOICES, Takes, recipe_of
from bot.render.fields import Fields, Kind
from intents.definition import Recipe
from intents.draft import Draft

RECIPES: tuple[Recipe, ...] = (
    {"measure": "share", "of": "barrier.security"},
    {"measure": "share", "of": ["barrier.security", "barrier.data_quality"]},
    {"quote": "barrier.security"},
    {"measure": "quote", "topics": "Steve Thorn"},
    {"text": "Behind the office, {barrier.security}."},
    {"text": "5 minutes", "own_words": "true"},
    *(recipe_of(each, ("a.b", "a.c") if each.takes is Takes.TWO_FINDINGS else ("barrier",)) for each in CHOICES),
)


def a_draft(answer: Recipe) -> Draft:
    return Draft(name="parking", summary="Office parking", examples=("where?",), answer=answer)


@pytest.mark.parametrize("answer", RECIPES, ids=str)
def test_an_intent_that_is_edited_and_left_as_it_is_stays_the_same(answer: Recipe) -> None:
    draft = a_draft(answer)
    shown = forms.begun_with(draft)
    assert (forms.draft_of(shown, draft), shown.kind is Kind.KEPT) == (draft, False)


@pytest.mark.parametrize(
    "answer",
    [{"measure": "rank", "questions": "barrier", "how": "nth", "limit": 2}, {"measure": "gone"},
     {"measure": "quote", "topics": ["Steve Thorn", "CGI"]}, {"quote": ["a", "b"]}, {"text": "x", "more": "y"}],
    ids=str,
)  # fmt: skip
def test_an_answer_that_no_form_can_show_may_be_kept(answer: Recipe) -> None:
    draft = a_draft(answer)
    shown = forms.begun_with(draft)
    assert (shown.kind, shown.is_kept, forms.draft_of(shown, draft)) == (Kind.KEPT, True, draft)


def test_an_answer_that_is_one_of_a_list_of_one_is_shown() -> None:
    assert forms.begun_with(a_draft({"measure": "share", "of": ["barrier.security"]})).finding == "barrier.security"


def test_an_intent_has_the_name_of_its_summary_unless_it_is_not_renamed() -> None:
    before = a_draft({"text": "x"})
    drafts = [
        forms.draft_of(Fields(summary=summary), was)
        for summary, was in (("Office  Parking", None), ("Office parking", before), ("Bike shed", before))
    ]
    assert [each.name for each in drafts] == ["office_parking", "parking", "bike_shed"]


def test_what_can_be_measured_says_what_it_takes() -> None:
    takes = {each.value: (each.findings, each.questions) for each in forms.MEASURES}
    assert takes["compare"] == ((2, 2), (0, 0))
    assert takes["list"] == ((0, 0), (1, 1))
    assert takes["all"] == ((0, 0), (0, 0))
    assert {"quote", "speaker"} & set(takes) == set()


@pytest.mark.parametrize("kind", list(Kind))
def test_an_empty_form_makes_a_draft_that_can_be_judged(kind: Kind) -> None:
    assert forms.draft_of(Fields(kind=kind)).examples == ()


def test_what_was_pasted_without_being_seen_is_left_out() -> None:
    pasted = Fields(
        kind=Kind.TEXT,
        summary="Office\u200b parking ",
        examples=("where\u00ad to park\u202e",),
        text="By the\u2060 gate.\0",
    )
    draft = forms.draft_of(pasted)
    assert (draft.name, draft.summary, draft.examples) == ("office_parking", "Office parking", ("where to park",))
    assert draft.answer == {"text": "By the gate."}
