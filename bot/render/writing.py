"""The form in which an admin writes an intent: a name, examples, and what to answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.render import blocks, menus, screens
from bot.render.blocks import Block, plain
from bot.render.fields import FIELD, Fields, Kind, paged
from bot.render.menus import Choice, Group, option
from bot.render.mrkdwn import cut
from bot.render.taught import capped, small
from bot.render.wishes import Written
from intents.rules import LONGEST_SUMMARY, LONGEST_TEXT, MOST_EXAMPLES

FORM = "taught_form"  # callback id
# Block and action ids of what can be filled in; of examples and texts there may be several fields, by number.
SUMMARY, EXAMPLES, KIND = "summary", "examples", "kind"
FINDING, MEASURE, OF, QUESTIONS, ON = "finding", "measure", "of", "questions", "on"
TEXT, INSERT, OWN, WHY = "text", "insert", "own_words", "why"
TICKED = "yes"

LONGEST_WHY = 300  # characters
MOST_READ = 2 * MOST_EXAMPLES  # lines; of more than are taken, enough to say so
_LONGEST_FAULT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure that can be chosen, and what it takes."""

    value: str
    label: str
    findings: tuple[int, int] = (0, 0)
    """At least and at most so many."""
    questions: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Menus:
    """What there is to choose from in the form."""

    figures: tuple[Group, ...] = ()
    """The findings with a published share, by question."""
    questions: tuple[Choice, ...] = ()
    measures: tuple[Measure, ...] = ()
    quotable: tuple[Group, ...] = ()
    """Who can be quoted, and on what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a form shows."""

    wish: Written
    fields: Fields
    menus: Menus
    why: str = ""
    told: tuple[str, ...] = ()
    """What is wrong with it, where it is not shown at its field."""
    is_new: bool = True


def form(page: Page) -> Block:
    """Return the form with what stands in it."""
    begin = "Nothing is saved yet: next you see the answer, and which questions it would change."
    fields, told = page.fields, capped(page.told)
    return {
        **screens.view(
            *([small("Please look at this"), blocks.bullets(told)] if told else []),
            blocks.context(plain(f"Step 1 of 2. {begin}")),
            _input(SUMMARY, "Name", _typed(SUMMARY, fields.summary, LONGEST_SUMMARY), hint=_NAME_HINT),
            *_examples(fields.examples),
            _kind(fields.kind, is_kept=fields.is_kept),
            *_answer(fields, page.menus),
            _input(WHY, "Why", _typed(WHY, page.why, LONGEST_WHY), hint=_WHY_HINT) | {"optional": True},
            title="Teach a question" if page.is_new else "Edit",
        ),
        "callback_id": FORM,
        "submit": plain("Preview"),
        "close": plain("Cancel"),
        "private_metadata": str(page.wish),
    }


def field_of(name: str, fields: Fields) -> str:
    """Return the block that shows a part of a draft, as rules name it: summary, examples, answer, text."""
    chosen = {Kind.FIGURE: FINDING, Kind.MEASURE: MEASURE, Kind.QUOTE: ON, Kind.TEXT: text_block(fields)}
    blocks_of = {"summary": SUMMARY, "examples": f"{EXAMPLES}_0", "answer": chosen.get(fields.kind, KIND)}
    return blocks_of.get(name) or chosen.get(fields.kind, KIND)


def fault_text(texts: Sequence[str]) -> str:
    """Return what is wrong with one field, as it is shown below it."""
    return cut(" ".join(texts), _LONGEST_FAULT)


def text_block(fields: Fields) -> str:
    """Return the block of the text, a new one for each figure that was put into it."""
    return f"{TEXT}_{fields.turn}"


_NAME_HINT = "What it is about, in a few words, so that admins find it again: Office parking."
_EXAMPLES_HINT = (
    "One question a line, as colleagues type it. Five work, ten are better; different words help more than more lines."
)
_WHY_HINT = "For the other admins: it is kept in the history."
_TEXT_HINT = (
    "A figure of the survey is written as its name in braces, and the published share is shown in its place: "
    "“{share_with.local_government} share data with councils.” The menu below writes it for you."
)
_KINDS = (
    (Kind.FIGURE, "A figure", "One published share, with its base and source"),
    (Kind.MEASURE, "A measure", "A list, a ranking, a count: worked out afresh"),
    (Kind.QUOTE, "A quote", "What somebody said about the survey"),
    (Kind.TEXT, "A text of ours", "Shown as written by your admins, not by the survey"),
)
_KEPT = (Kind.KEPT, "What it answers now", "It was written in a file, and no form can show it")


