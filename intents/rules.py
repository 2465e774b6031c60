"""Judge a draft before it is taught: every fault at its field, all of them at once."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from intents.catalogue import Catalogue, spoken
from intents.definition import Recipe, did_you_mean
from intents.draft import Draft, name_of
from intents.matching import match
from intents.model import Match, Several
from intents.placeholders import glued, named, own_numbers
from intents.reading import Element, read
from intents.taught import left_out, likest, telling
from intents.text import bare, clean, fold, is_clean
from intents.vocabulary import Kind

LONGEST_NAME = 100  # characters; a summary's letters may be written in more than one each
LONGEST_SUMMARY = 75  # characters; what a button or a line of a menu holds in Slack
LONGEST_EXAMPLE = 300  # characters; a question of more than twice that is refused unread
LONGEST_TEXT = 1000  # characters; what a reply shows of a paragraph
MOST_LINES = 5  # of a text; a reply shows one more paragraph, which says who wrote it
MOST_EXAMPLES = 100  # in a form's 3,000 characters there is room for about as many
FEWEST_EXAMPLES = 10  # below that, what is asked in other words is often missed
NEARLY = 0.85  # likeness of two examples' words from which one may be taken for the other
OWN_WORDS = "true"
_SHOWN = 60  # characters of an example that a message repeats
_KNOWN = 120  # characters of what else there is
_OF_ANYTHING = frozenset("ye yes yeah yep ok okai okay mani much".split())  # stems of words that tell of nothing
_NAMING = (Kind.FINDING, Kind.TOPIC, Kind.SPEAKER)


class Field(StrEnum):
    """Where in a form a fault is."""

    SUMMARY = "summary"
    EXAMPLES = "examples"
    ANSWER = "answer"
    TEXT = "text"


class Weight(StrEnum):
    """How much a fault weighs."""

    FAULT = "fault"
    """It cannot be saved like this."""
    WARNING = "warning"
    """It may be meant so."""
    HINT = "hint"
    """It would do better otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing that is wrong with a draft, and how to mend it."""

    field: Field
    weight: Weight
    what: str
    """In one sentence, quoting what was written."""
    remedy: str
    """In one sentence; empty where there is nothing to do."""
    intent: str = ""
    """Name of the draft that it is about."""
    item: int | None = None
    """Which example, from 0; None: not one alone."""

    def __str__(self) -> str:
        """Return what is wrong, and what to do."""
        return f"{self.what} {self.remedy}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a measure takes that an answer may be."""

    findings: tuple[int, int] = (0, 0)
    """At least and at most so many."""
    questions: tuple[int, int] = (0, 0)
    speakers: tuple[int, int] = (0, 0)
    how: frozenset[str] = frozenset()
    """Which kinds of it there are; empty: one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the answer to a taught intent may name."""

    findings: Mapping[str, str] = field(default_factory=dict)
    """Those with a figure that may be answered with, by id: their labels."""
    withheld: Mapping[str, str] = field(default_factory=dict)
    """The others, by id: why there is no figure, as a sentence."""
    questions: Mapping[str, str] = field(default_factory=dict)
    """By id: their labels."""
    speakers: frozenset[str] = frozenset()
    measures: Mapping[str, Needs] = field(default_factory=dict)
    commands: frozenset[str] = frozenset()
    """Words that do something of their own after the slash command."""


_Noter = Callable[[Weight, str, str], Issue]


def check(draft: Draft, catalogue: Catalogue, known: Known, *, replacing: str = "") -> tuple[Issue, ...]:
    """Return everything that is wrong with a draft beside the intents of a catalogue.

    `replacing` is the name under which the catalogue holds the intent that the draft is another version of.
    """
    own = replacing or draft.name
    found = (
        *_summary(draft, catalogue, known, replacing),
        *_examples(draft.examples, catalogue, known, own),
        *_answer(draft.answer, known, catalogue),
    )
    return tuple(replace(issue, intent=draft.name) for issue in found)


