"""The shipped catalogue can be put into another program's templates, so that the two can be measured side by side."""

import re
from collections.abc import Mapping

import pytest

from bot.wiring import load
from intents import library
from tests.bench.templates import Source, source_of, templates


@pytest.fixture(scope="module")
def source() -> Source:
    """Return what the templates are made from."""
    knowledge = load()
    catalogue = knowledge.catalogues[knowledge.default]
    return source_of([i.definition for i in catalogue.intents], library.load_lexicon(), catalogue)


def sentences(source: Source) -> dict[str, list[str]]:
    """Return the templates of each intent."""
    intents = templates(source)["intents"]
    assert isinstance(intents, Mapping)
    return {name: intent["data"][0]["sentences"] for name, intent in intents.items()}


def test_every_intent_with_phrases_has_templates(source: Source) -> None:
    made = sentences(source)
    assert [d.name for d in source.definitions if d.ask and not made[d.name]] == []


def test_every_list_that_a_template_names_exists(source: Source) -> None:
    named = {name for each in sentences(source).values() for s in each for name in re.findall(r"\{(\w+):", s)}
    lists = templates(source)["lists"]
    assert isinstance(lists, Mapping)
    assert {name for name in named if not lists.get(name, {}).get("values")} == set()


def test_every_rule_that_a_template_names_exists(source: Source) -> None:
    named = {name for each in sentences(source).values() for s in each for name in re.findall(r"<(\w+)>", s)}
    assert named - source.rules.keys() == set()


def test_no_template_has_a_word_that_is_skipped_in_questions(source: Source) -> None:
    said = {word for phrases in source.rules.values() for phrase in phrases for word in phrase.split()}
    assert said & source.skip == set()
