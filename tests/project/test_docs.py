"""What the README and .env.example say holds."""

import inspect
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pydantic import AliasChoices, SecretStr

from bot.cli import main
from bot.config import Settings
from bot.curating import intents
from bot.sandbox.control import Control
from bot.sandbox.incoming import Incoming
from bot.sandbox.people import People
from bot.sandbox.registration import Credentials, Registration
from bot.sandbox.rules import Rules
from bot.sandbox.slack import Hub
from bot.slack.manifest import SCOPES
from tests.helpers.stores import an_sqlite

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
ENV_EXAMPLE = (ROOT / ".env.example").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()

NEVER_ENDS = {"run", "demo", "sandbox"}  # they wait for people; `chat` gets no input here, and leaves
NEEDS_SLACK = {"doctor"}  # and says so


def blocks(language: str) -> list[str]:
    """Return the README's code blocks in a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def commands() -> list[str]:
    """Return every `surveybot` command in the README that ends by itself and stands alone."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    spans = re.findall(r"`(surveybot [^`]+)`", README)
    found = [line.partition("#")[0].strip() for line in lines + spans if line.startswith("surveybot ")]
    return sorted({c for c in found if c.split()[1] not in NEVER_ENDS | NEEDS_SLACK and not re.search(r"[A-Z]{4}", c)})


def examples() -> list[tuple[str, str]]:
    """Return the README's console examples: a command and what it prints."""
    pairs = [block.removeprefix("$ ").split("\n", 1) for block in blocks("console")]
    return [(command, printed) for command, printed in pairs]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go where a reader would be: beside the files that the README shows, with an empty database."""
    monkeypatch.setenv("SURVEYBOT_DATABASE_URL", an_sqlite(tmp_path))
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    (tmp_path / "our-intents").mkdir()
    [taught] = [block for block in blocks("yaml") if "examples:" in block]
    (tmp_path / "our-intents" / "office_parking.yaml").write_text(taught)
    monkeypatch.chdir(tmp_path)


def run(command: str) -> Result:
    """Run a command as the README shows it."""
    return CliRunner().invoke(main, shlex.split(command)[1:], input="", catch_exceptions=False)


@pytest.mark.parametrize("command", commands())
def test_every_command_in_the_readme_works(command: str) -> None:
    assert run(command).exit_code == 0


@pytest.mark.parametrize(("command", "printed"), examples())
def test_every_example_in_the_readme_is_what_is_printed(command: str, printed: str) -> None:
    assert run(command).stdout.split() == printed.split()


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"surveybot {name}" in README


@pytest.mark.parametrize("name", sorted(intents.commands))
def test_every_command_for_intents_is_in_the_readme(name: str) -> None:
    assert f"surveybot intents {name}" in README


def test_every_setting_is_in_the_example_environment() -> None:
    named = set(re.findall(r"^#?([A-Z_]+)=", ENV_EXAMPLE, flags=re.MULTILINE))
    assert named == {variable(name, field.validation_alias) for name, field in Settings.model_fields.items()}


def variable(name: str, alias: object) -> str:
    """Return the name under which a setting is documented: the first, where it has several."""
    return str(alias.choices[0] if isinstance(alias, AliasChoices) else alias or f"SURVEYBOT_{name.upper()}")


@pytest.mark.parametrize(("name", "shown"), re.findall(r"^#SURVEYBOT_([A-Z_]+)=(.*)$", ENV_EXAMPLE, flags=re.MULTILINE))
def test_the_example_environment_shows_the_defaults(name: str, shown: str) -> None:
    default = Settings.model_fields[name.lower()].default
    text = default.get_secret_value() if isinstance(default, SecretStr) else str(default)
    assert float_or_text(text) == float_or_text(shown)


def test_the_readme_gives_a_reason_for_every_right_the_bot_asks_for() -> None:
    told = re.findall(r"^\| `([a-z_]+(?::[a-z]+)?)` \| (.+) \|$", rights(), flags=re.MULTILINE)
    assert told == list(SCOPES.items())


def rights() -> str:
    """Return the README's section on what the bot may do."""
    return README.partition("## What it may do, and why\n")[2].partition("\n## ")[0]


def float_or_text(value: str) -> float | str:
    """Return a number as a number, so that 20 is 20.0."""
    return float(value) if value.replace(".", "", 1).isdigit() else value


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:^|`)make ([a-z-]+)", README, flags=re.MULTILINE))))
def test_every_make_target_in_the_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, flags=re.MULTILINE)


@pytest.mark.parametrize("link", re.findall(r"`((?:bot|data|intents|tests)/[\w./-]+)`", README))
def test_every_path_in_the_readme_exists(link: str) -> None:
    assert (ROOT / link).exists()


SANDBOX_README = (ROOT / "bot" / "sandbox" / "README.md").read_text()


def verbs() -> dict[str, set[str]]:
    """Return every verb of the sandbox's control API, and its parameters."""
    hub = Hub(Registration(), Credentials(), Rules())
    people = {team: People(slack, Incoming(slack)) for team, slack in hub.teams.items()}
    known = Control(hub, people).verbs
    return {name: {p.name for p in inspect.signature(verb).parameters.values()} for name, verb in known.items()}


@pytest.mark.parametrize(("verb", "parameters"), [pytest.param(*row, id=row[0]) for row in sorted(verbs().items())])
def test_every_verb_of_the_sandbox_is_in_its_readme_with_its_parameters(verb: str, parameters: set[str]) -> None:
    rows = [line.split("|") for line in SANDBOX_README.splitlines() if line.startswith("| `")]
    [told] = [row[2] for row in rows if f"`{verb}`" in row[1] and len(row) > len("||||")]
    assert parameters - {"changed"} <= set(re.findall(r"[a-z_]+", told))


def test_the_example_in_the_sandboxs_readme_runs() -> None:
    [example] = re.findall(r"```python\n(.*?)```", SANDBOX_README, flags=re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102  # it is ours
