"""What admins fill in is read, and what is forged is read as nothing."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import State
from bot.render import fields, taught, writing
from bot.render.fields import Fields, Kind
from bot.slack import forms
from bot.slack.forms import Looked, Preferences
from tests.helpers.payloads import TYPED

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def filled(action: Mapping[str, object] | None = None, **values: object) -> dict[str, object]:
    """Return what Slack sends of a form; a text was typed, a list chosen."""
    held = {name: {name: value(each)} for name, each in values.items()}
    return {"actions": [action or {}], "view": {"state": {"values": held}}}


def value(chosen: object) -> dict[str, object]:
    match chosen:
        case str():
            return {"type": "plain_text_input", "value": chosen}
        case list():
            return {"selected_options": [{"value": each} for each in chosen]}
        case {"chosen": one}:
            return {"selected_option": {"value": one}}
        case _:
            return {"value": chosen}


def test_what_was_filled_in_is_read_in_its_order() -> None:
    body = filled(
        summary=" Office  parking ",
        examples_10="c",
        examples_0="a\n b \n\na",
        examples_2="b",
        kind={"chosen": "measure"},
        measure={"chosen": "compare"},
        of=["x.a", "x.b"],
        own_words=["yes"],
        text_3="Text.",
    )
    read = forms.written(body, Fields())
    assert (read.examples, read.kind, read.measure, read.of) == (
        ("a", "b", "c"),
        Kind.MEASURE,
        "compare",
        ("x.a", "x.b"),
    )
    assert (read.own_words, read.text) == (True, "Text.")


def test_what_is_not_shown_stays_as_it_was() -> None:
    assert forms.written(filled(), TYPED) == TYPED
    assert forms.written({}, TYPED) == TYPED


def test_what_was_emptied_is_empty() -> None:
    read = forms.written(filled(summary=None, examples_0=None, of=[], own_words=[], text_0=None), TYPED)
    assert (read.summary, read.examples, read.of, read.own_words, read.text) == ("", (), (), False, "")


@pytest.mark.parametrize(
    ("kind", "is_kept", "read"),
    [
        ("quote", False, Kind.QUOTE),
        ("drop", False, Kind.FIGURE),
        ("kept", False, Kind.FIGURE),
        ("kept", True, Kind.KEPT),
    ],
)
def test_only_a_kind_of_answer_that_was_offered_is_chosen(kind: str, is_kept: bool, read: Kind) -> None:
    assert forms.written(filled(kind={"chosen": kind}), Fields(is_kept=is_kept)).kind is read


def test_absurd_lengths_are_cut() -> None:
    typed: dict[str, Any] = {f"examples_{n}": f"{n}\n" * 999 for n in range(99)}
    read = forms.written(filled(summary="x" * 99_999, **typed), Fields())
    assert (len(read.summary), len(read.examples)) == (fields.FIELD, 99)
    many = forms.written(filled(examples_0="\n".join(map(str, range(600)))), Fields())
    assert len(many.examples) == writing.MOST_READ


def test_a_figure_goes_to_the_end_of_the_text() -> None:
    insert = {"action_id": "insert", "selected_option": {"value": "x.a"}}
    read = [forms.with_figure({"actions": [insert]}, Fields(text=text, turn=2)) for text in ("", "So: ")]
    assert [(each.text, each.turn) for each in read] == [("{x.a}", 3), ("So: {x.a}", 3)]
    assert forms.with_figure({"actions": [insert | {"action_id": "kind"}]}, TYPED) == TYPED


@pytest.mark.parametrize(
    ("action", "looked"),
    [
        ({}, Looked(words="tea party")),
        ({"action_id": "taught_more", "value": "20"}, Looked(words="tea party", limit=20)),
        ({"action_id": "taught_more", "value": "9999"}, Looked(words="tea party")),
        ({"action_id": "taught_more", "value": "999"}, Looked(words="tea party", limit=taught.MOST)),
        ({"action_id": "taught_more", "value": "-1"}, Looked(words="tea party")),
        (
            {"action_id": "taught_which", "selected_option": {"value": "off"}},
            Looked(words="tea party", which=State.OFF),
        ),
        ({"action_id": "taught_which", "selected_option": {"value": "all"}}, Looked(words="tea party")),
    ],
)
def test_what_is_looked_for_is_read_from_the_list(action: Mapping[str, object], looked: Looked) -> None:
    assert forms.looked(filled(action, taught_search=" tea  party ")) == looked


@pytest.mark.parametrize(("held", "ids"), [("12,15, 19", (12, 15, 19)), ("", ()), ("x,-1,٣,7", (7,)), ("9" * 16, ())])
def test_the_ids_of_logged_questions_are_read_from_a_button(held: str, ids: tuple[int, ...]) -> None:
    assert forms.ids(held) == ids


@pytest.mark.parametrize(("held", "page"), [("0f3a", ("0f3a", None)), ("0f3a 17", ("0f3a", 17)), ("a x", ("a", None))])
def test_a_page_of_a_history_is_read_from_a_button(held: str, page: tuple[str, int | None]) -> None:
    assert forms.paged(held) == page


@given(junk, junk)
def test_nothing_that_is_sent_is_a_fault(values: object, action: object) -> None:
    body: dict[str, object] = {"view": {"state": {"values": values}}, "actions": [action]}
    read = forms.with_figure(body, forms.written(body, TYPED))
    assert read.kind is TYPED.kind
    assert (forms.looked(body).limit, forms.why(body), forms.consent(body)) == (taught.PAGE, "", "")


@pytest.mark.parametrize(
    ("view", "is_laid_on"),
    [
        ({"id": "V1", "root_view_id": "V1", "callback_id": "inbox"}, True),
        ({"id": "V1"}, True),
        ({"id": "V1", "root_view_id": "V1", "callback_id": "curate"}, False),
        ({"id": "V2", "root_view_id": "V1"}, False),
    ],
)
def test_a_form_is_laid_on_the_first_view_alone_and_takes_the_lists_place(
    view: Mapping[str, object], is_laid_on: bool
) -> None:
    assert forms.may_be_laid_on({"view": view}) is is_laid_on


def test_settings_are_read_and_what_is_none_is_left_out() -> None:
    values = {
        "survey": {"survey": {"selected_option": {"value": "tea-2020"}}},
        "admins": {"admins": {"selected_users": ["U1", 3]}},
        "group": {"group": {"value": " S0DATA "}},
        "runs": {"runs": {"selected_options": [{"value": "runs"}]}},
        "channels": {"channels": {"selected_conversations": None}},
        "kept": {"kept": {"selected_option": 7}},
    }
    body = {"view": {"state": {"values": values}}}
    sent = Preferences(survey="tea-2020", admins=("U1",), group="S0DATA", slack_admins=True, channels=(), kept="")
    assert forms.preferences(body) == sent
