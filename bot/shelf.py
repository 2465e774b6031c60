"""What there is to ask about: the surveys, each with its questions and their published shares."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One published share, as a list shows it."""

    label: str
    """Local government"""
    value: str
    """As published: 31%."""
    ask: str
    """The question it answers."""
    id: str = ""
    """share_with.local_government"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One question of a survey, with its published shares, highest first."""

    id: str
    label: str
    ask: str
    findings: tuple[Finding, ...]
    sources: tuple[str, ...]
    """Where these were published, as it is cited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One survey, as somebody sees it who looks for something to ask."""

    survey: str
    """Its id."""
    title: str
    short: str = ""
    """As it is named in a sentence: the CGI survey of civil servants."""
    base: str = ""
    """Whom it asked, how many, and when: about 4,400 UK civil servants, late 2015."""
    source: str = ""
    """Its main source, as it is cited."""
    url: str = ""
    topics: tuple[Topic, ...] = ()
    is_loaded: bool = True
    """False where its files have a fault: it is named, and nothing of it is answered."""
    is_default: bool = False
    """Whether it is asked where none is named."""
