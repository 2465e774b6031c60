"""Definitions and English are read from files; whatever is wrong in them is told by file and line, all at once."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from intents.errors import DefinitionsInvalid
from intents.library import ENGLISH, MAX_BYTES, lines_of, load_definitions, load_lexicon
from intents.vocabulary import Kind

SOUND = """\
intent: NAME
summary: Greets.
ask: ["hello"]
answer: {text: Hello.}
"""


def folder(parent: Path, **files: str | bytes) -> Path:
    """Write definitions into a folder, each under its name."""
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.replace("NAME", name).encode()
        (parent / f"{name}.yaml").write_bytes(data)
    return parent


def faults(parent: Path, **files: str | bytes) -> list[str]:
    """Return what is wrong in a folder of definitions."""
    with pytest.raises(DefinitionsInvalid) as caught:
        load_definitions(folder(parent, **files))
    return [str(fault) for fault in caught.value.faults]


def english(parent: Path, **sections: object) -> Path:
    """Write a little English with some sections changed; None takes one out."""
    shipped = yaml.safe_load(ENGLISH.read_text(encoding="utf-8"))
    empty = {
        name: {} if isinstance(body, dict) else [] if isinstance(body, list) else "" for name, body in shipped.items()
    }
    raw = {**empty, **sections}
    path = parent / "english.yaml"
    path.write_text(yaml.safe_dump({key: value for key, value in raw.items() if value is not None}), encoding="utf-8")
    return path


def english_faults(path: Path) -> list[str]:
    """Return what is wrong in a file of English."""
    with pytest.raises(DefinitionsInvalid) as caught:
        load_lexicon(path)
    return [str(fault) for fault in caught.value.faults]


def test_definitions_are_read_in_the_order_of_their_files(tmp_path: Path) -> None:
    assert [d.name for d in load_definitions(folder(tmp_path, b=SOUND, a=SOUND))] == ["a", "b"]


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Definitions")
    assert len(load_definitions(folder(tmp_path, a=SOUND))) == 1


def test_the_shipped_definitions_are_sound() -> None:
    assert {"share", "count", "compare", "help"} <= {d.name for d in load_definitions()}


def test_every_shipped_definition_is_called_like_its_file() -> None:
    assert [d.file for d in load_definitions()] == [f"{d.name}.yaml" for d in load_definitions()]


def test_a_folder_without_definitions_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path) == [f"{tmp_path.name}: The folder holds no definition. Add a file such as share.yaml."]


def test_broken_yaml_is_pointed_at(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, a='intent: a\nask:\n  - "hello\n')
    assert fault.startswith("a.yaml:")
    assert 2 <= int(fault.split(":")[1]) <= 4
    assert "not YAML" in fault


def test_a_tab_is_pointed_at(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, a="intent: a\n\tsummary: x\n")
    assert fault.startswith("a.yaml:2: This is not YAML")


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, a="intent: café".encode("latin-1"))
    assert fault.startswith("a.yaml: The file cannot be read")
    assert fault.endswith("Save it as UTF-8 YAML.")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    assert faults(tmp_path, a="#" * (MAX_BYTES + 1)) == ["a.yaml: The file is over 1,000,000 bytes. Split it."]


def test_nesting_beyond_reason_is_refused(tmp_path: Path) -> None:
    reads = "import sys, pathlib; from intents import library; library.load_definitions(pathlib.Path(sys.argv[1]))"
    deep = folder(tmp_path, a="[" * 50_000)
    result = subprocess.run([sys.executable, "-c", reads, str(deep)], capture_output=True, text=True, check=False)
    assert "DefinitionsInvalid" in result.stderr


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "hello", "3"])
def test_a_file_that_is_no_definition_is_refused(tmp_path: Path, content: str) -> None:
    (fault,) = faults(tmp_path, a=content)
    assert fault.startswith("a.yaml:1: A definition is a mapping.")


def test_a_file_that_would_run_code_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, a="!!python/object/apply:os.getcwd []")
    assert fault.startswith("a.yaml:1: A definition is a mapping.")


def test_every_fault_of_every_file_is_found_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, a="intent: [", b=SOUND, c="intent: c\nzzz: 1\n", d=b"\xff\xfe\xff")
    assert [fault.partition(":")[0] for fault in found] == ["a.yaml", *["c.yaml"] * 4, "d.yaml"]


def test_one_broken_definition_keeps_all_from_being_loaded(tmp_path: Path) -> None:
    assert len(faults(tmp_path, a=SOUND, b="intent: b\n")) == 3


def test_the_shipped_english_is_sound() -> None:
    assert {term.reading.kind for term in load_lexicon().terms} >= {Kind.STOP, Kind.FILLER, Kind.NEGATION, Kind.CUE}


def test_english_may_be_written_in_another_file(tmp_path: Path) -> None:
    lexicon = load_lexicon(english(tmp_path, noise="umm err", short={"thx": "thank you"}))
    assert (lexicon.noise, dict(lexicon.short)) == (frozenset({"umm", "err"}), {"thx": ("thank", "you")})


@pytest.mark.parametrize("sections", [{"extra": ["x"]}, {"stop": None}])
def test_sections_that_are_not_those_known_are_refused(tmp_path: Path, sections: dict[str, object]) -> None:
    (fault,) = english_faults(english(tmp_path, **sections))
    assert fault.startswith("english.yaml: The sections are not those known. It needs ")


def test_a_broken_phrase_in_the_english_is_pointed_at(tmp_path: Path) -> None:
    (fault,) = english_faults(english(tmp_path, negation=["do (not"]))
    assert fault.rstrip().endswith("    do (not\n       ^")


def test_every_broken_phrase_in_the_english_is_found_at_once(tmp_path: Path) -> None:
    path = english(tmp_path, negation=["do (not"], cues={"percent": ["[percent"]}, weak="")
    assert len(english_faults(path)) == 2


def test_english_that_is_not_there_is_told(tmp_path: Path) -> None:
    (fault,) = english_faults(tmp_path / "english.yaml")
    assert fault.startswith("english.yaml: The file cannot be read")


@pytest.mark.parametrize(
    "sections",
    [{"short": ["a"]}, {"short": "a"}, {"cues": ["a"]}, {"negation": "not"}, {"filler": "say"}, {"noise": {"a": 1}}],
)
def test_a_section_of_another_form_is_refused(tmp_path: Path, sections: dict[str, object]) -> None:
    assert english_faults(english(tmp_path, **sections))


@pytest.mark.parametrize("scalar", ["2016-99-99", "!!int foo", "!!bool x", "1" * 5000])
def test_a_scalar_of_a_kind_is_only_a_text(tmp_path: Path, scalar: str) -> None:
    (fault,) = faults(tmp_path, a=f"intent: a\nsummary: {scalar}\nask: [zzz]\nanswer: {{text: {{b: c}}}}\n")
    assert fault == (
        "a.yaml:4: The answer's 'text' is neither a text nor a list of texts. "
        'Write a value, or a slot such as "{finding}".'
    )


def test_a_key_that_stands_twice_is_named_with_its_line(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, a="intent: a\nsummary: s\nintent: b\nask: [zzz]\nanswer: {text: t}\n")
    assert fault == "a.yaml:3: The key 'intent' stands here for the second time. Join the two."


def test_a_fault_in_a_phrase_is_named_with_its_line(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, a="intent: a\nsummary: s\nask:\n  - good\n  - bad (one\nanswer: {text: t}\n")
    assert fault.startswith("a.yaml:5: ")


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "endless.yaml").symlink_to("/dev/zero")
    with pytest.raises(DefinitionsInvalid, match=r"endless\.yaml: This is no file"):
        load_definitions(tmp_path)


def test_a_file_of_another_ending_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("intent: a\n")
    with pytest.raises(DefinitionsInvalid, match=r"a\.yml: A file of this ending is not read"):
        load_definitions(tmp_path)


def test_a_key_that_stands_twice_further_in_is_found_too(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, a="intent: a\nsummary: s\nask: [zzz]\nanswer:\n  text: t\n  text: u\n")
    assert fault == "a.yaml:6: The key 'text' stands here for the second time. Join the two."


@pytest.mark.parametrize("content", ["x: &a [1]\ny: *a\n", "&a [*a]", "x: *nobody\n"], ids=["name", "ring", "nobody"])
def test_a_name_that_stands_for_other_text_is_refused_before_anything_unfolds(tmp_path: Path, content: str) -> None:
    (fault,) = faults(tmp_path, a=content)
    assert fault.startswith("a.yaml:1: The name ")
    assert fault.endswith("Write it out, or quote a text with '&' or '*'.")


def test_the_lines_of_keys_and_of_what_is_below_them_are_told() -> None:
    text = "intent: a\nexamples:\n  - one\n  - two\nanswer:\n  text: t\n"
    assert lines_of(text) == {
        "intent": 1, "examples": 2, "examples.0": 3, "examples.1": 4, "answer": 5, "answer.text": 6,
    }  # fmt: skip
