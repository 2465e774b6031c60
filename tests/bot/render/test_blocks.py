"""A reply as Slack shows it: always within Slack's limits, and never more than text where others speak."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from syrupy.assertion import SnapshotAssertion

from bot.render import states
from bot.render.blocks import Message, compose, notice, suggested
from bot.render.charts import NATIVE
from bot.reply import Citation, Reply, Status
from bot.sandbox.block_kit import message_faults
from bot.sandbox.content import LONGEST_TEXT
from data.codebook import SourceId
from data.survey import Quote
from tests.bot.render.test_charts import any_chart
from tests.bot.replies import LOCALGOV, a_picture, a_quote, a_reply
from tests.helpers.payloads import BASE, CHANGED, CLARIFY, DRAWN, FILE, LISTING, MESSAGES, SHARE
from tests.helpers.sandbox import Json, words

LONG = ("x" * 4001, "<!channel> & *b* " * 300, "word " * 500, "\n" * 3001, "🦉" * 2001)
texts = st.one_of(st.sampled_from(("", " ", "<@U2>", *LONG)), st.text(max_size=12))
many = st.sampled_from((0, 1, 40, 120))
quotes = st.builds(
    Quote,
    id=st.just("q"),
    text=texts,
    speaker=texts,
    role=texts,
    source=st.just(SourceId("localgov")),
    topics=st.just(()),
)


@st.composite
def any_reply(draw: st.DrawFn) -> Reply:
    """Draw a reply that holds anything at all, and any number of it."""

    def several(one: st.SearchStrategy[object]) -> tuple[object, ...]:
        return tuple(draw(st.lists(one, max_size=2)) * draw(many))

    return Reply(
        question=draw(texts),
        status=draw(st.sampled_from(Status)),
        headline=draw(texts),
        chart=draw(st.none() | any_chart()),
        details=several(texts),  # type: ignore[arg-type]  # of the strategy's type
        rows=several(st.tuples(texts, texts)),  # type: ignore[arg-type]
        base=draw(texts),
        sentence=draw(texts),
        quotes=several(quotes),  # type: ignore[arg-type]
        caveats=several(texts),  # type: ignore[arg-type]
        citations=several(st.builds(Citation, label=texts, url=texts)),  # type: ignore[arg-type]
        suggestions=several(texts),  # type: ignore[arg-type]
    )


def is_taken(message: Message) -> bool:
    """Return whether Slack takes a message, as strict as it is."""
    return 0 < len(message.text) <= LONGEST_TEXT and message_faults(message.blocks) == ()


def walk(found: object) -> Iterator[Json]:
    """Return every object in some blocks."""
    if isinstance(found, Mapping):
        yield found
        found = list(found.values())
    for each in found if isinstance(found, list | tuple) else ():
        yield from walk(each)


def buttons_in(found: object) -> dict[str, str]:
    """Return the buttons in blocks: their values by their action ids."""
    return {str(e["action_id"]): str(e["value"]) for e in walk(found) if e.get("type") == "button"}


def buttons(message: Message) -> dict[str, str]:
    """Return the buttons of a message: their questions by their action ids."""
    return buttons_in(message.blocks)


def formatted_in(found: object) -> list[str]:
    """Return the only texts in which Slack reads marks."""
    return [str(e["text"]) for e in walk(found) if e.get("type") == "mrkdwn"]


def formatted(message: Message) -> str:
    """Return the only text in which Slack reads marks."""
    return "\n".join(formatted_in(message.blocks))


def shown(reply: Reply) -> str:
    """Return everything that can be read in a reply's blocks."""
    return words(list(compose(reply).blocks))


@given(reply=any_reply(), user=texts, shareable=st.booleans())
def test_no_reply_breaks_a_limit(reply: Reply, user: str, shareable: bool) -> None:  # hypothesis gives it by position
    message = compose(reply, asked_by=user, shareable=shareable, remark="Shared.")
    assert is_taken(message)
    assert is_taken(replace(message, blocks=message.plainer))


