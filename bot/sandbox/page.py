"""The page on which people use the workspace: what they see, and what their forms do."""

import functools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path, PurePath
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import inputs
from bot.sandbox.html import Names
from bot.sandbox.inputs import Filled
from bot.sandbox.model import Channel, Json, Kind, Message, SlackError, User, View, as_items, at
from bot.sandbox.people import People, Press
from bot.sandbox.slack import Slack
from bot.sandbox.surface import PICTURES, Surface, environment, field_ids, field_name
from bot.sandbox.workspace import Workspace

_HELD_SECONDS = 25  # how long an answer to "what is new?" may take
_ENTRIES = 200  # of the journal, on one page
_MESSAGES = 100  # of a channel, on one page; those before them are behind a link
_OFFERS = 200  # external selects of a person whose options are remembered
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with less, a form would not say where it comes from, and be refused
    "Cache-Control": "no-store",
}
_SENTENCES = {
    "action_not_found": "That cannot be clicked any more: the app has changed it.",
    "already_in_channel": "The app is in this channel already.",
    "cant_delete_message": "Only whoever wrote a message can delete it.",
    "cant_update_message": "Only whoever wrote a message can change it.",
    "channel_not_found": "There is no such channel, or you are not in it.",
    "interactivity_not_enabled": "The app's manifest does not turn interactivity on, so nothing happens on a click.",
    "is_archived": "This channel is archived: nothing can be said in it.",
    "message_not_found": "That message is not there any more.",
    "method_not_supported_for_channel_type": "That cannot be done in a direct message.",
    "no_text": "Type something first.",
    "not_found": "That is not open any more.",
    "thread_not_found": "There is no such thread.",
    "user_not_found": "There is no such person here.",
}


