"""What Slack sends to an app, in the shapes it sends: events, commands, interactions; and what its methods return."""

import secrets
import uuid

from bot.sandbox.model import Channel, File, Group, Json, Kind, Message, Team, User, View, as_items, as_objects, as_text
from bot.sandbox.workspace import APP, FIRST, ORGANISATION_NAME

Payload = dict[str, object]

_BARE_VIEW: Payload = {
    **dict.fromkeys(("title", "close", "submit")),
    **dict.fromkeys(("callback_id", "private_metadata", "external_id"), ""),
    **dict.fromkeys(("clear_on_close", "notify_on_close", "submit_disabled"), False),
}


# Parts


def channel(found: Channel, team: Team = FIRST) -> Payload:
    """Return a conversation as conversations.info does."""
    shape: Payload = (
        {"id": found.id, "created": 1_700_000_000, "context_team_id": team.id, "is_archived": found.is_archived}
        | {"is_channel": found.kind is Kind.CHANNEL, "is_group": found.kind is Kind.PRIVATE, "is_mpim": False}
        | {"is_im": found.kind is Kind.DM, "is_private": found.kind is not Kind.CHANNEL}
        | {"is_shared": found.is_shared, "is_ext_shared": found.is_shared, "is_org_shared": False}
    )
    texts = {"topic": found.topic, "purpose": ""}
    if found.kind is Kind.DM:
        return shape | {"user": found.name, "is_open": True}
    told = {name: {"value": value, "creator": "", "last_set": 0} for name, value in texts.items()}
    known = {"name": found.name, "name_normalized": found.name, "is_general": found.name == "general"}
    return shape | known | told | {"is_member": team.bot_user in found.members, "num_members": len(found.members)}


def user(found: User, team: Team = FIRST) -> Payload:
    """Return a person as users.info does."""
    is_ours: bool = bool(team.organisation) and not found.team
    own: Payload = {"enterprise_id": team.organisation, "teams": [team.id], "is_admin": False, "is_owner": False}
    bots: Payload = {"bot_id": team.bot, "api_app_id": APP} if found.id == team.bot_user else {}
    return {
        "id": found.id,
        "team_id": found.team or team.id,
        "name": found.name,
        "real_name": found.real_name,
        "tz": found.zone,
        "deleted": found.deleted,
        "is_admin": found.is_admin,
        "is_owner": found.is_owner,
        "is_bot": found.is_bot,
        **dict.fromkeys(("is_primary_owner", "is_app_user", "is_restricted", "is_ultra_restricted"), False),
        "profile": {"real_name": found.real_name, "display_name": found.name, **bots},
        **({"enterprise_user": {"id": found.id, **own}} if is_ours else {}),
        **({"is_stranger": True} if found.team else {}),
    }


def group(found: Group, team: Team = FIRST) -> Payload:
    """Return a user group as usergroups.list does, without its members."""
    named = {"id": found.id, "team_id": team.id, "name": found.name, "handle": found.handle, "description": ""}
    told = {"is_usergroup": True, "is_external": False, "date_delete": 1 if found.is_disabled else 0}
    return named | told | {"prefs": {"channels": [], "groups": []}, "auto_type": None}


def message(found: Message, team: Team = FIRST) -> Payload:
    """Return a message as conversations.history does."""
    edited = {"edited": {"user": found.user, "ts": found.edited}} if found.edited else {}
    by_app = {"bot_id": team.bot, "app_id": APP, "bot_profile": {"id": team.bot, "app_id": APP}} if found.by_app else {}
    reactions = [{"name": name, "users": list(u), "count": len(u)} for name, u in found.reactions.items()]
    optional: Payload = {
        "subtype": found.subtype,
        "thread_ts": found.thread_ts,
        "blocks": list(found.blocks),
        "attachments": list(found.attachments),
        "files": [{"id": each} for each in found.files],
        "reactions": reactions,
        "metadata": found.metadata,
        "parent_user_id": found.answers,
    }
    said = {"type": "message", "user": found.user, "text": found.text, "ts": found.ts, "team": team.id}
    told = {name: value for name, value in optional.items() if value}
    return {**said, **told, **edited, **by_app, **(_from_outside(found.stranger) if found.stranger else {})}