def check_taught(name: str, catalogue: Catalogue) -> tuple[Issue, ...]:
    """Return what is wrong with a taught intent that only shows beside the others, once all are compiled."""
    definition = catalogue.definition(name)
    if definition is None or catalogue.taught is None:
        return ()
    place = {example: at for at, example in reversed(list(enumerate(definition.examples)))}
    issues = [
        Issue(
            field=Field.EXAMPLES,
            weight=Weight.WARNING,
            what=f"Without “{_cut(left.example)}” among the examples, {_called(left.winner, catalogue)} would win it, "
            f"by {100 * left.by:.0f} points of 100.",
            remedy="Write more examples like it, so that people who ask it in other words are understood.",
            item=place.get(left.example),
        )
        for left in left_out(catalogue.taught, name)
    ]
    return tuple(replace(issue, intent=name) for issue in (*issues, *_strays(definition.examples, catalogue, name)))


def cleaned(draft: Draft) -> Draft:
    """Return a draft without what cannot be seen: control characters, half characters, spaces at the ends."""
    answer = {key: _clean_text(value) if isinstance(value, str) else value for key, value in draft.answer.items()}
    return replace(
        draft,
        summary=clean(draft.summary),
        examples=tuple(filter(None, map(clean, draft.examples))),
        answer=answer,
    )


def _summary(draft: Draft, catalogue: Catalogue, known: Known, replacing: str) -> Iterator[Issue]:
    note = _noter(Field.SUMMARY)
    summary, name = draft.summary, draft.name
    if not summary.strip():
        yield note(Weight.FAULT, "It has no name.", "Say in a few words what is answered, like “Office parking”.")
        return
    if len(summary) > LONGEST_SUMMARY:
        what = f"The name has {len(summary):,} characters; at most {LONGEST_SUMMARY} can be shown."
        yield note(Weight.FAULT, what, "Shorten it.")
    yield from _unseen(summary, note, "The name")
    if not any(c.isalpha() for c in name):
        what = f"No name can be made of “{_cut(summary)}”."
        yield note(Weight.FAULT, what, "Use letters from a to z, like “Office parking”.")
    elif len(name) > LONGEST_NAME or name_of(name) != name:
        what = f"“{_cut(name)}” will not do as a short name."
        yield note(Weight.FAULT, what, f"Use at most {LONGEST_NAME} small letters, digits and _, like office_parking.")
    yield from _taken(draft, catalogue, known, replacing, note)


def _taken(draft: Draft, catalogue: Catalogue, known: Known, replacing: str, note: _Noter) -> Iterator[Issue]:
    """Yield what else has the name or the summary."""
    said = spoken(draft.summary)
    names = sorted({draft.name, *catalogue.by_summary.get(said, ())} - {replacing})
    twin = next(filter(None, map(catalogue.definition, names)), None)
    if twin and twin.ask:
        what = f"“{_cut(draft.summary)}” is the name of a built-in answer."
        yield note(Weight.FAULT, what, "Choose a name that tells the two apart.")
    elif twin:
        what = f"Another answer is called “{_cut(twin.summary)}” already."
        yield note(Weight.FAULT, what, "Choose another name, or add your examples to that one.")
    if said in known.commands:
        what = f"“{_cut(draft.summary)}” is a command too."
        yield note(Weight.WARNING, what, "Choose a name that tells the two apart.")


def _examples(examples: Sequence[str], catalogue: Catalogue, known: Known, own: str) -> Iterator[Issue]:
    note = _noter(Field.EXAMPLES)
    if not any(example.strip() for example in examples):
        yield note(Weight.FAULT, "It has no example.", "Write a few questions that people ask, each on its own line.")
        return
    if len(examples) > MOST_EXAMPLES:
        what = f"There are {len(examples):,} examples; at most {MOST_EXAMPLES} are taken."
        yield note(Weight.FAULT, what, "Keep those that differ most, or teach two answers.")
    seen: dict[str, int] = {}
    shipped = replace(catalogue, taught=None)
    reached = 0
    for at, example in enumerate(examples[:MOST_EXAMPLES]):
        found = (*_form(example, note), *_again(example, at, seen, note))
        is_sound = not any(issue.weight is Weight.FAULT for issue in found)
        if is_sound and isinstance(match(example, shipped), Match | Several):
            what = f"“{_cut(example)}” is answered by a built-in answer already."
            found = (*found, note(Weight.WARNING, what, "Take it out; this answer cannot take its place."))
        else:
            reached += 1
            found = (*found, *(_beside(example, catalogue, known, own) if is_sound else ()))
        yield from (replace(issue, item=at) for issue in found)
    if not reached:
        what = "Every example is answered by built-in answers already, so that this answer is never given."
        yield note(Weight.FAULT, what, "Write questions that are not answered yet.")
    if len(seen) < FEWEST_EXAMPLES:
        told = f"{len(seen)} example{'' if len(seen) == 1 else 's'} to learn from; people will ask in other words."
        yield note(Weight.HINT, told, "Five work, ten are better.")


