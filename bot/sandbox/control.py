"""The control API: act as a person, break things, let time pass, wait, and read what happened."""

import dataclasses
import functools
import inspect
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError, validate_call
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route as HttpRoute

from bot.sandbox import payloads
from bot.sandbox.delivery import Route
from bot.sandbox.grants import Consent
from bot.sandbox.journal import Entry
from bot.sandbox.model import Channel, Group, Json, Message, SlackError, Team, User, as_object, read_json
from bot.sandbox.people import People
from bot.sandbox.rules import Rules
from bot.sandbox.slack import Hub, Slack
from bot.sandbox.workspace import ADMIN, FIRST

_CHANNEL, _USER, _GROUP = TypeAdapter(Channel), TypeAdapter(User), TypeAdapter(Group)
Verb = Callable[..., object]
T = TypeVar("T", Channel, User, Group)

_PATIENCE = 10.0  # seconds that a wait takes at most, unless it says otherwise


class Control:
    """Tests' hands and eyes: a POST of JSON to /control/VERB acts in the first workspace, with ?team=ID in another."""

    def __init__(self, hub: Hub, people: Mapping[str, People]) -> None:
        """Control every workspace."""
        self._desks = {team: Desk(slack, people[team]) for team, slack in hub.teams.items()}
        self.verbs = self._desks[FIRST.id].verbs

    def routes(self) -> list[HttpRoute]:
        """Return where it is reached."""
        return [HttpRoute("/control/{verb}", self.serve, methods=["POST"])]

    async def serve(self, request: Request) -> Response:
        """Do what one verb says."""
        desk = self._desks.get(request.query_params.get("team", FIRST.id))
        if desk is None:
            return _refused(f"There is no such team. There is: {', '.join(self._desks)}.", HTTPStatus.NOT_FOUND)
        verb = desk.verbs.get(request.path_params["verb"])
        if verb is None:
            return _refused(f"There is no such verb. There is: {', '.join(sorted(self.verbs))}.", HTTPStatus.NOT_FOUND)
        try:
            given = read_json(await request.body() or b"{}")
        except ValueError:
            given = None
        if not isinstance(given, dict):
            return _refused("The body must be a JSON object with the verb's parameters.")
        try:
            done = verb(**given)
            done = await done if inspect.isawaitable(done) else done
        except ValidationError as invalid:
            return _refused("; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in invalid.errors()))
        except SlackError as error:
            return JSONResponse({"ok": False, "error": error.error, **error.details}, HTTPStatus.CONFLICT)
        return JSONResponse({"ok": True, "result": _plain(done, desk.team)})


class Desk:
    """The verbs of one workspace; each verb's parameters are the keys of the object that is posted."""

    def __init__(self, slack: Slack, people: People) -> None:
        """Control a workspace."""
        self._slack = slack
        acting = "say edit delete react invite remove_bot command shortcut message_shortcut click options submit close"
        verbs: dict[str, Verb] = {name: getattr(people, name) for name in f"{acting} open_home open_messages".split()}
        verbs |= {
            name: getattr(self, name)
            for name in "rules again channel person group messages views home wait quiet".split()
        }
        verbs |= {"break_next": slack.faults.plan, "mend": slack.faults.clear, "advance": slack.clock.advance}
        verbs |= {"disconnect": slack.hub.sockets.disconnect, "cut": slack.hub.sockets.cut, "event": slack.tell}
        verbs |= {name: getattr(self, name) for name in ("install", "uninstall")}
        verbs |= {"journal": slack.journal.entries}
        self.verbs: Mapping[str, Verb] = {name: validate_call(verb) for name, verb in verbs.items()}

    @property
    def team(self) -> Team:
        """Which workspace it is."""
        return self._slack.workspace.team

    async def rules(self, changed: Mapping[str, object] | None = None) -> object:
        """Return the rules, after changing some of them."""
        if changed:
            self._slack.hub.rules = Rules.model_validate({**self._slack.rules.model_dump(), **changed})
        return self._slack.rules.model_dump()

    async def install(self, redirect_uri: str, user: str = ADMIN.id, *, org_wide: bool = False) -> str:
        """Allow the app to come in, without a browser; return the code that it takes this up with."""
        self._slack.workspace.user(user)
        if org_wide and not self._slack.registration.is_org_ready:
            raise SlackError("org_deploy_not_enabled", "settings.org_deploy_enabled is not set in the manifest")
        team = "" if org_wide else self.team.id
        return self._slack.hub.grants.allow(Consent(redirect_uri=redirect_uri, user=user, team=team, scopes=None))

    async def uninstall(self, *, org_wide: bool = False) -> None:
        """Take the app out of this workspace, or out of the organisation that it was installed in as a whole."""
        self._slack.hub.uninstall("" if org_wide else self.team.id)

    async def again(self, number: int, reason: str = "timeout") -> None:
        """Deliver an event of the journal once more, as Slack does after a time-out."""
        sent = self._slack.journal.entries(kind="delivery")
        entry = next((each for each in sent if each.number == number and each.body["route"] == Route.EVENT), None)
        if entry is None:
            raise SlackError("no_such_delivery")
        payload, url = as_object(entry.body["payload"]), self._slack.registration.events_url
        self._slack.deliveries.send_event(payload, url, again=reason)

    async def channel(self, id: str, **changed: object) -> None:  # noqa: A002  # Slack's own word
        """Add a channel, or change one: name, kind, members, topic, is_archived, is_shared."""
        known = self._slack.workspace.channels.get(id)
        before = dataclasses.asdict(known) if known else {"name": id.lower()}
        self._slack.workspace.add(_changed(_CHANNEL, before, {**changed, "id": id}))

    async def person(self, id: str, **changed: object) -> None:  # noqa: A002  # Slack's own word
        """Let a person in, or change one: name, is_admin, deleted, zone, team (of another organisation), ..."""
        known = self._slack.workspace.users.get(id)
        before = dataclasses.asdict(known) if known else {"name": id.lower(), "real_name": id}
        self._slack.workspace.admit(_changed(_USER, before, {**changed, "id": id}))

    async def group(self, id: str, **changed: object) -> None:  # noqa: A002  # Slack's own word
        """Add a user group, or change one: name, handle, members, is_disabled."""
        known = self._slack.workspace.groups.get(id)
        before = dataclasses.asdict(known) if known else {"name": id.lower(), "handle": id.lower()}
        self._slack.workspace.groups[id] = _changed(_GROUP, before, {**changed, "id": id})

    async def messages(self, channel: str, user: str | None = None, thread: str | None = None) -> list[Json]:
        """Return what stands in a channel or one of its threads, for one person's eyes."""
        place = self._slack.workspace.channel(channel)
        return [
            _shown(each, self.team) for each in self._slack.workspace.messages(place.id, viewer=user, thread=thread)
        ]

    async def views(self, user: str) -> list[Json]:
        """Return the modals a person has open, the one on top last."""
        return [payloads.view(view, self.team) for view in self._slack.workspace.stack(user)]

    async def home(self, user: str) -> Json | None:
        """Return a person's home tab."""
        found = self._slack.workspace.homes.get(user)
        return payloads.view(found, self.team) if found else None

    async def wait(
        self, kind: str, what: str = "", *, count: int = 1, after: int = 0, within: float = _PATIENCE
    ) -> list[Entry]:
        """Return what happened once it did so many times; raise timed_out."""
        found = functools.partial(self._slack.journal.entries, after=after, kind=kind, what=what)
        if not await self._slack.journal.wait_until(lambda: len(found()) >= count, within):
            raise SlackError("timed_out", f"{kind} {what} happened {len(found())} times in {within} s, not {count}")
        return found()

    async def quiet(self, seconds: float = 0.2, within: float = _PATIENCE) -> None:
        """Return once nothing has happened for a while and nothing is in hand; raise timed_out."""
        if not await self._slack.quiet(seconds=seconds, within=within):
            raise SlackError("timed_out", f"it did not get quiet in {within} s")


def _changed(kind: TypeAdapter[T], before: Json, changed: Json) -> T:
    """Return a value with other fields; raise invalid_arguments where it has no such field."""
    made = kind.validate_python({**before, **changed})
    if unknown := changed.keys() - {field.name for field in dataclasses.fields(made)}:
        raise SlackError("invalid_arguments", f"{type(made).__name__} has no {', '.join(sorted(unknown))}")
    return made


def _shown(message: Message, team: Team) -> Json:
    return {**payloads.message(message, team), "ephemeral_to": message.seen_by, "streaming": message.streaming}


def _plain(done: object, team: Team) -> object:
    match done:
        case Message():
            return _shown(done, team)
        case Entry():
            return dataclasses.asdict(done)
        case list():
            return [_plain(each, team) for each in done]
        case _:
            return done


def _refused(why: str, status: int = HTTPStatus.BAD_REQUEST) -> Response:
    return JSONResponse({"ok": False, "error": why}, status)
