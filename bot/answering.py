"""Answer a question: understand it, ask the data, put the answer into words; the whole pipeline, pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot import manners
from bot.charting import chart_of
from bot.context import Context
from bot.exporting import Export, exported
from bot.filling import fill, findings_in
from bot.live import Knowledge
from bot.offers import offer
from bot.reply import Citation, Reply, Sheet, Status, together
from bot.translation import EXPORT, PAIR, SOCIAL, named_findings, query_of
from bot.wording import write
from bot.written import Written, people, wave_label
from data.answer import Answer, Disputed, Shares
from data.caveats import caveats
from data.codebook import FindingId, QuestionId, WaveId
from data.errors import QueryInvalid
from data.evaluation import evaluate
from data.query import Query
from data.survey import BaseStatus, Figure, Quote, Survey, question_of
from intents.asking import is_asked
from intents.catalogue import Catalogue
from intents.definition import TEXT, Definition, Recipe
from intents.frame import SlotType, Value
from intents.matching import match
from intents.model import Match, NoMatch, Reason, Several, Turn, Unsure

MAX_SUGGESTIONS = 3  # more are not read
MAX_NEAR = 6  # where somebody looks for what they meant, a few more are
_FINDINGS = frozenset({SlotType.FINDING, SlotType.NOT_FINDING})
_OF_ONE = ("share", "count", "complement", "trend")  # what else is asked of a finding, the likeliest first


def answer_question(text: str, knowledge: Knowledge, context: Context) -> Reply:
    """Return the reply to a question as typed; the same question in the same context always gets the same reply."""
    return take_turn(text, knowledge, context)[0]


def take_turn(text: str, knowledge: Knowledge, context: Context) -> tuple[Reply, Turn | None]:
    """Return the reply to a question, and what the next question of the conversation may lean on."""
    name = context.survey or knowledge.default
    if name not in knowledge.surveys:
        return _not_held(text, name, knowledge), None
    survey, catalogue = knowledge.surveys[name], knowledge.catalogue(name, context.team)
    if context.is_overheard and not is_asked(text, catalogue):
        return manners.not_asked(text, survey), context.turn
    outcome = match(text, catalogue, context.turn)
    match outcome:
        case Match():
            reply = _matched(text, outcome, survey, catalogue, context.turn)
            return reply, _turn(outcome, reply, context.turn)
        case Several():
            return _several(text, outcome, survey, catalogue), None
        case Unsure():
            return _unsure(text, outcome, survey, catalogue), context.turn
        case NoMatch():
            return _unmatched(text, outcome, survey, catalogue), None


def near_readings(text: str, knowledge: Knowledge, context: Context) -> tuple[str, ...]:
    """Return questions that may have been meant by one whose answer was not what was meant, the nearest first."""
    name = context.survey or knowledge.default
    if name not in knowledge.surveys:
        return ()
    survey, catalogue = knowledge.surveys[name], knowledge.catalogue(name, context.team)
    outcome = match(text, catalogue, context.turn)
    reply, _ = take_turn(text, knowledge, context)
    if not isinstance(outcome, Match):
        return reply.suggestions
    asked, named = _query(outcome, catalogue), named_findings(_all_values(outcome))
    found = tuple(dict.fromkeys(f.finding for f in reply.figures))
    named = named or (found if len(found) == 1 else ())
    topic = next((v.id for v in _all_values(outcome) if v.type is SlotType.TOPIC), None)
    of_one = [Query(measure=measure, of=named) for measure in _OF_ONE] if len(named) == 1 else []
    others = _offers((*of_one, *_asked_of(named, topic)), survey, catalogue)
    near = dict.fromkeys((*others, *reply.suggestions, *_suggestions(named, survey, topic)))
    return tuple(each for each in near if not _is_same(each, asked, catalogue))[:MAX_NEAR]


def _is_same(text: str, asked: Query | None, catalogue: Catalogue) -> bool:
    found = match(text, catalogue)
    return isinstance(found, Match) and asked is not None and _query(found, catalogue) == asked


def _not_held(text: str, name: str, knowledge: Knowledge) -> Reply:
    known = tuple(sorted(knowledge.surveys))
    return (manners.not_loaded if name in knowledge.broken else manners.unknown_survey)(text, known)


def _several(text: str, outcome: Several, survey: Survey, catalogue: Catalogue) -> Reply:
    """Return the answers to questions asked in one, the first on top; a refusal where one of them has none."""
    replies = [_matched(text, found, survey, catalogue) for found in outcome.matches]
    file = next((r.attachment for r in replies if r.attachment), None)
    if file:  # one reply brings one file
        return manners.which_file(text, Export.CSV if isinstance(file, Sheet) else Export.PICTURE, survey)
    refused = next((r for r in replies if r.status is not Status.ANSWERED), None)
    return refused or together(replies)


def _turn(found: Match, reply: Reply, earlier: Turn | None) -> Turn | None:
    """Return what a question was about: the findings named, else the one that was found, else the topics.

    An answer without a figure of its own leaves the turn before it; a range of two answers together leaves none.
    What was shown can be asked for as a file all the same.
    """
    if reply.attachment and _leans(found, earlier):
        return earlier
    if reply.status is Status.BOUNDED:
        return Turn(match=found, shown=found)
    values = _all_values(found)
    named = tuple(v for v in values if v.type in _FINDINGS)
    headed = tuple(dict.fromkeys(f.finding for f in reply.figures))
    if not named and len(headed) == 1:
        named = (Value(type=SlotType.FINDING, id=headed[0]),)
    topics = {question_of(FindingId(v.id)) for v in named}
    topics = topics or {QuestionId(v.id) for v in values if v.type is SlotType.TOPIC}
    shown = found if reply.figures else earlier.shown if earlier else None
    if not topics or reply.status is not Status.ANSWERED:
        return replace(earlier or Turn(match=found), shown=shown) if shown else earlier
    return Turn(match=found, about=named, topics=frozenset(topics), quoted=bool(reply.quotes), shown=shown)


def _matched(text: str, found: Match, survey: Survey, catalogue: Catalogue, turn: Turn | None = None) -> Reply:
    definition = catalogue.definition(found.intent)
    assert definition is not None  # noqa: S101 - a match names an intent of its own catalogue
    recipe = definition.answer
    if SOCIAL in recipe:
        return manners.social(text, str(recipe[SOCIAL]), survey)
    if TEXT in recipe:
        reply = _told(text, recipe, survey)
    elif EXPORT in recipe:
        reply = _exported(text, found, survey, catalogue, turn)
    else:
        reply = _worked_out(text, found, definition, survey)
    if reply.status is Status.CLARIFY:
        return reply
    return replace(
        reply,
        details=(*reply.details, manners.RESUMED) if found.resumed else reply.details,
        intent=found.intent,
        confidence=round(found.confidence, 2),
    )


def _told(text: str, recipe: Recipe, survey: Survey) -> Reply:
    """Return what an admin wrote, with the survey's figures in it, or why one of them cannot be answered with."""
    named = findings_in(recipe, survey)
    if not named:
        written = fill(recipe)
        return Reply(question=text, status=written.status, headline=written.headline, details=written.details,
                     signed=written.details[-1], survey=survey.id)  # fmt: skip
    answer = evaluate(Query(measure="share", of=named), survey)
    if not isinstance(answer, Shares):
        return _reply(text, answer, survey)
    written = fill(recipe, answer.figures)
    return replace(_reply(text, answer, survey, written), signed=written.details[-1])