def _form(example: str, note: _Noter) -> Iterator[Issue]:
    """Yield what is wrong with an example, whatever it says."""
    shown = _cut(example)
    if not example.strip():
        yield note(Weight.FAULT, "The example is empty.", "Write a question, or take it out.")
        return
    if len(example) > LONGEST_EXAMPLE:
        what = f"“{shown}” has {len(example):,} characters; at most {LONGEST_EXAMPLE} are read."
        yield note(Weight.FAULT, what, "Write the question alone.")
    yield from _unseen(example, note, f"“{shown}”")
    if not bare(example):
        yield note(Weight.FAULT, f"“{shown}” has no word in it.", "Write a question, or take it out.")


def _again(example: str, at: int, seen: dict[str, int], note: _Noter) -> Iterator[Issue]:
    """Yield that an example stands there already; otherwise it is added to those seen."""
    said = bare(example)
    if said and seen.setdefault(said, at) != at:
        what = f"“{_cut(example)}” is there twice."
        yield note(Weight.WARNING, what, "Take one out; the second teaches nothing.")


def _beside(example: str, catalogue: Catalogue, known: Known, own: str) -> Iterator[Issue]:
    """Yield what an example takes from others, or they from it."""
    note, shown = _noter(Field.EXAMPLES), f"“{_cut(example)}”"
    elements = read(fold(example), catalogue.words, catalogue.speller)
    alone = _named_alone(elements)
    if fold(example) in known.commands:
        what = f"{shown} is a command too, and the command goes first."
        yield note(Weight.WARNING, what, "Write it as a whole question.")
    elif alone:
        what = f"{shown} is nothing but what the survey calls {_listed(alone, known)}."
        yield note(Weight.FAULT, what, "Write a whole question, so that nobody gets this answer who means that.")
    elif telling(elements, catalogue.words) <= _OF_ANYTHING:
        what = f"{shown} may be said of anything."
        yield note(
            Weight.FAULT, what, "Write a whole question, so that nobody gets this answer who means something else."
        )
    yield from _alike(example, catalogue, own, note)


def _alike(example: str, catalogue: Catalogue, own: str, note: _Noter) -> Iterator[Issue]:
    """Yield that an example is another intent's too, or nearly so."""
    if catalogue.taught is None:
        return
    for near in likest(example, catalogue.taught, 1, besides=own):
        other = _called(near.intent, catalogue)
        if bare(near.example) == bare(example):
            what = f"“{_cut(example)}” is an example of {other} too."
            yield note(Weight.FAULT, what, "Keep it in one of the two.")
        elif near.likeness >= NEARLY:
            alike = f"{near.likeness:.0%} alike"
            what = f"“{_cut(example)}” is nearly “{_cut(near.example)}”, an example of {other} ({alike})."
            yield note(Weight.WARNING, what, "Check that people who ask one do not mean the other.")


def _named_alone(elements: Sequence[Element]) -> tuple[str, ...]:
    """Return the ids that a question is nothing but the words for; none where it says anything else."""
    said = [e for e in elements if not e.is_weak]
    if not said or not all(e.has(*_NAMING) for e in said):
        return ()
    return tuple(dict.fromkeys(r.value for e in said for r in e.of(*_NAMING)))


