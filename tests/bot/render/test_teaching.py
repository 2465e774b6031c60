"""What admins see who teach: always within Slack's limits, and never more than text where admins wrote."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.admin.proposing import Difference, Kind
from bot.records import Change, Deed, State, TaughtIntent
from bot.render import fields, menus, previewing, taught, teaching, wishes, writing
from bot.render.blocks import Block
from bot.render.fields import FIELD, Fields
from bot.render.menus import Choice, Group
from bot.render.wishes import Turned, Undone, Written
from bot.sandbox.block_kit import view_faults
from intents.draft import Draft
from tests.bot.render.test_blocks import any_reply, formatted_in, texts
from tests.helpers.payloads import AHEAD, EDITED, HISTORY, MENUS, PARKING, TYPED, VIEWS, WRITTEN
from tests.helpers.sandbox import words

many = st.sampled_from((0, 1, 12, 120))
states = st.sampled_from(State)
drafts = st.builds(
    Draft, name=texts, summary=texts, examples=st.lists(texts, max_size=30).map(tuple), answer=st.just({"text": "x"})
)
intents = st.builds(
    TaughtIntent,
    team=st.just("T1"),
    survey=st.just("s"),
    id=st.sampled_from(("0f3a", "i" * 64)),
    draft=drafts,
    state=states,
    revision=st.integers(1, 999_999_999),
)
changes = st.builds(
    Change,
    team=st.just("T1"),
    survey=st.just("s"),
    number=st.integers(1, 999_999_999),
    intent=st.just("0f3a"),
    revision=st.integers(1, 3),
    deed=st.sampled_from(Deed),
    by=st.sampled_from(("U0ALEX", "shell", "", "<!here>")),
    why=texts,
    at=st.just(EDITED.at),
    draft=drafts,
    state=states,
)
choices = st.builds(Choice, value=st.sampled_from(("a.b", "x" * 150, "x" * 151, "")), label=texts)
differences = st.builds(
    Difference, question=texts, kind=st.sampled_from(Kind), before=texts, after=texts, times=st.integers(0, 9)
)
any_fields = st.builds(
    Fields,
    summary=texts,
    examples=st.lists(texts, max_size=5).map(tuple),
    kind=st.sampled_from(fields.Kind),
    finding=st.sampled_from(("a.b", "gone")),
    measure=st.sampled_from(("m", "gone", "")),
    of=st.sampled_from(((), ("a.b",), ("a.b", "a.b"))),
    questions=st.sampled_from(((), ("a.b",))),
    on=st.sampled_from(("a.b", "", "gone")),
    text=texts,
    own_words=st.booleans(),
    is_kept=st.booleans(),
    turn=st.integers(0, 999),
)


@st.composite
def any_menus(draw: st.DrawFn) -> writing.Menus:
    """Draw a survey's menus, of any length."""
    # Ids are each there once, as in a survey.
    listed = (draw(choices), *(Choice(value=f"a.{number}", label=draw(texts)) for number in range(draw(many))))
    groups = (Group(label=draw(texts), choices=listed),) * draw(st.sampled_from((0, 1, 101)))
    measure = writing.Measure(
        value="m", label=draw(texts), findings=(1, draw(st.sampled_from((0, 1, 2, 20)))), questions=(1, 1)
    )
    return writing.Menus(figures=groups[:1], questions=listed, measures=(measure,), quotable=groups)


@given(any_fields, any_menus(), texts, st.lists(texts, max_size=20))
def test_no_draft_breaks_a_limit_of_the_form(held: Fields, offered: writing.Menus, why: str, told: list[str]) -> None:
    page = writing.Page(wish=WRITTEN, fields=held, menus=offered, why=why, told=tuple(told))
    assert view_faults(writing.form(page)) == ()


@given(st.lists(intents, max_size=3), many, many, st.lists(texts, max_size=20), changes)
def test_no_intent_breaks_a_limit_of_the_list_or_of_its_page(
    found: list[TaughtIntent], times: int, limit: int, answers: list[str], change: Change
) -> None:
    counts = {change.state: times}
    views = [taught.listing(tuple(found) * times, counts, which=change.state, limit=min(limit, taught.MOST))]
    views += [taught.page(intent, answers, change) for intent in found]
    views += [taught.done(change, (1, times), str(Undone(intent="i", revision=1, to=2)))]
    assert [view_faults(view) for view in views] == [()] * len(views)