def _examples(examples: Sequence[str]) -> list[Block]:
    first, *more = (
        _typed(f"{EXAMPLES}_{number}", text, FIELD) | {"multiline": True} for number, text in enumerate(paged(examples))
    )
    return [
        _input(str(first["action_id"]), "What people ask", first, hint=_EXAMPLES_HINT),
        *(_input(str(each["action_id"]), "More of what people ask", each) | {"optional": True} for each in more),
    ]


def _kind(kind: Kind, *, is_kept: bool) -> Block:
    choices = [option(label, value, note) for value, label, note in (*_KINDS, *([_KEPT] if is_kept else []))]
    initial = next((choice for choice in choices if choice["value"] == kind), choices[0])
    radio: Block = {"type": "radio_buttons", "action_id": KIND, "options": choices, "initial_option": initial}
    return _input(KIND, "What to answer", radio) | {"dispatch_action": True}


def _answer(fields: Fields, offered: Menus) -> list[Block]:
    match fields.kind:
        case Kind.FIGURE:
            return [_input(FINDING, "Which figure", menus.menu(FINDING, offered.figures, fields.finding))]
        case Kind.MEASURE:
            return _measure(fields, offered)
        case Kind.QUOTE:
            return [_input(ON, "Whom to quote, or on what", menus.menu(ON, offered.quotable, fields.on))]
        case Kind.TEXT:
            return _text(fields, offered)
        case Kind.KEPT:
            return []


def _measure(fields: Fields, offered: Menus) -> list[Block]:
    choices = [Choice(value=each.value, label=each.label) for each in offered.measures]
    measure = _input(MEASURE, "Which measure", menus.simple(MEASURE, choices, fields.measure))
    chosen = next((each for each in offered.measures if each.value == fields.measure), None)
    asked = (Group(label="Questions", choices=offered.questions),)
    figures = _several(OF, "Of which figures", offered.figures, fields.of, chosen.findings if chosen else (0, 0))
    topics = _several(QUESTIONS, "On which topic", asked, fields.questions, chosen.questions if chosen else (0, 0))
    return [measure | {"dispatch_action": True}, *figures, *topics]


def _several(
    name: str, label: str, groups: Sequence[Group], held: Sequence[str], takes: tuple[int, int]
) -> list[Block]:
    """Return the menu of what a measure takes; nothing where it takes none."""
    least, most = takes
    if not most:
        return []
    prompt = f"Choose {least}" if least == most else f"Choose {least} or more"
    # Another number is another menu: Slack would give it what was chosen in the one before.
    return [_input(f"{name}_{most}", label, menus.menu(name, groups, *held, most=most, prompt=prompt))]


def _text(fields: Fields, offered: Menus) -> list[Block]:
    typed = _typed(text_block(fields), fields.text, LONGEST_TEXT) | {"multiline": True}
    insert = menus.menu(INSERT, offered.figures, prompt="Choose a figure")
    own: Block = {"type": "checkboxes", "action_id": OWN, "options": [_OWN]}
    ticked: Block = {"initial_options": [_OWN]} if fields.own_words else {}
    put = _input(f"{INSERT}_{fields.turn}", "Put a figure at its end", insert)
    return [
        _input(text_block(fields), "The text", typed, hint=_TEXT_HINT),
        put | {"optional": True, "dispatch_action": True},
        _input(OWN, "Numbers of your own", own | ticked, hint=_OWN_HINT) | {"optional": True},
    ]


_OWN = option("The numbers in the text are our own", TICKED)
_OWN_HINT = "Tick it if the text holds numbers that are not of the survey. People are told that they are yours."


def _typed(name: str, text: str, longest: int) -> Block:
    begun: Block = {"initial_value": text[:longest]} if text else {}
    return {"type": "plain_text_input", "action_id": name, "max_length": longest} | begun


def _input(name: str, label: str, element: Block, hint: str = "") -> Block:
    told: Block = {"hint": plain(hint)} if hint else {}
    return {"type": "input", "block_id": name, "label": plain(label), "element": element} | told
