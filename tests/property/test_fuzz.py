"""Laws that hold for any input: nothing is raised, and no figure is shown that nobody published or worked out."""

from dataclasses import replace

import pytest

from bot.reply import Reply
from tests.fuzz.__main__ import fuzz
from tests.fuzz.judging import faults
from tests.helpers.asking import asked, cgi_knowledge


def wrong(reply: Reply) -> list[str]:
    """Return what is wrong with a reply of the shipped survey."""
    return faults(reply, cgi_knowledge().surveys["cgi-2015"])


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_typed_gets_a_reply_without_a_fault(seed: int) -> None:
    report = fuzz(500, seed)
    assert report.faulty == []


@pytest.mark.parametrize(
    "question",
    [
        "what % share with councils?",
        "how many share with councils?",
        "how many do not share with councils?",
        "do more share with councils than with charities?",
        "margin of error for security",
        "how many share with both councils and charities?",
        "has sharing with councils gone up?",
        "which figures are over 40%?",
    ],
)
def test_a_figure_that_nobody_published_is_found(question: str) -> None:
    reply = asked(question)
    assert wrong(reply) == []
    made_up = replace(reply, headline=f"{reply.headline} Another 64% agree.")
    assert wrong(made_up) == ["64 is not explained"]


def test_a_reply_without_a_headline_is_found() -> None:
    assert wrong(replace(asked("what % share with councils?"), headline=" ")) == ["no headline"]


def test_figures_without_a_source_are_found() -> None:
    bare = replace(asked("what % share with councils?"), citations=())
    assert wrong(bare) == ["figures without base, source or answer"]


def test_a_figure_of_another_survey_is_found() -> None:
    reply = asked("what % share with councils?")
    assert wrong(replace(reply, figures=(replace(reply.figures[0], value=32.0),)))[0].endswith("is not the survey's")
