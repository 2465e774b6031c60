"""The page on which somebody allows an app to come in, and is sent back to it with a code, as Slack does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox.grants import Consent
from bot.sandbox.page import HEADERS
from bot.sandbox.registration import ManifestInvalid, loopback_url
from bot.sandbox.slack import Hub
from bot.sandbox.surface import environment
from bot.sandbox.workspace import ADMIN, ORGANISATION, ORGANISATION_NAME

PATH = "/oauth/v2/authorize"
_SCOPE = re.compile(r"[a-z]+([._][a-z]+)*:[a-z.]+|commands|incoming-webhook")  # chat:write, chat:write.public
# A browser asks before it follows a form's answer to another port.
_BACK = "form-action 'self' http://127.0.0.1:* http://localhost:*"
_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace("form-action 'self'", _BACK),
}


class Refused(Exception):
    """What the app asks for is not asked so; the message says what is wrong, for whoever builds the app."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an app asks for."""

    redirect_uri: str
    state: str
    scopes: frozenset[str]
    team: str
    """The workspace it would like to come into; empty: it leaves that to the person."""


class Installing:
    """Asks a person, and sends them back with what they decided."""

    def __init__(self, hub: Hub) -> None:
        """Ask for every workspace."""
        self._hub = hub

    def routes(self) -> list[Route]:
        """Return where it is reached."""
        return [Route(PATH, self.ask, methods=["GET"]), Route(PATH, self.decide, methods=["POST"])]

    async def ask(self, request: Request) -> Response:
        """Show what the app asks for, with a button to allow it and one to refuse."""
        given = dict(request.query_params)
        try:
            return self._shown(given, self._wish(given))
        except Refused as refused:
            return self._refused(refused)

    async def decide(self, request: Request) -> Response:
        """Go back to the app with a code, or with access_denied."""
        async with request.form() as form:
            given = {name: value for name, value in form.items() if isinstance(value, str)}
        try:
            wish = self._wish(given)
            answer = {"code": self._allowed(given, wish)} if "allow" in given else {"error": "access_denied"}
        except Refused as refused:
            return self._refused(refused)
        mark = "&" if urlsplit(wish.redirect_uri).query else "?"
        query = urlencode({**answer, "state": wish.state})
        return RedirectResponse(f"{wish.redirect_uri}{mark}{query}", HTTPStatus.FOUND, _HEADERS)

    def _wish(self, given: Mapping[str, str]) -> Wish:
        """Return what is asked for; raise Refused where it is not as Slack wants it."""
        if given.get("client_id") != self._hub.credentials.client_id:
            raise Refused("Invalid client_id parameter: it is not that of the app in this sandbox.")
        if given.get("user_scope"):
            raise Refused("This sandbox gives no tokens of users: leave user_scope empty.")
        team = given.get("team", "")
        if team and team not in self._hub.teams:
            raise Refused(f"There is no workspace {team}. There is: {', '.join(self._hub.teams)}.")
        scopes = self._scopes(given.get("scope", ""))
        return Wish(redirect_uri=self._back(given), state=given.get("state", ""), scopes=scopes, team=team)

    def _scopes(self, asked: str) -> frozenset[str]:
        scopes, known = frozenset(filter(None, re.split("[, ]+", asked))), self._hub.registration.scopes
        unknown = sorted(each for each in scopes if not _SCOPE.fullmatch(each) or (known and each not in known))
        if unknown:
            raise Refused(f"Invalid permissions requested: {', '.join(unknown)}. The manifest does not have them.")
        if not scopes:
            raise Refused("No scopes requested: give at least one in scope.")
        return scopes

    def _back(self, given: Mapping[str, str]) -> str:
        """Return where it goes back to: on this machine, and at or below an address of the manifest."""
        known = self._hub.registration.redirect_urls
        address = given.get("redirect_uri") or next(iter(known), "")
        try:
            here = loopback_url(address)
        except ManifestInvalid:
            here = None
        if here is None:
            raise Refused(f"redirect_uri must be on this machine, and {address or 'nothing'} is not.")
        if known and not any(_is_below(here, each) for each in known):
            raise Refused(f"redirect_uri did not match any configured URIs. Passed URI: {here}")
        return here

    def _allowed(self, given: Mapping[str, str], wish: Wish) -> str:
        """Return the code of what somebody allowed."""
        team, user = given.get("workspace", ""), given.get("user", "")
        whole = team == ORGANISATION and self._hub.registration.is_org_ready
        if not whole and team not in self._hub.teams:
            raise Refused("Choose a workspace that there is.")
        if user not in self._hub.first.workspace.users:
            raise Refused("Choose a person that there is.")
        consent = Consent(
            redirect_uri=given.get("redirect_uri", ""), user=user, team="" if whole else team, scopes=wish.scopes
        )
        return self._hub.grants.allow(consent)

    def _shown(self, given: Mapping[str, str], wish: Wish) -> Response:
        workspace, registration = self._hub.first.workspace, self._hub.registration
        places = [(team, slack.workspace.team.name) for team, slack in self._hub.teams.items()]
        places += [(ORGANISATION, f"{ORGANISATION_NAME}, as a whole")] if registration.is_org_ready else []
        kept = ("client_id", "scope", "redirect_uri", "state")
        shown = (
            environment()
            .get_template("authorize.html")
            .render(
                number=self._hub.first.journal.number,
                app=registration.name,
                scopes=sorted(wish.scopes),
                places=places,
                chosen=wish.team,
                people=[each for each in workspace.users.values() if not each.is_bot and not each.team],
                admin=ADMIN.id,
                kept={name: given.get(name, "") for name in kept},
            )
        )
        return HTMLResponse(shown, headers=_HEADERS)

    def _refused(self, why: Refused) -> Response:
        shown = environment().get_template("notice.html").render(number=self._hub.first.journal.number, notice=str(why))
        return HTMLResponse(shown, HTTPStatus.BAD_REQUEST, headers=_HEADERS)


def _is_below(address: str, known: str) -> bool:
    """Return whether an address is a known one, or one below it: http://a/x is below http://a, http://a2/x is not."""
    return address == known or address.startswith((known.rstrip("/") + "/", known + "?"))
