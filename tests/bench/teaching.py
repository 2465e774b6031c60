"""Measure a save among thousands of taught intents until two replicas answer from it: python -m tests.bench.teaching.

Run it with OPENBLAS_NUM_THREADS=1, which `surveybot` sets for itself.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from bot.admin import edits
from bot.admin.service import Curator
from bot.context import Context
from bot.live import Lessons, Live
from bot.records import Edit, Logged, Outcome, State, TaughtIntent
from bot.refreshing import Refresher
from bot.store.engine import SqlStore, open_store
from bot.wiring import expert, load
from intents.definition import Definition
from intents.draft import Draft
from tests.bench.machine import described
from tests.bench.many import definitions, questions
from tests.helpers.stores import a_postgres, an_sqlite

INTENTS, ASKED, SAVES = 10_000, 1_000, 5
TEAM, SURVEY = "T1", "cgi-2015"
ROOT = Path(__file__).parents[2]


def main() -> None:
    """Print a table of seconds for each kind of database; with an address, be the other replica there."""
    match sys.argv[1:]:
        case ["replica", url]:
            answer_from(url)
        case rest:
            print(described())
            for kind in ("sqlite", "postgresql"):
                print(f"\n{kind}, {INTENTS:,} taught intents, {ASKED:,} questions asked of late")
                with a_database(kind) as url:
                    for what, seconds in measured(url, int(rest[0]) if rest else INTENTS):
                        print(f"{what:<48}{seconds:>9.4f} s", flush=True)


@contextmanager
def a_database(kind: str) -> Iterator[str]:
    """Make a database with tables, and yield its address."""
    with ExitStack() as stack:
        if kind == "sqlite":
            url = an_sqlite(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        else:
            url = stack.enter_context(a_postgres())
        with closing(open_store(url)) as store:
            store.upgrade()
        yield url


def measured(url: str, number: int) -> Iterator[tuple[str, float]]:
    """Yield what was measured, and its seconds."""
    with closing(open_store(url)) as store:
        taught = [_draft(each) for each in definitions(number)]
        yield "to keep them all at once", _took(lambda: _fill(store, taught, number))
        live = Live(load())
        refresher = Refresher(store, live, "this")
        yield "to load them at the start", _took(refresher.catch_up)
        yield from _form(store, Curator(store, live), taught)
        yield from _saves(url, store, live)
        ask, context = expert(live).ask, Context(team=TEAM)
        times = [_took(partial(ask, q, context)) for q, _ in questions(number, ASKED)]
        yield "a question for them, half", float(np.median(times))
        yield "a question for them, 99%", float(np.quantile(times, 0.99))


def answer_from(url: str) -> None:
    """Be a replica, and say on standard output when something was put in place."""
    live = _Telling(load())
    with closing(open_store(url)) as store:
        Refresher(store, live, "other").run(threading.Event())


class _Telling(Live):
    def teach(self, team: str, survey: str, lessons: Lessons) -> bool:
        is_put = super().teach(team, survey, lessons)
        print(json.dumps([lessons.version, time.monotonic()]), flush=True)
        return is_put


def _form(store: SqlStore, curator: Curator, taught: list[Draft]) -> Iterator[tuple[str, float]]:
    every = frozenset(State)
    yield "a page of the list", _took(lambda: store.taught.find(TEAM, SURVEY, states=every, limit=20))
    yield "to look for a word", _took(lambda: store.taught.find(TEAM, SURVEY, "laptop", states=every, limit=20))
    yield "to count", _took(lambda: store.taught.count(TEAM, SURVEY))
    one = store.taught.find(TEAM, SURVEY, states=every, limit=1)[0]
    yield "to open one", _took(lambda: store.taught.one(TEAM, SURVEY, one.id))
    yield "to check its draft", _took(lambda: curator.check(TEAM, SURVEY, one.draft, replacing=one.draft.name))
    yield "to check a new draft", _took(lambda: curator.check(TEAM, SURVEY, _another(taught[0], 0)))
    yield "to preview a change of it", _took(lambda: curator.consider(_edit(one, 99)))


def _saves(url: str, store: SqlStore, live: Live) -> Iterator[tuple[str, float]]:
    """Save an intent a few times, and yield how long the slowest took to be live here, and in another process."""
    curator = Curator(store, live)
    command = [sys.executable, "-m", "tests.bench.teaching", "replica", url]
    here, there = [], []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        other.stdout.readline()
        for number in range(SAVES):
            one = store.taught.find(TEAM, SURVEY, states=frozenset(State), limit=number + 1)[-1]
            lost = frozenset(each.question for each in curator.consider(_edit(one, number)).takes_away)
            begun = time.monotonic()
            curator.keep(_edit(one, number), accepted=lost)
            here.append(time.monotonic() - begun)
            _, at = json.loads(other.stdout.readline())
            there.append(at - begun)
        other.kill()
    yield "from the save to live here, slowest", max(here)
    yield "from the save to live in the other, slowest", max(there)


def _fill(store: SqlStore, taught: list[Draft], number: int) -> None:
    store.taught.change(*(edits.teach(TEAM, SURVEY, draft, by="U1") for draft in taught))
    for text, name in questions(number, ASKED):
        at = datetime.now(UTC)
        entry = Logged(team=TEAM, survey=SURVEY, question=text, outcome=Outcome.ANSWERED, at=at, intent=name)
        store.asked.keep(entry)


def _edit(one: TaughtIntent, number: int) -> Edit:
    return edits.rewrite(one, replace(one.draft, examples=_another(one.draft, number).examples), by="U1")


def _another(draft: Draft, number: int) -> Draft:
    examples = tuple(f"{text} number{number}" for text in draft.examples)
    return replace(draft, name=f"{draft.name}_{number}", summary=f"{draft.summary} x", examples=examples)


def _draft(definition: Definition) -> Draft:
    summary = definition.summary.replace("_", " ")
    return Draft(name=definition.name, summary=summary, examples=definition.examples, answer=definition.answer)


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
