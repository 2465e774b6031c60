"""List what an admin may choose as an answer, what each takes, and how it is written as a recipe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from data.survey import Survey
from intents.definition import Recipe
from intents.rules import Known, Needs

COMMANDS = frozenset({"admin", "help", "settings", "stats"})  # what follows the slash command and is no question
_MOST = 20  # findings or questions; an answer about more is a list of all


class Takes(StrEnum):
    """What is chosen with an answer."""

    FINDING = "finding"
    TWO_FINDINGS = "two_findings"
    QUESTION = "question"
    SUBJECT = "subject"
    """A finding or a question."""
    SPEAKER = "speaker"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One kind of answer that an admin may choose."""

    id: str
    label: str
    """As people see it in a menu."""
    takes: Takes
    key: str = ""
    """The part of the recipe that holds what was chosen; empty: nothing is."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """The rest of the recipe."""


CHOICES = (
    Choice(id="share", label="The share who said so", takes=Takes.FINDING, key="of", fixed={"measure": "share"}),
    Choice(id="complement", label="The share who did not say so", takes=Takes.FINDING, key="of",
           fixed={"measure": "complement"}),
    Choice(id="count", label="How many people said so", takes=Takes.FINDING, key="of", fixed={"measure": "count"}),
    Choice(id="trend", label="How it changed", takes=Takes.FINDING, key="of", fixed={"measure": "trend"}),
    Choice(id="margin", label="Its margin of error", takes=Takes.FINDING, key="of", fixed={"measure": "margin"}),
    Choice(id="compare", label="Two figures compared", takes=Takes.TWO_FINDINGS, key="of",
           fixed={"measure": "compare"}),
    Choice(id="list", label="Every figure on a topic", takes=Takes.QUESTION, key="questions",
           fixed={"measure": "list"}),
    Choice(id="rank", label="Every figure on a topic, ranked", takes=Takes.QUESTION, key="questions",
           fixed={"measure": "rank", "how": "all"}),
    Choice(id="highest", label="The highest figure on a topic", takes=Takes.QUESTION, key="questions",
           fixed={"measure": "rank", "how": "highest"}),
    Choice(id="lowest", label="The lowest figure on a topic", takes=Takes.QUESTION, key="questions",
           fixed={"measure": "rank", "how": "lowest"}),
    Choice(id="quote", label="What was said about it", takes=Takes.SUBJECT, key="quote"),
    Choice(id="speaker", label="What somebody said", takes=Takes.SPEAKER, key="topics", fixed={"measure": "quote"}),
    Choice(id="all", label="Every figure of the survey", takes=Takes.NOTHING, fixed={"measure": "list"}),
)  # fmt: skip
"""In the order of a menu, the most usual first."""

_NEEDS = {
    "share": Needs(findings=(1, _MOST)),
    "complement": Needs(findings=(1, _MOST)),
    "count": Needs(findings=(1, _MOST)),
    "trend": Needs(findings=(1, _MOST)),
    "margin": Needs(findings=(1, _MOST)),
    "compare": Needs(findings=(2, 2)),
    "list": Needs(questions=(0, _MOST)),
    "rank": Needs(questions=(1, _MOST), how=frozenset({"all", "highest", "lowest"})),
    "quote": Needs(speakers=(1, _MOST)),
}


def recipe_of(choice: Choice, chosen: Sequence[str] = ()) -> Recipe:
    """Return the recipe of an answer, with the ids of what was chosen with it."""
    if not choice.key:
        return dict(choice.fixed)
    return {**choice.fixed, choice.key: chosen[0] if len(chosen) == 1 else list(chosen)}


def choice_of(recipe: Recipe) -> tuple[Choice, tuple[str, ...]] | None:
    """Return which choice makes a recipe, and what was chosen with it; None where none does, as for a text."""
    for choice in CHOICES:
        rest = {key: value for key, value in recipe.items() if key != choice.key}
        if rest == choice.fixed and (not choice.key or choice.key in recipe):
            chosen = recipe.get(choice.key, ())
            return choice, (chosen,) if isinstance(chosen, str) else tuple(map(str, _listed(chosen)))
    return None


def known_of(survey: Survey) -> Known:
    """Return what the answer to a taught intent may name of a survey."""
    now, disputed = survey.current_wave, {f.finding for f in survey.figures} - {f.finding for f in survey.answerable}
    missing = f"No figure for it was published for {now.label}."
    answerable = {f.finding for f in survey.answerable if f.wave == now.id}
    return Known(
        findings={c.id: c.label for c in survey.categories.values() if c.id in answerable},
        withheld={
            c.id: "The sources disagree on its figure, so it is never answered with." if c.id in disputed else missing
            for c in survey.categories.values()
            if c.id not in answerable
        },
        questions={q.id: q.label for q in survey.questions},
        speakers=frozenset(q.speaker for q in survey.quotes),
        measures=_NEEDS,
        commands=COMMANDS,
    )


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
