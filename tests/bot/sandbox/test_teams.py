"""Several workspaces and one app: how it comes into each, what its tokens open there, and how it goes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation import TokenRotator
from slack_sdk.webhook import WebhookClient

from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.apps import FREE, Socket, app_over_http, bot, socket
from tests.helpers.sandbox import ALEX, GENERAL, OTHER_TEAM, SAM, Hands, Json, Refused

TEAM, ORGANISATION = "T0SANDBOX", "E0SANDBOX"
BACK = "http://127.0.0.1:3000/slack/oauth_redirect"
ROTATING = Registration(rotates=True, scopes=frozenset({"chat:write", "commands"}))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rules=FREE) as sandbox:
        yield sandbox


@pytest.fixture
def other(sandbox: Sandbox) -> Hands:
    return Hands(sandbox.url, team=OTHER_TEAM)


def access(sandbox: Sandbox, **given: str) -> Json:
    """Call oauth.v2.access as the app."""
    known = {"client_id": sandbox.credentials.client_id, "client_secret": sandbox.credentials.client_secret}
    found: Json = WebClient(base_url=sandbox.api_url).api_call("oauth.v2.access", data={**known, **given}).data  # type: ignore[assignment]  # JSON
    return found


def install(sandbox: Sandbox, team: str = OTHER_TEAM, **more: object) -> Json:
    code = Hands(sandbox.url, team=team).do("install", redirect_uri=BACK, **more)
    return access(sandbox, code=code, redirect_uri=BACK)


def client(sandbox: Sandbox, granted: Json, *, team_id: str | None = None) -> WebClient:
    return WebClient(granted["access_token"], base_url=sandbox.api_url, team_id=team_id)


def told(line: Socket) -> Json:
    found: Json = line.take("events_api")["payload"]
    return found


# Two workspaces


def test_an_app_is_in_the_first_workspace_only_until_it_comes_into_another(sandbox: Sandbox, other: Hands) -> None:
    other.say("anybody here?")
    other.command("/survey x")
    assert "not a valid command" in other.messages()[-1]["text"]
    with pytest.raises(Refused, match="app_not_installed"):
        other.do("shortcut", user=SAM, callback_id="ask")
    assert other.entries("delivery") == []
    granted = install(sandbox)
    assert (granted["team"], granted["bot_user_id"]) == ({"id": OTHER_TEAM, "name": "Other department"}, "U0OTHERBOT")
    assert client(sandbox, granted).auth_test()["team_id"] == OTHER_TEAM


def test_people_and_channels_have_the_same_ids_everywhere_and_nothing_else_in_common(
    sandbox: Sandbox, other: Hands
) -> None:
    there = client(sandbox, install(sandbox))
    other.do("invite", user=SAM, channel=GENERAL)
    bot(sandbox).chat_postMessage(channel=GENERAL, text="here")
    there.chat_postMessage(channel=GENERAL, text="there")
    assert [each["text"] for each in Hands(sandbox.url).messages()] == ["here"]
    assert [each["text"] for each in other.messages()] == ["there"]
    assert [each["what"] for each in other.entries("call")] == ["chat.postMessage"]
    there.views_publish(user_id=SAM, view={"type": "home", "blocks": []})
    assert Hands(sandbox.url).do("home", user=SAM) is None


def test_what_happens_in_a_workspace_names_no_other(sandbox: Sandbox, other: Hands) -> None:
    there = client(sandbox, install(sandbox))
    other.do("invite", user=SAM, channel=GENERAL)
    there.chat_postMessage(channel=GENERAL, text="x", blocks=[{"type": "divider"}])
    with socket(sandbox) as line:
        other.say("@app hello")
        mention = told(line)
        assert (mention["team_id"], mention["authorizations"][0]["user_id"]) == (OTHER_TEAM, "U0OTHERBOT")
        assert mention["event"]["text"] == "<@U0OTHERBOT> hello"
        assert TEAM not in json.dumps([mention, told(line)])
    assert TEAM not in json.dumps([each["body"] for each in other.entries("call")])


def test_a_response_url_leads_back_to_its_workspace(sandbox: Sandbox, other: Hands) -> None:
    install(sandbox)
    other.do("invite", user=SAM, channel=GENERAL)
    incoming = sandbox.hub.teams[OTHER_TEAM].workspace.response_url(SAM, GENERAL)
    assert WebhookClient(f"{sandbox.url}commands/{incoming}").send(text="answer").body == "ok"
    assert [each["text"] for each in other.messages()] == ["answer"]


def test_another_workspace_that_there_is_not_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(Refused, match="There is: T0SANDBOX, T0OTHER"):
        Hands(sandbox.url, team="T0NONE").do("mend")


# Coming in


def test_whoever_allows_an_app_is_named_and_its_code_is_good_for_ten_minutes(sandbox: Sandbox, other: Hands) -> None:
    assert install(sandbox, user=SAM)["authed_user"] == {"id": SAM}
    code = other.do("install", redirect_uri=BACK)
    other.do("advance", seconds=601)
    with pytest.raises(SlackApiError, match="invalid_code"):
        access(sandbox, code=code)


def test_an_app_that_comes_in_again_keeps_its_token(sandbox: Sandbox) -> None:
    first, second = install(sandbox), install(sandbox, user=SAM)
    assert first["access_token"] == second["access_token"]
    assert install(sandbox, TEAM)["access_token"] == sandbox.credentials.bot_token


# An organisation


def test_an_organisations_token_opens_each_of_its_workspaces(sandbox: Sandbox, other: Hands) -> None:
    granted = install(sandbox, org_wide=True)
    assert (granted["team"], granted["enterprise"]["id"], granted["is_enterprise_install"]) == (
        None,
        ORGANISATION,
        True,
    )
    other.do("invite", user=SAM, channel=GENERAL)
    for team, hands in ((TEAM, Hands(sandbox.url)), (OTHER_TEAM, other)):
        here = client(sandbox, granted, team_id=team)
        who = here.auth_test()
        assert (who["team_id"], who["enterprise_id"], who["user_id"]) == (team, ORGANISATION, granted["bot_user_id"])
        here.chat_postMessage(channel=GENERAL, text=f"for {team}")
        assert hands.messages()[-1]["text"] == f"for {team}"
    assert everywhere_says(sandbox, granted) == (True, False)
    with pytest.raises(SlackApiError, match="team_access_not_granted"):
        client(sandbox, granted, team_id="T0NONE").auth_test()


def test_what_an_organisations_app_answers_finds_the_workspace_it_answers_in(sandbox: Sandbox, other: Hands) -> None:
    everywhere = client(sandbox, install(sandbox, org_wide=True))
    other.do("invite", user=SAM, channel=GENERAL)
    asked = other.say("@app hello")["ts"]
    answer = everywhere.chat_postMessage(channel=GENERAL, thread_ts=asked, text="answer")["ts"]
    everywhere.chat_update(channel=GENERAL, ts=answer, text="better")
    trigger = sandbox.hub.teams[OTHER_TEAM].workspace.trigger(SAM)
    view: Any = {"type": "modal", "title": {"type": "plain_text", "text": "A form"}, "blocks": []}
    opened = everywhere.views_open(trigger_id=trigger, view=view)["view"]["id"]
    everywhere.views_update(view_id=opened, view=view)
    assert [each["text"] for each in other.messages(thread=asked)][1:] == ["better"]
    assert len(other.do("views", user=SAM)) == 1
    assert Hands(sandbox.url).messages() == []


def everywhere_says(sandbox: Sandbox, granted: Json) -> tuple[bool, bool]:
    """Return whether an organisation's token, and the first workspace's own, say that they are an organisation's."""
    whole, own = client(sandbox, granted).auth_test(), bot(sandbox).auth_test()
    return whole["is_enterprise_install"], own["is_enterprise_install"]


