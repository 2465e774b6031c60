"""What the bot knows at one moment, held in one reference that is only ever swapped whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.survey import Survey
from intents.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """The surveys, and for each the intents compiled over its words."""

    surveys: Mapping[str, Survey]
    catalogues: Mapping[str, Catalogue]
    default: str
    """Id of the survey that a question is about when none is named."""
    broken: frozenset[str] = frozenset()
    """Ids of surveys that are there and have a fault: nothing of them is answered, and that is said."""


class Live:
    """The knowledge that questions are answered from now; a question keeps what it began with."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Begin with the given knowledge."""
        self._knowledge = knowledge

    @property
    def knowledge(self) -> Knowledge:
        """Return what is known at this moment."""
        return self._knowledge

    def swap(self, knowledge: Knowledge) -> None:
        """Replace everything that is known at once; assigning one reference cannot be seen half done."""
        self._knowledge = knowledge
