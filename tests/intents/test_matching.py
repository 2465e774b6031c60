"""A question is matched only where every word of it is accounted for; else it is asked back or refused."""

import pytest

from intents.catalogue import Catalogue
from intents.matching import match
from intents.model import Match, NoMatch, Reason, Unsure
from intents.text import MAX_LENGTH
from tests.helpers.intents import a_catalogue, a_definition, cooks, shipped_over_cooks


def matched(text: str, catalogue: Catalogue | None = None) -> Match:
    """Return the match of a question that has one."""
    outcome = match(text, catalogue or cooks())
    assert isinstance(outcome, Match), outcome
    return outcome


def unmatched(text: str, catalogue: Catalogue | None = None) -> NoMatch:
    """Return why a question has no match."""
    outcome = match(text, catalogue or cooks())
    assert isinstance(outcome, NoMatch), outcome
    return outcome


def unsure(text: str) -> Unsure:
    """Return between what a question leaves open."""
    outcome = match(text, cooks())
    assert isinstance(outcome, Unsure), outcome
    return outcome


def filled(outcome: Match) -> dict[str, list[str]]:
    """Return the ids that fill each slot."""
    return {slot: [value.id for value in values] for slot, values in outcome.slots.items()}


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("what percentage choose pasta?", "share", {"finding": ["lunch.pasta"]}),
        ("pasta", "share", {"finding": ["lunch.pasta"]}),
        ("what share of cooks give leftovers to farms", "share", {"finding": ["give_to.farms"]}),
        ("pasta and salad", "share", {"finding": ["lunch.pasta", "lunch.salad"]}),
        ("what percentage do not choose pasta", "complement", {"not_finding": ["lunch.pasta"]}),
        ("how many cooks choose haddock", "count", {"finding": ["lunch.fish"]}),
        ("do more cooks choose pasta than salad", "more", {"finding": ["lunch.pasta", "lunch.salad"]}),
        ("what is on the menu", "list", {"topic": ["lunch"]}),
        ("why do they choose pasta", "cause", {"finding": ["lunch.pasta"]}),
    ],
)
def test_a_question_is_matched_with_what_it_names(text: str, intent: str, slots: dict[str, list[str]]) -> None:
    outcome = matched(text)
    assert (outcome.intent, filled(outcome)) == (intent, slots)


@pytest.mark.parametrize("word", ["zxqvw", "vegans", "yesterday", "girls", "Leeds"])
@pytest.mark.parametrize("question", ["{} what percentage choose pasta", "what {} percentage choose pasta", "pasta {}"])
def test_a_word_that_nothing_accounts_for_is_a_reason_to_refuse(question: str, word: str) -> None:
    outcome = unmatched(question.format(word))
    assert (outcome.reason, outcome.leftover) == (Reason.LEFT_OVER, (word.lower(),))


@pytest.mark.parametrize("text", ["pasta in 2024", "2024 pasta", "2024: what percentage choose pasta"])
def test_a_year_that_was_not_asked_about_is_a_reason_to_refuse(text: str) -> None:
    assert unmatched(text).leftover == ("2024",)


def test_a_year_is_no_percentage() -> None:
    assert unmatched("2024 percentage who choose pasta").leftover == ("2024",)


def test_a_refusal_remembers_what_was_named_all_the_same() -> None:
    assert [value.id for value in unmatched("what percentage of vegans choose pasta").named] == ["lunch.pasta"]


def test_words_left_over_are_told_once_each() -> None:
    assert unmatched("vegans pasta vegans girls").leftover == ("vegans", "girls")


def test_known_words_that_no_intent_puts_together_mean_nothing() -> None:
    assert unmatched("how many more pasta").reason is Reason.NOT_MEANT


def test_a_question_that_gives_the_other_way_round_is_refused() -> None:
    assert unmatched("what percentage of cooks receive leftovers from farms").reason is Reason.REVERSED


def test_a_question_that_counts_others_is_refused() -> None:
    assert unmatched("how many farms").reason is Reason.BASE


@pytest.mark.parametrize("text", ["", "   ", "???", "\u200b", "🍝", "<@U012345>", "please", "of the"])
def test_nothing_asked_is_no_question(text: str) -> None:
    assert unmatched(text).reason is Reason.EMPTY


def test_what_is_too_long_is_not_guessed_at() -> None:
    assert unmatched("what percentage choose pasta " * 40).reason is Reason.TOO_LONG


def test_a_question_of_the_greatest_length_is_read() -> None:
    text = "pasta".rjust(MAX_LENGTH)
    assert matched(text).intent == "share"


def test_a_word_for_two_findings_is_asked_back() -> None:
    outcome = unsure("what percentage choose greens")
    assert [filled(reading)["finding"] for reading in outcome.readings] == [["lunch.salad"], ["lunch.peas"]]


