"""What an examination found, as people and programs read it."""

import json

from bot.findings import Finding, Grade, all_is_well, as_lines, as_text

FINE = Finding.fine("Clock", "It agrees with Slack's.")
WARNED = Finding(what="Rights", grade=Grade.WARN, told="Slack did not say.", remedy="Compare them.")
FAILED = Finding.of("Bot token", "Slack refused SLACK_BOT_TOKEN (invalid_auth). Copy it again.")


def test_a_fault_is_parted_into_what_is_wrong_and_what_to_do() -> None:
    assert (FAILED.told, FAILED.remedy) == ("Slack refused SLACK_BOT_TOKEN (invalid_auth).", "Copy it again.")


def test_a_fault_without_a_remedy_keeps_its_full_stop() -> None:
    assert Finding.of("Settings", "Nothing is set.").told == "Nothing is set."


def test_only_what_failed_is_not_well() -> None:
    assert (all_is_well([FINE, WARNED]), all_is_well([FINE, FAILED])) == (True, False)


def test_each_remedy_stands_under_what_it_mends() -> None:
    assert as_text([FINE, WARNED, FAILED]).splitlines() == [
        "ok    Clock      It agrees with Slack's.",
        "warn  Rights     Slack did not say.",
        "                 Compare them.",
        "fail  Bot token  Slack refused SLACK_BOT_TOKEN (invalid_auth).",
        "                 Copy it again.",
        "",
        "1 failed, 1 to look at.",
    ]


def test_where_all_is_well_it_says_so() -> None:
    assert as_text([FINE]).endswith("\nAll is well.")


def test_what_slack_is_called_cannot_steer_a_terminal() -> None:
    assert "\x1b" not in as_text([Finding.fine("Bot token", "It is in \x1b[2JTeam.")])


def test_programs_get_one_object_a_line() -> None:
    told = [json.loads(line) for line in as_lines([FINE, FAILED]).splitlines()]
    assert [each["grade"] for each in told] == ["ok", "fail"]
    assert told[0] == {"what": "Clock", "grade": "ok", "told": "It agrees with Slack's.", "remedy": ""}
