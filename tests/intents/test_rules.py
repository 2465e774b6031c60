"""What is said of a draft: every fault at its field and all at once, and nothing of a draft that is good."""

from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents import rules
from intents.catalogue import Catalogue, with_taught
from intents.definition import Recipe
from intents.draft import Draft, definition_of
from intents.rules import Field, Issue, Known, Needs, Weight
from intents.text import bare, clean, is_clean
from tests.helpers.intents import shipped_over_cooks
from tests.helpers.teaching import BEHIND, LEAVE, PARKING, a_draft

OTHERS = tuple(f"tell me about the {word} club" for word in "chess dance film garden kayak music opera poker".split())
OTHERS = (*OTHERS, "clubs to join", "can I join a club")
LONGEST = 300  # characters of what is wrong and what to do; more is not read below a field
KNOWN = Known(
    findings={"lunch.pasta": "Pasta", "lunch.fish": "Fish", "lunch.salad": "Salad"},
    withheld={"lunch.peas": "The sources disagree on its figure."},
    questions={"lunch": "Lunch", "give_to": "Leftovers"},
    speakers=frozenset({"Olive Cook"}),
    measures={
        "share": Needs(findings=(1, 5)),
        "compare": Needs(findings=(2, 2)),
        "list": Needs(questions=(0, 5)),
        "rank": Needs(questions=(1, 5), how=frozenset({"highest", "lowest"})),
        "quote": Needs(speakers=(1, 5)),
    },
    commands=frozenset({"admin", "stats"}),
)


@cache
def taught(*drafts: str) -> Catalogue:
    """Return the shipped intents with some taught ones."""
    known: Mapping[str, Draft] = {"parking": a_draft(), "leave": a_draft("Annual leave", LEAVE)}
    made = [definition_of(known[name])[0] for name in drafts]
    return with_taught(shipped_over_cooks(), [each for each in made if each])


def check(draft: Draft, *others: str, replacing: str = "") -> tuple[Issue, ...]:
    return rules.check(draft, taught(*others) if others else shipped_over_cooks(), KNOWN, replacing=replacing)


def told(draft: Draft, *others: str, replacing: str = "") -> list[str]:
    """Return what is told of a draft, with where and how heavily, hints left out."""
    issues = check(draft, *others, replacing=replacing)
    return [f"{i.field} {i.weight}: {i.what}" for i in issues if i.weight is not Weight.HINT]


def answered(answer: Recipe) -> list[str]:
    return told(a_draft(answer=answer))


@pytest.mark.parametrize(
    "draft",
    [
        a_draft(),
        a_draft("Pasta", OTHERS, {"measure": "share", "of": "lunch.pasta"}),
        a_draft("Fish or pasta", OTHERS, {"measure": "compare", "of": ["lunch.pasta", "lunch.fish"]}),
        a_draft("Fish or pasta", OTHERS, {"measure": "compare", "of": ("lunch.pasta", "lunch.fish")}),
        a_draft(answer={"measure": "list"}),
        a_draft(answer={"measure": "list", "questions": "lunch"}),
        a_draft(answer={"measure": "rank", "questions": "lunch", "how": "highest"}),
        a_draft(answer={"measure": "quote", "topics": "Olive Cook"}),
        a_draft(answer={"quote": "lunch"}),
        a_draft(answer={"quote": "lunch.pasta"}),
        a_draft(answer={"text": "{lunch.pasta} like pasta, {lunch.fish} like fish."}),
        a_draft(answer={"text": "Ask 2 people.", "own_words": "true"}),
        a_draft(answer={"text": "Everybody can park, nobody is fined, and one of us has {the keys}."}),
        a_draft(answer={"text": "In the first yard.\n\nThe third sector has its own."}),
        a_draft("Élan vital"),
        a_draft(examples=(*PARKING, "👩‍💻 parking?".replace("\u200d", ""))),
    ],
)
def test_nothing_is_wrong_with_a_good_draft(draft: Draft) -> None:
    assert check(draft) == check(draft, "leave") == ()


