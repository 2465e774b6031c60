"""What is in the wheel: a pattern in .gitignore can drop data from it without a word."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bot.admin.labelled import labelled

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "data", "intents")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and return where it is."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def wheel(built: Path) -> set[str]:
    """Return the names of the wheel's files."""
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_three_packages_and_no_more(wheel: set[str]) -> None:
    folders = {name.split("/")[0] for name in wheel}
    assert {name for name in folders if not name.endswith(".dist-info")} == set(PACKAGES)


def test_everything_in_the_packages_is_in_the_wheel(wheel: set[str]) -> None:
    ours = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours - wheel == set()


@pytest.mark.parametrize("name", ["datapackage.yaml", "questions.yaml", "figures.csv", "quotes.csv", "article.txt"])
def test_the_default_survey_is_in_the_wheel(wheel: set[str], name: str) -> None:
    assert f"data/surveys/cgi-2015/{name}" in wheel


def test_the_intents_are_in_the_wheel(wheel: set[str]) -> None:
    assert any(name.startswith("intents/definitions/") and name.endswith(".yaml") for name in wheel)


def test_the_licence_is_in_the_wheel(wheel: set[str]) -> None:
    assert any(name.endswith("LICENSE") for name in wheel)


def test_the_test_questions_are_in_the_wheel_and_are_read_from_it(built: Path, wheel: set[str], tmp_path: Path) -> None:
    ours = {path.name for path in (ROOT / "tests" / "questions").glob("*.yaml")}
    assert {Path(name).name for name in wheel if name.startswith("bot/admin/questions/")} == ours
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path)
    script = "from bot.admin import labelled as l; print(l.__file__, len(l.labelled('cgi-2015')))"
    here = {"PYTHONPATH": str(tmp_path), "PATH": os.environ["PATH"]}
    run = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=here, check=True, capture_output=True)
    assert run.stdout.decode().split() == [str(tmp_path / "bot/admin/labelled.py"), str(len(labelled("cgi-2015")))]