@given(any_reply())
def test_slacks_own_library_takes_every_reply(reply: Reply) -> None:
    blocks = [b for b in compose(reply, asked_by="U1", shareable=True).blocks if b["type"] != NATIVE]
    assert [block.to_dict() for block in Block.parse_all(blocks)] == blocks


@given(any_reply())
def test_what_others_said_stands_only_where_slack_reads_no_marks(reply: Reply) -> None:
    message = compose(reply, asked_by="U1")
    marked = [line for line in formatted(message).splitlines() if "<" in line]
    assert all("<@U1>" in line or "<http" in line for line in marked)
    assert "<" not in message.text


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())
def test_replies_look_like_this(message: Message, snapshot: SnapshotAssertion) -> None:
    assert {"text": message.text, "blocks": message.blocks} == snapshot


@pytest.mark.parametrize("reply", [DRAWN, CHANGED], ids=["list", "trend"])
def test_charts_look_like_this_and_plainer_like_that(reply: Reply, snapshot: SnapshotAssertion) -> None:
    message = compose(reply)
    assert {"text": message.text, "blocks": message.blocks, "plainer": message.plainer} == snapshot


def test_a_chart_comes_after_the_headline_and_before_the_base() -> None:
    kinds = [block["type"] for block in compose(DRAWN).blocks]
    assert (kinds[:3], BASE in words(list(compose(DRAWN).blocks[2:3]))) == (["rich_text", NATIVE, "rich_text"], True)


@pytest.mark.parametrize("figure", ["57%", "42%", "9%"])
def test_what_a_chart_shows_is_said_in_words_beside_it_and_read_aloud(figure: str) -> None:
    assert figure in shown(DRAWN)
    assert figure in compose(DRAWN).text


def test_a_table_takes_the_place_of_chart_and_list_alike() -> None:
    plainer = compose(DRAWN).plainer
    assert [block["type"] for block in plainer[:2]] == ["rich_text", "table"]
    assert "Culture" not in words(list(plainer[:1]))


def test_a_list_that_says_more_than_the_table_stays_beside_it() -> None:
    assert "up 10 percentage points" in words(list(compose(CHANGED).plainer[:1]))
    more = replace(DRAWN, rows=(*LISTING.rows, ("Local government", "31%")))
    assert "31%" in words(list(compose(more).plainer[:1]))


def test_without_a_chart_nothing_is_plainer() -> None:
    assert compose(LISTING).plainer == ()


def test_what_is_said_of_a_file_is_its_base_caveats_and_source() -> None:
    message = compose(FILE)
    said = [FILE.headline, BASE, "Several answers could be chosen.", "Source: LocalGov, 29 January 2016."]
    assert (message.text.splitlines(), message.file) == (said, FILE.attachment)


def test_a_picture_holds_its_caveats_itself() -> None:
    assert "Several answers" not in compose(replace(FILE, attachment=a_picture())).text


def test_who_asks_privately_is_told_where_a_file_can_be_sent() -> None:
    assert (states.private(compose(SHARE)), states.private(compose(FILE)).file) == (compose(SHARE), None)
    assert "direct message" in states.private(compose(FILE)).text


def test_the_figure_is_seen_first_and_bold() -> None:
    [first, *_] = compose(SHARE).blocks
    assert first["type"] == "rich_text"
    run = {"type": "text", "text": SHARE.headline, "style": {"bold": True}}
    assert first["elements"] == [{"type": "rich_text_section", "elements": [run]}]


def test_read_aloud_it_says_the_figure_its_base_and_its_source() -> None:
    assert compose(SHARE).text == f"{SHARE.headline} {BASE} Source: LocalGov, 29 January 2016."


def test_read_aloud_a_quote_says_what_was_said() -> None:
    message = compose(a_reply(headline="Sam Speaker said:", quotes=(a_quote(),)))
    assert message.text == "Sam Speaker said: “Sharing is only half the battle.”"


def test_read_aloud_a_list_says_its_rows() -> None:
    assert "Security: 57%. Culture: 42%." in compose(LISTING).text


def test_read_aloud_no_row_repeats_the_headline() -> None:
    rows = (("Security", "57%"), ("Culture", "42%"))
    assert compose(a_reply(headline="Barriers: security (57%).", rows=rows)).text == (
        "Barriers: security (57%). Culture: 42%."
    )


