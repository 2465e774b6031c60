"""Examine what the bot needs before it is relied on: settings, Slack, the database, the data, optional parts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from bot.admin.service import ALIVE_SECONDS
from bot.config import ConfigError, Mode, Settings, token_faults
from bot.findings import Finding, Grade
from bot.ports import Store, StoreDown
from bot.slack.enquiries import enquire
from bot.wiring import load
from data.errors import SurveyInvalid
from data.survey import BaseStatus, Survey
from intents.errors import DefinitionsInvalid, IntentsError

Versions = Callable[[], tuple[str | None, str]]
"""Return the version of the database's tables, None for none, and the one this program wants; raise StoreDown."""


def examine(
    settings: Settings, mode: Mode, versions: Versions | None = None, store: Store | None = None
) -> Iterator[Finding]:
    """Yield what is found, in the order in which things are put right; no database is looked at without it."""
    yield from _configured(settings, mode)
    yield from enquire(settings, mode)
    if versions:
        yield database(versions)
    if store:
        yield from replicas(store)
    yield from data()
    yield meaning()


def unreadable(error: ConfigError) -> Finding:
    """Return that the settings cannot be read, which leaves nothing else to look at."""
    finding = Finding.of("Settings", str(error))
    return finding if finding.remedy else replace(finding, remedy="Correct them in the environment or .env.")


def database(versions: Versions) -> Finding:
    """Return whether the database answers and has the tables that this program wants."""
    try:
        have, want = versions()
    except StoreDown:
        told, remedy = "The database does not answer.", "Start it, and check SURVEYBOT_DATABASE_URL."
        return Finding(what="Database", grade=Grade.FAIL, told=told, remedy=remedy)
    if have == want:
        return Finding.fine("Database", f"It answers, at version {have}.")
    told = f"Its tables are at version {have}, and {want} is wanted." if have else "It has no tables yet."
    remedy = "Run `surveybot db upgrade`; a bot of this version does so when it starts."
    return Finding(what="Database", grade=Grade.WARN, told=told, remedy=remedy)


def replicas(store: Store) -> Iterator[Finding]:
    """Yield each process of the bot that runs, and whether it answers from what was taught last."""
    try:
        heads, alive = store.taught.heads(), store.replicas.alive(ALIVE_SECONDS)
    except StoreDown:
        return  # which was said already
    if not alive:
        yield Finding.fine("Replicas", "None is running.")
    for each in alive:
        late = sum(each.versions.get(f"{team}/{survey}", 0) < head for (team, survey), head in heads.items())
        what = f"Replica {each.name}"
        if late:
            why = f" {' '.join(each.fault.split())}" if each.fault else ""
            told = f"It answers from older versions in {late} of {len(heads)} surveys of workspaces.{why}"
            remedy = "It catches up within seconds; if it does not, read intents_not_loaded in its log."
            yield Finding(what=what, grade=Grade.WARN, told=told, remedy=remedy)
        else:
            yield Finding.fine(what, "It answers from the newest version of everything that was taught.")


def data(surveys: Path | None = None, intents: Path | None = None) -> Iterator[Finding]:
    """Yield each survey, shipped or in a folder, with its base and its waves, and how many intents there are."""
    try:
        knowledge = load(surveys, intents)
    except (SurveyInvalid, DefinitionsInvalid) as invalid:
        told = f"{len(invalid.faults)} fault(s), the first: {invalid.faults[0]}"
        yield Finding(what="Data", grade=Grade.FAIL, told=told, remedy="`surveybot check` names them all.")
        return
    for name, survey in sorted(knowledge.surveys.items()):
        usual = " (the default)" if name == knowledge.default else ""
        yield Finding.fine("Survey", f"{name}{usual}: {_described(survey)}.")
    catalogue = knowledge.catalogues[knowledge.default]
    yield Finding.fine("Intents", f"{len(catalogue.definitions)}, without a fault.")


def meaning() -> Finding:
    """Return whether questions are compared by meaning too, which takes the semantic extra."""
    if find_spec("onnxruntime") is None:
        return Finding.fine("Semantic extra", "Not installed: examples are compared by their words alone.")
    from intents.semantic import load as load_encoder

    try:
        load_encoder()
    except IntentsError as error:
        return Finding(what="Semantic extra", grade=Grade.WARN, told=str(error), remedy="Install the extra again.")
    return Finding.fine("Semantic extra", "Installed, and its weights are the ones known.")


def _configured(settings: Settings, mode: Mode) -> Iterable[Finding]:
    faults = token_faults(settings, mode)
    if settings.several_workspaces and mode is Mode.SOCKET:
        way = "Use --mode http, or set neither SLACK_CLIENT_ID nor SLACK_CLIENT_SECRET."
        faults += (f"Workspaces install the bot over the web, to which a socket is no way in. {way}",)
    if not faults:
        return [Finding.fine("Settings", f"All that {mode} mode needs is set.")]
    return [Finding.of("Settings", fault) for fault in faults]


def _described(survey: Survey) -> str:
    study = survey.study
    about = "about " if study.sample_size_status == BaseStatus.APPROXIMATE else ""
    base = f"{about}{study.sample_size:,}" if study.sample_size is not None else "an unpublished number of"
    waves = " and ".join(wave.label for wave in study.waves)
    return f"{base} {study.universe.label}, {waves}, {len(survey.figures)} published figures"
