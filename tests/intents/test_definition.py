"""A definition is read whole, or refused with every fault, each with its file and what to do."""

from collections.abc import Mapping

import pytest

from intents.definition import parse
from intents.frame import SlotType
from tests.helpers.intents import a_definition

SOUND: Mapping[str, object] = {
    "intent": "share",
    "summary": "The percentage who gave an answer.",
    "ask": ["what percentage {finding+}", "{about=size}"],
    "also": ["percent"],
    "slots": {
        "finding": {"type": "finding"},
        "about": {"type": "choice", "values": {"size": ["how big (is|was) it"], "when": ["when"]}},
    },
    "answer": {"measure": "share", "of": "{finding}"},
}


def faults(**changes: object) -> list[str]:
    """Return the faults of a sound definition in which some keys were changed; None takes a key out."""
    raw = {key: value for key, value in {**SOUND, **changes}.items() if value is not None}
    found, problems = parse(raw, file="share.yaml", line=7)
    assert (found is None) == bool(problems)
    return [str(problem) for problem in problems]


def test_a_sound_definition_has_no_fault() -> None:
    assert faults() == []


def test_a_definition_holds_what_its_file_says() -> None:
    found, _ = parse(SOUND, file="share.yaml")
    assert found is not None
    assert (found.name, found.file, found.ask) == (
        "share",
        "share.yaml",
        ("what percentage {finding+}", "{about=size}"),
    )
    assert found.slots["finding"].type is SlotType.FINDING
    assert found.slots["about"].values["size"] == ("how big (is|was) it",)


@pytest.mark.parametrize("raw", [None, [], "share", 3])
def test_a_definition_is_a_mapping(raw: object) -> None:
    found, problems = parse(raw, file="share.yaml")
    assert found is None
    assert [str(problem) for problem in problems] == [
        "share.yaml:1: A definition is a mapping. Begin the file with `intent: name`."
    ]


def test_a_key_like_no_other_gets_all_that_are_known() -> None:
    (fault,) = faults(zzz="x")
    assert fault.startswith(
        "share.yaml:7: The key 'zzz' is not known. Known are: after_quote, also, answer, ask, examples, intent, "
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"sumary": "x"}, "The key 'sumary' is not known. Did you mean 'summary'?"),
        ({"summary": None}, "The key 'summary' is missing. Add `summary:`."),
        ({"ask": []}, "Nothing says how it is asked. Add `ask:` with phrases, or `examples:` with plain questions."),
        ({"answer": {}}, "The key 'answer' is missing. Add `answer:`."),
        ({"intent": "Share!"}, "The intent's name 'Share!' may hold small letters, digits and _ only. Rename it."),
        ({"intent": 3}, "The intent's name 3 may hold small letters, digits and _ only. Rename it."),
        ({"summary": ["x"]}, "`summary` is not a text. Say in one sentence what is answered."),
        ({"ask": "who"}, '`ask` is not a list of texts. Write one `- "..."` a line.'),
        ({"ask": ["who", 3]}, '`ask` is not a list of texts. Write one `- "..."` a line.'),
        ({"also": "percent"}, '`also` is not a list of texts. Write one `- "..."` a line.'),
        (
            {"slots": ["finding"]},
            (
                "`slots` is not a mapping of names. Write `slots: {name: value}`, "
                "and put names such as 'off' in quotation marks."
            ),
        ),
        (
            {"answer": "share"},
            (
                "`answer` is not a mapping of names. Write `answer: {name: value}`, "
                "and put names such as 'off' in quotation marks."
            ),
        ),
        (
            {"answer": {"measure": "share", "of": "{findings}"}},
            "The answer's 'of' uses the slot {findings}, which the intent does not have. Did you mean 'finding'?",
        ),
        ({"ask": ["{about=sizes}"]}, "The slot 'about' has no value 'sizes'. Did you mean 'size'?"),
    ],
)
def test_a_fault_says_where_what_and_what_to_do(changes: Mapping[str, object], fault: str) -> None:
    assert faults(**changes) == [f"share.yaml:7: {fault}"]


def with_slot(body: object) -> list[str]:
    """Return the faults of a definition in which one slot has the body given."""
    return faults(ask=["who"], answer={"measure": "share"}, slots={"x": body})


@pytest.mark.parametrize("body", [{"type": "findng"}, {"type": None}, {}, "finding", None])
def test_a_slot_has_a_type_that_is_known(body: object) -> None:
    (fault,) = with_slot(body)
    assert fault.startswith("share.yaml:7: The slot 'x' has no type that is known")


def test_a_slot_type_that_was_mistyped_is_recognised() -> None:
    (fault,) = with_slot({"type": "findng"})
    assert fault.endswith("Did you mean 'finding'?")


def test_a_type_of_slots_that_may_be_named_too_is_one_that_is_known() -> None:
    (fault,) = faults(also=["percent", "{fnding}"])
    assert fault == "share.yaml:7: `also` names the slot type 'fnding', which there is not. Did you mean 'finding'?"


@pytest.mark.parametrize("body", [{"type": "choice"}, {"type": "finding", "values": {"a": ["b"]}}])
def test_values_belong_to_a_choice_alone(body: object) -> None:
    (fault,) = with_slot(body)
    assert "`values` belong to a choice" in fault


def test_a_slot_that_is_not_there_is_pointed_at() -> None:
    (fault,) = faults(ask=["how many in {findng} now"])
    assert fault.rstrip() == (
        "share.yaml:7: No slot is called 'findng'. Did you mean 'finding'?\n"
        "    how many in {findng} now\n"
        "                ^^^^^^^^"
    )


def test_a_mistake_in_a_phrase_is_pointed_at() -> None:
    (fault,) = faults(ask=["who (shares"])
    assert fault.rstrip().endswith("    who (shares\n        ^")


def test_a_mistake_in_the_phrases_of_a_choice_is_pointed_at() -> None:
    (fault,) = with_slot({"type": "choice", "values": {"size": ["how (big"]}})
    assert fault.rstrip().endswith("    how (big\n        ^")


def test_the_slot_that_is_missing_is_marked_and_not_one_that_begins_like_it() -> None:
    (fault,) = faults(ask=["{finding} {find}"])
    assert fault.rstrip().endswith("    {finding} {find}\n              ^^^^^^")


def test_the_phrases_of_a_value_are_a_list() -> None:
    assert with_slot({"type": "choice", "values": {"size": "how"}})


def test_the_phrases_of_a_value_are_no_number() -> None:
    assert with_slot({"type": "choice", "values": {"size": 3}})


@pytest.mark.parametrize(
    "body", [{"type": "choice", "values": {"size": []}}, {"type": "choice", "values": {"a": None}}]
)
def test_a_value_has_phrases(body: object) -> None:
    assert with_slot(body)


def test_every_fault_is_found_at_once() -> None:
    found = faults(
        ask=["who (shares", "{missing}"], slots={"x": {"type": "findng"}}, answer={"measure": "share", "of": "{gone}"}
    )
    assert len(found) == 4


def test_faults_of_form_are_found_at_once() -> None:
    assert len(faults(sumary="x", summary=None, intent="Share!", ask="who")) == 4


def test_a_built_definition_is_sound() -> None:
    assert a_definition().name == "share"
