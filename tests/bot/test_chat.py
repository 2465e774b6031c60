"""The prompt of the chat, and where it remembers what was typed."""

import stat
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.chat import history_file, typed

CTRL_C, CTRL_D = "\x03", "\x04"


def typing(keys: str) -> list[str]:
    """Return the lines that the prompt makes of some keys."""
    with create_pipe_input() as keyboard:
        keyboard.send_text(keys)
        return list(typed(PromptSession(input=keyboard, output=DummyOutput())))


def test_ctrl_d_ends_the_chat() -> None:
    assert typing(f"Who shares?\r{CTRL_D}") == ["Who shares?"]


def test_ctrl_c_drops_the_line_and_no_more() -> None:
    assert typing(f"Not this{CTRL_C}But this\r{CTRL_D}") == ["But this"]


def test_history_is_kept_in_the_state_folder_for_its_owner_alone(tmp_path: Path) -> None:
    file = history_file({"XDG_STATE_HOME": str(tmp_path)})
    assert file == tmp_path / "surveybot" / "history"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_history_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / "surveybot").mkdir()
    (tmp_path / "surveybot" / "history").touch(mode=0o644)
    file = history_file({"XDG_STATE_HOME": str(tmp_path)})
    assert file is not None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_chat_without_a_place_for_history_keeps_none(tmp_path: Path) -> None:
    (tmp_path / "surveybot").write_text("a file where a folder should be")
    assert history_file({"XDG_STATE_HOME": str(tmp_path)}) is None
