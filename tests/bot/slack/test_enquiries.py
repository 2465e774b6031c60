"""What Slack is asked before the bot is relied on, in a sandbox."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.config import Mode
from bot.findings import Finding, Grade
from bot.sandbox.registration import registered
from bot.sandbox.server import Sandbox
from bot.slack.enquiries import clock, enquire, rights, signing
from bot.slack.manifest import SCOPES, manifest
from tests.helpers.bots import settings
from tests.helpers.sandbox import Hands

NOON = "Sun, 22 Nov 2026 12:00:00 GMT"
NOON_SECONDS = 1_795_348_800.0


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(registered(manifest())) as sandbox:
        yield sandbox


def found(sandbox: Sandbox, mode: Mode = Mode.SOCKET, **others: object) -> dict[str, Finding]:
    """Return what is found in a sandbox, by what was looked at."""
    return {finding.what: finding for finding in enquire(settings(sandbox, **others), mode)}


def graded(findings: Iterator[Finding] | Sequence[Finding]) -> list[Grade]:
    return [finding.grade for finding in findings]


def test_a_bot_that_is_set_up_is_known_by_its_name_and_workspace(sandbox: Sandbox) -> None:
    findings = found(sandbox)
    assert findings["Bot token"].told == "It is @surveybot (U0SANDBOX) in Sandbox (T0SANDBOX)."
    assert {name for name, finding in findings.items() if finding.grade is Grade.FAIL} == set()
    assert "after" in findings["Slack"].told
    assert {"Clock", "App-level token"} <= findings.keys()


@pytest.mark.parametrize(
    ("setting", "what"), [("slack_bot_token", "Bot token"), ("slack_app_token", "App-level token")]
)
def test_a_token_that_slack_refuses_is_named_but_not_shown(sandbox: Sandbox, setting: str, what: str) -> None:
    finding = found(sandbox, Mode.SOCKET, **{setting: "xoxb-hush"})[what]
    assert (finding.grade, "(invalid_auth)" in finding.told) == (Grade.FAIL, True)
    assert (setting.upper() in finding.told, bool(finding.remedy)) == (True, True)
    assert "hush" not in f"{finding}"


def test_an_app_level_token_without_its_right_is_to_be_made_anew(sandbox: Sandbox) -> None:
    finding = found(sandbox, slack_app_token=sandbox.credentials.bot_token)["App-level token"]
    assert (finding.grade, "connections:write" in finding.remedy) == (Grade.FAIL, True)


def test_over_http_the_signing_secret_is_looked_at_in_place_of_the_socket(sandbox: Sandbox) -> None:
    findings = found(sandbox, Mode.HTTP)
    assert (findings["Signing secret"].grade, "App-level token" in findings) == (Grade.OK, False)


def test_where_workspaces_install_it_themselves_no_token_is_asked_about(sandbox: Sandbox) -> None:
    findings = found(sandbox, Mode.HTTP, slack_bot_token=None, slack_client_id="1.2", slack_client_secret="4567cdef")
    assert "in the database" in findings["Bot token"].told
    assert Hands(sandbox.url).entries("call", "auth.test") == []


def test_slack_that_cannot_be_reached_is_asked_nothing_more() -> None:
    with Sandbox() as gone:
        chosen = settings(gone)
    [finding] = enquire(chosen, Mode.SOCKET)
    assert (finding.what, finding.grade, finding.remedy) == ("Slack", Grade.FAIL, "Check the network and the proxy.")


def test_a_page_in_place_of_slack_is_told_apart_from_slack(sandbox: Sandbox) -> None:
    with answering("<html>Log in to the network</html>") as url:
        [finding] = enquire(settings(sandbox, slack_api_url=url), Mode.SOCKET)
    assert (finding.grade, "does not answer as Slack does" in finding.told) == (Grade.FAIL, True)


def test_the_rights_that_slack_names_are_those_compared(sandbox: Sandbox) -> None:
    with answering('{"ok": true}', **{"x-oauth-scopes": "chat:write"}) as url:
        [finding] = [each for each in enquire(settings(sandbox, slack_api_url=url), Mode.HTTP) if each.what == "Rights"]
    assert (finding.grade, "files:write, to send a chart" in finding.told) == (Grade.FAIL, True)


def test_all_the_rights_of_the_manifest_and_no_more_are_well() -> None:
    assert graded(rights(",".join(SCOPES))) == [Grade.OK]


def test_a_right_too_many_is_to_be_looked_at() -> None:
    [finding] = rights(",".join([*SCOPES, "users:write"]))
    assert (finding.grade, finding.told) == (Grade.WARN, "The bot may do more than it needs to: users:write.")


def test_rights_that_slack_does_not_name_are_to_be_looked_at() -> None:
    assert graded(rights(None)) == [Grade.WARN]


@pytest.mark.parametrize(
    ("seconds", "mode", "grade", "told"),
    [
        (0, Mode.HTTP, Grade.OK, "agrees"),
        (-119, Mode.HTTP, Grade.OK, "agrees"),
        (600, Mode.HTTP, Grade.FAIL, "10 minutes ahead of"),
        (-600, Mode.SOCKET, Grade.WARN, "10 minutes behind"),
    ],
)
def test_a_clock_that_is_wrong_by_minutes_is_noticed(seconds: float, mode: Mode, grade: Grade, told: str) -> None:
    [finding] = clock(NOON, NOON_SECONDS + seconds, mode)
    assert (finding.grade, told in finding.told) == (grade, True)


@pytest.mark.parametrize("date", ["", "now", "Sun, 99 Nov 2026 12:00:00 GMT"])
def test_a_date_that_cannot_be_read_says_nothing_of_the_clock(date: str) -> None:
    assert list(clock(date, NOON_SECONDS, Mode.HTTP)) == []


def test_a_signing_secret_of_another_form_is_to_be_looked_at_and_not_shown() -> None:
    [finding] = signing("hush" * 8)
    assert (finding.grade, "hush" in f"{finding}") == (Grade.WARN, False)


@contextmanager
def answering(body: str, **headers: str) -> Iterator[str]:
    """Answer every request in the same way, at the address returned."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
