"""Laws of answering: every word counts, none may change the meaning unseen, and nothing typed stops the bot."""

import string
import unicodedata
from collections import Counter
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.reply import Reply, Status
from bot.translation import names_of
from data.codebook import FindingId
from intents.catalogue import Catalogue, Intent
from intents.definition import Definition
from intents.library import SHIPPED
from intents.matching import match
from intents.model import IntentName, Match
from intents.phrase import SlotRef, Variant, expand
from intents.text import tokenise
from tests.helpers.asking import asked, cgi_knowledge

# What may fill a slot of each type in a phrase, in turn; none of them could be a giver or be counted.
FILLINGS = {
    "finding": ("said hackers", "said collaboration", "said open data"),
    "given": ("of those who said digital transformation",),
    "not_finding": ("did not say hackers", "did not say collaboration"),
    "topic": ("barriers",),
    "not_topic": ("not barriers",),
    "universe": ("civil servants",),
    "speaker": ("Steve Thorn",),
    "quoted": ("chancellor", "spending"),
    "wave": ("January 2015", "late 2015"),
    "quantity": ("31%", "71%"),
    "points": ("6 points",),
    "number": ("4,400",),
}
# How people say what a phrase means by an operator: nobody types its name.
JOINED = {
    "conjoined": "what percentage said hackers and collaboration",
    "disjoined": "what percentage said hackers or collaboration",
}
# One plain way of saying each finding as a verb, so that it can be negated and compared.
DOING = {
    "share_with.central_government": "share data with other departments",
    "share_with.local_government": "share data with councils",
    "share_with.third_sector": "share data with charities",
    "share_with.private_sector": "share data with the private sector",
    "barrier.security": "cite security breaches",
    "barrier.interoperability": "cite interoperability",
    "barrier.data_quality": "cite data quality",
    "priority.collaboration": "see collaboration as a priority",
    "priority.digital_transformation": "see digital transformation as a priority",
}
ASKING = ("what percentage {}", "what share of civil servants {}?", "how many {}", "how many civil servants {}")
NEGATIONS = ("do not", "don't", "don’t", "dont", "DON'T", "did not", "never", "fail to", "cannot")
COMPARING = (
    "do more civil servants {} than {}?",
    "is the share who {} higher than the share who {}?",
    "do fewer {} than {}?",
)
ANSWERABLE = (
    "what percentage share data with councils?",
    "how many civil servants share with charities",
    "what share do not share data with other departments?",
    "what are the barriers to data sharing?",
    "what is the biggest barrier?",
    "do more share with councils than with charities?",
    "is it true that 31% share data with councils?",
    "has sharing with councils gone up?",
    "how many share with both councils and charities?",
    "collaboration",
)
WORDS = (
    *"what share percentage how many of civil servants who do not never more than less and or but both either neither "
    "councils charities departments government Whitehall hackers interoperability quality collaboration digital "
    "barriers priority 31% 71% 4,400 2015 2024 half most January over trend biggest second rank margin why when hello "
    "thanks quote Steve Thorn CGI is it true that , . ? ( ) - \n received from shared given also those response rate "
    "women xqzvw nobody % £ between since before gap ratio times list headline breakdown by grade".split(" "),
)


def cgi() -> Catalogue:
    """Return the shipped intents over the shipped survey."""
    return cgi_knowledge().catalogues["cgi-2015"]


def texts_of(reply: Reply) -> str:
    """Return all that is said in a reply, as it stands before it is drawn."""
    return "\n".join((reply.headline, *reply.details, reply.base, *reply.caveats, *reply.suggestions))


def heaviest(intent: Intent) -> int:
    """Return the weight of an intent's heaviest pattern."""
    return max(pattern.weight for pattern in intent.patterns)


