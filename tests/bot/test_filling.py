"""Texts that admins write: the survey's figures are filled in, what looks like code is not, and all are signed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.answering import answer_question, take_turn
from bot.context import Context
from bot.live import Knowledge, Lessons
from bot.render.blocks import compose
from bot.render.plain import plain_text, record
from bot.reply import Reply, Status
from data.codebook import FindingId
from data.survey import Figure, ObservationStatus, Survey
from intents.catalogue import with_taught
from intents.definition import Recipe
from intents.draft import definition_of
from tests.helpers.asking import cgi_knowledge
from tests.helpers.surveys import cgi
from tests.helpers.teaching import PARKING, SURVEY, TEAM, a_draft

COUNCILS, CHARITIES = "share_with.local_government", "share_with.third_sector"
ADMINS = "Written by the admins of surveybot in this workspace, not by the survey."


def taught(answer: Recipe, survey: Survey | None = None) -> Knowledge:
    """Return what is known once an intent was taught an answer."""
    known = cgi_knowledge()
    known = replace(known, surveys={SURVEY: survey}) if survey else known
    definition, faults = definition_of(a_draft(answer=answer))
    assert definition, faults
    catalogue = with_taught(known.catalogues[SURVEY], [definition])
    return replace(known, lessons={(TEAM, SURVEY): Lessons(catalogue=catalogue, version=1)})


def reply(answer: Recipe, survey: Survey | None = None) -> Reply:
    """Return the reply to an example of an intent that was taught an answer."""
    return answer_question(PARKING[0], taught(answer, survey), Context(team=TEAM))


def without(figures: Sequence[Figure], finding: str, status: ObservationStatus | None) -> tuple[Figure, ...]:
    """Return the figures with those of a finding disputed, or taken out."""
    kept = (replace(f, status=status) if f.finding == finding and status else f for f in figures)
    return tuple(f for f in kept if status or f.finding != finding)


def test_a_text_is_said_to_be_the_admins_own() -> None:
    found = reply({"text": "Park behind the building."})
    assert (found.status, found.intent, found.survey) == (Status.ANSWERED, "office_parking", SURVEY)
    assert (found.headline, found.details) == ("Park behind the building.", (ADMINS,))
    assert (found.figures, found.citations, found.caveats, found.base) == ((), (), (), "")


def test_numbers_of_their_own_are_said_to_be_so() -> None:
    found = reply({"text": "There are 12 places.", "own_words": "true"})
    assert found.details == (f"{ADMINS} The numbers in it are theirs too.",)


def test_a_figure_is_filled_in_and_comes_with_all_that_it_must_carry() -> None:
    found = reply({"text": f"{{{COUNCILS}}} share with councils."})
    plain = answer_question("what share with councils", cgi_knowledge(), Context())
    assert found.headline == "31% share with councils."
    assert found.details == (f"{ADMINS} Only 31% is the survey's.",)
    assert [f.finding for f in found.figures] == [COUNCILS]
    assert (found.base, found.sentence, found.caveats) == (plain.base, plain.sentence, plain.caveats)
    assert found.citations == plain.citations
    assert [f["value"] for f in record(found)["figures"]] == [31.0]  # type: ignore[attr-defined] # a JSON record


def test_several_figures_and_numbers_of_their_own_are_told_apart() -> None:
    found = reply({"text": f"About 10 times {{{COUNCILS}}}, not {{{CHARITIES}}}.", "own_words": "true"})
    assert found.headline == "About 10 times 31%, not 29%."
    assert found.details == (f"{ADMINS} Only 31% and 29% are the survey's; other numbers are theirs.",)
    assert (len(found.figures), found.sentence) == (2, "")


def test_whose_words_they_are_is_said_where_only_the_headline_is_read_too() -> None:
    for text in ("Park behind the building.", f"{{{COUNCILS}}} share with councils."):
        assert ADMINS[:-1] in compose(reply({"text": text})).text


def test_the_figures_of_a_text_are_handed_over_as_a_file_without_its_words() -> None:
    known = taught({"text": f"{{{COUNCILS}}} or {{{CHARITIES}}}, and 12 of ours.", "own_words": "true"})
    _, turn = take_turn(PARKING[0], known, Context(team=TEAM))
    found = answer_question("as csv", known, Context(team=TEAM, turn=turn))
    assert (found.status, [f.finding for f in found.figures]) == (Status.ANSWERED, [COUNCILS, CHARITIES])
    assert (found.attachment is not None, "ours" in plain_text(found), found.signed) == (True, False, "")


def test_each_line_of_a_text_is_a_paragraph() -> None:
    found = reply({"text": f" First {{{COUNCILS}}}. \n\n Second.\nThird."})
    assert (found.headline, found.details[:2]) == ("First 31%.", ("Second.", "Third."))


@pytest.mark.parametrize(
    "text",
    [
        "{0.__class__}",
        "{{7*7}}",
        "%s and %(a)s",
        f"{{{COUNCILS}!r}}",
        f"{{{{{COUNCILS}}}}}",
        "{a.b.c}",
        "${x}",
        "{}",
        "{share_with}",
        "<!channel> *bold* <https://evil.example|here>",
        "{{config.__init__}}",
        f"{{ {COUNCILS} }}",
    ],
)
def test_what_only_looks_like_a_place_for_a_figure_stays_as_it_was_written(text: str) -> None:
    found = reply({"text": text})
    assert (found.headline, found.figures) == (text, ())


@pytest.mark.parametrize("status", [ObservationStatus.DISPUTED, None])
def test_a_figure_that_may_not_be_answered_with_is_refused_and_not_left_out(status: ObservationStatus | None) -> None:
    survey = replace(cgi(), figures=without(cgi().figures, COUNCILS, status))
    found = reply({"text": f"{{{COUNCILS}}} share with councils, {{{CHARITIES}}} with charities."}, survey)
    assert (found.status, found.figures) == (Status.UNANSWERABLE, ())
    assert "31%" not in found.headline
    assert "share with councils," not in plain_text(found)


def test_a_finding_of_an_older_wave_alone_is_refused() -> None:
    survey = replace(cgi(), figures=tuple(f for f in cgi().figures if f.id != "w2.share_with.local_government"))
    assert survey.figure(FindingId(COUNCILS)) is None
    assert reply({"text": f"{{{COUNCILS}}} do."}, survey).status is Status.UNANSWERABLE


def test_the_next_question_may_lean_on_the_figure_of_a_text() -> None:
    _, turn = take_turn(PARKING[0], taught({"text": f"{{{COUNCILS}}} share with councils."}), Context(team=TEAM))
    assert turn
    assert [value.id for value in turn.about] == [COUNCILS]


def test_a_filled_text_reads_well_with_all_that_it_carries(snapshot: SnapshotAssertion) -> None:
    text = f"Councils: {{{COUNCILS}}}.\nAsk the data office for {{more}}, in room 12."
    assert plain_text(reply({"text": text, "own_words": "true"})) == snapshot


def test_a_figure_that_may_not_be_answered_with_is_refused_in_words(snapshot: SnapshotAssertion) -> None:
    survey = replace(cgi(), figures=without(cgi().figures, COUNCILS, ObservationStatus.DISPUTED))
    assert plain_text(reply({"text": f"{{{COUNCILS}}} share with councils."}, survey)) == snapshot
