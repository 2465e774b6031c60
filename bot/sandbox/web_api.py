"""Slack's Web API over HTTP: tokens, rights, limits, arguments, and what goes wrong on purpose."""

import base64
import math
import re
import secrets
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.content import structure
from bot.sandbox.grants import Grant, Holder
from bot.sandbox.incoming import Gone, Incoming
from bot.sandbox.methods import app, chat, conversations, files, views  # noqa: F401  # they register themselves
from bot.sandbox.methods.registry import METHODS, Answer, Call, Method
from bot.sandbox.model import Json, SlackError, as_object, as_text, read_json
from bot.sandbox.rules import Harm
from bot.sandbox.slack import Hub, Slack

LARGEST_BODY = 4 * 1024 * 1024  # bytes; Slack's own limits stay far below
RESPONSE_URL = "response_url"
_BEFORE = frozenset({Harm.STATUS, Harm.ERROR, Harm.RATE_LIMIT, Harm.LATE, Harm.CUT})
_AFTER = frozenset({Harm.LOST, Harm.GARBLED})
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_FORMS = frozenset({_FORM, "multipart/form-data"})
_FORMS_ONLY = frozenset(  # methods that take no notice of JSON
    """chat.getPermalink conversations.info conversations.history conversations.replies conversations.members
    conversations.list users.info users.list reactions.get files.getUploadURLExternal""".split()
)
_OF_A_TEAM = frozenset({"conversations.list", "users.list"})  # methods that an organisation's token names a team to
_CHARSETS = frozenset({"", "utf-8", "utf8", "iso-8859-1"})
_CHARSET = re.compile(r'charset="?([^";\s]*)', re.IGNORECASE)  # charset=utf-8
_BEARER = re.compile(r"Bearer +(\S+)")
_METHOD = re.compile(r"[0-9A-Za-z.]+")  # chat.postMessage
_NAME = re.compile(r"[-0-9:A-Za-z_]{1,100}")  # thread_ts
_ARRAY = re.compile(r"[-0-9:A-Za-z_]+\[\d*\]")  # users[], users[0]
_UNKNOWN = "unknown"  # stands for a token that opens nothing
_EVERY_SCOPE = frozenset(
    scope for method in METHODS.values() for scope in method.scopes
)  # of an app without a manifest
_MINUTE = 60.0


