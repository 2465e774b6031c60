"""Everything the bot shows in Slack, one of each kind: held to snapshots, and sent to Slack to be judged.

What is added here is looked at by all of them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.admin.proposing import Difference, Kind
from bot.records import Change, Deed, Group, Logged, Outcome, State, TaughtIntent, Workspace
from bot.render import fields, home, inbox, menus, modals, previewing, screens, settings, states, taught, writing
from bot.render.blocks import Block, Message, compose, notice
from bot.render.wishes import Turned, Written
from bot.reply import Bounds, Citation, Status
from bot.shelf import Finding, Shelf, Topic
from intents.draft import Draft
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
    "Question: where is the kettle?\n\n  where    a place\n! kettle   no word of the survey\n\n  0.42 place  needs of"
    "\n\nRefused: it does not know “kettle”.\nReply (unanswerable): The survey does not say."
)
WORKSPACE = Workspace(team="T1", admins=("U1",), channels=("C1",), revision=3)
OPENED = replace(WORKSPACE, admins=("U1", "U2"), admin_group="S0DATA", slack_admins=True, kept_days=7)
PARKING = TaughtIntent(
    team="T0TEAM",
    survey="tea-2020",
    id="0f3a",
    draft=Draft(
        name="office_parking",
        summary="Office <parking> & *bikes*",
        examples=("where do I park <!channel>?", "*bicycle* shed"),
        answer={"text": "Behind the office, {drinks.tea} of us."},
    ),
    state=State.LIVE,
    revision=2,
)
EDITED = Change(
    team="T0TEAM",
    survey="tea-2020",
    number=17,
    intent="0f3a",
    revision=2,
    deed=Deed.EDITED,
    by="U0ALEX",
    why="The shed has <moved>.",
    at=datetime(2026, 11, 9, 14, 5, tzinfo=UTC),
    draft=PARKING.draft,
    state=State.LIVE,
)
IMPORTED = replace(EDITED, number=3, revision=1, deed=Deed.IMPORTED, by="shell", why="")
HISTORY = ((EDITED, ("+ *bicycle* shed", "Answer: text “Here” → text “There”")), (IMPORTED, ("New: Office parking",)))
FIGURES = (
    menus.Group(
        label="What people drink",
        choices=(
            menus.Choice(value="drinks.tea", label="62%  Tea"),
            menus.Choice(value="drinks.cake", label="31%  Cake"),
        ),
    ),
)
MENUS = writing.Menus(
    figures=FIGURES,
    questions=(menus.Choice(value="drinks", label="What people drink"),),
    measures=(
        writing.Measure(value="compare", label="Two figures compared", findings=(2, 2)),
        writing.Measure(value="list", label="Every figure on a topic", questions=(1, 1)),
    ),
    quotable=(
        menus.Group(label="Somebody", choices=(menus.Choice(value="@Steve Thorn", label="Steve Thorn"),)),
        *FIGURES,
    ),
)
WRITTEN = Written(sketch="s-1", revision=0)
TYPED = fields.Fields(
    summary="Office parking",
    examples=("where do I park?",),
    finding="drinks.tea",
    measure="compare",
    of=("drinks.tea", "drinks.cake"),
    on="@Steve Thorn",
    text="Behind the office.",
)
GAINED = Difference(question="where do I park?", kind=Kind.GAINED, before="", after="Behind the office.", times=4)
OTHERWISE = Difference(question="who <!here> parks?", kind=Kind.CHANGED, before="Sam.", after="Alex.", times=1)
NO_MORE = Difference(question="is there *cake*?", kind=Kind.LOST, before="31%", after="", is_right_lost=True)
AHEAD = previewing.Ahead(
    wish=WRITTEN,
    submit="Save",
    reply=SHARE,
    warnings=("“cake” is answered by a built-in answer already.",),
    hints=("3 examples to learn from.",),
    differences=(GAINED, OTHERWISE, NO_MORE),
    takes_away=(OTHERWISE, NO_MORE),
    consent="c0ffee",
    is_written=True,
)
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
    **{
        f"form for a {kind}": writing.form(
            writing.Page(wish=WRITTEN, fields=replace(TYPED, kind=kind, is_kept=kind is fields.Kind.KEPT), menus=MENUS)
        )
        for kind in fields.Kind
    },
    "form with faults": writing.form(
        writing.Page(
            wish=replace(WRITTEN, revision=3),
            fields=replace(TYPED, kind=fields.Kind.MEASURE, measure="list", questions=("drinks",)),
            menus=MENUS,
            why="It was asked.",
            told=("Another one has this name.",),
            is_new=False,
        )
    ),
    "taught": taught.listing((PARKING,), {State.LIVE: 10_000, State.OFF: 1}, which=State.LIVE),
    "nothing taught": taught.listing((), {}),
    "many taught": taught.listing((PARKING,) * 11, {State.LIVE: 11}),
    "taught intent": taught.page(PARKING, ("Behind the office.",), EDITED),
    "deleted intent": taught.page(replace(PARKING, state=State.DELETED), ("Behind the office.",), None),
    "history": taught.history(PARKING, HISTORY, is_whole=False),
    "preview": previewing.preview(AHEAD),
    "preview of a deletion": previewing.preview(
        previewing.Ahead(
            wish=Turned(intent="0f3a", revision=2, state=State.DELETED),
            submit="Delete",
            about="Office <parking> & *bikes*",
            differences=(NO_MORE,),
            takes_away=(NO_MORE,),
            consent="c0ffee",
        ),
        "It would take these answers away.",
    ),
    "preview without effect": previewing.preview(replace(AHEAD, differences=(), takes_away=())),
    "working": previewing.working("Working it out …", WRITTEN),
    "to be tried again": previewing.again(WRITTEN),
    "conflict": previewing.conflict(WRITTEN, HISTORY[:1], ("- *bicycle* shed",), "0f3a", is_written=True),
    "saved": taught.done(EDITED, (1, 2), "undo 0f3a 2 3"),
    "deleted": taught.done(replace(EDITED, state=State.DELETED), (2, 2), "undo 0f3a 2 3"),
    "nothing there": taught.notice("That is not there any more."),
}
