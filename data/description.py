"""The study and its questions as the entries of a folder describe them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from data.codebook import (
    Category,
    Direction,
    Fact,
    FindingId,
    Question,
    QuestionId,
    ResponseType,
    Source,
    SourceId,
    Study,
    Universe,
    Wave,
    WaveId,
    WordingStatus,
)
from data.records import Entry
from data.survey import BaseStatus

Part = TypeVar("Part")

PACKAGE_KEYS = ("name", "title", "licenses", "sources", "study")
PACKAGE_EXTRAS = (
    "$schema",
    "id",
    "version",
    "created",
    "description",
    "homepage",
    "keywords",
    "contributors",
    "resources",
)
SOURCE_KEYS = ("id", "title", "publisher", "published", "path")
STUDY_KEYS = (
    "short",
    "universe",
    "analysis_unit",
    "sample_size",
    "sample_size_status",
    "citation",
    "main_source",
    "waves",
)
STUDY_EXTRAS = ("collection_mode", "response_rate", "weight", "probability_sample", "facts")
QUESTION_KEYS = ("id", "label", "wording_status", "response_type", "response_type_status", "ask", "words", "categories")
QUESTION_EXTRAS = ("wording", "response_type_note", "universe", "needs", "direction")
CATEGORY_KEYS = ("id", "label", "noun", "yes", "no", "ask", "words")
SLUG = re.compile(r"[a-z0-9][a-z0-9_]*")  # share_with; a dot would be taken for the one before the category


@dataclass(frozen=True, slots=True)
class Placed(Generic[Part]):
    """A part of a survey, with the entry it was read from."""

    part: Part
    entry: Entry


def read_sources(package: Entry | None) -> tuple[Placed[Source], ...]:
    """Return the sources a package names."""
    return each("source", package.entries("sources"), _source, lambda s: s.id) if package else ()


def read_facts(package: Entry | None) -> tuple[Placed[Fact], ...]:
    """Return the facts of its study."""
    study = package.entry("study") if package else None
    return each("fact", study.entries("facts"), _fact, lambda f: f.id) if study else ()


def read_questions(file: Entry | None) -> tuple[Placed[Question], ...] | None:
    """Return the questions of a file, or None where there is no such file."""
    if file is None:
        return None
    file.expect(["questions"])
    return each("question", file.entries("questions"), _question, lambda q: q.id)


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
    entry.expect(STUDY_KEYS, STUDY_EXTRAS)
    licences = [licence.maybe("title") or licence.text("name") for licence in package.entries("licenses")]
    study = Study(
        id=folder,
        title=package.text("title"),
        short=entry.text("short"),
        universe=_universe(entry),
        analysis_unit=entry.text("analysis_unit"),
        collection_mode=entry.maybe("collection_mode"),
        sample_size=entry.whole("sample_size"),
        sample_size_status=entry.choice("sample_size_status", BaseStatus),
        response_rate=entry.number("response_rate"),
        weight=entry.maybe("weight"),
        probability_sample=entry.flag("probability_sample"),
        citation=entry.text("citation"),
        waves=_waves(entry),
        facts=parts_of(facts),
        sources=_by_id(sources),
        main_source=SourceId(entry.text("main_source")),
        licence=licences[0] if licences else "",
    )
    return Placed(study, entry)


def _by_id(sources: Iterable[Placed[Source]]) -> Mapping[SourceId, Source]:
    return {p.part.id: p.part for p in sources}


def _source(entry: Entry) -> Source:
    entry.expect(SOURCE_KEYS, ("author", "text"))
    return Source(
        id=SourceId(entry.text("id")),
        title=entry.text("title"),
        publisher=entry.text("publisher"),
        author=entry.maybe("author"),
        published=entry.day("published"),
        url=entry.text("path"),
        has_text=entry.maybe("text") is not None,
    )


def _universe(study: Entry) -> Universe:
    entry = study.entry("universe")
    if entry is None:
        return Universe(label="", respondents="", words=(), places=(), units=())
    entry.expect(["label", "respondents", "words"], ["places", "units"])
    return Universe(
        label=entry.text("label"),
        respondents=entry.text("respondents"),
        words=entry.words("words"),
        places=entry.words("places"),
        units=entry.words("units"),
    )


def _waves(study: Entry) -> tuple[Wave, ...]:
    waves = each("wave", study.entries("waves"), _wave, lambda w: w.id)
    if not waves:
        study.fault("There is no wave.", "Give at least one under 'waves', the newest first.", "waves")
    return parts_of(waves)


def _wave(entry: Entry) -> Wave:
    entry.expect(["id", "label", "years"], ["words"])
    years = entry.words("years")
    if not all(re.fullmatch(r"[12][0-9]{3}", year) for year in years):
        entry.fault(f"The years are {', '.join(years)}.", "Write each with four digits.", "years")
        years = ()
    return Wave(
        id=WaveId(entry.text("id")),
        label=entry.text("label"),
        words=entry.words("words"),
        years=tuple(int(year) for year in years),
    )


def _fact(entry: Entry) -> Fact:
    entry.expect(["id", "facet", "statement"], ["source", "published", "conflicts_with", "noun"])
    source = entry.maybe("source")
    return Fact(
        id=entry.text("id"),
        facet=entry.text("facet"),
        statement=entry.text("statement"),
        source=SourceId(source) if source else None,
        published=entry.flag("published") is not False,
        conflicts_with=entry.words("conflicts_with"),
        noun=entry.maybe("noun") or "",
    )


def _slug(entry: Entry) -> str:
    found = entry.text("id")
    if found and not SLUG.fullmatch(found):
        entry.fault(f"The id is {found!r}.", "Use small letters, digits and underscores only.", "id")
    return found


def _question(entry: Entry) -> Question:
    entry.expect(QUESTION_KEYS, QUESTION_EXTRAS)
    name = QuestionId(_slug(entry))
    categories = each("category", entry.entries("categories"), lambda c: _category(name, c), lambda c: c.id)
    return Question(
        id=name,
        label=entry.text("label"),
        wording=entry.maybe("wording"),
        wording_status=entry.choice("wording_status", WordingStatus),
        response_type=entry.choice("response_type", ResponseType),
        response_type_status=entry.text("response_type_status"),
        response_type_note=entry.maybe("response_type_note") or "",
        universe=entry.maybe("universe") or "",
        ask=entry.text("ask"),
        words=entry.words("words"),
        needs=entry.words("needs"),
        direction=_direction(entry.entry("direction", may_be_null=True)),
        categories=parts_of(categories),
    )


def _direction(entry: Entry | None) -> Direction | None:
    if entry is None:
        return None
    entry.expect(["give"], ["receive", "withhold"])
    return Direction(give=entry.words("give"), receive=entry.words("receive"), withhold=entry.words("withhold"))


def _category(question: QuestionId, entry: Entry) -> Category:
    entry.expect(CATEGORY_KEYS, ["party", "about", "beside"])
    return Category(
        id=FindingId(f"{question}.{_slug(entry)}"),
        question=question,
        label=entry.text("label"),
        noun=entry.text("noun"),
        yes=entry.text("yes"),
        no=entry.text("no"),
        ask=entry.text("ask"),
        words=entry.words("words"),
        party=entry.flag("party") is True,
        about=entry.maybe("about") or "",
        beside=entry.words("beside"),
    )


def parts_of(placed: Iterable[Placed[Part]]) -> tuple[Part, ...]:
    """Return the parts alone."""
    return tuple(p.part for p in placed)


def each(
    kind: str, entries: Iterable[Entry], read: Callable[[Entry], Part], name: Callable[[Part], str]
) -> tuple[Placed[Part], ...]:
    """Return the part each entry holds, noting ids that stand twice."""
    placed = tuple(Placed(read(entry), entry) for entry in entries)
    note_doubles(kind, [(name(p.part), p.entry) for p in placed])
    return placed


def note_doubles(kind: str, named: Iterable[tuple[str, Entry]]) -> None:
    """Note every id that an earlier entry has already."""
    seen: dict[str, int] = {}
    for name, entry in named:
        if name and name in seen:
            entry.fault(f"The {kind} {name!r} stands on line {seen[name]} already.", "Give it an id of its own.")
        seen.setdefault(name, entry.line)
