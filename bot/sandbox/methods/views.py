"""Show modals and home tabs: views.*."""

from bot.sandbox import payloads
from bot.sandbox.content import checked_view
from bot.sandbox.methods.registry import TIER_4, Answer, Call, method
from bot.sandbox.model import SlackError, View


@method("views.open", needs="view", a_minute=TIER_4)
def open_view(call: Call) -> Answer:
    """Open a modal for whoever pulled the trigger; what was open before makes way."""
    made = checked_view(call.slack.rules, call.args.get("view"), {"modal"})
    return _shown(call, call.workspace.open(_exchanged(call), made))


@method("views.push", needs="view", a_minute=TIER_4)
def push_view(call: Call) -> Answer:
    """Put a modal on top of the one that is open."""
    made = checked_view(call.slack.rules, call.args.get("view"), {"modal"})
    user = _exchanged(call)
    if not call.workspace.stack(user):
        raise SlackError("not_found")
    return _shown(call, call.workspace.push(user, made))


@method("views.update", needs="view", a_minute=TIER_4)
def update_view(call: Call) -> Answer:
    """Change an open modal."""
    made = checked_view(call.slack.rules, call.args.get("view"), {"modal", "home"})
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", "[ERROR] view_id or external_id is required")
    home = next((view for view in call.workspace.homes.values() if view_id == view.id), None)
    view = home or call.workspace.view(view_id=view_id, external_id=external_id)
    if made["type"] != view.made["type"]:
        raise SlackError("invalid_arguments", "[ERROR] must match the `type` of the view [json-pointer:/view/type]")
    if home:
        return _shown(call, call.workspace.publish(home.user, made, call.text("hash") or None))
    return _shown(call, call.workspace.revise(view, made, call.text("hash") or None))


@method("views.publish", needs="user_id view", a_minute=TIER_4)
def publish(call: Call) -> Answer:
    """Show a home tab to a person."""
    made = checked_view(call.slack.rules, call.args.get("view"), {"home"})
    if not call.slack.registration.has_home:
        raise SlackError("not_enabled")
    user = call.workspace.users.get(call.text("user_id"))
    if user is None or user.is_bot:
        raise SlackError("invalid_arguments", "[ERROR] invalid `user_id`")
    return _shown(call, call.workspace.publish(user.id, made, call.text("hash") or None))


def _exchanged(call: Call) -> str:
    if "trigger_id" not in call.args:
        raise SlackError("invalid_arguments", "[ERROR] missing required field: trigger_id")
    return call.workspace.exchange(call.text("trigger_id"), call.slack.rules.trigger_seconds)


def _shown(call: Call, view: View) -> Answer:
    return {"view": payloads.view(view, call.team)}