def file(found: File, base_url: str, team: Team = FIRST) -> Payload:
    """Return a file as files.info does."""
    address = f"{base_url}/files/{found.id}/{found.name}"
    return (
        {"id": found.id, "created": int(found.created), "name": found.name, "title": found.title}
        | {"size": found.length, "user": team.bot_user, "alt_txt": found.alt, "mode": "hosted"}
        | dict.fromkeys(("url_private", "url_private_download", "permalink"), address)
    )


def view(found: View, team: Team = FIRST) -> Payload:
    """Return a view as views.open does."""
    return (
        {**_BARE_VIEW, **found.made}
        | {"team_id": team.id, "app_id": APP, "bot_id": team.bot, "app_installed_team_id": team.id, "hash": found.hash}
        | {"id": found.id, "root_view_id": found.root, "previous_view_id": found.previous}
        | {"state": {"values": found.values}}
    )


# Events


def event(inner: Json, at_time: float, team: Team = FIRST, *, shared: bool = False) -> Payload:
    """Return an event as the Events API sends it; `shared`: of a channel that another organisation is in."""
    org, is_org = team.organisation, team.organisation is not None
    who = {"user_id": team.bot_user, "is_bot": True, "is_enterprise_install": is_org}
    by = {"enterprise_id": org, "team_id": None if is_org else team.id, **who}
    # What somebody from outside says comes from where they are; all else from where the app is.
    told_by = as_text(inner.get("team")) if shared and inner.get("type") == "message" else ""
    return (
        {"token": "", "team_id": told_by or team.id, "api_app_id": APP}
        | ({"enterprise_id": org} if is_org else {})
        | {"type": "event_callback", "event": dict(inner), "authorizations": [by]}
        | {"event_id": f"Ev{secrets.token_hex(5).upper()}", "event_time": int(at_time)}
        | {"is_ext_shared_channel": shared, "context_team_id": team.id, "context_enterprise_id": org}
        | {"event_context": secrets.token_hex(8)}
    )


def said(found: Message, kind: Kind, team: Team = FIRST) -> Payload:
    """Return the event that tells of a new message."""
    typed = {} if found.by_app else {"client_msg_id": str(uuid.uuid4())}
    return message(found, team) | {"channel": found.channel, "channel_type": kind, "event_ts": found.ts, **typed}


def mentioned(found: Message, team: Team = FIRST) -> Payload:
    """Return the event that tells the app that it was spoken to."""
    placed = {
        "channel": found.channel,
        "event_ts": found.ts,
        "team": team.id,
    }  # of whoever says it, user_team is the team
    return message(found, team) | {"type": "app_mention", **placed}


def edited(now: Message, before: Message, kind: Kind, ts: str, team: Team = FIRST) -> Payload:
    """Return the event that tells that a message was changed."""
    return _hidden("message_changed", now, kind, ts) | {
        "message": message(now, team),
        "previous_message": message(before, team),
    }


def deleted(before: Message, kind: Kind, ts: str, team: Team = FIRST) -> Payload:
    """Return the event that tells that a message was deleted."""
    return _hidden("message_deleted", before, kind, ts) | {
        "deleted_ts": before.ts,
        "previous_message": message(before, team),
    }


def reacted(event: str, found: Message, emoji: str, by: str, ts: str) -> Payload:
    """Return the event that tells of a reaction, or of one taken back."""
    item = {"type": "message", "channel": found.channel, "ts": found.ts}
    return {"type": event, "user": by, "reaction": emoji, "item_user": found.user, "item": item, "event_ts": ts}


def shared(found: File, where: Channel, ts: str, team: Team = FIRST) -> Payload:
    """Return the event that tells that a file is shown in a channel."""
    named = {"file_id": found.id, "file": {"id": found.id}, "user_id": team.bot_user}
    return {"type": "file_shared", **named, "channel_id": where.id, "event_ts": ts}


def joined(found: Channel, who: str, by: str, ts: str, team: Team = FIRST) -> Payload:
    """Return the event that tells that somebody came into a channel."""
    kind = "G" if found.kind is Kind.PRIVATE else "C"
    where = {"channel": found.id, "channel_type": kind, "team": team.id}
    return {"type": "member_joined_channel", "user": who, "inviter": by, **where, "event_ts": ts}


