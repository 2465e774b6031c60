"""Save taught intents in processes that are killed, or that edit the same ones, and see whether anything was lost."""

import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO

from bot.admin.edits import rewrite
from bot.ports import IntentChanged, Moved, StoreDown
from bot.records import Change
from bot.store.engine import SqlStore, open_store
from intents.draft import Draft
from tests.bot.store.wishes import SURVEY, TEAM, teaching
from tests.helpers.stores import a_postgres, an_sqlite

HERE = TEAM, SURVEY
THREADS = 4  # in each process
SHARED = 5  # intents that all threads edit
ALL = 10**6  # changes that are looked through
GONE = "gone\n"
WHOLE = 40  # examples of an intent, so that its row is of some size


def kill(url: str, times: int, seed: int) -> Counter[str]:
    """Kill a process that saves, many times; return what was found, and raise AssertionError where it is wrong."""
    chosen = random.Random(seed)  # noqa: S311  # no secret
    found: Counter[str] = Counter()
    with closing(open_store(url)) as store:
        store.upgrade()
        store.taught.change(teaching())
    with _start("save", url) as parent:
        for _ in range(times):
            known = _saved_until_killed(parent, chosen.uniform(0, 0.3))
            with closing(open_store(url)) as store:
                with suppress(Moved):  # it waits until PostgreSQL knows too that who held the row is gone
                    store.taught.change(teaching(), at=-1)
                head = _is_whole(store)
                assert known <= head <= known + 1, f"of {known} saved edits, {head} are there"
                found["saved"] = head
                found["kept, and not said so" if head > known else "kept and said so"] += 1
                assert _save_next(store) == head + 1
        parent.communicate()
    return found


def edit_at_once(url: str, edits: int) -> Counter[str]:
    """Let two processes edit at once; return what was found, and raise AssertionError where any edit was lost."""
    with closing(open_store(url)) as store:
        store.upgrade()
        store.taught.change(*(teaching(f"shared_{number}") for number in range(SHARED)))
        children = [_start("edit", url, f"{edits // 2}", name) for name in "ab"]
        said = [child.communicate("\n", timeout=600)[0].split() for child in children]
        assert [child.returncode for child in children] == [0, 0]
        wanted = {f"{name}{number}" for name in "ab" for number in range(edits // 2)}
        changes = _agree(store, edits + SHARED)
    assert Counter(change.why for change in changes if change.by == "child") == Counter(wanted)
    return Counter(
        {"edits": edits, "again": sum(int(each[0]) for each in said), "down": sum(int(each[1]) for each in said)}
    )


def _saved_until_killed(parent: subprocess.Popen[str], seconds: float) -> int:
    """Return the last version that a process said it had saved before it was killed."""
    lines = _pipe(parent.stdout)
    print(file=_pipe(parent.stdin), flush=True)
    child, last = int(lines.readline()), int(lines.readline())
    time.sleep(seconds)  # the moment it is about
    os.kill(child, signal.SIGKILL)
    return max([last, *map(int, iter(lines.readline, GONE))])


def _pipe(made: IO[str] | None) -> IO[str]:
    assert made is not None
    return made


def _is_whole(store: SqlStore) -> int:
    """Return the number of the last change, once it, the intent and what is noted of it were found to agree."""
    head, [intent] = store.taught.snapshot(*HERE)
    [newest] = store.taught.history(*HERE, limit=1)
    assert (newest.number, newest.revision, newest.draft) == (head, intent.revision, intent.draft)
    assert intent.draft in (_draft(intent.revision), teaching().draft), "half of one and half of another"
    _agree(store, head)
    return head


def _agree(store: SqlStore, total: int) -> tuple[Change, ...]:
    """Return all changes, once numbers, revisions and intents were found to add up to a total."""
    changes = store.taught.history(*HERE, limit=ALL)[::-1]
    assert store.taught.heads() == {HERE: total}
    assert [change.number for change in changes] == [*range(1, total + 1)]
    revisions: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        revisions[change.intent].append(change)
    for theirs in revisions.values():
        assert [change.revision for change in theirs] == [*range(1, len(theirs) + 1)]
    now = {intent.id: intent for intent in store.taught.snapshot(*HERE)[1]}
    last = {intent: (theirs[-1].revision, theirs[-1].draft) for intent, theirs in revisions.items()}
    assert {name: (intent.revision, intent.draft) for name, intent in now.items()} == last
    return changes


def _start(*arguments: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bot.store.durability", *arguments], stdin=pipe, stdout=pipe, text=True
    )


# In the child


def save(url: str) -> None:
    """For each line that is read, let a process save one intent anew, again and again, until it is killed."""
    for _ in sys.stdin:
        child = os.fork()  # no thread was started yet, and nothing opened
        if child == 0:
            _save_for_ever(url)
        os.waitpid(child, 0)
        print(GONE, end="", flush=True)


def _save_for_ever(url: str) -> None:
    """Say who does it, and each time which version was saved."""
    print(os.getpid(), flush=True)
    with closing(open_store(url)) as store:
        while True:
            print(_save_next(store), flush=True)


def edit(url: str, edits: str, name: str) -> None:
    """Edit with several threads, each edit until it is kept; say how often one had to be done again, and why."""
    sys.stdin.readline()
    with closing(open_store(url)) as store, ThreadPoolExecutor(THREADS) as pool:
        again = Counter(
            why for each in pool.map(lambda n: list(_edit(store, name, n)), range(int(edits))) for why in each
        )
    print(again[IntentChanged], again[StoreDown])


def _edit(store: SqlStore, name: str, number: int) -> Iterator[type[Exception]]:
    """Do one edit, of a shared intent or a new one; yield why it had to be done again."""
    chosen = random.Random(f"{name}{number}")  # noqa: S311  # no secret
    shared = f"shared_{chosen.randrange(SHARED)}" if chosen.random() < 0.5 else ""
    while True:
        wanted = teaching(f"{name}_{number}")
        if shared:
            current = store.taught.named(*HERE, shared)
            assert current
            wanted = rewrite(current, replace(current.draft, summary=f"{name}{number}"), by="")
        try:
            store.taught.change(replace(wanted, by="child", why=f"{name}{number}"))
        except (IntentChanged, StoreDown) as error:
            yield type(error)
        else:
            return


def _save_next(store: SqlStore) -> int:
    [intent] = store.taught.snapshot(*HERE)[1]
    return store.taught.change(rewrite(intent, _draft(intent.revision + 1), by="child"))[0].number


def _draft(revision: int) -> Draft:
    """Return a draft every part of which says of which revision it is."""
    said = f"{revision} " * 20
    return Draft(name="parking", summary=said, examples=(said,) * WHOLE, answer={"text": said})


# All of it: python -m tests.bot.store.durability


@contextmanager
def _databases() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder, a_postgres() as postgres:
        yield {"sqlite": an_sqlite(Path(folder)), "postgresql": postgres}


def main() -> None:
    """Do all of it, and say what was found."""
    seed = secrets.randbelow(2**32)
    for what, work in (
        ("50 kills", partial(kill, times=50, seed=seed)),
        ("1000 edits", partial(edit_at_once, edits=1000)),
    ):
        with _databases() as databases:
            for kind, url in databases.items():
                started = time.monotonic()
                print(f"{kind}: {what}, {dict(work(url))}, {time.monotonic() - started:.1f} s", flush=True)
    print(f"nothing was lost; seed {seed}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["save", url]:
            save(url)
        case ["edit", url, edits, name]:
            edit(url, edits, name)
        case _:
            main()
