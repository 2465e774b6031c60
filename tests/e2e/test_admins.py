"""Who may set and teach the bot, in a Slack as strict as the real one: by name, by user group, or by running Slack."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.admin.edits import teach
from bot.config import Mode
from bot.context import Expert
from bot.records import Replica, Workspace
from bot.render import inbox, settings, teaching
from bot.sandbox.workspace import TEAM
from intents.draft import Draft
from tests.helpers.bots import Bot, bot_in_a_sandbox
from tests.helpers.pages import click, home, send
from tests.helpers.sandbox import ALEX, DATA, SAM, Button, Json, on, words

GROUP = "S0DATA"  # of which Sam is a member
ADMINS = "For admins"
PARKING = Draft(name="parking", summary="Parking", examples=("where do I park",), answer={"text": "Behind the office."})
LOCK_OUT = "Leave at least one person"


@pytest.fixture
def bot(known: Expert, mode: Mode) -> Iterator[Bot]:
    with bot_in_a_sandbox(known, mode) as bot:
        bot.store.workspaces.change(Workspace(team=TEAM, admins=(ALEX,)))
        yield bot


def change(bot: Bot, **changed: object) -> None:
    """Change the settings, as somebody else may have."""
    bot.store.workspaces.change(replace(bot.store.workspaces.of(TEAM), **changed))  # type: ignore[arg-type]


def kept(bot: Bot) -> Workspace:
    return bot.store.workspaces.of(TEAM)


def sees_doors(bot: Bot, user: str) -> bool:
    return ADMINS in words(home(bot, user)["blocks"])


def open_settings(bot: Bot, user: str = ALEX) -> Json:
    return click(bot, home(bot, user), "Settings", user=user)


def save(bot: Bot, user: str = ALEX, **values: list[str]) -> None:
    now = {"survey": ["cgi-2015"], "admins": [ALEX], "group": ["-"], "runs": list[str](), "kept": ["90"]}
    send(bot, user, **{**now, "channels": [], **values})


def errors(bot: Bot, user: str = ALEX) -> str:
    """Return what stands at the fields of the form that was not taken."""
    workspace = bot.sandbox.slack.workspace
    return " ".join(workspace.errors.get(user, {}).values())


class TestWhoMay:
    def test_a_member_of_the_group_is_let_in_and_out_again_within_a_minute(self, bot: Bot) -> None:
        assert not sees_doors(bot, SAM)
        change(bot, admin_group=GROUP)
        assert sees_doors(bot, SAM)
        bot.hands.do("group", id=GROUP, members=[])
        bot.clock.now += 61
        assert not sees_doors(bot, SAM)

    def test_who_has_left_the_group_cannot_go_on_in_what_stands_open(self, bot: Bot) -> None:
        change(bot, admin_group=GROUP)
        open_settings(bot, SAM)
        bot.hands.do("group", id=GROUP, members=[])
        bot.clock.now += 61
        save(bot, SAM, admins=[SAM])
        assert (kept(bot).admins, "for the admins" in words(bot.hands.modal(SAM)["blocks"])) == ((ALEX,), True)

    def test_who_runs_slack_is_one_where_the_settings_say_so(self, bot: Bot) -> None:
        change(bot, admins=(SAM,))
        assert not sees_doors(bot, ALEX)
        change(bot, slack_admins=True)
        assert sees_doors(bot, ALEX)
        bot.hands.do("person", id=ALEX, is_admin=False)
        bot.clock.now += 61
        assert not sees_doors(bot, ALEX)

    @pytest.mark.parametrize("changed", [{"deleted": True}, {"is_bot": True}, {"team": "T0STRANGE"}])
    def test_closed_accounts_bots_and_strangers_are_none_even_if_they_are_named(
        self, bot: Bot, changed: dict[str, object]
    ) -> None:
        change(bot, admins=(ALEX, SAM), slack_admins=True, admin_group=GROUP)
        bot.hands.do("person", id=SAM, is_admin=True, **changed)
        forge(bot, settings.SETTINGS, SAM)
        assert bot.hands.modal(SAM)["title"]["text"] != "Settings"

    def test_where_slack_cannot_be_asked_only_those_are_who_are_named(self, bot: Bot) -> None:
        change(bot, admin_group=GROUP)
        bot.hands.harm("error", "users.info", error="missing_scope", times=9)
        assert (sees_doors(bot, SAM), sees_doors(bot, ALEX)) == (False, True)


def forge(bot: Bot, action: str, user: str, value: str = "1", **more: object) -> None:
    """Send what Slack would send of a button that was never shown to somebody."""
    trigger = bot.sandbox.slack.workspace.trigger(user)
    body = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user},
        "trigger_id": trigger,
        "api_app_id": "A0SANDBOX",
        "container": {"type": "view"},
        "view": {"id": "V0HOME", "type": "home", **more},
        "actions": [{"action_id": action, "block_id": "b", "type": "button", "value": value}],
    }
    bot.hear(body)
    bot.settle()


class TestWhatIsForged:
    @pytest.mark.parametrize(
        "action",
        [
            settings.SETTINGS,
            teaching.INBOX,
            f"{inbox.PAGE}_1",
            inbox.IGNORE,
            inbox.EXPLAIN,
            teaching.TEACH,
            teaching.TEACH_LOGGED,
            teaching.CURATE,
        ],
    )
    def test_is_told_to_be_for_admins_and_logged(self, bot: Bot, action: str) -> None:
        with capture_logs() as logs:
            forge(bot, action, SAM)
        [denied] = [each for each in logs if each["event"] == "denied"]
        assert (denied["team"], denied["user"], denied["tried"]) == (TEAM, SAM, action)
        assert "admins of surveybot" in words(bot.hands.modal(SAM)["blocks"])

    def test_settings_are_not_changed(self, bot: Bot) -> None:
        filled = {"admins": {"admins": {"type": "multi_users_select", "selected_users": [SAM]}}}
        view = {"id": "V0", "type": "modal", "callback_id": settings.SETTINGS, "private_metadata": "1"}
        body = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": SAM}, "api_app_id": "A0SANDBOX"}
        with capture_logs() as logs:
            bot.hear({**body, "view": {**view, "state": {"values": filled}}})
            bot.settle()
        assert (kept(bot).admins, "denied" in [each["event"] for each in logs]) == ((ALEX,), True)

    @pytest.mark.parametrize("revision", ["", "0", "-1", "x", "99999999999999", "7"])
    def test_a_revision_that_is_none_changes_nothing(self, bot: Bot, revision: str) -> None:
        modal = open_settings(bot)
        view = bot.sandbox.slack.workspace.view(view_id=modal["id"])
        bot.sandbox.slack.workspace.revise(view, {**view.made, "private_metadata": revision})
        save(bot, admins=[ALEX, SAM])
        assert (kept(bot).admins, kept(bot).revision) == ((ALEX,), 1)


class TestSettings:
    def test_are_saved_and_hold_from_then_on(self, bot: Bot) -> None:
        open_settings(bot)
        save(bot, admins=[ALEX, SAM], group=[GROUP], runs=["runs"], channels=[DATA], kept=["30"])
        wanted = Workspace(team=TEAM, survey="cgi-2015", admins=(ALEX, SAM), admin_group=GROUP, slack_admins=True)
        assert kept(bot) == replace(wanted, channels=(DATA,), kept_days=30, revision=2)
        assert bot.hands.do("views", user=ALEX) == []

    def test_come_back_as_they_were_saved(self, bot: Bot) -> None:
        change(bot, admin_group=GROUP, slack_admins=True, kept_days=7)
        before = kept(bot)
        open_settings(bot)
        send(bot, ALEX)
        assert kept(bot) == replace(before, survey="cgi-2015", revision=before.revision + 1)

    def test_let_an_admin_choose_a_survey_where_the_one_that_was_asked_is_gone(self, bot: Bot) -> None:
        change(bot, survey="tea-2020")
        assert "tea-2020 is not there" in words(open_settings(bot)["blocks"])
        save(bot)
        assert kept(bot).survey == "cgi-2015"

    def test_of_somebody_who_was_slower_overwrite_nothing_and_that_is_said(self, bot: Bot) -> None:
        open_settings(bot)
        change(bot, channels=(DATA,))
        save(bot, admins=[ALEX, SAM])
        told = bot.hands.modal(ALEX)
        assert "Somebody else changed the settings" in words(told["blocks"])
        assert (kept(bot).admins, kept(bot).channels) == ((ALEX,), (DATA,))
        again = click(bot, told, "Look at the settings now", user=ALEX)
        assert DATA in str(again["blocks"])
        save(bot, admins=[ALEX, SAM], channels=[DATA])
        assert (kept(bot).admins, kept(bot).channels) == ((ALEX, SAM), (DATA,))

    def test_take_the_id_of_a_group_where_slack_does_not_say_which_there_are(self, bot: Bot) -> None:
        bot.hands.harm("error", "usergroups.list", error="missing_scope", times=2)
        for typed, told in (("data team", "not the id of a user group"), ("S0NOBODY", "does not tell me of anybody")):
            open_settings(bot)
            save(bot, group=[typed])
            assert told in errors(bot)
        save(bot, group=[GROUP])
        assert kept(bot).admin_group == GROUP

    @pytest.mark.parametrize("group", [{"members": []}, {"is_disabled": True}])
    def test_lock_nobody_out_by_a_group_that_nobody_is_in(self, bot: Bot, group: dict[str, object]) -> None:
        open_settings(bot)
        bot.hands.do("group", id=GROUP, **group)
        save(bot, admins=[], group=[GROUP])
        assert (kept(bot).admins, "anybody in this group" in errors(bot)) == ((ALEX,), True)

    @pytest.mark.parametrize("admins", [[], ["U0SANDBOX"], ["USLACKBOT", "U0SANDBOX"]])
    def test_keep_an_admin_and_bots_do_not_count(self, bot: Bot, admins: list[str]) -> None:
        open_settings(bot)
        save(bot, admins=admins)
        assert (kept(bot).admins, LOCK_OUT in errors(bot)) == ((ALEX,), True)

    @pytest.mark.parametrize("way", [{"group": [GROUP]}, {"runs": ["runs"]}, {"admins": [SAM]}])
    def test_need_nobody_by_name_where_there_is_another_way(self, bot: Bot, way: dict[str, list[str]]) -> None:
        open_settings(bot)
        save(bot, ALEX, **{"admins": [], **way})
        assert (kept(bot).admins, kept(bot).revision) == (tuple(way.get("admins", ())), 2)

    def test_are_refused_to_somebody_who_is_no_admin_any_more(self, bot: Bot) -> None:
        open_settings(bot)
        change(bot, admins=(SAM,))
        with capture_logs() as logs:
            save(bot, channels=[DATA])
        assert kept(bot) == Workspace(team=TEAM, admins=(SAM,), revision=2)
        assert ("for the admins" in words(bot.hands.modal(ALEX)["blocks"]), "denied" in str(logs)) == (True, True)


class TestTheButtonThatTeaches:
    def unanswered(self, bot: Bot, question: str = "where is the kettle?") -> Button:
        said = bot.hands.say(f"@surveybot {question}")
        bot.settle()
        [reply] = bot.hands.from_the_app(thread=said["ts"])
        [found] = [each for each in on(reply) if each.label == "Teach me this"]
        return found

    def test_opens_the_form_with_the_question_for_an_admin(self, bot: Bot) -> None:
        bot.hands.click(self.unanswered(bot), user=ALEX)
        bot.settle()
        assert "where is the kettle?" in str(bot.hands.modal(ALEX)["blocks"])

    def test_tells_everybody_else_kindly_that_admins_see_it_and_who_they_are(self, bot: Bot) -> None:
        with capture_logs() as logs:
            bot.hands.click(self.unanswered(bot))
            bot.settle()
        told = words(bot.hands.modal(SAM)["blocks"])
        assert [part for part in ("Thank you", "in their list", f"<@{ALEX}>") if part not in told] == []
        assert [each["tried"] for each in logs if each["event"] == "denied"] == ["teach"]

    def test_does_not_promise_a_list_where_nothing_is_kept(self, bot: Bot) -> None:
        change(bot, kept_days=0)
        bot.hands.click(self.unanswered(bot))
        bot.settle()
        assert "list" not in words(bot.hands.modal(SAM)["blocks"])

    def test_stands_after_the_suggestions_and_only_where_there_is_no_answer(self, bot: Bot) -> None:
        said = bot.hands.say("@surveybot what share with women?")
        answered = bot.hands.say("@surveybot what share with local government?")
        bot.settle()
        labels = [each.label for each in on(bot.hands.from_the_app(thread=said["ts"])[0])]
        assert (labels[-1], len(labels) > 1) == ("Teach me this", True)
        assert "Teach me this" not in str(bot.hands.from_the_app(thread=answered["ts"]))

    def test_stands_below_no_answer_in_a_window(self, bot: Bot) -> None:
        modal = click(bot, home(bot), "Ask a question")
        bot.hands.submit("where is the kettle?")
        bot.settle()
        shown = bot.hands.modal()
        assert (shown["id"], "Teach me this" in str(shown)) == (modal["id"], False)


def test_the_doors_lead_to_the_list_of_what_was_taught_and_to_a_new_question(bot: Bot) -> None:
    for label, title in (("What I was taught", "What I was taught"), ("Teach a question", "Teach a question")):
        shown = click(bot, home(bot, ALEX), label, user=ALEX)
        assert shown["title"]["text"] == title


def test_admins_are_told_of_a_process_that_answers_from_older_versions(bot: Bot) -> None:
    bot.store.taught.change(teach(TEAM, "cgi-2015", PARKING, by=ALEX))
    for name, version in (("old", 0), ("new", 1)):
        versions = {f"{TEAM}/cgi-2015": version}
        bot.store.replicas.report(Replica(name=name, at=datetime.now(UTC), versions=versions))
    assert "1 of my 2 processes do" in words(home(bot, ALEX)["blocks"])
    bot.store.replicas.gone("old")
    assert "processes" not in words(home(bot, ALEX)["blocks"])
