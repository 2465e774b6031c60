"""The commands for intents, on a database and in folders of their own."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result

from bot.admin.exchange import write
from bot.admin.proposing import Proposal
from bot.admin.service import Busy, Curator
from bot.cli import main
from bot.live import Knowledge, Live
from bot.ports import IntentChanged, NameTaken
from bot.records import Deed, Edit, Logged, Outcome, State, Workspace
from bot.store.engine import SqlStore, open_store
from bot.wiring import load
from bot.workbench import Bench
from intents.draft import Draft
from tests.helpers.lessons import ADMIN, PARKING, SURVEY, a_draft, taught
from tests.helpers.stores import a_postgres, an_sqlite, nobody_listens

TEAM = "T0ONE"
NAME = "bicycle_parking"
LUNCH = ("what is for lunch today?", "when does the canteen open?", "is there a vegetarian lunch?")
ASKED = "when does the canteen open?"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # away from anybody's .env
    monkeypatch.delenv("SURVEYBOT_DATABASE_URL", raising=False)  # the default is a file right here
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)


@pytest.fixture(params=["sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    """Yield the database of the commands, where one workspace was taught where bicycles go."""
    with a_postgres() if request.param == "postgresql" else nullcontext(an_sqlite(tmp_path)) as url:
        monkeypatch.setenv("SURVEYBOT_DATABASE_URL", url)
        with closing(open_store(url)) as store:
            store.upgrade()
            store.taught.change(taught(team=TEAM))
            yield store


both = pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)


def surveybot(*arguments: str, typed: str = "") -> Result:
    """Run a command; an exception is a failure of the test."""
    given = shipped() if arguments[0] == "intents" else None  # so that not every command has to load it anew
    return CliRunner().invoke(main, arguments, input=typed, catch_exceptions=False, obj=given)


@cache
def shipped() -> Knowledge:
    return load()


def said(*arguments: str, typed: str = "") -> str:
    """Return what a command prints that does what it is told."""
    result = surveybot(*arguments, typed=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str, status: int = 1, typed: str = "") -> str:
    """Return what is said where something is refused, on one line."""
    result = surveybot(*arguments, typed=typed)
    assert result.exit_code == status, result.output
    return " ".join(result.stderr.split())


def a_folder(*drafts: Draft, folder: str = "intents") -> Path:
    """Return a folder with a file for each draft."""
    path = Path(folder)
    path.mkdir(exist_ok=True)
    for draft in drafts:
        (path / f"{draft.name}.yaml").write_text(write(draft))
    return path


def lunch() -> Draft:
    return a_draft("Canteen", examples=LUNCH, text="At noon.")


def live(store: SqlStore) -> list[str]:
    """Return the names of the intents that answer."""
    return [intent.draft.name for intent in store.taught.snapshot(TEAM, SURVEY)[1]]


def was_asked(store: SqlStore, question: str = PARKING[0]) -> None:
    store.workspaces.change(Workspace(team=TEAM))
    store.asked.keep(
        Logged(team=TEAM, survey=SURVEY, question=question, outcome=Outcome.ANSWERED, at=datetime.now(tz=UTC))
    )


# Looking


def test_taught_intents_are_listed_one_a_line(store: SqlStore) -> None:
    (line,) = said("intents", "list").splitlines()
    assert line.startswith("bicycle_parking  Bicycle parking  live  3 examples  revision 1  ")
    assert line.endswith(f" by {ADMIN}")


def test_the_list_is_there_for_programs_too(store: SqlStore) -> None:
    (record,) = map(json.loads, said("intents", "list", "--json").splitlines())
    assert (record["intent"], record["state"], record["examples"], record["change"]) == (NAME, "live", 3, 1)
    assert datetime.fromisoformat(record["changed"]).tzinfo is not None


def test_what_is_off_is_listed_and_what_is_deleted_only_when_asked_for(store: SqlStore) -> None:
    said("intents", "off", NAME)
    assert "  off  " in said("intents", "list")
    said("intents", "delete", NAME)
    assert said("intents", "list") == ""
    assert "  deleted  " in said("intents", "list", "--all")


def test_shipped_intents_are_listed_when_asked_for(store: SqlStore) -> None:
    assert "\nshare " in said("intents", "list", "--shipped")
    assert {"intent": "share", "summary": "The percentage who gave an answer.", "state": "shipped"} in map(
        json.loads, said("intents", "list", "--shipped", "--json").splitlines()
    )


def test_a_workspace_that_was_taught_nothing_is_said_to_be_so(store: SqlStore) -> None:
    result = surveybot("intents", "list", "--workspace", "T0TWO")
    assert (result.exit_code, result.stdout) == (0, "")
    told = "T0TWO is taught nothing about cgi-2015. What was deleted, if anything, is listed with --all.\n"
    assert result.stderr == told


def test_of_several_workspaces_one_has_to_be_named(store: SqlStore) -> None:
    store.taught.change(taught(team="T0TWO"))
    assert "Known so far: T0ONE, T0TWO." in refused("intents", "list", status=2)


def test_an_intent_is_shown_as_yaml_with_what_became_of_it(store: SqlStore) -> None:
    said("intents", "off", NAME, "--why", "The yard is closed.")
    shown = said("intents", "show", NAME)
    assert shown.startswith("intent: bicycle_parking\nsummary: Bicycle parking\nstate: off\nexamples:\n")
    assert "UTC turned off by shell: The yard is closed.\n    Turned off\n" in shown
    assert f"UTC taught by {ADMIN}\n    New: Bicycle parking\n    + where can I park my bicycle?\n" in shown


def test_a_shipped_intent_is_shown_as_it_is_defined_without_a_database() -> None:
    assert said("intents", "show", "share").startswith("intent: share\nsummary: The percentage who gave an answer.\n")


def test_an_intent_that_is_not_there_is_said_to_be_so_with_the_nearest_name(store: SqlStore) -> None:
    assert "Did you mean 'bicycle_parking'?" in refused("intents", "show", "bicycle_parkin", status=2)


# Trying


def test_a_sample_of_a_taught_intent_holds_its_examples_and_what_it_leaves(store: SqlStore) -> None:
    accepted, _, left = said("intents", "sample", NAME, "-n", "4").partition("\n\nNot these, near as they are:\n")
    assert tuple(accepted.splitlines()[:3]) == PARKING
    assert len(accepted.splitlines()) == 4
    assert left


def test_a_sample_can_be_had_of_what_is_off(store: SqlStore) -> None:
    said("intents", "off", NAME)
    assert PARKING[0] in said("intents", "sample", NAME)


def test_a_sample_of_a_shipped_intent_needs_no_database() -> None:
    questions = said("intents", "sample", "share", "-n", "3").splitlines()
    assert len(questions) == 3
    replies = map(json.loads, said("ask", "--json", *questions).splitlines())
    assert {reply["intent"] for reply in replies} == {"share"}


def test_what_is_meant_only_after_a_quote_has_no_sample() -> None:
    assert "alone, it accepts nothing" in refused("intents", "sample", "said_that", status=2)


def test_a_question_is_answered_and_explained_with_what_a_workspace_was_taught(store: SqlStore) -> None:
    assert said("ask", PARKING[0], "--workspace", TEAM).startswith("In the yard.\n")
    assert "In the yard." in said("explain", PARKING[0], "--workspace", TEAM)
    assert "In the yard." not in said("ask", PARKING[0])


# Files


def test_files_are_linted_without_a_database() -> None:
    folder = a_folder(a_draft(), a_draft("Nothing", text="{share_with.nobody} of you."))
    result = surveybot("intents", "lint", str(folder))
    assert result.exit_code == 1
    assert "intents/nothing.yaml:8: fault: There is no finding “share_with.nobody”." in result.stdout
    assert "intents/bicycle_parking.yaml:3: hint: 3 examples to learn from" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("2 intents: ")


def test_a_file_without_faults_is_no_finding(store: SqlStore) -> None:
    file = a_folder(lunch()) / "canteen.yaml"
    assert said("intents", "lint", str(file)).splitlines()[-1] == "1 intent: no fault, no warning, 1 hint."
    assert said("intents", "lint", str(file), "--workspace", TEAM).endswith("1 hint.\n")


def test_an_example_that_was_taught_already_is_found_beside_the_workspace(store: SqlStore) -> None:
    folder = a_folder(a_draft("Sheds", examples=(*LUNCH, PARKING[1])))
    said("intents", "lint", str(folder))
    result = surveybot("intents", "lint", str(folder), "--workspace", TEAM)
    assert result.exit_code == 1
    assert "intents/sheds.yaml:7: fault: “is there a bicycle shed?” is an example of “Bicycle parking”" in result.stdout


def test_every_file_that_is_no_intent_is_named_and_nothing_is_read_further() -> None:
    folder = a_folder(lunch())
    (folder / "a.yaml").write_text("intent: a\nask: [x]\n")
    (folder / "b.yml").write_text("intent: b\n")
    found = refused("intents", "lint", str(folder))
    assert "intents/a.yaml:2: A taught intent has no 'ask'." in found
    assert "intents/b.yml: A file of this ending is not read." in found


def test_an_empty_folder_is_taken_for_the_wrong_one() -> None:
    assert "intents: The folder holds no intent. Is it the right one?" in refused("intents", "lint", str(a_folder()))


def test_the_impact_of_files_is_told_over_what_was_asked(store: SqlStore) -> None:
    was_asked(store, ASKED)
    folder = a_folder(lunch())
    told = said("intents", "impact", str(folder), "--workspace", TEAM)
    assert f"Answered from then on: 1 question\n  {ASKED}  (asked once)\n    + At noon.\n" in told
    records = said("intents", "impact", str(folder), "--workspace", TEAM, "--json").splitlines()
    assert {"question": ASKED, "kind": "gained", "before": "", "after": "At noon.", "times": 1,
            "is_labelled": False, "is_right_lost": False} in map(json.loads, records)  # fmt: skip
    assert live(store) == [NAME]


def test_an_impact_of_nothing_is_said_to_be_none(store: SqlStore) -> None:
    told = said("intents", "impact", str(a_folder(a_draft())), "--workspace", TEAM)
    assert told == "No question is answered otherwise.\n"


def test_an_export_is_the_same_bytes_every_time_and_writes_only_what_differs(store: SqlStore) -> None:
    store.taught.change(taught(lunch(), team=TEAM))
    assert said("intents", "export", "there") == "there: 2 new, 0 changed, 0 unchanged.\n"
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in Path("there").iterdir()}
    assert said("intents", "export", "there") == "there: 0 new, 0 changed, 2 unchanged.\n"
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in Path("there").iterdir()} == before
    assert {file.name for file in before} == {"bicycle_parking.yaml", "canteen.yaml"}


def test_an_export_leaves_what_it_did_not_write(store: SqlStore) -> None:
    folder = a_folder(lunch())
    others = {"README.md": "# Ours", "notes.yaml": "- not an intent", "huge.yaml": "#" * 1_000_001}
    for name, text in others.items():
        (folder / name).write_text(text)
    told = said("intents", "export", str(folder), "--delete-others")
    assert "intents/canteen.yaml was never taught, and was left; surveybot intents import teaches it." in told
    assert {name: (folder / name).read_text() for name in others} == others
    assert (folder / "canteen.yaml").exists()


def test_the_file_of_a_deleted_intent_is_deleted_only_when_told(store: SqlStore) -> None:
    said("intents", "export", "there")
    said("intents", "delete", NAME)
    assert "is taught no more, and was left; --delete-others deletes it." in said("intents", "export", "there")
    assert Path("there/bicycle_parking.yaml").exists()
    assert "is taught no more, and was deleted." in said("intents", "export", "there", "--delete-others")
    assert list(Path("there").iterdir()) == []


def test_an_export_puts_a_file_in_the_place_of_a_link_and_not_where_it_leads(store: SqlStore) -> None:
    a_folder()
    Path("elsewhere").write_text("precious")
    Path("intents/bicycle_parking.yaml").symlink_to("../elsewhere")
    said("intents", "export", "intents")
    assert Path("elsewhere").read_text() == "precious"
    assert not Path("intents/bicycle_parking.yaml").is_symlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(store: SqlStore) -> None:
    a_folder().chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert "cannot be written" in refused("intents", "export", "intents", status=2)


def test_where_a_file_cannot_be_put_nothing_is_left_half_done(store: SqlStore) -> None:
    (a_folder() / "bicycle_parking.yaml").mkdir()
    assert "cannot be written" in refused("intents", "export", "intents", status=2)
    assert [file.name for file in Path("intents").iterdir()] == ["bicycle_parking.yaml"]


@both
def test_what_is_exported_is_imported_elsewhere_as_it_was(store: SqlStore) -> None:
    awkward = a_draft(
        "Yes: no #1", examples=("is the bus “1:30” or 'no'?", "- what is a kettle: on or off", "ünïcode 🚲 ride")
    )
    store.taught.change(taught(awkward, team=TEAM))
    said("intents", "export", "there")
    said("intents", "import", "there", "--workspace", "T0TWO", "--yes")
    here, there = (store.taught.snapshot(team, SURVEY)[1] for team in (TEAM, "T0TWO"))
    assert [each.draft for each in here] == [each.draft for each in there]
    said("intents", "export", "again", "--workspace", "T0TWO")
    assert [f.read_bytes() for f in sorted(Path("there").iterdir())] == [
        f.read_bytes() for f in sorted(Path("again").iterdir())
    ]


@both
def test_an_import_is_one_change_for_each_intent_by_the_shell(store: SqlStore) -> None:
    folder = a_folder(lunch(), a_draft(text="Behind the house."))
    told = said("intents", "import", str(folder), "--yes", "--why", "From git.", "--accept-losses")
    assert "New: canteen\n" in told
    assert "Changed: bicycle_parking\n    Answer: text “In the yard.” → text “Behind the house.”\n" in told
    assert told.endswith("Changed 2 intents of T0ONE; the last change has number 3.\n")
    two = store.taught.history(TEAM, SURVEY, limit=2)
    assert {(change.deed, change.by, change.why) for change in two} == {(Deed.IMPORTED, "shell", "From git.")}
    assert live(store) == ["bicycle_parking", "canteen"]


def test_an_import_of_the_same_changes_nothing(store: SqlStore) -> None:
    said("intents", "export", "there")
    assert said("intents", "import", "there") == "Unchanged: 1\nThere is nothing to change.\n"


def test_an_import_asks_first_and_leaves_everything_where_no_is_said(store: SqlStore) -> None:
    folder = str(a_folder(lunch()))
    for typed in ("n\n", ""):
        assert "Aborted!" in refused("intents", "import", folder, typed=typed)
    assert live(store) == [NAME]
    assert "Change 1 intent of T0ONE about cgi-2015? [y/N]: y\n" in said("intents", "import", folder, typed="y\n")
    assert live(store) == [NAME, "canteen"]


def test_a_dry_run_changes_nothing(store: SqlStore) -> None:
    told = said("intents", "import", str(a_folder(lunch())), "--dry-run")
    assert "New: canteen\n" in told
    assert told.endswith("Nothing was changed.\n")
    assert live(store) == [NAME]


@both
def test_one_fault_keeps_all_of_an_import_out(store: SqlStore) -> None:
    folder = a_folder(lunch(), a_draft("Nothing", examples=("who is nobody?",), text="{share_with.nobody} of you."))
    told = refused("intents", "import", str(folder), "--yes", "--accept-losses")
    assert "intents/nothing.yaml:6: fault: There is no finding “share_with.nobody”." in told
    assert told.endswith("Nothing was changed.")
    assert live(store) == [NAME]


def test_others_are_deleted_only_when_told(store: SqlStore) -> None:
    folder = str(a_folder(lunch()))
    kept = said("intents", "import", folder, "--yes")
    assert "In no file, and kept (--delete-others deletes them): bicycle_parking\n" in kept
    assert "To be deleted: bicycle_parking\n" in said("intents", "import", folder, "--yes", "--delete-others")
    assert live(store) == ["canteen"]
    assert store.taught.history(TEAM, SURVEY, limit=1)[0].deed is Deed.DELETED


def test_what_takes_an_answer_away_is_named_and_needs_a_word_more(store: SqlStore) -> None:
    was_asked(store)
    folder = str(a_folder(lunch()))
    result = surveybot("intents", "import", folder, "--yes", "--delete-others")
    assert result.exit_code == 1
    assert (
        "No longer answered: 1 question\n  where can I park my bicycle?  (asked once)\n    - In the yard.\n"
        in result.stdout
    )
    assert result.stderr == (
        "Nothing was changed: 1 question would lose today's reply. To do it all the same, add --accept-losses.\n"
    )
    assert live(store) == [NAME]
    said("intents", "import", folder, "--yes", "--delete-others", "--accept-losses")
    assert live(store) == ["canteen"]


def test_a_file_says_what_it_was_where_it_renames(store: SqlStore) -> None:
    (before,) = store.taught.snapshot(TEAM, SURVEY)[1]
    folder = a_folder(a_draft("Bikes"))
    file = folder / "bikes.yaml"
    file.write_text(file.read_text().replace("examples:", f"was: {NAME}\nexamples:"))
    for _ in range(2):  # the second time, it has that name already
        said("intents", "import", str(folder), "--yes", "--accept-losses")
    (after,) = store.taught.snapshot(TEAM, SURVEY)[1]
    assert (after.id, after.draft.name, after.revision) == (before.id, "bikes", 2)


def test_two_files_cannot_be_one_intent(store: SqlStore) -> None:
    folder = a_folder(a_draft(), a_draft("Bikes", examples=LUNCH))
    file = folder / "bikes.yaml"
    file.write_text(file.read_text() + f"was: {NAME}\n")
    told = refused("intents", "import", str(folder), "--yes")
    assert (
        "intents/bikes.yaml:9: The intent 'bicycle_parking', which this one was, is in intents/bicycle_parking" in told
    )


def test_a_file_of_a_deleted_intent_restores_it_with_its_history(store: SqlStore) -> None:
    said("intents", "export", "there")
    said("intents", "delete", NAME)
    said("intents", "import", "there", "--yes")
    assert live(store) == [NAME]
    assert len(store.taught.history(TEAM, SURVEY, limit=10)) == 3


def test_what_is_off_is_imported_as_off(store: SqlStore) -> None:
    folder = a_folder(a_draft())
    file = folder / "bicycle_parking.yaml"
    file.write_text(write(a_draft(), State.OFF))
    said("intents", "import", str(folder), "--yes")
    assert live(store) == []
    assert "state: off\n" in said("intents", "show", NAME)


# Undoing


def test_an_intent_is_rolled_back_to_any_of_its_changes(store: SqlStore) -> None:
    said("intents", "import", str(a_folder(a_draft(text="Behind the house."))), "--yes", "--accept-losses")
    assert said("intents", "rollback", NAME, "1", "--accept-losses").endswith(
        f"{NAME} is again what it was after change 1.\n"
    )
    assert said("ask", PARKING[0], "--workspace", TEAM).startswith("In the yard.\n")
    assert store.taught.history(TEAM, SURVEY, limit=1)[0].deed is Deed.ROLLED_BACK


def test_an_intent_is_not_rolled_back_to_anothers_change(store: SqlStore) -> None:
    store.taught.change(taught(lunch(), team=TEAM))
    assert f"Change 2 is none of {NAME}" in refused("intents", "rollback", NAME, "2", status=2)
    assert f"Change 9 is none of {NAME}" in refused("intents", "rollback", NAME, "9", status=2)


def test_an_intent_is_turned_off_and_on_deleted_and_restored(store: SqlStore) -> None:
    for verb, state in (("off", "off"), ("on", "on"), ("delete", "deleted"), ("restore", "restored")):
        assert said("intents", verb, NAME) == f"{NAME} is {state}.\n"
    assert live(store) == [NAME]
    assert [change.by for change in store.taught.history(TEAM, SURVEY, limit=4)] == ["shell"] * 4


def test_what_is_so_already_stays(store: SqlStore) -> None:
    assert said("intents", "on", NAME) == f"{NAME} is on already.\n"
    assert said("intents", "restore", NAME) == f"{NAME} is not deleted.\n"
    said("intents", "delete", NAME)
    assert f"{NAME} is deleted" in refused("intents", "on", NAME, status=2)
    assert len(store.taught.history(TEAM, SURVEY, limit=9)) == 2


def test_turning_off_what_answers_needs_a_word_more(store: SqlStore) -> None:
    was_asked(store)
    assert "add --accept-losses" in refused("intents", "off", NAME)
    assert said("intents", "off", NAME, "--accept-losses").endswith(f"{NAME} is off.\n")


# Where nothing works


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (NameTaken("canteen"), "another intent is called 'canteen' already."),
        (IntentChanged(None), "somebody else changed intents meanwhile. Look at it anew, and try again."),
        (Busy(), "somebody else changed intents meanwhile."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_somebody_else_did_meanwhile_is_said(
    raised: Exception, told: str, capsys: pytest.CaptureFixture[str], store: SqlStore
) -> None:
    class Late(Curator):
        def keep(self, *edits: Edit, accepted: frozenset[str] = frozenset()) -> NoReturn:
            raise raised

    answering = Live(shipped())
    work = Bench(store=store, curator=Late(store, answering), live=answering, team=TEAM, survey=SURVEY)
    with pytest.raises(SystemExit, match="1"):
        work.keep(Proposal(edits=(), issues=(), version=0))
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [("list",), ("show", "x"), ("export", "x"), ("off", "x"), ("rollback", "x", "1")], ids=" ".join
)
def test_a_database_that_is_down_is_said_without_its_address(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEYBOT_DATABASE_URL", nobody_listens())
    told = refused("intents", *arguments, "--workspace", TEAM, status=2)
    assert "The database does not answer" in told
    assert "hush" not in told


def test_a_survey_that_is_not_there_is_said(store: SqlStore) -> None:
    assert "No survey is called 'census'" in refused("intents", "list", "--survey", "census", status=2)
    store.workspaces.change(Workspace(team=TEAM, survey="census"))
    assert "T0ONE asks the survey 'census', which is not there." in refused("intents", "list", status=2)


def test_a_single_question_waits_for_neither_the_database_nor_admins() -> None:
    loads = "import sys; from bot.cli import main; main(['ask', 'thanks'], standalone_mode=False); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert {"sqlalchemy", "bot.workbench", "bot.admin.service"} & set(result.stdout.split()) == set()
