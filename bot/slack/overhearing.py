"""Tell what may be meant for the bot from what people say to each other in a thread, by how it is put."""

import re

_ASKS = re.compile(r"\?[^\w?]*(?::[\w+-]+:\s*)*$")  # and central? / really?! / so who? :thinking_face:
# and central / as a number / CSV please: how whoever was answered asks on, with or without a question mark.
_ASKS_ON = re.compile(
    r"\W*(?:and|as|in|same|what|which|who|how|when|where|why|show|list|compare|csv|excel|chart|picture)\b",
    re.IGNORECASE,
)
# Did you send the figures to Steve? / Does your team share? / Shall I share it?
_AMONG_PEOPLE = re.compile(
    r"\W*(?:did|do|does|have|has|are|were|will|shall|should)\s+(?:you|your|we|our|i|my)\b|.*\byour\b", re.IGNORECASE
)
_REPEATS = re.compile(r"^\s*>|`|https?://", re.MULTILINE)  # > 31% of civil servants / `select 1` / a link


def may_be_asked(text: str, *, is_known: bool) -> bool:
    """Return whether a message asks something that could be meant for the bot; `is_known`: of whoever asked it before.

    What only repeats somebody's words does not, nor what asks a colleague.
    """
    if _REPEATS.search(text) or _AMONG_PEOPLE.match(text):
        return False
    return bool(_ASKS.search(text.strip()) or (is_known and _ASKS_ON.match(text)))
