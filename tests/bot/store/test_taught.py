"""The contract of `bot.ports.TaughtIntents`, kept on either database."""

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.admin.edits import rewrite, roll_back, turn
from bot.ports import IntentChanged, Moved, NameTaken, StoreDown
from bot.records import Change, Deed, Edit, Sketch, State, TaughtIntent
from bot.store.engine import SqlStore, open_store
from tests.bot.store.test_contracts import ODD
from tests.bot.store.wishes import SURVEY, TEAM, a_draft, teaching
from tests.helpers.stores import NOW, run_there

EVERY = frozenset(State)
HERE = TEAM, SURVEY


def taught(store: SqlStore, name: str = "parking", **others: object) -> TaughtIntent:
    """Teach an intent, and return it as it is kept."""
    store.taught.change(replace(teaching(name), draft=a_draft(name, **others)))
    return named(store, name)


def named(store: SqlStore, name: str) -> TaughtIntent:
    found = store.taught.named(*HERE, name)
    assert found is not None
    return found


def names(found: tuple[TaughtIntent, ...]) -> list[str]:
    return [intent.draft.name for intent in found]


def off(intent: TaughtIntent) -> Edit:
    return turn(intent, State.OFF, by="U2")


def gone(intent: TaughtIntent) -> Edit:
    return turn(intent, State.DELETED, by="U2")


def after(**time: int) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(**time)


def test_where_nothing_was_taught_there_is_nothing(store: SqlStore) -> None:
    assert store.taught.heads() == {}
    assert store.taught.snapshot(*HERE) == (0, ())
    assert store.taught.changed_since(*HERE, 0) == (0, ())
    assert store.taught.count(*HERE) == dict.fromkeys(State, 0)
    assert (store.taught.one(*HERE, "x"), store.taught.named(*HERE, "x"), store.taught.version(*HERE, 1)) == (None,) * 3
    assert store.taught.history(*HERE, limit=9) == ()
    assert store.taught.find(*HERE, states=EVERY, limit=9) == ()


def test_a_taught_intent_is_kept_whole_for_every_replica(store: SqlStore, replica: SqlStore) -> None:
    draft = a_draft(examples=("Where do I park?", "any parking"), answer={"measure": "list", "questions": ("a", "b")})
    [change] = store.taught.change(replace(teaching(), draft=draft))
    intent = replica.taught.one(*HERE, change.intent)
    assert intent == TaughtIntent(team=TEAM, survey=SURVEY, id=change.intent, draft=draft, state=State.LIVE, revision=1)
    assert replica.taught.snapshot(*HERE) == (1, (intent,))


def test_a_change_says_what_was_done_by_whom_when_and_why(store: SqlStore, replica: SqlStore) -> None:
    [change] = store.taught.change(teaching())
    assert change == Change(
        team=TEAM,
        survey=SURVEY,
        number=1,
        intent=change.intent,
        revision=1,
        deed=Deed.TAUGHT,
        by="U1",
        why="Asked daily",
        at=NOW,
        draft=a_draft(),
        state=State.LIVE,
    )
    assert replica.taught.version(*HERE, 1) == change


def test_two_intents_have_ids_that_do_not_follow_from_each_other(store: SqlStore) -> None:
    first, second = taught(store, "a"), taught(store, "b")
    assert len({first.id, second.id}) == 2
    assert min(len(first.id), len(second.id)) >= 16


def test_an_edit_makes_the_next_revision_and_the_next_version(store: SqlStore) -> None:
    first = taught(store)
    [change] = store.taught.change(rewrite(first, a_draft("bikes"), by="U2"))
    assert (change.number, change.revision, change.deed, change.by) == (2, 2, Deed.RENAMED, "U2")
    assert store.taught.one(*HERE, first.id) == replace(first, draft=a_draft("bikes"), revision=2)
    assert store.taught.heads() == {HERE: 2}


def test_versions_are_counted_for_each_workspace_and_survey(store: SqlStore) -> None:
    for where in (HERE, HERE, ("T2", SURVEY), (TEAM, "tea-2020")):
        store.taught.change(teaching(f"n{len(store.taught.history(*where, limit=9))}", *where))
    assert store.taught.heads() == {HERE: 2, ("T2", SURVEY): 1, (TEAM, "tea-2020"): 1}


def test_edits_of_two_surveys_are_not_done_together(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="one workspace and one of its surveys"):
        store.taught.change(teaching("a"), teaching("b", survey="tea-2020"))
    assert store.taught.heads() == {}


def test_no_edits_are_no_change(store: SqlStore) -> None:
    assert (store.taught.change(), store.taught.heads()) == ((), {})


