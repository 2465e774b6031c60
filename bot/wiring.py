"""Put the parts together: the one place that knows which files the bot is made from."""

from dataclasses import replace
from pathlib import Path

import structlog

from bot import ports
from bot.answering import near_readings, take_turn
from bot.context import Ask, Context, Expert, Turns
from bot.explaining import explained_text, explainer
from bot.live import Knowledge, Live
from bot.reply import Reply, Status
from bot.shelving import shelves
from bot.translation import unknown_recipes, vocabulary_of
from data import source
from data.errors import SurveyInvalid
from intents import library
from intents.catalogue import compile_catalogue
from intents.errors import DefinitionsInvalid

log = structlog.get_logger()

DEFAULT_SURVEY = "cgi-2015"
_SAID = frozenset({Status.ANSWERED, Status.BOUNDED})


def load(surveys: Path | None = None, intents: Path | None = None, *, only_sound: bool = False) -> Knowledge:
    """Return everything the bot answers from, read from the shipped folders or the given ones.

    `only_sound` goes on without the surveys that have a fault, as long as one has none; each fault is logged.

    Raises:
        data.errors.SurveyInvalid: a survey breaks its format.
        intents.errors.DefinitionsInvalid: a definition does.
    """
    folder = surveys or source.SHIPPED
    known, broken = source.load_sound(folder)
    every = [fault for each in broken.values() for fault in each]
    if every and not (only_sound and known):
        raise SurveyInvalid(folder.name, every)
    for fault in every:
        log.error("survey_fault", fault=str(fault))
    definitions = library.load_definitions(intents or library.SHIPPED)
    lexicon = library.load_lexicon()
    faults = unknown_recipes(definitions)
    if faults:
        raise DefinitionsInvalid(faults)
    catalogues = {
        name: compile_catalogue(definitions, lexicon, vocabulary_of(survey)) for name, survey in known.items()
    }
    default = DEFAULT_SURVEY if DEFAULT_SURVEY in known else min(known)
    return Knowledge(surveys=known, catalogues=catalogues, default=default, broken=frozenset(broken))


def warm(knowledge: Knowledge) -> Knowledge:
    """Return the knowledge with its frames made, so that no question waits for pandas; for those who stay."""
    for survey in knowledge.surveys.values():
        _ = survey.frame
    return knowledge


def asker(knowledge: Knowledge) -> Ask:
    """Return the function that answers a question from what is known when it is asked."""
    return expert(Live(knowledge)).ask


def expert(live: Live, turns: ports.Turns | None = None) -> Expert:
    """Return who answers from what is known when it is asked, and tells what there is to ask.

    `turns` remember what a question may lean on; without, this process does.
    """
    turns = turns or Turns()

    def ask(text: str, context: Context) -> Reply:
        conversation, moment = _name(context.thread, context), _name(context.moment, context)
        is_anew = turns.knows(moment)
        before = turns.last(moment if is_anew else conversation)
        reply, turn = take_turn(text, live.knowledge, replace(context, turn=before))
        if not (context.is_overheard and reply.status not in _SAID):
            turns.keep(moment, before)
            for each in (conversation, *(_name(other, context) for other in context.also)):
                if not is_anew or turns.is_of(each, moment):  # what was asked since is leant on, not what it corrects
                    turns.keep(each, turn, moment)
        return reply

    def near(text: str, context: Context) -> tuple[str, ...]:
        before = turns.last(_name(context.thread, context))
        return near_readings(text, live.knowledge, replace(context, turn=before))

    def explain(text: str, context: Context) -> str:
        name = context.survey or live.knowledge.default
        if name not in live.knowledge.surveys:
            return ask(text, context).headline
        return explained_text(explainer(live.knowledge)(text, replace(context, thread=None, turn=None)))

    return Expert(ask=ask, near=near, explain=explain, shelves=lambda: shelves(live.knowledge))


def _name(name: str | None, context: Context) -> str | None:
    """Return what a conversation, or a question in one, is known by: nothing of one survey leans on another."""
    return f"{context.survey or ''}:{name}" if name else None
