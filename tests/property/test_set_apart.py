"""Law of what stands apart: who, where, when, how or what else is asked is never left out, wherever it stands."""

import pytest

from bot.reply import Status
from tests.helpers.asking import asked

GROUPS = (
    "women men girls boys pensioners parents mothers fathers carers graduates students apprentices teachers nurses "
    "doctors soldiers police officers lawyers accountants engineers economists statisticians analysts scientists "
    "managers directors executives seniors juniors seniority professionals administrators clerks consultants "
    "contractors temps freelancers veterans millennials teenagers adults immigrants foreigners christians muslims "
    "whites blacks asians disabled gay straight married single divorced widowed pregnant retired unionised part-timers "
    "smokers drinkers drivers cyclists vegetarians voters conservatives labour tories homeowners tenants"
).split()
PLACES = (
    "Scotland Wales England London Leeds Bath Reading Bury Sandwich Deal Hull Cork Nice Turkey China Jersey Whitby "
    "Europe abroad overseas north southern rural urban coastal regional local hospitals schools prisons "
    "universities courts libraries museums banks farms HMRC DWP NHS Parliament headquarters home offshore"
).split()
TIMES = (
    "2010 2019 2024 yesterday weekly monthly annually daily quarterly previously formerly recently historically "
    "lately pre-pandemic nineties decades winter Christmas evenings weekends always often regularly occasionally "
    "rarely frequently once twice"
).split()
OTHERWISE = (
    "median mean average forecast projected estimated weighted cumulative cost budget savings salary spending pay "
    "risks trust culture legislation privacy skills fear laziness bureaucracy morale funding staffing trend gap "
    "variance deviation reasons methodology questionnaire online offline electronically securely voluntarily "
    "reluctantly willingly legally illegally jointly email cloud paper spreadsheets medical personal sensitive "
    "anonymised paid unpaid remote full-time permanent temporary experienced trained senior junior young old "
    "older younger new male female white black Asian Christian grade first only most few none never safely "
    "successfully properly fully partly enthusiastic sceptical confident worried stressed unhappy"
).split()
WORDS = sorted({*GROUPS, *PLACES, *TIMES, *OTHERWISE})
ASKED = "what percentage of civil servants share data with councils"
ASIDE = (
    "{word}: {asked}", "{word} - {asked}?", "{word}, {asked}", "just the {word}: {asked}", "{asked}, {word}",
    "{asked} ({word})", "{asked} - {word}?", "{asked}? {word}.", "{asked}... {word}", "{asked}, {word} ones",
    "{asked}? And {word}?", "i mean {word}, {asked}", "I was told {word}: {asked}",
)  # fmt: skip
