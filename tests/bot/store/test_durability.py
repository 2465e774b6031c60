"""What was saved is there, whole, whatever happens to who saved it; `make kill` does all of this for longer."""

from tests.bot.store.durability import edit_at_once, kill


def test_an_intent_is_whole_after_who_saves_it_is_killed(url: str) -> None:
    assert kill(url, 6, seed=7)["saved"] > 12


def test_of_edits_by_two_processes_at_once_none_is_lost(url: str) -> None:
    assert edit_at_once(url, 100)["down"] == 0
