"""What can go wrong when a survey is loaded or asked.

DataError
 + SurveyInvalid     a survey folder breaks its format; carries every fault
 + QueryInvalid      a query names something the survey does not have, or lacks an argument
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in a file, and how to mend it."""

    file: str
    """Name of the file, as the author knows it: figures.csv"""
    line: int | None
    """Line in that file, counted from 1; None where the whole file is meant."""
    what: str
    """The fault in one sentence, quoting what was read."""
    remedy: str
    """What to do, in one sentence."""

    def __str__(self) -> str:
        """Return `file:line: what remedy`."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.what} {self.remedy}"


class DataError(Exception):
    """Base of every error this package raises."""


class SurveyInvalid(DataError):
    """A survey folder cannot be trusted; nothing of it was loaded."""

    def __init__(self, folder: str, faults: Sequence[Fault]) -> None:
        """Keep the folder's name and every fault found in it."""
        self.folder = folder
        self.faults = tuple(faults)
        super().__init__(f"{folder} has {len(self.faults)} fault(s):\n" + "\n".join(map(str, faults)))


class QueryInvalid(DataError):
    """A query cannot be run as it stands; a mistake of the caller, never of the person who asked."""


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return 'Did you mean ...? ' for the nearest known name, or nothing where none is near."""
    near = get_close_matches(found, [str(name) for name in known], n=1)
    return f"Did you mean {near[0]!r}? " if near else ""
