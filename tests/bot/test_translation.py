"""A survey lends its words to understanding, and a match becomes a query of it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.translation import named_findings, query_of, unknown_recipes, vocabulary_of
from data.codebook import FindingId, QuestionId, WaveId
from data.errors import QueryInvalid
from data.query import Claim, Query
from data.survey import ObservationStatus
from intents.definition import Definition, Recipe, parse
from intents.frame import SlotType, Value
from intents.model import IntentName, Match
from intents.quantities import find_quantities
from intents.text import tokenise
from intents.vocabulary import Kind
from tests.helpers.surveys import BEFORE, a_figure, a_survey, cgi

SLOTS = {
    "finding": {"type": "finding"},
    "not_finding": {"type": "not_finding"},
    "topic": {"type": "topic"},
    "quantity": {"type": "quantity"},
    "number": {"type": "number"},
    "wave": {"type": "wave"},
    "speaker": {"type": "speaker"},
}


def a_definition(**answer: object) -> Definition:
    """Return an intent with the answer given."""
    raw = {"intent": "tea", "summary": "Tea.", "ask": ["tea"], "slots": SLOTS, "answer": answer}
    found, faults = parse(raw, file="tea.yaml", line=3)
    assert found is not None, faults
    return found


def a_value(kind: SlotType, name: str) -> Value:
    """Return something that was named."""
    hits = find_quantities(tokenise(name)) if kind in {SlotType.QUANTITY, SlotType.NUMBER} else ()
    return Value(type=kind, id=name, text=name, quantity=hits[0].quantity if hits else None)


def query(recipe: Mapping[str, object], **slots: tuple[str, ...]) -> Query:
    """Return the query that a recipe makes of what was named."""
    named = {slot: tuple(a_value(SlotType(slot), name) for name in names) for slot, names in slots.items()}
    return query_of(Match(intent=IntentName("tea"), slots=named, confidence=1.0), a_definition(**recipe))


def names_of(kind: Kind, value: str) -> set[str]:
    """Return what people call something of the shipped survey."""
    terms = [t for t in vocabulary_of(cgi()).terms if (t.reading.kind, t.reading.value) == (kind, value)]
    return {name for term in terms for name in term.names}


def test_findings_are_named_by_their_words_and_their_label() -> None:
    names = names_of(Kind.FINDING, "share_with.local_government")
    assert {"councils", "Local government"} <= names


def test_a_disputed_finding_is_not_named_by_its_label() -> None:
    label = cgi().categories[named_findings([a_value(SlotType.FINDING, "priority.sharing_with_councils")])[0]].label
    assert label not in names_of(Kind.FINDING, "priority.sharing_with_councils")


def test_topics_speakers_and_waves_are_named() -> None:
    assert "barriers" in names_of(Kind.TOPIC, "barrier")
    assert {"Steve Thorn", "Thorn", "Steve", "Mr Thorn"} <= names_of(Kind.SPEAKER, "Steve Thorn")
    assert "CGI" in names_of(Kind.SPEAKER, "CGI")
    assert "January 2015" in names_of(Kind.WAVE, "2015-01")


def test_those_asked_where_they_work_and_what_they_are_not_counted_in_are_told_apart() -> None:
    assert "civil servants" in names_of(Kind.UNIVERSE, "universe")
    assert "Whitehall" in names_of(Kind.PLACE, "universe")
    assert "departments" in names_of(Kind.UNIT, "unit")


def test_verbs_tell_who_gives_and_who_receives() -> None:
    assert "share" in names_of(Kind.GIVE, "give")
    assert "receive" in names_of(Kind.RECEIVE, "receive")
    assert "withhold" in names_of(Kind.WITHHOLD, "withhold")


def test_only_a_topic_with_a_giver_and_a_receiver_is_directed() -> None:
    assert vocabulary_of(cgi()).directed == {"share_with"}


def test_the_party_called_like_the_place_of_those_asked_is_at_home() -> None:
    assert vocabulary_of(cgi()).home == "share_with.central_government"


def test_a_survey_without_places_has_no_home() -> None:
    assert vocabulary_of(a_survey(a_figure("drink.tea", 60))).home == ""


def test_a_percentage_stands_for_a_finding_only_where_no_other_has_it() -> None:
    survey = a_survey(a_figure("drink.tea", 60), a_figure("drink.coffee", 30), a_figure("snack.cake", 30))
    assert dict(vocabulary_of(survey).shares) == {60.0: "drink.tea"}


def test_an_older_or_disputed_percentage_stands_for_nothing() -> None:
    survey = a_survey(
        a_figure("drink.tea", 60),
        a_figure("drink.tea", 55, wave=BEFORE),
        a_figure("drink.coffee", 30, status=ObservationStatus.DISPUTED),
    )
    assert dict(vocabulary_of(survey).shares) == {60.0: "drink.tea"}


def test_a_year_means_the_newest_wave_of_that_year() -> None:
    survey = a_survey(a_figure("drink.tea", 60))
    now, before = survey.study.waves
    study = replace(survey.study, waves=(replace(now, years=(2020, 2021)), replace(before, years=(2019, 2020))))
    assert dict(vocabulary_of(replace(survey, study=study)).years) == {2019: "before", 2020: "now", 2021: "now"}


def test_a_topic_about_another_topics_finding_is_a_finding_of_its_own() -> None:
    crossed = vocabulary_of(cgi()).crossed
    assert crossed["priority", "share_with.local_government"] == "priority.sharing_with_councils"


def test_a_topic_that_only_sets_the_scene_of_another_is_known() -> None:
    assert "share_with" in vocabulary_of(cgi()).context["barrier"]


def test_slots_fill_a_recipe() -> None:
    found = query(
        {"measure": "share", "of": "{finding}", "without": "{not_finding}", "questions": "{topic}", "wave": "{wave}"},
        finding=("drink.tea", "drink.coffee"),
        not_finding=("snack.cake",),
        topic=("drink",),
        wave=("2019",),
    )
    assert found == Query(
        measure="share",
        of=(FindingId("drink.tea"), FindingId("drink.coffee")),
        without=(FindingId("snack.cake"),),
        questions=(QuestionId("drink"),),
        wave=WaveId("2019"),
    )


def test_a_recipe_may_list_slots_and_fixed_words() -> None:
    found = query(
        {"measure": "joint", "of": ["{finding}", "{not_finding}"], "topics": ["{speaker}", "size"], "how": "both"},
        finding=("drink.tea",),
        not_finding=("snack.cake",),
        speaker=("Ann",),
    )
    assert (found.of, found.topics, found.how) == (("drink.tea", "snack.cake"), ("Ann", "size"), "both")


def test_what_was_not_named_is_left_open() -> None:
    assert query({"measure": "share", "of": "{finding}", "wave": "{wave}"}) == Query(measure="share")


def test_a_finding_named_in_two_slots_is_asked_once() -> None:
    found = query(
        {"measure": "joint", "of": ["{finding}", "{not_finding}"]}, finding=("drink.tea",), not_finding=("drink.tea",)
    )
    assert found.of == ("drink.tea",)


def test_a_percentage_is_a_claim() -> None:
    found = query({"measure": "check", "claims": "{quantity}"}, quantity=("nearly half",))
    assert found.claims == (Claim(low=45.0, high=50.0, includes_high=False, words="nearly half"),)


def test_a_finding_may_stand_for_its_question() -> None:
    assert query({"measure": "rank", "questions_of": "{finding}"}, finding=("drink.tea",)).questions == ("drink",)


@pytest.mark.parametrize(
    ("said", "limit"), [("3", 3), ("three", 3), ("50", 50), ("0", None), ("51", None), ("2.5", None), ("3%", None)]
)
def test_a_limit_is_a_small_whole_number(said: str, limit: int | None) -> None:
    assert query({"measure": "rank", "limit": "{quantity}"}, quantity=(said,)).limit == limit


def test_a_limit_may_be_fixed() -> None:
    assert query({"measure": "rank", "limit": 2}).limit == 2


def test_numbers_are_passed_on_whole() -> None:
    assert query({"measure": "base_check", "numbers": "{number}"}, number=("4,400", "44,000")).numbers == (4400, 44_000)


def test_an_answer_without_a_measure_is_no_query() -> None:
    with pytest.raises(QueryInvalid, match="add `measure:`"):
        query({"text": "Hello."})


def test_findings_are_picked_from_what_was_named() -> None:
    kinds = (SlotType.FINDING, SlotType.NOT_FINDING, SlotType.GIVEN, SlotType.TOPIC, SlotType.SPEAKER)
    assert named_findings([a_value(kind, f"a.{kind.value}") for kind in kinds]) == (
        "a.finding",
        "a.not_finding",
        "a.given",
    )


@pytest.mark.parametrize("answer", [{"measure": "share", "of": "{finding}"}, {"text": "Hello."}, {"social": "help"}])
def test_an_answer_that_something_stands_behind_is_sound(answer: Recipe) -> None:
    assert unknown_recipes([a_definition(**answer)]) == ()


def test_faults_of_answers_say_where_and_what_to_do() -> None:
    (fault,) = unknown_recipes([a_definition(measure="shaer")])
    assert str(fault).startswith("tea.yaml:3: The answer names the measure 'shaer', which there is not. Use one of ")


def test_a_file_is_of_what_was_named_or_of_everything() -> None:
    recipe = {"export": "csv", "of": "{finding}", "questions": "{topic}"}
    assert query(recipe, finding=("drink.tea",)) == Query(measure="share", of=(FindingId("drink.tea"),))
    assert query(recipe, topic=("drink",)) == Query(measure="list", questions=(QuestionId("drink"),))
    assert query(recipe) == Query(measure="list")


def test_a_file_that_cannot_be_made_is_a_fault() -> None:
    (fault,) = unknown_recipes([a_definition(export="pdf")])
    assert "The answer exports as 'pdf', which cannot be made. Use one of csv, picture." in str(fault)
