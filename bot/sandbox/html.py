"""Slack's ways of writing text, as markup that is safe to show: mrkdwn, plain text, Markdown, mentions, dates."""

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape
from rich.emoji import Emoji, NoEmoji

from bot.sandbox.model import at

_LONGEST = 40_000  # characters; Slack cuts a message there

_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_REST_QUOTED = re.compile(r"^(?:&gt;|>){3} ?(.*)", re.DOTALL | re.MULTILINE)  # >>> all that follows
_QUOTED = re.compile(r"(?:&gt;|>) ?")  # > a line
_TOKENS = re.compile(
    r"<(?P<control>[^<>\n]+)>"  # <@U1>, <https://a.example|a page>, <!here>
    r"|`(?P<code>[^`\n]+)`"
    r"|:(?P<emoji>[a-z0-9_+'-]+):"
    r"|(?P<url>https?://[^\s<>|*`]*[^\s<>|*`.,;:!?)\]'\"_~])"  # https://a.example/page without the full stop after it
)
# *bold* _italic_ ~struck~: marks stand at the ends of words and on one line; inside a_word they mean nothing.
_STYLED = re.compile(r"(?<!\w)([*_~])(?=\S)(?!\1)((?:(?!\1)[^\n]|(?<=\w)\1(?=\w))+)(?<!\s)\1(?!\w)")
_STYLES = {"*": "strong", "_": "em", "~": "s"}
_KEPT = 0xF0000  # private characters from here on stand for markup that is ready
_PRIVATE = re.compile("[\U000f0000-\U000ffffd]")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x1f]+", re.IGNORECASE)
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
# Slack's {date} tokens: 0 is the moment, 1 its day with an ending, 2 its hour as half a day's clock shows it.
_DATES = {
    "date_num": "{0:%Y-%m-%d}",
    "date_slash": "{0:%m/%d/%Y}",
    "date": "{0:%B} {1}, {0.year}",
    "date_short": "{0:%b} {0.day}, {0.year}",
    "date_long": "{0:%A}, {0:%B} {1}, {0.year}",
    "day_divider": "{0:%A}, {0:%B} {1}, {0.year}",
    "time": "{2}:{0:%M} {0:%p}",
    "time_secs": "{2}:{0:%M:%S} {0:%p}",
}
_SPANS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What ids mean to whoever reads, and when and where they read."""

    users: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    """Those the reader can see."""
    viewer: str = ""
    zone: str = "Europe/London"
    now: float = 0.0


def text(found: object, names: Names) -> Markup:
    """Return a text object as it looks: mrkdwn or plain_text; a bare string is plain."""
    match found:
        case str():
            return plain(found)
        case {"type": "mrkdwn", "text": str(said)}:
            return mrkdwn(said, names, verbatim=at(found, "verbatim") is True)
        case {"text": str(said)}:
            return plain(said, with_emoji=at(found, "emoji") is not False)
        case _:
            return Markup()


def plain(said: str, *, with_emoji: bool = True) -> Markup:
    """Return text in which only the names of emoji mean anything."""
    said = said[:_LONGEST]
    return Markup("<br>").join((emojified(said) if with_emoji else said).split("\n"))


def mrkdwn(said: str, names: Names, *, verbatim: bool = False) -> Markup:
    """Return Slack's mrkdwn as it looks; `verbatim` leaves bare addresses as they are."""
    shown = Markup()
    for index, part in enumerate(_FENCE.split(said[:_LONGEST])):
        if index % 2:
            shown += Markup("<pre><code>{}</code></pre>").format(_inline(part, names, marks=False))
        elif part.strip("\n"):
            shown += _paragraphs(part.strip("\n"), names, verbatim=verbatim)
    return shown


def markdown(said: str) -> Markup:
    """Return standard Markdown, as in a markdown block; HTML in it is text."""
    tokens = _MARKDOWN.parse(said[:_LONGEST])
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"  # below the headings of the page
        if "style" in token.attrs:  # of a table's cell: text-align:right
            token.attrs = {"class": str(token.attrs["style"]).removeprefix("text-align:")}
        for child in token.children or ():
            _tame(child)
    shown: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Markup(shown)  # noqa: S704 - the parser escapes all that it did not make itself


def date(moment: object, form: str, fallback: str, names: Names) -> str:
    """Return a moment as Slack's {date} tokens say, where the reader is; the fallback where it is none."""
    try:
        when = datetime.fromtimestamp(int(str(moment)), ZoneInfo(names.zone))
    except (ValueError, OverflowError, OSError):
        return fallback
    today = datetime.fromtimestamp(names.now, ZoneInfo(names.zone))
    return re.sub(r"\{(\w+)\}", lambda found: _dated(found[1], when, today) or found[0], form)


def emoji(name: str) -> str:
    """Return an emoji's character, or :name: where it has none."""
    try:
        return str(Emoji(name, variant="emoji"))
    except NoEmoji:
        return f":{name}:"


def emojified(said: str) -> str:
    """Return text with the names of emoji as their characters."""
    return re.sub(r":([a-z0-9_+'-]+):", lambda found: emoji(found[1]), said)


def unescaped(said: str) -> str:
    """Return text without Slack's entities."""
    for entity, character in _ENTITIES:
        said = said.replace(entity, character)
    return said


def as_typed(said: str, handles: Mapping[str, str]) -> str:
    """Return what was typed, given what Slack made of it: <@U1> was @sam.carter."""
    return unescaped(re.sub(r"<[@!](\w+)>", lambda found: f"@{handles.get(found[1], found[1])}", said))


