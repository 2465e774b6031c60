"""What is known is swapped whole, and a question keeps what it began with."""

from bot.context import Context
from bot.live import Knowledge, Live
from bot.reply import Reply
from bot.wiring import asker
from tests.helpers.asking import cgi_knowledge

NOTHING = Knowledge(surveys={}, catalogues={}, default="none")


def test_what_is_known_is_what_it_began_with() -> None:
    assert Live(NOTHING).knowledge is NOTHING


def test_a_swap_replaces_everything_at_once() -> None:
    live = Live(NOTHING)
    live.swap(cgi_knowledge())
    assert live.knowledge is cgi_knowledge()


def test_a_question_keeps_what_it_began_with() -> None:
    live = Live(cgi_knowledge())
    begun = live.knowledge
    live.swap(NOTHING)
    assert begun is cgi_knowledge()


def test_an_asker_answers_from_what_is_known() -> None:
    reply: Reply = asker(cgi_knowledge())("hello", Context())
    assert reply.survey == "cgi-2015"
