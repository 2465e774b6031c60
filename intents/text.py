"""Turn what a person typed into tokens that can be compared.

Folding is idempotent; offsets are not kept, since replies never point into a question.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NewType

Folded = NewType("Folded", str)  # lower case, no accents, no look-alikes, no markup

MAX_LENGTH = 600  # characters; nobody asks a survey more in one breath, and matching stays in milliseconds

# Letters of other alphabets that look like Latin ones: сivil -> civil
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝӏвкмнтґѵαβεικνορτυχϲϳℓıſǀ",
    "aeopcyxijshdqwlbkmhtgvabeiknoptuxcjlisl",
)
_SLACK = (
    (re.compile(r"<(?:https?|ftp)[^|<>\s]*\|([^<>]*)>"), r" \1 "),  # <https://a.b|label> -> label
    (re.compile(r"<(?:mailto|tel):[^<>]*>"), " "),  # <mailto:a@b|a@b>
    (re.compile(r"<[@#!][^<>]*>"), " "),  # <@U1>, <#C1|general>, <!here>, <!subteam^S1|@x>
    (re.compile(r"</?[a-z][a-z0-9]{0,9}(?: [^<>]*)?/?>"), " "),  # <b>, <br/>
    (re.compile(r"<https?:[^<>]*>|https?://[^\s\"'>)]+"), " "),
    (re.compile(r"(?<!\S)[^\s@]+@[^\s@]+\.[^\s@]+"), " "),  # an e-mail address
    (re.compile(r"(?<!\w)@[\w.-]+"), " "),  # @surveybot
    (re.compile(r"(?<!\w):[a-z][a-z0-9_+-]*:(?::[a-z0-9-]+:)?"), " "),  # :beer: and :wave::skin-tone-2:
)
_PLUS_MINUS = re.compile(r"\+\s*/\s*-|±")  # +/- 2
_NEGATIVE = re.compile(r"(?<!\S)[-−](?=\d)")  # -31%: no share is negative
_DOTTED = re.compile(r"(?<=[a-z])\.(?=[a-z])")  # data.gov.uk
_ROUNDS = 4  # what one round takes away may leave markup behind: '@a@b@c.d'
_SHORTHAND = (("i.e.", " that is "), ("i.e ", " that is "), ("e.g.", " for example "))  # before their dots are gone
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_ORDINAL = re.compile(r"\b[1-5](?:st|nd|rd|th)\b")
_NUMBER_ONE = re.compile(r"\bno\.?\s*1\b|#\s*1\b")  # no.1, #1
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTHS})\b")  # 29 January 2016: no 29 per cent
_SAMPLE = re.compile(  # n = ?, what was n, N?
    r"\bn\s*=(?:\s*\?)?|(?<=what )(?:is |was )?(?:the )?n\b|(?<=what's )n\b|^\W*n(?=\W*$)|(?<=^is )n\b"
    r"|(?<=\band )n(?=\W*$)|(?<=\+ )n\b"
)
_PLUS = re.compile(r"\b(half|thirds?|quarters?)(?: plus|\+)(?= (?!an? |the |one |two |\d))")  # two thirds plus do
_MORE, _LESS = re.compile(r"(?<=[a-z]) > "), re.compile(r"(?<=[a-z]) < ")  # breaches > bad data
_FOR = re.compile(r"(?<=[a-z%] )4(?= (?:my|the|an?|our|me|how|this|tweet)\b)")
_SPOKEN = {"b4": "before", "m8": "mate", "gr8": "great", "l8r": "later", "2moro": "tomorrow", "2day": "today"}
_SPOKEN_WORD = re.compile(rf"\b(?:{'|'.join(_SPOKEN)})\b")
_LISTED = re.compile(r"(?<!\S)\(?(?:[a-d]|[1-4]|i{1,3}|iv)\)(?=\s)")  # (a) ... and (b) ...
_ARROW = re.compile(r"\s*(?:-+>|=>|→)\s*")  # councils -> departments
_WRITTEN = (  # signs, and what they are read as
    ("&", " and "),
    (" + ", " and "),
    ("per cent", "percent"),
    ("no. of ", "number of "),
    ("nos. of ", "numbers of "),
    ("tl;dr", "tldr"),
    ("%s", "%"),
    ("%age", "percentage"),
    ("w/o", "without"),
    (" a thousand", " 1,000"),
    ("w/", "with "),
)
_NEGATED = re.compile(r"\b([a-z]+)n['’`]t\b")  # don't -> do not
_SHORT_NEGATED = re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should)nt\b")  # dont -> do not
_POSSESSIVE = re.compile(r"(?<=[a-z0-9])['’`]s?\b")  # CGI's -> CGI, what's -> what
_TOKEN = re.compile(
    r"\d{1,4}/\d{1,2}/\d{1,4}|\d+/\d+|\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\d+/[a-z]+|[^\W\d_]+|[%£$€]|[.,;:?!()\n]"
)
_PLAIN = re.compile(r"[a-z ]+")
_FOLDED = re.compile(r"per cent| a thousand|\bn\b|plus")  # what is folded of plain words
_SPELT = re.compile(r"per cent|cannot|nt\b")  # nothing to spell out: dont, cannot
_VOWELS = "aeiou"
_SHORT = 3  # letters; 'gas' and 'its' have no ending to take off
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and marks that nobody sees
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # steering, invisible and half characters, hidden line ends
_BREAK = frozenset(".,;:?!()\n")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark of a question."""

    text: str
    """Folded."""
    stem: str
    """Without its inflection."""

    @property
    def is_break(self) -> bool:
        """Return whether it is punctuation between clauses."""
        return self.text in _BREAK


