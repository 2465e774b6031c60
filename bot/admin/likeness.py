"""Group the questions that were not answered as they were meant, so that admins look at each once."""

from collections.abc import Sequence

from bot.records import Group, Logged
from intents.likeness import alike


def groups(entries: Sequence[Logged]) -> tuple[Group, ...]:
    """Return the questions in groups of those that ask alike, those asked most often first, then the newest."""
    found = alike([each.question for each in entries])
    made = [Group(entries=tuple(entries[position] for position in positions)) for positions in found]
    return tuple(sorted(made, key=lambda each: (-len(each.entries), -each.last.timestamp(), each.typical)))