def test_nothing_is_wrong_with_two_good_drafts_beside_each_other() -> None:
    assert check(a_draft(), "leave") == check(a_draft("Annual leave", LEAVE), "parking") == ()


def test_a_draft_may_be_another_version_of_what_is_taught() -> None:
    assert check(a_draft(answer={"text": "Elsewhere."}), "parking", "leave", replacing="office_parking") == ()
    assert check(a_draft("Where to park"), "parking", "leave", replacing="office_parking") == ()


def test_everything_is_told_at_once() -> None:
    issues = check(a_draft(" ", ("", "admin", "a\nb"), {"text": "7 {lunch.psta}"}))
    assert {issue.field for issue in issues} == {Field.SUMMARY, Field.EXAMPLES, Field.TEXT}
    assert [issue.item for issue in issues if issue.field is Field.EXAMPLES] == [0, 1, 2, None]


def test_what_is_told_names_the_draft() -> None:
    assert {issue.intent for issue in check(a_draft(examples=("", "b")))} == {"office_parking"}


_TAKEN = "“the percentage who gave an answer” is the name of a built-in answer."


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (a_draft(" ", name="x"), "It has no name."),
        (a_draft("x" * 76), "The name has 76 characters; at most 75 can be shown."),
        (a_draft("Office\x00 parking", name="x"), "The name holds a line break or a character that cannot be seen."),
        (a_draft("停车"), "No name can be made of “停车”."),
        (a_draft("2024"), "No name can be made of “2024”."),
        (a_draft(name="Office parking"), "“Office parking” will not do as a short name."),
        (a_draft(name="x" * 101), f"“{'x' * 59}…” will not do as a short name."),
        (a_draft("Share"), "“Share” is the name of a built-in answer."),
        (a_draft("the percentage  who gave an answer"), _TAKEN),
    ],
)
def test_a_name_that_will_not_do_is_told(draft: Draft, expected: str) -> None:
    assert f"summary fault: {expected}" in told(draft)


@pytest.mark.parametrize("draft", [a_draft(examples=OTHERS), a_draft("office  PARKING", OTHERS, name="parking")])
def test_a_name_that_another_taught_intent_has_is_told(draft: Draft) -> None:
    assert told(draft, "parking") == ["summary fault: Another answer is called “Office parking” already."]


def test_a_name_that_is_a_command_is_told() -> None:
    assert told(a_draft("Admin")) == ["summary warning: “Admin” is a command too."]


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("  ", "fault: The example is empty."),
        ("?!", "fault: “?!” has no word in it."),
        ("park " * 61, f"fault: “{('park ' * 12)[:59]}…” has 305 characters; at most 300 are read."),
        ("where to\npark", "fault: “where to park” holds a line break or a character that cannot be seen."),
        ("where to \ud800park", "fault: “where to park” holds a line break or a character that cannot be seen."),
        ("Is there a CAR PARK?", "warning: “Is there a CAR PARK?” is there twice."),
        ("stats", "warning: “stats” is answered by a built-in answer already."),
        ("admin", "warning: “admin” is a command too, and the command goes first."),
        (
            "what percentage chose pasta",
            "warning: “what percentage chose pasta” is answered by a built-in answer already.",
        ),
        ("how many?", "fault: “how many?” may be said of anything."),
        ("yes please", "fault: “yes please” may be said of anything."),
        ("what about it", "fault: “what about it” may be said of anything."),
        ("greens", "fault: “greens” is nothing but what the survey calls “Salad” or “lunch.peas”."),
        ("the greens then", "fault: “the greens then” is nothing but what the survey calls “Salad” or “lunch.peas”."),
    ],
)
def test_an_example_that_will_not_do_is_told_in_its_place(example: str, expected: str) -> None:
    draft = a_draft(examples=(*PARKING, example))
    found = [issue for issue in check(draft) if issue.weight is not Weight.HINT]
    assert [f"{issue.weight}: {issue.what}" for issue in found] == [expected]
    assert [issue.item for issue in found] == [len(PARKING)]


