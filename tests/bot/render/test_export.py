"""Files to take away: a CSV that no spreadsheet runs anything of, and a picture that is the same every time."""

import csv
import io
import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot.render.export import ALT, COLUMNS, alt, content, csv_file, png
from bot.reply import Chart, Series
from data.survey import Figure, Survey
from tests.bot.replies import a_chart, a_picture, a_sheet
from tests.helpers.surveys import BEFORE, a_figure, a_survey, cgi

FORMULA = "=+-@\t\r\n"
BOM = b"\xef\xbb\xbf"
hostile = st.one_of(
    st.text(max_size=20),
    st.tuples(st.sampled_from(FORMULA), st.text(alphabet="'\",;\r\n\t =1A🦉\x00", max_size=9)).map("".join),
)


def rows(file: bytes) -> list[dict[str, str]]:
    """Return what a spreadsheet reads."""
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def noted(text: str) -> tuple[Figure, Survey]:
    """Return a figure with something written about it, and its survey."""
    figure = a_figure("drink.tea", 31, note=text)
    return figure, a_survey(figure)


def labelled(text: str) -> Survey:
    """Return a survey with one category that is called something."""
    survey = a_survey(a_figure("drink.tea", 31))
    [question] = survey.questions
    [category] = question.categories
    return replace(survey, questions=(replace(question, categories=(replace(category, label=text),)),))


def size(picture: bytes) -> tuple[int, int]:
    """Return a PNG's width and height, in dots."""
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_every_row_has_its_base_and_its_source() -> None:
    survey = cgi()
    read = rows(csv_file(survey.answerable, survey))
    assert len(read) == len(survey.answerable)
    assert all(row["base"] or row["base_status"] == "missing" for row in read)
    assert all(row["source"] and row["url"].startswith("http") for row in read)


def test_figures_as_csv_look_like_this(snapshot: SnapshotAssertion) -> None:
    survey = cgi()
    assert csv_file(survey.answerable, survey).decode("utf-8-sig").replace("\r\n", "\n") == snapshot


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert content(a_sheet()).startswith(BOM + b"survey,question,")


def test_a_number_stays_a_number_as_published() -> None:
    figures = a_figure("drink.tea", 31), a_figure("drink.gin", 30.5, decimals=1, base=12500), a_figure("drink.rum", 0)
    read = rows(csv_file(figures, a_survey(*figures)))
    assert [(row["value"], row["base"]) for row in read] == [("31", "1000"), ("30.5", "12500"), ("0", "1000")]


def test_a_base_that_was_not_published_is_no_number() -> None:
    figure = a_figure("drink.tea", 31, base=None, wave=BEFORE)
    [row] = rows(csv_file([figure], a_survey(figure)))
    assert (row["base"], row["base_status"], row["wave"]) == ("", "missing", "last year")


@given(hostile)
def test_no_text_is_run_and_every_text_is_read_back(text: str) -> None:
    survey, (figure, about) = labelled(text), noted(text)
    read = [rows(csv_file(survey.figures, survey))[0]["label"], rows(csv_file([figure], about))[0]["note"]]
    assert read == [f"'{text}" if text.startswith(tuple(FORMULA)) else text] * 2


@given(hostile)
def test_no_text_moves_a_column(text: str) -> None:
    survey = labelled(text)
    [header, row] = csv.reader(io.StringIO(csv_file(survey.figures, survey).decode("utf-8-sig"), newline=""))
    assert (tuple(header), len(row)) == (COLUMNS, len(COLUMNS))


def test_a_picture_is_a_png_twice_as_wide_as_it_is_shown() -> None:
    picture = content(a_picture())
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert size(picture)[0] == 1440


def test_the_same_picture_has_the_same_bytes_whoever_draws_beside_it() -> None:
    chart = a_chart(waves=("2019", "2020"))
    with ThreadPoolExecutor(3) as pool:
        drawn = {*pool.map(lambda _: png(chart, ("Base: 10.",)), range(3))}
    assert drawn == {png(chart, ("Base: 10.",))}


def test_a_picture_grows_with_its_bars_and_notes() -> None:
    heights = [
        size(png(chart, notes))[1] for chart, notes in ((a_chart(), ()), (a_chart(*"abc"), ()), (a_chart(), "x"))
    ]
    assert heights[0] < min(heights[1:])


@settings(max_examples=15, deadline=None)  # each draws a picture
@given(st.lists(hostile, min_size=1, max_size=3), hostile)
def test_whatever_is_written_on_it_a_picture_is_drawn(labels: list[str], note: str) -> None:
    chart = Chart(title=note, labels=tuple(labels), series=(Series(name=note, values=(0.0,) * len(labels)),), unit="n")
    assert png(chart, (note, r"$\frac{1}$")).startswith(b"\x89PNG")


def test_only_a_picture_is_described() -> None:
    assert (alt(a_picture()), alt(a_sheet())) == ("Bar chart.", None)


def test_a_description_is_no_longer_than_slack_takes() -> None:
    assert len(alt(replace(a_picture(), alt="x" * 2000)) or "") == ALT