def sample(variant: Variant, definition: Definition) -> str:
    """Return a phrase's variant with its slots filled from the shipped survey."""
    if isinstance(variant[0], str) and variant[0] in JOINED:
        return JOINED[variant[0]]
    used: Counter[str] = Counter()
    parts: list[str] = []
    for item in variant:
        kind = definition.slots[item.name].type.value if isinstance(item, SlotRef) else ""
        parts.append(_filling(item, definition, used[kind]))
        used[kind] += 1
    return " ".join(parts)


def _filling(item: str | SlotRef, definition: Definition, nth: int) -> str:
    if isinstance(item, str):
        return item
    slot = definition.slots[item.name]
    if slot.values:
        phrase = slot.values[item.only or next(iter(slot.values))][0]
        return " ".join(map(str, expand(phrase)[0]))
    if item.only == "limit":
        return "over 4,000" if slot.type.value == "number" else "over 40%"
    fillings = FILLINGS[slot.type.value]
    return fillings[nth % len(fillings)]


@cache
def ambiguous() -> frozenset[str]:
    """Return the words that stand under more than one category, as the shipped survey means them to."""
    survey = cgi_knowledge().surveys["cgi-2015"]
    counted = Counter(word.casefold() for c in survey.categories.values() for word in set(names_of(c.words)))
    return frozenset(word for word, times in counted.items() if times > 1)


SURPRISES = {
    "about": "In 'why add up to 31%' the limit 'up to' takes its words from 'add up to'.",
}


def _expected(name: str) -> object:
    """Return an intent as a case, marked where its phrases are known not to match their samples."""
    marks = [pytest.mark.xfail(strict=True, reason=SURPRISES[name])] if name in SURPRISES else []
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", [_expected(path.stem) for path in sorted(SHIPPED.glob("*.yaml"))])
def test_a_phrase_matches_its_own_samples(name: str) -> None:
    intents = {intent.definition.name: intent for intent in cgi().intents}
    own = intents[IntentName(name)]
    if own.definition.after_quote:
        pytest.skip("It means something only after an answer that quoted somebody; see tests/bot/test_followups.py.")
    missed: list[tuple[str, str]] = []
    for phrase in own.definition.ask:
        for variant in expand(phrase):
            question = sample(variant, own.definition)
            outcome = match(question, cgi())
            if not isinstance(outcome, Match):
                missed.append((phrase, question))
            elif outcome.intent != name and heaviest(intents[outcome.intent]) < heaviest(own):
                missed.append((question, outcome.intent))
    assert missed == []


@pytest.mark.parametrize("finding", [*DOING, "share_with.open_data"])
@pytest.mark.parametrize("question", ["percentage for {}?", "{}"])
def test_synonyms_of_a_finding_do_not_change_the_answer(finding: str, question: str) -> None:
    category = cgi_knowledge().surveys["cgi-2015"].category(FindingId(finding))
    by_label = asked(question.format(category.label)).headline
    words = [word for word in names_of(category.words) if word.casefold() not in ambiguous()]
    assert [word for word in words if asked(question.format(word)).headline != by_label and "." not in word] == []


@pytest.mark.parametrize("word", ["data.gov.uk", "data.gov"])
def test_a_synonym_may_hold_a_dot(word: str) -> None:
    assert asked(f"percentage for {word}?").headline == asked("percentage for open data?").headline


@settings(max_examples=300)
@given(
    question=st.sampled_from(ANSWERABLE),
    word=st.text(string.ascii_lowercase, min_size=4, max_size=12),
    place=st.floats(min_value=0, max_value=1),
)
def test_an_unknown_word_anywhere_leaves_no_figure_answered(question: str, word: str, place: float) -> None:
    (token,) = tokenise(word)
    assume(cgi().speller.correct(token) == token)
    assume(not {token.stem} & (cgi().words.stems | cgi().words.loose))  # talk may stand apart: see test_set_apart
    assume(not {token.text} & {*cgi().words.noise, *cgi().words.short})
    said = question.split()
    at = round(place * len(said))
    reply = asked(" ".join((*said[:at], word, *said[at:])))
    assert reply.figures == ()


@pytest.mark.parametrize("question", ANSWERABLE)
def test_the_questions_of_these_laws_are_answered(question: str) -> None:
    assert asked(question).figures


