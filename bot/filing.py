"""Keep taught intents in a folder, a file each; a file is written aside and put in its place whole."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.admin.exchange import ENDING, Filed, file_of, read, write
from bot.admin.importing import conflicts
from bot.records import TaughtIntent
from intents.errors import Fault
from intents.library import other_endings, text_of


class FilesInvalid(Exception):
    """Files that hold no taught intents; nothing of them was used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep every fault that was found."""
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of writing a folder, by the names of intents, sorted."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    others: tuple[Filed, ...]
    """Other intents whose files are there, and were left."""


def read_files(place: Path) -> tuple[Filed, ...]:
    """Return the intents of a file, or of every .yaml file of a folder; FilesInvalid with every fault of them."""
    paths = sorted(place.glob(f"*{ENDING}")) if place.is_dir() else [place]
    faults = other_endings(place, f"{place}/")
    if not paths:
        faults.append(
            Fault(file=str(place), line=None, what="The folder holds no intent.", remedy="Is it the right one?")
        )
    files: list[Filed] = []
    for path in paths:
        filed, more = _read(path)
        faults.extend(more)
        files.extend([filed] if filed else [])
    faults.extend(conflicts(files))
    if faults:
        raise FilesInvalid(faults)
    return tuple(files)


def write_folder(folder: Path, intents: Iterable[TaughtIntent]) -> Written:
    """Write a file for each intent, where it is not there as it should be; other files are left alone.

    Raises:
        OSError: a file cannot be written; those before it are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {each.draft.name: write(each.draft, each.state).encode() for each in intents}
    done: dict[str, list[str]] = {"new": [], "changed": [], "unchanged": []}
    for name, content in sorted(wanted.items()):
        path = folder / file_of(name)
        before = path.read_bytes() if path.is_file() else None
        if before != content:
            _put(path, content)
        done["new" if before is None else "unchanged" if before == content else "changed"].append(name)
    others = (_read(path)[0] for path in sorted(folder.glob(f"*{ENDING}")) if path.stem not in wanted)
    return Written(others=tuple(filter(None, others)), **{key: tuple(names) for key, names in done.items()})


def remove(files: Sequence[Filed]) -> None:
    """Delete files that were read."""
    for filed in files:
        Path(filed.file).unlink(missing_ok=True)


def _read(path: Path) -> tuple[Filed | None, Sequence[Fault]]:
    text, faults = text_of(path, str(path))
    return (None, faults) if faults else read(str(path), text)


def _put(path: Path, content: bytes) -> None:
    """Write a file aside and put it in its place, so that it is never seen half done."""
    aside = path.with_name(f".{path.stem}.{os.getpid()}.part")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
