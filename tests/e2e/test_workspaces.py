"""Several workspaces in a Slack as strict as the real one: each installs the bot, and sees nothing of another.

People and channels have the same ids in both, so that whatever is mixed up shows.
"""

import re
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from html import unescape
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.context import Expert
from bot.records import Posting, Workspace
from bot.sandbox.workspace import TEAM
from bot.slack.connections import HttpConnection
from bot.slack.manifest import SCOPES
from bot.store.engine import open_store
from tests.helpers.bots import Bot, bot_of_several_workspaces
from tests.helpers.sandbox import ALEX, GENERAL, SAM, Hands, Json, on
from tests.helpers.stores import a_store, nobody_listens

OTHER, ORGANISATION = "T0OTHER", "E0SANDBOX"
QUESTION = "what share with local government?"
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture
def bot(known: Expert) -> Iterator[Bot]:
    with bot_of_several_workspaces(known) as bot:
        yield bot


def hands(bot: Bot, team: str) -> Hands:
    return Hands(bot.sandbox.url, team=team)


def fetch(bot: Bot, path: str, cookie: str = "") -> tuple[int, str, str]:
    """Return the status, the text and the cookie of a page of the app's."""
    connection = bot.connection
    assert isinstance(connection, HttpConnection)
    request = urllib.request.Request(f"http://127.0.0.1:{connection.port}{path}", headers={"Cookie": cookie})
    try:
        answer: HTTPResponse | urllib.error.HTTPError = _OPENER.open(request)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        return answer.status or 0, answer.read().decode(), (answer.headers.get("Set-Cookie") or "").partition(";")[0]


def begun(bot: Bot) -> tuple[str, str]:
    """Return where the app's page sends somebody who wants to install it, and the cookie it knows them by."""
    _, page, cookie = fetch(bot, "/slack/install")
    [address] = re.findall(r'href="([^"]+authorize[^"]+)"', page)
    return unescape(address), cookie


def install(bot: Bot, team: str, **how: object) -> tuple[int, str]:
    """Install the app in a workspace, as a browser would; return the last page's status and text."""
    address, cookie = begun(bot)
    [state] = parse_qs(urlsplit(address).query)["state"]
    code = hands(bot, team).do("install", redirect_uri="", **how)
    status, page, _ = fetch(bot, f"/slack/oauth_redirect?code={code}&state={state}", cookie)
    return status, page


def asked(bot: Bot, team: str, question: str = QUESTION, **where: str) -> Json:
    """Bring the bot into the channel of a workspace, mention it there, and return what was said."""
    there = hands(bot, team)
    if not there.entries("did", "invite"):
        there.do("invite", user=SAM, channel=GENERAL)
    said = there.say(f"@surveybot {question}", **where)
    bot.settle()
    return said


def answers(bot: Bot, team: str, said: Json) -> list[str]:
    """Return what the app said in a thread."""
    bot.settle()
    return [each["text"] for each in hands(bot, team).from_the_app(thread=said["ts"])]


def test_the_page_to_install_it_asks_slack_for_no_more_rights_than_the_manifest(bot: Bot) -> None:
    address, cookie = begun(bot)
    asked_for = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{bot.sandbox.url}oauth/v2/authorize?")
    assert (set(asked_for["scope"][0].split(",")), asked_for.get("user_scope")) == (set(SCOPES), None)
    assert cookie


def test_a_workspace_that_installed_it_is_answered_and_its_installer_is_its_admin(bot: Bot) -> None:
    status, _ = install(bot, OTHER, user=ALEX)
    [answer] = answers(bot, OTHER, asked(bot, OTHER))
    assert (status, answer[:3]) == (200, "31%")
    assert bot.store.workspaces.of(OTHER) == Workspace(team=OTHER, admins=(ALEX,), revision=1)
    assert bot.store.workspaces.of(TEAM) == Workspace(team=TEAM)


def test_an_admin_stays_one_when_somebody_else_installs_it_again(bot: Bot) -> None:
    install(bot, OTHER, user=ALEX)
    install(bot, OTHER, user=SAM)
    assert bot.store.workspaces.of(OTHER).admins == (ALEX,)


@pytest.mark.parametrize("query", ["code=x&state=forged", "state=forged", "error=access_denied"])
def test_who_comes_back_from_slack_without_having_been_sent_there_installs_nothing(bot: Bot, query: str) -> None:
    _, _, _ = fetch(bot, f"/slack/oauth_redirect?{query}")
    assert bot.store.teams() == ()  # type: ignore[attr-defined]  # the store's own


def test_a_state_is_good_for_one_return(bot: Bot) -> None:
    address, cookie = begun(bot)
    [state] = parse_qs(urlsplit(address).query)["state"]
    back = [
        fetch(
            bot, f"/slack/oauth_redirect?code={hands(bot, OTHER).do('install', redirect_uri='')}&state={state}", cookie
        )
        for _ in range(2)
    ]
    assert [status for status, _, _ in back] == [200, 401]


