"""Slack's ways of writing text look as in Slack, and can do nothing else."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import html, surface
from bot.sandbox.html import Names

NOW = 1_392_734_382  # 18 February 2014, 14:39:42 in London
NAMES = Names(users={"U1": "Sam", "U2": "Alex <b>"}, channels={"C1": "general"}, viewer="U1", now=NOW)
HOSTILE = (
    "<script>alert(1)</script>",
    "<x-mark onload=alert(1)>",
    '"><x-mark onerror="alert(1)">',
    "' onclick='alert(1)' x='",
    '" autofocus onfocus="alert(1)" style="position:fixed',
    "javascript:alert(1)",
    "<javascript:alert(1)|click>",
    "<data:text/html,<script>alert(1)</script>|click>",
    'https://a.example/" onmouseover="alert(1)',
    '<https://a.example/" onmouseover="alert(1)|x>',
    "</textarea></title></svg><x-mark>",
    "]]><x-mark><!--",
    "`*_~<x-mark>~_*`",
    "```<x-mark>```",
    "<@U1|<x-mark>>",
    "<!date^1^{date}^javascript:alert(1)|<x-mark>>",
    ":<x-mark>:",
    "{{ 7 * 7 }}{% include 'x' %}",
    "\U000f0000\U000f0001<x-mark>",
    "[x](javascript:alert(1)) ![x](data:image/svg+xml,<svg/onload=alert(1)>) <x-mark>",
)
TAGS = frozenset("a p br strong em s u mark code pre blockquote span ul ol li".split())
LINK = re.compile(r"(?:https?://|mailto:|tel:|/as/).*", re.DOTALL)


class Reader(HTMLParser):
    """Keeps the tags, attributes and words of some markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


def run(kind: str, **fields: object) -> Mapping[str, object]:
    section = {"type": "rich_text_section", "elements": [{"type": kind, **fields}]}
    return {"type": "rich_text", "elements": [section]}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("*bold* _slanted_ ~struck~", "<strong>bold</strong> <em>slanted</em> <s>struck</s>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("_snake_case_", "<em>snake_case</em>"),
        ("snake_case_name 2*3*4", "snake_case_name 2*3*4"),
        ("* not bold * and *not\nbold*", "* not bold * and *not<br>bold*"),
        ("(*bold*), *bold*.", "(<strong>bold</strong>), <strong>bold</strong>."),
        ("`*code* <@U1>`", '<code>*code* <span class="mention mine">@Sam</span></code>'),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        ("<@U2> <@U3|bob>", '<span class="mention">@Alex &lt;b&gt;</span> <span class="mention">@bob</span>'),
        ("<#C1> <#C2|secret>", '<a class="mention" href="/as/U1/C1">#general</a> <span class="mention">#secret</span>'),
        ("<!here> <!subteam^S1|@team>", '<span class="mention">@here</span> <span class="mention">@team</span>'),
        (":tada: :no-such-emoji: 12:30:45", "🎉\ufe0f :no-such-emoji: 12:30:45"),
        ("<javascript:alert(1)|click>", "click (javascript:alert(1))"),
        ("<nothing>", "&lt;nothing&gt;"),
    ],
)  # fmt: skip
def test_mrkdwn_looks_as_in_slack(said: str, shown: str) -> None:
    assert html.mrkdwn(said, NAMES) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("> one\n> two\nafter", "<blockquote>one<br>two</blockquote><p>after</p>"),
        ("&gt; as it was said", "<blockquote>as it was said</blockquote>"),
        ("before\n>>> all\nof it", "<p>before</p><blockquote>all<br>of it</blockquote>"),
        ("see ```a *b*\nc``` there", "<p>see </p><pre><code>a *b*<br>c</code></pre><p> there</p>"),
        ("", ""),
    ],
)
def test_quotes_and_code_stand_apart(said: str, shown: str) -> None:
    assert html.mrkdwn(said, NAMES) == shown


def test_a_bare_address_becomes_a_link_without_the_full_stop_behind_it() -> None:
    assert 'href="https://a.example/x_y?b=1&amp;c=2"' in html.mrkdwn("See https://a.example/x_y?b=1&amp;c=2.", NAMES)


