"""Set out what there is to ask: every survey with its base, and its questions with their published shares."""

from bot.live import Knowledge
from bot.shelf import Finding, Shelf, Topic
from bot.written import label, share
from data.codebook import Question, Source
from data.survey import Survey

_MISSING = "a number not published of"


def shelves(knowledge: Knowledge) -> tuple[Shelf, ...]:
    """Return the surveys, the one that is asked where none is named first; those with a fault last, by name alone."""
    held = [_shelf(survey, is_default=name == knowledge.default) for name, survey in sorted(knowledge.surveys.items())]
    broken = (Shelf(survey=name, title=name, is_loaded=False) for name in sorted(knowledge.broken))
    return (*sorted(held, key=lambda shelf: not shelf.is_default), *broken)


def _shelf(survey: Survey, *, is_default: bool) -> Shelf:
    study = survey.study
    main = survey.source(study.main_source)
    about = "" if study.sample_size_status == "exact" else "about "
    size = f"{about}{study.sample_size:,}" if study.sample_size else _MISSING
    return Shelf(
        survey=survey.id,
        title=study.title,
        short=study.short,
        base=f"{size} {study.universe.label}, {survey.current_wave.label}",
        source=_cited(main),
        url=main.url,
        topics=tuple(topic for question in survey.questions if (topic := _topic(question, survey)).findings),
        is_default=is_default,
    )


def _topic(question: Question, survey: Survey) -> Topic:
    figures = sorted((f for c in question.categories if (f := survey.figure(c.id))), key=lambda f: (-f.value, f.id))
    return Topic(
        id=question.id,
        label=question.label,
        ask=question.ask,
        findings=tuple(
            Finding(label=label(f, survey), value=share(f), ask=survey.category(f.finding).ask, id=f.finding)
            for f in figures
        ),
        sources=tuple(dict.fromkeys(_cited(survey.source(f.source)) for f in figures)),
    )


def _cited(source: Source) -> str:
    return f"{source.citation}: {source.title}"