@pytest.mark.parametrize("method", ["conversations.list", "users.list"])
def test_an_organisations_token_must_say_whose_list_is_meant(sandbox: Sandbox, method: str) -> None:
    granted = install(sandbox, org_wide=True)
    with pytest.raises(SlackApiError, match="missing_argument"):
        client(sandbox, granted).api_call(method)
    assert client(sandbox, granted).api_call(method, data={"team_id": OTHER_TEAM})["ok"]
    assert bot(sandbox).api_call(method)["ok"]


def test_what_an_organisations_app_is_told_names_it_and_the_workspace(sandbox: Sandbox, other: Hands) -> None:
    granted = install(sandbox, org_wide=True)
    other.do("invite", user=SAM, channel=GENERAL)
    with socket(sandbox) as line:
        other.say("@app hello")
        event = told(line)
    assert (event["team_id"], event["enterprise_id"]) == (OTHER_TEAM, ORGANISATION)
    [by] = event["authorizations"]
    assert (by["team_id"], by["enterprise_id"], by["is_enterprise_install"]) == (None, ORGANISATION, True)
    assert by["user_id"] == granted["bot_user_id"]


def test_a_command_and_a_click_in_an_organisation_name_it_and_the_workspace() -> None:
    with app_over_http(org_deploy_enabled=True) as (sandbox, app, _):
        other, granted = Hands(sandbox.url, team=OTHER_TEAM), install(sandbox, org_wide=True)
        other.command("/survey x")
        other.do("shortcut", user=SAM, callback_id="ask")
    command, shortcut = app.last("/survey"), app.last("shortcut")
    assert (command["team_id"], command["enterprise_id"], command["is_enterprise_install"]) == (
        OTHER_TEAM,
        ORGANISATION,
        "true",
    )
    assert (shortcut["team"]["id"], shortcut["enterprise"]["id"], shortcut["is_enterprise_install"]) == (
        OTHER_TEAM,
        ORGANISATION,
        True,
    )
    assert granted["is_enterprise_install"]


