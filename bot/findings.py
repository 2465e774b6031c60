"""What an examination found, and how it is told in plain text or JSON."""

import dataclasses
import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from bot.render.plain import visible

_WIDTH = 100  # characters a line; a terminal's usual 80 breaks the longer addresses


class Grade(StrEnum):
    """How well something is."""

    OK = "ok"
    WARN = "warn"
    """It works, and somebody should look at it."""
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    """As it heads a line: Bot token."""
    grade: Grade
    told: str
    """What was found, in a sentence; never a secret."""
    remedy: str = ""
    """What to do, in a sentence; empty where all is well."""

    @classmethod
    def fine(cls, what: str, told: str) -> Self:
        """Return that something is as it should be."""
        return cls(what=what, grade=Grade.OK, told=told)

    @classmethod
    def of(cls, what: str, fault: str, grade: Grade = Grade.FAIL) -> Self:
        """Return a fault that is told as the bot tells faults: what is wrong, a full stop, and what to do."""
        told, _, remedy = fault.partition(". ")
        return cls(what=what, grade=grade, told=f"{told.removesuffix('.')}.", remedy=remedy)


def all_is_well(findings: Sequence[Finding]) -> bool:
    """Return whether nothing failed; what only should be looked at does not count."""
    return all(finding.grade is not Grade.FAIL for finding in findings)


def as_text(findings: Sequence[Finding]) -> str:
    """Return the findings as a table, each remedy under what it mends, and a line that sums them up."""
    column = max((len(finding.what) for finding in findings), default=0)
    return "\n".join([*(_shown(finding, column) for finding in findings), "", _summary(findings)])


def as_lines(findings: Sequence[Finding]) -> str:
    """Return one JSON object a line for each finding."""
    return "\n".join(json.dumps(dataclasses.asdict(finding)) for finding in findings)


def _shown(finding: Finding, column: int) -> str:
    head = f"{finding.grade:<4}  {finding.what:<{column}}  "
    told, remedy = (
        textwrap.fill(visible(text), _WIDTH, initial_indent=begin, subsequent_indent=" " * len(head))
        for text, begin in ((finding.told, head), (finding.remedy, " " * len(head)))
    )
    return f"{told}\n{remedy}" if finding.remedy else told


def _summary(findings: Sequence[Finding]) -> str:
    failed, doubtful = (sum(finding.grade is grade for finding in findings) for grade in (Grade.FAIL, Grade.WARN))
    if not failed and not doubtful:
        return "All is well."
    return f"{failed} failed, {doubtful} to look at."
