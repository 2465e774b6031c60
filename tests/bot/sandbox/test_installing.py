"""The page on which an app is allowed to come in: what it shows, where it leads, and what it refuses."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPMessage
from typing import IO
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk import WebClient

from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.apps import FREE
from tests.helpers.sandbox import ALEX, OTHER_TEAM, SAM

BACK = "http://127.0.0.1:3000/slack/oauth_redirect"
APP = Registration(
    name="surveybot", scopes=frozenset({"chat:write", "commands"}), redirect_urls=("http://127.0.0.1:3000/slack",)
)


class _Staying(urllib.request.HTTPRedirectHandler):
    """Goes nowhere: where a page leads is what is tested."""

    def redirect_request(  # noqa: PLR0913, PLR0917  # as inherited
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Staying)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(APP, rules=FREE) as sandbox:
        yield sandbox


def asked(sandbox: Sandbox, **changed: str) -> dict[str, str]:
    wish = {"scope": "chat:write,commands", "redirect_uri": BACK, "state": "s & t", "user_scope": ""}
    return {"client_id": sandbox.credentials.client_id, **wish, **changed}


def page(sandbox: Sandbox, given: dict[str, str], *, posted: bool = False, **headers: str) -> tuple[int, str, str]:
    """Return the status, the text and where it leads."""
    address, query = f"{sandbox.url}oauth/v2/authorize", urlencode(given)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = query.encode() if posted else None
    request = urllib.request.Request(address if posted else f"{address}?{query}", body, named)  # noqa: S310  # loopback
    try:
        with _OPENER.open(request, timeout=10) as answer:
            return answer.status, answer.read().decode(), ""
    except urllib.error.HTTPError as other:
        with other:
            return other.code, other.read().decode(), other.headers.get("Location", "")


def test_a_person_sees_what_is_asked_for_and_chooses_where(sandbox: Sandbox) -> None:
    status, shown, _ = page(sandbox, asked(sandbox, team=OTHER_TEAM), Sec_Fetch_Site="same-site")
    assert status == 200
    for words in ("surveybot asks", "chat:write", "commands", '<option value="T0OTHER" selected>Other department'):
        assert words in shown
    assert "as a whole" in shown


def test_allowing_leads_back_with_a_code_and_the_state(sandbox: Sandbox) -> None:
    chosen = {"workspace": OTHER_TEAM, "user": SAM, "allow": "1"}
    status, _, address = page(sandbox, {**asked(sandbox, scope="chat:write"), **chosen}, posted=True)
    query = parse_qs(urlsplit(address).query)
    assert (status, address.partition("?")[0], query["state"]) == (302, BACK, ["s & t"])
    known = sandbox.credentials
    granted = WebClient(base_url=sandbox.api_url).oauth_v2_access(
        client_id=known.client_id, client_secret=known.client_secret, code=query["code"][0], redirect_uri=BACK
    )
    assert (granted["team"]["id"], granted["authed_user"]["id"], granted["scope"]) == (OTHER_TEAM, SAM, "chat:write")


def test_a_whole_organisation_can_be_chosen(sandbox: Sandbox) -> None:
    chosen = {"workspace": "E0SANDBOX", "user": ALEX, "allow": "1"}
    _, _, address = page(sandbox, {**asked(sandbox), **chosen}, posted=True)
    known, code = sandbox.credentials, parse_qs(urlsplit(address).query)["code"][0]
    granted = WebClient(base_url=sandbox.api_url).oauth_v2_access(
        client_id=known.client_id, client_secret=known.client_secret, code=code
    )
    assert granted["is_enterprise_install"]


def test_refusing_leads_back_without_a_code(sandbox: Sandbox) -> None:
    _, _, address = page(sandbox, {**asked(sandbox), "cancel": "1"}, posted=True)
    assert parse_qs(urlsplit(address).query) == {"error": ["access_denied"], "state": ["s & t"]}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"client_id": "9.9"}, "Invalid client_id"),
        ({"scope": "chat:write,users:read"}, "Invalid permissions requested: users:read"),
        ({"scope": "chat:write;x"}, "Invalid permissions requested"),
        ({"scope": ""}, "No scopes requested"),
        ({"user_scope": "users:read"}, "no tokens of users"),
        ({"team": "T0NONE"}, "There is no workspace T0NONE"),
        ({"redirect_uri": "https://bot.example.org/slack"}, "must be on this machine"),
        ({"redirect_uri": "http://127.0.0.1:3000/else"}, "did not match any configured URIs"),
        ({"redirect_uri": "http://127.0.0.1:30001/slack"}, "did not match any configured URIs"),
        ({"redirect_uri": "http://127.0.0.1:3000/slackers"}, "did not match any configured URIs"),
    ],
)
@pytest.mark.parametrize("posted", [False, True])
def test_what_is_not_asked_as_it_should_be_is_told(
    sandbox: Sandbox, changed: dict[str, str], words: str, *, posted: bool
) -> None:
    chosen = {"workspace": OTHER_TEAM, "user": SAM, "allow": "1"} if posted else {}
    status, shown, address = page(sandbox, {**asked(sandbox, **changed), **chosen}, posted=posted)
    assert (status, address) == (400, "")
    assert words in shown


@pytest.mark.parametrize("chosen", [{"workspace": "T0NONE", "user": SAM}, {"workspace": OTHER_TEAM, "user": "U0NONE"}])
def test_only_who_and_what_there_is_can_allow_and_be_chosen(sandbox: Sandbox, chosen: dict[str, str]) -> None:
    status, shown, _ = page(sandbox, {**asked(sandbox), **chosen, "allow": "1"}, posted=True)
    assert status == 400
    assert "that there is" in shown


def test_nobody_elses_page_can_allow_an_app(sandbox: Sandbox) -> None:
    chosen = {"workspace": OTHER_TEAM, "user": SAM, "allow": "1"}
    for header in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "http://127.0.0.1:3000"}):
        assert page(sandbox, {**asked(sandbox), **chosen}, posted=True, **header)[0] == 403
