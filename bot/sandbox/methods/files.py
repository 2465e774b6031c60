"""Upload files: files.*, the way that replaced files.upload."""

import re
from dataclasses import replace

from bot.sandbox import payloads
from bot.sandbox.content import content
from bot.sandbox.methods.registry import TIER_4, Answer, Call, method
from bot.sandbox.model import Channel, File, Message, SlackError, as_objects, as_text

_CHANNEL = re.compile(r"[CGDZ][A-Z0-9]+$")  # C0GENERAL; the sandbox has shorter ones than Slack
LARGEST = 64 * 1024 * 1024  # bytes; Slack takes a gigabyte, which no sandbox needs


@method("files.getUploadURLExternal", "files:write", needs="filename length", a_minute=TIER_4)
def upload_url(call: Call) -> Answer:
    """Return where a file may be sent to."""
    length = call.number("length", 0)
    if length <= 0:
        raise SlackError("missing_argument")
    if length > LARGEST:
        raise SlackError("file_upload_size_restricted")
    file, ticket = call.workspace.expect(call.text("filename") or "file", length, call.text("alt_txt"))
    return {"upload_url": f"{call.slack.base_url}/upload/{ticket}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write", needs="files", a_minute=TIER_4)
def complete(call: Call) -> Answer:
    """Show uploaded files in a channel, or keep them for a block."""
    given = as_objects(call.json("files"))
    if not given:
        raise SlackError("invalid_arguments", "[ERROR] must provide at least 1 items [json-pointer:/files]")
    channel = _channel(call) if call.text("channel_id") else None
    uploaded = [_titled(call, as_text(each.get("id")), as_text(each.get("title"))) for each in given]
    if channel:
        _share(call, channel, uploaded)
    return {"files": [payloads.file(each, call.slack.base_url, call.team) for each in uploaded]}


@method("files.info", "files:read", needs="file", a_minute=TIER_4)
def info(call: Call) -> Answer:
    """Describe a file."""
    return {"file": payloads.file(_file(call, call.text("file")), call.slack.base_url, call.team), "comments": []}


@method("files.delete", "files:write", needs="file", a_minute=TIER_4)
def delete(call: Call) -> Answer:
    """Delete a file."""
    del call.workspace.files[_file(call, call.text("file")).id]
    return {}


def _share(call: Call, channel: Channel, uploaded: list[File]) -> None:
    """Show files in a message, and tell the app of it and of each file."""
    comment = call.text("initial_comment")
    said = {
        "text": comment,
        "blocks": [] if comment else call.args.get("blocks", []),
    }  # with a comment, Slack drops them
    written = content(call.slack.rules, said, may_be_empty=True)
    message = Message(channel=channel.id, user=call.bot, by_app=True, subtype="file_share", thread_ts=call.thread())
    call.slack.post(replace(message, files=tuple(each.id for each in uploaded), **written))
    for each in uploaded:
        call.slack.tell("file_shared", payloads.shared(each, channel, call.slack.stamp(), call.team))


def _channel(call: Call) -> Channel:
    """Return where files shall be shown; a name will not do, as it does not with Slack."""
    if not _CHANNEL.match(call.text("channel_id")):
        told = "[ERROR] input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]"
        raise SlackError("invalid_arguments", told)
    return call.channel("channel_id", joined=True)


def _titled(call: Call, file: str, title: str) -> File:
    found = _file(call, file)
    if found.content is None:
        raise SlackError("file_not_found")
    call.workspace.files[found.id] = replace(found, title=title or found.name)
    return call.workspace.files[found.id]


def _file(call: Call, file: str) -> File:
    found = call.workspace.files.get(file)
    if found is None:
        raise SlackError("file_not_found")
    return found