@pytest.mark.parametrize(
    ("headline", "asking"),
    [("Which of these do you mean?", ""), ("I can read that in two ways.", "Did you mean: ")],
)
def test_read_aloud_a_question_back_asks_once_and_says_its_readings(headline: str, asking: str) -> None:
    message = compose(replace(CLARIFY, headline=headline))
    assert message.text == f"{headline} {asking}{' / '.join(CLARIFY.suggestions)}"


def test_a_question_cannot_ping_the_channel_when_it_is_shared() -> None:
    message = compose(a_reply(question="<!channel> *hi*", headline="<!here>"), asked_by="U1")
    assert "<!" not in formatted(message) + message.text


def test_a_suggestion_is_asked_whole_however_short_its_label() -> None:
    long = "what share of civil servants said that they share data with " + "local government and " * 5
    assert buttons(compose(a_reply(suggestions=(long,)))) == {"suggest_0": long}


def test_suggestions_that_only_differ_at_their_end_do_not_look_alike() -> None:
    alike = ["what share of civil servants said that they now share more of their own data with " + who for who in "ab"]
    labels = {str(element["text"]) for element in suggested(alike)}
    assert len(labels) == len(alike)


def test_a_suggestion_too_long_to_be_asked_whole_is_not_offered() -> None:
    assert buttons(compose(a_reply(suggestions=("x" * 2001, "help")))) == {"suggest_0": "help"}


def test_a_suggestion_is_offered_once() -> None:
    assert len(buttons(compose(a_reply(suggestions=("help", "help"))))) == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.CLARIFY, "Did you mean"),
        (Status.UNANSWERABLE, "You could ask instead"),
        (Status.SOCIAL, "Try asking"),
        (Status.ANSWERED, "You could also ask"),
    ],
)
def test_suggestions_say_what_they_are(status: Status, said: str) -> None:
    assert said in shown(a_reply(status=status, suggestions=("help",)))


def test_a_headline_that_asks_is_not_followed_by_the_same_question() -> None:
    asked = a_reply(status=Status.CLARIFY, headline="Which of these?", suggestions=("a?", "b?"))
    assert "Did you mean" not in words(compose(asked).blocks)


def test_none_of_these_stands_without_a_thumb_that_says_the_same() -> None:
    asked = a_reply(status=Status.CLARIFY, suggestions=("a?", "b?"))
    shown = [str(compose(reply, asker="U1").blocks) for reply in (asked, replace(asked, suggestions=()))]
    assert ["None of these" in each for each in shown] == [True, False]
    assert ["Not what I meant" in each for each in shown] == [False, True]


def test_a_quote_is_named_with_its_speaker() -> None:
    assert "– Sam Speaker, Head of Talking" in shown(SHARE)


def test_a_long_list_says_how_much_it_leaves_out() -> None:
    rows = tuple((f"Row {number}", "1%") for number in range(43))
    assert "and 3 more" in shown(a_reply(rows=rows))


def test_sources_too_long_to_show_together_are_left_out_whole() -> None:
    far = Citation(label="Far", url="https://example.org/" + "x" * 2900)
    assert formatted(compose(a_reply(citations=(LOCALGOV, far)))) == f"Source: <{LOCALGOV.url}|{LOCALGOV.label}>"


def test_nothing_empty_is_shown() -> None:
    bare = a_reply(headline="31%.", base="", sentence=" ", details=("",), caveats=(" ",))
    assert len(compose(bare).blocks) == 1


def test_only_answers_can_be_shared() -> None:
    shareable = [status for status in Status if _can_be_shared(replace(SHARE, status=status))]
    assert shareable == [Status.ANSWERED, Status.BOUNDED, Status.UNANSWERABLE]


def test_a_notice_is_one_section() -> None:
    message = notice("Type `/invite` <@U1> here.")
    assert (is_taken(message), len(message.blocks)) == (True, 1)


def _can_be_shared(reply: Reply) -> bool:
    return "share" in buttons(compose(reply, shareable=True))
