"""Whether the bot answers where it was asked, and whether it speaks up where nobody asked it."""

import pytest

from bot.records import Workspace
from bot.reply import Status
from bot.slack.places import Asked, Conversation, Surface
from bot.slack.responding import speaks_up, stops
from tests.bot.replies import a_reply
from tests.helpers.sandbox import DATA, DM, GENERAL, SAM


def asked(question: str = "who shares?", channel: str = GENERAL, *, is_shared: bool = False) -> Asked:
    place = Conversation(channel=channel, thread="1.1")
    surface = Surface.FOLLOW_UP
    return Asked(question=question, place=place, surface=surface, user=SAM, channel=channel, is_shared=is_shared)


def workspace(*channels: str) -> Workspace:
    return Workspace(team="T1", channels=channels)


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("status", [Status.ANSWERED, Status.BOUNDED])
def test_an_answer_is_given_to_everybody(status: Status, is_known: bool) -> None:
    assert speaks_up(a_reply(status=status), asked("and central"), is_known=is_known)


@pytest.mark.parametrize("status", [Status.CLARIFY, Status.UNANSWERABLE])
@pytest.mark.parametrize(
    ("question", "is_known", "speaks"),
    [("and women?", True, True), ("and women? ", True, True), ("and women", True, False), ("and women?", False, False)],
)
def test_that_there_is_none_is_said_to_whoever_asks_on(
    status: Status, question: str, is_known: bool, speaks: bool
) -> None:
    assert speaks_up(a_reply(status=status), asked(question), is_known=is_known) is speaks


@pytest.mark.parametrize(("question", "intent", "speaks"), [("lunch?", None, False), ("women?", "breakdown", True)])
def test_what_was_not_understood_at_all_is_left_to_people(question: str, intent: str | None, speaks: bool) -> None:
    reply = a_reply(status=Status.UNANSWERABLE, intent=intent)
    assert speaks_up(reply, asked(question), is_known=True) is speaks


@pytest.mark.parametrize("is_known", [True, False])
def test_politeness_is_not_answered_where_people_talk(is_known: bool) -> None:
    assert not speaks_up(a_reply(status=Status.SOCIAL), asked("thanks?"), is_known=is_known)


@pytest.mark.parametrize(
    ("allowed", "channel", "is_shared", "told"),
    [
        ((), GENERAL, False, ""),
        ((), GENERAL, True, "another organisation"),
        ((DATA,), GENERAL, False, f"<#{DATA}>"),
        ((DATA,), DATA, True, ""),
        ((DATA,), DM, False, ""),
    ],
    ids=["anywhere", "shared", "left out", "shared and allowed", "direct"],
)
def test_where_it_answers(allowed: tuple[str, ...], channel: str, is_shared: bool, told: str) -> None:
    stopped = stops(workspace(*allowed), asked(channel=channel, is_shared=is_shared))
    assert (stopped is None, told in (stopped.text if stopped else "")) == (told == "", True)
