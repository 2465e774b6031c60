"""What a survey asked, of whom, and how the result was published.

The words are DDI-Codebook's: universe, analysis unit, collection mode, category; published numbers use SDMX's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

FindingId = NewType("FindingId", str)  # "share_with.local_government": a question and one of its categories
QuestionId = NewType("QuestionId", str)  # "share_with"
WaveId = NewType("WaveId", str)  # "2015-H2"
SourceId = NewType("SourceId", str)  # "localgov"


class ResponseType(StrEnum):
    """How a question could be answered; it decides whether shares may add up to more than 100%."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    GRID = "grid"
    NUMERIC = "numeric"
    OPEN = "open"


class WordingStatus(StrEnum):
    """How the wording of a question is known."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where published numbers and sentences were read."""

    id: SourceId
    title: str
    publisher: str
    author: str | None = None
    published: date
    url: str
    text: str | None = None
    """The file of the folder that holds its text, where one does; every sentence is then checked against it."""

    @property
    def citation(self) -> str:
        """Return a line that names the source: LocalGov, 29 January 2016."""
        return f"{self.publisher}, {self.published.day} {self.published:%B %Y}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One round of asking."""

    id: WaveId
    label: str
    """As it is said in a sentence: late 2015."""
    words: tuple[str, ...] = ()
    """What people call it: January 2015, the first wave."""
    years: tuple[int, ...]
    """The years in which it was asked or published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Universe:
    """The people a survey's figures speak of."""

    label: str
    """Whom the survey set out to ask: UK civil servants."""
    respondents: str
    """Those who answered, as the subject of a sentence: civil servants surveyed."""
    words: tuple[str, ...]
    """What people call them: officials, staff, respondents."""
    places: tuple[str, ...] = ()
    """Names of where they work that also stand for them: Whitehall."""
    units: tuple[str, ...] = ()
    """What the figures are not counted in, though people may think so: departments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """The verbs of a question about giving something to somebody, so that giver and receiver are told apart."""

    give: tuple[str, ...]
    """share, send, pass: the receiver follows with 'with' or 'to'."""
    receive: tuple[str, ...] = ()
    """get, obtain: the giver follows with 'from'."""
    withhold: tuple[str, ...] = ()
    """keep, hide: the receiver who goes without follows with 'from'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One answer to a question, and the sentence parts that report it."""

    id: FindingId
    label: str
    """As a list shows it: Local government."""
    noun: str
    """The finding as a noun phrase: sharing data with local government."""
    yes: str
    """What those who gave it did, after 'civil servants surveyed': said they share data with local government."""
    no: str
    """The same for the others, claiming no more than that they did not give it."""
    ask: str
    """A question that this answers, shown as a suggestion."""
    words: tuple[str, ...]
    """What people call it, each enough to mean it: councils, town halls."""
    party: bool = False
    """True for somebody who could give or receive, in a question with a direction."""
    beside: tuple[str, ...] = ()
    """Words that mean it only where another answer to the same question is named: 'local' in 'central and local'."""
    about: str = ""
    """The finding of another question that it speaks of: naming that one with this question's topic means this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that was asked, as far as it is known."""

    id: QuestionId
    label: str
    """As a heading: Barriers to data sharing."""
    wording: str | None = None
    wording_status: WordingStatus
    response_type: ResponseType
    response_type_status: str
    """published or inferred; with what it was inferred from in `response_type_note`."""
    response_type_note: str = ""
    universe: str = ""
    """Who was asked it, where that differs from the survey's universe; else the survey's."""
    ask: str
    """A question that lists its answers, shown as a suggestion."""
    words: tuple[str, ...]
    """What people call the topic: barriers, obstacles."""
    needs: tuple[str, ...] = ()
    """Words that may stand beside its categories without changing what is meant: data sharing."""
    direction: Direction | None = None
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something known about how the survey was made, in one sentence, with its source."""

    id: str
    facet: str
    """What it tells about: conductor, fieldwork, sample_size, mode, ..."""
    statement: str
    source: SourceId | None = None
    """None for what follows from no source, such as 'not published'."""
    published: bool = True
    """False where the statement says that this was not published."""
    conflicts_with: tuple[str, ...] = ()
    """Ids of facts in other sources that say otherwise."""
    noun: str = ""
    """What is missing, as the end of 'The survey does not give ...'; empty where something is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Who was asked, how, and what is known about it."""

    id: str
    title: str
    short: str
    """As it is named in a sentence: the CGI survey of civil servants."""
    universe: Universe
    analysis_unit: str
    collection_mode: str | None = None
    sample_size: int | None
    sample_size_status: str
    """exact, approximate or missing."""
    response_rate: float | None = None
    """None: not published, which is not the same as none."""
    weight: str | None = None
    probability_sample: bool | None = None
    """Whether every member of the universe had a known chance; None: not published."""
    citation: str
    waves: tuple[Wave, ...]
    """Newest first."""
    facts: tuple[Fact, ...] = ()
    sources: Mapping[SourceId, Source]
    main_source: SourceId
    licence: str
