"""What is taken out of a question before it is kept, and what stays."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import masked

HIDDEN = {
    "an address": ("mail sam.o'brien@example.org, please", "mail [address], please"),
    "an address in brackets": ("see (sam@example.org)", "see ([address])"),
    "an address as Slack marks it": ("<mailto:a@b.c|a@b.c>?", "<[address]|[address]>?"),
    "an address without a dot": ("root@server knows", "[address] knows"),
    "a wide at": ("sam＠example.org", "[address]"),
    "a telephone": ("call 020 7946 0958 now", "call [number] now"),
    "a telephone from abroad": ("+44 (0)20 7946 0958", "[number]"),
    "a telephone with its area in brackets": ("(020) 7946-0958.", "[number]."),
    "a mobile": ("07946 095800", "[number]"),
    "a number without its area": ("7946 0958", "[number]"),
    "in Arabic digits": ("٠٧٩٤٦ ٠٩٥٨٠٠", "[number]"),
    "with dashes and hard spaces": ("020\u00a07946\u20110958", "[number]"),
    "a person": ("what did <@U0123ABCD> say", "what did [mention] say"),
    "a channel and a group": ("<#C0123|general> <!subteam^S0123|@data> <!here>", "[mention] [mention] [mention]"),
    "a typed mention": ("did @sam.jones say so", "did [mention] say so"),
    "an id": ("U0123ABCD of T0123ABCD", "[id] of [id]"),
    "a link": ("see https://sam:pw@example.org:8080/sam?q=sam#sam ok", "see https://example.org:8080 ok"),
    "a marked link": ("<https://sam@example.org/x|here>", "<https://example.org|here>"),
    "a database": ("postgresql://sam:p@h/d", "postgresql://h"),
    "an insurance number": ("QQ 12 34 56 C or qq123456c or QQ123456", "[number] or [number] or [number]"),
    "an insurance number in two": ("QQ 123456 C", "[number]"),
    "an NHS number": ("943 476 5919", "[number]"),
    "a payment card": ("4111 1111 1111 1111 or 4111-1111-1111-1111", "[number] or [number]"),
    "a date of birth": ("born 01/02/1985", "born [number]"),
    "a long number": ("case 12345678", "case [number]"),
    "a token": ("xoxb-12-ab and xoxe.xoxb-1-cd", "[token] and [token]"),
}


@pytest.mark.parametrize(("typed", "kept"), HIDDEN.values(), ids=HIDDEN)
def test_what_points_to_somebody_is_masked(typed: str, kept: str) -> None:
    assert masked(typed) == kept


KEPT = [
    "What share with local government: 31%?",
    "Of 4,400 civil servants, or 4400, or 440000, or 440,000, or 1,234,567?",
    "in 2015, 2015-16, 2015/2016, 2014–2015, 2015 - 2016",
    "2014, 2015, 2016 and 2017",
    "2015 2016 2017 2018",
    "83.5 31.25 69.0",
    "83.5% 31.25% 69.0%",
    "31, 83, 15 and 22",
    "ages 18-24 25-34 35-44",
    "compared to 400000 a year ago",
    "by 400000 at 31% @ 2015",
    "Q4 2015 or COVID19",
    "4.4 million, not 0.31",
    "on 29 January 2016",
    "",
]


@pytest.mark.parametrize("question", KEPT)
def test_the_numbers_of_a_survey_stay(question: str) -> None:
    assert masked(question) == question


NUMBERS = st.one_of(
    st.integers(0, 100).map("{}%".format),
    st.decimals(0, 100, places=1).map("{}".format),
    st.integers(0, 999_999).map("{}".format),
    st.integers(0, 99_999_999).map("{:,}".format),
    st.integers(1900, 2099).map("{}".format),
)
WORDS = st.sampled_from("share of civil servants who said councils trust data, between and than did in".split())


@given(st.lists(st.tuples(WORDS, NUMBERS), max_size=8))
def test_a_question_about_numbers_stays_as_it_is(parts: list[tuple[str, str]]) -> None:
    question = " ".join(f"{word} {number}" for word, number in parts)
    assert masked(question) == question


PIECES = "sam@ @sam <@U1> < > https:// x/sam ://u:p@ xoxb-1 U0123ABC1 QQ123456C 2015 020 7946 , . - ( ) 31% \n".split(
    " "
)
FOUND = re.compile(r"[@＠]\w|\w[@＠]|xoxb-\w|U0123ABC1|QQ123456C|\d{7}|<[@#!]\w*>")


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_what_points_to_somebody_is_masked_whatever_stands_beside_it(text: str) -> None:
    assert not FOUND.search(masked(text))


@given(
    st.text(max_size=30),
    st.from_regex(r"0[1-9]\d{8,9}", fullmatch=True),
    st.sampled_from(["", " ", "-", ".", "\u2013", " - "]),
    st.integers(1, 9),
    st.text(max_size=30),
)
def test_a_telephone_number_goes_wherever_it_stands_and_however_it_is_parted(
    before: str, number: str, parted: str, at: int, after: str
) -> None:
    typed = f"{before} tel: {number[:at]}{parted}{number[at:]} is it, {after}"
    assert number not in re.sub(r"\D", "", masked(typed).replace("[number]", "x"))


@given(st.text(max_size=30), st.emails(), st.text(max_size=30))
def test_an_address_goes_wherever_it_stands(before: str, address: str, after: str) -> None:
    assert address not in masked(f"{before} {address} {after}")


HOSTILE = [
    "a",
    "@",
    "<@",
    "a@",
    "a.@",
    "1 ",
    "1   ",
    "(",
    "://",
    "ab://",
    "xoxb-",
    "AB 12 ",
    "1,",
    "1-",
    "12-34 ",
    "1,111",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (40_000 // len(piece)) + "x"  # as long as Slack lets a message be
    started = time.perf_counter()
    masked(text)
    assert time.perf_counter() - started < 1
