"""The words a question can be made of, each with what it may stand for, found by their stems.

A survey's own words are injected as a `Vocabulary`; the English around them is a `Lexicon`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from intents.text import Folded, Token, fold, tokenise, tokenise_folded

_ARTICLES = frozenset({"the", "a", "an"})  # never part of a phrase
MAX_GLUE = 3  # words; "when [was this article] published" needs three, and more would join what does not belong


OPERATORS = frozenset({"not", "conjoined", "disjoined", "apart"})
"""Names of the marks that no word has by itself: they show in how words stand together."""


class Kind(StrEnum):
    """What a word or phrase can be in a question."""

    FINDING = "finding"
    """One answer to a question of the survey: councils."""
    TOPIC = "topic"
    """A question of the survey: barriers."""
    UNIVERSE = "universe"
    """The people who were asked: civil servants."""
    PLACE = "place"
    """Where they work, standing for them: Whitehall."""
    UNIT = "unit"
    """What they work in and are not counted by: departments."""
    SPEAKER = "speaker"
    QUOTED = "quoted"
    """A word that a quote is remembered by, where it means nothing else."""
    WAVE = "wave"
    GIVE = "give"
    """A verb whose subject gives: share."""
    RECEIVE = "receive"
    WITHHOLD = "withhold"
    CHOICE = "choice"
    """A value of an intent's own slot."""
    CUE = "cue"
    """A mark of meaning: percentage, more than."""
    NEGATION = "negation"
    STOP = "stop"
    FILLER = "filler"
    """A word that carries no meaning wherever it stands."""
    LOOSE = "loose"
    """A word of everyday talk, left out only where it stands apart from what is asked."""
    ASIDE = "aside"
    """A word of the asking; between 'what percentage' and what it is of it would change the question."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a word or phrase may stand for."""

    kind: Kind
    value: str
    """Id of the finding, topic, wave, ...; name of the cue."""
    topic: str = ""
    """For findings and verbs: the question they belong to."""
    party: bool = False
    """True for a finding that names somebody who could give or receive."""
    beside: bool = False
    """True where it is meant only beside another finding of its topic: 'local' in 'central and local'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A reading and the names people have for it."""

    reading: Reading
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a survey lends to the understanding of questions about it."""

    terms: tuple[Term, ...] = ()
    shares: Mapping[float, str] = field(default_factory=dict)
    """Published percentages that stand for one finding only: 31.0 -> share_with.local_government."""
    years: Mapping[int, str] = field(default_factory=dict)
    """Years and the wave each means."""
    context: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Topics that may be named beside another without being asked for: barriers [to data sharing]."""
    crossed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(topic, finding of another topic) -> the finding they mean together."""
    base: int | None = None
    """The number of respondents, where it is one for all."""
    directed: frozenset[str] = frozenset()
    """Topics in which somebody gives to somebody: who shares, and with whom."""
    home: str = ""
    """The finding whose name also stands for those who were asked: other departments, Whitehall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The English around a survey's words."""

    short: Mapping[str, tuple[str, ...]]
    """A token as typed -> the words it stands for."""
    noise: frozenset[str]
    """Words that may stand anywhere in a phrase."""
    glue: frozenset[str]
    """Stems that may stand between the words of a choice, a few at a time."""
    weak: frozenset[str]
    """Names of cues that may be left unaccounted for."""
    terms: tuple[Term, ...]
    loose: frozenset[str] = frozenset()
    """Stems of words of everyday talk."""


class Words:
    """Every known phrase as a tree over stems; built once for a catalogue and never changed after."""

    def __init__(self, lexicon: Lexicon, terms: Sequence[Term]) -> None:
        """Take in the lexicon's terms and the given ones."""
        self.short = lexicon.short
        self.noise = lexicon.noise
        self.glue = lexicon.glue
        self.weak = lexicon.weak
        self.loose = lexicon.loose
        self.known: dict[str, str] = {word: word for word in lexicon.noise}
        """Words as written -> their stems, for the correction of typing errors."""
        self.cues = frozenset(t.reading.value for t in lexicon.terms if t.reading.kind is Kind.CUE) | OPERATORS
        """Names of the marks of meaning."""
        for term in terms:
            if term.reading.kind is Kind.FILLER and term.reading.value == "source":
                self.glue |= {token.stem for name in term.names for token in tokenise(name)}
        self._root = _Node()
        for term in sorted((*lexicon.terms, *terms), key=lambda t: t.reading.kind is Kind.QUOTED):
            for name in term.names:
                self._add(name, term.reading)
        self.stems = frozenset(self.known.values()) | {s for words in lexicon.short.values() for s in words}

    def spell_out(self, text: Folded) -> tuple[Token, ...]:
        """Return the tokens of a text with short forms written out."""
        tokens: list[Token] = []
        for token in tokenise_folded(text):
            long = self.short.get(token.text)
            tokens.extend(t for word in long for t in tokenise(word)) if long else tokens.append(token)
        return tuple(tokens)

    def spans(self, tokens: tuple[Token, ...], start: int) -> Iterable[tuple[int, tuple[Reading, ...]]]:
        """Yield (end, readings) of every known phrase that begins at a token, whatever noise or glue is inside it."""
        ways = [(self._root, 0)]  # (place in the tree, words of glue passed over)
        for at in range(start, len(tokens)):
            stem = tokens[at].stem
            is_noise = tokens[at].text in self.noise
            onward: list[tuple[_Node, int]] = []
            for node, skipped in ways:
                step = node.next.get(stem)
                if step is not None:
                    onward.append((step, skipped))
                    found = tuple(r for r in step.readings if not skipped or r.kind is Kind.CHOICE)
                    if found:
                        yield at + 1, found
                if at > start and is_noise:
                    onward.append((node, skipped))
                elif at > start and stem in self.glue and skipped < MAX_GLUE:
                    onward.append((node, skipped + 1))
            if not onward:
                return
            ways = onward

    def _add(self, name: str, reading: Reading) -> None:
        tokens = [t for t in self.spell_out(fold(name)) if not t.is_break]
        kept = [t for t in tokens if t.text not in _ARTICLES] or tokens
        node = self._root
        for token in kept:
            self.known.setdefault(token.text, token.stem)
            node = node.next.setdefault(token.stem, _Node())
        taken = reading.kind is Kind.QUOTED and any(r.kind is not Kind.QUOTED for r in node.readings)
        if kept and not taken and reading not in node.readings:
            node.readings.append(reading)


class _Node:
    """A place in the tree: what may follow, and what ends here."""

    __slots__ = ("next", "readings")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.readings: list[Reading] = []
