"""Many questions at once are answered, each once; how fast is for `make load` to say."""

import pytest

from bot.config import Mode
from tests.load.__main__ import RATE, run, table
from tests.load.measuring import Measured, measured, within

SECONDS = 3.0


@pytest.mark.parametrize("mode", Mode)
def test_every_question_gets_one_reply_and_every_delivery_is_acknowledged(mode: Mode) -> None:
    found = run(mode, SECONDS)
    assert (found.answered_otherwise, found.unacknowledged) == ((), 0)
    assert (found.asked, found.is_complete) == (SECONDS * RATE, True)


def test_a_question_without_a_reply_is_noticed() -> None:
    found = measured([asked("1.0", at=1), asked("2.0", at=2), replied("2.0", at=2.5)])
    assert (found.asked, found.answered_otherwise, found.is_complete) == (2, (("C1", "1.0"),), False)


def test_a_second_reply_is_noticed() -> None:
    assert not measured([asked("1.0", at=1), replied("1.0", at=2), replied("1.0", at=3)]).is_complete


def test_a_reply_that_slack_did_not_take_is_none() -> None:
    assert not measured([asked("1.0", at=1), replied("1.0", at=2, result="fatal_error")]).is_complete


def test_times_are_counted_from_the_delivery() -> None:
    assert measured([asked("1.0", at=1), replied("1.0", at=1.25)]).replies == (0.25,)


def test_a_share_of_the_times_lies_within_one_of_them() -> None:
    assert [within(share, (1, 2, 3, 4)) for share in (0.5, 0.75, 0.99, 1)] == [2, 3, 4, 4]


def test_the_table_says_whether_the_targets_were_met() -> None:
    times = {"replies": (0.2, 0.2, 0.9), "acknowledgements": (0.01, 0.2)}
    shown = table(Mode.HTTP, Measured(asked=3, answered_otherwise=(), unacknowledged=0, **times))
    assert "half of the replies within 300 ms: met" in shown
    assert "99% of the acknowledgements within 100 ms: NOT met" in shown


def asked(ts: str, *, at: float) -> dict[str, object]:
    """Return the journal's entry of a mention."""
    body = {"attempt": 0, "payload": {"event": {"channel": "C1", "ts": ts}}}
    return {"kind": "delivery", "what": "app_mention", "at": at, "body": body}


def replied(ts: str, *, at: float, result: str = "ok") -> dict[str, object]:
    """Return the journal's entry of a reply in a thread."""
    body = {"result": result, "args": {"channel": "C1", "thread_ts": ts}}
    return {"kind": "call", "what": "chat.postMessage", "at": at, "body": body}
