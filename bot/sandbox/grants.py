"""What tokens open: who holds them, where, with what rights, and for how long."""

import hmac
import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.sandbox.model import Recent, SlackError

EXPIRES_IN = 43_200  # seconds that a rotated token lasts, as with Slack: twelve hours
_CODE_SECONDS = 600  # how long a code may be exchanged: ten minutes, as with Slack
_ROTATED, _PLAIN = "xoxe.xoxb-1-", "xoxb-"


class Holder(StrEnum):
    """Whose token opens a method."""

    BOT = "bot"
    APP = "app"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one token opens."""

    token: str = field(repr=False)
    holder: Holder
    team: str = ""
    """The workspace that it opens; empty: all of them."""
    user: str = ""
    """Whoever installed the app."""
    scopes: frozenset[str] | None = None
    """None: those of the app's manifest."""
    expires: float = math.inf
    """Seconds since 1970."""
    refused: str = ""
    """Why it opens nothing any more, in Slack's word; empty: it does."""
    refresh: str = field(default="", repr=False)
    """What it is exchanged for a fresh one with, once; empty: it lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What somebody allowed an app, until the app takes it up with its code."""

    redirect_uri: str
    """Where they were sent back to."""
    user: str
    team: str
    """The workspace; empty: the whole organisation."""
    scopes: frozenset[str] | None
    """None: those of the app's manifest."""
    made: float = 0.0


class Grants:
    """All tokens there are and were."""

    def __init__(self, now: Callable[[], float], *given: Grant) -> None:
        """Begin with those that were handed out beforehand."""
        self._now = now
        self._codes: Recent[str, Consent] = Recent()
        self._grants: Recent[str, Grant] = Recent()
        for grant in given:
            self._grants[grant.token] = grant

    def find(self, token: str) -> Grant:
        """Return what a token opens; raise not_authed, invalid_auth, token_expired, or why it was taken back."""
        if not token:
            raise SlackError("not_authed")
        known = self._grants.values()
        found = next((each for each in known if hmac.compare_digest(each.token.encode(), token.encode())), None)
        if found is None:
            raise SlackError("invalid_auth")
        if found.refused or found.expires <= self._now():
            raise SlackError(found.refused or "token_expired")
        return found

    def allow(self, consent: Consent) -> str:
        """Return the code with which the app takes up what it was allowed, once and within ten minutes."""
        code = f"code-{secrets.token_hex(16)}"
        self._codes[code] = replace(consent, made=self._now())
        return code

    def exchange(self, code: str, redirect_uri: str) -> Consent:
        """Return what a code stands for; raise invalid_code, bad_redirect_uri."""
        consent = self._codes.pop(code, None)
        if consent is None or self._now() - consent.made > _CODE_SECONDS:
            raise SlackError("invalid_code")
        if redirect_uri not in {"", consent.redirect_uri}:
            raise SlackError("bad_redirect_uri")
        return consent

    def is_installed(self, team: str) -> bool:
        """Return whether the app is installed in a workspace, alone or with its whole organisation."""
        return any(grant.team in {"", team} for grant in self._bots())

    def install(self, consent: Consent, *, rotates: bool) -> Grant:
        """Return a grant for a workspace; installed again, an app keeps its token, unless tokens are rotated."""
        before = next((each for each in self._bots() if each.team == consent.team and not each.refresh), None)
        if before and not rotates:
            return self._keep(replace(before, user=consent.user, scopes=consent.scopes))
        token = f"{_ROTATED if rotates else _PLAIN}{secrets.token_hex(16)}"
        grant = Grant(token=token, holder=Holder.BOT, team=consent.team, user=consent.user, scopes=consent.scopes)
        return self._keep(self._rotated(grant) if rotates else grant)

    def renew(self, refresh: str) -> Grant:
        """Return a fresh grant for a refresh token, which is spent; the token before lasts until it expires."""
        before = next((each for each in self._bots() if refresh and hmac.compare_digest(each.refresh, refresh)), None)
        if before is None:
            raise SlackError("invalid_refresh_token")
        self._keep(replace(before, refresh=f"spent-{secrets.token_hex(4)}"))
        return self._keep(self._rotated(replace(before, token=f"{_ROTATED}{secrets.token_hex(16)}")))

    def revoke(self, team: str, word: str) -> None:
        """Let no token for a workspace open anything any more; '' is the whole organisation."""
        for grant in [each for each in self._bots() if each.team == team]:
            self._keep(replace(grant, refused=word))

    def _bots(self) -> list[Grant]:
        return [each for each in self._grants.values() if each.holder is Holder.BOT and not each.refused]

    def _rotated(self, grant: Grant) -> Grant:
        return replace(grant, refresh=f"xoxe-1-{secrets.token_hex(16)}", expires=self._now() + EXPIRES_IN)

    def _keep(self, grant: Grant) -> Grant:
        self._grants[grant.token] = grant
        return grant