@pytest.mark.parametrize("word", ["women", "Scotland", "NHS", "2024", "teachers", "police", "under-30s", "France"])
@pytest.mark.parametrize("question", ANSWERABLE)
def test_a_word_that_narrows_the_question_leaves_no_figure_answered(question: str, word: str) -> None:
    said = question.rstrip("?")
    asides = (f"{said} in {word}", f"{word}: {question}", f"{said} among {word}?")
    assert [aside for aside in asides if asked(aside).figures] == []


@given(
    asking=st.sampled_from(ASKING),
    doing=st.sampled_from(sorted(DOING.values())),
    negation=st.sampled_from(NEGATIONS),
)
def test_a_negated_question_never_has_the_same_headline(asking: str, doing: str, negation: str) -> None:
    plain, negated = asked(asking.format(doing)), asked(asking.format(f"{negation} {doing}"))
    assert plain.figures
    assert not negated.figures or negated.headline != plain.headline


@given(
    comparing=st.sampled_from(COMPARING),
    pair=st.lists(st.sampled_from(sorted(DOING.values())), min_size=2, max_size=2, unique=True),
)
def test_a_comparison_turned_round_is_answered_the_other_way(comparing: str, pair: list[str]) -> None:
    one, other = asked(comparing.format(*pair)), asked(comparing.format(*reversed(pair)))
    openings = {reply.headline.partition(":")[0] for reply in (one, other)}
    assert openings in ({"Yes", "No"}, {"The published figures cannot decide it"})
    assert sorted(f.id for f in one.figures) == sorted(f.id for f in other.figures)


@given(pair=st.lists(st.sampled_from(sorted(DOING.values())), min_size=2, max_size=2, unique=True))
def test_a_difference_turned_round_is_the_same_difference(pair: list[str]) -> None:
    one, other = (
        asked(f"difference between those who {first} and those who {second}")
        for first, second in (pair, reversed(pair))
    )
    assume(one.figures)
    assert one.headline.rpartition(": ")[2] == other.headline.rpartition(": ")[2]


@settings(max_examples=250)
@given(st.text(max_size=2000))
def test_any_text_gets_a_reply(text: str) -> None:
    reply = asked(text)
    assert reply.question == text
    assert reply.headline


@settings(max_examples=500)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_words_get_a_reply_that_keeps_its_promises(text: str) -> None:
    reply = asked(text)
    assert reply.headline
    assert bool(reply.bounds) == (reply.status is Status.BOUNDED)
    assert not reply.figures or (reply.base and reply.citations)
    assert not reply.figures or reply.status in {Status.ANSWERED, Status.BOUNDED}


@settings(max_examples=200)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(WORDS),
            st.sampled_from(
                ("<!here>", "<!channel", "<@U012ABC>", "<@", "<!", "&lt;!here&gt;", "*b*", "`c`", "\x1b[31m")
            ),
            st.text(max_size=8),
        ),
        max_size=12,
    ).map(" ".join)
)
def test_no_reply_repeats_markup_or_what_cannot_be_seen(text: str) -> None:
    said = texts_of(asked(text))
    assert "<" not in said
    assert not [c for c in said if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


@given(st.one_of(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join), st.text(max_size=100)))
def test_the_same_question_gets_the_same_reply(text: str) -> None:
    assert asked(text) == asked(text)


@given(question=st.sampled_from(ANSWERABLE), mention=st.sampled_from(("<@U012ABCDE>", "@surveybot", "<!here>", "hey")))
def test_calling_the_bot_does_not_change_the_answer(question: str, mention: str) -> None:
    assert asked(f"{mention} {question}").headline == asked(question).headline


@given(question=st.sampled_from(ANSWERABLE), shout=st.sampled_from((str.upper, str.title, str.casefold)))
def test_shouting_does_not_change_the_answer(question: str, shout: object) -> None:
    assert callable(shout)
    assert asked(str(shout(question))).headline == asked(question).headline
