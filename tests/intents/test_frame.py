"""A reading of a question holds what was named, how, and what nothing accounts for."""

import pytest

from intents.frame import Frame, SlotType
from intents.roles import Fault
from tests.helpers.intents import named, readings

BOTH = ("finding", "not_finding")


def frame(text: str) -> Frame:
    """Return the one reading of a question."""
    (only,) = readings(text)
    return only


def findings(text: str) -> list[tuple[str, str]]:
    """Return the findings of the first reading, with how they are meant."""
    return [
        (kind, name.partition(".")[2])
        for kind, name in named(text, SlotType.FINDING, SlotType.NOT_FINDING, SlotType.GIVEN)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "what percentage do not choose pasta",
        "percentage who don't choose pasta",
        "who dont choose pasta",
        "who never choose pasta",
        "without pasta",
        "do they not choose pasta",
    ],
)
def test_a_finding_behind_a_negation_is_negated(text: str) -> None:
    assert findings(text) == [("not_finding", "pasta")]


@pytest.mark.parametrize("text", ["isn't it pasta", "don't they choose pasta", "aren't they on pasta"])
def test_a_negation_that_only_asks_negates_nothing(text: str) -> None:
    assert findings(text) == [("finding", "pasta")]


def test_a_negation_reaches_what_follows_and_not_what_precedes() -> None:
    assert findings("pasta but not salad") == [("finding", "pasta"), ("not_finding", "salad")]


@pytest.mark.parametrize("text", ["who do not choose pasta, salad", "who do not choose pasta but salad"])
def test_a_negation_ends_with_its_clause(text: str) -> None:
    assert findings(text) == [("not_finding", "pasta"), ("finding", "salad")]


def test_a_negation_reaches_every_finding_of_its_clause() -> None:
    assert findings("not pasta or salad") == [("not_finding", "pasta"), ("not_finding", "salad")]


def test_keeping_from_somebody_is_not_giving_to_them() -> None:
    assert findings("cooks who keep leftovers from farms") == [("not_finding", "farms")]


def test_a_topic_can_be_negated() -> None:
    assert named("never giving leftovers") == [("not_topic", "give_to")]


def test_a_negation_of_nothing_named_must_be_accounted_for() -> None:
    assert "not" in frame("not").names


def test_those_who_are_a_condition_are_told_from_what_is_asked_of_them() -> None:
    assert findings("of those who choose pasta what share choose salad") == [("given", "pasta"), ("finding", "salad")]


def test_also_makes_the_first_finding_the_condition() -> None:
    assert findings("who choose pasta also choose salad") == [("given", "pasta"), ("finding", "salad")]


def test_those_who_without_a_second_finding_set_no_condition() -> None:
    assert findings("of those who choose pasta") == [("finding", "pasta")]


def test_a_word_for_two_findings_gives_a_reading_each() -> None:
    assert {v.id for f in readings("percentage greens") for v in f.values} == {"lunch.salad", "lunch.peas"}


def test_a_finding_named_beside_an_ambiguous_word_takes_it_out_of_the_choice() -> None:
    assert findings("greens and peas") == [("finding", "salad"), ("finding", "peas")]


def test_so_many_readings_are_followed_and_no_more() -> None:
    assert len(readings(" or ".join(["greens", "pasta"] * 20))) <= 12


def test_a_word_that_is_not_known_is_left_over_as_typed() -> None:
    assert frame("spagheti with Zxqvw").leftover == ("zxqvw",)


def test_typing_errors_are_counted() -> None:
    assert frame("spagheti and hadock and peas").corrected == 2


def test_a_topic_that_its_finding_names_already_is_not_named_twice() -> None:
    assert named("pasta on the menu") == [("finding", "lunch.pasta")]


def test_a_topic_alone_is_named() -> None:
    assert named("lunch dish") == [("topic", "lunch")]


def test_a_verb_alone_implies_its_topic() -> None:
    (value,) = frame("give").values
    assert (value.type, value.id, value.implied) == (SlotType.TOPIC, "give_to", True)


def test_a_finding_named_twice_is_named_once() -> None:
    assert findings("fish, haddock and fish fingers") == [("finding", "fish")]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("31%", "quantity", "31 percent"),
        ("over half", "quantity", "over half"),
        ("6 points", "points", "6 points"),
        ("4,400", "number", "4,400"),
        ("2019", "wave", "w1"),
        ("the first term", "wave", "w1"),
        ("Olive", "speaker", "Olive Cook"),
        ("cooks", "universe", "universe"),
        ("people", "universe", "universe"),
    ],
)
def test_what_is_named_has_a_type(text: str, kind: str, name: str) -> None:
    assert named(text) == [(kind, name)]


def test_a_limit_is_marked_as_one() -> None:
    assert [value.slot for value in frame("over half, 31%").values] == ["limit", ""]


def test_a_year_of_no_wave_is_left_over() -> None:
    assert frame("pasta in 2024").leftover == ("2024",)


def test_a_mark_of_meaning_must_be_accounted_for() -> None:
    assert [(sorted(m.names), m.weak) for m in frame("why pasta").marks] == [(["why"], False)]


def test_somebody_elses_giving_shows_in_the_reading() -> None:
    problem = frame("farms give to cooks").problem
    assert problem is not None
    assert problem.fault is Fault.REVERSED