def link(url: str, label: str = "") -> Markup:
    """Return a link to a web or mail address; any other address is text."""
    if _ADDRESS.fullmatch(url):
        shown = label or url.removeprefix("mailto:")
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, shown)
    return escape(f"{label} ({url})" if label and label != url else url)


def user(id: str, label: str, names: Names) -> Markup:  # noqa: A002 - Slack's own word
    """Return a mention of somebody."""
    return mention(f"@{names.users.get(id) or label or id}", mine=id == names.viewer)


def channel(id: str, label: str, names: Names) -> Markup:  # noqa: A002 - Slack's own word
    """Return a mention of a channel: a link, where the reader can see it."""
    if id not in names.channels:
        return mention(f"#{label or id}")
    address = f"/as/{names.viewer}/{id}"
    return Markup('<a class="mention" href="{}">#{}</a>').format(address, names.channels[id])


def mention(shown: str, *, mine: bool = False) -> Markup:
    """Return what stands out because somebody or something is named."""
    return Markup('<span class="mention{}">{}</span>').format(" mine" if mine else "", shown)


def _paragraphs(said: str, names: Names, *, verbatim: bool) -> Markup:
    said = _REST_QUOTED.sub(lambda found: ">" + found[1].replace("\n", "\n>"), said)
    shown = Markup()
    for quoted, lines in itertools.groupby(said.split("\n"), lambda line: bool(_QUOTED.match(line))):
        bare = (_QUOTED.sub("", line, count=1) if quoted else line for line in lines)
        joined = Markup("<br>").join(_inline(line, names, verbatim=verbatim) for line in bare)
        shown += Markup("<{0}>{1}</{0}>").format("blockquote" if quoted else "p", joined)
    return shown


def _inline(said: str, names: Names, *, marks: bool = True, verbatim: bool = False) -> Markup:
    """Return one line; what is ready stands aside while marks are read, so that they cannot reach into it."""
    kept: list[Markup] = []

    def aside(found: re.Match[str]) -> str:
        kind, inner = str(found.lastgroup), found[str(found.lastgroup)]
        if (not marks and kind != "control") or (verbatim and kind == "url"):
            return found[0]
        kept.append(_TOKEN_MARKUP[kind](inner, names))
        return chr(_KEPT + len(kept) - 1)

    bare = str(escape(unescaped(_TOKENS.sub(aside, _PRIVATE.sub("\N{REPLACEMENT CHARACTER}", said)))))
    styled = _styled(bare) if marks else bare.replace("\n", "<br>")
    return Markup(_PRIVATE.sub(lambda found: kept[ord(found[0]) - _KEPT], styled))  # noqa: S704 - escaped above


def _styled(escaped: str) -> str:
    return _STYLED.sub(lambda found: f"<{_STYLES[found[1]]}>{_styled(found[2])}</{_STYLES[found[1]]}>", escaped)


def _control(inner: str, names: Names) -> Markup:
    what, _, label = map(unescaped, inner.partition("|"))
    match what[:1]:
        case "@":
            return user(what[1:], label, names)
        case "#":
            return channel(what[1:], label, names)
        case "!":
            return _special(what[1:], label, names)
        case _:
            return link(what, label) if label or _ADDRESS.fullmatch(what) else escape(f"<{inner}>")


def _special(what: str, label: str, names: Names) -> Markup:
    kind, *parts = what.split("^")
    if kind == "date" and len(parts) > 1:
        shown = date(parts[0], parts[1], label, names)
        return link(parts[2], shown) if parts[2:] else escape(shown)
    if kind == "subteam" and parts:
        return mention(label or f"@{names.users.get(parts[0]) or kind}")
    return mention(f"@{label or kind}")


def _code(inner: str, names: Names) -> Markup:
    return Markup("<code>{}</code>").format(_inline(inner, names, marks=False))


_TOKEN_MARKUP: Mapping[str, Callable[[str, Names], Markup]] = {
    "control": _control,
    "code": _code,
    "emoji": lambda name, _: escape(emoji(name)),
    "url": lambda url, _: link(unescaped(url)),
}


def _dated(form: str, when: datetime, today: datetime) -> str | None:
    near = _NEAR.get((when.date() - today.date()).days)
    if form == "ago":
        return _ago((today - when).total_seconds())
    if form.endswith("_pretty") and near:
        return near
    found = _DATES.get(form.removesuffix("_pretty"))
    ending = "th" if when.day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(when.day % 10, "th")
    return found and found.format(when, f"{when.day}{ending}", when.hour % 12 or 12)


def _ago(seconds: float) -> str:
    for length, name in _SPANS:
        count = int(abs(seconds) // length)
        if count:
            span = f"{count} {name}{'' if count == 1 else 's'}"
            return f"{span} ago" if seconds > 0 else f"in {span}"
    return "now"


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser calls it so
        return bool(_ADDRESS.fullmatch(url))


_MARKDOWN = _Markdown("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


def _tame(token: Token) -> None:
    """Let links open elsewhere, and show a picture as its address, as Slack does."""
    match token.type:
        case "link_open":
            token.attrs |= {"target": "_blank", "rel": "noopener noreferrer"}
        case "image":
            token.type, token.content = "text", f"{token.content} ({token.attrs.get('src', '')})"
        case "text":
            token.content = emojified(token.content)
        case _:
            pass
