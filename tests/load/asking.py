"""Many people at once: mentions, direct messages, commands and clicks, so many a second."""

import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from bot.render.blocks import SUGGEST
from tests.helpers.sandbox import ALEX, DATA, GENERAL, PATIENCE, SAM, Button, Hands, Json, on

QUESTIONS = (
    "what share with local government?",
    "which barrier is the biggest?",
    "how many share with councils?",
    "what shre with the third sector",
    "what did Steve Thorn say?",
    "what share both with local government and with central departments?",
    "list the barriers, smallest first",
    "what share of NHS nurses are happy?",
    "who was asked, and when?",
    "hello",
    "councils or central government, which is higher?",
    "what percentage do not share with the private sector?",
)
_PEOPLE = (SAM, ALEX)
_HANDS = 32  # that wait for an acknowledgement at the same time
_KINDS = 4

Act = Callable[[], object]


def ask_all(hands: Hands, *, seconds: float, rate: float) -> int:
    """Ask, from now on and evenly; return the number of the journal's entry before the first question."""
    acts = list(itertools.islice(_acts(hands, _clicks(hands, round(seconds * rate) // _KINDS)), round(seconds * rate)))
    before = hands.now()
    with ThreadPoolExecutor(_HANDS) as pool:
        start = time.monotonic()
        asked: list[Future[object]] = []
        for number, act in enumerate(acts):
            time.sleep(max(0.0, start + number / rate - time.monotonic()))
            asked.append(pool.submit(act))
    for each in asked:
        each.result()
    hands.do("quiet", seconds=1, within=PATIENCE)
    return before


def _acts(hands: Hands, clicks: list[Act]) -> Iterator[Act]:
    """Yield what is done, one of each kind in turn."""
    questions, people, channels = (itertools.cycle(each) for each in (QUESTIONS, _PEOPLE, (GENERAL, DATA)))
    for click in itertools.chain(clicks, itertools.repeat(None)):
        person, channel = next(people), next(channels)
        yield partial(hands.say, f"@surveybot {next(questions)}", user=person, channel=channel)
        yield partial(hands.say, next(questions), user=person, channel=f"D0{person[2:]}")
        yield partial(hands.command, f"/survey {next(questions)}", user=person, channel=channel)
        if click:
            yield click


def _clicks(hands: Hands, count: int) -> list[Act]:
    """Return clicks on suggestions, no two of one person on the same button: the bot answers the first alone."""
    clicks: list[Act] = []
    for question in itertools.cycle(QUESTIONS):
        if len(clicks) >= count:
            return clicks[:count]
        said = hands.say(f"@surveybot {question}", channel=GENERAL)
        hands.do("quiet", seconds=0.05)
        for message in hands.from_the_app(thread=said["ts"]):
            clicks += (partial(hands.click, button, user=user) for button in _suggestions(message) for user in _PEOPLE)
    raise AssertionError  # a cycle has no end


def _suggestions(message: Json) -> list[Button]:
    return [each for each in on(message) if each.action_id.startswith(SUGGEST)]