@given(intents, st.lists(st.tuples(changes, st.lists(texts, max_size=20)), max_size=15), st.booleans())
def test_no_change_breaks_a_limit_of_the_history_or_of_what_others_changed(
    intent: TaughtIntent, versions: list[tuple[Change, list[str]]], is_whole: bool
) -> None:
    mine = [line for _, lines in versions for line in lines]
    views = (
        taught.history(intent, versions, is_whole=is_whole),
        previewing.conflict(WRITTEN, versions, mine, intent.id, is_written=is_whole),
    )
    assert [view_faults(view) for view in views] == [(), ()]


@given(st.none() | any_reply(), st.lists(differences, max_size=20), many, st.lists(texts, max_size=20), texts)
def test_no_effect_breaks_a_limit_of_the_preview(
    reply: object, found: list[Difference], times: int, told: list[str], notice: str
) -> None:
    ahead = replace(
        AHEAD,
        reply=reply,  # type: ignore[arg-type]  # any_reply's
        warnings=tuple(told),
        hints=tuple(told),
        differences=tuple(found) * times,
        takes_away=tuple(found) * times,
    )
    assert view_faults(previewing.preview(ahead, notice)) == ()


@given(texts)
def test_nothing_that_is_told_breaks_a_limit(text: str) -> None:
    views = (taught.notice(text or "x"), previewing.working(text or "x", WRITTEN))
    assert [view_faults(view) for view in views] == [(), ()]


def test_what_admins_wrote_stands_only_where_slack_reads_no_marks() -> None:
    shown = [view for name, view in VIEWS.items() if name not in {"preview", "preview without effect"}]
    assert [text for text in formatted_in(shown) if "*" in text or "<!" in text or "<p" in text] == []


def test_a_preview_names_what_is_gained_changed_and_lost_most_asked_first_and_how_many_more() -> None:
    gained = tuple(
        Difference(question=f"question {number}", kind=Kind.GAINED, before="", after="x", times=number)
        for number in range(40)
    )
    lost = tuple(replace(each, kind=Kind.LOST, before="31%", after="") for each in gained)
    shown = words(previewing.preview(replace(AHEAD, differences=(*gained, *lost), takes_away=lost)))
    assert ("40 gained, 40 lost" in shown, "“question 39” (asked 39 times): x" in shown) == (True, True)
    assert "“question 39” (asked 39 times): not answered any more. Today: 31%" in shown
    assert ("and 32 more" in shown, "and 10 more" in shown) == (True, True)


def test_only_a_change_that_takes_answers_away_asks_for_a_tick() -> None:
    held = [previewing.preview(replace(AHEAD, takes_away=lost)) for lost in ((), AHEAD.takes_away)]
    assert [previewing.CONSENT in str(view) for view in held] == [False, True]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.LIVE, ("Edit", "Try it", "Turn off", "Delete", "History")),
        (State.OFF, ("Edit", "Turn on", "Delete", "History")),
        (State.DELETED, ("Restore", "History")),
    ],
)
def test_an_intent_can_be_done_to_what_fits_its_state(state: State, offered: tuple[str, ...]) -> None:
    view = taught.page(replace(PARKING, state=state), ("x",), EDITED)
    assert labels(view) == [*offered, "Taught questions"]


def test_a_history_offers_to_go_back_to_each_version_but_the_one_there_is() -> None:
    assert labels(taught.history(PARKING, HISTORY)) == ["Go back to this", "Back"]


def test_who_changed_an_intent_is_named_without_being_called() -> None:
    shown = taught.page(PARKING, ("x",), EDITED)
    assert ("<@U0ALEX>" in str(shown), "'user_id': 'U0ALEX'" in str(shown)) == (False, True)


def test_the_list_says_when_there_are_more_and_at_last_to_search() -> None:
    shown = [words(taught.listing((PARKING,) * (limit + 1), {}, limit=limit)) for limit in (taught.PAGE, taught.MOST)]
    assert (["Show more" in each for each in shown], "search" in shown[1]) == ([True, False], True)


