"""A survey put together from the entries of its files, each part with the entry it was read from."""

from dataclasses import dataclass

from data.codebook import Fact, FindingId, Question, Source, SourceId, Study, WaveId
from data.description import Placed, note_doubles, parts_of, read_facts, read_questions, read_sources, read_study
from data.records import Entry
from data.survey import BaseStatus, Figure, FigureId, ObservationStatus, Quote, Survey

FIGURE_COLUMNS = (
    "figure_id",
    "finding",
    "wave",
    "obs_value",
    "unit_measure",
    "decimals",
    "base_unweighted",
    "base_status",
    "obs_status",
    "source",
    "also_in",
    "locator",
    "verbatim",
    "derived_from",
    "derivation",
    "conflicts_with",
    "note",
)
QUOTE_COLUMNS = ("quote_id", "text", "speaker", "role", "source", "topics")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What was read of a folder; None for a file that could not be."""

    folder: str
    package: Entry | None
    questions: Entry | None
    figures: tuple[Entry, ...] | None
    quotes: tuple[Entry, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A survey that has been read, but not yet checked for sense."""

    survey: Survey | None
    """None where a file is missing or cannot be read."""
    study: Placed[Study] | None
    questions: tuple[Placed[Question], ...] | None
    figures: tuple[Placed[Figure], ...]
    quotes: tuple[Placed[Quote], ...]
    facts: tuple[Placed[Fact], ...]
    sources: tuple[Placed[Source], ...]
    figure_ids: frozenset[str]
    """Of all rows, those with faults of their own too."""


def assemble(parts: Parts) -> Draft:
    """Return the survey that the entries of a folder make, noting what is wrong with any of them."""
    sources = read_sources(parts.package)
    facts = read_facts(parts.package)
    study = read_study(parts.folder, parts.package, sources, facts)
    questions = read_questions(parts.questions)
    figures = tuple(Placed(_figure(row), row) for row in parts.figures or ())
    quotes = tuple(Placed(_quote(row), row) for row in parts.quotes or ())
    note_doubles("figure", [(p.part.id, p.entry) for p in figures])
    note_doubles("quote", [(p.part.id, p.entry) for p in quotes])
    survey = None
    if study and questions is not None and parts.figures is not None and parts.quotes is not None:
        survey = Survey(
            study=study.part,
            questions=parts_of(questions),
            figures=parts_of(figures),
            quotes=parts_of(quotes),
        )
    return Draft(
        survey=survey,
        study=study,
        questions=questions,
        figures=figures,
        quotes=quotes,
        facts=facts,
        sources=sources,
        figure_ids=frozenset(p.part.id for p in figures),
    )


def _figure(row: Entry) -> Figure:
    value, decimals = row.number("obs_value"), row.whole("decimals")
    if value is None and row.maybe("obs_value") is None:
        row.fault("'obs_value' is empty.", "Give the published number.", "obs_value")
    return Figure(
        id=FigureId(row.text("figure_id")),
        finding=FindingId(row.text("finding")),
        wave=WaveId(row.text("wave")),
        value=value or 0.0,
        unit=row.text("unit_measure"),
        decimals=decimals or 0,
        base=row.whole("base_unweighted"),
        base_status=row.choice("base_status", BaseStatus),
        status=row.choice("obs_status", ObservationStatus),
        source=SourceId(row.text("source")),
        also_in=tuple(SourceId(name) for name in row.words("also_in")),
        locator=row.maybe("locator") or "",
        sentence=row.maybe("verbatim") or "",
        derived_from=row.words("derived_from"),
        derivation=row.maybe("derivation") or "",
        conflicts_with=tuple(FigureId(name) for name in row.words("conflicts_with")),
        note=row.maybe("note") or "",
    )


def _quote(row: Entry) -> Quote:
    return Quote(
        id=row.text("quote_id"),
        text=row.text("text"),
        speaker=row.text("speaker"),
        role=row.maybe("role") or "",
        source=SourceId(row.text("source")),
        topics=row.words("topics"),
    )
