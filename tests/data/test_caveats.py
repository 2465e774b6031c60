import pytest

from data.answer import JointKind, figures_of
from data.caveats import caveats
from data.codebook import FindingId, QuestionId, WaveId
from data.evaluation import evaluate
from data.measures import MEASURES
from data.query import Claim, Query
from data.survey import FigureId, ObservationStatus, Survey
from tests.helpers.surveys import BEFORE, NOW, a_figure, a_survey, cgi

CENTRAL = FindingId("share_with.central_government")
LOCAL = FindingId("share_with.local_government")
THIRD = FindingId("share_with.third_sector")
SECURITY = FindingId("barrier.security")
COLLABORATION = FindingId("priority.collaboration")
TEA, COFFEE = FindingId("drink.tea"), FindingId("drink.coffee")
JANUARY = WaveId("2015-01")
RANDOM = "if it were a simple random sample; how the sample was drawn was not published"


def said(query: Query, survey: Survey | None = None) -> str:
    survey = survey or cgi()
    return "\n".join(caveats(evaluate(query, survey), survey))


@pytest.mark.parametrize(
    ("query", "part"),
    [
        (Query(measure="share", of=(LOCAL,)), "Several answers could be chosen (inferred: "),
        (Query(measure="share", of=(LOCAL,)), "157%"),
        (Query(measure="share", of=(SECURITY,)), "120%"),
        (Query(measure="share", of=(SECURITY,)), "LocalGov's wording"),
        (Query(measure="share", of=(FindingId("barrier.data_quality"),)), "from other organisations"),
        (Query(measure="share", of=(COLLABORATION,)), "PublicTechnology gives 83%"),
        (Query(measure="share", of=(FindingId("priority.sharing_with_councils"),)), "PublicTechnology gives 83%"),
        (Query(measure="share", of=(LOCAL,), wave=JANUARY), "25% for January 2015 is derived, not stated: 31% less"),
        (Query(measure="trend", of=(LOCAL,)), "read as percentage points"),
        (Query(measure="trend", of=(LOCAL,)), "no change since then can be tested"),
        (Query(measure="complement", of=(LOCAL,)), "did not know or were not asked"),
        (Query(measure="check", without=(LOCAL,), claims=(Claim(low=0, high=9, words="x"),)), "did not know"),
        (Query(measure="count", of=(LOCAL,)), "civil servants surveyed, not departments and not all UK civil servants"),
        (Query(measure="count", of=(LOCAL,)), "approximate"),
        (Query(measure="margin", of=(LOCAL,)), RANDOM),
        (Query(measure="compare", of=(CENTRAL, LOCAL)), RANDOM),
        (Query(measure="compare", of=(LOCAL, THIRD)), "some overlaps would make the difference mere chance"),
        (Query(measure="rank", questions=(QuestionId("priority"),)), RANDOM),
        (Query(measure="joint", of=(CENTRAL, LOCAL)), "not how many gave both answers"),
    ],
)
def test_a_caveat_that_matters_is_said(query: Query, part: str) -> None:
    assert part in said(query)


@pytest.mark.parametrize(
    ("query", "part"),
    [
        (Query(measure="share", of=(LOCAL,)), "derived"),
        (Query(measure="share", of=(LOCAL,)), "PublicTechnology"),
        (Query(measure="share", of=(LOCAL,)), "random"),
        (Query(measure="rank"), "PublicTechnology"),
        (Query(measure="rank", questions=(QuestionId("barrier"),)), "random"),
        (Query(measure="compare", of=(CENTRAL, LOCAL)), "chance"),
        (Query(measure="quote"), "Several"),
        (Query(measure="about", topics=("conductor",)), "Several"),
    ],
)
def test_a_caveat_that_does_not_matter_is_not_said(query: Query, part: str) -> None:
    assert part not in said(query)


def test_each_caveat_is_said_once_and_is_a_sentence() -> None:
    survey = cgi()

    found = caveats(evaluate(Query(measure="share", of=(LOCAL, CENTRAL)), survey), survey)

    assert len(found) == len(set(found))
    assert all(line.endswith(".") for line in found)


def test_a_note_missing_from_a_folder_is_worked_out_from_its_figures() -> None:
    survey = a_survey(a_figure("drink.tea", 60), a_figure("drink.coffee", 55), type_status="inferred")

    assert "add up to 115%" in said(Query(measure="share", of=(TEA,)), survey)


def test_a_published_choice_of_several_is_not_called_inferred() -> None:
    survey = a_survey(a_figure("drink.tea", 60))

    assert said(Query(measure="share", of=(TEA,)), survey) == "Several answers could be chosen."


def test_a_base_that_nothing_is_said_about_is_called_missing() -> None:
    survey = a_survey(a_figure("drink.tea", 60, base=None), a_figure("drink.coffee", 20, base=None))

    assert "The number of respondents in this year was not published" in said(
        Query(measure="compare", of=(TEA, COFFEE)), survey
    )


@pytest.mark.parametrize(("drawn", "part"), [("yes", "weights and clusters"), ("no", "not drawn at random")])
def test_what_is_known_of_the_sampling_is_said(drawn: str, part: str) -> None:
    survey = a_survey(a_figure("drink.tea", 60), probability_sample=drawn == "yes")

    assert part in said(Query(measure="margin", of=(TEA,)), survey)


def test_a_dispute_without_a_note_names_its_source() -> None:
    disputed = a_figure("drink.coffee", 70, status=ObservationStatus.DISPUTED)
    stated = a_figure("drink.tea", 60, conflicts_with=(disputed.id,))

    assert "The Gazette gives 70% for liking coffee" in said(
        Query(measure="share", of=(TEA,)), a_survey(stated, disputed)
    )


def test_every_kind_of_answer_has_its_figures_and_caveats() -> None:
    survey = a_survey(a_figure("drink.tea", 60), a_figure("drink.coffee", 55), a_figure("drink.tea", 50, wave=BEFORE))
    pairs = {"compare", "joint"}

    for name, registered in MEASURES.items():
        of = (TEA, COFFEE) if name in pairs else (TEA,)[: registered.most]
        query = Query(
            measure=name, of=of, topics=("x",), numbers=(1,), claims=(Claim(low=0, high=1, words="x"),), wave=NOW
        )
        answer = evaluate(query, survey)

        assert all(isinstance(line, str) for line in caveats(answer, survey))
        assert all(figure.id in {FigureId(f.id) for f in survey.figures} for figure in figures_of(answer))


def test_every_kind_of_joint_has_the_same_caveat() -> None:
    found = {said(Query(measure="joint", of=(CENTRAL, LOCAL), how=kind)) for kind in JointKind}

    assert len(found) == 1
