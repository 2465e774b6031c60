"""Find the places of a text where figures go: {barrier.security}, and nothing that merely looks like code."""

import re
from collections.abc import Callable, Container

_PLACE = re.compile(r"(?<!\{)\{([a-z][a-z0-9_]*\.[a-z0-9_.]+)\}(?!\})")  # {barrier.security}, not {{barrier.security}}


def named(text: str) -> tuple[str, ...]:
    """Return whatever stands in a text as the id of a finding would, in order and each once."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def filled(text: str, known: Container[str], share: Callable[[str], str]) -> str:
    """Return a text with the share of each known finding in its place; all else stays as it is."""
    return _PLACE.sub(lambda found: share(found[1]) if found[1] in known else found[0], text)
