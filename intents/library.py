"""Read definitions and the English around them from files; the only input and output of this package."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from intents.definition import Definition, parse
from intents.errors import DefinitionsInvalid, Fault, PhraseInvalid
from intents.phrase import expand
from intents.text import stem
from intents.vocabulary import Kind, Lexicon, Reading, Term

SHIPPED = Path(__file__).parent / "definitions"
ENGLISH = Path(__file__).parent / "english.yaml"
LOOSE = Path(__file__).parent / "loose.txt"
MAX_BYTES = 1_000_000  # a definition is a page of text; more is not one

MAX_DEPTH = 20  # collections within collections; a definition needs five
# Every scalar is read as text: '2026-99-99' and 'off' are no dates or switches here, and '<<' merges nothing
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_SHAPES: Mapping[str, type] = {
    "short": dict,
    "noise": str,
    "glue": str,
    "stop": str,
    "filler": dict,
    "aside": dict,
    "people": str,
    "negation": list,
    "weak": str,
    "cues": dict,
}


def load_definitions(folder: Path = SHIPPED) -> tuple[Definition, ...]:
    """Return every definition of a folder, in the order of file names.

    Raises:
        DefinitionsInvalid: with every fault of every file.
    """
    definitions: list[Definition] = []
    faults: list[Fault] = []
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        faults.append(_fault(folder.name, "The folder holds no definition.", "Add a file such as share.yaml."))
    faults.extend(other_endings(folder))
    for path in paths:
        raw, problems = _read(path)
        faults.extend(problems)
        if not problems:
            definition, more = parse(raw, file=path.name)
            faults.extend(_located(fault, path.read_text(encoding="utf-8")) for fault in more)
            definitions.extend([definition] if definition else [])
    if faults:
        raise DefinitionsInvalid(faults)
    return tuple(definitions)


def load_lexicon(path: Path = ENGLISH) -> Lexicon:
    """Return the English around a survey's words.

    Raises:
        DefinitionsInvalid: with every fault of the file.
    """
    raw, faults = _read(path)
    faults = faults or _section_faults(path.name, raw)
    if faults or not isinstance(raw, Mapping):
        raise DefinitionsInvalid(faults)
    terms: list[Term] = []
    problems: list[Fault] = []
    for reading, phrases in _readings(raw):
        try:
            names = tuple(" ".join(map(str, variant)) for phrase in phrases for variant in expand(phrase))
            terms.append(Term(reading=reading, names=names))
        except PhraseInvalid as error:
            problems.append(_fault(path.name, str(error), ""))
    if problems:
        raise DefinitionsInvalid(problems)
    short = {str(k): tuple(str(v).split()) for k, v in raw["short"].items()}
    noise = frozenset(str(raw["noise"]).split())
    glue = frozenset(stem(word) for word in str(raw["glue"]).split())
    loose = frozenset(stem(word) for word in LOOSE.read_text(encoding="utf-8").split())
    weak = frozenset(str(raw["weak"]).split())
    return Lexicon(short=short, noise=noise, glue=glue, weak=weak, terms=tuple(terms), loose=loose)


def _section_faults(file: str, raw: object) -> list[Fault]:
    if not isinstance(raw, Mapping) or set(raw) != set(_SHAPES):
        return [_fault(file, "The sections are not those known.", f"It needs {', '.join(_SHAPES)}.")]
    faults = [
        _fault(file, f"The section {name!r} is no {shape.__name__}.", "Write it as the shipped file does.")
        for name, shape in _SHAPES.items()
        if not isinstance(raw[name], shape)
    ]
    if not faults:
        faults = [
            _fault(file, f"The cue {name!r} is no list of phrases.", "Write one `- phrase` a line.")
            for name, phrases in raw["cues"].items()
            if not isinstance(phrases, list)
        ]
    return faults


def _readings(raw: Mapping[str, object]) -> Iterable[tuple[Reading, list[str]]]:
    """Yield each reading of the lexicon with the phrases that have it."""
    yield Reading(Kind.STOP, "stop"), str(raw["stop"]).split()
    yield Reading(Kind.UNIVERSE, "universe"), str(raw["people"]).split()
    cues, negation = raw["cues"], raw["negation"]
    for kind in (Kind.FILLER, Kind.ASIDE):
        groups = raw[kind.value]
        for group, words in groups.items() if isinstance(groups, Mapping) else ():
            yield Reading(kind, str(group)), words if isinstance(words, list) else str(words).split()
    if isinstance(negation, list):
        yield Reading(Kind.NEGATION, "not"), [str(n) for n in negation]
    if isinstance(cues, Mapping):
        for name, phrases in cues.items():
            yield Reading(Kind.CUE, str(name)), [str(p) for p in phrases]


def _read(path: Path) -> tuple[object, list[Fault]]:
    """Return the content of a YAML file, or what is wrong with it."""
    text, faults = text_of(path, path.name)
    return (None, faults) if faults else read_yaml(path.name, text)


def text_of(path: Path, file: str) -> tuple[str, list[Fault]]:
    """Return the text of a file of a definition's size, or what is wrong with it; `file` is what it is called."""
    try:
        if path.exists() and not path.is_file():
            return "", [_fault(file, "This is no file.", "Take it out of the folder.")]
        if path.stat().st_size > MAX_BYTES:
            return "", [_fault(file, f"The file is over {MAX_BYTES:,} bytes.", "Split it.")]
        return path.read_text(encoding="utf-8"), []
    except (OSError, UnicodeDecodeError) as error:
        return "", [_fault(file, f"The file cannot be read: {error}.", "Save it as UTF-8 YAML.")]


