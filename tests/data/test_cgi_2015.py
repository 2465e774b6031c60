"""The shipped survey, held to what was published: expectations were read in the articles, not in the folder."""

import pytest

from data.codebook import FindingId
from data.source import SHIPPED
from data.survey import BaseStatus, Figure, ObservationStatus
from tests.helpers.surveys import cgi

LATE, JANUARY = "2015-H2", "2015-01"

PUBLISHED = [
    ("share_with.central_government", LATE, 71),
    ("share_with.local_government", LATE, 31),
    ("share_with.third_sector", LATE, 29),
    ("share_with.private_sector", LATE, 26),
    ("share_with.open_data", LATE, 8),
    ("barrier.security", LATE, 49),
    ("barrier.interoperability", LATE, 38),
    ("barrier.data_quality", LATE, 33),
    ("priority.collaboration", LATE, 83),
    ("priority.digital_transformation", LATE, 82),
    ("share_with.central_government", JANUARY, 69),
    ("share_with.local_government", JANUARY, 25),
    ("barrier.security", JANUARY, 56),
    ("barrier.data_quality", JANUARY, 27),
]
NOT_PUBLISHED = {
    "individuals",
    "commissioner",
    "wording",
    "response_rate",
    "weighting",
    "sampling",
    "breakdown",
    "raw_data",
    "dont_know",
    "population_size",
    "cause",
    "receiving",
    "later",
    "margin",
    "base_2015_01",
    "other_comment",
}
PUBLISHED_FACETS = {
    "commissioner",
    "conductor",
    "collector",
    "fieldwork",
    "published",
    "sample_size",
    "mode",
    "one_point",
    "population",
    "source",
    "link",
    "author",
    "citation",
    "waves",
    "multiple",
}