def _strays(examples: Sequence[str], catalogue: Catalogue, name: str) -> Iterator[Issue]:
    """Yield the examples that another taught intent would be meant by."""
    note = _noter(Field.EXAMPLES)
    shipped = replace(catalogue, taught=None)
    back = 0
    for at, example in enumerate(examples):
        found = match(example, catalogue)
        if isinstance(found, Match) and found.intent == name:
            back += 1
        elif not isinstance(match(example, shipped), Match | Several):
            won = _called(found.intent, catalogue) if isinstance(found, Match) else "nothing for sure"
            what = f"“{_cut(example)}” is taken for {won} when it is asked."
            yield replace(note(Weight.WARNING, what, "Take it out, or out of the other."), item=at)
    if not back:
        yield note(
            Weight.FAULT, "None of its examples is answered by it.", "Write questions that are not answered yet."
        )


def _answer(recipe: Recipe, known: Known, catalogue: Catalogue) -> Iterator[Issue]:
    note = _noter(Field.ANSWER)
    kinds = [key for key in ("text", "quote", "measure") if key in recipe]
    if not kinds:
        what = (
            f"The answer is none that can be chosen: {_cut(', '.join(map(str, recipe)))}."
            if recipe
            else "It has no answer."
        )
        yield note(Weight.FAULT, what, "Choose a figure, a measure or a quote, or write a text.")
    elif len(kinds) > 1:
        yield note(Weight.FAULT, f"There are two answers: a {kinds[0]} and a {kinds[1]}.", "Keep one of them.")
    elif kinds == ["text"]:
        yield from _unknown_keys(recipe, {"text", "own_words"}, note)
        yield from _text(recipe, known, catalogue)
    elif kinds == ["quote"]:
        yield from _unknown_keys(recipe, {"quote"}, note)
        yield from _subject(recipe["quote"], known, note)
    else:
        yield from _measure(recipe, known, note)


def _unknown_keys(recipe: Recipe, keys: Collection[str], note: _Noter) -> Iterator[Issue]:
    for key in sorted(set(recipe) - set(keys)):
        yield note(Weight.FAULT, f"The answer has a part that is not known: “{_cut(key)}”.", did_you_mean(key, keys))


def _subject(subject: object, known: Known, note: _Noter) -> Iterator[Issue]:
    """Yield what is wrong with what a quote is to be on."""
    if not isinstance(subject, str) or not subject:
        yield note(Weight.FAULT, "It is not said what the quote is to be on.", "Choose a finding or a question.")
    elif subject not in {*known.findings, *known.withheld, *known.questions}:
        yield _no_such("finding or question", subject, {*known.findings, *known.questions}, note)


def _measure(recipe: Recipe, known: Known, note: _Noter) -> Iterator[Issue]:
    name = str(recipe["measure"])
    needs = known.measures.get(name)
    if needs is None:
        yield _no_such("measure", name, known.measures, note)
        return
    takes = {"of": needs.findings, "questions": needs.questions, "topics": needs.speakers}
    speakers = {speaker: speaker for speaker in known.speakers}
    keys = {"measure", *(key for key, (_, most) in takes.items() if most), *(["how"] if needs.how else [])}
    yield from _unknown_keys(recipe, keys, note)
    for key, word, some in (
        ("of", "finding", known.findings),
        ("questions", "question", known.questions),
        ("topics", "speaker", speakers),
    ):
        least, most = takes[key]
        ids = _texts(recipe.get(key))
        if most and not least <= len(ids) <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            what = f"“{name}” takes {wanted} {word}{'' if most == 1 else 's'}; {len(ids) or 'none'} chosen."
            yield note(Weight.FAULT, what, f"Choose {wanted}.")
        elif len(set(ids)) < len(ids):
            yield note(Weight.FAULT, f"One {word} is chosen twice.", "Choose another.")
        for each in ids:
            yield from _one(each, word, some, known, note)
    how = str(recipe.get("how", ""))
    if needs.how and how not in needs.how:
        yield _no_such(f"kind of “{name}”", how, needs.how, note)


def _one(chosen: str, word: str, some: Mapping[str, str], known: Known, note: _Noter) -> Iterator[Issue]:
    """Yield what is wrong with a finding or question that an answer names."""
    if chosen in some:
        return
    if "{" in chosen or "}" in chosen:
        what = f"Nothing fills “{_cut(chosen)}” in a taught answer."
        yield note(Weight.FAULT, what, f"Name one {word} in its place.")
    elif word == "finding" and chosen in known.withheld:
        yield note(Weight.FAULT, known.withheld[chosen], "Choose another finding.")
    else:
        yield _no_such(word, chosen, some, note)


