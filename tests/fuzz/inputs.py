"""Make inputs for the bot: questions by a grammar, labelled ones spoilt, and texts that are no questions at all."""

import random
import string
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from bot.wiring import DEFAULT_SURVEY
from intents.definition import Definition
from intents.frame import SlotType
from intents.phrase import SlotRef, expand
from intents.vocabulary import Kind
from tests.helpers.asking import cgi_knowledge
from tests.questions import scoring

QUESTIONS = Path(__file__).resolve().parents[1] / "questions"
LONG = 20_000  # characters; more than any client lets a person send in one message
OPENINGS = ("", "", "", *"hi,  so  why  please tell me  is it true that  of those who  In Wales,  how come".split("  "))
ENDINGS = (
    "",
    "",
    "?",
    "??",
    ".",
    *" please  in Scotland  among women  since 2012  and why  or not  thanks".split("  "),
)
LINKS = ("; ", "? ", "\n", " (not ", *"and  or  but not  than  compared with  of those who  minus  ,".split("  "))
SAID = (
    "not  don't  only  never  more  less  of those who  most  half  31%  0  second  both  neither  without  except"
    "  average  per  %  £  2015  2024  between  than  women  why"
).split("  ")
NUMBERS = (
    "0  -1  1e309  1e-9  NaN  inf  ∞  0/0  1/0  3/0%  31/0  ½  ⅔  ३१  ३１％  ٣١٪  31,4  31.4.1  1,2,3,4  4,400"
    "  4.400  44 00  0x1F  XXXI  31%%%  %31  -31%  +31%  31 per cent  31 pp  thirty-one  one in zero  zero in ten"
    "  101%  100%  0%  1000%  31‰  31º  1st  2nd  £31m  31:69  between 10 and 5  over under 3  29/01/2016  99/99/9999"
    "  2015-2016  the 71  seven of nine  1 in 0  half of half  a million billion  minus zero  0.0000001%  5 points"
    f"  -5 points  1/3  1⁄3  three quarters  ²  31²  ㊿  Ⅻ  {'10' * 60}  {'9' * 400}"
).split("  ")
MARKUP = (
    "<@U012ABC>  <@  <!here>  <!channel|x>  <!subteam^S1|@data>  <#C1|general>  <https://a.example|councils>  <https://"
    "  <mailto:a@b.example|a>  *  _  ~  `  ```  &gt;  &amp;lt;  &#x1F600;  &  :wave:  :+1::skin-tone-3:  >  <<<  >>>  |"
    "  \\  <script>  {finding}  {{  [[  (((  %s  ${x}  '; --  <@U1><@U2>  @here  a@b.c  @"
).split("  ")
MARKS = "\u0300\u0301\u0323\u0334\u0489\u20dd\u200b\u200d\u202e\u2066\ufeff\u00ad\ufe0f\U000e0041"


def inputs(seed: int) -> Iterable[str]:
    """Yield inputs without end; the same seed yields the same ones."""
    number = 0
    while True:
        chance = random.Random(f"{seed}:{number}")  # noqa: S311 - to be repeated, not to be secret
        yield chance.choices(tuple(KINDS.values()), WEIGHTS)[0](chance)
        number += 1


@cache
def labelled() -> tuple[str, ...]:
    """Return every labelled question."""
    paths = (*sorted(QUESTIONS.glob("*.yaml")), *sorted((QUESTIONS / "unseen").glob("*.jsonl")))
    return tuple(q.q for path in paths for q in scoring.read(path))


@cache
def words() -> tuple[str, ...]:
    """Return the English words, and all that the bot knows of itself."""
    known = cgi_knowledge().catalogues[DEFAULT_SURVEY].words.known
    listed = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return (*listed.split()[::2], *sorted(known) * 20)


@cache
def names() -> Mapping[str, tuple[str, ...]]:
    """Return what the survey's own words are, by what they name."""
    found: dict[str, list[str]] = {}
    for term in cgi_knowledge().catalogues[DEFAULT_SURVEY].vocabulary.terms:
        found.setdefault(term.reading.kind.value, []).extend(term.names)
    return {kind: tuple(named) for kind, named in found.items() if named}


@cache
def phrases() -> tuple[tuple[Definition, str], ...]:
    """Return every phrase of every shipped intent."""
    intents = cgi_knowledge().catalogues[DEFAULT_SURVEY].intents
    return tuple((i.definition, ask) for i in intents for ask in i.definition.ask)


def grammatical(chance: random.Random) -> str:
    """Return a question made from one or two phrases of the intents, their slots filled from the survey's words."""
    asked = f" {chance.choice(LINKS)} ".join(_phrase(chance) for _ in range(chance.choice((1, 1, 1, 2))))
    return f"{chance.choice(OPENINGS)} {asked} {chance.choice(ENDINGS)}"


def _phrase(chance: random.Random) -> str:
    definition, ask = chance.choice(phrases())
    variant = chance.choice(expand(ask))
    return " ".join(item if isinstance(item, str) else _filled(item, definition, chance) for item in variant)


