"""The parts are put together from the shipped folders or given ones, or refused with every fault."""

from pathlib import Path

import pytest

from bot.answering import answer_question
from bot.context import Context
from bot.live import Knowledge
from bot.reply import Status
from bot.wiring import DEFAULT_SURVEY, asker, load
from data.errors import SurveyInvalid
from intents.errors import DefinitionsInvalid
from tests.helpers.asking import asked, cgi_knowledge
from tests.helpers.surveys import write_survey

INTENT = """\
intent: {name}
summary: Something.
ask: ["{ask}"]
slots: {{finding: {{type: finding}}}}
answer: {answer}
"""


def intents(folder: Path, answer: str, ask: str = "percentage {finding+}", name: str = "share") -> Path:
    """Write a folder with one intent."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(INTENT.format(name=name, ask=ask, answer=answer), encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    """Return why the intents of a folder are not taken."""
    with pytest.raises(DefinitionsInvalid) as caught:
        load(intents=folder)
    return [str(fault) for fault in caught.value.faults]


def tea(tmp_path: Path) -> Knowledge:
    """Return what the bot knows of a survey of tea drinkers alone."""
    return load(surveys=write_survey(tmp_path / "surveys").parent)


def test_the_shipped_folders_are_read_where_none_is_given() -> None:
    assert cgi_knowledge().default == DEFAULT_SURVEY
    assert set(cgi_knowledge().surveys) == set(cgi_knowledge().catalogues)


def test_another_survey_is_answered_from_with_the_shipped_intents(tmp_path: Path) -> None:
    reply = answer_question("what percentage drink tea?", tea(tmp_path), Context())
    assert (reply.status, reply.survey, reply.headline) == (
        Status.ANSWERED,
        "tea-2020",
        "60% of adults surveyed drink tea.",
    )


def test_the_first_survey_is_the_default_where_the_shipped_one_is_not_there(tmp_path: Path) -> None:
    assert tea(tmp_path).default == "tea-2020"


@pytest.mark.parametrize(
    "question", ["hello", "help", "thanks", "bye", "xqzv", "", "quote", "who conducted it?", "why?"]
)
def test_another_survey_never_speaks_of_the_shipped_one(tmp_path: Path, question: str) -> None:
    reply = answer_question(question, tea(tmp_path), Context())
    said = " ".join((reply.headline, *reply.details, *reply.suggestions))
    assert not any(word in said for word in ("CGI", "civil servant", "council"))


def test_own_intents_take_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    knowledge = load(intents=intents(tmp_path / "own", '{text: "Mondays."}', "when is the quokka awake", "quokka"))
    reply = answer_question("when is the quokka awake?", knowledge, Context())
    assert (reply.status, reply.headline, reply.intent) == (Status.ANSWERED, "Mondays.", "quokka")
    assert answer_question("hello", knowledge, Context()).intent is None


def test_a_recipe_may_quote(tmp_path: Path) -> None:
    knowledge = load(intents=intents(tmp_path / "own", "{quote: share_with}", "when is the quokka awake", "quokka"))
    reply = answer_question("when is the quokka awake?", knowledge, Context())
    assert reply.quotes


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("{measure: shaer, of: '{finding}'}", "The answer names the measure 'shaer', which there is not. Use one of "),
        ("{measure: list, ov: '{finding}'}", "The answer is no recipe; not known: ov. Write "),
        ("{of: '{finding}'}", "The answer is no recipe; not known: none. Write "),
        ("{code: import os}", "The answer is no recipe; not known: code. Write "),
    ],
)
def test_an_answer_that_nothing_stands_behind_is_refused(tmp_path: Path, answer: str, fault: str) -> None:
    (found,) = faults(intents(tmp_path / "own", answer))
    assert found.startswith(f"share.yaml:1: {fault}")


def test_a_key_that_yaml_takes_for_a_truth_value_is_refused(tmp_path: Path) -> None:
    assert len(faults(intents(tmp_path / "own", "{measure: list, off: '{finding}'}"))) == 1


def test_every_such_answer_is_found_at_once(tmp_path: Path) -> None:
    folder = intents(tmp_path / "own", "{measure: shaer}", name="one")
    assert len(faults(intents(folder, "{measure: cuont, ov: x}", name="two"))) == 3


def test_a_broken_survey_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SurveyInvalid):
        load(surveys=write_survey(tmp_path / "surveys", questions_yaml="questions: [").parent)


def test_a_survey_that_is_not_held_is_told(tmp_path: Path) -> None:
    reply = asked("what percentage share with councils", survey="nhs-2020")
    assert (reply.status, reply.headline) == (
        Status.UNANSWERABLE,
        "I do not hold that survey. I hold: cgi-2015.",
    )


def test_an_asker_passes_the_context_on() -> None:
    assert asker(cgi_knowledge())("hello", Context(survey="nhs-2020")).status is Status.UNANSWERABLE
