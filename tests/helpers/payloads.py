"""Everything the bot shows in Slack, one of each kind: held to snapshots, and sent to Slack to be judged.

What is added here is looked at by all of them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.records import Group, Logged, Outcome, Workspace
from bot.render import home, inbox, modals, screens, settings, states
from bot.render.blocks import Block, Message, compose, notice
from bot.reply import Bounds, Citation, Status
from bot.shelf import Finding, Shelf, Topic
from tests.bot.replies import LOCALGOV, a_chart, a_quote, a_reply, a_sheet

BASE = "Of about 4,400 UK civil servants, asked in late 2015."
SHARE = a_reply(
    question="what share with local government?",
    intent="share",
    headline="31% of civil servants surveyed said they share data with local government.",
    base=BASE,
    sentence="Only 31% share data with local government.",
    quotes=(a_quote(),),
    caveats=("The number of respondents was published as approximate.",),
    citations=(LOCALGOV,),
    suggestions=("what share with the NHS?", "what are the barriers?"),
)
LISTING = a_reply(
    question="barriers",
    headline="Barriers to data sharing, most named first.",
    rows=(("Security", "57%"), ("Culture", "42%"), ("Cost", "9%")),
    base=BASE,
    details=("People could choose more than one, so the shares add up to more than 100%.",),
    citations=(LOCALGOV, Citation(label="CGI, 2016", url="https://example.org/cgi?a=1&b=2")),
)
BOUNDED = a_reply(
    question="how many share with both?",
    status=Status.BOUNDED,
    headline="Between 2% and 31% of civil servants surveyed do both.",
    bounds=Bounds(low=2, high=31, of="civil servants surveyed"),
    base=BASE,
    citations=(LOCALGOV,),
)
CLARIFY = a_reply(
    question="what about councils?",
    status=Status.CLARIFY,
    headline="I can read that in two ways.",
    suggestions=("how many share with councils?", "do councils share with Whitehall?"),
)
UNANSWERABLE = a_reply(
    question="how many women?",
    status=Status.UNANSWERABLE,
    headline="The survey does not give results for women.",
    suggestions=("who was asked?",),
)
SOCIAL = a_reply(question="hi", status=Status.SOCIAL, headline="Hello!", suggestions=("help",))
DRAWN = replace(LISTING, chart=a_chart("Security", "Culture", "Cost"))
CHANGED = a_reply(
    question="what changed?",
    headline="Since January 2015, both rose.",
    rows=(("Security", "from 50% to 60%, up 10 percentage points"), ("Culture", "from 49% to 59%, up 10")),
    chart=a_chart(waves=("January 2015", "Late 2015")),
    base=BASE,
    citations=(LOCALGOV,),
)
FILE = a_reply(
    headline="Here is one figure as a CSV file.",
    rows=(("Local government", "31%"),),
    base=BASE,
    caveats=("Several answers could be chosen.",),
    citations=(LOCALGOV,),
    attachment=a_sheet(),
)
PICTURED = {"list with a chart": DRAWN, "change with a chart": CHANGED, "file": FILE}
REPLIES = {
    "share": SHARE,
    "list": LISTING,
    "bounded": BOUNDED,
    "clarify": CLARIFY,
    "unanswerable": UNANSWERABLE,
    "social": SOCIAL,
    **PICTURED,
}
SHELF = Shelf(
    survey="tea-2020",
    title="Tea survey of UK offices, 2020",
    short="the tea survey",
    base="about 4,400 UK office workers, late 2020",
    source="The Kettle, 1 April 2020: Nobody washes up",
    url="https://example.org/kettle?a=1&b=2",
    topics=(
        Topic(
            id="drinks",
            label="What people drink",
            ask="What do people drink?",
            findings=(
                Finding(label="Tea", value="62%", ask="What share drink tea?"),
                Finding(label="Coffee & *cake*", value="31%", ask="What share drink coffee?"),
            ),
            sources=("The Kettle, 1 April 2020: Nobody washes up", "The Pot, 2 April 2020: Cake"),
        ),
    ),
    is_default=True,
)
BROKEN = Shelf(survey="cake-2021", title="cake-2021", is_loaded=False)
LOGGED = Logged(
    team="T0TEAM",
    survey="tea-2020",
    question="who <!channel> washes *up*?",
    outcome=Outcome.NOT_MEANT,
    at=datetime(2026, 11, 9, tzinfo=UTC),
    intent="share",
    id=7,
)
ASKED_ANEW = replace(LOGGED, question="who does the washing up", outcome=Outcome.CORRECTED, intent="", id=8)
UNANSWERED = replace(LOGGED, question="where is the kettle?", outcome=Outcome.UNANSWERED, intent="", id=9)
GROUPS = (Group(entries=(LOGGED, ASKED_ANEW, replace(LOGGED, id=6))), Group(entries=(UNANSWERED,)))
WHY = (
    "Question: where is the kettle?\n\n  where    a place\n! kettle   not a word of the survey\n\n  0.42 place  needs of"
    "\n\nRefused: it does not know “kettle”.\nReply (unanswerable): The survey does not say."
)
WORKSPACE = Workspace(team="T1", admins=("U1",), channels=("C1",), revision=3)
OPENED = replace(WORKSPACE, admins=("U1", "U2"), admin_group="S0DATA", slack_admins=True, kept_days=7)
STATES: Mapping[str, Message] = {
    "uninvited": states.uninvited("U0BOT"),
    "not here": states.not_here([f"C{number}" for number in range(7)]),
    "shared channel": states.shared_channel(),
    "archived": states.archived(),
    "restricted": states.restricted(),
    "rate limited": states.rate_limited(),
    "too long": states.too_long(),
    "store down": states.store_down(states.UNSAVED),
    "noted": states.noted(states.NOTED),
    "not noted": states.noted(states.UNNOTED),
    "not kept": states.noted(states.UNKEPT),
    "answered there": states.answered_there(),
    "not yours": states.not_yours(),
    "not admin": states.not_admin(WORKSPACE),
    "not admin where there is none": states.not_admin(Workspace(team="T1")),
    "not teacher": states.not_teacher(OPENED),
    "not teacher where nothing is kept": states.not_teacher(replace(OPENED, kept_days=0)),
    "no files here": states.no_files_here(),
    "failed": states.failed("7F3K"),
}
MESSAGES: Mapping[str, Message] = {
    **{name: compose(reply, shareable=True, asker="U0SAM") for name, reply in REPLIES.items()},
    "whispered": compose(SHARE, shareable=True, asker=""),
    "whispered, not answered": compose(UNANSWERABLE, shareable=True, asker=""),
    "not answered, and nothing near": compose(replace(UNANSWERABLE, suggestions=()), asker="U0SAM"),
    "shared": compose(SHARE, asked_by="U0SAM", asker="U0SAM"),
    **STATES,
}
VIEWS: Mapping[str, Block] = {
    "home": home.home((SHELF, BROKEN)),
    "home for admins": home.home((SHELF,), home.Doors(to_look_at=3, behind=1, replicas=2), is_up=False),
    "home where nothing is kept": home.home((SHELF,), home.Doors(), kept_days=0),
    "tab": screens.tab(notice("Something went wrong.")),
    "form": screens.form(),
    "answer": screens.modal(compose(SHARE, asked_by="")),
    "about": screens.about(compose(SHARE, asked_by=""), "what share with local government?", "C1 17.1"),
    "notice": screens.modal(notice("Something went wrong.")),
    "meant": modals.meant("who?", ("What share drink tea?", "What do people drink?"), states.NOTED),
    "meant, not kept": modals.meant("who?", (), states.UNNOTED),
    "browse": modals.browse((SHELF, BROKEN)),
    "browse nothing": modals.browse(()),
    "settings": settings.settings(WORKSPACE, (SHELF, BROKEN)),
    "settings with groups": settings.settings(OPENED, (SHELF,), [("S0DATA", "Data team (@data-team)")]),
    "settings with a group that is gone": settings.settings(OPENED, (SHELF,), [("S0TEA", "Tea (@tea)")]),
    "settings changed meanwhile": settings.changed_meanwhile(),
    "inbox": inbox.inbox(GROUPS),
    "second page of the inbox": inbox.inbox(GROUPS * 6, 1, limit=24),
    "nothing in the inbox": inbox.inbox(()),
    "nothing kept for the inbox": inbox.inbox((), is_kept=False),
    "explained": inbox.explained("where is the kettle?", WHY),
}