def _filled(item: SlotRef, definition: Definition, chance: random.Random) -> str:
    slot = definition.slots[item.name]
    if slot.values:
        phrase = chance.choice([p for ps in slot.values.values() for p in ps])
        return " ".join(map(str, chance.choice(expand(phrase))))
    if slot.type in {SlotType.QUANTITY, SlotType.POINTS, SlotType.NUMBER}:
        return chance.choice((*NUMBERS, "31%", "over 40%", "half", "6 points", "4,400", "nearly a third"))
    kind = {
        SlotType.NOT_FINDING: Kind.FINDING, SlotType.GIVEN: Kind.FINDING, SlotType.NOT_GIVEN: Kind.FINDING,
        SlotType.NOT_TOPIC: Kind.TOPIC,
    }.get(slot.type)  # fmt: skip
    led = {SlotType.NOT_FINDING: "not ", SlotType.GIVEN: "of those who said ", SlotType.NOT_TOPIC: "no "}.get(
        slot.type, ""
    )
    return led + chance.choice(names().get(kind.value if kind else slot.type.value, ("councils",)))


def spoilt(chance: random.Random) -> str:
    """Return a labelled question with some words dropped, doubled, moved, misspelt or put in."""
    said = chance.choice(labelled()).split(" ")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(said))
        said = chance.choice(SPOILS)(said, at, chance) or ["?"]
    return " ".join(said)


def _dropped(said: list[str], at: int, _: random.Random) -> list[str]:
    return said[:at] + said[at + 1 :]


def _doubled(said: list[str], at: int, chance: random.Random) -> list[str]:
    return said[:at] + [said[at]] * chance.randint(2, 5) + said[at + 1 :]


def _moved(said: list[str], at: int, chance: random.Random) -> list[str]:
    other = chance.randrange(len(said))
    moved = list(said)
    moved[at], moved[other] = moved[other], moved[at]
    return moved


def _misspelt(said: list[str], at: int, chance: random.Random) -> list[str]:
    word = said[at] or "x"
    place = chance.randrange(len(word))
    typed = chance.choice(
        (word[:place] + word[place + 1 :], word[:place] + chance.choice(string.ascii_letters) + word[place:])
    )
    return [*said[:at], typed, *said[at + 1 :]]


def _put_in(said: list[str], at: int, chance: random.Random) -> list[str]:
    return [*said[:at], chance.choice((*SAID, *NUMBERS, chance.choice(words()))), *said[at:]]


def _joined(said: list[str], _: int, chance: random.Random) -> list[str]:
    return [*said, *chance.choice(LINKS).split(" "), *chance.choice(labelled()).split(" ")]


SPOILS: tuple[Callable[[list[str], int, random.Random], list[str]], ...] = (
    _dropped,
    _doubled,
    _moved,
    _misspelt,
    _misspelt,
    _put_in,
    _put_in,
    _joined,
)


def salad(chance: random.Random) -> str:
    """Return some words in no order."""
    said = [chance.choice(chance.choice((words(), SAID, NUMBERS))) for _ in range(chance.randint(1, 20))]
    return " ".join(said)


def unicode(chance: random.Random) -> str:
    """Return any characters, of any alphabet, assigned or not."""
    top = chance.choice((0x80, 0x500, 0x3000, 0xFFFF, 0x10FFFF))
    return "".join(chr(chance.randint(0, top)) for _ in range(chance.randint(0, 120)))


def marked_up(chance: random.Random) -> str:
    """Return a labelled question with pieces of mark-up in it."""
    said = chance.choice(labelled())
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(said))
        said = said[:at] + chance.choice(MARKUP) + said[at:]
    return said


def long(chance: random.Random) -> str:
    """Return far too much: a question, a word or a bracket over and over."""
    piece = chance.choice(
        (chance.choice(labelled()), chance.choice(words()), *MARKUP, *NUMBERS, "(", "a", " ", "\n", "not ")
    )
    size = chance.choice((700, 2_500, LONG))
    return (piece * (1 + size // max(1, len(piece))))[:size] + chance.choice(("", chance.choice(labelled())))


def nested(chance: random.Random) -> str:
    """Return a labelled question inside brackets and quotes, not all of them closed."""
    opened = "".join(chance.choice("([{<\"'“‘*_~`") for _ in range(chance.randint(1, 60)))
    closed = "".join(chance.choice(")]}>\"'”’*_~`") for _ in range(chance.randint(0, 60)))
    said = chance.choice(labelled()).split(" ")
    at = chance.randint(0, len(said))
    return " ".join((*said[:at], opened, *said[at:])) + closed


def numbered(chance: random.Random) -> str:
    """Return a labelled question with numbers of every kind in it."""
    said = chance.choice(labelled()).split(" ")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(said))
        said[at] = chance.choice(
            (*NUMBERS, f"{chance.uniform(-10, 200):.{chance.randint(0, 3)}f}%", str(chance.randint(0, 99999)))
        )
    return " ".join(said)


def controlled(chance: random.Random) -> str:
    """Return a labelled question with characters in it that cannot be seen."""
    said = chance.choice(labelled())
    for _ in range(chance.randint(1, 20)):
        at = chance.randint(0, len(said))
        said = said[:at] + chr(chance.choice((*range(32), *range(127, 160), 0x2028, 0x2029))) + said[at:]
    return said


def zalgo(chance: random.Random) -> str:
    """Return a labelled question with marks heaped on its letters."""
    heap = chance.randint(1, 12)
    return "".join(
        c + "".join(chance.choice(MARKS) for _ in range(chance.randint(0, heap))) for c in chance.choice(labelled())
    )


KINDS: Mapping[str, Callable[[random.Random], str]] = {
    "grammatical": grammatical,
    "spoilt": spoilt,
    "salad": salad,
    "unicode": unicode,
    "marked up": marked_up,
    "long": long,
    "nested": nested,
    "numbered": numbered,
    "controlled": controlled,
    "zalgo": zalgo,
}
WEIGHTS = (30, 30, 10, 5, 5, 1, 4, 8, 4, 3)