def routes(slack: Slack, people: People) -> list[BaseRoute]:
    """Return the page's addresses."""
    page = Page(slack, people)
    both = ["GET", "POST"]
    return [
        Route("/", page.start),
        Route("/journal", page.journal),
        Route("/changes", page.changes),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        Route("/as/{user}/home", page.serve, methods=both),
        Route("/as/{user}/files/{file}", page.file),
        Route("/as/{user}/{channel}", page.serve, methods=both),
        Route("/as/{user}/{channel}/{thread_ts}", page.serve, methods=both),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who looks at what, and what they have typed so far."""

    path: str
    viewer: User
    channel: Channel
    tab: str = ""
    """home or about, of the app; empty: messages."""
    thread_ts: str | None = None
    shows_all: bool = False
    """Whether old messages are shown too."""
    editing: str = ""
    """The message that is being edited, as an id on the page: m-1700000000-000100."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What was posted, to be shown again where it was refused: in say, reply or edit."""
    source: str = ""
    """The message or view that it was posted from."""
    filled: Filled = field(default_factory=dict)
    """What is filled in there, and not sent yet."""
    notice: str = ""


class Page:
    """Everything a browser can ask for."""

    def __init__(self, slack: Slack, people: People) -> None:
        """Show a workspace and let people act in it."""
        self._slack = slack
        self._people = people
        self._workspace: Workspace = slack.workspace
        self._templates = environment()
        self._seen: dict[tuple[str, str], str] = {}  # person and channel, to the last message shown
        self._offered: dict[str, dict[tuple[str, str], Sequence[Json]]] = {}  # person, to options of external selects

    async def start(self, _request: Request) -> Response:
        """Go to the first channel as the first person."""
        person = next(user for user in self._workspace.users.values() if not user.is_bot)
        return RedirectResponse(f"/as/{person.id}/{self._places(person)[0].id}", HTTPStatus.SEE_OTHER)

    async def serve(self, request: Request) -> Response:
        """Show a channel, a thread or the app's home, after doing what was posted."""
        try:
            visit = self._visit(request)
        except SlackError as error:
            return self._html("notice.html", HTTPStatus.NOT_FOUND, notice=_sentence(error))
        if request.method == "POST":
            return await self._posted(visit, request)
        if visit.path != request.url.path:
            return RedirectResponse(visit.path, HTTPStatus.SEE_OTHER)
        if request.query_params.get("open"):
            await (self._people.open_home if visit.tab else self._people.open_messages)(visit.viewer.id)
            return RedirectResponse(visit.path, HTTPStatus.SEE_OTHER)
        return self._shown(visit)

    async def file(self, request: Request) -> Response:
        """Return a file: a picture to show, anything else to keep."""
        file = self._workspace.files.get(request.path_params["file"])
        if file is None or file.content is None:
            return self._html("notice.html", HTTPStatus.NOT_FOUND, notice="There is no such file.")
        picture = PICTURES.get(PurePath(file.name).suffix.casefold())
        kept = {} if picture else {"Content-Disposition": "attachment"}
        return Response(file.content, media_type=picture or "application/octet-stream", headers=HEADERS | kept)

    async def journal(self, request: Request) -> Response:
        """Show what happened."""
        kind, entries = request.query_params.get("kind", ""), self._slack.journal.entries()
        kinds, found = sorted({entry.kind for entry in entries}), [each for each in entries if kind in {"", each.kind}]
        shown, left = found[: -_ENTRIES - 1 : -1], max(0, len(found) - _ENTRIES)
        return self._html("journal.html", entries=shown, left=left, kinds=kinds, kind=kind)

    async def changes(self, request: Request) -> Response:
        """Answer as soon as something has happened that the page does not show."""
        after, journal = request.query_params.get("after", ""), self._slack.journal
        await journal.wait_until(lambda: str(journal.number) != after, _HELD_SECONDS)
        return JSONResponse({"number": journal.number}, headers=HEADERS)

    # What is posted

    async def _posted(self, visit: Visit, request: Request) -> Response:
        async with request.form() as form:
            given = {name: value.replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str)}
            source = given.get("view_id") or given.get("ts", "")
            visit = replace(visit, typed=given, source=source, editing=given.get("editing", ""))
            try:
                visit = replace(visit, filled=await self._filled(form, visit.viewer.zone))
                await self._do(visit, given)
            except SlackError as error:
                status = HTTPStatus.NOT_FOUND if error.error.endswith("not_found") else HTTPStatus.BAD_REQUEST
                return self._shown(replace(visit, notice=_sentence(error)), status)
        if "options" in given:
            return self._shown(visit)
        return RedirectResponse(visit.path, HTTPStatus.SEE_OTHER)

    async def _do(self, visit: Visit, given: Mapping[str, str]) -> None:
        """Do what a form asks for, by the first of these fields that is in it."""
        people, user, channel = self._people, visit.viewer.id, visit.channel.id
        ts = given.get("ts", "")
        deeds: Mapping[str, Callable[[str], Awaitable[object]]] = {
            "press": lambda name: people.click(user, _press(visit, name)),
            "options": lambda name: self._offer(visit, _press(visit, name)),
            "submit": lambda _: people.submit(user, visit.filled),
            "close": lambda which: people.close(user, all_of_them=which == "all"),
            "say": lambda text: (
                people.command(user, channel, text) if text.startswith("/") else people.say(user, channel, text)
            ),
            "reply": lambda text: people.say(user, channel, text, thread_ts=visit.thread_ts),
            "edit": lambda text: people.edit(user, channel, ts, text),
            "delete": lambda _: people.delete(user, channel, ts),
            "react": lambda emoji: people.react(user, channel, ts, emoji),
            "shortcut": lambda callback_id: people.shortcut(user, callback_id),
            "message_shortcut": lambda callback_id: people.message_shortcut(user, callback_id, channel, ts),
            "invite": lambda _: people.invite(user, channel),
            "remove": lambda _: people.remove_bot(user, channel),
        }
        name = next((name for name in deeds if name in given), None)
        if name == "reply" and not visit.thread_ts:
            raise SlackError("thread_not_found")
        if name:
            await deeds[name](given[name])

    async def _offer(self, visit: Visit, press: Press) -> None:
        """Ask the app for options; what was chosen among earlier ones stays."""
        typed = visit.typed.get(field_name(press.block_id, press.action_id, "typed"), "")
        found = await self._people.options(visit.viewer.id, press, typed)
        offered = self._offered.setdefault(visit.viewer.id, {})
        before = offered.pop((press.block_id, press.action_id), ())
        known = inputs.options({"options": before, "option_groups": before})
        kept = [option for option in known if option.get("value") in press.chosen]
        offered[press.block_id, press.action_id] = (*kept, *found)
        if len(offered) > _OFFERS:
            offered.pop(next(iter(offered)))

    async def _filled(self, form: FormData, zone: str) -> dict[str, dict[str, tuple[str, ...]]]:
        """Return what stands in the fields that are named after a block and an action."""
        filled: dict[str, dict[str, tuple[str, ...]]] = {}
        for name, value in form.multi_items():
            block_id, action_id, *kind = field_ids(name) if name.startswith("=") else ("", "", "typed")
            if kind == ["typed"]:
                continue
            raw = await self._kept(value) if isinstance(value, UploadFile) else value.replace("\r\n", "\n")
            raw = _seconds(raw, zone) if kind == ["moment"] else raw
            actions = filled.setdefault(block_id, {})
            actions[action_id] = (*actions.get(action_id, ()), *([raw] if raw else []))
        return filled

    async def _kept(self, upload: UploadFile) -> str:
        """Return the id of a file that was chosen; nothing where none was."""
        if not upload.filename:
            return ""
        content = await upload.read()
        file, ticket = self._workspace.expect(upload.filename, len(content), "")
        self._workspace.receive(ticket, content)
        return file.id

    # What is shown

    def _visit(self, request: Request) -> Visit:
        path, asked = request.path_params, request.query_params
        viewer = self._workspace.user(path["user"])
        tab = "" if "channel" in path else "about" if asked.get("tab") == "about" else "home"
        channel = self._workspace.channel(path["channel"]) if not tab else self._workspace.direct(viewer.id)
        if viewer.is_bot:
            raise SlackError("user_not_found")
        if viewer.id not in channel.members:
            raise SlackError("channel_not_found")
        visit = Visit(
            path=request.url.path,
            viewer=viewer,
            channel=channel,
            tab=tab,
            thread_ts=path.get("thread_ts"),
            shows_all="all" in asked,
            editing=asked.get("edit", ""),
        )
        if visit.thread_ts and not self._workspace.messages(channel.id, viewer=viewer.id, thread=visit.thread_ts):
            return replace(visit, path=f"/as/{viewer.id}/{channel.id}", thread_ts=None)  # somebody deleted it
        return visit

    def _shown(self, visit: Visit, status: HTTPStatus = HTTPStatus.OK) -> Response:
        viewer, channel, workspace = visit.viewer, visit.channel, self._workspace
        said = [] if visit.tab else workspace.messages(channel.id, viewer=viewer.id)
        newest = workspace.newest(channel, viewer.id)
        if newest and not visit.tab:
            self._seen[viewer.id, channel.id] = newest.ts
        older = 0 if visit.shows_all else max(0, len(said) - _MESSAGES)
        thread = visit.thread_ts and workspace.messages(channel.id, viewer=viewer.id, thread=visit.thread_ts)
        places, direct = self._places(viewer), self._direct(viewer)
        return self._html(
            "home.html" if visit.tab else "workspace.html",
            status,
            visit=visit,
            viewer=viewer,
            channel=channel,
            workspace=workspace,
            app=self._slack.registration,
            domain=self._workspace.team.domain,
            bot=workspace.user(workspace.bot),
            direct=direct,
            channels=places,
            people=[(each, self._beside(each, channel)) for each in workspace.users.values() if not each.is_bot],
            unread={each.id for each in (*places, direct) if each and self._is_unread(viewer, each)},
            said=said[older:],
            older=older,
            thread=thread or None,
            surface=functools.partial(self._surface, visit, self._names(viewer)),
            modal=(workspace.stack(viewer.id) or (None,))[-1],
            handles={user.id: user.name for user in workspace.users.values()},
        )

    def _places(self, viewer: User) -> list[Channel]:
        found = self._workspace.channels.values()
        return [each for each in found if viewer.id in each.members and each.kind is not Kind.DM]

    def _direct(self, viewer: User) -> Channel | None:
        """Return the direct message with the app; None: a stranger has none."""
        found = (
            each for each in self._workspace.channels.values() if each.kind is Kind.DM and viewer.id in each.members
        )
        return next(found, None)

    def _beside(self, person: User, channel: Channel) -> str:
        """Return the channel somebody else sees when they take the place of whoever looks at this one."""
        places = self._places(person)
        return channel.id if channel in places else places[0].id if places else ""

    def _is_unread(self, viewer: User, channel: Channel) -> bool:
        newest = self._workspace.newest(channel, viewer.id)
        seen = self._seen.get((viewer.id, channel.id), "")
        return newest is not None and newest.user != viewer.id and newest.ts > seen

    def _names(self, viewer: User) -> Names:
        return Names(
            users={user.id: user.real_name for user in self._workspace.users.values()}
            | {group.id: group.handle for group in self._workspace.groups.values()},
            channels={channel.id: channel.name for channel in self._places(viewer)},
            viewer=viewer.id,
            zone=viewer.zone,
            now=self._slack.clock.now(),
        )

    def _surface(self, visit: Visit, names: Names, on: Message | View, column: str = "") -> Surface:
        """Return what blocks stand on; a message in its channel and in its thread are two, one in each column."""
        place, view = (on.ts, None) if isinstance(on, Message) else (on.id, on)
        return Surface(
            id=column + place,
            names=names,
            heading=3 if view else 4,
            values=view.values if view else {},
            filled=visit.filled if visit.source == place else {},
            offered=self._offered.get(names.viewer, {}),
            errors=self._workspace.errors.get(names.viewer, {}) if view else {},
            files=self._workspace.files,
        )

    def _html(self, template: str, status: HTTPStatus = HTTPStatus.OK, **shown: object) -> Response:
        made = self._templates.get_template(template).render(number=self._slack.journal.number, **shown)
        return HTMLResponse(made, status, headers=HEADERS)


def _press(visit: Visit, name: str) -> Press:
    """Return what was pressed; its own value, or what its element holds."""
    block_id, action_id, *value = field_ids(name)
    view_id, held = visit.typed.get("view_id", ""), at(visit.filled, block_id, action_id)
    return Press(
        channel="" if view_id else visit.channel.id,
        ts=visit.typed.get("ts", ""),
        view_id=view_id,
        block_id=block_id,
        action_id=action_id,
        chosen=tuple(value) or (held if isinstance(held, tuple) else ()),
        filled=visit.filled,
    )


def _seconds(typed: str, zone: str) -> str:
    """Return a form's date and time as seconds since 1970."""
    try:
        return str(int(datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo(zone)).timestamp()))
    except (ValueError, OverflowError):
        return ""


def _sentence(error: SlackError) -> str:
    """Return what went wrong, for somebody who wants to use the workspace."""
    told = as_items(at(error.details, "response_metadata", "messages"))
    return " ".join(map(str, told)) or _SENTENCES.get(error.error, f"Slack would refuse that: {error.error}.")
