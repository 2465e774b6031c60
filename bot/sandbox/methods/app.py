"""Who the app is and how it comes in: auth.test, apps.connections.open, oauth.v2.access."""

import hmac

from bot.sandbox import block_kit
from bot.sandbox.content import structure
from bot.sandbox.methods.registry import Answer, Call, Holder, method
from bot.sandbox.model import SlackError, at
from bot.sandbox.workspace import ADMIN, APP, BOT, BOT_USER, DOMAIN, TEAM


@method("api.test", holder=Holder.NOBODY)
def test(call: Call) -> Answer:
    """Return what was sent."""
    if call.text("error"):
        raise SlackError(call.text("error"))
    return {"args": dict(call.args)}


@method("auth.test")
def who(call: Call) -> Answer:
    """Say whose token it is."""
    return {
        "url": f"{call.slack.base_url}/",
        "team": "Sandbox",
        "user": call.workspace.users[BOT_USER].name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", "connections:write", holder=Holder.APP)
def connect(call: Call) -> Answer:
    """Return where a socket may be opened, once."""
    address = call.slack.base_url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={call.slack.sockets.ticket()}&app_id={APP}"}


@method("oauth.v2.access", holder=Holder.NOBODY)
def install(call: Call) -> Answer:
    """Exchange the code of an installation for the bot's token."""
    credentials = call.slack.credentials
    if "code" not in call.args:
        raise SlackError("invalid_code")
    if call.text("client_id") != credentials.client_id:
        raise SlackError("invalid_client_id")
    if not hmac.compare_digest(call.text("client_secret").encode(), credentials.client_secret.encode()):
        raise SlackError("bad_client_secret")
    redirect = call.workspace.codes.pop(call.text("code"), None)
    if redirect is None:
        raise SlackError("invalid_code")
    if call.text("redirect_uri") not in {"", redirect}:
        raise SlackError("bad_redirect_uri")
    return {
        "app_id": APP,
        "authed_user": {"id": ADMIN.id},
        "scope": ",".join(sorted(call.slack.registration.scopes or ())),
        "token_type": "bot",
        "access_token": credentials.bot_token,
        "bot_user_id": BOT_USER,
        "team": {"id": TEAM, "name": DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


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