def test_what_is_set_in_one_workspace_holds_in_no_other(bot: Bot) -> None:
    for team in (TEAM, OTHER):
        install(bot, team)
    bot.store.workspaces.change(replace(bot.store.workspaces.of(OTHER), channels=("C0DATA",)))
    assert answers(bot, OTHER, asked(bot, OTHER)) == []
    first = hands(bot, TEAM).say(f"@surveybot {QUESTION}")
    assert len(answers(bot, TEAM, first)) == 1


def test_what_was_asked_in_one_workspace_is_leant_on_in_no_other(bot: Bot) -> None:
    for team in (TEAM, OTHER):
        install(bot, team)
    asked(bot, OTHER)
    first = hands(bot, TEAM).say("@surveybot and central?")
    assert "Which of these" in answers(bot, TEAM, first)[0]


def test_a_thread_is_the_bots_in_one_workspace_alone(bot: Bot) -> None:
    for team in (TEAM, OTHER):
        install(bot, team)
    said = hands(bot, TEAM).say("What do we know?")
    posting = Posting(team=OTHER, channel=GENERAL, ts="1.1", asker=SAM, thread=said["ts"])
    bot.store.postings.keep(posting)
    hands(bot, TEAM).say(QUESTION, thread_ts=said["ts"])
    assert answers(bot, TEAM, said) == []


def test_a_token_that_is_about_to_expire_is_renewed_before_it_does(bot: Bot) -> None:
    install(bot, OTHER)
    kept = bot.store.installations(bot.sandbox.credentials.client_id)  # type: ignore[attr-defined]  # the store's own
    before = kept.find_installation(enterprise_id=None, team_id=OTHER)
    aged = replace_times(before, time.time() + 60)
    kept.save(aged)
    assert [answer[:3] for answer in answers(bot, OTHER, asked(bot, OTHER))] == ["31%"]
    after = kept.find_installation(enterprise_id=None, team_id=OTHER)
    assert (after.bot_token != before.bot_token, after.bot_refresh_token != before.bot_refresh_token) == (True, True)
    hands(bot, OTHER).do("advance", seconds=43_200 - 7_300)
    assert [answer[:3] for answer in answers(bot, OTHER, asked(bot, OTHER))] == ["31%"]


def replace_times(installation: Any, expires: float) -> Any:
    """Return an installation whose token expires at a time."""
    installation.bot_token_expires_at = int(expires)
    return installation


def test_of_a_workspace_that_takes_it_out_nothing_is_kept(bot: Bot) -> None:
    for team in (TEAM, OTHER):
        install(bot, team)
        asked(bot, team) if team == OTHER else hands(bot, team).say(f"@surveybot {QUESTION}")
    bot.settle()
    hands(bot, OTHER).do("uninstall")
    bot.settle()
    store = bot.store
    assert store.teams() == (TEAM,)  # type: ignore[attr-defined]  # the store's own
    again = hands(bot, TEAM).say(f"@surveybot {QUESTION}")
    assert len(answers(bot, TEAM, again)) == 1


def test_a_whole_organisation_is_answered_in_each_of_its_workspaces(bot: Bot) -> None:
    status, _ = install(bot, OTHER, org_wide=True)
    assert (status, bot.store.workspaces.of(ORGANISATION).admins) == (200, (ALEX,))
    assert [answer[:3] for answer in answers(bot, OTHER, asked(bot, OTHER))] == ["31%"]
    first = hands(bot, TEAM).say(f"@surveybot {QUESTION}")
    assert [answer[:3] for answer in answers(bot, TEAM, first)] == ["31%"]


def test_an_admin_of_the_organisation_is_one_of_its_workspaces(bot: Bot) -> None:
    install(bot, OTHER, org_wide=True)
    there = hands(bot, TEAM)
    there.do("open_home", user=ALEX)
    bot.settle()
    assert "For admins" in str(there.do("home", user=ALEX))


def test_while_the_database_is_down_nobody_can_install_it_and_is_told_so(known: Expert) -> None:
    with bot_of_several_workspaces(known, store=open_store(nobody_listens())) as bot:
        status, page, _ = fetch(bot, "/slack/install")
        assert (status, "database does not answer" in page) == (503, True)


def test_while_the_database_is_down_a_workspace_that_is_known_is_answered(known: Expert, tmp_path: Path) -> None:
    with closing(a_store(tmp_path)) as store, bot_of_several_workspaces(known, store=store) as bot:
        install(bot, OTHER)
        asked(bot, OTHER)
        with closing(sqlite3.connect(tmp_path / "surveybot.db")) as database:
            for table in ("slack_bots", "slack_installations", "workspaces", "postings"):
                database.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        assert [answer[:3] for answer in answers(bot, OTHER, asked(bot, OTHER))] == ["31%"]


def test_no_answer_and_no_button_of_one_workspace_reaches_another(bot: Bot) -> None:
    for team in (TEAM, OTHER):
        install(bot, team)
    said = asked(bot, OTHER)
    there = hands(bot, OTHER)
    there.click(on(there.from_the_app(thread=said["ts"])[0])[0])
    bot.settle()
    assert (len(answers(bot, OTHER, said)), hands(bot, TEAM).from_the_app()) == (2, [])
