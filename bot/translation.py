"""Translate between understanding and data: a survey's words into a vocabulary, a match into a query."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from bot.exporting import Export
from data.codebook import FindingId, Question, QuestionId, WaveId
from data.errors import QueryInvalid
from data.measures import MEASURES
from data.query import Claim, Query
from data.survey import Survey, question_of
from intents.definition import Definition, Recipe
from intents.errors import Fault
from intents.frame import SlotType, Value
from intents.model import Match
from intents.phrase import expand
from intents.quantities import Quantity
from intents.vocabulary import Kind, Reading, Term, Vocabulary

SOCIAL = "social"  # the recipe of greetings, thanks and help
EXPORT = "export"  # the recipe of files; without a measure it is of what was named, or was answered before
MEMORABLE = 6  # letters; shorter words are seldom what a quote is remembered by
PAIR = 2  # findings; a comparison sets two side by side
MAX_LIMIT = 50  # rows; a list that a person asks for by number is shorter
_FINDINGS = frozenset({SlotType.FINDING, SlotType.NOT_FINDING, SlotType.GIVEN})
_RECIPE_KEYS = frozenset({"measure", "words", "of", "without", "questions", "wave", "claims", "how", "limit", "numbers",
                          "topics", SOCIAL, EXPORT, "text", "own_words", "quote", "questions_of", "asked"})  # fmt: skip


def vocabulary_of(survey: Survey) -> Vocabulary:
    """Return the words a survey lends to the understanding of questions about it."""
    places = set(survey.study.universe.places)
    parties = [c for c in survey.categories.values() if c.party]
    home = max(parties, key=lambda c: len(places & set(c.words)), default=None)
    return Vocabulary(
        terms=(
            *_question_terms(survey),
            *_universe_terms(survey),
            *_speaker_terms(survey),
            *_quoted_terms(survey),
            *_source_terms(survey),
        ),
        shares=_shares(survey),
        years=_years(survey),
        base=survey.study.sample_size,
        context={q.id: _context(q, survey) for q in survey.questions},
        crossed=_crossed(survey),
        directed=frozenset(q.id for q in survey.questions if q.direction),
        home=home.id if home and places & set(home.words) else "",
    )


def query_of(match: Match, definition: Definition) -> Query:
    """Return the query that a definition's recipe makes of a match.

    Raises:
        QueryInvalid: the recipe names no measure; a mistake in the definition.
    """
    recipe = definition.answer
    if "quote" in recipe:
        return _quote_query(str(recipe["quote"]))
    if "measure" not in recipe and EXPORT not in recipe:
        raise QueryInvalid(f"The intent {definition.name!r} has no measure in its answer; add `measure:`.")
    named = tuple(FindingId(i) for i in _ids(recipe.get("of"), match))
    questions = tuple(QuestionId(i) for i in _ids(recipe.get("questions"), match))
    siblings = tuple(question_of(i) for i in _ids(recipe.get("questions_of"), match))
    return Query(
        measure=_measure(str(recipe.get("measure") or ("share" if named else "list")), named),
        of=named,
        without=tuple(FindingId(i) for i in _ids(recipe.get("without"), match)),
        questions=tuple(dict.fromkeys((*questions, *siblings))),
        wave=_wave(_ids(recipe.get("wave"), match)),
        claims=tuple(_claim(v.quantity) for v in _values(recipe.get("claims"), match) if v.quantity),
        asked=next((FindingId(i) for i in _ids(recipe.get("asked"), match)), None),
        how=str(recipe.get("how", "")) if len(named) <= PAIR or recipe.get("measure") != "compare" else "",
        limit=_limit(recipe, match),
        numbers=tuple(
            int(v.quantity.value) for v in _values(recipe.get("numbers"), match) if v.quantity and v.quantity.value
        ),
        words=_ids(recipe.get("words"), match),
        topics=_ids(recipe.get("topics"), match),
    )


def _quote_query(subject: str) -> Query:
    """Return the query for a fixed quote: of a finding, or of a question."""
    if "." in subject:
        return Query(measure="quote", of=(FindingId(subject),))
    return Query(measure="quote", questions=(QuestionId(subject),))


def _wave(named: Sequence[str]) -> WaveId | None:
    """Return the wave that is meant: of several, the earliest, to which a later one is compared."""
    return WaveId(min(named)) if named else None


def _measure(name: str, named: Sequence[FindingId]) -> str:
    """Return the measure to take; a comparison of more than two is a ranking of them."""
    return "rank" if name == "compare" and len(named) > PAIR else name


def unknown_recipes(definitions: Iterable[Definition]) -> tuple[Fault, ...]:
    """Return a fault for each answer that no measure stands behind."""
    return tuple(
        Fault(file=definition.file, line=definition.line, what=what, remedy=remedy)
        for definition in definitions
        for what, remedy in _recipe_faults(definition.answer)
    )


def _recipe_faults(recipe: Recipe) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with a recipe, and what to do."""
    measure = recipe.get("measure")
    known = MEASURES.get(str(measure))
    if known and known.least and not {"of", "without"} & set(recipe):
        yield f"The measure {measure!r} needs a finding, and the answer names none.", 'Add `of: "{finding}"`.'
    if measure is not None and not known:
        remedy = f"Use one of {', '.join(sorted(MEASURES))}."
        yield f"The answer names the measure {measure!r}, which there is not.", remedy
    export = recipe.get(EXPORT)
    if export is not None and export not in set(Export):
        yield f"The answer exports as {export!r}, which cannot be made.", f"Use one of {', '.join(Export)}."
    unknown = sorted(set(recipe) - _RECIPE_KEYS)
    if unknown or not set(recipe) & {"measure", SOCIAL, EXPORT, "text", "quote"}:
        remedy = "Write {measure: ...}, {text: ...} or {quote: topic}."
        yield f"The answer is no recipe; not known: {', '.join(unknown) or 'none'}.", remedy


