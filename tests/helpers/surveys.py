"""Builders of surveys: folders on disk, and surveys in memory, where only what matters to a test is named."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import dedent

from data.codebook import (
    Category,
    Fact,
    FindingId,
    Question,
    QuestionId,
    ResponseType,
    Source,
    SourceId,
    Study,
    Universe,
    Wave,
    WaveId,
    WordingStatus,
)
from data.source import SHIPPED, load_survey
from data.survey import BaseStatus, Figure, FigureId, ObservationStatus, Quote, Survey, question_of

GAZETTE = SourceId("gazette")
NOW, BEFORE = WaveId("now"), WaveId("before")

PACKAGE = dedent("""\
    name: tea-2020
    title: Survey of tea drinkers
    licenses: [{name: other-open}]
    sources:
      - id: gazette
        title: Tea is back
        publisher: The Gazette
        published: 2020-05-01
        path: https://example.org/tea
        text: article.txt
      - {id: herald, title: Tea, publisher: The Herald, published: 2020-05-02, path: https://example.org/herald}
    resources:
      - {name: figures, path: figures.csv}
    study:
      short: the tea survey
      universe: {label: UK adults, respondents: adults surveyed, words: [adults]}
      analysis_unit: individual
      sample_size: 200
      sample_size_status: exact
      citation: Tea survey, 2020.
      main_source: gazette
      waves:
        - {id: 2020, label: May 2020, years: [2020]}
        - {id: 2019, label: May 2019, years: [2019]}
      facts:
        - {id: who, facet: conductor, statement: It was conducted by nobody., source: gazette}
        - {id: rate, facet: response_rate, noun: a response rate, statement: Not published., published: false}
    """)

QUESTIONS = dedent("""\
    questions:
      - id: drink
        label: Favourite drink
        wording_status: not_published
        response_type: single
        response_type_status: published
        ask: What do people drink?
        words: [drink]
        categories:
          - {id: tea, label: Tea, noun: tea, yes: drink tea, no: do not drink tea, ask: Who drinks tea?, words: [tea]}
          - {id: coffee, label: Coffee, noun: coffee, yes: drink it, no: do not, ask: Who drinks it?, words: [coffee]}
    """)

FIGURES = dedent("""\
    figure_id,finding,wave,obs_value,unit_measure,decimals,base_unweighted,base_status,obs_status,source,also_in,locator,verbatim,derived_from,derivation,conflicts_with,note
    f1,drink.tea,2020,60,percent,0,200,exact,normal,gazette,,,Tea is drunk by 60% of adults.,,,,
    f2,drink.coffee,2020,30.5,percent,1,200,exact,normal,herald,,,,,,,
    f3,drink.tea,2019,55,percent,0,,missing,derived,herald,,,,f1,60 less 5,,
    f4,drink.coffee,2020,35,percent,0,200,exact,disputed,herald,,,,,,f2,
    """)

QUOTES = dedent("""\
    quote_id,text,speaker,role,source,topics
    q1,"We like tea, a lot.",Ann Leaf,head of tea,gazette,drink.tea; drink
    """)

ARTICLE = dedent("""\
    Tea is drunk by 60% of adults. ‘We like tea,
    a lot.’
    """)

FILES = {
    "datapackage.yaml": PACKAGE,
    "questions.yaml": QUESTIONS,
    "figures.csv": FIGURES,
    "quotes.csv": QUOTES,
    "article.txt": ARTICLE,
}


def write_survey(parent: Path, **changes: str) -> Path:
    """Write a small sound survey folder; name files with changed text as `questions_yaml=...`."""
    folder = parent / "tea-2020"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(changes.get(name.replace(".", "_"), text), encoding="utf-8")
    return folder


def add_figure(**cells: str) -> str:
    """Return the text of figures.csv with one row more, made of a sound row and the cells named."""
    sound = {
        "figure_id": "new",
        "finding": "drink.coffee",
        "wave": "2019",
        "obs_value": "20",
        "unit_measure": "percent",
        "decimals": "0",
        "base_unweighted": "200",
        "base_status": "exact",
        "obs_status": "normal",
        "source": "herald",
    }
    columns = FIGURES.splitlines()[0].split(",")
    out = io.StringIO()
    csv.DictWriter(out, columns, restval="", lineterminator="\n").writerow({**sound, **cells})
    return FIGURES + out.getvalue()


@cache
def cgi() -> Survey:
    """Return the survey that is shipped."""
    return load_survey(SHIPPED / "cgi-2015")


def a_figure(  # noqa: PLR0913 -- a builder names each thing a test may set
    finding: str,
    value: float,
    *,
    base: int | None = 1000,
    decimals: int = 0,
    wave: WaveId = NOW,
    status: ObservationStatus = ObservationStatus.NORMAL,
    note: str = "",
    conflicts_with: tuple[FigureId, ...] = (),
) -> Figure:
    """Return a published share; its id is its wave and finding."""
    return Figure(
        id=FigureId(f"{wave}.{finding}"),
        finding=FindingId(finding),
        wave=wave,
        value=value,
        unit="percent",
        decimals=decimals,
        base=base,
        base_status=BaseStatus.MISSING if base is None else BaseStatus.EXACT,
        status=status,
        source=GAZETTE,
        also_in=(),
        locator="",
        sentence="",
        derived_from=(),
        derivation="",
        conflicts_with=conflicts_with,
        note=note,
    )


def a_survey(
    *figures: Figure,
    response_type: ResponseType = ResponseType.MULTIPLE,
    type_status: str = "published",
    facts: tuple[Fact, ...] = (),
    quotes: tuple[Quote, ...] = (),
    probability_sample: bool | None = None,
) -> Survey:
    """Return a survey of two waves that holds these figures, and the questions and categories they need."""
    findings = dict.fromkeys(figure.finding for figure in figures)
    names = dict.fromkeys(question_of(finding) for finding in findings)
    questions = tuple(_question(name, findings, response_type, type_status) for name in names)
    return Survey(
        study=_study(facts, probability_sample=probability_sample), questions=questions, figures=figures, quotes=quotes
    )


def _question(name: QuestionId, findings: Iterable[FindingId], kind: ResponseType, status: str) -> Question:
    return Question(
        id=name,
        label=name.capitalize(),
        wording=None,
        wording_status=WordingStatus.NOT_PUBLISHED,
        response_type=kind,
        response_type_status=status,
        response_type_note="",
        universe="",
        ask=f"{name}?",
        words=(name,),
        needs=(),
        direction=None,
        categories=tuple(_category(finding) for finding in findings if question_of(finding) == name),
    )


def _category(finding: FindingId) -> Category:
    word = finding.partition(".")[2]
    return Category(
        id=finding,
        label=word.capitalize(),
        noun=f"liking {word}",
        yes=f"like {word}",
        no=f"did not say they like {word}",
        ask=f"Who likes {word}?",
        words=(word,),
        party=False,
    )


def _study(facts: tuple[Fact, ...], *, probability_sample: bool | None) -> Study:
    return Study(
        id="built",
        title="A survey",
        short="the survey",
        universe=Universe(label="adults", respondents="adults surveyed", words=(), places=(), units=("households",)),
        analysis_unit="individual",
        collection_mode=None,
        sample_size=1000,
        sample_size_status="exact",
        response_rate=None,
        weight=None,
        probability_sample=probability_sample,
        citation="A survey.",
        waves=(
            Wave(id=NOW, label="this year", words=(), years=()),
            Wave(id=BEFORE, label="last year", words=(), years=()),
        ),
        facts=facts,
        sources={GAZETTE: _source()},
        main_source=GAZETTE,
        licence="",
    )


def _source() -> Source:
    return Source(
        id=GAZETTE,
        title="News",
        publisher="The Gazette",
        author=None,
        published=date(2020, 5, 1),
        url="",
    )
