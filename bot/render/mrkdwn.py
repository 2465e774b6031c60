"""Slack's mrkdwn: escape what people typed, and write the few marks the bot uses."""

import re

ELLIPSIS = "…"
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))  # the only characters Slack gives a meaning
_WEB = re.compile(r"https?://[^\s<>|]+", re.IGNORECASE)  # https://www.localgov.co.uk/story?id=1
USER = re.compile(r"[UW][A-Z0-9]+")  # U024BE7LH, W012A3CDE


def escape(text: str) -> str:
    """Return `text` so that it can neither ping anybody nor pass for a link."""
    for character, entity in _ENTITIES:
        text = text.replace(character, entity)
    return text


def unescape(text: str) -> str:
    """Return what was typed, given what Slack made of it."""
    for character, entity in reversed(_ENTITIES):
        text = text.replace(entity, character)
    return text


def cut(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, an ellipsis where some were dropped, whole words if it can."""
    text = text.strip()
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    whole, gap, _ = kept.rpartition(" ")
    broken = not text[limit - 1].isspace()
    return (whole if broken and gap and len(whole) > limit // 2 else kept).rstrip() + ELLIPSIS


def link(url: str, label: str) -> str:
    """Return a link to a web page; the label alone where `url` is none."""
    shown = escape(label)
    return f"<{url.replace('&', '&amp;')}|{shown.replace('|', '¦')}>" if _WEB.fullmatch(url) else shown


def mention(user: str) -> str:
    """Return a mention of a person by their Slack id; 'somebody' where it is none."""
    return f"<@{user}>" if USER.fullmatch(user) else "somebody"


def without_mentions(text: str, user: str) -> str:
    """Return `text` without the mentions of one user, wherever they stand."""
    if not user:
        return text.strip()
    mentioned = rf"<@{re.escape(user)}(?:\|[^>]*)?>"  # <@U024BE7LH> or <@U024BE7LH|surveybot>
    return re.sub(rf"\s*{mentioned}[,:]?\s*", " ", text).strip()