def _values(spec: object, match: Match) -> tuple[Value, ...]:
    """Return the values of the slots that part of a recipe names: "{finding}" or a list of such."""
    texts = spec if isinstance(spec, list) else [spec]
    slots = [str(t).strip("{}") for t in texts if isinstance(t, str) and t.startswith("{")]
    return tuple(value for slot in slots for value in match.slots.get(slot, ()))


def _ids(spec: object, match: Match) -> tuple[str, ...]:
    """Return the ids that part of a recipe comes to: of slots' values, or as they are written."""
    texts = [text for text in (spec if isinstance(spec, list) else [spec]) if isinstance(text, str)]
    found = ([v.id for v in _values(text, match)] if text.startswith("{") else [text] for text in texts)
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def _claim(quantity: Quantity) -> Claim:
    return Claim(
        low=quantity.low,
        high=quantity.high,
        includes_low=quantity.includes_low,
        includes_high=quantity.includes_high,
        words=quantity.words,
    )


def _limit(recipe: Recipe, match: Match) -> int | None:
    spec = recipe.get("limit")
    if isinstance(spec, int) or (isinstance(spec, str) and spec.isdecimal()):
        return int(spec)
    for value in _values(spec, match):
        number = value.quantity.value if value.quantity and not value.quantity.percent else None
        if number and number.is_integer() and 1 <= number <= MAX_LIMIT:
            return int(number)
    return None


def _question_terms(survey: Survey) -> Iterable[Term]:
    answerable = {f.finding for f in survey.answerable}
    taken = {word for q in survey.questions for word in q.words}
    for question in survey.questions:
        yield Term(reading=Reading(Kind.TOPIC, question.id), names=names_of(question.words))
        yield from _direction_terms(question)
        needs = tuple(w for w in question.needs if w not in taken and not _is_verb(w, survey))
        yield Term(reading=Reading(Kind.FILLER, "needs"), names=needs)
        for category in question.categories:
            party = category.party
            reading = Reading(Kind.FINDING, category.id, question.id, party)
            # Who gives to a party is read by rules, so that its noun is no word for it
            ours = (category.label,) if party else (category.label, category.noun)
            names = names_of((*category.words, *(ours if category.id in answerable else ())))
            yield Term(reading=reading, names=names)
            yield Term(reading=replace(reading, beside=True), names=category.beside)


