"""Which questions are asked again where many intents are taught: those that the changed ones may answer, or spoil."""

from dataclasses import replace
from functools import cache

from bot.admin import foreseeing
from bot.reply import Status
from intents.catalogue import with_taught
from intents.draft import Draft, definition_of
from tests.helpers.asking import cgi_knowledge
from tests.helpers.teaching import PARKING, SURVEY, TEAM, a_draft

ROOMS = "amber cobalt crimson emerald indigo ivory magenta ochre scarlet turquoise violet walnut".split()


@cache
def many() -> tuple[Draft, ...]:
    """Return more intents than are few."""
    number = foreseeing.FEW // 10 + 1
    return tuple(
        a_draft(f"Room {name(i)}", tuple(f"{word} {name(i)} meeting room" for word in ROOMS[:10]))
        for i in range(number)
    )


def name(number: int) -> str:
    """Return a word that no other number has: 12 -> 'bc'."""
    return "room" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


@cache
def worlds() -> foreseeing.Worlds:
    """Return many intents without and with one about parking."""
    base = cgi_knowledge().catalogues[SURVEY]
    every = [made for draft in (*many(), a_draft()) if (made := definition_of(draft)[0])]
    today = with_taught(base, every[:-1])
    tomorrow = with_taught(base, every, today)
    return foreseeing.Worlds(knowledge=cgi_knowledge(), team=TEAM, survey=SURVEY, today=today, tomorrow=tomorrow)


def answers(known: foreseeing.Worlds, *questions: str) -> list[tuple[str, bool, bool]]:
    """Return the questions that are answered otherwise, and whether they are today and tomorrow."""
    found = known.answered_otherwise(questions, [PARKING])
    return [(q, before.status is Status.ANSWERED, after.status is Status.ANSWERED) for q, before, after in found]


def test_what_is_gained_and_lost_is_found_among_many_intents() -> None:
    asked = ("where can i park", f"amber {name(3)} meeting room", "what is for lunch", "councils %", PARKING[1])
    back = replace(worlds(), today=worlds().tomorrow, tomorrow=worlds().today)
    assert answers(worlds(), *asked) == [("where can i park", False, True), (PARKING[1], False, True)]
    assert answers(back, *asked) == [("where can i park", True, False), (PARKING[1], True, False)]
    assert answers(replace(worlds(), today=worlds().tomorrow), *asked) == []


def test_what_only_shares_a_word_is_asked_again_up_to_a_number() -> None:
    asked = [f"parking {word}" for word in ROOMS]
    phrases = foreseeing.Phrases(cgi_knowledge().catalogues[SURVEY])
    assert list(foreseeing.near((*asked, "where can I park", "lunch"), [PARKING], phrases, 3)) == [
        *asked[:3],
        "where can I park",
    ]


def test_what_phrases_answer_is_not_asked_again() -> None:
    phrases = foreseeing.Phrases(cgi_knowledge().catalogues[SURVEY])
    assert list(foreseeing.near(["councils %"], [("councils park",)], phrases)) == []


def test_what_phrases_leave_open_is_found_once_for_all_workspaces() -> None:
    base = cgi_knowledge().catalogues[SURVEY]
    one, other = foreseeing.Phrases(base), foreseeing.Phrases(base)
    assert one == other
    assert foreseeing.opened("where can I park", one) is foreseeing.opened("where can I park", other)
    assert one != base