def other_endings(folder: Path, prefix: str = "") -> list[Fault]:
    """Return a fault for each file of a folder that looks like YAML and is not read."""
    others = sorted(folder.iterdir()) if folder.is_dir() else []
    what, remedy = "A file of this ending is not read.", "Rename it to end in .yaml."
    return [
        _fault(f"{prefix}{path.name}", what, remedy)
        for path in others
        if path.suffix.lower() in {".yml", ".yaml"} and path.suffix != ".yaml"
    ]


def read_yaml(file: str, text: str) -> tuple[object, list[Fault]]:
    """Return the content of a YAML text, every scalar of it as text, or what is wrong with it."""
    try:
        faults = _unsafe(file, text)
        if faults:
            return None, faults
        twice = list(_keys_twice(file, yaml.compose(text, Loader=_Loader)))
        return yaml.load(text, Loader=_Loader), twice  # noqa: S506 - a loader of plain texts
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = f"This is not YAML: {error.problem or error.context}."
        return None, [Fault(file=file, line=line, what=what, remedy="Mend the line, or quote its text.")]
    except (yaml.YAMLError, RecursionError, UnicodeEncodeError) as error:
        return None, [_fault(file, f"The file cannot be read: {error}.", "Save it as UTF-8 YAML.")]


def lines_of(text: str) -> dict[str, int]:
    """Return the line of each key of a sound YAML mapping and of each entry below it: examples, examples.0."""
    found: dict[str, int] = {}
    for key, value in _pairs(yaml.compose(text, Loader=_Loader)):
        found[key.value] = key.start_mark.line + 1
        entries = enumerate(value.value) if isinstance(value, yaml.SequenceNode) else ()
        below = [(str(number), entry) for number, entry in entries] + [(k.value, k) for k, _ in _pairs(value)]
        found.update((f"{key.value}.{name}", node.start_mark.line + 1) for name, node in below)
    return found


def _unsafe(file: str, text: str) -> list[Fault]:
    """Return why a text is not to be loaded: it would end the process, or unfold to more than anybody can hold."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:  # loading goes by recursion in C
            return [_fault(file, f"The file is nested more than {MAX_DEPTH} deep.", "Write it flatter.")]
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            what = f"The name {event.anchor!r} stands for what is written elsewhere."
            line = event.start_mark.line + 1 if event.start_mark else None
            return [Fault(file=file, line=line, what=what, remedy="Write it out, or quote a text with '&' or '*'.")]
    return []


def _located(fault: Fault, text: str) -> Fault:
    """Return a fault with the line that holds what it quotes, where one does."""
    quoted = [part.strip() for part in fault.what.split("\n")[1:2]] + re.findall(r"(?<!\w)'([^']+)'", fault.what)
    lines = text.splitlines()
    for part in quoted:
        for number, line in enumerate(lines, start=1):
            if part and part in line:
                return replace(fault, line=number)
    return fault


def _keys_twice(file: str, node: yaml.Node | None) -> Iterable[Fault]:
    """Yield a fault for each key of a mapping, however deep, that stands twice, of which YAML would keep one."""
    seen: set[str] = set()
    for key, value in _pairs(node):
        if key.value in seen:
            what = f"The key {key.value!r} stands here for the second time."
            yield Fault(file=file, line=key.start_mark.line + 1, what=what, remedy="Join the two.")
        seen.add(key.value)
        yield from _keys_twice(file, value)


def _pairs(node: yaml.Node | None) -> Iterable[tuple[yaml.ScalarNode, yaml.Node]]:
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            yield key, value


def _fault(file: str, what: str, remedy: str) -> Fault:
    return Fault(file=file, line=None, what=what, remedy=remedy)