def names_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return each word or phrase, one in brackets in every form it has: (bad|poor) data -> bad data, poor data."""
    forms = (expand(word) if set(word) & {"(", "["} else [(word,)] for word in words)
    return tuple(" ".join(map(str, variant)) for variants in forms for variant in variants)


def _direction_terms(question: Question) -> Iterable[Term]:
    if question.direction is None:
        return
    for kind, verbs in (
        (Kind.GIVE, question.direction.give),
        (Kind.RECEIVE, question.direction.receive),
        (Kind.WITHHOLD, question.direction.withhold),
    ):
        yield Term(reading=Reading(kind, kind.value, question.id), names=names_of(verbs))


def _is_verb(word: str, survey: Survey) -> bool:
    directions = [q.direction for q in survey.questions if q.direction]
    return any(word in (*d.give, *d.receive, *d.withhold) for d in directions)


def _universe_terms(survey: Survey) -> Iterable[Term]:
    universe = survey.study.universe
    yield Term(reading=Reading(Kind.UNIVERSE, "universe"), names=(*universe.words, universe.label))
    yield Term(reading=Reading(Kind.PLACE, "universe"), names=universe.places)
    yield Term(reading=Reading(Kind.UNIT, "unit"), names=universe.units)
    for wave in survey.study.waves:
        yield Term(reading=Reading(Kind.WAVE, wave.id), names=(wave.label, *wave.words))


def _speaker_terms(survey: Survey) -> Iterable[Term]:
    """Yield the speakers by name, by surname and by the organisation they speak for: 'SVP at CGI' -> CGI."""
    for speaker, role in dict.fromkeys((q.speaker, q.role) for q in survey.quotes):
        surname = speaker.split()[-1]
        yield Term(
            reading=Reading(Kind.SPEAKER, speaker), names=(speaker, surname, speaker.split()[0], f"Mr {surname}")
        )
        organisation = role.rpartition(" at ")[2]
        if organisation and organisation != role:
            yield Term(reading=Reading(Kind.SPEAKER, organisation), names=(organisation,))
            own = tuple(f"{organisation} {noun}" for noun in ("survey", "research", "study", "poll", "report", "data"))
            yield Term(reading=Reading(Kind.FILLER, "survey"), names=own)


def _quoted_terms(survey: Survey) -> Iterable[Term]:
    """Yield the longer words of the quotes, by which people remember them: chancellor, spending review."""
    words = {w for quote in survey.quotes for w in re.findall(r"[a-z]+", quote.text.casefold()) if len(w) >= MEMORABLE}
    for word in sorted(words):
        yield Term(reading=Reading(Kind.QUOTED, word), names=(word,))


def _source_terms(survey: Survey) -> Iterable[Term]:
    """Yield the names of what was read: the LocalGov article."""
    for source in survey.study.sources.values():
        names = tuple(f"{source.publisher} {noun}" for noun in ("article", "piece", "report", "story"))
        yield Term(reading=Reading(Kind.FILLER, "source"), names=names)


def _shares(survey: Survey) -> dict[float, str]:
    """Return the current percentages that stand for one finding only."""
    current = [f for f in survey.answerable if f.wave == survey.current_wave.id]
    often = Counter(f.value for f in current)
    return {f.value: f.finding for f in current if often[f.value] == 1}


def _years(survey: Survey) -> dict[int, str]:
    """Return each year with the newest wave that was asked or published in it."""
    return {year: wave.id for wave in reversed(survey.study.waves) for year in wave.years}


def _context(question: Question, survey: Survey) -> frozenset[str]:
    """Return the topics that a question's own words name without asking for them: barriers [to data sharing]."""
    needs = set(question.needs)
    return frozenset(other.id for other in survey.questions if other is not question and needs & set(other.words))


def _crossed(survey: Survey) -> Mapping[tuple[str, str], str]:
    """Return the findings that are one question's topic about another question's finding."""
    return {(question_of(c.id), c.about): c.id for c in survey.categories.values() if c.about}


def named_findings(values: Sequence[Value]) -> tuple[FindingId, ...]:
    """Return the findings among what was named in a question."""
    return tuple(FindingId(v.id) for v in values if v.type in _FINDINGS)
