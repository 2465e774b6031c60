"""The rules of the house that no other tool holds."""

import ast
import fnmatch
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "data", "intents")
FOLDERS = {*PACKAGES, "tests", ".ci", ".slack"}
FILES = {
    ".editorconfig",
    ".env.example",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "Dockerfile",
    "LICENSE",
    "Makefile",
    "README.md",
    "pyproject.toml",
    "requirements-bench.lock",
    "requirements-dev.lock",
    "requirements-semantic.lock",
    "requirements.lock",
}
# Of the bot, and of the sandbox, a tool of its own; what grows past it is looked at for something to take out.
MOST_LINES = {"bot": 25_400, "sandbox": 5900}
LONGEST_FUNCTION = 40  # lines, its docstring not counted: one screen

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [f"{name}.{end}" for name, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
HOME_PATH = re.compile(r"(?<![\w.-])/(?:home|Users|root|work)/\w")  # a folder of somebody's, from the root


def ours() -> Iterator[Path]:
    """Yield every file of the project, whether git knows it yet or not."""
    ignored = ignored_names()
    for entry in sorted(ROOT.iterdir()):
        if entry.is_file() and entry.name in FILES:
            yield entry
        elif entry.name in FOLDERS:
            yield from (p for p in sorted(entry.rglob("*")) if p.is_file() and not set(p.parts) & ignored)


def ignored_names() -> set[str]:
    """Return the names in .gitignore, and git's own."""
    lines = (ROOT / ".gitignore").read_text().splitlines()
    return {".git", *(line.rstrip("/") for line in lines if line and not line.startswith("#"))}


def modules() -> list[Path]:
    """Return every module of the three packages."""
    return [path for path in ours() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PACKAGES]


def functions() -> Iterator[tuple[str, int]]:
    """Yield the place and length of every function, its docstring not counted."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                documented = node.body[0] if ast.get_docstring(node) else None
                docstring = (documented.end_lineno or 0) - documented.lineno + 1 if documented else 0
                yield f"{path.relative_to(ROOT)}:{node.lineno}", (node.end_lineno or 0) - node.lineno + 1 - docstring


def test_the_top_level_holds_the_three_packages_the_tests_and_conventional_files() -> None:
    ignored = ignored_names()
    names = {p.name for p in ROOT.iterdir() if not any(fnmatch.fnmatch(p.name, pattern) for pattern in ignored)}
    assert names - FOLDERS - FILES == set()


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_package_registry_is_named(host: str) -> None:
    assert [path for path in ours() if host.encode() in path.read_bytes()] == []


def test_no_path_of_somebodys_machine_is_named() -> None:
    assert [path for path in ours() if HOME_PATH.search(path.read_bytes().decode(errors="replace"))] == []


def test_a_path_of_somebodys_machine_would_be_found() -> None:
    assert HOME_PATH.search(f"see /{'home'}/sam/notes.txt")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_in_one_sentence(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    assert re.fullmatch(r"(?s)[A-Z](?:(?![.!?]\s).)*\.", docstring.split("\n\n")[0])


def test_no_function_is_longer_than_a_screen() -> None:
    assert [(place, length) for place, length in functions() if length > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("part", MOST_LINES)
def test_the_packages_stay_small(part: str) -> None:
    mine = [path for path in modules() if ("sandbox" in path.parts) == (part == "sandbox")]
    assert sum(len(path.read_text().splitlines()) for path in mine) < MOST_LINES[part]


@pytest.mark.parametrize("folder", [p for p in (ROOT / "tests").rglob("*") if any(p.glob("test_*.py"))], ids=str)
def test_every_folder_of_tests_is_a_package(folder: Path) -> None:
    assert (folder / "__init__.py").exists()
