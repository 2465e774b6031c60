"""A survey put together from the entries of its files, each part with the entry it was read from."""

from dataclasses import dataclass
from functools import partial

from data.codebook import Fact, Question, Source, Study
from data.description import read_facts, read_questions, read_sources, read_study
from data.parts import Placed, columns_of, each, parts_of, read
from data.records import Entry
from data.survey import Figure, Quote, Survey

_FIGURE_KEYS = {
    "id": "figure_id",
    "value": "obs_value",
    "unit": "unit_measure",
    "base": "base_unweighted",
    "status": "obs_status",
    "sentence": "verbatim",
}
_QUOTE_KEYS = {"id": "quote_id"}
FIGURE_COLUMNS = columns_of(Figure, _FIGURE_KEYS)
QUOTE_COLUMNS = columns_of(Quote, _QUOTE_KEYS)


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
    figures = each(parts.figures or (), _figure)
    quotes = each(parts.quotes or (), partial(read, Quote, keys=_QUOTE_KEYS))
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
    value = row.number("obs_value")
    if value is None and row.maybe("obs_value") is None:
        row.fault("'obs_value' is empty.", "Give the published number.", "obs_value")
    return read(Figure, row, keys=_FIGURE_KEYS, value=value or 0.0)