def test_an_example_of_another_intent_is_told() -> None:
    found = check(a_draft("Holidays", (*PARKING, "Book a day off!")), "leave")
    assert [(i.weight, i.what, i.item) for i in found] == [
        (Weight.FAULT, "“Book a day off!” is an example of “Annual leave” too.", len(PARKING))
    ]


def test_an_example_nearly_that_of_another_intent_is_told_with_how_alike_they_are() -> None:
    [found] = check(a_draft("Holidays", (*PARKING, "how do I book my annual leave")), "leave")
    assert (found.weight, found.item) == (Weight.WARNING, len(PARKING))
    assert found.what.startswith(
        "“how do I book my annual leave” is nearly “how do I book annual leave”, an example of “Annual leave” ("
    )


def test_examples_that_are_all_answered_already_are_told() -> None:
    draft = a_draft(examples=("what percentage chose pasta", "how many said fish"))
    assert (
        "examples fault: Every example is answered by built-in answers already, so that this answer is never given."
        in told(draft)
    )


def test_too_few_and_too_many_examples_are_told() -> None:
    [few] = check(a_draft(examples=PARKING[:9]))
    assert (few.weight, few.what) == (Weight.HINT, "9 examples to learn from; people will ask in other words.")
    many = tuple(f"parking in yard {'abcdefghij'[i // 11]} {'klmnopqrstu'[i % 11]}" for i in range(101))
    assert told(a_draft(examples=many)) == ["examples fault: There are 101 examples; at most 100 are taken."]


def test_no_example_is_told() -> None:
    assert told(a_draft(examples=())) == told(a_draft(examples=(" ",))) == ["examples fault: It has no example."]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"": ""}, "The answer is none that can be chosen: ."),
        ({"social": "help"}, "The answer is none that can be chosen: social."),
        ({"text": "a", "quote": "lunch"}, "There are two answers: a text and a quote."),
        ({"quote": "lunch", "measure": "list"}, "There are two answers: a quote and a measure."),
        ({"quote": "lunhc"}, "There is no finding or question “lunhc”."),
        ({"quote": ""}, "It is not said what the quote is to be on."),
        ({"quote": "lunch", "of": "lunch.pasta"}, "The answer has a part that is not known: “of”."),
        ({"text": "a", "own_word": "true"}, "The answer has a part that is not known: “own_word”."),
        ({"measure": "shar", "of": "lunch.pasta"}, "There is no measure “shar”."),
        ({"measure": "share"}, "“share” takes 1 to 5 findings; none chosen."),
        ({"measure": "compare", "of": "lunch.pasta"}, "“compare” takes 2 findings; 1 chosen."),
        ({"measure": "compare", "of": ["lunch.pasta", "lunch.pasta"]}, "One finding is chosen twice."),
        ({"measure": "share", "of": "lunch.psta"}, "There is no finding “lunch.psta”."),
        ({"measure": "share", "of": "lunch.peas"}, "The sources disagree on its figure."),
        ({"measure": "share", "of": "{finding}"}, "Nothing fills “{finding}” in a taught answer."),
        ({"measure": "list", "questions": "lunhc"}, "There is no question “lunhc”."),
        ({"measure": "list", "of": "lunch.pasta"}, "The answer has a part that is not known: “of”."),
        ({"measure": "rank", "questions": "lunch"}, "There is no kind of “rank” “”."),
        ({"measure": "quote", "topics": "Olive Cool"}, "There is no speaker “Olive Cool”."),
    ],
)
def test_an_answer_that_will_not_do_is_told(answer: Recipe, expected: str) -> None:
    assert answered(answer) == [f"answer fault: {expected}"]


def test_no_answer_is_told() -> None:
    empty = Draft(name="office_parking", summary="Office parking", examples=PARKING, answer={})
    assert told(empty) == ["answer fault: It has no answer."]


