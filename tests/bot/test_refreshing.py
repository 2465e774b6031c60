"""What is taught anywhere is answered everywhere, or said not to be."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.admin import edits
from bot.admin.service import Curator
from bot.answering import answer_question
from bot.context import Context
from bot.live import Lessons, Live
from bot.ports import Replicas
from bot.records import Replica, State, TaughtIntent
from bot.refreshing import REPORT_SECONDS, Refresher
from bot.serving import refreshed
from bot.store.engine import SqlStore, open_store
from intents.draft import Draft
from tests.helpers.asking import cgi_knowledge
from tests.helpers.lessons import ADMIN, PARKED, PARKING, SURVEY, TEAM, a_draft, taught
from tests.helpers.sandbox import PATIENCE
from tests.helpers.stores import Clock, a_postgres, an_sqlite, nobody_listens

ROOT = Path(__file__).parents[2]
SOON = 2.0  # seconds until what is kept answers everywhere
GONE = {"measure": "share", "of": "share_with.nobody"}
KEEPS = """
import sys
from bot.admin.service import Curator
from bot.live import Live
from bot.store.engine import open_store
from tests.helpers.asking import cgi_knowledge
from tests.helpers.lessons import taught
curator = Curator(open_store(sys.argv[1]), Live(cgi_knowledge()))
print("ready", flush=True)
sys.stdin.readline()
curator.keep(taught())
print("kept", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a database with tables: of either kind."""
    with a_postgres() if request.param == "postgresql" else nullcontext(an_sqlite(tmp_path)) as url:
        with closing(open_store(url)) as store:
            store.upgrade()
        yield url


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with closing(open_store(an_sqlite(tmp_path))) as store:
        yield store


@pytest.fixture
def live() -> Live:
    return Live(cgi_knowledge())


@pytest.fixture
def refresher(store: SqlStore, live: Live) -> Refresher:
    return Refresher(store, live, "one")


class Watched(Live):
    """Tells as soon as something was taught."""

    def __init__(self) -> None:
        super().__init__(cgi_knowledge())
        self.taught = threading.Event()

    def teach(self, team: str, survey: str, lessons: Lessons) -> bool:
        is_put = super().teach(team, survey, lessons)
        self.taught.set()
        return is_put


def said(live: Live, question: str = PARKING[0], team: str = TEAM) -> str:
    """Return the headline of what is answered to a question now."""
    return answer_question(question, live.knowledge, Context(team=team)).headline


def intent(store: SqlStore, name: str = "bicycle_parking") -> TaughtIntent:
    """Return what is kept under a name."""
    found = store.taught.named(TEAM, SURVEY, name)
    assert found
    return found


@contextmanager
def another_process(url: str) -> Iterator[Callable[[], None]]:
    """Start a process that keeps a change when it is told to; yield what tells it, and waits until it has."""
    command, pipe = [sys.executable, "-c", KEEPS, url], subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        said, told = process.stdin, process.stdout

        def keep() -> None:
            said.write("now\n")
            said.flush()
            assert any(line == "kept\n" for line in told)

        try:
            assert told.readline() == "ready\n"
            yield keep
        finally:
            process.kill()


def test_what_another_process_keeps_is_answered_within_two_seconds(url: str) -> None:
    live = Watched()
    with closing(open_store(url)) as store, another_process(url) as keep, refreshed(Refresher(store, live, "one")):
        keep()
        kept = time.monotonic()
        assert live.taught.wait(PATIENCE)
        assert (time.monotonic() - kept < SOON, said(live)) == (True, PARKED)


def test_what_was_kept_before_is_answered_before_the_first_question(store: SqlStore, live: Live) -> None:
    Curator(store, Live(cgi_knowledge())).keep(taught())
    with refreshed(Refresher(store, live, "one")):
        assert said(live) == PARKED


def test_only_what_was_changed_is_compiled_anew(store: SqlStore, live: Live, refresher: Refresher) -> None:
    store.taught.change(taught(), taught(a_draft("Spare chairs", examples=("where are the spare chairs?",))))
    refresher.catch_up()
    before = live.knowledge.lessons[TEAM, SURVEY]
    refresher.catch_up()
    assert live.knowledge.lessons[TEAM, SURVEY] is before
    store.taught.change(edits.rewrite(intent(store), a_draft(text="Behind the house."), by=ADMIN))
    refresher.catch_up()
    after = live.knowledge.lessons[TEAM, SURVEY]
    assert (said(live), after.version) == ("Behind the house.", 3)
    assert after.catalogue.definition("spare_chairs") is before.catalogue.definition("spare_chairs")


@pytest.mark.parametrize("state", [State.OFF, State.DELETED])
def test_an_intent_that_is_off_or_deleted_answers_no_more(
    store: SqlStore, live: Live, refresher: Refresher, state: State
) -> None:
    store.taught.change(taught())
    refresher.catch_up()
    store.taught.change(edits.turn(intent(store), state, by=ADMIN))
    refresher.catch_up()
    assert said(live) != PARKED


def test_a_workspace_that_is_forgotten_is_answered_as_if_it_had_taught_nothing(
    store: SqlStore, live: Live, refresher: Refresher
) -> None:
    store.taught.change(taught(), taught(a_draft("Spare chairs", examples=("where are the spare chairs?",))))
    store.taught.change(taught(team="T2"))
    refresher.catch_up()
    store.workspaces.forget(TEAM)
    refresher.catch_up()
    assert (said(live) == PARKED, said(live, team="T2"), list(live.knowledge.lessons)) == (
        False,
        PARKED,
        [("T2", SURVEY)],
    )


def test_what_is_taught_anew_after_that_is_answered(store: SqlStore, live: Live, refresher: Refresher) -> None:
    store.taught.change(taught(), taught(a_draft("Spare chairs", examples=("where are the spare chairs?",))))
    refresher.catch_up()
    store.workspaces.forget(TEAM)
    store.taught.change(taught(a_draft(text="Behind the house.")))
    refresher.catch_up()
    assert (said(live), live.knowledge.lessons[TEAM, SURVEY].version) == ("Behind the house.", 1)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (a_draft("Happy nurses", answer=GONE), "The answer of happy_nurses names what there is not."),
        (
            a_draft("Happy nurses", text="It is {share_with.nobody}."),
            "The answer of happy_nurses names what there is not.",
        ),
        (replace(a_draft(), name="share"), "The name of share is that of an intent that is shipped."),
        (a_draft("Happy nurses", examples=()), "happy_nurses is not written as an intent that is taught."),
    ],
    ids=["finding", "text", "name", "examples"],
)
class TestAVersionThatCannotBeLoaded:
    def test_leaves_the_one_before_live_and_says_so(
        self, store: SqlStore, live: Live, refresher: Refresher, broken: Draft, why: str
    ) -> None:
        store.taught.change(taught())
        refresher.catch_up()
        store.taught.change(edits.rewrite(intent(store), a_draft(text="Behind the house."), by=ADMIN), taught(broken))
        with capture_logs() as logged:
            refresher.catch_up()
            refresher.catch_up()
        event = {"team": TEAM, "survey": SURVEY, "version": 3, "why": why}
        assert logged == [{"event": "intents_not_loaded", "log_level": "error", **event}]
        assert (said(live), refresher.fault) == (PARKED, f"{TEAM}/{SURVEY}, version 3: {why}")
        assert json.loads(refresher.health())["intents"] == {"taught": 1, "newest": False, "fault": True}

    def test_at_the_start_only_what_is_broken_is_left_out(
        self, store: SqlStore, live: Live, refresher: Refresher, broken: Draft, why: str
    ) -> None:
        store.taught.change(taught(), taught(broken))
        refresher.catch_up()
        refresher.report()
        assert (said(live), refresher.fault) == (PARKED, f"{TEAM}/{SURVEY}, version 2: {why}")
        assert Curator(store, live).live_on(TEAM, SURVEY) == (0, 1)

    def test_what_is_changed_after_that_is_answered_all_the_same(
        self, store: SqlStore, live: Live, refresher: Refresher, broken: Draft, why: str
    ) -> None:
        store.taught.change(taught(), taught(broken))
        refresher.catch_up()
        store.taught.change(edits.rewrite(intent(store), a_draft(text="Behind the house."), by=ADMIN))
        refresher.catch_up()
        assert (said(live), why in refresher.fault) == ("Behind the house.", True)

    def test_is_fine_once_it_is_mended(
        self, store: SqlStore, live: Live, refresher: Refresher, broken: Draft, why: str
    ) -> None:
        store.taught.change(taught(), taught(broken))
        refresher.catch_up()
        store.taught.change(edits.turn(intent(store, broken.name), State.DELETED, by=ADMIN))
        refresher.catch_up()
        refresher.report()
        assert (refresher.fault, Curator(store, live).live_on(TEAM, SURVEY)) == ("", (1, 1))


def test_while_the_database_is_down_everything_stays_as_it_is(live: Live) -> None:
    live.teach(TEAM, SURVEY, Lessons(catalogue=cgi_knowledge().catalogues[SURVEY], version=3))
    with closing(open_store(nobody_listens())) as down:
        refresher = Refresher(down, live, "one")
        refresher.catch_up()
        refresher.report()
    assert json.loads(refresher.health())["intents"] == {"taught": 1, "newest": None, "fault": False}


def test_a_replica_says_what_it_answers_from_and_goes_when_it_stops(store: SqlStore, live: Live) -> None:
    store.taught.change(taught())
    heard = store.replicas = Heard(store.replicas)  # type: ignore[assignment]  # the port, which is all that is used
    with refreshed(Refresher(store, live, "one")):
        assert heard.was_told.wait(PATIENCE)
        assert heard.said[-1].versions == {f"{TEAM}/{SURVEY}": 1}
    assert store.replicas.alive(60) == ()


def test_a_replica_speaks_up_when_there_is_news_and_now_and_then(store: SqlStore, live: Live) -> None:
    heard = store.replicas = Heard(store.replicas)  # type: ignore[assignment]  # as above
    clock = Clock()
    refresher = Refresher(store, live, "one", clock=clock)
    refresher.report()
    refresher.report()
    counts = [len(heard.said)]
    store.taught.change(taught())
    refresher.catch_up()
    refresher.report()
    counts.append(len(heard.said))
    clock.now += REPORT_SECONDS
    refresher.report()
    assert [*counts, len(heard.said)] == [1, 2, 3]


class Heard:
    """Replicas that remember what they were told."""

    def __init__(self, replicas: Replicas) -> None:
        self._replicas = replicas
        self.was_told = threading.Event()
        self.said: list[Replica] = []

    def report(self, replica: Replica) -> None:
        self._replicas.report(replica)
        self.said.append(replica)
        self.was_told.set()

    def alive(self, seconds: float) -> tuple[Replica, ...]:
        return self._replicas.alive(seconds)

    def gone(self, name: str) -> None:
        self._replicas.gone(name)