def _worked_out(text: str, found: Match, definition: Definition, survey: Survey) -> Reply:
    """Return what the survey says to a match, in words."""
    try:
        query = query_of(found, definition)
        answer = evaluate(query, survey)
    except QueryInvalid:
        # The words were understood and make no question that can be worked out, such as the gap between X and X.
        return manners.not_meant(text, _suggestions(named_findings(_all_values(found)), survey), survey)
    reply = _reply(text, answer, survey)
    details = (*_other_years(found, survey), *reply.details) if reply.figures else reply.details
    return replace(reply, details=details, suggestions=_next_questions(query, reply, survey))


def _other_years(found: Match, survey: Survey) -> Iterable[str]:
    """Yield what is to be known where a year is named in which the survey came out and was not asked: in 2016."""
    labels = {wave.id: wave.label for wave in survey.study.waves}
    for value in _all_values(found):
        label = labels.get(WaveId(value.id), "") if value.type is SlotType.WAVE else ""
        years = [year for year in re.findall(r"\d{4}", value.text) if label and year not in label]
        yield from (manners.published_later(label, year) for year in years)


def _exported(text: str, found: Match, survey: Survey, catalogue: Catalogue, turn: Turn | None) -> Reply:
    """Return as a file what was named, else what was shown before; a CSV file of nothing named holds everything."""
    definition = catalogue.definition(found.intent)
    assert definition is not None  # noqa: S101 - as above
    kind, everything = Export(str(definition.answer[EXPORT])), "measure" in definition.answer
    if not everything and _leans(found, turn):
        shown = turn.shown if turn else None
        before = catalogue.definition(shown.intent) if shown else None
        if shown and before:
            told = _told(text, before.answer, survey) if TEXT in before.answer else None
            return exported(told or _worked_out(text, shown, before, survey), kind, survey)
        if kind is Export.PICTURE and not found.slots:
            return manners.which_file(text, kind, survey)
    if kind is Export.CSV and not found.slots and survey.answerable:
        return exported(_reply(text, Shares(figures=survey.answerable), survey), kind, survey)
    return exported(_worked_out(text, found, definition, survey), kind, survey)