def test_verbatim_text_leaves_bare_addresses_alone() -> None:
    assert surface.text({"type": "mrkdwn", "text": "https://a.example", "verbatim": True}, NAMES) == (
        "<p>https://a.example</p>"
    )


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("{date_num}", "2014-02-18"),
        ("{date}", "February 18th, 2014"),
        ("{date_short}", "Feb 18, 2014"),
        ("{date_long} at {time}", "Tuesday, February 18th, 2014 at 2:39 PM"),
        ("{time_secs}", "2:39:42 PM"),
        ("{date_short_pretty}", "today"),
        ("{unheard_of}", "{unheard_of}"),
    ],
)
def test_dates_are_written_as_the_reader_reads_them(form: str, shown: str) -> None:
    assert html.date(NOW, form, "fallback", NAMES) == shown
    assert html.mrkdwn(f"<!date^{NOW}^{form}|fallback>", NAMES) == f"<p>{shown}</p>"


@pytest.mark.parametrize(("before", "shown"), [(-90, "in 1 minute"), (7200, "2 hours ago"), (0, "now")])
def test_dates_can_be_told_from_now(before: int, shown: str) -> None:
    assert html.date(NOW - before, "{ago}", "", NAMES) == shown


def test_a_date_that_is_none_shows_its_fallback() -> None:
    assert html.date("soon", "{date}", "a while ago", NAMES) == "a while ago"
    assert html.date(10**30, "{date}", "a while ago", NAMES) == "a while ago"


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        (run("text", text="*a*", style={"bold": True, "code": True}), "<strong><code>*a*</code></strong>"),
        (run("link", url="https://a.example"), ">https://a.example</a>"),
        (run("link", url="javascript:alert(1)", text="click"), "click (javascript:alert(1))"),
        (run("user", user_id="U1"), "@Sam"),
        (run("channel", channel_id="C1"), "#general"),
        (run("usergroup", usergroup_id="S1"), "@S1"),
        (run("team", team_id="T1"), "@T1"),
        (run("broadcast", range="here"), "@here"),
        (run("emoji", name="tada"), "🎉"),
        (run("color", value="#ff0000"), "<code>#ff0000</code>"),
        (run("date", timestamp=NOW, format="{date_num}", url="https://a.example"), ">2014-02-18</a>"),
        (run("citation", text="a source"), "a source"),
        (run("canvas", file_id="F1"), "[canvas]"),
    ],
)
def test_every_kind_of_run_is_shown(piece: Mapping[str, object], shown: str) -> None:
    assert shown in surface.text(piece, NAMES)


def test_lists_keep_their_depth_and_their_numbers() -> None:
    items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}]
    numbered = {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "elements": items}
    assert (
        surface.text({"type": "rich_text", "elements": [numbered]}, NAMES)
        == '<ol class="indent-1" start="3"><li>one</li></ol>'
    )


def test_rich_text_of_an_unknown_kind_says_so() -> None:
    assert "cannot show rich text of type rich_text_rhyme" in surface.text(
        {"type": "rich_text", "elements": [{"type": "rich_text_rhyme"}]}, NAMES
    )


def test_markdown_is_standard_and_its_headings_stand_below_the_page_s() -> None:
    shown = html.markdown("# Title\n**bold** ~~struck~~ [a](https://a.example)\n\n|a|b|\n|-|-:|\n|1|2|")
    assert "<h4>Title</h4>" in shown
    assert '<strong>bold</strong> <s>struck</s> <a href="https://a.example" target="_blank"' in shown
    assert '<td class="right">2</td>' in shown


@pytest.mark.parametrize("said", HOSTILE)
def test_text_can_run_nothing(said: str) -> None:
    pieces = [run("text", text=said), run("link", url=said, text=said), run("user", user_id=said)]
    pieces += [run("emoji", name=said), run("date", timestamp=1, format=said, fallback=said, url=said)]
    shown = [html.mrkdwn(said, NAMES), html.plain(said), *(surface.text(piece, NAMES) for piece in pieces)]
    for markup in shown:
        _check(markup, TAGS)
    _check(html.markdown(said), TAGS | {"table", "thead", "tbody", "tr", "th", "td", "hr"})


@given(st.text(alphabet=st.sampled_from("<>&|*_~`:^!@#[]() \n\"'/ahU1\U000f0000"), max_size=80))
def test_no_mixture_of_marks_makes_markup_of_its_own(said: str) -> None:
    for markup in (html.mrkdwn(said, NAMES), html.plain(said)):
        _check(markup, TAGS)


def test_a_very_long_message_is_shown_at_once() -> None:
    assert len(html.mrkdwn("*a _b ~c `d <@U1> " * 5000, NAMES)) > 40_000


def _check(markup: str, tags: frozenset[str]) -> None:
    read = Reader(markup)
    assert set(read.tags) <= tags
    assert {name for name, _ in read.attributes} <= {"href", "target", "rel", "class", "start"}
    assert all(LINK.fullmatch(value) for name, value in read.attributes if name == "href")
