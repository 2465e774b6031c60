"""The parts a reply's sentences are put together from."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.numbers import listed, percent
from bot.reply import Bounds, Status
from data.survey import Figure, Quote, Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An answer in words, before base, caveats and sources are set beside it."""

    headline: str
    details: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    figures: tuple[Figure, ...] = ()
    """Figures that the reply answers with; those merely near stay out."""
    near: tuple[Figure, ...] = ()
    """Figures that are mentioned, not answered with; their sources are cited."""
    status: Status = Status.ANSWERED
    bounds: Bounds | None = None
    quotes: tuple[Quote, ...] = ()
    quotable: bool = False
    """True where a quote on the figures may be added."""


def people(survey: Survey) -> str:
    """Return those who answered, as the subject of a sentence: civil servants surveyed."""
    return survey.study.universe.respondents


def did(figure: Figure, survey: Survey, *, negated: bool = False) -> str:
    """Return what those counted did: said they share data with local government."""
    category = survey.category(figure.finding)
    return category.no if negated else category.yes


def share(figure: Figure) -> str:
    """Return a figure's share as published: 31%."""
    return percent(figure.value, figure.decimals)


def sentence(figure: Figure, survey: Survey) -> str:
    """Return a figure as a sentence, its wave named where it is not the newest."""
    return f"{when(figure, survey)}{share(figure)} of {people(survey)} {did(figure, survey)}."


def when(figure: Figure, survey: Survey) -> str:
    """Return the words that place an older figure in time: In January 2015, ; nothing for a current one."""
    if figure.wave == survey.current_wave.id:
        return ""
    return f"In {wave_label(figure, survey)}, "


def wave_label(figure: Figure, survey: Survey) -> str:
    """Return the name of a figure's wave: late 2015."""
    return next(w.label for w in survey.study.waves if w.id == figure.wave)


def noun(figure: Figure, survey: Survey) -> str:
    """Return a finding as a noun phrase: sharing data with local government."""
    return survey.category(figure.finding).noun


def label(figure: Figure, survey: Survey) -> str:
    """Return a finding as a list shows it: Local government."""
    return survey.category(figure.finding).label


def shares(figures: Iterable[Figure], survey: Survey) -> str:
    """Return figures as a list in a sentence: local government (31%) and third sector (29%)."""
    return listed([f"{inner(label(f, survey))} ({share(f)})" for f in figures])


def capital(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def inner(text: str) -> str:
    """Return a label as it stands inside a sentence: local government, but still CGI."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