def test_several_edits_are_done_in_their_order(store: SqlStore) -> None:
    first = taught(store)
    changes = store.taught.change(
        off(first), teaching("bikes"), rewrite(replace(first, revision=2), a_draft("a"), by="")
    )
    assert [(change.number, change.revision) for change in changes] == [(2, 2), (3, 1), (4, 3)]
    assert store.taught.one(*HERE, first.id) == replace(first, draft=a_draft("a"), revision=3)


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_what_somebody_else_changed_is_not_overwritten(store: SqlStore, replica: SqlStore, revision: int) -> None:
    first = taught(store)
    replica.taught.change(off(first))
    with pytest.raises(IntentChanged) as error:
        store.taught.change(replace(gone(first), revision=revision))
    assert error.value.current == replace(first, state=State.OFF, revision=2)
    assert store.taught.heads() == {HERE: 2}


@pytest.mark.parametrize("edit", [replace(teaching(), intent="made-up"), replace(teaching(), intent=ODD, revision=1)])
def test_an_intent_that_is_not_there_cannot_be_edited(store: SqlStore, edit: Edit) -> None:
    with pytest.raises(IntentChanged) as error:
        store.taught.change(edit)
    assert (error.value.current, store.taught.heads()) == (None, {})


def test_a_new_intent_has_no_revision_yet(store: SqlStore) -> None:
    with pytest.raises(IntentChanged):
        store.taught.change(replace(teaching(), revision=1))


def test_an_intent_of_another_workspace_cannot_be_edited(store: SqlStore) -> None:
    first = taught(store)
    with pytest.raises(IntentChanged):
        store.taught.change(replace(gone(first), team="T2"))
    assert store.taught.one(*HERE, first.id) == first


def test_two_intents_cannot_have_one_name(store: SqlStore) -> None:
    taught(store)
    with pytest.raises(NameTaken) as error:
        store.taught.change(teaching("bikes"), teaching())
    assert (error.value.name, store.taught.count(*HERE)[State.LIVE], store.taught.heads()) == ("parking", 1, {HERE: 1})


def test_two_new_intents_cannot_have_one_name_either(store: SqlStore) -> None:
    with pytest.raises(NameTaken):
        store.taught.change(teaching(), teaching())


def test_the_name_of_an_intent_that_is_off_is_taken(store: SqlStore) -> None:
    store.taught.change(off(taught(store)))
    with pytest.raises(NameTaken):
        store.taught.change(teaching())


def test_the_name_of_a_deleted_intent_is_free_until_it_is_restored(store: SqlStore) -> None:
    first = taught(store)
    store.taught.change(gone(first))
    second = taught(store)
    deleted = store.taught.one(*HERE, first.id)
    assert deleted is not None
    assert second.id != first.id
    with pytest.raises(NameTaken):
        store.taught.change(turn(deleted, State.LIVE, by="U1"))
    store.taught.change(gone(second), turn(deleted, State.LIVE, by="U1"))
    assert named(store, "parking").id == first.id


def test_two_intents_can_change_names(store: SqlStore) -> None:
    first, second = taught(store, "a"), taught(store, "b")
    store.taught.change(rewrite(first, a_draft("b"), by="U1"), rewrite(second, a_draft("a"), by="U1"))
    assert (named(store, "a").id, named(store, "b").id) == (second.id, first.id)


def test_a_change_looked_at_before_another_was_kept_is_looked_at_again(store: SqlStore, replica: SqlStore) -> None:
    replica.taught.change(teaching("bikes"))
    with pytest.raises(Moved):
        store.taught.change(teaching(), at=0)
    assert store.taught.change(teaching(), at=1)[0].number == 2


def test_of_several_edits_one_that_fails_undoes_all(store: SqlStore) -> None:
    first = taught(store)
    with pytest.raises(IntentChanged):
        store.taught.change(off(first), teaching("bikes"), replace(off(first), revision=7))
    assert store.taught.snapshot(*HERE) == (1, (first,))
    assert len(store.taught.history(*HERE, limit=9)) == 1


def test_only_what_is_live_answers(store: SqlStore) -> None:
    live, turned_off, deleted = taught(store, "c"), taught(store, "a"), taught(store, "b")
    store.taught.change(off(turned_off), gone(deleted))
    assert store.taught.snapshot(*HERE) == (5, (live,))
    assert store.taught.count(*HERE) == {State.LIVE: 1, State.OFF: 1, State.DELETED: 1}


