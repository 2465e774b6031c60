"""Compare intents as files have them with those that are kept, and put what differs into edits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.admin.edits import rewrite, teach, turn
from bot.admin.exchange import Filed, is_same
from bot.records import Deed, Edit, State, TaughtIntent
from intents.errors import Fault

SHELL = "shell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import will do; each part sorted by the names in the files."""

    new: tuple[Filed, ...] = ()
    changed: tuple[tuple[TaughtIntent, Filed], ...] = ()
    """What is kept, and what it is to be: another content, name or state; of a deleted intent, it is restored."""
    unchanged: tuple[tuple[TaughtIntent, Filed], ...] = ()
    others: tuple[TaughtIntent, ...] = ()
    """Those that no file has."""


def plan(files: Sequence[Filed], kept: Sequence[TaughtIntent]) -> Plan:
    """Return what importing files does to the intents that are kept, deleted ones among them.

    A file belongs to the intent of its name; else to the one that it `was`; else to a deleted one of its name.
    """
    alive = {each.draft.name: each for each in kept if each.state is not State.DELETED}
    deleted = {e.draft.name: e for e in sorted(kept, key=lambda e: e.revision) if e.state is State.DELETED}
    pairs = [
        (alive.get(f.draft.name) or alive.get(f.was) or deleted.get(f.draft.name), f)
        for f in sorted(files, key=lambda f: f.draft.name)
    ]
    matched = {current.id for current, _ in pairs if current}
    both = [(current, filed) for current, filed in pairs if current]
    return Plan(
        new=tuple(filed for current, filed in pairs if current is None),
        changed=tuple(pair for pair in both if not _is_as_kept(*pair)),
        unchanged=tuple(pair for pair in both if _is_as_kept(*pair)),
        others=tuple(alive[name] for name in sorted(alive) if alive[name].id not in matched),
    )


def conflicts(files: Sequence[Filed]) -> tuple[Fault, ...]:
    """Return a fault for each file that renames an intent which another file has, or renames as well."""
    names = {filed.draft.name: filed for filed in files}
    seen: dict[str, Filed] = {}
    found: list[Fault] = []
    for filed in files:
        other = filed.was and (names.get(filed.was) or seen.get(filed.was))
        if other:
            what = f"The intent {filed.was!r}, which this one was, is in {other.file} too."
            remedy = "Take that file out, or `was:` out of this one."
            found.append(Fault(file=filed.file, line=filed.lines.get("was", 1), what=what, remedy=remedy))
        seen[filed.was] = filed
    return tuple(found)


def edits_of(planned: Plan, team: str, survey: str, *, why: str = "") -> Iterator[Edit]:
    """Yield the edits that do what was planned; the intents that no file has are deleted."""
    for current, filed in planned.changed:
        edit = rewrite(current, filed.draft, by=SHELL, why=why)
        yield replace(edit, deed=Deed.IMPORTED, state=filed.state)
    for filed in planned.new:
        edit = teach(team, survey, filed.draft, by=SHELL, why=why)
        yield replace(edit, deed=Deed.IMPORTED, state=filed.state)
    yield from (turn(each, State.DELETED, by=SHELL, why=why) for each in planned.others)


def _is_as_kept(current: TaughtIntent, filed: Filed) -> bool:
    return current.state is filed.state and is_same(current.draft, filed.draft)