def test_no_more_readings_are_offered_than_can_be_taken_in() -> None:
    assert len(unsure("greens, greens or greens").readings) <= 3


@pytest.mark.parametrize("text", ["what percentage", "what percentage?", "how many is it"])
def test_a_question_without_a_finding_is_asked_back(text: str) -> None:
    assert unsure(text).readings == ()


def test_what_was_asked_is_remembered_where_only_the_finding_is_missing() -> None:
    assert (unsure("what percentage").intent, unsure("how many").intent) == ("share", "count")


def test_a_typing_error_lowers_confidence() -> None:
    certain, once, twice = (
        matched(text).confidence for text in ("pasta and haddock", "pasta and hadock", "pastta and hadock")
    )
    assert certain == 1.0
    assert certain > once > twice > 0.5


def test_the_heaviest_of_two_patterns_is_meant() -> None:
    catalogue = a_catalogue(
        a_definition("{finding+}", name="light", also=("both",)), a_definition("both {finding+}", name="heavy")
    )
    assert matched("both pasta and salad", catalogue).intent == "heavy"


def test_the_first_of_two_equal_patterns_is_meant() -> None:
    one, other = a_definition("{finding}", name="one"), a_definition("{finding}", name="other")
    assert matched("pasta", a_catalogue(one, other)).intent == "one"
    assert matched("pasta", a_catalogue(other, one)).intent == "other"


def test_a_mark_that_the_intent_does_not_name_is_not_passed_over() -> None:
    assert unmatched("both pasta", a_catalogue(a_definition("{finding}"))).reason is Reason.NOT_MEANT


def test_a_mark_that_the_intent_allows_is_passed_over() -> None:
    assert matched("both pasta", a_catalogue(a_definition("{finding}", also=("both",)))).intent == "share"


def test_a_value_that_the_intent_does_not_take_is_not_passed_over() -> None:
    assert unmatched("pasta in 2019", a_catalogue(a_definition("{finding}"))).reason is Reason.NOT_MEANT


def test_a_value_that_the_intent_allows_fills_its_slot() -> None:
    outcome = matched("pasta in 2019", a_catalogue(a_definition("{finding}", also=("{wave}",))))
    assert filled(outcome) == {"finding": ["lunch.pasta"], "wave": ["w1"]}


def test_a_slot_for_one_does_not_take_two() -> None:
    assert unmatched("pasta and peas", a_catalogue(a_definition("{finding}"))).reason is Reason.NOT_MEANT


def test_values_fill_slots_in_the_order_named() -> None:
    assert filled(matched("do more choose salad than pasta"))["finding"] == ["lunch.salad", "lunch.pasta"]


def test_those_who_were_asked_may_always_be_named() -> None:
    assert filled(matched("how many school cooks choose pasta")) == {"finding": ["lunch.pasta"]}


def test_a_published_percentage_stands_for_its_finding_where_none_is_named() -> None:
    outcome = matched("do more choose the 40% than the 25%")
    assert filled(outcome)["finding"] == ["lunch.pasta", "lunch.fish"]


def test_a_percentage_that_was_not_published_stands_for_nothing() -> None:
    assert not isinstance(match("more 41% than 25%", cooks()), Match)


def test_a_condition_and_what_is_asked_of_it_fill_their_own_slots() -> None:
    catalogue = a_catalogue(a_definition("percentage {given} {finding}", name="given"))
    outcome = matched("of those who choose pasta, what percentage choose salad", catalogue)
    assert filled(outcome) == {"given": ["lunch.pasta"], "finding": ["lunch.salad"]}


def test_what_is_said_about_oneself_is_set_aside() -> None:
    assert matched("I run a bakery in Leeds and I'm after the percentage who choose pasta").intent == "share"


@pytest.mark.parametrize("text", ["what percentage choose pasta", "greens", "zxqvw", "what percentage", ""])
def test_the_same_question_comes_to_the_same_outcome(text: str) -> None:
    assert match(text, cooks()) == match(text, a_catalogue())


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what percentage of school cooks choose pasta?", "share"),
        ("how many cooks give leftovers to food banks", "count"),
        ("do more cooks choose pasta than salad?", "more"),
        ("difference between pasta and salad", "compare"),
        ("what share of cooks do not choose pasta", "complement"),
        ("what share chose both pasta and peas", "both"),
        ("hello", "greeting"),
    ],
)
def test_the_shipped_intents_understand_any_survey(text: str, intent: str) -> None:
    assert matched(text, shipped_over_cooks()).intent == intent


@pytest.mark.parametrize("text", ["what percentage share data with councils", "how many cite security breaches"])
def test_the_shipped_intents_know_no_survey_of_their_own(text: str) -> None:
    assert not isinstance(match(text, shipped_over_cooks()), Match)
