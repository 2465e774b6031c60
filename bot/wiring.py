"""Put the parts together: the one place that knows which files the bot is made from."""

from dataclasses import replace
from pathlib import Path

from bot.answering import take_turn
from bot.context import Ask, Context, Turns
from bot.live import Knowledge, Live
from bot.reply import Reply
from bot.translation import unknown_recipes, vocabulary_of
from data import source
from intents import library
from intents.catalogue import compile_catalogue
from intents.errors import DefinitionsInvalid

DEFAULT_SURVEY = "cgi-2015"


def load(surveys: Path | None = None, intents: Path | None = None) -> Knowledge:
    """Return everything the bot answers from, read from the shipped folders or the given ones.

    Raises:
        data.errors.SurveyInvalid: a survey breaks its format.
        intents.errors.DefinitionsInvalid: a definition does.
    """
    known = source.load_surveys(surveys or source.SHIPPED)
    definitions = library.load_definitions(intents or library.SHIPPED)
    lexicon = library.load_lexicon()
    faults = unknown_recipes(definitions)
    if faults:
        raise DefinitionsInvalid(faults)
    catalogues = {
        name: compile_catalogue(definitions, lexicon, vocabulary_of(survey)) for name, survey in known.items()
    }
    default = DEFAULT_SURVEY if DEFAULT_SURVEY in known else min(known)
    return Knowledge(surveys=known, catalogues=catalogues, default=default)


def warm(knowledge: Knowledge) -> Knowledge:
    """Return the knowledge with its frames made, so that no question waits for pandas; for those who stay."""
    for survey in knowledge.surveys.values():
        _ = survey.frame
    return knowledge


def asker(knowledge: Knowledge) -> Ask:
    """Return the function that answers a question from what is known when it is asked."""
    live, turns = Live(knowledge), Turns()

    def ask(text: str, context: Context) -> Reply:
        conversation = f"{context.survey or ''}:{context.thread}" if context.thread else None
        reply, turn = take_turn(text, live.knowledge, replace(context, turn=turns.last(conversation)))
        turns.keep(conversation, turn)
        return reply

    return ask