class Struck(Exception):  # it is an answer, not an error
    """A call gets nowhere, for a fault that was asked for or too many calls; this is what the app sees of it."""

    def __init__(self, response: Response, result: str = "fault") -> None:
        """Answer with `response`, and call it `result` in the journal."""
        super().__init__(result)
        self.response = response
        self.result = result


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A request, read."""

    method: str
    token: str
    args: Json
    error: str = ""
    """Why it could not be read: invalid_post_type."""
    warning: str = ""
    """What Slack remarks on how it was sent: missing_charset."""


class WebApi:
    """Answers calls of methods, uploads and posts to response_urls."""

    def __init__(self, hub: Hub, incoming: Mapping[str, Incoming]) -> None:
        """Answer for every workspace."""
        self._hub = hub
        self._incoming = incoming
        self._called: defaultdict[str, deque[float]] = defaultdict(deque)

    def routes(self) -> list[Route]:
        """Return where it is reached."""
        post = ["POST"]
        hooks = [Route(f"/{kind}/{{name:path}}", self.hook, methods=post) for kind in ("commands", "actions", "app")]
        upload = Route("/upload/{ticket}", self.upload, methods=post)
        return [Route("/api/{method}", self.call, methods=["GET", *post]), upload, *hooks]

    async def call(self, request: Request) -> Response:
        """Answer a call of a method."""
        if not _METHOD.fullmatch(request.path_params["method"]):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        told = await _read(request)
        slack = self._slack(told)
        return await self._serve(request, told, slack, lambda: self._answered(told, slack))

    async def hook(self, request: Request) -> Response:
        """Answer a post to a response_url."""
        name, told = request.path_params["name"], replace(await _read(request), method=RESPONSE_URL)
        slack = self._hub.teams.get(name.partition("/")[0], self._hub.first)
        return await self._serve(request, told, slack, lambda: self._taken(name, told, slack))

    async def upload(self, request: Request) -> Response:
        """Take a file's content, plain or as a form's file."""
        if request.headers.get("Content-Type", "").startswith("multipart/form-data"):
            async with request.form() as form:
                held = next((each for each in form.values() if not isinstance(each, str)), None)
                content = await held.read() if held else b""
        else:
            content = await _body(request, files.LARGEST)
        ticket = request.path_params["ticket"]
        if not any(slack.workspace.receive(ticket, content) for slack in self._hub.teams.values()):
            return PlainTextResponse("no such upload", HTTPStatus.NOT_FOUND)
        return PlainTextResponse(f"OK - {len(content)}")

    async def _serve(
        self, request: Request, told: Told, slack: Slack, respond: Callable[[], tuple[Answer, Response]]
    ) -> Response:
        slack.calls_in_hand += 1
        try:
            await _harm(request, slack, told.method)
            answer, response = respond()
        except Struck as struck:
            answer, response = {"error": struck.result}, struck.response
        finally:
            slack.calls_in_hand -= 1
        result, status = answer.get("error", "ok"), response.status_code
        slack.journal.note("call", told.method, args=told.args, result=result, status=status, answer=answer)
        return _harm_after(request, slack, told.method, response)

    def _slack(self, told: Told) -> Slack:
        """Return the workspace that a call is about: that of its token, or the one an organisation's app names."""
        grant = self._grant(told)
        if grant is None or grant.holder is not Holder.BOT:
            return self._hub.first
        return self._hub.teams.get(grant.team or as_text(told.args.get("team_id"))) or self._hub.holding(told.args)

    def _grant(self, told: Told) -> Grant | None:
        """Return what a call's token opens; None where it opens nothing."""
        try:
            return self._hub.grants.find(told.token)
        except SlackError:
            return None

    def _taken(self, name: str, told: Told, slack: Slack) -> tuple[Answer, Response]:
        """Return what Slack says to a post to a response_url: `ok`, or why not."""
        try:
            # A form holds the JSON in its payload.
            body = structure(told.args.get("payload"), "invalid_payload") if "payload" in told.args else told.args
            self._incoming[slack.workspace.team.id].take(name, as_object(body))
        except Gone as gone:
            answer = {"ok": False, "error": gone.error}
            return answer, JSONResponse(answer, HTTPStatus.NOT_FOUND)
        except SlackError as error:
            return {"error": error.error, **error.details}, PlainTextResponse(error.error, HTTPStatus.BAD_REQUEST)
        return {"ok": True}, PlainTextResponse("ok")

    def _answered(self, told: Told, slack: Slack) -> tuple[Answer, Response]:
        """Return what Slack says to a call of a method: HTTP 200 and JSON, whatever it is."""
        try:
            answer: Answer = {"ok": True, **self._answer(told, slack)}
        except SlackError as error:
            answer = {"ok": False, "error": error.error, **error.details}
        remarks = [as_text(answer.get("warning")), "" if told.error else told.warning]
        if any(remarks):
            told_of = [each for each in remarks if each]
            explained = {**as_object(answer.get("response_metadata")), "warnings": told_of}
            answer = {**answer, "warning": ",".join(told_of), "response_metadata": explained}
        return answer, JSONResponse(answer, headers={"X-Slack-Req-Id": secrets.token_hex(8), **self._rights(told)})

    def _answer(self, told: Told, slack: Slack) -> Answer:
        method = METHODS.get(told.method)
        if method is None:
            raise SlackError("unknown_method", req_method=told.method)
        if told.error:
            raise SlackError(told.error)
        grant = self._checked(told, method)
        call = Call(slack=slack, args=told.args, grant=grant, scopes=self._scopes(grant))
        call.demand(*method.scopes)
        self._check_limits(method, told.args, slack)
        missing = [f"[ERROR] missing required field: {name}" for name in method.needs if name not in told.args]
        if missing:
            raise SlackError("invalid_arguments", *missing)
        return method.run(call)

    def _checked(self, told: Told, method: Method) -> Grant | None:
        """Return what a token opens; raise where it is nobody's, or does not open the method."""
        if not told.token and method.holder is Holder.NOBODY:
            return None
        grant = self._hub.grants.find(told.token)
        if method.holder not in {Holder.NOBODY, grant.holder}:
            raise SlackError("not_allowed_token_type")
        team = as_text(told.args.get("team_id"))
        if grant.holder is Holder.BOT and not grant.team:  # an organisation's: it may be about any of its workspaces
            if team and team not in self._hub.teams:
                raise SlackError("team_access_not_granted")
            if not team and method.name in _OF_A_TEAM:
                raise SlackError("missing_argument", "[ERROR] missing required field: team_id")
        return grant

    def _scopes(self, grant: Grant | None) -> frozenset[str] | None:
        return grant.scopes if grant and grant.scopes is not None else self._hub.registration.scopes

    def _rights(self, told: Told) -> Mapping[str, str]:
        """Return the headers that name the rights of a token, and those that the method asks for."""
        grant, method = self._grant(told), METHODS.get(told.method)
        if grant is None or method is None:
            return {}
        given = self._scopes(grant)
        named = _EVERY_SCOPE if given is None else given
        return {"X-OAuth-Scopes": ",".join(sorted(named)), "X-Accepted-OAuth-Scopes": ",".join(method.scopes)}

    def _check_limits(self, method: Method, args: Json, slack: Slack) -> None:
        rules, channels, team = self._hub.rules, slack.workspace.channels, slack.workspace.team.id
        if method.name == "chat.postMessage" and rules.messages_a_second:
            named = str(args.get("channel", "")).removeprefix("#")
            place = next((each.id for each in channels.values() if each.name == named), named)
            self._count(f"{team} {method.name} {place}", 1, 1 / rules.messages_a_second)
        if method.a_minute and rules.method_limits:
            self._count(f"{team} {method.name}", method.a_minute, _MINUTE)

    def _count(self, what: str, most: int, seconds: float) -> None:
        """Count a call; say no where it is one too many in so many seconds."""
        now, times = self._hub.clock.now(), self._called[what]
        while times and times[0] <= now - seconds:
            times.popleft()
        if len(times) >= most:
            raise _limited(times[0] + seconds - now)
        times.append(now)


