"""What there is to ask is set out as it was published."""

from bot.shelving import shelves
from tests.helpers.asking import cgi_knowledge


def test_a_question_names_every_source_that_its_shares_come_from() -> None:
    [shelf] = shelves(cgi_knowledge())
    cited = {topic.id: [source.partition(",")[0] for source in topic.sources] for topic in shelf.topics}
    assert cited["share_with"] == ["LocalGov", "Government Computing"]
