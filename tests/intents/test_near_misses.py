"""Six intents as a public service teaches them: what is merely like an example is never answered with its intent."""

from functools import cache

import pytest

from intents.catalogue import Catalogue, with_taught
from intents.matching import match
from intents.model import Match, Unsure
from tests.helpers.asking import cgi_knowledge
from tests.helpers.teaching import LEAVE, PARKING
from tests.intents.test_taught import definition

TAUGHT = {
    "parking": PARKING,
    "annual_leave": LEAVE,
    "expenses": (
        "how do I claim expenses",
        "where do I send my receipts",
        "claim back travel costs",
        "what can I claim for",
        "expenses form",
        "how much is the mileage rate",
        "who signs off my expenses",
        "when are expenses paid",
        "I paid for a train ticket how do I get the money back",
        "can I claim for a hotel",
    ),
    "survey_contact": (
        "who do I contact about the survey",
        "who runs the survey team",
        "how do I get in touch with the survey team",
        "email address for questions about the survey",
        "who can I ask about this research",
        "is there a phone number for the team",
        "whom do I write to about the figures",
        "contact details please",
        "who can help me with a question on the results",
        "how can I reach the researchers",
    ),
    "next_survey": (
        "when is the next survey",
        "will there be another survey",
        "when do you ask people again",
        "date of the next wave",
        "is the survey going to be repeated",
        "when does the next questionnaire go out",
        "are you planning a new survey",
        "when will the survey be run again",
        "next round of the survey",
        "how long until the next survey",
    ),
    "where_data": (
        "where can I find the data",
        "where is the data kept",
        "can I download the raw data",
        "where are the data tables",
        "is the dataset published",
        "link to the spreadsheet",
        "how do I get the raw figures",
        "where do you store the answers",
        "is there a file with all the results",
        "where can I get the microdata",
    ),
}
NEAR_MISSES = (
    # Turned round
    "where can I not park at the office",
    "do visitors not need a permit to park",
    "can visitors park on site without a permit",
    "why can't I book annual leave",
    "what if I never carry leave over",
    "what can I not claim for",
    "what if nobody signs off my expenses",
    "where is the data not kept",
    "where can I not find the data and where is it not kept",
    "is the dataset not published",
    "who do I not contact about the survey",
    "will there be no next survey",
    "I cannot get a parking permit",
    "am I unable to cancel my leave",
    # About something else, or somebody else
    "how do I book sick leave",
    "how do I book parental leave",
    "how many days of holiday does my manager get",
    "how much annual leave has she left",
    "can my manager cancel my leave",
    "how do I get a parking permit for a motorbike",
    "where can I park in Leeds",
    "which car park is cheapest",
    "how do I claim unpaid overtime",
    "can I claim for a minister's hotel",
    "who do I contact about the payroll survey",
    "who runs the council",
    "is there a phone number for the minister",
    "when is the next election",
    "when is the next team meeting",
    "where is the data protection officer",
    "where can I find the data of other departments",
    "is there a file with all the names",
    "can contractors park on site",
    "what is my overtime allowance",
    # Asked another way
    "when can I park at the office",
    "why do I need a permit to park",
    "who has a parking permit",
    "how many car parks are there",
    "when do I book annual leave",
    "why was my leave cancelled",
    "when were my expenses signed off",
    "why are expenses paid",
    "who paid for a train ticket",
    "when did the survey team get in touch",
    "why is there another survey",
    "who will run the next survey",
    "where is the next survey",
    "how many people will be asked in the next survey",
    "when was the data published",
    "who can find the data",
    "why is the data kept",
    "how long is the data kept",
    "whose data is kept",
    # With numbers or times that no example has
    "how do I book 40 days of annual leave",
    "can I carry 12 days of leave over",
    "can I claim for two hotels",
    "is the mileage rate 45p",
    "when was the last survey",
    "when is the survey after the next one",
    "will there be another survey in 2030",
    "parking spaces for 30 visitors",
    "where can I find the data for 2012",
    "half a day off",
    # With a condition
    "can visitors park on site if there is a meeting",
    "do I need a permit to park if I am disabled",
    "can I carry leave over when I change department",
    "how many days of holiday do I get if I work part time",
    "how much annual leave have I left after I leave my job",
    "can I claim for a hotel unless I paid for it",
    "when are expenses paid if my manager is away",
    "can I download the raw data before it is published",
    "I have lost my permit. where can I park at the office",
    "I am a contractor, how do I book annual leave",
    "I do not have a receipt. how do I claim expenses",
    "I'm on maternity leave, how many days of holiday do I get",
    # Two in one
    "how do I claim expenses and book leave",
    "where can I park and where is the data kept",
    "when is the next survey and who do I contact",
    "can I claim for a parking permit",
    "is there a car park and a gym",
    "how do I book annual leave and a train",
    "can I claim expenses while I am on leave",
    "where is the data and when is the next survey",
    "where can I park, and who shares with councils",
    # Written when all others were asked back
    "can I cancel my parking permit",
    "can I apply for leave twice",
    "where is my leave allowance",
    "how do I refuse expenses",
    "who sends receipts",
    "what can I not pay with expenses",
    "who pays the researchers",
    "will the survey never be repeated",
    "why will the survey be run again",
    "what will the next questionnaire ask",
    "how is the data kept",
    "is the data kept safe",
    "how long are the answers stored",
    "I want to park at the office but I have no permit",
    "we are moving to Leeds. where can I park at the office?",
    "I lost my receipts, how do I claim expenses?",
    "I'm leaving in March. what is my leave allowance?",
    "do I have to send my receipts",
)
PARAPHRASES = {
    "parking": (
        "where can i park",
        "how do I apply for a parking permit",
        "is there parking for visitors",
        "can guests park at the office",
        "where is the nearest car park",
        "could you tell me if there is a car park",
    ),
    "annual_leave": (
        "how can I book a day off",
        "how do i request annual leave",
        "how much holiday do I have left",
        "can I carry over my annual leave",
        "I need to cancel my annual leave",
        "what's my annual leave allowance?",
    ),
    "expenses": (
        "how can I claim my expenses back",
        "where do I find the expenses form",
        "can I claim travel costs",
        "how do I claim for a train ticket",
        "who signs off expenses",
        "what is the mileage rate",
    ),
    "survey_contact": (
        "who should I contact about the survey",
        "how do I contact the survey team",
        "who can I ask about the figures",
        "what is the phone number of the team",
        "what is the email address of the researchers",
        "can you give me the contact details of the team",
    ),
    "next_survey": (
        "when will the next survey be",
        "when's the next wave",
        "when do you run the survey again",
        "will the survey be repeated",
        "when is the next round",
        "do you plan another survey",
    ),
    "where_data": (
        "where do I find the raw data",
        "where can I download the data tables",
        "where can I find the spreadsheet",
        "could I have a link to the microdata",
        "where do you keep the data",
        "how can I download the spreadsheet",
    ),
}


