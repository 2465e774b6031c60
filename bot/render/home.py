"""The home tab: what the bot is, the surveys with their base, questions to begin with, news, doors for admins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.records import KEPT_DAYS
from bot.render import blocks, screens
from bot.render.blocks import Block, plain
from bot.render.mrkdwn import cut, link
from bot.render.settings import SETTINGS
from bot.render.teaching import CURATE, INBOX, NOTHING, TEACH
from bot.shelf import Shelf

BROWSE = "browse"  # action id of the button that opens the surveys

_WHAT_IT_IS = (
    "I answer questions about a survey with the published figure, its base, the sentence it came from and its source. "
    "What the survey does not say I will not guess."
)
_HOW = "Mention me in a channel, write to me directly, or type /survey and a question."
_NEWS = (
    "What I do not answer, your admins can teach me, here in Slack: press “Teach me this” below my reply.",
    "Charts beside lists, comparisons and changes. Say “CSV please” or “picture please” to get them as a file.",
    "Ask on in a thread where you asked me, without mentioning me again.",
    "Edit your question, and my answer follows. React to my answer to you with a cross, and it goes.",
    "Choose “Ask the survey about it” in the menu of any message.",
)
_QUESTIONS = 8  # buttons that can be taken in at a glance
_SURVEYS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What waits for admins."""

    to_look_at: int = 0
    """Questions that were not answered as they were meant."""
    has_more: bool = False
    """Whether there are more of them than were counted."""
    behind: int = 0
    """Replicas that do not answer from what was taught last."""
    replicas: int = 0


def home(
    shelves: Sequence[Shelf], doors: Doors | None = None, *, kept_days: int = KEPT_DAYS, is_up: bool = True
) -> Block:
    """Return the home tab, as an admin or, without `doors`, anybody else sees it.

    `kept_days` is how long the workspace keeps questions; `is_up` whether the database answers.
    """
    shown = [
        _header("Ask the survey"),
        blocks.said(_WHAT_IT_IS),
        blocks.said(_HOW),
        blocks.actions(
            [
                blocks.button("Ask a question", "ask", screens.ASK) | {"style": "primary"},
                blocks.button("Browse the survey", "browse", BROWSE),
            ]
        ),
        *([] if is_up else [blocks.context(plain(_DOWN))]),
        *(_doors(doors) if doors else []),
        *_surveys(shelves),
        *_begin(shelves),
        _header("What's new"),
        blocks.bullets(_NEWS),
        _header("What I keep"),
        blocks.said(_kept(kept_days)),
    ]
    return {"type": "home", "blocks": shown}


_DOWN = (
    "My database does not answer just now. Questions are answered as before; settings, notes for the admins and "
    "corrections of older answers have to wait."
)


def _surveys(shelves: Sequence[Shelf]) -> Iterable[Block]:
    yield _header("Surveys" if len(shelves) > 1 else "The survey")
    for shelf in shelves[:_SURVEYS]:
        name = cut(shelf.title, blocks.CELL)
        if not shelf.is_loaded:
            yield blocks.said(f"{name}: could not be loaded, so I answer nothing from it just now.")
            continue
        yield blocks.said(f"{name}. Base: {shelf.base}.")
        if shelf.source:
            yield blocks.context(blocks.mrkdwn(f"Source: {link(shelf.url, cut(shelf.source, 2 * blocks.CELL))}"))


def _begin(shelves: Sequence[Shelf]) -> Iterable[Block]:
    asks = [ask for shelf in shelves for topic in shelf.topics for ask in (topic.ask, topic.findings[0].ask)]
    fitting = [ask for ask in dict.fromkeys(asks) if blocks.is_askable(ask)][:_QUESTIONS]
    if fitting:
        yield _header("Questions to begin with")
        yield blocks.actions(blocks.suggested(fitting))


def _doors(doors: Doors) -> Iterable[Block]:
    number = f" ({doors.to_look_at}{'+' if doors.has_more else ''})" if doors.to_look_at else ""
    yield _header("For admins")
    yield blocks.actions(
        [
            blocks.button("Teach a question", NOTHING, TEACH),
            blocks.button("Taught questions", NOTHING, CURATE),
            blocks.button(f"Questions to look at{number}", NOTHING, INBOX),
            blocks.button("Settings", "settings", SETTINGS),
        ]
    )
    if doors.behind:
        yield blocks.context(
            plain(
                f"{doors.behind} of my {doors.replicas} processes do not answer from what I was taught last yet."
                " If that stays so, tell whoever runs me."
            )
        )


def _kept(days: int) -> str:
    """Return what is kept of people's questions, and for how long."""
    if not days:
        return "Your admins chose that I do not keep what you ask me."
    return (
        f"What you ask me is kept for {days} days, without your name, so that your admins can see what I did not "
        "answer. E-mail addresses, long numbers, mentions and ids are taken out before. What people say to each other, "
        "and I do not answer, is not kept."
    )


def _header(text: str) -> Block:
    return {"type": "header", "text": plain(text)}