def _leans(found: Match, turn: Turn | None) -> bool:
    """Return whether nothing is named that a file could be of, but by the question before."""
    named = {v.id for v in _all_values(found)}
    if not found.resumed or turn is None:
        return not named
    waves = {v.id for v in _all_values(turn.match) if v.type is SlotType.WAVE}
    return named <= {*turn.topics, *(v.id for v in turn.about), *waves}


def _all_values(found: Match) -> tuple[Value, ...]:
    return tuple(v for values in found.slots.values() for v in values)


def _reply(text: str, answer: Answer, survey: Survey, written: Written | None = None) -> Reply:
    written = written or write(answer, survey)
    figures = written.figures
    quotes = written.quotes or (_quotes_on(figures, survey) if written.quotable else ())
    return Reply(
        question=text,
        status=written.status,
        headline=written.headline,
        survey=survey.id,
        details=written.details,
        rows=written.rows,
        chart=chart_of(answer, survey) if written.status is Status.ANSWERED else None,
        base=_base(figures, survey),
        sentence=figures[0].sentence if len({f.finding for f in figures}) == 1 else "",
        figures=figures,
        bounds=written.bounds,
        quotes=quotes,
        caveats=() if isinstance(answer, Disputed) else caveats(answer, survey),
        citations=_citations((*figures, *written.near), quotes, survey),
    )


def _base(figures: Sequence[Figure], survey: Survey) -> str:
    """Return whom the figures are of, how many, and when, for each wave among them."""
    said: list[str] = []
    for wave in dict.fromkeys(f.wave for f in figures):
        first = next(f for f in figures if f.wave == wave)
        said.append(f"{_of_whom(first, survey)}, {wave_label(first, survey)}")
    return f"Base: {'; '.join(said)} ({survey.study.short})." if said else ""


def _of_whom(figure: Figure, survey: Survey) -> str:
    if figure.base is None or figure.base_status is BaseStatus.MISSING:
        return f"number of {people(survey)} not published"
    about = "" if figure.base_status is BaseStatus.EXACT else "about "
    return f"{about}{figure.base:,} {survey.study.universe.label}"


def _quotes_on(figures: Sequence[Figure], survey: Survey) -> tuple[Quote, ...]:
    """Return the quote that speaks most closely to the first figure's finding, if any does."""
    if not figures:
        return ()
    on_it = [q for q in survey.quotes if figures[0].finding in q.topics]
    return tuple(sorted(on_it, key=lambda q: (len(q.topics), q.id)))[:1]


def _citations(figures: Sequence[Figure], quotes: Sequence[Quote], survey: Survey) -> tuple[Citation, ...]:
    ids = dict.fromkeys([*(f.source for f in figures), *(q.source for q in quotes)])
    if not ids:
        ids = dict.fromkeys([survey.study.main_source])
    sources = [survey.source(name) for name in ids]
    return tuple(Citation(label=f"{s.citation}: {s.title}", url=s.url) for s in sources)