@cache
def catalogue() -> Catalogue:
    """Return the six beside the shipped intents."""
    base = cgi_knowledge().catalogues["cgi-2015"]
    return with_taught(base, [definition(name, examples) for name, examples in TAUGHT.items()])


@pytest.mark.parametrize("question", NEAR_MISSES)
def test_what_is_merely_like_an_example_is_not_answered(question: str) -> None:
    found = match(question, catalogue())
    assert not (isinstance(found, Match) and found.intent in TAUGHT), found


@pytest.mark.parametrize(("intent", "question"), [(i, q) for i, asked in PARAPHRASES.items() for q in asked])
def test_what_means_an_intent_in_other_words_is_never_taken_for_another(intent: str, question: str) -> None:
    found = match(question, catalogue())
    assert not (isinstance(found, Match) and found.intent in TAUGHT) or found.intent == intent


def test_most_of_what_means_an_intent_in_other_words_is_answered_or_asked_back() -> None:
    found = [(intent, match(question, catalogue())) for intent, asked in PARAPHRASES.items() for question in asked]
    answered = sum(isinstance(f, Match) and f.intent == intent for intent, f in found)
    back = sum(isinstance(f, Unsure) and intent in {r.intent for r in f.readings} for intent, f in found)
    assert answered >= len(found) / 3
    assert answered + back >= 0.8 * len(found)