def test_intents_come_by_name_letter_by_letter(store: SqlStore) -> None:
    for name in ("b", "a_z", "ab", "a_", "a"):
        taught(store, name)
    wanted = ["a", "a_", "a_z", "ab", "b"]
    assert names(store.taught.snapshot(*HERE)[1]) == wanted
    assert names(store.taught.find(*HERE, states=EVERY, limit=3)) == wanted[:3]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["bikes", "parking"]),
        ("PARK", ["parking"]),
        ("office", ["parking"]),
        ("100% straße", ["parking"]),
        ("STRASSE", ["parking"]),
        ("park office", ["parking"]),
        ("bikes office", []),
        ("%", ["parking"]),
        ("_", []),
        ("\\", []),
        ("'; DROP TABLE taught_intents;--", []),
        (ODD, []),
        ("park " * 100_000, ["parking"]),
        ("p" * 100_000, []),
    ],
)
def test_intents_are_found_by_words_of_name_or_summary(store: SqlStore, words: str, found: list[str]) -> None:
    taught(store, summary="100% Office, Straße")
    taught(store, "bikes")
    assert names(store.taught.find(*HERE, words, states=EVERY, limit=9)) == found


def test_intents_are_found_in_the_states_that_are_wanted(store: SqlStore) -> None:
    taught(store, "a")
    store.taught.change(off(taught(store, "b")))
    store.taught.change(gone(taught(store, "c")))
    wanted = [frozenset({State.OFF}), frozenset({State.LIVE, State.DELETED}), frozenset[State]()]
    assert [names(store.taught.find(*HERE, states=each, limit=9)) for each in wanted] == [["b"], ["a", "c"], []]


def test_what_changed_since_a_version_is_told_whatever_became_of_it(store: SqlStore) -> None:
    _, second, third, fourth = (taught(store, name) for name in "abcd")
    store.taught.change(off(second), gone(third))
    head, since = store.taught.changed_since(*HERE, 3)
    assert (head, names(since)) == (6, ["b", "c", "d"])
    assert [intent.state for intent in since] == [State.OFF, State.DELETED, State.LIVE]
    assert since[2] == fourth
    assert store.taught.changed_since(*HERE, 6) == (6, ())


def test_since_a_version_that_was_forgotten_everything_changed(store: SqlStore) -> None:
    taught(store, "a")
    taught(store, "b")
    store.workspaces.forget(TEAM)
    taught(store, "c")
    assert store.taught.changed_since(*HERE, 2) == (1, (named(store, "c"),))


def test_the_history_is_of_one_intent_or_of_all_newest_first(store: SqlStore) -> None:
    first = taught(store, "a")
    taught(store, "b")
    store.taught.change(off(first))
    history = store.taught.history
    assert [change.number for change in history(*HERE, limit=9)] == [3, 2, 1]
    assert [change.number for change in history(*HERE, first.id, limit=9)] == [3, 1]
    assert [change.number for change in history(*HERE, limit=1, before=3)] == [2]
    assert history(*HERE, limit=9, before=-(10**40)) == ()
    assert len(history(*HERE, limit=9, before=10**40)) == 3


@pytest.mark.parametrize("number", [-1, 0, 2, 2**31 - 1, 2**31, 10**40])
def test_a_version_that_is_not_there_is_none(store: SqlStore, number: int) -> None:
    taught(store)
    assert store.taught.version(*HERE, number) is None


def test_what_was_rolled_back_is_what_it_was(store: SqlStore) -> None:
    first = taught(store)
    store.taught.change(rewrite(first, a_draft("bikes"), by="U2"))
    before = store.taught.version(*HERE, 1)
    assert before is not None
    store.taught.change(roll_back(named(store, "bikes"), before, by="U1", why="Oops"))
    assert named(store, "parking") == replace(first, revision=3)


def test_text_that_no_database_likes_comes_back_mended(store: SqlStore) -> None:
    draft = a_draft(ODD, examples=(ODD, "\\u0000"), answer={ODD: ODD, "of": (ODD,), "limit": 3})
    [change] = store.taught.change(replace(teaching(), draft=draft, by=ODD, why=ODD, team=ODD, survey=ODD))
    mended = ODD.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
    assert change.draft == a_draft(
        mended,
        summary=ODD.capitalize().replace("\0", "\ufffd").replace("\ud800", "\ufffd"),
        examples=(mended, "\\u0000"),
        answer={mended: mended, "of": (mended,), "limit": 3},
    )
    assert store.taught.version(ODD, ODD, 1) == change
    assert store.taught.heads() == {(mended, mended): 1}
    assert names(store.taught.snapshot(ODD, ODD)[1]) == [mended]


def test_a_name_that_is_too_long_for_a_database_keeps_nothing_else_from_it(store: SqlStore) -> None:
    with suppress(StoreDown):  # SQLite keeps it
        store.taught.change(teaching("".join(map(chr, range(0x4E00, 0x4E00 + 9000)))))
    assert store.taught.change(teaching())


