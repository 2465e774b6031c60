"""What the sandbox's journal says of a load: whether every question got its one reply, and after how long."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.workspace import BOT_USER

Entry = Mapping[str, Any]
Place = tuple[str, ...]

REPLY_MEDIAN, ACK_99 = 0.3, 0.1  # seconds: the targets; Slack itself asks for an acknowledgement within 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came of the questions."""

    asked: int
    answered_otherwise: tuple[Place, ...]
    """Where there were more replies than questions, or fewer."""
    unacknowledged: int
    replies: tuple[float, ...]
    """Seconds from a question's delivery to its reply's arrival, sorted."""
    acknowledgements: tuple[float, ...]
    """Seconds from a delivery to its acknowledgement, sorted."""

    @property
    def is_complete(self) -> bool:
        """Whether every question got exactly one reply, and every delivery was taken at once."""
        return bool(self.asked) and not self.answered_otherwise and not self.unacknowledged


def measured(entries: Sequence[Entry]) -> Measured:
    """Return what came of the questions in a journal.

    In one place, the first question is taken to have got the first reply: a direct message does not say which it
    answers, and a command's reply not even whose it is. Of the times as a whole that is hardly wrong.
    """
    asked, answered = _by_place(_questions(entries)), _by_place(_replies(entries))
    otherwise = (place for place in asked.keys() | answered.keys() if len(asked[place]) != len(answered[place]))
    took = (end - start for place, starts in asked.items() for start, end in zip(starts, answered[place], strict=False))
    acknowledged = (entry["body"]["after"] for entry in entries if entry["kind"] == "acknowledged")
    return Measured(
        asked=sum(map(len, asked.values())),
        answered_otherwise=tuple(sorted(otherwise)),
        unacknowledged=sum(entry["kind"] == "not_acknowledged" for entry in entries),
        replies=tuple(sorted(took)),
        acknowledgements=tuple(sorted(acknowledged)),
    )


def within(share: float, times: Sequence[float]) -> float:
    """Return the time within which a share of the sorted times lies."""
    return times[math.ceil(share * len(times)) - 1]


def _by_place(found: Iterable[tuple[Place, float]]) -> defaultdict[Place, list[float]]:
    places: defaultdict[Place, list[float]] = defaultdict(list)
    for place, at in found:
        places[place].append(at)
    return places


def _questions(entries: Sequence[Entry]) -> Iterator[tuple[Place, float]]:
    """Yield the place and the time of each question's first delivery."""
    for entry in entries:
        if entry["kind"] != "delivery" or entry["body"]["attempt"]:
            continue
        payload = entry["body"]["payload"]
        event = payload.get("event", {})
        match entry["what"]:
            case "app_mention":
                yield (event["channel"], event.get("thread_ts") or event["ts"]), entry["at"]
            case "message" if event["channel"].startswith("D") and event.get("user") != BOT_USER:
                yield (event["channel"],), entry["at"]
            case "/survey":
                yield ("commands",), entry["at"]
            case "block_actions":
                yield (payload["channel"]["id"], payload["message"]["thread_ts"]), entry["at"]
            case _:
                pass


def _replies(entries: Sequence[Entry]) -> Iterator[tuple[Place, float]]:
    """Yield the place and the time of each reply that arrived and was taken."""
    for entry in entries:
        if entry["kind"] != "call" or entry["body"]["result"] != "ok":
            continue
        told = entry["body"]["args"]
        match entry["what"]:
            case "chat.postMessage" if told["channel"].startswith("D"):
                yield (told["channel"],), entry["at"]
            case "chat.postMessage":
                yield (told["channel"], told.get("thread_ts", "")), entry["at"]
            case "response_url":
                yield ("commands",), entry["at"]
            case _:
                pass
