"""Figures to take away: those named, those of the answer before, or all there are; and what is said of them."""

import re

import pytest

from bot.context import Ask, Context
from bot.reply import Picture, Reply, Sheet, Status
from bot.wiring import asker
from tests.helpers.asking import asked, cgi_knowledge

BARRIERS = ["barrier.security", "barrier.interoperability", "barrier.data_quality"]
LOCAL, CENTRAL, CHARITIES = "share_with.local_government", "share_with.central_government", "share_with.third_sector"
# What is asked one after the other in a thread, and which findings the last file holds.
LEANING: tuple[tuple[tuple[str, ...], list[str]], ...] = (
    (("barriers", "CSV please"), BARRIERS),
    (("barriers", "can I have that in Excel"), BARRIERS),
    (("barriers", "thanks", "spreadsheet please"), BARRIERS),
    (("barriers", "csv", "download the chart"), BARRIERS),
    (("what share with local government?", "as a csv"), [LOCAL]),
    (("compare councils and charities", "as an image"), [LOCAL, CHARITIES]),
    (("how many share with both councils and charities?", "export that"), [LOCAL, CHARITIES]),
    (("how has sharing with councils changed?", "png please"), [LOCAL, LOCAL]),
    (("priorities", "barriers as csv", "picture please"), BARRIERS),
    (("priorities as csv", "and the barriers?"), BARRIERS),
    (("barriers", "what did Steve Thorn say?", "csv please"), BARRIERS),
)


def answers() -> Ask:
    """Return the shipped bot, with no conversation behind it."""
    return asker(cgi_knowledge())


def last(questions: tuple[str, ...]) -> Reply:
    """Return the reply to the last of several questions in one thread."""
    ask = answers()
    return [ask(question, Context(thread="T1")) for question in questions][-1]


def findings(reply: Reply) -> list[str]:
    """Return the findings that a file is made of."""
    file = reply.attachment
    assert file is not None
    if isinstance(file, Sheet):
        assert file.figures == reply.figures
    return [figure.finding for figure in reply.figures]


@pytest.mark.parametrize(("questions", "held"), LEANING, ids=str)
def test_a_file_leans_on_what_was_shown_before(questions: tuple[str, ...], held: list[str]) -> None:
    reply = last(questions)
    assert (reply.status, findings(reply)) == (Status.ANSWERED, held)


def test_after_stats_a_picture_is_of_everything_that_was_listed() -> None:
    file = last(("barriers", "stats", "picture please")).attachment
    assert isinstance(file, Picture)
    assert len(file.chart.labels) == 10


def test_alone_a_csv_holds_every_figure_that_may_be_answered_with() -> None:
    file = asked("CSV please").attachment
    assert isinstance(file, Sheet)
    assert file.figures == cgi_knowledge().surveys["cgi-2015"].answerable


def test_alone_a_picture_is_asked_back_for_and_every_offer_is_understood() -> None:
    reply = asked("picture please")
    assert reply.status is Status.CLARIFY
    assert [type(asked(offer).attachment) for offer in reply.suggestions] == [Picture, Picture, Picture]


def test_two_files_at_once_are_asked_back_for() -> None:
    reply = asked("barriers as csv, and priorities as a picture")
    assert (reply.status, reply.attachment) == (Status.CLARIFY, None)
    assert all(asked(offer).attachment for offer in reply.suggestions)


def test_nobodys_file_leans_on_somebody_elses_question() -> None:
    ask = answers()
    ask("barriers", Context(thread="T1:sam"))
    assert ask("picture please", Context(thread="T1:alex")).status is Status.CLARIFY


def test_what_was_refused_is_no_file() -> None:
    reply = asked("csv of what share with councils in 2012")
    assert (reply.status is Status.ANSWERED, reply.attachment) == (False, None)


def test_what_is_said_of_a_file_names_what_is_in_it_and_lists_it() -> None:
    reply = asked("barriers as csv")
    assert reply.headline == "Here are 3 figures on barriers to data sharing as a CSV file."
    assert reply.rows[0] == ("Risk of security breaches", "49%")
    assert (reply.base.startswith("Base: about 4,400"), reply.chart, reply.quotes) == (True, None, ())


def test_an_older_figure_says_when_it_was() -> None:
    assert ("Local government (January 2015)", "25%") in asked("everything as csv").rows


def test_one_figure_makes_a_file_and_no_picture() -> None:
    assert asked("local government as csv").headline.startswith("Here is one figure")
    pictured = asked("local government as a picture")
    assert (pictured.attachment, pictured.details[-1][:24]) == (None, "There is no picture of t")
    assert pictured.headline.startswith("31% of civil servants")


def test_a_picture_says_in_words_what_it_shows_and_carries_its_base_and_source() -> None:
    file = asked("picture of the barriers").attachment
    assert isinstance(file, Picture)
    assert all(part in file.alt for part in ("Barriers to data sharing", "Poor quality data 33%"))
    assert (file.notes[0][:5], file.notes[-1][:8]) == ("Base:", "Sources:")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("barriers as csv", "cgi-2015-barriers-to-data-sharing.csv"),
        ("barriers as a picture", "cgi-2015-barriers-to-data-sharing.png"),
        ("local government as csv", "cgi-2015-local-government.csv"),
        ("csv", "cgi-2015-figures.csv"),
    ],
)
def test_a_files_name_says_what_it_holds_and_is_safe_anywhere(question: str, name: str) -> None:
    file = asked(question).attachment
    assert file is not None
    assert file.name == name
    assert re.fullmatch(r"[a-z0-9-]+\.(csv|png)", file.name)
