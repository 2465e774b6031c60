"""Fill a text that an admin wrote with the survey's figures, and say whose words they are."""

from collections.abc import Sequence

from bot.numbers import listed
from bot.written import Written, capital, share
from data.codebook import FindingId
from data.survey import Figure, Survey
from intents.definition import Recipe
from intents.placeholders import filled, named

_AUTHORS = "Written by the admins of surveybot in this workspace, not by the survey"


def findings_in(recipe: Recipe, survey: Survey) -> tuple[FindingId, ...]:
    """Return the findings of the survey whose figures a text asks for, in order."""
    return tuple(FindingId(name) for name in named(str(recipe["text"])) if name in survey.categories)


def fill(recipe: Recipe, figures: Sequence[Figure] = ()) -> Written:
    """Return a text as an answer, the shares of its figures in their places; each line is a paragraph."""
    shares = {figure.finding: share(figure) for figure in figures}
    text = filled(str(recipe["text"]), shares, lambda name: shares[FindingId(name)])
    headline, *details = [line.strip() for line in text.splitlines() if line.strip()]
    told = _told(tuple(dict.fromkeys(shares.values())), owned=bool(recipe.get("own_words")))
    return Written(headline=headline, details=(*details, told), figures=tuple(figures))


def _told(shares: tuple[str, ...], *, owned: bool) -> str:
    """Return whose words and numbers a text holds."""
    own = "other numbers are theirs" if owned else ""
    if shares:
        only = f"only {listed(shares)} {'is' if len(shares) == 1 else 'are'} the survey's"
        own = f"{only}; {own}" if own else only
    elif owned:
        own = "the numbers in it are theirs too"
    return f"{_AUTHORS}. {capital(own)}." if own else f"{_AUTHORS}."
