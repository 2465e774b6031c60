"""The study and its questions as the entries of a folder describe them."""

import re
from functools import partial

from data.codebook import Category, Direction, Fact, FindingId, Question, QuestionId, Source, Study, Universe, Wave
from data.parts import Placed, each, parts_of, read
from data.records import Entry
from data.survey import BaseStatus

PACKAGE_KEYS = ("name", "title", "licenses", "sources", "study")
PACKAGE_EXTRAS = tuple("$schema id version created description homepage keywords contributors resources".split())
SLUG = re.compile(r"[a-z0-9][a-z0-9_]*")  # share_with; a dot would be taken for the one before the category


def read_sources(package: Entry | None) -> tuple[Placed[Source], ...]:
    """Return the sources a package names."""
    return each(package.entries("sources"), partial(read, Source, keys={"url": "path"})) if package else ()


def read_facts(package: Entry | None) -> tuple[Placed[Fact], ...]:
    """Return the facts of its study."""
    study = package.entry("study") if package else None
    return each(study.entries("facts"), partial(read, Fact)) if study else ()


def read_questions(file: Entry | None) -> tuple[Placed[Question], ...] | None:
    """Return the questions of a file, or None where there is no such file."""
    if file is None:
        return None
    file.expect(["questions"])
    return each(file.entries("questions"), _question)


def read_study(
    folder: str, file: Entry | None, sources: tuple[Placed[Source], ...], facts: tuple[Placed[Fact], ...]
) -> Placed[Study] | None:
    """Return the study of a package, or None where it has none."""
    if file is None:
        return None
    package = file.expect(PACKAGE_KEYS, PACKAGE_EXTRAS)
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
    if found and not SLUG.fullmatch(found):
        entry.fault(f"The id is {found!r}.", "Use small letters, digits and underscores only.", "id")
    return found
