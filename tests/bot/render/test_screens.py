"""The home tab and modals, as Slack shows them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot.records import Group
from bot.render import home, inbox, modals, screens, settings
from bot.render.blocks import Block, compose
from bot.reply import Reply
from bot.sandbox.block_kit import view_faults
from bot.shelf import Finding, Shelf, Topic
from tests.bot.render.test_blocks import any_reply, buttons_in, formatted_in, texts
from tests.helpers.payloads import BROKEN, DRAWN, FILE, GROUPS, LOGGED, OPENED, SHELF, VIEWS, WORKSPACE
from tests.helpers.sandbox import words

names = st.sampled_from(("tea-2020", "x" * 149, "x" * 151))
some = st.sampled_from((0, 1, 3, 120))


@st.composite
def any_shelves(draw: st.DrawFn) -> tuple[Shelf, ...]:
    """Draw surveys that hold anything at all, and any number of it."""
    findings = (draw(st.builds(Finding, label=texts, value=texts, ask=texts)),) * max(1, draw(some))
    cited = (draw(texts),) * draw(some)
    topic = Topic(id=draw(names), label=draw(texts), ask=draw(texts), findings=findings, sources=cited)
    shelf = Shelf(
        survey=draw(names),
        title=draw(texts) or "x",
        base=draw(texts),
        source=draw(texts),
        url=draw(texts),
        topics=(topic,) * draw(some),
        is_loaded=draw(st.booleans()),
        is_default=draw(st.booleans()),
    )
    return (shelf,) * draw(some)


@given(any_reply(), texts)
def test_no_reply_breaks_a_limit_on_a_page_of_its_own(reply: Reply, question: str) -> None:
    message = compose(reply, asked_by="")
    views = (screens.tab(message), screens.modal(message), screens.about(message, question or "x", "C1 1.1"))
    assert [view_faults(view) for view in views] == [(), (), ()]


@given(any_shelves(), st.booleans(), st.integers(0, 200))
def test_no_survey_breaks_a_limit_of_the_home_tab_or_of_browsing(
    shelves: tuple[Shelf, ...], is_admin: bool, waiting: int
) -> None:
    views = (
        home.home(shelves, home.Doors(to_look_at=waiting) if is_admin else None, is_up=not is_admin),
        modals.browse(shelves),
        settings.settings(WORKSPACE, shelves),
        settings.settings(OPENED, shelves, [(f"S{number}", "x" * number) for number in range(waiting)]),
    )
    assert [view_faults(view) for view in views] == [(), (), (), ()]


@given(texts, st.lists(texts, max_size=8), some)
def test_no_question_breaks_a_limit_of_what_was_meant_or_of_what_admins_look_at(
    question: str, near: list[str], number: int
) -> None:
    entries = tuple(replace(LOGGED, question=each, intent="x" * 60, id=2**31) for each in (question, *near))
    group = Group(entries=entries * 100)
    views = (
        modals.meant(question, near, question or "x"),
        inbox.inbox((group,) * number, number // 20),
        inbox.explained(question, "\n\n".join(near)),
    )
    assert [view_faults(view) for view in views] == [(), (), ()]


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_screens_look_like_this(view: Block, snapshot: SnapshotAssertion) -> None:
    assert view_faults(view) == ()
    assert view == snapshot


def test_no_view_holds_a_chart_and_each_says_its_figures_all_the_same() -> None:
    for view in (screens.tab(compose(DRAWN)), screens.modal(compose(DRAWN))):
        assert ("data_visualization" in str(view), "42%" in str(view)) == (False, True)


def test_a_modal_says_where_a_file_can_be_sent() -> None:
    assert "direct message" in str(screens.modal(compose(FILE)))


def test_the_form_is_sent_under_the_name_of_the_button_that_opens_it() -> None:
    assert screens.form()["callback_id"] == screens.ASK


def test_what_surveys_and_people_wrote_stands_only_where_slack_reads_no_marks() -> None:
    shown = [home.home((SHELF,)), modals.browse((SHELF,)), inbox.inbox(GROUPS)]
    assert [text for text in formatted_in(shown) if "*" in text or "<!" in text] == []


def test_the_home_tab_names_every_survey_with_its_base_and_what_is_not_loaded() -> None:
    shown = words(home.home((SHELF, BROKEN)))
    assert (SHELF.base in shown, "cake-2021: could not be loaded" in shown) == (True, True)


def test_only_admins_see_the_doors_for_admins() -> None:
    seen = [buttons_in(home.home((SHELF,), doors)) for doors in (None, home.Doors())]
    assert [settings.SETTINGS in each for each in seen] == [False, True]


def test_the_home_tab_says_what_does_not_work_while_the_database_is_down() -> None:
    assert ["does not answer" in words(home.home((SHELF,), is_up=up)) for up in (True, False)] == [False, True]


def test_browsing_shows_the_question_that_was_chosen_and_else_the_first() -> None:
    all_of_them = Finding(label="All", value="1%", ask="All?")
    second = Topic(id="who", label="Who", ask="Who?", findings=(all_of_them,), sources=("The Pot",))
    shelf = Shelf(survey="s", title="S", topics=(*SHELF.topics, second))
    shown = [words(modals.browse((shelf,), chosen)) for chosen in ("s/who", "s/gone", "")]
    assert ["1%  All" in each for each in shown] == [True, False, False]
