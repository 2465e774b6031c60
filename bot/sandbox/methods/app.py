"""Who the app is, how it comes in and how it goes: auth.*, apps.*, oauth.v2.access."""

import hmac

from bot.sandbox import block_kit
from bot.sandbox.content import structure
from bot.sandbox.grants import EXPIRES_IN, Grant, Holder
from bot.sandbox.methods.registry import Answer, Call, method
from bot.sandbox.model import SlackError, at
from bot.sandbox.workspace import APP, ORGANISATION, ORGANISATION_NAME

_BY_CODE, _BY_REFRESH = "authorization_code", "refresh_token"


@method("api.test", holder=Holder.NOBODY)
def test(call: Call) -> Answer:
    """Return what was sent."""
    if call.text("error"):
        raise SlackError(call.text("error"))
    return {"args": dict(call.args)}


@method("auth.test")
def who(call: Call) -> Answer:
    """Say whose token it is."""
    team = call.team
    return {
        "url": f"{call.slack.base_url}/",
        "team": team.name,
        "user": call.workspace.user(call.bot).name,
        "team_id": team.id,
        "user_id": call.bot,
        "bot_id": team.bot,
        **({"enterprise_id": team.organisation} if team.organisation else {}),
        "is_enterprise_install": call.grant is not None and not call.grant.team,
    }


@method("apps.connections.open", "connections:write", holder=Holder.APP)
def connect(call: Call) -> Answer:
    """Return where a socket may be opened, once."""
    address = call.slack.base_url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={call.slack.hub.sockets.ticket()}&app_id={APP}"}


@method("oauth.v2.access", holder=Holder.NOBODY)
def install(call: Call) -> Answer:
    """Exchange the code of an installation for the bot's token, or a refresh token for a fresh one."""
    kind = call.text("grant_type") or _BY_CODE
    if kind not in {_BY_CODE, _BY_REFRESH}:
        raise SlackError("invalid_grant_type")
    if kind == _BY_CODE and "code" not in call.args:
        raise SlackError("invalid_code")
    _check_client(call)
    hub = call.slack.hub
    if kind == _BY_REFRESH:
        return _granted(call, hub.grants.renew(call.text("refresh_token")))
    return _granted(call, hub.install(hub.grants.exchange(call.text("code"), call.text("redirect_uri"))))


@method("auth.revoke")
def revoke(call: Call) -> Answer:
    """Give the token back; it is the bot's only one, so that the app is uninstalled."""
    if not call.flag("test"):
        call.slack.hub.uninstall(call.grant.team if call.grant else "", "token_revoked")
    return {"revoked": not call.flag("test")}


@method("apps.uninstall")
def uninstall(call: Call) -> Answer:
    """Take the app out of its workspace."""
    _check_client(call)
    call.slack.hub.uninstall(call.grant.team if call.grant else "")
    return {}


@method("blocks.validate")
def validate(call: Call) -> Answer:
    """Say what is wrong with blocks, a message or a view, without showing them."""
    kinds = {"blocks": "invalid_blocks", "message": "invalid_message", "view": "invalid_view"}
    given = {name: structure(call.args[name], error) for name, error in kinds.items() if name in call.args}
    if len(given) != 1:
        raise SlackError("invalid_arguments", "must provide exactly one of `blocks`, `view`, or `message`")
    [(name, found)] = given.items()
    blocks = at(found, "blocks") if name == "message" else found
    faults = block_kit.view_faults(found, "") if name == "view" else block_kit.message_faults(blocks, "")
    if faults:
        told = [{"code": "failed_constraint", "pointer": each.pointer, "message": each.message} for each in faults]
        raise SlackError(kinds[name], errors=told)
    return {}


def _check_client(call: Call) -> None:
    """Raise where whoever calls is not the app."""
    credentials = call.slack.hub.credentials
    if call.text("client_id") != credentials.client_id:
        raise SlackError("invalid_client_id")
    if not hmac.compare_digest(call.text("client_secret").encode(), credentials.client_secret.encode()):
        raise SlackError("bad_client_secret")


def _granted(call: Call, grant: Grant) -> Answer:
    """Return a grant as Slack tells an app of it."""
    hub = call.slack.hub
    team = hub.teams.get(grant.team, hub.first).workspace.team
    scopes = hub.registration.scopes if grant.scopes is None else grant.scopes
    named = {"id": team.id, "name": team.name}
    rotated = {"refresh_token": grant.refresh, "expires_in": EXPIRES_IN} if grant.refresh else {}
    return {
        "app_id": APP,
        "authed_user": {"id": grant.user},
        "scope": ",".join(sorted(scopes or ())),
        "token_type": "bot",
        "access_token": grant.token,
        **rotated,
        "bot_user_id": team.bot_user,
        "team": named if grant.team else None,
        "enterprise": None if grant.team else {"id": ORGANISATION, "name": ORGANISATION_NAME},
        "is_enterprise_install": not grant.team,
    }
