"""Keep taught intents in a folder, a file each; a file is written aside and put in its place whole."""

import os
from collections.abc import Iterable, Mapping, Sequence
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
    """What came of writing a folder; names of intents, sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    others: tuple[Filed, ...]
    """Other intents whose files are there, and were left."""


def read_files(place: Path) -> tuple[Filed, ...]:
    """Return the intents of a file, or of every .yaml file of a folder; FilesInvalid with every fault of them."""
    paths = sorted(place.glob(f"*{ENDING}")) if place.is_dir() else [place]
    faults = other_endings(place, f"{place}/")
    if not paths:
        faults.append(Fault(file=str(place), line=None, what="The folder holds no intent.", remedy="Is it the right one?"))
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
    texts = {file_of(each.draft.name): write(each.draft, each.state) for each in intents}
    before = {file: _bytes(folder / file) for file in texts}
    wanted = {file: text.encode() for file, text in texts.items()}
    for file in sorted(wanted):
        if before[file] != wanted[file]:
            _put(folder / file, wanted[file])
    return Written(
        new=_names(before, lambda file: before[file] is None),
        changed=_names(before, lambda file: before[file] not in (None, wanted[file])),
        unchanged=_names(before, lambda file: before[file] == wanted[file]),
        others=tuple(filed for path in sorted(folder.glob(f"*{ENDING}")) if path.name not in texts and (filed := _read(path)[0])),
    )
