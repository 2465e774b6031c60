"""The form in which an admin writes an intent: a name, examples, and what to answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.render import blocks, menus, screens
from bot.render.blocks import Block, plain
from bot.render.fields import FIELD, Fields, Kind, paged
from bot.render.menus import Choice, Group, option
from bot.render.mrkdwn import cut
from bot.render.teaching import capped, small
from bot.render.wishes import Written

FORM = "taught_form"  # callback id
# Block and action ids of what can be filled in; of examples and texts there may be several fields, by number.
SUMMARY, EXAMPLES, KIND = "summary", "examples", "kind"
FINDING, MEASURE, OF, SPEAKER, ON, TEXT = "finding", "measure", "of", "speaker", "on", "text"
INSERT, OWN, WHY = "insert", "own_words", "why"
ANY = "*"  # the value of the choice that names nobody and nothing
TICKED = "yes"

LONGEST_NAME = 100  # characters; it is a headline
LONGEST_WHY = 300
LONGEST_TEXT = 2000  # characters of an answer; a longer one is not read in Slack
_LONGEST_FAULT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Menus:
    """What there is to choose from in the form."""

    figures: tuple[Group, ...] = ()
    measures: tuple[Choice, ...] = ()
    subjects: tuple[Group, ...] = ()
    """What can be measured, or spoken of: questions and findings."""
    speakers: tuple[Choice, ...] = ()


def form(
    fields: Fields, offered: Menus, wish: Written, *, why: str = "", told: Sequence[str] = (), is_new: bool = True
) -> Block:
    """Return the form with what stands in it; `told` says what is wrong with it, where that has no field."""
    begin = "Nothing is saved yet: next you see the answer, and which questions it would change."
    return {
        **screens.view(
            *([small("Please look at this"), blocks.bullets(capped(told))] if told else []),
            blocks.context(plain(f"Step 1 of 2. {begin}")),
            _typed(SUMMARY, "Name", fields.summary, hint=_NAME_HINT, longest=LONGEST_NAME),
            *_examples(fields.examples),
            _kind(fields.kind, is_kept=fields.is_kept),
            *_answer(fields, offered),
            _typed(WHY, "Why", why, hint=_WHY_HINT, longest=LONGEST_WHY) | {"optional": True},
            title="Teach a question" if is_new else "Edit",
        ),
        "callback_id": FORM,
        "submit": plain("Preview"),
        "close": plain("Cancel"),
        "private_metadata": str(wish),
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


_NAME_HINT = "What it is about, in a few words. Colleagues see it above the answer: Office parking."
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
    return [
        _typed(
            f"{EXAMPLES}_{number}",
            "What people ask" if number == 0 else "More of what people ask",
            text,
            hint=_EXAMPLES_HINT if number == 0 else "One question a line.",
            longest=FIELD,
            is_long=True,
        )
        | {"optional": number > 0}
        for number, text in enumerate(paged(examples))
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
            measure = menus.simple(MEASURE, offered.measures, fields.measure)
            of = menus.menu(OF, _or_any("Everything", offered.subjects), fields.of or ANY)
            return [_input(MEASURE, "Which measure", measure), _input(OF, "Of what", of)]
        case Kind.QUOTE:
            anybody = (Choice(value=ANY, label="Anybody"), *offered.speakers)
            speaker = menus.simple(SPEAKER, anybody, fields.speaker or ANY)
            on = menus.menu(ON, _or_any("Anything", offered.subjects), fields.on or ANY)
            return [_input(SPEAKER, "Whom to quote", speaker), _input(ON, "On what", on)]
        case Kind.TEXT:
            return _text(fields, offered)
        case Kind.KEPT:
            return []


def _text(fields: Fields, offered: Menus) -> list[Block]:
    insert = menus.menu(INSERT, offered.figures, prompt="Choose a figure")
    own: Block = {"type": "checkboxes", "action_id": OWN, "options": [_OWN]}
    ticked: Block = {"initial_options": [_OWN]} if fields.own_words else {}
    return [
        _typed(text_block(fields), "The text", fields.text, hint=_TEXT_HINT, longest=LONGEST_TEXT, is_long=True),
        _input(f"{INSERT}_{fields.turn}", "Put a figure at its end", insert) | {"optional": True, "dispatch_action": True},
        _input(OWN, "Numbers", own | ticked, hint=_OWN_HINT) | {"optional": True},
    ]


_OWN = option("The numbers in it are our own", TICKED)
_OWN_HINT = "Tick it if the text holds numbers that are not of the survey. People are told that they are yours."


def _or_any(label: str, groups: Sequence[Group]) -> tuple[Group, ...]:
    return (Group(label="Not one in particular", choices=(Choice(value=ANY, label=label),)), *groups)


def _typed(name: str, label: str, text: str, *, hint: str, longest: int, is_long: bool = False) -> Block:
    begun: Block = {"initial_value": text[:longest]} if text else {}
    typed: Block = {"type": "plain_text_input", "action_id": name, "max_length": longest, "multiline": is_long}
    return _input(name, label, typed | begun, hint=hint)


def _input(name: str, label: str, element: Block, hint: str = "") -> Block:
    told: Block = {"hint": plain(hint)} if hint else {}
    return {"type": "input", "block_id": name, "label": plain(label), "element": element} | told
