"""How strict the workspace is, and how it misbehaves when it is told to."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


class Rules(BaseModel):
    """Slack's rules, as they are unless somebody changes them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ack_seconds: Seconds = 3
    """How long an app may take to acknowledge."""
    retry_seconds: tuple[Seconds, ...] = (0, 60, 300)
    """When an event that was not acknowledged is sent again, each counted from the failure before."""
    messages_a_second: float = Field(default=1, ge=0, allow_inf_nan=False)
    """Posts that a channel takes; 0: any number."""
    method_limits: bool = True
    """Whether other methods have their limit a minute."""
    trigger_seconds: Seconds = 3
    response_url_seconds: Seconds = 1800
    response_url_uses: int = Field(default=5, ge=0)
    check_blocks: bool = True
    check_scopes: bool = True
    connections: int = Field(default=10, ge=1)
    """Open sockets an app may have."""


class Harm(StrEnum):
    """What can go wrong on purpose."""

    STATUS = "status"
    """Slack answers a call with an HTTP status such as 500, and does nothing."""
    ERROR = "error"
    """Slack answers a call with one of its errors, and does nothing."""
    RATE_LIMIT = "rate_limit"
    """Slack answers 429, to be tried again after `seconds`."""
    LATE = "late"
    """Slack takes `seconds` longer, over an answer or a delivery."""
    CUT = "cut"
    """The line breaks before a call is heard, or a socket as something is delivered."""
    LOST = "lost"
    """Slack does what it was told, and the line breaks before it says so."""
    GARBLED = "garbled"
    """Slack does what it was told, and answers something that is no JSON."""
    TWICE = "twice"
    """The same delivery arrives two times."""
    UNHEARD = "unheard"
    """An acknowledgement gets lost, so that Slack sends again."""


class Fault(BaseModel):
    """One thing that will go wrong, so many times."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    harm: Harm
    at: str = "*"
    """A method (chat.postMessage), response_url, events_api, slash_commands or interactive; *: any of them."""
    times: int = Field(default=1, ge=1, le=1_000_000)
    after: int = Field(default=0, ge=0)
    """How many to let pass before."""
    seconds: Seconds = 1
    status: int = Field(default=500, ge=400, le=599)
    error: str = "fatal_error"


class Faults:
    """What is still to go wrong."""

    def __init__(self) -> None:
        """Start with nothing planned."""
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        """Let something go wrong, after all that is planned for the same place already."""
        self._planned.append(fault)

    def clear(self) -> None:
        """Let everything go well again."""
        self._planned.clear()

    def strike(self, at: str, harms: Iterable[Harm]) -> Fault | None:
        """Return what goes wrong here and now, one time fewer to come; None: nothing."""
        for index, fault in enumerate(self._planned):
            if fault.at not in {at, "*"} or fault.harm not in harms:
                continue
            if fault.after:
                self._planned[index] = fault.model_copy(update={"after": fault.after - 1})
                return None
            left = fault.model_copy(update={"times": fault.times - 1})
            self._planned[index : index + 1] = [left] if left.times else []
            return fault
        return None
