"""Who gives and who receives is told apart, and a question about others than those asked is noticed."""

import pytest

from intents.roles import Fault, Problem, Role, roles
from tests.helpers.intents import cooks, elements


def role_of(party: str, text: str) -> Role | None:
    """Return the role of a party in a question."""
    said = elements(text)
    found, problem = roles(said, cooks().vocabulary)
    assert problem is None
    return next((role for at, role in found.items() if said[at].text == party), None)


def problem(text: str) -> Problem | None:
    """Return what makes a question one for another survey."""
    return roles(elements(text), cooks().vocabulary)[1]


@pytest.mark.parametrize(
    "text",
    [
        "what percentage give to farms",
        "cooks give leftovers to farms",
        "do cooks donate to farms",
        "leftovers with farms",
        "farms",
        "farms, what percentage",
        "given to farms by cooks",
        "cooks who give to food banks and farms",
    ],
)
def test_whoever_is_given_to_receives(text: str) -> None:
    assert role_of("farms", text) is Role.RECEIVER


@pytest.mark.parametrize("text", ["kitchens give to farms", "do kitchens give leftovers to food banks"])
def test_a_place_that_gives_to_others_stands_for_those_asked(text: str) -> None:
    assert role_of("kitchens", text) is Role.UNIVERSE


def test_a_place_that_is_given_to_receives() -> None:
    assert role_of("other kitchens", "cooks who give to other kitchens") is Role.RECEIVER


@pytest.mark.parametrize(
    "text",
    [
        "farms give leftovers to cooks",
        "do farms give to food banks",
        "farms donate leftovers to food banks",
        "leftovers from farms",
        "cooks receive leftovers from farms",
        "leftovers given by farms",
    ],
)
def test_somebody_else_who_gives_makes_it_another_question(text: str) -> None:
    assert problem(text) == Problem(Fault.REVERSED, "farms")


@pytest.mark.parametrize("text", ["how many farms give leftovers", "percentage of farms", "how many of the farms"])
def test_counting_others_than_those_asked_makes_it_another_question(text: str) -> None:
    assert problem(text) == Problem(Fault.BASE, "farms")


@pytest.mark.parametrize("text", ["how many kitchens give to farms", "percentage of kitchens"])
def test_counting_what_people_work_in_makes_it_another_question(text: str) -> None:
    assert problem(text) == Problem(Fault.BASE, "kitchens")


@pytest.mark.parametrize("text", ["what percentage of cooks give to farms", "how many cooks give to farms", "how many"])
def test_counting_those_asked_is_sound(text: str) -> None:
    assert problem(text) is None


def test_what_is_kept_from_somebody_is_not_given_by_them() -> None:
    assert role_of("farms", "cooks who keep leftovers from farms") is Role.RECEIVER


def test_what_cannot_give_has_no_role() -> None:
    assert roles(elements("why pasta and salad"), cooks().vocabulary) == ({}, None)
