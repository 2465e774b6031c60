"""Tell whether what colleagues say to each other asks for something: 'and central?', but not '31% is shocking'."""

import re
from collections.abc import Iterable, Sequence

from intents.catalogue import Catalogue
from intents.followup import is_fragment
from intents.reading import Element, element_at, names_cue, read
from intents.standing import POLITE
from intents.text import MAX_LENGTH, Folded, fold
from intents.vocabulary import Kind

_TO_SOMEBODY = re.compile(r"<@[UW]|<!|(?<!\S)@(?!surveybot\b)\w")  # <@U1>, <!here>, @alex
_REPEATED = re.compile(r"^\s*(?:>|&gt;).*$|```.*?```|`[^`\n]*`|<https?://[^>]*>", re.MULTILINE | re.DOTALL)
# Did you send it to Steve? Does your team share? Shall I ask them?
_OF_SOMEBODY = re.compile(
    r"\W*(?:(?:did|do|does|have|has|are|were|will)\s+(?:you|your)|shall\s+(?:i|we))\b", re.IGNORECASE
)
_STOPS = frozenset(".?!\n;")
_LEADING_IN = frozenset(
    "so and but then ok okay right also or hmm well wow thanks cheers great hi hello hey yes no".split()
)
_PLAIN = frozenset("the a an please currently now".split())  # noise that says nothing of how something is meant
_SUBJECTS = frozenset(
    "it that this they these those there you we i more fewer less most any anyone anybody someone somebody".split()
)
_AUXILIARIES = frozenset("is are was were do does did has have had can could will would should".split())
_TELLERS = frozenset("i we you he she it they people that".split())  # 'what we need' tells, 'what a mess' cries out
_EXPLAINING = frozenset("means explains shows makes proves tells".split())
_CRYING_OUT = frozenset("knew cares cared would needs thought knows wants".split())  # who knew
_MEASURED = frozenset("many much big large small old recent reliable sure certain accurate precise confident".split())
_FOR_ME = frozenset("show give tell send remind get find".split())
_OF_FIGURES = frozenset("list compare rank export break".split())
_WONDERING = frozenset("wonder wondering curious".split())
_PRESENT = frozenset("you we us i anyone anybody someone somebody".split())
_TELLING = frozenset("know have got get tell show give list compare rank break export say remind happen".split())
_NAMING = (Kind.FINDING, Kind.TOPIC, Kind.UNIVERSE, Kind.PLACE, Kind.SPEAKER)


def is_asked(said: str, catalogue: Catalogue) -> bool:
    """Return whether something said in a thread, to nobody in particular, asks for an answer."""
    if _TO_SOMEBODY.search(said) or _OF_SOMEBODY.match(said):
        return False
    folded = fold(_REPEATED.sub(" ", said[: 4 * MAX_LENGTH]))
    return any(_asks(words, end, catalogue) for words, end in _sentences(folded, catalogue))


def _sentences(folded: Folded, catalogue: Catalogue) -> Iterable[tuple[list[str], str]]:
    """Yield the words of each sentence, and the mark that ends it."""
    words: list[str] = []
    for token in map(catalogue.speller.correct, catalogue.words.spell_out(folded)):
        if token.text in _STOPS:
            yield words, token.text
            words = []
        else:
            words.append(token.text)
    yield words, ""


def _asks(words: Sequence[str], end: str, catalogue: Catalogue) -> bool:
    elements = read(Folded(" ".join(words)), catalogue.words, catalogue.speller)
    plain = not any(w in catalogue.words.noise - _PLAIN for w in words)
    if plain and end != "!" and (is_fragment(elements) or _converts(elements)):
        return True
    start = next((i for i, w in enumerate(words) if w not in _LEADING_IN | catalogue.words.noise | {","}), len(words))
    rest = words[start:]
    asked = read(Folded(" ".join(rest)), catalogue.words, catalogue.speller)
    if _is_of_colleagues(rest):
        return False
    if end == "?":
        return not all(_is_echo(e) for e in asked) or _opens(asked, rest)
    begged = "please" in {*words[:1], *words[-1:]} and _can_be_begged(element_at(asked, 0), catalogue)
    return begged or _opens(asked, rest) or _orders(asked, rest) or _wonders(rest)


def _is_echo(element: Element) -> bool:
    """Return whether an element only repeats a number, or talks: seriously, 31%?"""
    cues = {r.value for r in element.of(Kind.CUE)}
    return element.quantity is not None or (element.is_weak and not cues) or (bool(cues) and cues <= POLITE)


def _is_of_colleagues(words: Sequence[str]) -> bool:
    """Return whether something else than to tell is asked of those who are there: can we use this, did you see."""
    first, second, third = (*words, "", "", "")[:3]
    if second == "about":  # how about we
        return third in _PRESENT
    told = _TELLING | {"see"} if first in {"can", "could"} else _TELLING
    return first in _AUXILIARIES and second in _PRESENT and third not in told


def _opens(elements: Sequence[Element], words: Sequence[str]) -> bool:
    """Return whether a sentence opens like a question: what share, who ran, is that more; but not 'what a mess'."""
    first, second, third = (*words, "", "", "")[:3]
    if first in {"why", "when", "where"}:
        return not second or second in _AUXILIARIES
    if first == "how":
        return second in _MEASURED | _AUXILIARIES | {"about"}
    if first == "which":
        return third == "the" if second in _AUXILIARIES else second not in _TELLERS | _EXPLAINING
    if first in {"what", "who", "whose"} and not element_at(elements, 1).has(Kind.SPEAKER):  # 'what Thorn said' tells
        return bool(second) and second not in _TELLERS | _CRYING_OUT | {"a", "an"}
    if first not in _AUXILIARIES:
        return first in {"any", "anyone", "anybody"} and names_cue(elements, {"quote"})
    subject = element_at(elements, 1)
    subject = element_at(elements, 2) if subject.has(Kind.NEGATION) else subject
    return second in _SUBJECTS or elements[0].has(Kind.CHOICE) or subject.has(*_NAMING)


def _orders(elements: Sequence[Element], words: Sequence[str]) -> bool:
    """Return whether something is ordered: show me, list the barriers; but not 'list for tomorrow'."""
    first, second = (*words, "", "")[:2]
    if first in _FOR_ME:
        return second in {"me", "us"}
    named = element_at(elements, 1).has(Kind.FINDING, Kind.TOPIC) or second in {"them", "with", "to", "it"}
    return first in _OF_FIGURES and named


def _can_be_begged(first: Element, catalogue: Catalogue) -> bool:
    """Return whether what follows a please is named, not done: charities please; but not 'please share it with'."""
    given = first.has(Kind.GIVE) or any(r.value in catalogue.vocabulary.directed for r in first.of(Kind.TOPIC))
    return first.has(Kind.CUE, *_NAMING) and not given and not names_cue([first], {"more", "less", "fewer"})


def _wonders(words: Sequence[str]) -> bool:
    """Return whether somebody wonders aloud, or asks around: I wonder how many; anyone know what."""
    asking = [i for i, w in enumerate(words) if w in _WONDERING or words[max(i - 1, 0) : i + 1] == ["anyone", "know"]]
    return any(w in {"how", "what", "which", "who", "if", "whether"} for i in asking for w in words[i + 1 : i + 2])


def _converts(elements: Sequence[Element]) -> bool:
    """Return whether nothing is said but in what form: as a number, in people."""
    said = [e for e in elements if not e.is_break]
    return len(said) == 1 and said[0].first_word in {"as", "in"} and names_cue(said, {"count", "percent", "as_csv"})
