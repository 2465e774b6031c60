"""Slack's Web API over HTTP: tokens, rights, limits, arguments, and what goes wrong on purpose."""

import base64
import hmac
import math
import re
import secrets
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.content import structure
from bot.sandbox.incoming import Gone, Incoming
from bot.sandbox.methods import app, chat, conversations, files, views  # noqa: F401  # they register themselves
from bot.sandbox.methods.registry import METHODS, Answer, Call, Holder, Method
from bot.sandbox.model import Json, SlackError, as_object, as_text, read_json
from bot.sandbox.rules import Harm
from bot.sandbox.slack import Slack

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

    def __init__(self, slack: Slack, incoming: Incoming) -> None:
        """Answer for a workspace."""
        self._slack = slack
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
        return await self._serve(request, request.path_params["method"], self._answered)

    async def hook(self, request: Request) -> Response:
        """Answer a post to a response_url."""
        name = request.path_params["name"]
        return await self._serve(request, RESPONSE_URL, lambda told: self._taken(name, told))

    async def upload(self, request: Request) -> Response:
        """Take a file's content, plain or as a form's file."""
        if request.headers.get("Content-Type", "").startswith("multipart/form-data"):
            async with request.form() as form:
                held = next((each for each in form.values() if not isinstance(each, str)), None)
                content = await held.read() if held else b""
        else:
            content = await _body(request, files.LARGEST)
        if not self._slack.workspace.receive(request.path_params["ticket"], content):
            return PlainTextResponse("no such upload", HTTPStatus.NOT_FOUND)
        return PlainTextResponse(f"OK - {len(content)}")

    async def _serve(self, request: Request, at: str, respond: Callable[[Told], tuple[Answer, Response]]) -> Response:
        told = await _read(request)
        self._slack.calls_in_hand += 1
        try:
            await self._harm(request, at)
            answer, response = respond(told)
        except Struck as struck:
            answer, response = {"error": struck.result}, struck.response
        finally:
            self._slack.calls_in_hand -= 1
        result, status = answer.get("error", "ok"), response.status_code
        self._slack.journal.note("call", at, args=told.args, result=result, status=status, answer=answer)
        return self._harm_after(request, at, response)

    def _taken(self, name: str, told: Told) -> tuple[Answer, Response]:
        """Return what Slack says to a post to a response_url: `ok`, or why not."""
        try:
            # A form holds the JSON in its payload.
            body = structure(told.args.get("payload"), "invalid_payload") if "payload" in told.args else told.args
            self._incoming.take(name, as_object(body))
        except Gone as gone:
            answer = {"ok": False, "error": gone.error}
            return answer, JSONResponse(answer, HTTPStatus.NOT_FOUND)
        except SlackError as error:
            return {"error": error.error, **error.details}, PlainTextResponse(error.error, HTTPStatus.BAD_REQUEST)
        return {"ok": True}, PlainTextResponse("ok")

    def _answered(self, told: Told) -> tuple[Answer, Response]:
        """Return what Slack says to a call of a method: HTTP 200 and JSON, whatever it is."""
        try:
            answer: Answer = {"ok": True, **self._answer(told)}
        except SlackError as error:
            answer = {"ok": False, "error": error.error, **error.details}
        remarks = [as_text(answer.get("warning")), "" if told.error else told.warning]
        if any(remarks):
            told_of = [each for each in remarks if each]
            explained = {**as_object(answer.get("response_metadata")), "warnings": told_of}
            answer = {**answer, "warning": ",".join(told_of), "response_metadata": explained}
        return answer, JSONResponse(answer, headers={"X-Slack-Req-Id": secrets.token_hex(8), **self._rights(told)})

    def _answer(self, told: Told) -> Answer:
        method = METHODS.get(told.method)
        if method is None:
            raise SlackError("unknown_method", req_method=told.method)
        if told.error:
            raise SlackError(told.error)
        holder = self._check_token(told.token, method)
        call = Call(slack=self._slack, args=told.args, scopes=self._scopes(holder))
        call.demand(*method.scopes)
        self._check_limits(method, told.args)
        missing = [f"[ERROR] missing required field: {name}" for name in method.needs if name not in told.args]
        if missing:
            raise SlackError("invalid_arguments", *missing)
        return method.run(call)

    def _check_token(self, token: str, method: Method) -> Holder:
        """Return whose token it is; raise where it is nobody's, or does not open the method."""
        holder = self._holder(token)
        if holder is Holder.NOBODY and method.holder is not Holder.NOBODY:
            raise SlackError("not_authed")
        if holder is None:
            raise SlackError("invalid_auth")
        if method.holder not in {Holder.NOBODY, holder}:
            raise SlackError("not_allowed_token_type")
        return holder

    def _holder(self, token: str) -> Holder | None:
        """Return whose token it is; None: nobody knows it."""
        credentials = self._slack.credentials
        known = {Holder.BOT: credentials.bot_token, Holder.APP: credentials.app_token, Holder.NOBODY: ""}
        return next(
            (each for each, right in known.items() if hmac.compare_digest(token.encode(), right.encode())), None
        )

    def _scopes(self, holder: Holder | None) -> frozenset[str] | None:
        credentials, registration = self._slack.credentials, self._slack.registration
        return credentials.app_scopes if holder is Holder.APP else registration.scopes

    def _rights(self, told: Told) -> Mapping[str, str]:
        """Return the headers that name the rights of a token, and those that the method asks for."""
        holder, method = self._holder(told.token), METHODS.get(told.method)
        if holder in {None, Holder.NOBODY} or method is None:
            return {}
        given = self._scopes(holder)
        named = _EVERY_SCOPE if given is None else given
        return {"X-OAuth-Scopes": ",".join(sorted(named)), "X-Accepted-OAuth-Scopes": ",".join(method.scopes)}

    def _check_limits(self, method: Method, args: Json) -> None:
        rules, channels = self._slack.rules, self._slack.workspace.channels
        if method.name == "chat.postMessage" and rules.messages_a_second:
            named = str(args.get("channel", "")).removeprefix("#")
            place = next((each.id for each in channels.values() if each.name == named), named)
            self._count(f"{method.name} {place}", 1, 1 / rules.messages_a_second)
        if method.a_minute and rules.method_limits:
            self._count(method.name, method.a_minute, _MINUTE)

    def _count(self, what: str, most: int, seconds: float) -> None:
        """Count a call; say no where it is one too many in so many seconds."""
        now, times = self._slack.clock.now(), self._called[what]
        while times and times[0] <= now - seconds:
            times.popleft()
        if len(times) >= most:
            raise _limited(times[0] + seconds - now)
        times.append(now)

    async def _harm(self, request: Request, at: str) -> None:
        fault = self._slack.faults.strike(at, _BEFORE)
        if fault is None:
            return
        self._slack.journal.note("fault", at, harm=fault.harm)
        match fault.harm:
            case Harm.LATE:
                await self._slack.clock.sleep(fault.seconds)
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

    def _harm_after(self, request: Request, at: str, response: Response) -> Response:
        fault = self._slack.faults.strike(at, _AFTER)
        if fault is None:
            return response
        self._slack.journal.note("fault", at, harm=fault.harm)
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
