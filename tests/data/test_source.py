from pathlib import Path
from typing import NamedTuple

import pytest

from data.errors import Fault, SurveyInvalid
from data.source import MAX_BYTES, SHIPPED, load_survey, load_surveys
from tests.helpers.surveys import ARTICLE, FIGURES, FILES, PACKAGE, QUESTIONS, QUOTES, add_figure, write_survey


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(SurveyInvalid) as caught:
        load_survey(folder)
    return caught.value.faults


def swap(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"the test would change nothing, or too much: {old!r}"
    return text.replace(old, new)


def test_a_sound_folder_becomes_a_survey(tmp_path: Path) -> None:
    survey = load_survey(write_survey(tmp_path))

    assert survey.id == "tea-2020"
    assert [f.id for f in survey.figures] == ["f1", "f2", "f3", "f4"]
    assert survey.study.sources[survey.study.main_source].text == "article.txt"


def test_every_survey_below_a_folder_is_loaded_by_its_id(tmp_path: Path) -> None:
    write_survey(tmp_path)

    assert list(load_surveys(tmp_path)) == ["tea-2020"]


def test_the_shipped_survey_loads() -> None:
    assert "cgi-2015" in load_surveys(SHIPPED)


class Breakage(NamedTuple):
    """A change that breaks a file, and what should be told of it."""

    old: str
    new: str
    line: int | None
    what: str
    remedy: str


PACKAGE_FAULTS = [
    ("title: Survey", "titel: Survey", 2, "The key 'titel' is unknown.", "Did you mean 'title'?"),
    ("title: Survey", "titel: Survey", 1, "The key 'title' is missing.", "Add it."),
    ("name: tea-2020", "name: coffee", 1, "The name is 'coffee'.", "tea-2020"),
    ("published: 2020-05-01", "published: May", 8, "'published' is 'May', which is no date.", "2016-01-29"),
    ("main_source: gazette", "main_source: gazete", 21, "names 'gazete'", "Did you mean 'gazette'?"),
    ("sample_size: 200", "sample_size: two", 18, "'sample_size' is 'two', which is no number.", "digits"),
    ("sample_size: 200", "sample_size: null", 18, "'sample_size' is empty, but its status is exact.", "missing"),
    ("sample_size_status: exact", "sample_size_status: missing", 18, "its status is missing.", "exact or approximate"),
    ("sample_size_status: exact", "sample_size_status: exat", 19, "'exat'", "Did you mean 'exact'?"),
    ("id: herald", "id: gazette", 11, "The source 'gazette' stands on line 5 already.", "an id of its own"),
    ("id: rate,", "id: who,", 27, "The fact 'who' stands on line 26 already.", "an id of its own"),
    ("noun: a response rate, ", "", 27, "'noun' is missing.", "The survey does not give"),
    ("nobody., source: gazette", "nobody., source: times", 26, "there is no such source", "Name one that exists."),
    ("years: [2019]", "years: [19]", 24, "The years are 19.", "four digits"),
    ("published: false", "published: no", 27, "'published' is 'no'.", "true or false"),
    ("universe: {label", "universe: [] #", 16, "'universe' is not a mapping.", "keys of its own"),
    ("title: Survey of", "title: [a] # of", 2, "'title' holds a list or a mapping.", "a single value"),
    ("short: the tea survey", "short: ''", 15, "'short' is empty.", "Give it a value."),
    ("analysis_unit: individual", "short: again", 17, "The key 'short' stands here twice.", "Remove one"),
    ("path: figures.csv", "path: ../figures.csv", None, "leads out of the survey's folder", "into the folder"),
    ("path: figures.csv", "path: figure.csv", None, "The file is missing.", "correct its name"),
    ("text: article.txt", "text: /etc/hostname", None, "leads out of the survey's folder", "into the folder"),
    ("text: article.txt", 'text: "a\\0b"', None, "is none", "Name a file"),
    ("text: article.txt", f"text: {'a' * 300}", None, "cannot be read", "Check its name"),
    ("path: figures.csv", f"path: {'a' * 300}", None, "cannot be read", "Check its name"),
    ("words: [adults]", f"words: {'[' * 30}{']' * 30}", 16, "nested too deeply", "plainly"),
    ("name: tea-2020", "name: [", 3, "This is not YAML", "Mend the line"),
    ("name: tea-2020", "name: &a tea\nx: *b", 2, "This is not YAML: found undefined alias", "Mend the line"),
    ("words: [adults]", "words: &a [*a]", 16, "an alias or is nested too deeply", "plainly"),
]


@pytest.mark.parametrize(
    "broken", [Breakage(*row) for row in PACKAGE_FAULTS], ids=lambda broken: f"{broken.new}: {broken.what}"
)
def test_a_fault_of_the_package_is_told_with_its_place_and_remedy(tmp_path: Path, broken: Breakage) -> None:
    folder = write_survey(tmp_path, datapackage_yaml=swap(PACKAGE, broken.old, broken.new))

    file = None if broken.line is None else "datapackage.yaml"
    assert_told(faults_of(folder), file, broken.line, broken.what, broken.remedy)


QUESTION_FAULTS = [
    ("response_type: single", "response_type: singel", 5, "'singel'", "Did you mean 'single'?"),
    ("id: drink", "id: Drink.1", 2, "The id is 'Drink.1'.", "small letters"),
    ("id: coffee", "id: tea", 11, "The category 'drink.tea' stands on line 10 already.", "an id of its own"),
    ("words: [coffee]", "word: [coffee]", 11, "The key 'word' is unknown.", "Did you mean 'words'?"),
    ("words: [drink]", "words: [[drink]]", 8, "'words' holds something else than texts.", "one text an item"),
    ("questions:\n", "questions: 5\nx:\n", 1, "'questions' is not a list of mappings.", "Start each with '- '"),
]


@pytest.mark.parametrize(
    "broken", [Breakage(*row) for row in QUESTION_FAULTS], ids=lambda broken: f"{broken.new}: {broken.what}"
)
def test_a_fault_of_a_question_is_told_with_its_place_and_remedy(tmp_path: Path, broken: Breakage) -> None:
    folder = write_survey(tmp_path, questions_yaml=swap(QUESTIONS, broken.old, broken.new))

    assert_told(faults_of(folder), "questions.yaml", broken.line, broken.what, broken.remedy)


FIGURE_FAULTS = [
    ({"obs_value": "4,400"}, "'4,400', which is no number", "digits only"),
    ({"obs_value": "nan"}, "'nan', which is no number", "digits only"),
    ({"obs_value": "1e3"}, "'1e3', which is no number", "digits only"),
    ({"obs_value": ""}, "'obs_value' is empty.", "the published number"),
    ({"obs_value": "131"}, "'obs_value' is 131 percent.", "between 0 and 100"),
    ({"obs_value": "-1"}, "'obs_value' is -1 percent.", "between 0 and 100"),
    ({"obs_value": "20.5"}, "'decimals' is 0 for the value 20.5.", "digits after the point"),
    ({"decimals": "1.5"}, "'decimals' is 1.5, which is no count.", "whole number"),
    ({"unit_measure": "people"}, "'unit_measure' is 'people'.", "percent"),
    ({"finding": "drink.coffe"}, "names 'drink.coffe', but there is no such finding.", "Did you mean 'drink.coffee'?"),
    ({"wave": "2018"}, "names '2018', but there is no such wave.", "Did you mean '2019'?"),
    ({"source": "heral"}, "names 'heral', but there is no such source.", "Did you mean 'herald'?"),
    ({"also_in": "gazette; times"}, "names 'times', but there is no such source.", "Name one that exists."),
    ({"obs_status": "normale"}, "'obs_status' is 'normale'.", "Did you mean 'normal'?"),
    ({"figure_id": "f1"}, "The figure 'f1' stands on line 2 already.", "an id of its own"),
    ({"obs_status": "derived"}, "The figure is derived, but not said how.", "'derived_from' and 'derivation'"),
    ({"derived_from": "f1"}, "'derived_from' is filled, but the status is normal.", "Call it derived."),
    ({"derived_from": "f9", "derivation": "x", "obs_status": "derived"}, "no such other figure", "Name one"),
    ({"derived_from": "new", "derivation": "x", "obs_status": "derived"}, "no such other figure", "Name one"),
    ({"conflicts_with": "f77"}, "names 'f77', but there is no such other figure.", "Name one"),
    ({"obs_status": "disputed"}, "The figure is disputed, but not by which.", "'conflicts_with'"),
    ({"base_unweighted": ""}, "'base_unweighted' is empty, but its status is exact.", "call it missing"),
    ({"base_status": "missing"}, "'base_unweighted' is 200, but its status is missing.", "exact or approximate"),
    ({"base_unweighted": "0"}, "'base_unweighted' is 0.", "Leave it empty"),
    ({"wave": "2020"}, "drink.coffee has a figure for wave 2020 on line 3 already.", "call the other disputed"),
    ({"verbatim": "Coffee: 120%, or 20.5%."}, "The number 20 does not stand in its sentence.", "Correct the number"),
    ({"source": "gazette"}, "'verbatim' is empty.", "Copy the sentence"),
    ({"source": "gazette", "verbatim": "It is 20%."}, "does not stand in the source's text", "Copy it exactly"),
]


@pytest.mark.parametrize(("cells", "what", "remedy"), FIGURE_FAULTS)
def test_a_fault_of_a_figure_is_told_with_its_place_and_remedy(
    tmp_path: Path, cells: dict[str, str], what: str, remedy: str
) -> None:
    folder = write_survey(tmp_path, figures_csv=add_figure(**cells))

    assert_told(faults_of(folder), "figures.csv", 6, what, remedy)


@pytest.mark.parametrize("sentence", ["20% do.", "One in five do.", "20 per cent.", "Less than a third do."])
def test_a_number_may_stand_in_its_sentence_in_words(tmp_path: Path, sentence: str) -> None:
    folder = write_survey(tmp_path, figures_csv=add_figure(verbatim=sentence))

    assert load_survey(folder).figures[-1].sentence == sentence


def test_the_shares_of_a_question_with_a_single_answer_may_not_pass_100(tmp_path: Path) -> None:
    folder = write_survey(tmp_path, figures_csv=swap(FIGURES, "30.5,percent,1", "42,percent,0"))

    assert_told(faults_of(folder), "questions.yaml", 5, "for 2020 add up to 102%", "call the question multiple")


def test_the_shares_of_a_question_with_a_single_answer_may_pass_100_by_rounding(tmp_path: Path) -> None:
    folder = write_survey(tmp_path, figures_csv=swap(FIGURES, "30.5,percent,1", "41,percent,0"))

    assert load_survey(folder).figures[1].value == 41


def test_a_line_is_counted_right_after_a_cell_of_several_lines(tmp_path: Path) -> None:
    figures = swap(FIGURES, "herald,,,,,,,\n", 'herald,,,,,,,"two\nlines"\n')
    folder = write_survey(tmp_path, figures_csv=swap(figures, "35,percent", "x,percent"))

    assert_told(faults_of(folder), "figures.csv", 6, "'x', which is no number", "digits only")


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("figure_id,", "figureid,", 1, "The column 'figure_id' is missing."),
        ("figure_id,", "figureid,", 1, "The column 'figureid' is unknown."),
        ("also_in,", "source,", 1, "A column stands in the header twice."),
        ("f1,drink.tea", "f1,x,drink.tea", 2, "The row has 18 cells where the header has 17."),
        ("of adults.,", 'of adults.",', 2, ""),
    ],
)
def test_a_broken_table_is_told_with_its_place(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    folder = write_survey(tmp_path, figures_csv=swap(FIGURES, old, new))

    assert_told(faults_of(folder), "figures.csv", line, what, "")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("We like tea", "We love tea", "'text' does not stand in the source's text word for word"),
        ("drink.tea; drink", "drink.te; drink", "names 'drink.te', but there is no such question or finding."),
        ("gazette", "gazete", "names 'gazete', but there is no such source."),
        ("Ann Leaf", "", "'speaker' is empty."),
    ],
)
def test_a_fault_of_a_quote_is_told_with_its_place(tmp_path: Path, old: str, new: str, what: str) -> None:
    folder = write_survey(tmp_path, quotes_csv=swap(QUOTES, old, new))

    assert_told(faults_of(folder), "quotes.csv", 2, what, "")


