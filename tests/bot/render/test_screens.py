"""The home tab and modals, as Slack shows them."""

import pytest
from hypothesis import given
from syrupy.assertion import SnapshotAssertion

from bot.render import screens
from bot.render.blocks import Block, compose, notice
from bot.reply import Reply
from bot.sandbox.block_kit import view_faults
from tests.bot.render.test_blocks import DRAWN, FILE, SHARE, SOCIAL, any_reply

SCREENS = {
    "home": screens.home(compose(SOCIAL)),
    "form": screens.form(),
    "answer": screens.modal(compose(SHARE, asked_by="")),
    "notice": screens.modal(notice("Something went wrong.")),
}


@given(any_reply())
def test_no_reply_breaks_a_limit_on_a_page_of_its_own(reply: Reply) -> None:
    message = compose(reply, asked_by="")
    assert (view_faults(screens.home(message)), view_faults(screens.modal(message))) == ((), ())


@pytest.mark.parametrize("view", SCREENS.values(), ids=SCREENS.keys())
def test_screens_look_like_this(view: Block, snapshot: SnapshotAssertion) -> None:
    assert view_faults(view) == ()
    assert view == snapshot


def test_no_view_holds_a_chart_and_each_says_its_figures_all_the_same() -> None:
    for view in (screens.home(compose(DRAWN)), screens.modal(compose(DRAWN))):
        assert ("data_visualization" in str(view), "42%" in str(view)) == (False, True)


def test_a_modal_says_where_a_file_can_be_sent() -> None:
    assert "direct message" in str(screens.modal(compose(FILE)))


def test_the_form_is_sent_under_the_name_of_the_button_that_opens_it() -> None:
    assert screens.form()["callback_id"] == screens.ASK
