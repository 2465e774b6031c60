"""What the shipped bot knows, loaded once for all tests, and how to ask it."""

from functools import cache

from bot.answering import answer_question
from bot.context import Context
from bot.live import Knowledge
from bot.reply import Reply
from bot.wiring import load


@cache
def cgi_knowledge() -> Knowledge:
    """Return what is shipped."""
    return load()


def asked(question: str, survey: str | None = None) -> Reply:
    """Return the shipped bot's reply to a question."""
    return answer_question(question, cgi_knowledge(), Context(survey=survey))
