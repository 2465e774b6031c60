"""The journal: everything that happened, in order, and nothing that opens a door."""

import json
import re
from io import BytesIO

from slack_sdk import WebClient

from bot.sandbox.clock import Clock
from bot.sandbox.journal import LIMIT, Journal
from tests.bot.sandbox.apps import Answer, app_over_http, bot, socket
from tests.helpers.sandbox import GENERAL, SAM


def test_what_happens_is_numbered_and_found_by_kind_and_by_what_it_is_about() -> None:
    journal = Journal(Clock())
    for number in range(4):
        journal.note("call" if number % 2 else "did", f"{number // 2}")
    assert [entry.number for entry in journal.entries()] == [1, 2, 3, 4]
    assert [entry.number for entry in journal.entries(kind="call")] == [2, 4]
    assert [entry.number for entry in journal.entries(kind="call", what="1")] == [4]
    assert [entry.number for entry in journal.entries(after=3)] == [4]


def test_only_the_last_entries_are_kept() -> None:
    journal = Journal(Clock())
    for _ in range(LIMIT + 5):
        journal.note("did", "say")
    assert (len(journal.entries()), journal.entries()[0].number, journal.number) == (LIMIT, 6, LIMIT + 5)


def test_secrets_and_whatever_looks_like_a_token_are_kept_out() -> None:
    journal = Journal(Clock(), ["s3cret"])
    journal.note("call", "x", args={"a s3cret": ["s3cret!", ("xoxp-1-abc", "xoxe.xoxb-1-abc", None)], "n": 1}, o=Clock)
    text = json.dumps(journal.entries()[0].body)
    assert "s3cret" not in text
    assert "xox" not in text
    assert journal.entries()[0].body["args"] == {"a [secret]": ["[secret]!", ["[token]", "[token]", None]], "n": 1}


def test_no_credential_of_a_whole_life_stands_in_the_journal() -> None:
    with app_over_http() as (sandbox, app, hands):
        known, client = sandbox.credentials, bot(sandbox)
        hands.rules(check_scopes=False)
        code, unused = (hands.do("install", redirect_uri="http://127.0.0.1:1/") for _ in range(2))
        WebClient(base_url=sandbox.api_url).oauth_v2_access(
            client_id=known.client_id, client_secret=known.client_secret, code=code
        )
        ticket = client.apps_connections_open(app_token=known.app_token)["url"].split("ticket=")[1].split("&")[0]
        with socket(sandbox):
            client.chat_postMessage(channel=GENERAL, text=f"{known.bot_token} {known.signing_secret} {unused}")
        upload = client.files_getUploadURLExternal(filename="a.txt", length=1)["upload_url"].rsplit("/", 1)[1]
        client.files_upload_v2(file=BytesIO(b"x"), filename="a.txt", channel=GENERAL)
        client.api_call("api.test", data={"token": known.app_token, "foo": known.client_secret})
        app.answers["/survey"] = Answer({"text": known.bot_token})
        hands.command(f"/survey {known.signing_secret}")
        hands.do("shortcut", user=SAM, callback_id="ask")
        hands.do("quiet")
        journal = json.dumps(hands.entries())
        for credential in (*known.secrets(), code, unused, ticket, upload):
            assert credential not in journal
        assert not re.search(r"xox[a-z]-|xapp-|ticket-[0-9a-f]|code-[0-9a-f]", journal)
        for kind in ("call", "delivery", "acknowledged", "did", "message", "socket"):
            assert hands.entries(kind)