def test_a_quote_may_be_broken_over_lines_in_its_source(tmp_path: Path) -> None:
    assert "tea,\na lot" in ARTICLE

    assert load_survey(write_survey(tmp_path)).quotes[0].text == "We like tea, a lot."


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("content", "what"),
    [
        (None, "The file is missing."),
        (b"", "The file is empty."),
        (b" \n\n", "The file is empty."),
        (b"\xef\xbb\xbfname: x", "starts with a byte order mark"),
        ("name: x".encode("utf-16"), "starts with a byte order mark"),
        (b"a\nb\xe9\n", "Byte 0xe9 is not UTF-8."),
        (b"a\0b", "There is a NUL character."),
        (b"x" * (MAX_BYTES + 1), "larger than 5,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes | None, what: str) -> None:
    folder = write_survey(tmp_path)
    (folder / name).unlink() if content is None else (folder / name).write_bytes(content)

    assert_told(faults_of(folder), name, None, what, "")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "content", ["[" * 3000, "a: " * 3000, '"', "- x", "5", "a\tb: [", "%", "x: !!python/object:os.x y", ",,,\n", "\x07"]
)
def test_no_file_however_odd_ends_in_anything_but_faults(tmp_path: Path, name: str, content: str) -> None:
    folder = write_survey(tmp_path)
    (folder / name).write_text(content)

    assert faults_of(folder)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = write_survey(tmp_path)
    (tmp_path / "secret.txt").write_text(ARTICLE)
    (folder / "article.txt").unlink()
    (folder / "article.txt").symlink_to(tmp_path / "secret.txt")

    assert_told(faults_of(folder), "article.txt", None, "leads out of the survey's folder", "into the folder")


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    folder = write_survey(tmp_path)
    (folder / "quotes.csv").unlink()
    (folder / "quotes.csv").mkdir()

    assert_told(faults_of(folder), "quotes.csv", None, "The file is missing.", "")


def test_everything_wrong_is_told_at_once_and_only_once(tmp_path: Path) -> None:
    folder = write_survey(
        tmp_path,
        questions_yaml=swap(QUESTIONS, "label: Favourite drink", "lable: Favourite drink"),
        figures_csv=add_figure(wave="2018", base_status="missing"),
        quotes_csv=swap(QUOTES, "We like tea", "We love tea"),
    )

    found = faults_of(folder)

    assert {fault.file for fault in found} == {"questions.yaml", "figures.csv", "quotes.csv"}
    assert len(set(found)) == len(found)


def test_blank_lines_of_a_table_are_passed_over(tmp_path: Path) -> None:
    assert len(load_survey(write_survey(tmp_path, figures_csv=FIGURES + "\n\n")).figures) == 4


def test_a_survey_is_found_from_within_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_survey(tmp_path))

    assert load_survey(Path()).id == "tea-2020"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "There is no such folder." in str(faults_of(tmp_path / "nowhere")[0])


@pytest.mark.parametrize("name", [".", "nowhere"])
def test_no_survey_at_all_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(SurveyInvalid, match="holds no survey"):
        load_surveys(tmp_path / name)


def test_the_faults_of_every_survey_name_its_folder(tmp_path: Path) -> None:
    write_survey(tmp_path)
    (tmp_path / "other").mkdir()

    with pytest.raises(SurveyInvalid) as caught:
        load_surveys(tmp_path)

    assert {fault.file.split("/")[0] for fault in caught.value.faults} == {"other"}


def assert_told(faults: tuple[Fault, ...], file: str | None, line: int | None, what: str, remedy: str) -> None:
    told = [f for f in faults if what in f.what and remedy in f.remedy and (file is None or f.file == file)]
    assert told, "\n".join(map(str, faults))
    assert line is None or line in [fault.line for fault in told]
    assert all(fault.remedy for fault in faults)