def opened(who: str, channel_id: str, tab: str, ts: str, home: Payload | None) -> Payload:
    """Return the event that tells that somebody looks at the app's home or messages tab; `home`: the view there."""
    shown = {"view": home} if home and tab == "home" else {}
    return {"type": "app_home_opened", "user": who, "channel": channel_id, "tab": tab, "event_ts": ts, **shown}


# Commands and interactions


def command(name: str, text: str, by: User, where: Channel, team: Team = FIRST, **given: str) -> dict[str, str]:
    """Return a slash command, a form's fields; `given` are its trigger_id and response_url."""
    is_org = str(team.organisation is not None).lower()
    return (
        {"token": "", "team_id": team.id, "api_app_id": APP, "team_domain": team.domain}
        | {"is_enterprise_install": is_org}
        | ({"enterprise_id": team.organisation} if team.organisation else {})
        | {"channel_id": where.id, "channel_name": channel_name(where), "user_id": by.id, "user_name": by.name}
        | {"command": name, "text": text, **given}
    )


def interaction(kind: str, by: User, team: Team = FIRST, /, **fields: object) -> Payload:
    """Return what every interaction holds, and the fields of this one; a modal is open in its person's workspace."""
    home, org = by.team or team.id, team.organisation
    place = {"id": home, "domain": home.lower()} if by.team and "view" in fields else _place(team)
    enterprise = {"id": org, "name": ORGANISATION_NAME} if org else None
    person = {"id": by.id, "username": by.name, "name": by.name, "team_id": home}
    where: Payload = {"team": place, "enterprise": enterprise, "is_enterprise_install": org is not None}
    return {"type": kind, "token": "", **where, "user": person, "api_app_id": APP, **fields}


def on_message(found: Message, where: Channel, team: Team = FIRST) -> Payload:
    """Return where a click happened, for one on a message; an ephemeral one is not sent along."""
    whispered = found.seen_by is not None
    thread = {"thread_ts": found.thread_ts} if found.thread_ts else {}
    container = {"type": "message", "message_ts": found.ts, "channel_id": where.id, "is_ephemeral": whispered} | thread
    fields: Payload = {"container": container, "channel": {"id": where.id, "name": channel_name(where)}}
    return fields if whispered else fields | {"message": message(found, team)}


def on_view(found: View, team: Team = FIRST) -> Payload:
    """Return where a click happened, for one in a modal or a home tab."""
    return {"container": {"type": "view", "view_id": found.id}, "view": view(found, team)}


def channel_name(found: Channel) -> str:
    """Return a channel's name in commands and interactions."""
    return {Kind.DM: "directmessage", Kind.PRIVATE: "privategroup"}.get(found.kind, found.name)


def elements(blocks: object) -> list[tuple[str, Json]]:
    """Return every interactive element of a list of blocks, with the id of its block."""
    found: list[tuple[str, Json]] = []
    for block in as_objects(blocks):
        inner = (*as_objects(block.get("child_blocks")), *as_objects(block.get("elements")))
        cells = (cell.get("element") for row in as_items(block.get("rows")) for cell in as_objects(row))
        held = (block.get("accessory"), block.get("element"), *inner, *as_objects(block.get("actions")), *cells)
        found += [(as_text(block.get("block_id")), each) for each in as_objects(held) if each.get("action_id")]
        found += [pair for pair in elements(inner) if block.get("type") in {"container", "carousel", "card"}]
    return found


def _place(team: Team) -> Payload:
    """Return a workspace as interactions name it."""
    org = {"enterprise_id": team.organisation, "enterprise_name": ORGANISATION_NAME} if team.organisation else {}
    return {"id": team.id, "domain": team.domain, **org}


def _from_outside(who: User) -> Payload:
    """Return what a message says of somebody from another organisation."""
    profile = {"real_name": who.real_name, "display_name": who.name, "name": who.name, "team": who.team}
    restricted = dict.fromkeys(("is_restricted", "is_ultra_restricted"), False)
    return {**dict.fromkeys(("team", "user_team", "source_team"), who.team), "user_profile": {**profile, **restricted}}


def _hidden(subtype: str, found: Message, kind: Kind, ts: str) -> Payload:
    placed = {"channel": found.channel, "channel_type": kind, "ts": ts, "event_ts": ts}
    return {"type": "message", "subtype": subtype, "hidden": True, **placed}