async def _harm(request: Request, slack: Slack, at: str) -> None:
    fault = slack.faults.strike(at, _BEFORE)
    if fault is None:
        return
    slack.journal.note("fault", at, harm=fault.harm)
    match fault.harm:
        case Harm.LATE:
            await slack.clock.sleep(fault.seconds)
        case Harm.ERROR if at == RESPONSE_URL:
            raise Struck(PlainTextResponse(fault.error, HTTPStatus.BAD_REQUEST), fault.error)
        case Harm.ERROR:
            raise Struck(JSONResponse({"ok": False, "error": fault.error}), fault.error)
        case Harm.RATE_LIMIT:
            raise _limited(fault.seconds)
        case Harm.STATUS:
            raise Struck(PlainTextResponse("upstream connect error", fault.status))
        case _:
            raise Struck(_hung_up(request))


def _harm_after(request: Request, slack: Slack, at: str, response: Response) -> Response:
    fault = slack.faults.strike(at, _AFTER)
    if fault is None:
        return response
    slack.journal.note("fault", at, harm=fault.harm)
    if fault.harm is Harm.GARBLED:
        return Response("<html>Slack is having some trouble.</html>", media_type="text/html")
    return _hung_up(request)


async def _read(request: Request) -> Told:
    """Read a request's token and arguments from its address, a form or JSON, as Slack does."""
    method = request.path_params.get("method", "")
    header = request.headers.get("Authorization", "")
    bearer = _BEARER.fullmatch(header)
    args: dict[str, object] = {**_client(header), **request.query_params}
    # A token in the address opens nothing: addresses end up in logs.
    token = _UNKNOWN if args.pop("token", "") else bearer[1] if bearer else ""
    kind, _, parameters = request.headers.get("Content-Type", "").partition(";")
    kind, charset = kind.strip().casefold(), _CHARSET.search(parameters)
    body = await _body(request, LARGEST_BODY)
    error = _unreadable(kind, charset[1].casefold() if charset else "", body)
    if kind in _FORMS and not error:
        async with request.form() as form:
            args |= {name: value for name, value in form.items() if isinstance(value, str)}
        token = str(args.pop("token", "")) or token
    elif kind == _JSON and method not in _FORMS_ONLY:
        args |= {name: value for name, value in _object(body).items() if value is not None and name != "token"}
    for name in args:
        if not error and not _NAME.fullmatch(name):
            error = "invalid_array_arg" if _ARRAY.fullmatch(name) else "invalid_arg_name"
    return Told(method=method, token=token, args=args, error=error, warning=_remark(kind, body, named=bool(charset)))


def _client(header: str) -> Mapping[str, str]:
    """Return the id and the secret of an app that installs itself, which may come as HTTP Basic."""
    kind, _, coded = header.partition(" ")
    if kind != "Basic":
        return {}
    try:
        client, _, secret = base64.b64decode(coded).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client, "client_secret": secret}


def _unreadable(kind: str, charset: str, body: bytes) -> str:
    """Return Slack's word for a body that it does not read."""
    if body and not kind:
        return "missing_post_type"
    if body and kind not in {_JSON, "text/plain", *_FORMS}:
        return "invalid_post_type"
    if kind not in _FORMS and charset not in _CHARSETS:
        return "invalid_charset"
    return "invalid_form_data" if kind == _FORM and body and b"=" not in body else ""


def _remark(kind: str, body: bytes, *, named: bool) -> str:
    """Return what Slack remarks on a body's charset, or on one that is not named."""
    if kind in _FORMS:
        return "superfluous_charset" if named else ""
    return "missing_charset" if body and not named else ""


def _object(body: bytes) -> Mapping[str, object]:
    """Return a JSON object; what is none holds no arguments."""
    try:
        return as_object(read_json(body))
    except ValueError:
        return {}


async def _body(request: Request, most: int) -> bytes:
    """Return a request's body; refuse one that is too long."""
    held = bytearray()
    async for part in request.stream():
        held += part
        if len(held) > most:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    request._body = bytes(held)  # noqa: SLF001  # as Request.body() keeps it, so that a form can be read from it
    return bytes(held)


def _limited(seconds: float) -> Struck:
    headers = {"Retry-After": str(math.ceil(seconds))}
    answer = {"ok": False, "error": "ratelimited"}
    return Struck(JSONResponse(answer, HTTPStatus.TOO_MANY_REQUESTS, headers), "ratelimited")


def _hung_up(request: Request) -> Response:
    """Break the connection, so that nothing of the answer is seen."""
    request.scope["cut"]()
    return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
