"""Everything the bot shows in Slack, one of each kind: held to snapshots, and sent to Slack to be judged.

What is added here is looked at by all of them.
"""

from collections.abc import Mapping

from bot.render import screens
from bot.render.blocks import Block, Message, compose, notice
from bot.reply import Bounds, Citation, Status
from tests.bot.replies import LOCALGOV, a_quote, a_reply

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
MESSAGES: Mapping[str, Message] = {
    name: compose(reply, shareable=True)
    for name, reply in {
        "share": SHARE,
        "list": LISTING,
        "bounded": BOUNDED,
        "clarify": CLARIFY,
        "unanswerable": UNANSWERABLE,
        "social": SOCIAL,
    }.items()
}
VIEWS: Mapping[str, Block] = {
    "home": screens.home(compose(SOCIAL)),
    "form": screens.form(),
    "answer": screens.modal(compose(SHARE, asked_by="")),
    "notice": screens.modal(notice("Something went wrong.")),
}
