"""What Slack says of the bot's tokens, its rights and the time, asked before anybody relies on them."""

import re
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.config import Mode, Settings, secret
from bot.findings import Finding, Grade
from bot.slack.client import refused, unreachable
from bot.slack.manifest import SCOPES
from bot.slack.sending import code

_PATIENCE = 10  # seconds for an answer; people wait for three
_APART = 120  # seconds; what was signed more than five minutes ago, or ahead, is taken for forged
_LOST = (OSError, HTTPException)
_SECRET = re.compile(r"[0-9a-f]{32}")  # a signing secret
_ANEW = "Make a new one, with the scope connections:write, under Basic Information > App-Level Tokens."


def enquire(settings: Settings, mode: Mode) -> Iterator[Finding]:
    """Yield what Slack says; where it cannot be reached, no more than that."""
    begun = time.monotonic()
    try:
        answer = _client(settings, "").api_test()
    except SlackApiError as error:
        yield _no_slack(settings, code(error))
        return
    except _LOST:
        yield Finding.of("Slack", str(unreachable(settings)))
        return
    took = round(1000 * (time.monotonic() - begun))
    yield Finding.fine("Slack", f"It answers at {settings.slack_api_url}, after {took} ms.")
    yield from clock(_header(answer, "Date"), time.time(), mode)
    yield from _bot_token(settings)
    yield from _app_token(settings) if mode is Mode.SOCKET else signing(secret(settings.slack_signing_secret))


def clock(date: str, now: float, mode: Mode) -> Iterator[Finding]:
    """Yield how far this machine's clock is from Slack's, as its Date header has it."""
    try:
        apart = round(now - parsedate_to_datetime(date).timestamp())
    except ValueError:  # it has none
        return
    if abs(apart) < _APART:
        yield Finding.fine("Clock", "It agrees with Slack's.")
        return
    way = "ahead of" if apart > 0 else "behind"
    yield Finding(
        what="Clock",
        grade=Grade.FAIL if mode is Mode.HTTP else Grade.WARN,
        told=f"This machine's clock is {abs(apart) // 60} minutes {way} Slack's.",
        remedy="Set it right, with NTP for instance: requests that Slack signs are refused as too old otherwise.",
    )


def rights(granted: str | None) -> Iterator[Finding]:
    """Yield how the rights that Slack names, with commas between, compare with those in the manifest."""
    if granted is None:
        told, remedy = "Slack did not say what the bot may do.", "Compare with the list in `surveybot manifest`."
        yield Finding(what="Rights", grade=Grade.WARN, told=told, remedy=remedy)
        return
    has = {scope.strip() for scope in granted.split(",")} - {""}
    missing, spare = sorted(SCOPES.keys() - has), sorted(has - SCOPES.keys())
    if missing:
        why = "; ".join(f"{scope}, to {SCOPES[scope]}" for scope in missing)
        remedy = "Paste `surveybot manifest` under App Manifest, then reinstall the app to the workspace."
        yield Finding(what="Rights", grade=Grade.FAIL, told=f"The bot lacks {why}.", remedy=remedy)
    if spare:
        remedy = "Take them out under OAuth & Permissions, then reinstall the app."
        told = f"The bot may do more than it needs to: {', '.join(spare)}."
        yield Finding(what="Rights", grade=Grade.WARN, told=told, remedy=remedy)
    if not missing and not spare:
        yield Finding.fine("Rights", f"All {len(has)} that it needs, and no more.")


def signing(value: str) -> Iterator[Finding]:
    """Yield whether a signing secret looks like one of Slack's; only a request from Slack can tell more."""
    if _SECRET.fullmatch(value):
        yield Finding.fine("Signing secret", "It looks like one.")
    elif value:
        yield Finding(
            what="Signing secret",
            grade=Grade.WARN,
            told="SLACK_SIGNING_SECRET is not 32 hexadecimal digits, as Slack's are.",
            remedy="Copy it again from api.slack.com/apps > your app > Basic Information > App Credentials.",
        )


def _bot_token(settings: Settings) -> Iterator[Finding]:
    token = secret(settings.slack_bot_token)
    if settings.several_workspaces:
        yield Finding.fine("Bot token", "Each workspace has one of its own, in the database.")
    if settings.several_workspaces or not token:
        return
    try:
        answer = _client(settings, token).auth_test()
    except SlackApiError as error:
        yield Finding.of("Bot token", str(refused("SLACK_BOT_TOKEN", error)))
        return
    except _LOST:
        yield Finding.of("Bot token", str(unreachable(settings)))
        return
    who = f"@{answer['user']} ({answer['user_id']}) in {answer['team']} ({answer['team_id']})"
    yield Finding.fine("Bot token", f"It is {who}.")
    yield from rights(_header(answer, "X-OAuth-Scopes") or None)


def _app_token(settings: Settings) -> Iterator[Finding]:
    token = secret(settings.slack_app_token)
    if not token:
        return
    try:
        _client(settings, token).apps_connections_open(app_token=token)
    except SlackApiError as error:
        told = f"Slack refused SLACK_APP_TOKEN ({code(error)}). {_ANEW}"
        lacks_the_right = code(error) in {"missing_scope", "not_allowed_token_type"}
        yield Finding.of("App-level token", told if lacks_the_right else str(refused("SLACK_APP_TOKEN", error)))
    except _LOST:
        yield Finding.of("App-level token", str(unreachable(settings)))
    else:
        yield Finding.fine("App-level token", "It opens a socket.")


def _no_slack(settings: Settings, said: str) -> Finding:
    """Return that something else answers, such as a proxy's page to log in at, or that Slack has troubles."""
    told = f"What answers at {settings.slack_api_url} does not answer as Slack does ({said})."
    remedy = "Check the proxy and SURVEYBOT_SLACK_API_URL, or try again in a few minutes."
    return Finding(what="Slack", grade=Grade.FAIL, told=told, remedy=remedy)


def _client(settings: Settings, token: str) -> WebClient:
    """Return a client that tries once: who examines would rather know than wait."""
    url = str(settings.slack_api_url)
    return WebClient(token=token or None, base_url=url, timeout=_PATIENCE, retry_handlers=[])


def _header(answer: SlackResponse, name: str) -> str:
    """Return a header of Slack's answer, however it is spelt; '' where there is none."""
    found = {str(key).casefold(): str(value) for key, value in answer.headers.items()}
    return found.get(name.casefold(), "")