def fold(text: str) -> Folded:
    """Return the text in lower case, without accents, look-alike letters, invisible characters and Slack markup."""
    if _PLAIN.fullmatch(text) and not _FOLDED.search(spaced := _spaced(text)):  # most phrases of definitions
        return Folded(spaced)
    text = html.unescape(html.unescape(text)) if "&" in text else text
    # NFKD is applied on both sides of casefold, since '𝕊' only becomes 'S' by it, and 's' after
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = _spaced("".join(c for c in plain if _is_visible(c)).translate(_LOOKALIKES))
    for _ in range(_ROUNDS):
        before, plain = plain, _written_out(plain)
        if plain == before:
            break
    return Folded(plain)


def _written_out(plain: str) -> str:
    """Return a folded text without markup, its signs written as words."""
    for pattern, replacement in _SLACK:
        plain = pattern.sub(replacement, plain)
    plain = _SPOKEN_WORD.sub(lambda found: _SPOKEN[found[0]], _LISTED.sub(" ; ", plain))
    plain = _ARROW.sub(" to ", _PLUS_MINUS.sub(" plus or minus ", plain))
    plain = _LESS.sub(" below ", _MORE.sub(" above ", plain))
    plain = _FOR.sub("for", _PLUS.sub(r"\1 or more", _SAMPLE.sub(" sample size ", plain)))
    plain = _DATE.sub(r"\1/\2", _NUMBER_ONE.sub("number one", plain.replace("\u2044", "/")))
    plain = _ORDINAL.sub(lambda found: _ORDINALS.get(found[0], found[0]), plain)
    for written, meant in _SHORTHAND:
        plain = plain.replace(written, meant)
    plain = _DOTTED.sub(" ", _NEGATIVE.sub(" minus ", plain))
    for written, meant in _WRITTEN:
        plain = plain.replace(written, meant)
    return _spaced(plain)


def _spaced(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text).strip()


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, contractions spelt out, possessives and hyphens gone."""
    return tokenise_folded(fold(text))


def bare(text: str) -> str:
    """Return the words of a text: two that differ in case and marks alone have the same."""
    return " ".join(token.text for token in tokenise(text) if not token.is_break)


def clean(text: str) -> str:
    """Return a text as it was typed, on one line, without what cannot be seen and spaces that say nothing."""
    seen = (c for c in text if c.isspace() or (c not in _BLANK and unicodedata.category(c) not in _UNSEEN))
    return " ".join("".join(seen).split())


def is_clean(text: str) -> bool:
    """Return whether every character of a text can be seen, or is a space."""
    return not any(c in _BLANK or unicodedata.category(c) in _UNSEEN for c in text)


def tokenise_folded(text: Folded) -> tuple[Token, ...]:
    """Return the tokens of a text that was folded before."""
    if _PLAIN.fullmatch(text) and not _SPELT.search(text):
        return tuple(Token(word, stem(word)) for word in text.split())
    plain = _SHORT_NEGATED.sub(r"\1 not", _NEGATED.sub(_spell_out, text))
    plain = plain.replace("cannot", "can not")
    plain = _POSSESSIVE.sub("", plain)
    plain = re.sub(r"(?<=\s)[-–—]+(?=\s)", ";", plain)  # " - " is a break, "joined-up" is not
    return tuple(Token(found, stem(found)) for found in _TOKEN.findall(plain))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without its inflection: shares, shared, sharing -> share; priorities -> prioriti.

    Steps 1 and 5a of Porter's stemmer (An algorithm for suffix stripping, 1980) and no more: the steps between take
    derivations off too and would make police and policy, or university and universe, the same.
    """
    if len(word) <= _SHORT or not word.isascii() or not word.isalpha():
        return word
    word = _without_tense(_without_plural(word))
    if word.endswith("y") and len(word) > _SHORT and word[-2] not in _VOWELS:
        word = word[:-1] + "i"
    root = word[:-1]
    if word.endswith("e") and (_measure(root) > 1 or (_measure(root) == 1 and not _ends_short(root))):
        return root
    return word


def _without_plural(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_tense(word: str) -> str:
    if word.endswith("ied"):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root == word or len(root) < _SHORT or not re.search("[aeiouy]", root):  # 'ring', 'need' stay
            continue
        if root[-1] == root[-2] and root[-1] not in "lsz":  # stopping -> stop
            return root[:-1]
        return root + "e" if _measure(root) == 1 and _ends_short(root) else root  # sharing -> share
    return word


def _measure(root: str) -> int:
    """Return Porter's m: how often a vowel is followed by a consonant."""
    return len(re.findall("[aeiouy]+[^aeiouy]+", root))


def _ends_short(root: str) -> bool:
    """Return Porter's *o: whether a root ends in consonant, vowel, consonant, the last not w, x or y."""
    return bool(re.search("[^aeiou][aeiouy][^aeiouwxy]$", root))


def _spell_out(found: re.Match[str]) -> str:
    word = {"ca": "can", "wo": "will", "sha": "shall"}.get(found[1], found[1])
    return f"{word} not"


def _is_visible(char: str) -> bool:
    if char in "\n\t ":
        return True
    kind = unicodedata.category(char)
    return kind[0] not in "CM" and kind not in {"So", "Sk"}  # controls, zero-width, accents, emoji
