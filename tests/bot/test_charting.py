"""What of an answer is worth looking at: figures as published, never one alone, never of an answer refused."""

import pytest

from bot.reply import Chart, Series, together
from tests.bot.replies import a_chart, a_reply
from tests.helpers.asking import asked

OF_WHOM = "% of civil servants surveyed"


def bars(chart: Chart | None) -> dict[str, tuple[float, ...]]:
    """Return a chart's values, by the labels they stand at."""
    assert chart is not None
    return dict(zip(chart.labels, zip(*(series.values for series in chart.series), strict=True), strict=True))


def test_a_list_is_a_bar_for_each_answer() -> None:
    chart = asked("what are the barriers?").chart
    assert chart == Chart(
        title="Barriers to data sharing",
        labels=("Risk of security breaches", "Lack of interoperable systems", "Poor quality data"),
        series=(Series(name="Late 2015", values=(49.0, 38.0, 33.0)),),
        unit="percent",
        x_label="Late 2015",
        y_label=OF_WHOM,
    )


def test_a_list_of_everything_is_a_bar_for_each_figure() -> None:
    chart = asked("stats").chart
    assert (len(bars(chart)), chart and chart.title) == (10, "The CGI survey of civil servants")


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("rank the priorities", ("Collaboration", 83), ("Digital transformation", 82)),
        ("compare councils and charities", ("Local government", 31), ("Third sector", 29)),
        ("councils and charities?", ("Local government", 31), ("Third sector", 29)),
        ("which figures are over half?", ("Collaboration", 83), ("Open data platforms", 8)),
    ],
)
def test_what_is_set_side_by_side_is_drawn_in_the_order_it_is_told(
    question: str, first: tuple[str, float], last: tuple[str, float]
) -> None:
    drawn = [(label, value) for label, (value,) in bars(asked(question).chart).items()]
    assert (drawn[0], drawn[-1]) == (first, last)


def test_one_figures_change_is_a_bar_for_each_wave() -> None:
    chart = asked("how has sharing with councils changed?").chart
    assert (bars(chart), chart and chart.title) == (
        {"January 2015": (25.0,), "Late 2015": (31.0,)},
        "Sharing data with local government",
    )


def test_several_changes_are_two_waves_side_by_side_the_earlier_first() -> None:
    chart = asked("what changed since January 2015?").chart
    assert chart is not None
    assert [series.name for series in chart.series] == ["January 2015", "Late 2015"]
    assert bars(chart)["Risk of security breaches"] == (56.0, 49.0)


@pytest.mark.parametrize(
    "question",
    [
        "what share with local government?",
        "what is the biggest barrier?",
        "how many share with councils?",
        "what % do not share with councils?",
        "how many share with both councils and charities?",
        "is it true that 31% share with councils?",
        "who ran the survey?",
        "how many women share data?",
        "hello",
    ],
)
def test_nothing_is_drawn_of_one_figure_a_range_or_a_refusal(question: str) -> None:
    assert asked(question).chart is None


def test_a_chart_among_several_replies_stays_where_it_is_the_only_one() -> None:
    one, drawn = a_reply(), a_reply(chart=a_chart())
    assert [together(replies).chart for replies in ([one, drawn], [drawn, drawn], [one])] == [a_chart(), None, None]