@pytest.mark.parametrize(
    ("name", "remedy"), [("lunch.psta", "Did you mean 'lunch.pasta'?"), ("zzz.z", "Known are: lunch.fish")]
)
def test_a_finding_that_there_is_not_is_told_with_what_may_be_meant(name: str, remedy: str) -> None:
    [found] = check(a_draft(answer={"text": f"{{{name}}} do."}))
    assert found.what == f"There is no finding “{name}”."
    assert found.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 123.", "123"),
        ("Half of them do.", "half"),
        ("Two thirds do.", "two thirds"),
        ("Twenty per cent do.", "twenty percent"),
        ("Most of them do.", "most"),
        ("Up to ½ do.", "½"),
        ("A dozen do.", "dozen"),
        ("It takes ten minutes.", "ten"),
        ("{lunch.pasta} and 31% do.", "31%"),
        ("{0.__class__} stands here.", "0.__class__"),
        ("{{7*7}} stands here.", "7*7"),
        ("{{lunch.pasta}} is 4.", "4"),
        ("XXXI per cent do.", "xxxi"),
        ("Thirtyone percent do.", "thirtyone"),
        ("t h i r t y per cent do.", "y"),
        ("thi\u0433ty per cent do.", "thi\u0433ty"),
        ("*Fourty*% do.", "fourty"),
        ("Twice as many do.", "twice"),
        ("That is double the share.", "double"),
        ("A tenfold rise.", "tenfold"),
        ("It takes :ten: minutes.", "ten"),
        ("Here <@fifty> of us do.", "fifty"),
        ("The @thirty of us do.", "thirty"),
        ("Some <b thirty> of us do.", "thirty"),
    ],
)
def test_numbers_of_nobody_are_told_unless_they_are_marked_as_ones_own(text: str, numbers: str) -> None:
    assert answered({"text": text}) == [f"text fault: The text has numbers of its own: {numbers}."]
    assert answered({"text": text, "own_words": "true"}) == []


@pytest.mark.parametrize("beside", ["1{}", "0.{}", "1,0{}", "-{}", "−{}", "{}9", "{}s", "x{}", "{}{}"])
def test_a_figure_cannot_run_together_with_what_would_make_another_number_of_it(beside: str) -> None:
    text = f"{beside.replace('{}', '{lunch.pasta}')} do."
    fault = "text fault: {lunch.pasta} runs together with what is beside it, and would read as another number."
    assert fault in answered({"text": text, "own_words": "true"})


@pytest.mark.parametrize(
    "beside", ["({})", "*{}*", "~{}", "Pasta: {},", "pasta—{}", "{}/{}", "{}-{}", "1-{}", "pasta - {}."]
)
def test_a_figure_may_stand_beside_marks(beside: str) -> None:
    text = f"{beside.replace('{}', '{lunch.pasta}')} do."
    assert not any("runs together" in issue for issue in answered({"text": text, "own_words": "true"}))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"text": " "}, "The text is empty."),
        ({"text": ["a"]}, "The text is empty."),
        ({"text": "a" * 1001}, "The text has 1,001 characters; at most 1,000 are shown."),
        ({"text": "a\nb\n\nc\nd\ne\nf"}, "The text has more than 5 paragraphs."),
        ({"text": "a \u202e b"}, "The text holds a line break or a character that cannot be seen."),
        ({"text": "{lunch.peas} do."}, "{lunch.peas} has no figure: The sources disagree on its figure."),
        ({"text": "\u3164"}, "The text holds a line break or a character that cannot be seen."),
        ({"text": "a", "own_words": "yes"}, "“own_words” is “yes”."),
    ],
)
def test_a_text_that_will_not_do_is_told(answer: Recipe, expected: str) -> None:
    assert answered(answer) == [f"text fault: {expected}"]


