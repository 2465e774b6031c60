"""Slack's own charts, and the tables in their place: within Slack's limits, and no two bars of one name."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.charts import LABEL, Block, distinct, native, table
from bot.reply import Chart, Series
from bot.sandbox.block_kit import message_faults
from tests.bot.replies import a_chart

labels = st.one_of(st.text(max_size=40), st.sampled_from(("", " ", "x" * 21, "x" * 22, "x" * 18 + " (2)", "🦉" * 30)))
values = st.floats(min_value=0, max_value=100)


@st.composite
def any_chart(draw: st.DrawFn) -> Chart:
    """Draw a chart with labels of any kind, and now and then more of them than Slack takes."""
    names = draw(st.lists(labels, max_size=24))
    waves = draw(st.lists(labels, max_size=7))
    shares = st.tuples(*(values for _ in names))
    series = tuple(Series(name=wave, values=draw(shares)) for wave in waves)
    title, x_label, y_label = draw(st.tuples(labels, labels, st.text(max_size=60)))
    return Chart(title=title, labels=tuple(names), series=series, unit="percent", x_label=x_label, y_label=y_label)


@given(any_chart())
def test_no_chart_breaks_a_limit(chart: Chart) -> None:
    drawn = native(chart)
    blocks: list[Block] = [drawn, table(chart)] if drawn else []
    assert message_faults(blocks) == ()


@given(st.lists(labels, max_size=20))
def test_no_two_labels_are_alike_once_they_are_cut(texts: list[str]) -> None:
    shown = distinct(texts, LABEL)
    assert (len(set(shown)), len(shown)) == (len(texts), len(texts))
    assert all(0 < len(text) <= LABEL for text in shown)


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (("Local government", "Third sector"), ("Local government", "Third sector")),
        (("Risk of security breaches",), ("Risk of security…",)),
        (
            ("Sharing data with local government", "Sharing data with local charities"),
            ("…th local government", "…ith local charities"),
        ),
        (("Cost", "Cost", "Cost"), ("Cost", "Cost (2)", "Cost (3)")),
        (("", " "), ("–", "– (2)")),
    ],
)
def test_labels_keep_what_tells_them_apart(texts: tuple[str, ...], shown: tuple[str, ...]) -> None:
    assert distinct(texts, LABEL) == shown


@pytest.mark.parametrize(
    "chart",
    [
        a_chart(*map(str, range(21))),
        a_chart(waves=tuple("abcdefg")),
        a_chart(waves=()),
        Chart(title="", labels=(), series=(Series(name="a", values=()),), unit="percent"),
        Chart(title="", labels=("a", "b"), series=(Series(name="a", values=(1.0,)),), unit="percent"),
        Chart(title="", labels=("a",), series=(Series(name="a", values=(-1.0,)),), unit="percent"),
        Chart(title="", labels=("a",), series=(Series(name="a", values=(math.nan,)),), unit="percent"),
    ],
    ids=["too many bars", "too many series", "no series", "no bars", "a value missing", "below zero", "no number"],
)
def test_what_slack_could_not_draw_whole_is_not_drawn(chart: Chart) -> None:
    assert native(chart) is None


def test_a_table_holds_every_value_as_published_to_the_right() -> None:
    chart = Chart(
        title="Barriers",
        labels=("Security", "Cost"),
        series=(Series(name="2019", values=(30.5, 0)), Series(name="2020", values=(31, 1250))),
        unit="percent",
    )
    drawn = table(chart)
    rows = drawn["rows"]
    assert isinstance(rows, list)
    assert [[cell["text"] for cell in row] for row in rows] == [
        ["Barriers", "2019", "2020"],
        ["Security", "30.5%", "31%"],
        ["Cost", "0%", "1,250%"],
    ]
    assert drawn["column_settings"] == [{"align": "left", "is_wrapped": True}, {"align": "right"}, {"align": "right"}]


def test_what_the_legend_says_is_not_said_again_below_the_bars() -> None:
    drawn = native(replace(a_chart("Security"), x_label="Late 2015"))
    assert drawn is not None
    assert "Late 2015" not in str(drawn["chart"]["axis_config"])  # type: ignore[index]  # a block holds anything
    assert "Late 2015" in str(drawn)
