"""Who is an admin, by the settings of a workspace and what Slack says of people."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.admin.permissions import Person, has_admin, is_admin
from bot.records import Workspace

NAMED = Workspace(team="T1", admins=("U1",))
GROUPED = Workspace(team="T1", admin_group="S1")
RUN = Workspace(team="T1", slack_admins=True)
OURS = Person(teams=frozenset({"T1"}))
RUNS_IT = replace(OURS, runs=frozenset({"T1"}))


def may(*workspaces: Workspace, person: Person | None = OURS, members: frozenset[str] = frozenset()) -> bool:
    return is_admin("U1", workspaces, lambda _: person, lambda _: members)


@pytest.mark.parametrize(
    ("workspace", "person", "members", "is_one"),
    [
        (NAMED, OURS, set(), True),
        (NAMED, None, set(), True),
        (replace(NAMED, admins=("U2",)), RUNS_IT, {"U1"}, False),
        (GROUPED, OURS, {"U1"}, True),
        (GROUPED, OURS, {"U2"}, False),
        (GROUPED, None, {"U1"}, False),
        (RUN, RUNS_IT, set(), True),
        (RUN, OURS, set(), False),
        (RUN, None, set(), False),
        (RUN, replace(OURS, runs=frozenset({"T2"})), set(), False),
    ],
)
def test_people_are_admins_by_name_by_group_or_by_running_slack(
    workspace: Workspace, person: Person | None, members: set[str], is_one: bool
) -> None:
    assert may(workspace, person=person, members=frozenset(members)) is is_one


@pytest.mark.parametrize("person", [replace(RUNS_IT, is_active=False), replace(RUNS_IT, teams=frozenset({"T2"}))])
@pytest.mark.parametrize("workspace", [NAMED, GROUPED, RUN])
def test_bots_closed_accounts_and_people_of_other_organisations_are_never_admins(
    workspace: Workspace, person: Person
) -> None:
    assert not may(workspace, person=person, members=frozenset({"U1"}))


def test_an_admin_of_the_organisation_is_one_of_each_of_its_workspaces() -> None:
    person = Person(teams=frozenset({"T1", "E1"}))
    assert may(Workspace(team="T1"), Workspace(team="E1", admins=("U1",)), person=person)


def test_who_runs_the_workspace_does_not_run_the_organisation() -> None:
    assert not may(Workspace(team="T1"), Workspace(team="E1", slack_admins=True), person=RUNS_IT)


def test_slack_is_not_asked_about_people_whom_no_setting_could_let_in() -> None:
    def asked(_: str) -> Person:
        raise AssertionError

    assert not is_admin("U2", (NAMED,), asked, lambda _: frozenset())
    assert not is_admin("", (GROUPED,), asked, lambda _: frozenset())


@given(st.sets(st.sampled_from(["U1", "U2", ""])), st.booleans(), st.sampled_from(["", "S1"]), st.booleans())
def test_nobody_is_an_admin_where_slack_cannot_be_asked_but_those_who_are_named(
    admins: set[str], slack_admins: bool, group: str, is_member: bool
) -> None:
    workspace = Workspace(team="T1", admins=tuple(admins), slack_admins=slack_admins, admin_group=group)
    members = frozenset({"U1"} if is_member else ())
    assert may(workspace, person=None, members=members) is ("U1" in admins)


def test_settings_leave_an_admin_only_where_one_of_the_people_looked_at_would_be_one() -> None:
    people = {"B1": replace(OURS, is_active=False), "U1": OURS}
    wanted = Workspace(team="T1", admins=("B1",))
    assert not has_admin(wanted, ["U1", "B1"], people.get, lambda _: frozenset())
    assert has_admin(replace(wanted, admins=("B1", "U1")), ["B1", "U1"], people.get, lambda _: frozenset())