@pytest.mark.parametrize(
    "text", ["What per cent do? {lunch.pasta}.", "{lunch.pasta} per cent do.", "Double-check it.", "A double room."]
)
def test_a_text_without_a_number_of_its_own_needs_no_mark(text: str) -> None:
    assert answered({"text": text}) == []


def test_a_text_that_needs_no_mark_is_told() -> None:
    [found] = check(a_draft(answer={"text": BEHIND, "own_words": "true"}))
    assert (found.weight, found.what) == (Weight.HINT, "The text has no number of its own.")


def test_a_draft_can_be_cleaned_of_what_cannot_be_seen() -> None:
    typed = a_draft(" Office\u200b parking ", (" where\nto  park\x00", "", "\ud800"), {"text": " a\r\n\tb \u202e"})
    cleaned = rules.cleaned(typed)
    assert (cleaned.summary, cleaned.examples) == ("Office parking", ("where to park",))
    assert cleaned.answer == {"text": "a\nb"}


WORDS = st.text(st.characters(), max_size=40) | st.sampled_from(["31%", "{lunch.pasta}", "greens", "stats", "how many"])
VALUES = WORDS | st.integers() | st.lists(WORDS, max_size=3) | st.lists(WORDS, max_size=3).map(tuple)
KEYS = st.sampled_from(["text", "own_words", "quote", "measure", "of", "questions", "topics", "how"]) | WORDS


@settings(deadline=None, max_examples=100)
@given(WORDS, WORDS, st.lists(WORDS, max_size=4).map(tuple), st.dictionaries(KEYS, VALUES, max_size=3))
def test_whatever_is_typed_is_judged_in_messages_that_fit_below_a_field(
    name: str, summary: str, examples: tuple[str, ...], answer: Recipe
) -> None:
    draft = Draft(name=name, summary=summary, examples=examples, answer=answer)
    for each in (draft, rules.cleaned(draft)):
        for issue in check(each, "parking"):
            assert len(str(issue)) <= LONGEST
            assert issue.what
            assert is_clean(str(issue))


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=100))
def test_what_is_cleaned_is_clean_and_says_the_same(text: str) -> None:
    assert is_clean(clean(text))
    assert clean(clean(text)) == clean(text)


def test_words_are_bare_without_case_and_marks() -> None:
    assert bare("Is there a CAR-PARK?!") == bare("is there, a car park") == "is there a car park"


def test_a_taught_intent_whose_examples_come_back_to_it_is_fine() -> None:
    assert all(i.weight is not Weight.FAULT for i in rules.check_taught("office_parking", taught("parking", "leave")))


def test_an_intent_that_is_not_there_has_no_faults() -> None:
    assert rules.check_taught("office_parking", shipped_over_cooks()) == ()
    assert rules.check_taught("nothing", taught("parking")) == ()


def test_an_example_that_another_intent_wins_is_told_with_which_and_by_how_much() -> None:
    stray = "request leave or a day off work"
    base = shipped_over_cooks()
    made = [definition_of(d)[0] for d in (a_draft(examples=(*PARKING, stray)), a_draft("Annual leave", LEAVE))]
    [found] = [
        issue
        for issue in rules.check_taught("office_parking", with_taught(base, [d for d in made if d]))
        if issue.item == len(PARKING)
    ]
    assert found.weight is Weight.WARNING
    assert found.what.startswith(f"Without “{stray}” among the examples, “Annual leave” would win it, by ")
    assert found.intent == "office_parking"


def test_an_intent_none_of_whose_examples_comes_back_to_it_is_told() -> None:
    twin = a_draft("A parking", PARKING[:2])  # whoever asks what both have is asked which is meant
    made = [definition_of(draft)[0] for draft in (a_draft(), twin)]
    found = rules.check_taught("a_parking", with_taught(shipped_over_cooks(), [d for d in made if d]))
    assert [i.what for i in found if i.weight is Weight.FAULT] == ["None of its examples is answered by it."]
    assert f"“{PARKING[0]}” is taken for nothing for sure when it is asked." in [i.what for i in found]
