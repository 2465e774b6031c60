"""What a change would do before it is kept: its faults, and which questions are answered otherwise after it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.admin import edits
from bot.admin.labelled import labelled
from bot.admin.proposing import Kind, Proposal, consider
from bot.live import Knowledge, Lessons
from bot.records import Change, Deed, Edit, State, TaughtIntent
from intents.catalogue import with_taught
from intents.draft import Draft, definition_of
from intents.rules import Field, Weight
from tests.helpers.asking import cgi_knowledge
from tests.helpers.teaching import BEHIND, LEAVE, PARKING, SURVEY, TEAM, a_draft, a_taught

REFUSED = "chart of the salaries"  # a test question that is refused
BY, AT = "U1", datetime(2026, 1, 1, tzinfo=UTC)
HOLIDAYS = a_taught(a_draft("Annual leave", LEAVE, {"text": "Ask your manager."}), id_="i2")


def weigh(*wanted: Edit, now: Sequence[TaughtIntent] = (), asked: Sequence[str] = ()) -> Proposal:
    return consider(wanted, knowledge=cgi_knowledge(), version=3, now=now, asked=asked)


def taught(draft: Draft) -> Edit:
    return edits.teach(TEAM, SURVEY, draft, by=BY)


def told(proposal: Proposal) -> list[tuple[str, Kind, str, str]]:
    return [(d.question, d.kind, d.before, d.after) for d in proposal.differences]


def test_what_is_gained_is_told_with_the_answer_most_asked_first() -> None:
    asked = (
        "where can i park",
        "do I need a parking permit",
        "where can i park",
        "what share with councils",
        "who won",
    )
    proposal = weigh(taught(a_draft()), asked=asked)
    assert told(proposal) == [
        ("where can i park", Kind.GAINED, "", BEHIND),
        ("do I need a parking permit", Kind.GAINED, "", BEHIND),
    ]
    assert [d.times for d in proposal.differences] == [2, 1]
    assert proposal.may_be_kept
    assert (proposal.takes_away, proposal.version) == ((), 3)


def test_the_reply_to_the_first_example_can_be_looked_at() -> None:
    [reply] = weigh(taught(a_draft(answer={"text": "{barrier.security} fear breaches."}))).replies
    assert (reply.question, reply.headline) == (PARKING[0], "49% fear breaches.")


@pytest.mark.parametrize("own", ["49% of us", "４９ % of us", "49 per cent of us"])
def test_a_number_of_ones_own_that_a_figure_of_the_survey_looks_like_cannot_be_saved(own: str) -> None:
    recipe = {"text": f"{{barrier.security}} fear breaches, and so do {own}.", "own_words": "true"}
    proposal = weigh(taught(a_draft(answer=recipe)))
    [fault] = [issue for issue in proposal.issues if issue.weight is Weight.FAULT]
    assert (fault.field, fault.what.startswith("49% is written in the text")) == (Field.TEXT, True)
    others = {**recipe, "text": "{barrier.security} fear breaches, as do 149% or 4.9% of us."}
    assert weigh(taught(a_draft(answer=others))).may_be_kept


def test_the_catalogue_is_compiled_with_the_change() -> None:
    catalogue = weigh(taught(a_draft()), now=[HOLIDAYS]).catalogue
    assert catalogue
    assert catalogue.definition("office_parking")
    assert catalogue.definition("annual_leave")


def test_another_answer_changes_what_people_are_told() -> None:
    edit = edits.rewrite(a_taught(), a_draft(answer={"text": "Cycle."}), by=BY)
    proposal = weigh(edit, now=[a_taught(), HOLIDAYS], asked=["where can I park", LEAVE[0]])
    assert told(proposal) == [("where can I park", Kind.CHANGED, BEHIND, "Cycle.")]
    assert proposal.takes_away == proposal.differences


@pytest.mark.parametrize("state", [State.OFF, State.DELETED])
def test_what_is_turned_off_or_deleted_answers_no_more(state: State) -> None:
    proposal = weigh(edits.turn(a_taught(), state, by=BY), now=[a_taught()], asked=["where can I park"])
    assert told(proposal) == [("where can I park", Kind.LOST, BEHIND, "")]
    assert (len(proposal.takes_away), proposal.issues, proposal.replies) == (1, (), ())
    assert proposal.may_be_kept


@pytest.mark.parametrize("state", [State.OFF, State.DELETED])
def test_what_is_turned_on_or_restored_answers_again(state: State) -> None:
    proposal = weigh(edits.turn(a_taught(state=state), State.LIVE, by=BY), asked=["where can I park"])
    assert told(proposal) == [("where can I park", Kind.GAINED, "", BEHIND)]


def test_a_new_name_changes_no_answer() -> None:
    edit = edits.rewrite(a_taught(), a_draft("Where to park"), by=BY)
    assert edit.deed is Deed.RENAMED
    assert weigh(edit, now=[a_taught()], asked=["where can I park"]).differences == ()


def test_what_answers_is_judged_whatever_is_said_of_the_change() -> None:
    wanted = replace(taught(a_draft(answer={"text": "58% of us park."})), deed=Deed.TURNED_OFF)
    assert not weigh(wanted).may_be_kept


def test_what_is_rolled_back_answers_as_it_did() -> None:
    now = a_taught(a_draft(answer={"text": "Cycle."}))
    then = Change(team=TEAM, survey=SURVEY, number=1, intent="i1", revision=1, deed=Deed.TAUGHT, by=BY, why="",
                  at=AT, draft=a_draft(), state=State.LIVE)  # fmt: skip
    proposal = weigh(edits.roll_back(now, then, by=BY), now=[now], asked=["where can I park"])
    assert told(proposal) == [("where can I park", Kind.CHANGED, "Cycle.", BEHIND)]


def test_a_test_question_that_must_be_refused_needs_consent_to_be_answered() -> None:
    proposal = weigh(taught(a_draft(examples=(*PARKING, REFUSED))))
    [lost] = [d for d in proposal.differences if d.question == REFUSED]
    assert (lost.kind, lost.is_labelled, lost.is_right_lost, lost.times) == (Kind.GAINED, True, True, 0)
    assert proposal.takes_away == (lost,)
    [warning] = [issue for issue in proposal.issues if issue.weight is Weight.WARNING]
    assert warning.what == f"“{REFUSED}” is rightly refused or asked back today, and would not be."
    assert warning.intent == "office_parking"
    assert proposal.may_be_kept


def test_nothing_that_is_taught_changes_what_phrases_answer() -> None:
    answered = [each.question for each in labelled(SURVEY) if not each.may_be_open]
    words = tuple(answered[:: len(answered) // 5])
    proposal = weigh(taught(a_draft(examples=(*PARKING, *words))), asked=answered)
    assert {d.question for d in proposal.differences}.isdisjoint(answered)
    assert sum("built-in" in issue.what for issue in proposal.issues) == len(words)


def test_what_cannot_be_saved_is_not_compiled() -> None:
    proposal = weigh(taught(a_draft(answer={"measure": "share", "of": "share_with.council"})))
    assert (proposal.catalogue, proposal.may_be_kept, proposal.differences) == (None, False, ())
    assert [(i.field, i.weight, i.what) for i in proposal.issues] == [
        (Field.ANSWER, Weight.FAULT, "There is no finding “share_with.council”.")
    ]


def test_a_draft_that_can_be_no_definition_is_told_to_be_none() -> None:
    proposal = weigh(taught(a_draft(" ", (), {}, name="")))
    assert not proposal.may_be_kept
    assert {issue.field for issue in proposal.issues} == {Field.SUMMARY, Field.EXAMPLES, Field.ANSWER}


def test_several_drafts_are_judged_beside_each_other() -> None:
    other = a_draft("Annual leave", (*LEAVE, PARKING[0]))
    proposal = weigh(taught(a_draft()), taught(other))
    faults = [(i.intent, i.what) for i in proposal.issues if i.weight is Weight.FAULT]
    assert faults == [
        ("office_parking", f"“{PARKING[0]}” is an example of “Annual leave” too."),
        ("annual_leave", f"“{PARKING[0]}” is an example of “Office parking” too."),
    ]


def test_an_example_may_move_from_one_intent_to_another_at_once() -> None:
    moved = edits.rewrite(a_taught(), a_draft(examples=PARKING[1:]), by=BY)
    taken = edits.rewrite(HOLIDAYS, a_draft("Annual leave", (*LEAVE, PARKING[0]), HOLIDAYS.draft.answer), by=BY)
    proposal = weigh(moved, taken, now=[a_taught(), HOLIDAYS], asked=[PARKING[0]])
    assert proposal.may_be_kept
    assert told(proposal) == [(PARKING[0], Kind.CHANGED, BEHIND, "Ask your manager.")]


def test_two_drafts_of_one_name_cannot_both_be_saved() -> None:
    proposal = weigh(taught(a_draft()), taught(a_draft(examples=LEAVE)))
    assert [i.what for i in proposal.issues if i.weight is Weight.FAULT] == [
        "Two answers would be called “Office parking”."
    ] * 2


def test_a_name_that_another_has_cannot_be_taken() -> None:
    proposal = weigh(taught(a_draft(examples=LEAVE)), now=[a_taught()])
    assert "Another answer is called “Office parking” already." in [i.what for i in proposal.issues]
    assert not proposal.may_be_kept


def test_an_intent_whose_name_was_taken_by_a_new_version_of_the_bot_keeps_no_other_from_being_taught() -> None:
    stale = a_taught(a_draft("Share", LEAVE), id_="i9")
    proposal = weigh(taught(a_draft()), now=[stale], asked=["where can I park", LEAVE[0]])
    assert told(proposal) == [("where can I park", Kind.GAINED, "", BEHIND)]


def test_what_is_live_in_the_same_version_is_not_compiled_anew() -> None:
    definition, _ = definition_of(a_draft(answer={"text": "As it is live."}))
    assert definition
    live = with_taught(cgi_knowledge().catalogues[SURVEY], [definition])
    known: Knowledge = replace(cgi_knowledge(), lessons={(TEAM, SURVEY): Lessons(catalogue=live, version=3)})
    edit = edits.turn(a_taught(), State.OFF, by=BY)
    for version, before in ((3, "As it is live."), (4, BEHIND)):
        proposal = consider([edit], knowledge=known, version=version, now=[a_taught()], asked=[PARKING[0]])
        assert [d.before for d in proposal.differences] == [before]


def test_the_same_change_always_comes_to_the_same() -> None:
    asked = ["where can I park", "is there parking", "book leave", "parking permit please", "a day off"]
    first, second = (weigh(taught(a_draft()), now=[HOLIDAYS], asked=order) for order in (asked, asked[::-1]))
    assert first.differences == second.differences
    assert first.issues == second.issues


@settings(deadline=None, max_examples=3)
@given(st.lists(st.text(st.characters(), max_size=700), min_size=20, max_size=40))
def test_whatever_was_asked_can_be_asked_again(asked: list[str]) -> None:
    assert weigh(taught(a_draft()), asked=asked).may_be_kept
