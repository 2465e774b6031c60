"""The hands of a test in the sandbox: its control API, over HTTP like any other client."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.workspace import ADMIN, MEMBER, OTHER

SAM, ALEX = MEMBER.id, ADMIN.id
GENERAL, DATA, RANDOM = "C0GENERAL", "C0DATA", "C0RANDOM"
OTHER_TEAM = OTHER.id
DM = f"D0{SAM[2:]}"
PATIENCE = 15.0  # seconds; long enough for a busy machine, reached only where something is broken

Json = Mapping[str, Any]
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Refused(AssertionError):
    """The sandbox did not do what a test asked of it."""

    def __init__(self, answer: Json) -> None:
        super().__init__(json.dumps(answer))
        self.error = answer["error"]


@dataclass(frozen=True)
class Button:
    """A button of a message or a view, as a person sees it."""

    label: str
    block_id: str
    action_id: str
    place: Json

    @property
    def press(self) -> Json:
        return {**self.place, "block_id": self.block_id, "action_id": self.action_id}


class Hands:
    """What a test can do in a sandbox, and see there."""

    def __init__(self, url: str, *, team: str = "") -> None:
        """Act in the first workspace, or in another."""
        self.url = url
        self._query = f"?team={team}" if team else ""

    def do(self, verb: str, **given: object) -> Any:
        body = json.dumps(given).encode()
        address = f"{self.url}control/{verb}{self._query}"
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})  # noqa: S310  # loopback
        try:
            with _OPENER.open(request, timeout=4 * PATIENCE) as answer:
                return json.load(answer)["result"]
        except urllib.error.HTTPError as refused:
            raise Refused(json.load(refused)) from None

    def say(self, text: str, *, user: str = SAM, channel: str = GENERAL, thread_ts: str | None = None) -> Json:
        """Type a message; "@surveybot" in it is a mention."""
        said: Json = self.do("say", user=user, channel=channel, text=text, thread_ts=thread_ts)
        return said

    def command(self, typed: str, *, user: str = SAM, channel: str = GENERAL) -> None:
        self.do("command", user=user, channel=channel, typed=typed)

    def click(self, button: Button, *, user: str = SAM, **more: object) -> None:
        self.do("click", user=user, press={**button.press, **more})

    def submit(self, *values: str, user: str = SAM) -> None:
        """Fill the inputs of the modal on top, in their order, and send it."""
        inputs = [block for block in self.modal(user)["blocks"] if block["type"] == "input"]
        filled = {
            block["block_id"]: {block["element"]["action_id"]: [value]}
            for block, value in zip(inputs, values, strict=True)
        }
        self.do("submit", user=user, filled=filled)

    def messages(self, channel: str = GENERAL, *, user: str = SAM, thread: str | None = None) -> list[Json]:
        found: list[Json] = self.do("messages", channel=channel, user=user, thread=thread)
        return found

    def from_the_app(self, channel: str = GENERAL, *, user: str = SAM, thread: str | None = None) -> list[Json]:
        """Return what the app said."""
        return [each for each in self.messages(channel, user=user, thread=thread) if "bot_id" in each]

    def modal(self, user: str = SAM) -> Json:
        """Return the modal on top."""
        found: Json = self.do("views", user=user)[-1]
        return found

    def entries(self, kind: str = "", what: str = "", *, after: int = 0) -> list[Json]:
        """Return what the journal holds."""
        found: list[Json] = self.do("journal", kind=kind, what=what, after=after)
        return found

    def wait(self, kind: str, what: str = "", *, count: int = 1, after: int = 0) -> list[Json]:
        """Return what happened once it did so many times."""
        found: list[Json] = self.do("wait", kind=kind, what=what, count=count, after=after, within=PATIENCE)
        return found

    def now(self) -> int:
        """Return the number of the journal's last entry."""
        entries = self.entries()
        return int(entries[-1]["number"]) if entries else 0

    def harm(self, harm: str, at: str, **more: object) -> None:
        """Let something go wrong."""
        self.do("break_next", fault={"harm": harm, "at": at, **more})

    def rules(self, **changed: object) -> None:
        self.do("rules", changed=changed)


def buttons(blocks: Sequence[Json], **place: str) -> list[Button]:
    """Return the buttons in blocks; `place` says where they are: channel and ts, or view_id."""
    return [
        Button(element["text"]["text"], block["block_id"], element["action_id"], place)
        for block in blocks
        for element in [*block.get("elements", ()), block.get("accessory") or {}]
        if element.get("type") == "button"
    ]


def on(message: Json, channel: str = GENERAL) -> list[Button]:
    """Return a message's buttons."""
    return buttons(message.get("blocks", ()), channel=channel, ts=message["ts"])


def verdicts(message: Json, channel: str = GENERAL) -> list[Button]:
    """Return what stands below an answer in context_actions: each button of a vote, and the icons."""
    found: list[Button] = []
    for block in message.get("blocks", ()):
        for element in block["elements"] if block["type"] == "context_actions" else ():
            for half in [element[name] for name in ("positive_button", "negative_button") if name in element] or [
                element
            ]:
                chosen = {} if half is element else {"chosen": [half["value"]]}
                place = {"channel": channel, "ts": message["ts"], **chosen}
                found.append(Button(half["text"]["text"], block["block_id"], element["action_id"], place))
    return found


def words(blocks: object) -> str:
    """Return everything that can be read in blocks."""
    return " ".join(_texts(blocks))


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, Mapping):
        text = found.get("text")
        yield from [text] if isinstance(text, str) else []
        for each in found.values():
            yield from _texts(each)
    elif isinstance(found, list):
        for each in found:
            yield from _texts(each)
