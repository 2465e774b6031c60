"""Taught intents as files: what is written is read again, and what anybody may have written is read with care."""

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.admin.exchange import MAX_NAME, Filed, file_of, is_same, read, write
from bot.records import State
from intents.draft import Draft

AWKWARD = (
    *"no yes off 1:30 12 ~ null 2026-01-01 = << # ' \" {0.__class__} {{7*7}} [a &a *a !!int %a @a `a --- ...".split(),
    *(
        ":",
        "-",
        "?",
        "|",
        "- a",
        "a: b",
        "# a",
        "a #b",
        "? a",
        "| a",
        "!!int 3",
        "\u200d",
        "\x85",
        "\u2028",
        "\ufeff",
        "\x00",
        "\t",
    ),
    *(" a", "a ", "a\n", "\na", "a \nb", "a\n\n  b\n", "a\r\nb", "👩🏽\u200d🔬?"),
)
texts = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(codec="utf-8"), min_size=1, max_size=300))
names = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=MAX_NAME)
recipes = st.dictionaries(
    names, st.one_of(texts, st.lists(texts, min_size=1, max_size=3).map(tuple)), min_size=1, max_size=4
)
drafts = st.builds(
    Draft, name=names, summary=texts, examples=st.lists(texts, min_size=1, max_size=6).map(tuple), answer=recipes
)
PARKING = Draft(
    name="parking",
    summary="Office parking",
    examples=("Where can I park?", "Is there a car park?"),
    answer={"text": "Ask at reception.\nBring your badge.", "own_words": "true"},
)


@settings(deadline=None)
@given(draft=drafts, state=st.sampled_from([State.LIVE, State.OFF]))
@example(
    draft=Draft(name="a", summary="x" * 150 + " y", examples=("a b " * 60,), answer={"of": AWKWARD}), state=State.OFF
)
def test_what_is_written_is_read_again_as_what_it_was(draft: Draft, state: State) -> None:
    filed, faults = read(file_of(draft.name), write(draft, state))
    assert faults == ()
    assert filed is not None
    assert (filed.draft, filed.state) == (draft, state)
    assert write(filed.draft, filed.state) == write(draft, state)


@settings(deadline=None)
@given(draft=drafts)
def test_another_reader_of_yaml_reads_the_same_texts(draft: Draft) -> None:
    held = yaml.safe_load(write(draft))
    assert (held["intent"], held["summary"], tuple(held["examples"])) == (draft.name, draft.summary, draft.examples)


def test_it_reads_well() -> None:
    long = "Facilities look after parking, and they know of every space there is: ask at reception before noon, please."
    draft = Draft(name="parking", summary="Parking: who may", examples=("no", "it's full?"), answer={"text": long})
    assert write(draft, State.OFF) == (
        "intent: parking\n"
        "summary: 'Parking: who may'\n"
        "state: off\n"
        "examples:\n"
        "  - 'no'\n"
        "  - it's full?\n"
        "answer:\n"
        "  text: >-\n"
        "    Facilities look after parking, and they know of every space there is: ask at reception before noon,\n"
        "    please.\n"
    )


def test_several_lines_stand_as_they_are() -> None:
    assert "  text: |-\n    Ask at reception.\n    Bring your badge.\n" in write(PARKING)


def test_an_answers_order_and_a_number_for_its_text_make_no_other_file() -> None:
    one = Draft(name="a", summary="s", examples=("x",), answer={"measure": "list", "limit": 3, "of": ["a", "b"]})
    other = Draft(name="a", summary="s", examples=("x",), answer={"of": ("a", "b"), "limit": "3", "measure": "list"})
    assert is_same(one, other)
    assert write(one) == write(other)


def faults_of(text: str, file: str = "a.yaml") -> list[str]:
    """Return the faults of a file that is no intent."""
    filed, faults = read(file, text)
    assert filed is None
    return [str(fault) for fault in faults]


SOUND = "intent: a\nsummary: s\nexamples:\n  - x\nanswer:\n  text: t\n"


def test_a_plain_file_is_read_with_the_lines_of_what_is_in_it() -> None:
    filed, _ = read("a.yaml", SOUND)
    draft = Draft(name="a", summary="s", examples=("x",), answer={"text": "t"})
    lines = {"intent": 1, "summary": 2, "examples": 3, "examples.0": 4, "answer": 5, "answer.text": 6}
    assert filed == Filed(draft=draft, file="a.yaml", lines=lines)


@pytest.mark.parametrize(
    ("changed", "line", "said"),
    [
        ({"intent: a": "intent: ../a"}, 1, "The intent's name '../a' is not one."),
        ({"intent: a": "intent: [a]"}, 1, "The intent's name that is no text is not one."),
        ({"intent: a": "intent: b"}, 1, "The file of the intent 'b' has another name. Call it b.yaml."),
        ({"intent: a": "intent: a\nintent: a"}, 2, "The key 'intent' stands here for the second time."),
        ({"summary: s": "summary: [s]"}, 2, "`summary` is not a text."),
        ({"summary: s": "summary:"}, 2, "'summary' is empty."),
        ({"summary: s": "summary: &a s"}, 2, "The name 'a' stands for what is written elsewhere."),
        ({"summary: s": "summary: s\nstate: of"}, 3, "`state: 'of'` is not known. Write `state: off`"),
        ({"summary: s": "summary: s\nstate: deleted"}, 3, "`state: 'deleted'` is not known."),
        ({"summary: s": "summary: s\nwas: ../b"}, 3, "`was: '../b'` is no intent's name."),
        ({"summary: s": "summary: s\nexample: x"}, 3, "The key 'example' is not known. Did you mean 'examples'?"),
        ({"summary: s": "summary: s\nask: [x]"}, 3, "A taught intent has no 'ask'."),
        ({"  - x": "  - {x: y}"}, 3, "`examples` is not a list of texts."),
        ({"  text: t": "  text: {x: y}"}, 5, "`answer` is not a recipe."),
        ({"  text: t": "  text: t\n  text: u"}, 7, "The key 'text' stands here for the second time."),
        ({"answer:\n  text: t": "answer: t"}, 5, "`answer` is not a recipe."),
        ({"answer:\n  text: t\n": ""}, 1, "The key 'answer' is missing."),
    ],
)
def test_a_fault_is_named_at_its_line(changed: dict[str, str], line: int, said: str) -> None:
    text = SOUND
    for before, after in changed.items():
        text = text.replace(before, after)
    (fault,) = faults_of(text)
    assert fault.startswith(f"a.yaml:{line}: {said}")


@pytest.mark.parametrize("text", ["", "- a\n", "hello", "3", "~"])
def test_what_is_no_intent_is_said_to_be_none(text: str) -> None:
    assert faults_of(text) == ["a.yaml:1: An intent is a mapping. Begin the file with `intent: name`."]


@pytest.mark.parametrize("text", ["[" * 50_000, "a: &b [*b]", "? {a: b}\n: c", "a: 1\n--- \nb: 2", "\x00", '"\\uD800"'])
def test_what_would_do_harm_is_refused(text: str) -> None:
    assert faults_of(text)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60).map(lambda text: SOUND + text))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    filed, faults = read("a.yaml", text)
    assert (filed is None) == bool(faults)


@pytest.mark.parametrize("name", ["", "..", "a/b", "a.b", "A", "ä", "a\n", "x" * (MAX_NAME + 1), "con\x00"])
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        file_of(name)


@given(names)
def test_every_name_is_a_file_right_here(name: str) -> None:
    assert Path(file_of(name)).name == file_of(name)
