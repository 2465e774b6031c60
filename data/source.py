"""Survey folders on disk: read whole, checked whole, and refused whole where anything is wrong."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from data.assembly import FIGURE_COLUMNS, QUOTE_COLUMNS, assemble
from data.errors import Fault, SurveyInvalid
from data.records import Entry, FaultLog, check_header, read_csv, read_yaml
from data.survey import Survey
from data.validation import check

Found = TypeVar("Found")

SHIPPED = Path(__file__).parent / "surveys"
"""The surveys that come with the package."""

MAX_BYTES = 5_000_000  # a survey's file is a few kilobytes; a larger one is a mistake or an attack


def load_survey(folder: Path) -> Survey:
    """Return the survey a folder holds; raise SurveyInvalid with everything that is wrong with it."""
    folder = folder.absolute()  # so that '.' has a name; a link keeps its own
    log = FaultLog()
    disk = _Disk(folder=folder, log=log)
    if not folder.is_dir():
        log.add(folder.name, None, "There is no such folder.", "Check the path of the survey.")
        raise SurveyInvalid(folder.name, log.faults)
    package = disk.mapping("datapackage.yaml")
    draft = assemble(
        folder.name,
        package=package,
        questions=disk.mapping("questions.yaml"),
        figures=disk.rows("figures.csv", FIGURE_COLUMNS),
        quotes=disk.rows("quotes.csv", QUOTE_COLUMNS),
    )
    check(draft, disk.texts(package))
    survey = draft.survey
    if log.faults or survey is None:
        in_order = sorted(set(log.faults), key=lambda fault: (fault.file, fault.line or 0, fault.what))
        raise SurveyInvalid(folder.name, in_order)
    return survey


def load_surveys(folder: Path) -> Mapping[str, Survey]:
    """Return every survey below a folder by its id; raise SurveyInvalid with the faults of all of them."""
    surveys, faults = load_sound(folder)
    if faults:
        raise SurveyInvalid(folder.name, [fault for each in faults.values() for fault in each])
    return surveys


def load_sound(folder: Path) -> tuple[Mapping[str, Survey], Mapping[str, tuple[Fault, ...]]]:
    """Return the surveys below a folder that are sound by their ids, and the faults of the others by theirs.

    Raises:
        SurveyInvalid: there is no survey at all.
    """
    surveys: dict[str, Survey] = {}
    faults: dict[str, tuple[Fault, ...]] = {}
    for path in _survey_folders(folder):
        try:
            surveys[path.name] = load_survey(path)
        except SurveyInvalid as invalid:
            faults[path.name] = tuple(replace(fault, file=f"{path.name}/{fault.file}") for fault in invalid.faults)
    if not surveys and not faults:
        remedy = "Give it a folder with a datapackage.yaml for each survey."
        none = Fault(file=folder.name, line=None, what="The folder holds no survey.", remedy=remedy)
        raise SurveyInvalid(folder.name, [none])
    return surveys, faults


def _survey_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Disk:
    """The files of one folder; everything that keeps one from being read becomes a fault."""

    folder: Path
    log: FaultLog

    def mapping(self, name: str) -> Entry | None:
        text = self.text(name)
        return None if text is None else read_yaml(name, text, self.log)

    def rows(self, name: str, columns: tuple[str, ...]) -> tuple[Entry, ...]:
        text = self.text(name)
        if text is None or not check_header(name, text, columns, self.log):
            return ()
        return read_csv(name, text, self.log)

    def texts(self, package: Entry | None) -> Mapping[str, str]:
        """Return the text of every source that has one; see that the other resources are there too."""
        if package is None:
            return {}
        for resource in package.entries("resources"):
            if path := resource.text("path"):
                self._guarded(path, self._inside)
        named = {s.maybe("id") or "": s.maybe("text") for s in package.entries("sources")}
        texts = {source: self.text(name) for source, name in named.items() if name}
        return {source: text for source, text in texts.items() if text is not None}

    def text(self, name: str) -> str | None:
        return self._guarded(name, self._read)

    def _guarded(self, name: str, step: Callable[[str], Found | None]) -> Found | None:
        try:
            return step(name)
        except OSError as error:
            self.log.add(name, None, f"The file cannot be read: {error.strerror}.", "Check its name and permissions.")
            return None

    def _read(self, name: str) -> str | None:
        path = self._inside(name)
        if path is None:
            return None
        if path.stat().st_size > MAX_BYTES:
            self.log.add(name, None, f"The file is larger than {MAX_BYTES:,} bytes.", "Check that it is the right one.")
            return None
        return self._decoded(name, path.read_bytes())

    def _inside(self, name: str) -> Path | None:
        if "\0" in name:
            self.log.add("datapackage.yaml", None, f"The path {name!r} is none.", "Name a file of the folder.")
            return None
        path = Path(os.path.realpath(self.folder / name))
        if not path.is_relative_to(os.path.realpath(self.folder)):
            self.log.add(name, None, "The path leads out of the survey's folder.", "Put the file into the folder.")
        elif not path.is_file():
            self.log.add(name, None, "The file is missing.", "Add it, or correct its name.")
        else:
            return path
        return None

    def _decoded(self, name: str, raw: bytes) -> str | None:
        if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
            self.log.add(name, 1, "The file starts with a byte order mark.", "Save it as UTF-8 without one.")
            return None
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            self.log.add(name, line, f"Byte {raw[error.start]:#04x} is not UTF-8.", "Save the file as UTF-8.")
            return None
        if "\0" in text:
            self.log.add(name, text[: text.index("\0")].count("\n") + 1, "There is a NUL character.", "Remove it.")
            return None
        if not text.strip():
            self.log.add(name, None, "The file is empty.", "Fill it, or restore it.")
            return None
        return text
