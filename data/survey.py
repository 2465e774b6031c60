"""A survey as it is asked: its codebook, its published figures and its quotes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NewType

from data.codebook import Category, FindingId, Question, QuestionId, Source, SourceId, Study, Wave, WaveId
from data.errors import QueryInvalid

if TYPE_CHECKING:
    import pandas as pd

FigureId = NewType("FigureId", str)  # "w2.share_with.local_government"


class BaseStatus(StrEnum):
    """How well the base of a figure is known."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    MISSING = "missing"


class ObservationStatus(StrEnum):
    """How a number came to be, after SDMX's OBS_STATUS."""

    NORMAL = "normal"
    """Stated by its source."""
    DERIVED = "derived"
    """Worked out from stated numbers; `derivation` says how."""
    DISPUTED = "disputed"
    """Stated by one source and contradicted by the others; shown, never answered with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published number."""

    id: FigureId
    finding: FindingId
    wave: WaveId
    value: float
    """As published, in `unit`."""
    unit: str
    """percent"""
    decimals: int = 0
    """Digits after the point as published; the value is known to half a unit of the last one."""
    base: int | None
    """Number of respondents it is a share of; None where it is missing."""
    base_status: BaseStatus
    status: ObservationStatus
    source: SourceId
    also_in: tuple[SourceId, ...] = ()
    """Other sources that state the same number."""
    locator: str = ""
    """Where in the source it stands: paragraph 2."""
    sentence: str = ""
    """The source's own sentence, where it may be repeated; else empty."""
    derived_from: tuple[str, ...] = ()
    derivation: str = ""
    """How a derived number was worked out: 71 - 2 percentage points."""
    conflicts_with: tuple[FigureId, ...] = ()
    note: str = ""
    """What a reader should know about this number, in one sentence; else empty."""

    @property
    def half_unit(self) -> float:
        """Return the most that rounding can have moved the value, in percentage points."""
        return 0.5 * 10.0**-self.decimals


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Something said about the survey, word for word."""

    id: str
    text: str
    speaker: str
    role: str = ""
    source: SourceId
    topics: tuple[str, ...]
    """Ids of the questions and findings it speaks to."""


@dataclass(frozen=True, kw_only=True)
class Survey:
    """Everything that is held of one survey; built by `data.source`, never changed."""

    study: Study
    questions: tuple[Question, ...]
    figures: tuple[Figure, ...]
    quotes: tuple[Quote, ...]

    @property
    def id(self) -> str:
        """Return the name of the survey's folder."""
        return self.study.id

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """Return the figures that may be answered with, one a row, indexed by `figure` (position in `figures`)."""
        import pandas as pd  # here, as its import takes longer than everything else before the first answer

        rows = [
            {"finding": f.finding, "question": question_of(f.finding), "wave": f.wave, "value": f.value, "figure": i}
            for i, f in enumerate(self.figures)
            if f.status is not ObservationStatus.DISPUTED
        ]
        return pd.DataFrame(rows, columns=["finding", "question", "wave", "value", "figure"]).set_index("figure")

    @cached_property
    def answerable(self) -> tuple[Figure, ...]:
        """Return the figures that may be answered with: all but the disputed ones."""
        return tuple(f for f in self.figures if f.status is not ObservationStatus.DISPUTED)

    @cached_property
    def _by_finding(self) -> Mapping[tuple[FindingId, WaveId], Figure]:
        return {(f.finding, f.wave): f for f in reversed(self.answerable)}

    @cached_property
    def categories(self) -> Mapping[FindingId, Category]:
        """Return every category by its finding's id."""
        return {c.id: c for q in self.questions for c in q.categories}

    @property
    def current_wave(self) -> Wave:
        """Return the newest wave."""
        return self.study.waves[0]

    def question(self, name: QuestionId) -> Question:
        """Return the question called `name`; raise QueryInvalid where there is none."""
        for question in self.questions:
            if question.id == name:
                return question
        known = ", ".join(q.id for q in self.questions)
        raise QueryInvalid(f"The survey {self.id} has no question {name!r}; it has {known}.")

    def category(self, finding: FindingId) -> Category:
        """Return the category of a finding; raise QueryInvalid where there is none."""
        try:
            return self.categories[finding]
        except KeyError:
            raise QueryInvalid(f"The survey {self.id} has no finding {finding!r}.") from None

    def figure(self, finding: FindingId, wave: WaveId | None = None) -> Figure | None:
        """Return the answerable figure of a finding in a wave (the newest by default), or None where none is."""
        return self._by_finding.get((finding, wave or self.current_wave.id))

    def source(self, name: SourceId) -> Source:
        """Return a source by its id."""
        return self.study.sources[name]


def question_of(finding: str) -> QuestionId:
    """Return the question a finding belongs to: share_with of share_with.local_government."""
    return QuestionId(finding.partition(".")[0])