def test_an_app_that_is_not_ready_for_an_organisation_is_refused_there() -> None:
    with Sandbox(Registration(is_org_ready=False)) as sandbox, pytest.raises(Refused, match="org_deploy_not_enabled"):
        install(sandbox, org_wide=True)


# Tokens that expire


def test_a_token_that_is_rotated_lasts_twelve_hours_and_its_successor_as_long() -> None:
    with Sandbox(ROTATING, rules=FREE) as sandbox:
        granted = install(sandbox)
        assert granted["access_token"].startswith("xoxe.xoxb-1-")
        assert (granted["refresh_token"][:7], granted["expires_in"]) == ("xoxe-1-", 43_200)
        fresh = access(sandbox, grant_type="refresh_token", refresh_token=granted["refresh_token"])
        assert fresh["access_token"] != granted["access_token"]
        assert fresh["refresh_token"] != granted["refresh_token"]
        assert client(sandbox, granted).auth_test()["ok"]  # until it expires
        assert "xoxe" not in json.dumps(Hands(sandbox.url).entries())
        Hands(sandbox.url).do("advance", seconds=43_201)
        for expired in (granted, fresh):
            with pytest.raises(SlackApiError, match="token_expired"):
                client(sandbox, expired).auth_test()
        again = access(sandbox, grant_type="refresh_token", refresh_token=fresh["refresh_token"])
        assert client(sandbox, again).auth_test()["team_id"] == OTHER_TEAM


@pytest.mark.parametrize("refresh_token", ["", "xoxe-1-nobody", "SPENT"])
def test_a_refresh_token_that_is_spent_or_none_is_refused(refresh_token: str) -> None:
    with Sandbox(ROTATING) as sandbox:
        spent = install(sandbox)["refresh_token"]
        access(sandbox, grant_type="refresh_token", refresh_token=spent)
        with pytest.raises(SlackApiError, match="invalid_refresh_token"):
            access(sandbox, grant_type="refresh_token", refresh_token=refresh_token.replace("SPENT", spent))
        with pytest.raises(SlackApiError, match="invalid_grant_type"):
            access(sandbox, grant_type="password")


def test_slacks_own_library_rotates_a_token() -> None:
    with Sandbox(ROTATING) as sandbox:
        granted, known = install(sandbox), sandbox.credentials
        rotator = TokenRotator(
            client_id=known.client_id,
            client_secret=known.client_secret,
            client=WebClient(base_url=sandbox.api_url),
        )
        stored = Bot(
            bot_token=granted["access_token"],
            bot_id="B0OTHER",
            bot_user_id="U0OTHERBOT",
            bot_refresh_token=granted["refresh_token"],
            bot_token_expires_in=60,
            installed_at=0.0,
        )
        rotated = rotator.perform_bot_token_rotation(bot=stored)
        assert rotated is not None
        assert WebClient(rotated.bot_token, base_url=sandbox.api_url).auth_test()["ok"]


# Going


def test_an_app_that_is_uninstalled_hears_it_and_its_token_opens_nothing(sandbox: Sandbox, other: Hands) -> None:
    granted = install(sandbox)
    other.do("invite", user=SAM, channel=GENERAL)
    with socket(sandbox) as line:
        other.do("uninstall")
        revoked, gone = told(line), told(line)
    assert (revoked["event"], gone["event"]) == (
        {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0OTHERBOT"]}},
        {"type": "app_uninstalled"},
    )
    assert revoked["team_id"] == gone["team_id"] == OTHER_TEAM
    with pytest.raises(SlackApiError, match="account_inactive"):
        client(sandbox, granted).auth_test()
    assert bot(sandbox).auth_test()["ok"]
    assert install(sandbox)["access_token"] != granted["access_token"]
    assert "U0OTHERBOT" not in sandbox.hub.teams[OTHER_TEAM].workspace.channels[GENERAL].members


def test_an_app_gives_its_token_back_or_uninstalls_itself(sandbox: Sandbox) -> None:
    granted = install(sandbox)
    there = client(sandbox, granted)
    assert not there.auth_revoke(test=True)["revoked"]
    assert there.auth_revoke(test=False)["revoked"]
    with pytest.raises(SlackApiError, match="token_revoked"):
        there.auth_test()
    known = sandbox.credentials
    again = client(sandbox, install(sandbox, user=ALEX))
    again.apps_uninstall(client_id=known.client_id, client_secret=known.client_secret)
    with pytest.raises(SlackApiError, match="account_inactive"):
        again.auth_test()


def test_an_organisation_that_lets_an_app_go_does_so_in_all_of_its_workspaces(sandbox: Sandbox, other: Hands) -> None:
    granted = install(sandbox, org_wide=True)
    other.do("uninstall", org_wide=True)
    with pytest.raises(SlackApiError, match="account_inactive"):
        client(sandbox, granted, team_id=TEAM).auth_test()
    other.say("hello")
    assert other.entries("delivery") == []
