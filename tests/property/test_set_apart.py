"""Law of what stands apart: who, where, when, how or what else is asked is left out, wherever it stands."""

import pytest

from bot.reply import Status
from tests.helpers.asking import asked

GROUPS = (
    "women men girls boys pensioners parents mothers fathers carers graduates students apprentices teachers nurses "
    "doctors soldiers police officers lawyers accountants engineers economists statisticians analysts scientists "
    "executives seniors juniors seniority professionals administrators clerks "
    "temps freelancers veterans millennials teenagers immigrants foreigners christians muslims "
    "whites blacks asians disabled gay straight married single divorced widowed pregnant retired unionised part-timers "
    "smokers drinkers drivers cyclists vegetarians voters conservatives labour tories homeowners tenants"
).split()
PLACES = (
    "Scotland Wales England London Leeds Bath Bury Sandwich Hull Cork Turkey China Jersey Whitby "
    "Europe abroad overseas north southern rural urban coastal regional hospitals schools prisons "
    "universities courts libraries museums banks farms HMRC DWP NHS Parliament headquarters home offshore"
).split()
TIMES = (
    "2010 2019 2024 yesterday weekly monthly annually daily quarterly formerly recently historically "
    "lately pre-pandemic nineties decades winter Christmas always often regularly occasionally "
    "rarely frequently once twice"
).split()
OTHERWISE = (
    "median average forecast projected weighted cumulative cost budget savings salary spending pay "
    "trust culture legislation privacy skills laziness bureaucracy morale funding staffing gap "
    "variance deviation reasons offline electronically securely voluntarily "
    "reluctantly willingly legally illegally jointly email cloud medical personal sensitive "
    "anonymised paid unpaid remote full-time permanent temporary experienced trained senior junior young old "
    "older younger male female white black Asian Christian grade first none safely "
    "successfully partly enthusiastic sceptical confident stressed unhappy"
).split()
WORDS = sorted({*GROUPS, *PLACES, *TIMES, *OTHERWISE})
MISTYPED = "wemon wommen teechers nurces studants Scotlnd Lundon solders pensionrs marryed".split()
ASKED = "what percentage of civil servants share data with councils"
ASIDE = (
    "{word}: {asked}", "{word} - {asked}?", "{word}, {asked}", "just the {word}: {asked}", "{asked}, {word}",
    "{asked} ({word})", "{asked} - {word}?", "{asked}? {word}.", "{asked}... {word}", "{asked}, {word} ones",
    "{asked}? And {word}?", "i mean {word}, {asked}", "bollocks or {word}, {asked}", "{word} or legit: {asked}",
    "need a punchy {word} opener: {asked}", "for {word}, {asked}", "{asked} ({word} not waffle)",
)  # fmt: skip
IDLE = ("biscuits", "bonkers", "elephants", "nonsense", "zany")  # talk, where it stands apart


@pytest.mark.parametrize("aside", ASIDE)
def test_what_may_narrow_a_question_is_not_left_out_where_it_stands_apart(aside: str) -> None:
    # given a word that tells who, where, when, how, or what else, or one typed wrong
    questions = [aside.format(word=word, asked=ASKED) for word in (*WORDS, *MISTYPED)]

    # when the question is asked, then it is not answered as if the word were not there
    assert [q for q in questions if asked(q).status is Status.ANSWERED] == []


@pytest.mark.parametrize("word", IDLE)
@pytest.mark.parametrize(
    "inside",
    [
        "what percentage of {word} civil servants share data with councils",
        "what percentage of civil servants share {word} with councils",
        "what percentage of civil servants share data with {word} councils",
        "what percentage of civil servants share data with councils and {word}",
        "{word} civil servants: what percentage share data with councils",
        "among {word}, what percentage share data with councils",
        "{word}, councils and charities: percentage for each",
    ],
)
def test_talk_is_not_left_out_inside_what_is_asked(word: str, inside: str) -> None:
    # when a word of talk stands where it changes what is asked, then there is no answer without it
    assert asked(inside.format(word=word)).status is not Status.ANSWERED


@pytest.mark.parametrize("word", IDLE)
@pytest.mark.parametrize(
    "aside", ["{word}: {asked}", "{word} - {asked}?", "{asked}, {word} or legit", "{asked} ({word})"]
)
def test_talk_is_left_out_where_it_stands_apart(word: str, aside: str) -> None:
    # when nothing but talk stands around a question, then it is answered
    assert asked(aside.format(word=word, asked=ASKED)).status is Status.ANSWERED
