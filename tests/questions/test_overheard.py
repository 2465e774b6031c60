"""In a thread the bot answers unasked only what asks it something, and leaves what colleagues say to them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.answering import take_turn
from bot.context import Context
from bot.reply import Status
from tests.helpers.asking import cgi_knowledge

THREADS = Path(__file__).parent / "overheard" / "threads.yaml"
LEAST_ANSWERED = 0.93  # of what is meant for the bot though nobody calls it


@cache
def threads() -> tuple[dict[str, list[str]], ...]:
    """Return what is said in each thread, by whom it is meant for, after which question."""
    return tuple(yaml.safe_load(THREADS.read_text(encoding="utf-8")))


def unanswered(kind: str) -> Iterable[tuple[str, bool]]:
    """Yield each thing of a kind that is said, and whether the bot says nothing to it."""
    for thread in threads():
        _, turn = take_turn(str(thread["after"]), cgi_knowledge(), Context())
        for said in thread[kind]:
            reply, _ = take_turn(said, cgi_knowledge(), Context(turn=turn, is_overheard=True))
            yield said, reply.status not in {Status.ANSWERED, Status.BOUNDED}


def test_what_colleagues_say_to_each_other_gets_no_answer() -> None:
    assert [said for said, silent in unanswered("talk") if not silent] == []


def test_what_is_meant_for_the_bot_is_answered_unasked() -> None:
    missed = [said for said, silent in unanswered("asks") if silent]
    asked = sum(len(thread["asks"]) for thread in threads())
    assert len(missed) <= (1 - LEAST_ANSWERED) * asked, missed


@pytest.mark.parametrize("said", ["and central", "as a number", "what share with charities?"])
def test_what_is_said_to_somebody_by_name_is_not_for_the_bot(said: str) -> None:
    _, turn = take_turn("what share with local government?", cgi_knowledge(), Context())
    overheard = Context(turn=turn, is_overheard=True)

    assert take_turn(said, cgi_knowledge(), overheard)[0].status is Status.ANSWERED
    assert take_turn(f"<@U0COLLEAGUE> {said}", cgi_knowledge(), overheard)[0].status is Status.SOCIAL


def test_what_is_not_for_the_bot_leaves_what_came_before_to_lean_on() -> None:
    _, turn = take_turn("what share with local government?", cgi_knowledge(), Context())

    assert take_turn("83 percent, wow", cgi_knowledge(), Context(turn=turn, is_overheard=True))[1] is turn