def _next_questions(query: Query, reply: Reply, survey: Survey) -> tuple[str, ...]:
    """Return questions near the one that was answered."""
    named = (*query.of, *query.without) or tuple(f.finding for f in reply.figures[:1])
    if reply.status is Status.UNANSWERABLE:
        return _suggestions(named, survey)
    siblings = (f for n in named for f in _answerable(survey) if question_of(f) == question_of(n) and f not in named)
    return tuple(dict.fromkeys(survey.category(f).ask for f in siblings))[:MAX_SUGGESTIONS]


def _answerable(survey: Survey) -> tuple[FindingId, ...]:
    return tuple(dict.fromkeys(f.finding for f in survey.answerable))


def _suggestions(named: Sequence[FindingId], survey: Survey, topic: str | None = None) -> tuple[str, ...]:
    """Return questions that would be answered, nearest first: on what was named, then on what else there is."""
    answerable = _answerable(survey)
    near = [f for f in named if f in answerable]
    in_topic = [f for f in answerable if topic and question_of(f) == topic]
    asks = [survey.category(f).ask for f in (*near, *in_topic)]
    asks += [q.ask for q in survey.questions]
    return tuple(dict.fromkeys(asks))[:MAX_SUGGESTIONS]


def _unsure(text: str, outcome: Unsure, survey: Survey, catalogue: Catalogue) -> Reply:
    findings = tuple(dict.fromkeys(f for m in outcome.readings for f in named_findings(_all_values(m))))
    taught = tuple(m.example for m in outcome.readings if m.example)
    offered = _offers((_query(m, catalogue) for m in outcome.readings if not m.example), survey, catalogue)
    near = _suggestions(findings, survey, outcome.topic) if findings or not taught else ()
    choices = tuple(dict.fromkeys((*taught, *offered, *near)))
    return manners.which(text, choices[:MAX_SUGGESTIONS], survey, intent=outcome.intent)


def _unmatched(text: str, outcome: NoMatch, survey: Survey, catalogue: Catalogue) -> Reply:
    topic = next((v.id for v in outcome.named if v.type is SlotType.TOPIC), None)
    named = named_findings(outcome.named)
    queries = [_query(m, catalogue) for m in outcome.near]
    if outcome.reason is Reason.NOT_MEANT:
        queries += _asked_of(tuple(named), topic)
    suggestions = dict.fromkeys((*_offers(queries, survey, catalogue), *_suggestions(named, survey, topic)))
    return manners.refusal(text, outcome, tuple(suggestions)[:MAX_SUGGESTIONS], survey)


def _asked_of(named: tuple[FindingId, ...], topic: str | None) -> Iterable[Query]:
    """Yield what is asked most often of what was named."""
    if len(named) == PAIR:
        yield Query(measure="compare", of=named)
    if len(named) == 1:
        yield Query(measure="share", of=named)
    if topic or len(named) == 1:
        asked = QuestionId(topic) if topic else question_of(named[0])
        yield Query(measure="list", questions=(asked,))
        yield Query(measure="rank", questions=(asked,), how="highest")


def _query(found: Match, catalogue: Catalogue) -> Query | None:
    definition = catalogue.definition(found.intent)
    return query_of(found, definition) if definition and "measure" in definition.answer else None


def _offers(queries: Iterable[Query | None], survey: Survey, catalogue: Catalogue) -> tuple[str, ...]:
    """Return questions that ask for the queries, as far as they are understood so when they are asked."""
    written = ((offer(query, survey), query) for query in queries if query)
    return tuple(dict.fromkeys(text for text, query in written if text and _asks_for(text, query, catalogue)))


def _asks_for(text: str, query: Query, catalogue: Catalogue) -> bool:
    found = match(text, catalogue)
    asked = _query(found, catalogue) if isinstance(found, Match) else None
    return (
        asked is not None
        and asked.measure == query.measure
        and {*asked.of, *asked.without} == {*query.of, *query.without}
    )
