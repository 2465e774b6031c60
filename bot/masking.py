"""What is taken out of a question before it is kept: whatever could point to a person, or open a door."""

import re

_TOKEN = re.compile(r"(?:xoxe\.)?x(?:ox[a-z]|app)-[\w.-]+")  # xoxb-1-abc, xoxe.xoxb-1-abc
_MARKED_MENTION = re.compile(r"<[@#!][^>]{0,200}>")  # <@U0123>, <#C0123|general>, <!subteam^S0123|@data>, <!here>
# https://sam:secret@example.org/people/sam?id=7, of which the host stays; a scheme is short, lest long words be tried.
_LINK = re.compile(r"(\w{1,10}://)(?:[^\s/<>|]*[@＠])?([^\s/?#@＠<>|]*)[^\s<>|]*")
# sam@example.org, root@server, @sam.jones; it starts where a word does, lest long words be tried from each letter.
_AT = re.compile(r"(?<![^\s<>|(),;])[^\s<>|(),;@＠]*[@＠](?:[^\s<>|(),;]*[^\s<>|(),;.:!?])?")
_SLACK_ID = re.compile(r"(?<![A-Za-z])[ABCDEFGSTUW](?=[A-Z0-9]*\d)[A-Z0-9]{7,}")  # U0123ABCD
_INSURANCE = re.compile(  # a National Insurance number; "by 400000" is none
    r"(?<![A-Za-z])(?:"
    r"[A-Za-z]{2}\d{6}[A-Da-d]?"  # QQ123456C
    r"|[A-Za-z]{2}[\s-]?\d\d[\s-]\d\d[\s-]\d\d(?:[\s-]?[A-Da-d])?"  # QQ 12 34 56 C
    r"|[A-Z]{2}[\s-]\d{6}[\s-]?[A-D]"  # QQ 123456 C
    r")(?![A-Za-z\d])"
)
# Digits with what people put between them: +44 (0)20 7946 0958, 4111-1111-1111-1111, 943 476 5919.
_DIGITS = re.compile(r"\+?\(?\d(?:(?:,(?=\d)|[\s./()\u2010-\u2015-]{1,3})?\d)*")
_LONG = 7  # digits: as many as a telephone number without its area; 440000 people are fewer
_YEAR = r"(?:19|20)\d\d"
# What a survey's long numbers look like: 1,234,567; 2014 2015; 2015-16; 2015/2016; 18-24 25-34; 83.5 31.25.
_DASH = r"[\u2010-\u2015-]"
_NUMBER = (
    r"(?:[1-9]\d{0,2}(?:,\d{3})+"
    rf"|{_YEAR}(?: ?(?:/|{_DASH}) ?(?:{_YEAR}|\d\d))?"
    rf"|\d\d?{_DASH}\d\d?"
    r"|\d{1,3}\.\d\d?)"
)
_OF_A_SURVEY = re.compile(rf"{_NUMBER}(?:\s{_NUMBER})*")


def masked(text: str) -> str:
    """Return a text without addresses, telephone and other long numbers, mentions, ids, tokens and ends of links.

    The numbers that people ask a survey about stay: 31%, 4,400, 83.5, 2015/2016.
    """
    text = _MARKED_MENTION.sub("[mention]", _TOKEN.sub("[token]", text))
    text = _AT.sub(_who, _LINK.sub(r"\1\2", text))
    text = _SLACK_ID.sub("[id]", text)
    return _DIGITS.sub(_unless_of_a_survey, _INSURANCE.sub("[number]", text))


def _who(found: re.Match[str]) -> str:
    if not re.search(r"\w", found.group()):  # 31% @ 2015
        return found.group()
    return "[mention]" if found.group()[0] in "@＠" else "[address]"


def _unless_of_a_survey(found: re.Match[str]) -> str:
    digits = found.group()
    is_long = sum(character.isdecimal() for character in digits) >= _LONG
    return "[number]" if is_long and not _OF_A_SURVEY.fullmatch(digits) else digits
