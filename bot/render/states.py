"""What a person is told when something stands in the way, each text once: kind, short, with what to do.

What the survey itself cannot answer is said in `bot.manners`.
"""

from collections.abc import Sequence

from bot.records import Workspace
from bot.render.blocks import Message, notice
from bot.render.mrkdwn import mention

_MOST_ADMINS = 3
_MOST_CHANNELS = 5  # that are named; more is a wall
_ASK_DIRECTLY = "Ask me in a direct message, or with `/survey`, which only you can read."


NOTED = "Thank you. The question is noted for the admins of surveybot, without your name."
UNNOTED = "My database does not answer just now, so the question could not be noted. You can still ask."
UNKEPT = "Thank you. Questions are not kept in this workspace, so tell its admins if an answer is missing."
UNSAVED = "the settings could not be saved"
NOT_INSTALLED = "My database does not answer just now, so I cannot be installed. Please try again in a few minutes."
UNREAD = "I cannot show what is kept in it"


def uninvited(bot: str, then: str = "share again") -> Message:
    """Return that the bot is not in a channel."""
    return notice(f"I am not in this channel yet. Type `/invite` {mention(bot)} here, then {then}.")


def not_here(channels: Sequence[str]) -> Message:
    """Return that the workspace's admins let it answer in other channels only."""
    named = ", ".join(f"<#{channel}>" for channel in channels[:_MOST_CHANNELS])
    more = " and others" if len(channels) > _MOST_CHANNELS else ""
    return notice(f"Your admins let me answer only in {named}{more}. {_ASK_DIRECTLY}")


def shared_channel() -> Message:
    """Return that another organisation would read along."""
    why = "People of another organisation are in this channel, so I do not answer here unless an admin has allowed it."
    return notice(f"{why} {_ASK_DIRECTLY}")


def archived() -> Message:
    """Return that a channel takes no messages any more."""
    return notice(f"This channel is archived, so nothing new can be posted in it. {_ASK_DIRECTLY}")


def restricted() -> Message:
    """Return that a channel takes messages of some people only."""
    return notice(f"Only some people may post in this channel, and I am not one of them. {_ASK_DIRECTLY}")


def rate_limited() -> Message:
    """Return that Slack takes no more messages for the moment."""
    return notice("Slack takes no more messages from me just now, as there were so many. Please ask again in a minute.")


def too_long() -> Message:
    """Return that an answer is longer than Slack takes."""
    return notice("The answer is longer than Slack takes. Please ask for less of it at once.")


def store_down(undone: str) -> Message:
    """Return that the database does not answer, given what was not done for it."""
    return notice(f"My database does not answer just now, so {undone}. Questions are answered as before.")


def noted(told: str) -> Message:
    """Return what became of it that none of the readings was meant."""
    return notice(f"{told} Try it in other words, one figure at a time.")


def answered_there() -> Message:
    """Return that an answer stands in a message's thread now."""
    return notice("The answer is in the thread now.")


def not_yours() -> Message:
    """Return that somebody else's answer cannot be taken away."""
    return notice("Only the person who asked can delete that answer.")


def not_admin(workspace: Workspace) -> Message:
    """Return that something is for admins, and who they are."""
    return notice(f"That is for the admins of surveybot in this workspace. {_whom_to_ask(workspace)}")


def not_teacher(workspace: Workspace) -> Message:
    """Return to somebody who would teach a question that admins do, and who they are."""
    seen = ", and they find this question in their list" if workspace.kept_days else ""
    return notice(f"Thank you. Only the admins of surveybot can teach me{seen}. {_whom_to_ask(workspace)}")


def _whom_to_ask(workspace: Workspace) -> str:
    people = [mention(each) for each in workspace.admins[:_MOST_ADMINS]]
    group = [f"<!subteam^{workspace.admin_group}>"] if workspace.admin_group else []
    slack = ["an admin of this Slack workspace"] if workspace.slack_admins else []
    whom = " or ".join([*people, *group, *slack])
    return f"You can ask {whom}." if whom else "Ask whoever brought me here to make somebody an admin."


def no_files_here() -> Message:
    """Return that a file cannot be sent where only one person reads."""
    return notice("I cannot send a file here, where only you read along. Ask for it in a direct message with me.")


def private(message: Message) -> Message:
    """Return a message as one person alone can be shown it, where no file can go."""
    return no_files_here() if message.file else message


def failed(reference: str) -> Message:
    """Return that something went wrong, under the reference it was noted as."""
    return notice(f"Something went wrong (ref {reference}). Please try again.")


_SLACK = {
    "is_archived": archived,
    "is_inactive": archived,
    "restricted_action": restricted,
    "restricted_action_read_only_channel": restricted,
    "ratelimited": rate_limited,
    "rate_limited": rate_limited,
    "http_429": rate_limited,
    "msg_too_long": too_long,
}


def of_slack(code: str, bot: str) -> Message | None:
    """Return what to say where Slack refused a message, by its own word for it; None where it says no more."""
    if code in {"not_in_channel", "channel_not_found"}:
        return uninvited(bot, then="ask again")
    return _SLACK[code]() if code in _SLACK else None
