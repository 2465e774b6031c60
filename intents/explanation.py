"""Explain what a question came to: how each word was accounted for, which intents came near, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from intents.accounting import Word, account, matches_of
from intents.candidates import Candidate, candidates
from intents.catalogue import Catalogue
from intents.fitting import heaviest
from intents.frame import Frame, SlotType
from intents.matching import Understanding, understand
from intents.model import IntentName, Match, Reason, Several, Turn, Unsure
from intents.taught import MAX_READINGS
from intents.text import MAX_LENGTH, fold

MAX_CANDIDATES = 5  # by phrases; more are too far off to tell anything


Result = Literal["matched", "asked_back", "refused"]
"""What became of a question; a match may still be one that the survey has no answer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What a question came to, and why."""

    result: Result
    why: str
    """only_fit, heaviest, resumed, joined, example; several, leans, no_quote, no_finding, near_examples; a `Reason`."""
    sentence: str
    """The reason in plain words, without the result."""
    intent: IntentName | None = None
    """The chosen one; of several questions asked in one, the first's."""
    confidence: float | None = None
    """Of a match: 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a question was understood."""

    question: str
    """As typed, unchanged; escape it before it is shown anywhere."""
    text: str
    """What of it was read, folded; empty where it was too long."""
    words: tuple[Word, ...]
    """In order, punctuation left out."""
    candidates: tuple[Candidate, ...]
    """At most `MAX_CANDIDATES` intents by phrases, nearest first, and the likeliest taught ones; ahead what decided."""
    conclusion: Conclusion


def explain(question: str, catalogue: Catalogue, turn: Turn | None = None) -> Explanation:
    """Return how a question is understood; it comes to the very outcome that `match` returns."""
    understood = understand(question, catalogue, turn)
    frame = _chosen(understood, catalogue)
    near = candidates(frame, catalogue, after_quote=turn is not None and turn.quoted) if frame else ()
    conclusion = _conclusion(understood, frame, [c for c in near if c.fits], catalogue)
    phrases, taught = near[:MAX_CANDIDATES], _taught(understood.text, conclusion.intent, catalogue)
    by_example = conclusion.why == "example"
    return Explanation(
        question=question,
        text=understood.text,
        words=account(fold(question[: 4 * MAX_LENGTH]), understood, None if by_example else frame, catalogue),
        candidates=(*taught, *phrases) if by_example else (*phrases, *taught),
        conclusion=conclusion,
    )


def _chosen(understood: Understanding, catalogue: Catalogue) -> Frame | None:
    """Return the first reading of a question that an intent accounts for, else its first; None where it was not read.

    Its numbers are as the match took them: 'the 71' may name a finding.
    """
    first = next(iter(understood.frames), None)
    fitting = next((frame for frame in understood.frames if heaviest(frame, catalogue)), None)
    if fitting or not first or not isinstance(understood.outcome, Match):
        return fitting or first
    taken = {v.text: v for values in understood.outcome.slots.values() for v in values if v.quantity}
    return replace(first, values=tuple(taken.get(v.text, v) if v.quantity else v for v in first.values))


def _taught(text: str, chosen: IntentName | None, catalogue: Catalogue) -> list[Candidate]:
    """Return the likeliest intents by their examples, the chosen one first."""
    ranked = catalogue.taught.ranker.rank(text, MAX_READINGS) if catalogue.taught else ()
    first = sorted(ranked, key=lambda c: c.intent != chosen)
    near = ((IntentName(c.intent), round(c.confidence, 3), c.nearest) for c in first)
    return [Candidate(intent=name, kind="taught", score=score, example=example) for name, score, example in near]


def _conclusion(
    understood: Understanding, frame: Frame | None, fitting: Sequence[Candidate], catalogue: Catalogue
) -> Conclusion:
    outcome, matches = understood.outcome, matches_of(understood.outcome)
    intent = matches[0].intent if matches else None
    confidence = round(min(m.confidence for m in matches), 2) if matches else None
    result: Result = "matched"
    match outcome:
        case Match():
            why, sentence = _matched(outcome, frame, fitting, understood.text)
        case Several():
            names = " and ".join(m.intent for m in matches)
            why, sentence = "joined", f"{len(matches)} questions were asked in one, and each is understood: {names}"
        case Unsure():
            result, intent = "asked_back", outcome.intent or outcome.readings[0].intent
            why, sentence = _asked_back(outcome, catalogue)
        case _:
            what = outcome.leftover or ((outcome.problem.text,) if outcome.problem else ())
            result, why = "refused", outcome.reason.value
            sentence = _REFUSALS[outcome.reason].format(", ".join(f"“{word}”" for word in what))
    return Conclusion(result=result, why=why, sentence=sentence, intent=intent, confidence=confidence)


def _matched(found: Match, frame: Frame | None, fitting: Sequence[Candidate], text: str) -> tuple[str, str]:
    """Return why a match was chosen, as a name and as a sentence."""
    intent, names = found.intent, [c.intent for c in fitting]
    if found.resumed:
        said = {v.text for v in frame.values if v.text} if frame else set[str]()
        values = (v for vs in found.slots.values() for v in vs if v.type is not SlotType.UNIVERSE)
        kept = ", ".join(v.id for v in values if v.text not in said)
        sentence = f"with the question before it, {intent} accounts for everything"
        return "resumed", sentence + (f"; taken over from there: {kept}" if kept else "")
    if intent not in names:  # a match without an example is one itself, word for word
        return "example", f"it is taken for {intent} by its example “{found.example or text}”"
    if len(names) == 1:
        return "only_fit", f"{intent} is the only intent that accounts for everything"
    tied = f"of those that ask for most, {intent} stands first"
    first = tied if fitting[0].weight == fitting[1].weight else f"{intent} asks for most"
    return "heaviest", f"{' and '.join(names)} account for everything; {first}"


def _asked_back(unsure: Unsure, catalogue: Catalogue) -> tuple[str, str]:
    """Return why nothing was chosen, as a name and as a sentence."""
    definition = catalogue.definition(unsure.intent or "")
    taught = [m.intent for m in unsure.readings if m.example]
    if definition and definition.after_quote:
        return "no_quote", "it leans on a quote before it, and there was none"
    if definition:
        return "no_finding", f"no finding was named{f', only the topic {unsure.topic}' if unsure.topic else ''}"
    if len(taught) == len(unsure.readings):
        lacking = "but not near enough, or it says something that they do not"
        return "near_examples", f"it is like examples of {' and '.join(taught)}, {lacking}"
    if len(unsure.readings) > 1:
        return "several", f"it can be read in {len(unsure.readings)} ways"
    return "leans", "it leans on a question before it, and there was none"


_REFUSALS = {
    Reason.LEFT_OVER: "nothing accounts for {}",
    Reason.REVERSED: "{} would be giving, and the survey did not ask them",
    Reason.BASE: "{} would be counted or asked, and the survey did neither",
    Reason.RECEIVER: "{} would be receiving, and there is no figure for that",
    Reason.TOO_LONG: f"it has more than {MAX_LENGTH} characters",
    Reason.EMPTY: "no word of it asks for anything",
    Reason.NOT_MEANT: "every word is known, and no intent accounts for all of them together",
}