def test_what_is_forgotten_with_a_workspace(store: SqlStore, replica: SqlStore) -> None:
    taught(store)
    store.taught.change(teaching(team="T2"))
    sketch = replica.taught.sketch(a_sketch())
    store.workspaces.forget(TEAM)
    assert replica.taught.heads() == {("T2", SURVEY): 1}
    assert replica.taught.snapshot(*HERE) == (0, ())
    assert replica.taught.history(*HERE, limit=9) == ()
    assert replica.taught.sketched(TEAM, "U1", sketch.id) is None


def test_the_database_itself_refuses_a_second_intent_of_a_name(store: SqlStore, url: str) -> None:
    taught(store, "a")
    taught(store, "b")
    with pytest.raises(Exception, match=r"(?i)unique"):
        run_there(url, "UPDATE taught_intents SET name = 'a'")


@pytest.mark.parametrize(
    "junk",
    ["examples = '{}'", "examples = '[1]'", "examples = 'x'", "answer = '[]'", "answer = '{\"a\":{}}'", "state = 'x'"],
)
def test_what_no_program_of_ours_wrote_is_not_taken_for_an_intent(store: SqlStore, url: str, junk: str) -> None:
    intent = taught(store)
    run_there(url, f"UPDATE taught_intents SET {junk}")  # noqa: S608  # from the lines above
    with pytest.raises(StoreDown, match="'parking' cannot be read"):
        store.taught.one(*HERE, intent.id)
    assert store.is_up()


def a_sketch(**others: object) -> Sketch:
    usual = Sketch(id="", team=TEAM, survey=SURVEY, intent="", revision=0, by="U1", draft=a_draft(), questions=(12, 15))
    return replace(usual, **others)  # type: ignore[arg-type]  # whatever a test chooses


def test_a_sketch_is_found_again_by_who_wrote_it_on_every_replica(store: SqlStore, replica: SqlStore) -> None:
    sketch = store.taught.sketch(a_sketch(why="Because"))
    assert len(sketch.id) >= 22
    assert replica.taught.sketched(TEAM, "U1", sketch.id) == sketch == a_sketch(why="Because", id=sketch.id)


@pytest.mark.parametrize("whose", [(TEAM, "U2"), ("T2", "U1"), (ODD, ODD)])
def test_nobody_else_finds_a_sketch(store: SqlStore, whose: tuple[str, str]) -> None:
    assert store.taught.sketched(*whose, store.taught.sketch(a_sketch()).id) is None


def test_a_sketch_takes_the_place_of_the_one_with_its_id(store: SqlStore) -> None:
    sketch = store.taught.sketch(a_sketch())
    assert store.taught.sketch(replace(sketch, draft=a_draft("bikes"))).id == sketch.id
    found = store.taught.sketched(TEAM, "U1", sketch.id)
    assert found is not None
    assert found.draft == a_draft("bikes")


@pytest.mark.parametrize("whose", [{"by": "U2"}, {"team": "T2"}])
def test_nobody_else_writes_in_a_sketch(store: SqlStore, whose: dict[str, str]) -> None:
    sketch = store.taught.sketch(a_sketch())
    forged = store.taught.sketch(a_sketch(id=sketch.id, draft=a_draft("forged"), **whose))
    assert forged.id != sketch.id
    assert store.taught.sketched(TEAM, "U1", sketch.id) == sketch
    assert store.taught.sketched(forged.team, forged.by, forged.id) == forged


@pytest.mark.parametrize("made_up", ["x", ODD, "x" * 100_000])
def test_nobody_chooses_the_id_of_a_sketch(store: SqlStore, made_up: str) -> None:
    sketch = store.taught.sketch(a_sketch(id=made_up))
    assert sketch.id != made_up
    assert store.taught.sketched(TEAM, "U1", made_up) is None
    assert store.taught.sketched(TEAM, "U1", sketch.id) == sketch


def test_a_sketch_is_kept_for_a_day(url: str, store: SqlStore) -> None:
    sketch = store.taught.sketch(a_sketch())
    for seconds, is_kept in ((-1, True), (0, False)):
        with closing(open_store(url, now=after(days=1, seconds=seconds))) as later:
            later.taught.sketch(a_sketch())
            assert (later.taught.sketched(TEAM, "U1", sketch.id) is not None) == is_kept
    with closing(open_store(url, now=after(days=1, seconds=1))) as later:
        later.taught.sketch(a_sketch())
    assert store.taught.sketched(TEAM, "U1", sketch.id) is None
