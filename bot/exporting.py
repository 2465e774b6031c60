"""Hand an answer's figures over as a file: what is said of it, and what the file shall hold."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from bot.reply import Attachment, Picture, Reply, Sheet, Status
from bot.written import inner, label, share, wave_label
from data.survey import Figure, Survey, question_of

TALLEST = 60  # bars in a picture; of more nothing could be read

_NO_PICTURE = "There is no picture of this: it takes two figures or more side by side, of one unit."
_NAMELESS = re.compile(r"[^a-z0-9]+")  # what no file's name should hold


class Export(StrEnum):
    """The kinds of file that can be asked for."""

    CSV = "csv"
    PICTURE = "picture"


MADE = {Export.CSV: "a CSV file", Export.PICTURE: "a picture"}


def exported(reply: Reply, kind: Export, survey: Survey) -> Reply:
    """Return an answer as one that hands its figures over; as it is where it has none for such a file."""
    if not reply.figures:
        return reply
    about = _about(reply.figures, survey)
    attachment = _sheet(reply, about, survey) if kind is Export.CSV else _picture(reply, about, survey)
    if attachment is None:
        return replace(reply, details=(*reply.details, _NO_PICTURE))
    number = len(reply.figures)
    these = "Here is one figure" if number == 1 else f"Here are {number} figures"
    return replace(
        reply,
        status=Status.ANSWERED,
        headline=f"{these} {about} as {MADE[kind]}.",
        details=(),
        signed="",
        rows=tuple((_row(figure, survey), share(figure)) for figure in reply.figures),
        chart=None,
        sentence="",
        bounds=None,
        quotes=(),
        suggestions=(),
        attachment=attachment,
    )


def _sheet(reply: Reply, about: str, survey: Survey) -> Attachment:
    name, title = f"{_stem(reply.figures, survey)}.csv", f"Figures {about}"
    return Sheet(name=name, title=title, figures=reply.figures, survey=survey)


def _picture(reply: Reply, about: str, survey: Survey) -> Attachment | None:
    chart = reply.chart
    if chart is None or len(chart.labels) * len(chart.series) > TALLEST:
        return None
    values = "; ".join(f"{_row(figure, survey)} {share(figure)}" for figure in reply.figures)
    sources = "; ".join(citation.label for citation in reply.citations)
    said = "Source" if len(reply.citations) == 1 else "Sources"
    return Picture(
        name=f"{_stem(reply.figures, survey)}.png",
        title=f"Figures {about}",
        alt=f"Bar chart. {chart.title}, {chart.y_label}: {values}.",
        chart=chart,
        notes=(reply.base, *reply.caveats, f"{said}: {sources}"),
    )


def _about(figures: Sequence[Figure], survey: Survey) -> str:
    """Return what figures tell of: on barriers to data sharing, of the CGI survey of civil servants."""
    questions = {question_of(figure.finding) for figure in figures}
    if len(questions) > 1:
        return f"of {survey.study.short}"
    return f"on {inner(survey.question(questions.pop()).label)}"


def _row(figure: Figure, survey: Survey) -> str:
    """Return a figure's label, with its wave where that is not the newest."""
    when = "" if figure.wave == survey.current_wave.id else f" ({wave_label(figure, survey)})"
    return f"{label(figure, survey)}{when}"


def _stem(figures: Sequence[Figure], survey: Survey) -> str:
    """Return a name that any system takes for a file: cgi-2015-barriers-to-data-sharing."""
    findings = {figure.finding for figure in figures}
    questions = {question_of(finding) for finding in findings}
    if len(findings) == 1:
        what = label(figures[0], survey)
    else:
        what = survey.question(questions.pop()).label if len(questions) == 1 else "figures"
    return _NAMELESS.sub("-", f"{survey.id} {what}".casefold()).strip("-")
