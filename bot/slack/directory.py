"""What Slack says of people and user groups when it is asked, remembered for a minute at most."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import TypeVar

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.admin.permissions import Person
from bot.slack.reading import Payload, at, text_at, texts_in
from bot.slack.sending import code

log = structlog.get_logger()

T = TypeVar("T")

REMEMBERED_SECONDS = 60.0  # whoever leaves a group, or the company, is let in for no longer
_LIMIT = 10_000  # answers; the oldest are asked for again
_PATIENCE = 1  # seconds; a form has to be acknowledged within three, and may have to ask twice
_NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
_RUN_BY = ("is_admin", "is_owner", "is_primary_owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class UserGroup:
    """A user group of a workspace."""

    id: str
    name: str
    handle: str


class Directory:
    """Asks Slack, with the right to be told no; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Know nothing yet; `clock` never goes back, in seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, ...], tuple[float, object]] = OrderedDict()  # oldest first

    def person(self, client: WebClient, team: str, user: str) -> Person | None:
        """Return what Slack says of a person; None where it cannot be asked."""

        def ask() -> Person:
            try:
                return _person(_quick(client).users_info(user=user).data)
            except SlackApiError as error:
                if code(error) not in _NOBODY:
                    raise
                return Person(is_active=False)

        return self._told(("person", team, user), ask)

    def members(self, client: WebClient, team: str, group: str) -> frozenset[str]:
        """Return who is in a user group; nobody where Slack cannot be asked, or says that there is none."""

        def ask() -> frozenset[str]:
            answer = _quick(client).usergroups_users_list(usergroup=group, team_id=team).data
            return frozenset(texts_in(_object(answer).get("users")))

        return self._told(("members", team, group), ask) or frozenset()

    def groups(self, client: WebClient, team: str) -> tuple[UserGroup, ...] | None:
        """Return the user groups of a workspace, sorted by name; None where Slack cannot be asked."""

        def ask() -> tuple[UserGroup, ...]:
            found = _object(_quick(client).usergroups_list(team_id=team).data).get("usergroups")
            read = [_group(each) for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
            return tuple(sorted((each for each in read if each.id), key=lambda each: (each.name.casefold(), each.id)))

        return self._told(("groups", team), ask)

    def _told(self, key: tuple[str, ...], ask: Callable[[], T]) -> T | None:
        """Return what is remembered, or what Slack says now; None, which is not remembered, where it does not say."""
        now = self._clock()
        with self._lock:
            asked_at, told = self._known.get(key, (now - REMEMBERED_SECONDS, None))
        if now - asked_at < REMEMBERED_SECONDS:
            return told  # type: ignore[return-value]  # a kind of key stands for one kind of answer
        try:
            answer = ask()
        except SlackApiError as error:
            log.warning("slack_does_not_say", what=key[0], error=code(error))
            return None
        except (OSError, HTTPException) as error:
            log.warning("slack_does_not_say", what=key[0], error=type(error).__name__)
            return None
        with self._lock:
            self._known.pop(key, None)
            self._known[key] = now, answer
            if len(self._known) > _LIMIT:
                self._known.popitem(last=False)
        return answer


def _quick(client: WebClient) -> WebClient:
    """Return a client that tries once, and does not wait for long."""
    return WebClient(
        token=client.token,
        base_url=client.base_url,
        proxy=client.proxy,
        ssl=client.ssl,
        timeout=_PATIENCE,
        retry_handlers=[],
    )


def _person(answer: object) -> Person:
    told = _object(at(_object(answer), "user"))
    organisation = text_at(told, "enterprise_user", "enterprise_id")
    workspaces = texts_in(at(told, "enterprise_user", "teams"))
    home = text_at(told, "team_id")
    run = [
        *([home] if any(told.get(each) is True for each in _RUN_BY) else []),
        *([organisation] if any(at(told, "enterprise_user", each) is True for each in _RUN_BY) else []),
    ]
    outside = told.get("deleted") is True or told.get("is_bot") is True or told.get("is_stranger") is True
    is_active = not outside and text_at(told, "id") != "USLACKBOT"  # whom Slack does not call a bot
    return Person(
        teams=frozenset({home, organisation, *workspaces} - {""}), runs=frozenset(run) - {""}, is_active=is_active
    )


def _group(told: Payload) -> UserGroup:
    return UserGroup(id=text_at(told, "id"), name=text_at(told, "name"), handle=text_at(told, "handle"))


def _object(found: object) -> Payload:
    return found if isinstance(found, Mapping) else {}
