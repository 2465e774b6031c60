"""Tell how near each intent comes to accounting for a question."""

from dataclasses import dataclass
from typing import Literal

from intents.catalogue import Catalogue, Intent, Pattern
from intents.fitting import ALWAYS, accepts
from intents.frame import Frame
from intents.model import IntentName


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An intent that may be meant, and what keeps it from being it."""

    intent: IntentName
    kind: Literal["phrases", "taught"] = "phrases"
    """How it came to be one: by what its phrases ask for, or by an example."""
    score: float
    """0 to 1: of all that is said and asked for, the part that fits; of a taught one, its probability."""
    weight: int = 0
    """How much the intent's nearest phrase asks for; of several that fit, the heaviest is meant."""
    missing: tuple[str, ...] = ()
    """What it asks for and was not said, in the form of phrases: cues, and {slots}."""
    unaccounted: tuple[str, ...] = ()
    """What was said and it has no place for."""
    ruled_out: tuple[str, ...] = ()
    """Names of the cues it never stands with, or of the fault that rules it out."""
    example: str = ""
    """Of a taught one: its example that is most like the question."""

    @property
    def fits(self) -> bool:
        """Return whether its phrases account for the whole question."""
        return self.kind != "taught" and not (self.missing or self.unaccounted or self.ruled_out)


def candidates(frame: Frame, catalogue: Catalogue, *, after_quote: bool = False) -> tuple[Candidate, ...]:
    """Return the intents that ask for anything that was said, nearest first; no cue of theirs said, they are far off.

    Of those that fit, the one that asks for most comes first; of others equally near, the one that asks for least;
    then the catalogue's first.
    """
    found = []
    for intent in catalogue.intents:
        quote = () if after_quote or not intent.definition.after_quote else ("a quote in the answer before",)
        compared = (_compare(p, frame, intent, catalogue.words.weak, quote) for p in intent.patterns)
        found.append(max(filter(None, compared), key=_rank, default=None))
    return tuple(sorted(filter(None, found), key=_rank, reverse=True))


def _rank(candidate: Candidate) -> tuple[float, int, int]:
    """Return what candidates are put in order by, the nearest highest."""
    gaps = len(candidate.missing) + len(candidate.unaccounted) + len(candidate.ruled_out)
    return candidate.score, -gaps, candidate.weight if candidate.fits else -candidate.weight


def _compare(
    pattern: Pattern, frame: Frame, intent: Intent, weak: frozenset[str], quote: tuple[str, ...]
) -> Candidate | None:
    """Return how near a pattern comes, by the rules of `intents.fitting`; None where it is not near at all."""
    definition, marks, values = intent.definition, list(frame.marks), list(frame.values)
    missing: list[str] = []
    for names in pattern.marks:
        others = [m for m in marks if not m.names & names]
        if len(others) == len(marks):
            missing.append("/".join(sorted(name.removeprefix("=") for name in names)))
        marks = others
    if missing and (len(marks) == len(frame.marks) or definition.name in missing):
        return None
    for ref in pattern.slots:
        fitting = [v for v in values if accepts(ref, v, intent) and (pattern.marks or not v.implied)]
        taken = fitting if ref.many else fitting[:1]
        values = [v for v in values if not any(v is t for t in taken)]
        missing += [] if taken else [f"{{{ref.name}={ref.only}}}" if ref.only else f"{{{ref.name}}}"]
    fit = len(frame.marks) - len(marks) + len(frame.values) - len(values)
    if not fit:
        return None
    marks = [m for m in marks if not (m.weak or m.names & weak)]
    values = [v for v in values if v.type in intent.also_slots or not (v.type in ALWAYS or v.weak)]
    over = [m.text or "/".join(sorted(m.names)) for m in marks if not m.names & intent.also]
    over += [v.text or v.id for v in values if v.type not in intent.also_slots]
    fit += len(marks) + len(values) - len(over)  # what may be said too fits as well
    fault = [frame.problem.fault.value] if frame.problem and not definition.whoever else []
    ruled_out = (*sorted(definition.never & frame.names), *fault)
    gaps = len(missing) + len(quote) + len(over) + len(ruled_out)
    return Candidate(
        intent=definition.name,
        score=round(fit / (fit + gaps), 3),
        weight=pattern.weight,
        missing=(*missing, *quote),
        unaccounted=tuple(over),
        ruled_out=ruled_out,
    )