def figure(finding: str, wave: str = LATE) -> Figure:
    found = [
        f
        for f in cgi().figures
        if (f.finding, f.wave) == (finding, wave) and f.status is not ObservationStatus.DISPUTED
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(("finding", "wave", "value"), PUBLISHED)
def test_every_published_figure_is_held(finding: str, wave: str, value: float) -> None:
    assert figure(finding, wave).value == value


def test_no_other_figure_is_held() -> None:
    answerable = [f for f in cgi().figures if f.status is not ObservationStatus.DISPUTED]

    assert sorted((f.finding, f.wave, f.value) for f in answerable) == sorted(PUBLISHED)


def test_the_base_is_about_4400_and_that_of_january_is_missing() -> None:
    bases = {(f.wave, f.base, f.base_status) for f in cgi().figures}

    assert bases == {(LATE, 4400, BaseStatus.APPROXIMATE), (JANUARY, None, BaseStatus.MISSING)}


@pytest.mark.parametrize(
    ("finding", "status"),
    [
        ("share_with.central_government", ObservationStatus.DERIVED),
        ("share_with.local_government", ObservationStatus.DERIVED),
        ("barrier.security", ObservationStatus.DERIVED),
        ("barrier.data_quality", ObservationStatus.NORMAL),
    ],
)
def test_a_january_figure_says_whether_it_was_stated_or_derived(finding: str, status: ObservationStatus) -> None:
    assert figure(finding, JANUARY).status is status


def test_the_83_percent_for_sharing_with_councils_is_disputed_and_never_answered_with() -> None:
    rows = [f for f in cgi().figures if f.finding == "priority.sharing_with_councils"]

    assert [(f.value, f.status, f.source) for f in rows] == [(83, ObservationStatus.DISPUTED, "pt")]
    assert cgi().figure(FindingId("priority.sharing_with_councils")) is None


def test_the_disputed_figure_and_the_one_for_collaboration_name_each_other() -> None:
    [disputed] = [f for f in cgi().figures if f.status is ObservationStatus.DISPUTED]
    collaboration = figure("priority.collaboration")

    assert disputed.conflicts_with == (collaboration.id,)
    assert collaboration.conflicts_with == (disputed.id,)


def test_only_the_main_source_is_quoted_by_the_sentence() -> None:
    assert {f.source for f in cgi().figures if f.sentence} == {"localgov"}


def test_the_article_is_held_without_the_advertisements_around_it() -> None:
    article = (SHIPPED / "cgi-2015" / "article.txt").read_text(encoding="utf-8")

    assert "Less than a third of civil servants" in article
    assert "Laura Sharman 29 January 2016" in article
    assert not [word for word in ("SIGN UP", "Ombudsman", "£", "Recuriter", "Trafford") if word in article]


@pytest.mark.parametrize(
    ("quote", "start", "end"),
    [
        ("q1", "During the spending review the chancellor", "transformation across the public sector."),
        ("q2", "However, this research clearly demonstrates", "presented by greater collaboration."),
        ("q3", "Sharing data within Whitehall is to be encouraged but it’s only half", "a key part of the action too."),
    ],
)
def test_steve_thorn_is_quoted_sentence_by_sentence(quote: str, start: str, end: str) -> None:
    [found] = [q for q in cgi().quotes if q.id == quote]

    assert (found.speaker, found.role) == ("Steve Thorn", "SVP public sector at CGI")
    assert found.text.startswith(start)
    assert found.text.endswith(end)


@pytest.mark.parametrize(
    ("question", "findings", "total"),
    [
        ("share_with", ("central_government", "local_government", "third_sector", "private_sector"), 157),
        ("barrier", ("security", "interoperability", "data_quality"), 120),
        ("priority", ("collaboration", "digital_transformation"), 165),
    ],
)
def test_the_sums_from_which_several_answers_were_inferred_are_right(
    question: str, findings: tuple[str, ...], total: int
) -> None:
    [asked] = [q for q in cgi().questions if q.id == question]

    assert sum(figure(f"{question}.{name}").value for name in findings) == total
    assert f"{total}%" in asked.response_type_note


def test_every_facet_has_a_fact_that_says_whether_it_was_published() -> None:
    facts = cgi().study.facts

    assert {f.facet for f in facts if f.published} == PUBLISHED_FACETS
    # of these two, part is known and part is not
    assert {f.facet for f in facts if not f.published} - {"fieldwork", "commissioner"} == NOT_PUBLISHED - {
        "commissioner"
    }


@pytest.mark.parametrize(
    ("facet", "part"),
    [
        ("conductor", "CGI"),
        ("collector", "Dods Research"),
        ("fieldwork", "October 2015"),
        ("fieldwork", "December 2015"),
        ("published", "29 January 2016"),
        ("sample_size", "4,400"),
        ("mode", "online interviews"),
        ("population", "civil servants"),
        ("source", "CGI"),
        ("source", "2016"),
        ("link", "https://www.localgov.co.uk/"),
        ("author", "Laura Sharman"),
        ("citation", "LocalGov, 29 January 2016"),
        ("waves", "January 2015"),
        ("multiple", "157%"),
        ("later", "Total Research"),
        ("other_comment", "Steve Thorn"),
    ],
)
def test_a_fact_says_what_the_articles_say(facet: str, part: str) -> None:
    assert part in " ".join(f.statement for f in cgi().study.facts if f.facet == facet)


def test_every_fact_is_a_whole_sentence_or_an_address() -> None:
    assert [f.id for f in cgi().study.facts if not f.statement.endswith((".", "/40224"))] == []


def test_every_category_reads_well_after_a_percentage() -> None:
    verbs = ("said", "cited", "were reported")

    assert [c.id for c in cgi().categories.values() if not c.yes.startswith(verbs)] == []
    assert [c.id for c in cgi().categories.values() if not c.no.startswith(("did not", "were not"))] == []


@pytest.mark.parametrize("word", ["data", "other", "poor", "system", "systems", "key", "sharing", "with"])
def test_no_category_is_meant_by_a_word_that_means_too_much(word: str) -> None:
    assert [c.id for c in cgi().categories.values() if word in c.words] == []


def test_only_words_that_mean_two_parties_stand_under_both() -> None:
    words = [word for c in cgi().categories.values() for word in set(c.words)]

    assert {word for word in words if words.count(word) > 1} == {
        "government",
        "govt",
        "gov",
    }