class TestMenus:
    GROUPS = (
        Group(label="Drinks", choices=(Choice(value="drinks.tea", label="62%  Tea"),)),
        Group(label="Cakes", choices=tuple(Choice(value=f"cakes.{n}", label=f"Cake {n}") for n in range(101))),
    )

    def test_show_what_is_chosen(self) -> None:
        assert menus.menu("x", self.GROUPS[:1], "drinks.tea")["initial_option"] == menus.option(
            "62%  Tea", "drinks.tea"
        )
        assert "initial_option" not in menus.menu("x", self.GROUPS[:1], "gone")

    def test_are_looked_through_as_somebody_types_where_slack_takes_no_more(self) -> None:
        kinds = [menus.menu("x", groups, "cakes.7") for groups in (self.GROUPS[:1], self.GROUPS)]
        assert [each["type"] for each in kinds] == ["static_select", "external_select"]
        assert "cakes.7" in str(kinds[1]["initial_option"])

    @pytest.mark.parametrize(
        ("typed", "found"),
        [("tea", ["drinks.tea"]), ("CAKE 100", ["cakes.100"]), ("7 cakes", None), ("<!here>", [])],
    )
    def test_offer_what_holds_every_word_that_was_typed(self, typed: str, found: list[str] | None) -> None:
        offered = [each["value"] for group in menus.offered(self.GROUPS, typed) for each in options(group)]
        assert offered == found if found is not None else "cakes.7" in offered

    def test_offer_no_more_than_can_be_looked_through(self) -> None:
        offered = menus.offered(self.GROUPS, "")
        assert [len(options(group)) for group in offered] == [1, 49]


class TestFields:
    @given(any_fields)
    def test_are_the_same_after_they_were_kept(self, held: Fields) -> None:
        assert fields.resumed(fields.sketched(held)) == held

    @pytest.mark.parametrize("turn", ["", "x", "-1", "1.5"])
    def test_of_a_sketch_that_is_none_are_those_of_an_empty_form(self, turn: str) -> None:
        strange = Draft(name="", summary="", examples=(), answer={"kind": "other", "turn": turn, "of": 3})
        assert fields.resumed(strange) == Fields()

    def test_hold_each_example_once_on_a_line_of_its_own(self) -> None:
        assert fields.lines(["a  b\n\nc\r\na b", " c ", "d"]) == ("a b", "c", "d")

    @given(st.lists(st.text("abc ", min_size=1, max_size=400).filter(str.strip), max_size=60))
    def test_of_examples_are_as_many_as_they_need(self, examples: list[str]) -> None:
        clean = fields.lines(examples)
        pages = fields.paged(clean)
        assert fields.lines(pages) == clean
        assert max(map(len, pages)) <= FIELD


class TestWishes:
    @pytest.mark.parametrize(
        "wish",
        [
            Written(sketch="aB-9_", revision=0),
            Written(sketch="aB-9_", revision=2, seen="0f3a" * 8),
            Turned(intent="0f3a", revision=7, state=State.OFF),
            Undone(intent="0f3a", revision=7, to=12),
        ],
        ids=str,
    )
    def test_are_read_as_they_were_written(self, wish: wishes.Wish) -> None:
        assert wishes.read(str(wish)) == wish

    @pytest.mark.parametrize(
        "forged",
        ["", "write", "write x", "write x y", "turn x 1 gone", "turn x 1", "undo x 1 off", "undo x 1", "drop x 1 2",
         "write x 1 2", "write " + "x" * 65 + " 1", "turn x 9999999999 off", "undo x 1 9999999999", "write x ١",
         "turn x 1 off\n", '{"write": "x"}'],
    )  # fmt: skip
    def test_that_are_none_of_ours_are_not_read(self, forged: str) -> None:
        assert wishes.read(forged) is None

    @given(st.text(max_size=40))
    def test_are_read_from_anything_without_a_fault(self, forged: str) -> None:
        wish = wishes.read(forged)
        assert wish is None or wishes.read(str(wish)) == wish


def labels(view: Block) -> list[str]:
    """Return what the buttons of a view say."""
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    elements = [each for block in blocks for each in block.get("elements", ())]
    return [each["text"]["text"] for each in elements if each.get("type") == "button"]


def options(group: Mapping[str, object]) -> list[Block]:
    found = group["options"]
    assert isinstance(found, list)
    return found


def test_the_fields_of_the_form_are_named_as_the_rules_name_the_parts_of_a_draft() -> None:
    shown = {kind: str(writing.form(writing.Page(wish=WRITTEN, fields=replace(TYPED, kind=kind), menus=MENUS)))
             for kind in fields.Kind}  # fmt: skip
    for kind, form in shown.items():
        named = [
            writing.field_of(part, replace(TYPED, kind=kind)) for part in ("summary", "examples", "answer", "text")
        ]
        assert [name for name in named if f"'block_id': '{name}'" not in form] == []


def test_the_buttons_have_names_of_their_own() -> None:
    names = [value for name, value in vars(teaching).items() if name.isupper() and isinstance(value, str)]
    assert len(set(names)) == len(names)