def _text(recipe: Recipe, known: Known, catalogue: Catalogue) -> Iterator[Issue]:
    note = _noter(Field.TEXT)
    text, owned = recipe["text"], recipe.get("own_words")
    if not isinstance(text, str) or not text.strip():
        yield note(Weight.FAULT, "The text is empty.", "Write what is answered.")
        return
    if len(text) > LONGEST_TEXT:
        what = f"The text has {len(text):,} characters; at most {LONGEST_TEXT:,} are shown."
        yield note(Weight.FAULT, what, "Shorten it, or link to the rest.")
    if len(text.splitlines()) - text.splitlines().count("") > MOST_LINES:
        yield note(Weight.FAULT, f"The text has more than {MOST_LINES} paragraphs.", "Join some of them.")
    yield from _unseen(text.replace("\n", " "), note, "The text")
    yield from _places(text, known, note)
    yield from _numbers(text[:LONGEST_TEXT], owned, catalogue, note)


def _places(text: str, known: Known, note: _Noter) -> Iterator[Issue]:
    """Yield the places for figures that cannot be filled."""
    for name in named(text):
        if name in known.withheld:
            yield note(Weight.FAULT, f"{{{_cut(name)}}} has no figure: {known.withheld[name]}", "Take it out.")
        elif name not in known.findings:
            yield _no_such("finding", name, known.findings, note)
    for name in glued(text):
        what = f"{{{_cut(name)}}} runs together with what is beside it, and would read as another number."
        yield note(Weight.FAULT, what, "Put a space between them.")


def _numbers(text: str, owned: object, catalogue: Catalogue, note: _Noter) -> Iterator[Issue]:
    numbers = own_numbers(text, catalogue.words, catalogue.speller)
    if owned not in (None, OWN_WORDS):
        yield note(Weight.FAULT, f"“own_words” is “{_cut(str(owned))}”.", 'Write own_words: "true", or leave it out.')
    elif numbers and owned is None:
        what = f"The text has numbers of its own: {_cut(', '.join(numbers))}."
        remedy = "Put a figure's {name} in their place, or mark them as your own."
        yield note(Weight.FAULT, what, remedy)
    elif owned and not numbers:
        yield note(Weight.HINT, "The text has no number of its own.", "It need not be marked as having some.")


def _unseen(text: str, note: _Noter, what: str) -> Iterator[Issue]:
    if not is_clean(text):
        yield note(Weight.FAULT, f"{what} holds a line break or a character that cannot be seen.", "Type it anew.")


def _no_such(word: str, name: str, some: Collection[str], note: _Noter) -> Issue:
    """Return that something of that name is not there, and what may have been meant."""
    return note(
        Weight.FAULT, f"There is no {word} “{_cut(name)}”.", _cut(did_you_mean(name[:LONGEST_NAME], some), _KNOWN)
    )


def _noter(where: Field) -> _Noter:
    """Return what makes an issue at a field."""
    return lambda weight, what, remedy: Issue(field=where, weight=weight, what=what, remedy=remedy)


def _called(name: str, catalogue: Catalogue) -> str:
    """Return what people call an intent, in quotation marks."""
    definition = catalogue.definition(name)
    return f"“{_cut(definition.summary if definition else name)}”"


def _listed(ids: Sequence[str], known: Known) -> str:
    labels = {**known.findings, **known.questions}
    return " or ".join(f"“{_cut(labels.get(each, each))}”" for each in ids[:2])


def _texts(value: object) -> tuple[str, ...]:
    """Return what part of a recipe names, however many."""
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, Sequence) else ()


def _cut(text: str, most: int = _SHOWN) -> str:
    """Return a text on one line, short enough to be repeated in a message."""
    plain = clean(text)
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _clean_text(text: str) -> str:
    """Return a text of several lines, each without what cannot be seen."""
    return "\n".join(map(clean, text.strip().splitlines()))
