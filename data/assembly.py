"""A survey put together from the entries of its files, each part with the entry it was read from."""

from collections.abc import Iterable
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
class Draft:
    """A survey that has been read, but not yet checked for sense."""

    study: Placed[Study] | None
    """None where its file is missing or cannot be read."""
    questions: tuple[Placed[Question], ...] | None
    """None likewise."""
    figures: tuple[Placed[Figure], ...]
    quotes: tuple[Placed[Quote], ...]
    facts: tuple[Placed[Fact], ...]
    sources: tuple[Placed[Source], ...]

    @property
    def survey(self) -> Survey | None:
        """Return the survey, or None where the study or the questions could not be read."""
        if self.study is None or self.questions is None:
            return None
        figures, quotes = parts_of(self.figures), parts_of(self.quotes)
        return Survey(study=self.study.part, questions=parts_of(self.questions), figures=figures, quotes=quotes)


def assemble(
    folder: str, *, package: Entry | None, questions: Entry | None, figures: Iterable[Entry], quotes: Iterable[Entry]
) -> Draft:
    """Return what the entries of a folder make, noting what is wrong with any of them; None is a file not read."""
    sources, facts = read_sources(package), read_facts(package)
    return Draft(
        study=read_study(folder, package, sources, facts),
        questions=read_questions(questions),
        figures=each(figures, _figure),
        quotes=each(quotes, partial(read, Quote, keys=_QUOTE_KEYS)),
        facts=facts,
        sources=sources,
    )


def _figure(row: Entry) -> Figure:
    value = row.number("obs_value")
    if value is None and row.maybe("obs_value") is None:
        row.fault("'obs_value' is empty.", "Give the published number.", "obs_value")
    return read(Figure, row, keys=_FIGURE_KEYS, value=value or 0.0)
