"""A survey put together from the entries of its files, each part with the entry it was read from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from data.codebook import Category, Direction, Fact, FindingId, Question, QuestionId, Source, Study, Universe, Wave
from data.parts import Placed, columns_of, each, parts_of, read
from data.records import Entry
from data.survey import BaseStatus, Figure, Quote, Survey

_PACKAGE_KEYS = ("name", "title", "licenses", "sources", "study")
_PACKAGE_EXTRAS = tuple("$schema id version created description homepage keywords contributors resources".split())
_SLUG = re.compile(r"[a-z0-9][a-z0-9_]*")  # share_with; a dot would be taken for the one before the category
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
    study = package.entry("study") if package else None
    sources = each(package.entries("sources"), partial(read, Source, keys={"url": "path"})) if package else ()
    facts = each(study.entries("facts"), partial(read, Fact)) if study else ()
    return Draft(
        study=_study(folder, package, sources, facts) if package else None,
        questions=each(questions.expect(["questions"]).entries("questions"), _question) if questions else None,
        figures=each(figures, _figure),
        quotes=each(quotes, partial(read, Quote, keys=_QUOTE_KEYS)),
        facts=facts,
        sources=sources,
    )


def _study(
    folder: str, package: Entry, sources: tuple[Placed[Source], ...], facts: tuple[Placed[Fact], ...]
) -> Placed[Study] | None:
    """Return the study of a package, or None where it has none."""
    package.expect(_PACKAGE_KEYS, _PACKAGE_EXTRAS)
    if package.text("name") not in ("", folder):
        package.fault(f"The name is {package.text('name')!r}.", f"Name it after its folder: {folder}.", "name")
    entry = package.entry("study")
    if entry is None:
        return None
    licences = [licence.maybe("title") or licence.text("name") for licence in package.entries("licenses")]
    study = read(
        Study,
        entry,
        beside={
            "id": folder,
            "title": package.text("title"),
            "licence": licences[0] if licences else "",
            "sources": {p.part.id: p.part for p in sources},
        },
        universe=_universe(entry),
        sample_size_status=entry.choice("sample_size_status", BaseStatus),
        waves=_waves(entry),
        facts=parts_of(facts),
    )
    return Placed(study, entry)


def _universe(study: Entry) -> Universe:
    entry = study.entry("universe")
    return read(Universe, entry) if entry else Universe(label="", respondents="", words=())


def _waves(study: Entry) -> tuple[Wave, ...]:
    waves = each(study.entries("waves"), _wave)
    if not waves:
        study.fault("There is no wave.", "Give at least one under 'waves', the newest first.", "waves")
    return parts_of(waves)


def _wave(entry: Entry) -> Wave:
    years = entry.words("years")
    if not all(re.fullmatch(r"[12][0-9]{3}", year) for year in years):
        entry.fault(f"The years are {', '.join(years)}.", "Write each with four digits.", "years")
        years = ()
    return read(Wave, entry, years=tuple(int(year) for year in years))


def _question(entry: Entry) -> Question:
    name = QuestionId(_slug(entry))
    direction = entry.entry("direction", may_be_null=True)
    return read(
        Question,
        entry,
        id=name,
        direction=read(Direction, direction) if direction else None,
        categories=parts_of(each(entry.entries("categories"), partial(_category, name))),
    )


def _category(question: QuestionId, entry: Entry) -> Category:
    return read(Category, entry, id=FindingId(f"{question}.{_slug(entry)}"))


def _slug(entry: Entry) -> str:
    found = entry.text("id")
    if found and not _SLUG.fullmatch(found):
        entry.fault(f"The id is {found!r}.", "Use small letters, digits and underscores only.", "id")
    return found


def _figure(row: Entry) -> Figure:
    value = row.number("obs_value")
    if value is None and row.maybe("obs_value") is None:
        row.fault("'obs_value' is empty.", "Give the published number.", "obs_value")
    return read(Figure, row, keys=_FIGURE_KEYS, value=value or 0.0)
