"""Two replicas of the bot on one PostgreSQL, in one Slack that brings each question to either of them."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest

from bot.config import Mode
from bot.live import Live
from bot.ports import Postings
from bot.records import Posting
from bot.sandbox.registration import registered
from bot.sandbox.rules import Rules
from bot.sandbox.server import Sandbox
from bot.sandbox.workspace import TEAM
from bot.slack.manifest import manifest
from bot.store.engine import open_store
from tests.helpers.asking import cgi_knowledge
from tests.helpers.bots import Bot
from tests.helpers.sandbox import GENERAL, PATIENCE, SAM, Hands, Refused
from tests.helpers.stores import a_postgres

PEOPLE, THREADS, ROUNDS = 10, 5, 4
LOCAL, PRIVATE, THIRD = ("what share with local government?", "what share with the private sector?",
                         "what share with the third sector?")  # fmt: skip
STEPS = (  # what is asked, what it is corrected to, and what is answered in the end
    (LOCAL, None, "31% "),
    ("and central?", None, "71% "),
    ("as a number?", None, "About 3,124 "),
    (PRIVATE, THIRD, "29% "),
    ("as a number?", None, "About 1,276 "),
)


@dataclass(frozen=True)
class Replicas:
    """Two replicas, and what both have answered."""

    bots: tuple[Bot, Bot]
    hands: Hands
    answered: "Answered"

    def says(self, posting: Posting, start: str) -> str:
        """Return what a reply says: as soon as that starts so, or when nothing is corrected any more."""
        corrected = 0
        while True:
            text = self.bots[0].sandbox.slack.workspace.message(GENERAL, posting.ts).text
            if text.startswith(start):
                return text
            try:
                corrected = len(self.hands.wait("call", "chat.update", count=corrected + 1))
            except Refused:
                return text


class Answered:
    """Tells which reply answers a question, as soon as it stands."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self.replies: list[Posting] = []

    def note(self, posting: Posting) -> None:
        with self._news:
            self.replies.append(posting)
            self._news.notify_all()

    def to(self, question: str) -> Posting:
        with self._news:
            assert self._news.wait_for(lambda: any(each.question == question for each in self.replies), PATIENCE)
            return next(each for each in self.replies if each.question == question)


class Noted:
    """Postings that tell of what is kept."""

    def __init__(self, postings: Postings, answered: Answered) -> None:
        self._postings, self._answered = postings, answered
        self.at, self.answering, self.asked_in = postings.at, postings.answering, postings.asked_in
        self.remove = postings.remove

    def keep(self, posting: Posting) -> None:
        self._postings.keep(posting)
        self._answered.note(posting)


@pytest.fixture
def replicas() -> Iterator[Replicas]:
    answered = Answered()
    with ExitStack() as stack:
        url = stack.enter_context(a_postgres())
        sandbox = stack.enter_context(Sandbox(registered(manifest()), rules=Rules(messages_a_second=0)))
        bots = []
        for _ in range(2):
            store = stack.enter_context(closing(open_store(url)))
            store.upgrade()
            store.postings = Noted(store.postings, answered)  # type: ignore[assignment]  # the port, no more
            bot = Bot(sandbox, Live(cgi_knowledge()), Mode.SOCKET, store)
            stack.callback(bot.close)
            bot.open()
            bots.append(bot)
        hands = Hands(sandbox.url)
        hands.wait("socket", "connected", count=2)
        yield Replicas((bots[0], bots[1]), hands, answered)


def converse(replicas: Replicas, person: str, thread: str) -> list[tuple[str, str]]:
    """Ask round by round, correct some questions, and return what was wrong of the replies."""
    hands, wrong = replicas.hands, []
    for number in range(ROUNDS):
        for question, correction, start in STEPS:
            said = hands.say(f"@surveybot {question}", user=person, thread_ts=thread)["ts"]
            reply = replicas.answered.to(said) if number % 2 else None
            if correction:
                hands.do("edit", user=person, channel=GENERAL, ts=said, text=f"@surveybot {correction}")
            text = replicas.says(reply or replicas.answered.to(said), start)
            wrong += [] if text.startswith(start) else [(question, text)]
    return wrong


def test_many_questions_at_once_are_answered_once_and_rightly(replicas: Replicas) -> None:
    hands = replicas.hands
    people = [f"U0PERSON{n}" for n in range(PEOPLE)]
    for person in people:
        hands.do("person", id=person)
    hands.do("channel", id=GENERAL, members=[*people, SAM, replicas.bots[0].sandbox.slack.workspace.bot])
    threads = [hands.say("What do we know?")["ts"] for _ in range(THREADS)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        places = [threads[n % THREADS] for n in range(PEOPLE)]
        wrong = [
            each
            for found in pool.map(lambda of: converse(replicas, *of), zip(people, places, strict=True))
            for each in found
        ]
    replies = [each for thread in threads for each in hands.from_the_app(thread=thread)]
    assert (wrong, len(replies)) == ([], PEOPLE * ROUNDS * len(STEPS))
    assert len({posting.question for posting in replicas.answered.replies}) == len(replies)
    assert {posting.team for posting in replicas.answered.replies} == {TEAM}
