"""What the bot knows at one moment, held in one reference that is only ever swapped whole."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from data.survey import Survey
from intents.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What a workspace was taught for one survey, compiled over the shipped intents."""

    catalogue: Catalogue
    version: int
    """The number of the last change in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """The surveys, and for each the intents compiled over its words."""

    surveys: Mapping[str, Survey]
    catalogues: Mapping[str, Catalogue]
    """The shipped intents over each survey's words."""
    default: str
    """Id of the survey that a question is about when none is named."""
    broken: frozenset[str] = frozenset()
    """Ids of surveys that are there and have a fault: nothing of them is answered, and that is said."""
    lessons: Mapping[tuple[str, str], Lessons] = field(default_factory=dict)
    """By workspace and survey, for those that were taught something."""

    def catalogue(self, survey: str, team: str = "") -> Catalogue:
        """Return the intents of a survey, with what a workspace taught for it; KeyError where it is not held."""
        taught = self.lessons.get((team, survey))
        return taught.catalogue if taught else self.catalogues[survey]


class Live:
    """The knowledge that questions are answered from now; a question keeps what it began with."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Begin with the given knowledge."""
        self._knowledge = knowledge
        self._lock = threading.Lock()

    @property
    def knowledge(self) -> Knowledge:
        """Return what is known at this moment."""
        return self._knowledge

    def swap(self, knowledge: Knowledge) -> None:
        """Replace everything that is known at once; assigning one reference cannot be seen half done."""
        with self._lock:
            self._knowledge = knowledge

    def teach(self, team: str, survey: str, lessons: Lessons) -> bool:
        """Put what a workspace taught for a survey in place of what it taught before, unless that is newer.

        Return whether it was put in place.
        """
        with self._lock:
            held = self._knowledge.lessons.get((team, survey))
            if held and held.version > lessons.version:
                return False
            every = {**self._knowledge.lessons, (team, survey): lessons}
            self._knowledge = replace(self._knowledge, lessons=every)
            return True

    def forget(self, team: str) -> None:
        """Forget what a workspace taught."""
        with self._lock:
            others = {key: value for key, value in self._knowledge.lessons.items() if key[0] != team}
            self._knowledge = replace(self._knowledge, lessons=others)
