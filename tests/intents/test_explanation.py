"""An explanation accounts for every word, in order, and never tells another story than the match."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.accounting import Part, Word
from intents.candidates import Candidate, candidates
from intents.catalogue import Catalogue
from intents.explanation import MAX_CANDIDATES, Explanation, Result, explain
from intents.fitting import heaviest
from intents.frame import Frame
from intents.matching import understand
from intents.model import Match, Several, Turn
from intents.taught import MAX_READINGS
from intents.text import MAX_LENGTH, fold, tokenise
from tests.helpers.asking import cgi_knowledge
from tests.helpers.intents import a_catalogue, a_definition, cooks, readings, shipped_over_cooks
from tests.intents.test_taught import catalogue as taught
from tests.questions import scoring

DEV = Path(__file__).parents[1] / "questions" / "dev.yaml"
QUESTIONS = tuple(question.q for question in scoring.read(DEV))
PIECES = (*"what how many percentage pasta greens farms cooks not never do give leftovers with and or of those who "
          "31% 40 2019 2024 I'm writing a paper on hi thanks , . ? ( ) - women speling why more than list".split(),
          "\n", "\u202e", "\x1b[31m", "\x00")  # fmt: skip


def word(text: str, typed: str, catalogue: Catalogue | None = None) -> Word:
    """Return how the word typed was accounted for in a question."""
    return next(w for w in explain(text, catalogue or cooks()).words if w.typed == typed)


def candidate(text: str, intent: str) -> Candidate:
    """Return how near an intent came to a question."""
    return next(c for c in explain(text, cooks()).candidates if c.intent == intent)


def after(earlier: str, question: str, *, quoted: bool = False) -> Explanation:
    """Return the explanation of a question after an earlier one that was matched."""
    found = understand(earlier, shipped_over_cooks()).outcome
    assert isinstance(found, Match)
    about = tuple(v for values in found.slots.values() for v in values)
    topics = frozenset(v.id.partition(".")[0] for v in about)
    turn = Turn(match=found, about=about, topics=topics, quoted=quoted)
    return explain(question, shipped_over_cooks(), turn)


@pytest.mark.parametrize(
    ("text", "typed", "part", "means"),
    [
        ("what percentage choose pasta", "pasta", "name", "names a finding: lunch.pasta"),
        ("do not choose pasta", "pasta", "name", "names a finding in the negative: lunch.pasta"),
        ("what is on the menu", "on the menu", "name", "names a topic: lunch"),
        ("pasta in the first term", "first term", "name", "names a wave: w1"),
        ("over 40% choose pasta", "over 40 %", "name", "is a quantity: over 40 percent"),
        ("how many cooks choose pasta", "cooks", "name", "those who were asked"),
        ("how many cooks choose pasta", "how many", "cue", "tells what is asked (cue count)"),
        ("pasta than", "than", "cue", "tells what is asked (cue than, may be passed over)"),
        ("who do not choose pasta", "do not", "grammar", "makes what is named its opposite"),
        ("who do give to farms", "give", "grammar", "a verb of giving: give_to"),
        ("pasta and pasta", "and", "no_meaning", "carries no meaning (stop word)"),
        ("they choose pasta", "choose", "no_meaning", "carries no meaning (filler)"),
        ("the pasta", "the", "no_meaning", "carries no meaning (noise word)"),
        ("lunch pasta", "lunch", "repeated", "accounted for by what is named, or by what stands beside it"),
        ("pasta of women", "women", "left_over", "left over: nothing accounts for it"),
        ("pasta in 2031", "2031", "left_over", "left over: a year that the survey says nothing of"),
        ("do farms give to food banks", "farms", "not_asked", "shows that this was not asked (reversed)"),
    ],
)
def test_the_part_of_a_word_is_told_in_plain_words(text: str, typed: str, part: Part, means: str) -> None:
    found = word(text, typed)
    assert (found.part, found.means) == (part, means)


def test_a_name_repeated_is_accounted_for_once() -> None:
    assert [w.part for w in explain("pasta and pasta", cooks()).words] == ["name", "no_meaning", "repeated"]


def test_of_two_negations_only_the_one_that_negates_says_so() -> None:
    words = explain("isn't it true that they do not choose pasta", shipped_over_cooks()).words
    means = [w.means for w in words if w.part == "grammar"]
    assert means == ["negates nothing that is named", "makes what is named its opposite"]


def test_a_question_answered_whoever_it_is_about_fills_its_slots_all_the_same() -> None:
    explained = explain("why do farms give leftovers to food banks", shipped_over_cooks())
    assert explained.conclusion.result == "matched"
    assert "not_asked" not in [w.part for w in explained.words]


def test_a_word_between_the_asking_and_what_is_asked_is_left_over_though_it_is_known() -> None:
    found = word("what percentage hardly choose pasta", "hardly", shipped_over_cooks())
    assert (found.part, found.means) == ("left_over", "left over: here it would change what is asked")


def test_a_typing_error_is_shown_as_typed_and_as_corrected() -> None:
    found = word("what percentage choose spagheti", "spagheti")
    assert (found.understood, found.corrected, found.slot) == ("spaghetti", True, "finding")


def test_a_short_form_is_shown_as_typed_and_written_out() -> None:
    found = word("what % choose pasta", "%")
    assert (found.understood, found.corrected) == ("percent", False)


def test_a_word_with_several_meanings_names_them_all() -> None:
    explained = explain("greens", cooks())
    assert explained.words[0].means == "may name several findings: lunch.salad, lunch.peas"
    assert (explained.conclusion.result, explained.conclusion.why) == ("asked_back", "several")


def test_each_name_shows_the_slot_it_fills() -> None:
    explained = explain("of those who choose pasta how many choose fish", shipped_over_cooks())
    assert [(w.typed, w.slot) for w in explained.words if w.slot] == [("pasta", "given"), ("fish", "finding")]


def test_a_number_that_stands_for_a_finding_is_shown_as_one() -> None:
    found = explain("the 40 and the 25", shipped_over_cooks())
    assert [w.means for w in found.words if w.slot] == [f"names a finding: lunch.{dish}" for dish in ("pasta", "fish")]
    assert found.candidates[0].fits


def test_what_was_set_aside_stands_where_it_was_typed() -> None:
    text = "Hi, I'm writing a paper on food. What percentage choose pasta? Thanks, Olive"
    words = explain(text, shipped_over_cooks()).words
    aside = [w.typed for w in words if w.part == "set_aside"]
    assert (words[0].typed, words[-1].typed) == (aside[0], aside[-1])
    assert aside == ["hi, i'm writing a paper on food.", "thanks, olive"]


def test_an_intent_that_misses_a_word_says_which() -> None:
    missed = candidate("more pasta and fish", "more")
    assert (missed.score, missed.missing, missed.unaccounted) == (0.75, ("than",), ())


def test_an_intent_that_misses_a_slot_says_which() -> None:
    assert candidate("more pasta than", "more").missing == ("{finding}",)


def test_an_intent_that_leaves_a_word_over_says_which() -> None:
    missed = candidate("what percentage of women choose pasta", "share")
    assert (round(missed.score, 2), missed.unaccounted) == (0.67, ("women",))


def test_an_intent_whose_phrases_ask_for_nothing_that_was_said_is_no_candidate() -> None:
    assert "cause" not in [c.intent for c in explain("the first term", cooks()).candidates]


def test_an_intent_is_no_candidate_where_no_cue_of_it_was_said() -> None:
    assert [c.intent for c in explain("pasta", cooks()).candidates] == ["share"]


@pytest.mark.parametrize("example", ["where can I park at the office", "is there a car park"])
def test_an_example_word_for_word_is_named_as_what_decided(example: str) -> None:
    explained = explain(f"{example}?", taught())
    assert (explained.conclusion.why, explained.conclusion.intent) == ("example", "parking")
    assert f"“{example.lower()}" in explained.conclusion.sentence
    assert {w.part for w in explained.words} <= {"example", "no_meaning"}


def test_the_example_that_decided_is_named_with_its_confidence() -> None:
    explained = explain("how do I apply for a parking permit", taught())
    first = explained.candidates[0]
    assert (first.intent, first.kind) == ("parking", "taught")
    assert 0 < first.score <= 1
    assert explained.conclusion.sentence == f"it is taken for parking by its example “{first.example}”"


def test_a_question_near_an_example_is_asked_back_for_that() -> None:
    explained = explain("do I not need a permit to park", taught())
    assert (explained.conclusion.result, explained.conclusion.why) == ("asked_back", "near_examples")
    assert next(c.intent for c in explained.candidates if c.kind == "taught") == "parking"


def test_a_question_that_its_words_decide_shows_what_examples_come_near_below() -> None:
    kinds = [c.kind for c in explain("what share with councils", taught()).candidates]
    assert kinds == sorted(kinds)
    assert kinds.count("taught") <= MAX_READINGS


def test_a_word_of_everyday_talk_is_told_from_one_that_changes_the_question() -> None:
    loose = {
        w.part for w in explain("lol what share with councils, honestly mate", taught()).words if w.typed == "honestly"
    }
    assert loose == {"no_meaning"}


def test_an_intent_after_a_quote_needs_one() -> None:
    explained = explain("who said that?", shipped_over_cooks())
    assert explained.candidates[0].missing == ("a quote in the answer before",)
    assert explained.conclusion.why == "no_quote"


@pytest.mark.parametrize(
    ("text", "result", "why", "sentence"),
    [
        ("how many choose pasta", "matched", "only_fit", "count is the only intent that accounts for everything"),
        ("what percentage?", "asked_back", "no_finding", "no finding was named"),
        ("and pasta?", "asked_back", "leans", "it leans on a question before it, and there was none"),
        ("pasta of women", "refused", "left_over", "nothing accounts for “women”"),
        ("the", "refused", "empty", "no word of it asks for anything"),
        (
            "why list more",
            "refused",
            "not_meant",
            "every word is known, and no intent accounts for all of them together",
        ),
        (
            "do farms give leftovers to food banks",
            "refused",
            "reversed",
            "“farms” would be giving, and the survey did not ask them",
        ),
        ("pasta " * MAX_LENGTH, "refused", "too_long", f"it has more than {MAX_LENGTH} characters"),
    ],
)
def test_the_conclusion_says_why(text: str, result: Result, why: str, sentence: str) -> None:
    found = explain(text, cooks()).conclusion
    assert (found.result, found.why, found.sentence) == (result, why, sentence)


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("percentage of {universe} {finding}", "other and share account for everything; other asks for most"),
        (
            "proportion {finding}",
            "share and other account for everything; of those that ask for most, share stands first",
        ),
    ],
)
def test_of_several_that_fit_the_reason_for_the_one_is_named(phrase: str, sentence: str) -> None:
    catalogue = a_catalogue(a_definition(), a_definition(phrase, name="other"))
    explained = explain("what percentage of cooks choose pasta", catalogue)
    assert len([c for c in explained.candidates if c.fits]) == 2
    assert explained.conclusion.sentence == sentence


def test_a_question_that_was_completed_by_the_one_before_says_so() -> None:
    explained = after("how many choose pasta", "and fish?")
    assert (explained.conclusion.why, explained.conclusion.intent) == ("resumed", "count")


def test_what_was_taken_over_from_the_question_before_is_named() -> None:
    explained = after("what percentage choose pasta", "how many is that?")
    assert explained.conclusion.sentence.endswith("taken over from there: lunch.pasta")


def test_several_questions_in_one_are_each_named() -> None:
    explained = explain("how many choose pasta, and list lunch", cooks())
    assert explained.conclusion.sentence == "2 questions were asked in one, and each is understood: count and list"
    assert [(w.typed, w.slot) for w in explained.words if w.slot] == [("pasta", "finding"), ("lunch", "topic")]


def _agrees(frame: Frame, catalogue: Catalogue, *, after_quote: bool) -> bool:
    """Return whether an intent is a candidate without gaps just where it alone would be matched."""
    fitting = {c.intent for c in candidates(frame, catalogue, after_quote=after_quote) if c.fits}
    alone = {
        i.definition.name
        for i in catalogue.intents
        if heaviest(frame, replace(catalogue, intents=(i,)), after_quote=after_quote)
    }
    return fitting == alone


@pytest.mark.parametrize("after_quote", [True, False])
def test_a_candidate_fits_just_where_its_intent_alone_would_be_matched(after_quote: bool) -> None:
    catalogue = cgi_knowledge().catalogues["cgi-2015"]
    frames = [(q, frame) for q in QUESTIONS for frame in understand(q, catalogue).frames]
    assert len(frames) > len(QUESTIONS) / 2
    assert [q for q, frame in frames if not _agrees(frame, catalogue, after_quote=after_quote)] == []


def test_only_a_candidate_that_fits_has_the_full_score() -> None:
    found = [c for text in ("pasta", "why pasta", "greens and fish") for c in candidates(readings(text)[0], cooks())]
    assert all((c.score == 1.0) == c.fits and 0 < c.score <= 1 for c in found)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_explanation_comes_to_the_outcome_of_the_match(question: str) -> None:
    catalogue = cgi_knowledge().catalogues["cgi-2015"]
    outcome, explained = understand(question, catalogue).outcome, explain(question, catalogue)
    assert (explained.conclusion.result == "matched") == isinstance(outcome, Match | Several)
    if isinstance(outcome, Match):
        first = explained.candidates[0]
        assert (first.intent, first.score, explained.conclusion.intent) == (outcome.intent, 1.0, outcome.intent)


@pytest.mark.parametrize("question", [q for q in QUESTIONS if len(q) <= MAX_LENGTH])
def test_every_word_is_accounted_for_in_order(question: str) -> None:
    catalogue = cgi_knowledge().catalogues["cgi-2015"]
    said = [t.text for w in explain(question, catalogue).words for t in tokenise(w.typed) if not t.is_break]
    typed = [t.text for t in tokenise(fold(question)) if not t.is_break]
    assert list(dict.fromkeys(said)) == list(dict.fromkeys(typed))


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_whatever_is_typed_is_explained(text: str) -> None:
    explained = explain(text, shipped_over_cooks())
    assert len(explained.candidates) <= MAX_CANDIDATES
    assert all(w.understood and w.means for w in explained.words)
    assert explained == explain(text, shipped_over_cooks())
