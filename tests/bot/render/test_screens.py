"""The home tab and modals, as Slack shows them."""

import pytest
from hypothesis import given
from syrupy.assertion import SnapshotAssertion

from bot.render import screens
from bot.render.blocks import Block, compose
from bot.reply import Reply
from bot.sandbox.block_kit import view_faults
from tests.bot.render.test_blocks import any_reply
from tests.helpers.payloads import VIEWS


@given(any_reply())
def test_no_reply_breaks_a_limit_on_a_page_of_its_own(reply: Reply) -> None:
    message = compose(reply, asked_by="")
    assert (view_faults(screens.home(message)), view_faults(screens.modal(message))) == ((), ())


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_screens_look_like_this(view: Block, snapshot: SnapshotAssertion) -> None:
    assert view_faults(view) == ()
    assert view == snapshot


def test_the_form_is_sent_under_the_name_of_the_button_that_opens_it() -> None:
    assert screens.form()["callback_id"] == screens.ASK
